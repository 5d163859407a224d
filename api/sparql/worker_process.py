"""One process of ``api.sparql.worker`` as the service sees it: started, given a job at a time, killed.

Written on the event loop's own callbacks: a short query takes less time than the streams of asyncio around it would.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from typing import Any, cast

from api.settings import ROOT, Settings
from api.sparql.priority import LONG, lower_threads

Reply = tuple[dict[str, Any], bytes]


class Worker(asyncio.SubprocessProtocol):
    """One process. Only one query at a time is given to it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.SubprocessTransport
        self._waiting: asyncio.Future[Reply] | None = None
        self._head: dict[str, Any] | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._timer: asyncio.TimerHandle
        self._exited: asyncio.Future[None] = self._loop.create_future()

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
        environment["PYTHONPATH"] = str(ROOT)
        # Without this every thread reserves addresses of its own (64 MB), which count towards the limit of memory: a
        # process may then be refused a thread as soon as it starts.
        environment["MALLOC_ARENA_MAX"] = "2"
        environment |= settings.server_environment()
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            cls, sys.executable, "-P", "-s", "-m", "api.sparql.worker",
            str(settings.store), str(settings.sparql_memory), stderr=None, env=environment, cwd=ROOT,
        )  # fmt: skip
        return worker

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._transport.get_pid() or 0

    @property
    def ended(self) -> bool:
        """Whether the process is no more, as far as is known."""
        return self._exited.done()

    async def wait(self) -> None:
        """Until the process is no more."""
        await asyncio.shield(self._exited)

    async def exchange(self, job: dict[str, Any], seconds: float) -> Reply:
        """Send a job and take the whole reply; ``EOFError`` where the process ended instead, ``TimeoutError``."""
        if self.ended:
            raise EOFError
        waiting: asyncio.Future[Reply] = self._loop.create_future()
        self._waiting = waiting
        self._transport.get_pipe_transport(0).write(json.dumps(job).encode() + b"\n")  # type: ignore[union-attr]
        self._timer = self._loop.call_later(min(LONG, seconds), self._long, seconds - LONG)
        try:
            return await waiting
        finally:
            self._timer.cancel()
            self._waiting = None

    def _long(self, left: float) -> None:
        """The query takes long: it gives way to others, and is ended in ``left`` seconds."""
        if left > 0:
            self._timer = self._loop.call_later(left, self._fail, TimeoutError())
            lower_threads(self.pid)
        else:
            self._fail(TimeoutError())

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._transport.kill()
        await self.wait()
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.SubprocessTransport, transport)  # uvloop's has no such base

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if self._head is None:
            line, end, data = data.partition(b"\n")
            if not end:
                self._parts.append(line)
                return
            self._head = json.loads(b"".join([*self._parts, line]))
            self._parts, self._size = [], 0
        if data:
            self._parts.append(data)
            self._size += len(data)
        if self._size >= self._head["bytes"]:
            reply = self._head, b"".join(self._parts)
            self._head, self._parts, self._size = None, [], 0
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_result(reply)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self._fail(EOFError())

    def process_exited(self) -> None:
        if not self._exited.done():
            self._exited.set_result(None)
        self._fail(EOFError())

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)
