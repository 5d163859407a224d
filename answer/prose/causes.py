"""Quantities of the prose whose sentence gives a reason: why a figure rose, fell, or missed its budget."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.held import ProseFact
from answer.language.words import comparable, lexicon
from answer.request import fact_names, stated

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
RATE = re.compile(r"(?:了)?\d[\d,.]*\s*(?:[%％]|个?百分点)")
ANNOUNCED = re.compile("以下|如下|下列")
"""Says that reasons follow, and gives none."""


LEAST_NAMED = 4
"""Characters of an item's name by which it is known without the word for money at its end."""


def reasons(facts: Sequence[ProseFact], text: str) -> list[ProseFact]:
    """Quantities whose sentence gives a reason and whose subject the question names, best first."""
    said = [m[0].replace(",", "") for m in NUMBER.finditer(text)]
    text = RATE.sub(" ", stated.AMOUNT.sub(" ", text))
    words = [w for w in stated.content(text) if w not in lexicon("prose")["direction"]]
    if not words:
        return []
    named = [w for w in words if w not in lexicon("prose")["spent_on"]]
    size = sum(len(w) for w in words)
    compared, way = _compared(text), _way(text)
    found = []
    for fact in facts:
        if not fact.reason or ANNOUNCED.search(fact.reason) or (compared == "completion" and fact.role == "change"):
            continue
        if compared == "change" and _of_other_change(fact, way, PLANNED.search(text) is not None):
            continue
        subject, sentence = fact_names.subject_of(fact), comparable(fact.evidence.quote)
        inside = sum(len(w) for w in words if w in subject or stated.alike_in(w, subject))
        # A name told all but for the word for money is told.
        asked = named if sum(len(w) for w in named if w in subject) >= LEAST_NAMED else words
        if inside >= 0.6 * size and all(w in subject or w in sentence or stated.alike_in(w, subject) for w in asked):
            against = int(fact.role != compared if compared else fact.role not in ("result", "change"))
            of_final = compared == "completion" or "预算" not in text or "决算" in text
            kind = int(of_final) != int(fact.disclosure_kind == "决算")
            last = subject.rsplit("/", 1)[-1]
            # The item that the question names in full is meant, and none whose name shares a word with it.
            other = int(comparable(last) not in comparable(text))
            # The change that the question gives the size of is the one it means.
            sized = int(not any(n in fact.evidence.quote.replace(",", "") for n in said if "." in n))
            found.append(((kind, other, sized, against, -inside / max(len(last), 1)), fact))
    return [f for _, f in sorted(found, key=lambda p: (p[0], p[1].evidence.place, p[1].subject))]


AGAINST_BUDGET = re.compile(
    "(?:没|未)(?:有|能)?(?:花|用|支|执行)(?:完|光|掉)|(?=.*预算).*(?:决算|[比较]预算|完成|花完|用完|未达|没达到)|(?:低于|小于|少于|高于|大于|多于|超过|超出|超)(?:年初|全年|调整)?预算"
)
"""Asks of what was spent how it stands to what was planned."""


def _compared(text: str) -> str:
    """What a reason is asked for: final accounts against the budget (completion), a year against the one before
    (change), or neither said."""
    if re.search(AGAINST_BUDGET, text):
        return "completion"
    return "change" if re.search("增|减|变化|上升|下降|上年|去年|相比|[比较]\\s", text) or _way(text) else ""


UP = re.compile("增加|增长|上升|提高|[多高涨升](?:了|出|$)|变多")
DOWN = re.compile("减少|下降|降低|压减|[少低降跌](?:了|出|$)|变少")
CLAUSE = re.compile(r"[，；;。]")
CAUSE = re.compile("原因|由于|因为|系|导致")
PLANNED = re.compile("预算(?!单位)")
"""Says something of a budget; a body that has one (预算单位) is none."""
SPENT = re.compile("预算|执行|完成|结余|剩|[未没]")
"""Says how spending stands to what was planned."""


def _of_other_change(fact: ProseFact, way: str, planned: bool) -> bool:
    """Whether the reason beside a quantity is of another change than the one asked about (``way``): of one that went
    the other way or, where the question says nothing of a budget, of that against the budget."""
    before = re.sub(r"\s", "", fact.evidence.quote).split(re.sub(r"\s", "", fact.reason))[0]
    changed = [c for c in CLAUSE.split(before) if _way(c)]
    if not changed:
        # It tells of no change, and how spending stands to its budget is none.
        return "完成" in before and "预算" in before and not planned
    if "预算" in changed[-1] and fact.disclosure_kind == "决算" and not planned:
        return True
    return bool(way) and _way(changed[-1]) != way


def of_other_comparison(text: str, sentence: str) -> bool:
    """Whether a sentence gives the reason of a change over the years where a question asks why money was not spent."""
    return _compared(text) == "completion" and bool(_way(sentence)) and not SPENT.search(sentence)


def went_otherwise(text: str, quote: str) -> str:
    """What a quotation says happened (减少, 增加), where a question asks why the other happened; empty where the two
    agree, or either says neither or both."""
    asked = _way(RATE.sub(" ", stated.AMOUNT.sub(" ", text)))
    told = {way for clause in CLAUSE.split(CAUSE.split(quote)[0]) if (way := _way(clause))}
    if not asked or len(told) != 1 or asked in told:
        return ""
    return {"up": "增加", "down": "减少"}[told.pop()]


def _way(text: str) -> str:
    """Which way a text says that something went: up, down, empty where it says neither or both."""
    ways = [way for way, pattern in (("up", UP), ("down", DOWN)) if pattern.search(text)]
    return ways[0] if len(ways) == 1 else ""
