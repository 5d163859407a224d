"""How many of a thing there were, where a question says in other words what was done with it: 接了多少个求助电话 of
接听求助电话6318个.

The things asked about must stand in the clause of the number. The word for what was done must stand there too, or one
that shares a character with it or is called the same in the lexicon; what was undone answers only where it is asked
for. All else that a question says must stand in the sentence or above it, and the numbers that fit must be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, lexicon, tokens
from answer.prose import quoted
from answer.prose.counted_things import is_of_other
from answer.prose.sentences import ASKED, CLAUSE, NUMBER, QUOTED, TARGET, Sentence, Target, sentences, tied, words_asked
from answer.request import stated
from answer.request.question import EACH, PLANNED
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import SCALE, grouped

ASPECT = re.compile("[了过着]+$")
ADVERB = re.compile("(?:一共|总共|共计|合计|累计|全年|大约|大概|左右)(?=[\u4e00-\u9fff]|$)")
HOW_LARGE = re.compile("|".join(lexicon("prose")["deeds"]["large"]))
PEOPLE = re.compile("(?:群众|居民|村民|学生|职工|干部|党员|妇女|儿童|老人|老年人|患者|旅客|游客|人员|人|员|者|师)$")
MONEY = frozenset({"元", "万元", "亿元", "钱"})
NAMED_BEFORE = re.compile("[“「『\"](?P<name>[^“”「」『』\"]{3,12})[”」』\"]$")
"""A name in quotation marks right before a number."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One number asked for: its counter (empty where none is said), what was done, and the things it was done with."""

    counter: str
    deed: str
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that answers, as printed, with its unit and its sentence; ``alone`` where its clause says nothing else
    (固定资产 3149.52 万元, and not 其他固定资产)."""

    number: str
    uom: str
    sentence: Sentence
    alone: bool


def number(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The numbers that a question asks for, all from one sentence; False where two sentences tell different ones."""
    exact = [comparable(word) for word in QUOTED.findall(reply.question)]
    held = [
        sentence
        for target in targets
        for sentence in _told_of(knowledge, target, reply.question)
        if all(word in comparable(sentence.text) for word in exact)
    ]
    asks, told = counted(held, text)
    if not told:
        return False
    unit, year = targets[0]
    reply.values = [
        value_of_number(c.number, c.uom, uom, "".join((a.deed, *a.things)), unit.name, year)
        for c, a in zip(told, asks, strict=True)
    ]
    listed = "，".join(f"{grouped(Decimal(v['value']))}{v['unit']}" for v in reply.values)
    reply.text = f"{unit.name}{year}年：{listed}。原文：“{told[0].sentence.text}”"
    reply.status = "answered"
    cite(reply, [told[0].sentence.evidence])
    return True


def counted(held: Sequence[Sentence], text: str) -> tuple[list[Ask], list[Counted]]:
    """What a question asks for, and the numbers of one of the sentences that answer it; none where there are none, or
    where two sentences tell different ones."""
    size = HOW_LARGE.search(text) is not None
    plain = ADVERB.sub(lambda m: " " if m[0] == "左右" else "", text)
    plain = HOW_LARGE.sub(lambda m: f"{lexicon('prose')['deeds']['large'][m[0]]}多少", plain)
    asks = list(_asks(plain))
    if not asks or not all(a.things or (a.deed and (a.counter or size)) for a in asks):
        return asks, []
    if len(asks) == 1 and EACH.search(text):
        return asks, []  # one number does not answer a question for two
    own = {w for a in asks for w in (a.deed, *a.things)}
    others = [w for w in words_asked(plain) if w not in own and not any(w in o for o in own)]
    planned = PLANNED.search(text) is not None
    found: dict[tuple[tuple[str, str], ...], list[Counted]] = {}
    named = tied(plain, asks[0].deed) if len(asks) == 1 and not asks[0].things else []
    for sentence in held:
        here = comparable(sentence.text)
        if _may_tell(sentence, planned) and all(w in here or stated.alike_in(w, here) for w in named):
            for told in _in_sentence(sentence, asks, others):
                found.setdefault(tuple((c.number, c.uom) for c in told), told)
    if len(found) > 1:
        # A sentence that says all of it itself goes before one that is told under it.
        whole = {k: t for k, t in found.items() if all(holds(comparable(t[0].sentence.text), w) for w in others)}
        found = whole if len(whole) == 1 else {k: t for k, t in found.items() if all(c.alone for c in t)}
    return asks, next(iter(found.values())) if len(found) == 1 else []


