"""Indicators and projects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_store import ask, knowledge, numbers

from answer.projects.projects import projects


def test_target_and_result_each_with_its_cell() -> None:
    reply = ask("示例市数据中心2023年受理项目数的目标值和实际完成值")
    assert numbers(reply) == [("40", "个"), ("45", "个")]
    assert [e["quote"] for e in reply["evidence"]] == ["≥40个", "45个"]


def test_target_and_a_result_that_is_called_by_no_name() -> None:
    assert numbers(ask("示例市数据中心2023年受理项目数有多少个，目标是多少")) == [("40", "个"), ("45", "个")]


def test_target_and_result_asked_for_by_verbs() -> None:
    assert numbers(ask("示例市数据中心2023年受理项目，打算办多少个，实际办了多少个")) == [("40", "个"), ("45", "个")]


def test_met_and_missed() -> None:
    assert ask("示例市数据中心2023年受理项目数完成目标了吗")["text"].startswith("完成了")
    assert ask("示例市数据中心2023年系统故障次数完成目标了吗")["text"].startswith("未完成")


def test_whether_it_was_done_without_the_word_target() -> None:
    assert ask("示例市数据中心2023年受理项目数完成了吗")["text"].startswith("完成了")


def test_which_and_how_many_missed() -> None:
    reply = ask("示例市数据中心2023年哪些指标没有完成")
    assert numbers(reply) == [("1", "个")]
    assert "系统故障次数" in reply["text"]
    assert "群众满意度" not in reply["text"]


def test_project_money() -> None:
    assert numbers(ask("示例市数据中心2023年平台运行维护费项目的预算数和执行数")) == [("100", "万元"), ("85.5", "万元")]


def test_projects_are_listed() -> None:
    text = ask("示例市数据中心2023年有哪些项目")["text"]
    assert "平台运行维护费" in text
    assert "机房改造经费" in text


@pytest.mark.parametrize(("asked", "number"), [
    ("群众满意度要求不少于百分之几", "90"), ("群众满意度不能低于多少", "90"), ("系统故障次数不超过几次", "3"),
    ("平台运行维护费项目里，受理项目数至少要多少个", "40"),
])
def test_a_target_asked_for_by_its_condition(asked: str, number: str) -> None:
    assert [v["value"] for v in ask(f"示例市数据中心2023年{asked}")["values"]] == [number]


def test_what_is_said_beside_an_indicator_s_name_is_of_its_project() -> None:
    assert numbers(ask("示例市数据中心2023年受理项目的群众满意度定的是多少")) == [("90", "%")]
    assert ask("示例市数据中心2023年养老院的群众满意度定的是多少")["status"] == "unanswered"
    assert ask("示例市数据中心2023年养老院的群众满意度目标值是多少")["status"] == "unanswered"


def test_whether_a_project_s_budget_was_kept() -> None:
    assert ask("示例市数据中心2023年平台运行维护费有没有超预算")["text"].startswith("没有超预算")
    assert ask("示例市数据中心2023年群众满意度有没有超预算")["status"] == "unanswered"


def test_an_indicator_nobody_has_is_refused() -> None:
    assert ask("示例市数据中心2023年投诉处理率的目标值")["status"] == "unanswered"


def test_which_of_one_project_s_indicators_was_missed() -> None:
    assert "系统故障次数" in ask("示例市数据中心2023年平台运行维护费有哪个指标没做到？")["text"]


def test_a_project_by_the_word_project_after_its_name() -> None:
    reply = ask("示例市数据中心2023年平台运行维护费项目预算和执行数分别是多少")
    assert numbers(reply) == [("100", "万元"), ("85.5", "万元")]


def test_how_far_a_project_s_budget_and_spending_lie_apart() -> None:
    reply = ask("示例市数据中心2023年平台运行维护费的预算比执行数多多少元")
    assert numbers(reply)[0] == ("145000", "元")
    assert reply["formula"] == "100 − 85.5 = 14.5"


def test_an_indicator_written_as_it_sounds() -> None:
    assert numbers(ask("示例市数据中心2023年系统固障次数目标和实际")) == [("3", "次"), ("5", "次")]


def test_an_indicator_that_the_question_says_all_of() -> None:
    assert ("45", "个") in numbers(ask("示例市数据中心2023年受理项目多少个"))


@pytest.mark.parametrize(("printed", "number"), [
    ("100.00%（10）", "100.00"), ("85.5%", "85.5"), ("85.5", "85.5"), ("见说明", ""), ("", ""), ("9.5分", ""),
])
def test_the_number_of_a_rate_printed_with_more(printed: str, number: str) -> None:
    target = next((u, y) for u in knowledge().directory.units for y in u.years if projects(knowledge(), (u, y)))
    assert replace(projects(knowledge(), target)[0], rate=printed).per_cent == number
