"""What stands under a label in the prose."""

from __future__ import annotations

import pytest
from answer_store import knowledge

from answer.holdings.held import Evidence
from answer.prose import labelled
from answer.prose.sentences import Sentence
from answer.request.reply import Reply

LINES = (
    "项目名称：街面巡查经费", "主管部门：示例市民政局；", "项目实施单位：示例市救助站",
    "项目名称：全民健身设施提升", "主管部门：示例市体育局；", "实施单位：示例市体育中心",
)


@pytest.mark.parametrize(("text", "said"), [
    ("街面巡查经费项目的主管部门是谁", "示例市民政局"), ("全民健身设施提升的实施单位是哪家", "示例市体育中心"),
    ("全民健身设施提升是哪个单位实施的", "示例市体育中心"), ("主管部门是谁", ""), ("图书采购的主管部门是谁", ""),
])
def test_what_a_line_says_of_a_project(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.html", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    every = tuple(Sentence(line, "", "", place) for line in LINES)
    monkeypatch.setattr(labelled, "sentences", lambda knowledge, target: every)
    unit, reply = knowledge().directory.units[0], Reply("")
    assert labelled.tell(reply, knowledge(), [(unit, 2023)], text, "") is bool(said)
    assert reply.text.startswith(said)
