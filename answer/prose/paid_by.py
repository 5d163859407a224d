"""Whether something is paid out of certain money: 公务接待费由财政拨款列支吗. A sentence tells it; that a cell is blank
does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose.item_check import items_named, spellings
from answer.prose.sentences import Target, sentences
from answer.request.reply import Reply, cite

PAID = re.compile(r"由(?P<by>[\u4e00-\u9fff“”（）]{2,20}?)(?:中|里)?(?:列支|开支|支付|负担|承担|支出|解决)")


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], what: str, by: str) -> bool:
    """Yes or no with the sentence that says what money something is paid from; False where none, or several, say it."""
    items = items_named(comparable(what))
    names = {name for item in items for name in spellings(item)} or {comparable(what)}
    found = {
        s.text: (s, paid["by"])
        for target in targets
        for s in sentences(knowledge, target)
        if (paid := PAID.search(s.text)) and any(n in comparable(s.text[: paid.start()]) for n in names)
    }
    if len({source for _, source in found.values()}) != 1:
        return False
    sentence, source = next(iter(found.values()))
    same = comparable(by) in comparable(source) or comparable(source) in comparable(by)
    reply.text = f"{'是，' if same else '不是，而是'}由{source}列支。原文：“{sentence.text}”"
    reply.status = "answered"
    cite(reply, [sentence.evidence])
    return True
