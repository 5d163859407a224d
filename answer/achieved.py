"""Indicators and projects: targets, results, money planned and spent, as evaluation and target tables print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from answer import prose
from answer.directory import HeldUnit
from answer.held import Evidence, rows_of, text_of
from answer.knowledge import Knowledge
from answer.reply import Reply, cite
from answer.speak import SCALE, grouped, number, trimmed
from answer.words import comparable, lexicon
from graph.identity import parse_place
from graph.queries import bound

Target = tuple[HeldUnit, int]
MEASURED = re.compile(
    r"(?P<sign>≥|>|≤|<|＞|＜|不低于|不少于|不超过|大于|小于)?(?P<number>\d[\d,]*(?:\.\d+)?)[（(]?(?P<uom>[%％]|[\u4e00-\u9fff/]{0,4})"
)
WHOLE_NAME = 0.9
"""Share of a project's name that a question without any field must hold."""
STAGES = frozenset({"年初预算数", "全年预算数", "年初预算", "全年预算", "调整预算数", "调整预算"})
"""Names of a project's budget that say which one."""
FIELD_WORDS = frozenset({"实际", "总", "指标", "绩效", "绩效指标", "三级指标"})
"""Words that say what kind of name they stand with."""
LEAST_WHOLE = 4
"""Characters of a name that is taken as it stands in the question."""
LIKE_ALONE = 0.3
"""The same where no other name holds the question's words."""
LIKE = 0.5
"""Share of an indicator's or project's name that the question must hold."""


@dataclass(frozen=True, slots=True)
class HeldIndicator:
    """An indicator with target and actual as printed, and the places of both."""

    unit: HeldUnit
    year: int
    project: str
    name: str
    target: str
    actual: str
    note: str
    places: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class HeldProject:
    """A project's money, in ``uom``; ``stages`` are the further amounts printed, by their names."""

    unit: HeldUnit
    year: int
    name: str
    budget: Decimal | None
    executed: Decimal | None
    rate: str
    uom: str
    stages: tuple[tuple[str, Decimal], ...]
    evidence: Evidence

    @property
    def whole(self) -> bool:
        """Whether it is the unit's expenditure as a whole and no project."""
        return re.search("整体支出", self.name) is not None


def indicators(knowledge: Knowledge, target: Target) -> tuple[HeldIndicator, ...]:
    """All indicators of a unit and year, tables before prose."""
    return knowledge.once(("indicators", target[0].iri, target[1]), lambda: tuple(_indicators(knowledge, target)))


def _indicators(knowledge: Knowledge, target: Target) -> list[HeldIndicator]:
    unit, year = target
    found = []
    for row in rows_of(knowledge.generation, bound("indicators", knowledge.generation.base, unit=unit.iri, year=year)):
        name, wanted, actual = text_of(row, "label"), text_of(row, "target"), text_of(row, "actual")
        printed = text_of(row, "printed")
        quote = printed if actual and actual in printed else wanted or printed or name
        if text_of(row, "actualPlace") == text_of(row, "place") and actual not in quote:
            quote = f"{name} {wanted} {actual}"
        places = [
            Evidence(
                text_of(row, "document"), text_of(row, "revision"), text_of(row, "place"), "", name, "目标值", quote
            )
        ]
        if text_of(row, "actualPlace"):
            places.append(
                Evidence(
                    text_of(row, "document"),
                    text_of(row, "revision"),
                    text_of(row, "actualPlace"),
                    "",
                    name,
                    "实际值",
                    actual,
                )
            )
        found.append(
            (
                text_of(row, "indicator"),
                HeldIndicator(
                    unit, year, text_of(row, "project"), name, wanted, actual, text_of(row, "note"), tuple(places)
                ),
            )
        )
    return [i for _, i in sorted(found, key=lambda p: (len(p[0]), p[0]))]


def projects(knowledge: Knowledge, target: Target) -> tuple[HeldProject, ...]:
    """All projects of a unit and year."""
    return knowledge.once(("projects", target[0].iri, target[1]), lambda: tuple(_projects(knowledge, target)))


