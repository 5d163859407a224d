"""A question for a number said again with another counter: how long is so many kilometres, 人 are counted as 名, too.

The document's counter is not the question's own: each that could be meant is tried, and only where all that answer
agree is there an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.projects.achieved import Target
from answer.prose import number_check
from answer.prose.counted_things import heads_other
from answer.request.reply import Reply

Way = Callable[[Reply, Knowledge, Sequence[Target], str, str], bool]
MOST = 8
"""Ways of saying a question that are tried."""


def number(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str, ways: Sequence[Way]
) -> bool:
    """The number that the question's other counters find; False where they find none, or different ones."""
    found: dict[tuple[tuple[str, str], ...], Reply] = {}
    for said in islice(said_again(text), MOST):
        for way in ways:
            one = Reply(reply.question)
            if way(one, knowledge, targets, said, uom) and one.status == "answered" and one.values:
                if number_check.fits(text, one) and not _of_other(text, one):
                    found.setdefault(tuple((v["value"], v["unit"]) for v in one.values), one)
                break
    if len(found) != 1:
        return False
    told = next(iter(found.values()))
    reply.values, reply.evidence, reply.text, reply.status = told.values, told.evidence, told.text, told.status
    return True


def _of_other(text: str, reply: Reply) -> bool:
    """Whether a number counts, by the counter that was tried, a thing that the question does not name."""
    return any(
        heads_other(e["quote"], v["value"], v["unit"], comparable(text)) for v in reply.values for e in reply.evidence
    )


def said_again(text: str) -> Iterator[str]:
    """The question with other words for what it counts by."""
    data = lexicon("prose")["said_again"]
    for pattern, moved in data["moved"]:
        if compiled(pattern).search(text):
            yield compiled(pattern).sub(moved, text, count=1)
    for words, counters in data["sizes"]:
        if re.search(words, text):
            for counter in counters:
                yield re.sub(words, f"多少{counter}", text, count=1)
            return
    for thing in data["money"]:
        if found := re.search(f"多少(?={thing})", text):
            for unit in ("万元", "亿元", "元"):
                yield f"{text[: found.end()]}{unit}{text[found.end() :]}"
            return
    if found := compiled(data["people"]).search(text):
        for counter in ("人", "名"):
            yield f"{text[: found.end()]}{counter}{text[found.end() :]}"
        return
    for group in data["alike"]:
        for counter in group:
            if re.search(f"(?:多少|几){counter}", text):
                for other in group:
                    if other != counter:
                        yield re.sub(f"(多少|几){counter}", rf"\g<1>{other}", text, count=1)
                return
    if re.search("(?:有|是|为)?多少$", text):
        for counter in data["plain"]:
            yield f"{text}{counter}"
