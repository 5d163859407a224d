"""Sums and means: of several figures, of all projects, over units and years, or the total that is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.projects import project_rows
from answer.projects.projects import project as project_money
from answer.prose import quoted
from answer.request import conjuncts, plans
from answer.request.asking import Asking, Target, reading_of
from answer.request.plans import Operand
from answer.request.question import Operator
from ingest.language.quantities import number

FLOWS = ("revenue", "expenditure")
TOTAL = re.compile("合计|总计")


ITEMS_SAID = re.compile(r"(?P<count>[两二三四五六七八九])(?:项(?!级|目)|者|笔)")


def _as_said(asking: Asking, operands: Sequence[Operand]) -> bool:
    """Whether as many figures are added up as the question says it names: 三项合计."""
    said = ITEMS_SAID.search(asking.rest)
    return said is None or number(said["count"]) == len({(o.figure.item, o.figure.column) for o in operands})


def total(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The sum of several figures, or the total that the document prints itself."""
    if project_rows.counted(asking.rest):
        return _of_projects(asking, targets)
    called = len(TOTAL.findall(asking.rest))
    several = called > 1
    for text in (asking.rest, TOTAL.sub(" ", asking.rest) if several else operator.rest):
        found = asking.look_up(targets, text)
        if len(targets) == 1 and len(found) == (called if several else 1) and all(f.any for f in found):
            # One total that is printed, or several that are each called one: 收入合计和支出合计.
            return plans.say(asking.out, found, asking.uom)
    if several:
        return False
    found = asking.look_up(targets, operator.rest)
    flows = {r.best.measure.removesuffix("-total") for r in reading_of(found)} & set(FLOWS)
    if (any(f.blanks for f in found) or len(flows) > 1) and all(f.any for f in found):
        # What is printed blank is no zero, what came in is not added to what went out: each as it stands.
        return plans.say(asking.out, found, asking.uom)
    operands = asking.operands(targets, operator.rest)
    # Said twice (水电费，即水费和电费) is counted once.
    once = list({o.figure.iri: o for o in operands}.values())
    operands, lookups = once, len(found) - len(operands) + len(once)
    if len(listed := conjuncts.items(asking, targets, operator.rest)) > len(operands):
        return plans.total(asking.out, listed, asking.uom)
    scopes = {o.figure.scope for o in operands if len({p.figure.unit.iri for p in operands}) == 1}
    if len(operands) != lookups or len(scopes) > 1 or counted_twice(asking, operands):
        return project_money(asking.out, asking.knowledge, targets, asking.rest, asking.uom)
    if operands and not _as_said(asking, operands):
        return False
    if plans.total(asking.out, operands, asking.uom):
        return asking.left_out(targets, [o.figure for o in operands])
    return (
        not operands and project_money(asking.out, asking.knowledge, targets, asking.rest, asking.uom)
    )


def _of_projects(asking: Asking, targets: Sequence[Target]) -> bool:
    """The sum over all projects, where as many are held as the question says."""
    held = project_rows.rows(asking, targets)
    said = project_rows.counted(asking.rest)
    if len(held) < 2 or said not in (len(held), project_rows.ALL):
        return False
    return plans.total(asking.out, [Operand(f, f.item) for f in held], asking.uom)


def average(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The mean of several figures."""
    operands = asking.operands(targets, operator.rest)
    done = not counted_twice(asking, operands) and plans.total(asking.out, operands, asking.uom, mean=True)
    return done and asking.left_out(targets, [o.figure for o in operands])


def counted_twice(asking: Asking, operands: Sequence[Operand]) -> bool:
    """Whether a consolidated figure (部门) stands beside that of one of the units it takes in."""
    units = {o.figure.unit.iri for o in operands}
    return any(
        o.figure.scope == "部门"
        and (quoted.member_iris(asking.knowledge, (o.figure.unit, o.figure.year)) & units) - {o.figure.unit.iri}
        for o in operands
    )
