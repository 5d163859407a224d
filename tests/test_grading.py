"""Grading: what is right, what is wrong, and what is merely missed."""

from __future__ import annotations

from typing import Any

import pytest

from answer.grading import grade

QUESTION = {
    "question": "办公费是多少？", "kind": "lookup", "numbers": ["7.55"], "status": "answered", "document": "a.pdf",
}  # fmt: skip


def reply(value: str = "7.55", unit: str = "万元", amount: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "status": "answered", "text": f"办公费为{value}{unit}",
        "values": [{"value": value, "unit": unit, "amount": amount}],
        "evidence": [{"document": "a.pdf", "quote": value}], **more,
    }  # fmt: skip


REFUSAL = {"status": "unanswered", "text": "没有公开这一项。", "values": [], "evidence": [], "reason": "not disclosed"}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (reply(), "right"),
        (reply(amount="75500"), "right"),
        (reply("75500", "元", "75500", evidence=[{"document": "a.pdf", "quote": "7.55"}]), "right"),
        (reply("7.550"), "right"),
        (reply("7.56"), "wrong"),
        (reply("7.55", "元"), "wrong"),
        (reply(amount="7.55"), "wrong"),
        (reply(evidence=[]), "wrong"),
        (reply(evidence=[{"document": "b.pdf", "quote": "7.55"}]), "wrong"),
        (reply(evidence=[{"document": "a.pdf", "quote": "9.99"}]), "wrong"),
        (reply(values=[{"value": str(n), "unit": "万元"} for n in (7.55, 1, 2, 3)]), "wrong"),
        (reply(question="别的问题"), "wrong"),
        (REFUSAL, "missed"),
        (reply(status="ambiguous"), "missed"),
        ({}, "wrong"),
        ({"status": "answered", "values": "7.55"}, "wrong"),
    ],
)
def test_a_lookup(answer: dict[str, Any], verdict: str) -> None:
    assert grade(QUESTION, answer)[0] == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (REFUSAL, "right"),
        ({**REFUSAL, "text": "没有公开，去年是7.55。"}, "wrong"),
        ({**REFUSAL, "text": "没有公开2021年的数字。"}, "right"),
        (reply(), "wrong"),
    ],
)
def test_a_question_that_cant_be_answered(answer: dict[str, Any], verdict: str) -> None:
    assert grade({"question": "q", "kind": "abstain", "status": "unanswered"}, answer)[0] == verdict


def test_a_blank_cell_is_answered_without_a_value() -> None:
    question = {"question": "q", "kind": "blank", "status": "blank"}
    blank = {"status": "answered", "text": "这一格是空白。", "values": [], "reason": "blank",
             "evidence": [{"document": "a.pdf", "quote": ""}]}  # fmt: skip
    assert grade(question, blank)[0] == "right"
    assert grade(question, {**blank, "values": [{"value": "0", "unit": "万元"}]})[0] == "wrong"


def test_a_change_may_be_told_with_a_word_for_its_sign() -> None:
    question = {"question": "q", "kind": "change", "status": "answered", "numbers": ["-1.5"]}
    told = reply("1.5", text="减少1.5万元")
    signed = {**told, "values": [{"value": "-1.5", "unit": "万元"}]}
    assert grade({**question, "numbers": ["1.5"]}, signed)[0] == "right"
    assert grade({**question, "all_of": ["减少"], "numbers": ["1.5"]}, told)[0] == "right"
    assert grade({**question, "all_of": ["增加"], "numbers": ["1.5"]}, told)[0] == "wrong"
    assert grade({**question, "none_of": ["减少"], "numbers": ["1.5"]}, told)[0] == "wrong"
