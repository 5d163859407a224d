"""Numbers of the prose told by what stands right beside them: where the words beside the question word
(工程类项目成交多少笔) stand beside a number of that counter (工程类项目成交 58 笔), that number is meant.

The other words of the question must stand in the sentence, its headings or the block of paragraphs it is told in; only
words that could select nothing else may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.directory import HeldUnit
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, lexicon
from answer.prose import quoted
from answer.prose.counted_things import is_of_other
from answer.prose.sentences import (
    ASKED,
    CLAUSE,
    TARGET,
    Sentence,
    counter_of,
    done_in,
    numbers_in,
    sentences,
    told_around,
    words_asked,
)
from answer.request import stated
from answer.request.question import EACH, PLANNED
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import grouped

Target = tuple[HeldUnit, int]
LEAST_AGREED = 4
"""Characters that question and sentence must share beside the question word and the number."""
LEAST_WHOLE = 2
"""So many do where they are the whole of what stands beside the question word."""
BLOCK = 14
"""Paragraphs in which what a number is told of may be named."""
LEAST_HERE = 6
"""Characters of the question that a sentence itself must hold where others are named by its block alone."""
MOST_HERE = 2 / 3
"""Or this share of them."""
MOST_ELSEWHERE = 1 / 4
"""The share of the question that only another part of the document may name."""
BREAK = re.compile(r"[，,、。；;：:？?！!（）()\s]+")


@dataclass(frozen=True, slots=True)
class Beside:
    """A number with how many characters beside it the question says, too, on its better side and on both, and how many
    of the question's other words its sentence holds."""

    number: str
    uom: str
    agreed: int
    both: int
    held: int
    sentence: Sentence


