"""`/sparql` without the detour over routing, validation and dependencies: a short query costs less than these do.

What is asked and answered stands in ``api.sparql.protocol``, whose routes say so in the description of the interface.
Limits, headers and counts stand before both ways; patience and the limit of a body, too, where there is one.
"""

from __future__ import annotations

import asyncio

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.manners import LimitedBody
from api.http.patience import UNREAD_SECONDS, Patience
from api.http.problems import Problem, response
from api.sparql import protocol

HANDLERS = {"GET": protocol.get, "POST": protocol.post}
ROUTES = {"GET": protocol.router.routes[0], "POST": protocol.router.routes[1]}
"""Named in the scope, as the router does it, for those who count requests by route."""
BODY = (b"content-length", b"transfer-encoding")


class Direct:
    """Answers GET and POST of ``/sparql``, and hands everything else on."""

    def __init__(self, app: ASGIApp, compressed_from: int) -> None:
        """``compressed_from``: bytes of an answer that is compressed for clients that take it so."""
        self.app = app
        self.with_body = Patience(LimitedBody(GZipMiddleware(self._any, minimum_size=compressed_from), 0))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/sparql" or scope["method"] not in HANDLERS:
            await self.app(scope, receive, send)
            return
        scope["route"] = ROUTES[scope["method"]]
        accept, plain = [], scope["method"] == "GET"
        for name, value in scope["headers"]:
            if name == b"accept":
                accept.append(value.decode("latin-1"))
            elif name in BODY or (name == b"accept-encoding" and b"gzip" in value):
                plain = False
        try:
            if plain and await self._plain(scope, send, ", ".join(accept) if accept else None):
                return
            await self.with_body(scope, receive, send)
        except Problem as problem:
            await response(problem)(scope, receive, send)

    async def _plain(self, scope: Scope, send: Send, accept: str | None) -> bool:
        """A query by GET whose answer goes out as it is; False where it is something else."""
        asked = protocol.by_address(scope["query_string"])
        if not protocol.is_query(asked, accept):
            return False
        state = scope["app"].state
        result = await protocol.run(state, asked, accept)
        told = protocol.headers(result).items()
        headers = [(name.lower().encode(), value.encode()) for name, value in told]
        headers.append((b"content-length", b"%d" % len(result.content)))
        async with asyncio.timeout(UNREAD_SECONDS):
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": result.content})
        return True

    async def _any(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            reply = await HANDLERS[scope["method"]](Request(scope, receive))
        except Problem as problem:
            reply = response(problem)
        await reply(scope, receive, send)
