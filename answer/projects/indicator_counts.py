"""An indicator asked for by what it counts, and not by its name: 打算抽检多少批次 of 食品抽检批次 ≥2400批次.

Its name, or its project's, holds every word of the question that says something; the question says most of the name;
and the number is counted as asked. What is planned is the target, what was done the result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.projects.achieved import HeldIndicator, Target, indicators
from answer.prose.sentences import ASKED, NUMBER, SINGLE_VERB, counter_of, done_in, words_asked
from answer.request import stated
from answer.request.question import PLANNED
from answer.request.reply import Reply, cite, entry
from answer.request.speak import SCALE, grouped

NAMED = re.compile("(?:指标|目标)值")
"""Asks for a target by its name, whatever it is counted in."""
ACTUAL = re.compile("实际(?!控制)|结果|最后")
DONE = re.compile(f"{ACTUAL.pattern}|[了过](?=多少|几)")
TO_REACH = re.compile(f"{PLANNED.pattern}|{NAMED.pattern}|控制在|不(?:少于|低于|超过|高于|大于)|至少|[以之]内|以[上下]")
CLAUSE = re.compile("[，,；;、]")
BRACKET = re.compile(r"[（(](?P<uom>[\u4e00-\u9fff%％]{1,4})[）)]")
"""A unit in brackets behind its number: ≥120.00(人次)."""
LEAST_SAID = (2, 3)
"""Share of an indicator's name that a question must say."""
LEAST = 2
"""Characters of a question that an indicator's own name must hold."""
Told = tuple[str, str, str, HeldIndicator]
"""A number as printed, its unit, 目标 or 实际, and its indicator."""


def quantity(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The target, the result or, where both are asked for, the two; False where two indicators that fit differ."""
    marks = list(ASKED.finditer(text))
    counters = {counter_of(text, m) for m in marks}
    planned, done = TO_REACH.search(text) is not None, DONE.search(text) is not None
    both = len(marks) == 2 and planned and done
    if len(targets) != 1 or len(counters) != 1 or not (len(marks) == 1 or both) or (planned and done and not both):
        return False
    counter = counters.pop()
    if not counter and not NAMED.search(text):
        return False
    words = _words(TO_REACH.sub(" ", ACTUAL.sub(" ", text)), counter)
    fields = ("目标", "实际") if both else ("目标",) if planned else ("实际",)
    budget = not any(kind == "决算" for y, kind, _ in targets[0][0].held if y == targets[0][1])
    if budget and fields == ("实际",) and not done:
        fields = ("目标",)
    found: dict[tuple[tuple[str, str], ...], list[Told]] = {}
    for one in indicators(knowledge, targets[0]):
        told = [t for field in fields if (t := _told(one, field, words, counter)) is not None]
        if len(told) == len(fields):
            found.setdefault(tuple((Decimal(t[0]).normalize().to_eng_string(), t[1]) for t in told), told)
    if len(found) != 1:
        return False
    told = next(iter(found.values()))
    if not all(_made(verb) or verb in told[0][3].name for verb in done_in(text)):
        return False
    one = told[0][3]
    for printed, unit, field, _ in told:
        amount = Decimal(printed) * SCALE[unit] if unit in SCALE else None
        named = f"{one.name}{field}值"
        reply.values.append(
            entry(printed, unit, named, one.unit.name, one.year, amount=amount, stage=f"{field}值")
        )
    listed = "，".join(f"{field}为{grouped(Decimal(printed))}{unit}" for printed, unit, field, _ in told)
    project = f"“{one.project}”" if one.project else ""
    reply.text = f"{one.unit.name}{one.year}年{project}指标“{one.name}”：{listed}。"
    reply.status = "answered"
    cite(reply, one.places)
    return True


def _words(text: str, counter: str) -> list[str]:
    """The words of a question that an indicator must be called by: not what its counter says."""
    implied = lexicon("prose")["beside"]["implied"].get(counter.removeprefix("万"), ())
    return [w for w in words_asked(text) if not stated.says_nothing(w) and w not in ("项目", *implied)]


def _made(verb: str) -> bool:
    """Whether a verb says no more than that there is now what is counted."""
    return verb in lexicon("prose")["deeds"]["made"]


def _told(one: HeldIndicator, field: str, words: Sequence[str], counter: str) -> Told | None:
    """The number of an indicator that its words and its counter ask for; of a value of several clauses the one whose
    clause they name."""
    value = one.target if field == "目标" else one.actual
    clauses = [(one.name, value), *((f"{one.name}，{c}", c) for c in CLAUSE.split(value) if c != value)]
    for name, said in clauses:
        numbers = [n for m in NUMBER.finditer(BRACKET.sub(r"\g<uom>", said)) if (n := _counted(m, counter)) is not None]
        if len(numbers) == 1 and _called(name, one.project, words, counter):
            return (*numbers[0], field, one)
    return None


def _counted(number: re.Match[str], counter: str) -> tuple[str, str] | None:
    unit = (number["uom"] or "").replace("％", "%")
    money = next((u for u in SCALE if unit.startswith(u)), "")
    if counter in ("元", "万元", "亿元", "钱"):
        return (number["number"].replace(",", ""), money) if money else None
    plain, ten = unit.removeprefix("万"), "万" if unit.startswith("万") else ""
    wanted = counter.removeprefix("万")
    if not counter and unit:
        return number["number"].replace(",", ""), money or unit
    if not wanted or not any(plain.startswith(c) for c in _same_counters(wanted)):
        return None
    return number["number"].replace(",", ""), ten + next(c for c in _same_counters(wanted) if plain.startswith(c))


def _same_counters(counter: str) -> list[str]:
    groups = lexicon("prose")["said_again"]["alike"]
    return [counter, *(c for group in groups if group[0] == counter for c in group if c != counter)]


def _called(name: str, project: str, words: Sequence[str], counter: str) -> bool:
    """Whether an indicator's name and project hold all words, and the words are most of what the name, or the clause of
    its value, says."""
    *_, last = name.split("，")
    whole, around, own = comparable(name), comparable(project), comparable(last)
    inside = [w for w in words if (len(w) > 1 and w in own) or stated.called(w, own) or stated.same_deed(w, own)]
    if not all(w in inside or stated.called(w, whole) or stated.called(w, around) for w in words):
        return False
    said = _words(re.sub(r"\d[\d,.]*", " ", SINGLE_VERB.sub(" ", last)), counter)
    told = [w for w in said if any(w == i or stated.alike_in(i, w) or stated.alike_in(w, i) or i in w for i in inside)]
    # A rate is one of what it names in full: 寻亲成功率 is not 滞站人员寻亲成功率.
    part, whole_size = (1, 1) if counter in ("%", "个百分点", "") else LEAST_SAID
    return sum(map(len, inside)) >= LEAST and whole_size * sum(map(len, told)) >= part * sum(map(len, said))
