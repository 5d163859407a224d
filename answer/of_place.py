"""A question that names a place and no body: what the place's one body tells of its work answers it. Its accounts do
not: a place spends more than one of its bodies does."""

from __future__ import annotations

from collections.abc import Sequence

from answer import telling
from answer.figures import agreement
from answer.language.words import lexicon
from answer.prose import naming
from answer.request.asking import Asking, Target
from answer.request.question import asks_quantity
from answer.request.reply import Reply, refuse


def of_accounts(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether something is asked for that every body has of its own: none of them tells it for the place."""
    money = any(f.any for f in asking.look_up(targets, asking.rest))
    return money or any(word in asking.rest for word in lexicon("bodies")["places"]["own"])


def tell(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the body's prose answers by every word of the question."""
    if telling.tell(asking, targets) and asking.out.status == "answered" and not agreement.of_own_accounts(asking.out):
        return True
    return not asks_quantity(asking.rest) and naming.quote(
        asking.out, asking.knowledge, targets, asking.rest, least=1.0
    )


def of_its_work(asking: Asking, targets: Sequence[Target], reply: Reply) -> bool:
    """Whether an answer, found as for the body itself, stands in none of the forms of its accounts."""
    forms = {f.form for t in targets for f in asking.knowledge.books(*t).figures if f.kind == "table"}
    return (
        reply.status == "answered"
        and not agreement.of_own_accounts(reply)
        and not any(e["form"] in forms for e in reply.evidence)
    )


def refused(asking: Asking, place: str, whose: str, last: Sequence[Target]) -> Reply:
    """That the question names no body, and which are held of the place."""
    why = f"没有写明“{place}”的哪个单位；收有：{whose}。"
    return refuse(asking.out, "no unit", why, [f"{u.name}{y}年{asking.rest}" for u, y in last])
