"""NiceGUI behind the addresses of the pages: what leads to it, the headers of its pages, its start and end.

NiceGUI is one for each process, and so runs for one service at a time. It is hung below an application of its own
(`hull`), and only the paths of the pages and those of its own files and sockets lead there, so that any other address
is answered by the service itself.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from nicegui import app, ui
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.linked_data.rendering import language

SERVICE = "mingzhang.service"
"""Name under which a request's scope holds the application that the page belongs to."""
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""NiceGUI evaluates what its server sends, and Quasar writes styles; scripts come from here or carry the nonce."""
OWN = "/_nicegui"
ICON = Path(__file__).parent / "static" / "icon.svg"

hull = FastAPI(openapi_url=None)
ui.run_with(
    hull, title="明账", dark=None, tailwind=False, show_welcome_message=False, gzip_middleware_factory=None,
    binding_refresh_interval=None, reconnect_timeout=30, favicon=ICON,
)  # fmt: skip
# Quasar's bar over the page, drawn while scripts send requests, has no name for a reader of screens.
app.config.quasar_config["loadingBar"]["skipHijack"] = True


class Shell:
    """Passes requests on to NiceGUI; its pages get their policy, and sockets opened by other sites are refused."""

    def __init__(self, service: FastAPI, inner: ASGIApp = hull) -> None:
        self.service, self.inner = service, inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[SERVICE] = self.service
        if scope["path"].startswith(OWN) and foreign(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await send({"type": "http.response.start", "status": 403, "headers": []})
                await send({"type": "http.response.body", "body": b""})
            return
        if scope["type"] == "websocket" or scope["path"].startswith(OWN):
            await self.inner(scope, receive, send)
        else:
            await self.inner(scope, receive, Nonce(send, language(Request(scope))))


class Nonce:
    """Sends a page with a policy of its own, whose nonce its scripts carry.

    Everything on a page of NiceGUI's is data in which ``<`` is escaped; so each ``<script`` is one of its template.
    """

    def __init__(self, send: Send, language: str) -> None:
        self.send, self.language = send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self.finish(self.start)
        else:
            await self.send(message)

    async def finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        if headers.get("content-type", "").startswith("text/html"):
            nonce = secrets.token_urlsafe(16)
            self.body = self.body.replace(b"<script", f'<script nonce="{nonce}"'.encode())
            self.body = self.body.replace(b'<html dir="ltr"', f'<html lang="{self.language}"'.encode(), 1)
            headers["Content-Language"], headers["Vary"] = self.language, "Accept-Language"
            headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
            headers["Content-Length"] = str(len(self.body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body})


def foreign(headers: Headers) -> bool:
    """Whether a page of another site sent the request; no browser leaves out the Origin of a socket."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def routes(service: FastAPI, paths: list[str]) -> list[BaseRoute]:
    """What leads from the service to its pages at ``paths`` and to NiceGUI's own files and socket."""
    shell = Shell(service)
    return [
        *(Route(path, shell, methods=["GET"], include_in_schema=False) for path in paths),
        Route("/favicon.ico", shell, methods=["GET"], include_in_schema=False),
        Route(OWN + "/{path:path}", shell, methods=["GET"], include_in_schema=False),
        Route(OWN + "_ws/{path:path}", shell, methods=["GET", "POST"], include_in_schema=False),
        WebSocketRoute(OWN + "_ws/{path:path}", shell),
    ]


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """NiceGUI from its start to its end."""
    async with hull.router.lifespan_context(hull):
        yield
