"""`/metrics`: counts and times of requests and the state of the service, in the text format of Prometheus.

The format is a few lines to write (https://prometheus.io/docs/instrumenting/exposition_formats/), so no library.
"""

from __future__ import annotations

import logging
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.holdings.generation import Holdings
from api.questions.warmth import Warmth
from api.sparql.workers import Workers

router = APIRouter(tags=["Service"])
access = logging.getLogger("mingzhang.access")

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of times, in seconds."""


class Counts:
    """What happened since the start. Written by the event loop alone."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.classes: dict[str, list[int]] = {}
        self.seconds: Counter[str] = Counter()
        self.in_flight = 0

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests[method, route, status] += 1
        self.classes.setdefault(route, [0] * (len(BOUNDS) + 1))[bisect_left(BOUNDS, seconds)] += 1
        self.seconds[route] += seconds  # type: ignore[assignment]  # a Counter sums floats as well


class Measured:
    """Counts every request under the route that answered it, and writes its line to the log of accesses."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self.app, self.counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.counts.in_flight += 1
        try:
            await self.app(scope, receive, send_noting)
        finally:
            seconds = time.perf_counter() - began
            self.counts.in_flight -= 1
            # Addresses that nothing answers are one class: whoever tries them must not fill the memory with counters.
            route = getattr(scope.get("route"), "path", "") or "other"
            self.counts.add(scope["method"] if status != 405 else "other", route, status, seconds)
            if access.isEnabledFor(logging.INFO):
                # The path without its parameters: what people ask is theirs, and keys may stand there by mistake.
                access.info(
                    "%s %s %d %.0f ms", scope["method"], scope["path"], status, seconds * 1000,
                    extra={"fields": {
                        "method": scope["method"], "path": scope["path"], "status": status,
                        "ms": round(seconds * 1000, 1), "client": (scope.get("client") or ("",))[0],
                    }},
                )  # fmt: skip


@router.get(
    "/metrics", summary="Counts and times, for Prometheus", response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "The text format of Prometheus"}},
)  # fmt: skip
async def metrics(request: Request) -> Response:
    """Requests by route and status, their times, the processes of /sparql, what is held."""
    state = request.app.state
    lines = [*of_requests(state.counts), *of_state(state.holdings, state.workers, state.warmth)]
    return Response("\n".join(lines) + "\n", headers={"Content-Type": MEDIA, "Cache-Control": "no-store"})


def of_requests(counts: Counts) -> Iterator[str]:
    yield from family(
        "mingzhang_requests_total", "counter", "Requests answered",
        (({"method": method, "route": route, "status": str(status)}, count)
         for (method, route, status), count in sorted(counts.requests.items())),
    )  # fmt: skip
    name = "mingzhang_request_seconds"
    yield from (f"# HELP {name} Time from request to the end of the answer", f"# TYPE {name} histogram")
    for route, classes in sorted(counts.classes.items()):
        below = 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), classes, strict=True):
            below += count
            yield sample(name + "_bucket", {"route": route, "le": bound}, below)
        yield sample(name + "_sum", {"route": route}, round(counts.seconds[route], 6))
        yield sample(name + "_count", {"route": route}, below)
    yield from family("mingzhang_requests_in_flight", "gauge", "Requests being answered", [({}, counts.in_flight)])


def of_state(holdings: Holdings, workers: Workers, warmth: Warmth) -> Iterator[str]:
    generation = holdings.generation
    vectors = warmth.vectors()
    states: list[tuple[str, str, str, float]] = [
        ("mingzhang_ready", "gauge", "Whether figures can be asked", generation is not None),
        ("mingzhang_sparql_workers", "gauge", "Processes that answer /sparql", len(workers.all)),
        ("mingzhang_sparql_workers_idle", "gauge", "Those that wait for a query", workers.idle.qsize()),
        ("mingzhang_sparql_workers_replaced_total", "counter", "Those killed or ended, and replaced", workers.replaced),
        ("mingzhang_passages_embedded", "gauge", "Passages that are found by meaning", vectors["embedded"]),
    ]
    if generation is not None:
        states += [
            ("mingzhang_generation", "gauge", "Number of the published generation", generation.number),
            ("mingzhang_disclosures", "gauge", "Disclosures held", generation.manifest.get("disclosures", 0)),
            ("mingzhang_passages", "gauge", "Passages held", generation.manifest.get("passages", 0)),
        ]
    for name, kind, about, value in states:
        yield from family(name, kind, about, [({}, int(value))])


def family(name: str, kind: str, about: str, samples: Iterable[tuple[dict[str, str], Any]]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield sample(name, labels, value)


def sample(name: str, labels: dict[str, str], value: float) -> str:
    """One line; backslashes, quotes and line ends in labels are escaped as the format asks."""
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

    inner = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}} {value}" if inner else f"{name} {value}"
