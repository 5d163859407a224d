"""Two questions in one: what was spent? and why more than the year before? Each is asked by itself, with the units,
the years and, where it names nothing, the subject of the first; only where all of them have an answer is there one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answer.directory import Linked
from answer.knowledge import Knowledge
from answer.names import cut
from answer.question import YEAR, Question, rewritten, without_years
from answer.reply import MOST_EVIDENCE, Reply
from answer.words import lexicon

MOST_PARTS = 4
"""Questions that one may hold."""


def questions(asked: Question, linked: Linked, knowledge: Knowledge, *, clauses: bool = False) -> list[str]:
    """The questions that one holds, each complete; empty where it is one. They end with question marks, or, with
    ``clauses``, are clauses of one sentence that each ask for something."""
    words = lexicon("words")["compound"]
    pieces = [p.strip(" ,，、:：") for p in re.split(r"[?？]" if not clauses else r"[,，;；、]", asked.text)]
    pieces = [p for p in pieces if p]
    asking = [p for p in pieces if re.search(words["asks"], p)]
    if pieces and re.fullmatch(words["of_both"], pieces[-1]):
        return []  # asks of what stands before it whether it says the same
    if len(pieces) < 2 or len(asking) < 2 or len(pieces) > MOST_PARTS or (clauses and len(asking) < len(pieces)):
        return []
    units = list(dict.fromkeys(u for m in linked.mentions for u in m.units))
    if len(units) != 1 or linked.everyone or not asked.years or linked.unknown:
        return []
    unit, years = units[0], asked.years
    head = unit.name + "、".join(f"{y}年" for y in years)
    made: list[str] = []
    subject = ""
    for piece in pieces:
        own = knowledge.directory.link(without_years(piece))
        if own.unknown or any(u not in units for m in own.mentions for u in m.units):
            return []
        rest = re.sub(r"\s+", " ", own.rest).strip(" ,，的、:：")
        rest = re.sub(words["links"], "", rest)
        if YEAR.search(piece) and not own.mentions and made:
            return []  # a year of its own: nothing says that the rest is shared
        named = _named(rest, knowledge, [(unit, y) for y in years if y in unit.years])
        if named:
            subject = subject or named
        elif subject:
            rest = f"{subject}{rest}"
        elif made:
            return []
        made.append(f"{head}{rest}")
    return made


def _named(text: str, knowledge: Knowledge, targets: Sequence[tuple[object, int]]) -> str:
    """What a question names besides a stage, empty where that is nothing."""
    for unit, year in targets[-1:]:
        segments = cut(rewritten(text), knowledge.books(unit, year).names)  # type: ignore[arg-type]
        named = [s.text for s in segments if any(t.kind != "stage" for t in s.tags)]
        return "".join(named)
    return ""


def joined(out: Reply, replies: Sequence[Reply]) -> Reply | None:
    """One answer of several, None where one of them has none."""
    if not all(r.status == "answered" for r in replies):
        return None
    out.text = "".join(r.text for r in replies)
    out.values = _once(v for r in replies for v in r.values)
    first = [r.evidence[:1] for r in replies]
    out.evidence = _once(e for some in (*first, *(r.evidence[1:] for r in replies)) for e in some)[:MOST_EVIDENCE]
    out.formula = "；".join(r.formula for r in replies if r.formula)
    out.reason = next((r.reason for r in replies if r.reason), "")
    out.status = "answered"
    return out


def _once(things: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Each of some values, or places, once."""
    kept: list[dict[str, object]] = []
    for thing in things:
        if thing not in kept:
            kept.append(thing)
    return kept
