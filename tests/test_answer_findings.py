"""Questions about what is wrong in a disclosure are answered by the findings, and only by those that speak of it."""

from __future__ import annotations

import pytest
from answer_store import UNIT, ask, numbers

from answer.findings import _called_otherwise, _of_one_thing, _tells
from answer.language.words import compiled, lexicon
from answer.request.reply import Reply
from graph.findings.records import Evidence, Finding


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


@pytest.mark.parametrize("asked", ["各处写的一样吗", "前后是不是一个数", "前后说法一致吗"])
def test_whether_all_places_say_the_same(asked: str) -> None:
    reply = ask(f"{UNIT}2023年公务接待费{asked}")
    assert reply["text"].startswith("不一致")


def test_what_agrees_is_not_answered_by_that_it_is_there() -> None:
    assert ask(f"{UNIT}2023年邮电费前后是不是一个数")["status"] == "unanswered"


def _finding(rule: str, message: str) -> Finding:
    place = Evidence("决算公开.pdf", 1, "", "", "", message, "https://mingzhang.example/id/document/0#page=1")
    return Finding("1", rule, "error", "figure", "决算公开.pdf", "revision", message, "", "", "", "", (place,))


def test_a_finding_of_another_item_is_none_of_this_one() -> None:
    found = [_finding("direction", "“行政单位医疗”写作“持平”，按所列金额应为“减少”")]
    assert _of_one_thing(found, "行政单位医疗写持平对不对") == (True, found)
    assert _of_one_thing(found, "事业单位医疗写持平对不对") == (True, [])


def test_rounding_is_told_of_the_one_thing_asked_for() -> None:
    listed = "城乡社区支出 3.24 万元 / 3.25 万元；教育支出 1.00 万元 / 1.01 万元"
    found = _finding("rounding", f"尾差：2 处只差末位（四舍五入所致）：{listed}")
    told = _of_one_thing([found], "教育支出各处写的一样吗")[1]
    assert [f.message for f in told] == ["尾差，只差末位（四舍五入所致）：教育支出 1.00 万元 / 1.01 万元"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("那笔5.25万元，表里写退休费，文字里写的是什么", True),
        ("那笔8.25万元，表里写退休费，文字里写的是什么", False),  # another amount
        ("那笔5.25万元，表里写离休费，文字里写的是什么", False),  # another name
    ],
)
def test_what_the_text_calls_what_the_table_calls_otherwise(asked: str, told: bool) -> None:
    message = "“其他对个人和家庭的补助”文字为 5.25 万元，表中该项没有金额（表中同数为“退休费”）"
    called = compiled(lexicon("findings")["called"]["pattern"]).search(asked)
    assert called is not None
    reply = Reply(asked)
    assert _called_otherwise(reply, [_finding("absent-item", message)], called) == told
    assert ("其他对个人和家庭的补助" in reply.text) == told
