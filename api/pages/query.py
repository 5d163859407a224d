"""The page for SPARQL: an editor with the project's own queries as examples, the result as grid, chart and files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from nicegui import ui

from api.linked_data.labels import here, label
from api.pages import charts
from api.pages.frame import Visit, button, page
from api.sparql.page import bare, first_query
from graph.queries import queries
from ontology.terms import with_base

MOST_SHOWN = 1_000
"""Rows shown on the page; a download holds all."""
MOST_DRAWN = 40
NUMBERS = ("integer", "decimal", "double")
NAMING = ("year", "page", "code", "row", "column")
"""Columns whose numbers name and do not measure."""
FILES = ("csv", "tsv", "json")
Cell = dict[str, Any]


@page("/pages/sparql", "nav_sparql")
async def sparql(visit: Visit) -> None:
    """``query``: shown and run. Without it the page opens with a query that shows what is there."""
    given = visit.parameter("query", 200_000)
    base = visit.service.base
    examples = [
        {"question": each.question_en if visit.lang == "en" else each.question,
         "text": with_base(bare(each.text), base)}
        for each in queries().values()
        if not any(parameter.required for parameter in each.parameters)
    ]  # fmt: skip
    visit.show("query.html", examples=examples)
    editor = ui.codemirror(given or with_base(first_query(), base), language="SPARQL", line_wrapping=True)
    editor.classes("editor").props(f'aria-label="{visit.words["query_text"]}"')
    with ui.element("p").classes("tools"):
        button(visit.words["run"], lambda: run(), "run")
        ui.html(visit.fragment("query_keys.html"), sanitize=False, tag="span").classes("note")
    place = ui.element("section").props(f'aria-live="polite" aria-label="{visit.words["result"]}"')

    async def run() -> None:
        place.clear()
        ui.navigate.history.replace(visit.address("/pages/sparql", query=editor.value))
        with place:
            await visit.eventually(result(visit, editor.value), show)

    def show(found: dict[str, Any]) -> None:
        shown(visit, editor.value, found)

    editor.map_key("Mod-Enter", run)
    if given:
        with place:
            await visit.eventually(result(visit, given), show)


async def result(visit: Visit, query: str) -> dict[str, Any]:
    """What a query gives: ``names`` and ``cells`` of a table, else ``text``; raises ``Problem``."""
    reply = await visit.service.request(
        "POST", "/sparql", content=query.encode(),
        headers={"Accept": "application/sparql-results+json, text/turtle;q=0.9",
                 "Content-Type": "application/sparql-query"},
    )  # fmt: skip
    if "sparql-results" not in reply.headers["content-type"]:
        return {"text": reply.text}
    table = reply.json()
    if "boolean" in table:
        return {"text": str(table["boolean"]).lower()}
    names, bindings = table["head"]["vars"], table["results"]["bindings"]
    generation = visit.app.state.holdings.generation

    def cells() -> list[list[Cell]]:
        labels: dict[str, str] = {}

        def words(iri: str) -> str:
            if iri not in labels:
                labels[iri] = label(generation, iri, visit.lang) if generation else iri
            return labels[iri]

        return [[cell(row.get(name), visit.service.base, words) for name in names] for row in bindings[:MOST_SHOWN]]

    return {"names": names, "count": len(bindings), "cells": await asyncio.to_thread(cells)}


def cell(term: dict[str, str] | None, base: str, words: Callable[[str], str]) -> Cell:
    """A cell of the table: the label of a thing with a link, a literal as it is."""
    if term is None:
        return {"text": "", "href": None, "number": False}
    if term["type"] == "uri":
        inside = here(term["value"], base)
        outside = term["value"] if term["value"].startswith(("http://", "https://")) else None
        return {"text": words(term["value"]) if inside else term["value"], "href": inside or outside, "number": False}
    number = term.get("datatype", "").rpartition("#")[2] in NUMBERS
    return {"text": term["value"], "href": None, "number": number}


def shown(visit: Visit, query: str, found: dict[str, Any]) -> None:
    """The result on the page: a chart where a name stands beside numbers, the grid, links to the whole as files."""
    if "text" in found:
        visit.show("result_text.html", text=found["text"])
        return
    files = [(each, visit.root + "/sparql", {"query": query, "format": each}) for each in FILES]
    visit.show("result_head.html", count=found["count"], shown=len(found["cells"]), files=files)
    if not found["cells"]:
        return
    if (drawn := chart_of(visit, found)) is not None:
        charts.draw(visit, drawn)
    numbers = [all(row[place]["number"] or not row[place]["text"] for row in found["cells"])
               for place in range(len(found["names"]))]  # fmt: skip
    linked = [place for place in range(len(found["names"])) if any(row[place]["href"] for row in found["cells"])]
    columns = [
        {"headerName": name, "field": f"c{place}", "sortable": True, "filter": True, "resizable": True,
         "type": "rightAligned" if numbers[place] else None}
        for place, name in enumerate(found["names"])
    ]  # fmt: skip
    rows = [{f"c{place}": text(visit, value, numbers[place]) for place, value in enumerate(row)}
            for row in found["cells"]]  # fmt: skip
    height = min(32, 3.2 + 2.65 * len(rows))
    ui.aggrid(
        {"columnDefs": columns, "rowData": rows, "ensureDomOrder": True, "suppressFieldDotNotation": True,
         "autoSizeStrategy": {"type": "fitGridWidth", "defaultMinWidth": 130}, "enableCellTextSelection": True},
        html_columns=linked, theme="quartz",
    ).style(f"height: {height:g}rem").classes("rows")  # fmt: skip


def text(visit: Visit, value: Cell, number: bool) -> Any:
    """A cell for the grid: numbers as numbers, so that they sort; links as HTML, everything in them escaped."""
    if value["href"]:
        href = value["href"] if not value["href"].startswith("/") else visit.root + value["href"]
        return f'<a href="{escape(href)}">{escape(value["text"])}</a>'
    if number and value["text"]:
        return float(value["text"]) if len(value["text"]) < 15 else value["text"]
    return value["text"]


def chart_of(visit: Visit, found: dict[str, Any]) -> charts.Chart | None:
    """The first column of words against those of numbers, where there are few rows and each is named once."""
    cells, names = found["cells"], found["names"]
    if not 2 <= len(cells) <= MOST_DRAWN:
        return None
    numeric = [place for place in range(len(names))
               if all(row[place]["number"] or not row[place]["text"] for row in cells)
               and any(row[place]["text"] for row in cells) and names[place].lower() not in NAMING]  # fmt: skip
    worded = [place for place in range(len(names)) if place not in numeric]
    if not numeric or not worded:
        return None
    for place in worded:
        categories = [row[place]["text"] for row in cells]
        if len(set(categories)) == len(categories) and all(categories):
            series = {names[each]: [number_of(row[each]["text"]) for row in cells] for each in numeric[:1]}
            return charts.Chart(names[numeric[0]], "result", "", categories, series, "ranking", names[place])
    return None


def number_of(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
