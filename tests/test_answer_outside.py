"""A whole without a part of it, and shares of two years set against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_store import ask, knowledge, numbers

from answer.figures import outside
from answer.figures.outside import _holds
from answer.request.question import operator_of, ordered


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("除住房公积金外的住房保障支出是多少", "4.16"),  # a class within its class
        ("工资福利支出中除住房公积金以外还有多少", "182.27"),
        ("不含公务接待费的三公经费是多少", "2"),  # not the reception of another form
        ("除项目支出外的支出合计是多少", "229.97"),  # a column of the total's row
    ],
)
def test_a_part_is_taken_from_the_whole_that_holds_it(asked: str, left: str) -> None:
    reply = ask(f"示例市数据中心2023年{asked}")
    assert numbers(reply)[0] == (left, "万元")
    assert len(reply["evidence"]) == 2


@pytest.mark.parametrize("asked", ["除会议费外的三公经费是多少", "除公务接待费外的住房保障支出是多少"])
def test_what_is_not_in_the_whole_is_not_taken_from_it(asked: str) -> None:
    assert ask(f"示例市数据中心2023年{asked}")["status"] == "unanswered"


def test_rows_that_do_not_add_up_to_a_total_are_no_parts_of_it() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == "示例市数据中心")
    figures = knowledge().books(unit, 2023).figures
    total = next(f for f in figures if f.form == "支出决算表" and f.level == "total" and f.nature == "total")
    part = next(f for f in figures if f.form == "支出决算表" and f.level == "class" and f.column == total.column)
    assert _holds(total, part, figures)
    assert total.amount is not None
    assert not _holds(replace(total, amount=total.amount + 1), part, figures)


@pytest.mark.parametrize("asked", ["除了公务接待费，还有哪些支出", "除其他商品和服务支出外花钱最多的是哪项"])
def test_a_list_without_something_is_no_whole_without_a_part(asked: str) -> None:
    operator = operator_of(asked)
    assert operator is None or operator.id != "outside"


def test_what_small_firms_did_not_get_is_the_rest_of_what_was_bought() -> None:
    operator = operator_of(ordered("没有授予中小企业的政府采购金额是多少"))
    assert operator is not None
    assert operator.id == "outside"
    assert operator.parts == {"part": "授予中小企业合同金额", "whole": "政府采购金额"}
    assert "procurement-sme" in outside.CONTRACTS


@pytest.mark.parametrize("than", ["上年", "2022年"])
def test_shares_of_two_years_lie_so_many_points_apart(than: str) -> None:
    reply = ask(f"示例市数据中心2023年工资福利支出占支出合计的比重比{than}提高了几个百分点")
    assert numbers(reply)[0] == ("1.26", "个百分点")


def test_no_share_is_told_where_the_year_before_is_not_held() -> None:
    assert ask("示例市数据中心2022年公务接待费占三公经费的比重比上年提高了几个百分点")["status"] == "unanswered"


def test_the_level_printed_after_a_name_is_no_part_of_it() -> None:
    plain, levelled = (ask(f"示例市数据中心2023年{name}是多少") for name in ("住房公积金", "住房公积金（项）"))
    assert numbers(plain) == numbers(levelled) != []
