"""Disclosures: what is held, documents given to be read, and of each disclosure its revisions, ledger and tables."""

from __future__ import annotations

import asyncio
from typing import Any

from nicegui import ui

from api.holdings.jobs import Job
from api.http.problems import Problem
from api.linked_data.labels import label
from api.pages.check import endings, ledger_rows
from api.pages.frame import Visit, page
from api.pages.tables import tables
from graph.naming.identity import normal

SHOWN = 200
EVERY = 0.5
"""Seconds between looks at a job that is being done."""
NOTES = ("notUnderstood", "missingForm", "blankTable", "noData")
"""What the ledger of a disclosure tells in the graph, as properties of its revision."""


@page("/pages/disclosures", "nav_disclosures")
async def disclosures(visit: Visit) -> None:
    """``q``: part of a unit's name or a year."""
    asked = visit.parameter("q")
    found = await everything(visit)
    wanted = [each for each in found if all(part in searched(each) for part in normal(asked).split())]
    years = sorted({each["year"] for each in found})
    visit.show(
        "disclosures.html", q=asked, total=len(found), listed=[entry(visit, each) for each in wanted[:SHOWN]],
        wanted=len(wanted), years=years, endings=endings(),
        no_key=not visit.service.settings.key.get_secret_value(), store=visit.service.settings.store,
    )  # fmt: skip


async def everything(visit: Visit) -> list[dict[str, Any]]:
    """All disclosures held, however many pages of `/disclosures` that takes; none where nothing is held yet."""
    found: list[dict[str, Any]] = []
    if visit.app.state.holdings.generation is None:
        return found
    while True:
        reply = await visit.service.get("/disclosures", limit=1000, offset=len(found))
        found += reply["results"]
        if len(found) >= reply["total"] or not reply["results"]:
            return found


def searched(each: dict[str, Any]) -> str:
    """What the search field looks in."""
    files = " ".join(file["document"] for file in each["files"])
    return normal(f"{each['name']} {each['year']} {each['kind']} {each['scope']} {files}")


def entry(visit: Visit, each: dict[str, Any]) -> dict[str, Any]:
    """A disclosure for the list, with the address of its page."""
    path = f"/pages/disclosures/{each['name']}/{each['year']}/{each['kind']}/{each['scope']}"
    return {**each, "href": visit.address(path)}


@page("/pages/disclosures/{unit}/{year}/{kind}/{scope}", "nav_disclosures")
async def disclosure(visit: Visit) -> None:
    """``table``: number of the table that is shown beside its page, from 1."""
    unit, year, kind, scope = (visit.part(name) for name in ("unit", "year", "kind", "scope"))
    one = await visit.service.get(f"/disclosures/{unit}/{year}/{kind}/{scope}")
    ui.page_title(f"{one['name']} {one['year']} {one['kind']} · {visit.words['name']}")
    described, figures = await asyncio.gather(
        visit.service.select(f"SELECT ?p ?o {{ <{one['revision']}> ?p ?o }}"),
        visit.service.rows("figures", revision=one["revision"], kind="table"),
    )
    held = tables(figures, visit.service.base)
    wanted = visit.parameter("table")
    chosen = int(wanted) if wanted.isdecimal() and 1 <= int(wanted or 0) <= len(held) else 1
    visit.show(
        "disclosure.html", one=one, ledger=ledger(described), revisions=revisions(visit, one),
        csv=visit.root + "/figures.csv", fields={"unit": one["name"], "year": one["year"]},
        unit_page=visit.address(f"/pages/units/{one['name']}"),
        findings=visit.address("/pages/findings", unit=one["name"], year=one["year"]),
        tables=[(number, each, visit.address(visit.request.url.path.removeprefix(visit.root), table=number) + "#tables")
                for number, each in enumerate(held, 1)],
        chosen=chosen, table=held[chosen - 1] if held else None,
    )  # fmt: skip


def ledger(described: list[dict[str, str]]) -> dict[str, Any]:
    """How many cells were read and were blank, how many sums were tested and failed, and what was noted."""
    values: dict[str, list[str]] = {}
    for row in described:
        values.setdefault(row["p"].rpartition("#")[2], []).append(row["o"])
    counts = {name: (values.get(name) or ["0"])[0] for name in
              ("cellsRead", "cellsBlank", "identitiesTested", "identitiesFailed")}  # fmt: skip
    return {**counts, "notes": [(name, text) for name in NOTES for text in sorted(values.get(name, ()))]}


def revisions(visit: Visit, one: dict[str, Any]) -> list[dict[str, Any]]:
    """The revisions of a disclosure, newest first, with what each changed."""
    generation = visit.app.state.holdings.generation
    return [
        {**each, "label": each["revision"].rpartition("/")[2],
         "title": label(generation, each["revision"], visit.lang) if generation else ""}
        for each in reversed(one["revisions"])
    ]  # fmt: skip


@page("/pages/jobs/{job}", "nav_disclosures")
async def job(visit: Visit) -> None:
    """A document that is being read; the page may be left and opened again."""
    number = visit.part("job")
    jobs: dict[str, Job] = visit.app.state.jobs.all
    if number not in jobs:
        raise Problem(404, "no-such-job", f"no job {number}; jobs are forgotten when the service stops")
    followed = jobs[number]
    place = ui.element("div").props("aria-live=polite")
    told = {"events": -1}

    def tell() -> None:
        if told["events"] == len(followed.events):
            return
        told["events"] = len(followed.events)
        place.clear()
        with place:
            state = followed.told()
            visit.show(
                "job.html", job=state, over=followed.over, waiting=jobs_before(jobs, followed),
                documents=[{**each, "rows": ledger_rows(each.get("ledger", []))} for each in state["documents"]],
            )  # fmt: skip

    def look() -> None:
        tell()
        if followed.over:
            timer.cancel()

    tell()
    if not followed.over:
        timer = ui.timer(EVERY, look)


def jobs_before(jobs: dict[str, Job], one: Job) -> int:
    """How many are done before it."""
    numbers = list(jobs)
    return sum(not jobs[number].over for number in numbers[: numbers.index(one.id)])
