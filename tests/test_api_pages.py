"""The pages and the linked data: what a person sees, and the same as data."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import BASE, UNIT_IRI, make_store, service

from api.examples import candidates
from graph.generation import open_current

BROWSER = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "zh-CN,zh;q=0.9",
}
QUESTION = f"{UNIT}2023年支出合计决算数是多少？"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("pages") / "store")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with service(store) as running:
        yield running


def visible(page: str) -> str:
    """The text of a page as a person reads it."""
    body = re.sub(r"<(head|script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_first_page_tells_what_is_held(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER).text
    assert "<form" in page
    assert UNIT in visible(page)
    assert "2022 2023" in visible(page)
    assert "样例" in visible(page)
    assert page.count('<li><a href="/?q=') == 3


def test_its_examples_are_answered(store: Path, client: TestClient) -> None:
    deadline = time.monotonic() + 20
    while True:
        page = client.get("/", headers=BROWSER).text
        links = [unescape(link) for link in re.findall(r'<li><a href="(/\?q=[^"]+)">', page)]
        failed = [link for link in links if '<table class="evidence">' not in client.get(link, headers=BROWSER).text]
        if not failed:
            break
        # They are asked in the background after the start; until then the likeliest ones stand there.
        assert time.monotonic() < deadline, unquote(failed[0])
        time.sleep(0.2)
    assert len(links) == 3
    with open_current(store) as generation:
        assert all(UNIT in question for question in candidates(generation, "en"))


def test_a_question_shows_figure_and_evidence(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION}, headers=BROWSER).text
    assert '<data value="3739700">373.97</data> 万元' in page
    text = visible(page)
    for part in ("决算公开.pdf", "支出决算表", "本年支出合计", "SELECT"):
        assert part in text, part
    # The evidence leads to where it is seen as printed.
    link = unescape(re.search(r'<td><a href="(/places/[^"]+)">决算公开.pdf', page)[1])  # type: ignore[index]
    assert "第9页" in visible(client.get(link, headers=BROWSER).text)


def test_a_refusal_and_suggestions(client: TestClient) -> None:
    page = client.get("/", params={"q": f"{UNIT}1999年支出合计是多少？"}, headers=BROWSER).text
    assert 'class="refusal"' in page
    assert 'class="figure"' not in page


def test_what_is_asked_is_never_markup(client: TestClient) -> None:
    page = client.get("/", params={"q": "<script>alert(1)</script>\"'>"}, headers=BROWSER).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_pages_need_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/", f"/?q={quote(QUESTION)}", f"/id/unit/{quote(UNIT)}", "/sparql"):
        # What pages say in schema.org is data, and no script runs.
        page = client.get(path, headers=BROWSER).text.replace('<script type="application/ld+json">', "")
        assert "<script" not in page, path
        for address in re.findall(r'<(?:link|img|script|iframe)[^>]+(?:href|src)="([^"]+)"', page):
            assert address.startswith(("/static/", "?")), (path, address)


def test_pages_speak_both_languages(client: TestClient) -> None:
    english = {**BROWSER, "accept-language": "en-GB,en;q=0.9"}
    assert '<html lang="en">' in client.get("/", headers=english).text
    assert '<html lang="zh">' in client.get("/", headers=BROWSER).text
    assert '<html lang="zh">' in client.get("/?lang=zh", headers=english).text
    assert '<html lang="zh">' in client.get("/", headers={**BROWSER, "accept-language": "*"}).text


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
    ],
)
def test_an_iri_opens_as_data(client: TestClient, accept: str, media: str, form: ox.RdfFormat) -> None:
    reply = client.get(f"/id/unit/{UNIT}", headers={"accept": accept})
    assert reply.headers["content-type"].startswith(media)
    triples = {quad.triple for quad in ox.parse(reply.content, form)}
    assert {triple.subject for triple in triples} == {ox.NamedNode(UNIT_IRI)}
    assert len(triples) >= 5
    assert client.get(f"/id/unit/{UNIT}?format=nt").text.count("\n") == len(triples)


def every_iri(store: Path) -> list[str]:
    with open_current(store) as generation:
        subjects = {quad.subject.value for quad in generation.store if isinstance(quad.subject, ox.NamedNode)}
    kinds: dict[str, str] = {}
    for iri in sorted(subjects):
        # One of each kind: figures, observations, series, passages ... and their classes and lists.
        kind = re.sub(r"[0-9a-f]{12,}|\d+", "N", iri.removeprefix(BASE).split("#")[0])
        kinds.setdefault(re.sub(r"[^\x00-\x7f]+", "…", kind), iri)
    return [iri for iri in kinds.values() if iri.startswith(BASE + "id/")]


def test_every_kind_of_iri_opens(store: Path, client: TestClient) -> None:
    found = every_iri(store)
    assert len(found) > 20
    for iri in found:
        path = "/" + quote(iri.removeprefix(BASE).partition("#")[0], safe="/%")
        assert client.get(path, headers={"accept": "text/turtle"}).status_code == 200, iri
        page = client.get(path, headers=BROWSER)
        assert page.status_code == 200, iri
        # Its own address stands at the foot, for copying; before that people read labels.
        assert BASE not in visible(page.text).split("同一内容的数据形式")[0], iri


def test_an_iri_opens_however_it_is_escaped(client: TestClient) -> None:
    expected = client.get(f"/id/unit/{UNIT}", headers={"accept": "text/turtle"}).content
    for path in (f"/id/unit/{quote(UNIT)}", f"/id/unit/{quote(UNIT).lower()}", f"/id/%75nit/{quote(UNIT)}"):
        assert client.get(path, headers={"accept": "text/turtle"}).content == expected, path


def test_the_vocabulary_opens(client: TestClient) -> None:
    turtle = client.get("/ontology", headers={"accept": "text/turtle"}).content
    assert any(quad.subject == ox.NamedNode(f"{BASE}ontology#amount") for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
    assert client.get("/ontology", headers=BROWSER).status_code == 200
