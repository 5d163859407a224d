"""Tables poured out as lines: cells by blanks, blanks that were lost, labels that wrap, headers out of place."""

from __future__ import annotations

import pytest

from ingest.tables.flowed.headers import header_words, match_header, numbers_columns
from ingest.tables.flowed.rows import by_blanks, code_line, coded_sides_row, placements, totals_row, words
from tests.table_builders import events, printed, read

B = " " * 7
"""Three blank cells behind the last value: one blank ends it, two stand for each of them."""
HEAD = "支出决算表\n单位：万元\n"
HEADER = "项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n功能分类科目编码 科目名称\n"


def rows(body: str, head: str = HEAD + HEADER) -> list[tuple[str, str, str, str, str]]:
    return printed(read(head + body).reading.figures)


def values(body: str, head: str = HEAD + HEADER) -> list[tuple[str, str, str]]:
    return [(item, column, value) for _, item, column, value, _ in rows(body, head)]


def test_words_are_parted_by_blanks_and_spaced_letters_are_one() -> None:
    assert [word.text for word in words("合    计 3.00")] == ["合计", "3.00"]
    assert [word.text for word in words("3.00教育支出")] == ["3.00", "教育支出"]


@pytest.mark.parametrize(("text", "cells"), [
    ("3.00 2.00 1.00", {0: "3.00", 1: "2.00", 2: "1.00"}), ("3.00   1.00", {0: "3.00", 2: "1.00"}),
    ("  2.00 1.00", {1: "2.00", 2: "1.00"}), ("3.00 2.00   ", {0: "3.00", 1: "2.00"}),
])
def test_a_blank_ends_a_cell_and_two_more_are_a_blank_cell(text: str, cells: dict[int, str]) -> None:
    assert by_blanks(text, [0, 1, 2]) == cells


@pytest.mark.parametrize("text", ["3.00 2.00", "3.00  2.00 1.00", "3.00 2.00 1.00 0.50"])
def test_blanks_that_do_not_fill_the_columns_say_nothing(text: str) -> None:
    assert by_blanks(text, [0, 1, 2]) is None


def test_values_keep_their_order_under_the_columns() -> None:
    assert placements(["3.00", "2.00"], [0, 1, 2]) == [
        {0: "3.00", 1: "2.00"}, {0: "3.00", 2: "2.00"}, {1: "3.00", 2: "2.00"}]


def test_a_line_that_starts_with_a_code() -> None:
    assert code_line("2050101 行政运行 3.00 2.00") == ("2050101", "行政运行", " 3.00 2.00")
    assert code_line("301 01 基本工资 3.00") == ("30101", "基本工资", " 3.00")
    assert code_line("2050101行政运行3.00 2.00") == ("2050101", "行政运行", " 3.00 2.00")
    assert code_line("2050101 3.00") == ("2050101", "", " 3.00")
    assert code_line("行政运行 3.00") is None
    assert code_line("2050101 行政运行3.002.00") is None


def test_codes_side_by_side() -> None:
    assert coded_sides_row("30101 基本工资 3.00 30201 办公费") == [("30101", "基本工资", "3.00"), ("30201", "办公费",
        "")]
    assert coded_sides_row("基本工资 3.00") is None


def test_totals_may_print_all_values_before_their_labels() -> None:
    assert totals_row("3.00 2.00 人员经费合计 公用经费合计") == [("人员经费合计", "3.00"), ("公用经费合计", "2.00")]
    assert totals_row("人员经费合计 3.00 公用经费合计") == [("人员经费合计", "3.00"), ("公用经费合计", "")]
    assert totals_row("教育支出 3.00") is None


HEADS = ("项目/功能分类科目编码", "项目/科目名称", "本年支出/(?:小计|合计)", "本年支出/基本支出", "本年支出/项目支出")


