"""Quantities of 200 sentences against a reading of them (``tests/groundtruth/open-facts.jsonl``).

``python tests/test_open_facts_real.py`` prints the share of each and every difference; it needs MINGZHANG_DISCLOSURES.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.disclosure import read_disclosure
from ingest.language.sentences import normalise
from ingest.records import Fact

GROUND_TRUTH = Path(__file__).parent / "groundtruth" / "open-facts.jsonl"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        "MINGZHANG_DISCLOSURES" not in os.environ,
        reason="MINGZHANG_DISCLOSURES is not set: no real disclosures to read",
    ),
]


@dataclass(frozen=True)
class Reading:
    """``right``: subject, value and unit are as read; ``missed`` and ``surplus``: sentence and what differs."""

    expected: int
    found: int
    right: int
    missed: tuple[tuple[str, dict[str, str]], ...]
    surplus: tuple[tuple[str, Fact], ...]


@cache
def facts_by_sentence(document: str) -> dict[tuple[str, int | None], list[Fact]]:
    """By sentence and page or line: a document may print a sentence twice. What cells tell in sentences comes back as
    figures."""
    found: dict[tuple[str, int | None], list[Fact]] = defaultdict(list)
    disclosure = read_disclosure([Path(os.environ["MINGZHANG_DISCLOSURES"]) / document])
    for fact in disclosure.facts:
        found[normalise(fact.source.printed), fact.source.page or fact.source.line].append(fact)
    for figure in disclosure.figures:
        if figure.kind == "performance":
            fact = Fact(figure.item, "", figure.value, figure.uom, figure.amount, figure.year, "", "", figure.source)
            found[normalise(figure.source.printed), figure.source.page or figure.source.line].append(fact)
    return found


def is_right(fact: Fact, expected: dict[str, str]) -> bool:
    """The words a reader would call the thing by are in its subject; value and unit of measure are equal."""
    said = (fact.predicate + fact.subject).split("/")[-1]
    return (
        expected["subject"] in said
        and fact.value == Decimal(expected["value"])
        and fact.uom == expected["uom"]
    )


@cache
def reading() -> Reading:
    expected = found = right = 0
    missed: list[tuple[str, dict[str, str]]] = []
    surplus: list[tuple[str, Fact]] = []
    for line in GROUND_TRUTH.read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        by_sentence = facts_by_sentence(entry["document"])
        left = [fact for fact in by_sentence.get((entry["sentence"], entry["place"]), ()) if fact.value is not None]
        expected, found = expected + len(entry["facts"]), found + len(left)
        for fact in entry["facts"]:
            hit = next((candidate for candidate in left if is_right(candidate, fact)), None)
            if hit is None:
                missed.append((entry["sentence"], fact))
            else:
                right += 1
                left.remove(hit)
        surplus.extend((entry["sentence"], fact) for fact in left)
    return Reading(expected, found, right, tuple(missed), tuple(surplus))


def test_subject_value_and_unit_are_right() -> None:
    result = reading()
    assert result.right / result.expected >= 0.90, result.missed
    assert result.right / result.found >= 0.90, result.surplus


def main() -> None:
    result = reading()
    print(f"{result.expected} expected, {result.found} found, {result.right} right: "
          f"recall {result.right / result.expected:.3f}, precision {result.right / result.found:.3f}")
    for sentence, entry in result.missed:
        print("  missed ", entry["subject"], entry["value"], entry["uom"], "|", sentence[:60])
    for sentence, fact in result.surplus:
        print("  surplus", fact.predicate, fact.subject, fact.role, fact.value, fact.uom, "|", sentence[:60])


if __name__ == "__main__":
    main()
