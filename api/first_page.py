"""The first page: asks a question, shows the answer with its evidence, and what is held."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api import rendering
from api.disclosures import disclosure_list
from api.holdings import Holdings
from api.problems import Problem
from api.questions import LONGEST, answered
from api.settings import Settings
from api.warmth import Warmth
from graph.generation import Generation

router = APIRouter(tags=["Pages"])

MOST_UNITS = 50


@router.get("/", summary="The first page", response_class=Response, include_in_schema=False)
async def first_page(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    lang: Annotated[str | None, Query(pattern="^(zh|en)$")] = None,
) -> Response:
    """Works without scripts: the form sends the question as ``q``."""
    holdings: Holdings = request.app.state.holdings
    settings: Settings = request.app.state.settings
    warmth: Warmth = request.app.state.warmth
    language = rendering.language(request)
    words = rendering.texts(language)
    question, answer, problem, status = q.strip(), None, "", 200
    if question:
        try:
            answer = await answered(request, question, lang)
        except Problem as error:
            problem, status = error.detail, error.status
    generation = holdings.generation
    units, samples = await run_in_threadpool(units_held, generation) if generation else ([], False)
    return rendering.render(
        request,
        "first.html",
        status=status,
        base=generation.base if generation else settings.base,
        question=question,
        answer=answer,
        problem=problem,
        examples=warmth.examples(generation, language) if generation else [],
        units=units[:MOST_UNITS],
        more=max(0, len(units) - MOST_UNITS),
        samples=samples,
        store=settings.store,
        state=state(warmth, words) if generation else "",
    )


def units_held(generation: Generation) -> tuple[list[dict[str, Any]], bool]:
    """Units with their budgets and final accounts by year, by name; whether any are samples."""
    units: dict[str, dict[str, Any]] = {}
    samples = False
    for each in disclosure_list(generation):
        unit = units.setdefault(str(each["unit"]), {"iri": each["unit"], "name": each["name"], "kinds": {}})
        held = {"year": each["year"], "scope": each["scope"], "iri": each["disclosure"]}
        unit["kinds"].setdefault(each["kind"], []).append(held)
        samples |= each["sample"]
    for unit in units.values():
        unit["scopes"] = len({held["scope"] for kind in unit["kinds"].values() for held in kind})
    return sorted(units.values(), key=lambda unit: str(unit["name"])), samples


def state(warmth: Warmth, words: dict[str, str]) -> str:
    """What is still to come, in a sentence; empty when everything is there."""
    if warmth.language == "loading":
        return words["language_loading"]
    vectors = warmth.vectors()
    if vectors["vectors"] == "lexical only":
        return words["vectors_lexical"]
    if vectors["vectors"] in ("loading", "building"):
        return words["vectors_building"].format(done=vectors["embedded"], all=vectors["passages"])
    return ""
