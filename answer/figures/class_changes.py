"""Which classes rose, or fell, from one year of a body to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.figures.accounted import leftover
from answer.holdings.held import Statement, in_print_order
from answer.language.words import lexicon
from answer.request import parts
from answer.request.asking import Asking, Target
from answer.request.match import ROUNDING
from answer.request.parts import Level
from answer.request.question import Operator
from answer.request.reply import cite, value_of
from answer.request.speak import said
from ontology.forms import is_total

DOWN = re.compile("减|降|少|低")
ROW_WORDS = "支出|预算|决算|数|金额|安排|功能|分类|科目|的"
"""Words for rows, which choose none."""


def movers(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The classes of expenditure whose amount rose, or fell; one that only one of the years prints counts as nought in
    the other where that year's classes add up to its total."""
    years = sorted({y for _, y in targets})
    units = {u.iri for u, _ in targets}
    digits = lexicon("words")["level"]["named"].get(operator.parts["level"], 0)
    if len(years) != 2 or len(units) != 1 or not digits or leftover(operator.parts.get("what", ""), ROW_WORDS):
        return False
    text = "支出 " + "".join(w for w in ("预算", "决算") if w in asking.rest)
    held = [parts.parts_of(asking.books(targets[0][0], y), text, Level("functional", digits)) for y in years]
    if not all(held) or len({(f.form_id, f.column, f.stage) for rows in held for f in rows}) != 1:
        return False
    known = [{f.concept: f for f in rows} for rows in held]
    complete = [_complete(asking, (targets[0][0], y), rows) for y, rows in zip(years, held, strict=True)]
    if any(set(known[1 - n]) - set(known[n]) and not complete[n] for n in (0, 1)):
        return False
    down = DOWN.search(operator.parts["relation"]) is not None
    fitting = []
    for concept in dict.fromkeys(f.concept for rows in reversed(held) for f in in_print_order(rows)):
        before, now = known[0].get(concept), known[1].get(concept)
        gap = _amount(now) - _amount(before)
        if gap and (gap < 0) == down:
            fitting.append((before, now))
    return _say(asking, held, fitting, down)


Pair = tuple[Statement | None, Statement | None]


def _say(asking: Asking, held: Sequence[Sequence[Statement]], fitting: Sequence[Pair], down: bool) -> bool:
    first, last = held[0][0], held[1][0]

    def told(figure: Statement | None) -> str:
        return said(figure, asking.uom) if figure is not None else "没有这一行"

    listed = "；".join(f"{(now or before or last).item}（{told(before)}→{told(now)}）" for before, now in fitting)
    asking.out.text = (
        f"{last.unit.name}{last.year}年比{first.year}年{'减少' if down else '增加'}的共{len(fitting)}项"
        f"（《{last.form}》“{last.column}”栏）" + (f"：{listed}。" if fitting else "。")
    )
    shown = [f for pair in fitting for f in reversed(pair) if f is not None]
    asking.out.values = [value_of(f, asking.uom) for f in shown]
    asking.out.status = "answered"
    cite(asking.out, [*shown, first, last])
    return True


def _amount(figure: Statement | None) -> Decimal:
    return (figure.amount if figure is not None else None) or Decimal(0)


def _complete(asking: Asking, target: Target, rows: Sequence[Statement]) -> bool:
    """Whether rows add up to a total of their form and column."""
    one = rows[0]
    totals = {
        f.amount
        for f in asking.books(*target).figures
        if (f.form, f.column, f.stage) == (one.form, one.column, one.stage) and not f.code and is_total(f.item)
    }
    amount = sum((_amount(f) for f in rows), Decimal(0))
    return any(total is not None and abs(total - amount) <= ROUNDING for total in totals)
