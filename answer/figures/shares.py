"""Figures as shares of others: one, each of several, those of which a unit or a year has more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import relations
from answer.prose import told
from answer.request import compound, conjuncts, one_sentence, plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import Reply

WHOLES = ("支出合计", "收入合计", "三公经费")
"""Totals that are made up of a few parts."""
INSIDE = re.compile(r"^(?:全部|整个|全)|(?:里面|里|中|当中|之中)$")
"""Words around the name of a whole."""
EACH = re.compile("(?:各自|分别|各)(?!项|类|款|级|种|单位|部门|科|年)")
"""Asks for several things one by one."""
PARTS = frozenset({"basic", "project"})
APPROPRIATED = frozenset({"fiscal", "general"})
"""Funds of which one is said for the other: forms of final accounts head their columns with either."""
SUMMED = re.compile("合计|之和|总和|总计")


def of_which(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Of which unit, or year, one figure is the larger share of another."""
    each = [
        (part, whole)
        for target in targets
        if (part := relations.one(asking, [target], operator.parts["part"])) is not None
        and (whole := relations.one(asking, [target], INSIDE.sub("", relations.whole_of(operator)))) is not None
    ]
    return len(each) == len(targets) > 1 and relations.compare_shares(asking, operator, each)


def ratio(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """One figure as a share of another, both of one fund where the whole is of one."""
    words = EACH.sub("", operator.parts.get("part", ""))
    if "whole" not in operator.parts and EACH.search(asking.rest):
        return _shares_of_procurement(asking, targets, words) or _shares_of_sum(asking, targets, words)
    if len(targets) == 1 and targets[0][0].within:
        return relations.of_department(asking, operator, targets)
    if "whole" not in operator.parts:
        # Of what it is a share, the sentence that tells it says.
        return _of_all(asking, operator, targets) or told.quantity(
            asking.out, asking.knowledge, targets, asking.rest, ""
        )
    part = asking.operands(targets, words)
    of = INSIDE.sub("", operator.parts.get("whole", ""))
    whole = asking.operands(targets, of)
    if len(whole) > 1 and SUMMED.search(of):
        whole = plans.added(asking.operands(targets, SUMMED.sub(" ", of)))
    if not part and len(whole) == 1:
        # A part named within its whole: 政府采购支出中，工程类.
        part = asking.operands(targets, f"{operator.parts.get('whole', '')} {words}")
        part = [o for o in part if o.figure.iri != whole[0].figure.iri]
    if len(part) > 1 and len(whole) == 1 and len(targets) == 1 and EACH.search(asking.rest):
        return _each_share(asking, part, whole[0])
    if len(part) == 1 and len(whole) == 1:
        if slipped(part[0], whole[0]):
            return False
        if _exceeds(part[0], whole[0]):
            # A part is named within its whole: 项目支出中财政拨款.
            part = asking.operands(targets, f"{of} {words}")
            return len(part) == 1 and not _exceeds(part[0], whole[0]) and (
                plans.share(asking.out, part[0], whole[0], "占比")
            )
        fund = whole[0].figure.fund
        if fund in ("", "all") or part[0].figure.fund == fund or not part[0].figure.measure:
            return plans.share(asking.out, part[0], whole[0], "占比")
        same = [o for o in asking.operands_of(targets, words) if o.figure.fund == fund]
        if same or {fund, part[0].figure.fund} <= APPROPRIATED:
            return plans.share(asking.out, (same or part)[0], whole[0], "占比")
    if told.quantity(asking.out, asking.knowledge, targets, asking.rest, ""):
        return True
    asking.clear()
    if (share := one_sentence.share(asking, targets, words, of)) is not None:
        return told.say_together(asking.out, [share], "")
    pair = one_sentence.pair(asking, targets, words, of)
    return len(pair) == 2 and plans.share(asking.out, pair[0], pair[1], "占比")


def slipped(part: Operand, whole: Operand) -> bool:
    """Whether a sentence says yuan where its neighbours say ten thousand: what it says is no share of the whole."""
    a, b = part.figure, whole.figure
    return "prose" in (a.kind, b.kind) and {a.uom, b.uom} == {"元", "万元"} and max(a.value, b.value) < SLIP


def _exceeds(part: Operand, whole: Operand) -> bool:
    a, b = part.figure.amount, whole.figure.amount
    return a is not None and b is not None and a > b


def _shares_of_procurement(asking: Asking, targets: Sequence[Target], words: str) -> bool:
    """Goods, works and services as shares of what is bought in all: of what else shares are meant is not said."""
    if "采购" not in words or len(targets) != 1:
        return False
    each = conjuncts.items(asking, targets, words) or asking.operands(targets, words)
    whole = relations.one(asking, targets, "政府采购预算" if "预算" in words else "政府采购支出总额")
    if len(each) < 2 or whole is None or sum(o.figure.amount or 0 for o in each) > (whole.figure.amount or 0):
        return False
    return _each_share(asking, each, whole)


def _shares_of_sum(asking: Asking, targets: Sequence[Target], words: str) -> bool:
    """Several figures as shares of the one printed total that they come to: of what else shares are meant is not
    said."""
    asking.clear()
    each = conjuncts.items(asking, targets, words) or asking.operands(targets, words)
    amount = sum(o.figure.amount or 0 for o in each)
    if len(each) < 2 or not amount or len(targets) != 1:
        return False
    wholes = [w for name in WHOLES if (w := relations.one(asking, targets, name)) is not None]
    whole = next((w for w in wholes if w.figure.amount == amount and w.figure.stage == each[0].figure.stage), None)
    return whole is not None and _each_share(asking, each, whole)


def _each_share(asking: Asking, parts: Sequence[Operand], whole: Operand) -> bool:
    """Each of several figures as a share of one; all of them, or none."""
    told = [Reply(asking.out.question) for _ in parts]
    done = all(plans.share(out, part, whole, "占比") for out, part in zip(told, parts, strict=True))
    return done and compound.joined(asking.out, told) is not None


def _of_all(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """A class, basic or project expenditure as a share of all: of what else a share is meant the question must say."""
    part = relations.one(asking, targets, operator.parts["part"])
    whole = relations.one(asking, targets, relations.whole_of(operator))
    if part is None or whole is None or part.figure.scheme == "economic":
        return False
    if part.figure.nature not in PARTS and part.figure.scheme != "functional":
        return False
    return plans.share(asking.out, part, whole, "占比")


SLIP = 100_000
"""Yuan that are hardly said in yuan beside amounts in ten thousand."""
