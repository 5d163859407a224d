"""The pages and the linked data: what a person sees, and the same as data."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import BASE, UNIT_IRI, make_store, service

from api.linked_data import rendering
from api.pages.complete import completions
from api.questions.examples import candidates, related
from graph.store.generation import open_current

BROWSER = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "zh-CN,zh;q=0.9",
}


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


def test_the_examples_are_answered(store: Path, client: TestClient) -> None:
    warmth, holdings = client.app.state.warmth, client.app.state.holdings  # type: ignore[attr-defined]
    deadline = time.monotonic() + 60
    while (holdings.generation.number, "en") not in warmth._examples:
        # They are asked in the background after the start.
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for lang in ("zh", "en"):
        questions = warmth.examples(holdings.generation, lang)
        assert len(questions) == 3
        for question in questions:
            assert client.post("/ask", json={"question": question}).json()["values"], question
    with open_current(store) as generation:
        assert all(UNIT in question for question in candidates(generation, "en"))
        assert len(related(generation, "zh", UNIT, 2023)) >= 3
        assert related(generation, "zh", UNIT, 1999) == []


@pytest.mark.parametrize(
    ("text", "start", "first"),
    [(UNIT[:5], 0, UNIT), (f"请问{UNIT[:5]}", 2, UNIT), (f"{UNIT}2023年三公", len(UNIT) + 5, None), ("zzzz", 4, None)],
)
def test_names_are_completed(client: TestClient, text: str, start: int, first: str | None) -> None:
    found = client.get("/pages/complete", params={"text": text}).json()
    assert found["start"] == start
    if first is not None:
        assert first in found["items"]
    assert ("“三公”经费" in found["items"]) is ("三公" in text)


def test_what_is_typed_goes_on_to_names() -> None:
    known = ("示例市图书馆", "“三公”经费", "Training expenses")
    assert completions("示例市图书馆2023年", known) == (11, [])
    assert completions("spent on trai", known) == (9, ["Training expenses"])
    assert completions("2023年三公", known) == (5, ["“三公”经费"])
    assert completions("示例市图书馆", known) == (0, [])


def policy(reply: Any) -> dict[str, list[str]]:
    parts = (each.split() for each in reply.headers["content-security-policy"].split(";"))
    return {name: values for name, *values in parts}


def test_pages_of_data_need_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    for path in (f"/id/unit/{quote(UNIT)}",):
        reply = client.get(path, headers=BROWSER)
        # What pages say in schema.org is data, and no script runs.
        assert "<script" not in reply.text.replace('<script type="application/ld+json">', ""), path
        assert "script-src" not in policy(reply)
        for address in re.findall(r'<(?:link|img|script|iframe)[^>]+(?:href|src)="([^"]+)"', reply.text):
            assert address.startswith(("/static/", "?")), (path, address)


def test_the_other_pages_run_no_script_but_their_own(client: TestClient) -> None:
    reply = client.get("/", headers=BROWSER)
    rules = policy(reply)
    assert rules["default-src"] == ["'none'"]
    nonce = next(each for each in rules["script-src"] if each.startswith("'nonce-"))
    assert set(rules["script-src"]) == {"'self'", "'unsafe-eval'", nonce}
    assert re.findall(r"<script(?! nonce=)", reply.text) == []
    assert nonce != next(each for each in policy(client.get("/"))["script-src"] if each.startswith("'nonce-"))
    for name in ("connect-src", "font-src", "form-action"):
        assert rules[name] == ["'self'"]
    assert reply.headers["x-frame-options"] == "DENY"


def test_other_sites_open_no_socket(client: TestClient) -> None:
    socket = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    assert client.get(socket, headers={"origin": "http://testserver"}).status_code == 200
    assert client.get(socket, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_addresses_that_are_no_pages_stay_the_service_s(client: TestClient) -> None:
    for path in ("/pages/none", "/_nicegui_none", "/none"):
        reply = client.get(path, headers=BROWSER)
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "application/problem+json", path


def test_pages_speak_both_languages(client: TestClient) -> None:
    english = {**BROWSER, "accept-language": "en-GB,en;q=0.9"}
    for path in ("/", f"/id/unit/{quote(UNIT)}"):
        assert '<html lang="en"' in client.get(path, headers=english).text
        assert '<html lang="zh"' in client.get(path, headers=BROWSER).text
        assert '<html lang="zh"' in client.get(path + "?lang=zh", headers=english).text
        assert '<html lang="zh"' in client.get(path, headers={**BROWSER, "accept-language": "*"}).text


def test_what_is_not_held_is_404(client: TestClient) -> None:
    for path in ("/pages/units/none", "/pages/disclosures/none/2023/决算/单位", "/pages/check/none", "/pages/jobs/none",
                 f"/pages/drafts/{'0' * 32}.png?page=1"):  # fmt: skip
        assert client.get(path, headers=BROWSER).status_code == 404, path


def test_every_text_stands_in_both_languages() -> None:
    assert rendering.texts("zh").keys() == rendering.texts("en").keys()


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


def test_things_lead_to_their_pages(client: TestClient) -> None:
    page = client.get(f"/id/unit/{quote(UNIT)}", headers=BROWSER).text
    assert f'href="/pages/units/{quote(UNIT)}"' in page
    (first, *_) = client.get("/disclosures").json()["results"]
    path = "/" + quote(first["revision"].removeprefix(BASE), safe="/%")
    link = re.search(r'href="(/pages/disclosures/[^"]+)"', client.get(path, headers=BROWSER).text)
    assert link
    assert client.get(link[1]).status_code == 200


def test_the_vocabulary_opens(client: TestClient) -> None:
    turtle = client.get("/ontology", headers={"accept": "text/turtle"}).content
    assert any(quad.subject == ox.NamedNode(f"{BASE}ontology#amount") for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
    assert client.get("/ontology", headers=BROWSER).status_code == 200
