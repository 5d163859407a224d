"""Work that takes longer than a request: documents read into the store, one job after the other.

Each runs the command line in a process of its own, so that it says and refuses what the command line does, and a
document that ends its reader ends nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.http.problems import Problem
from api.settings import ROOT, Settings

MOST_KEPT = 200
"""Jobs that can be looked up; the oldest that are done are forgotten first."""
MOST_WAITING = 20
LONGEST = 1800.0
"""Seconds that a job may take."""
LINE = 64 * 2**20
Event = dict[str, Any]


@dataclass(eq=False)
class Job:
    """``events``: what happened so far, in order; ``changed`` wakes those who follow it."""

    id: str
    arguments: tuple[str, ...]
    scratch: Path | None
    state: str = "queued"
    events: list[Event] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tell(self, event: str, **what: Any) -> None:
        if event in ("running", "done", "failed"):
            self.state = event
        self.events.append({"event": event, **what})
        async with self.changed:
            self.changed.notify_all()

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed")

    def told(self) -> dict[str, Any]:
        """The job as JSON: its state and one entry for each document."""
        documents = [{name: value for name, value in each.items() if name != "event"}
                     for each in self.events if each["event"] == "document"]  # fmt: skip
        message = next((each["message"] for each in self.events if "message" in each and each["event"] == "failed"), "")
        return {"job": self.id, "state": self.state, "documents": documents, "message": message}

    async def follow(self, start: int, beat: float) -> AsyncIterator[tuple[int, Event | None]]:
        """Its events from number ``start`` on, as they come; None where ``beat`` seconds pass without any."""
        while True:
            while start < len(self.events):
                yield start, self.events[start]
                start += 1
            if self.over:
                return
            async with self.changed:
                if start < len(self.events) or self.over:
                    continue
                try:
                    await asyncio.wait_for(self.changed.wait(), beat)
                except TimeoutError:
                    pass
                else:
                    continue
            yield start, None


class Jobs:
    """All jobs of one service. They are done one by one, because one process writes at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.all: OrderedDict[str, Job] = OrderedDict()
        self.waiting: asyncio.Queue[Job] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End the one that runs, forget the others. What the store has acknowledged stays."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        for job in self.all.values():
            if job.scratch is not None:
                shutil.rmtree(job.scratch, ignore_errors=True)

    async def add(self, arguments: Sequence[str], scratch: Path | None = None) -> Job:
        """Queue a call of the command line; ``scratch`` is removed after it. ``Problem`` 429 where too many wait."""
        if self.waiting.qsize() >= MOST_WAITING:
            raise Problem(429, "busy", "too many documents wait to be read; come back", {"Retry-After": "60"})
        job = Job(secrets.token_hex(16), tuple(arguments), scratch)
        for old in [each for each in self.all.values() if each.over][: max(0, len(self.all) + 1 - MOST_KEPT)]:
            del self.all[old.id]
        self.all[job.id] = job
        await job.tell("queued")
        self.waiting.put_nowait(job)
        return job

    async def _run(self) -> None:
        while True:
            job = await self.waiting.get()
            try:
                async with asyncio.timeout(LONGEST):
                    await self._do(job)
            except TimeoutError:
                await job.tell("failed", message=f"stopped after {LONGEST:g} seconds")
            except Exception as error:
                await job.tell("failed", message=f"{type(error).__name__}: {error}")
            finally:
                if job.scratch is not None:
                    shutil.rmtree(job.scratch, ignore_errors=True)

    async def _do(self, job: Job) -> None:
        await job.tell("running")
        async with command(self.settings, *job.arguments) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            errors = asyncio.create_task(process.stderr.read())
            async for line in process.stdout:
                with contextlib.suppress(ValueError):
                    await job.tell("document", **json.loads(line))
            code = await process.wait()
            message = "\n".join((await errors).decode("utf-8", "replace").split("\n")[-20:]).strip()
        await job.tell(*(("done",) if code == 0 else ("failed",)), **({} if code == 0 else {"message": message}))


def without_key() -> dict[str, str]:
    """The environment for a process that reads what others sent: all but the key."""
    return {name: value for name, value in os.environ.items() if name != "MINGZHANG_KEY"}


@contextlib.asynccontextmanager
async def command(settings: Settings, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A call of the command line on the service's store, ended with the block. It is not told the key."""
    environment = without_key() | {
        "MINGZHANG_STORE": str(settings.store), "MINGZHANG_BASE": settings.base, "PYTHONPATH": str(ROOT),
        "MINGZHANG_KEEP_FILES": str(settings.keep_files), "PYTHONUTF8": "1",
        **settings.server_environment(),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.cli", *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, limit=LINE,
        env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            # The readers are children of the command: the whole group goes.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, 9)
            await process.wait()
