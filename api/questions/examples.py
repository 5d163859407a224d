"""Questions to try on what is held, made from templates (``pages/examples.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from api.holdings.disclosures import disclosure_list
from graph.store.generation import Generation

FILE = Path(__file__).parents[1] / "pages" / "examples.toml"


@cache
def templates() -> list[dict[str, Any]]:
    with FILE.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["question"]
    return found


def candidates(generation: Generation, lang: str) -> list[str]:
    """Questions that what is held might answer, the likeliest first, spread over the units held."""
    years: dict[tuple[str, str], set[int]] = {}
    for each in disclosure_list(generation):
        years.setdefault((str(each["kind"]), str(each["name"])), set()).add(int(each["year"]))
    found = []
    for turn, template in enumerate(templates()):
        fitting = []
        for (kind, unit), held in sorted(years.items()):
            wanted = {year for year in held if template["years"] == 1 or year - 1 in held}
            if kind == template["kind"] and wanted:
                fitting.append(template[lang].format(unit=unit, year=max(wanted), before=max(wanted) - 1))
        # Another unit with each question, so that the page shows that there are several.
        found += [fitting[turn % len(fitting)]] if fitting else []
    return found


def related(generation: Generation, lang: str, unit: str, year: int) -> list[str]:
    """The same questions about one unit and year, as far as its disclosures might answer them."""
    years: dict[str, set[int]] = {}
    for each in disclosure_list(generation):
        if each["name"] == unit:
            years.setdefault(str(each["kind"]), set()).add(int(each["year"]))
    wanted = [
        template for template in templates()
        if {year, *((year - 1,) if template["years"] == 2 else ())} <= years.get(template["kind"], set())
    ]  # fmt: skip
    return [template[lang].format(unit=unit, year=year, before=year - 1) for template in wanted]
