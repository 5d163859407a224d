"""Attacks by hand: what reads outside, fetches, overflows, injects or exhausts. None gets through."""

from __future__ import annotations

import io
import re
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import BASE, make_store, service

from api.holdings.documents import UNPACKED
from api.holdings.jobs import without_key

KEY = "the-key"
LONG = 120
"""Seconds; what grows with the square of its input takes many times as long, a busy machine does not."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store: Path = make_store(tmp_path_factory.mktemp("attacks") / "store", 2023)
    with service(store, key=KEY, sparql_timeout=5) as running:
        yield running


OUTSIDE = ("../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
           "..%5c..%5cetc%5cpasswd", "....//....//etc/passwd", "%252e%252e%252fetc%252fpasswd", "/etc/passwd",
           "file:///etc/passwd", "%00/etc/passwd", "..;/etc/passwd", "%c0%ae%c0%ae/etc/passwd")  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize(
    "prefix", ["/static/", "/id/document/", "/places/", "/units/", "/graph/", "/id/", "/jobs/", "/documents/"]
)
def test_no_path_reads_outside(client: TestClient, prefix: str, path: str) -> None:
    reply = client.get(prefix + path, headers={"authorization": f"Bearer {KEY}"})
    assert reply.status_code in (400, 404, 405, 422)
    assert "root:" not in reply.text
    assert str(Path(__file__).parents[1]) not in reply.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE#\n<http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE?x { ?s ?p ?o } }",
        "PREFIX s: <http://127.0.0.1:1/> SELECT * { SERVICE s:x { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/>", "LOAD <file:///etc/passwd> INTO GRAPH <a:b>",
        "INSERT DATA { <a:a> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR DEFAULT",
        "ASK {} ; DROP ALL", "BASE <a:b> INSERT DATA { <a> <b> 1 }", "# SELECT\nDROP ALL",
        "SELECT * {" + "{" * 5_000 + "}" * 5_000 + "}",
        "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "SELECT * { ?s " + "!(" * 3_000 + "<a:b>" + ")" * 3_000 + " ?o }",
        "SELECT * { FILTER(" + "!" * 100_000 + "1) }",
        "SELECT * { FILTER(1" + "+1" * 60_000 + ") }",
        "SELECT * { ?s " + "<a:b>/" * 20_000 + "<a:b> ?o }",
        "SELECT * { ?s ?p '" + "\\" * 99_999 + " }",
        "SELECT * { ?s ?p " + "'" * 99_999 + " }",
        "\x00SELECT * { ?s ?p ?o }",
        "SELECT (REPLACE(STR(?s), '(a*)*b', 'x') AS ?y) { ?s ?p ?o FILTER(REGEX(STR(?s), '(a+)+$')) } LIMIT 1",
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?s), 'a{1000}{1000}{1000}')) } LIMIT 1",
    ],
)  # fmt: skip
def test_no_query_fetches_writes_or_ends_the_service(client: TestClient, query: str) -> None:
    before = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}).text
    reply = client.post("/sparql", data={"query": query})
    assert reply.status_code in (200, 400, 413, 422, 504), reply.text
    if any(word in query.upper() for word in ("SERVICE", "LOAD", "DROP", "INSERT", "DELETE", "CLEAR", "FROM")):
        assert reply.status_code == 400
    after = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"})
    assert after.text == before


MARKUP = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{777*777}}",
          "{% raw %}", "'-alert(1)-'", "</textarea><script>x</script>")  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_sent_becomes_markup(client: TestClient, text: str) -> None:
    browser = {"accept": "text/html", "accept-language": text}
    for path in (f"/?q={quote(text)}", f"/sparql?query={quote(text)}", f"/id/unit/{quote(text, safe='')}",
                 f"/?q=x&lang={quote(text)}", f"/sparql?{quote(text)}=1",
                 f"/id/unit/{quote(UNIT)}?{quote(text)}=1"):  # fmt: skip
        # What carries the nonce of the response is the page's own; what pages say in schema.org is data.
        own = r'<script (nonce="[\w-]+"|type="application/ld.json">)'
        page = re.sub(own, "<own", client.get(path, headers=browser).text)
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert str(777 * 777) not in page


def test_headers_are_not_split(client: TestClient) -> None:
    lines = "%0d%0aX-Bad:1"
    for path in (f"/units?limit=1{lines}", f"/id/unit/x{lines}?lang=en", f"/figures.csv?unit={lines}"):
        reply = client.get(path)
        assert "x-bad" not in reply.headers
        assert reply.status_code in (404, 422)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accept", "x" * 50_000), ("accept", "," * 50_000), ("accept", "text/html;q=" + "9" * 10_000),
        ("accept", "*/*;q=nan"), ("accept", "text/turtle;q=-1, */*;q=inf"), ("accept-language", "-" * 10_000),
        ("if-none-match", '"' * 10_000), ("last-event-id", "9" * 5_000), ("authorization", "Bearer " + "x" * 20_000),
        ("authorization", "Bearer"), ("content-type", ";" * 10_000), ("host", "evil.example"),
        ("x-forwarded-for", "x" * 5_000), ("range", "bytes=0-999999999999"), ("accept-encoding", "gzip;q=x"),
    ],
)  # fmt: skip
def test_headers_that_are_none(client: TestClient, name: str, value: str) -> None:
    began = time.monotonic()
    job = f"/jobs/{'0' * 32}"
    for path in ("/units", "/sparql?query=ASK%7B%7D", f"/id/unit/{UNIT}", "/", "/figures.csv?limit=1", job):
        assert client.get(path, headers={name: value}).status_code < 500
    assert time.monotonic() - began < LONG


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/units?limit=99999999999999999999", 422), ("/units?offset=-1", 422), ("/units?limit=1e3", 422),
        ("/search?q=" + "长" * 501, 422), ("/search?q=%22%28%5B%2A%3F%7E%5E+AND+OR+NOT", 200),
        ("/search?q=a:b:c%20%5C%5C", 200), ("/search?q=" + "%28" * 500, 200), ("/search?q=x&k=0", 422),
        ("/figures.csv?year=99999999999", 422), (f"/units/{UNIT}/series?item=%3Cx%3E%20%7D%20DROP", 400),
        (f"/units/{UNIT}/series?measure=x%22%7D", 200), ("/disclosures?unit=%27%20OR%201=1", 404),
        ("/graph-store?graph=%3Cx%3E", 400), ("/graph-store?graph=x%22%20y", 400), ("/id/%ff", 400),
        ("/findings?rule=%27", 200), ("/sparql?query=%FF", 400), ("/sparql?%FF=1", 400), ("/?q=%FF", 200),
    ],
)  # fmt: skip
def test_parameters_that_are_none(client: TestClient, path: str, status: int) -> None:
    reply = client.get(path)
    assert reply.status_code == status, reply.text
    assert "Traceback" not in reply.text


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"x"', b"{", b'{"question": null}', b'{"question": {"a": 1}}', b'{"question": ["x"]}',
     b"[" * 100_000, b'{"a":' * 50_000, b'{"question": "' + b"\\ud800" * 10 + b'"}', b'{"question": "\x00"}',
     b'{"question": 1e999}', b"\xff\xfe", b'{"question": "x", "question": "y", "lang": "zh\\u0000"}'],
)  # fmt: skip
def test_bodies_that_are_none(client: TestClient, body: bytes) -> None:
    reply = client.post("/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (200, 400, 422), reply.text
    assert client.get("/health").status_code == 200


def test_questions_that_are_none(client: TestClient) -> None:
    began = time.monotonic()
    for question in ("(" * 500, "2023" * 125, "年" * 500, "万元" * 250, "\u202e\u0000\ufeff", "一" * 500, "1" * 500,
                     "？" * 500, "和".join(["示例市数据中心"] * 60), "😀" * 100):  # fmt: skip
        reply = client.post("/ask", json={"question": question})
        assert reply.status_code in (200, 422), question
        if reply.status_code == 200:
            assert reply.json()["status"] in ("answered", "unanswered", "ambiguous")
    assert time.monotonic() - began < LONG


def test_no_error_tells_of_the_machine(client: TestClient) -> None:
    for path in ("/nothing", "/sparql?query=x", "/units/x", f"/places/{'0' * 16}", "/graph-store?graph=a:b"):
        text = client.get(path).text
        assert "/tmp" not in text
        assert "site-packages" not in text
        assert "Traceback" not in text
    assert "server" not in client.get("/health").headers


def test_a_graph_of_another_base_is_not_read(client: TestClient) -> None:
    assert client.get("/graph-store", params={"graph": "file:///etc/passwd"}).status_code == 404
    assert client.get("/graph-store", params={"graph": f"{BASE}../etc/passwd"}).status_code == 404


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """A zip; names and contents as given, links as links."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if content.startswith(b"link:"):
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, content.removeprefix(b"link:"))
    return made.getvalue()


