"""Grading answers against questions with known answers: right, wrong or missed. A wrong figure counts worse than none.

A question is a JSON object: ``question``, ``kind``, ``status`` (answered, unanswered, or blank: printed empty),
``numbers`` (each must be in the answer, at the precision given), ``unit`` (of the money among them; 万元 unless said),
``document`` (one evidence must be from it), ``any_of``, ``all_of`` and ``none_of`` (texts that the answer must say, or
not say).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Verdict = Literal["right", "wrong", "missed"]

PLAIN = frozenset({"lookup", "fact", "indicator", "project", "zero", "alias", "derived", "unit"})
"""Kinds that ask for figures: the numbers must be values, with few others beside them, and a quote must hold one."""
IN_TEXT = frozenset({"compare", "ranking", "yesno", "list", "finding", "provenance", "indicator", "change"})
"""Kinds whose texts must be said by the answer itself; elsewhere a quote in the evidence will do."""
UNSIGNED = frozenset({"compare", "change"})
"""Kinds in which the direction is told by a word, so that the sign of a number does not count."""
SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FIGURE = re.compile(r"\d\.\d|\d\s*(?:万元|亿元|元)")


def grade(question: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Verdict, str]:
    """The verdict on one answer of the contract's shape, and why; an answer of another shape is wrong."""
    try:
        return _grade(question, answer)
    except (AttributeError, InvalidOperation, KeyError, TypeError, ValueError) as error:
        return "wrong", f"not an answer of the agreed form: {error}"


def _grade(question: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Verdict, str]:
    kind, status = question.get("kind", "lookup"), answer.get("status")
    if answer.get("question") not in (None, question["question"]):
        return "wrong", "answers another question"
    if question.get("status", "answered") != "answered":
        return _grade_refusal(question, answer)
    if status == "unanswered":
        return "missed", str(answer.get("reason") or "refused")
    if status == "ambiguous" and kind != "ambiguous":
        return "missed", "left ambiguous"
    if status not in ("answered", "ambiguous"):
        return "wrong", f"status {status}"
    for faulty in (_faulty_numbers, _faulty_texts, _faulty_evidence):
        if fault := faulty(question, answer):
            return "wrong", fault
    return "right", ""


def _grade_refusal(question: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Verdict, str]:
    refused = answer.get("status") == "unanswered" or question["status"] == "blank"
    if not refused or answer.get("values"):
        return "wrong", "answered what can't be answered"
    if _FIGURE.search(answer.get("text") or ""):
        return "wrong", "a figure in a refusal"
    wanted = question.get("any_of") or ()
    if wanted and not any(text in _said(answer, everything=True) for text in wanted):
        return "missed", "refused without saying " + " / ".join(wanted)
    return "right", ""


