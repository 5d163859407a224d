"""Clients that keep others waiting: connections that send no request, bodies that trickle, answers nobody reads.

Each holds a place among the requests that are answered at the same time, so none may hold it for as long as it likes.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.http.problems import Problem

REQUEST_SECONDS = 20.0
"""Until a connection has sent the head of a request, counted from its first byte or from its opening."""
GRACE = 20.0
SLOWEST = 10_000
"""Bytes a second that a body must bring after ``GRACE`` seconds."""
UNREAD_SECONDS = 60.0
"""Until a client has taken the next part of an answer."""


class Impatient(AutoHTTPProtocol):  # type: ignore[misc,valid-type]
    """uvicorn's own protocol, which waits for the head of a request no longer than ``REQUEST_SECONDS``."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._answering():
            self._cancel()
        elif self._timer is None:
            self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel()
        super().connection_lost(exc)

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_request(self) -> None:
        self._timer = self.loop.call_later(REQUEST_SECONDS, self._end)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = None
        # A socket of the pages has another protocol by now.
        if not self._answering() and self.transport.get_protocol() is self:
            self.transport.close()


class Patience:
    """Ends a request whose body trickles with 408, and one whose answer is not read by closing it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, size, whole = time.monotonic(), 0, False

        async def receive_in_time() -> Message:
            nonlocal size, whole
            if whole:
                # Whoever waits now waits for the client to go.
                return await receive()
            left = began + GRACE + size / SLOWEST - time.monotonic()
            try:
                async with asyncio.timeout(max(left, 0)):
                    message = await receive()
            except TimeoutError:
                raise Problem(408, "too-slow", "the body comes too slowly; send it again over a faster line",
                              {"Connection": "close"}) from None  # fmt: skip
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(UNREAD_SECONDS):
                await send(message)

        await self.app(scope, receive_in_time, send_in_time)
