"""The processes that answer public SPARQL queries: started, fed one query each, killed at the deadline, replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.http.problems import Problem
from api.settings import Settings
from api.sparql.worker_process import Worker

WAIT = 10.0
"""Seconds that a query waits for a free process before the client is told to come back."""


@dataclass(frozen=True, slots=True)
class Result:
    """A whole result: its media type, its bytes, and the number of the generation it was answered on."""

    media: str
    content: bytes
    generation: int


class Workers:
    """All of them. ``run`` may be called from any number of requests at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        """The one that answered last comes first: its memory is still at hand."""
        self.all: set[Worker] = set()
        self.replacing: set[asyncio.Task[None]] = set()
        self.replaced = 0

    async def start(self) -> None:
        """Start them all; they answer a tenth of a second later."""
        await asyncio.gather(*(self._add() for _ in range(self.settings.sparql_workers)))

    async def _add(self) -> None:
        worker = await Worker.start(self.settings)
        self.all.add(worker)
        self.idle.put_nowait(worker)

    async def stop(self) -> None:
        """Kill them all; queries under way fail."""
        for task in self.replacing:
            task.cancel()
        await asyncio.gather(*(worker.kill() for worker in self.all))
        self.all.clear()

    async def run(
        self,
        query: str,
        media: str,
        *,
        from_graphs: Sequence[str] = (),
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """Answer a checked query as ``media``; raises ``Problem`` for everything that is not a whole result."""
        limits = self.settings
        job = {
            "query": query, "media": media, "rows": limits.sparql_rows, "bytes": limits.sparql_bytes,
            "from_graphs": from_graphs, "default_graphs": default_graphs, "named_graphs": named_graphs,
            "seconds": limits.sparql_timeout,
        }  # fmt: skip
        worker = await self._idle_worker()
        try:
            head, content = await worker.exchange(job, limits.sparql_timeout)
        except TimeoutError:
            self._replace(worker)
            raise Problem(
                504, "too-slow", f"the query took more than {limits.sparql_timeout:g} seconds and was stopped; "
                "ask for less: fewer patterns without a shared variable, a LIMIT, a narrower FILTER",
            ) from None  # fmt: skip
        except EOFError:
            self._replace(worker)
            raise Problem(
                400, "too-heavy", "the query ended its process: it needs more memory than a query may use, or is "
                "nested too deep; ask for less",
            ) from None  # fmt: skip
        except BaseException:
            # Also when the request is cancelled: what the process would still write belongs to nobody.
            self._replace(worker)
            raise
        self.idle.put_nowait(worker)
        if head["status"] != "done":
            raise self._problem(head)
        return Result(head["media"], content, head["generation"])

    async def _idle_worker(self) -> Worker:
        while not self.idle.empty():
            worker = self.idle.get_nowait()
            if not worker.ended:
                return worker
            self._replace(worker)
        try:
            async with asyncio.timeout(WAIT):
                while (worker := await self.idle.get()).ended:
                    self._replace(worker)
        except TimeoutError:
            raise Problem(
                503, "busy", "all processes that answer queries are busy; try again shortly", {"Retry-After": "10"}
            ) from None
        return worker

    def _problem(self, head: dict[str, Any]) -> Problem:
        limits = self.settings
        match head["status"]:
            case "refused":
                return Problem(400, "bad-query", head["detail"])
            case "too-much":
                most = f"{limits.sparql_rows} rows" if head["detail"] == "rows" else f"{limits.sparql_bytes} bytes"
                return Problem(422, "too-large", f"the result has more than {most}; add a LIMIT or a FILTER")
            case "nothing":
                return Problem(503, "nothing-held", f"nothing can be asked yet: {head['detail']}", {"Retry-After": "5"})
            case "memory":
                return Problem(400, "too-heavy", "the query needs more memory than a query may use; ask for less")
        return Problem(500, "fault", f"the query failed: {head['detail']}")

    def _replace(self, worker: Worker) -> None:
        """Kill a process and start another, without letting the client wait for it."""

        async def replace() -> None:
            await worker.kill()
            self.all.discard(worker)
            await self._add()

        self.replaced += 1
        task = asyncio.create_task(replace())
        self.replacing.add(task)
        task.add_done_callback(self.replacing.discard)

    async def refresh(self) -> None:
        """Let idle processes move to the generation that holds now, so that the old one can be removed."""
        waiting = [self.idle.get_nowait() for _ in range(self.idle.qsize())]
        for worker in waiting:
            try:
                await worker.exchange({"seconds": 10}, 10)
            except (EOFError, TimeoutError):
                self._replace(worker)
            else:
                self.idle.put_nowait(worker)
