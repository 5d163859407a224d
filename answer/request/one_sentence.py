"""Two quantities that one sentence tells, the first by its name with words that stand before it there, the second by
its bare name: 电子卖场成交金额 and 采购预算金额."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.held import ProseFact, as_statement
from answer.language.words import comparable
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand

ROLES = ("result", "budget", "")
"""What was done or planned: no target, share or change."""
OF = re.compile(r"占(?P<whole>[^，,；;\d]{2,}?)的?\s*\d")
"""Of what a share is told."""
SHORTEST = 2
"""Characters of a name that is looked for at the end of what a question says."""


def pair(asking: Asking, targets: Sequence[Target], first: str, second: str) -> list[Operand]:
    """The two, where every sentence that tells both tells the same; else none."""
    if len(targets) != 1:
        return []
    told: dict[tuple[str, str], list[ProseFact]] = {}
    for fact in asking.facts(targets):
        if fact.value is not None and fact.role in ROLES and fact.year in (None, targets[0][1]):
            told.setdefault((fact.evidence.place, fact.evidence.quote), []).append(fact)
    found = [
        (one, other)
        for facts in told.values()
        if (one := _called(facts, first)) is not None and (other := _beside(facts, one, second)) is not None
    ]
    if not found or len({(a.value, b.value) for a, b in found}) > 1:
        return []
    one, other = found[0]
    if (one.amount is None) != (other.amount is None) or (one.amount is None and one.uom != other.uom):
        return []
    said = [(one, first.strip()), (other, other.subject)]
    return [Operand(as_statement(f), f"{f.unit.name}{f.disclosure_year}年{words}") for f, words in said]


def share(asking: Asking, targets: Sequence[Target], part: str, whole: str) -> ProseFact | None:
    """The share that a sentence tells of a part in what it calls by the end of a whole's name, the rest of the name
    before it there: 占总成交量的81.37% of 电子卖场总成交量."""
    found: list[ProseFact] = []
    for fact in asking.facts(targets):
        of = OF.search(fact.text) if fact.role == "share" and comparable(fact.subject) == comparable(part) else None
        told = comparable(of["whole"]) if of else ""
        if told and comparable(whole).endswith(told):
            quote = comparable(fact.evidence.quote)
            before = quote[: quote.find(told)] + fact.unit.name
            if all(word in before for word in stated.content(comparable(whole).removesuffix(told))):
                found.append(fact)
    return found[0] if len({f.value for f in found}) == 1 else None


def _called(facts: Sequence[ProseFact], text: str) -> ProseFact | None:
    """The fact with the longest name that a text ends with, every other word of the text before it in its sentence."""
    asked = comparable(text)
    named = [f for f in facts if len(n := comparable(f.subject)) >= SHORTEST and asked.endswith(n)]
    if not named:
        return None
    best = max(named, key=lambda f: len(comparable(f.subject)))
    quote = comparable(best.evidence.quote)
    before = quote[: max(quote.find(comparable(best.text)), 0)]
    head = asked.removesuffix(comparable(best.subject))
    return best if all(word in before + best.unit.name for word in stated.content(head)) else None


def _beside(facts: Sequence[ProseFact], one: ProseFact, text: str) -> ProseFact | None:
    """The other fact that is called by a text, or by the text after what the first begins with (工程建设类项目预算金额
    beside 工程建设类项目中标金额)."""
    asked, name = comparable(text), comparable(one.subject)
    others = [f for f in facts if f is not one and comparable(f.subject).endswith(asked)]
    lent = [f for f in others if (own := comparable(f.subject)) != asked and name.startswith(own.removesuffix(asked))]
    return next((f for f in (*lent, *others) if f in lent or comparable(f.subject) == asked), None)
