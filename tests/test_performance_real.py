"""Goals, indicators, projects, scores and key works against a reading of the pages (``performance-*.jsonl``): every
row, every field, and nothing beside them.

``python tests/test_performance_real.py`` prints every difference; it needs MINGZHANG_DISCLOSURES.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.disclosure import read_disclosure

GROUND_TRUTH = Path(__file__).parent / "groundtruth"
DOCUMENTS = [
    "wuhan-ggzyjyzx-2021-juesuan.txt",
    "wuhan-caidian-ggzyjyzx-2023-juesuan.txt",
    "sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf",
]
FIELDS = {
    "goal": ("project", "number", "text", "result"),
    "indicator": ("project", "goal", "level1", "level2", "name", "target", "actual", "note", "weight", "score"),
    "project": ("name", "budget", "executed", "rate", "uom", "stage_values", "funds", "remarks"),
    "score": ("project", "name", "weight", "full_mark", "score", "grade"),
    "key_work": ("number", "name", "content", "result"),
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        "MINGZHANG_DISCLOSURES" not in os.environ,
        reason="MINGZHANG_DISCLOSURES is not set: no real disclosures to read",
    ),
]


def spelled(value: Any) -> str:
    """A field as the ground truth spells it: without white space and remnants of formulas, pairs as label=value."""
    if isinstance(value, list | tuple):
        return "|".join("=".join(spelled(part) for part in pair) for pair in value)
    text = "" if value is None else str(value)
    return "".join(text.replace("$", "").replace("\\geq", "≥").replace("\\%", "%").split())


def row(record: str, place: Any, values: dict[str, Any]) -> tuple[str, ...]:
    return (record, str(place), *(f"{name}:{spelled(values.get(name))}" for name in FIELDS[record]))


def expected_of(name: str) -> Counter[tuple[str, ...]]:
    lines = (GROUND_TRUTH / f"performance-{Path(name).stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return Counter(row(entry["record"], entry["place"], entry) for entry in map(json.loads, lines))


def found_of(name: str) -> Counter[tuple[str, ...]]:
    disclosure = read_disclosure([Path(os.environ["MINGZHANG_DISCLOSURES"]) / name])
    return Counter(
        row(record, each.source.page or each.source.line, {field: getattr(each, field) for field in FIELDS[record]})
        for record in FIELDS
        for each in getattr(disclosure, f"{record}s")
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_row_is_read_with_every_field_and_nothing_else(name: str) -> None:
    expected, found = expected_of(name), found_of(name)
    assert not expected - found
    assert not found - expected


def main() -> None:
    for name in DOCUMENTS:
        expected, found = expected_of(name), found_of(name)
        right = sum((expected & found).values())
        print(f"{name}: {expected.total()} expected, {found.total()} found, {right} right in every field")
        for sign, rows in (("-", expected - found), ("+", found - expected)):
            for each in sorted(rows):
                print(sign, " ".join(part for part in each if not part.endswith(":")))


if __name__ == "__main__":
    main()
