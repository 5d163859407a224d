"""An answer that is not of the kind its question asks for is none: measure, counter, year, stage, denial."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from answer_store import UNIT, ask, knowledge

from answer.figures.accounted import dropped
from answer.figures.agreement import disagreement, of_own_accounts
from answer.language.names import Segment, Tag
from answer.prose.quoted import _denies
from answer.prose.sentences import told_around
from answer.request.lookup import _of_row
from answer.request.match import Reading
from answer.request.question import understand
from answer.request.reply import Reply, entry


def _told(quote: str, *values: dict[str, Any], budget: bool = False) -> Reply:
    kind = "预算" if budget else "决算"
    evidence = {"quote": quote, "row": "", "column": "", "disclosure": f"x/id/disclosure/某局/2023/{kind}/部门/1"}
    return Reply("", status="answered", text=f"原文：“{quote}”", values=list(values), evidence=[evidence])


@pytest.mark.parametrize(("question", "quote", "value", "unit", "agrees"), [
    ("无人机监测花了多少钱", "无人机监测面积26.5万亩", "26.5", "万亩", False),
    ("无人机监测面积是多少万亩", "无人机监测面积26.5万亩", "26.5", "万亩", True),
    ("订购期刊多少册", "入藏新书39195册，订购期刊845种", "845", "种", False),
    ("订购期刊多少种", "入藏新书39195册，订购期刊845种", "845", "种", True),
    ("有多少名教师", "教师20人", "20", "人", True),  # counted alike
    ("没有中标的有多少家", "中标企业20家", "20", "家", False),
    ("抽检不合格多少批次", "食品抽检2516批次，合格率98.7%", "2516", "批次", False),
    ("会议费（不含全会）是多少个", "会议费20个", "20", "个", True),  # what is left out is said of the item itself
    ("不见面开标多少场", "不见面开标342场", "342", "场", True),
    ("未完成的指标有多少个", "未完成指标2个", "2", "个", True),
    ("未成年人有多少名", "救助少年20名", "20", "名", True),
    ("公交线路一共多少条", "新增公交线路6条", "6", "条", False),
    ("一共新增公交线路多少条", "新增公交线路6条", "6", "条", True),
    ("2023年运行经费比上年减少多少", "比年初预算减少7个", "7", "个", False),
    ("2023年运行经费比上年减少多少", "比上年减少7个", "7", "个", True),
])
def test_what_is_told_is_what_was_asked_for(question: str, quote: str, value: str, unit: str, agrees: bool) -> None:
    assert (disagreement(understand(question), _told(quote, entry(value, unit, ""))) == "") is agrees


def test_two_years_set_against_each_other_are_both_told_of() -> None:
    asked = understand("2024年运行费预算比2023年决算多多少")
    one = [entry("24.00", "万元", "", year=2023), entry("20.66", "万元", "", year=2023)]
    assert "2024" in disagreement(asked, _told("预算24.00，决算20.66", *one))
    both = [entry("22.60", "万元", "", year=2024), entry("20.66", "万元", "", year=2023)]
    assert disagreement(asked, _told("预算22.60，决算20.66", *both)) == ""


def test_a_budget_does_not_tell_what_was_done() -> None:
    asked, plan = understand("2023年实际召开会议多少次"), _told("计划召开会议4次", entry("4", "次", ""), budget=True)
    assert "计划" in disagreement(asked, plan)
    assert disagreement(understand("2023年计划召开会议多少次"), plan) == ""


def test_a_budget_does_not_tell_how_things_stood_at_its_years_end() -> None:
    told = _told("固定资产3149.52万元", entry("3149.52", "万元", ""), budget=True)
    for evidence in told.evidence:
        evidence["disclosure"] = "a/2023/预算/部门"
    assert disagreement(understand("2023年末固定资产是多少万元"), told)
    assert not disagreement(understand("2023年固定资产是多少万元"), told)


def test_a_rate_in_a_question_is_not_met_by_part_of_a_number() -> None:
    rates = _told("执行率33.30%", entry("33.30", "%", ""))
    assert dropped("执行率低于30%的项目", rates) == "30%"
    assert dropped("执行率为33.3%的项目", rates) == ""


def test_what_a_body_spends_is_not_what_its_place_spends() -> None:
    own = _told("政府采购支出总额601.95万元", entry("601.95", "万元", "", amount=Decimal(6019500)))
    assert of_own_accounts(own)
    assert not of_own_accounts(_told("累计中标金额42.90亿元", entry("42.90", "亿元", "", amount=Decimal(4290000000))))


@pytest.mark.parametrize(("word", "around", "told"), [
    ("小学", "公办幼儿园5所小学17所初级中学8所", False),
    ("小学", "全区小学共17所", True),
    ("小学", "2023年小学在校学生41872人", True),
    ("工程", "其中货物支出10万元工程支出20万元", False),
    ("工程", "货物和工程采购情况说明", True),
])
def test_one_of_several_counted_things_says_nothing_of_the_next_sentence(word: str, around: str, told: bool) -> None:
    assert told_around(word, around) is told


def test_that_there_was_nothing_grave_denies_no_more() -> None:
    assert not _denies("全年未发生重大森林火灾。", ["森林", "火灾"])
    assert _denies("全年未发生重大森林火灾。", ["重大", "森林", "火灾"])
    assert _denies("全年未发生森林火灾。", ["森林", "火灾"])


def test_one_row_of_another_is_not_both() -> None:
    assert ask(f"{UNIT}2023年工会经费的公务接待费是多少")["status"] == "unanswered"
    assert ask(f"{UNIT}2023年工会经费和公务接待费是多少")["status"] == "answered"


def test_what_a_refusal_offers_has_an_answer() -> None:
    for question in (f"{UNIT}2021年办公费是多少", f"{UNIT}2023年酒水费是多少", "不存在的单位2023年支出合计是多少"):
        reply = ask(question)
        assert reply["status"] == "unanswered"
        assert reply["suggestions"]
        assert all(ask(q)["values"] for q in reply["suggestions"])


def test_a_row_printed_blank_is_not_told_by_another_row() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    books = knowledge().books(unit, 2023)
    blank = books.blanks[0]
    other = Reading((next(f for f in books.figures if f.item and f.item != blank.item),), ())
    named = Segment(blank.item, frozenset({Tag("label", blank.item), Tag("measure", "meetings")}), True)
    assert _of_row(books.blanks, [other], [named]) == (blank,)
    assert _of_row(books.blanks, [other], [Segment("会议", named.tags, True)]) == ()
