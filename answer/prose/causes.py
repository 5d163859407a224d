"""Quantities of the prose whose sentence gives a reason: why a figure rose, fell, or missed its budget."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.held import ProseFact
from answer.language.words import comparable, lexicon
from answer.request import stated

ANNOUNCED = re.compile("以下|如下|下列")
"""Says that reasons follow, and gives none."""


def reasons(facts: Sequence[ProseFact], text: str) -> list[ProseFact]:
    """Quantities whose sentence gives a reason and whose subject the question names, best first."""
    text = stated.AMOUNT.sub(" ", text)
    words = [w for w in stated.content(text) if w not in lexicon("prose")["direction"]]
    if not words:
        return []
    size = sum(len(w) for w in words)
    compared = _compared(text)
    found = []
    for fact in facts:
        if not fact.reason or ANNOUNCED.search(fact.reason) or (compared == "completion" and fact.role == "change"):
            continue
        subject, sentence = stated.subject_of(fact), comparable(fact.evidence.quote)
        inside = sum(len(w) for w in words if w in subject or stated.alike_in(w, subject))
        if inside >= 0.6 * size and all(w in subject or w in sentence or stated.alike_in(w, subject) for w in words):
            against = int(fact.role != compared if compared else fact.role not in ("result", "change"))
            of_final = compared == "completion" or "预算" not in text or "决算" in text
            kind = int(of_final) != int(fact.disclosure_kind == "决算")
            last = subject.rsplit("/", 1)[-1]
            # The item that the question names in full is meant, and none whose name shares a word with it.
            named = int(comparable(last) not in comparable(text))
            found.append(((kind, named, against, -inside / max(len(last), 1)), fact))
    return [f for _, f in sorted(found, key=lambda p: (p[0], p[1].evidence.place, p[1].subject))]


AGAINST_BUDGET = re.compile(
    "(?=.*预算).*(?:决算|[比较]预算|完成|花完|用完|未达|没达到)|(?:低于|小于|少于|高于|大于|多于|超过|超出|超)(?:年初|全年|调整)?预算"
)
"""Asks of what was spent how it stands to what was planned."""


def _compared(text: str) -> str:
    """What a reason is asked for: final accounts against the budget (completion), a year against the one before
    (change), or neither said."""
    if re.search(AGAINST_BUDGET, text):
        return "completion"
    return "change" if re.search("增|减|变化|上升|下降|上年|去年|相比", text) else ""
