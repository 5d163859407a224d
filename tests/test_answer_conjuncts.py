"""Figures set side by side in words of their own, and fields of different kinds."""

from __future__ import annotations

import pytest
from answer_store import ask, numbers

U = "示例市数据中心2023年"


@pytest.mark.parametrize("question", [
    "项目支出超出基本支出多少", "项目支出减去基本支出是多少", "基本支出比项目支出多多少",
])
def test_two_figures_in_any_words(question: str) -> None:
    assert numbers(ask(U + question))[0] == ("85.97", "万元")


def test_years_with_a_stage_of_their_own_word() -> None:
    reply = ask("示例市数据中心2023年支出决算比2022年决算多多少")
    assert numbers(reply)[0] == ("37.41", "万元")


def test_shares_are_compared_and_never_the_amounts() -> None:
    reply = ask("示例市数据中心2022年和2023年，项目支出占比哪年高")
    assert "占比更高的是" in reply["text"]
    assert all(unit == "%" for _, unit in numbers(reply))
    assert ask(U + "人员经费和公用经费谁占基本支出的比例高")["status"] == "unanswered"


def test_fields_of_different_kinds() -> None:
    assert numbers(ask(U + "基本支出和办公费各多少")) == [("229.97", "万元"), ("3.37", "万元")]


def test_one_of_several_figures_is_no_sum() -> None:
    reply = ask(U + "授予中小企业合同金额和火星登陆费一共多少")
    assert reply["status"] == "unanswered"


@pytest.mark.parametrize("question", ["每名在职人员摊到多少基本支出", "按20名在职人员算，每人平均多少基本支出"])
def test_a_figure_for_each_of_the_staff(question: str) -> None:
    assert numbers(ask(U + question))[0] == ("11.50", "万元")
