"""The budget of a class as the sum of those of its items, or nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from answer_store import knowledge

from answer.figures import class_budgets
from answer.holdings.held import Evidence, ProseFact
from answer.request.reply import Reply

UNIT = knowledge().directory.units[0]
TARGET = (UNIT, 2023)
FIRST = next(f for f in knowledge().books(*TARGET).figures if f.kind == "table")
CELL = replace(FIRST, scheme="functional", disclosure_kind="决算")
ROWS = [
    replace(CELL, concept="2101101", item="行政单位医疗"), replace(CELL, concept="2101102", item="事业单位医疗"),
    replace(CELL, concept="2080505", item="机关事业单位基本养老保险缴费支出"),
]


def budget(item: str, value: str) -> ProseFact:
    text = f"年初预算为{value}万元"
    place = Evidence("a.txt", "", f"https://mingzhang.example/id/document/1#line={len(item)}", "", "", "", text)
    subject, number = f"卫生健康支出/行政事业单位医疗/{item}", Decimal(value)
    return ProseFact(
        "", UNIT, 2023, "决算", None, subject, "", number, "万元", number * 10000, "", "budget", "", text, place
    )


def asked(text: str, told: list[ProseFact]) -> tuple[bool, Reply]:
    out = Reply(text)
    asking = SimpleNamespace(
        rest=text, out=out, uom="", books=lambda unit, year: SimpleNamespace(figures=ROWS),
        knowledge=SimpleNamespace(facts=lambda unit, year: told),
    )  # fmt: skip
    return class_budgets.total(cast(Any, asking), [TARGET]), out


BOTH = [budget("行政单位医疗", "42.73"), budget("事业单位医疗", "196.40")]


def test_every_item_is_told() -> None:
    done, reply = asked("行政事业单位医疗年初预算数", BOTH)
    assert done
    assert reply.values[0]["value"] == "239.13"
    assert "各项相加" in reply.text


@pytest.mark.parametrize(("text", "told"), [
    ("行政事业单位医疗年初预算数", BOTH[:1]), ("行政事业单位医疗决算数", BOTH),
    ("行政事业单位医疗专项年初预算数", BOTH),
    ("行政事业单位医疗调整预算数", BOTH), ("事业单位医疗年初预算数", BOTH),
    ("行政事业单位医疗年初预算数", [*BOTH, budget("事业单位医疗", "1")]),
])
def test_a_sum_that_lacks_or_doubts_a_part_is_none(text: str, told: list[ProseFact]) -> None:
    assert not asked(text, told)[0]
