"""Budget and final accounts of one item asked for together, where the prose prints them beside each other:
事业运行，年初预算多少、决算多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from answer.holdings.directory import HeldUnit
from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.names import CODE, general_names, items
from answer.language.words import comparable
from answer.request import stated
from answer.request.reply import Reply, cite, value_of_fact
from answer.request.speak import fact_said, money

BUDGET = re.compile("(?:年初|全年|调整)?预算(?:数|安排|金额)?")
FINAL = re.compile("决算(?:数|金额)?|(?:实际)?执行(?:数|了)?|实际(?:花费|支出|使用|用|花)了?|(?:用|花|支出)了")
TOGETHER = re.compile("分别|各(?:是|为|有)?多少|各多少|多少.*多少")
BARE = re.compile("(?:年初|全年|调整)?(?:预算|决算)数?$")
SPENT = re.compile("^(?:实际)?(?:支出|执行|使用)")
"""Begins what a sentence calls the spending of something that it named with its budget."""


def both(reply: Reply, knowledge: Knowledge, targets: Sequence[tuple[HeldUnit, int]], text: str, uom: str) -> bool:
    """Budget and final accounts of the item that a question names, from the one sentence that states both."""
    if len(targets) != 1 or not (BUDGET.search(text) and FINAL.search(text) and TOGETHER.search(text)):
        return False
    words = _named(stated.content(_unstaged(text)))
    base = re.search("年初|全年|调整", text)
    if not words:
        return False
    facts = [f for f in knowledge.facts(*targets[0]) if f.amount is not None and f.role in ("budget", "result")]
    pairs: dict[tuple[str, str], tuple[int, ProseFact, ProseFact]] = {}
    for budget in (f for f in facts if f.role == "budget"):
        last = comparable(BARE.sub("", budget.subject.rsplit("/", 1)[-1]))
        if not all(word in last for word in words) or (base and base[0] not in budget.evidence.quote):
            continue
        for final in facts:
            same = (final.evidence.place, final.evidence.quote) == (budget.evidence.place, budget.evidence.quote)
            if same and final.role == "result" and (final.subject == budget.subject or SPENT.match(final.subject)):
                key = (str(budget.amount), str(final.amount))
                pairs.setdefault(key, (len(last), budget, final))
    shortest = min((size for size, _, _ in pairs.values()), default=0)
    fitting = [(b, f) for size, b, f in pairs.values() if size == shortest]
    if len(fitting) != 1:
        return False
    budget, final = fitting[0]
    shown = [money(f.amount, uom) if uom and f.amount is not None else fact_said(f) for f in (budget, final)]
    reply.text = (
        f"{budget.unit.name}{budget.disclosure_year}年{BARE.sub('', budget.subject.rsplit('/', 1)[-1])}"
        f"{base[0] if base else ''}预算为{shown[0]}，决算为{shown[1]}，正文原句：“{final.evidence.quote}”"
    )
    reply.values = [value_of_fact(budget, uom), value_of_fact(final, uom)]
    reply.status = "answered"
    cite(reply, [budget, final])
    return True


def _named(words: list[str]) -> list[str]:
    """The words without the code of the item that the others name."""
    others = [w for w in words if not CODE.fullmatch(w)]
    codes = {tag.id.split(":")[-1] for tag in general_names().get("".join(others), ())}
    return [w for w in words if w not in codes]


def _unstaged(text: str) -> str:
    """A question without its words for budget and final accounts; those inside an item's name (案件执行) stay."""
    return _stages().sub(lambda m: m["item"] or " ", text)


@cache
def _stages() -> re.Pattern[str]:
    names = [n for n in items() if BUDGET.search(n) or FINAL.search(n)]
    held = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(f"(?P<item>{held})|{BUDGET.pattern}|{FINAL.pattern}")
