"""What a number of a sentence counts: the thing right after it or, where nothing follows, the one right before it
(设置绩效指标 8个). A number of one thing answers no question for another that is only named nearby."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from answer.holdings.held import ProseFact
from answer.language.words import comparable, lexicon, neutral, tokens
from answer.request import stated

LEAST_THING = 2
"""Characters of what a question counts, for it to be looked for beside another number."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEAD = 3
"""Characters by which a counted thing is known."""


@cache
def _counters() -> frozenset[str]:
    """Counters that go with things of any kind: 个, 项, 件."""
    return next(frozenset(group) for group in lexicon("prose")["counters"]["alike"] if "项" in group)


def is_of_other(clause: str, start: int, end: int, counter: str, asked: str) -> bool:
    """Whether the number that stands from ``start`` to ``end`` of a clause counts a thing of which a question (its text
    as names are compared) says nothing."""
    if counter not in _counters() or CHINESE.match(clause[end:].lstrip()):
        return False
    before = list(tokens(comparable(clause[:start])))
    while before and (before[-1] in neutral() or before[-1] in stated.light()):
        before.pop()
    return bool(before) and len(before[-1]) > 1 and before[-1] not in asked and not _shares(before[-1], asked)


def listed_apart(quote: str, value: Decimal, uom: str, text: str) -> bool:
    """Whether a sentence counts, with the same counter and another number, a thing that a question names, while the
    thing that this number counts is one that it does not name: 28间评标室 of 7间开标室、28间评标室 for 开标室."""
    if not uom:
        return False
    asked, named = comparable(text), {True: False, False: False}
    pair = rf"(?<![\d.])(?P<number>\d+(?:\.\d+)?)\s*{re.escape(uom)}\s*(?P<thing>[\u4e00-\u9fff]{{2,{HEAD}}})"
    for found in re.finditer(pair, quote.replace(",", "")):
        named[Decimal(found["number"]) == value] |= found["thing"] in asked
    return named[False] and not named[True]


def fact_listed_apart(fact: ProseFact, text: str) -> bool:
    """The same of a quantity that the prose states."""
    return fact.value is not None and listed_apart(fact.evidence.quote, fact.value, fact.uom, text)


def heads_other(quote: str, number: str, uom: str, asked: str) -> bool:
    """Whether what stands right after a number in a sentence is called, by its last word, something that a question
    does not say: 231项交易项目协调服务事项 are no 交易项目."""
    counted = (
        rf"(?P<before>[\u4e00-\u9fff]*)\s*(?<![\d.]){re.escape(number)}\s*{re.escape(uom)}"
        r"(?P<thing>[\u4e00-\u9fff]*)"
    )
    found = re.search(counted, quote.replace(",", ""))
    if found is None:
        return False
    if not found["thing"]:
        return len(found["before"]) > 1 and found["before"][-2:] not in asked
    thing = re.split("[和与及并等]", found["thing"])[0]
    last = tokens(thing)[-1] if thing else ""
    return len(last) > 1 and last not in asked and not stated.alike_in(last, asked)


def counts_other(fact: ProseFact, text: str) -> bool:
    """Whether a quantity counts another thing than a question asks for: its sentence counts that with another number
    (7间开标室、28间评标室), or its name, counted otherwise than asked for, does not say it (班级9个, 几所小学)."""
    asked = stated.COUNTED.search(text)
    if asked is None:
        return False
    people = text[asked.start("uom") :].startswith(("人", "个人", "名", "位"))
    otherwise = asked["uom"] != fact.uom and not people
    if otherwise and heads_other(f"{fact.subject}1个", "1", "个", comparable(text)):
        return True
    thing = comparable(re.split(r"[，,、；;。？?]", text[asked.end() :])[0])
    if len(thing) < LEAST_THING:
        return False
    beside = re.escape(asked["uom"] + thing)
    counted = re.search(rf"(\d[\d,]*(?:\.\d+)?){beside}", comparable(fact.evidence.quote))
    return counted is not None and Decimal(counted[1].replace(",", "")) != fact.value


def _shares(word: str, asked: str) -> bool:
    """Whether a question says a word in another way: by one called the same, or one that begins or ends as it does."""
    return stated.alike_in(word, asked) or any(word[0] == w[0] or word[-1] == w[-1] for w in tokens(asked))
