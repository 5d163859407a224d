"""Facts of sentences as many provinces word them, against what the sentences say (``facts-provinces*.jsonl``).

``python tests/test_facts_provinces.py`` prints recall and precision and every difference.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.facts.facts import read_facts
from ingest.records import Fact, Passage, Source

GROUND_TRUTH = Path(__file__).parent / "groundtruth"
FILES = ("facts-provinces.jsonl", "facts-provinces-held-out.jsonl", "facts-provinces-second.jsonl",
         "facts-provinces-third.jsonl", "facts-provinces-fourth.jsonl", "facts-provinces-fifth.jsonl",
         "facts-provinces-sixth.jsonl", "facts-provinces-seventh.jsonl",
         "facts-provinces-eighth.jsonl", "facts-provinces-ninth.jsonl",
         "facts-provinces-tenth.jsonl", "facts-provinces-eleventh.jsonl",
         "facts-provinces-twelfth.jsonl", "facts-provinces-thirteenth.jsonl",
         "facts-provinces-fourteenth.jsonl")


@dataclass
class Score:
    """Counts of typed facts (with a measure) and open ones; ``missed`` and ``surplus``: passage and what differs."""

    expected: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    found: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    right: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    missed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    surplus: list[tuple[str, Fact]] = field(default_factory=list)


def entries(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GROUND_TRUTH / name).read_text(encoding="utf-8").splitlines()]


def facts_of(entry: dict[str, Any]) -> list[Fact]:
    passage = Passage(entry["text"], tuple(entry["section"]), Source("a.txt", entry["text"], line=1))
    return read_facts([passage], year=entry["year"], document="a.txt", kind=entry["kind"])[0]


def agrees(fact: Fact, expected: dict[str, str], year: int) -> bool:
    """Measure, subject, role, value, unit, stage, direction and base are as said; the reason begins as said.

    Of an open fact: subject, value, unit, and that a target is no result.
    """
    value = Decimal(expected["value"]) if expected["value"] else None
    said = (fact.predicate + fact.subject).split("/")[-1]
    if not expected["measure"]:
        as_planned = (fact.role == "target") == (expected["role"] == "target")
        same = fact.value == value and fact.uom == expected["uom"]
        return not fact.measure and expected["subject"] in said and same and as_planned
    return (
        fact.measure == expected["measure"]
        and expected["subject"] in said
        and fact.role == expected["role"]
        and fact.value == value
        and fact.uom == expected["uom"]
        and fact.stage == expected.get("stage", "")
        and fact.direction == expected.get("direction", "")
        and (fact.base == expected.get("base", "") or "base" not in expected)
        and (expected.get("year") == "*" or fact.year == int(expected.get("year", year)))
        and fact.reason.startswith(expected.get("reason", ""))
    )


def score(cases: Sequence[dict[str, Any]]) -> Score:
    """Each expected fact takes one found fact."""
    result = Score()
    for entry in cases:
        left = facts_of(entry)
        for fact in left:
            result.found[bool(fact.measure)] += 1
        for expected in entry["facts"]:
            typed = bool(expected["measure"])
            result.expected[typed] += 1
            hit = next((fact for fact in left if agrees(fact, expected, entry["year"])), None)
            if hit is None:
                result.missed.append((entry["id"], expected))
            else:
                result.right[typed] += 1
                left.remove(hit)
        result.surplus.extend((entry["id"], fact) for fact in left)
    return result


@pytest.mark.parametrize("name", FILES)
def test_typed_and_open_facts_are_those_of_the_sentences(name: str) -> None:
    result = score(entries(name))
    right, expected, found = (sum(counts.values()) for counts in (result.right, result.expected, result.found))
    assert right / expected >= 0.95, result.missed
    assert right / found >= 0.97, result.surplus


def main() -> None:
    for name in FILES:
        cases = entries(name)
        result = score(cases)
        print(f"{name}: {len(cases)} passages")
        for typed, kind in ((True, "typed"), (False, "open")):
            right, expected, found = (c[typed] for c in (result.right, result.expected, result.found))
            print(f"  {kind}: {expected} expected, {found} found, {right} right; "
                  f"recall {right / max(expected, 1):.3f}, precision {right / max(found, 1):.3f}")
        for number, entry in result.missed:
            print("  missed ", number, json.dumps(entry, ensure_ascii=False))
        for number, fact in result.surplus:
            print("  surplus", number, fact.measure, fact.predicate, fact.subject, fact.role, fact.value, fact.uom,
                  fact.stage, fact.direction, fact.base, fact.year, "|", fact.reason[:16])


if __name__ == "__main__":
    main()
