"""Projects, or items of expenditure, that fit two conditions at once: 预算超过200万元且执行率低于95%的项目.

All of them are judged or none: where one does not print what a condition needs, the question is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.figures.filters import ITEM, paired, rated, tabled
from answer.holdings.held import Evidence
from answer.projects.projects import projects, spellings
from answer.request.asking import Asking, Target
from answer.request.question import RELATIONS, Operator, in_yuan
from answer.request.reply import cite, entry
from answer.request.speak import SCALE, number, trimmed

RELATION = "|".join(sorted((r for r in RELATIONS if r[0] not in "以之没未"), key=len, reverse=True))
BUDGET = "(?:年初|全年|调整)?预算(?:数|金额)?"
FINAL = "(?:决算|执行|支出决算|实际支出)(?:数|金额)?"
LIMIT = re.compile(
    rf"(?:(?P<rate>(?:预算)?(?:执行率|完成率))|(?P<budget>{BUDGET})|(?P<final>{FINAL}))(?P<relation>{RELATION})了?"
    r"(?P<limit>\d[\d,]*(?:\.\d+)?)(?P<uom>[%％]|亿元|万元|元|亿|万)"
)
AGAINST = re.compile(rf"(?P<final>{FINAL})(?P<relation>{RELATION})了?(?P<budget>{BUDGET})")


@dataclass(frozen=True, slots=True)
class Spent:
    """What was planned for a project or an item and what was spent, in yuan, and where it is printed."""

    name: str
    budget: Decimal
    final: Decimal
    places: tuple[Evidence, ...]


def both(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The projects, or items, that fit both conditions; that none does is an answer too."""
    what, said = operator.parts["what"], [operator.parts[name].strip(" 的") for name in ("first", "second")]
    conditions = [c for words in said if (c := _condition(words)) is not None]
    of_projects = what.endswith("项目")
    rows = (_projects if of_projects else _items)(asking, targets) if len(targets) == 1 else []
    if len(conditions) != 2 or not rows:
        return False
    plain = [fits for words, fits in zip(said, conditions, strict=True) if "年初" not in words]
    if of_projects and len(plain) < len(said) and any(all(fits(row) for fits in plain) for row in rows):
        return False  # which budget of a project is meant, its rows do not tell; where the other fits none, none does
    fitting = [row for row in rows if all(fits(row) for fits in conditions)]
    unit, year = targets[0]
    words = f"{said[0]}且{said[1]}的{what}"
    listed = "；".join(f"{row.name}（预算{_said(row.budget)}，决算{_said(row.final)}）" for row in fitting)
    out = asking.out
    out.text = f"{unit.name}{year}年{words}共{len(fitting)}项：{listed}。" if fitting else (
        f"{unit.name}{year}年公开的{len(rows)}项里没有{words}。"
    )
    for row in fitting:
        out.values.append(
            entry(number(trimmed(row.final / SCALE["万元"])), "万元", row.name, unit.name, year, amount=row.final)
        )
    out.status = "answered"
    cite(out, [place for row in fitting or rows for place in row.places])
    return True


def _said(amount: Decimal) -> str:
    return f"{number(trimmed(amount / SCALE['万元']))}万元"


def _condition(words: str) -> Callable[[Spent], bool] | None:
    """What a clause asks of a row, None where the clause says more or something else."""
    if found := AGAINST.fullmatch(words):
        above = RELATIONS[found["relation"]]
        return lambda row: above(row.final, row.budget)
    found = LIMIT.fullmatch(words)
    if found is None or (found["uom"] in "%％") != bool(found["rate"]):
        return None
    holds = RELATIONS[found["relation"]]
    if found["rate"]:
        share = Decimal(found["limit"].replace(",", "")) / 100
        # Nothing planned has no rate.
        return lambda row: row.budget > 0 and holds(row.final, share * row.budget)
    bound, _ = in_yuan(found["limit"], found["uom"])
    if found["budget"]:
        return lambda row: holds(row.budget, bound)
    return lambda row: holds(row.final, bound)


def _projects(asking: Asking, targets: Sequence[Target]) -> list[Spent]:
    """Each project once; none where one lacks an amount, or prints several."""
    held = [p for p in projects(asking.knowledge, targets[0]) if not p.whole]
    names, rows = spellings(held), dict[str, Spent]()
    for one in held:
        if one.budget is None or one.executed is None or one.uom not in SCALE:
            return []
        scale = SCALE[one.uom]
        row = Spent(names[one.iri], one.budget * scale, one.executed * scale, (one.evidence,))
        before = rows.setdefault(one.iri, row)
        if (before.budget, before.final) != (row.budget, row.final):
            return []
    return list(rows.values())


def _items(asking: Asking, targets: Sequence[Target]) -> list[Spent]:
    """The items whose budget and final accounts a table, or the prose, states one beside the other; none where it
    states of one only one of them, or no more than its completion."""
    if pairs := tabled(asking.knowledge, targets[0], ITEM):
        both = [(final, budget) for final, budget in pairs if budget is not None]
        return [
            Spent(f.item, b.amount or Decimal(0), f.amount or Decimal(0), (f.evidence, b.evidence)) for f, b in both
        ] if len(both) == len(pairs) else []  # fmt: skip
    rows = [
        Spent(name.rsplit("/", 1)[-1], budget.amount or Decimal(0), final.amount or Decimal(0),
              (final.evidence, budget.evidence))
        for name, budget, final in paired(asking.knowledge, targets)
    ]  # fmt: skip
    names = {row.name for row in rows}
    return rows if all(row.name in names for row in rated(asking.knowledge, targets, classes=False)) else []
