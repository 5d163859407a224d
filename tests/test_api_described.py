"""One thing described where the request is read: as a worker does it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from disclosure_builders import realistic
from service_store import BASE, UNIT_IRI, make_store, service

from api.sparql.described import MOST, described
from api.sparql.worker import GRAPHS, answer
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import Generation, open_current

LIMITS = {"most_rows": 100_000, "most_bytes": 2**26}
TURTLE = "text/turtle"
ONE = f"DESCRIBE <{UNIT_IRI}>"
TAKEN = [
    ONE,
    f"describe<{UNIT_IRI}> # and nothing else",
    f"# one\nPREFIX mz: <{BASE}ontology#>\nprefix : <http://a/> # two\r\nDESCRIBE\t<{UNIT_IRI}>\n",
    f"DESCRIBE <{BASE}id/nothing>",
]
LEFT = [
    f"DESCRIBE <{UNIT_IRI}> <{BASE}id/nothing>",
    f"DESCRIBE <{UNIT_IRI}> FROM <{BASE}graph/ontology>",
    f"DESCRIBE <{UNIT_IRI}> WHERE {{}}",
    f"DESCRIBE <{UNIT_IRI}> LIMIT 1",
    f"BASE <{BASE}> DESCRIBE <id/unit>",
    f"PREFIX mz: <{BASE}ontology#> DESCRIBE mz:Unit",
    f"PREFIX 1: <{BASE}> DESCRIBE <{UNIT_IRI}>",
    "DESCRIBE <id/unit>",
    "DESCRIBE <http://a/%zz>",
    f"DESCRIBE <{BASE}\\u0069d/unit>",
    "DESCRIBE ?s { ?s ?p ?o }",
    "# " + ONE,
]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    with open_current(make_store(tmp_path_factory.mktemp("described") / "store")) as found:
        yield found


@pytest.mark.parametrize("query", TAKEN)
@pytest.mark.parametrize("media", GRAPHS)
def test_the_same_bytes_as_a_worker_gives(generation: Generation, query: str, media: str) -> None:
    job: dict[str, Any] = {"query": query, "media": media, "rows": 100_000, "bytes": 2**26}
    job |= {"from_graphs": (), "default_graphs": None, "named_graphs": None}
    assert described(generation, query, media, **LIMITS) == answer(generation, job)[1]


@pytest.mark.parametrize("query", LEFT)
def test_what_is_left_to_a_worker(generation: Generation, query: str) -> None:
    assert described(generation, query, TURTLE, **LIMITS) is None


def test_limits_and_tables_are_a_workers_business(generation: Generation) -> None:
    whole = described(generation, ONE, "application/n-triples", **LIMITS)
    assert whole
    for media in ("application/n-triples", TURTLE):
        assert described(generation, ONE, media, **{**LIMITS, "most_bytes": 20}) is None
    assert described(generation, ONE, TURTLE, **{**LIMITS, "most_rows": whole.count(b"\n") - 1}) is None
    assert described(generation, ONE, "text/csv", **LIMITS) is None


def test_a_thing_of_which_much_is_said_and_one_without_a_name(generation: Generation) -> None:
    subject, says, graph = ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:g")
    much, without_name = ox.Store(), ox.Store()
    much.extend(ox.Quad(subject, says, ox.Literal(n), graph) for n in range(MOST + 1))
    without_name.add(ox.Quad(subject, says, ox.BlankNode(), graph))
    for store in (much, without_name):
        assert described(Held(store), "DESCRIBE <a:s>", TURTLE, **LIMITS) is None  # type: ignore[arg-type]
    much.remove(next(iter(much)))
    assert described(Held(much), "DESCRIBE <a:s>", TURTLE, **LIMITS)  # type: ignore[arg-type]


class Held:
    """A generation as far as is needed here."""

    base = BASE

    def __init__(self, store: ox.Store) -> None:
        self.public = store

    def changed(self) -> bool:
        return False


def test_a_new_generation_is_asked_of_a_worker_at_once(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", 2022)
    with open_current(store) as old:
        assert described(old, ONE, TURTLE, **LIMITS)
        with Library(store) as library:
            library.add(replace(realistic(year=2023, passages=2), sample=True))
            library.publish([index_generation])
        assert described(old, ONE, TURTLE, **LIMITS) is None


def test_the_service_answers_so(tmp_path: Path) -> None:
    with service(make_store(tmp_path / "store", 2022)) as client:
        by_worker = client.get("/sparql", params={"query": ONE + " LIMIT 1000"})
        here = client.get("/sparql", params={"query": ONE})
        posted = client.post("/sparql", data={"query": ONE})
        assert here.content == posted.content == by_worker.content
        assert here.headers["content-type"] == by_worker.headers["content-type"]
        of_a_graph = client.get("/sparql", params={"query": ONE, "default-graph-uri": f"{BASE}graph/ontology"})
        assert UNIT_IRI not in of_a_graph.text
