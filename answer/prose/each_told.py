"""Several things asked for together (救护车和业务用车各多少辆), each told beside a number of its own in one sentence.

A thing stands beside a number where what is printed right before or right after it is the thing, or its end, and names
nothing else; what a question says besides must stand in the sentence or above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, edges, holds, lexicon
from answer.prose import quoted, respectively
from answer.prose.beside import MOST_HERE, in_budget, trimmed
from answer.prose.respectively import AND, EDGE
from answer.prose.sentences import ASKED, TARGET, Sentence, Target, done_in, sentences, told_around, words_asked
from answer.request import stated
from answer.request.question import PLANNED
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import SCALE, grouped

ROW = re.compile(
    r"^(?P<names>[^，,？?；;]+?(?:、|和|与|及|跟)[^，,？?；;]+?)(?:的?(?:数量|人数|个数))?[，,]?(?:分别|各自|各)"
    r"(?P<deed>(?!是|为|有|占)[\u4e00-\u9fff]{1,4}?)?(?:了|过)?(?:是|为|有|达到?)?(?:多少|几)"
    rf"(?P<uom>万元|亿元|元|钱|%|{stated.COUNTERS})?$"
)
NAMES = re.compile(r"^(?P<names>[^，,？?；;多几哪谁什]+?(?:、|和|与|及|跟)[^，,？?；;多几哪谁什]+?)(?:亿元|万元|元)?$")
"""Only names, with no word that asks."""
CHANGED = re.compile("(?:同比|比上年|较上年|分别|各)*(?:增加|增长|上升|提高|减少|下降|降低)了?$")
"""What happened to a thing, after its name."""
STAGED = re.compile("计划|打算|预计|目标|指标|实际|完成|预算|决算|执行|上年|去年")
"""What was planned and what was done are one thing told twice."""
LEAST = 2
"""Characters of a thing that stand beside its number."""
LONG = 4
MOST_HERE_WHOLE = 1 / 3
"""So many characters of each thing beside its number say what it is: the rest may be told above the sentence."""
MOST = 5
"""Things asked for together."""
MONEY = frozenset({"元", "万元", "亿元", "钱"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of a sentence with its unit, what stands right before and right after it, and the sentence as names are
    compared up to the end of that."""

    number: str
    uom: str
    before: str
    after: str
    up_to: str


