"""The findings that a published graph holds, as they were found: without reading any document again."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol, get_args

from pyoxigraph import QuerySolutions

from graph.findings.describe import SEVERITIES
from graph.findings.engine import ordered
from graph.findings.records import Evidence, Finding, Review, Verdict
from graph.findings.rulebook import all_rules
from graph.naming.identity import parse_place
from graph.queries import bound
from graph.store.embedded import text_of
from graph.store.generation import QueryResult

__all__ = ["held_findings"]
Row = dict[str, str]


class Graph(Protocol):
    """What is asked: a generation, or anything that runs a query over the union of its graphs."""

    @property
    def base(self) -> str: ...

    def query(self, text: str) -> QueryResult: ...


def held_findings(graph: Graph, disclosure: str | None = None) -> list[Finding]:
    """All findings, or those of one revision by its IRI: errors first, then by rule; reviews as the graph has them.

    Evidence is that of the finding; form, row and column are the statement's at its place.
    """
    evidence = _evidence(graph, disclosure)
    rules = {rule.id: rule for rule in all_rules()}
    found: dict[str, Finding] = {}
    for row in _rows(graph, "findings-told", disclosure):
        node = row["finding"]
        places = tuple(evidence.get(node, ()))
        rule = rules.get(row["rule"].rpartition("/")[2])
        found[node] = Finding(
            id=node.rpartition("/")[2], rule=row["rule"].rpartition("/")[2], severity=SEVERITIES[row["severity"]],
            kind=rule.kind if rule else "figure", document=places[0].document if places else "",
            disclosure=row["revision"], message=row["message"], message_en=row["messageEn"],
            expected=row.get("expected", ""), found=row.get("found", ""), difference=row.get("difference", ""),
            evidence=places, review=_review(row),
        )
    return ordered(found.values())


def _evidence(graph: Graph, disclosure: str | None) -> dict[str, list[Evidence]]:
    """Evidence by finding, in its order."""
    cells = {row["place"]: row for row in _rows(graph, "findings-cells", disclosure)}
    by_node: dict[str, dict[int, Evidence]] = defaultdict(dict)
    for row in _rows(graph, "findings-evidence", disclosure):
        page = parse_place(row["place"]).page
        told = row.get("form"), row.get("row"), row.get("column")
        if any(told):
            form, label, column = (text or "" for text in told)
        else:
            cell = cells.get(row["place"], {})
            label = f"{cell.get('code', '')} {cell.get('row', '')}".strip()
            form, column = cell.get("form", ""), cell.get("column", "")
        by_node[row["finding"]][int(row["evidence"].rpartition("/")[2])] = Evidence(
            row.get("document", ""), page, form, label, column, row.get("printed", ""), row["place"])
    return {node: [places[number] for number in sorted(places)] for node, places in by_node.items()}


def _review(row: Row) -> Review:
    verdict: Verdict = next((each for each in get_args(Verdict) if each == row.get("verdict")), "")
    return Review(verdict, row.get("note", ""), row.get("by", ""))


def _rows(graph: Graph, name: str, disclosure: str | None) -> list[Row]:
    found = graph.query(bound(name, graph.base, revision=disclosure))
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: text_of(row[name]) for name in names if row[name] is not None} for row in found]
