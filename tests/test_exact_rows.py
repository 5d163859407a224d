"""Rows whose blanks tell every cell, on one line each or broken over several."""

from __future__ import annotations

import pytest

from ingest.documents.document import Paragraph
from ingest.tables.flowed.exact_rows import exact_rows
from ontology.layout import ColumnKind
from tests.table_builders import printed, read

CODED: list[ColumnKind] = ["code", "label", "value", "value"]
SIDES: list[ColumnKind] = ["label", "value", "label", "value"]


def found(kinds: list[ColumnKind], *texts: str) -> list[tuple[dict[int, str], dict[int, str]]]:
    rows, _ = next(exact_rows([Paragraph(text) for text in texts], kinds), ([], []))
    return [(row.cells, row.candidates[0]) for row in rows]


def test_a_cell_broken_over_lines_ends_with_its_blank() -> None:
    lines = ["20805 行政事业单位养老支出 9.00   ", "2080505 ", "机关事业单位基本养老保", "险缴费支出 ", "9.00   "]
    assert found(CODED, *lines) == [
        ({0: "20805", 1: "行政事业单位养老支出"}, {2: "9.00"}),
        ({0: "2080505", 1: "机关事业单位基本养老保险缴费支出"}, {2: "9.00"})]


def test_parts_of_a_code_are_one() -> None:
    lines = ["合计 9.00 9.00 ", "208     教育支出 9.00   ", "208 05   普通教育 9.00   ", "208 05 01 学前教育   9.00 "]
    assert found(CODED, *lines) == [
        ({1: "合计"}, {2: "9.00", 3: "9.00"}), ({0: "208", 1: "教育支出"}, {2: "9.00"}),
        ({0: "20805", 1: "普通教育"}, {2: "9.00"}), ({0: "2080501", 1: "学前教育"}, {3: "9.00"})]


def test_an_order_number_with_a_blank_behind_it_is_no_cell() -> None:
    assert found(SIDES, "一、财政拨款 9.00 一、教育支出 9.00 ", "1. 一般公共预算 9.00     ") == [
        ({0: "一、财政拨款", 2: "一、教育支出"}, {1: "9.00", 3: "9.00"}), ({0: "1.一般公共预算"}, {1: "9.00"})]


def test_blank_cells_on_a_line_that_is_not_kept() -> None:
    lines = ["一、财政拨款 9.00 一、教育支出 9.00 ", "    二、科学技术", "支出 ", "总计 9.00 总计 9.00 "]
    assert found(SIDES, *lines)[1] == ({2: "二、科学技术支出"}, {})


@pytest.mark.parametrize("number", ["4", "12", "14 "])
def test_a_page_number_is_no_piece_of_a_code(number: str) -> None:
    rows = found(CODED, "205 教育支出 9.00   ", "20501 教育管理 9.00   ", number, "20502 普通教育 9.00   ")
    assert not any(number.strip() in cells.get(0, "")[:len(number.strip())] for cells, _ in rows)


def test_a_table_that_breaks_labels_and_keeps_blanks_is_read_cell_by_cell() -> None:
    rows = [
        "一、一般公共预算财政拨", "款收入 ", "9.00 一、一般公共服务支出   ", "二、其他收入   二、教育支出 9.00 ",
        "    三、科学技术", "支出   ", "总计 9.00 总计 9.00 "]
    text = ["收入支出决算总表 ", "单位：万元 ", "收入 支出 ", "项目 决算", "数 项目 决算数 ", *rows, ""]
    assert {figure[1:4] for figure in printed(read("\n".join(text)).reading.figures)} == {
        ("一般公共预算财政拨款收入", "收入/决算数", "9.00"), ("教育支出", "支出/决算数", "9.00"),
        ("总计", "收入/决算数", "9.00"), ("总计", "支出/决算数", "9.00")}


def test_words_of_a_header_are_not_put_together_to_several() -> None:
    """因公出国（境）费 and 公务用车购置及运行维护费 are two columns, however their cells are broken."""
    text = (
        "财政拨款“三公”经费支出决算表 \n单位：万元 \n合计 “三公”经费 会议费 \n小计 \n因公出国（\n境）费 \n"
        "公务用车购置及运行维护费 公务接待费 \n小计 \n公务用车购\n置费 \n公务用车运\n行维护费 \n"
        "40.00 32.00   30.00   30.00 2.00 8.00 \n")
    longest = len("公务用车购置及运行维护费")
    assert all(len(figure.column.split("/")[-1]) <= longest for figure in read(text).reading.figures)
