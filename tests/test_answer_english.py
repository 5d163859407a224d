"""English: figures with their yuan, refusals with their reason; the documents' own words stay."""

from __future__ import annotations

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
