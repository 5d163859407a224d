"""What a user would have without figures: the best passage by words, by meaning, by both, and by both with a refusal.

A baseline is right where its passage holds every number wanted and one of the texts wanted, as printed; where nothing
can be answered it is right only if it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from answer.grading import Verdict
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.request import stated
from graph.search.query_words import query_words
from graph.search.search import fused

NAMES = ("words", "meaning", "both", "both or refusal")
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
LEAST_HELD = 0.6
"""Share of a question's words that a passage must hold, or the baseline with a refusal says nothing."""
DEPTH = 50


class Baselines:
    """The best passages of one store."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def passages(self, question: str) -> dict[str, str | None]:
        """The passage each baseline answers with, None for none; by meaning only where there are vectors."""
        searcher = self.knowledge.searcher
        if searcher is None:
            return dict.fromkeys(NAMES)
        by_meaning = self.knowledge.encoder is not None and searcher.vectors is not None
        words = searcher.by_words(query_words(question, printed_weight=searcher.ranking.printed), None, None)[:DEPTH]
        meaning = searcher.by_meaning(question, None, None, self.knowledge.encoder)[:DEPTH]
        orders = (words, meaning, fused(words, meaning, searcher.ranking.meaning))
        found: dict[str, str | None] = {}
        for name, order in zip(NAMES if by_meaning else NAMES[:1], orders, strict=False):
            hits = searcher.text.hits(order[:1])
            found[name] = hits[0].text if hits else None
        both = found.get("both", found["words"])
        asked = [w for w in stated.content(question) if len(w) > 1]
        held = sum(len(w) for w in asked if both and w in comparable(both))
        enough = both is not None and held >= LEAST_HELD * sum(map(len, asked))
        found[NAMES[-1] if by_meaning else "words or refusal"] = both if enough else None
        return found


def judge(question: Mapping[str, Any], passage: str | None) -> Verdict:
    """Whether a passage answers a question."""
    if question.get("status", "answered") != "answered":
        return "right" if passage is None else "wrong"
    if passage is None:
        return "missed"
    printed = _numbers(passage)
    numbers = all(_holds(printed, number) for number in question.get("numbers") or ())
    said = re.sub(r"\s", "", passage)
    texts = [*(question.get("all_of") or ())]
    any_of = question.get("any_of") or ()
    fits = numbers and all(t in said for t in texts) and (not any_of or any(t in said for t in any_of))
    return "right" if fits else "wrong"


def _numbers(text: str) -> set[Decimal]:
    found = set()
    for number in NUMBER.findall(text):
        try:
            found.add(Decimal(number.replace(",", "")))
        except InvalidOperation:
            continue
    return found


def _holds(printed: set[Decimal], wanted: object) -> bool:
    number = Decimal(str(wanted))
    return any(number * scale in printed for scale in (1, Decimal("0.0001"), 10000))
