"""A number and a reason of the prose are those of the item, the fund and the stage that a question names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence, ProseFact
from answer.prose import item_check, item_told
from answer.prose.sentences import Sentence
from answer.request import stated
from answer.request.reply import Reply, cite, entry

UNIT = knowledge().directory.units[0]
CLASSES = "“社会保障和就业支出（类）就业补助（款）公益性岗位补贴（项）”635.10万元，主要用于公益性岗位补贴。"


def replied(sentence: str, kind: str = "决算", row: str = "") -> Reply:
    place = Evidence("a.txt", f"urn:id/disclosure/某局/2023/{kind}/单位/0", "urn:a#line=1", "", row, "", sentence)
    reply = Reply("", "answered", f"原文：“{sentence}”", [entry("635.10", "万元", "")])
    cite(reply, [place])
    return reply


@pytest.mark.parametrize(("text", "sentence", "fits"), [
    ("公益性岗位补贴花了多少钱", CLASSES, True),
    ("事业单位补贴花了多少钱", CLASSES, False),
    ("就业补助花了多少钱", CLASSES, False),
    ("其他组织事务支出花了多少钱", "其他城乡社区管理事务支出（项）4992.71万元。", False),
    ("机关事业单位基本养老保险缴费支出花了多少钱", "机关事业单位基本养老保险缴费支出（项）407.81万元。", True),
    ("人员经费合计年初预算数", "公务接待费支出决算为0.18万元，比年初预算减少1.32万元。", False),
    ("接待了多少人", "公务接待4批次、20人。", True),
])
def test_the_sentence_names_the_item(text: str, sentence: str, fits: bool) -> None:
    assert item_check.of_item(text, replied(sentence), knowledge(), (UNIT, 2023)) is fits


def test_the_end_of_a_longer_name_is_no_item() -> None:
    assert item_check.items_named("招标投标电子平台运转维护费") == ()
    assert item_check.items_named("维修维护费") or item_check.items_named("培训费")


@pytest.mark.parametrize(("text", "sentence", "kind", "fits"), [
    ("一般公共预算财政拨款收入的全年预算数", "一般公共预算财政拨款收入373.97万元。", "决算", False),
    ("一般公共预算财政拨款收入", "一般公共预算财政拨款收入373.97万元。", "决算", True),
    ("办公费年初预算数", "办公费年初预算为3万元。", "决算", True),
    ("办公费的决算数", "办公费支出3万元。", "预算", False),
    ("办公费的决算数", "上年办公费实际支出3万元。", "预算", True),
])
def test_the_sentence_is_of_the_stage(text: str, sentence: str, kind: str, fits: bool) -> None:
    assert item_check.of_stage(text, replied(sentence, kind)) is fits


def fact(subject: str, text: str, role: str = "result", kind: str = "决算") -> ProseFact:
    place = Evidence("a.txt", "", "urn:a#line=1", "", "", "", text)
    number, amount = Decimal("0.18"), Decimal(1800)
    return ProseFact("", UNIT, 2023, kind, None, subject, "", number, "万元", amount, "", role, "", text, place)


@pytest.mark.parametrize(("text", "subject", "quote", "fits"), [
    ("一般公共预算财政拨款", "一般公共预算财政拨款", "“三公”经费财政拨款支出决算数增加0.18万元", False),
    ("三公经费", "“三公”经费财政拨款支出", "“三公”经费财政拨款支出决算数增加0.18万元", True),
    ("本年支出合计", "收入支出总计", "收入支出总计增加0.18万元", False),
])
def test_a_change_is_reckoned_from_its_own_item(text: str, subject: str, quote: str, fits: bool) -> None:
    assert item_check.of_change(text, fact(subject, quote, "change")) is fits


@pytest.mark.parametrize(("text", "subject", "role", "kind", "found"), [
    ("行政事业单位医疗年初预算数", "卫生健康支出/行政事业单位医疗/事业单位医疗", "budget", "决算", False),
    ("事业单位医疗年初预算数", "卫生健康支出/行政事业单位医疗/事业单位医疗", "budget", "决算", True),
    ("一般公共预算财政拨款支出的年初预算合计", "“三公”经费财政拨款支出", "budget", "决算", False),
    ("一般公共预算支出的决算数", "一般公共预算支出", "result", "预算", False),
])
def test_a_quantity_is_of_what_is_named(text: str, subject: str, role: str, kind: str, found: bool) -> None:
    told = "年初预算" if role == "budget" else ""
    assert bool(stated.fitting([fact(subject, f"{subject}{told}为0.18万元", role, kind)], text)) is found


LINES = (
    "1.一般公共服务（类）支出6,543.55万元，主要用于单位行政运行、政协会议等。", "与上年相比减少108.56万元。",
    "主要原因是本年在职人员减少。", "2.政协事务（款）政协会议（项）支出40万元，与上年数一致。",
    "3.政协事务（款）行政运行（项）支出9万元，与上年相比减少1万元。", "主要原因是退休。",
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "", "urn:a#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "", place) for line in LINES)
    monkeypatch.setattr(item_told, "sentences", lambda knowledge, target: every)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("text", "reason", "fits"), [
    ("政协会议为什么减少", LINES[2], False), ("一般公共服务支出为什么减少", LINES[2], True),
    ("行政运行为什么减少", LINES[5], True), ("政协事务为什么减少", LINES[5], True),
    ("商品和服务支出为什么减少", LINES[5], False), ("游客为什么减少", LINES[5], True),
])
def test_a_reason_is_of_its_item(text: str, reason: str, fits: bool) -> None:
    assert item_told.reason_of(text, reason, knowledge(), (UNIT, 2023)) is fits


@pytest.mark.usefixtures("told")
def test_what_did_not_change_is_said_to_be_so() -> None:
    found = item_told.unchanged("政协会议比上年为什么变化", knowledge(), (UNIT, 2023))
    assert found is not None
    assert found.text == LINES[3]
    assert item_told.unchanged("行政运行比上年为什么变化", knowledge(), (UNIT, 2023)) is None
