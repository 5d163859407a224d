"""The vocabulary as RDF terms, and the graph that holds it with all code lists.

``vocabulary(base).amount`` is the IRI ``{base}ontology#amount``. A name that the ontology does not declare is an
``AttributeError``, not a stray triple.
"""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.naming.identity import Names
from ontology.forms import forms
from ontology.schemes import Concept, concepts, editions
from ontology.terms import DCAT, DCTERMS, DEFAULT_BASE, ORG, PROV, QB, RDF, RDFS, SKOS, XSD, declared, turtle

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
PREF_LABEL = NamedNode(SKOS + "prefLabel")
ALT_LABEL = NamedNode(SKOS + "altLabel")
NOTATION = NamedNode(SKOS + "notation")
IN_SCHEME = NamedNode(SKOS + "inScheme")
BROADER = NamedNode(SKOS + "broader")
CLOSE_MATCH = NamedNode(SKOS + "closeMatch")
EXACT_MATCH = NamedNode(SKOS + "exactMatch")
CONCEPT_SCHEME = NamedNode(SKOS + "ConceptScheme")
OBSERVATION = NamedNode(QB + "Observation")
CHANGE_EVENT = NamedNode(ORG + "ChangeEvent")
ORIGINAL_ORGANIZATION = NamedNode(ORG + "originalOrganization")
RESULTING_ORGANIZATION = NamedNode(ORG + "resultingOrganization")
SUB_ORGANIZATION_OF = NamedNode(ORG + "subOrganizationOf")
DISTRIBUTION = NamedNode(DCAT + "distribution")
MEDIA_TYPE = NamedNode(DCAT + "mediaType")
BYTE_SIZE = NamedNode(DCAT + "byteSize")
TITLE = NamedNode(DCTERMS + "title")
HAS_VERSION = NamedNode(DCTERMS + "hasVersion")
IS_VERSION_OF = NamedNode(DCTERMS + "isVersionOf")
IS_REPLACED_BY = NamedNode(DCTERMS + "isReplacedBy")
WAS_DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
GENERATED = NamedNode(PROV + "generated")
ENDED_AT = NamedNode(PROV + "endedAtTime")
ACTIVITY = NamedNode(PROV + "Activity")
DECIMAL = NamedNode(XSD + "decimal")
INTEGER = NamedNode(XSD + "integer")
BOOLEAN = NamedNode(XSD + "boolean")
DATE_TIME = NamedNode(XSD + "dateTime")

STAGES = {
    "年初预算": "Opening budget",
    "全年预算": "Full-year budget",
    "调整预算": "Adjusted budget",
    "预算": "Budget",
    "决算": "Final accounts",
    "执行": "Execution",
    "上年决算": "Final accounts of the year before",
}
"""Stages of ``ingest.records.Stage`` with their English labels."""


