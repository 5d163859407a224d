"""Errors put into clean samples, one at a time: each is found. The samples themselves raise nothing.

``groundtruth/findings-mutations.jsonl``: sample, the text replaced (its n-th occurrence) and what it becomes, and the
rules any of which must speak.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.findings import findings, findings_across
from graph.findings.joined import joined
from ingest.disclosure import read_disclosure

SAMPLES = Path(__file__).parent.parent / "samples" / "documents"
LINES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "groundtruth" / "findings-mutations.jsonl").read_text("utf-8").splitlines()
]

pytestmark = pytest.mark.slow


def test_there_are_enough_errors_of_all_kinds() -> None:
    assert len(LINES) >= 60
    assert len({rule for line in LINES for rule in line["rules"][:1]}) >= 30


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['rules'][0]}: {line['new'][:30]}")
def test_injected_error_is_found(line: dict[str, Any], tmp_path: Path) -> None:
    parts = (SAMPLES / line["file"]).read_text(encoding="utf-8").split(line["old"])
    assert len(parts) > line["nth"], f"the sample does not hold {line['old']!r} {line['nth']} times"
    text = line["old"].join(parts[: line["nth"]]) + line["new"] + line["old"].join(parts[line["nth"]:])
    path = tmp_path / line["file"]
    path.write_text(text, encoding="utf-8")
    found = findings(read_disclosure([path]))
    assert {each.rule for each in found} & set(line["rules"]), [each.message for each in found]


def test_clean_samples_raise_no_finding() -> None:
    whole = joined(read_disclosure([path]) for path in sorted(SAMPLES.iterdir()) if path.is_file())
    assert len(whole) == 11
    assert [each.message for disclosure in whole for each in findings(disclosure)] == []
    assert [each.message for each in findings_across(whole)] == []
