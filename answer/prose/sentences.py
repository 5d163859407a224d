"""The prose of a unit and year, sentence by sentence: a number is found by what its clause, its sentence and the
paragraph before it speak of.

Words are compared as wholes: 委员 does not stand in 专门委员会.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, lexicon, tokens
from answer.prose import quoted
from answer.prose.counted_things import is_of_other
from answer.request import question, stated
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import SCALE, grouped
from graph.queries import bound

Target = tuple[HeldUnit, int]
CLAUSE = re.compile(r"[，,、：:](?!\d{3}(?!\d))")
NUMBER = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*[余多]?(?P<uom>万元|亿元|万?人次|[%％]|万?[\u4e00-\u9fff]{1,3})?"
)
ASKED = re.compile(
    r"(?:多少|几)(?P<uom>万元|亿元|元|钱|平方米|[\u4e00-\u9fff]{1,2}?次|%|个百分点|万?(?:"
    + stated.COUNTERS
    + r"))?|百分之(?:多少|几)"
)
SINGLE_VERB = re.compile(r"[聘录签建修种发招评拍办装铺买卖造绿治改拆][了过]")
"""What was done, in one character: the document says it in two (聘了, 聘用)."""
NEXT_TO = re.compile("(?:数量|总数|数)?(?:一共|总共|共)?(?:有|是|为|达)?(?:多少|几)")
"""How the thing counted stands before the question word."""
DONE_TO = re.compile(r"(?P<before>[\u4e00-\u9fff]{1,4})[了过](?=多少|几)")
"""What was done with what a question counts."""
TARGET = re.compile(r"(?:[\d一二三四五六七八九十]+[.．、])?.{0,6}?(?:目标|计划|预计|指标值|≥|不少于|不低于)")
HOUSE = re.compile("(?:中心|公司|学校|[馆院所站楼校园厂]|工程|项目)$")
"""Names what has parts (服务中心裙房): what stands right after it is told of it where it was named before."""
RATE = re.compile(
    "(?:率|比例|占比|比重)(?:(?:要|需|应)?(?:控制|保持|稳定|维持)(?:在|到)|不低于|不高于|不超过|是|为|有|达到?|到)*$"
)
DONE = re.compile(r"[\u4e00-\u9fff]{1,2}[了过]$")
QUOTED = re.compile(r"[“\"『「《]([^”\"』」》]{2,12})[”\"』」》]")
"""What a question sets in quotation marks, or names as a book, stands in the sentence itself."""
ROW_ENDS = re.compile(r",(?!\d{3}(?!\d))|[;:。\n]")
PRINTED_YEAR = re.compile(r"(?:19|20)\d{2}年")
PRINTED_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
OF_NUMBER = 6
"""Characters that may stand between a thing and its number."""
BEFORE = 2
"""Paragraphs before a sentence that may say what it speaks of."""
LEAST_ASKED = 4
"""Characters of words that a question must hold: fewer say too little to find a sentence by."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the headings above it, the sentences before it, and its place."""

    text: str
    heading: str
    before: str
    evidence: Evidence


def sentences(knowledge: Knowledge, target: Target) -> tuple[Sentence, ...]:
    """All sentences of a unit's prose of a year, in the order they are printed."""
    unit, year = target
    return knowledge.once(("sentences", unit.iri, year), lambda: tuple(_sentences(knowledge, target)))


def paragraphs(knowledge: Knowledge, target: Target) -> list[Evidence]:
    """The paragraphs of a unit's prose of a year, in the order they are printed; ``row`` holds their headings."""
    unit, year = target
    rows = [
        (
            Evidence(text_of(r, "document"), text_of(r, "revision"), text_of(r, "place"), "", text_of(r, "section"), "",
                     text_of(r, "text")),
            text_of(r, "passage"),
        )
        for r in rows_of(knowledge.generation, bound("passages", knowledge.generation.base, unit=unit.iri, year=year))
    ]
    return [found for found, _ in sorted(rows, key=lambda r: (r[0].document, len(r[1]), r[1]))]


def _sentences(knowledge: Knowledge, target: Target) -> Iterator[Sentence]:
    told: list[tuple[str, str]] = []
    for evidence in paragraphs(knowledge, target):
        heading = comparable(evidence.row)
        same = [text for document, text in told[-BEFORE:] if document == evidence.document]
        said = "".join(same)
        for found in quoted.SENTENCE.findall(evidence.quote):
            if text := found.strip():
                yield Sentence(text, heading, comparable(said), evidence)
                said += text
        told.append((evidence.document, evidence.quote))


