"""What holds for every request and response, whatever it is about: headers, HEAD, the size of a body."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import Problem, response

MOST_BYTES = 2 * 2**20
"""Of a request's body; questions and queries are far shorter."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UPLOADS = ("/documents", "/check", "/pages/drafts")
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After",
}
"""Scripts of other sites may read everything: nothing here depends on who a browser is logged in as."""
OF_DOCS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
}
"""The page of the interface is a program of its own, with a script of its own in it."""


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


SAFE_OF_ALL, SAFE_OF_DOCS = _encoded(SAFE), _encoded(SAFE | OF_DOCS)


class SafeHeaders:
    """What every response says to browsers: load nothing from elsewhere, guess no types, tell nobody the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                more = SAFE_OF_DOCS if scope["path"].startswith("/docs") else SAFE_OF_ALL
                message["headers"] = [*message["headers"], *(each for each in more if each[0] not in said)]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class HeadAsGet:
    """HEAD is answered wherever GET is, by the same code, with the same headers and nothing behind them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        as_get = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive, send_without_body)
        finally:
            scope["route"] = as_get.get("route")


class Options:
    """OPTIONS is answered for every address: which methods it takes, and what scripts of other sites may send."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app, self.routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "OPTIONS":
            await self.app(scope, receive, send)
            return
        # The header of a reply to a wrong method names the right ones; the router is asked once for each.
        found = {method for method in METHODS for route in self.routes
                 if route.matches({**scope, "method": method})[0] is Match.FULL}  # fmt: skip
        if not found:
            await response(Problem(404, "not-found", f"nothing is served at {scope['path']}"))(scope, receive, send)
            return
        methods = ", ".join([*sorted(found | ({"HEAD"} if "GET" in found else set())), "OPTIONS"])
        headers = {
            "Allow": methods, "Access-Control-Allow-Methods": methods, "Access-Control-Max-Age": "600",
            "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
        }  # fmt: skip
        await Response(status_code=204, headers=headers)(scope, receive, send)


class LimitedBody:
    """A body that is too long is refused before it fills the memory, also where its length is not told beforehand."""

    def __init__(self, app: ASGIApp, uploads: int) -> None:
        """``uploads``: the most bytes of a request that brings a document."""
        self.app, self.uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.uploads if scope["path"] in UPLOADS else MOST_BYTES
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdigit() or int(told) > most:
            await response(_too_long(most))(scope, receive, send)
            return
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise _too_long(most)
            return message

        await self.app(scope, receive_limited, send)


def _too_long(most: int) -> Problem:
    return Problem(413, "too-long", f"a request may have {most} bytes at most")
