"""When something is to be done, or was: the indicators whose targets and results are dates (改造完工时间 ≤10月底,
11月9日), asked for by what is done and not by their names: 无障碍改造什么时候完工."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.projects.achieved import Target, closest, fields_of, indicators
from answer.prose.dates import ASKS
from answer.request import stated
from answer.request.question import PLANNED
from answer.request.reply import Reply, cite

DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|初|[上中下]旬)?")
NAMED = re.compile("(?:时间|日期|时限|节点)$")
"""Ends the name of an indicator that is a date."""
TAIL = re.compile("[了的]*$")


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The date that was reached, or the one that was set where that is asked for or none is told; False where two
    indicators fit."""
    asked = ASKS.search(text)
    if asked is None or len(targets) != 1:
        return False
    held = [i for i in indicators(knowledge, targets[0]) if NAMED.search(i.name) and DATE.search(i.target + i.actual)]
    wants, plain = fields_of(TAIL.sub("", ASKS.sub(" ", PLANNED.sub(" ", text))), "indicator")
    words = [w for w in stated.content(plain) if w not in stated.light()]
    held = [i for i in held if all(w in comparable(i.name) or w in comparable(i.project) for w in words)]
    best = closest([(i, NAMED.sub("", i.name), i.project) for i in held], plain)
    if not best or len({(comparable(i.name), i.target, i.actual) for i in best}) > 1:
        return False
    one = best[0]
    planned = PLANNED.search(text) is not None or "target" in wants or not one.actual
    value, word = (one.target, "目标") if planned else (one.actual, "实际")
    if not DATE.search(value):
        return False
    reply.text = f"{one.unit.name}{one.year}年指标“{one.name}”：{word}为{value}。"
    reply.status = "answered"
    cite(reply, one.places[:1] if planned else one.places[::-1])
    return True
