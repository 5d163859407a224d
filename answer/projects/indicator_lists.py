"""The indicators of a unit or of a project, listed: all, or those of the kinds that a question names (数量指标,
满意度指标), each with its target and its result as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.language.words import comparable, garnish, lexicon, neutral
from answer.projects.achieved import HeldIndicator, Target, indicators, of_project, said_of, told_before
from answer.request import stated
from answer.request.asking import Asking
from answer.request.question import Operator
from answer.request.reply import cite

END = "指标"
WHICH = re.compile("哪(?:些|几[个项]|[一二两三四五六七八九十]个)|什么|啥|列出|列举|列一下")
MOST_LISTED = 60
"""Indicators that one answer lists."""


def listing(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """All indicators that a question asks for, each once, in their printed order; False where it asks for those of a
    kind that no indicator is called by."""
    if len(targets) != 1 or not WHICH.search(asking.rest):
        return False
    held = of_project(list(indicators(asking.knowledge, targets[0])), asking.rest)
    kinds, text = _kinds(held, comparable(WHICH.sub("", asking.rest)))
    for project in {comparable(i.project) for i in held} - {""}:
        text = text.replace(project, "")
    text = re.sub(f"{END}|{lexicon('prose')['indicators']['beside']}", " ", text)
    if any(w not in neutral() | garnish() | stated.light() for w in stated.content(text)):
        return False
    found: dict[tuple[str, str], HeldIndicator] = {}
    for one in held:
        name = told_before(one, [n for project, n in found if project == one.project])
        if not kinds or kinds.keys() & _called(one):
            found.setdefault((one.project, name), one)
    if not found or len(found) > MOST_LISTED:
        return False
    listed = list(found.values())
    bare = [i for i in held if kinds and not i.kinds]
    projects = dict.fromkeys(i.project for i in listed)
    several = len(projects) > 1
    rows = "；".join((f"［{i.project or '整体'}］" if several else "") + f"{i.name}（{said_of(i)}）" for i in listed)
    rows = rows.replace("（）", "")
    unit, year = targets[0]
    of = f"项目“{listed[0].project}”的" if not several and listed[0].project else ""
    named = "、".join(f"{kind}{END}" for kind in kinds) or "绩效指标"
    asking.out.text = f"{unit.name}{year}年公开的{of}{named}共{len(listed)}个：{rows}。" + (
        f"另有{len(bare)}个指标没有写明类别。" if bare else ""
    )
    asking.out.status = "answered"
    cite(asking.out, [place for i in listed for place in i.places[:1]])
    return True


def _kinds(held: Sequence[HeldIndicator], text: str) -> tuple[dict[str, None], str]:
    """The kinds that a text names, as indicators are called, and the text without them."""
    named: dict[str, None] = {}
    for kind in sorted({k for i in held for k in _called(i)}, key=lambda k: (-len(k), k)):
        if kind in text:
            named[kind] = None
            text = text.replace(kind, "")
    return named, text


def _called(one: HeldIndicator) -> set[str]:
    return {comparable(kind).removesuffix(END) for kind in one.kinds}
