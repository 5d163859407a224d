"""The first page: a question, its answer with the places it is printed at, and what is held."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import Any
from urllib.parse import unquote

from nicegui import background_tasks, ui

from api.http.problems import Problem
from api.linked_data import schema_org
from api.linked_data.labels import label
from api.pages import charts
from api.pages.frame import Visit, button, page
from api.pages.places import place
from api.questions.examples import related

UNITS_SHOWN = 12
RELATED = 3
Answer = dict[str, Any]


@page("/", "nav_ask")
async def ask(visit: Visit) -> None:
    """``q``: the question. Without one: examples, and what is held."""
    question = visit.parameter("q")
    generation = visit.app.state.holdings.generation
    examples = [] if question or generation is None else visit.app.state.warmth.examples(generation, visit.lang)
    visit.show("ask.html", question=question, examples=examples)
    if generation is not None and not question:
        # What is held as a whole, for search engines.
        ui.add_head_html(schema_org.script(schema_org.catalog(generation, visit.absolute(visit.root))))
    if question:
        # An English page answers in English; a Chinese one in the language of the question.
        asked = {"question": question, "lang": "en" if visit.lang == "en" else None}

        async def show(answer: Answer) -> None:
            await answered(visit, question, answer)

        await visit.eventually(visit.service.post("/ask", json=asked), show)
    await held(visit)


async def answered(visit: Visit, question: str, answer: Answer) -> None:
    """The answer, a chart where there are several values, the places, how to cite it, what else to ask."""
    if question:
        ui.page_title(f"{question} · {visit.words['name']}")
    visit.show("answer.html", answer=answer)
    if (chart := chart_of(visit, answer)) is not None:
        charts.draw(visit, chart)
    visit.show("evidence.html", places=[place(each) for each in answer["evidence"]])
    link = visit.absolute(visit.address("/", q=question))
    more = ui.element("div").props('aria-live="polite"')
    visit.show("after.html", answer=answer, citation=citation(visit, answer), link=link)
    content = json.dumps(answer, ensure_ascii=False, indent=1)

    def save() -> None:
        ui.download.content(content, "answer.json", "application/json")

    with ui.element("p").classes("tools"):
        button(visit.words["download_answer"], save)
    background_tasks.create(fill_related(visit, more, question, answer))


def chart_of(visit: Visit, answer: Answer) -> charts.Chart | None:
    """The printed values that can be compared: of one unit of measure, told apart by entity or year."""
    values = [each for each in answer["values"] if not each["derived"] and each["amount"]]
    if len(values) < 2:
        return None
    entities = list(dict.fromkeys(str(each["entity"]) for each in values))
    years = sorted({str(each["year"]) for each in values})
    by = {(str(each["entity"]), str(each["year"])): charts.in_ten_thousands(each["amount"]) for each in values}
    if len(by) < 2 or len(by) < len(values):
        return None  # several values of one body and year are parts or measures, which no axis tells apart
    if len(years) > 1:
        series = {entity: [by.get((entity, year)) for year in years] for entity in entities}
        return charts.Chart(visit.words["chart_years"], "years", "万元", years, series, heading=visit.words["year"])
    return charts.Chart(
        visit.words["chart_entities"].format(year=years[0]), "bodies", "万元", entities,
        {visit.words["value"]: [by[entity, years[0]] for entity in entities]}, "ranking", visit.words["entity"],
    )  # fmt: skip


def citation(visit: Visit, answer: Answer) -> str:
    """Where the answer is printed, the permanent address of that revision here, and today's date; empty without."""
    generation = visit.app.state.holdings.generation
    if not answer["evidence"] or generation is None:
        return ""
    parts = []
    for revision in dict.fromkeys(each["disclosure"] for each in answer["evidence"] if each["disclosure"]):
        places = [place(each) for each in answer["evidence"] if each["disclosure"] == revision]
        told = (" ".join(filter(None, (each["document"], each["where"], each["cell"]))) for each in places)
        cells = "；".join(dict.fromkeys(told))
        # Chinese stays Chinese in what people paste; browsers escape it when the address is opened.
        link = unquote(visit.absolute(visit.here(revision)))
        parts.append(f"{label(generation, revision, 'zh')}，{cells}。{link}")
    accessed = visit.words["accessed"].format(date=date.today().isoformat())
    return " ".join([*parts, accessed])


async def fill_related(visit: Visit, place: ui.element, question: str, answer: Answer) -> None:
    """Questions near to this one that are known to have an answer, since they were just asked."""
    values = [each for each in answer["values"] if each["entity"] and each["year"]]
    generation = visit.app.state.holdings.generation
    if not values or generation is None:
        return
    near = related(generation, visit.lang, str(values[0]["entity"]), int(values[0]["year"]))
    good: list[str] = []
    for each in near:
        if each == question or len(good) == RELATED:
            continue
        try:
            reply = await visit.service.post("/ask", json={"question": each})
        except Problem:
            return
        if reply["status"] == "answered" and reply["values"]:
            good.append(each)
    if good:
        with place:
            visit.show("related.html", questions=good)


async def held(visit: Visit) -> None:
    """How much is held, and the first units."""
    state = visit.app.state
    values: dict[str, Any] = {"units": [], "store": visit.service.settings.store, "state": ""}
    if state.holdings.generation is not None:
        found, ready, some = await asyncio.gather(
            visit.service.get("/units", limit=1000),
            visit.service.get("/ready"),
            visit.service.get("/disclosures", limit=50),
        )
        units = found["results"]
        years = [each[name] for each in units for name in ("first", "last") if each.get(name)]
        values |= {
            "units": units[:UNITS_SHOWN], "total": found["total"], "disclosures": ready["disclosures"],
            "first": min(years, default=""), "last": max(years, default=""),
            "samples": any(each["sample"] for each in some["results"]), "state": coming(ready, visit.words),
        }  # fmt: skip
    visit.show("held.html", **values)


def coming(ready: dict[str, Any], words: dict[str, str]) -> str:
    """What is still to come, in a sentence; empty when everything is there."""
    if ready["questions"] == "loading":
        return words["language_loading"]
    if ready["vectors"] == "lexical only":
        return words["vectors_lexical"]
    if ready["vectors"] in ("loading", "building"):
        return words["vectors_building"].format(done=ready["embedded"], all=ready["passages"])
    return ""
