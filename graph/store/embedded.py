"""The quad store behind one small interface, so that a remote SPARQL server can take its place.

``EmbeddedStore`` keeps the graph on disk with pyoxigraph, ``graph.store.remote_store`` on a SPARQL server.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.store.buffered import BufferedStore, data

LEAST_IN_BULK = 50_000
"""Fewer quads are written one by one: a bulk makes files of its own, which are then merged."""


class GraphStore(Protocol):
    """What the library needs of a quad store."""

    engine: str
    """embedded or server, as the manifest of a generation has it."""

    def graphs(self) -> Iterator[NamedNode]:
        """Names of all graphs, in no particular order."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph, in no particular order."""

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""

    def set_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Makes ``quads`` the contents of ``graph``; no quads: the graph goes."""

    def fill(self, graphs: Iterable[tuple[NamedNode, Iterable[Quad]]]) -> None:
        """Writes graphs, each once, into a store that holds nothing yet."""

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Removes some quads and adds others."""

    def about(self, term: NamedNode) -> Iterator[Quad]:
        """All quads with ``term`` as their subject."""

    def expect(self, terms: Iterable[NamedNode]) -> None:
        """Tells which terms ``about`` and ``mentions`` will be asked of next."""

    def flush(self) -> None:
        """Puts everything written so far where it is to stay."""

    def backup(self, folder: Path) -> None:
        """What readers need of the store as it is now, in a new folder; nothing where they ask the server itself."""

    def published(self, number: int) -> None:
        """Tells that the generation ``number`` is what the store holds now."""

    def close(self) -> None:
        """Lets go of the store."""


class EmbeddedStore(BufferedStore):
    """pyoxigraph in a folder (or in memory for None). One process writes at a time; OSError on a second.

    Changes are kept in memory and go to disk together (``flush``, ``backup``, ``close``, or when they are many), which
    takes a third of the time. What a crash loses of them is computed again from the journal.
    """

    engine = "embedded"

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._disk: Store | None = Store() if folder is None else Store(str(folder))

    @property
    def disk(self) -> Store:
        """The pyoxigraph store itself. Raises ValueError once closed."""
        if self._disk is None:
            raise ValueError("the store is closed")
        return self._disk

    def _held_graphs(self) -> Iterable[NamedNode]:
        return (name for name in self.disk.named_graphs() if isinstance(name, NamedNode))

    def _held(self, subject: NamedNode | None, term: NamedNode | None, graph: NamedNode | None) -> Iterable[Quad]:
        return self.disk.quads_for_pattern(subject, None, term, graph)

    def _holds(self, quad: Quad) -> bool:
        return quad in self.disk

    def _write(self) -> None:
        """Puts the changes on disk, what was added first: a crash in between leaves too much, which is found again."""
        if self._added >= LEAST_IN_BULK:
            self.disk.bulk_extend(self._fresh)
        elif self._added:
            self.disk.extend(self._fresh)
        # All that goes, goes in one transaction: a mark of what is done must never be alone in going.
        parts = [f"DELETE DATA {{ {data(self._gone)} }}"] if self._gone else []
        parts += [f"DROP SILENT GRAPH {graph}" for graph in sorted(self._dropped, key=str)]
        if parts:
            self.disk.update(" ;\n".join(parts))
        self._written()

    def fill(self, graphs: Iterable[tuple[NamedNode, Iterable[Quad]]]) -> None:
        """Writes graphs, each once, into a store that holds nothing yet: all of them are there then, or none.

        They go to disk in one stream, of which the engine sorts a million quads at a time; written batch by batch, what
        is there would be merged with each batch anew.
        """
        self._write()
        if self.disk:
            raise ValueError("only a store that holds nothing can be filled")
        stream = chain.from_iterable(quads for _, quads in graphs)
        first = list(islice(stream, LEAST_IN_BULK))
        if len(first) < LEAST_IN_BULK:
            self.disk.extend(first)
        else:
            self.disk.bulk_extend(chain(first, stream))

    def flush(self) -> None:
        """Puts everything written so far on disk."""
        self._write()
        self.disk.flush()

    def backup(self, folder: Path) -> None:
        """A copy by hard links where the file system has them: milliseconds, whatever the size."""
        self._write()
        self.disk.backup(str(folder))

    def published(self, number: int) -> None:
        """Nothing to do: a generation has its own copy."""

    def close(self) -> None:
        """Lets go of the folder's lock. What a full disk keeps from being written is computed at the next open."""
        if self._disk is not None:
            with contextlib.suppress(OSError):
                self._write()
            self._disk = None


def sorted_nquads(quads: Iterable[Quad], *, without: Iterable[NamedNode] = ()) -> Iterator[str]:
    """Quads as sorted N-Quads lines, the graphs ``without`` left out: how two stores are compared."""
    left_out = set(without)
    yield from sorted(f"{quad} ." for quad in quads if quad.graph_name not in left_out)


def text_of(term: object) -> str:
    """The plain text of a term of a query result; empty for an unbound one."""
    return term.value if isinstance(term, (NamedNode, Literal)) else ""
