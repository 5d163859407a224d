"""Changes from year to year: which way, by how much, at what rate."""

from __future__ import annotations

import pytest
from answer_store import ask, numbers

from answer.figures.changes import COMPARED, ends_in_thing


def test_a_change_that_went_the_other_way_is_said_to() -> None:
    asked = "示例市数据中心2023年本年支出合计比2022年"
    assert ask(asked + "减少了多少")["text"].startswith("没有减少，而是增加：")
    assert not ask(asked + "增加了多少")["text"].startswith("没有")
    assert ask("示例市数据中心2023年公务接待费比上年减少多少")["text"].startswith("没有变化：")


def test_neither_way_is_said_where_both_are_asked_for() -> None:
    assert not ask("示例市数据中心2023年本年支出合计比2022年增加还是减少了多少")["text"].startswith("没有")


@pytest.mark.parametrize(
    ("left", "what"),
    [("和 的预算总额相", "预算总额"), ("支出总计相比", "支出总计"), ("公务接待费", "公务接待费"), ("照相", "照相")],
)
def test_what_links_the_years_is_no_part_of_what_is_compared(left: str, what: str) -> None:
    assert COMPARED.sub("", left).strip("的 ") == what


def test_several_years() -> None:
    assert numbers(ask("示例市数据中心2023年和2022年的本年支出合计相比增长了多少个百分点"))[1][1] == "%"


def test_the_budget_of_one_year_is_set_against_what_was_spent_in_another() -> None:
    reply = ask("示例市数据中心2023年公务接待费年初预算比2022年决算多多少")
    assert [v["year"] for v in reply["values"][1:]] == [2023, 2022]
    assert [v["stage"] for v in reply["values"][1:]] == ["年初预算", "决算"]


@pytest.mark.parametrize(("text", "counted"), [
    ("公务用车 变化", True), ("公务用车数量 变化率 百分之", True), ("公务用车运行维护费 变化", False),
    ("会议 变化", False),
])
def test_what_is_counted_and_not_paid_for(text: str, counted: bool) -> None:
    assert ends_in_thing(text) is counted
