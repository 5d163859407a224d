"""What stands under the headings that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.prose.lists import NUMBERED
from answer.prose.sentences import Sentence, Target, sentences
from answer.request import stated
from answer.request.reply import Reply, cite

UNDER_HEADING = 0.4
"""Share of a heading that the question's words must make up."""
MOST_QUOTED = 600
"""Characters quoted of a section."""
LEAST_ITEMS = 3
"""Numbered sentences that a long section is told by."""
CUT = "……"
SAYS_NOTHING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分)?|\d+[.．]?)|20\d{2}年度?|部门|单位|本|主要|情况|及|和|与|的"
)
"""What a heading may hold besides the name of what stands under it."""


def section(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, least: float = UNDER_HEADING
) -> bool:
    """What stands under the heading that the question names (主要职能), from its beginning; of a long one the sentences
    that are numbered. ``least``: the share of the heading that the question's words must make up."""
    words = [w for w in stated.content(text) if len(w) > 1]
    if not words:
        return False
    alike = lexicon("prose")["headings"]
    called = [[w, *(name for names in alike if w in names for name in names)] for w in words]
    size = sum(map(len, words))
    found: list[tuple[float, list[Sentence]]] = []
    for target in targets:
        for path, under in _sections(sentences(knowledge, target)):
            heading = comparable(path.rsplit("/", 1)[-1])
            size_of = len(SAYS_NOTHING.sub("", heading)) or len(heading)
            named = all(any(name in heading for name in names) for names in called)
            if named and size >= least * size_of:
                found.append((size / size_of, under))
    if not found:
        return False
    under = max(found, key=lambda f: f[0])[1]
    reply.text = f"原文：“{_told(under)}”"
    reply.status = "answered"
    cite(reply, [s.evidence for s in under])
    return True


def sections(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """What stands under each of the headings that the question names one beside the other (派出机构和下属事业单位)."""
    names = [n for n in re.split("和|与|及|以及|、", text) if comparable(n)]
    if len(names) < 2:
        return False
    told: list[str] = []
    places: list[dict[str, object]] = []
    for name in names:
        one = Reply(reply.question)
        if not section(one, knowledge, targets, name):
            return False
        told.append(one.text)
        places.extend(one.evidence)
    reply.text = "".join(dict.fromkeys(told))
    reply.evidence = places
    reply.status = "answered"
    return True


def _sections(every: Sequence[Sentence]) -> list[tuple[str, list[Sentence]]]:
    """The headings of each document, with the sentences under them and under their own headings."""
    found: list[tuple[str, list[Sentence]]] = []
    for _, of in groupby(every, key=lambda s: s.evidence.document):
        told = list(of)
        for path in dict.fromkeys(path for s in told for path in _paths(s.evidence.row)):
            found.append((path, [s for s in told if path in _paths(s.evidence.row)]))
    return found


def _paths(row: str) -> list[str]:
    """The headings that a text stands under, each with those above it: 一/二 → 一, 一/二."""
    parts = row.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))] if row else []


def _told(under: Sequence[Sentence]) -> str:
    whole = "".join(s.text for s in under)
    if len(whole) <= MOST_QUOTED:
        return whole
    items: dict[str, list[str]] = {}
    for sentence in under:
        if mark := NUMBERED.match(sentence.text):
            items.setdefault(mark.lastgroup or "", []).append(sentence.text)
    listed = max(items.values(), key=len, default=[])
    if len(listed) >= LEAST_ITEMS:
        whole = CUT.join(listed) + CUT
    return whole[:MOST_QUOTED]
