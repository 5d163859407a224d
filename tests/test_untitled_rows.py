"""Rows of numbers above the first title, or between tables, are said to be unread."""

from __future__ import annotations

import pytest

from tests.table_builders import events, printed, read

TABLE = (
    "一般公共预算支出预算表\n单位：万元\n科目编码 科目名称 合计 基本支出 项目支出\n合计 9.00 5.00 4.00\n"
    "208 社会保障和就业支出 9.00 5.00 4.00\n")


@pytest.mark.parametrize("above", [
    "事业收入 1.00 1.00\n其他收入 2.00 2.00\n", "208 社会保障和就业支出 5.00 5.00\n",
], ids=["two rows", "a row with a code"])
def test_rows_before_the_first_title_are_in_the_ledger(above: str) -> None:
    found = read(above + TABLE)
    assert len(printed(found.reading.figures)) == 6
    assert sum("表题之前" in message for message in events(found, "not-understood")) == 1


@pytest.mark.parametrize("above", [
    "全年收入\n1,234.56 万元\n",
    "其中：公务接待费 1.00，公务用车\n运行维护费 2.00。\n", "目录\n收支总表 1\n收入总表 2\n",
], ids=["a line of prose", "prose", "contents"])
def test_prose_and_contents_are_no_rows(above: str) -> None:
    assert not any("表题之前" in message for message in events(read(above + TABLE), "not-understood"))
