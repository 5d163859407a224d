"""Lists that the prose tells over several sentences: numbered lines after one that announces them, 一是…；二是…, or
clauses that end with how many there are (加强培训等六项). A quotation takes in all of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.prose.sentences import Sentence

COUNTS_ONLY = re.compile(r"\d+\s*[家个所项]|包括|如下|[：:]$")
NUMBERED = re.compile(
    r"\s*(?:(?P<digits>\d{1,2}\s*[.．、)）])|(?P<words>[（(]?[一二三四五六七八九十]{1,3}[)）、])|(?P<circled>[①-⑳])"
    r"|(?P<said>[一二三四五六七八九]是))"
)
OPENED = re.compile(r"(?:^|[：:，,])\s*(?P<first>一是|[（(]一[）)]|1[.．、)）]|[（(]1[）)]|①)")
"""The first of several things told one after the other."""
ENDED = re.compile(r"等(?:\d+|[两二三四五六七八九十]+)(?:个|项|条|点|方面|类|种|件)")
"""Says how many things the clauses before have told."""
LISTED = re.compile("包括|包含|涵盖|含有|由哪")
MOST_LISTED = 40
"""Sentences after one that announces a list in which it is looked for."""
MOST_CHARACTERS = 600


def whole(every: Sequence[Sentence], chosen: Sentence) -> list[Sentence]:
    """A sentence with those that tell the rest of a list it is of."""
    if chosen not in every:
        return [chosen]
    at = every.index(chosen)
    return _announced(every, at) or _opened(every, at) or _ended(every, at) or [chosen]


def _announced(every: Sequence[Sentence], at: int) -> list[Sentence]:
    """A sentence that only counts what it announces (下属5家预算单位) and the numbered lines that name it; at most one
    sentence more may stand between (具体包括：)."""
    chosen = every[at]
    if not COUNTS_ONLY.search(chosen.text) or chosen.text.count("、") >= 2:
        return []
    found: list[Sentence] = []
    between: list[Sentence] = []
    style = ""
    for sentence in every[at + 1 :][:MOST_LISTED]:
        mark = NUMBERED.match(sentence.text)
        if mark and (not style or mark.lastgroup == style):
            style = mark.lastgroup or ""
            found.append(sentence)
        elif not found and not between and LISTED.search(sentence.text):
            between.append(sentence)
        else:
            break
    return [chosen, *between, *found] if found else []


def _opened(every: Sequence[Sentence], at: int) -> list[Sentence]:
    """A sentence that tells the first of several things (发现的问题：一是…；) and those that tell the others."""
    chosen = every[at]
    if not OPENED.search(chosen.text):
        return []
    found = [chosen]
    for sentence in every[at + 1 :][:MOST_LISTED]:
        mark = NUMBERED.match(sentence.text)
        if mark is None or mark.lastgroup != _style(chosen) or sentence.heading != chosen.heading:
            break
        found.append(sentence)
    return found if len(found) > 1 else []


def _style(chosen: Sentence) -> str:
    opened = OPENED.search(chosen.text)
    mark = NUMBERED.match(opened["first"]) if opened else None
    return (mark.lastgroup or "") if mark else ""


def _ended(every: Sequence[Sentence], at: int) -> list[Sentence]:
    """A sentence that says how many things have been told (等六项合作意向), and those before it up to a full stop."""
    if not ENDED.search(every[at].text):
        return []
    start = at
    while start > 0 and every[start - 1].text.endswith(("；", ";")):
        start -= 1
        if sum(len(s.text) for s in every[start : at + 1]) > MOST_CHARACTERS:
            return []
    return list(every[start : at + 1]) if start < at else []
