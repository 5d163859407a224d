"""Runs every rule over a disclosure and makes findings of what the checks yield."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import graph.findings.checks.agreement
import graph.findings.checks.among
import graph.findings.checks.classification
import graph.findings.checks.counts
import graph.findings.checks.directions
import graph.findings.checks.forms
import graph.findings.checks.left_over
import graph.findings.checks.listings
import graph.findings.checks.names
import graph.findings.checks.parts
import graph.findings.checks.performance
import graph.findings.checks.rates
import graph.findings.checks.reckoned
import graph.findings.checks.scores
import graph.findings.checks.sequence
import graph.findings.checks.tables
import graph.findings.checks.wording  # noqa: F401 - each registers its checks
from graph.findings.checks import CHECKS
from graph.findings.context import Candidate, Context
from graph.findings.records import Evidence, Finding
from graph.findings.rulebook import Rule, all_rules, rule_of
from graph.naming.identity import digest
from ingest.records import Disclosure
from ontology.terms import DEFAULT_BASE

ROUNDING = "rounding"
"""The rule under which all differences that rounding explains are told, once a disclosure."""
_ORDER = {"error": 0, "warning": 1, "hint": 2}


def findings(disclosure: Disclosure, base: str = DEFAULT_BASE) -> list[Finding]:
    """What is wrong or doubtful in a disclosure, errors first, then by rule and reading order.

    Works on the records alone; the same disclosure gives the same findings. ``base`` is the base of the IRIs.
    KeyError where a rule names a check that does not exist.
    """
    context = Context(disclosure, base)
    rounded: list[tuple[Rule, Candidate]] = []
    found: list[Finding] = []
    for each in all_rules():
        if each.check in ("none", "across"):
            continue
        candidates = merge(CHECKS[each.check](context, each))
        rounded.extend((each, c) for c in candidates if c.rounding)
        found.extend(make(context, each, [c for c in candidates if not c.rounding]))
    if rounded:
        found.extend(make(context, rule_of(ROUNDING), [together(rounded)]))
    return ordered(found)


def merge(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that say the same, each once, with the places of all."""
    kept: dict[tuple[str, str, str], Candidate] = {}
    for candidate in candidates:
        key = (candidate.subject, candidate.expected, candidate.found)
        before = kept.get(key)
        kept[key] = candidate if before is None else replace(
            before, evidence=tuple(dict.fromkeys([*before.evidence, *candidate.evidence])))
    return list(kept.values())


def together(rounded: Sequence[tuple[Rule, Candidate]]) -> Candidate:
    """All differences of rounding as one."""
    evidence: dict[Evidence, None] = {}
    told = []
    for _, candidate in rounded:
        told.append(f"{candidate.subject} {candidate.found} / {candidate.expected}")
        evidence.update(dict.fromkeys(candidate.evidence))
    told = list(dict.fromkeys(told))
    return Candidate("rounding", tuple(evidence), words={"count": str(len(told)), "list": "；".join(told)})


def make(context: Context, of: Rule, candidates: Sequence[Candidate]) -> list[Finding]:
    """Findings of one rule's candidates."""
    key = context.key
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for candidate in candidates:
        what = (candidate.subject, candidate.expected, candidate.found)
        seen[what] += 1
        words = {"subject": candidate.subject, "expected": candidate.expected, "found": candidate.found,
                 "difference": candidate.difference, **candidate.words}
        made.append(Finding(
            id=digest(of.id, key.unit, key.year, key.kind, key.scope, *what, seen[what]),
            rule=of.id, severity=of.severity, kind=of.kind,
            document=candidate.evidence[0].document if candidate.evidence else
            (context.disclosure.files[0].name if context.disclosure.files else ""),
            disclosure=context.revision, message=of.zh.format(**words), message_en=of.en.format(**words),
            expected=candidate.expected, found=candidate.found, difference=candidate.difference,
            evidence=candidate.evidence,
        ))
    return made


def ordered(found: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings and hints; each by rule, else as found."""
    return sorted(found, key=lambda finding: (_ORDER[finding.severity], finding.rule))
