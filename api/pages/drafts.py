"""Drafts that are being checked: kept for an hour behind a number nobody can guess, with their findings and pages."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response

from api.holdings.documents import Name, checked, saved
from api.http.keys import need_key
from api.http.problems import Problem
from api.linked_data import rendering
from api.linked_data.places import Box, Count, is_pdf, shown
from graph.findings.records import Evidence, Finding, Review
from graph.findings.report import page as report_page

router = APIRouter(include_in_schema=False)

KEPT_SECONDS = 3600.0
MOST_KEPT = 20
Number = Annotated[str, InPath(pattern="^[0-9a-f]{32}$")]


@dataclass(eq=False)
class Draft:
    """One file given to be checked. ``work`` gives its findings and, for each document in it, what was read."""

    id: str
    path: Path
    given: float
    work: asyncio.Task[tuple[list[Any], list[Any]]] | None = None
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.path.parent


class Drafts:
    """All drafts of one service, checked one by one. The oldest are thrown away first, each with its file."""

    def __init__(self) -> None:
        self.all: OrderedDict[str, Draft] = OrderedDict()
        self.turn = asyncio.Semaphore(1)

    def add(self, request: Request, path: Path) -> Draft:
        """Begin to check a file in a folder of its own, which goes with the draft."""
        self.forget(MOST_KEPT - 1)
        draft = Draft(secrets.token_hex(16), path, time.monotonic())
        settings = request.app.state.settings

        async def work() -> tuple[list[Any], list[Any]]:
            async with self.turn:
                return await checked(settings, path, "findings"), await checked(settings, path, "reading")

        draft.work = asyncio.create_task(work())
        self.all[draft.id] = draft
        return draft

    def forget(self, most: int = MOST_KEPT) -> None:
        """Throw away what is too old or too much."""
        now = time.monotonic()
        while self.all and (len(self.all) > most or now - next(iter(self.all.values())).given > KEPT_SECONDS):
            _, draft = self.all.popitem(last=False)
            if draft.work is not None:
                draft.work.cancel()
            shutil.rmtree(draft.folder, ignore_errors=True)

    async def stop(self) -> None:
        """End what is being checked, and throw everything away."""
        work = [each.work for each in self.all.values() if each.work is not None]
        for each in work:
            each.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        self.forget(0)

    def one(self, number: str) -> Draft:
        self.forget()
        if number not in self.all:
            raise Problem(404, "no-such-draft", f"no draft {number}: drafts are kept for an hour; give the file again")
        return self.all[number]


def drafts_of(state: Any) -> Drafts:
    """The drafts of a service, made at the first need."""
    if not hasattr(state, "drafts"):
        state.drafts = Drafts()
    drafts: Drafts = state.drafts
    return drafts


@router.post("/pages/drafts", status_code=202, dependencies=[Depends(need_key)])
async def give(request: Request, name: Name = None) -> Response:
    """Take a draft; ``page`` is where its findings come."""
    draft = drafts_of(request.app.state).add(request, await saved(request, name))
    address = request.scope.get("root_path", "") + f"/pages/check/{draft.id}"
    return JSONResponse({"page": address, "name": draft.path.name}, 202, {"Location": address})


@router.get("/pages/drafts/{draft}.png")
async def picture(
    request: Request, draft: Number, page: Annotated[int, Query(ge=1, le=100_000)], xywh: Box = None
) -> Response:
    """A page of the draft with a place marked."""
    path = drafts_of(request.app.state).one(draft).path
    if not is_pdf(path):
        raise Problem(404, "no-picture", f"{path.name} has no pages")
    box = [float(part) for part in xywh.split(",")] if xywh else None
    drawn = await shown(request.app.state.drawing, path.name, path, {"page": page, "xywh": box})
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/pages/drafts/{draft}/place")
async def place(
    request: Request, draft: Number, table: Count = None, row: Count = None, column: Count = None, line: Count = None,
    page: Count = None, xywh: Box = None,
) -> Response:  # fmt: skip
    """The table or the lines of the draft, the place marked."""
    path = drafts_of(request.app.state).one(draft).path
    given = {"table": table, "row": row, "column": column, "line": line}
    fragment = {name: value for name, value in given.items() if value is not None}
    read: dict[str, Any] = {"rows": [], "lines": [], "left_out": False}
    drawn = ""
    if page is not None and is_pdf(path):
        drawn = f"../{draft}.png?" + urlencode({"page": page, **({"xywh": xywh} if xywh else {})}, safe=",")
    elif fragment:
        read = json.loads(await shown(request.app.state.drawing, path.name, path, fragment))
    return rendering.render(request, "place.html", name=path.name, iri="", where="", drawn=drawn, read=read, kept=True)


@router.get("/pages/drafts/{draft}/report.{form}")
async def report(request: Request, draft: Number, form: Literal["html", "json"]) -> Response:
    """The findings as one page to print or send, or as JSON."""
    one = drafts_of(request.app.state).one(draft)
    assert one.work is not None
    findings, _ = await asyncio.shield(one.work)
    name = quote(f"{one.path.stem}-findings.{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    if form == "json":
        return JSONResponse(findings, headers=headers)
    return Response(report_page([record(each) for each in findings]), media_type="text/html", headers=headers)


def record(finding: dict[str, Any]) -> Finding:
    """A finding as it came from the command line."""
    evidence = tuple(Evidence(**each) for each in finding["evidence"])
    return Finding(**{**finding, "evidence": evidence, "review": Review(**finding["review"])})
