"""The SPARQL protocol at /sparql: operations, negotiation, errors."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient
from service_store import BASE, UNIT_IRI, make_store, service

NAME = f"SELECT ?name {{ <{UNIT_IRI}> <http://www.w3.org/2000/01/rdf-schema#label> ?name }}"
ONTOLOGY = f"{BASE}graph/ontology"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{UNIT_IRI}> ?p ?o }}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store: Path = make_store(tmp_path_factory.mktemp("service") / "store")
    with service(store) as running:
        yield running


def test_get(client: TestClient) -> None:
    reply = client.get("/sparql", params={"query": NAME})
    assert reply.headers["content-type"] == "application/sparql-results+json"
    assert [row["name"]["value"] for row in reply.json()["results"]["bindings"]] == ["示例市数据中心"]


def test_post_form_and_direct(client: TestClient) -> None:
    expected = client.get("/sparql", params={"query": NAME}).json()
    assert client.post("/sparql", data={"query": NAME}).json() == expected
    direct = client.post("/sparql", content=NAME.encode(), headers={"content-type": "application/sparql-query"})
    assert direct.json() == expected


def test_ask(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_tables_are_negotiated(client: TestClient, accept: str, media: str) -> None:
    reply = client.get("/sparql", params={"query": NAME}, headers={"accept": accept})
    assert reply.headers["content-type"] == media
    assert "示例市数据中心" in reply.text
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    ],
)
def test_graphs_are_negotiated(client: TestClient, accept: str, media: str, form: ox.RdfFormat) -> None:
    reply = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": accept})
    assert reply.headers["content-type"] == media
    triples = {quad.triple for quad in ox.parse(reply.content, form)}
    lines = client.get("/sparql", params={"query": CONSTRUCT, "format": "nt"}).content
    assert triples == {quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}
    assert len(triples) > 3


def test_constructed_triples_come_once(client: TestClient) -> None:
    query = "CONSTRUCT { <a:a> <a:b> 1 } WHERE { ?s ?p ?o }"
    assert client.get("/sparql", params={"query": query, "format": "nt"}).text.count("\n") == 1


def test_csv_and_json_hold_the_same(client: TestClient) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
    table = list(csv.reader(StringIO(client.get("/sparql", params={"query": query, "format": "csv"}).text)))
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert [[row[name]["value"] for name in "spo"] for row in rows] == table[1:]


def test_an_unbound_variable_stays_unbound(client: TestClient) -> None:
    query = "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF 'x\ty') } }"
    assert client.get("/sparql", params={"query": query}).json()["results"]["bindings"] == [
        {"a": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
        {"b": {"type": "literal", "value": "x\ty"}},
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { ?s ?p", 400),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", 400),
        ("INSERT DATA { <a:a> <a:b> 1 }", 400),
        ("ASK " + "{" * 20_000 + "}" * 20_000, 400),
        ("ASK { # " + "x" * 200_000 + "\n}", 413),
        ("", 400),
    ],
)
def test_bad_queries_are_named_as_such(client: TestClient, query: str, status: int) -> None:
    reply = client.post("/sparql", data={"query": query})
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert reply.json()["status"] == status
    assert reply.json()["detail"]


def test_requests_that_are_none(client: TestClient) -> None:
    direct = {"content-type": "application/sparql-query"}
    assert client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400
    assert client.post("/sparql", data={"format": "csv"}).status_code == 400
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert client.get("/sparql?query=ASK%7B%7D%FF").status_code == 400
    assert client.post("/sparql", content=b"ASK {} # \xff", headers=direct).status_code == 400
    assert client.post("/sparql", json={"query": "ASK {}"}).status_code == 415
    assert client.post("/sparql", content=b"ASK {}", headers={"content-type": ""}).status_code == 415
    assert client.post("/sparql", content=b"DROP ALL", headers={"content-type": "application/sparql-update"}
                       ).status_code == 403  # fmt: skip
    assert client.put("/sparql", content=b"ASK {}").status_code == 405
    accept = {"accept": "image/png"}
    assert client.get("/sparql", params={"query": "ASK {}"}, headers=accept).status_code == 406
    assert client.get("/sparql", params={"query": "ASK {}", "format": "turtle"}).status_code == 406


def test_parameters_are_decoded_once(client: TestClient) -> None:
    reply = client.get("/sparql", params={"query": "SELECT ('%41+b' AS ?text) {}"})
    assert reply.json()["results"]["bindings"][0]["text"]["value"] == "%41+b"


def test_head_and_options(client: TestClient) -> None:
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    options = client.options("/sparql")
    assert options.status_code == 204
    assert options.headers["access-control-allow-origin"] == "*"
    assert "POST" in options.headers["access-control-allow-methods"]


def count(client: TestClient, query: str, **more: str) -> int:
    reply = client.get("/sparql", params={"query": query, "format": "csv", **more})
    assert reply.status_code == 200, reply.text
    return int(reply.text.split()[1])


def test_datasets(client: TestClient) -> None:
    whole = count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    ontology = count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"default-graph-uri": ONTOLOGY})
    assert 0 < ontology < whole
    assert count(client, f"SELECT (COUNT(*) AS ?n) FROM <{ONTOLOGY}> {{ ?s ?p ?o }}") == ontology
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(client, named) == whole
    assert count(client, named, **{"named-graph-uri": ONTOLOGY}) == ontology
    # The protocol's dataset comes before the query's own.
    assert count(client, f"SELECT (COUNT(*) AS ?n) FROM <{BASE}graph/runs> {{ ?s ?p ?o }}",
                 **{"default-graph-uri": ONTOLOGY}) == ontology  # fmt: skip


def test_graphs_of_others_are_refused(client: TestClient) -> None:
    for reply in (
        client.get("/sparql", params={"query": "SELECT * FROM <http://localhost:1/x> { ?s ?p ?o }"}),
        client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}),
        client.get("/sparql", params={"query": "ASK {}", "named-graph-uri": "no iri at all"}),
    ):
        assert reply.status_code == 400


def test_service_description(client: TestClient) -> None:
    reply = client.get("/sparql", headers={"accept": "text/turtle"})
    described = {str(quad.object) for quad in ox.parse(reply.content, ox.RdfFormat.TURTLE)}
    assert "<http://www.w3.org/ns/sparql-service-description#SPARQL11Query>" in described
    assert "<http://testserver/sparql>" in described
    assert client.get("/sparql", headers={"accept": "image/png"}).status_code == 406


def test_a_browser_gets_a_page(client: TestClient) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert "SPARQL" in client.get("/sparql", headers=browser).text
    query = f"SELECT ?u {{ ?u a <{BASE}ontology#Unit> }}"
    shown = client.get("/sparql", params={"query": query}, headers=browser)
    assert shown.url.path == "/pages/sparql"
    assert shown.url.params["query"] == query
    assert "示例市数据中心&lt;/a&gt;" in shown.text
    bad = client.get("/sparql", params={"query": "SELECT <script>"}, headers=browser)
    assert bad.url.path == "/pages/sparql"
    assert "<script>" not in bad.text


def test_limits_of_rows_and_bytes(tmp_path: Path) -> None:
    """Over a limit there is an error, never a part of the result."""
    with service(make_store(tmp_path / "store", 2023), sparql_rows=10, sparql_bytes=4_000) as client:
        rows = "SELECT ?s {{ ?s ?p ?o }} LIMIT {}"
        assert len(client.get("/sparql", params={"query": rows.format(10)}).json()["results"]["bindings"]) == 10
        for form in ("json", "csv", "tsv", "xml"):
            reply = client.get("/sparql", params={"query": rows.format(11), "format": form})
            assert reply.status_code == 422, form
            assert "10 rows" in json.loads(reply.text)["detail"]
        graph = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} LIMIT {}"
        assert client.get("/sparql", params={"query": graph.format(10)}).status_code == 200
        assert client.get("/sparql", params={"query": graph.format(11)}).status_code == 422
        wide = "SELECT (REPLACE('xxxxxxxxxx', 'x', '" + "y" * 450 + "') AS ?wide) {}"
        assert "bytes" in client.get("/sparql", params={"query": wide}).json()["detail"]


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with service(tmp_path / "none") as client:
        reply = client.get("/sparql", params={"query": "ASK {}"})
        assert (reply.status_code, reply.json()["type"]) == (503, "urn:mingzhang:nothing-held")
