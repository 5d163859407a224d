"""What stores of quads share: changes are kept in memory, and put in place together.

A graph is always written as a whole (``set_graph``): what is there and what ought to be there are compared, and only
the difference is written, so writing twice changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter, eq

from pyoxigraph import NamedNode, Quad, Store

MOST_IN_MEMORY = 250_000
"""Changes that wait to be written together; each takes some hundred bytes."""


class BufferedStore(ABC):
    """The changes that wait, over what is held already; what holds it is for the classes below to say."""

    def __init__(self) -> None:
        self._fresh = Store()
        """Added, and not held yet."""
        self._added = 0
        self._gone: set[Quad] = set()
        """Held still, and removed."""
        self._dropped: set[NamedNode] = set()
        """Graphs that are held still, and contain nothing any more."""

    @abstractmethod
    def _held_graphs(self) -> Iterable[NamedNode]:
        """Names of the graphs that are held."""

    @abstractmethod
    def _held(self, subject: NamedNode | None, term: NamedNode | None, graph: NamedNode | None) -> Iterable[Quad]:
        """Quads that are held, by subject, object and graph."""

    @abstractmethod
    def _holds(self, quad: Quad) -> bool:
        """Whether a quad is held."""

    @abstractmethod
    def _write(self) -> None:
        """Puts the changes in place."""

    def graphs(self) -> Iterator[NamedNode]:
        """Names of all graphs."""
        fresh = {name for name in self._fresh.named_graphs() if isinstance(name, NamedNode)}
        yield from fresh
        yield from (name for name in self._held_graphs() if name not in fresh and name not in self._dropped)

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph."""
        return self._found(None, None, graph)

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""
        return next(self._found(None, term, None), None) is not None

    def about(self, term: NamedNode) -> Iterator[Quad]:
        """All quads with ``term`` as their subject."""
        return self._found(term, None, None)

    def expect(self, terms: Iterable[NamedNode]) -> None:
        """Tells which terms ``about`` and ``mentions`` will be asked of next: some stores ask for them together."""
        return

    def _found(self, subject: NamedNode | None, term: NamedNode | None, graph: NamedNode | None) -> Iterator[Quad]:
        for quad in self._held(subject, term, graph):
            if quad not in self._gone:
                yield quad
        yield from self._fresh.quads_for_pattern(subject, None, term, graph)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Removes some quads and adds others."""
        self._remove(removed)
        self._add(quad for quad in added if quad in self._gone or not self._holds(quad))

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

    def fill(self, graphs: Iterable[tuple[NamedNode, Iterable[Quad]]]) -> None:
        """Writes graphs, each once, into a store that holds nothing yet."""
        for graph, quads in graphs:
            self.set_graph(graph, quads)

    def _remove(self, quads: Iterable[Quad]) -> None:
        for quad in quads:
            if quad in self._fresh:
                self._fresh.remove(quad)
            else:
                self._gone.add(quad)

    def _add(self, quads: Iterable[Quad]) -> None:
        """Adds quads that are not there; one that was removed and is held still simply stays."""
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

    def _written(self) -> None:
        """Forgets the changes: they are in place."""
        self._fresh, self._added = Store(), 0
        self._gone.clear()
        self._dropped.clear()


def data(quads: Iterable[Quad]) -> str:
    """Quads of named graphs as the data of an update."""
    by_graph = sorted(quads, key=lambda quad: str(quad.graph_name))
    return "\n".join(
        f"GRAPH {graph} {{ {' '.join(f'{quad.triple} .' for quad in group)} }}"
        for graph, group in groupby(by_graph, key=lambda quad: str(quad.graph_name))
    )
