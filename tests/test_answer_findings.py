"""Questions about what is wrong in a disclosure are answered by the findings, and only by those that speak of it."""

from __future__ import annotations

import pytest
from answer_store import UNIT, ask, numbers

from answer.findings import _tells


def test_all_findings_are_counted_and_told() -> None:
    reply = ask(f"{UNIT}2023年决算公开有哪些问题")
    assert reply["status"] == "answered"
    assert "公务接待费" in reply["text"]
    assert numbers(reply)[0][1] == "处"
    assert reply["evidence"]


def test_a_count_by_severity() -> None:
    everything = int(numbers(ask(f"{UNIT}2023年决算公开中发现了几处问题"))[0][0])
    warnings = int(numbers(ask(f"{UNIT}2023年决算公开有多少个警告级别的问题"))[0][0])
    assert 0 < warnings < everything


def test_one_thing_is_told_of_by_its_own_finding() -> None:
    assert "5.37" in ask(f"{UNIT}2023年公务接待费的数字有误吗")["text"]


def test_whether_two_places_say_the_same() -> None:
    assert "5.37" in ask(f"{UNIT}2023年公务接待费，前后写的一样吗")["text"]


def test_nothing_is_said_to_be_right_because_nothing_was_found() -> None:
    assert ask(f"{UNIT}2023年福利费的数字写对了吗")["status"] == "unanswered"


def test_which_units() -> None:
    reply = ask("哪些单位的决算公开存在问题")
    assert UNIT in reply["text"]
    assert reply["evidence"]


@pytest.mark.parametrize(("amount", "told"), [
    ("350.35万元", True), ("3503499元", True), ("350.3万元", True), ("350万元", True), ("350.36万元", False),
    ("12%", False),
])
def test_an_amount_is_told_in_any_unit(amount: str, told: bool) -> None:
    assert _tells("“住房公积金”文字为352.67万元，表中为3503499元", amount) == told