def _projects(knowledge: Knowledge, target: Target) -> list[HeldProject]:
    unit, year = target
    found: dict[str, tuple[Any, list[tuple[str, Decimal]]]] = {}
    for row in rows_of(
        knowledge.generation, bound("project-reports", knowledge.generation.base, unit=unit.iri, year=year)
    ):
        stages = found.setdefault(text_of(row, "report"), (row, []))[1]
        if "=" in (stage := text_of(row, "stageValue")):
            label, value = stage.split("=", 1)
            stages.append((label, Decimal(value)))
    held = []
    for _, (row, stages) in sorted(found.items(), key=lambda p: (len(p[0]), p[0])):
        amounts = [text_of(row, name) for name in ("budget", "executed", "rate") if text_of(row, name)]
        printed = text_of(row, "printed")
        # The row of a table is quoted with its cells, a sentence as it stands.
        quote = printed if len(printed) > 20 else " ".join((printed, *amounts))
        held.append(
            HeldProject(
                unit,
                year,
                text_of(row, "name"),
                _decimal(text_of(row, "budget")),
                _decimal(text_of(row, "executed")),
                text_of(row, "rate"),
                text_of(row, "uom"),
                tuple(sorted(stages)),
                Evidence(
                    text_of(row, "document"),
                    text_of(row, "revision"),
                    text_of(row, "place"),
                    "",
                    text_of(row, "name"),
                    "",
                    quote,
                ),
            )
        )
    return held


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _fields(text: str, kind: str) -> tuple[set[str], str]:
    """The fields a question asks for, and the question without their words, the longest first: 执行率 before 执行."""
    words = [(word, field) for field, words in lexicon("prose")[kind].items() for word in words]
    wants = set()
    for word, field in sorted(words, key=lambda w: (-len(w[0]), w[0])):
        if word in text:
            wants.add(field)
            text = text.replace(word, " ")
    return wants, text


def indicator(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, judge: bool = False) -> bool:
    """Target and result of the indicator a question names; with ``judge`` whether the target was met."""
    wants, plain = _fields(text, "indicator")
    if not wants and not judge:
        return False
    held = [i for target in targets for i in indicators(knowledge, target)]
    best = _best([(i, i.name, i.project) for i in held], plain) or _best(
        [(i, i.name, i.project) for i in held], plain.replace("项目", " ")
    )
    if not best:
        return False
    told = {(_measured(i.target), _measured(i.actual)) for i in best}
    if len({i.name for i in best}) > 1 and len(told) > 1:
        return False
    one = max(best, key=lambda i: bool(i.target) + bool(i.actual))
    if judge:
        return _judge(reply, one)
    said = []
    if (not wants or "target" in wants) and one.target:
        said.append(f"目标为{one.target}")
        reply.values.extend(_values(one, one.target, "目标值"))
    if (not wants or "actual" in wants) and one.actual:
        said.append(f"实际为{one.actual}")
        reply.values.extend(_values(one, one.actual, "实际值"))
    if not said:
        return False
    reply.text = f"{one.unit.name}{one.year}年指标“{one.name}”：{'，'.join(said)}。"
    reply.status = "answered"
    cite(reply, one.places)
    return True


