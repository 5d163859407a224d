"""Questions why a figure rose or fell that did not: that it went the other way is said, with what the prose tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures.changes import CHANGED, MUCH, WAYS
from answer.holdings.held import ProseFact
from answer.language.words import comparable
from answer.prose import item_told
from answer.prose.item_check import items_named
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


STANDS = {
    "大于": re.compile("高于|大于|多于|高出|高过|超过|超出|超支|超(?=了?(?:年初|全年|调整)?预算)"),
    "小于": re.compile(
        "低于|小于|少于|不及|不到|不足|(?:未|没有?)(?:完成|达到|达|花完|用完|执行完)|低(?=了?(?:年初|全年|调整)?预算)"
    ),
}
"""How what was spent stands to what was planned, in the words of those who ask."""
STAGES = re.compile("(?:支出)?决算数?|(?:年初|全年|调整)?预算数?|执行数|完成")
WHOLE = 100
"""Per cent of the budget that was spent where the two are equal."""
YEARS_COMPARED = 2


def denied(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """Whether a question why something rose or fell, or stood above or below its budget, is answered by that it did
    not."""
    if len({unit.iri for unit, _ in targets}) != 1:
        return False
    if BUDGET.search(text):
        return _against_budget(asking, targets, text)
    way = way_of(MUCH.sub(" ", text))
    years = {year for _, year in targets}
    between = len(years) == YEARS_COMPARED and max(years) - min(years) == 1
    if not way or not (between or len(targets) == 1):
        return False
    (unit, year), named = max(targets, key=lambda t: t[1]), DIRECTION.sub(" ", text)
    matches = [m for m in stated.fitting(asking.facts([(unit, year)]), named, "change") if m.fact.year in (None, year)]
    if between:
        matches = [m for m in matches if not BUDGET.search(m.fact.text)]
    # A change against the budget that goes the way asked for is what may be meant.
    if any(way_of(m.fact.text) == way for m in matches):
        return False
    told = [m.fact for m in matches if m.fact.amount and m.score >= matches[0].score - LIKE]
    first = next((f for f in told if way_of(f.text) and not BUDGET.search(f.text)), None)
    if first is None or item_told.other_item(text, first.subject.rsplit("/", 1)[-1]):
        return False  # a part may have gone the other way
    went = way_of(first.text)
    subject = first.subject.rsplit("/", 1)[-1]
    reasons = _reasons(asking.facts([(unit, year)]), first, went)
    asking.out.text = (
        f"没有{way}，而是{went}：{unit.name}{year}年{subject}{went}{fact_said(first)}。"
        + "".join(dict.fromkeys(f"原因：{f.reason}。" for f in reasons))
        + f"正文原句：“{first.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(first, asking.uom)]
    asking.out.status = "answered"
    cite(asking.out, [first, *reasons])
    return True


def _against_budget(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """Whether a question why more, or less, was spent than planned is answered by that it was the other way."""
    asked = [way for way, words in STANDS.items() if words.search(text)]
    if len(asked) != 1 or len(targets) != 1:
        return False
    (unit, year), named = targets[0], text
    for words in (*STANDS.values(), STAGES):
        named = words.sub(" ", named)
    told = [m for m in stated.fitting(asking.facts(targets), named, "completion") if m.fact.year in (None, year)]
    rates = {m.fact.value for m in told if m.score >= told[0].score - LIKE}
    rate = rates.pop() if len(rates) == 1 else None
    went = "" if rate is None else "大于" if rate > WHOLE else "小于" if rate < WHOLE else "等于"
    if not went or went == asked[0]:
        return False
    fact = told[0].fact
    subject = fact.subject.rsplit("/", 1)[-1]
    asking.out.text = (
        f"没有{asked[0]}预算，而是{went}预算：{unit.name}{year}年{subject}完成预算的{fact_said(fact)}。"
        + (f"原因：{fact.reason}。" if fact.reason else "")
        + f"正文原句：“{fact.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(fact)]
    asking.out.status = "answered"
    cite(asking.out, [fact])
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
    # Only a total has parts that its paragraph may tell of: beside an item another one stands.
    part = [] if items_named(comparable(change.subject)) else near[:1]
    return [f for f in near if f.subject == change.subject] or part
