"""Projects: money planned for and spent on them, as evaluation tables, target tables and the prose print it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, garnish, lexicon, neutral
from answer.projects.achieved import FIELD_WORDS, Target, closest, fields_of
from answer.request import stated
from answer.request.reply import Reply, cite, computed, entry
from answer.request.speak import SCALE, grouped, number, trimmed
from graph.naming.identity import Place, parse_place
from graph.queries import bound

WHOLE_NAME = 0.9
"""Share of a project's name that a question without any field must hold."""
NAME = "\ue000"
"""Stands for a project's name."""
STAGES = frozenset({"年初预算数", "全年预算数", "年初预算", "全年预算", "调整预算数", "调整预算"})
"""Names of a project's budget that say which one."""


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
    iri: str = ""
    """The project itself: one, however its name is spelt."""
    funds: tuple[tuple[str, Decimal], ...] = ()
    """What comes from which source, by the names printed (当年财政拨款, 上年结转资金)."""

    @property
    def per_cent(self) -> str:
        """The number of the printed rate (100.00 of 100.00%（10）), empty where it is none."""
        found = re.match(r"\d+(?:\.\d+)?(?=[%％]|$)", self.rate)
        return found[0] if found else ""

    @property
    def whole(self) -> bool:
        """Whether it is the unit's expenditure as a whole and no project."""
        return re.search("整体支出", self.name) is not None


def projects(knowledge: Knowledge, target: Target) -> tuple[HeldProject, ...]:
    """All projects of a unit and year."""
    return knowledge.once(("projects", target[0].iri, target[1]), lambda: tuple(_projects(knowledge, target)))


def owners(knowledge: Knowledge, text: str) -> list[str]:
    """The IRIs of the units that report on the project whose name stands whole in a text, the longest such name."""
    asked = comparable(text)
    named = knowledge.once(("project names",), lambda: _names(knowledge))
    found = [(name, unit) for name, unit in named if len(name) >= LEAST_OWN and name in asked]
    longest = max((len(name) for name, _ in found), default=0)
    return list(dict.fromkeys(unit for name, unit in found if len(name) == longest))


LEAST_OWN = 6
"""Characters of a project's name that tells by itself whose project it is."""


