"""The answer object: its fields for every status, refusals without figures, queries that run."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from answer_store import DISTRICT, ask, knowledge

FIELDS = {"question", "status", "text", "values", "formula", "evidence", "sparql", "reason", "suggestions", "engine",
          "elapsed_ms"}
VALUE = {"value", "unit", "amount", "measure", "entity", "year", "stage", "derived"}
EVIDENCE = {"document", "disclosure", "page", "form", "row", "column", "quote", "iri", "url"}
REFUSED = {
    "示例市数据中心2021年办公费": "year not held",
    "示例市西山区数据中心2023年办公费": "unit not held",
    "数据中心2023年办公费": "ambiguous unit",
    "示例市数据中心2023年煤气费": "not disclosed",
    "示例市数据中心去年的办公费": "year not settled",
    "示例市档案局本级2023年支出合计": "scope not held",
    "今天的天气怎么样": "no unit",
    "": "empty",
}


@pytest.mark.parametrize("question", [
    "示例市数据中心2023年办公费", "示例市数据中心2023年会议费", "示例市数据中心办公费", *REFUSED,
])
def test_fields(question: str) -> None:
    reply = ask(question)
    assert set(reply) == FIELDS
    assert reply["question"] == question
    assert reply["status"] in ("answered", "unanswered", "ambiguous")
    assert reply["engine"] == "rules"
    assert all(set(value) == VALUE for value in reply["values"])
    assert all(set(place) >= EVIDENCE and place["document"] for place in reply["evidence"])


@pytest.mark.parametrize(("question", "reason"), REFUSED.items())
def test_a_refusal_says_why_and_holds_no_figure(question: str, reason: str) -> None:
    reply = ask(question)
    assert (reply["status"], reply["reason"]) == ("unanswered", reason)
    assert reply["text"]
    assert (reply["values"], reply["evidence"], reply["formula"]) == ([], [], "")
    assert not re.search(r"\d\.\d|\d\s*(?:万元|亿元|元)", reply["text"])


def test_a_refusal_repeats_no_figure_of_the_question() -> None:
    reply = ask("示例市数据中心2023年煤气费26.05万元出自哪张表")
    assert reply["status"] == "unanswered"
    assert "26.05" not in reply["text"]


def test_amount_is_value_times_unit() -> None:
    (value,) = ask("示例市数据中心2023年办公费")["values"]
    assert Decimal(value["amount"]) == Decimal(value["value"]) * 10000


def test_no_year_said_shows_every_year() -> None:
    reply = ask("示例市数据中心办公费")
    assert reply["status"] == "ambiguous"
    assert {v["year"] for v in reply["values"]} == {2022, 2023}


def test_the_query_yields_the_cited_figure() -> None:
    reply = ask("示例市数据中心2023年办公费")
    assert any("3.37" in str(row) for row in knowledge().generation.query(reply["sparql"]))


def test_bodies_of_one_name_keep_their_own_figures() -> None:
    assert ask(f"{DISTRICT}2023年办公费")["values"][0]["value"] == "3.10"
    assert ask("示例市数据中心2023年办公费")["values"][0]["value"] == "3.37"


def test_same_question_same_answer() -> None:
    first, second = (ask("示例市数据中心2023年支出合计比2022年增加多少") for _ in range(2))
    assert {**first, "elapsed_ms": 0} == {**second, "elapsed_ms": 0}