def test_a_header_is_known_by_exactly_its_words() -> None:
    text = header_words(["项目 本年支出", "功能分类科目编码 科目名称 小计", "基本支出 项目支出", "栏次 1 2 3"])
    assert match_header(HEADS, text) == [
        "项目/功能分类科目编码", "项目/科目名称", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出"]


@pytest.mark.parametrize("text", [
    "项目本年支出功能分类科目编码科目名称小计基本支出", "项目本年支出科目名称小计基本支出项目支出经营支出",
    "本年支出科目名称小计项目支出基本支出",
])
def test_a_word_lacking_over_or_out_of_order_is_another_header(text: str) -> None:
    assert match_header(HEADS, text) is None


@pytest.mark.parametrize(("text", "numbers"), [
    ("栏次 1 2 3 4", True), ("1 2 3 4 5 6 7", True), ("栏次 1 栏次 2", True), ("1 3 5", False), ("教育支出 1 2", False),
])
def test_lines_that_number_the_columns(text: str, numbers: bool) -> None:
    assert numbers_columns(text) == numbers


def test_cells_told_by_blanks() -> None:
    body = f"205 教育支出 3.00 1.00 2.00{B}\n合计 3.00 1.00 2.00{B}\n"
    assert values(body) == [
        ("教育支出", "本年支出合计", "3.00"), ("教育支出", "基本支出", "1.00"), ("教育支出", "项目支出", "2.00"),
        ("合计", "本年支出合计", "3.00"), ("合计", "基本支出", "1.00"), ("合计", "项目支出", "2.00")]


def test_a_header_behind_the_body() -> None:
    body = f"205 教育支出 3.00 1.00 2.00{B}\n合计 3.00 1.00 2.00{B}\n"
    assert values(HEADER, HEAD + body) == values(body)


def test_lost_blanks_settled_by_the_sum_of_the_row() -> None:
    head = "一般公共预算支出表\n单位：万元\n项目 功能分类科目编码 科目名称 合计 基本支出 项目支出\n"
    general = f"{head}205 教育支出 5.00 5.00\n"
    found = read(general)
    assert [f.column for f in found.reading.figures] == ["合计"]
    assert events(found, "ambiguous") == [
        "一般公共预算支出表：“205教育支出”的空白单元格丢失，有 1 个数字可以落在几个位置，未读取"]
    assert found.reading.blanks == []
    sure = read(general.replace("5.00 5.00", "5.00 2.00 3.00"))
    assert [f.column for f in sure.reading.figures] == ["合计", "基本支出", "项目支出"]


FISCAL = """财政拨款收入支出决算总表
单位：万元
收入 支出
项目 行次 决算数 项目 行次 合计 一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款
栏次 1 栏次 2 3 4 5
一、一般公共预算财政拨款 1 5.00 一、教育支出 4 5.00 5.00
本年收入合计 2 5.00 本年支出合计 5 5.00 5.00
总计 3 5.00 总计 6 5.00 5.00
"""


def test_lost_blanks_settled_by_another_table() -> None:
    alone = read(FISCAL)
    assert {f.column for f in alone.reading.figures} == {"收入/决算数", "支出/合计"}
    assert events(alone, "ambiguous") == [
        "财政拨款收入支出决算总表：“一、一般公共预算财政拨款1一、教育支出4”等 3 行的空白单元格丢失，"
        "有 3 个数字可以落在几个位置，未读取"]
    no_fund = "政府性基金预算财政拨款支出决算表\n单位：万元\n注：本单位无政府性基金预算支出，本表无数据。\n"
    other = "一般公共预算财政拨款支出决算表\n单位：万元\n205\t教育支出\t5.00\n".replace(
        "205", "功能分类科目编码\t科目名称\t合计\n205") + "\t合计\t5.00\n\n"
    both = read(other + FISCAL + no_fund)
    assert [(f.item, f.column, f.source.printed) for f in both.reading.figures if f.column.startswith("支出/一般")] == [
        ("教育支出", "支出/一般公共预算财政拨款", "5.00"), ("本年支出合计", "支出/一般公共预算财政拨款", "5.00"),
        ("总计", "支出/一般公共预算财政拨款", "5.00")]


WRAPPED = "2080505 机关事业单位基本养老保险缴费支出"


@pytest.mark.parametrize("body", [
    f"2080505 机关事业单位基本养老\n保险缴费支出 3.00 1.00 2.00{B}",
    f"2080505 机关事业单位基本养老 3.00 1.00 2.00{B}\n保险缴费支出",
    f"机关事业单位基本养老\n2080505 3.00 1.00 2.00{B}\n保险缴费支出",
    f"机关事业单位基本\n2080505 养老保险 3.00 1.00 2.00{B}\n缴费支出",
])
def test_a_label_wrapped_around_its_numbers(body: str) -> None:
    assert rows(body + "\n")[0] == ("2080505", "机关事业单位基本养老保险缴费支出", "本年支出合计", "3.00", "万元")


def test_a_wrapped_label_that_no_list_knows_is_not_put_together() -> None:
    found = read(HEAD + HEADER + f"2089998 示例事项 3.00 1.00 2.00{B}\n缴费支出\n")
    assert found.reading.figures == []
    assert events(found, "not-understood") == ["支出决算表：表头与已知版式都不相符，未读取"]


def test_a_row_without_any_value_is_blank_and_does_not_swallow_the_next() -> None:
    found = read(HEAD + HEADER + f"205 教育支出\n206 科学技术支出 3.00 1.00 2.00{B}\n")
    assert [f.item for f in found.reading.figures] == ["科学技术支出"] * 3
    assert [b.item for b in found.reading.blanks][:1] == ["教育支出"]


def test_a_header_that_no_form_knows_is_said() -> None:
    found = read(HEAD + "项目 科目名称 本年支出合计 其中一项 另一项\n205 教育支出 3.00 1.00 2.00\n")
    assert found.reading.figures == []
    assert events(found, "not-understood") == ["支出决算表：表头与已知版式都不相符，未读取"]


def test_rows_under_a_title_without_a_unit_of_measure_are_said() -> None:
    found = read("支出决算表\n" + HEADER + "205 教育支出 3.00\n20501 行政 3.00\n合计 3.00\n")
    assert events(found, "not-understood") == ["支出决算表：题名下有数字行，但没有金额单位，未读取"]


def test_an_item_that_begins_with_none_is_a_row_and_no_note() -> None:
    body = f"2050101 无线电监管支出 3.00 1.00 2.00{B}\n"
    assert rows(body)[0][:2] == ("2050101", "无线电监管支出")


def test_figures_keep_the_line_they_stand_on() -> None:
    figure = read(HEAD + HEADER + f"205 教育支出 3.00 1.00 2.00{B}\n").reading.figures[0]
    assert (figure.source.line, figure.source.printed) == (5, "3.00")


def test_numbered_columns_serve_printed_arithmetic() -> None:
    note = "注：1栏各行＝（2＋3＋4＋5＋6）栏各行。\n"
    found = read(HEAD + HEADER + f"栏次 1 2 3 4 5 6\n205 教育支出 3.00 1.00 1.00{B}\n" + note)
    entry, = (e for e in found.reading.ledger if e.event == "identity")
    assert (entry.expected, entry.found) == ("2.00", "3.00")


def test_blanks_cut_off_at_the_end_of_a_line_are_told_by_the_gaps_and_the_sum() -> None:
    assert values("205 教育支出 3.00   3.00\n") == [
        ("教育支出", "本年支出合计", "3.00"), ("教育支出", "项目支出", "3.00")]
    assert rows("205 教育支出 3.00   2.00\n") == []
