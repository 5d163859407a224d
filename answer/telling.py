"""What evaluations and prose say of a question that the tables do not answer: each way of telling in its turn."""

from __future__ import annotations

from collections.abc import Sequence

from answer import achieved, beside, deeds, procurement, projects, sentences, stages, told
from answer.asking import Asking, Target
from answer.question import asks_quantity

BEFORE = (projects.project, stages.both, achieved.indicator_first)
QUANTITIES = (told.quantities, told.quantity, sentences.number, beside.number, told.counted, deeds.number)
"""Ways to a number: the surest first."""
AFTER = (told.numbered,)


def bought(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the form of procurement answers for the thing that a question about buying names."""
    return procurement.bought(asking, targets, project=False)


def tell(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether one of them answers."""
    quantities = QUANTITIES if asks_quantity(asking.rest) else ()
    if procurement.bought(asking, targets):
        return True
    asking.clear()
    for way in (*BEFORE, *quantities, *AFTER):
        if way(asking.out, asking.knowledge, targets, asking.rest, asking.asked.uom):
            return True
        asking.clear()
    return False
