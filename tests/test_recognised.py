"""Figures recognised in scans: unsure ones are taken only where sums confirm them, and told either way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from table_builders import UNIT, cells, grid

from ingest.documents.document import Paragraph
from ingest.tables.statutory import Statutory, read_statutory

TABLE = """
    科目编码|科目名称|本年收入合计|财政拨款收入
    201|一般公共服务支出|12.50|12.50
    20101|人大事务|{first}|12.50
    合计||12.50|12.50
"""


def read(confidence: Mapping[str, float], first: str = "12.50", rows: str = TABLE) -> Statutory:
    """The table as a scan gives it; ``confidence`` by the text of a cell, 1 elsewhere."""
    drawn = grid(cells(rows.format(first=first)), {}, page=1)
    scanned = replace(drawn, cells=tuple(
        replace(cell, confidence=confidence.get(f"{cell.row},{cell.column}", 1.0)) for cell in drawn.cells
    ))
    blocks = [Paragraph("收入决算表", page=1, confidence=1.0), Paragraph("单位：万元", page=1, confidence=1.0), scanned]
    return read_statutory(blocks, (UNIT,), "scan.pdf", 2023)


def doubts(found: Statutory) -> list[str]:
    return [entry.message for entry in found.reading.ledger if entry.event == "doubtful"]


def test_what_is_surely_recognised_is_taken_with_its_confidence() -> None:
    found = read({"1,2": 0.97})
    assert len(found.reading.figures) == 6
    assert found.reading.figures[0].source.confidence == 0.97
    assert doubts(found) == []


def test_an_unsure_figure_that_sums_confirm_is_taken_and_told() -> None:
    found = read({"1,2": 0.6})
    assert len(found.reading.figures) == 6
    (doubt,) = doubts(found)
    assert "“一般公共服务支出”行“本年收入合计”列的“12.50”" in doubt
    assert "置信度 0.60" in doubt
    assert "印证" in doubt


def test_an_unsure_figure_that_nothing_confirms_is_left_out_and_told() -> None:
    # 87.50 for 12.50 as a misread digit would have it: the class is not its group, the sum fails.
    found = read({"2,2": 0.6}, first="87.50")
    assert "87.50" not in [figure.source.printed for figure in found.reading.figures]
    assert any("“87.50”" in doubt and "未读取" in doubt for doubt in doubts(found))


def test_a_sure_figure_that_fails_a_sum_is_taken_and_marked() -> None:
    found = read({}, first="87.50")
    assert "87.50" in [figure.source.printed for figure in found.reading.figures]
    assert any("“87.50”" in doubt and "请对照原件" in doubt for doubt in doubts(found))


@pytest.mark.parametrize("column", [0, 1])
def test_an_unsure_code_or_label_makes_the_figures_of_its_row_unsure(column: int) -> None:
    found = read({f"2,{column}": 0.5}, first="87.50")
    assert all(figure.source.row != 3 or figure.failed == 0 for figure in found.reading.figures)
    assert any("置信度 0.50" in doubt for doubt in doubts(found))