def indicator_first(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """``indicator`` for a question that says target or result."""
    return indicator(reply, knowledge, targets, text)


def _best(held: Sequence[tuple[Any, str, str]], text: str) -> list[Any]:
    """Those whose name holds every word of the question (its project may hold some), the closest name first."""
    words = [w for w in prose.content(prose.COUNTED.sub(" ", text)) if w not in FIELD_WORDS]
    asked = comparable(text)
    if whole := [(len(comparable(name)), thing) for thing, name, _ in held if comparable(name) in asked]:
        # A name that stands whole in the question is what is asked for.
        longest = max(size for size, _ in whole)
        if longest >= LEAST_WHOLE:
            return [thing for size, thing in whole if size == longest]
    if not words:
        return []
    scored = []
    for thing, name, project in held:
        own, around = comparable(name), comparable(project)
        inside = sum(len(w) for w in words if w in own)
        if inside and all(w in own or w in around for w in words):
            scored.append((inside / len(own), thing))
    top = max((s for s, _ in scored), default=0.0)
    if len({name for thing, name, _ in held if any(thing is t for _, t in scored)}) == 1 and top >= LIKE_ALONE:
        return [thing for _, thing in scored]
    return [thing for score, thing in scored if score >= max(LIKE, top - 0.001)]


def _measured(text: str) -> tuple[str, str] | None:
    found = MEASURED.search(text)
    return (found["number"].replace(",", ""), found["uom"]) if found else None


def _values(one: HeldIndicator, text: str, measure: str) -> list[dict[str, Any]]:
    found = _measured(text)
    if not found:
        return []
    value, uom = Decimal(found[0]), found[1].replace("％", "%")
    amount = number(trimmed(value * SCALE[uom])) if uom in SCALE else None
    return [
        {
            "value": found[0],
            "unit": uom,
            "amount": amount,
            "measure": f"{one.name}{measure}",
            "entity": one.unit.name,
            "year": one.year,
            "stage": measure,
            "derived": False,
        }
    ]


def met(one: HeldIndicator) -> bool | None:
    """Whether the result reaches the target; None where the two cannot be compared."""
    return reached(one.target, one.actual)


def reached(target: str, result: str) -> bool | None:
    """The same of a target and a result as printed, such as ≥95% and 96.2%."""
    wanted, got = MEASURED.search(target), MEASURED.search(result)
    if not wanted or not got:
        return None
    goal, actual = Decimal(wanted["number"].replace(",", "")), Decimal(got["number"].replace(",", ""))
    most = wanted["sign"] in ("≤", "<", "＜", "不超过", "小于")
    return actual <= goal if most else actual >= goal


def _judge(reply: Reply, one: HeldIndicator) -> bool:
    verdict = met(one)
    if verdict is None:
        return False
    reply.text = (
        f"{'完成了' if verdict else '未完成'}：{one.unit.name}{one.year}年指标“{one.name}”目标为{one.target}，实际"
        f"为{one.actual}。"
    )
    reply.values = [*_values(one, one.target, "目标值"), *_values(one, one.actual, "实际值")]
    reply.status = "answered"
    cite(reply, one.places)
    return True


def gap(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """How far the result of the indicator a question names lies from its target, and which way."""
    held = [i for target in targets for i in indicators(knowledge, target)]
    best = [i for i in _best([(i, i.name, i.project) for i in held], _fields(text, "indicator")[1]) if i.actual]
    measured = {(_measured(i.target), _measured(i.actual)) for i in best}
    if len(measured) != 1:
        return False
    one, (wanted, got) = best[0], next(iter(measured))
    if wanted is None or got is None or (wanted[1] and got[1] and wanted[1] != got[1]):
        return False
    difference = trimmed(Decimal(got[0]) - Decimal(wanted[0]))
    uom = (got[1] or wanted[1]).replace("％", "%")
    shown = "个百分点" if uom == "%" else uom
    way = "超出目标" if difference > 0 else "比目标少" if difference < 0 else "与目标相等"
    size = f"{grouped(abs(difference))}{shown}" if difference else ""
    reply.text = (
        f"{one.unit.name}{one.year}年指标“{one.name}”目标为{one.target}，实际为{one.actual}，{way}{size}。"
    )
    reply.formula = f"{got[0]} − {wanted[0]} = {number(difference)}"
    amount = number(trimmed(abs(difference) * SCALE[uom])) if uom in SCALE else None
    reply.values = [
        {"value": number(abs(difference)), "unit": shown, "amount": amount, "measure": f"{one.name}{way}",
         "entity": one.unit.name, "year": one.year, "stage": "", "derived": True},
        *_values(one, one.target, "目标值"), *_values(one, one.actual, "实际值"),
    ]
    reply.status = "answered"
    cite(reply, one.places)
    return True


def project(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Money planned for and spent on the project a question names."""
    wants, plain = _fields(text, "project")
    plain = re.sub(r"项目", " ", plain)
    held = [p for target in targets for p in projects(knowledge, target)]
    best = _best([(p, p.name, "") for p in held], plain)
    if not best:
        return False
    one = max(best, key=lambda p: (p.budget is not None) + (p.executed is not None))
    if comparable(one.name) in comparable(text):
        # The name stands whole: what else the question says must be of a project's money.
        others = comparable(plain).replace(comparable(re.sub("项目", " ", one.name)), " ")
        if [w for w in prose.content(others) if w not in FIELD_WORDS and w not in prose.light()]:
            return False
    if not wants:
        held_words = len("".join(prose.content(plain)))
        if comparable(one.name) not in comparable(text) and held_words < WHOLE_NAME * len(comparable(one.name)):
            return False
        wants = {"budget", "executed"}
    said = []
    plain_names = {word for words in lexicon("prose")["project"].values() for word in words} - STAGES
    named = {
        stage: (p, v)
        for p in best
        for stage, v in p.stages
        if stage.removesuffix("数") in text and not {stage, stage.removesuffix("数")} & plain_names
    }
    if named:
        one = next(iter(named.values()))[0]
        best = [p for p, _ in named.values()]
    fields = [("budget", "预算数", one.budget), ("executed", "执行数", one.executed)]
    # A stage by its name is the budget asked for; what was spent may be asked for beside it.
    stages = [(s, v) for s, (_, v) in named.items()]
    plainly = wants - ({"budget", "executed"} if any("执行" in s for s in named) else {"budget"} if named else set())
    for label, value in [*stages, *((la, v) for f, la, v in fields if f in plainly)]:
        if value is None:
            continue
        said.append(f"{label}{grouped(value)}{one.uom}")
        reply.values.append(_money(one, label, value, uom))
    if "rate" in wants and one.rate:
        said.append(f"执行率{one.rate}")
        reply.values.append(
            {
                "value": one.rate.rstrip("%％"),
                "unit": "%",
                "amount": None,
                "measure": f"{one.name}执行率",
                "entity": one.unit.name,
                "year": one.year,
                "stage": "",
                "derived": False,
            }
        )
    if not said:
        return False
    reply.text = f"{one.unit.name}{one.year}年项目“{one.name}”：{'，'.join(said)}。"
    reply.status = "answered"
    said_values = [v for v in (one.budget, one.executed, *(v for _, v in named.values())) if v is not None]
    cite(reply, _cells(knowledge, one, said_values))
    cite(reply, [p.evidence for p in (one, *(b for b in best if b is not one))])
    return True


def _cells(knowledge: Knowledge, one: HeldProject, values: Sequence[Decimal]) -> list[Evidence]:
    """The cells of evaluation tables that print a project's amounts: in its own table, or on the page it stands on."""
    page = parse_place(one.evidence.place).page
    own = comparable(one.name)
    return [
        f.evidence
        for f in knowledge.books(one.unit, one.year).figures
        if f.kind == "performance"
        and f.value in values
        and f.uom == one.uom
        and f.evidence.document == one.evidence.document
        and (own in comparable(f.form) or (page is not None and parse_place(f.evidence.place).page == page))
    ][:2]


def _money(one: HeldProject, label: str, value: Decimal, uom: str) -> dict[str, Any]:
    amount = value * SCALE[one.uom] if one.uom in SCALE else None
    shown, unit = (trimmed(amount / SCALE[uom]), uom) if uom and amount is not None else (value, one.uom)
    return {
        "value": number(shown),
        "unit": unit,
        "amount": number(trimmed(amount)) if amount is not None else None,
        "measure": f"{one.name}{label}",
        "entity": one.unit.name,
        "year": one.year,
        "stage": label,
        "derived": False,
    }
