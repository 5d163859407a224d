"""What the money of an item is for, and counted things that stand in a list."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import knowledge

from answer.figures import purposes
from answer.figures.operations import WITHIN_ONE
from answer.holdings.held import Evidence
from answer.language.words import garnish
from answer.prose import counted_things, listed_things
from answer.prose.sentences import Sentence
from answer.request.plans import Operand, share
from answer.request.question import operator_of
from answer.request.reply import Reply

LINES = (
    "（3）医疗费（款）支出20.40万元。", "用于儿童医疗统筹费支出。", "（4）邮电费（款）支出70万元。",
    "水费支出3万元，主要用于办公楼用水。", "完成7间开标室、28间评标室现场装修改造。",
    "全年上传工程项目37个标段，采购项目27个包段，商城成交11笔。",
)


def _told() -> list[Sentence]:
    place = Evidence("a.html", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    return [Sentence(line, "", "", place) for line in LINES]


@pytest.mark.parametrize(("words", "said"), [
    (["医疗费"], LINES[:2]), (["水费"], LINES[3:4]), (["邮电费"], ()), (["办公楼"], ()),
])
def test_the_clause_of_the_item_or_the_sentence_after_it(words: list[str], said: tuple[str, ...]) -> None:
    found = [tuple(s.text for s in told) for _, told in purposes._told(_told(), words)]
    assert found == ([said] if said else [])


@pytest.mark.parametrize(("text", "operator"), [
    ("医疗费是用来支付什么的", "purpose"), ("物业管理费用于什么", "purpose"), ("购房补贴主要用来干什么", "purpose"),
    ("其他收入主要是什么", "purpose"),
    ("单位预留机动经费是什么", "meaning"), ("受理项目数比目标多完成了几个", "gap"), ("办理量比目标少办了多少件", "gap"),
    (" 的人员经费是 的百分之几", "multiple"), ("一般公共预算财政拨款支出用于哪些方面", "list"),
])
def test_which_is_asked(text: str, operator: str) -> None:
    found = operator_of(text)
    assert (found.id if found else "") == operator


@pytest.mark.parametrize(("text", "number"), [
    ("装修改造的开标室有几间", "7"), ("完成几间评标室现场装修改造", "28"), ("装修改造的会议室有几间", ""),
    ("采购成交了多少个标段", ""),
])
def test_one_of_several_things_counted(text: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_things, "sentences", lambda knowledge, target: tuple(_told()))
    unit, reply = knowledge().directory.units[0], Reply("")
    assert listed_things.number(reply, knowledge(), [(unit, 2023)], text, "") is bool(number)
    assert [v["value"] for v in reply.values] == ([number] if number else [])


def test_another_thing_of_the_list_is_told_apart() -> None:
    assert counted_things.listed_apart(LINES[4], Decimal(28), "间", "开标室有几间")
    assert not counted_things.listed_apart(LINES[4], Decimal(7), "间", "开标室有几间")
    assert not counted_things.listed_apart(LINES[4], Decimal(7), "间", "修了几间房")


def test_what_came_in_is_not_all_that_was_spent() -> None:
    # 执行到位金额 is money that a court collected: with 到位 left out, 执行 would stand for all expenditure.
    assert "到位" not in garnish()


@pytest.mark.parametrize(("text", "within"), [("几个内设股室", True), ("有哪些科室", True), ("几个下属单位", False)])
def test_rooms_within_a_body_are_no_members(text: str, within: bool) -> None:
    assert (WITHIN_ONE.search(text) is not None) is within


def test_nothing_is_a_share_of_itself() -> None:
    unit = knowledge().directory.units[0]
    one = Operand(knowledge().books(unit, 2023).figures[0], "一项")
    assert not share(Reply(""), one, one, "占比")
