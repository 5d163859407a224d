"""The language data of ``ingest/patterns``: read once, turned into the shapes the readers need."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@cache
def patterns(name: str) -> dict[str, Any]:
    """``ingest/patterns/{name}.toml`` as a table. FileNotFoundError for an unknown name."""
    return tomllib.loads(resources.files("ingest").joinpath("patterns", f"{name}.toml").read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest first so that 万元 wins over 万."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@dataclass(frozen=True)
class QuantityWords:
    """``quantities.toml``, compiled.

    ``money`` maps a unit to its worth in yuan; ``before`` and ``after`` map a word beside the number to its qualifier.
    """

    money: Mapping[str, Decimal]
    percent: frozenset[str]
    counters: frozenset[str]
    about_inside: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    date_units: frozenset[str]
    behind_number: re.Pattern[str]
    """Groups about, unit, after: what follows a number directly."""
    numeral: re.Pattern[str]
    """Groups number, about, unit, after: a Chinese numeral with its counter."""
    never: tuple[str, ...]
    never_after: tuple[str, ...]
    latex: Mapping[str, str]


@cache
def quantity_words() -> QuantityWords:
    """The words of ``quantities.toml``."""
    data = patterns("quantities")
    guards: Mapping[str, str] = data["counters"]["not_before"]
    dates = data["dates"]
    date_units = frozenset((*dates["year"], *dates["month"], *dates["day"]))
    money = {unit: Decimal(worth) for unit, worth in data["money"]["units"].items()}
    counters, guards = _with_powers(data["counters"]["list"], guards)
    percent = frozenset(data["percent"]["signs"])
    after = data["bounds"]["after"]
    after_group = rf"(?P<after>{alternatives(after)})?"
    return QuantityWords(
        money=money,
        percent=percent,
        counters=counters,
        about_inside=data["about"]["after"],
        before={**data["bounds"]["before"], **data["about"]["before"]},
        after=after,
        date_units=date_units,
        behind_number=re.compile(
            rf"\s*(?P<about>[{''.join(data['about']['after'])}])?\s*"
            rf"(?P<unit>{_guarded({*money, *percent, *counters, *date_units}, guards)}){after_group}"
        ),
        numeral=re.compile(
            rf"(?<!第)(?P<number>[一二两三四五六七八九十百千]+)(?P<about>[{''.join(data['about']['after'])}])?"
            rf"(?P<unit>{_guarded(data['numerals']['counters'], guards)}){after_group}"
        ),
        never=tuple(data["numerals"]["never"]),
        never_after=tuple(data["numerals"]["never_after"]),
        latex=data["latex"]["signs"],
    )


def _with_powers(counters: Iterable[str], guards: Mapping[str, str]) -> tuple[frozenset[str], Mapping[str, str]]:
    """Every counter also behind 万 and 亿 (19万立方米), with the guard of its own."""
    own = [counter for counter in counters if not counter.startswith(("万", "亿"))]
    powers = {power + counter: guards.get(counter, "") for power in "万亿" for counter in own}
    return frozenset((*counters, *powers)), {**powers, **guards}


def _guarded(units: Iterable[str], guards: Mapping[str, str]) -> str:
    """Any of ``units``, the longest first, where the next character does not make it another word."""
    parts = []
    for unit in sorted(set(units), key=lambda unit: (-len(unit), unit)):
        guard = guards.get(unit, "")
        parts.append(re.escape(unit) + (f"(?![{re.escape(guard)}])" if guard else ""))
    return "|".join(parts)
