"""Differences and sums of two numbers that the prose tells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from answer_store import knowledge

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.projects import apart
from answer.request.asking import Asking
from answer.request.reply import Reply


def _asked(text: str) -> Reply:
    unit = knowledge().directory.units[0]
    one = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    told = (("棉被", "430", "床"), ("棉大衣", "275", "件"), ("人工造林", "8120", "亩"), ("封山育林", "1.2", "万亩"))
    place = replace(one.evidence, quote="发放棉被430床、棉大衣275件，人工造林8120亩、封山育林1.2万亩。")
    facts = tuple(
        replace(one, iri=s, subject=s, measure="", role="result", year=None, value=Decimal(v), amount=None, uom=uom,
                evidence=place, text=f"{'发放' if s == '棉被' else ''}{s}{v}{uom}")
        for s, v, uom in told
    )
    held = cast(Knowledge, SimpleNamespace(facts=lambda unit, year: cast(tuple[ProseFact, ...], facts)))
    asking = cast(Asking, SimpleNamespace(knowledge=held, out=Reply(text), rest=text, uom=""))
    apart.tell(asking, [(unit, 2023)], ())
    return asking.out


@pytest.mark.parametrize(("text", "value", "formula"), [
    ("棉被比棉大衣多发了多少", "155", "430 − 275 = 155"),
    ("棉被和棉大衣相差多少", "155", "430 − 275 = 155"),
    ("棉大衣和棉被一共发了多少", "705", "275 + 430 = 705"),
    ("人工造林比封山育林少多少亩", "3880", "12000 − 8120 = 3880"),
])
def test_two_numbers_of_the_prose(text: str, value: str, formula: str) -> None:
    out = _asked(text)
    assert [v["value"] for v in out.values] == [value]
    assert out.formula == formula


def test_the_other_way_round_is_said() -> None:
    assert "相反" in _asked("棉大衣比棉被多多少").text


def test_of_half_a_question_nothing_is_computed() -> None:
    assert _asked("棉被比雨衣多发了多少").status == "unanswered"
    assert _asked("销毁棉被和棉大衣一共多少").status == "unanswered"


@pytest.mark.parametrize(("text", "expected"), [
    ("棉被比棉大衣多几床", True), ("会议费比上年多多少", False), ("公务接待费比年初预算少多少", False),
    ("发放棉被多少床", False), ("本地就业比例不低于多少", False),
])
def test_what_compares_two_things(text: str, expected: bool) -> None:
    assert apart.wanted(text) is expected


def test_what_is_compared_may_be_said_before_both() -> None:
    (sides,) = apart._sides("节约资金，工程类比采购类多出多少亿")
    assert sides == (["工程类节约资金", "采购类节约资金"], "", "多", "亿元")
