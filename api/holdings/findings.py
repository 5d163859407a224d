"""`/findings`: what is wrong or doubtful in the disclosures held, and what people say of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api.holdings.caching import with_tag
from api.holdings.disclosures import Limit, Offset, held, page, unit_of
from api.http.keys import ANSWERS, need_key
from api.http.problems import Problem
from api.settings import Settings
from graph.findings.held import held_findings
from graph.findings.records import Review
from graph.findings.review import REVIEWS, read_reviews, write_review
from graph.naming.identity import escaped
from graph.store.generation import Generation

router = APIRouter(tags=["Findings"])

PATIENCE = 20.0
"""Seconds that a request waits for findings that are being read."""
Found = list[dict[str, Any]]


class Findings:
    """The findings of the generation that holds, read from its graph when they are first asked for."""

    def __init__(self) -> None:
        self._of: Generation | None = None
        self._task: asyncio.Task[Found] | None = None

    async def current(self, generation: Generation) -> Found:
        """All of them, without reviews. ``Problem`` 503 where they are still being read, or where the store was
        published by an earlier version, whose graph holds none."""
        if "made_by" not in generation.manifest:
            raise Problem(503, "not-ready", "the store was published before findings stood in it; ingest into it once")
        if self._task is None or self._of is not generation:
            self._of, self._task = generation, asyncio.create_task(asyncio.to_thread(_without_reviews, generation))
        try:
            return await asyncio.wait_for(asyncio.shield(self._task), PATIENCE)
        except TimeoutError:
            raise Problem(503, "not-ready", "findings are being read; come back", {"Retry-After": "9"}) from None
        except Exception:
            self._task = None  # the next request tries again
            raise

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _without_reviews(generation: Generation) -> Found:
    """Reviews are told from their file, which may say more than the generation."""
    return [replace(finding, review=Review()).as_json() for finding in held_findings(generation)]


@router.get("/findings", summary="What is wrong or doubtful in the documents held")
async def findings(
    request: Request,
    response: Response,
    unit: Annotated[str | None, Query(description="Name or IRI of a unit")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Fiscal year")] = None,
    disclosure: Annotated[str | None, Query(description="IRI of a disclosure or of its revision")] = None,
    rule: Annotated[str | None, Query(max_length=100, description="Id of a rule")] = None,
    severity: Annotated[Literal["error", "warning", "hint"] | None, Query(description="How grave")] = None,
    kind: Annotated[Literal["figure", "text", "form"] | None, Query(description="What it is about")] = None,
    verdict: Annotated[
        Literal["confirmed", "dismissed", "none"] | None, Query(description="What people said of it")
    ] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """Errors first within a disclosure; both sides of each in its evidence. A review survives another reading."""
    generation = held(request)
    settings: Settings = request.app.state.settings
    found = await request.app.state.findings.current(generation)
    reviews = await asyncio.to_thread(read_reviews, settings.store / REVIEWS)
    beginning = ""
    if unit:
        iri = await asyncio.to_thread(unit_of, generation, unit)
        beginning = f"{generation.base}id/disclosure/{iri.rpartition('/id/unit/')[2]}/"
    chosen = []
    for each in found:
        review = reviews.get(each["id"])
        if (each["disclosure"].startswith(beginning)
                and (year is None or f"/{year}/" in each["disclosure"])
                and (disclosure is None or (each["disclosure"] + "/").startswith(escaped_iri(disclosure) + "/"))
                and rule in (None, each["rule"]) and severity in (None, each["severity"])
                and kind in (None, each["kind"])
                and (verdict is None or verdict == ((review.verdict if review else "") or "none"))):  # fmt: skip
            chosen.append({**each, "review": vars_of(review)} if review else each)
    return with_tag(request, response, page(request, response, chosen, limit, offset))


def escaped_iri(iri: str) -> str:
    """An IRI as the graph writes it, whatever the client escaped."""
    from urllib.parse import unquote

    head, separator, tail = iri.partition("/id/")
    return head + separator + "/".join(escaped(unquote(part)) for part in tail.split("/"))


def vars_of(review: Review) -> dict[str, str]:
    return {"verdict": review.verdict, "note": review.note, "by": review.by}


class Said(BaseModel):
    """What a person says of a finding; an empty verdict, note and name take back what was said."""

    verdict: Literal["confirmed", "dismissed", ""] = Field("", examples=["dismissed"])
    note: str = Field("", max_length=2000)
    by: str = Field("", max_length=200)


@router.put("/findings/{finding}/review", summary="Say something of a finding", responses={
            **ANSWERS, 404: {"description": "No such finding"}}, dependencies=[Depends(need_key)])  # fmt: skip
async def review(
    request: Request, said: Said, finding: Annotated[str, Path(pattern="^[0-9a-f]{8,64}$")]
) -> dict[str, str]:
    """Confirm or dismiss it, with a note. Needs the key."""
    found = await request.app.state.findings.current(held(request))
    if all(each["id"] != finding for each in found):
        raise Problem(404, "no-such-finding", f"no finding {finding} is there now; /findings lists those that are")
    lock: asyncio.Lock = request.app.state.review_lock
    async with lock:
        written = Review(said.verdict, said.note, said.by)
        await asyncio.to_thread(write_review, request.app.state.settings.store / REVIEWS, finding, written)
    return vars_of(written)
