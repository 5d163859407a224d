"""Every printed cell of the statutory tables, against ground truth made by looking at the pages; and nothing else."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from ingest.disclosure import UnfilledForm, read_disclosure

GROUND_TRUTH = Path(__file__).parent / "groundtruth"
SAMPLES = Path(__file__).parent.parent / "samples"
REAL = os.environ.get("MINGZHANG_DISCLOSURES")
COLUMNS = ("form", "page", "stage", "code", "item", "column", "value", "uom", "printed")

real = pytest.mark.skipif(not REAL, reason="MINGZHANG_DISCLOSURES names no folder of real disclosures")


def tables(folder: Path) -> list[Path]:
    """The files of a folder that list the cells of tables; others hold other truths."""
    return [p for p in sorted(folder.glob("*.csv")) if p.read_text(encoding="utf-8").startswith(",".join(COLUMNS))]


def expected(path: Path) -> Counter[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(tuple(row[c] for c in COLUMNS) for row in csv.DictReader(file))


def read(path: Path) -> Counter[tuple[str, ...]]:
    disclosure = read_disclosure([path])
    return Counter(
        (f.form, str(f.source.page or ""), f.stage, f.code, f.item, f.column, str(f.value), f.uom, f.source.printed)
        for f in disclosure.figures if f.kind == "table"
    )


def differences(found: Counter[tuple[str, ...]], truth: Counter[tuple[str, ...]]) -> str:
    lines = [f"lacking {k}" for k in (truth - found)] + [f"too much {k}" for k in (found - truth)]
    return "\n".join(lines[:20])


@pytest.mark.real
@real
@pytest.mark.parametrize("truth", tables(GROUND_TRUTH), ids=lambda p: p.stem)
def test_every_cell_of_a_real_disclosure(truth: Path) -> None:
    source = next(p for p in sorted(Path(str(REAL)).iterdir()) if p.stem == truth.stem)
    found, wanted = read(source), expected(truth)
    assert found == wanted, differences(found, wanted)


@pytest.mark.parametrize("truth", sorted((SAMPLES / "truth").glob("*.csv")), ids=lambda p: p.stem)
def test_every_cell_of_a_sample(truth: Path) -> None:
    source = next(p for p in sorted((SAMPLES / "documents").iterdir()) if p.stem == truth.stem)
    found, wanted = read(source), expected(truth)
    assert found == wanted, differences(found, wanted)


@pytest.mark.real
@real
def test_an_empty_form_yields_nothing() -> None:
    with pytest.raises(UnfilledForm, match=r"sh-template-juesuan-dept\.pdf: 是未填写的空白表样"):
        read_disclosure([Path(str(REAL)) / "sh-template-juesuan-dept.pdf"])
