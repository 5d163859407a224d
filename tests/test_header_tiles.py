"""Headers that no form lists, told from the order of their cells and what may stand below each."""

from __future__ import annotations

import pytest

from ingest.tables.flowed.header_tiles import tilings
from ingest.tables.flowed.header_words import header_cells
from ontology.layout import ColumnKind
from tests.table_builders import UNIT, events, read

KINDS: dict[str, ColumnKind] = {"c": "code", "l": "label", "n": "line", "v": "value"}


@pytest.mark.parametrize(("cells", "kinds", "paths"), [
    ("项目 本年支出 科目编码 科目名称 小计 基本支出 项目支出", "clvvv",
     "项目/科目编码 项目/科目名称 本年支出/小计 本年支出/基本支出 本年支出/项目支出"),
    ("项目 年初结转和结余 本年收入 本年支出 年末结转和结余 科目编码 科目名称 小计 基本支出 项目支出", "clvvvvvv",
     "项目/科目编码 项目/科目名称 年初结转和结余 本年收入 本年支出/小计 本年支出/基本支出"
     " 本年支出/项目支出 年末结转和结余"),
    ("项目 2023年预算数 科目编码 科目名称 合计 基本支出 项目支出 类 款 项 小计 人员经费 公用经费", "ccclvvvvv",
     "项目/科目编码/类 项目/科目编码/款 项目/科目编码/项 项目/科目名称 2023年预算数/合计 2023年预算数/基本支出/小计"
     " 2023年预算数/基本支出/人员经费 2023年预算数/基本支出/公用经费 2023年预算数/项目支出"),
    ("收入 支出 项目 金额 功能分类 支出用途 科目名称 金额 项目 金额", "lvlvlv",
     "收入/项目 收入/金额 支出/功能分类/科目名称 支出/功能分类/金额 支出/支出用途/项目 支出/支出用途/金额"),
    ("收入 支出 项目 行次 决算数 项目 行次 决算数 合计 一般公共预算财政拨款 政府性基金预算财政拨款", "lnvlnvvv",
     "收入/项目 收入/行次 收入/决算数 支出/项目 支出/行次 支出/决算数/合计 支出/决算数/一般公共预算财政拨款"
     " 支出/决算数/政府性基金预算财政拨款"),
    ("预算数 决算数 合计 公务用车购置及运行费 公务接待费 合计 公务用车购置及运行费 公务接待费 小计 公务用车购置费"
     " 小计 公务用车购置费", "v" * 8,
     "预算数/合计 预算数/公务用车购置及运行费/小计 预算数/公务用车购置及运行费/公务用车购置费 预算数/公务接待费"
     " 决算数/合计 决算数/公务用车购置及运行费/小计 决算数/公务用车购置及运行费/公务用车购置费 决算数/公务接待费"),
    ("合计 公务接待费 预算数 决算数 预算数 决算数", "vvvv",
     "合计/预算数 合计/决算数 公务接待费/预算数 公务接待费/决算数"),
])
def test_one_way_to_fill_the_columns(cells: str, kinds: str, paths: str) -> None:
    assert tilings(cells.split(), [KINDS[kind] for kind in kinds]) == [paths.split()]


@pytest.mark.parametrize(("cells", "kinds"), [
    ("科目编码 科目名称 合计 基本支出 项目支出", "clvv"), ("小计 基本支出", "vv"), ("合计 合计", "vv"),
    ("项目 合计", "vl"),
])
def test_no_way_where_cells_and_columns_do_not_go_together(cells: str, kinds: str) -> None:
    assert tilings(cells.split(), [KINDS[kind] for kind in kinds]) == []


def test_pieces_of_a_header_cell_are_put_together() -> None:
    pieces = "项目 本年收入合 计 财政拨款收 入 附属单 位上缴 收入 功能分类科 目编码 科目名称"
    assert header_cells([pieces.split()]) == (
        [["项目", "本年收入合计", "财政拨款收入", "附属单位上缴收入", "功能分类科目编码", "科目名称"]], True)
    assert header_cells([["项目", "示例收", "入"]]) == ([["项目", "示例收", "入"]], False)


HEAD = f"2023年部门支出预算表\n部门：{UNIT}\n单位：万元\n"
DEEP = ["科目编码", "科目名称", "2023年预算数", "合计", "基本支出", "项目支出", "小计", "人员经费", "公用经费"]
BODY = [["", "合计", "9.00", "7.00", "5.00", "2.00", "2.00"],
        ["205", "教育支出", "6.00", "4.00", "3.00", "1.00", "2.00"],
        ["206", "科学技术支出", "3.00", "3.00", "2.00", "1.00", ""]]
FOUND = [("合计", "2023年预算数/合计", "9.00"), ("合计", "2023年预算数/基本支出/小计", "7.00"),
         ("合计", "2023年预算数/基本支出/人员经费", "5.00"), ("合计", "2023年预算数/基本支出/公用经费", "2.00"),
         ("合计", "2023年预算数/项目支出", "2.00")]


@pytest.mark.parametrize("shape", ["blanks", "lost", "cells", "cells-blank"])
def test_a_header_no_form_lists_is_read(shape: str) -> None:
    head = " ".join(DEEP[:3]) + " \n" + " ".join(DEEP[3:6]) + " \n" + " ".join(DEEP[6:]) + " \n"
    text = {
        "blanks": head + "".join("".join(f"{c} " if c else "  " for c in row) + "\n" for row in BODY),
        "lost": head + "".join(" ".join(filter(None, row)) + "\n" for row in BODY),
        "cells": "\n".join([*DEEP, *(c for row in BODY for c in row if c)]),
        "cells-blank": "\n".join([*DEEP, *(c for row in BODY for c in row)]),
    }[shape]
    figures = read(HEAD + text + "\n").reading.figures
    assert [(f.item, f.column, f.source.printed) for f in figures][:5] == FOUND
    assert len(figures) == 14


def test_a_header_of_unknown_words_is_read_where_every_number_has_its_column() -> None:
    head = "科目编码 科目名称 示例支出甲 示例支出乙\n"
    full = read(HEAD + head + "205 教育支出 3.00 1.00\n206 科学技术支出 2.00 1.00\n")
    assert [f.column for f in full.reading.figures] == ["示例支出甲", "示例支出乙"] * 2
    assert {f.dimensions.measure for f in full.reading.figures} == {""}
    assert read(HEAD + head + "205 教育支出 3.00\n206 科学技术支出 2.00 1.00\n").reading.figures == []


def test_expenditure_below_revenue_is_a_row_that_slipped() -> None:
    cells = ["收入", "支出", "项目", "金额", "项目", "金额", "一、财政拨款收入", "3.00", "一、教育支出", "3.00",
             "支出合计", "3.00",
             "收入合计", "3.00", "", ""]
    found = read(f"2023年收支预算总表\n部门：{UNIT}\n单位：万元\n" + "\n".join(cells) + "\n")
    assert not any(f.item == "支出合计" and "收入" in f.column for f in found.reading.figures)
    assert found.reading.figures or events(found, "not-understood")


@pytest.mark.parametrize("shape", ["{}\n", "{}\n\n"])
def test_columns_of_line_numbers_out_of_place_leave_the_table_unread(shape: str) -> None:
    cells = ["序号", "项目", "金额", "1", "教育支出", "3.00", "2", "科学技术支出", "2.00"]
    found = read(HEAD + "".join(shape.format(cell) for cell in cells))
    assert not any(f.item in ("", "1", "2") for f in found.reading.figures)
