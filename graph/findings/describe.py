"""Findings as SHACL results, in a graph of their own beside the disclosure's: they never stop a commit.

A finding is ``{base}id/finding/{id}``, a sh:ValidationResult on the revision, with the rule as its shape, both messages
and one node for each printed place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph.findings.records import Evidence, Finding
from graph.findings.rulebook import all_rules
from graph.identity import Names, escaped, normal
from graph.vocabulary import LABEL, TYPE, vocabulary
from ingest.records import DisclosureKey
from ontology.terms import DEFAULT_BASE

SHACL = "http://www.w3.org/ns/shacl#"
_SEVERITY = {"error": "Violation", "warning": "Warning", "hint": "Info"}


def _sh(name: str) -> NamedNode:
    return NamedNode(SHACL + name)


def findings_graph(key: DisclosureKey, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of the graph of a disclosure's findings; the same for all its revisions."""
    path = "/".join(escaped(part) for part in (normal(key.unit), str(key.year), key.kind, key.scope))
    return NamedNode(f"{base}graph/findings/{path}")


def finding_node(identifier: str, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of a finding."""
    return NamedNode(f"{base}id/finding/{identifier}")


def rule_node(identifier: str, base: str = DEFAULT_BASE) -> NamedNode:
    """Name of a rule."""
    return NamedNode(f"{base}id/rule/{identifier}")


def describe_findings(findings: Iterable[Finding], key: DisclosureKey, base: str = DEFAULT_BASE) -> list[Quad]:
    """The quads of a disclosure's findings, in order, each once."""
    graph = findings_graph(key, base)
    found: dict[Quad, None] = {}
    for finding in findings:
        for quad in _finding(finding, graph, base):
            found[quad] = None
    return list(found)


def _finding(finding: Finding, graph: NamedNode, base: str) -> Iterator[Quad]:
    node = finding_node(finding.id, base)
    mz = vocabulary(base)
    yield Quad(node, TYPE, _sh("ValidationResult"), graph)
    yield Quad(node, _sh("resultSeverity"), _sh(_SEVERITY[finding.severity]), graph)
    yield Quad(node, _sh("resultMessage"), Literal(finding.message, language="zh"), graph)
    yield Quad(node, _sh("resultMessage"), Literal(finding.message_en, language="en"), graph)
    yield Quad(node, _sh("sourceShape"), rule_node(finding.rule, base), graph)
    yield Quad(node, mz.kind, Literal(finding.kind), graph)
    if finding.disclosure:
        yield Quad(node, _sh("focusNode"), NamedNode(finding.disclosure), graph)
    if finding.found:
        yield Quad(node, _sh("value"), Literal(finding.found), graph)
    for name, value in (("expected", finding.expected), ("difference", finding.difference),
                        ("verdict", finding.review.verdict), ("reviewNote", finding.review.note),
                        ("reviewer", finding.review.by)):
        if value:
            yield Quad(node, NamedNode(f"{base}ontology#{name}"), Literal(value), graph)
    for number, each in enumerate(finding.evidence, 1):
        place = NamedNode(f"{node.value}/evidence/{number}")
        yield Quad(node, _sh("detail"), place, graph)
        yield from _evidence(each, place, graph, base)


def _evidence(evidence: Evidence, node: NamedNode, graph: NamedNode, base: str) -> Iterator[Quad]:
    mz = vocabulary(base)
    yield Quad(node, mz.fileName, Literal(evidence.document), graph)
    for term, value in ((mz.formTitle, evidence.form), (mz.itemLabel, evidence.row), (mz.column, evidence.column),
                        (mz.printed, evidence.quote)):
        if value:
            yield Quad(node, term, Literal(value), graph)
    if evidence.iri:
        yield Quad(node, mz.place, NamedNode(evidence.iri), graph)


def describe_rules(base: str = DEFAULT_BASE) -> list[Quad]:
    """The rules themselves, for the graph of the ontology: their ids, messages and severity."""
    graph = Names(base).ontology_graph
    found = []
    for rule in all_rules():
        node = rule_node(rule.id, base)
        found += [
            Quad(node, TYPE, _sh("Shape"), graph),
            Quad(node, LABEL, Literal(rule.id), graph),
            Quad(node, _sh("message"), Literal(rule.zh, language="zh"), graph),
            Quad(node, _sh("message"), Literal(rule.en, language="en"), graph),
            Quad(node, _sh("severity"), _sh(_SEVERITY[rule.severity]), graph),
        ]
    return found
