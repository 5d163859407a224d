"""The quad store on a SPARQL 1.1 server: the same changes, sent as updates.

A server need not do more than single updates: what is written in several requests is hidden from readers by the mark
(``remote``), and what is cut short is finished from the journal, because the mark of what is applied is the last
to change. So a disclosure is whole or absent, whatever the server promises of its transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.store.buffered import BufferedStore, data
from graph.store.connection import Connection
from graph.store.generation import SERVER
from graph.store.remote import CHANGING, VERSION, answered, graphs_under, mark_of, marked, pattern, runs_graph
from graph.store.server import Server, ServerRefused

MOST_IN_UPDATE = 20_000
"""Quads of one request; a server that refuses as many gets half as many from then on (Virtuoso takes 4,990)."""
MOST_IN_QUESTION = 200
"""Terms asked for together."""
STORE = NamedNode("http://purl.org/dc/terms/identifier")
_TOO_BIG = (400, 413, 500)
"""How servers refuse an update that is too long for them."""


class RemoteStore(BufferedStore):
    """The graphs of one library on a server. Only the holder of the library's lock may use it."""

    engine = SERVER

    def __init__(self, server: Server, base: str, store_id: str) -> None:
        """``store_id`` tells whose graphs they are. Raises ServerError, and ValueError where they are another's."""
        super().__init__()
        self.base = base
        self._line = Connection(server)
        self._most = MOST_IN_UPDATE
        self._about: dict[NamedNode, list[Quad]] = {}
        self._mentioned: dict[NamedNode, bool] = {}
        try:
            self._claim(store_id)
            self._is_changing = mark_of(self._line, base) == CHANGING
        except BaseException:
            self._line.close()
            raise

    def _claim(self, store_id: str) -> None:
        """The server is empty, or its graphs are those of this library."""
        where = self._line.server.url
        owners = {quad.object for quad in pattern(self._line, marked(self.base), STORE, None, runs_graph(self.base))}
        if owners - {Literal(store_id)}:
            raise ValueError(
                f"the SPARQL server {where} holds the graphs of another store under {self.base}; "
                "give this store a server, data set or base of its own"
            )
        if owners:
            return
        if any(True for _ in answered(self._line, graphs_under(self.base, 1))):
            raise ValueError(
                f"the SPARQL server {where} holds graphs under {self.base} that no store has written; "
                "empty it, or name another"
            )
        self._line.update(f"INSERT DATA {{ {data([self._owner(store_id)])} }}")

    def _owner(self, store_id: str) -> Quad:
        return Quad(marked(self.base), STORE, Literal(store_id), runs_graph(self.base))

    # ------------------------------------------------------------ reading

    def _held_graphs(self) -> Iterable[NamedNode]:
        return (row[0] for row in answered(self._line, graphs_under(self.base)))

    def _held(self, subject: NamedNode | None, term: NamedNode | None, graph: NamedNode | None) -> Iterable[Quad]:
        if subject is not None and term is None and graph is None:
            if subject not in self._about:
                self._about[subject] = list(pattern(self._line, subject, None, None, None))
            return self._about[subject]
        return pattern(self._line, subject, None, term, graph)

    def _holds(self, quad: Quad) -> bool:
        return isinstance(quad.subject, NamedNode) and quad in self._held(quad.subject, None, None)

    def mentions(self, term: NamedNode) -> bool:
        """Whether any quad has ``term`` as its object."""
        if next(self._fresh.quads_for_pattern(None, None, term, None), None) is not None:
            return True
        gone = sum(quad.object == term for quad in self._gone) if self._mentioned.get(term, True) else 0
        if not gone and term in self._mentioned:
            return self._mentioned[term]
        # One more than are gone: then one is left.
        query = f"SELECT ?s ?p ?g {{ GRAPH ?g {{ ?s ?p {term} }} }} LIMIT {gone + 1}"
        found = sum(1 for _ in answered(self._line, query))
        if not gone:
            self._mentioned[term] = bool(found)
        return found > gone

    def expect(self, terms: Iterable[NamedNode]) -> None:
        """Asks what is held about terms, and which are named, in a few requests instead of two for each."""
        for wanted in parts((term for term in terms if term not in self._about), MOST_IN_QUESTION):
            values = " ".join(map(str, wanted))
            found: dict[NamedNode, list[Quad]] = {term: [] for term in wanted}
            query = f"SELECT ?s ?p ?o ?g {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in answered(self._line, query):
                found[row[0]].append(Quad(*row))
            # Not a join: what every disclosure names is named a million times.
            named = f"SELECT ?o {{ VALUES ?o {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
            mentioned = {row[0] for row in answered(self._line, named)}
            self._about.update(found)
            self._mentioned.update({term: term in mentioned for term in wanted})

    # ------------------------------------------------------------ writing

    def _write(self) -> None:
        """Sends the changes: what comes, what goes, and last what is applied, so that a crash leaves it as it was."""
        runs = runs_graph(self.base)
        self._about.clear()
        self._mentioned.clear()
        if self._added or self._gone or self._dropped:
            self._mark(CHANGING)
        self._send(self._fresh, lambda part: f"INSERT DATA {{ {data(part)} }}")
        marks = [quad for quad in self._gone if quad.graph_name == runs]
        gone = (quad for quad in self._gone if quad.graph_name != runs and quad.graph_name not in self._dropped)
        self._send(gone, lambda part: f"DELETE DATA {{ {data(part)} }}")
        for graph in sorted(self._dropped, key=str):
            self._line.update(f"DROP SILENT GRAPH {graph}")
        self._send(marks, lambda part: f"DELETE DATA {{ {data(part)} }}")
        self._written()

    def _send(self, quads: Iterable[Quad], update: Callable[[list[Quad]], str]) -> None:
        # Graph by graph: an update then names few.
        waiting = list(parts(sorted(quads, key=lambda quad: str(quad.graph_name)), self._most))[::-1]
        while waiting:
            part = waiting.pop()
            try:
                self._line.update(update(part))
            except ServerRefused as error:
                if error.status not in _TOO_BIG or len(part) < 2:
                    raise
                # Perhaps too much at once. Sets of quads may be written twice, so nothing is lost by trying.
                self._most = max(1, min(self._most, len(part) // 2))
                waiting += list(parts(part, self._most))[::-1]

    def _mark(self, is_now: str) -> None:
        if is_now == CHANGING and self._is_changing:
            return
        runs, node = runs_graph(self.base), marked(self.base)
        was = f"{{ GRAPH {runs} {{ {node} {VERSION} ?was }} }}"
        self._line.update(
            f"DELETE {was} WHERE {was} ;\n"
            f"INSERT DATA {{ GRAPH {runs} {{ {node} {VERSION} {Literal(is_now)} }} }}"
        )
        self._is_changing = is_now == CHANGING

    def flush(self) -> None:
        """Sends everything written so far."""
        self._write()

    def backup(self, folder: Path) -> None:
        """Readers ask the server: nothing is put into the folder."""
        self._write()

    def published(self, number: int) -> None:
        """Lets readers of the generation ``number`` read; those of others learn that theirs is gone."""
        self._mark(str(number))

    def holds(self, number: int) -> bool:
        """Whether readers of the generation ``number`` can read."""
        return mark_of(self._line, self.base) == str(number)

    def clear(self) -> None:
        """Removes all graphs under the base; whose they are stays known."""
        self._mark(CHANGING)
        owners = list(pattern(self._line, marked(self.base), None, None, runs_graph(self.base)))
        self._written()
        for graph in sorted(self._held_graphs(), key=str):
            if graph != runs_graph(self.base):
                self._line.update(f"DROP SILENT GRAPH {graph}")
        held = pattern(self._line, None, None, None, runs_graph(self.base))
        self._send([quad for quad in held if quad not in owners], lambda part: f"DELETE DATA {{ {data(part)} }}")
        self._about.clear()
        self._mentioned.clear()

    def close(self) -> None:
        """Lets go of the line. What was not sent is computed at the next open: sending it would lock readers out."""
        self._line.close()


def parts(found: Iterable, most: int) -> Iterable[list]:  # type: ignore[type-arg]
    """Lists of ``most`` at a time."""
    rest = iter(found)
    while part := list(islice(rest, most)):
        yield part