class Vocabulary:
    """The terms of one base as attributes: ``mz.amount``, ``mz.Statement``."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self._terms = {name: NamedNode(f"{base}ontology#{name}") for name in declared()}

    def __getattr__(self, name: str) -> NamedNode:
        try:
            return self._terms[name]
        except KeyError:
            raise AttributeError(f"mz:{name} is not declared in ontology/mingzhang.ttl") from None


@lru_cache(maxsize=8)
def vocabulary(base: str = DEFAULT_BASE) -> Vocabulary:
    """The vocabulary under ``base``; made once."""
    return Vocabulary(base)


@lru_cache(maxsize=2)
def describe_ontology(base: str = DEFAULT_BASE) -> tuple[Quad, ...]:
    """The graph of the ontology: the vocabulary, the code lists by edition, the statutory forms and stages."""
    names = Names(base)
    graph = names.ontology_graph
    found = {
        Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parse(turtle(base), format=RdfFormat.TURTLE)
    }
    lists = _Lists(names)
    lists.classifications()
    lists.plain_lists()
    found.update(lists.found)
    return tuple(sorted(found, key=str))


def _once(listed: dict[str, Concept]) -> dict[str, Concept]:
    """Classes whose name stands once in their edition, by name."""
    names = [concept.zh for concept in listed.values()]
    return {concept.zh: concept for concept in listed.values() if names.count(concept.zh) == 1}


class _Lists:
    """The code lists as SKOS concepts."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.mz = vocabulary(names.base)
        self.found: set[Quad] = set()

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.found.add(Quad(subject, predicate, value, self.names.ontology_graph))

    def _labels(self, node: NamedNode, zh: str, en: str, aliases: tuple[str, ...] = ()) -> None:
        self._add(node, PREF_LABEL, Literal(zh, language="zh"))
        if en:
            self._add(node, PREF_LABEL, Literal(en, language="en"))
        for alias in aliases:
            self._add(node, ALT_LABEL, Literal(alias, language="zh"))

    def classifications(self) -> None:
        """One scheme per edition. A code of the same name in two editions is the same class; a functional code that
        was renamed, and an economic name that moved to another code, are close to it."""
        by_edition: dict[tuple[str, str], dict[str, Concept]] = {}
        for edition in editions():
            scheme = self.names.scheme(edition.scheme, edition.edition)
            self._add(scheme, TYPE, CONCEPT_SCHEME)
            self._labels(scheme, edition.zh, edition.en)
            held = {c.id: c for c in concepts(edition.scheme) if c.edition == edition.edition}
            for concept in held.values():
                node = self._class(edition.scheme, concept, edition.first)
                self._add(node, IN_SCHEME, scheme)
                shorter = next((concept.id[:n] for n in (5, 3) if n < len(concept.id) and concept.id[:n] in held), "")
                if shorter:
                    self._add(node, BROADER, self.names.item(edition.scheme, shorter, edition.first))
            for (other_scheme, _), others in by_edition.items():
                if other_scheme == edition.scheme:
                    self._matches(edition.scheme, others, held)
            by_edition[edition.scheme, edition.edition] = held

    def _matches(self, scheme: str, before: dict[str, Concept], now: dict[str, Concept]) -> None:
        for code in sorted(before.keys() & now.keys()):
            if before[code].zh == now[code].zh:
                self._match(scheme, EXACT_MATCH, before[code], now[code])
            elif scheme == "functional":
                self._match(scheme, CLOSE_MATCH, before[code], now[code])
        if scheme != "functional":
            moved = _once(before)
            for name, concept in sorted(_once(now).items()):
                if name in moved and moved[name].id != concept.id:
                    self._match(scheme, CLOSE_MATCH, moved[name], concept)

    def _match(self, scheme: str, term: NamedNode, *both: Concept) -> None:
        first, second = (self.names.item_of_edition(scheme, concept.edition, concept.id) for concept in both)
        self._add(first, term, second)
        self._add(second, term, first)

    def _class(self, scheme: str, concept: Concept, year: int) -> NamedNode:
        node = self.names.item(scheme, concept.id, year)
        self._add(node, TYPE, self.mz.Item)
        self._add(node, NOTATION, Literal(concept.id))
        self._labels(node, concept.zh, concept.en, concept.aliases)
        return node

    def plain_lists(self) -> None:
        """Lists without editions: three-public items, measures, kinds of fact, funds, natures, forms, stages."""
        names, mz = self.names, self.mz
        for concept in concepts("three_public"):
            node = self._class("three-public", concept, 0)
            if concept.parent:
                self._add(node, BROADER, names.item("three-public", concept.parent, 0))
        for listed, kind, name in (
            ("measures", mz.Measure, names.measure),
            ("facts", mz.Measure, names.fact),
            ("funds", mz.Fund, names.fund),
            ("natures", mz.Nature, names.nature),
        ):
            for concept in concepts(listed):
                node = name(concept.id)
                self._add(node, TYPE, kind)
                self._labels(node, concept.zh, concept.en, concept.aliases)
                if concept.parent and listed == "funds":
                    self._add(node, BROADER, name(concept.parent))
        for form in forms():
            self._add(names.form(form.id), TYPE, mz.Form)
            self._labels(names.form(form.id), form.zh, form.en)
        for zh, en in STAGES.items():
            self._add(names.stage(zh), TYPE, mz.Stage)
            self._labels(names.stage(zh), zh, en)
