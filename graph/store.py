"""The quad store behind one small interface, so that a remote SPARQL server can take its place.

``EmbeddedStore`` keeps the graph on disk with pyoxigraph. A graph is always written as a whole (``set_graph``): what is
there and what ought to be there are compared, and only the difference is written, so writing twice changes nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter, eq
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad, Store

MOST_IN_MEMORY = 250_000
"""Changes that wait to be written together; each takes some hundred bytes."""
LEAST_IN_BULK = 50_000
"""Fewer quads are written one by one: a bulk makes files of its own, which are then merged."""


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

    def flush(self) -> None:
        """Puts everything written so far on disk."""

    def backup(self, folder: Path) -> None:
        """A copy of the store as it is now, in a new folder."""

    def close(self) -> None:
        """Lets go of the store."""


class EmbeddedStore:
    """pyoxigraph in a folder (or in memory for None). One process writes at a time; OSError on a second.

    Changes are kept in memory and go to disk together (``flush``, ``backup``, ``close``, or when they are many), which
    takes a third of the time. What a crash loses of them is computed again from the journal.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._disk: Store | None = Store() if folder is None else Store(str(folder))
        self._fresh = Store()
        """Added, and not on disk yet."""
        self._added = 0
        self._gone: set[Quad] = set()
        """On disk still, and removed."""
        self._dropped: set[NamedNode] = set()
        """Graphs that are on disk still, and hold nothing any more."""

    @property
    def disk(self) -> Store:
        """The pyoxigraph store itself. Raises ValueError once closed."""
        if self._disk is None:
            raise ValueError("the store is closed")
        return self._disk

    def graphs(self) -> Iterator[NamedNode]:
        """Names of all graphs."""
        held = {name for store in (self.disk, self._fresh) for name in store.named_graphs()} - self._dropped
        return (name for name in held if isinstance(name, NamedNode))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph."""
        return self._found(None, None, graph)

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""
        return next(self._found(None, term, None), None) is not None

    def about(self, term: NamedNode) -> Iterator[Quad]:
        """All quads with ``term`` as their subject."""
        return self._found(term, None, None)

    def _found(self, subject: NamedNode | None, term: NamedNode | None, graph: NamedNode | None) -> Iterator[Quad]:
        for quad in self.disk.quads_for_pattern(subject, None, term, graph):
            if quad not in self._gone:
                yield quad
        yield from self._fresh.quads_for_pattern(subject, None, term, graph)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Removes some quads and adds others."""
        self._remove(removed)
        self._add(quad for quad in added if quad in self._gone or quad not in self.disk)

    def set_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Makes ``quads`` the contents of ``graph``. Not atomic: after a crash, call it again."""
        wanted = set(quads)
        if not all(map(partial(eq, graph), map(attrgetter("graph_name"), wanted))):
            raise ValueError(f"quads of another graph were to be written to {graph.value}")
        held = set(self.quads(graph))
        self._remove(held - wanted)
        self._add(wanted - held)
        if not wanted:
            self._fresh.remove_graph(graph)
            self._dropped.add(graph)

    def _remove(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            if quad in self._fresh:
                self._fresh.remove(quad)
            else:
                self._gone.add(quad)

    def _add(self, quads: Iterable[Quad]) -> None:
        """Adds quads that are not there; one that was removed and is on disk still simply stays."""
        new = set(quads)
        if self._dropped:
            self._dropped -= {quad.graph_name for quad in new}
        if self._gone:
            back = new & self._gone
            self._gone -= back
            new -= back
        self._fresh.extend(new)
        self._added += len(new)
        if self._added + len(self._gone) > MOST_IN_MEMORY:
            self._write()

    def _write(self) -> None:
        """Puts the changes on disk, what was added first: a crash in between leaves too much, which is found again."""
        if self._added >= LEAST_IN_BULK:
            self.disk.bulk_extend(self._fresh)
        elif self._added:
            self.disk.extend(self._fresh)
        # All that goes, goes in one transaction: a mark of what is done must never be alone in going.
        parts = [f"DELETE DATA {{ {_data(self._gone)} }}"] if self._gone else []
        parts += [f"DROP SILENT GRAPH {graph}" for graph in sorted(self._dropped, key=str)]
        if parts:
            self.disk.update(" ;\n".join(parts))
        self._fresh, self._added = Store(), 0
        self._gone.clear()
        self._dropped.clear()

    def flush(self) -> None:
        """Puts everything written so far on disk."""
        self._write()
        self.disk.flush()

    def backup(self, folder: Path) -> None:
        """A copy by hard links where the file system has them: milliseconds, whatever the size."""
        self._write()
        self.disk.backup(str(folder))

    def close(self) -> None:
        """Lets go of the folder's lock. What a full disk keeps from being written is computed at the next open."""
        if self._disk is not None:
            with contextlib.suppress(OSError):
                self._write()
            self._disk = None


def _data(quads: Iterable[Quad]) -> str:
    """Quads of named graphs as the data of an update."""
    by_graph = sorted(quads, key=lambda quad: str(quad.graph_name))
    return "\n".join(
        f"GRAPH {graph} {{ {' '.join(f'{quad.triple} .' for quad in group)} }}"
        for graph, group in groupby(by_graph, key=lambda quad: str(quad.graph_name))
    )


def sorted_nquads(quads: Iterable[Quad], *, without: Iterable[NamedNode] = ()) -> Iterator[str]:
    """Quads as sorted N-Quads lines, the graphs ``without`` left out: how two stores are compared."""
    left_out = set(without)
    yield from sorted(f"{quad} ." for quad in quads if quad.graph_name not in left_out)


def text_of(term: object) -> str:
    """The plain text of a term of a query result; empty for an unbound one."""
    return term.value if isinstance(term, (NamedNode, Literal)) else ""
