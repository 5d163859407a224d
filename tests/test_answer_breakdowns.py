"""What totals are made up of: sources of revenue, parts of “三公” expenses, items of social insurance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.prose.quoted import _denies
from answer.request.question import operator_of
from answer.request.stated import Match, settled


@pytest.mark.parametrize("asked", ["收入来源有哪些", "收入构成情况", "收入由哪些部分组成"])
def test_sources_of_revenue_add_up_to_its_total(asked: str) -> None:
    assert numbers(ask(f"示例市数据中心2023年{asked}")) == [("373.97", "万元")]


@pytest.mark.parametrize("asked", ["收入的最大来源是什么", "最大的收入来源是哪一项", "收入来源中最多的是什么"])
def test_the_largest_source_of_revenue_is_no_class_of_expenditure(asked: str) -> None:
    assert numbers(ask(f"示例市数据中心2023年{asked}")) == [("373.97", "万元")]


def test_three_public_expenses_part_by_part_as_budgeted_and_spent() -> None:
    reply = ask("示例市数据中心2023年三公经费情况")
    assert numbers(reply)[0] == ("3.42", "万元")
    assert "公务接待费年初预算1.42万元，决算1.42万元" in reply["text"]


@pytest.mark.parametrize("asked", ["社保缴费一共多少", "社会保险费多少万元"])
def test_social_insurance_is_the_sum_of_its_items(asked: str) -> None:
    assert numbers(ask(f"示例市数据中心2023年{asked}"))[0] == ("39.48", "万元")


def test_a_row_of_its_own_is_no_sum() -> None:
    assert numbers(ask("示例市数据中心2023年其他社会保障缴费多少")) == [("8.37", "万元")]


@pytest.mark.parametrize("asked", ["决算数比预算数大的功能科目有哪些", "哪些科目决算比年初预算少"])
def test_finals_against_the_budget_choose_rows(asked: str) -> None:
    operator = operator_of(asked)
    assert operator is not None
    assert operator.id == "keep"


def test_rows_are_listed_as_they_are_printed() -> None:
    text = ask("示例市数据中心2023年工资福利支出包括哪些内容")["text"]
    assert text.index("基本工资") < text.index("津贴补贴") < text.index("其他社会保障缴费") < text.index("住房公积金")


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("本单位无下属单位，内设办公室、教师培训部。", False),
        ("本年度教师培训，因疫情没有开展培训。", True),
        ("2023年度没有教师培训支出。", True),
    ],
)
def test_a_denial_denies_what_is_asked_for(sentence: str, denied: bool) -> None:
    assert _denies(sentence, ["教师", "培训"]) is denied


def test_parts_are_no_other_reading_of_a_whole_told_twice() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    base = next(f for f in knowledge().facts(unit, 2023) if f.measure == "staff")

    def match(subject: str, value: int, place: str) -> Match:
        evidence = replace(base.evidence, place=place, quote=place)
        return Match(replace(base, subject=subject, value=base.value * 0 + value, uom="人次", evidence=evidence), 1.0)

    parts = [match("救助未成年人", 212, "b"), match("救助老年人", 1035, "b")]
    whole = [match("救助人员", 4586, "a"), match("救助人员人次", 4586, "c")]
    fact, _ = settled([*parts, *whole])
    assert fact is not None
    assert fact.value == 4586
    assert settled([*parts, whole[0]])[0] is None  # told once it may be one more of its likes


def test_the_refusal_of_an_amount_a_head_says_that_heads_are_not_told() -> None:
    assert "没有公开在职人数" in ask("示例市数据中心2022年人均工资福利支出是多少")["text"]