def words_asked(text: str) -> list[str]:
    """The words of a question that a sentence must speak of: none that only ask, link or say that something is done."""
    light = stated.light()
    return [w for w in stated.content(SINGLE_VERB.sub(" ", ASKED.sub(" 多少 ", text))) if w not in light]


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a sentence: as printed, with its unit, and how well its clause fits what is asked."""

    number: str
    uom: str
    weight: float
    sentence: Sentence
    clause: int


def number(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The number, or the numbers, that a question asks for by their counters, all from one sentence.

    What stands next to the question word (注册人员有多少人) must stand in the number's clause; the other words in its
    sentence, its headings or the paragraphs before. Two numbers that fit as well are no answer.
    """
    asks = list(_asks(text))
    if len(asks) == 1 and question.EACH.search(text):
        return False
    words = words_asked(text)
    if not asks or sum(map(len, words)) < LEAST_ASKED:
        return False
    named = tied(text, asks[0][1][0]) if len(asks) == 1 and asks[0][1] else []
    exact = [comparable(word) for word in QUOTED.findall(reply.question)]
    done = done_in(text)
    planned = question.PLANNED.search(text) is not None
    best: dict[tuple[tuple[str, str], ...], tuple[float, list[Stated]]] = {}
    for target in targets:
        for sentence in sentences(knowledge, target):
            own = comparable(sentence.text)
            if not all(w in own for w in exact) or not all(stated.same_deed(w, own) for w in done):
                continue
            if not all(w in own or (HOUSE.search(w) and told_around(w, sentence.before)) for w in named):
                continue
            if found := _in_sentence(sentence, asks, words, planned, done):
                weight = sum(f.weight for f in found)
                key = tuple((f.number, f.uom) for f in found)
                if key not in best or best[key][0] < weight:
                    best[key] = (weight, found)
    ranked = sorted(best.values(), key=lambda b: -b[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] >= ranked[0][0] - 0.05):
        return False
    found = ranked[0][1]
    if len(asks) == 1 and _told_better(knowledge, targets, found[0].sentence, words, asks[0][1]):
        return False
    unit, year = targets[0]
    reply.values = [
        value_of_number(f.number, f.uom, uom, "".join(near), unit.name, year)
        for f, (_, near) in zip(found, asks, strict=True)
    ]
    listed = "，".join(f"{grouped(Decimal(v['value']))}{v['unit']}" for v in reply.values)
    reply.text = f"{unit.name}{year}年：{listed}。原文：“{found[0].sentence.text}”"
    reply.status = "answered"
    cite(reply, [found[0].sentence.evidence])
    return True


def _told_better(
    knowledge: Knowledge, targets: Sequence[Target], chosen: Sentence, words: Sequence[str], near: Sequence[str]
) -> bool:
    """Whether another sentence speaks of more of what is asked, without a number as asked for: 九城市签署了备忘录."""

    def held(sentence: Sentence) -> int:
        own = comparable(sentence.text)
        return sum(len(w) for w in words if w in own) if all(w in own for w in near) else 0

    least = held(chosen)
    return any(held(s) > least for target in targets for s in sentences(knowledge, target))


def _asks(text: str) -> Iterator[tuple[str, list[str]]]:
    """For each number asked for, its counter (元 for money, empty where none is said) and the words next to it."""
    found = list(ASKED.finditer(text))
    edges = [0, *(m.end() for m in found)]
    for i, mark in enumerate(found):
        counter = counter_of(text, mark)
        before = re.split(r"[，,、；;]", text[edges[i] : mark.start()])[-1]
        after = text[mark.end() : found[i + 1].start() if i + 1 < len(found) else len(text)]
        after = re.split(r"[，,、；;。？?（(]", after)[0]
        # What was done to the thing (受理了几次) need not stand beside its number.
        near = words_asked(after)[:1] or words_asked(DONE.sub("", before))[-1:] or words_asked(before)[-1:]
        yield counter, near


def counter_of(text: str, mark: re.Match[str]) -> str:
    """The counter that a question word goes with; a rate is counted in per cent, though none is said."""
    rate = mark[0].startswith("百分之") or RATE.search(text[: mark.start()])
    return mark["uom"] or ("%" if rate else "")


def tied(text: str, near: str) -> list[str]:
    """The word right before what one number counts, part of its name: 投标 of 投标企业数量有多少家. The sentence itself
    must hold it."""
    if not near or not re.search(re.escape(near) + NEXT_TO.pattern, text):
        return []
    return [w for w, following in pairwise(words_asked(text)) if following == near and w + near in text]


def done_in(text: str) -> list[str]:
    """What a question says was done (聘了, 安置了多少), or is new or gone: the sentence itself must say so."""
    done = [verb[0] for verb in SINGLE_VERB.findall(text)]
    for found in DONE_TO.finditer(text):
        done.append(tokens(comparable(found["before"]))[-1])
    # As a piece of a name (新建工程) it says nothing was done.
    done += [w for w in lexicon("prose")["deeds"]["changed"] if re.search(f"{w}(?!工程|项目)", text)]
    return [w for w in dict.fromkeys(done) if w not in stated.light()]


