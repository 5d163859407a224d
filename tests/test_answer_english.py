"""English: figures with their yuan, refusals with their reason; the documents' own words stay."""

from __future__ import annotations

import pytest
from answer_store import UNIT, knowledge

from answer.answer import answer
from answer.language.words import lexicon
from answer.request.english import in_chinese
from ontology.schemes import concepts


def said(question: str, lang: str | None = None) -> str:
    reply = answer(question, knowledge(), lang=lang)
    assert reply["text"]
    return str(reply["text"])


def test_a_figure_in_english() -> None:
    text = said(f"{UNIT}2023年福利费", "en")
    assert "33,700 yuan (3.37 万元)" in text
    assert "Source: 决算公开.pdf" in text or "Source:" in text


def test_a_refusal_in_english_holds_no_figure() -> None:
    text = said(f"{UNIT}2009年福利费", "en")
    assert text.startswith("No disclosure of that body for that fiscal year")


def test_the_language_is_the_questions_unless_told() -> None:
    assert "yuan" not in said(f"{UNIT}2023年福利费")
    english = said("what is the budget of nobody in particular")
    assert english.startswith(("The question names no body", "No disclosure"))


def test_a_blank_cell_in_english() -> None:
    assert "printed blank" in said(f"{UNIT}2023年会议费", "en")


def test_every_item_of_the_economic_classification_has_an_english_name() -> None:
    named = set(lexicon("english_items")["economic"]) | set(lexicon("english")["names"].values())
    used = {c.zh for c in concepts("economic") if len(c.id) == 5 and c.id[:3] in ("301", "302", "303", "310")}
    assert not used - named


def test_items_and_what_is_asked_of_them_in_english() -> None:
    assert in_chinese("special materials in 2023", []).split() == ["2023年", "专用材料费"]
    assert in_chinese("repair (maintenance) costs in 2023", []).split() == ["2023年", "维修护费"]
    assert in_chinese("what do labour services mean", []).split()[-1] == "是什么意思"


@pytest.mark.parametrize(("asked", "chinese"), [
    ("did it spend anything on training in 2023", "2023年 培训费 有支出吗"),
    ("what share of total expenditure in 2023 was basic expenditure", "2023年 基本支出占支出合计 的比例是多少"),
    ("was training spending higher than its meeting expenses in 2023", "2023年 培训费比会议费 多吗"),
    ("which is larger in 2023 , basic expenditure or project expenditure", "2023年 基本支出和项目支出 哪个多"),
    ("how many vehicles does it have in 2023", "2023年 公务用车保有量"),
    ("how many 受理业务 was it expected to do in 2023, and how many were done", "2023年 受理业务 目标值和实际值"),
    ("how much is training in 10,000 yuan in 2023", "2023年 培训费 单位:万元"),
    ("how many quality month activities (质量月活动) are planned for 2023", "2023年 多少质量月活动"),
    ("by how much did total expenditure fall in 2023", "2023年 支出合计 减少多少"),
    ("what was the per capita training cost in 2023", "2023年 人均 培训费"),
    ("did training expenditure exceed 1.5 million yuan in 2023", "2023年 培训费 超过150万元了吗"),
    ("by how much did training change in 2023 compared with the previous year", "2023年 培训费 比上年 变化多少"),
    ("what were the three largest classes of basic expenditure in 2023", "2023年 基本支出 里最大的三项是什么"),
])
def test_what_is_asked_in_english_in_chinese_order(asked: str, chinese: str) -> None:
    assert in_chinese(asked, []).strip() == chinese