def numbers(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """A number for each thing, all from one sentence; False where one has none or two sentences tell different ones."""
    plain = respectively.AGAINST.sub(" ", text)
    things, deed = _things(plain)
    if len(targets) != 1 or not 0 < len(things) <= MOST:
        return False
    words = [w for w in words_asked(plain) if not stated.says_nothing(w) and not _implied(w)]
    done, planned = done_in(text), PLANNED.search(text) is not None
    asked = comparable(text + targets[0][0].name)
    found: dict[tuple[tuple[str, str], ...], tuple[int, list[Printed], Sentence]] = {}
    for sentence in sentences(knowledge, targets[0]):
        own, target = comparable(sentence.text), TARGET.search(sentence.text) is not None
        if quoted.EXPLAINED.match(sentence.text) or (target != planned and not in_budget(sentence)):
            continue
        if not all(stated.same_deed(w, own) for w in done) or not (told := _told(sentence.text, things, asked, deed)):
            continue
        # What is said after the last of the numbers is said of something else.
        own, around = max((p.up_to for p in told), key=len), sentence.heading + "\n" + sentence.before
        here = sum(len(w) for w in words if stated.called(w, own))
        if here < _least_here(told, things) * sum(map(len, words)):
            continue
        if all(stated.called(w, own) or told_around(w, around) for w in words):
            found.setdefault(tuple((p.number, p.uom) for p in told), (here, told, sentence))
    most = max((here for here, _, _ in found.values()), default=0)
    best = [(told, sentence) for here, told, sentence in found.values() if here == most]
    if len(best) != 1:
        return False
    told, sentence = best[0]
    unit, year = targets[0]
    reply.values = [
        value_of_number(p.number, p.uom, uom, thing, unit.name, year)
        for p, (thing, _) in zip(told, things, strict=True)
    ]
    listed = "，".join(f"{v['measure']}{grouped(Decimal(v['value']))}{v['unit']}" for v in reply.values)
    reply.text = f"{unit.name}{year}年：{listed}。原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True


def _least_here(told: Sequence[Printed], things: Sequence[tuple[str, str]]) -> float:
    """The share of a question that the sentence itself must hold: less where what stands beside each number is long
    enough to say what it is (计容面积): what it is all told of may then stand above the sentence."""
    whole = all(len(p.before) >= LONG and p.before[-LONG:] in thing for p, (thing, _) in zip(told, things, strict=True))
    return MOST_HERE_WHOLE if whole else MOST_HERE


def _things(text: str) -> tuple[list[tuple[str, str]], str]:
    """(thing, counter) of what is asked for, and what was done with them all where it is said after them; nothing where
    it is one thing, or one thing planned and done."""
    plain, deed = re.sub("百分之(?:多少|几)", "多少%", text.strip()), ""
    marks = list(ASKED.finditer(plain))
    found: list[tuple[str, str]] = []
    if row := ROW.match(plain) or (NAMES.match(plain) if not marks else None):
        counter, deed = (row.groupdict().get(part) or "" for part in ("uom", "deed"))
        found = [(comparable(name), counter) for name in AND.split(row["names"])]
    elif marks:
        for i, mark in enumerate(marks):
            end = marks[i + 1].start() if i + 1 < len(marks) else len(plain)
            before = EDGE.split(plain[marks[i - 1].end() if i else 0 : mark.start()])[-1]
            after = EDGE.split(plain[mark.end() : end])[0]
            before, after = trimmed(CHANGED.sub("", before), after)
            found.append((after or before, mark["uom"] or ""))
    found = [(_bare(thing), counter or _counter_of(thing)) for thing, counter in found]
    return ([] if any(len(t) < LEAST or STAGED.fullmatch(t) for t, _ in found) else found), deed


def _bare(thing: str) -> str:
    """A thing without what only says that it is counted: 入场 of 入场的场次."""
    for noun in (n for nouns in lexicon("prose")["beside"]["implied"].values() for n in nouns):
        if len(thing) - len(noun) >= LEAST and thing.endswith(noun) and _counter_of(thing):
            return thing.removesuffix(noun).removesuffix("的")
    return thing


def _counter_of(thing: str) -> str:
    """The counter that the end of a thing says: 场 of 场次."""
    implied = lexicon("prose")["beside"]["implied"]
    return next((c for c, nouns in implied.items() if any(n.startswith(c) and thing.endswith(n) for n in nouns)), "")


def _implied(word: str) -> bool:
    return any(word in nouns for nouns in lexicon("prose")["beside"]["implied"].values())


def _told(sentence: str, things: Sequence[tuple[str, str]], asked: str, deed: str) -> list[Printed]:
    """The numbers of a sentence that the things stand beside, one each; empty where one has none, or two as well."""
    printed = list(_printed(sentence)) if len(things) > 1 else []
    plain = respectively.plain_of(sentence)
    several = [Printed(t.number, t.uom, t.of, "", comparable(plain[: t.end])) for t in respectively.told(sentence)]
    # Of a number told in order with others only the order tells what it is of.
    printed = [p for p in printed if all((p.number, p.uom) != (s.number, s.uom) for s in several)] + several
    told: list[Printed] = []
    for thing, counter in things:
        sizes = {p: _beside(thing, p, asked, deed) for p in printed if _counted(p.uom, counter)}
        top = max(sizes.values(), default=0)
        best = [p for p, size in sizes.items() if size == top]
        if top < LEAST or len(best) != 1:
            return []
        told.append(best[0])
    kinds = {"money" if p.uom in SCALE else p.uom for p, (_, counter) in zip(told, things, strict=True) if not counter}
    return told if len(set(told)) == len(told) and len(kinds) < 2 else []


def _printed(sentence: str) -> Iterator[Printed]:
    plain = respectively.plain_of(sentence)
    marks = list(respectively.NUMBER.finditer(plain))
    edges_at = [0, *(m.end() for m in marks)]
    for i, mark in enumerate(marks):
        before = EDGE.split(plain[edges_at[i] : mark.start()])[-1]
        after = EDGE.split(plain[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(plain)])[0]
        if not re.match("[年月日](?!均)", plain[mark.end("number") :]):
            beside = trimmed(before, AND.split(after)[0])
            up_to = comparable(plain[: mark.end() + len(after)])
            yield Printed(mark["number"], mark["uom"].replace("％", "%"), *beside, up_to)


def _counted(uom: str, counter: str) -> bool:
    if counter in MONEY:
        return uom in SCALE
    return not counter or uom.removeprefix("万") == counter


def _beside(thing: str, printed: Printed, asked: str, deed: str) -> int:
    """How many characters of a thing stand right beside a number, to its last one; 0 where something else is named
    there, too, and not only what was done with it."""
    starts = sorted(edges(thing))
    for start in starts:
        end = thing[start:]
        if len(end) < LEAST or not stated.content(end):
            break
        if printed.before.endswith(end) and _nothing_else(printed.before.removesuffix(end), asked):
            return len(end)
        rest = printed.after.removeprefix(end)
        if rest != printed.after and (_nothing_else(rest, asked) or (deed and deed in rest)):
            return len(end)
    return 0


def _nothing_else(rest: str, asked: str) -> bool:
    return all(holds(asked, w) or stated.says_nothing(w) for w in stated.content(rest))
