"""Whether a printed percentage comes from the figures printed beside it: 增长26.05%算得对不对.

One that the document prints of what is named is reckoned from what its sentence gives; one that does not come out is
left to the findings. A change that no sentence gives so is reckoned from the figures of both years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from answer.figures import changes
from answer.figures.premises import way_of
from answer.holdings.held import ProseFact
from answer.language.words import comparable
from answer.prose.item_check import items_named, spellings
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.question import Operator
from answer.request.reply import cite, value_of_fact
from answer.request.speak import SCALE, number, rounded, trimmed


def comes_out(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """That a percentage comes out as printed, with the division."""
    if len(targets) != 1:
        return False
    claim, rate = operator.parts["claim"], Decimal(operator.parts["rate"])
    role = "completion" if "完成" in claim else "share" if "占" in claim else "change"
    facts = asking.facts(targets)
    fitting = [m.fact for m in stated.fitting(facts, operator.parts["what"], role)]
    printed = [f for f in fitting if stated.is_rate(f.uom) and f.value == rate and _of_item(f, operator.parts["what"])]
    printed = [f for f in printed if role != "change" or way_of(f.text) == way_of(claim)]
    told = {(p.value, p.subject): (p, found) for p in printed if (found := _terms(facts, p, role)) is not None}
    if not told and role == "change":
        return _of_two_years(asking, operator, targets, any(f.value == rate and stated.is_rate(f.uom) for f in facts))
    if len(told) != 1:
        return False
    fact, (upper, lower) = next(iter(told.values()))
    places = max(-int(rate.as_tuple().exponent), 0)
    if not lower or rounded(upper / lower * 100, places) != rate:
        return False
    unit, year = targets[0]
    above, below = (number(trimmed(amount / SCALE["万元"])) for amount in (upper, lower))
    asking.out.formula = f"{above}万元 ÷ {below}万元 × 100% = {number(rate)}%"
    asking.out.text = (
        f"对，与所列金额一致：{unit.name}{year}年{fact.subject.rsplit('/', 1)[-1]}{claim}，{asking.out.formula}。"
        f"正文原句：“{fact.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(fact)]
    asking.out.status = "answered"
    cite(asking.out, [fact])
    return True


def _of_two_years(asking: Asking, operator: Operator, targets: Sequence[Target], printed: bool) -> bool:
    """Whether a rate of change is what the figures of two years come to. One that is printed somewhere and
    does not come out so may be reckoned from others."""
    claim, rate = operator.parts["claim"], Decimal(operator.parts["rate"])
    if not changes.worked_out(asking, Operator("change", {}, operator.parts["what"]), targets):
        return False
    found = [v for v in asking.out.values if v["measure"] == "变化率" and v["derived"]]
    if len(found) != 1 or len(asking.out.evidence) < len(("now", "before")):
        return False
    reckoned = Decimal(found[0]["value"])
    way = "增加" if reckoned > 0 else "减少"
    places = max(-int(rate.as_tuple().exponent), 0)
    right = way == way_of(claim) and rounded(abs(reckoned), places) == rate
    if printed and not right:
        return False
    asking.out.text = f"{'对，与两年的数一致' if right else '不对，与两年的数不一致'}：{asking.out.text}"
    return True


def _of_item(fact: ProseFact, what: str) -> bool:
    """Whether a quantity is told of the item that is named, where one is."""
    own = comparable(fact.subject)
    return all(any(name in own for name in spellings(item)) for item in items_named(comparable(what)))


def _terms(facts: Sequence[ProseFact], rate: ProseFact, role: str) -> tuple[Decimal, Decimal] | None:
    """What a rate is divided from, in the sentence that prints it: the part and the whole, in yuan."""
    beside = [
        f
        for f in facts
        if f.amount is not None and f.uom != "%"
        and (f.evidence.place, f.evidence.quote, f.subject) == (rate.evidence.place, rate.evidence.quote, rate.subject)
    ]  # fmt: skip
    amounts: dict[str, set[Decimal]] = {}
    for f in beside:
        amounts.setdefault(f.role, set()).add(f.amount or Decimal(0))
    if any(len(each) > 1 for each in amounts.values()):
        return None
    one = {kind: next(iter(each)) for kind, each in amounts.items()}
    if role == "completion":
        return (one["result"], one["budget"]) if {"result", "budget"} <= set(one) else None
    now = [one[kind] for kind in ("result", "budget") if kind in one]
    if role != "change" or "change" not in one or len(now) != 1:
        return None
    risen = way_of(rate.text)
    return (one["change"], now[0] - one["change"] if risen == "增加" else now[0] + one["change"]) if risen else None