def _faulty_numbers(question: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    kind, wanted = question.get("kind", "lookup"), question.get("numbers") or ()
    values = stated(answer, question.get("unit", "万元"))
    said = set(_numbers(answer.get("text") or ""))
    given = values if kind in PLAIN else values | said
    lacking = [str(number) for number in wanted if not any(_same(number, each, kind) for each in given)]
    if lacking:
        return f"lacks {', '.join(lacking)}"
    if wanted and len(values) > len(wanted) + (2 if kind in PLAIN else 4 + 2 * len(wanted)):
        return "states too many values to be an answer"
    if wanted and len(said) > 12 + 4 * len(wanted):
        return "states too many numbers to be an answer"
    return ""


def _faulty_texts(question: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    said = _said(answer, everything=question.get("kind") not in IN_TEXT)
    wanted = question.get("any_of") or ()
    if wanted and not any(text in said for text in wanted):
        return "none of " + " / ".join(wanted)
    lacking = [text for text in question.get("all_of") or () if text not in said]
    if lacking:
        return f"lacks {lacking[0]}"
    unwanted = [text for text in question.get("none_of") or () if text in (answer.get("text") or "")]
    return f"says {unwanted[0]}" if unwanted else ""


def _faulty_evidence(question: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    kind, wanted = question.get("kind", "lookup"), question.get("numbers") or ()
    evidence = [each for each in answer.get("evidence") or () if each.get("document") and each.get("quote")]
    if not evidence:
        return "no evidence"
    document = question.get("document")
    if document and all(each["document"] != document for each in evidence):
        return "evidence from another document"
    if wanted and kind in PLAIN - {"derived", "unit"}:
        quoted = {number for each in evidence for number in _numbers(str(each["quote"]))}
        if not any(_same(number, each, kind) for number in wanted for each in quoted):
            return "the evidence does not hold the figure"
    return ""


def stated(answer: Mapping[str, Any], unit: str) -> set[Decimal]:
    """Numbers among the answer's values, money in ``unit``. ValueError where value, unit and amount disagree."""
    numbers = set()
    for value in answer.get("values") or ():
        if value.get("value") in (None, ""):
            continue
        number, scale = _decimal(value["value"]), SCALES.get(value.get("unit") or "")
        if scale is None:
            numbers.add(number)
            continue
        amount = number * scale if value.get("amount") in (None, "") else _decimal(value["amount"])
        if amount != number * scale:
            raise ValueError(f"amount {amount} is not {number} {value['unit']}")
        numbers.add(amount / SCALES[unit])
    return numbers


def _said(answer: Mapping[str, Any], *, everything: bool) -> str:
    parts = ("text", "values", "evidence", "reason") if everything else ("text",)
    text = json.dumps([answer.get(part) for part in parts], ensure_ascii=False, default=str)
    return re.sub(r"\s|\\[nrt]", "", text)


def _numbers(text: str) -> list[Decimal]:
    return [_decimal(found) for found in _NUMBER.findall(text)]


def _decimal(value: object) -> Decimal:
    return Decimal(str(value).replace(",", "").rstrip("%"))


def _same(wanted: object, number: Decimal, kind: str) -> bool:
    """Whether a number is the one wanted, rounded to the places that it is wanted with."""
    expected = _decimal(wanted)
    exponent = expected.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    given = abs(number) if kind in UNSIGNED else number
    allowed = Decimal(1).scaleb(-places) * Decimal("0.51") if places > 0 else Decimal(0)
    return abs(given - expected) <= allowed


def cites(question: Mapping[str, Any], answer: Mapping[str, Any]) -> bool | None:
    """Whether the evidence is the very cell (``form``, ``row``, ``column``, ``page``) or sentence (``quote``) that the
    question names; None where it names neither, or asks for more than one printed figure.

    A column may be named by its last header alone. Instead of the sentence another one will do that says the same words
    of the same figures, or the row of an evaluation that the question names, with its figures.
    """
    evidence = answer.get("evidence") or ()
    if question.get("kind", "lookup") not in PLAIN:
        return None
    if question.get("quote"):
        return any(_says(question, each) for each in evidence if each.get("quote"))
    if not question.get("form") or "column" not in question:
        return None
    return any(
        _bare(each.get("form")) == _bare(question["form"])
        and ("/" + _bare(each.get("column"))).endswith("/" + _bare(question["column"]))
        and _bare(each.get("row")).endswith(_bare(question.get("row")))
        and (question.get("page") is None or each.get("page") == question["page"])
        for each in evidence
    )


def _says(question: Mapping[str, Any], evidence: Mapping[str, Any]) -> bool:
    wanted, quote, row = _bare(question["quote"]), _bare(evidence["quote"]), _bare(evidence.get("row"))
    if wanted in quote or quote in wanted:
        return True
    held, kind = _numbers(str(evidence["quote"])), question.get("kind", "lookup")
    if not all(any(_same(n, each, kind) for each in held) for n in question.get("numbers") or ()):
        return False
    words = _bare(_NUMBER.sub("", question["quote"]))
    return (len(words) > 5 and words in _bare(_NUMBER.sub("", str(evidence["quote"])))) or (
        len(row) > 3 and row in _bare(question["question"])
    )


def _bare(text: object) -> str:
    return re.sub(r"\s|[（）()“”\"]", "", str(text or ""))
