"""Queries that take the short way through the service are answered as all others are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from service_store import BASE, UNIT_IRI, make_store, service

from api.sparql import protocol
from api.sparql.direct import Direct

MANY = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
ASKED: dict[str, dict[str, str]] = {
    "table": {"query": MANY},
    "graph": {"query": f"DESCRIBE <{UNIT_IRI}>", "format": "turtle"},
    "dataset": {"query": "SELECT * { ?s ?p ?o } LIMIT 1", "default-graph-uri": f"{BASE}graph/ontology"},
    "error": {"query": "SELECT * {"},
    "refused": {"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"},
    "no format": {"query": "ASK {}", "format": "docx"},
    "update": {"update": "DROP ALL"},
    "dataset alone": {"default-graph-uri": f"{BASE}graph/ontology"},
    "description": {},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with service(make_store(tmp_path_factory.mktemp("direct") / "store")) as running:
        yield running


def told(reply: Response) -> tuple[int, dict[str, str], bytes]:
    changing = {"date", "content-length", "content-encoding", "vary"}
    return reply.status_code, {k: v for k, v in reply.headers.items() if k not in changing}, reply.content


@pytest.mark.parametrize("name", ASKED)
def test_every_way_tells_the_same(client: TestClient, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = client.get("/sparql", params=ASKED[name], headers={"accept-encoding": "identity"})
    compressed = client.get("/sparql", params=ASKED[name], headers={"accept-encoding": "gzip"})
    with_body = client.request("GET", "/sparql", params=ASKED[name], content=b"x")
    monkeypatch.setattr("api.sparql.direct.HANDLERS", {})
    routed = client.get("/sparql", params=ASKED[name], headers={"accept-encoding": "identity"})
    assert told(plain) == told(compressed) == told(with_body) == told(routed)
    assert plain.headers.get("content-encoding") is None
    assert compressed.headers.get("content-encoding") == ("gzip" if len(plain.content) >= 2000 else None)
    assert "accept" in plain.headers.get("vary", "accept").lower()


def test_head_and_browsers_are_served_as_before(client: TestClient) -> None:
    head, get = (client.request(method, "/sparql", params={"query": "ASK {}"}) for method in ("HEAD", "GET"))
    assert (told(head)[:2], head.content) == (told(get)[:2], b"")
    page = client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303


def test_requests_are_counted_under_their_route(client: TestClient) -> None:
    client.get("/sparql", params={"query": "ASK {}"}, headers={"accept-encoding": "identity"})
    assert 'mingzhang_requests_total{method="GET",route="/sparql",status="200"}' in client.get("/metrics").text


def test_an_answer_that_nobody_reads_is_ended(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    monkeypatch.setattr("api.sparql.direct.UNREAD_SECONDS", 0.05)

    async def stuck(message: object) -> None:
        await asyncio.sleep(30)

    async def ask() -> None:
        direct = Direct(client.app, 2000)
        scope = {"type": "http", "method": "GET", "path": "/sparql", "headers": [], "query_string": b"query=ASK%7B%7D",
                 "app": client.app}  # fmt: skip
        await direct(scope, None, stuck)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        client.portal.call(ask)  # type: ignore[union-attr]


def test_what_was_read_of_a_query_is_kept_only_while_it_is_short() -> None:
    protocol._by_address.cache_clear()
    for length in (10, protocol.SHORT_QUERY * 2):
        assert protocol.by_address(b"query=" + b"a" * length).query == "a" * length
    assert protocol._by_address.cache_info().currsize == 1
