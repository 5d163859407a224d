"""Projects and items that fit two conditions at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import ask, numbers

from answer.figures.both_conditions import Spent, _condition
from answer.request.question import operator_of


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("预算超过200万元", True),
        ("年初预算数低于2,000,000元", False),
        ("执行率低于90%", True),
        ("完成率超过90%", False),
        ("决算大于年初预算", False),
        ("决算数不超过180万元", True),
    ],
)
def test_a_condition_is_of_what_was_planned_spent_or_carried_out(words: str, fits: bool) -> None:
    condition = _condition(words)
    assert condition is not None
    assert condition(Spent("运维", Decimal(2_010_000), Decimal(1_800_000), ())) is fits


def test_nothing_planned_has_no_rate() -> None:
    condition = _condition("执行率低于30%")
    assert condition is not None
    assert not condition(Spent("运维", Decimal(0), Decimal(0), ()))


@pytest.mark.parametrize("words", ["预算超过30%", "执行率低于30万元", "比上年下降", "财政拨款预算超过30万元"])
def test_a_clause_that_says_something_else_is_no_condition(words: str) -> None:
    assert _condition(words) is None


@pytest.mark.parametrize("what", ["项目", "科目"])
def test_both_conditions_are_found(what: str) -> None:
    operator = operator_of(f"预算超过200万元且执行率低于95%的{what}有哪些")
    assert operator is not None
    assert operator.id == "both"
    assert operator.parts == {"first": "预算超过200万元", "second": "执行率低于95%", "what": what}


def test_the_projects_that_fit_are_told_with_their_amounts_and_so_is_that_none_does() -> None:
    reply = ask("示例市数据中心2023年预算超过50万元且执行率低于95%的项目有哪些")
    assert numbers(reply) == [("85.5", "万元")]
    assert "平台运行维护费" in reply["text"]
    reply = ask("示例市数据中心2023年预算超过1000万元且执行率低于95%的项目有哪些")
    assert reply["text"].startswith("示例市数据中心2023年公开的2项里没有")
    assert (reply["status"], len(reply["evidence"])) == ("answered", 2)


def test_a_budget_that_the_projects_do_not_print_chooses_none() -> None:
    assert ask("示例市数据中心2023年年初预算超过50万元且执行率低于95%的项目有哪些")["status"] == "unanswered"
