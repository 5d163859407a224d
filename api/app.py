"""The service: `create_app` puts the rooms together; each stands in a module of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import disclosures, first_page, linked_data, problems, questions, sparql
from api.holdings import Holdings
from api.settings import Settings
from api.warmth import Warmth
from api.workers import Workers

PAGES = Path(__file__).parent / "pages"
FOLLOW_EVERY = 1.0
"""Seconds between looks at what is published; what is read in is served within two."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}
OF_DOCS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
}
"""The page of the interface is a program of its own, with a script of its own in it."""
log = logging.getLogger("mingzhang")


def create_app(settings: Settings) -> FastAPI:
    """The application over one store. It starts whether or not anything is in the store yet."""
    app = FastAPIOffline(
        redoc_url=None,
        title="Mingzhang 明账",
        version=program_version(),
        description="What Chinese public bodies disclose about their money: figures, questions and SPARQL, each answer "
        "with its printed place. Errors come as problem+json.",
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.holdings = Holdings(settings)
    app.state.workers = Workers(settings)
    app.state.warmth = Warmth(settings)
    problems.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=2_000)
    app.add_middleware(SafeHeaders)
    for room in (first_page, questions, sparql, disclosures, linked_data):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=PAGES / "static"), name="static")
    app.add_api_route("/health", health, tags=["Service"], summary="Whether the service runs")
    app.add_api_route("/ready", ready, tags=["Service"], summary="What can be asked by now")
    return app


def program_version() -> str:
    try:
        return version("mingzhang")
    except PackageNotFoundError:
        return "0"


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the store, start the processes; then follow what writers publish until the service stops."""
    holdings: Holdings = app.state.holdings
    workers: Workers = app.state.workers
    warmth: Warmth = app.state.warmth
    await asyncio.to_thread(holdings.follow)
    await workers.start()
    warmth.start(holdings)
    following = asyncio.create_task(follow(holdings, workers, warmth))
    try:
        yield
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await workers.stop()
        await asyncio.to_thread(warmth.stop)
        holdings.close()


async def follow(holdings: Holdings, workers: Workers, warmth: Warmth) -> None:
    """Look every second whether another generation was published, and move everything to it."""
    while True:
        await asyncio.sleep(FOLLOW_EVERY)
        try:
            if await asyncio.to_thread(holdings.follow):
                await workers.refresh()
                warmth.wake()
        except Exception:
            # One look that failed must not be the last.
            log.exception("fault while following the store")


class SafeHeaders:
    """What every response says to browsers: load nothing from elsewhere, guess no types, tell nobody the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (SAFE | (OF_DOCS if scope["path"].startswith("/docs") else {})).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def health() -> dict[str, str]:
    """Answers as soon as the service listens, before anything is loaded."""
    return {"status": "ok"}


async def ready(request: Request, response: Response) -> dict[str, Any]:
    """200 as soon as figures can be asked; ``vectors`` tells how far search by meaning is."""
    holdings: Holdings = request.app.state.holdings
    warmth: Warmth = request.app.state.warmth
    generation = holdings.generation
    if generation is None:
        response.status_code = 503
        return {"status": "nothing held", "reason": holdings.reason}
    return {
        "status": "ready",
        "generation": generation.number,
        "disclosures": generation.manifest.get("disclosures"),
        "questions": warmth.language,
        **warmth.vectors(),
    }
