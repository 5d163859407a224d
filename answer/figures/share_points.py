"""How many percentage points the share of one figure in another lies above, or below, that of another year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import relations, shares
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import Reply, computed
from answer.request.speak import number, rounded

BEFORE = re.compile("上一?年|去年|前一年")


def apart(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The share in each of two years of one unit, and by how many points the later lies apart from the earlier."""
    unit, year = targets[-1]
    years = sorted({y for _, y in targets} | ({year - 1} if BEFORE.search(asking.rest) else set()))
    if len(years) != 2 or any(u != unit for u, _ in targets):
        return False
    pairs = [_pair(asking, operator, (unit, y)) for y in years]
    told, rates = [Reply(asking.out.question) for _ in pairs], []
    for one, pair in zip(told, pairs, strict=True):
        if pair is None or not plans.share(one, *pair, "占比"):
            return False
        part, whole = (o.figure.amount for o in pair)
        if part is None or not whole or part > whole:
            return False
        rates.append(part / whole * 100)
    if len({pair[0].figure.stage for pair in pairs if pair}) != 1:
        return False
    out, gap = asking.out, rounded(rates[1] - rates[0], 2)
    change = f"{'提高' if gap > 0 else '下降'}{number(abs(gap))}个百分点" if gap else "没有变化"
    out.text = told[0].text + told[1].text + f"占比{change}。"
    out.formula = f"{told[1].formula}；{told[0].formula}；相差{number(gap)}个百分点"
    out.values = [computed(abs(gap), "个百分点", None, "占比的变化"), *(v for one in told for v in one.values)]
    out.evidence = [e for one in told for e in one.evidence]
    out.status = "answered"
    return True


def _pair(asking: Asking, operator: Operator, target: Target) -> tuple[Operand, Operand] | None:
    """Part and whole in one year, of one stage and one fund."""
    part = relations.one(asking, [target], operator.parts["part"])
    whole = relations.one(asking, [target], shares.INSIDE.sub("", operator.parts["whole"]))
    if part is None or whole is None or part.figure.stage != whole.figure.stage:
        return None
    one_fund = whole.figure.fund in ("", "all", part.figure.fund) or not part.figure.measure
    return (part, whole) if one_fund else None
