"""Text that programs made of Word and web pages: merged cells printed again and again, HTML and Markdown left in it."""

from __future__ import annotations

import pytest

from ingest.documents.document import Grid, Paragraph
from ingest.documents.text import text_content
from tests.table_builders import events, printed, read

HEAD = "支出决算表\n单位：万元\n"
REPEATED = [
    "项目\t项目\t项目\t项目\t本年支出\t本年支出\t本年支出",
    "科目编码\t科目编码\t科目编码\t科目名称\t小计\t基本支出\t项目支出",
    "类\t款\t项\t栏次\t1\t2\t3",
    "类\t款\t项\t合计\t9.00\t9.00\t",
    "205\t205\t205\t教育支出\t9.00\t9.00\t",
]
WANTED = [
    ("", "合计", "本年支出/小计", "9.00", "万元"), ("", "合计", "本年支出/基本支出", "9.00", "万元"),
    ("205", "教育支出", "本年支出/小计", "9.00", "万元"), ("205", "教育支出", "本年支出/基本支出", "9.00", "万元"),
]


def pipes(rows: list[str]) -> str:
    first, *others = ["| " + row.replace("\t", " | ") + " |" for row in rows]
    return "\n".join([first, "|" + " --- |" * 7, *others])


@pytest.mark.parametrize("table", ["\n".join(REPEATED), pipes(REPEATED)])
def test_words_printed_for_every_column_and_row_they_reach_over_are_one_cell(table: str) -> None:
    found = read(f"一般公共预算财政拨款{HEAD}{table}\n")
    assert printed(found.reading.figures) == WANTED
    assert not events(found, "doubtful", "ambiguous")


def test_equal_amounts_beside_each_other_are_two() -> None:
    grid = text_content("\n".join(REPEATED)).blocks[0]
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells if cell.row == 4] == ["205", "教育支出", "9.00", "9.00", ""]


def test_neighbours_below_two_cells_stay_apart() -> None:
    rows = ["基本支出\t基本支出\t基本支出", "小计\t人员经费\t人员经费", "小计\t小计\t工资", "3.00\t3.00\t3.00"]
    grid = text_content("\n".join(rows)).blocks[0]
    assert isinstance(grid, Grid)
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells if c.row < 3] == [
        ("基本支出", 0, 0, 1, 3), ("小计", 1, 0, 2, 1), ("人员经费", 1, 1, 1, 2), ("小计", 2, 1, 1, 1),
        ("工资", 2, 2, 1, 1)]


def test_a_table_that_only_happens_to_say_the_same_twice_is_left_alone() -> None:
    text = "品目\t物品\t金额\n打印机\t打印机\t3.00\n打印机\t墨盒\t2.00"
    grid = text_content(text).blocks[0]
    assert isinstance(grid, Grid)
    assert not grid.spans_known
    assert len(grid.cells) == 9


HTML = (
    "<table><tr><td rowspan=\"2\">科目编码</td><td rowspan=\"2\">科目名称</td><td colspan=\"3\">本年支出</td></tr>"
    "<tr><td>小计</td><td>基本支出</td><td>项目支出</td></tr>"
    "<tr><td></td><td>合计</td><td>9.00</td><td>9.00</td><td></td></tr>"
    "<tr><td>205</td><td>教育支出</td><td>9.00</td><td>9.00</td><td></td></tr></table>")


@pytest.mark.parametrize("table", [
    HTML, f"<html><body>{HTML}</body></html>", HTML.replace("</tr>", "</tr>\n").replace("<td", "\n<td"),
    HTML.removesuffix("</table>"), HTML.removeprefix("<table>").removesuffix("</table>").replace("</tr>", "</tr>\n"),
])
def test_tables_of_html_in_text_are_read_with_their_merged_cells(table: str) -> None:
    found = read(f"## 一般公共预算财政拨款{HEAD}{table}\n\n注：本表反映支出情况。\n")
    assert printed(found.reading.figures) == WANTED


def test_a_cell_of_html_knows_its_line() -> None:
    blocks = text_content(f"一\n二\n{HTML.replace('</tr>', '</tr>' + chr(10))}\n三").blocks
    grid = blocks[2]
    assert isinstance(grid, Grid)
    assert [cell.line for cell in grid.cells if cell.text == "教育支出"] == [6]
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == "三"


def test_a_tag_in_a_sentence_is_no_table() -> None:
    blocks = text_content("标签<tr>表示一行。\n后文").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["标签<tr>表示一行。", "后文"]


@pytest.mark.parametrize(("line", "text"), [
    ("## 支出决算表", "支出决算表"), ("**支出决算表**", "支出决算表"), ("# 1 号", "1 号"), ("#1号", "#1号"),
    ("**注**：本表", "**注**：本表"),
])
def test_marks_of_markdown_are_no_part_of_a_line(line: str, text: str) -> None:
    assert [block.text for block in text_content(line).blocks if isinstance(block, Paragraph)] == [text]
