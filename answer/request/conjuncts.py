"""Figures that a question sets side by side: 采购服务的预算比采购货物的, 政府采购中货物和工程.

Each side must settle on one figure by itself, or with the words that the other side, or what stands before both, lends
it. What does not is no operand: nothing is computed from half a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.language.names import cut
from answer.language.words import comparable, lexicon
from answer.request import one_sentence
from answer.request.asking import Asking, Target
from answer.request.lookup import ROW_KINDS
from answer.request.plans import Operand
from answer.request.question import rewritten

FINAL = frozenset({"决算", "执行"})
MOST_LISTED = 6
"""Figures that one question adds up by name."""
EDGE = re.compile(r"^[\s的，,：:]+|[\s的，,：:]+$")


def two(asking: Asking, targets: Sequence[Target], text: str) -> list[Operand]:
    """The two figures that a text compares (A比B, A与B), empty where it does not name exactly two. Of two units or
    years the first side is of the first, the second of the second."""
    if len(targets) not in (1, 2):
        return []
    first, last = [targets[0]], [targets[-1]]
    for before, left, right in _split(text):
        right = _made_whole(asking, targets[-1], left, right)
        subject = _rows(asking, targets[0], left)
        lent = [(left, right)]
        if before:
            lent = [(f"{before} {left}", f"{before} {right}"), *lent]
        if subject and not _rows(asking, targets[-1], right):
            lent = [(left, f"{subject} {right}")]
        elif len(targets) > 1:
            continue  # one figure of each: the words are of both
        for one, other in lent:
            a, b = _one(asking, first, one), _one(asking, last, other)
            if a is not None and b is not None and a.figure.iri != b.figure.iri and alike(a, b, text):
                return [a, b]
        if not before and (told := one_sentence.pair(asking, targets, left, right)):
            return told
    return []


def _made_whole(asking: Asking, target: Target, left: str, right: str) -> str:
    """The second of two names that begin alike, said without that beginning: 公务用车购置费比运行维护费."""
    names = asking.books(*target).names
    if any(t.kind in ROW_KINDS for t in names.get(comparable(right), ())):
        return right
    whole = (left[:size] + right for size in range(len(left) - 1, 1, -1))
    return next((w for w in whole if any(t.kind in ROW_KINDS for t in names.get(comparable(w), ()))), right)


def items(asking: Asking, targets: Sequence[Target], text: str) -> list[Operand]:
    """The figures of what a text lists, each with what stands before all of them (政府采购预算中货物和工程) or with the
    beginning of the first (政府采购货物和服务); empty where one is not there."""
    if len(targets) != 1:
        return []
    found = re.match(r"(?P<within>.+?)(?:里面|里|中|当中)的?(?P<items>.+)$", text)
    within = found["within"] if found else ""
    listed = [EDGE.sub("", i) for i in re.split(r"[、，,和与及跟]|以及", found["items"] if found else text)]
    listed = [i for i in listed if i]
    if not 1 < len(listed) <= MOST_LISTED:
        return []
    begins = [within + " "] if within else [listed[0][:size] for size in range(len(listed[0]) - 1, 1, -1)]
    for begin in begins:
        each = [_one(asking, targets, i if begin in (i[: len(begin)], "") else begin + i) for i in listed]
        figures = [o for o in each if o is not None]
        distinct = len({o.figure.iri for o in figures}) == len(listed)
        if distinct and all(alike(figures[0], o, text) for o in figures):
            return figures
    return []


def _split(text: str) -> Iterator[tuple[str, str, str]]:
    """(what stands before both, left, right) at every word that sets two things against each other."""
    head, _, body = text.rpartition(",") if "," in text else text.rpartition("：") if "：" in text else ("", "", text)
    if ":" in body:
        more, _, body = body.rpartition(":")
        head = f"{head} {more}"
    for found in re.finditer(lexicon("words")["compound"]["against"], body):
        left, right = EDGE.sub("", body[: found.start()]), EDGE.sub("", body[found.end() :])
        if left and right:
            yield EDGE.sub("", head), left, right


def _rows(asking: Asking, target: Target, text: str) -> str:
    """The words of a text that name a row, a measure, a fund or a nature."""
    named = [s for s in cut(rewritten(text), asking.books(*target).names) if any(t.kind != "stage" for t in s.tags)]
    return "".join(s.text for s in named)


def _one(asking: Asking, targets: Sequence[Target], text: str) -> Operand | None:
    found = asking.operands(targets, text)
    return found[0] if len(found) == 1 else None


def alike(a: Operand, b: Operand, text: str) -> bool:
    """Whether two figures can be set against each other: both money or counted alike, and not what was planned against
    what was spent unless the question names both."""
    one, other = a.figure, b.figure
    if (one.amount is None) != (other.amount is None) or (one.amount is None and one.uom != other.uom):
        return False
    mixed = (one.stage in FINAL) != (other.stage in FINAL)
    return not mixed or ("预算" in text and re.search("决算|执行|实际", text) is not None)