def _told_of(knowledge: Knowledge, target: Target, question: str) -> Iterator[Sentence]:
    """The sentences that may tell of a unit and year; of the end of a year the next year's disclosures tell, too, under
    a heading with a sentence that says so (截至2022年12月31日)."""
    yield from sentences(knowledge, target)
    unit, year = target
    if not re.search(rf"{year}年(?:度)?(?:底|末|12月31日)", question):
        return
    section = ("", "")
    for sentence in sentences(knowledge, (unit, year + 1)):
        here = (sentence.evidence.document, sentence.heading)
        if re.search(rf"截[至止]{year}年(?:底|末|12月31日)", comparable(sentence.text)):
            section = here
        if here == section:
            yield sentence


def _asks(text: str) -> Iterator[Ask]:
    """The numbers asked for. What was done is said once for things in a row: 救助了多少未成年人、多少老年人."""
    marks = list(ASKED.finditer(text))
    deed, start = "", 0
    for i, mark in enumerate(marks):
        before = re.split(r"[，,、；;\s]", text[start : mark.start()].rstrip(" "))
        after = text[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(text)]
        things = words_asked(re.split(r"[，,、；;。？?（(\s]", after)[0])
        said = _last_word(before[-1])
        deed = said or (deed if things else "")
        yield Ask(mark["uom"] or ("%" if mark[0].startswith("百分之") else ""), deed, tuple(things))
        start = mark.end()


def _last_word(text: str) -> str:
    """The last word of what stands before a number asked for, with no sign of time and no word that says nothing."""
    words = list(tokens(ASPECT.sub("", comparable(text.strip("、 ")))))
    while words and (words[-1] in stated.light() or not stated.content(words[-1])):
        words.pop()
    return words[-1] if words else ""


def _may_tell(sentence: Sentence, planned: bool) -> bool:
    """Whether a sentence tells of what is asked: planned or done. All of a budget is planned."""
    if quoted.EXPLAINED.match(sentence.text):
        return False
    target = TARGET.search(sentence.text) is not None
    return target == planned or "/预算/" in sentence.evidence.disclosure


def _in_sentence(sentence: Sentence, asks: Sequence[Ask], others: Sequence[str]) -> Iterator[list[Counted]]:
    """The numbers of a sentence that answer all that is asked; none where one of them is not told or told twice."""
    whole = comparable(sentence.text)
    # A total (支出预算合计) says nothing of what it is of: its sentence or heading must.
    bare = not any(stated.BARE.sub("", w) for ask in asks for w in (ask.deed, *ask.things))
    around = sentence.heading + "\n" + ("" if bare else sentence.before)
    said = f"{whole}\n{around}"
    if not all(w in sentence.heading or holds(around, w) or stated.same_deed(w, said) for w in others):
        return
    clauses = [c for c in CLAUSE.split(sentence.text) if c]
    told: list[Counted] = []
    for ask in asks:
        fitting: dict[tuple[str, str], int] = {}
        for at, clause in enumerate(clauses):
            if _speaks(clauses, at, ask) or _goes_on(clauses, at, ask, others):
                asked = "".join((ask.deed, *ask.things, *others))
                fitting |= dict.fromkeys(_numbers(clause, ask.counter, asked), at)
        if len(fitting) > 1 and (part := next((n for n, c in enumerate(clauses) if PART.match(c)), 0)):
            # What is told after 其中 is a part of what was told before.
            fitting = {number: at for number, at in fitting.items() if at < part}
        if len(fitting) > 1 and not ask.counter and any(PEOPLE.search(w) for w in ask.things):
            # 安置群众213户862人: people are counted one by one where nothing else is said.
            fitting = {n: at for n, at in fitting.items() if n[1] in ("人", "名", "位", "人次")}
        if len(fitting) != 1:
            return
        number, at = next(iter(fitting.items()))
        told.append(Counted(*number, sentence, _alone(comparable(clauses[at]), number, ask)))
    if len({(c.number, c.uom) for c in told}) == len(told):
        yield told


