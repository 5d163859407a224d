"""Keeps the graphs of findings what the current disclosures and the reviews say they are.

A fault of a rule must never stop a commit: it is logged, and that disclosure's findings are left out whole, so that no
part of them passes for all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from graph.findings.across import findings_across
from graph.findings.describe import (
    RESULT,
    across_graph,
    describe_findings,
    describe_reviews,
    finding_node,
    findings_graph,
    reviews_graph,
)
from graph.findings.engine import findings
from graph.findings.records import Finding
from graph.findings.review import read_reviews
from graph.naming.vocabulary import TYPE
from graph.store.embedded import GraphStore
from ingest.records import Disclosure, DisclosureKey

log = logging.getLogger("mingzhang")


def sync_findings(store: GraphStore, key: DisclosureKey, disclosure: Disclosure | None, base: str) -> None:
    """Writes what is found within a key's current revision; None where nothing is held."""
    store.set_graph(*found_within(key, disclosure, base))


def sync_across(store: GraphStore, unit: str, current: Sequence[Disclosure], base: str) -> None:
    """Writes what is found between the current disclosures of a unit."""
    store.set_graph(*found_across(unit, current, base))


def found_within(key: DisclosureKey, disclosure: Disclosure | None, base: str) -> tuple[NamedNode, list[Quad]]:
    """The graph of what is found within a key's current revision, and its quads; None where nothing is held."""
    graph = findings_graph(key, base)
    return graph, _found(graph, base, lambda: findings(disclosure, base) if disclosure is not None else [])


def found_across(unit: str, current: Sequence[Disclosure], base: str) -> tuple[NamedNode, list[Quad]]:
    """The graph of what is found between the current disclosures of a unit, and its quads."""
    graph = across_graph(unit, base)
    return graph, _found(graph, base, lambda: findings_across(current, base))


def sync_reviews(store: GraphStore, path: Path, base: str) -> None:
    """Writes what people said of the findings that are there. A file that can't be read changes nothing."""
    try:
        reviews = read_reviews(path)
    except (OSError, ValueError) as error:
        log.warning("%s", error)
        return
    there = {name: review for name, review in reviews.items() if _is_there(store, finding_node(name, base))}
    store.set_graph(reviews_graph(base), describe_reviews(there, base))


def _is_there(store: GraphStore, node: NamedNode) -> bool:
    return any(quad.predicate == TYPE and quad.object == RESULT for quad in store.about(node))


def _found(graph: NamedNode, base: str, find: Callable[[], Sequence[Finding]]) -> list[Quad]:
    try:
        return describe_findings(find(), graph, base)
    except Exception:
        log.exception("%s: a rule failed, its findings are left out; please report it with the document", graph.value)
        return []
