"""What money something is paid from, as a sentence says it."""

from __future__ import annotations

from typing import Any

import pytest
from answer_store import UNIT, ask, knowledge

from answer.holdings.held import Evidence
from answer.prose import paid_by
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

SAID = "公务接待费0万元，医院公务接待费由事业收入列支；"
PLACE = Evidence("决算公开.pdf", "revision", "https://mingzhang.example/id/document/0#page=1", "", "", "", SAID)


@pytest.mark.parametrize(
    ("what", "by", "told"),
    [
        ("公务接待费", "财政拨款", "不是，而是由事业收入列支"),
        ("公务接待费", "事业收入", "是，由事业收入列支"),
        ("培训费", "财政拨款", ""),  # the sentence is of another item
    ],
)
def test_a_sentence_says_what_money_it_is(what: str, by: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: Any) -> list[Sentence]:
        return [Sentence(SAID, "", "", PLACE)]

    monkeypatch.setattr(paid_by, "sentences", held)
    reply, unit = Reply(""), knowledge().directory.units[0]
    assert paid_by.tell(reply, knowledge(), [(unit, 2023)], what, by) == bool(told)
    assert reply.text.startswith(told)


def test_a_cell_does_not_say_it() -> None:
    assert ask(f"{UNIT}2023年会议费由财政拨款列支吗")["status"] == "unanswered"
