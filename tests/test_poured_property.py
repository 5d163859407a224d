"""Random tables that add up, poured out in any shape: whatever is read of them is right."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.table_builders import UNIT, read

TITLE = f"2023年度支出决算表\n公开03表\n部门：{UNIT}\n金额单位：万元\n"
HEADERS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
AMOUNT = st.integers(0, 400).map(lambda n: n if n % 3 else 0)
PARTS = st.lists(AMOUNT, min_size=5, max_size=5)
CLASSES = st.lists(st.lists(PARTS, min_size=1, max_size=3), min_size=1, max_size=3)
SHAPES = ("lost", "paragraphs", "paragraphs-blank", "columns", "columns-blank")
Row = tuple[str, str, list[str]]


def printed(parts: list[int], zero: str) -> list[str]:
    """The cells of a row: its total and its parts."""
    values = [sum(parts), *parts]
    return [f"{Decimal(value) / 100:.2f}" if value else zero for value in values]


def table(classes: list[list[list[int]]], zero: str, last: bool) -> list[Row]:
    """Rows of a table that adds up: 合计 (first or last), classes, groups."""
    rows: list[Row] = []
    for number, groups in enumerate(classes, 205):
        rows.append((str(number), f"第{number}类", printed([sum(g[k] for g in groups) for k in range(5)], zero)))
        rows += [(f"{number}{place:02d}", f"第{number}类{place}款", printed(parts, zero))
                 for place, parts in enumerate(groups, 1)]
    whole = printed([sum(g[k] for groups in classes for g in groups) for k in range(5)], zero)
    rows.insert(len(rows) if last else 0, ("", "合计", whole))
    return rows


def text(rows: list[Row], shape: str, numbered: bool) -> str:
    """The table as text of a shape."""
    numbers = [["", "栏次", *map(str, range(1, 7))]] if numbered else []
    grid = [["科目编码", "科目名称", *HEADERS], *numbers, *([code, label, *cells] for code, label, cells in rows)]
    if shape == "lost":
        return "\n".join(" ".join(filter(None, cells)) for cells in grid)
    if shape.startswith("columns"):
        grid = [list(column) for column in zip(*grid, strict=True)]
    return "\n".join(cell for line in grid for cell in line if cell or shape.endswith("blank"))


@settings(max_examples=80, deadline=None)
@given(CLASSES, st.sampled_from(SHAPES), st.sampled_from(["", "0.00"]), st.booleans(), st.booleans())
def test_whatever_is_read_is_right(
    classes: list[list[list[int]]], shape: str, zero: str, last: bool, numbered: bool
) -> None:
    rows = table(classes, zero, last)
    truth = {(code, label, header): value
             for code, label, values in rows for header, value in zip(HEADERS, values, strict=True) if value}
    found = read(TITLE + text(rows, shape, numbered) + "\n").reading
    for figure in found.figures:
        assert truth.get((figure.code, figure.item, figure.column)) == figure.source.printed
    for row in found.blanks:
        assert not any((row.code, row.item, column) in truth for column in row.columns)
    assert len(found.figures) == len(truth) or found.ledger
