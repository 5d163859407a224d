"""One disclosure over HTTP: its files, the revisions it went through and what each changed; its removal."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.holdings.disclosures import Name, disclosure_list, held, unit_of
from api.holdings.documents import accepted
from api.holdings.jobs import Jobs
from api.holdings.rows import rows
from api.http.keys import ANSWERS, need_key
from api.http.problems import Problem
from graph.store.generation import Generation

router = APIRouter(tags=["What is held"])

ADDRESS = "/disclosures/{unit}/{year}/{kind}/{scope}"
ABSENT: dict[int | str, dict[str, Any]] = {404: {"description": "No such disclosure is held"}}


def the_one(
    request: Request,
    unit: Name,
    year: Annotated[int, Path(ge=1900, le=2200, description="Fiscal year")],
    kind: Annotated[Literal["预算", "决算"], Path(description="Budget or final accounts")],
    scope: Annotated[Literal["部门", "单位"], Path(description="A department with its units, or one entity")],
) -> dict[str, Any]:
    """A dependency: the disclosure that the address names, as `/disclosures` lists it; ``Problem`` 404 without it."""
    generation = held(request)
    for each in disclosure_list(generation, unit=unit_of(generation, unit), year=year):
        if (each["kind"], each["scope"]) == (kind, scope):
            return each
    raise Problem(404, "no-such-disclosure", f"no {kind} ({scope}) of {unit} for {year} is held; see /disclosures")


One = Annotated[dict[str, Any], Depends(the_one)]


@router.get(ADDRESS, summary="One disclosure with its revisions", responses=ABSENT)
def one(request: Request, found: One) -> dict[str, Any]:
    """``revisions``: the first one read to the current one, each with what it changed of the one before."""
    return {**found, "revisions": revisions(held(request), found["disclosure"])}


def revisions(generation: Generation, disclosure: str) -> list[dict[str, Any]]:
    """The revisions of a disclosure in the order they replaced each other, with what each changed."""
    changes: dict[str, list[str]] = {}
    before: dict[str | None, str] = {}
    for row in rows(generation, "revisions", disclosure=disclosure):
        told = changes.setdefault(str(row["revision"]), [])
        if row["change"] is not None and row["change"] not in told:
            told.append(str(row["change"]))
        # Nothing replaces the current one.
        before[None if row["replacedBy"] is None else str(row["replacedBy"])] = str(row["revision"])
    found: list[dict[str, Any]] = []
    later: str | None = None
    while (revision := before.pop(later, None)) is not None:
        found.append({"revision": revision, "current": later is None, "changes": changes[revision]})
        later = revision
    return found[::-1]


@router.delete(ADDRESS, status_code=202, summary="Remove a disclosure", tags=["Documents"],
               responses={**ANSWERS, **ABSENT}, dependencies=[Depends(need_key)])  # fmt: skip
async def remove(request: Request, found: One) -> Response:
    """With all its revisions and what every file gave. As `mingzhang remove`: gives a job. Needs the key."""
    jobs: Jobs = request.app.state.jobs
    return accepted(request, await jobs.add(["remove", "--json", found["disclosure"]]))
