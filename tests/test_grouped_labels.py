"""Poured tables with groups merged over the rows of their parts: 政府性基金 beside 小计."""

from __future__ import annotations

import pytest

from tests.table_builders import events, printed, read

HEAD = "收入预算总表\n单位：万元\n项目名称 金额\n收入总计 9.00\n"
WHOLE = [
    ("收入总计", "9.00"), ("一般公共预算资金/小计", "6.00"), ("一般公共预算资金/公共财政拨款（补助）资金", "6.00"),
    ("其他资金/小计", "3.00"), ("其他资金/事业收入", "1.00"), ("其他资金/其他收入", "2.00")]
ABOVE = ("一般公共预算资金 小计 6.00\n公共财政拨款（补助）资金 6.00\n专项收入\n"
         "其他资金 小计 3.00\n事业收入 1.00\n经营收入\n其他收入 2.00\n")
MIDDLE = ("小计 6.00\n一般公共预算资金 公共财政拨款（补助）资金 6.00\n专项收入\n"
          "小计 3.00\n事业收入 1.00\n其他资金\n经营收入\n其他收入 2.00\n")
CELLS = HEAD.replace(" ", "\n\n").replace("总计\n", "总计\n\n") + ABOVE.replace(" ", "\n\n")


@pytest.mark.parametrize("text", [HEAD + ABOVE, HEAD + MIDDLE, CELLS], ids=["above", "middle", "a cell a line"])
def test_groups_stand_above_or_between_their_parts(text: str) -> None:
    found = printed(read(text).reading.figures)
    assert [(item, value) for _, item, _, value, _ in found] == WHOLE


@pytest.mark.parametrize("text", [
    HEAD + ABOVE.replace("其他收入 2.00", "其他收入 2.50"),
    HEAD + ABOVE.replace("其他资金 小计 3.00\n", "其他资金 小计 2.00\n").replace("其他收入 2.00", "其他收入 1.00"),
    HEAD + MIDDLE.replace("其他资金\n", ""),
    HEAD + ABOVE + "所属各单位 小计\n",
], ids=["parts", "total", "no name", "another group"])
def test_groups_that_do_not_add_up_are_not_read(text: str) -> None:
    found = read(text)
    assert not found.reading.figures
    assert events(found, "not-understood")


def test_a_table_without_names_prints_the_whole() -> None:
    """Which of four columns two amounts stand in is told by the totals of another table."""
    found = read(
        "支出预算总表\n单位：万元\n合计\n基本支出\n项目支出\n单位预留机动经费\n结转下年资金\n9.00\n5.00\n4.00\n"
        "部门收支总表\n单位：万元\n收入 支出\n项目 预算数 项目 预算数\n一、事业收入 9.00 一、基本支出 5.00\n"
        "二、其他收入 二、项目支出 4.00\n收入总计 9.00 支出总计 9.00\n")
    figures = printed(found.reading.figures)
    assert {(column, value) for _, item, column, value, _ in figures if not item} == {
        ("合计", "9.00"), ("基本支出", "5.00"), ("项目支出", "4.00")}


def test_a_table_without_names_is_read_only_where_its_sums_hold() -> None:
    assert not read("支出决算表\n单位：万元\n合计\n基本支出\n1\n3.00\n").reading.figures