def _in_sentence(
    sentence: Sentence, asks: Sequence[tuple[str, list[str]]], words: Sequence[str], planned: bool, done: Sequence[str]
) -> list[Stated]:
    """One number for each that is asked for, empty where the sentence lacks one or says too little."""
    own = comparable(sentence.text)
    if not any(w in own for w in words) or quoted.EXPLAINED.match(sentence.text):
        return []
    if planned != (TARGET.search(sentence.text) is not None) and (planned or TARGET.match(sentence.text)):
        return []
    # A total (支出预算合计) says nothing of what it is of: its sentence or heading must.
    bare = not any(stated.BARE.sub("", stated.FUNDS.sub("", w)) for _, near in asks for w in near)
    around = sentence.heading + "\n" + ("" if bare else sentence.before)
    if any(not holds(own, w) and w not in sentence.heading and not told_around(w, around) for w in words):
        return []
    clauses = [c for c in CLAUSE.split(sentence.text) if c]
    plain = [comparable(c) for c in clauses]
    found: list[Stated] = []
    budget = "/预算/" in sentence.evidence.disclosure  # all that budgets tell is planned
    for counter, near in asks:
        spoken = [
            s
            for s, start, end in numbers_in(sentence, clauses, counter)
            if _speaks(plain, s, near) and not is_of_other(clauses[s.clause], start, end, counter, "".join(words))
        ]
        fitting = [s for s in spoken if planned or budget or not TARGET.search(clauses[s.clause])]
        if of_deed := [
            s
            for s, start, _ in numbers_in(sentence, clauses, counter)
            if comparable(clauses[s.clause][:start]).endswith(tuple(done))
        ]:
            # 受理案件219件，审结212件: of those that were closed the second is the number.
            fitting = [s for s in fitting if s in of_deed] or of_deed
        if not fitting:
            return []
        weighed = [_weighed(s, plain, words, near, around) for s in fitting]
        top = max(s.weight for s in weighed)
        if any(_weighed(s, plain, words, near, around).weight > top + 0.05 for s in spoken if s not in fitting):
            return []  # the clause that speaks of most of it tells what was aimed at
        chosen = {(s.number, s.uom): s for s in weighed if s.weight >= top - 0.05}
        if len(chosen) != 1:
            return []
        found.append(next(iter(chosen.values())))
    return found if len({(f.number, f.uom, f.clause) for f in found}) == len(found) else []


def told_around(word: str, around: str) -> bool:
    """Whether what stands around a sentence (as names are compared, without 、) says a word, and not only in a row of
    things that each have their own number: 小学 of 幼儿园5所、小学17所 says nothing of the next sentence."""
    if not holds(around, word):
        return False
    for clause in ROW_ENDS.split(PRINTED_YEAR.sub("", around)):
        row = len(PRINTED_NUMBER.findall(clause)) > 1
        if holds(clause, word) and not (row and re.search(rf"{re.escape(word)}[^\d]{{0,{OF_NUMBER}}}\d", clause)):
            return True
    return False


def numbers_in(sentence: Sentence, clauses: Sequence[str], counter: str) -> Iterator[tuple[Stated, int, int]]:
    """The numbers with a counter in the clauses of a sentence, with where each begins and ends in its clause."""
    for index, clause in enumerate(clauses):
        for m in NUMBER.finditer(clause):
            unit = (m["uom"] or "").replace("％", "%")
            if re.match(r"\s*年", clause[m.end("number") :]):
                continue
            money = next((u for u in SCALE if unit.startswith(u)), "")
            if counter in ("元", "万元", "亿元", "钱"):
                fits, unit = bool(money), money
            elif counter in ("%", "个百分点"):
                fits = unit in ("%", "百分点")
            elif counter:
                # 头 are counted in 万头, too.
                ten, plain = ("万" if unit.startswith("万") else ""), counter.removeprefix("万")
                fits = unit.removeprefix("万").startswith(plain) and not money
                fits, unit = fits and counter in (plain, ten + plain), ten + plain
            else:
                fits, unit = bool(money), money
            if fits:
                end = m.start("uom") + len(unit) if m["uom"] else m.end()
                yield Stated(m["number"].replace(",", ""), unit, 0.0, sentence, index), m.start(), end


def _speaks(clauses: Sequence[str], stated: Stated, near: Sequence[str]) -> bool:
    """Whether the clause of a number, or one that it goes on from, speaks of what stands next to the question word."""
    here = clauses[stated.clause]
    return all(holds(here, w) for w in near) or (
        stated.clause > 0
        and not re.match(r".*[\u4e00-\u9fff]{2}\d", here)
        and all(holds(clauses[stated.clause - 1] + here, w) for w in near)
    )


def _weighed(
    stated: Stated, clauses: Sequence[str], words: Sequence[str], near: Sequence[str], around: str
) -> Stated:
    """How near the other words of the question stand before the number."""
    size = sum(map(len, words)) or 1
    weight = 0.0
    for word in words:
        if word in clauses[stated.clause]:
            weight += len(word)
            continue
        back = next((n for n in range(1, stated.clause + 1) if holds(clauses[stated.clause - n], word)), 0)
        weight += len(word) * (max(0.2, 0.9 - 0.15 * back) if back else 0.15 if holds(around, word) else 0.1)
    extra = len(clauses[stated.clause]) - sum(len(w) for w in words if w in clauses[stated.clause])
    return Stated(stated.number, stated.uom, weight / size - 0.005 * extra, stated.sentence, stated.clause)
