"""A fund that a question names beside an item (一般公共预算财政拨款支出中行政运行的年初预算) where no table prints the
figure and no sentence names both: the heading that the item's sentence stands under says the fund."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from answer.language.words import comparable
from answer.prose.item_check import items_named
from answer.prose.sentences import sentences
from answer.request.asking import Asking, Target

FUND = re.compile(
    "(?P<fund>一般公共预算|政府性基金|国有资本经营)(?:预算)?(?:当年)?(?:财政)?(?:拨款)?(?:支出|收入)?"
    "(?:(?:决算|预算)?(?:里面?|中|内))?的?"
)
Way = Callable[[Asking, Sequence[Target]], bool]


def tell(asking: Asking, targets: Sequence[Target], way: Way) -> bool:
    """Whether a way answers the question without its fund, from a sentence under a heading that names it."""
    asked = asking.rest
    found = FUND.search(asked)
    plain = FUND.sub("", asked, count=1) if found else ""
    if found is None or len(targets) != 1 or FUND.search(plain) or not items_named(comparable(plain)):
        return False
    asking.rest = plain
    if way(asking, targets) and asking.out.status == "answered" and _under(asking, targets[0], found["fund"]):
        return True
    asking.clear()
    asking.rest = asked
    return False


def _under(asking: Asking, target: Target, fund: str) -> bool:
    """Whether the first sentence cited stands under a heading that names a fund."""
    cited = asking.out.evidence[0]
    return any(
        fund in s.heading and comparable(s.text) in comparable(cited["quote"])
        for s in sentences(asking.knowledge, target)
        if s.evidence.place == cited["iri"]
    )