def uploaded(client: TestClient, content: bytes) -> httpx.Response:
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/octet-stream"}
    return client.post("/check?name=a.zip&what=reading", content=content, headers=headers)


def test_a_zip_that_unpacks_without_end_is_refused(client: TestClient) -> None:
    most = client.app.state.settings.upload_bytes  # type: ignore[attr-defined]
    part = b"\0" * 2**24
    bomb = zipped(*((f"{number}.txt", part) for number in range(UNPACKED * most // len(part) + 1)))
    assert len(bomb) < most
    reply = uploaded(client, bomb)
    assert (reply.status_code, reply.json()["type"]) == (413, "urn:mingzhang:too-long")
    assert uploaded(client, b"PK no zip").status_code == 400


@pytest.mark.slow
def test_links_and_paths_in_a_zip_lead_nowhere(client: TestClient, tmp_path: Path) -> None:
    target, outside = tmp_path / "secret.txt", tmp_path / "escaped.txt"
    target.write_text("secret of the machine")
    for entry in (("a.txt", b"link:" + str(target).encode()), ("a.txt", b"link:/etc/passwd"),
                  ("../" * 9 + outside.relative_to("/").as_posix(), b"x"), (str(outside), b"x"),
                  ("..\\..\\mingzhang-escaped.txt", b"x"), ("a" * 300 + ".txt", b"x")):  # fmt: skip
        reply = uploaded(client, zipped(entry))
        assert reply.status_code == 422, reply.text
        assert "secret of" not in reply.text
        assert "root:" not in reply.text
    assert not outside.exists()


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b"\xff", b"{}", b'{"jsonrpc": "2.0", "id": 1}'])
def test_nothing_sent_to_mcp_breaks_it(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    assert 400 <= client.post("/mcp", content=body, headers=headers).status_code < 500
    assert client.post("/mcp", content=b" " * (3 * 2**20), headers=headers).status_code == 413
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"@context": "http://127.0.0.1:1/x", "@id": "a:a", "a:b": 1}', b'{"@graph":' * 50_000]
)
def test_no_graph_that_is_sent_fetches_or_overflows(client: TestClient, body: bytes) -> None:
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/ld+json"}
    reply = client.put("/graph-store", params={"graph": f"{BASE}graph/own/x"}, content=body, headers=headers)
    assert reply.status_code == 400, reply.text


def test_the_key_is_not_given_to_what_reads_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_KEY", KEY)
    assert KEY not in without_key().values()


def test_whose_name_the_service_is_called_by_is_no_markup(client: TestClient) -> None:
    for host in ('x"><script>alert(1)</script>', "x\r\nX-Bad: 1", "evil.example/<!--"):
        try:
            reply = client.get(f"/id/unit/{quote(UNIT)}", headers={"accept": "text/html", "host": host})
        except (httpx.InvalidURL, ValueError, UnicodeError):
            continue
        assert "<script>" not in reply.text
        assert "x-bad" not in reply.headers
