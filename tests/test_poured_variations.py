"""The same poured table with other blanks, other digits, marks for blank cells, pipes with and without a frame."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.table_builders import UNIT, events, printed, read

HEAD = f"2023年度支出决算表\n公开03表\n部门：{UNIT}\n金额单位：万元\n"
COLUMNS = [
    "科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
ROWS = [
    ["", "合计", "1,005.00", "1,002.00", "3.00", "", "", ""],
    ["205", "教育支出", "1,005.00", "1,002.00", "3.00", "", "", ""],
    ["20502", "普通教育", "1,002.00", "1,002.00", "", "", "", ""],
    ["20503", "职业教育", "3.00", "", "3.00", "", "", ""]]
Line = Callable[[list[str]], str]
FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def joined(blank: str) -> Line:
    return lambda row: blank.join(filter(None, row))


def marked(mark: str, blank: str = " ") -> Line:
    return lambda row: blank.join(row[:2] + [cell or mark for cell in row[2:]]).strip()


def figures(line: Line) -> set[tuple[str, str, str]]:
    text = "\n".join(map(line, [COLUMNS, *ROWS]))
    return {(item, column, value) for _, item, column, value, _ in printed(read(HEAD + text + "\n").reading.figures)}


WANTED = {(row[1], column, value) for row in ROWS for column, value in zip(COLUMNS[2:], row[2:], strict=True) if value}


TOTALS = {figure for figure in WANTED if figure[1] == "本年支出合计"}


@pytest.mark.parametrize("line", [
    marked("-"), marked("—"), marked("－"), marked("-", "    "), "\t".join, "|".join, " | ".join,
    lambda row: "| " + " | ".join(row) + " |", lambda row: " \t ".join(row),
])
def test_every_figure_comes_back(line: Line) -> None:
    assert figures(line) == WANTED


@pytest.mark.parametrize("line", [
    joined("\u3000"), joined("\u00a0"), joined("     "), joined("  "),
    lambda row: "".join(cell.ljust(12) for cell in row).rstrip(),
])
def test_where_blank_cells_are_lost_only_what_is_certain_comes_back(line: Line) -> None:
    assert TOTALS <= figures(line) <= WANTED


def test_full_width_digits() -> None:
    found = figures(lambda row: " ".join([*row[:2], *(cell.translate(FULL) or "－" for cell in row[2:])]).strip())
    assert found == {(item, column, value.translate(FULL)) for item, column, value in WANTED}


@pytest.mark.parametrize("mark", ["-", "—"])
def test_a_line_a_cell_with_marks_for_blank_ones(mark: str) -> None:
    assert figures(lambda row: "\n".join(cell or mark for cell in row)) == WANTED


def test_blanks_that_only_part_cells_tell_no_blank_cell() -> None:
    rows = ["205     教育支出     3.00     3.00     3.00", "206     科学技术支出     3.00     3.00     3.00"]
    head = "     ".join([*COLUMNS[:2], "示例支出", *COLUMNS[3:]])
    found = read(HEAD + "\n".join([head, *rows]) + "\n")
    assert found.reading.figures == []


def test_titles_behind_their_tables_leave_them_unread() -> None:
    table = "科目编码 科目名称 合计 基本支出 项目支出\n205 教育支出 3.00 1.00 2.00\n206 科学技术支出 3.00 1.00 2.00\n"
    caption = f"部门：{UNIT}\n单位：万元\n"
    titles = ("支出决算表\n", "一般公共预算财政拨款支出决算表\n")
    found = read("".join(table + title + caption for title in titles))
    assert found.reading.figures == []
    assert events(found, "not-understood") == [
        "支出决算表：题名印在表后，未读取", "一般公共预算财政拨款支出决算表：题名印在表后，未读取"]


def test_codes_of_another_classification_than_the_header_names_are_of_another_table() -> None:
    head = HEAD + "功能分类科目编码 科目名称 合计 基本支出 项目支出\n"
    assert len(read(head + "205 教育支出 3.00 1.00 2.00\n").reading.figures) == 3
    assert read(head + "30101 基本工资 3.00 1.00 2.00\n").reading.figures == []


def test_labels_before_their_numbers_are_no_columns() -> None:
    cells = ["收入", "支出", "一、示例甲", "3.00", "一、示例乙", "1.00", "二、示例丙", "2.00"]
    found = read(f"2023年收支预算总表\n部门：{UNIT}\n单位：万元\n" + "\n".join(cells) + "\n")
    assert found.reading.figures == []


def test_heads_of_several_columns_of_names_are_no_rows() -> None:
    cells = ["采购品目大类", "合计", "一、货物A", "采购物品名称", "复印纸", "总计", "3.00", "3.00", "3.00"]
    found = read(f"2023年政府采购预算表\n部门：{UNIT}\n单位：万元\n" + "\n".join(cells) + "\n")
    assert found.reading.figures == []
