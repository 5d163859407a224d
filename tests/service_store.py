"""A small store and a client of a service over it, for the tests of api/."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from disclosure_builders import UNIT, realistic
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.library.library import Library
from graph.search.indexing import index_generation

BASE = "https://mingzhang.example/"
UNIT_IRI = f"{BASE}id/unit/{UNIT}"


def make_store(folder: Path, *years: int) -> Path:
    """A store with the final accounts of one invented unit."""
    with Library(folder) as library:
        for year in years or (2022, 2023):
            library.add(replace(realistic(year=year, passages=20), sample=True))
        library.publish([index_generation])
    return folder


def settings(store: Path, **more: object) -> Settings:
    given = {"store": store, "embedding_model": "none", "sparql_workers": 2, **more}
    return Settings(**given)  # type: ignore[arg-type]


@contextmanager
def service(store: Path, **more: object) -> Iterator[TestClient]:
    """A client of the running service; what would be a fault of the service is its answer, not an exception."""
    with TestClient(create_app(settings(store, **more)), raise_server_exceptions=False) as client:
        yield client


@contextmanager
def listening(app: FastAPI, **more: Any) -> Iterator[str]:
    """Host and port of a service that listens for real, in a thread; ``more`` are settings of uvicorn."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, **more))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(15)
