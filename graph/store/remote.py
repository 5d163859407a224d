"""Graphs on a SPARQL server, read as a generation's are: with the methods of a pyoxigraph store that readers use.

Whoever writes tells the server the number of the generation that its graphs are, and while they change, that they do
(``mark``). A reader is bound to one number. After each answer it asks whether that number still holds: numbers only go
up, so if it does, the answer was of that generation and of no other, whole, on any server that shows what was written.
If it does not, the answer is thrown away (``GenerationGone``) and the reader opens the next generation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.store.connection import RESULTS, Connection
from graph.store.generation import GenerationGone, QueryResult
from graph.store.server import Server, ServerError, ServerRefused

VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
CHANGING = "changing"
"""In the place of a generation's number while the graphs of the server are written."""
_WORD = r'(?:<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[\w-]+)?)'
_TERM = re.compile(_WORD)
_ROW = re.compile(rf"\((?:{_WORD} ?)+\)")
_VALUES = re.compile(rf"^\s*VALUES \(((?:\?\w+ ?)+)\) \{{ ((?:\((?:{_WORD} ?)+\) ?)+)\}}$", re.MULTILINE)
_LIMIT = re.compile(r"\bLIMIT (\d+)(?:\s+OFFSET 0)?\s*$")
NO_LIMIT = 1_000_000
"""A LIMIT of so many rows at the end of a query is none."""
_ASKED = b'"vars": ["__ASK_RETVAL"]'
_BOOLEANS = {True: b'{"head": {}, "boolean": true}', False: b'{"head": {}, "boolean": false}'}
_BOOLEAN = re.compile(rb'(#boolean"\s*,\s*"value"\s*:\s*")([01])(")')


def runs_graph(base: str) -> NamedNode:
    """The graph that comparisons leave out; it holds the mark."""
    return NamedNode(f"{base}graph/runs")


def marked(base: str) -> NamedNode:
    """What the mark of a server stands at."""
    return NamedNode(f"{base}graph/runs#server")


def mark_of(connection: Connection, base: str) -> str:
    """What the server says it holds: a generation's number, ``CHANGING``, or nothing where nothing is written yet."""
    found = list(answered(connection, f"SELECT ?is {{ GRAPH {runs_graph(base)} {{ {marked(base)} {VERSION} ?is }} }}"))
    return str(found[0][0].value) if len(found) == 1 else CHANGING if found else ""


def answered(connection: Connection, query: str, **dataset: Any) -> Any:
    """The result of a query, as pyoxigraph has it. Raises SyntaxError and ServerError."""
    media, content = connection.query(query, **dataset)
    try:
        if media in (RESULTS, "application/json"):
            # Virtuoso answers ASK with a table, and writes true as 1.
            if _ASKED in content[:100]:
                return parse_query_results(_BOOLEANS[b'"value"' in content], QueryResultsFormat.JSON)
            content = _BOOLEAN.sub(lambda m: m[1] + (b"true" if m[2] == b"1" else b"false") + m[3], content)
            return parse_query_results(content, QueryResultsFormat.JSON)
        form = RdfFormat.from_media_type("application/n-triples" if media == "text/plain" else media)
        if form is None:
            raise SyntaxError(f"an answer of the type {media or 'none'}")
        triples = Store()
        triples.extend(Quad(each.subject, each.predicate, each.object) for each in parse(content, form))
        return triples.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    except (SyntaxError, ValueError) as error:
        url = connection.server.url
        raise ServerError(f"the SPARQL server {url} gives what is no result of a query: {error}") from None


