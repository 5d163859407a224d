"""What a project is to spend in each quarter, as its description prints it: the sentence of the plan says only the
quarters, the overview that begins the description says which project it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from answer.holdings.held import Evidence
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon, tokens
from answer.projects.achieved import Target
from answer.prose.sentences import CLAUSE, sentences
from answer.request.reply import Reply, cite, computed, value_of_number
from answer.request.speak import SCALE, grouped, number, trimmed

QUARTERS = "一二三四"
DIGITS = QUARTERS + "1234"
MONEY = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<uom>亿元|万元|元)")
TOGETHER = re.compile("合计|一共|总共|共计|加起来|总和|之和|求和")
ROW = re.compile("第?(?P<numbers>[一二三四1-4](?:(?:[、,，和与及到至]|季度|第)+[一二三四1-4])*)季度")
MOST = re.compile("哪(?:一)?个?季度.*最(?P<way>[多高大少低小])")
LEAST_NAME = 4
"""Characters of a project's name that the overview must hold in one stretch."""


@dataclass(slots=True)
class Plan:
    """A plan as printed: the beginning of the overview above it, by quarter the number with its unit, the sentence."""

    overview: str
    quarters: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    sentence: str = ""
    evidence: tuple[Evidence, ...] = ()


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The plans of the quarters that a question names, their sum, or the quarter with the largest."""
    words = lexicon("prose")["quarters"]
    asked, name = _asked(text)
    called = re.search(words["plan"], text) is not None
    if not asked or len(targets) != 1 or not (called or (name and re.search(words["meant"], text))):
        return False  # what is to be spent in all is no project's
    plans = [p for p in _plans(knowledge, targets[0]) if _of(name, p.overview)]
    if len(plans) != 1 or not set(asked) <= set(plans[0].quarters):
        return False
    one, (unit, year) = plans[0], targets[0]
    most = MOST.search(text)
    if most is not None:
        asked = _most(one, most["way"] in "少低小")
    told = {q: one.quarters[q] for q in asked}
    reply.values = [
        value_of_number(number(v), u, uom, f"第{q}季度用款计划", unit.name, year) for q, (v, u) in told.items()
    ]
    shown = zip(told, reply.values, strict=True)
    listed = "，".join(f"第{q}季度{grouped(Decimal(v['value']))}{v['unit']}" for q, v in shown)
    if most is not None:
        listed = f"最{most['way']}的是{listed}"
    if TOGETHER.search(text):
        unit_shown = reply.values[0]["unit"]
        amount = sum((v * SCALE[u] for v, u in told.values()), Decimal(0))
        total = trimmed(amount / SCALE[unit_shown])
        reply.formula = f"{' + '.join(v['value'] for v in reply.values)} = {number(total)}"
        reply.values.insert(0, computed(total, unit_shown, amount, "合计"))
        listed += f"，合计{grouped(total)}{unit_shown}"
    reply.text = f"{unit.name}{year}年用款计划：{listed}。原文：“{one.sentence}”"
    reply.status = "answered"
    cite(reply, one.evidence)
    return True


def _asked(text: str) -> tuple[str, str]:
    """(the quarters a question asks for, what else it says: the project's name)."""
    words = lexicon("prose")["quarters"]
    every = re.search(words["all"], text) or MOST.search(text)
    found = QUARTERS if every else ""
    rest = re.sub(f"{MOST.pattern}|{words['all']}", " ", text)
    for said, meant in words["halves"].items():
        if re.search(said, rest):
            found, rest = found + meant, re.sub(said, " ", rest)
    for row in ROW.finditer(rest):
        numbers = [DIGITS.index(n) % len(QUARTERS) + 1 for n in re.findall(f"[{DIGITS}]", row["numbers"])]
        span = range(numbers[0], numbers[-1] + 1) if re.search("[到至]", row["numbers"]) else numbers
        found += "".join(QUARTERS[n - 1] for n in span)
    rest = re.sub(f"{words['plan']}|{words['meant']}|{words['beside']}", " ", ROW.sub(" ", rest))
    return "".join(q for q in QUARTERS if q in found), re.sub(r"\s", "", comparable(rest))


def _plans(knowledge: Knowledge, target: Target) -> list[Plan]:
    """All plans of a unit and year, each with the overview that stands last before it."""
    words = lexicon("prose")["quarters"]
    found: list[Plan] = []
    overview, heading = "", ""
    for sentence in sentences(knowledge, target):
        if re.search(words["overview"], sentence.heading.rsplit("/", 1)[-1]) and sentence.heading != heading:
            overview = comparable(sentence.text)
        heading = sentence.heading
        plan = Plan(overview, {}, sentence.text, (sentence.evidence,))
        for clause in CLAUSE.split(sentence.text):
            quarter, money = re.search("第(?P<number>[一二三四])季度", clause), MONEY.search(clause)
            if quarter and money and re.search(words["plan"], clause[: money.start()]):
                plan.quarters[quarter["number"]] = (Decimal(money["number"].replace(",", "")), money["uom"])
        if plan.quarters:
            found.append(plan)
    return found


def _of(name: str, overview: str) -> bool:
    """Whether an overview is of the project that a question names: all words of the name stand in it, most of them in
    one stretch. A question that names none takes any."""
    if not name:
        return True
    words = tokens(name)
    stretches = ["".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    longest = max((len(s) for s in stretches if s in overview), default=0)
    return all(w in overview for w in words) and longest >= max(LEAST_NAME, len(name) / 2)


def _most(one: Plan, least: bool) -> str:
    """The quarters with the largest, or the smallest, plan."""
    amounts = {q: v * SCALE[u] for q, (v, u) in one.quarters.items()}
    end = min(amounts.values()) if least else max(amounts.values())
    return "".join(q for q, amount in amounts.items() if amount == end)
