"""Whose evaluation a mark or a grade is of: the body's own, or one by others (重点评价, 部门评价, 第三方)."""

from __future__ import annotations

import re

from answer.language.words import comparable, lexicon


def asked_for(question: str, told: str) -> bool:
    """Whether what is ``told`` (a sentence, or the title and labels of a table) is of the kind of evaluation that a
    question asks for. A question that says no kind takes any; the body's own needs no saying where no other is said."""
    asked, said = _kinds(question), _kinds(told)
    return not asked or bool(asked & said) or (asked == {OWN} and not said)


OWN = 0
"""Place of the body's own evaluation in the lexicon."""


def _kinds(text: str) -> set[int]:
    patterns = lexicon("prose")["score"]["evaluators"]
    return {i for i, pattern in enumerate(patterns) if re.search(pattern, comparable(text))}
