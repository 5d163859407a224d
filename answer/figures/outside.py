"""A whole without a part of it: 除住房保障支出外的支出合计, 不含公务接待费的三公经费.

The part is taken from the whole only where the print shows that the whole holds it: rows of one kind that add up to the
whole, a class within its class, one of the three public expenses, basic or project expenditure beside the total of its
row, contracts within all that is bought. What is printed beside a whole without being in it is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.figures.shares import slipped
from answer.holdings.held import Statement
from answer.request.asking import Asking, Target
from answer.request.parts import THREE_PUBLIC
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import cite, computed, value_of
from answer.request.speak import SCALE, grouped, name_of, number, said, stage_word, trimmed

NATURES = frozenset({"basic", "project"})
SCHEMES = frozenset({"functional", "economic"})
CONTRACTS = frozenset({
    "procurement-goods", "procurement-works", "procurement-services", "procurement-sme", "procurement-small-micro",
})  # fmt: skip
EDGE = re.compile(r"^[\s的，,：:]+|[\s的，,：:]+$")


def without_part(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """What remains of a figure without another that it holds."""
    if len(targets) != 1:
        return False
    of, what = (EDGE.sub("", operator.parts[name]) for name in ("whole", "part"))
    wholes = asking.operands(targets, of)
    if len(wholes) != 1:
        return False
    whole = wholes[0].figure
    figures = asking.books(*targets[0]).figures
    settled = [o.figure for o in asking.operands(targets, what)]
    settled += [o.figure for o in asking.operands_of(targets, what)]
    held = {f.iri: f for f in settled if f.iri != whole.iri and _holds(whole, f, figures)}
    if len({f.amount for f in held.values()}) != 1:
        return False
    part = next(iter(held.values()))
    return not slipped(Operand(part, what), wholes[0]) and _told(asking, wholes[0], part)


def _told(asking: Asking, whole: Operand, part: Statement) -> bool:
    first, second = whole.figure.amount, part.amount
    if first is None or second is None:
        return False
    out, unit = asking.out, asking.uom or whole.figure.uom
    rest = trimmed((first - second) / SCALE[unit])
    out.formula = f"{number(trimmed(first / SCALE[unit]))} − {number(trimmed(second / SCALE[unit]))} = {number(rest)}"
    out.text = (
        f"{whole.words}为{said(whole.figure, unit)}，其中{name_of(part)}{stage_word(part)}为{said(part, unit)}，"
        f"除此之外为{grouped(rest)}{unit}。"
    )
    out.values = [
        computed(rest, unit, first - second, "其余"), value_of(whole.figure, asking.uom), value_of(part, asking.uom),
    ]  # fmt: skip
    out.status = "answered"
    cite(out, [whole.figure, part])
    return True


def _holds(whole: Statement, part: Statement, figures: Sequence[Statement]) -> bool:
    """Whether the print shows that a figure of money is within another."""
    if whole.amount is None or part.amount is None or not Decimal(0) <= part.amount <= whole.amount:
        return False
    if whole.evidence.disclosure != part.evidence.disclosure or whole.derived or part.derived:
        return False
    if whole.measure == "procurement" and whole.kind == part.kind == "prose":
        return part.measure in CONTRACTS
    if part.stage != whole.stage or part.kind != "table":
        return False
    if whole.scheme == part.scheme == "three-public":
        one_form = (whole.form, whole.year) == (part.form, part.year)
        return one_form and whole.concept == "total" and part.concept in THREE_PUBLIC
    near = [f for f in figures if (f.form, f.stage, f.scope) == (part.form, part.stage, part.scope) and not f.derived]
    if part.scheme in SCHEMES and part.code:
        if whole.scheme == part.scheme and whole.level != "total":
            # The class, printed above it in its column: with the amount of the whole, wherever else this stands.
            above = [f for f in near if f.column == part.column and f.code and part.code.startswith(f.code)]
            return any(f.concept == whole.concept and f.amount == whole.amount for f in above if f.code != part.code)
        return not whole.code and _adds_up(whole, part, near)
    if part.nature in NATURES and whole.nature in ("", "total"):
        row = [f for f in near if (f.code, f.item) == (part.code, part.item) and f.evidence.row == part.evidence.row]
        return any(f.nature in ("", "total") and f.amount == whole.amount for f in row)
    return False


def _adds_up(whole: Statement, part: Statement, near: Sequence[Statement]) -> bool:
    """Whether the rows of the part's level in its form, in its column or in all, come to the whole."""
    rows = [f for f in near if f.scheme == part.scheme and len(f.code) == len(part.code) and f.kind == "table"]
    for group in ([f for f in rows if f.column == part.column], rows):
        amounts: dict[str, set[Decimal]] = {}
        for f in group:
            amounts.setdefault(f.code, set()).add(f.amount or Decimal(0))
        once = [next(iter(each)) for each in amounts.values() if len(each) == 1]
        if len(once) == len(amounts) > 1 and sum(once) == whole.amount:
            return True
    return False
