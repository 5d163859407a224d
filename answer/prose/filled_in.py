"""The day that a form was filled in, as the line beside its title prints it (填报日期：2024年5月16日)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose.sentences import Sentence, Target, sentences
from answer.request.reply import Reply, cite

LINE = re.compile(
    r"填(?:报|表|写|制)?(?:日期|时间)[：:]\s*(?P<said>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-./]\d{1,2}[-./]\d{1,2})"
)
ASKS = re.compile(
    "(?:是)?(?:在)?(?:哪一?天|什么时候|何时|什么日期|几月几[日号]|几号)填(?:报|表|写|制|好|完)?的?$"
    "|的?填(?:报|表|写|制)(?:的)?(?:日期|时间)(?:是|为|在)?(?:什么时候|哪一?天|何时|几号|几月几[日号]|多少)?$"
)
EDGE = re.compile("^的|的$|[是在]$")
LEAST = 3
"""Characters of the title that a question must say."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The day, of the form whose title a question says; each with its title where it says that of several."""
    asked = ASKS.search(text.strip())
    title = EDGE.sub("", comparable(text.strip()[: asked.start()])) if asked else ""
    if len(title) < LEAST:
        return False
    found: dict[str, tuple[str, Sentence]] = {}
    for target in targets:
        for sentence in sentences(knowledge, target):
            line = LINE.search(sentence.text)
            if line is not None and title in sentence.heading:
                found.setdefault(sentence.heading.rsplit("/", 1)[-1], (re.sub(r"\s", "", line["said"]), sentence))
    if not found:
        return False
    days = {day for day, _ in found.values()}
    one = next(iter(found.values()))[1]
    if len(days) == 1:
        reply.text = f"{days.pop()}。原文：“{one.text}”"
    else:
        reply.text = "；".join(f"《{title}》：{day}" for title, (day, _) in found.items()) + "。"
    reply.status = "answered"
    cite(reply, [sentence.evidence for _, sentence in found.values()])
    return True
