"""The vocabulary: every term is declared, labelled in both languages, explained, and used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from disclosure_builders import disclosure, everything, figure
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.describe.disclosure import describe
from graph.findings.describe import describe_reviews, describe_rules
from graph.findings.records import Review
from graph.library.library import Library
from graph.naming.vocabulary import describe_ontology, vocabulary
from graph.store.generation import open_current
from ontology.terms import DEFAULT_BASE, RDF, RDFS, declared, turtle, with_base

MZ = DEFAULT_BASE + "ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
TERMS: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
for _quad in parse(turtle(), format=RdfFormat.TURTLE):
    TERMS[_quad.subject.value][_quad.predicate.value].append(_quad.object)
OWN = sorted(iri for iri in TERMS if iri.startswith(MZ))
PROPERTIES = [iri for iri in OWN if any(str(t.value).endswith("Property") for t in TERMS[iri][RDF + "type"])]


def languages(iri: str, predicate: str) -> list[str]:
    return sorted(value.language or "" for value in TERMS[iri][RDFS + predicate] if isinstance(value, Literal))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """All predicates and classes of a store that holds a record of every kind, a revision and an unlisted code."""
    folder: Path = tmp_path_factory.mktemp("store")
    first = everything()
    doubtful = [figure(value, code="2999999", form_id=form) for value, form in (("1", "expenditure"), ("2", "revenue"))]
    with Library(folder) as library:
        library.add(first)
        library.add(disclosure(figure("9"), document="修订.pdf", sample=True))
        library.add(disclosure(*doubtful, name="示例市另一中心", year=2020, document="另一.pdf", sample=True))
        library.add(disclosure(figure("3"), name="武汉市蔡甸区数据中心", document="区.pdf", sample=True))
        library.publish()
    with open_current(folder) as generation:
        quads = [*generation.store, *generation.replaced]
    quads = [quad for quad in quads if quad.graph_name.value != DEFAULT_BASE + "graph/ontology"]
    reviews = describe_reviews({"0" * 16: Review("dismissed", "已核对", "张三")})
    return terms_of([*quads, *describe(everything()), *reviews, *describe_rules()])


def terms_of(quads: Iterable[Quad]) -> set[str]:
    quads = list(quads)
    found = {quad.predicate.value for quad in quads}
    classes = [quad.object for quad in quads if quad.predicate.value == RDF + "type"]
    return found | {each.value for each in classes if isinstance(each, NamedNode)}


@pytest.mark.parametrize("iri", sorted(TERMS))
def test_every_term_has_one_label_in_each_language(iri: str) -> None:
    assert languages(iri, "label") == ["en", "zh"]


@pytest.mark.parametrize("iri", OWN)
def test_every_own_term_is_explained_in_each_language(iri: str) -> None:
    assert languages(iri, "comment") == ["en", "zh"]


@pytest.mark.parametrize("iri", PROPERTIES)
def test_every_property_has_a_range_and_domains_are_declared_classes(iri: str) -> None:
    assert len(TERMS[iri][RDFS + "range"]) == 1
    for domain in TERMS[iri][RDFS + "domain"]:
        assert isinstance(domain, NamedNode)
        assert domain.value in TERMS


def test_every_term_written_is_declared(used: set[str]) -> None:
    assert used - set(TERMS) == set()


def test_every_term_of_the_code_lists_is_declared() -> None:
    known = set(TERMS) | {OWL + name for name in ("Class", "Ontology", "ObjectProperty", "DatatypeProperty")}
    known |= {RDFS + name for name in ("domain", "range", "subClassOf", "comment")}
    assert terms_of(describe_ontology()) - known == set()


def test_every_declared_property_is_written_somewhere(used: set[str]) -> None:
    """Vocabulary that nothing writes is a promise that nobody keeps."""
    assert set(PROPERTIES) - used == set()


def test_the_declared_names_are_those_of_the_file() -> None:
    assert {MZ + name for name in declared()} == set(OWN)


def test_an_undeclared_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="mz:amuont is not declared"):
        vocabulary().amuont  # noqa: B018


def test_the_vocabulary_moves_with_the_base() -> None:
    assert vocabulary("https://data.example.org/").amount.value == "https://data.example.org/ontology#amount"
    assert DEFAULT_BASE not in with_base(turtle(), "https://data.example.org/")


def test_classes_of_the_functional_classification_stand_in_the_edition_of_their_year() -> None:
    quads = describe_ontology()
    schemes = {quad.object.value for quad in quads if quad.predicate.value.endswith("#inScheme")}
    assert DEFAULT_BASE + "id/scheme/functional/2019" in schemes
    matches = {
        (quad.subject.value, quad.object.value) for quad in quads if quad.predicate.value.endswith("#exactMatch")
    }
    assert (DEFAULT_BASE + "id/functional/2007/201", DEFAULT_BASE + "id/functional/2019/201") in matches