class RemoteGraphs:
    """The graphs of one generation on a server, for reading; ``number`` None: whatever it holds (for writers)."""

    def __init__(self, server: Server, base: str, number: int | None) -> None:
        """Raises GenerationGone where the server holds another, ServerError where it can't be read."""
        self._line = Connection(server)
        self.base, self.number = base, number
        self._union = False
        self._plainer = False
        """Whether the server has refused what it took in plainer words."""
        try:
            self._check()
            self._find_union()
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        if self.number is None:
            return
        held = mark_of(self._line, self.base)
        if held != str(self.number):
            raise GenerationGone(
                f"the SPARQL server {self._line.server.url} holds "
                + (f"generation {held}" if held.isdigit() else "graphs that are being changed" if held else "nothing")
                + f" and not generation {self.number}; come back in a moment. If nobody writes, a writer was ended in "
                "the middle or the server lost something: `mingzhang ingest` of any document puts it right"
            )

    def _find_union(self) -> None:
        """Whether the server has to be asked for the union of all graphs as the default graph."""
        ask = f"ASK {{ {marked(self.base)} {VERSION} ?is }}"
        for self._union in (False, True):
            if answered(self._line, ask, union=self._union):
                return
        raise ServerError(
            f"the SPARQL server {self._line.server.url} does not answer over the union of its graphs; set it so "
            "(Oxigraph does as it is asked; Fuseki: tdb2:unionDefaultGraph true; RDF4J, GraphDB, Virtuoso always do)"
        )

    def query(
        self,
        query: str,
        *,
        use_default_graph_as_union: bool = False,
        default_graph: Iterable[NamedNode] | None = None,
        named_graphs: Iterable[NamedNode] | None = None,
    ) -> QueryResult:
        """As of a pyoxigraph store. Raises GenerationGone, SyntaxError, ServerError."""
        dataset = {
            "default_graphs": [graph.value for graph in default_graph or ()],
            "named_graphs": [graph.value for graph in named_graphs or ()],
            "union": self._union and use_default_graph_as_union,
        }
        try:
            found: QueryResult = answered(self._line, plainer(query) if self._plainer else query, **dataset)
        except (SyntaxError, ServerRefused):
            if (other := plainer(query)) == query:
                raise
            found = answered(self._line, other, **dataset)
            self._plainer = True
        self._check()
        return found

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any = None
    ) -> Iterator[Quad]:
        """Quads of named graphs by any of their terms; None stands for any."""
        # In one order, whatever that of the server is: exports of the same graph are the same bytes.
        found = sorted(pattern(self._line, subject, predicate, object, graph_name), key=str)
        self._check()
        yield from found

    def contains_named_graph(self, graph: NamedNode) -> bool:
        """Whether the graph holds anything."""
        return bool(self.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def named_graphs(self) -> list[NamedNode]:
        """Names of all graphs under the base; the server looks at every quad."""
        found: Any = self.query(graphs_under(self.base))
        return [row[0] for row in found]

    def __iter__(self) -> Iterator[Quad]:
        for graph in self.named_graphs():
            yield from self.quads_for_pattern(None, None, None, graph)

    def __len__(self) -> int:
        within = f"FILTER(STRSTARTS(STR(?g), {Literal(self.base)}))"
        found: Any = self.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {within} }}")
        return int(next(iter(found))[0].value)

    def close(self) -> None:
        """Lets go of the line to the server."""
        self._line.close()


def plainer(query: str) -> str:
    """The query in words that Virtuoso 7.2 takes, which it means the same in: no sorted LIMIT beyond 10,000 rows (ours
    only say that there is an end somewhere), no VALUES of several variables."""
    if (most := _LIMIT.search(query)) is not None and int(most[1]) >= NO_LIMIT:
        query = query[: most.start()]
    return values_apart(query)


def values_apart(query: str) -> str:
    """The query with each line of VALUES that binds every combination of several variables as a clause for each.

    It means the same; Virtuoso 7.2 fails to compile the one where an OPTIONAL follows ("no SPART_VARR_FIXED").
    """

    def apart(line: re.Match[str]) -> str:
        names, rows = line[1].split(), [_TERM.findall(row) for row in _ROW.findall(line[2])]
        columns = [list(dict.fromkeys(column)) for column in zip(*rows, strict=True)]
        if len(columns) != len(names) or list(product(*columns)) != [tuple(row) for row in rows]:
            return line[0]
        return " ".join(f"VALUES {name} {{ {' '.join(of)} }}" for name, of in zip(names, columns, strict=True))

    return _VALUES.sub(apart, query)


def graphs_under(base: str, limit: int | None = None) -> str:
    """The query for the names of all graphs under a base."""
    most = "" if limit is None else f" LIMIT {limit}"
    return f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {Literal(base)})) }}{most}"


def pattern(connection: Connection, *terms: NamedNode | Literal | None) -> Iterator[Quad]:
    """Quads of named graphs by subject, predicate, object, graph; None stands for any."""
    names = ("?s", "?p", "?o", "?g")
    s, p, o, g = (name if term is None else str(term) for name, term in zip(names, terms, strict=True))
    wanted = [name for name, term in zip(names, terms, strict=True) if term is None] or ["(1 AS ?is)"]
    for row in answered(connection, f"SELECT {' '.join(wanted)} {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
        found = iter(row)
        quad: list[Any] = [next(found) if term is None else term for term in terms]
        yield Quad(*quad)
