"""Shares, completions and changes held against a bound; the base said first; two questions in one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from answer_store import ask, numbers

from answer.figures.verdicts import bound_of


@pytest.mark.parametrize(("words", "share"), [
    ("四分之一", Fraction(1, 4)), ("百分之五十", Fraction(1, 2)), ("两成", Fraction(1, 5)), ("三成半", Fraction(7, 20)),
    ("一半", Fraction(1, 2)), ("62.5%", Fraction(5, 8)), ("百分之十二", Fraction(3, 25)),
])
def test_bounds_as_people_say_them(words: str, share: Fraction) -> None:
    assert bound_of(words) == share


@pytest.mark.parametrize(("question", "verdict"), [
    ("项目支出占总支出是不是超过三分之一", "是，高于三分之一"),
    ("项目支出占支出合计的比例超过40%了吗", "否，低于40%"),
    ("基本支出在支出合计里过半了吗", "是"),
    ("项目支出不到支出合计的两成吗", "否，高于两成"),
    ("支出合计比上年增长超过10%了吗", "是，高于10%"),
    ("支出合计比上年减少超过10%了吗", "否，没有这样变化"),
])
def test_a_share_against_a_bound(question: str, verdict: str) -> None:
    reply = ask(f"示例市数据中心2023年{question}")
    assert reply["status"] == "answered"
    assert reply["text"].startswith(verdict)


@pytest.mark.parametrize("question", [
    "与2022年相比，示例市数据中心2023年支出合计增加了多少",
    "跟2022年比，示例市数据中心2023年支出合计变了多少",
    "示例市数据中心2023年支出合计和2022年比是增还是减，差多少万元",
])
def test_the_base_may_be_said_first(question: str) -> None:
    assert numbers(ask(question))[0] == ("37.41", "万元")


def test_which_of_two_years_is_named() -> None:
    reply = ask("示例市数据中心2022年和2023年哪年的支出合计高，高多少")
    assert reply["text"].startswith("2023年更多")
    assert numbers(reply)[0] == ("37.41", "万元")


def test_two_questions_are_both_answered_or_refused() -> None:
    reply = ask("示例市数据中心2023年支出总计多少？其中基本支出多少？")
    assert [value for value, _ in numbers(reply)] == ["373.97", "229.97"]
    refused = ask("示例市数据中心2023年支出总计多少？其中建设月球基地花了多少？")
    assert refused["status"] == "unanswered"
    assert refused["values"] == []


def test_a_share_of_all_is_said_of_classes_and_natures_alone() -> None:
    assert numbers(ask("示例市数据中心2023年项目支出占几成"))[0] == ("38.51", "%")
    assert ask("示例市数据中心2023年办公费占几成")["status"] == "unanswered"


def test_two_figures_as_a_multiple() -> None:
    assert numbers(ask("示例市数据中心2023年基本支出和项目支出之比"))[0] == ("1.60", "倍")
