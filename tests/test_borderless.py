"""Whole documents without ruling lines, or with half of them, drawn in real layouts: nothing is invented."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from ingest.disclosure import read_disclosure
from samples.generate.catalogue import drawn, write_all
from samples.generate.write_pdf import fonts_installed

COLUMNS = ("form", "page", "stage", "code", "item", "column", "value", "uom", "printed")

pytestmark = pytest.mark.skipif(not fonts_installed(), reason="the fonts of the sample PDFs are not installed")


def scored(folder: Path, printed: str, bodies: int = 1) -> tuple[float, list[tuple[str, ...]]]:
    """(recall, figures that no truth holds) of drawn documents."""
    orders = drawn(bodies, range(2021, 2024), [f"{layout}:{printed}" for layout in ("wuhan", "yuan-split", "shanghai")])
    lacking = total = 0
    invented: list[tuple[str, ...]] = []
    for path, _ in write_all(orders, folder):
        with (folder / "truth" / f"{path.stem}.csv").open(encoding="utf-8", newline="") as file:
            truth = Counter(tuple(row[c] for c in COLUMNS) for row in csv.DictReader(file))
        found = Counter(
            (f.form, str(f.source.page), f.stage, f.code, f.item, f.column, str(f.value), f.uom, f.source.printed)
            for f in read_disclosure([path]).figures
            if f.kind == "table"
        )
        lacking += sum((truth - found).values())
        total += sum(truth.values())
        invented.extend(found - truth)
    return 1 - lacking / total, invented


@pytest.mark.parametrize(
    "options",
    [
        "rules=none",
        "rules=none:digit_shift=3",
        "rules=none:amounts=c:repeat_header=false",
        "rules=horizontal",
        "rules=frame",
        "rules=columns",
    ],
)
def test_figures_of_drawn_documents(tmp_path: Path, options: str) -> None:
    recall, invented = scored(tmp_path, f"pdf:clear_notes=true:{options}")
    assert invented == []
    assert recall >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        "row_height=11.5",
        "row_height=14:table_size=8:digit_shift=2",
        "row_height=26:amounts=c",
        "row_height=17:table_size=7.5:digit_shift=-2",
        "row_height=13:table_size=10.5:amounts=l",
        "row_height=12:digit_shift=4:repeat_header=false",
    ],
)
def test_nothing_is_invented_however_dense_the_print(tmp_path: Path, options: str) -> None:
    _, invented = scored(tmp_path, f"pdf:clear_notes=true:rules=none:{options}", bodies=3)
    assert invented == []
