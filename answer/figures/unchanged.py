"""Whether something is what it was the year before: 和上年一样多吗. Two years' figures are set side by side; where
only one year is held, its prose tells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from answer.figures import changes
from answer.prose import item_told
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.question import Operator
from answer.request.reply import cite

TWO = 2
"""Years that can be the same."""


def same(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Yes or no, with both figures, or with the sentence that says so."""
    what = operator.parts["what"].strip(" 的和与同跟较比")
    if len({unit.iri for unit, _ in targets}) != 1 or not what:
        return False
    if len(targets) > 1:
        operands = asking.operands(targets, what) if len(targets) == TWO else []
        return len(operands) == TWO and plans.difference(asking.out, operands, asking.uom) and _said(asking)
    sentence = item_told.unchanged(what, asking.knowledge, targets[0])
    if sentence is None:
        return changes.worked_out(asking, Operator("change", {}, what), targets) and _said(asking)
    asking.out.text = f"是，一样。原文：“{sentence.text}”"
    asking.out.status = "answered"
    cite(asking.out, [sentence.evidence])
    return True


def _said(asking: Asking) -> bool:
    """Puts the verdict before a difference or a change; always True."""
    nought = not Decimal(asking.out.values[0]["value"])
    asking.out.text = f"{'是，一样' if nought else '否，不一样'}：{asking.out.text}"
    return True
