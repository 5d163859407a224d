"""Findings for other programs and for people: SARIF 2.1.0, and one page of HTML that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from graph.findings.records import Evidence, Finding
from graph.findings.rulebook import all_rules, rule_of
from graph.naming.identity import parse_place

_LEVEL = {"error": "error", "warning": "warning", "hint": "note"}
_ZH = {"error": "错误", "warning": "警告", "hint": "提示"}


def sarif(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """The findings as a SARIF log (OASIS 2.1.0) of one run. ``version``: of this program."""
    results = []
    for finding in findings:
        places = [_location(each) for each in finding.evidence]
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "level": _LEVEL[finding.severity],
            "message": {"text": finding.message},
            "locations": places[:1],
            "partialFingerprints": {"finding": finding.id},
            "properties": {"message_en": finding.message_en, "kind": finding.kind, "disclosure": finding.disclosure,
                           "expected": finding.expected, "found": finding.found, "difference": finding.difference},
        }
        if places[1:]:
            result["relatedLocations"] = places[1:]
        if finding.review.verdict:
            status = "accepted" if finding.review.verdict == "dismissed" else "rejected"
            result["suppressions"] = [{"kind": "external", "status": status, "justification": finding.review.note}]
        results.append(result)
    rules = [{"id": rule.id, "shortDescription": {"text": rule.en}, "fullDescription": {"text": rule.zh},
              "defaultConfiguration": {"level": _LEVEL[rule.severity]}} for rule in all_rules()]
    driver = {"name": "mingzhang", "version": version, "rules": rules}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}]}


def _location(evidence: Evidence) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": evidence.document}}
    line = parse_place(evidence.iri).line if "#" in evidence.iri else None
    if line is not None:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical, "message": {"text": where(evidence)}}
    if evidence.form:
        name = "/".join(part for part in (evidence.form, evidence.row, evidence.column) if part)
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def where(evidence: Evidence) -> str:
    """A place in words: page or line, table, row and column, and what is printed there."""
    line = parse_place(evidence.iri).line if "#" in evidence.iri else None
    parts = [f"第 {evidence.page} 页" if evidence.page else f"第 {line} 行" if line else "",
             f"《{evidence.form}》" if evidence.form else "", evidence.row, evidence.column]
    text = " ".join(part for part in parts if part)
    if evidence.quote:
        return f"{text}：{evidence.quote}"
    return f"{text}：（空白）" if evidence.column else text or evidence.document


def page(findings: Sequence[Finding]) -> str:
    """One HTML page, by document, errors first; every place with what is printed there."""
    documents: dict[str, list[Finding]] = {}
    for finding in findings:
        documents.setdefault(finding.document, []).append(finding)
    body = "".join(_document(name, found) for name, found in documents.items()) or "<p>没有发现问题。</p>"
    return (
        '<!doctype html>\n<html lang="zh">\n<head><meta charset="utf-8"><title>公开审核</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>公开审核</h1>\n{body}</body>\n</html>\n"
    )


def _document(name: str, findings: Sequence[Finding]) -> str:
    whose = next((title for each in findings if (title := _title(each.disclosure))), "")
    counts = "，".join(f"{_ZH[level]} {count}" for level in _ZH
                      if (count := sum(each.severity == level for each in findings)))
    items = "".join(
        f'<li class="{each.severity}" id="{each.id}"><p><b>{_ZH[each.severity]}</b> {escape(each.message)}<br>'
        f'<span lang="en">{escape(each.message_en)}</span><br>'
        f'<small>{escape(rule_of(each.rule).source)} · {each.rule}{_verdict(each)}</small></p>'
        f'<ul>{"".join(f"<li>{_marked(where(place), each.found)}</li>" for place in each.evidence)}</ul></li>\n'
        for each in findings
    )
    return f"<h2>{escape(whose or name)}</h2>\n<p>{escape(name)}　{counts}</p>\n<ol>\n{items}</ol>\n"


def _title(disclosure: str) -> str:
    """Unit, year, scope and kind, which the name of a revision holds: 示例市图书馆 2023年度部门决算."""
    parts = [unquote(part) for part in disclosure.partition("/id/disclosure/")[2].split("/")]
    return f"{parts[0]} {parts[1]}年度{parts[3]}{parts[2]}" if len(parts) >= 4 else ""


def _verdict(finding: Finding) -> str:
    said = {"confirmed": "已确认", "dismissed": "不是问题"}.get(finding.review.verdict, "")
    return escape(f" · {said} {finding.review.note} {finding.review.by}".rstrip()) if said else ""


def _marked(text: str, found: str) -> str:
    """A place in words, with what was found marked where it stands."""
    before, match, behind = text.partition(found) if found else (text, "", "")
    return f"{escape(before)}<mark>{escape(match)}</mark>{escape(behind)}" if match else escape(text)


_STYLE = (
    "small{color:#595959}mark{background:#ffe08a}@media print{body{margin:0}}"
    "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "ol{padding-left:1.5rem}li{margin:.4rem 0}ul{color:#444;font-size:.9rem}span[lang=en]{color:#555;font-size:.9rem}"
    ".error b{color:#a40000}.warning b{color:#7a4b00}.hint b{color:#00508c}"
)
