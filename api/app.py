"""The service: `create_app` puts the rooms together; each stands in a module of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.middleware.gzip import GZipMiddleware

from api import metrics
from api.description import describe
from api.holdings import disclosures, documents, figures, findings, revisions
from api.holdings.caching import Conditional
from api.holdings.generation import Holdings
from api.holdings.jobs import Jobs
from api.holdings.one_generation import OneGeneration
from api.http import problems
from api.http.limits import Limits
from api.http.manners import HeadAsGet, LimitedBody, Options, SafeHeaders
from api.http.patience import Patience
from api.linked_data import catalogue, places, resources
from api.mcp_server import Endpoint
from api.pages import complete, drafts, every_page, shell
from api.questions import ask, text2sparql
from api.questions.warmth import Warmth
from api.settings import Settings
from api.sparql import graph_store, protocol
from api.sparql.direct import Direct
from api.sparql.workers import Workers

PAGES = Path(__file__).parent / "pages"
FOLLOW_EVERY = 1.0
"""Seconds between looks at what is published; what is read in is served within two."""
COMPRESSED_FROM = 2_000
"""Bytes of an answer that is compressed for clients that take it so."""
ROOMS = (
    complete, drafts, ask, text2sparql, protocol, graph_store, disclosures, revisions, figures, findings, documents,
    resources, places, catalogue, metrics,
)  # fmt: skip
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
    app.state.counts = metrics.Counts()
    app.state.findings = findings.Findings()
    app.state.jobs = Jobs(settings)
    app.state.drawing = asyncio.Semaphore(places.AT_ONCE)
    app.state.review_lock = asyncio.Lock()
    problems.install(app)
    app.add_middleware(OneGeneration, holdings=app.state.holdings)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM)
    app.add_middleware(Conditional, holdings=app.state.holdings, version=program_version())
    app.add_middleware(LimitedBody, uploads=settings.upload_bytes + 2**16)
    app.add_middleware(Patience)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Options, routes=app.router.routes)
    app.add_middleware(Direct, compressed_from=COMPRESSED_FROM)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(metrics.Measured, counts=app.state.counts)
    app.add_middleware(SafeHeaders)
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=PAGES / "static"), name="static")
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    app.state.mcp = Endpoint(app)
    app.router.routes.extend(app.state.mcp.routes)
    app.router.routes.extend(shell.routes(app, every_page.PATHS))
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
    app.state.jobs.start()
    following = asyncio.create_task(follow(holdings, workers, warmth))
    try:
        async with app.state.mcp.running(), shell.running():
            yield
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await app.state.jobs.stop()
        await drafts.drafts_of(app.state).stop()
        await app.state.findings.stop()
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
