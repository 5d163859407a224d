"""Where a project's money comes from; what a question says in another form than the document: a fund that only the
heading names, a name in a bracket, a year in two numerals, a syllable in Latin letters, an amount thought printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.figures import agreement
from answer.holdings.held import Evidence
from answer.language.names import Segment, Tag, mend
from answer.projects import achieved, sources
from answer.projects.achieved import HeldIndicator
from answer.projects.projects import HeldProject
from answer.prose import item_told, under_fund
from answer.prose.sentences import Sentence
from answer.request.asking import Asking
from answer.request.lookup import said_twice
from answer.request.question import understand
from answer.request.reply import Reply

PLACE = Evidence("a.pdf", "", "https://mingzhang.example/id/document/1#page=1&table=1&row=3", "", "", "", "机房改造 44")


@pytest.mark.parametrize(("text", "values"), [
    ("机房改造经费的当年财政拨款是多少", ["40"]), ("机房改造经费有多少上年结转资金", ["4"]),
    ("机房改造项目的上年结转", ["4"]),
    ("机房改造经费当年财政拨款和上年结转资金各多少", ["40", "4"]), ("机房改造经费的其他资金", []),
    ("数据归集经费的当年财政拨款", []), ("机房改造经费的当年财政拨款占百分之几", []), ("上年结转资金是多少", []),
    ("机房改造经费的水费的当年财政拨款", []),
])
def test_what_comes_from_where(text: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    unit = knowledge().directory.units[0]
    funds = (("上年结转资金", Decimal(4)), ("当年财政拨款", Decimal(40)))
    one = HeldProject(unit, 2023, "机房改造经费", Decimal(44), None, "", "万元", (), PLACE, "1", funds)
    other = HeldProject(unit, 2023, "数据归集经费", Decimal(9), None, "", "万元", (), PLACE, "2")
    monkeypatch.setattr(sources, "projects", lambda knowledge, target: (one, other))
    reply = Reply("")
    assert sources.tell(reply, knowledge(), [(unit, 2023)], text, "") is bool(values)
    assert sorted(v["value"] for v in reply.values) == sorted(values)


@pytest.mark.parametrize(("text", "value"), [
    ("机房改造的群众满意度目标值", "90"), ("数据归集的群众满意度目标值", "80"), ("群众满意度目标值", ""),
    ("平台运行的群众满意度目标值", ""),
])
def test_an_indicator_is_that_of_the_project_named(text: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = knowledge().directory.units[0]
    held = [
        HeldIndicator(unit, 2023, project, name, target, "", "", (PLACE,))
        for project, name, target in (
            ("机房改造", "群众满意度", "≥90%"), ("数据归集", "群众满意度", "≥80%"), ("平台运行", "故障次数", "≤3次"))
    ]  # fmt: skip
    monkeypatch.setattr(achieved, "indicators", lambda knowledge, target: held)
    reply = Reply(text)
    assert achieved.indicator(reply, knowledge(), [(unit, 2023)], text) is bool(value)
    assert [v["value"] for v in reply.values] == ([value] if value else [])


def test_a_name_in_a_bracket_and_an_amount_thought_to_be_printed() -> None:
    assert numbers(ask(f"{UNIT}2023年系统坏了几回（系统故障次数实际值）？")) == [("5", "次")]
    assert ask(f"{UNIT}2023年系统坏了几回（维修次数实际值）？")["status"] == "unanswered"
    assert numbers(ask(f"{UNIT}2023年福利费3.37万元？我要元")) == [("33700", "元")]
    assert ask(f"{UNIT}2023年福利费3.38万元？我要元")["status"] == "unanswered"
    assert ask(f"{UNIT}2023年群众满意度的半年指标值是多少")["status"] == "unanswered"


def test_what_is_left_of_a_projects_money() -> None:
    assert numbers(ask(f"{UNIT}2023年平台运行维护费结余多少万元"))[0] == ("14.5", "万元")
    assert "与执行数相等" in ask(f"{UNIT}2023年机房改造经费还剩下多少钱")["text"]
    assert ask(f"{UNIT}2023年机房迁建经费结余多少")["status"] == "unanswered"


def test_what_was_used_of_a_balance_is_not_what_is_left_of_it() -> None:
    reply = Reply("", "answered", "年末结余3万元", [{"value": "3", "unit": "万元", "amount": "30000", "year": 2023}])
    assert agreement.disagreement(understand("2023年用了多少结余"), reply)
    assert not agreement.disagreement(understand("2023年年末结余多少"), reply)


@pytest.mark.parametrize(("text", "years"), [
    ("一七年福利费", (2017,)), ("二三年度福利费", (2023,)), ("近一二年的福利费", ()), ("第一二年", ()),
    ("一年福利费", ()),
])
def test_a_year_in_two_numerals(text: str, years: tuple[int, ...]) -> None:
    assert understand(text).years == years


def test_a_syllable_in_latin_letters() -> None:
    names = {"培训费": frozenset({Tag("item", "a")}), "会议费": frozenset({Tag("item", "b")})}
    assert [s.taken_for for s in mend([Segment("培训fei", frozenset(), False)], names)] == ["培训费"]
    assert [s.taken_for for s in mend([Segment("培训oa", frozenset(), False)], names)] == [""]


@pytest.mark.parametrize(("word", "tag", "known"), [
    ("经费", "functional:2130108", True), ("经费", "economic:30216", False), ("项目", "label:病虫害控制", True),
    ("项目", "functional:2130108", False),
])
def test_a_word_for_what_a_row_is(word: str, tag: str, known: bool) -> None:
    row = Segment("病虫害控制", frozenset({Tag("item", tag), Tag("label", "病虫害控制")}))
    assert said_twice([row, Segment(word, frozenset(), False)])[1].known is known


@pytest.mark.parametrize(("text", "told"), [
    ("一般公共预算财政拨款支出中福利费的年初预算", True), ("福利费的一般公共预算当年拨款", True),
    ("政府性基金支出中福利费的年初预算", False), ("福利费的年初预算", False), ("一般公共预算财政拨款的年初预算", False),
])
def test_a_fund_that_the_heading_names(text: str, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    line = Sentence("年初预算为5万元。", "三/一般公共预算财政拨款支出决算情况", "", PLACE)
    monkeypatch.setattr(under_fund, "sentences", lambda knowledge, target: (line,))
    question = understand(text)
    asking = Asking(knowledge(), Reply(text), question, knowledge().directory.link(text), text)

    def way(asking: Asking, targets: object) -> bool:
        asking.out.status, asking.out.evidence = "answered", [{"quote": line.text, "iri": PLACE.place}]
        return True

    assert under_fund.tell(asking, [(unit, 2023)], way) is told
    assert ("公共预算" in asking.rest) is not told or not told


@pytest.mark.parametrize(("sentence", "year", "same"), [
    ("“三公”经费预算数为22.91万元，比2022年预算持平。", 2022, True), ("公务接待费与上年预算持平。", 2022, True),
    ("“三公”经费预算数为22.91万元，比2021年预算持平。", 2022, False),
    ("公务用车购置及运行费21.56万元，其中：公务用车购置费0万元，比2022年预算持平。", 2022, False),
])
def test_what_is_said_to_be_as_it_was(sentence: str, year: int, same: bool) -> None:
    assert item_told._says_unchanged(sentence, year) is same


def test_a_weight_is_no_target() -> None:
    reply = Reply("", "answered", "目标为10株", [{"value": "10", "unit": "株", "amount": None, "year": 2023}])
    assert agreement.disagreement(understand("清理数量的权重是多少"), reply)
    assert not agreement.disagreement(understand("清理数量的目标是多少"), reply)
