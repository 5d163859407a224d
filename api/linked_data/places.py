"""Where something is printed, shown: the page of a PDF with the cell marked, or the table as it was read."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode

from api.holdings.disclosures import held
from api.holdings.jobs import without_key
from api.http.problems import Problem
from api.linked_data import rendering
from api.linked_data.labels import place_words
from api.settings import ROOT, Settings
from graph.naming.vocabulary import vocabulary
from graph.store.generation import Generation

router = APIRouter(tags=["Linked data"])
log = logging.getLogger("mingzhang")

SECONDS = 30.0
AT_ONCE = 2
"""Pictures drawn at the same time: each is a process that uses a core."""
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""The name of a file is its checksum, so what is drawn of it never changes."""
NUMBER = r"\d{1,5}(?:\.\d{1,4})?"
File = Annotated[str, InPath(pattern="^[0-9a-f]{16}$", description="Last part of the file's IRI")]
Count = Annotated[int | None, Query(ge=1, le=10_000_000)]
Box = Annotated[
    str | None, Query(pattern=f"^-?{NUMBER},-?{NUMBER},{NUMBER},{NUMBER}$", description="x, y, width, height in points")
]
ANSWERS: dict[int | str, dict[str, Any]] = {404: {"description": "No such file is held, or no copy of it was kept"}}


def file_of(settings: Settings, generation: Generation, number: str) -> tuple[str, Path | None]:
    """Name of a file that is held, and its kept copy if there is one; ``Problem`` 404 where it is not held."""
    mz = vocabulary(generation.base)
    iri = NamedNode(f"{generation.base}id/document/{number}")
    for quad in generation.store.quads_for_pattern(iri, mz.fileName, None):
        if isinstance(quad.object, Literal):
            kept = sorted((settings.store / "files").glob(number + "*"))
            return quad.object.value, kept[0] if kept else None
    raise Problem(404, "no-such-file", f"no file {number} is held")


async def shown(turns: asyncio.Semaphore, name: str, kept: Path, place: dict[str, Any]) -> bytes:
    """What the process makes of a place; ``Problem`` 404 where there is no such page, 504 where it takes too long."""
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        # The kept copy has no ending, and readers may look at it where the bytes leave open what a file is.
        link = Path(folder) / (Path(name).name or "document")
        link.symlink_to(kept)
        async with turns:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "api.linked_data.place_process", str(link), json.dumps(place),
                stdin=DEVNULL, stdout=PIPE, stderr=PIPE, cwd=ROOT, env=without_key(),
            )  # fmt: skip
            try:
                out, errors = await asyncio.wait_for(process.communicate(), SECONDS)
            except TimeoutError:
                raise Problem(504, "too-slow", f"{name}: drawing took more than {SECONDS:g} seconds") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
    told = errors.decode("utf-8", "replace").strip()
    if process.returncode == 3:
        raise Problem(404, "no-such-place", told)
    if process.returncode != 0:
        log.error("place of %s: %s", name, told)
        raise Problem(500, "fault", f"{name}: the place can't be shown; the service's log tells why")
    return out


@router.get("/places/{file}.png", summary="A page with a cell marked", response_class=Response,
            responses={**ANSWERS, 200: {"content": {"image/png": {}}}})  # fmt: skip
async def picture(
    request: Request, file: File, page: Annotated[int, Query(ge=1, le=100_000)], xywh: Box = None
) -> Response:
    """Of a PDF: the page as displayed, a frame around the box (points from its top left)."""
    name, kept = file_of(request.app.state.settings, held(request), file)
    if kept is None or not is_pdf(kept):
        raise Problem(404, "no-picture", f"{name}: no copy was kept, or it has no pages; see /places/{file}")
    box = [float(part) for part in xywh.split(",")] if xywh else None
    turns: asyncio.Semaphore = request.app.state.drawing
    drawn = await shown(turns, name, kept, {"page": page, "xywh": box})
    return Response(drawn, media_type="image/png", headers=FOREVER)


@router.get("/places/{file}", summary="Where something is printed, as a page", response_class=Response,
            responses={**ANSWERS, 200: {"content": {"text/html": {}}}})  # fmt: skip
async def place(
    request: Request,
    file: File,
    page: Count = None,
    table: Count = None,
    row: Count = None,
    column: Count = None,
    line: Count = None,
    xywh: Box = None,
) -> Response:
    """The fragment of a place's IRI as parameters. A PDF's page as a picture; else the table as read, and the lines."""
    generation = held(request)
    name, kept = file_of(request.app.state.settings, generation, file)
    given = {"page": page, "table": table, "row": row, "column": column, "line": line}
    fragment = {key: value for key, value in given.items() if value is not None}
    turns: asyncio.Semaphore = request.app.state.drawing
    drawn = ""
    read: dict[str, Any] = {"rows": [], "lines": [], "left_out": False}
    if kept is not None and page is not None and is_pdf(kept):
        drawn = f"{file}.png?" + urlencode({"page": page, **({"xywh": xywh} if xywh else {})}, safe=",")
    elif kept is not None and (table or line):
        read = json.loads(await shown(turns, name, kept, {k: v for k, v in fragment.items() if k != "page"}))
    return rendering.render(
        request, "place.html", base=generation.base, name=name, iri=f"{generation.base}id/document/{file}",
        where=place_words("&".join(f"{key}={value}" for key, value in fragment.items())) if fragment else "",
        drawn=drawn, read=read, kept=kept is not None,
    )  # fmt: skip


def is_pdf(file: Path) -> bool:
    with file.open("rb") as opened:
        return b"%PDF-" in opened.read(1024)
