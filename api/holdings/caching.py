"""ETags: what depends on the published generation alone is sent again only when that has changed (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.holdings.generation import Holdings
from graph.store.generation import Generation

COVERED = ("/units", "/disclosures", "/figures.", "/id/", "/graph/", "/graph-store", "/ontology", "/.well-known/void")
"""Beginnings of paths that say the same as long as the generation is the same."""
NEGOTIATED = ("accept", "accept-language")


class Conditional:
    """Gives an ETag to what is covered and answers 304 where the client has it already.

    The tag is weak: the same figures go out compressed or not. It is made before the answer, so 304 costs nothing.
    """

    def __init__(self, app: ASGIApp, holdings: Holdings, version: str) -> None:
        self.app, self.holdings, self.version = app, holdings, version
        self._state: tuple[Generation | None, str] = (None, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        generation = self.holdings.generation
        if (scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(COVERED)
                or generation is None):  # fmt: skip
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        tag = self.tag(generation, scope, headers)
        if matches(headers.get("if-none-match", ""), tag):
            reply = Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"})
            await reply(scope, receive, send)
            return

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                reply_headers = MutableHeaders(scope=message)
                reply_headers["ETag"] = tag
                reply_headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self.app(scope, receive, send_with_tag)

    def tag(self, generation: Generation, scope: Scope, headers: Headers) -> str:
        if self._state[0] is not generation:
            # A number alone may come again in another store; when the folder was made tells them apart.
            made = (generation.path / "lock").stat().st_mtime_ns
            self._state = (generation, json.dumps([made, generation.manifest, self.version], sort_keys=True))
        asked = [scope.get("raw_path", b"").decode("latin-1"), scope["query_string"].decode("latin-1"),
                 headers.get("host", ""), *(headers.get(name, "") for name in NEGOTIATED)]  # fmt: skip
        return f'W/"{hashlib.sha256(json.dumps([self._state[1], *asked]).encode()).hexdigest()[:20]}"'


def matches(wanted: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, compared weakly; ``*`` names any."""
    given = [each.strip().removeprefix("W/") for each in wanted.split(",") if each.strip()]
    return "*" in given or tag.removeprefix("W/") in given


def with_tag(request: Request, reply: Response, told: Any) -> Any:
    """``told`` (JSON) with an ETag of what it says, or 304 where the client has it; for what changes by itself.

    ``reply`` takes the headers; what is given back is what a route returns.
    """
    tag = f'W/"{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]}"'
    reply.headers.update({"ETag": tag, "Cache-Control": "no-cache"})
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=dict(reply.headers))
    return told
