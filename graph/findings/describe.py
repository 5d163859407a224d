"""Findings as SHACL results, in graphs of their own beside what was read: they never stop a commit.

A finding is ``{base}id/finding/{id}``, a sh:ValidationResult on the revision, with the rule as its shape, messages in
both languages and one node for each printed place. Of a place only what is printed there is repeated: form, row and
column are the statement's. What people say of findings stands in a graph of its own, because it changes without any
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from graph.findings.records import Evidence, Finding, Review, Severity
from graph.findings.rulebook import all_rules
from graph.naming.identity import Names, escaped, normal
from graph.naming.vocabulary import LABEL, TYPE, vocabulary
from ingest.records import DisclosureKey
from ontology.terms import DEFAULT_BASE, SH

_SEVERITY: dict[Severity, str] = {"error": "Violation", "warning": "Warning", "hint": "Info"}


SEVERITIES: dict[str, Severity] = {f"{SH}{name}": severity for severity, name in _SEVERITY.items()}
"""Severities by their IRI in SHACL."""


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


RESULT = _sh("ValidationResult")


def findings_graph(key: DisclosureKey, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of the graph of a disclosure's own findings; the same for all its revisions."""
    path = "/".join(escaped(part) for part in (normal(key.unit), str(key.year), key.kind, key.scope))
    return NamedNode(f"{base}graph/findings/{path}")


def across_graph(unit: str, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of the graph of the findings between several disclosures of one unit."""
    return NamedNode(f"{base}graph/findings/{escaped(normal(unit))}")


def reviews_graph(base: str = DEFAULT_BASE) -> NamedNode:
    """Name of the graph of what people say of findings."""
    return NamedNode(f"{base}graph/reviews")


def finding_node(identifier: str, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of a finding."""
    return NamedNode(f"{base}id/finding/{identifier}")


def rule_node(identifier: str, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of a rule."""
    return NamedNode(f"{base}id/rule/{identifier}")


def describe_findings(findings: Iterable[Finding], graph: NamedNode, base: str = DEFAULT_BASE) -> list[Quad]:
    """The quads of findings in ``graph``, in order, each once. Reviews are left out."""
    found: dict[Quad, None] = {}
    for finding in findings:
        for quad in _finding(finding, graph, base):
            found[quad] = None
    return list(found)


def _finding(finding: Finding, graph: NamedNode, base: str) -> Iterator[Quad]:
    node = finding_node(finding.id, base)
    mz = vocabulary(base)
    yield Quad(node, TYPE, RESULT, graph)
    yield Quad(node, _sh("resultSeverity"), _sh(_SEVERITY[finding.severity]), graph)
    yield Quad(node, _sh("resultMessage"), Literal(finding.message, language="zh"), graph)
    yield Quad(node, _sh("resultMessage"), Literal(finding.message_en, language="en"), graph)
    yield Quad(node, _sh("sourceShape"), rule_node(finding.rule, base), graph)
    yield Quad(node, _sh("sourceConstraintComponent"), mz.RuleComponent, graph)
    if finding.disclosure:
        yield Quad(node, _sh("focusNode"), NamedNode(finding.disclosure), graph)
    if finding.found:
        yield Quad(node, _sh("value"), Literal(finding.found), graph)
    for term, value in ((mz.expected, finding.expected), (mz.difference, finding.difference)):
        if value:
            yield Quad(node, term, Literal(value), graph)
    for number, each in enumerate(finding.evidence, 1):
        place = NamedNode(f"{node.value}/evidence/{number}")
        yield Quad(node, mz.evidence, place, graph)
        yield from _evidence(each, place, graph, base)


def _evidence(evidence: Evidence, node: NamedNode, graph: NamedNode, base: str) -> Iterator[Quad]:
    mz = vocabulary(base)
    if evidence.quote:
        yield Quad(node, mz.printed, Literal(evidence.quote), graph)
    if evidence.iri:
        yield Quad(node, mz.place, NamedNode(evidence.iri), graph)
    if not is_cell(evidence):
        for term, value in ((mz.formTitle, evidence.form), (mz.itemLabel, evidence.row), (mz.column, evidence.column)):
            if value:
                yield Quad(node, term, Literal(value), graph)


def is_cell(evidence: Evidence) -> bool:
    """Whether the evidence is a printed cell of a table, of which the statement at its place says all."""
    return bool(evidence.form and evidence.column and evidence.quote and evidence.iri)


def describe_reviews(reviews: Mapping[str, Review], base: str = DEFAULT_BASE) -> list[Quad]:
    """What people say of findings, by the findings' ids."""
    mz, graph = vocabulary(base), reviews_graph(base)
    return [
        Quad(finding_node(name, base), term, Literal(value), graph)
        for name, review in sorted(reviews.items())
        for term, value in ((mz.verdict, review.verdict), (mz.reviewNote, review.note), (mz.reviewer, review.by))
        if value
    ]


def describe_rules(base: str = DEFAULT_BASE) -> list[Quad]:
    """The rules themselves, for the graph of the ontology: their ids, messages, severity and what they look at."""
    mz, graph = vocabulary(base), Names(base).ontology_graph
    found = []
    for rule in all_rules():
        node = rule_node(rule.id, base)
        found += [
            Quad(node, TYPE, _sh("Shape"), graph),
            Quad(node, LABEL, Literal(rule.id), graph),
            Quad(node, _sh("message"), Literal(rule.zh, language="zh"), graph),
            Quad(node, _sh("message"), Literal(rule.en, language="en"), graph),
            Quad(node, _sh("severity"), _sh(_SEVERITY[rule.severity]), graph),
            Quad(node, mz.findingKind, Literal(rule.kind), graph),
        ]
    return found
