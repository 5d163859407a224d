"""A process that answers SPARQL queries on the published generation; started by ``workers`` and killed at will.

Reads one JSON line a query from standard input and writes one JSON line to standard output, followed by as many bytes
of result as it announces. A result is written whole or not at all. Imports pyoxigraph and little else: it starts in a
tenth of a second. Killing it is the only way to stop a query, and an abort of the engine takes nothing else with it.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from api.sparql.priority import lower_process, lowered
from graph.store.generation import Generation, GenerationGone, NoGeneration, open_current

if TYPE_CHECKING:
    from graph.store.server import Server

STACK = 256 * 2**20
"""Bytes of stack: deep queries recurse in the engine; memory is taken only as it is used."""

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class TooMuch(Exception):
    """The result passes a limit."""


class Limited:
    """A file that keeps what is written and stops at a number of bytes or lines."""

    def __init__(self, most_bytes: int, most_lines: int | None = None) -> None:
        self.parts: list[bytes] = []
        self.size = self.lines = 0
        self.most_bytes, self.most_lines = most_bytes, most_lines

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        self.size += len(part)
        self.lines += part.count(b"\n")
        if self.most_lines is not None and self.lines > self.most_lines:
            raise TooMuch("rows")
        if self.size > self.most_bytes:
            raise TooMuch("bytes")
        return len(part)

    def flush(self) -> None:
        pass

    def content(self) -> bytes:
        return b"".join(self.parts)

class InUtf8:
    """Text written to a ``Limited``."""

    def __init__(self, file: Limited) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())



def answer(generation: Generation, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Run one query; give the head of the reply and the result's bytes.

    ``job``: ``seconds`` (the most it may take), ``query``, ``media`` (one of ``RESULTS`` or ``GRAPHS``), ``rows`` and
    ``bytes`` (the most of each), ``default_graphs`` and ``named_graphs`` (IRIs, or None: those of the protocol, which
    come before the query's own), ``from_graphs`` (IRIs that the query's FROM clauses name).
    """
    given = job["default_graphs"] is not None or job["named_graphs"] is not None
    of_protocol = [*(job["default_graphs"] or ()), *(job["named_graphs"] or ())]
    for graph in of_protocol if given else job["from_graphs"]:
        # Nothing would be fetched; but an empty answer about a graph that isn't held would mislead.
        if not generation.public.contains_named_graph(ox.NamedNode(graph)):
            raise ValueError(f"the graph {graph} is not held here")
    if given:
        result = generation.public.query(
            job["query"],
            default_graph=[ox.NamedNode(graph) for graph in job["default_graphs"] or ()],
            named_graphs=[ox.NamedNode(graph) for graph in job["named_graphs"] or ()],
        )
    elif job["from_graphs"]:
        result = generation.public.query(job["query"])
    else:
        result = generation.public.query(job["query"], use_default_graph_as_union=True)
    media = job["media"]
    if isinstance(result, ox.QueryTriples):
        if media not in GRAPHS:
            raise ValueError(f"a graph can't be written as {media}")
        return {"media": media}, _graph(result, media, generation.base, job)
    if media not in RESULTS:
        raise ValueError(f"a table can't be written as {media}")
    if isinstance(result, ox.QueryBoolean):
        return {"media": media}, result.serialize(format=RESULTS[media]) or b""
    return {"media": media}, _table(result, media, job)


def _table(result: ox.QuerySolutions, media: str, job: dict[str, Any]) -> bytes:
    """Rows are counted as lines of TSV, where every row is one line; other formats are written from that."""
    counted = Limited(job["bytes"], job["rows"] + 1)
    result.serialize(output=counted, format=ox.QueryResultsFormat.TSV)  # type: ignore[arg-type]
    if media == "text/tab-separated-values":
        return counted.content()
    limited = Limited(job["bytes"])
    table: Any = ox.parse_query_results(counted.content(), ox.QueryResultsFormat.TSV)
    if media == "text/csv":
        _csv(table, limited)
    else:
        table.serialize(output=limited, format=RESULTS[media])
    return limited.content()


def _csv(table: ox.QuerySolutions, file: Limited) -> None:
    """The engine's own CSV puts no quotes around IRIs, and those of printed places hold commas."""
    writer = csv.writer(InUtf8(file))
    names = [variable.value for variable in table.variables]
    writer.writerow(names)
    writer.writerows([_bare(solution[name]) for name in names] for solution in table)


