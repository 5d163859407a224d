"""From how much to how much something went (由几个工作日缩短到几个工作日), told in one clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.prose.sentences import Sentence, Target, sentences
from answer.request import stated
from answer.request.reply import Reply, cite, value_of_number

VERB = "(?:缩短|压缩|缩减?|增加?|增配|提高|提升?|上升|升|上调|减少?|降低?|下降|下调|扩大?|调整?)(?:至|到|为)"
UOM = f"(?:个?工作日|个?百分点|%|％|万元|亿元|元|天|倍|{stated.COUNTERS})"
EACH = "(?:每[\u4e00-\u9fff]{1,3}){0,2}"
"""Of what an amount is: 每人每月."""
LAST = rf"{VERB}\s*{EACH}(?P<last>\d[\d,]*(?:\.\d+)?)\s*"
TOLD = re.compile(
    rf"[由从]\s*{EACH}(?P<first>\d[\d,]*(?:\.\d+)?)\s*(?P<one>{UOM})?[^\d，。；]{{0,4}}?{LAST}(?P<uom>{UOM})"
)
APART = re.compile(
    rf"(?<![\d.])(?P<first>\d[\d,]*(?:\.\d+)?)\s*(?P<uom>{UOM})(?P<between>[^\d，。；]{{0,24}}?){LAST}(?P=uom)"
)
"""Without a word for from: 2个工作日内将报告送达缩短到1个工作日."""
ASKED = re.compile(
    rf"(?:(?P<both>[由从]{EACH}(?:多少|几)(?:{UOM})?)[^，。]{{0,2}}?)?{VERB}了?{EACH}(?:多少|几)(?P<uom>{UOM})?"
)
CLAUSE = re.compile("[，,；;：:。]")
LEAST = 2
"""Characters of words that a question must hold."""


def numbers(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Both numbers, or the last where only it is asked for; none where two sentences fit."""
    asked = ASKED.search(text)
    if asked is None or len(targets) != 1:
        return False
    plain = set(lexicon("prose")["from_to"]["plain"]) | stated.light()
    words = [w for w in stated.content(ASKED.sub(" ", text)) if w not in plain]
    found: dict[tuple[str, str], tuple[re.Match[str], Sentence]] = {}
    for sentence in sentences(knowledge, targets[0]):
        for told in list(TOLD.finditer(sentence.text)) or list(APART.finditer(sentence.text)):
            if asked["uom"] and not told["uom"].endswith(asked["uom"].removeprefix("个")):
                continue
            # What other clauses speak of went another way.
            before = CLAUSE.split(sentence.text[: told.start()])[-1]
            own = comparable(before + (told["between"] if told.re is APART else ""))
            if sum(map(len, words)) >= LEAST and all(stated.called(w, own) or stated.same_deed(w, own) for w in words):
                found.setdefault((told["first"], told["last"]), (told, sentence))
    if len(found) != 1:
        return False
    ((told, sentence),) = found.values()
    unit, year = targets[0]
    ends = [told["first"], told["last"]] if asked["both"] else [told["last"]]
    reply.values = [
        value_of_number(end.replace(",", ""), told["uom"], uom, "".join(words), unit.name, year) for end in ends
    ]
    reply.text = f"{unit.name}{year}年：{told[0]}。原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True
