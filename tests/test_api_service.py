"""The service apart from /sparql: what is held, questions, search, errors, headers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import BASE, UNIT_IRI, make_store, service

from graph.export import COLUMNS


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store: Path = make_store(tmp_path_factory.mktemp("service") / "store")
    with service(store) as running:
        yield running


def test_health_and_ready(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready").json()
    assert (ready["status"], ready["disclosures"], ready["vectors"]) == ("ready", 2, "lexical only")
    assert "embedding_model" in ready["reason"]


def test_units(client: TestClient) -> None:
    (unit,) = client.get("/units").json()["results"]
    assert (unit["name"], unit["iri"], unit["first"], unit["last"]) == (UNIT, UNIT_IRI, 2022, 2023)
    assert client.get("/units", params={"offset": 1}).json()["results"] == []
    one = client.get(f"/units/{unit['id']}").json()
    assert one["aliases"] == ["数据中心"]
    assert [each["year"] for each in one["held"]] == [2022, 2023]
    assert client.get("/units/数据中心").json()["iri"] == UNIT_IRI


def test_series(client: TestClient) -> None:
    wanted = {"measure": "expenditure", "stage": "决算"}
    found = client.get(f"/units/{UNIT}/series", params=wanted).json()["results"]
    total = [each for each in found if each["fund"] == f"{BASE}id/fund/all" and each["nature"].endswith("/total")]
    assert [value["year"] for value in total[0]["values"]] == [2022, 2023]
    # Amounts are decimal text: no digit is lost on the way.
    assert total[0]["values"][1]["amount"] == "3739700"
    assert client.get(f"/units/{UNIT}/series", params={"measure": "not an <iri>"}).status_code in (200, 400)


def test_disclosures(client: TestClient) -> None:
    both = client.get("/disclosures").json()
    assert (both["total"], [each["year"] for each in both["results"]]) == (2, [2022, 2023])
    (one,) = client.get("/disclosures", params={"unit": UNIT, "year": 2023}).json()["results"]
    assert (one["kind"], one["scope"], one["sample"]) == ("决算", "单位", True)
    assert [file["document"] for file in one["files"]] == ["决算公开.pdf"]


def test_one_disclosure(client: TestClient) -> None:
    (held,) = client.get("/disclosures", params={"unit": UNIT, "year": 2023}).json()["results"]
    one = client.get(f"/disclosures/{UNIT}/2023/决算/单位").json()
    assert {name: one[name] for name in held} == held
    assert one["revisions"] == [{"revision": held["revision"], "current": True, "changes": []}]
    for other in (f"{UNIT}/2023/预算/单位", f"{UNIT}/2021/决算/单位", "无此单位/2023/决算/单位"):
        assert client.get(f"/disclosures/{other}").status_code == 404


def test_figures_as_csv(client: TestClient) -> None:
    reply = client.get("/figures.csv", params={"year": 2023})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(reply.text)))
    assert tuple(rows[0]) == COLUMNS
    assert {row["unit"] for row in rows} == {UNIT}
    assert len(client.get("/figures.csv").text.splitlines()) > len(rows) + 1 > 100


def test_search(client: TestClient) -> None:
    found = client.get("/search", params={"q": "人员变动", "unit": UNIT, "year": 2022, "k": 3}).json()["results"]
    assert len(found) == 3
    assert {"text", "score", "document", "page", "section", "iri"} <= set(found[0])
    assert "人员变动" in found[0]["text"]
    assert client.get("/search", params={"q": "人员变动", "year": 1999}).json()["results"] == []


def test_search_in_pages(client: TestClient) -> None:
    wanted = {"q": "人员变动", "k": 2}
    first = client.get("/search", params=wanted)
    following = re.search(r'<http://testserver([^>]+)>; rel="next"', first.headers["link"])
    assert following
    both = client.get("/search", params={**wanted, "k": 4}).json()["results"]
    assert first.json()["results"] + client.get(following[1]).json()["results"] == both
    assert client.get("/search", params=wanted, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    last = client.get("/search", params={**wanted, "offset": 1000})
    assert last.json()["results"] == []
    assert 'rel="next"' not in last.headers["link"]


def test_ask(client: TestClient) -> None:
    answer = client.post("/ask", json={"question": f"{UNIT}2023年支出合计决算数是多少？"}).json()
    assert answer["status"] == "answered"
    assert [(value["value"], value["unit"]) for value in answer["values"]] == [("373.97", "万元")]
    (place, *_) = answer["evidence"]
    assert (place["document"], place["page"], place["row"]) == ("决算公开.pdf", 9, "合计")
    # Straight to what is seen there.
    assert place["url"] == "/places/" + place["iri"].rpartition("/")[2].replace("#", "?")
    assert client.get(place["url"]).status_code == 200
    assert "SELECT" in answer["sparql"]


def test_text2sparql(client: TestClient) -> None:
    asked = {"dataset": BASE, "question": f"{UNIT}2023年支出合计决算数是多少？"}
    told = client.get("/text2sparql", params=asked).json()
    assert {name: told[name] for name in asked} == asked
    found = client.get("/sparql", params={"query": told["query"], "format": "csv"})
    assert "373.97" in found.text
    refused = client.get("/text2sparql", params={**asked, "question": f"{UNIT}1999年支出合计是多少？"})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:mingzhang:unanswered")
    assert client.get("/text2sparql", params={**asked, "dataset": "https://other.example/"}).status_code == 404
    assert client.get("/text2sparql", params={"dataset": BASE}).status_code == 422


def test_a_refusal_holds_no_figure(client: TestClient) -> None:
    answer = client.post("/ask", json={"question": f"{UNIT}1999年支出合计是多少？"}).json()
    assert (answer["status"], answer["values"]) == ("unanswered", [])
    assert answer["reason"]
    assert not re.search(r"\d\.\d", answer["text"])


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/units/无此单位", {}, 404),
        ("GET", "/units?limit=0", {}, 422),
        ("GET", "/search", {}, 422),
        ("GET", "/id/unit/无此单位", {}, 404),
        ("POST", "/ask", {"json": {}}, 422),
        ("POST", "/ask", {"json": {"question": ""}}, 422),
        ("POST", "/ask", {"json": {"question": "问" * 501}}, 422),
        ("POST", "/ask", {"json": {"question": "多少", "lang": "xx"}}, 422),
        ("POST", "/ask", {"content": b"\xff"}, 422),
        ("GET", "/ask", {}, 405),
        ("GET", "/static/../settings.py", {}, 404),
        ("GET", "/static/%2e%2e/%2e%2e/settings.py", {}, 404),
    ],
)
def test_every_error_has_one_shape(
    client: TestClient, method: str, path: str, more: dict[str, object], status: int
) -> None:
    reply = client.request(method, path, **more)  # type: ignore[arg-type]
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    problem = reply.json()
    assert (problem["status"], problem["type"].startswith("urn:mingzhang:")) == (status, True)
    assert problem["detail"]


def test_head_is_answered_where_get_is(client: TestClient) -> None:
    for path in ("/", "/health", "/units", "/figures.csv", "/sparql?query=ASK%7B%7D", f"/id/unit/{UNIT}"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
    assert client.head("/ask").status_code == 405


def test_a_body_that_is_too_long_is_refused(client: TestClient) -> None:
    long = b" " * (3 * 2**20)
    for path, kind in (("/ask", "application/json"), ("/sparql", "application/sparql-query")):
        assert client.post(path, content=long, headers={"content-type": kind}).status_code == 413
        parts = (long[:2**19] for _ in range(6))
        assert client.post(path, content=parts, headers={"content-type": kind}).status_code in (400, 413)
    assert client.get("/health").status_code == 200


def test_the_interface_is_described_with_local_assets_only(client: TestClient) -> None:
    page = client.get("/docs").text
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert addresses
    for address in addresses:
        assert address.startswith("/"), address
        assert client.get(address).status_code == 200, address
    described = client.get("/openapi.json").json()
    for path in ("/ask", "/search", "/sparql", "/units", "/units/{unit}/series", "/disclosures", "/figures.csv"):
        assert path in described["paths"], path
        for operation in described["paths"][path].values():
            assert operation.get("summary"), path


def test_responses_say_what_browsers_may_do(client: TestClient) -> None:
    for path in ("/", "/health", "/nothing", "/sparql"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    plain = client.get("/ontology", headers={"accept": "text/html"})
    assert "unsafe-inline" not in plain.headers["content-security-policy"]


def test_it_serves_before_anything_is_read(tmp_path: Path) -> None:
    with service(tmp_path / "none") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503
        for path in ("/units", "/disclosures", "/figures.csv", "/search?q=x", "/id/unit/x"):
            reply = client.get(path)
            assert (reply.status_code, reply.json()["type"]) == (503, "urn:mingzhang:nothing-held"), path
        assert client.get("/").status_code == 200
