"""Writing over HTTP: SPARQL updates and graphs of the keepers' own. With the key; what was read is never changed.

Each write is a call of `mingzhang update` in a process of its own, so that an update that takes too long can be ended
and one that breaks breaks nothing else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

from fastapi import Request

from api.holdings.jobs import command
from api.http.problems import Problem
from api.settings import Settings
from api.sparql.guard import Refused, using

log = logging.getLogger("mingzhang")

SECONDS = 60.0
"""Most time of a write, waiting for another writer included."""
STATUS = {"refused": 400, "not-allowed": 403, "busy": 503, "nothing": 503}
"""Kinds of failure that `mingzhang update` tells, and the status each is answered with."""


async def run_update(request: Request, text: str, default: tuple[str, ...], named: tuple[str, ...]) -> dict[str, Any]:
    """Run a SPARQL update; ``default`` and ``named`` are the dataset of the protocol. Raises ``Problem``."""
    if default or named:
        try:
            text = using(text, default, named)
        except Refused as error:
            raise Problem(400, "refused", str(error)) from None
    return await written(request, text.encode())


async def written(request: Request, content: bytes, *options: str) -> dict[str, Any]:
    """What `mingzhang update` tells of ``content``; once it is done, every reader here sees it. Raises ``Problem``."""
    settings: Settings = request.app.state.settings
    folder = Path(tempfile.mkdtemp(prefix="mingzhang-"))
    try:
        (folder / "update").write_bytes(content)
        async with (
            asyncio.timeout(SECONDS),
            command(settings, "update", "--json", *options, str(folder / "update")) as process,
        ):
            out, errors = await process.communicate()
    except TimeoutError:
        raise Problem(503, "busy", f"not done within {SECONDS:g} seconds: it takes too long, or documents are being "
                      "read; ask for less, or come back", {"Retry-After": "60"}) from None  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        told: dict[str, Any] = json.loads(out)
    except ValueError:
        log.error("update: %s", errors.decode("utf-8", "replace").strip())
        raise Problem(500, "fault", "the update made a mistake; the service's log tells which") from None
    if told["status"] == "failed":
        kind = told["kind"]
        if kind == "busy":
            log.error("update: %s", told["message"])
            raise Problem(503, kind, "the store can't be written now; come back", {"Retry-After": "60"})
        raise Problem(STATUS[kind], kind, told["message"])
    state = request.app.state
    if await asyncio.to_thread(state.holdings.follow):
        await state.workers.refresh()
        state.warmth.wake()
    return told
