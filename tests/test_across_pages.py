"""Tables wider than the paper: their columns go on over pages, and are put together by the heights of the rows."""

from __future__ import annotations

from ingest.documents.across_pages import joined_across
from ingest.documents.document import Block, Cell, Grid, Paragraph

TOP, PITCH, WIDTH = 100.0, 15.0, 60.0
TITLE = Paragraph("支出决算表", page=1)


def part(page: int, *rows: str, spans: dict[tuple[int, int], tuple[int, int]] | None = None, top: float = TOP) -> Grid:
    """A ruled table of rows of cells parted by "|", as it stands on a page."""
    spans, cells = spans or {}, []
    covered = {(r + i, c + k) for (r, c), (h, w) in spans.items() for i in range(h) for k in range(w) if i or k}
    for r, row in enumerate(rows):
        for c, text in enumerate(row.split("|")):
            if (r, c) not in covered:
                down, over = spans.get((r, c), (1, 1))
                box = c * WIDTH, top + r * PITCH, (c + over) * WIDTH, top + (r + down) * PITCH
                cells.append(Cell(text, r, c, down, over, page=page, box=box))
    columns = rows[0].count("|") + 1
    return Grid(0, tuple(cells), len(rows), columns, page=page, edges=tuple(i * WIDTH for i in range(columns + 1)))


def joined(*pages: list[Block]) -> list[list[Block]]:
    return [page for page in joined_across(pages) if page]


def shown(grid: Block) -> list[tuple[str, int, int, int, int | None]]:
    assert isinstance(grid, Grid)
    return [(c.text, c.row, c.column, c.colspan, c.page) for c in grid.cells if c.text]


LEFT = part(1, "科目|合计|财政拨款|", "||小计|基本支出", "教育支出|9.00|9.00|5.00",
            spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)})
RIGHT = part(2, "|其他", "项目支出|", "4.00|", spans={(0, 1): (2, 1)})


def test_columns_on_the_next_page_belong_to_the_rows_at_the_same_height() -> None:
    unit = Paragraph("单位：万元", page=2)
    ((first, second, grid),) = joined([TITLE, LEFT], [unit, RIGHT])
    assert [first, second] == [unit, TITLE]
    assert shown(grid) == [
        ("科目", 0, 0, 1, 1), ("合计", 0, 1, 1, 1), ("财政拨款", 0, 2, 3, 1), ("其他", 0, 5, 1, 2),
        ("小计", 1, 2, 1, 1), ("基本支出", 1, 3, 1, 1), ("项目支出", 1, 4, 1, 2),
        ("教育支出", 2, 0, 1, 1), ("9.00", 2, 1, 1, 1), ("9.00", 2, 2, 1, 1), ("5.00", 2, 3, 1, 1),
        ("4.00", 2, 4, 1, 2),
    ]


def test_all_rows_of_the_left_columns_are_printed_before_those_of_the_right() -> None:
    down = part(2, "文化支出|1.00", "科技支出|2.00", "体育支出|3.00", top=50)
    over, last = part(3, "基本支出", "1.00", "1.00"), part(4, "1.00", "2.00", "3.00", top=50)
    head = part(1, "科目|合计", "教育支出|1.00", "卫生支出|1.00")
    upper, lower = joined([TITLE, head], [down], [over], [last])
    assert [row[:3] for row in shown(upper[1])][1:3] == [("合计", 0, 1), ("基本支出", 0, 2)]
    assert [row[:3] for row in shown(lower[0])][:3] == [("文化支出", 0, 0), ("1.00", 0, 1), ("1.00", 0, 2)]


def test_a_table_that_goes_on_downwards_or_another_one_is_not_beside() -> None:
    first = part(1, "教育支出|1.00", "卫生支出|1.00", "科技支出|1.00")
    below = part(2, "文化支出|1.00", "体育支出|1.00", "其他支出|1.00")
    assert len(joined([TITLE, first], [below])) == 2
    assert len(joined([TITLE, LEFT], [Paragraph("收入决算表", page=2), RIGHT])) == 2
    assert len(joined([LEFT], [RIGHT])) == 2
    assert len(joined([TITLE, LEFT], [part(2, "|其他", "项目支出|", "4.00|", top=TOP + 5)])) == 2


def test_a_part_of_one_column_has_fewer_rows_where_its_heading_reaches_over_several() -> None:
    whole = part(2, "项目支出", "4.00", "4.00")
    cells = tuple(Cell(c.text, c.row, 0, page=2, box=(0.0, TOP + (c.row + (c.row > 0)) * PITCH, WIDTH,
                                                       TOP + (c.row + 2) * PITCH)) for c in whole.cells)
    left = part(1, "科目|支出", "|小计", "教育支出|9.00", "文化支出|9.00", spans={(0, 0): (2, 1)})
    ((_, grid),) = joined([TITLE, left], [Grid(0, cells, 3, 1, page=2, edges=(0.0, WIDTH))])
    assert [(c.text, c.row, c.rowspan) for c in grid.cells if c.column == 2] == [  # type: ignore[union-attr]
        ("项目支出", 0, 2), ("4.00", 2, 1), ("4.00", 3, 1)]


def line(text: str, x0: float, x1: float, y: float = 60.0, page: int = 1) -> Paragraph:
    return Paragraph(text, page=page, box=(x0, y, x1, y + 10))


def test_a_title_over_the_border_is_one_though_a_page_keeps_what_is_cut_off() -> None:
    title = line("2023年度支出决算表（表", 180.0, 250.0)
    ((whole, *_, grid),) = joined([title, LEFT], [line("算表（表3）", -20.0, 50.0, page=2), RIGHT])
    assert isinstance(whole, Paragraph)
    assert whole.text == "2023年度支出决算表（表3）"
    assert isinstance(grid, Grid)
    assert grid.columns == 6


def test_what_stands_at_the_left_over_a_table_begins_one_of_its_own() -> None:
    """The next sheet's title may be cut too, and the same form has rows at the same heights."""
    begun = [line("2023年度财政拨款“三公”经费支", 0.0, 200.0, page=2), RIGHT]
    assert len(joined([TITLE, LEFT], begun)) == 2
    assert len(joined([TITLE, LEFT], [Paragraph("单位：示例市水务局", page=2), RIGHT])) == 2


def test_the_text_of_a_header_cell_that_the_border_cuts_is_put_together() -> None:
    left = part(1, "科目|支", "|合计", "教育支出|9.00", spans={(0, 0): (2, 1)})
    right = part(2, "出", "项目支出", "4.00")
    rest = line("出", 2 * WIDTH, 2 * WIDTH + 10, TOP + 2)
    ((_, grid, _),) = joined([TITLE, left, rest], [right])
    assert ("支出", 0, 1, 2, 1) in shown(grid)
    two = part(1, "科目|预算数", "|合计", "教育支出|9.00", spans={(0, 0): (2, 1)})
    ((_, grid),) = joined([TITLE, two], [part(2, "决算数", "合计", "4.00")])
    assert [text[:4] for text in shown(grid)[1:3]] == [("预算数", 0, 1, 1), ("决算数", 0, 2, 1)]
