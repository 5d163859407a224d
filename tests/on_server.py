"""A plugin of pytest that runs tests of the embedded graph on a SPARQL server, as they are.

    MINGZHANG_TEST_ENGINE=virtuoso PYTHONPATH=.:tests python -m pytest -p on_server tests/test_graph_queries.py

Every store folder has its graph on a server: with Oxigraph on one of its own, with Virtuoso, which takes seconds to
start, on one that is emptied for the next folder; so there the tests on folders of their own come last in a module.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from engines import empty, oxigraph, virtuoso

import graph.search.indexing
from api.settings import Settings
from graph.library.library import Library
from graph.store.generation import Generation
from graph.store.server import Server

ENGINE = os.environ.get("MINGZHANG_TEST_ENGINE", "oxigraph")


class Servers:
    """A server for each store folder."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.of: dict[Path, tuple[Server, Callable[[], None]]] = {}
        self.one: Server | None = None

    def server(self, folder: Path) -> Server:
        folder = Path(os.path.abspath(folder))
        if folder not in self.of:
            scratch = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
            if ENGINE == "oxigraph":
                own = ExitStack()
                self.of[folder] = own.enter_context(oxigraph(scratch)), own.close
            else:
                if self.one is None:
                    self.one = self.stack.enter_context(virtuoso(scratch))
                empty(self.one)
                self.of = {folder: (self.one, lambda: None)}
        return self.of[folder][0]

    def let_go(self, below: Path) -> None:
        for folder in [folder for folder in self.of if folder.is_relative_to(below)]:
            self.of.pop(folder)[1]()

    def close(self) -> None:
        self.let_go(Path("/"))
        self.stack.close()


SERVERS = Servers()


def pytest_configure(config: pytest.Config) -> None:
    """Library, Generation, settings and indexing find the server of a store's folder by themselves."""
    new, read, graphs_of = Library.__init__, Generation._graphs, graph.search.indexing.graphs_of

    def opened(self: Library, store_dir: Path, *args: Any, server: Server | None = None, **more: Any) -> None:
        new(self, store_dir, *args, server=server or SERVERS.server(store_dir), **more)

    def graphs(self: Generation, server: Server | None) -> Any:
        return read(self, server or SERVERS.server(self.store_dir))

    def of_made(made: Path, base: str, server: Server | None) -> Any:
        return graphs_of(made, base, server or SERVERS.server(made.parents[1]))

    def environment(self: Settings) -> dict[str, str]:
        at = SERVERS.server(self.store)
        told = {"URL": at.url, "USER": at.user, "PASSWORD": at.password}
        return {f"MINGZHANG_STORE_{name}": value for name, value in told.items()}

    for place, name, value in (
        (Library, "__init__", opened), (Generation, "_graphs", graphs), (graph.search.indexing, "graphs_of", of_made),
        (Settings, "server", property(lambda self: SERVERS.server(self.store))),
        (Settings, "server_environment", environment),
    ):
        setattr(place, name, value)
    config.add_cleanup(SERVERS.close)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within each module, tests that share a store before those that make their own."""
    shared = {"client", "store"}

    def own(item: pytest.Item) -> bool:
        names = set(getattr(item, "fixturenames", ()))
        return "tmp_path" in names and not names & shared

    modules = list(dict.fromkeys(item.path for item in items))
    items.sort(key=lambda item: (modules.index(item.path), own(item)))


@pytest.fixture(autouse=True)
def _servers_of_a_test(request: pytest.FixtureRequest) -> Iterator[None]:
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        SERVERS.let_go(folder)
