"""What a number of a sentence counts: the thing right after it or, where nothing follows, the one right before it
(设置绩效指标 8个). A number of one thing answers no question for another that is only named nearby."""

from __future__ import annotations

import re
from functools import cache

from answer.language.words import comparable, lexicon, neutral, tokens
from answer.request import stated

CHINESE = re.compile(r"[\u4e00-\u9fff]")


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


def _shares(word: str, asked: str) -> bool:
    """Whether a question says a word in another way: by one called the same, or one that begins or ends as it does."""
    return stated.alike_in(word, asked) or any(word[0] == w[0] or word[-1] == w[-1] for w in tokens(asked))
