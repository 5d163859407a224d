"""How much of its budget was spent: as it is printed, or final accounts divided by budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from answer.figures import relations, shares
from answer.holdings.held import Statement
from answer.language.words import comparable, lexicon
from answer.projects.projects import project as project_money
from answer.prose import told
from answer.request import compound, conjuncts, parts, plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import Reply, cite, computed, value_of
from answer.request.speak import name_of, number, rounded, said, stage_word


def completion(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The completion rate: of a project, as the prose prints it, or final accounts divided by budget."""
    what = relations.unstaged(operator.parts.get("what", "").strip(" 的，,"))
    if WHOLE.search(what) and project_money(asking.out, asking.knowledge, targets, what + "执行率", ""):
        return True
    asking.clear()
    named_nothing = lexicon("words")["whole"]
    if not re.fullmatch(named_nothing["pattern"], what):
        if ROWS.search(what):
            return _rows_completed(asking, targets, ROWS.sub(" ", what))
        if _each_completed(asking, operator, targets, what) or _completion(asking, operator, targets, what):
            return True
        asking.clear()
        if "%" in {v["unit"] for v in _told(asking, targets)}:
            return True
        asking.clear()
        if (bare := LEVEL.sub("", what)) != what and _completion(asking, operator, targets, bare):
            return True
        asking.clear()
        mended, note = asking.mended(targets, what)
        return bool(note) and _completion(asking, operator, targets, mended) and asking.noted(note)
    return any(_completion(asking, operator, targets, whole) for whole in named_nothing["names"])


def _told(asking: Asking, targets: Sequence[Target]) -> list[dict[str, Any]]:
    """What the prose tells of a question as it stands, in values."""
    told.quantity(asking.out, asking.knowledge, targets, asking.rest, "")
    return asking.out.values if asking.out.status == "answered" else []


WHOLE = re.compile("整体支出")
"""The unit's expenditure as its evaluation calls it, which tells its rate itself."""
LEVEL = re.compile("(?<=[\u4e00-\u9fff]{2})[类款项]$")
"""Says of which level a class is: 文物保护项."""
ROWS = re.compile("的?(?:里|中)?(?:各|每一?)(?:个)?(?:项(?!目)|部分|分项)(?:的)?")
"""Asks for the completion of each row below what is named."""


def _rows_completed(asking: Asking, targets: Sequence[Target], what: str) -> bool:
    """The completion of each row below what is named, where budget and final accounts of all are printed."""
    each = [(final, budget) for final, budget in pairs(asking, targets, what) if budget.amount]
    told = [Reply(asking.out.question) for _ in each]
    words = [[Operand(f, f"{f.year}年{name_of(f)}{stage_word(f)}") for f in pair] for pair in each]
    done = bool(each) and len(targets) == 1 and all(
        plans.share(out, final, budget, "完成率") for out, (final, budget) in zip(told, words, strict=True)
    )
    return done and compound.joined(asking.out, told) is not None


def pairs(asking: Asking, targets: Sequence[Target], what: str) -> list[tuple[Statement, Statement]]:
    """Final accounts and budget of each row below what is named that prints both."""
    held = [[f for t in targets for f in parts.parts_of(asking.books(*t), f"{what} {s}")] for s in ("决算", "预算")]
    budgets = {(f.concept, f.item): f for f in held[1]}
    return [(f, budgets[f.concept, f.item]) for f in held[0] if (f.concept, f.item) in budgets]


def _each_completed(asking: Asking, operator: Operator, targets: Sequence[Target], what: str) -> bool:
    """The completion of each of several things that are asked for one by one; all of them, or none."""
    names = [n for n in re.split("[、，,和与及跟]|以及", shares.EACH.sub("", what)) if n.strip()]
    if not shares.EACH.search(asking.rest) or not 1 < len(names) <= conjuncts.MOST_LISTED:
        return False
    told: list[Reply] = []
    for name in names:
        own = replace(asking, out=Reply(asking.out.question))
        if not _completion(own, operator, targets, name.strip(" 的")):
            return False
        told.append(own.out)
    one = compound.joined(asking.out, told)
    return one is not None


def _completion(asking: Asking, operator: Operator, targets: Sequence[Target], what: str) -> bool:
    if project_money(asking.out, asking.knowledge, targets, what + "执行率", ""):
        if operator.parts.get("base") != "年初":
            return True
        first = _of_first_budget(asking, targets, what)
        return first is None or first
    asking.clear()
    final = asking.operands(targets, what + " 决算")
    budget = asking.operands(targets, what + " " + (operator.parts.get("base") or "") + "预算")
    if told.completion(asking.out, asking.knowledge, targets, what, [o.figure for o in final]):
        return True
    asking.clear()
    if _printed(asking, targets, what, operator.parts.get("base") or ""):
        return True
    own = [o for o in (*final, *budget) if relations.is_of(o.figure, what)]
    if not len(final) == len(budget) == 1 or len(own) != 2 or (
        # A budget tells of nothing carried out: its own figure is no part of itself.
        final[0].figure.disclosure_kind == "预算" and final[0].figure.stage not in ("决算", "执行")
    ):
        return False
    return plans.share(asking.out, final[0], budget[0], "完成率")


def _printed(asking: Asking, targets: Sequence[Target], what: str, base: str) -> bool:
    """The rate that an evaluation prints under the name: 基本支出执行率, of the budget that the question says."""
    names = {comparable(what + word) for word in ("执行率", "完成率", "预算执行率", "预算完成率")}
    found = [
        f
        for target in targets
        for f in asking.books(*target).figures
        if f.kind == "performance" and f.uom == "%" and comparable(f.item.rsplit("/", 1)[-1]) in names
        and base in f.evidence.quote
    ]  # fmt: skip
    if not what or len({(f.value, f.stage) for f in found}) != 1:
        return False
    one = found[0]
    asking.out.text = f"{one.unit.name}{one.year}年{what}执行率为{said(one)}。原文：“{one.evidence.quote}”"
    asking.out.values = [value_of(one)]
    asking.out.status = "answered"
    cite(asking.out, [one])
    return True


def _of_first_budget(asking: Asking, targets: Sequence[Target], what: str) -> bool | None:
    """What was spent as a share of the budget the year began with, where the project prints both and the printed rate
    (the answer under way) is not that share; None where it may be."""
    told = [Reply(asking.out.question) for _ in ("年初预算数", "执行数")]
    for one, field in zip(told, ("年初预算数", "执行数"), strict=True):
        if not project_money(one, asking.knowledge, targets, what + field, "") or field not in one.text:
            return None
    amounts = [Fraction(str(v["amount"])) for one in told for v in one.values[:1] if v["amount"]]
    rates = [Fraction(str(v["value"])) / 100 for v in asking.out.values[:1] if v["unit"] == "%"]
    if len(amounts) != len(told) or amounts[0] <= 0 or not rates or abs(amounts[1] / amounts[0] - rates[0]) <= ROUNDED:
        return None
    percent = rounded(Decimal(str(told[1].values[0]["amount"])) / Decimal(str(told[0].values[0]["amount"])) * 100, 2)
    asking.clear()
    compound.joined(asking.out, [told[1], told[0]])
    terms = " ÷ ".join(f"{one.values[0]['value']}{one.values[0]['unit']}" for one in reversed(told))
    asking.out.formula = f"{terms} × 100% = {number(percent)}%"
    asking.out.text += f"执行数是年初预算数的{number(percent)}%。"
    asking.out.values.insert(0, computed(percent, "%", None, "完成率"))
    return True


ROUNDED = Fraction(1, 1000)
"""How far a printed rate may lie from its quotient."""
