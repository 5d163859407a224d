"""Rows asked for in any order of words: the largest, those above an amount or another row, projects."""

from __future__ import annotations

import pytest
from answer_store import BUREAU, ask, numbers

from answer.projects.projects import beside
from graph.naming.identity import Place


@pytest.mark.parametrize("question", [
    "示例市数据中心2023年哪一类支出最多",
    "示例市数据中心2023年哪一类支出最多，是多少？",
    "示例市数据中心2023年支出最多的是哪一类",
])
def test_which_may_be_said_first(question: str) -> None:
    assert "最多的是一般公共服务支出" in ask(question)["text"]


def test_projects_are_ranked_as_rows_and_no_class_stands_for_one() -> None:
    for question in ("哪个项目的预算最大", "预算最大的项目是哪个", "项目支出里预算最大的是哪个项目"):
        reply = ask(f"示例市数据中心2023年{question}")
        assert "平台运行维护费" in reply["text"]
        assert numbers(reply) == [("100", "万元")]
    assert ask(f"{BUREAU}2023年预算最大的项目是哪个")["status"] == "unanswered"


def test_projects_are_kept_by_their_amount() -> None:
    reply = ask("示例市数据中心2023年预算超过50万元的项目有哪些")
    assert "平台运行维护费" in reply["text"]
    assert "机房改造经费" not in reply["text"]


def test_rows_between_two_amounts_and_above_another_row() -> None:
    between = ask("示例市数据中心2023年支出中介于10万和50万之间的是哪几类")
    assert between["status"] == "answered"
    assert all(10 <= float(value) <= 50 for value, _ in numbers(between))
    beyond = ask("示例市数据中心2023年支出里比卫生健康支出多的有哪些")
    assert "一般公共服务支出" in beyond["text"]
    assert "卫生健康支出 " not in beyond["text"]


def test_a_comparison_that_no_row_can_be_held_against_is_refused() -> None:
    reply = ask("示例市数据中心2023年支出比想象的多的有哪些科目")
    assert reply["status"] == "unanswered"
    assert reply["values"] == []


def test_the_level_may_be_said_with_which() -> None:
    assert "政府办公厅" in ask("示例市数据中心2023年哪一款支出最大")["text"]


def test_which_of_those_named() -> None:
    reply = ask("示例市数据中心2023年住房保障支出、卫生健康支出谁最高")
    assert "最高的是住房保障支出" in reply["text"]
    assert numbers(reply) == [("22.73", "万元")]


def test_the_projects_are_added_where_as_many_are_held_as_the_question_says() -> None:
    assert numbers(ask("示例市数据中心2023年两个项目的预算合计多少"))[0] == ("144", "万元")
    assert ask("示例市数据中心2023年三个项目的预算合计多少")["status"] == "unanswered"


@pytest.mark.parametrize("question", ["超过一百万元的支出有哪些", "哪些支出类别超过一百万元"])
def test_amounts_in_chinese_numerals(question: str) -> None:
    reply = ask(f"示例市数据中心2023年{question}")
    assert numbers(reply) == [("310.38", "万元")]


def test_the_cells_of_a_project_stand_on_its_page_or_without_pages_in_its_table() -> None:
    assert beside(Place("a", page=3, table=1), Place("a", page=3, table=2))
    assert not beside(Place("a", page=4, table=2), Place("a", page=3, table=2))
    assert beside(Place("a", table=10, row=4), Place("a", table=10, row=1))
    assert not beside(Place("a", table=11), Place("a", table=10))
    assert not beside(Place("a", line=7), Place("a", line=7))
