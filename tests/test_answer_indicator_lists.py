"""Lists of indicators, and verdicts on those that words judge."""

from __future__ import annotations

import pytest
from answer_store import ask

from answer.holdings.directory import HeldUnit
from answer.projects.achieved import HeldIndicator, met, told_before

UNIT = HeldUnit("u", "示例市数据中心", (), ())


def _indicator(name: str, target: str, actual: str, note: str) -> HeldIndicator:
    return HeldIndicator(UNIT, 2023, "", name, target, actual, note, ())


@pytest.mark.parametrize(
    "question", ["数量指标有哪些", "有哪些产出指标", "平台运行维护费设置了哪些绩效指标", "列出绩效指标"]
)
def test_all_indicators_of_a_kind_are_listed(question: str) -> None:
    text = ask(f"示例市数据中心2023年{question}")["text"]
    assert all(name in text for name in ("受理项目数（目标≥40个，实际45个）", "系统故障次数", "群众满意度", "共3个"))


def test_a_kind_that_no_indicator_is_called_by_is_refused() -> None:
    assert ask("示例市数据中心2023年时效指标有哪些")["status"] == "unanswered"


@pytest.mark.parametrize(
    ("target", "actual", "note", "verdict"),
    [
        ("正常", "正常运转", "已完成", True),
        ("达标", "达标", "", True),
        ("", "", "未设置年度目标值，视同未完成", False),
        ("300个", "213个", "已完成", False),  # the numbers say more than the note
        ("正常", "正常运转", "", None),
        ("正常", "基本正常", "无未完成情况", None),
    ],
)
def test_what_can_t_be_compared_is_judged_as_the_note_says(
    target: str, actual: str, note: str, verdict: bool | None
) -> None:
    assert met(_indicator("平台运行状态", target, actual, note)) is verdict


def test_an_indicator_told_again_in_other_words_is_no_other() -> None:
    again = _indicator("全流程电子化，绿色办公，保护环境", "", "", "视同未完成")
    assert told_before(again, ["流程电子化绿色办公保护环境"]) == "流程电子化绿色办公保护环境"
    other = _indicator("群众满意度", "≥90%", "96%", "")
    assert told_before(other, ["服务群众满意度"]) == "群众满意度"
