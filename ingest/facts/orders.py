"""Numbers told in the order of the things they are of, and one number told of several things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.facts.memory import Subject
from ingest.language.lexicon import patterns
from ingest.records import Fact, Source


@cache
def _data() -> dict[str, Any]:
    data = patterns("clauses")["order"]
    return {"listed": re.compile(data["listed"]), "each": re.compile(data["each"]), "tails": tuple(data["tails"])}


def in_order(text: str, facts: Sequence[Fact], source: Source) -> list[tuple[Fact, Decimal]]:
    """Amounts of this sentence, each with the percentage told of it in the order of the amounts.

    ``text`` begins with the first percentage (9.1%、9.4%), ``facts`` are those read so far, ``source`` is of the
    sentence. Empty where it is not certain which amounts are meant: neither are there as many as percentages, nor do
    the last ones stand to each other as the percentages do.
    """
    found = _data()["listed"].match(text)
    shares = [Decimal(each) for each in re.findall(r"[\d.]+(?=%)", found.group())] if found else []
    told = [f for f in facts if f.source is source and f.role in ("result", "budget") and f.amount is not None]
    if len(shares) < 2 or len(told) < len(shares):
        return []
    last = told[-len(shares) :]
    if len({fact.subject for fact in told}) == len(told) == len(shares) or _in_ratio(last, shares):
        return list(zip(last, shares, strict=True))
    return []


def _in_ratio(facts: Sequence[Fact], shares: Sequence[Decimal]) -> bool:
    """The amounts stand to each other as the shares do, to the last printed digit."""
    amounts = [fact.amount or Decimal(0) for fact in facts]
    if not all(amounts) or not all(shares):
        return False
    least = max(Decimal(1).scaleb(int(share.as_tuple().exponent)) / share for share in shares)
    whole = amounts[0] / shares[0]
    return all(abs(amount / share / whole - 1) <= least for amount, share in zip(amounts, shares, strict=True))


def each_named(words: str, typed: Callable[[str], Subject | None]) -> list[Subject]:
    """The things that one number is told of (因公出国（境）费、公务用车购置费均为0万元), empty unless each has a type.

    ``typed`` finds the typed fact of a name. A tail that the last name has is tried for the others, too.
    """
    found = _data()["each"].fullmatch(words)
    for marks in ("、", "[、和]", "[、和及]") if found else ():
        names = re.split(marks, found.group("names") if found else "")
        subjects = [subject for name in names if (subject := _first(name, typed)) is not None]
        if len(subjects) == len(names) > 1:
            return subjects
    return []


def _first(name: str, typed: Callable[[str], Subject | None]) -> Subject | None:
    """The typed fact of a name, with one of the tails where it has none without."""
    found = (typed(name + tail) for tail in ("", *_data()["tails"]))
    return next((subject for subject in found if subject is not None and subject.measure), None)
