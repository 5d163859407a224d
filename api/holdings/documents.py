"""Documents over HTTP: read into the store, checked as drafts, removed. All need the key."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from api.holdings.jobs import Job, Jobs, command
from api.http.keys import ANSWERS, need_key
from api.http.problems import Problem
from api.settings import Settings
from ingest.gather import KINDS

log = logging.getLogger("mingzhang")
router = APIRouter(tags=["Documents"], dependencies=[Depends(need_key)])

TAKEN = KINDS | {".zip"}
LONGEST_NAME = 200
UNPACKED = 8
"""A zip may unpack to as many times the most bytes of an upload; documents shrink to a half or a third."""
CHECK_SECONDS = 300.0
BEAT = 15.0
"""Seconds after which a silent stream of events says that it is still there."""
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is (then its name stands in the parameter name), or as the field file of a form",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}  # fmt: skip
REFUSED: dict[int | str, dict[str, Any]] = {
    **ANSWERS,
    400: {"description": "No file, or no name"},
    413: {"description": "The file is too large"},
    415: {"description": "No document by its name"},
}
Name = Annotated[str | None, Query(max_length=LONGEST_NAME, description="Name of the file, where the body is the file")]
Number = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="Number of a job")]


async def saved(request: Request, name: str | None) -> Path:
    """The file of a request in a new folder of its own, which the caller removes; ``Problem`` where it is none."""
    settings: Settings = request.app.state.settings
    folder = Path(tempfile.mkdtemp(prefix="mingzhang-"))
    try:
        if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            async with request.form(max_files=1, max_fields=4) as form:
                file = form.get("file")
                if not isinstance(file, UploadFile):
                    raise Problem(400, "bad-request", "the form holds no file in its field `file`")
                path = folder / named(file.filename or name)
                await asyncio.to_thread(copy, file, path)
        else:
            path = folder / named(name)
            with path.open("wb") as out:
                async for part in request.stream():
                    out.write(part)
        size = path.stat().st_size
        if size == 0:
            raise Problem(400, "bad-request", f"{path.name}: the file is empty")
        if size > settings.upload_bytes:
            raise Problem(413, "too-long", f"{path.name}: a document may have {settings.upload_bytes} bytes at most")
        if path.suffix.lower() == ".zip":
            await asyncio.to_thread(check_zip, path, UNPACKED * settings.upload_bytes)
        return path
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def check_zip(path: Path, most: int) -> None:
    """``Problem`` 413 for a zip whose contents say that they are longer than ``most`` bytes, 400 for no zip.

    No more than what an entry says is ever unpacked of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise Problem(400, "bad-request", f"{path.name}: can't be unpacked: {error}") from None
    if size > most:
        raise Problem(413, "too-long", f"{path.name}: holds {size} bytes unpacked; {most} are taken at once")


def copy(file: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)


def named(name: str | None) -> str:
    """The last part of a name, so that nothing lands elsewhere; 400 where there is none, 415 for no document."""
    last = (name or "").replace("\\", "/").rpartition("/")[2].strip()
    if not last or last.startswith((".", "-")) or not last.isprintable() or len(last.encode()) > LONGEST_NAME:
        raise Problem(400, "bad-request", "give the file a name, such as ?name=juesuan-2023.pdf")
    if Path(last).suffix.lower() not in TAKEN:
        raise Problem(415, "no-document", f"{last}: files are taken that end in {' '.join(sorted(TAKEN))}")
    return last


@router.post(
    "/documents", status_code=202, summary="Read a document into the store", openapi_extra=BODY, responses=REFUSED
)
async def upload(
    request: Request,
    name: Name = None,
    unit: Annotated[str | None, Query(max_length=200, description="The disclosing body, where it is not clear")] = None,
    year: Annotated[int | None, Query(ge=1990, le=2100, description="Fiscal year")] = None,
    kind: Annotated[Literal["预算", "决算"] | None, Query()] = None,
    scope: Annotated[Literal["部门", "单位"] | None, Query()] = None,
    again: Annotated[bool, Query(description="Read it anew though it is held")] = False,
) -> Response:
    """Gives a job: /jobs/{job} tells its state, /jobs/{job}/events each step as it comes.

    As `mingzhang ingest`: a file already held changes nothing, one that supplies what is held anew is a revision.
    """
    path = await saved(request, name)
    given = {"--unit": unit, "--year": year, "--kind": kind, "--scope": scope}
    options = [f"{option}={value}" for option, value in given.items() if value is not None]
    jobs: Jobs = request.app.state.jobs
    try:
        job = await jobs.add(
            ["ingest", "--json", "--readers=1", *(["--again"] if again else []), *options, str(path)], path.parent
        )
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise
    return accepted(request, job)


