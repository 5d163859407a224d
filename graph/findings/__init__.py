"""Findings: where a disclosure contradicts itself, its tables, its other years or the rules of disclosure.

``findings`` looks at one disclosure as read, ``findings_across`` at several years of one unit. Each rule is a file in
``rules/``; what it says how to look for is one of the functions in ``checks/``.
"""

from graph.findings.across import findings_across
from graph.findings.engine import findings
from graph.findings.records import Evidence, Finding, Review
from graph.findings.rulebook import Rule, all_rules

__all__ = ["Evidence", "Finding", "Review", "Rule", "all_rules", "findings", "findings_across"]
