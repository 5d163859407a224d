"""Poured tables whose cells are broken over lines: headers between each other's pieces, labels around their numbers."""

from __future__ import annotations

import pytest

from ingest.documents.document import Paragraph
from ingest.tables.flowed.header_pieces import match_pieces
from ingest.tables.flowed.rejoined import rejoin, rejoin_numbered, with_whole_amounts
from tests.table_builders import events, printed, read

EXPENDITURE = ("编码", "名称", "本年支出合计", "基本支出", "项目支出", "对附属单位补助支出")


def lines(*texts: str) -> list[Paragraph]:
    return [Paragraph(text) for text in texts]


def texts(found: list[Paragraph]) -> list[str]:
    return [line.text for line in found]


@pytest.mark.parametrize("rest", [
    ["本年支出合计 基本支出 项目支出 对附属单位补", "科目编码 科目名称 助支出"],
    ["项目 对附属单位补", "本年支出合计 基本支出 项目支出", "助支出"],
    ["项目 本年支出 基本 项目 对附属", "合计 支出 支出 单位补助支出"],
    ["本年支出合计 基 本 支 出 项目支出", "对附属单", "位补助支", "出", "类 款 项"],
])
def test_pieces_of_header_cells_stand_between_each_other(rest: list[str]) -> None:
    assert match_pieces(EXPENDITURE, rest) == ["编码", "名称", *EXPENDITURE[2:]]


@pytest.mark.parametrize("rest", [
    ["本年支出合计 项目支出 基本支出 对附属单位补", "科目编码 助支出"],
    ["本年支出合计 基本支出 项目支出 对附属单位补", "助支"],
    ["本年支出合计 基本支出 项目支出 对附属单位补", "助支出 上年结转"],
    ["本年支出合计 基本支出 项目支出 对附属单位补", "教育支出", "行政", "运行", "单位", "助支出"],
])
def test_words_in_another_order_over_or_lacking_are_another_header(rest: list[str]) -> None:
    assert match_pieces(EXPENDITURE, rest) is None


@pytest.mark.parametrize("printed_lines", [
    ["2080505", "机关事业单位基本养老保险缴费支", "出", "245.05 245.05"],
    ["2080505 机关事业单位基本养老保险缴费支", "出 245.05 245.05"],
    ["机关事业单位基本养老保险缴费支", "2080505 245.05 245.05", "出"],
])
def test_the_name_of_a_code_is_put_together(printed_lines: list[str]) -> None:
    found = " ".join(texts(rejoin(lines(*printed_lines))))
    assert found.split() == ["2080505", "机关事业单位基本养老保险缴费支出", "245.05", "245.05"]


def test_names_side_by_side_are_put_together() -> None:
    above = rejoin(lines("机关事业单位基本养老保险缴", "30108 51.42 30206 电费 18.79 31022 无形资产购置", "费"))
    assert texts(above) == ["30108 机关事业单位基本养老保险缴费 51.42 30206 电费 18.79 31022 无形资产购置"]
    below = rejoin(lines("30108", "机关事业单位基本养老保险缴", "费", "477.08 30206 电费 56.33"))
    assert texts(below) == ["30108 机关事业单位基本养老保险缴费 477.08 30206 电费 56.33"]


def test_what_makes_no_name_of_the_code_is_left_as_it_is() -> None:
    assert texts(rejoin(lines("2080505", "某种支出", "245.05"))) == ["2080505", "某种支出", "245.05"]


def test_labels_stand_around_their_line_numbers_on_either_side() -> None:
    found = rejoin_numbered(lines(
        "一、一般公共预算财政拨", "1 9.00 一、一般公共服务支出 33", "款", "二、政府性基金预算财政拨款收",
        "2 二、外交支出 34", "入", "七、文化旅游体育与传媒", "3 35", "支出"))
    assert texts(found) == [
        "一、一般公共预算财政拨款 1 9.00 一、一般公共服务支出 33", "二、政府性基金预算财政拨款收入 2 二、外交支出 34",
        "3 七、文化旅游体育与传媒支出 35"]


def test_an_amount_that_lost_its_last_digit_to_the_next_line() -> None:
    rows = ["1.00 2.00", "3.00 4.00 5.00", "合计 6.00 11,122.2", "7"]
    assert texts(with_whole_amounts(lines(*rows))) == ["1.00 2.00", "3.00 4.00 5.00", "合计 6.00 11,122.27"]
    assert texts(with_whole_amounts(lines("1.5 2.00", "3.5", "7"))) == ["1.5 2.00", "3.5", "7"]


GENERAL = "一般公共预算财政拨款支出决算表\n单位：万元\n科目编码 科目名称 合计 基本支出 项目支出\n"
HEAD = (
    "支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补\n"
    "科目编码 科目名称 助支出\n")


def test_a_table_with_broken_header_and_names_is_read() -> None:
    found = read(
        "一般公共预算财政拨款支出决算表\n单位：万元\n项目 项目支\n科目编码 科目名称 合计 基本支出\n出\n"
        "合计 9.00 5.00 4.00\n208 社会保障和就业支出 9.00 5.00 4.00\n20805 行政事业单位养老支出 9.00 5.00 4.00\n"
        "2080505 机关事业单位基本养老保险缴费\n支出 9.00 5.00 4.00\n")
    rows = [(code, column, value) for code, _, column, value, _ in printed(found.reading.figures)]
    assert ("2080505", "项目支出", "4.00") in rows
    assert len(rows) == 12


def test_a_body_with_a_number_for_its_name_is_a_caption() -> None:
    text = GENERAL.replace("单位：万元", "单位：示例市水务局第 3 管理所\n单位：万元")
    assert printed(read(text + "合计 9.00 5.00 4.00\n210 卫生健康支出 9.00 5.00 4.00\n").reading.figures)


def test_the_note_of_a_table_that_is_not_read_is_no_note_of_the_one_before() -> None:
    found = read(GENERAL + "合计 9.00 5.00 4.00\n210 卫生健康支出 9.00 5.00 4.00\n"
                 "政府性基金预算财政拨款支出决算表\n单位：万元\n本表无数据。\n")
    states = [(e.event, e.form) for e in found.reading.ledger if e.event in ("read", "no-data")]
    assert ("read", "general-expenditure") in states
    assert states.count(("no-data", "fund")) == 1


def test_a_zero_stands_where_the_total_prints_an_amount() -> None:
    """5.00 5.00 0.00 under five columns: a column that the total leaves blank has no zero."""
    body = "合计 9.00 5.00 4.00\n208 社会保障和就业支出 5.00 5.00 0.00\n210 卫生健康支出 4.00 0.00 4.00\n"
    found = read(GENERAL + body + HEAD + body)
    rows = [figure[:4] for figure in printed(found.reading.figures)]
    assert rows.count(("208", "社会保障和就业支出", "项目支出", "0.00")) == 2
    assert rows.count(("210", "卫生健康支出", "基本支出", "0.00")) == 2
    assert not events(found, "ambiguous")


def test_a_word_printed_in_one_is_one_header_cell() -> None:
    """本年支出合计 could be 合计 below 本年支出 only where a blank or a line parts them."""
    body = "合计 9.00 5.00 4.00\n208 社会保障和就业支出 5.00 5.00\n210 卫生健康支出 4.00 4.00\n"
    found = read(GENERAL.replace(" 合计 基本", " 本年支出合计 基本") + body)
    assert {column for _, _, column, _, _ in printed(found.reading.figures)} == {"本年支出合计", "基本支出", "项目支出"}
