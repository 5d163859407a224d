"""What the money of an item is for: the clause that says so in the sentence that gives its amount, or in the one after
it (医疗费支出20.40万元。用于…). An amount is no answer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answer.figures.operations import define
from answer.language.words import comparable
from answer.prose import naming
from answer.prose.sentences import Sentence, Target, sentences
from answer.request import stated
from answer.request.asking import Asking
from answer.request.question import Operator
from answer.request.reply import cite

PURPOSE = re.compile("(?:主要|专门|全部|均)?(?:是)?用(?:于|以|来|作|途)(?!户)|主要(?:是|为|包括|反映)")
BEGINS = re.compile(f"\\s*(?:{PURPOSE.pattern})")
"""A sentence that goes on about what the one before it names."""
NUMBERED = re.compile(r"^\s*[（(]?\d{1,2}\s*[.．、)）]")
DIGIT = re.compile(r"\d")
CLAUSE = re.compile("[，,；;]")
MOST_TOLD = 3
"""Places that may tell it: where more do, none is chosen."""


def tell(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The words in which the prose says what the money of the named item is for; none where it does not say."""
    words = [w for w in stated.content(operator.rest) if w not in stated.light()]
    if not words:
        return False
    found = [f for target in targets for f in _told(sentences(asking.knowledge, target), words)]
    nearest = min((extra for extra, _ in found), default=0)
    chosen = {"".join(s.text for s in said): said for extra, said in found if extra == nearest}
    if 0 < len(chosen) <= MOST_TOLD:
        asking.out.text = "原文：" + "；".join(f"“{quote}”" for quote in chosen)
        asking.out.status = "answered"
        cite(asking.out, [s.evidence for said in chosen.values() for s in said[-1:]])
        return True
    if define(asking, operator, targets):
        return True
    if naming.quote(asking.out, asking.knowledge, targets, asking.rest) and PURPOSE.search(asking.out.text):
        return True
    asking.clear()
    return False


def _told(held: Sequence[Sentence], words: Sequence[str]) -> Iterator[tuple[int, list[Sentence]]]:
    """The sentences that tell it, with how many characters their subject has besides the words."""
    for before, one in pairwise((None, *held)):
        if one is None or (at := PURPOSE.search(one.text)) is None:
            continue
        follows = BEGINS.match(one.text) is not None and before is not None
        if follows and before is not None and before.evidence.place != one.evidence.place:
            continue
        named = before.text if follows and before is not None else one.text[: at.start()]
        # The whole sentence is about its first words, its last clause about its own.
        for begins in dict.fromkeys((NUMBERED.sub("", named), CLAUSE.split(named)[-1])):
            subject = comparable(DIGIT.split(begins)[0])
            if all(stated.called(w, subject) for w in words):
                yield len(subject) - sum(map(len, words)), [before, one] if follows and before is not None else [one]
                break
