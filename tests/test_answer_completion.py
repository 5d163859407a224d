"""How much of a budget was spent, whether all of it was, and which items spent how much of theirs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from answer_store import UNIT, ask, knowledge

from answer.figures import completion, filters
from answer.holdings.held import Statement
from answer.language.words import comparable
from answer.request.question import operator_of


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("平台运行维护费预算执行完了吗", "没有，未完成预算"),
        ("机房改造经费有没有完成预算", "是，完成了预算"),
        ("机房改造经费花完预算了吗，执行率是多少", "是，完成了预算"),
    ],
)
def test_whether_a_budget_was_carried_out(asked: str, verdict: str) -> None:
    assert ask(f"{UNIT}2023年{asked}")["text"].startswith(verdict)


@pytest.mark.parametrize("asked", ["会议费预算完成了吗", "部门预算完成了吗", "项目支出预算花完了吗"])
def test_a_budget_not_printed_is_not_said_to_be_spent(asked: str) -> None:
    reply = ask(f"{UNIT}2023年{asked}")
    assert reply["status"] == "unanswered"


def test_project_expenditure_is_no_project() -> None:
    assert ask(f"{UNIT}2023年项目支出执行率是多少")["status"] == "unanswered"
    assert "85.5%" in ask(f"{UNIT}2023年平台运行维护费项目执行率是多少")["text"]


@pytest.mark.parametrize(
    ("asked", "limit", "what"),
    [
        ("哪些科目的决算超过了年初预算的150%", "150", "科目"),
        ("哪些项级科目完成年初预算不到90%", "90", "科目"),
        ("决算低于年初预算的80%的科目有哪些", "80", "科目"),
    ],
)
def test_rows_by_their_share_of_the_budget(asked: str, limit: str, what: str) -> None:
    operator = operator_of(asked, ("reached",))  # which ones is asked, not whether one does
    assert operator is not None
    assert operator.id == "keep"
    assert operator.parts["limit"] == limit
    assert what in (operator.parts.get("what"), operator.parts.get("rest"))


def _figures() -> list[Statement]:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    return [f for f in knowledge().books(unit, 2023).figures if f.form == "支出决算表" and f.nature == "total"]


def _over(figures: list[Statement]) -> Any:
    return SimpleNamespace(books=lambda *_: SimpleNamespace(figures=figures))


def test_items_of_a_table_with_both_stages_are_all_there() -> None:
    items = [f for f in _figures() if len(f.code) == filters.ITEM]
    assert not filters.tabled(_over(items), (items[0].unit, 2023), filters.ITEM)  # no budget is printed
    budgets = [replace(f, stage="年初预算", column="年初预算数") for f in items[1:]]
    found = filters.tabled(_over([*items, *budgets]), (items[0].unit, 2023), filters.ITEM)
    assert [f.code for f, _ in found] == sorted(f.code for f in items)
    assert [f.item for f, budget in found if budget is None] == [items[0].item]


def test_a_rate_printed_in_an_evaluation_is_of_the_budget_asked_for() -> None:
    one = _figures()[0]
    quote = "基本支出年初预算数为217.57万元，预算执行数为229.97万元，执行率为105.70%"
    rate = replace(one, kind="performance", item="偏差原因/基本支出执行率", uom="%", amount=None,
                   evidence=replace(one.evidence, quote=quote))
    out = SimpleNamespace(text="", values=[], status="", evidence=[])
    asking: Any = SimpleNamespace(books=lambda *_: SimpleNamespace(figures=[rate]), out=out)
    assert not completion._printed(asking, [(one.unit, 2023)], "基本支出", "调整")
    assert not completion._printed(asking, [(one.unit, 2023)], "项目支出", "")
    assert completion._printed(asking, [(one.unit, 2023)], "基本支出", "年初")
    assert comparable("基本支出执行率") in comparable(out.text)


def _rows(*paths: str) -> list[filters.Row]:
    place = _figures()[0].evidence
    return [filters.Row(path.rsplit("/", 1)[-1], Decimal(90), "", place, path) for path in paths]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("文物、体育类项级科目中", ["文物保护", "体育场馆"]),  # classes of that name, not one that holds the word
        ("文化旅游类", ["文物保护", "体育场馆", "图书馆"]),
        ("文物、水利类项级科目中", []),  # there is none of the second
        ("", ["文物保护", "体育场馆", "图书馆", "住房公积金"]),
    ],
)
def test_rows_of_the_classes_a_question_lists(asked: str, kept: list[str]) -> None:
    culture = (f"文化旅游体育与传媒支出/{path}" for path in ("文物/文物保护", "体育/体育场馆", "文化和旅游/图书馆"))
    rows = _rows(*culture, "住房保障支出/住房公积金")
    assert [row.name for row in filters._within(rows, asked)] == kept


def test_each_row_is_set_against_its_own_budget() -> None:
    operator = operator_of("就业补助各项里,决算超过年初预算的有哪些", ("beyond",))
    assert operator is not None
    assert operator.id == "keep"
    assert ask(f"{UNIT}2023年住房保障支出里，决算超过年初预算的有哪些")["status"] == "unanswered"


def test_whether_all_indicators_met_their_targets() -> None:
    reply = ask(f"{UNIT}2023年绩效指标全部完成了吗")
    assert reply["text"].startswith("没有，未全部完成")
    assert "系统故障次数" in reply["text"]