def _bare(term: Any) -> str:
    """A term as the CSV format has it: the plain value of an IRI or a literal."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _graph(result: ox.QueryTriples, media: str, base: str, job: dict[str, Any]) -> bytes:
    """Triples in the order of their lines, each once: the engine may construct one several times."""
    counted = Limited(job["bytes"], job["rows"])
    result.serialize(output=counted, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    return in_order(counted.content(), media, base, job["bytes"])


def in_order(triples: bytes, media: str, base: str, most: int) -> bytes:
    """N-Triples as ``media``, in order and each once. Raises TooMuch beyond ``most`` bytes."""
    lines = b"".join(sorted(set(triples.splitlines(keepends=True))))
    if media == "application/n-triples":
        return lines
    limited = Limited(most)
    ordered = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    ox.serialize(ordered, limited, GRAPHS[media], prefixes=prefixes(base))  # type: ignore[arg-type]
    return limited.content()


def prefixes(base: str) -> dict[str, str]:
    """Short names in what is written as Turtle."""
    return {
        "mz": f"{base}ontology#",
        "qb": "http://purl.org/linked-data/cube#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }


class Held:
    """The generation that holds, opened when it is needed."""

    def __init__(self, store: Path, server: Server | None) -> None:
        self.store, self.server = store, server
        self.generation: Generation | None = None

    def current(self) -> Generation:
        """Raises NoGeneration, and OSError where it can't be read."""
        if self.generation is None or self.generation.changed():
            fresh = open_current(self.store, self.server)
            self.let_go()
            self.generation = fresh
        return self.generation

    def let_go(self) -> None:
        if self.generation is not None:
            self.generation.close()
            self.generation = None

    def answer(self, job: dict[str, Any]) -> tuple[Generation, dict[str, Any], bytes]:
        """As ``answer``, on one generation, whole; asked again where another was published meanwhile."""
        while True:
            generation = self.current()
            try:
                return generation, *answer(generation, job)
            except GenerationGone:
                self.let_go()


def serve(held: Held, jobs: BinaryIO, replies: BinaryIO) -> bool:
    """Answer jobs, each on the generation that holds when it comes; False once the pipe is closed.

    True when this thread has been lowered for a long query (``api.sparql.priority``): the next job is for another one.
    """
    for line in jobs:
        content = b""
        try:
            generation = held.current()
            job = json.loads(line)
            # The system ends the process in case nobody is left to do it; nothing softer reaches a running query.
            signal.setitimer(signal.ITIMER_REAL, job["seconds"] + 5)
            if "query" in job:
                generation, head, content = held.answer(job)
            else:
                head = {"media": ""}
            head = {"status": "done", "generation": generation.number, **head}
        except NoGeneration as error:
            head = {"status": "nothing", "detail": str(error)}
        except TooMuch as error:
            head = {"status": "too-much", "detail": str(error)}
        except (SyntaxError, ValueError) as error:
            head = {"status": "refused", "detail": str(error)}
        except OSError as error:
            head = {"status": "nothing", "detail": str(error)}
        except MemoryError:
            head = {"status": "memory", "detail": ""}
        except Exception as error:
            head = {"status": "failed", "detail": f"{type(error).__name__}: {error}"}
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(json.dumps({**head, "bytes": len(content)}).encode() + b"\n" + content)
        replies.flush()
        if lowered():
            return True
    return False


def limit_memory(most: int) -> None:
    """Let the system refuse memory beyond ``most`` bytes (0: no limit); the engine then aborts, and is replaced."""
    if most:
        try:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        except (ImportError, ValueError, OSError):
            print("mingzhang: memory of queries can't be limited on this system", file=sys.stderr)


def server_set() -> Server | None:
    """The SPARQL server that the environment names; what speaks to it is imported only where one is."""
    if not (url := os.environ.get("MINGZHANG_STORE_URL")):
        return None
    from graph.store.server import Server

    update, user, password, seconds = (
        os.environ.get(f"MINGZHANG_STORE_{name}", "") for name in ("UPDATE_URL", "USER", "PASSWORD", "TIMEOUT")
    )
    return Server(url, update, user, password, float(seconds or 300))


def main() -> None:
    """``python -m api.sparql.worker STORE MEMORY``: the pipe is standard input and output."""
    store, server, memory = Path(sys.argv[1]), server_set(), int(sys.argv[2])
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not get between the replies
    limit_memory(memory)
    lower_process()
    threading.stack_size(STACK)
    held, more = Held(store, server), True

    def jobs() -> None:
        nonlocal more
        more = False
        more = serve(held, sys.stdin.buffer, replies)

    while more:
        thread = threading.Thread(target=jobs)
        thread.start()
        thread.join()


if __name__ == "__main__":
    main()
