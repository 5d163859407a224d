"""What programs rely on: metrics, VoID, ETags, pages of lists, filters of figures, findings, limits, logs."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet
import pyoxigraph as ox
import pytest
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import UNIT_IRI, make_store, service

from api.http.limits import Limits, limited
from api.logs import AsJson
from api.settings import Settings

KEY = "示例的钥匙"
SENT = {"authorization": f"Bearer {KEY}".encode()}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store: Path = make_store(tmp_path_factory.mktemp("programs") / "store")
    with service(store, key=KEY) as running:
        yield running


def test_metrics(client: TestClient) -> None:
    client.get("/units")
    client.get("/nothing/at/all")
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = dict(re.findall(r"^([^#\s]\S*(?:\{[^}]*\})?) (\S+)$", reply.text, re.MULTILINE))
    assert float(samples['mingzhang_requests_total{method="GET",route="/units",status="200"}']) >= 1
    assert float(samples['mingzhang_requests_total{method="GET",route="other",status="404"}']) >= 1
    assert samples["mingzhang_disclosures"] == "2"
    assert samples["mingzhang_requests_in_flight"] == "1"
    counted = 'mingzhang_request_seconds_{}{{route="/units"{}}}'
    assert samples[counted.format("bucket", ',le="+Inf"')] == samples[counted.format("count", "")]
    client.head("/units")
    assert 'method="HEAD",route="/units"' in client.get("/metrics").text


def test_void(client: TestClient) -> None:
    reply = client.get("/.well-known/void")
    triples = [quad.triple for quad in ox.parse(reply.content, ox.RdfFormat.TURTLE)]
    said = {(triple.predicate.value.rpartition("#")[2], str(triple.object)) for triple in triples}
    assert ("sparqlEndpoint", "<http://testserver/sparql>") in said
    assert ("exampleResource", f"<{UNIT_IRI}>") in said
    assert sum(name == "dataset" for name, _ in said) == 2
    (size,) = (int(triple.object.value) for triple in triples if triple.predicate.value.endswith("void#triples"))
    # Each disclosure as DCAT: who published it, of which year, and where its graph is fetched.
    assert ("publisher", f"<{UNIT_IRI}>") in {(name.rpartition("/")[2], value) for name, value in said}
    assert sum(name == "startDate" for name, _ in said) == 2
    for name, address in said:
        if name in ("downloadURL", "landingPage"):
            assert client.get(address.strip("<>")).status_code == 200, address
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    counted = client.get("/sparql", params={"query": query, "format": "csv"})
    assert size == int(counted.text.split()[1])


@pytest.mark.parametrize(
    "path", ["/units", f"/units/{quote(UNIT)}", "/disclosures", "/figures.csv", f"/id/unit/{quote(UNIT)}", "/ontology",
             "/.well-known/void"],
)  # fmt: skip
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.head(path).headers["etag"] == tag
    other = client.get(path, headers={"accept": "text/html, application/ld+json;q=0.1"})
    assert other.headers["etag"] != tag


def test_a_tag_changes_with_what_is_held(tmp_path: Path) -> None:
    with service(make_store(tmp_path / "store", 2022)) as client:
        tag = client.get("/units").headers["etag"]
        assert "etag" not in client.get("/units/无此单位").headers
        make_store(tmp_path / "store", 2023)
        deadline = time.monotonic() + 60
        while client.get("/units", headers={"if-none-match": tag}).status_code == 304:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_lists_are_compressed_and_paged(client: TestClient) -> None:
    assert client.get("/figures.csv", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/figures.csv", headers={"accept-encoding": "identity"}).headers
    first = client.get("/disclosures", params={"limit": 1})
    assert (first.json()["total"], len(first.json()["results"])) == (2, 1)
    following = re.search(r'<http://testserver([^>]+)>; rel="next"', first.headers["link"])
    assert following
    second = client.get(following[1])
    assert second.json()["results"][0] != first.json()["results"][0]
    assert 'rel="prev"' in second.headers["link"]
    assert 'rel="next"' not in second.headers["link"]
    of_unit = client.get(f"/units/{UNIT}/series", params={"limit": 1, "scope": "单位"})
    assert (of_unit.status_code, quote(UNIT) in of_unit.headers["link"]) == (200, True)
    assert client.get("/units", params={"q": "数据"}).json()["total"] == 1
    assert client.get("/units", params={"q": "无"}).json()["total"] == 0


def rows(client: TestClient, **wanted: object) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get("/figures.csv", params=wanted).text)))  # type: ignore[arg-type]


def test_figures_are_filtered(client: TestClient) -> None:
    every = rows(client)
    for name, value in (("year", "2023"), ("form", "支出决算表")):
        found = rows(client, **{name: value})
        assert found == [row for row in every if row["form"] == value or f"/{value}/" in row["disclosure"]]
        assert 0 < len(found) < len(every)
    assert rows(client, kind="table") == [row for row in every if row["kind"] == "table"]
    assert rows(client, kind="performance") == []
    assert rows(client, unit=UNIT, form="无此表") == []
    assert rows(client, limit=3, offset=2) == every[2:5]
    for wrong in ({"kind": "tables"}, {"year": "x"}, {"limit": 0}):
        assert client.get("/figures.csv", params=wrong).status_code == 422  # type: ignore[arg-type]
    assert client.get("/figures.csv", params={"unit": "无此单位"}).status_code == 404


def test_figures_as_parquet(client: TestClient) -> None:
    reply = client.get("/figures.parquet", params={"form": "支出决算表", "year": 2023})
    table = pyarrow.parquet.read_table(io.BytesIO(reply.content))
    assert table.column("printed").to_pylist() == [row["printed"] for row in rows(client, form="支出决算表", year=2023)]


def test_findings_and_reviews(client: TestClient) -> None:
    told = client.get("/findings").json()
    assert told["total"] == len(told["results"]) > 0
    (first, *_) = told["results"]
    assert {"id", "rule", "severity", "message", "message_en", "evidence", "review"} <= set(first)
    assert client.get("/findings", params={"severity": first["severity"]}).json()["total"] >= 1
    assert client.get("/findings", params={"disclosure": first["disclosure"]}).json()["results"][0] == first
    assert client.get("/findings", params={"year": 1999}).json()["total"] == 0
    before = client.get("/findings")
    assert client.get("/findings", headers={"if-none-match": before.headers["etag"]}).status_code == 304
    address = f"/findings/{first['id']}/review"
    said = {"verdict": "dismissed", "note": "四舍五入", "by": "某人"}
    assert client.put(address, json=said).status_code == 401
    assert client.put(address, json=said, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.put(address, json=said, headers=SENT).json() == said
    (dismissed,) = client.get("/findings", params={"verdict": "dismissed"}).json()["results"]
    assert (dismissed["id"], dismissed["review"]) == (first["id"], said)
    assert client.get("/findings").headers["etag"] != before.headers["etag"]
    assert client.put(address, json={}, headers=SENT).status_code == 200
    assert client.get("/findings", params={"verdict": "dismissed"}).json()["total"] == 0
    assert client.put("/findings/00000000/review", json=said, headers=SENT).status_code == 404


def test_nobody_may_where_no_key_is_set(tmp_path: Path) -> None:
    with service(make_store(tmp_path / "store", 2023)) as client:
        for sent in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer x"}):
            assert client.put("/findings/00000000/review", json={}, headers=sent).status_code == 403


def test_clients_of_elsewhere_have_a_rate() -> None:
    limits = Limits(None, Settings(rate=10, burst=3))  # type: ignore[arg-type]
    assert [limits.wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 1]
    assert limits.wait("192.0.2.2") == 0
    assert all(limits.wait("127.0.0.1") == 0 for _ in range(20))
    time.sleep(0.15)
    assert limits.wait("192.0.2.1") == 0
    assert (limited("::1"), limited("testclient"), limited("2001:db8::1"), limited("fe80::1%eth0")) == (
        False, False, True, True,
    )  # fmt: skip


def test_too_many_at_once_are_told_to_come_back(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", 2023)
    with service(store, rate=0.5, burst=2) as client:
        client.app.state.settings  # noqa: B018 - the same application, asked as a client of elsewhere
        elsewhere = TestClient(client.app, client=("192.0.2.7", 1))
        codes = [elsewhere.get("/units").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        refused = elsewhere.get("/units")
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) >= 1
        assert elsewhere.get("/health").status_code == 200


def test_logs_as_json() -> None:
    record = logging.LogRecord("mingzhang.access", logging.INFO, "", 0, "GET %s", ("/units",), None)
    record.fields = {"path": "/units", "status": 200}
    told = json.loads(AsJson().format(record))
    assert (told["message"], told["path"], told["status"], told["level"]) == ("GET /units", "/units", 200, "info")
    assert told["time"].endswith("+00:00")


def test_keys_and_questions_stand_in_no_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/search", params={"q": "秘密的问题"}, headers=SENT)
        client.put("/findings/00000000/review", json={}, headers=SENT)
    assert caplog.records
    assert KEY not in caplog.text
    assert "秘密的问题" not in caplog.text
    assert KEY not in repr(client.app.state.settings)  # type: ignore[attr-defined]
