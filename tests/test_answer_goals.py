"""Goals of a unit and of its projects."""

from __future__ import annotations

import pytest
from answer_store import ask


@pytest.mark.parametrize("question", ["年度目标是什么", "有哪些年度绩效目标", "的两个年度目标是什么"])
def test_the_unit_s_goals_each_once_in_short(question: str) -> None:
    reply = ask(f"示例市数据中心2023年{question}")
    assert reply["text"] == "示例市数据中心2023年目标共2个：1. 数据共享平台全市通用；2. 政务数据归集到位。"
    assert [e["quote"] for e in reply["evidence"]] == ["数据共享平台全市通用", "政务数据归集到位"]


@pytest.mark.parametrize(("question", "goal"), [("年度目标", "平台全年不停机"), ("总目标", "保障平台长期运行")])
def test_a_project_s_goal_of_the_year_and_of_all_years(question: str, goal: str) -> None:
    reply = ask(f"示例市数据中心2023年平台运行维护费的{question}是什么")
    assert reply["text"].endswith(f"的目标：{goal}。")


def test_an_indicator_s_target_is_no_goal() -> None:
    assert "≥40个" in ask("示例市数据中心2023年受理项目数的目标是什么")["text"]


def test_goals_of_a_year_without_any_are_refused() -> None:
    assert ask("示例市数据中心2022年年度目标是什么")["status"] == "unanswered"
