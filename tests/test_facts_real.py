"""Facts of the three final accounts against a reading of their pages (``tests/groundtruth/facts-*.jsonl``).

``python tests/test_facts_real.py`` prints recall and precision and every difference; it needs MINGZHANG_DISCLOSURES.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.documents.open import open_document
from ingest.facts.facts import read_facts
from ingest.prose.passages import passages
from ingest.records import Fact, Figure

GROUND_TRUTH = Path(__file__).parent / "groundtruth"
DOCUMENTS = {
    "wuhan-ggzyjyzx-2021-juesuan.txt": 2021,
    "wuhan-caidian-ggzyjyzx-2023-juesuan.txt": 2023,
    "sh-putuo-ghzyj-2024-juesuan-dept.pdf": 2024,
}
DERIVED = {
    ("wuhan-caidian-ggzyjyzx-2023-juesuan.txt", "revenue-total", "all", 2022): Decimal("350.38"),
    ("wuhan-caidian-ggzyjyzx-2023-juesuan.txt", "expenditure", "all", 2022): Decimal("350.38"),
    ("wuhan-ggzyjyzx-2021-juesuan.txt", "expenditure-total", "all", 2020): Decimal("2690.18"),
    ("wuhan-ggzyjyzx-2021-juesuan.txt", "running-costs", "general", 2020): Decimal("444.91"),
    ("sh-putuo-ghzyj-2024-juesuan-dept.pdf", "revenue-total", "all", 2023): Decimal("8796.53"),
    ("sh-putuo-ghzyj-2024-juesuan-dept.pdf", "running-costs", "general", 2023): Decimal("156.32"),
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        "MINGZHANG_DISCLOSURES" not in os.environ,
        reason="MINGZHANG_DISCLOSURES is not set: no real disclosures to read",
    ),
]


@dataclass(frozen=True)
class Comparison:
    """What was expected and not found, and what was found and not expected."""

    expected: int
    found: int
    missed: tuple[dict[str, Any], ...]
    surplus: tuple[Fact, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.expected

    @property
    def precision(self) -> float:
        return 1 - len(self.surplus) / self.found


@cache
def facts_of(name: str) -> tuple[tuple[Fact, ...], tuple[Figure, ...]]:
    document = open_document(Path(os.environ["MINGZHANG_DISCLOSURES"]) / name)
    facts, derived = read_facts(passages(document.blocks, name), year=DOCUMENTS[name], document=name)
    return tuple(facts), tuple(derived)


def expected_of(name: str) -> list[dict[str, Any]]:
    lines = (GROUND_TRUTH / f"facts-{Path(name).stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def agrees(fact: Fact, expected: dict[str, Any], year: int) -> bool:
    """Every field the ground truth names is right. An item of a classification may be named by its last level."""
    value = Decimal(expected["value"]) if expected["value"] else None
    return (
        fact.measure == expected["measure"]
        and expected["subject"] in fact.subject.split("/")[-1]
        and fact.role == expected["role"]
        and fact.value == value
        and (value is None or str(fact.value) == str(value))
        and fact.uom == expected["uom"]
        and fact.stage == expected.get("stage", "")
        and fact.direction == expected.get("direction", "")
        and fact.base == expected.get("base", "")
        and fact.year == int(expected.get("year", year))
        and fact.reason.startswith(expected.get("reason", ""))
    )


def compare(facts: Sequence[Fact], expected: Sequence[dict[str, Any]], year: int) -> Comparison:
    """Each expected fact takes one found fact; untyped facts are left out."""
    typed = [fact for fact in facts if fact.measure]
    left, missed = list(typed), []
    for entry in expected:
        hit = next((fact for fact in left if agrees(fact, entry, year)), None)
        if hit is None:
            missed.append(entry)
        else:
            left.remove(hit)
    return Comparison(len(expected), len(typed), tuple(missed), tuple(left))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_typed_facts_are_those_of_the_page(name: str) -> None:
    result = compare(facts_of(name)[0], expected_of(name), DOCUMENTS[name])
    assert result.recall >= 0.95, result.missed
    assert result.precision >= 0.97, result.surplus


@pytest.mark.parametrize(("name", "measure", "fund", "year"), DERIVED)
def test_year_on_year_change_gives_the_year_before(name: str, measure: str, fund: str, year: int) -> None:
    values = [
        figure.value
        for figure in facts_of(name)[1]
        if (figure.dimensions.measure, figure.dimensions.fund, figure.year) == (measure, fund, year)
    ]
    assert values == [DERIVED[name, measure, fund, year]]


def main() -> None:
    for name, year in DOCUMENTS.items():
        result = compare(facts_of(name)[0], expected_of(name), year)
        print(f"{name}: {result.expected} expected, {result.found} found; ", end="")
        print(f"recall {result.recall:.3f}, precision {result.precision:.3f}")
        for entry in result.missed:
            print("  missed ", json.dumps(entry, ensure_ascii=False))
        for fact in result.surplus:
            place = fact.source.page or fact.source.line
            print("  surplus", place, fact.measure, fact.subject, fact.role, fact.value, fact.uom, fact.stage,
                  fact.direction, fact.base, fact.year, "|", fact.reason[:16])


if __name__ == "__main__":
    main()
