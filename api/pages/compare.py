"""Compare: one quantity over units and years, ranked, and per head of staff where the disclosures tell it."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

from api.linked_data.labels import label
from api.pages import charts
from api.pages.charts import Chart, in_ten_thousands
from api.pages.frame import Visit, page
from ontology.terms import with_base

QUERIES = Path(__file__).parents[1] / "queries"
MOST_UNITS = 500
DRAWN = 20
PARTS = ("measure", "fund", "nature", "item", "stage", "scope")
"""What makes a quantity, apart from unit and year."""
FIRST = ("measure/expenditure", "fund/all", "nature/total")
Choice = dict[str, str]


def query(visit: Visit, name: str) -> str:
    return with_base((QUERIES / f"{name}.rq").read_text(encoding="utf-8"), visit.service.base)


@page("/pages/compare", "nav_compare")
async def compare(visit: Visit) -> None:
    """``what``: number of the quantity among those held by most units; ``year``: the year that is ranked."""
    if visit.app.state.holdings.generation is None:
        visit.show("compare.html", choices=[], chosen=0, years=[], year="", store=visit.service.settings.store)
        return

    async def read() -> tuple[list[Choice], list[dict[str, str]]]:
        choices, staff = await asyncio.gather(
            visit.service.select(query(visit, "quantities-held")), visit.service.select(query(visit, "staff"))
        )
        return choices, staff

    async def show(found: tuple[list[Choice], list[dict[str, str]]]) -> None:
        await shown(visit, *found)

    await visit.eventually(read(), show)


async def shown(visit: Visit, choices: list[Choice], staff: list[dict[str, str]]) -> None:
    """The form, then the quantity chosen: a ranking of one year, and all years side by side."""
    wanted = visit.parameter("what")
    keys = [key(choice, visit.service.base) for choice in choices]
    chosen = keys.index(wanted) if wanted in keys else first(keys)
    choice = choices[chosen]
    found = await asyncio.gather(*(
        visit.service.rows("top", year=int(year), limit=MOST_UNITS, **{part: choice[part] for part in PARTS})
        for year in choice["years"].split(" ")
    ))  # fmt: skip
    years = choice["years"].split(" ")
    amounts: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for year, rows in zip(years, found, strict=True):
        for row in rows:
            names[row["unit"]] = row["name"]
            amounts.setdefault(row["unit"], {})[year] = row["amount"]
    asked = visit.parameter("year")
    year = asked if asked in years else years[-1]
    heads = {(row["unit"], row["year"]): row["staff"] for row in staff}
    ranked = sorted(amounts, key=lambda unit: (-Decimal(amounts[unit].get(year, "-1")), names[unit]))
    rows = [row_of(visit, unit, names[unit], amounts[unit], years, year, heads.get((unit, year))) for unit in ranked]
    visit.show(
        "compare.html", store="", chosen=keys[chosen], years=years, year=year,
        choices=[(name, title(visit, each)) for name, each in zip(keys, choices, strict=True)],
    )  # fmt: skip
    drawn = [unit for unit in ranked if year in amounts[unit]][:DRAWN]
    name = title(visit, choice)
    charts.draw(visit, Chart(
        f"{name} · {year}", "ranking", "万元", [names[unit] for unit in drawn],
        {year: [in_ten_thousands(amounts[unit][year]) for unit in drawn]}, "ranking", visit.words["unit"],
    ))  # fmt: skip
    if len(years) > 1 and len(amounts) <= len(charts.COLOURS):
        data = {names[unit]: [in_ten_thousands(amounts[unit].get(each)) for each in years] for unit in ranked}
        charts.draw(visit, Chart(f"{name} · {years[0]}–{years[-1]}", "years", "万元", years, data, "line",
                                 visit.words["year"]))  # fmt: skip
    visit.show("compared.html", rows=rows, years=years, year=year, cut=len(amounts) >= MOST_UNITS)


def first(keys: list[str]) -> int:
    """What the page opens with: the expenditure of most units, where there is one."""
    return next((place for place, name in enumerate(keys) if all(part in name for part in FIRST)), 0)


def key(choice: Choice, base: str) -> str:
    """A quantity as a parameter of the address."""
    return "|".join(choice[part].removeprefix(base + "id/") for part in PARTS)


def title(visit: Visit, choice: Choice) -> str:
    """A quantity in words: measure, the parts that narrow it down, stage and scope."""
    generation = visit.app.state.holdings.generation
    parts = [choice["measure"]]
    parts += [choice["fund"]] if not choice["fund"].endswith("/all") else []
    parts += [choice["nature"]] if not choice["nature"].endswith("/total") else []
    words = [label(generation, each, visit.lang) for each in (*parts, choice["stage"])]
    scope = "scope_department" if choice["scope"] == "部门" else "scope_entity"
    return " · ".join([*words, visit.words[scope]])


def row_of(
    visit: Visit, unit: str, name: str, amounts: dict[str, str], years: list[str], year: str, staff: str | None
) -> dict[str, Any]:
    """A unit's row: its amounts by year, the change to the year chosen, and that year's amount per head."""
    now, before = amounts.get(year), amounts.get(str(int(year) - 1))
    change = per_head = ""
    if now is not None and before is not None and Decimal(before) > 0:
        change = f"{(Decimal(now) - Decimal(before)) / Decimal(before) * 100:+.2f}%"
    if now is not None and staff and int(staff) > 0:
        per_head = f"{Decimal(now) / 10_000 / int(staff):.2f}"
    return {
        "name": name, "href": visit.address(f"/pages/units/{name}"), "staff": staff or "", "change": change,
        "amounts": [in_ten_thousands(amounts.get(each)) for each in years], "per_head": per_head,
    }  # fmt: skip
