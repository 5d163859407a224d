"""Graphs of the keepers' own: what an update may write, and that nothing else sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, Store
from service_store import BASE, UNIT_IRI, make_store

from api.cli import main as command_line
from graph.store import own
from graph.store.generation import open_current
from graph.store.own import NotAllowed, check_targets, put, updated

OWN = f"{BASE}graph/own/"
MARK = Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("1"), NamedNode(f"{OWN}x"))


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> 1 }", "INSERT DATA { GRAPH <a:g> { <a:a> <a:b> 1 } }", "DROP ALL", "CLEAR DEFAULT",
        "CLEAR NAMED", "DROP GRAPH <a:g>", "CREATE GRAPH <a:g>", f"MOVE <a:g> TO <{OWN}x>", f"COPY <{OWN}x> TO <a:g>",
        f"ADD DEFAULT TO <{OWN}x>", "DELETE WHERE { ?s ?p ?o }", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "LOAD <a:g>", f"LOAD <a:g> INTO GRAPH <{OWN}x>",
        f"INSERT {{ GRAPH <{OWN}x> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        f"INSERT DATA {{ GRAPH <{OWN}x> {{ <a:a> <a:b> 1 }} }} ; DROP GRAPH <{BASE}graph/ontology>",
        f"INSERT {{ GRAPH <{OWN}x> {{ ?s ?p 1 }} }} WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
        f"INSERT DATA {{ GRAPH <{BASE}graph/own> {{ <a:a> <a:b> 1 }} }}",
    ],
)  # fmt: skip
def test_nothing_else_is_written(update: str) -> None:
    with pytest.raises(NotAllowed):
        check_targets(update, BASE)


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH <{OWN}x> {{ <a:a> <a:b> 1 }} }}", f"DROP GRAPH <{OWN}x>", "DROP GRAPH <graph/own/x>",
        f"COPY <{BASE}graph/items> TO <{OWN}x>", f"DELETE WHERE {{ GRAPH <{OWN}x> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{OWN}x> {{ ?s ?p 1 }} }} USING <{BASE}graph/items> WHERE {{ ?s ?p ?o }}",
        f"WITH <{OWN}x> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p ?o }}",
        f"INSERT {{ GRAPH <{OWN}x> {{ ?s ?p 1 }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?o > 1) }}",
    ],
)  # fmt: skip
def test_own_graphs_are_written(update: str) -> None:
    check_targets(update, BASE)


def test_an_update_changes_own_graphs_only() -> None:
    computed = Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("printed"), NamedNode(f"{BASE}graph/items"))
    current = Store()
    current.add(computed)
    update = f"INSERT {{ GRAPH <{OWN}y> {{ ?s <a:seen> ?o }} }} WHERE {{ GRAPH ?g {{ ?s <a:p> ?o }} }}"
    found = updated(current, [MARK], update, BASE)
    assert {quad.object.value for quad in found if quad.graph_name == NamedNode(f"{OWN}y")} == {"1", "printed"}
    assert MARK in found
    assert computed not in found
    for wrong in ("garbage", "SELECT * {}"):
        with pytest.raises(SyntaxError):
            updated(Store(), [], wrong, BASE)


def test_a_graph_is_put_and_added_to() -> None:
    more = Quad(NamedNode("a:t"), NamedNode("a:p"), Literal("2"))
    assert len(put([MARK], f"{OWN}x", [more], BASE, replace=False)) == 2
    (left,) = put([MARK], f"{OWN}x", [more], BASE, replace=True)
    assert left.subject == NamedNode("a:t")
    for graph in (f"{BASE}graph/items", UNIT_IRI, "a:g"):
        with pytest.raises(NotAllowed):
            put([], graph, [more], BASE, replace=True)


def test_the_words_of_documents_stay_theirs() -> None:
    amount, kind = NamedNode(f"{BASE}ontology#amount"), NamedNode(f"{BASE}ontology#Statement")
    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for wrong in (Quad(MARK.subject, amount, Literal("1")), Quad(MARK.subject, a, kind)):
        with pytest.raises(NotAllowed, match="vocabulary"):
            put([], f"{OWN}x", [wrong], BASE, replace=False)


@pytest.mark.slow
def test_queries_see_own_graphs_and_nothing_else_does(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", 2023)
    before = (tmp_path / "before.nq", tmp_path / "after.nq")
    run = CliRunner()
    assert run.invoke(command_line, ["export", str(before[0]), "--store", str(store)]).exit_code == 0
    text = f"INSERT DATA {{ GRAPH <{OWN}x> {{ <{UNIT_IRI}> <a:watched> true }} }}"
    done = run.invoke(command_line, ["update", "-", "--store", str(store)], input=text)
    assert (done.exit_code, done.output) == (0, "changed: own graphs hold 1 statements\n")
    assert run.invoke(command_line, ["update", "-", "--store", str(store)], input=text).output.startswith("no-op")
    assert run.invoke(command_line, ["export", str(before[1]), "--store", str(store)]).exit_code == 0
    assert before[0].read_bytes() == before[1].read_bytes()
    ask = f"ASK {{ <{UNIT_IRI}> <a:watched> true }}"
    with open_current(store) as generation:
        assert not generation.query(ask)
        assert generation.public.query(ask, use_default_graph_as_union=True)
    assert list((store / "working").glob("update-*")) == []
    # What is published later holds them too.
    make_store(store, 2022)
    assert own.read(store)
    refused = run.invoke(command_line, ["update", "-", "--store", str(store)], input="DROP ALL")
    assert (refused.exit_code, "documents" in refused.output) == (1, True)
