"""Findings on real disclosures: each was judged by hand at its page, and each judged slip is found.

``groundtruth/findings-<document>.jsonl``: rule, a stretch of message or evidence, place, what the page says, and the
judgement: true for a slip of the document, false for a false alarm (at most one a document).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from graph.findings import Finding, findings
from ingest.disclosure import read_disclosure
from ingest.records import Disclosure

TRUTH = Path(__file__).parent / "groundtruth"
DOCUMENTS = os.environ.get("MINGZHANG_DISCLOSURES")
JUDGED = sorted(path for path in TRUTH.glob("findings-*.jsonl") if path.stem != "findings-mutations")

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DOCUMENTS, reason="MINGZHANG_DISCLOSURES names no folder of real disclosures"),
]


def read(name: str) -> Disclosure:
    found = [path for ending in (".pdf", ".txt") if (path := Path(str(DOCUMENTS)) / (name + ending)).exists()]
    if not found:
        pytest.skip(f"{name} is not among the disclosures")
    return read_disclosure(found)


def judged(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fits(line: dict[str, Any], finding: Finding) -> bool:
    told = "\n".join([finding.message, *(place.quote for place in finding.evidence)])
    return finding.rule == line["rule"] and line["quote"] in told


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: path.stem.removeprefix("findings-"))
def test_judged_findings_and_no_others(path: Path) -> None:
    found = findings(read(path.stem.removeprefix("findings-")))
    lines = judged(path)
    missing = [line for line in lines if line["judgement"] and not any(fits(line, each) for each in found)]
    unjudged = [f"{each.rule}: {each.message}" for each in found if not any(fits(line, each) for line in lines)]
    assert missing == []
    assert unjudged == []
    assert sum(not line["judgement"] for line in lines) <= 1


@pytest.mark.parametrize("path", JUDGED, ids=lambda path: path.stem.removeprefix("findings-"))
def test_evidence_has_both_sides_and_a_place(path: Path) -> None:
    alone = {"template-text", "missing-word", "placeholder", "missing-number", "doubled-punctuation", "repeated-word",
             "unclosed-bracket", "missing-stop", "unit-name", "empty-change", "code-form", "old-name",
             "heading-mismatch", "copied-purpose", "enumeration", "indicator-count", "other-unit", "as-of-date",
             "glossary-items", "staff-parts", "member-count", "negative"}
    for each in findings(read(path.stem.removeprefix("findings-"))):
        assert all(place.iri and place.document for place in each.evidence), each
        if each.rule not in alone:
            assert len(each.evidence) > 1, each
