"""An answer is of one generation, whole, also where the graphs are on a server and change while it is worked out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.holdings.generation import Holdings, NoStore, open_store
from api.settings import Settings
from graph.store.generation import Generation, GenerationGone
from graph.store.server import ServerError

T = TypeVar("T")
TIMES = 5
MOST_KEPT = 2**20
"""Bytes of a body that are kept to be read again."""


def on_one_generation(settings: Settings, work: Callable[[Generation], T]) -> T:
    """What ``work`` gives, for the command line; done again where the graphs changed meanwhile. Raises NoStore."""
    for _ in range(TIMES):
        with open_store(settings) as generation:
            try:
                return work(generation)
            except GenerationGone as error:
                changed = error
            except ServerError as error:
                raise NoStore(str(error)) from None
    raise NoStore(f"{changed} (tried {TIMES} times)")


class OneGeneration:
    """Answers a request again, on the generation published since, unless a part of its answer is on its way."""

    def __init__(self, app: ASGIApp, holdings: Holdings) -> None:
        self.app, self.holdings = app, holdings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read: list[Message] = []
        kept, begun = 0, False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        for time in range(TIMES):
            again = iter(tuple(read))

            async def receive_again(again: object = again) -> Message:
                nonlocal kept
                if (message := next(again, None)) is None:  # type: ignore[call-overload]
                    message = await receive()
                    kept += len(message.get("body", b""))
                    if kept <= MOST_KEPT:
                        read.append(message)
                return message  # type: ignore[no-any-return]

            try:
                await self.app(scope, receive_again, send_noting)
                return
            except GenerationGone:
                if begun or kept > MOST_KEPT or time == TIMES - 1:
                    raise
                await asyncio.sleep(0.2 * time)
                await asyncio.to_thread(self.holdings.follow)
