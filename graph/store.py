"""The quad store behind one small interface, so that a remote SPARQL server can take its place.

``EmbeddedStore`` keeps the graph on disk with pyoxigraph. A graph is always written as a whole (``set_graph``): what is
there and what ought to be there are compared, and only the difference is written, so writing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

QueryResult = QueryBoolean | QuerySolutions | QueryTriples


class GraphStore(Protocol):
    """What the library needs of a quad store."""

    def graphs(self) -> Iterator[NamedNode]:
        """Names of all graphs, in no particular order."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph, in no particular order."""

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""

    def set_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Makes ``quads`` the contents of ``graph``; no quads: the graph goes."""

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Removes some quads and adds others."""

    def about(self, term: NamedNode) -> Iterator[Quad]:
        """All quads with ``term`` as their subject."""

    def query(self, text: str) -> QueryResult:
        """Runs a query; its default graph is the union of all graphs."""

    def flush(self) -> None:
        """Puts everything written so far on disk."""

    def backup(self, folder: Path) -> None:
        """A copy of the store as it is now, in a new folder."""

    def close(self) -> None:
        """Lets go of the store."""


class EmbeddedStore:
    """pyoxigraph in a folder (or in memory for None). One process writes at a time; OSError on a second."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._store: Store | None = Store() if folder is None else Store(str(folder))

    @property
    def store(self) -> Store:
        """The pyoxigraph store itself. Raises ValueError once closed."""
        if self._store is None:
            raise ValueError("the store is closed")
        return self._store

    def graphs(self) -> Iterator[NamedNode]:
        """Names of all graphs."""
        for name in self.store.named_graphs():
            if isinstance(name, NamedNode):
                yield name

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph."""
        return iter(self.store.quads_for_pattern(None, None, None, graph))

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""
        return next(iter(self.store.quads_for_pattern(None, None, term, None)), None) is not None

    def about(self, term: NamedNode) -> Iterator[Quad]:
        """All quads with ``term`` as their subject."""
        return iter(self.store.quads_for_pattern(term, None, None, None))

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Removes some quads and adds others."""
        for quad in removed:
            self.store.remove(quad)
        self.store.extend(added)

    def set_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Makes ``quads`` the contents of ``graph``. Not atomic: after a crash, call it again."""
        wanted = set(quads)
        if any(quad.graph_name != graph for quad in wanted):
            raise ValueError(f"quads of another graph were to be written to {graph.value}")
        held = set(self.store.quads_for_pattern(None, None, None, graph))
        self.change(held - wanted, wanted - held)
        if not wanted:
            self.store.remove_graph(graph)

    def query(self, text: str) -> QueryResult:
        """Runs a query over the union of all graphs. Raises SyntaxError for a query that is none."""
        return self.store.query(text, use_default_graph_as_union=True)

    def flush(self) -> None:
        """Puts everything written so far on disk."""
        self.store.flush()

    def backup(self, folder: Path) -> None:
        """A copy by hard links where the file system has them: milliseconds, whatever the size."""
        self.store.backup(str(folder))

    def close(self) -> None:
        """Lets go of the folder's lock."""
        self._store = None


def sorted_nquads(quads: Iterable[Quad], *, without: Iterable[NamedNode] = ()) -> Iterator[str]:
    """Quads as sorted N-Quads lines, the graphs ``without`` left out: how two stores are compared."""
    left_out = set(without)
    yield from sorted(f"{quad} ." for quad in quads if quad.graph_name not in left_out)


def text_of(term: object) -> str:
    """The plain text of a term of a query result; empty for an unbound one."""
    return term.value if isinstance(term, (NamedNode, Literal)) else ""
