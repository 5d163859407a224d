"""`/ask` and `/search`: questions and prose, answered in threads of this process (trusted templates only)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.holdings.caching import with_tag
from api.holdings.disclosures import next_page, unit_of
from api.holdings.generation import Holdings
from api.http.problems import Problem
from api.linked_data.labels import place_url
from api.questions.warmth import Warmth

router = APIRouter(tags=["Questions"])

PATIENCE = 30.0
"""Seconds that an answer may take; a first question may have to wait until the language is loaded."""
LONGEST = 500


class Question(BaseModel):
    """A question in Chinese or English."""

    question: str = Field(min_length=1, max_length=LONGEST, examples=["示例市图书馆2023年三公经费决算数是多少？"])
    lang: Literal["zh", "en"] | None = Field(None, description="Language of the answer; default: the question's")


class Value(BaseModel):
    """One figure of an answer. ``value`` is in ``unit`` as printed, ``amount`` in yuan where it is money."""

    model_config = ConfigDict(extra="allow")
    value: str | None = None
    unit: str | None = None
    amount: str | None = None
    measure: str | None = None
    entity: str | None = None
    year: int | None = None
    stage: str | None = None
    derived: bool | None = None


class Evidence(BaseModel):
    """A printed place: the document, where in it, and what stands there."""

    model_config = ConfigDict(extra="allow")
    document: str | None = None
    disclosure: str | None = None
    page: int | None = None
    form: str | None = None
    row: str | None = None
    column: str | None = None
    quote: str | None = None
    iri: str | None = None
    url: str | None = None


class Answer(BaseModel):
    """An answer with its evidence, or a refusal with its reason; a refusal holds no figure."""

    model_config = ConfigDict(extra="allow")
    question: str
    status: Literal["answered", "unanswered", "ambiguous"]
    text: str | None = None
    values: list[Value] = []
    formula: str | None = None
    evidence: list[Evidence] = []
    sparql: str | None = None
    reason: str | None = None
    suggestions: list[str] = []
    engine: Literal["rules", "llm"] = "rules"
    elapsed_ms: float | None = None


class Found(BaseModel):
    """One passage of prose."""

    text: str
    score: float
    document: str
    page: int | None
    section: list[str]
    iri: str


class FoundList(BaseModel):
    results: list[Found]


async def answered(request: Request, question: str, lang: str | None) -> dict[str, Any]:
    """The answer to a question from what is held now; ``Problem`` where nothing is, or it takes too long."""
    holdings: Holdings = request.app.state.holdings
    warmth: Warmth = request.app.state.warmth
    generation = holdings.current()
    loop = asyncio.get_running_loop()
    answering = loop.run_in_executor(warmth.threads, warmth.answer, question, generation, lang)
    try:
        answer = await asyncio.wait_for(answering, PATIENCE)
    except TimeoutError:
        raise Problem(504, "too-slow", f"the question took more than {PATIENCE:g} seconds; ask for less") from None
    root = request.scope.get("root_path", "")
    # Evidence leads straight to what is seen there: the page with the cell marked, or the table as read.
    shown = [place_url(str(each.get("iri")), generation.base) for each in answer["evidence"]]
    evidence = [each if url is None else {**each, "url": root + url}
                for each, url in zip(answer["evidence"], shown, strict=True)]  # fmt: skip
    return {**answer, "evidence": evidence}


@router.post("/ask", summary="Answer a question", response_model=None, responses={200: {"model": Answer}})
async def ask(request: Request, asked: Question) -> dict[str, Any]:
    """With the figures, the formula, the printed places and the SPARQL that was run; or a reasoned refusal."""
    return await answered(request, asked.question, asked.lang)


@router.get("/search", summary="Search prose", response_model=FoundList)
async def search(
    request: Request,
    response: Response,
    q: Annotated[str, Query(min_length=1, max_length=LONGEST, description="Words or a question")],
    unit: Annotated[str | None, Query(description="Name or IRI of a unit")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Fiscal year")] = None,
    k: Annotated[int, Query(ge=1, le=100, description="Most passages")] = 10,
    offset: Annotated[int, Query(ge=0, le=1000, description="Passages to skip")] = 0,
) -> Any:
    """By words at once; by meaning too as soon as the vectors are built (`/ready` tells)."""
    holdings: Holdings = request.app.state.holdings
    warmth: Warmth = request.app.state.warmth
    generation = holdings.current()

    def found() -> list[dict[str, Any]]:
        units = [unit_of(generation, unit)] if unit else None
        # One more than is shown tells whether there is a next page.
        hits = warmth.search(generation, q, units=units, years=[year] if year else None, k=offset + k + 1)
        return [
            {
                "text": hit.text, "score": hit.score, "document": hit.document, "page": hit.page,
                "section": list(hit.section), "iri": hit.iri,
            }
            for hit in hits[offset:]
        ]  # fmt: skip

    hits = await asyncio.get_running_loop().run_in_executor(warmth.threads, found)
    next_page(request, response, k, offset, len(hits) > k, limit_name="k")
    return with_tag(request, response, {"results": hits[:k]})
