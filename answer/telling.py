"""What evaluations and prose say of a question that the tables do not answer: each way of telling in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import agreement, procurement
from answer.projects import achieved, apart, enumerated, projects, resaid
from answer.prose import (
    beside,
    deeds,
    from_to,
    item_check,
    labelled,
    listed_things,
    number_check,
    sentences,
    stages,
    told,
)
from answer.request.asking import Asking, Target, reading_of
from answer.request.lookup import Found
from answer.request.question import asks_quantity

BEFORE = (projects.project, stages.both, achieved.indicator_first, listed_things.number, from_to.numbers)
QUANTITIES = (
    enumerated.quantities, told.quantities, told.quantity, sentences.number, beside.number, told.counted, deeds.number
)
"""Ways to a number: the surest first."""
SURE = (sentences.number, beside.number, told.counted, deeds.number, told.numbered)
"""Those that a question said again is asked by."""
AFTER = (told.numbered, labelled.tell)
ONE_BY_ONE = re.compile("(?:、|和|与|及).*(?:分别|各自|各)(?:是|为|有|占)?(?:多少|几)")
"""Asks for several things, which no one number answers."""


def bought(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the form of procurement answers for the thing that a question about buying names."""
    return procurement.bought(asking, targets, project=False)


def own_money(asking: Asking, targets: Sequence[Target], found: Sequence[Found]) -> bool:
    """Whether a project's own money answers, where what was found is only what is bought for it."""
    return any("采购" in r.best.form for r in reading_of(found)) and projects.project(
        asking.out, asking.knowledge, targets, asking.rest, asking.uom
    )


def apart_in_prose(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether a difference or a sum that the tables do not give can be worked out from what the prose tells."""
    return apart.tell(asking, targets, QUANTITIES)


def tell(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether one of them answers."""
    if apart.wanted(asking.rest):
        return apart.tell(asking, targets, QUANTITIES)
    several = len(targets) == 1 and ONE_BY_ONE.search(asking.rest) is not None
    quantities = QUANTITIES if asks_quantity(asking.rest) else ()
    if procurement.bought(asking, targets):
        return True
    asking.clear()
    for way in (*BEFORE, *quantities, *AFTER):
        if way(asking.out, asking.knowledge, targets, asking.rest, asking.asked.uom) and not (
            way not in BEFORE
            and ((several and len(asking.out.values) < 2) or not _fits(asking, targets))
        ) and not (way in quantities and agreement.disagreement(asking.asked, asking.out)):
            return True
        asking.clear()
    if quantities and not several:
        found = resaid.number(asking.out, asking.knowledge, targets, asking.rest, asking.asked.uom, SURE)
        return found and _of_what_is_named(asking, targets)
    return False


def _fits(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether a number of the prose can be what is asked for, and is told of the item that the question names."""
    return number_check.fits(asking.rest, asking.out) and (
        not asking.out.values or not asking.out.evidence or _of_what_is_named(asking, targets)
    )


def _of_what_is_named(asking: Asking, targets: Sequence[Target]) -> bool:
    return item_check.of_stage(asking.rest, asking.out) and item_check.of_item(
        asking.rest, asking.out, asking.knowledge, targets[0]
    )
