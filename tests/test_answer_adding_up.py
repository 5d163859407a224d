"""Whether parts come to their whole, and whether a printed percentage comes out of the figures beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.answer import _Answering
from answer.figures import adding_up, recomputed
from answer.findings import _of_one_thing
from answer.holdings.held import ProseFact
from answer.request.plans import Operand
from answer.request.question import operator_of
from graph.findings.records import Evidence, Finding


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("基本支出加项目支出等于本年支出合计吗", "373.97"),
        ("支出合计和基本支出、项目支出两项加起来一样吗", "373.97"),
        ("住房公积金与提租补贴之和等于住房保障支出吗", "22.73"),
        ("住房改革支出各项加起来等于合计吗", "22.73"),
    ],
)
def test_parts_that_come_to_their_whole(asked: str, total: str) -> None:
    reply = ask(f"{UNIT}2023年{asked}")
    assert reply["text"].startswith("是，一致：")
    assert numbers(reply)[0] == (total, "万元")
    assert len(reply["evidence"]) >= 3


def test_parts_that_do_not_are_told_with_what_lies_between() -> None:
    reply = ask(f"{UNIT}2023年住房公积金加事业单位医疗等于住房保障支出吗")
    assert reply["text"].startswith("不一致：")
    assert all(said in reply["text"] for said in ("合计25.4万元", "22.73万元", "相差2.67万元"))


@pytest.mark.parametrize(
    "asked",
    [
        "基本支出、项目支出、经营支出三项加起来等于支出合计吗",  # one is not there
        "基本支出、项目支出三项加起来等于支出合计吗",  # another number of them
        "退休费各项之和等于合计吗",  # nothing stands below it
        "支出合计375.97万元和基本支出、项目支出两项加起来一样吗",  # another amount than is printed
        "基本支出加基本支出等于支出合计吗",
    ],
)
def test_what_does_not_settle_is_not_added_up(asked: str) -> None:
    reply = ask(f"{UNIT}2023年{asked}")
    assert reply["status"] == "unanswered"
    assert not reply["values"]


def test_a_name_with_a_joint_in_it_is_one() -> None:
    asking = _Answering(knowledge(), f"{UNIT}2023年").asking
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    parts = adding_up._parts(asking, [(unit, 2023)], "工资福利支出与对个人和家庭的补助", "")
    assert [o.figure.item for o in parts] == ["工资福利支出", "对个人和家庭的补助"]


def test_what_is_of_two_funds_is_not_said_to_disagree() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    figures = [f for f in knowledge().books(unit, 2023).figures if f.form == "支出决算表" and f.level == "class"]
    whole, part = Operand(figures[0], "总数"), [Operand(f, f.item) for f in figures[1:3]]
    asking = _Answering(knowledge(), f"{UNIT}2023年").asking
    assert adding_up._told(asking, part, whole)
    assert not adding_up._told(asking, part, Operand(replace(figures[0], fund="general"), "总数"))


def test_a_sum_off_by_rounding_is_said_to_be() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    figures = [f for f in knowledge().books(unit, 2023).figures if f.form == "支出决算表" and f.level == "class"][:2]
    total = sum((f.value for f in figures), Decimal("0.01"))
    whole = replace(figures[0], value=total, amount=total * 10000, iri="")
    asking = _Answering(knowledge(), f"{UNIT}2023年").asking
    assert adding_up._told(asking, [Operand(f, f.item) for f in figures], Operand(whole, "总数"))
    assert "在四舍五入之内" in asking.out.text


def test_how_much_several_things_are_is_no_question_of_agreement() -> None:
    operator = operator_of("基本支出和项目支出加起来是多少")
    assert operator is not None
    assert operator.id != "come_to"


def _sentence(*told: tuple[str, str, str, str]) -> list[ProseFact]:
    """Facts of one sentence: role, value, unit, words."""
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    one = knowledge().facts(unit, 2023)[0]
    return [
        replace(one, subject="行政运行", role=role, value=Decimal(value), uom=uom, text=text,
                amount=Decimal(value) * 10000 if uom == "万元" else None)
        for role, value, uom, text in told
    ]


CHANGED = (("budget", "120", "万元", "支出120万元"), ("change", "20", "万元", "比上年增加20万元"),
           ("change", "20", "%", "增长20%"))


@pytest.mark.parametrize(
    ("told", "role", "terms"),
    [
        (CHANGED, "change", (200000, 1000000)),
        ((("budget", "80", "万元", "预算80万元"), ("result", "60", "万元", "决算60万元"),
          ("completion", "75", "%", "完成75%")), "completion", (600000, 800000)),
        (CHANGED[1:], "change", None),  # the amount itself is not told
        ((*CHANGED, ("change", "5", "万元", "其中增加5万元")), "change", None),
    ],
)
def test_what_a_rate_is_divided_from_stands_beside_it(
    told: tuple[tuple[str, str, str, str], ...], role: str, terms: tuple[int, int] | None
) -> None:
    facts = _sentence(*told)
    rate = next(f for f in facts if f.uom == "%")
    assert recomputed._terms(facts, rate, role) == terms


def test_a_rate_that_is_not_printed_is_not_confirmed() -> None:
    assert ask(f"{UNIT}2023年会议费下降12%算得对吗")["status"] == "unanswered"


@pytest.mark.parametrize(("rate", "verdict"), [("11.12", "对，"), ("12.11", "不对，")])
def test_a_rate_of_change_is_reckoned_from_two_years(rate: str, verdict: str) -> None:
    assert ask(f"{UNIT}2023年支出合计比上年增长{rate}%，算得对吗")["text"].startswith(verdict)


def test_a_finding_that_tells_all_the_numbers_of_a_sum_is_it() -> None:
    place = Evidence("决算公开.pdf", 1, "", "", "", "", "place")
    message = "“规划建筑面积”印为 13459 平方米，其中各项 8013 + 5356 合计 13369 平方米"
    found = Finding("1", "open-parts", "warning", "figure", "", "", message, "", "", "", "", (place,))
    for asked, told in (("8013", 1), ("9013", 0)):
        text = f"中心地上{asked}平方米加地下5356平方米,等于建筑面积13459平方米吗"
        assert len(_of_one_thing([found], text)[1]) == told
