"""What a form of the prose says under a label (主管部门：…), asked for by that label: 某项目的主管部门是谁."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose.sentences import Sentence, Target, sentences
from answer.request.reply import Reply, cite

LINE = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,8})[：:]\s*(?P<said>[^：:]{2,60}?)[；;。]?$")
ASKS = re.compile(
    "^(?P<of>.*?)(?:这个|这一)?(?:项目)?的?(?P<label>[\u4e00-\u9fff]{2,8}?)(?:名称)?(?:是|为|有|叫|指)?(?:的是)?"
    "(?:谁|哪(?:个|家|一个|一家|些|几个)?(?:部门|单位|机构|公司)?|什么(?:单位|部门)?)$"
)
DONE = re.compile(
    "^(?P<of>.+?)(?:这个|这一)?(?:项目)?(?:是|由)(?:谁|哪(?:个|家)(?:单位|部门|机构))(?:来|去)?"
    "(?P<label>实施|主管|负责|承担)的?$"
)
"""Asks by what was done: 是哪个单位实施的."""
NAMED = frozenset({"项目名称", "专项名称"})
"""Labels of what the lines after them tell of."""
ALIKE = 75.0
"""Least likeness (of 100) of a project's name to what a question calls it."""
NEXT_BEST = 8.0
"""How much less like another project's name must be."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands under a label, and the project it is told of."""

    label: str
    said: str
    project: str
    sentence: Sentence


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """What the lines with the label that a question asks for say, of the project it names; False where two projects
    fit and say different things."""
    asked = ASKS.match(text.strip()) or DONE.match(text.strip())
    if asked is None:
        return False
    held = [line for target in targets for line in _lines(knowledge, target)]
    fitting = [h for h in held if _ends(asked, h.label)]
    said = max((h.label for h in fitting if asked["label"].endswith(h.label)), key=len, default=asked["label"])
    of = comparable(asked["of"] + asked["label"].removesuffix(said)).removesuffix("的").removesuffix("项目")
    if of:
        likeness = {h.project: fuzz.ratio(comparable(h.project).removesuffix("项目"), of) for h in fitting}
        best = max(likeness.values(), default=0.0)
        fitting = [h for h in fitting if likeness[h.project] > best - NEXT_BEST and best >= ALIKE]
    if not fitting or len({comparable(h.said) for h in fitting}) > 1:
        return False
    one = fitting[0]
    reply.text = f"{one.said}。原文：“{one.project}{'；' if one.project else ''}{one.sentence.text}”"
    reply.status = "answered"
    cite(reply, [one.sentence.evidence])
    return True


def _ends(asked: re.Match[str], label: str) -> bool:
    """Whether what is asked for is a label, or the end of one (实施单位 of 项目实施单位)."""
    if asked.re is DONE:
        return asked["label"] in label
    return asked["label"].endswith(label) or (len(asked["label"]) > 3 and label.endswith(asked["label"]))


def _lines(knowledge: Knowledge, target: Target) -> Iterator[Line]:
    project = ""
    for sentence in sentences(knowledge, target):
        found = LINE.match(sentence.text)
        if found is None:
            continue
        if found["label"] in NAMED:
            project = found["said"]
        else:
            yield Line(found["label"], found["said"], project, sentence)
