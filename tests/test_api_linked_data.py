"""Every IRI of the graph opens, as a page and as data; the vocabulary documents itself."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from disclosure_builders import UNIT
from fastapi.testclient import TestClient
from service_store import BASE, make_store, service

from api.cli import main as command_line
from api.linked_data.schema_org import catalog, script
from graph.store.generation import open_current
from ontology.terms import declared

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
BROWSER = {"accept": "text/html", "accept-language": "zh"}
TURTLE, JSON_LD = {"accept": "text/turtle"}, {"accept": "application/ld+json"}
EACH = 2
"""IRIs opened of each kind."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with service(make_store(tmp_path_factory.mktemp("linked") / "store")) as running:
        yield running


def path_of(iri: str) -> str:
    return "/" + quote(iri.removeprefix(BASE).partition("#")[0], safe="/%")


def visible(page: str) -> str:
    """What a person reads before the addresses at the foot."""
    body = re.sub(r"<(head|script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
    return text.split("同一内容的数据形式")[0]


def sample_of_each_kind(store: Path) -> list[str]:
    """IRIs under the base in any position of any quad, replaced revisions included; some of each kind."""
    kinds: dict[str, set[str]] = {}
    with open_current(store) as generation:
        for held in (generation.store, generation.replaced):
            for quad in held:
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                    if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                        kind = re.sub(r"[0-9a-f]{12,}|\d+", "N", term.value.removeprefix(BASE))
                        kind = re.sub(r"(%[0-9A-F]{2}|[^\x00-\x7f])+", "…", re.sub(r"#\w+=.*", "#place", kind))
                        kinds.setdefault(kind, set()).add(term.value)
    chance = random.Random(7)
    return [iri for _, iris in sorted(kinds.items()) for iri in chance.sample(sorted(iris), min(EACH, len(iris)))]


@pytest.mark.slow
def test_every_iri_opens_and_is_called_by_a_label(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert CliRunner().invoke(command_line, ["ingest", str(SAMPLES), "--store", str(store)]).exit_code == 0
    opened = sample_of_each_kind(store)
    assert len(opened) > 400
    with service(store) as client:
        for iri in opened:
            for headers in (TURTLE, JSON_LD):
                reply = client.get(path_of(iri), headers=headers)
                assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, headers["accept"]), iri
                form = ox.RdfFormat.from_media_type(headers["accept"])
                assert next(iter(ox.parse(reply.content, form)), None) is not None, iri
            page = client.get(path_of(iri), headers=BROWSER)
            assert page.status_code == 200, iri
            assert not re.search(r"https?://", visible(page.text)), iri
        sections = client.get("/ontology", headers=BROWSER).text.split('<section id="')[1:]
        assert [each.split('"')[0] for each in sections if '<th scope="row">例</th>' not in each] == []


def test_a_thing_that_is_only_named_opens(client: TestClient) -> None:
    """A department that discloses nothing itself, or what an older reader named: what names it is said."""
    generation = client.app.state.holdings.generation  # type: ignore[attr-defined]
    subjects = {quad.subject for quad in generation.store}
    named = {quad.object for quad in generation.store if isinstance(quad.object, ox.NamedNode)}
    only = sorted(term.value for term in named - subjects if term.value.startswith(f"{BASE}id/"))
    for iri in only[:5]:
        assert client.get(path_of(iri), headers=TURTLE).status_code == 200, iri
        assert client.get(path_of(iri), headers=BROWSER).status_code == 200, iri
    assert client.get("/id/unit/无此单位", headers=TURTLE).status_code == 404


def test_every_term_is_documented(client: TestClient) -> None:
    page = client.get("/ontology", headers=BROWSER).text
    sections = dict(re.findall(r'<section id="(\w+)">(.*?)</section>', page, re.DOTALL))
    assert set(sections) == declared()
    for name, section in sections.items():
        heading, *_ = re.findall(r"<h3>(.+?) · (.+?) <code>mz:(\w+)</code></h3>", section)
        assert all(heading), name
        assert heading[2] == name
        assert all(re.findall(r'<p lang="(?:zh|en)">(.*?)</p>', section)), name
        headings = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', section)
        assert all(text for _, text in headings), name
        if name[0].islower():
            assert {"用于", "取值"} <= {each for each, _ in headings}, name
    assert not re.search(r"https?://", visible(page))


def test_terms_have_examples(client: TestClient) -> None:
    """Of what is held, or where nothing held uses the term, of the vocabulary."""
    page = client.get("/ontology", headers=BROWSER).text
    sections = dict(re.findall(r'<section id="(\w+)">(.*?)</section>', page, re.DOTALL))
    amount = visible(sections["amount"])
    assert re.search(rf"例 {UNIT}.* → \d", amount)
    assert "→" in visible(sections["change"])


def test_terms_lead_to_their_place(client: TestClient) -> None:
    page = client.get(path_of(f"{BASE}id/unit/{UNIT}"), headers=BROWSER).text
    assert client.get("/ontology", headers={**BROWSER, "accept-language": "en"}).text.count('lang="en"') > 100
    assert 'href="#Statement"' in client.get("/ontology", headers=BROWSER).text
    assert 'href="/ontology#Unit"' in page


def test_the_vocabulary_opens_before_anything_is_read(tmp_path: Path) -> None:
    with service(tmp_path / "none") as client:
        for headers in (TURTLE, JSON_LD, BROWSER):
            assert client.get("/ontology", headers=headers).status_code == 200
        triples = list(ox.parse(client.get("/ontology", headers=TURTLE).content, ox.RdfFormat.TURTLE))
        assert any(quad.subject == ox.NamedNode(f"{BASE}ontology#amount") for quad in triples)
        refused = client.get("/ontology", headers={"accept": "image/png"})
        assert (refused.status_code, "Accept" in refused.headers["vary"]) == (406, True)


def schema_of(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return found


def test_pages_speak_schema_org(client: TestClient) -> None:
    (held,) = client.get("/disclosures", params={"unit": UNIT, "year": 2023}).json()["results"]
    page = client.get(path_of(held["disclosure"]), headers=BROWSER)
    about = schema_of(page.text)
    assert (about["@type"], about["@id"], about["temporalCoverage"]) == ("Dataset", held["disclosure"], "2023")
    assert about["creator"]["name"] == UNIT
    for offered in about["distribution"]:
        reply = client.get(offered["contentUrl"])
        assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, offered["encodingFormat"])
    unit = schema_of(client.get(path_of(f"{BASE}id/unit/{UNIT}"), headers=BROWSER).text)
    assert (unit["@type"], unit["alternateName"], len(unit["subjectOf"])) == ("GovernmentOrganization", ["数据中心"], 2)
    assert "ld+json\">" not in client.get("/ontology", headers=BROWSER).text


def test_no_name_ends_the_script() -> None:
    text = script({"name": "</script><script>alert(1)</script>&\u2028<!--"})
    assert text.count("<") == 2
    assert schema_of(text)["name"] == "</script><script>alert(1)</script>&\u2028<!--"


def test_the_catalogue_names_what_can_be_fetched(client: TestClient) -> None:
    generation = client.app.state.holdings.generation  # type: ignore[attr-defined]
    about = catalog(generation, "http://testserver")
    assert about["temporalCoverage"] == "2022/2023"
    for offered in about["distribution"]:
        assert client.get(offered["contentUrl"]).headers["content-type"].split(";")[0] == offered["encodingFormat"]
