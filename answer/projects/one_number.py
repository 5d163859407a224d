"""The one number that the prose of a unit and year tells of what a text names, as an answer of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from answer.holdings.knowledge import Knowledge
from answer.projects import resaid
from answer.prose import item_check, number_check
from answer.prose.sentences import Target
from answer.request.asking import Asking
from answer.request.reply import Reply

Way = Callable[[Reply, Knowledge, Sequence[Target], str, str], bool]


def told(asking: Asking, target: Target, text: str, ways: Sequence[Way]) -> Reply | None:
    """None where nothing, or more than one number, is told, or one that was reckoned; ``ways`` find it."""

    def said_again(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
        return resaid.number(reply, knowledge, targets, text, uom, ways)

    for way in (*ways, said_again):
        reply = Reply(asking.out.question)
        if (
            way(reply, asking.knowledge, [target], text, "")
            and reply.status == "answered"
            and len(reply.values) == 1
            and reply.evidence
            and not reply.values[0]["derived"]
            and number_check.fits(text, reply)
            and item_check.of_item(text, reply, asking.knowledge, target)
        ):
            return reply
    return None
