"""Questions why a figure rose or fell that did not: that it went the other way is said, with what the prose tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures.changes import CHANGED, MUCH, WAYS
from answer.holdings.held import ProseFact
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.reply import cite, value_of_fact
from answer.request.speak import fact_said

DIRECTION = re.compile(
    r"(?:[比较与同和跟]\s*(?:上年度?|上一年度?|去年|前一年|20\d\d年(?:度)?)?(?:相比|比较)?)?(?:的)?"
    r"(?:会|就|又|有所|大幅|明显|反而)*(?:增加|增长|上升|提高|变多|多|减少|下降|降低|变少|少)(?:这么多|这么|很多|不少|那么)?了?"
)
BUDGET = re.compile("预算|完成")
LIKE = 0.15
"""How much less well than the best a change may fit what is named."""


def denied(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """Whether a question why something rose or fell is answered by that it went the other way."""
    way = way_of(MUCH.sub(" ", text))
    if not way or len(targets) != 1 or BUDGET.search(text):
        return False
    (unit, year), named = targets[0], DIRECTION.sub(" ", text)
    matches = [m for m in stated.fitting(asking.facts(targets), named, "change") if m.fact.year in (None, year)]
    # A change against the budget that goes the way asked for is what may be meant.
    if any(way_of(m.fact.text) == way for m in matches):
        return False
    told = [m.fact for m in matches if m.fact.amount and m.score >= matches[0].score - LIKE]
    first = next((f for f in told if way_of(f.text) and not BUDGET.search(f.text)), None)
    if first is None:
        return False
    went = way_of(first.text)
    subject = first.subject.rsplit("/", 1)[-1]
    reasons = _reasons(asking.facts(targets), first, went)
    asking.out.text = (
        f"没有{way}，而是{went}：{unit.name}{year}年{subject}{went}{fact_said(first)}。"
        + "".join(dict.fromkeys(f"原因：{f.reason}。" for f in reasons))
        + f"正文原句：“{first.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(first, asking.uom)]
    asking.out.status = "answered"
    cite(asking.out, [first, *reasons])
    return True


def way_of(text: str) -> str:
    """Which way a text says that something went: 增加, 减少, empty where it says neither or both."""
    ways = [way for way, words in WAYS.items() if re.search(words, "".join(CHANGED.findall(text)) or text)]
    return ways[0] if len(ways) == 1 else ""


def _reasons(facts: Sequence[ProseFact], change: ProseFact, way: str) -> list[ProseFact]:
    """Quantities of the paragraph of a change that went the same way and whose reason it gives: the change's own, or
    those of its parts."""
    near = [f for f in facts if f.reason and f.role == "change" and f.evidence.place == change.evidence.place]
    near = [f for f in near if way_of(f.text) == way and not BUDGET.search(f.text)]
    return [f for f in near if f.subject == change.subject] or near[:1]
