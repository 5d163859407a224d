"""What a query costs whatever the service does: its web server alone, with the engine in it, and with a worker between.

``python -m bench.floors WAY STORE PORT`` serves ``/query`` over a published store with nothing of the service around:
no guard, no limits of clients, no page. ``bench.queries`` asks it where the service falls short of what is wanted:

- ``ready``: the whole answer, made once and kept. No query runs: the web server alone.
- ``engine``: pyoxigraph in the web server's own process, results written as the service does. It can't be stopped.
- ``worker``: the same in a process that can be killed, over a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn
from starlette.types import Receive, Scope, Send

from api.settings import Settings
from api.sparql.guard import check
from api.sparql.protocol import TABLES
from api.sparql.worker import answer
from api.sparql.workers import Workers
from bench.engines import Served, free_port, running
from graph.store.generation import open_current

WAYS = ("ready", "engine", "worker")
Answering = Callable[[bytes], Awaitable[tuple[str, bytes]]]


@lru_cache(1_000)
def asked(query_string: bytes) -> tuple[str, str]:
    """The query, and the media type that the service would choose for it here."""
    query = check(parse_qs(query_string.decode())["query"][0])
    return query.text, "text/turtle" if query.form in ("CONSTRUCT", "DESCRIBE") else TABLES[0]


def way_of(name: str, settings: Settings) -> Answering:
    generation, workers, kept = open_current(settings.store), Workers(settings), dict[bytes, tuple[str, bytes]]()

    async def engine(query_string: bytes) -> tuple[str, bytes]:
        query, media = asked(query_string)
        job = {"query": query, "media": media, "rows": settings.sparql_rows, "bytes": settings.sparql_bytes,
               "from_graphs": (), "default_graphs": None, "named_graphs": None}  # fmt: skip
        return media, answer(generation, job)[1]

    async def ready(query_string: bytes) -> tuple[str, bytes]:
        if query_string not in kept:
            kept[query_string] = await engine(query_string)
        return kept[query_string]

    async def worker(query_string: bytes) -> tuple[str, bytes]:
        if not workers.all:
            await workers.start()
        result = await workers.run(*asked(query_string))
        return result.media, result.content

    return {"ready": ready, "engine": engine, "worker": worker}[name]


def serve(name: str, store: Path, port: int) -> None:
    way = way_of(name, Settings(store=store))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            media, content = await way(scope["query_string"])
            headers = [(b"content-type", media.encode()), (b"content-length", b"%d" % len(content))]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": content})

    uvicorn.run(app, port=port, log_config=None, access_log=False, server_header=False, lifespan="off")


def floor(way: str, store: Path, work: Path) -> AbstractContextManager[Served]:
    """A process that serves so, until the end of the ``with``."""
    port = free_port()
    command = [sys.executable, "-m", "bench.floors", way, str(store), str(port)]
    return running(command, f"http://127.0.0.1:{port}/query", work / f"floor-{way}.log")


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
