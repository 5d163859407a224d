"""What of a project's money comes from where (当年财政拨款, 上年结转资金, 其他资金), as its form prints it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.knowledge import Knowledge
from answer.projects.achieved import Target, closest
from answer.projects.projects import HeldProject, cells, money, projects, says_more
from answer.request.reply import Reply, cite
from answer.request.speak import grouped

RECKONED = re.compile("占|比|率|最|哪|差|吗$|合计|一共|总共|加起来|为什么|为何")
"""Does more with the amounts than say them."""
END = re.compile("(?:资金|拨款)$")
LEAST = 4
"""Characters of the name of a source of money."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """What one project gets from the sources that a question names; False where its form does not print one of them, or
    two of its forms differ."""
    held = [p for target in targets for p in projects(knowledge, target)]
    named, rest = _named(held, text)
    plain = re.sub("项目", " ", rest)
    if not named or RECKONED.search(text):
        return False
    best = [p for p in closest([(p, p.name, "") for p in held], plain) if p.funds]
    told = {tuple(dict(p.funds).get(name) for name in named) for p in best}
    amounts = [a for a in next(iter(told), ()) if a is not None]
    if len(told) != 1 or len(amounts) != len(named) or says_more(plain, best[0]):
        return False
    one = best[0]
    reply.values = [money(one, name, amount, uom) for name, amount in zip(named, amounts, strict=True)]
    said = [f"{n}{grouped(Decimal(v['value']))}{v['unit']}" for n, v in zip(named, reply.values, strict=True)]
    reply.text = f"{one.unit.name}{one.year}年项目“{one.name}”：{'，'.join(said)}。"
    reply.status = "answered"
    cite(reply, [*cells(knowledge, one, amounts), one.evidence])
    return True


def _named(held: Sequence[HeldProject], text: str) -> tuple[list[str], str]:
    """The sources of money that a question names as a form prints them, and the question without them."""
    found: list[str] = []
    for name in sorted({name for p in held for name, _ in p.funds}, key=lambda n: (-len(n), n)):
        said = next((s for s in (name, END.sub("", name)) if len(s) >= LEAST and s in text), "")
        if said:
            found.append(name)
            text = text.replace(said, " ")
    return found, text
