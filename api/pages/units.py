"""Units: all that are held, and one with its years, series, composition, three-public expenses, projects, findings."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

from nicegui import ui

from answer.projects.achieved import reached
from api.linked_data.labels import label
from api.pages import charts
from api.pages.charts import Chart, in_ten_thousands
from api.pages.disclosures import entry
from api.pages.frame import Visit, page
from api.pages.places import place
from graph.naming.identity import normal

SHOWN = 300
FINAL = "决算"
BUDGETS = ("全年预算", "年初预算", "预算")
"""Stages of a budget that a final account is set against, the latest settled first."""
Row = dict[str, str]


@page("/pages/units", "nav_units")
async def units(visit: Visit) -> None:
    """``q``: part of a name."""
    asked = visit.parameter("q", 100)
    found: list[dict[str, Any]] = []
    total = 0
    if visit.app.state.holdings.generation is not None:
        reply = await visit.service.get("/units", q=asked, limit=SHOWN)
        found, total = reply["results"], reply["total"]
    listed = [{**each, "href": visit.address(f"/pages/units/{each['name']}")} for each in found]
    visit.show("units.html", q=asked, units=listed, total=total, store=visit.service.settings.store)


@page("/pages/units/{unit}", "nav_units")
async def unit(visit: Visit) -> None:
    """``scope``: 部门 or 单位, where the unit discloses both."""
    one = await visit.service.get(f"/units/{visit.part('unit')}")
    ui.page_title(f"{one['name']} · {visit.words['name']}")
    scopes = sorted({str(each["scope"]) for each in one["held"]})
    scope = visit.parameter("scope")
    scope = scope if scope in scopes else scopes[0]
    generation = visit.app.state.holdings.generation
    parent = {"name": label(generation, one["parent"], visit.lang), "href": visit.here(one["parent"])} \
        if one.get("parent") and generation else None  # fmt: skip
    visit.show(
        "unit.html", one=one, parent=parent, scope=scope,
        scopes=[(each, visit.address(f"/pages/units/{one['name']}", scope=each)) for each in scopes],
        held=[entry(visit, each) for each in one["held"]],
    )  # fmt: skip

    def show_figures(series: list[Row]) -> None:
        drawn = figures(visit, series)
        with ui.element("div").classes("charts"):
            for chart in drawn:
                charts.draw(visit, chart)
        if not drawn:
            visit.show("no_series.html")

    def show_projects(found: list[list[Row]]) -> None:
        visit.show("projects.html", projects=projects_of(visit, *found))

    def show_findings(found: dict[str, Any]) -> None:
        counts = Counter(each["severity"] for each in found["results"])
        visit.show("unit_findings.html", counts=counts, total=found["total"],
                   findings=visit.address("/pages/findings", unit=one["name"]))  # fmt: skip

    service = visit.service
    projects = asyncio.gather(*(service.rows(name, unit=one["iri"]) for name in ("indicators", "project-reports")))
    await visit.eventually(service.rows("series", unit=one["iri"], scope=scope), show_figures)
    await visit.eventually(projects, show_projects)
    await visit.eventually(service.get("/findings", unit=one["name"], limit=1000), show_findings)


def last(iri: str) -> str:
    """The part of an IRI that names the thing."""
    return iri.rpartition("/")[2]


def figures(visit: Visit, series: list[Row]) -> list[Chart]:
    """The charts of a unit, from the rows of the query ``series``; those without any figure are left out."""
    words = visit.words
    totals = [each for each in series if each.get("level") == "total" and "amount" in each]

    def line(measure: str, stage: str, fund: str = "all", nature: str = "total") -> dict[str, str]:
        wanted = (measure, stage, fund, nature)
        return {each["year"]: each["amount"] for each in totals
                if (last(each["measure"]), last(each["stage"]), last(each.get("fund", "")),
                    last(each.get("nature", ""))) == wanted}  # fmt: skip

    found = [
        over_years(words["unit_totals"], "revenue-and-expenditure", words["year"], {
            words["revenue_final"]: line("revenue", FINAL), words["expenditure_final"]: line("expenditure", FINAL),
            words["expenditure_budget"]: line("expenditure", "预算"),
        }),
        over_years(words["unit_natures"], "basic-and-project", words["year"], {
            words["basic"]: line("expenditure", FINAL, nature="basic"),
            words["project"]: line("expenditure", FINAL, nature="project"),
        }),
        composition(visit, words["unit_classes"], "classes", series, "/id/functional/", "class", "all", "total"),
        composition(visit, words["unit_economic"], "economic", series, "/id/economic/", "item", "general", "basic"),
        three_public(visit, series),
    ]  # fmt: skip
    return [each for each in found if each is not None]


def over_years(title: str, name: str, heading: str, lines: dict[str, dict[str, str]]) -> Chart | None:
    """Lines of amounts by year; None where there is no year at all."""
    lines = {each: values for each, values in lines.items() if values}
    years = sorted({year for values in lines.values() for year in values})
    if not years:
        return None
    series = {each: [in_ten_thousands(values.get(year)) for year in years] for each, values in lines.items()}
    return Chart(title, name, "万元", years, series, heading=heading)


def composition(
    visit: Visit, title: str, name: str, series: list[Row], scheme: str, level: str, fund: str, nature: str
) -> Chart | None:
    """What final expenditure was made of in the last two years that say so, the largest first."""
    rows = [each for each in series if scheme in each["item"] and each.get("level") == level and "amount" in each
            and (last(each["measure"]), last(each["stage"]), last(each.get("fund", "")), last(each.get("nature", "")))
            == ("expenditure", FINAL, fund, nature)]  # fmt: skip
    years = sorted({each["year"] for each in rows})[-2:]
    generation = visit.app.state.holdings.generation
    if not years or generation is None:
        return None
    amounts: dict[str, dict[str, str]] = {}
    for each in rows:
        if each["year"] in years:
            amounts.setdefault(label(generation, each["item"], visit.lang), {})[each["year"]] = each["amount"]
    items = sorted(amounts, key=lambda item: -Decimal(amounts[item].get(years[-1], "0")))
    items = [item for item in items if any(Decimal(value) for value in amounts[item].values())][:15]
    data = {year: [in_ten_thousands(amounts[item].get(year)) for item in items] for year in reversed(years)}
    return Chart(title.format(year=years[-1]), name, "万元", items, data, "ranking", visit.words["item"])


def three_public(visit: Visit, series: list[Row]) -> Chart | None:
    """The three-public expenses of the last year with a final figure, beside the budget printed for that year."""
    rows = [each for each in series if "/three-public/" in each["item"] and "amount" in each]
    years = sorted({each["year"] for each in rows if last(each["stage"]) == FINAL})
    generation = visit.app.state.holdings.generation
    if not years or generation is None:
        return None
    by: dict[str, dict[str, str]] = {}
    for each in rows:
        if each["year"] == years[-1]:
            by.setdefault(last(each["stage"]), {}).setdefault(each["item"], each["amount"])
    budget = next((stage for stage in BUDGETS if stage in by), None)
    stages = [stage for stage in (budget, FINAL) if stage]
    items = sorted({item for stage in stages for item in by[stage]}, key=lambda item: ORDER.get(last(item), 9))
    data = {stage: [in_ten_thousands(by[stage].get(item)) for item in items] for stage in stages}
    names = [label(generation, item, visit.lang) for item in items]
    title = visit.words["unit_three_public"].format(year=years[-1])
    return Chart(title, "three-public", "万元", names, data, heading=visit.words["item"])


ORDER = {"total": 0, "abroad": 1, "vehicles": 2, "vehicle-purchase": 3, "vehicle-running": 4, "reception": 5}
"""The three-public expenses as their table prints them."""


def projects_of(visit: Visit, indicators: list[Row], reports: list[Row]) -> list[dict[str, Any]]:
    """Projects of the newest year with their money and indicators, each met, missed or not to be compared."""
    revisions = {row["revision"] for row in (*indicators, *reports)}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (*reports, *indicators):
        name = row.get("name") or row.get("project") or ""
        each = found.setdefault((row["revision"], normal(name)), {
            "name": name, "year": year_of(row["revision"]), "kind": kind_of(row["revision"]), "indicators": [],
            "budget": "", "executed": "", "rate": "", "uom": "", "counts": Counter(),
        })  # fmt: skip
        if "report" in row:
            each.update({name: row[name] for name in ("budget", "executed", "rate", "uom") if name in row})
            continue
        judged = reached(row.get("target", ""), row.get("actual", "")) if row.get("actual") else None
        verdict = {True: "met", False: "missed", None: "open"}[judged]
        each["counts"][verdict] += 1
        shown = place({"iri": row.get("actualPlace") or row["place"], "quote": row.get("actual", "")})
        each["indicators"].append({**row, "verdict": verdict, "href": shown["picture"] or shown["part"]})
    newest = max((year_of(each) for each in revisions), default="")
    listed = [each for each in found.values() if each["year"] == newest and (each["indicators"] or each["budget"])]
    return sorted(listed, key=lambda each: (each["kind"], -Decimal(each["budget"] or "0"), each["name"]))


def year_of(revision: str) -> str:
    return revision.split("/")[-4]


def kind_of(revision: str) -> str:
    return revision.split("/")[-3]


