"""The best passage as a baseline, and whether evidence is the cell itself."""

from __future__ import annotations

from answer_store import ask, knowledge

from answer.baselines import Baselines, judge
from answer.grading import cites


def test_a_passage_answers_where_it_holds_the_figure() -> None:
    found = Baselines(knowledge()).passages("授予中小企业合同金额是多少")
    wanted = {"question": "", "numbers": ["80.50"], "status": "answered"}
    assert judge(wanted, found["words"]) == "right"
    assert judge({**wanted, "numbers": ["81"]}, found["words"]) == "wrong"


def test_a_passage_is_wrong_where_nothing_answers() -> None:
    assert judge({"question": "", "status": "unanswered"}, "任何一段") == "wrong"
    assert judge({"question": "", "status": "unanswered"}, None) == "right"
    assert judge({"question": "", "numbers": [1]}, None) == "missed"


def test_the_refusing_baseline_wants_the_words() -> None:
    assert Baselines(knowledge()).passages("航天飞机燃料采购数量")["words or refusal"] is None


def test_evidence_is_the_cell_itself() -> None:
    reply = ask("示例市数据中心2023年办公费")
    form = "一般公共预算财政拨款基本支出决算明细表"
    cell = {"kind": "lookup", "form": form, "row": "办公费", "column": "决算数", "page": None}
    assert cites(cell, reply)
    assert cites({**cell, "row": "水费"}, reply) is False
    assert cites({"kind": "lookup"}, reply) is None
