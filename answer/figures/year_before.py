"""What a year's own disclosure does not hold and the next year's does: what was carried out of its budget, what stayed
as it was, what a change is reckoned from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.language.words import comparable
from answer.prose import item_told, told
from answer.prose.item_check import items_named, spellings
from answer.request import stated
from answer.request.asking import Asking, Target, reading_of
from answer.request.reply import cite, value_of, value_of_fact
from answer.request.speak import fact_said, money, name_of, said

CARRIED_OUT = re.compile("实际|执行数?|完成数?|支出数?了?|了")
EXECUTED = re.compile("执行(?!率|情况|进度)")
FINAL = re.compile("决算|执行|实际|完成")


def told_after(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the disclosure of the year after answers."""
    if len(targets) != 1 or targets[0][1] + 1 not in targets[0][0].years:
        return False
    unit, year = targets[0]
    text = comparable(asking.rest)
    for name in {n for item in items_named(text) for n in spellings(item)}:
        text = text.replace(name, " ")
    if EXECUTED.search(text):  # and not only in the name of an item (案件执行)
        return _executed(asking, targets[0])
    if year in unit.years:
        return False
    after = [(unit, year + 1)]
    now = [r.best for r in reading_of(asking.look_up(after, asking.rest)) if not r.best.derived]
    sentence = item_told.unchanged(asking.rest, asking.knowledge, after[0]) if len(now) == 1 else None
    if sentence is None or FINAL.search(text):
        return told.earlier(asking.out, asking.knowledge, after, asking.rest, now, asking.uom)
    source = f"由{year + 1}年公开的数额推算，非当年公布"
    asking.out.text = f"{unit.name}{year}年{name_of(now[0])}为{said(now[0], asking.uom)}（{source}）：“{sentence.text}”"
    asking.out.values = [{**value_of(now[0], asking.uom), "year": year, "derived": True}]
    asking.out.status = "answered"
    cite(asking.out, [sentence.evidence, now[0]])
    return True


def _executed(asking: Asking, target: Target) -> bool:
    """What the next year's budget says of this year's execution: 2023年当年预算执行数为114万元."""
    unit, year = target
    facts = [f for f in asking.knowledge.facts(unit, year + 1) if f.year == year and EXECUTED.search(f.text)]
    fact, _ = stated.settled(stated.fitting(facts, CARRIED_OUT.sub(" ", asking.rest), "result"))
    if fact is None or fact.amount is None:
        return False
    amount = money(fact.amount, asking.uom) if asking.uom else fact_said(fact)
    asking.out.text = (
        f"{unit.name}{year}年{fact.subject.rsplit('/', 1)[-1]}执行数为{amount}（{year + 1}年的公开所说）。"
        f"正文原句：“{fact.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(fact, asking.uom)]
    asking.out.status = "answered"
    cite(asking.out, [fact])
    return True