def _names(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    rows = rows_of(knowledge.generation, bound("project-names", knowledge.generation.base))
    return tuple((comparable(text_of(row, "name")), text_of(row, "unit")) for row in rows)


def spellings(held: Sequence[HeldProject]) -> dict[str, str]:
    """Of each project, by its IRI, the name with the other ways it is spelt."""
    spelt: dict[str, dict[str, None]] = {}
    for one in held:
        spelt.setdefault(one.iri, {})[one.name] = None
    return {
        iri: f"{first}（也作：{'、'.join(others)}）" if others else first for iri, (first, *others) in spelt.items()
    }


def _projects(knowledge: Knowledge, target: Target) -> list[HeldProject]:
    unit, year = target
    found: dict[str, tuple[Any, dict[str, dict[str, Decimal]]]] = {}
    for row in rows_of(
        knowledge.generation, bound("project-reports", knowledge.generation.base, unit=unit.iri, year=year)
    ):
        parts = found.setdefault(text_of(row, "report"), (row, {"stageValue": {}, "fundValue": {}}))[1]
        for kind, amounts in parts.items():
            if "=" in (printed := text_of(row, kind)):
                label, value = printed.split("=", 1)
                amounts[label] = Decimal(value)
    held = []
    for _, (row, parts) in sorted(found.items(), key=lambda p: (len(p[0]), p[0])):
        told = [text_of(row, name) for name in ("budget", "executed", "rate") if text_of(row, name)]
        printed = text_of(row, "printed")
        # The row of a table is quoted with its cells, a sentence as it stands.
        quote = printed if len(printed) > 20 else " ".join((printed, *told))
        held.append(
            HeldProject(
                unit,
                year,
                text_of(row, "name"),
                _decimal(text_of(row, "budget")),
                _decimal(text_of(row, "executed")),
                text_of(row, "rate"),
                text_of(row, "uom"),
                tuple(sorted(parts["stageValue"].items())),
                printed_at(row, quote, text_of(row, "name")),
                text_of(row, "project"),
                tuple(sorted(parts["fundValue"].items())),
            )
        )
    return held


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


NATURES = re.compile("(?:基本|项目)支出|项目")
"""What is spent in all on projects, or on nothing of the kind, is no project's money."""
NAMELESS = FIELD_WORDS | stated.GENERIC
"""Words that say nothing of which project is meant."""


def project(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Money planned for and spent on the project a question names, in each year that it says; False where the years are
    to be added up or set against each other, or one of them tells nothing."""
    years = {int(year) for year in YEAR.findall(comparable(reply.question))} & {year for _, year in targets}
    if len(years) < 2:
        return _project(reply, knowledge, targets, text, uom)
    told = [Reply(reply.question) for _ in targets]
    if TOGETHER.search(text) or not all(
        _project(one, knowledge, [target], text, uom) for one, target in zip(told, targets, strict=True)
    ):
        return False
    reply.text = "".join(one.text for one in told)
    reply.values, reply.evidence = [v for one in told for v in one.values], [e for one in told for e in one.evidence]
    reply.status = "answered"
    return True


YEAR = re.compile(r"20\d{2}")
TOGETHER = re.compile("一共|总共|合计|共计|加起来|[比较]|相差|变化|增|减|哪一?年|谁|平均")


def _project(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    held = [p for target in targets for p in projects(knowledge, target)]
    whole = max((p.name for p in held if p.name in text), key=len, default="")
    # A word of the name (资金) says nothing of what is asked for.
    wants, plain = fields_of(text.replace(whole, NAME) if whole else text, "project")
    if all(w in NAMELESS for w in stated.content(NATURES.sub(" ", plain))):
        return False  # all projects, or none of them, are asked for together
    plain = re.sub("项目", " ", plain).replace(NAME, whole)
    best = closest([(p, p.name, "") for p in held], plain)
    if not best:
        return False
    one = max(best, key=lambda p: (p.budget is not None) + (p.executed is not None))
    if comparable(one.name) in comparable(text) and says_more(plain, one):
        return False  # the name stands whole: what else the question says must be of the project's money
    if not wants:
        held_words = len("".join(stated.content(plain)))
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
    told = []
    for label, value in [*stages, *((la, v) for f, la, v in fields if f in plainly)]:
        if value is None:
            continue
        told.append(value)
        reply.values.append(money(one, label, value, uom))
        as_asked = reply.values[-1]
        said.append(f"{label}{grouped(Decimal(as_asked['value']))}{as_asked['unit']}")
    if "rate" in wants and one.rate:
        said.append(f"执行率{one.rate}")
        if one.per_cent:
            reply.values.append(entry(one.per_cent, "%", f"{one.name}执行率", one.unit.name, one.year))
    if not said:
        return False
    reply.text = f"{one.unit.name}{one.year}年项目“{one.name}”：{'，'.join(said)}。"
    reply.status = "answered"
    cite(reply, cells(knowledge, one, told))
    cite(reply, [p.evidence for p in (one, *(b for b in best if b is not one))])
    return True


def says_more(text: str, one: HeldProject) -> bool:
    """Whether a text without the words for a project's money says anything beside its name."""
    others = comparable(text).replace(comparable(re.sub("项目", " ", one.name)), " ")
    nothing = FIELD_WORDS | stated.light() | garnish() | neutral()
    return any(w not in nothing and w not in comparable(one.name) for w in stated.content(others))


def names_beyond(knowledge: Knowledge, targets: Sequence[Target], text: str, known: Container[str]) -> bool:
    """Whether a project's whole name stands in a text and is no name of a row: 就业补助资金 beside 就业补助."""
    names = {comparable(p.name) for target in targets for p in projects(knowledge, target)}
    return any(len(n) >= LEAST_OWN - 1 and n in comparable(text) and n not in known for n in names)


def gap(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """How far a project's budget and what was spent on it lie apart."""
    wants, plain = fields_of(text, "project")
    if not {"budget", "executed"} <= wants:
        return False
    held = [(p, p.name, "") for target in targets for p in projects(knowledge, target)]
    named = closest(held, re.sub("项目|[比较与和]", " ", plain))
    best = [p for p in named if p.budget is not None and p.executed is not None]
    if not best or len({(p.budget, p.executed) for p in best}) > 1:
        return False
    return _apart(reply, knowledge, best[0], uom)


def _apart(reply: Reply, knowledge: Knowledge, one: HeldProject, uom: str, stage: str = "预算数") -> bool:
    """A project's budget, called as ``stage`` says, and what was spent on it, with how far they lie apart."""
    budget, executed = one.budget or Decimal(0), one.executed or Decimal(0)
    apart = trimmed(abs(budget - executed))
    unit = uom if uom and one.uom in SCALE else one.uom
    shown = trimmed(apart * SCALE[one.uom] / SCALE[unit]) if unit != one.uom else apart
    more = f"比执行数{'多' if budget > executed else '少'}{grouped(shown)}{unit}" if apart else "与执行数相等"
    reply.text = (
        f"{one.unit.name}{one.year}年项目“{one.name}”：{stage}{grouped(budget)}{one.uom}，执行数{grouped(executed)}{one.uom}，"
        f"{stage}{more}。"
    )
    amount = apart * SCALE[one.uom] if one.uom in SCALE else None
    reply.formula = f"{number(budget)} − {number(executed)} = {number(budget - executed)}"
    reply.values = [
        computed(shown, unit, amount, "相差"), money(one, stage, budget, uom), money(one, "执行数", executed, uom)
    ]  # fmt: skip
    reply.status = "answered"
    cite(reply, [*cells(knowledge, one, [budget, executed]), one.evidence])
    return True


def over_budget(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, which: str) -> bool:
    """Whether more was spent on the project a question names than its budget; False where it asks for one of several
    stages of the budget (年初预算) that is not told."""
    held = [p for target in targets for p in projects(knowledge, target)]
    named = [p for p in held if comparable(p.name) in comparable(text) and not says_more(text, p)]
    spent = [p for p in named if p.executed is not None]
    which = which.removesuffix("数")
    staged = {v for p in named for stage, v in p.stages if stage.removesuffix("数") == which}
    budgets = staged if which != "预算" else {p.budget for p in spent}
    if len({p.iri for p in named}) != 1 or len({p.executed for p in spent}) != 1 or len(budgets) != 1:
        return False
    one = replace(spent[0], budget=budgets.pop())
    if one.budget is None or one.executed is None:
        return False
    verdict = "超了" if one.executed > one.budget else "没有超"
    _apart(reply, knowledge, one, "", f"{which}数")
    reply.text = f"{verdict}{which}：{reply.text}"
    return True


LEFT = re.compile(
    "(?:资金)?(?:还)?(?:结余|剩余|剩下|节余|剩|没花完|没用完)(?:了|的)?(?:资金|钱)?(?:是|为|有|还有)?(?:多少|几)(?:万元|亿元|元|钱)?"
    "(?:的)?(?:资金|钱)?(?:没有?|未)?(?:花完?|用完?|支出|使用)?(?:的)?$"
)


def left_over(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """What is left of the budget of the project whose whole name a question says; False where more was spent."""
    asked = LEFT.search(text)
    held = [p for target in targets for p in projects(knowledge, target)] if asked else []
    named = [p for p in held if comparable(p.name) in comparable(text)]
    if not asked or not named or any((p.executed or 0) > (p.budget or 0) for p in named):
        return False
    return gap(reply, knowledge, targets, LEFT.sub("预算数和执行数", text), uom)


def cells(knowledge: Knowledge, one: HeldProject, values: Sequence[Decimal]) -> list[Evidence]:
    """The cells of evaluation tables that print a project's amounts: in its own table, or on the page it stands on."""
    at = parse_place(one.evidence.place)
    own = comparable(one.name)
    return [
        f.evidence
        for f in knowledge.books(one.unit, one.year).figures
        if f.kind == "performance"
        and f.value in values
        and f.uom == one.uom
        and f.evidence.document == one.evidence.document
        and (own in comparable(f.form) or beside(parse_place(f.evidence.place), at))
    ][:2]


def money(one: HeldProject, label: str, value: Decimal, uom: str) -> dict[str, Any]:
    """An amount of a project as a value, in the unit of money asked for."""
    amount = value * SCALE[one.uom] if one.uom in SCALE else None
    shown, unit = (trimmed(amount / SCALE[uom]), uom) if uom and amount is not None else (value, one.uom)
    return entry(number(shown), unit, f"{one.name}{label}", one.unit.name, one.year, amount=amount, stage=label)


def beside(cell: Place, at: Place) -> bool:
    """Whether a cell stands on a project's page or, where there are no pages, in its table."""
    if at.page is not None:
        return cell.page == at.page
    return at.table is not None and cell.table == at.table