def _speaks(clauses: Sequence[str], at: int, ask: Ask) -> bool:
    """Whether a clause speaks of the things asked about and of what was done with them; a clause that names only things
    goes on from the one before (新增交易人2478家，注册人员12218人)."""
    here = comparable(clauses[at])
    if not all(holds(here, w) or _longer(w, here) or stated.alike_in(w, here) for w in ask.things):
        return False
    if any(w in here and w not in (ask.deed, *ask.things) for w in lexicon("prose")["deeds"]["undone"]):
        return False
    if not ask.deed:
        return True
    if stated.same_deed(ask.deed, here) or _longer(ask.deed, here):
        return True
    back = at - 1
    while ask.things and back >= 0 and GOES_ON.fullmatch(comparable(clauses[back + 1])):
        if stated.same_deed(ask.deed, comparable(clauses[back])):
            return True
        back -= 1
    return False


def _goes_on(clauses: Sequence[str], at: int, ask: Ask, others: Sequence[str]) -> bool:
    """Whether a clause tells what else was done with the things that the clause before it counts, and says nothing but
    that (收集问题2986条，当场解决1742条)."""
    if not (ask.things and ask.deed and at):
        return False
    before, here = comparable(clauses[at - 1]), comparable(clauses[at])
    numbers = [list(NUMBER.finditer(clause)) for clause in (before, here)]
    if any(len(found) != 1 for found in numbers) or len({found[0]["uom"] for found in numbers}) > 1:
        return False
    if not all(holds(before, w) for w in ask.things) or not stated.same_deed(ask.deed, here):
        return False
    left = NUMBER.sub(" ", here)
    return all(w in (ask.deed, *others) or stated.alike_in(w, ask.deed) for w in words_asked(left))


PART = re.compile(r"\s*其中")


def _alone(clause: str, number: tuple[str, str], ask: Ask) -> bool:
    """Whether a clause says no more than the number and what is asked of it."""
    for word in (comparable(number[0]), number[1], ask.deed, *ask.things):
        clause = clause.replace(word, " ", 1) if word else clause
    return not "".join(stated.content(clause))


GOES_ON = re.compile(r"(?:[\u4e00-\u9fff]{2,8}?\d[\d,.]*[\u4e00-\u9fff]{1,4})+[。；;]?")
"""A clause of nothing but a thing and its number."""


def _longer(word: str, clause: str) -> bool:
    """Whether a clause has a word with an end that says no more: 罚没款 of 罚没, 公安机关 of 公安."""
    return len(word) > 1 and any(word + end in clause for end in lexicon("prose")["deeds"]["ends"])


def _numbers(clause: str, counter: str, asked: str) -> Iterator[tuple[str, str]]:
    """(number, unit) of a clause that a counter asks for; without a counter whatever counts things. None that counts a
    thing of which the question says nothing."""
    for m in NUMBER.finditer(clause):
        printed = (m["uom"] or "").replace("％", "%")
        if not printed or re.match(r"\s*[年月]", clause[m.end("number") :]):
            continue
        money = next((u for u in SCALE if printed.startswith(u)), "")
        unit = money or next((u for u in _counters() if printed.startswith(u)), "")
        if counter in MONEY:
            fits = bool(money)
        elif counter in ("%", "个百分点"):
            fits, unit = printed.startswith(("%", "百分点")), "%"
        elif counter:
            # 人份, 户次, 台次 count by two words at once.
            whole = re.match(rf"万?[人户台辆车班]?{re.escape(counter)}", printed)
            fits, unit = whole is not None and not money, whole[0] if whole else ""
        else:
            fits = bool(unit) and not money
        end = m.start("uom") + len(unit)
        named = NAMED_BEFORE.search(clause[: m.start()])
        if named and comparable(named["name"]) not in asked:
            continue  # the number is of what is named right before it: 乡镇“残疾人之家”6家
        if fits and not is_of_other(clause, m.start(), end, counter, asked):
            yield m["number"].replace(",", ""), unit


@cache
def _counters() -> tuple[str, ...]:
    data = lexicon("prose")["counters"]
    return tuple(sorted({*data["telling"], *data["plain"]}, key=len, reverse=True))
