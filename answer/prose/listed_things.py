"""One of several things that a sentence counts one after the other and says the same of:
完成7间开标室、28间评标室现场装修改造 tells how many 开标室 were done up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose import quoted
from answer.prose.counted_things import HEAD
from answer.prose.sentences import ASKED, Sentence, Target, counter_of, sentences, words_asked
from answer.request import stated
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import grouped

CLAUSE = re.compile("[，；。]")
LEAST_LISTED = 2
"""Things that make a list."""


def number(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The number right before the one listed thing that a question names, from the sentence that speaks of all else it
    does; none where two sentences tell it differently."""
    asks = list(ASKED.finditer(text))
    counter = counter_of(text, asks[0]) if len(asks) == 1 else ""
    words = words_asked(text)
    if not counter or len(targets) != 1 or not words:
        return False
    asked = comparable(text)
    pair = re.compile(rf"(?<![\d.])(?P<number>\d+)\s*{re.escape(counter)}\s*(?P<thing>[\u4e00-\u9fff]{{2,}})")
    found: dict[tuple[str, str], Sentence] = {}
    for sentence in sentences(knowledge, targets[0]):
        own = comparable(sentence.text)
        if quoted.EXPLAINED.match(sentence.text) or not all(stated.called(w, own) for w in words):
            continue
        for clause in CLAUSE.split(sentence.text.replace(",", "")):
            # What another clause counts is counted of something else.
            listed = list(pair.finditer(clause))
            named = [m for m in listed if m["thing"][:HEAD] in asked]
            if len(listed) >= LEAST_LISTED and len(named) == 1:
                found.setdefault((named[0]["number"], named[0]["thing"]), sentence)
    if len({number for number, _ in found}) != 1:
        return False
    (told, thing), sentence = next(iter(found.items()))
    unit, year = targets[0]
    reply.values = [value_of_number(told, counter, uom, thing, unit.name, year)]
    reply.text = f"{unit.name}{year}年{thing}：{grouped(Decimal(told))}{counter}。原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True
