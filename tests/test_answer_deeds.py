"""Numbers found by what was done with things, said in other words than the document says it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import ask

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, ProseFact
from answer.prose.counted_things import counts_other
from answer.prose.deeds import counted
from answer.prose.sentences import Sentence

SAID = (
    "全年接听热线电话 512 个，24 小时接通率 98.1%。",
    "采集样本 37 人份，比对 80 人次，帮助 12 名走失人员找到家人。",
    "组织“春风”专项行动 9 天，出动工作人员 77 人次、车辆 30 台次，发放雨衣 45 件。",
    "接待老年人 21 人次，接待 16 岁以上学生 33 人次。",
    "全年新增用户 300 家，登记人员 900 人，代理机构 14 家。",
    "为 6 家代理机构开展培训。",
    "主楼建筑高度为 31.5 米。",
    "查处案件 8 件，罚没款 5.20 万元。",
    "取消审批事项 3 项。",
    "固定资产 31.40 万元。",
    "其他固定资产 2.00 万元。",
    "办理提案 70 件左右，其中重点提案 9 件。",
    "移送公安机关线索 4 条。",
    "用地面积约为 4000 平方米。",
    "全年收集问题 2986 条，当场解决 1742 条。",
)


def _ask(question: str, kind: str = "决算", said: tuple[str, ...] = SAID) -> list[tuple[str, str]]:
    place = Evidence("决算.txt", f"https://mingzhang.example/id/disclosure/甲/2023/{kind}/单位/0", "", "", "", "", "")
    held = [Sentence(text, "重点工作", "", place) for text in said]
    return [(c.number, c.uom) for c in counted(held, question)[1]]


@pytest.mark.parametrize(("question", "expected"), [
    ("接了多少个热线电话", [("512", "个")]),
    ("一共采集了多少份样本", [("37", "人份")]),
    ("帮多少走失人员找到了家人", [("12", "名")]),
    ("“春风”行动一共出动了多少人次", [("77", "人次")]),
    ("出动了多少台次车辆", [("30", "台次")]),
    ("发了多少件雨衣", [("45", "件")]),
    ("接待了多少老年人、多少16岁以上学生", [("21", "人次"), ("33", "人次")]),
    ("新增了多少家代理机构", [("14", "家")]),
    ("主楼建多高", [("31.5", "米")]),
    ("罚没了多少钱", [("5.20", "万元")]),
    ("固定资产值多少万元", [("31.40", "万元")]),
    ("办了多少件提案", [("70", "件")]),
    ("移送了多少条线索给公安", [("4", "条")]),
    ("占地多少平方米", [("4000", "平方米")]),
    ("当场解决了多少问题", [("1742", "条")]),
])
def test_the_number_of_what_was_done(question: str, expected: list[tuple[str, str]]) -> None:
    assert _ask(question) == expected


@pytest.mark.parametrize("question", [
    "拨打了多少个热线电话",  # another deed
    "收了多少件雨衣",
    "接了多少封来信",  # another thing
    "采集了多少次样本",  # another counter
    "平均每天接了多少个热线电话",  # a word that nothing says
    "完成了多少项审批事项",  # undone
    "行动分别是多少",
    "当场驳回了多少问题",
    "上门解决了多少问题",
])
def test_what_is_not_told(question: str) -> None:
    assert _ask(question) == []


def test_two_numbers_are_no_answer() -> None:
    assert _ask("送了多少份礼包", said=("发送礼包 3 份。", "发送礼包 5 份。")) == []


def test_all_of_a_budget_is_planned() -> None:
    said = ("编印《学习材料》18期左右。",)
    assert _ask("打算编印多少期《学习材料》", "预算", said) == [("18", "期")]
    assert _ask("打算编印多少期《学习材料》", "决算", said) == []


def test_a_thing_is_no_counter() -> None:
    """What follows 多少 and is no counter is what is asked for: 外国人 are not the 群众 of the document."""
    assert ask("示例市数据中心2023年接待了多少外国人")["status"] == "unanswered"


@pytest.mark.parametrize(("question", "other"), [("装修了几间评标室", True), ("装修了几间开标室", False)])
def test_a_number_is_not_that_of_what_stands_beside_it(question: str, other: bool) -> None:
    said = "完成7间开标室、28间评标室装修。"
    place = Evidence("决算.txt", "", "", "", "", "", said)
    unit = HeldUnit("甲", "甲", (), ())
    fact = ProseFact("", unit, 2023, "决算", 2023, "开标室", "", Decimal(7), "间", None, "", "result", "", said, place)
    assert counts_other(fact, question) is other