def number(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The one number that the words beside the question word stand beside; none where two agree as well."""
    marks = list(ASKED.finditer(text))
    if len(marks) != 1 or EACH.search(text):
        return False
    counter = counter_of(text, marks[0])
    before, after = trimmed(BREAK.split(text[: marks[0].start()])[-1], text[marks[0].end() :])
    words = [w for w in words_asked(text) if not _implied(w, counter)]
    if max(len(before), len(after)) < LEAST_WHOLE or not words:
        return False
    planned = PLANNED.search(text) is not None
    done = done_in(text)
    found: list[Beside] = []
    for target in targets:
        block: list[Sentence] = []
        for sentence in sentences(knowledge, target):
            block.append(sentence)
            if all(stated.same_deed(w, comparable(sentence.text)) for w in done):
                found.extend(_in_sentence(sentence, block, (before, after), counter, words, planned))
    if not found:
        return False
    best = max((b.agreed, b.both, b.held) for b in found)
    chosen = [b for b in found if (b.agreed, b.both, b.held) == best]
    if len({(b.number, b.uom) for b in chosen}) > 1:
        return False
    one, (unit, year) = chosen[0], targets[0]
    reply.values = [value_of_number(one.number, one.uom, uom, before or after, unit.name, year)]
    shown = reply.values[0]
    reply.text = f"{unit.name}{year}年：{grouped(Decimal(shown['value']))}{shown['unit']}。原文：“{one.sentence.text}”"
    reply.status = "answered"
    cite(reply, [one.sentence.evidence])
    return True


def trimmed(before: str, after: str) -> tuple[str, str]:
    """What stands right before and right after the question word, without words that only link it."""
    ends = "|".join(map(re.escape, sorted(lexicon("prose")["beside"]["linking"], key=len, reverse=True)))
    before = re.sub(f"(?:{ends})+$", "", comparable(before))
    after = re.sub(f"^(?:{ends})+", "", comparable(BREAK.split(after)[0]))
    return before, after


def _implied(word: str, counter: str) -> bool:
    """Whether a counter says what a word does: 面积 of 平方米."""
    return word in lexicon("prose")["beside"]["implied"].get(counter, ())


def _in_sentence(
    sentence: Sentence,
    block: Sequence[Sentence],
    asked: tuple[str, str],
    counter: str,
    words: Sequence[str],
    planned: bool,
) -> Iterator[Beside]:
    own = comparable(sentence.text)
    near = {q[-LEAST_WHOLE:] for q in _called(asked[0], counter)} | ({asked[1][:LEAST_WHOLE]} if asked[1] else set())
    if not any(n in own for n in near) or quoted.EXPLAINED.match(sentence.text):
        return
    budget = in_budget(sentence)
    if not budget and (TARGET.search(sentence.text) is None if planned else TARGET.match(sentence.text) is not None):
        return
    told = sentence.heading + "\n" + sentence.before
    far = "\n".join(comparable(s.text) for s in _told_of(block))
    words = [w for w in words if not stated.says_nothing(w)]
    if not words or not all(stated.called(w, own) or told_around(w, told) or told_around(w, far) for w in words):
        return
    here = sum(len(w) for w in words if stated.called(w, own))
    part = "\n".join(comparable(s.text) for s in _told_of(block) if _part(s) == _part(sentence))
    elsewhere = [w for w in words if not (stated.called(w, own) or told_around(w, told) or told_around(w, part))]
    if sum(map(len, elsewhere)) > MOST_ELSEWHERE * sum(map(len, words)):
        return
    whole_here = here == sum(map(len, words))
    apart = not all(stated.called(w, own) or holds(sentence.heading, w) for w in words)
    clauses = [c for c in CLAUSE.split(sentence.text) if c]
    for number, start, end in numbers_in(sentence, clauses, counter):
        clause = clauses[number.clause]
        other = is_of_other(clause, start, end, counter, "".join((*asked, *words)))
        if other or (not (planned or budget) and TARGET.search(clause)):
            continue
        agreed, whole, both = _agreement(asked, trimmed(clause[:start], clause[end:]), counter)
        if apart and max(agreed, here) < LEAST_HERE and here < MOST_HERE * sum(map(len, words)):
            continue
        if agreed >= LEAST_AGREED or (whole and whole_here and agreed >= LEAST_WHOLE):
            yield Beside(number.number, number.uom, agreed, both, here, sentence)


def _agreement(asked: tuple[str, str], said: tuple[str, str], counter: str) -> tuple[int, bool, int]:
    """The most characters that question and clause share beside the question word and the number, whether they are
    all that the question says there, and what is shared on both sides together."""
    best, whole, before, after = 0, False, 0, 0
    for question in _called(asked[0], counter):
        before = max(before, _same_end(question, said[0]))
        for size in (_same_end(question, said[0]), _same_end(question, said[1])):
            best, whole = max((best, whole), (size, size > 0 and size == len(stated.BARE.sub("", question))))
    if asked[1]:
        after = _same_start(asked[1], said[1])
        for size in (_same_start(asked[1], said[1]), _same_end(asked[1], said[0])):
            best, whole = max((best, whole), (size, size > 0 and size == len(stated.BARE.sub("", asked[1]))))
    return best, whole, before + after


def _called(before: str, counter: str) -> list[str]:
    """What stands before the question word: whole, without what its counter implies, and what follows its last 的."""
    implied = [w for w in lexicon("prose")["beside"]["implied"].get(counter, ()) if before.endswith(w)]
    whole = [before, *(before.removesuffix(w) for w in implied)]
    return [name for name in dict.fromkeys((*whole, *(w.rpartition("的")[2] for w in whole))) if name]


def _same_end(one: str, other: str) -> int:
    return _same_start(one[::-1], other[::-1], -1)


def _same_start(one: str, other: str, step: int = 1) -> int:
    """Characters that two texts begin with alike; words that any total is called by say nothing of what it is of."""
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return len(stated.BARE.sub("", one[:size][::step]))


def _part(sentence: Sentence) -> str:
    """The part of a document that a sentence stands in."""
    return sentence.heading.split("/")[0]


def in_budget(sentence: Sentence) -> bool:
    """Whether a budget tells it: all that budgets tell is planned."""
    return "/预算/" in sentence.evidence.disclosure


def _told_of(block: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of one document, from where its headings began anew: a block tells of what it names."""
    told: list[Sentence] = []
    seen: list[str] = []
    places: set[str] = set()
    for sentence in reversed(block):
        if sentence.evidence.document != block[-1].evidence.document or len(places) > BLOCK:
            break
        if sentence.heading in seen and sentence.heading != seen[-1]:
            break
        if not seen or sentence.heading != seen[-1]:
            seen.append(sentence.heading)
        places.add(sentence.evidence.place)
        told.append(sentence)
    return told
