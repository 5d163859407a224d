"""Tables above each other in one frame: each gets its own columns back."""

from __future__ import annotations

from ingest.documents.aligned_grid import AlignedCell
from ingest.documents.page_tables import PageTable
from ingest.documents.stacked import told_apart

PITCH, WIDTH = 15.0, 30.0


def raster(*rows: str) -> PageTable:
    """Rows of cells parted by "|"; a cell ends with as many "<" as further columns it takes up."""
    cells = []
    for row, line in enumerate(rows):
        column = 0
        for text in line.split("|"):
            span = 1 + text.count("<")
            box = (column * WIDTH, row * PITCH, (column + span) * WIDTH, (row + 1) * PITCH)
            cells.append(AlignedCell(text.strip("<").replace("/", "\n"), row, column, 1, span, box))
            column += span
    edges = tuple(WIDTH * border for border in range(column + 1))
    return PageTable(tuple(cells), len(rows), edges, (0.0, 0.0, edges[-1], PITCH * len(rows)))


def shown(table: PageTable) -> list[tuple[str, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.colspan) for cell in table.cells]


def test_each_table_has_the_columns_that_its_cells_show() -> None:
    above, below = told_apart(raster(
        "教育支出|1.00<|1.00<", "公开03表<<<<", "支出决算表/单位：万元<<<<", "科目<|合计<|基本支出",
        "教育支出<|2.00<|2.00",
    ))
    assert shown(above) == [("教育支出", 0, 0, 1), ("1.00", 0, 1, 1), ("1.00", 0, 2, 1)]
    assert (above.edges, above.box) == ((0.0, 30.0, 90.0, 150.0), (0.0, 0.0, 150.0, 15.0))
    assert shown(below) == [
        ("公开03表", 0, 0, 3), ("支出决算表\n单位：万元", 1, 0, 3),
        ("科目", 2, 0, 1), ("合计", 2, 1, 1), ("基本支出", 2, 2, 1),
        ("教育支出", 3, 0, 1), ("2.00", 3, 1, 1), ("2.00", 3, 2, 1),
    ]
    assert (below.edges, below.rows) == ((0.0, 60.0, 120.0, 150.0), 4)


def test_what_is_no_title_parts_nothing() -> None:
    table = raster("项目<<<<", "教育支出|1.00<|1.00<", "一、项目概况<<<<", "科目<|合计<|基本支出")
    assert told_apart(table) == [table]


def test_tables_of_the_same_columns_stay_one_grid() -> None:
    table = raster("收入决算表<<", "项目|1.00|2.00", "支出决算表<<", "项目|3.00|4.00")
    assert told_apart(table) == [table]
