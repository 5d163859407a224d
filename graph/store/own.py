"""Graphs of the keepers' own, beside what was read: `{base}graph/own/NAME`, written by SPARQL updates.

They stand in one file of the store, apart from everything that is computed, and only public queries see them: no
answer, finding, index or export does, and none of them may speak in the vocabulary of what is printed. So whatever is
written here, a figure stays what the document says.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from graph.naming.vocabulary import TYPE
from graph.store.embedded import sorted_nquads
from graph.store.generation import write_whole

log = logging.getLogger("mingzhang")
FILE = "own.nq"
MOST = 500_000
"""Statements of all own graphs together: they are loaded whenever something is published."""
PUBLIC = "public"
"""In a generation: the current graphs together with the own ones, where there are any."""


class NotAllowed(ValueError):
    """An update would write elsewhere than into own graphs, or reads from nowhere. The message says what to do."""


def beginning(base: str) -> str:
    """What the names of own graphs begin with."""
    return f"{base}graph/own/"


def read(store_dir: Path) -> list[Quad]:
    """All statements of the own graphs of a store."""
    path = store_dir / FILE
    return list(parse(path.read_bytes(), RdfFormat.N_QUADS)) if path.is_file() else []


def write(store_dir: Path, quads: Iterable[Quad]) -> None:
    """Put ``quads`` in the place of all own graphs; the file holds the old ones or the new, never a part."""
    write_whole(store_dir / FILE, "".join(line + "\n" for line in sorted_nquads(quads)).encode())


def updated(current: Store, held: Iterable[Quad], update: str, base: str) -> list[Quad]:
    """What the own graphs hold after an update whose WHERE sees ``current`` and them; ``current`` is changed, so give
    a copy. Raises NotAllowed, and SyntaxError for what is no update.
    """
    check_targets(update, base)
    current.extend(held)
    current.update(update, base_iri=base)
    found = [
        quad for name in current.named_graphs()
        if isinstance(name, NamedNode) and name.value.startswith(beginning(base))
        for quad in current.quads_for_pattern(None, None, None, name)
    ]  # fmt: skip
    return allowed(found, base)


def put(held: Iterable[Quad], graph: str, triples: Iterable[Quad], base: str, *, replace: bool) -> list[Quad]:
    """What the own graphs hold once ``triples`` (their graph names don't matter) stand in ``graph``, beside what is
    there or in its place. Raises NotAllowed, and ValueError for what is no IRI.
    """
    name = NamedNode(graph)
    if not graph.startswith(beginning(base)):
        raise NotAllowed(
            f"{graph} is computed from documents alone; the names of own graphs begin with {beginning(base)}"
        )
    kept = [quad for quad in held if not (replace and quad.graph_name == name)]
    return allowed(set(kept) | {Quad(each.subject, each.predicate, each.object, name) for each in triples}, base)


def allowed(quads: Iterable[Quad], base: str) -> list[Quad]:
    """The quads, where own graphs may hold them; raises NotAllowed otherwise."""
    found = list(quads)
    if len(found) > MOST:
        raise NotAllowed(f"own graphs may hold {MOST} statements together; this would make {len(found)}")
    words = f"{base}ontology#"
    for quad in found:
        term = quad.object if quad.predicate == TYPE else quad.predicate
        if isinstance(term, NamedNode) and term.value.startswith(words):
            raise NotAllowed(
                f"{term}: the vocabulary of this service says what is printed in documents; use words of your own"
            )
    return found


def check_targets(update: str, base: str) -> None:
    """Raises NotAllowed unless every operation names the own graphs it writes to, and the graphs its WHERE reads."""
    try:
        operations = translateUpdate(parseUpdate(update), base=base).algebra
    except Exception as error:
        raise SyntaxError(f"no SPARQL update: {error}") from None
    for operation in operations:
        for graph in _written(operation):
            if not str(graph).startswith(beginning(base)):
                raise NotAllowed(
                    f"{operation.name} would write to {graph or 'the default graph'}; what was read from documents is "
                    f"computed from them alone. Name a graph of your own: GRAPH <{beginning(base)}NAME>"
                )
        if operation.name == "Modify" and not operation.using and not operation.withClause:
            if _reads_default(operation.where):
                raise NotAllowed("WHERE names no graph: put its patterns into GRAPH ?g { }, or say USING <graph>")
        elif operation.name in ("Add", "Move", "Copy") and operation.graph[0] == "DEFAULT":
            raise NotAllowed(f"{operation.name} from the default graph copies nothing; name a graph")


def _written(operation: CompValue) -> Iterator[object]:
    """The graphs an operation writes to; an empty text is the default graph, a variable any graph."""
    match operation.name:
        case "InsertData" | "DeleteData" | "DeleteWhere":
            yield from operation.quads
            if operation.triples:
                yield ""
        case "Modify":
            for clause in (operation.delete, operation.insert):
                if clause:
                    yield from clause.quads
                    if clause.triples:
                        yield operation.withClause or ""
        case "Clear" | "Drop" | "Create":
            yield operation.graphiri
        case "Add" | "Copy":
            yield operation.graph[1]
        case "Move":
            yield from operation.graph
        case other:
            yield other


def _reads_default(part: Any) -> bool:
    """Whether a pattern outside of GRAPH has triples."""
    if isinstance(part, CompValue):
        if part.name in ("Graph", "GraphGraphPattern"):
            return False
        return bool(part.name in ("BGP", "TriplesBlock") and part.triples) or any(map(_reads_default, part.values()))
    return isinstance(part, list | tuple) and any(map(_reads_default, part))


def show_to_queries(made: Path, previous: Path | None) -> dict[str, Any]:
    """Lay the current graphs and the own ones together in a generation in the making; an indexer of ``publish``."""
    quads = read(made.parents[1])
    if quads and not (made / "graph").is_dir():
        log.warning("own graphs are not shown: the graph is on a SPARQL server; write them there, in a data set apart")
        return {"own": 0}
    if quads:
        Store.read_only(str(made / "graph")).backup(str(made / PUBLIC))
        store = Store(str(made / PUBLIC))
        store.bulk_extend(quads)
        store.flush()
    return {"own": len(quads)}


@contextmanager
def workbench(store_dir: Path, graph: Path) -> Iterator[Store]:
    """A copy of a published graph to run an update on, gone with the block. The caller holds the writer's lock."""
    # What a writer that was killed left; hard links need the same file system, and this folder is in no backup.
    for left in (store_dir / "working").glob("update-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="update-", dir=store_dir / "working"))
    try:
        Store.read_only(str(graph)).backup(str(folder / "graph"))
        yield Store(str(folder / "graph"))
    finally:
        # The caller may still hold the store, and the engine put a merged file where others were just taken away.
        for _ in range(20):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.05)
