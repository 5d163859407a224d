"""Poured text whose cells are broken where their column ends, and end with a blank; blank cells are lost."""

from __future__ import annotations

from ingest.documents.document import Paragraph
from ingest.tables.flowed.rows import words
from ingest.tables.flowed.whole_cells import closes_cells, joined, with_whole_cells, with_whole_rows
from tests.table_builders import events, printed, read

ROWS = (
    "合计 9.00 5.00 4.00 \n208 社会保障和就业支出 5.00 5.00 \n208 05 \n行政事业单位养老支\n出 \n5.00 5.00 \n"
    "208 05 05 \n机关事业单位基本养\n老保险缴费支出 \n5.00 5.00 \n210 卫生健康支出 4.00 4.00 \n")
BROKEN = (
    "一般公共预算支出预算表 \n金额单位：万元 \n项目 合计 \n基本支\n出 \n项目支\n出 \n科目编码 科目名称 \n类 款 项 \n"
    + ROWS)


def lines(text: str) -> list[Paragraph]:
    return [Paragraph(line, line=number) for number, line in enumerate(text.splitlines(), 1)]


def test_cells_and_rows_are_put_together_where_every_cell_ends_with_a_blank() -> None:
    found = lines(ROWS)
    assert closes_cells(found)
    whole = [joined(pieces) for pieces in with_whole_cells(found)]
    rows = [joined(pieces) for pieces in with_whole_rows(whole)]
    assert [row.text.split() for row in rows][2:4] == [
        ["208", "05", "行政事业单位养老支出", "5.00", "5.00"],
        ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "5.00", "5.00"]]
    assert [row.line for row in rows] == [1, 2, 6, 10, 11]


def test_an_amount_without_its_blank_shows_that_cells_end_with_none() -> None:
    assert not closes_cells(lines(ROWS.replace("4.00 4.00 ", "4.00 4.00")))
    assert not closes_cells(lines("合计 9.00 \n"))


def test_what_begins_a_row_is_no_piece_of_the_cell_above() -> None:
    parted = with_whole_cells(lines("科目编码 科目名称\n合计 9.00 \n12\n事业\n收入 1.00 \n"))
    assert [[piece.text for piece in pieces] for pieces in parted] == [
        ["科目编码 科目名称"], ["合计 9.00 "], ["12"], ["事业", "收入 1.00 "]]


def test_an_amount_follows_a_name_and_no_header() -> None:
    rows = with_whole_rows(lines("年初财政拨款结转和结余 \n5.00 \n合计 基本支出 项目支出 \n9.00 5.00 4.00 \n"))
    assert [len(row) for row in rows] == [2, 1, 1]


def test_a_line_number_follows_its_label_and_a_page_number_does_not() -> None:
    rows = with_whole_rows(lines("一、一般公共预算财政拨款 \n1 8.00 一、教育支出 33 \n二、其他收入 \n12 \n"))
    assert [len(row) for row in rows] == [2, 1, 1]


def test_amounts_without_decimals_and_order_numbers_apart() -> None:
    found = read(
        "部门收支总表 \n单位：元 \n本年收入 本年支出 \n项目 预算数 项目 预算数 \n"
        "一、财政拨款收入 9,000 一、教育支出 4,000 \n1. 一般公共预算资\n金 \n9,000 二、其他支出 5,000 \n"
        "2. 政府性基金 \n收入总计 9,000 支出总计 9,000 \n")
    assert {(item, value) for _, item, _, value, _ in printed(found.reading.figures)} == {
        ("财政拨款收入", "9,000"), ("教育支出", "4,000"), ("一般公共预算资金", "9,000"), ("其他支出", "5,000"),
        ("收入总计", "9,000"), ("支出总计", "9,000")}
    assert not events(found, "not-understood")


def test_a_header_that_alone_keeps_all_sums_is_taken_though_a_number_may_move() -> None:
    """4.00 is all of the vehicles' expenses: purchase or running stays open, the other columns do not."""
    found = read(
        "一般公共预算“三公”经费支出预算表 \n单位：万元 \n单位名称 当年财政拨款预算安排 \n合计 \n因公出国（境）费用 \n"
        "公务用车购置及运行费 \n公务接待费 \n小计 公务用车购置费 公务用车运行费 \n合计 5.00 4.00 4.00 1.00 \n")
    assert {(column.split("/", 1)[1], value) for _, _, column, value, _ in printed(found.reading.figures)} == {
        ("合计", "5.00"), ("公务用车购置及运行费/小计", "4.00"), ("公务接待费", "1.00")}
    assert len(events(found, "ambiguous")) == 1


def test_a_broken_table_without_its_blanks_is_read_by_its_sums() -> None:
    found = read(BROKEN)
    figures = [(code, column, value) for code, _, column, value, _ in printed(found.reading.figures)]
    assert len(figures) == 11
    assert {figure for figure in figures if figure[1] == "项目支出"} == {
        ("", "项目支出", "4.00"), ("210", "项目支出", "4.00")}
    assert not events(found, "ambiguous")


def test_where_sums_leave_two_placements_neither_is_taken() -> None:
    """Basic and project expenditure are the same amount in the total: which of the two classes is which stays open."""
    rows = ROWS.replace("9.00 5.00 4.00", "8.00 4.00 4.00").replace("5.00 5.00", "4.00 4.00")
    found = read(BROKEN.replace(ROWS, rows))
    figures = printed(found.reading.figures)
    assert {column for code, _, column, _, _ in figures if code} == {"合计"}
    assert [entry.event for entry in found.reading.ledger].count("ambiguous") == 1


def test_more_letters_are_spaced_out_where_they_stand_evenly() -> None:
    assert [word.text for word in words("收  入  总  计 5.00 支  出  总  计 5.00")] == [
        "收入总计", "5.00", "支出总计", "5.00"]
    assert [word.text for word in words("类 款 项 目 名")] == ["类款项", "目名"]