def accepted(request: Request, job: Job) -> Response:
    return JSONResponse(job.told(), 202, {"Location": str(request.url_for("job_state", job=job.id))})


@router.delete(
    "/documents/{sha256}", status_code=202, summary="Remove what a file gave", responses=ANSWERS
)
async def remove(
    request: Request, sha256: Annotated[str, InPath(pattern="^[0-9a-f]{64}$", description="Checksum of the file")]
) -> Response:
    """As `mingzhang remove`: what stays is as if the file had never been there. Gives a job."""
    jobs: Jobs = request.app.state.jobs
    return accepted(request, await jobs.add(["remove", "--json", sha256]))


def job_of(request: Request, number: str) -> Job:
    jobs: Jobs = request.app.state.jobs
    if number not in jobs.all:
        raise Problem(404, "no-such-job", f"no job {number}; jobs are forgotten when the service stops")
    return jobs.all[number]


@router.get("/jobs/{job}", summary="State of a job", responses={**ANSWERS, 404: {"description": "No such job"}})
async def job_state(request: Request, job: Number) -> dict[str, Any]:
    """``state``: queued, running, done or failed; of each document what was read of it, or why it could not be."""
    return job_of(request, job).told()


@router.get("/jobs/{job}/events", summary="Steps of a job as they come", response_class=StreamingResponse,
            responses={**ANSWERS, 200: {"content": {"text/event-stream": {}}}})  # fmt: skip
async def job_events(request: Request, job: Number) -> StreamingResponse:
    """Server-sent events queued, running, document, done, failed; after Last-Event-ID where that is sent."""
    followed = job_of(request, job)
    last = request.headers.get("last-event-id", "")
    start = int(last) + 1 if last.isdecimal() and len(last) < 9 else 0

    async def events() -> AsyncIterator[str]:
        async for number, event in followed.follow(start, BEAT):
            if event is None:
                yield ": still there\n\n"
            else:
                yield f"id: {number}\nevent: {event['event']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.post(
    "/check", summary="Check a draft without storing it", openapi_extra=BODY,
    responses={**REFUSED, 422: {"description": "The document can't be read; the detail says why"}},
)  # fmt: skip
async def check(
    request: Request,
    name: Name = None,
    what: Annotated[
        Literal["findings", "reading"], Query(description="What is wrong with it, or what was and was not understood")
    ] = "findings",
) -> Any:
    """As `mingzhang check --json`: a list of findings; or of what was read, with the ledger."""
    path = await saved(request, name)
    try:
        return await checked(request.app.state.settings, path, what)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)


async def checked(settings: Settings, path: Path, what: str) -> list[Any]:
    """What the command line tells of a file; ``Problem`` 422 with its message where it can't be read, 504 too slow."""
    arguments = ["check", "--json", *(["--reading"] if what == "reading" else []), str(path)]
    try:
        async with asyncio.timeout(CHECK_SECONDS), command(settings, *arguments) as process:
            out, errors = await process.communicate()
    except TimeoutError:
        raise Problem(504, "too-slow", f"{path.name}: reading took more than {CHECK_SECONDS:g} seconds") from None
    if process.returncode != 0:
        told = errors.decode("utf-8", "replace").strip()
        if "failed: " not in told:
            log.error("check: %s", told)
            raise Problem(500, "fault", f"{path.name}: the check made a mistake; the service's log tells which")
        raise Problem(422, "unreadable", told.rpartition("failed: ")[2])
    lines = [json.loads(line) for line in out.decode("utf-8").splitlines() if line.strip()]
    found: list[Any] = lines[0] if what == "findings" and lines else lines
    return found
