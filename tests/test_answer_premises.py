"""Questions why something went a way it did not go."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from answer_store import UNIT, ask, knowledge

from answer.figures.premises import denied, way_of
from answer.holdings.held import ProseFact
from answer.prose.item_told import other_item
from answer.request import fact_names
from answer.request.asking import Asking
from answer.request.question import understand
from answer.request.reply import Reply


@pytest.mark.parametrize("asked", ["为什么增加", "为什么比上年多了", "增加的原因是什么"])
def test_that_it_went_the_other_way_is_said(asked: str) -> None:
    reply = ask(f"示例市数据中心2023年公务接待费{asked}")
    assert reply["text"].startswith("没有增加，而是减少：")
    assert "来访批次减少" in reply["text"]


def test_a_true_premise_is_answered_with_its_reason() -> None:
    assert ask("示例市数据中心2023年公务接待费为什么减少")["text"].startswith("原因：来访批次减少")


@pytest.mark.parametrize(
    ("text", "way"),
    [("比2020年度增加0.18万元", "增加"), ("下降9.0%", "减少"), ("下降（增长）27.78%", ""), ("与上年持平", "")],
)
def test_which_way_a_clause_says(text: str, way: str) -> None:
    assert way_of(text) == way


def test_a_change_against_the_start_of_the_year_is_its_subjects_own() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    fact = next(f for f in knowledge().facts(unit, 2023) if f.role == "change")
    assert fact_names.subject_of(replace(fact, text="比年初预算减少1.32万元")) == "公务接待费"


QUOTE = "年初预算为10.00万元，支出决算为10.50万元，完成年初预算的105%。"


def _rate(value: str, subject: str = "福利费") -> ProseFact:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    fact = next(f for f in knowledge().facts(unit, 2023) if f.role == "change")
    evidence = replace(fact.evidence, quote=QUOTE)
    return replace(
        fact, subject=subject, measure="", value=Decimal(value), uom="%", amount=None, role="completion",
        reason="慰问增加", text=f"完成年初预算的{value}%", evidence=evidence,
    )


@pytest.mark.parametrize(("asked", "rate", "begins"), [
    ("福利费决算为什么小于预算", "105", "没有小于预算，而是大于预算："),
    ("福利费为什么没有完成预算", "105", "没有小于预算，而是大于预算："),
    ("福利费为什么超预算", "95", "没有大于预算，而是小于预算："),
    ("福利费为什么大于预算", "100", "没有大于预算，而是等于预算："),
    ("福利费为什么大于预算", "105", ""),
])
def test_how_a_figure_stands_to_its_budget_is_set_right(
    monkeypatch: pytest.MonkeyPatch, asked: str, rate: str, begins: str
) -> None:
    monkeypatch.setattr(Asking, "facts", lambda self, targets: [_rate(rate)])
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    question = understand(f"{UNIT}2023年{asked}")
    asking = Asking(knowledge(), Reply(asked), question, knowledge().directory.link(question.text), asked)
    assert denied(asking, [(unit, 2023)], asked) is bool(begins)
    assert asking.out.text.startswith(begins)


def test_a_part_that_fell_does_not_deny_that_the_whole_rose() -> None:
    assert other_item("公务用车购置及运行维护费为什么增加", "公务用车运行维护费")
    assert not other_item("公务用车运行维护费为什么增加", "公务用车运行维护费")
    assert not other_item("水费为什么增加", "来访批次")
