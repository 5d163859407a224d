"""Known tables printed again in every shape of plain text: what comes back is right, and most of it comes back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.poured_text import SHAPES, read_twice, truth
from tests.table_builders import UNIT, read

SAMPLES = Path(__file__).parent.parent / "samples" / "documents"
REAL = os.environ.get("MINGZHANG_DISCLOSURES")
LEAST = {"tabs": 1.0, "pipes": 1.0, "blanks": 1.0, "blanks-cut": 1.0, "columns": 0.8, "columns-blank": 0.92}
USUAL = 0.97
FLOWED = "shili-tushuguan-2021-juesuan.txt"


def score(path: Path, shape: str) -> tuple[float, int]:
    """Share of figures read again, and how many are wrong."""
    whole, again = read_twice(path, shape)
    wanted, found = truth(whole.reading.figures), truth(again.reading.figures)
    return (wanted & found).total() / wanted.total(), (found - wanted).total()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sample_in_every_shape(shape: str) -> None:
    recall, wrong = score(SAMPLES / FLOWED, shape)
    assert wrong == 0
    assert recall >= LEAST.get(shape, USUAL)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*juesuan*")), ids=lambda path: path.stem)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_sample_in_any_shape_yields_a_wrong_figure(path: Path, shape: str) -> None:
    whole, again = read_twice(path, shape)
    assert not truth(again.reading.figures) - truth(whole.reading.figures)


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="MINGZHANG_DISCLOSURES names no folder of real disclosures")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["wuhan-ggzyjyzx-2021-juesuan.txt", "wuhan-caidian-ggzyjyzx-2023-juesuan.txt"])
def test_real_disclosures_in_every_shape(name: str, shape: str) -> None:
    recall, wrong = score(Path(str(REAL)) / name, shape)
    assert wrong == 0
    assert recall >= LEAST.get(shape, USUAL)


HEAD = f"2023年度支出决算表\n公开03表\n部门：{UNIT}\n金额单位：万元\n"
COLUMNS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
ROWS = [("", "合计", "5.00", "2.00", "3.00"), ("205", "教育支出", "5.00", "2.00", "3.00"),
        ("20502", "普通教育", "2.00", "2.00", ""), ("20503", "职业教育", "3.00", "", "3.00")]


def cells(shape: str) -> set[tuple[str, str, str]]:
    """What is read where a table prints one cell on a line: row by row, column by column, with blank lines or not."""
    by_row = [["科目编码", "科目名称", *COLUMNS], *([*row, "", "", ""] for row in ROWS)]
    grid = by_row if shape.startswith("rows") else [list(column) for column in zip(*by_row, strict=True)]
    lines = [cell for line in grid for cell in line if cell or shape.endswith("blank")]
    return {(f.item, f.column, f.source.printed) for f in read(HEAD + "\n".join(lines) + "\n").reading.figures}


EVERY = {(row[1], column, value) for row in ROWS for column, value in zip(COLUMNS, row[2:], strict=False) if value}


@pytest.mark.parametrize("shape", ["rows", "rows-blank", "columns", "columns-blank"])
def test_one_cell_on_a_line(shape: str) -> None:
    # Without blank lines, and without other tables, 2.00 and 3.00 add up to 5.00 in several columns.
    assert cells(shape) == ({cell for cell in EVERY if cell[1] == COLUMNS[0]} if shape == "rows" else EVERY)


def test_a_column_whose_numbers_fit_several_rows_is_left_out() -> None:
    lines = ["科目编码", "205", "20502", "20503", "科目名称", "教育支出", "普通教育", "职业教育", COLUMNS[0], "4.00",
             "2.00", "2.00", COLUMNS[1], "2.00", "2.00", COLUMNS[2], "2.00", "2.00", *COLUMNS[3:]]
    found = read(HEAD + "\n".join(lines) + "\n").reading
    assert {(f.item, f.column) for f in found.figures} == {
        ("教育支出", COLUMNS[0]), ("普通教育", COLUMNS[0]), ("职业教育", COLUMNS[0]), ("教育支出", COLUMNS[1]),
        ("教育支出", COLUMNS[2])}
    assert not any(f.failed for f in found.figures)


def test_a_caption_between_cells_is_no_blank_cell() -> None:
    lines = ["科目编码", "205", "科目名称", "教育支出", "单位：万元", "", COLUMNS[0], "4.00", COLUMNS[1], "4.00",
             *COLUMNS[2:]]
    figures = read(HEAD + "\n".join(lines) + "\n").reading.figures
    assert [(f.column, f.source.printed) for f in figures] == [(COLUMNS[0], "4.00"), (COLUMNS[1], "4.00")]
