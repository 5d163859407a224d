"""Whether something is what it was the year before."""

from __future__ import annotations

import pytest
from answer_store import UNIT, ask, knowledge

from answer.holdings.held import Evidence
from answer.prose import item_told
from answer.prose.sentences import Sentence
from answer.request.question import operator_of


@pytest.mark.parametrize(("text", "what"), [
    ("其他法院支出预算和上年一样多吗", "其他法院支出预算"), ("邮电费预算和 一样吗", "邮电费预算"),
    ("政协会议预算与上年相比有没有变化", "政协会议预算"), ("公用经费是否超过预算", ""),
])
def test_which_is_asked(text: str, what: str) -> None:
    found = operator_of(text)
    assert (found.parts["what"].strip(" 的和与") if found and found.id == "same" else "") == what


@pytest.mark.parametrize(("item", "verdict"), [("办公费", "是，一样："), ("本年支出合计", "否，不一样：")])
def test_two_years_side_by_side(item: str, verdict: str) -> None:
    reply = ask(f"{UNIT}2023年{item}和2022年一样吗？")
    assert reply["status"] == "answered"
    assert reply["text"].startswith(verdict)
    assert len(reply["evidence"]) > 1


def test_the_sentence_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    line = "1.法院（款）机关服务（项）支出1600万元，与上年一致。"
    monkeypatch.setattr(item_told, "sentences", lambda knowledge, target: (Sentence(line, "", "", place),))
    found = item_told.unchanged("机关服务", knowledge(), (knowledge().directory.units[0], 2023))
    assert found is not None
