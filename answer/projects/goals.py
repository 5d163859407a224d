"""Annual and overall goals, of a unit and of its projects, as evaluations, target tables and the prose print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.projects.achieved import Target
from answer.request import stated
from answer.request.reply import Reply, cite
from graph.queries import bound

WHOLE = re.compile("总目标|(?<!年度)总体目标")
"""Asks for what a project is for over all its years."""
OF_ALL = frozenset({"项目", "部门", "单位", "整体", "绩效", "年度", "总体"})
"""Words that name no project."""


@dataclass(frozen=True, slots=True)
class HeldGoal:
    """A goal with its printed number, or the heading of one without; ``project`` is empty for one of the whole unit."""

    project: str
    number: str
    text: str
    evidence: Evidence


def goals(knowledge: Knowledge, target: Target) -> list[HeldGoal]:
    """All goals of a unit and year, in the order of the disclosure."""
    unit, year = target
    found = []
    for row in rows_of(knowledge.generation, bound("goals", knowledge.generation.base, unit=unit.iri, year=year)):
        text = text_of(row, "text")
        place = printed_at(row, text, "年度目标")
        project = text_of(row, "project").rsplit("/", 1)[-1]
        found.append((text_of(row, "goal"), HeldGoal(project, text_of(row, "number"), text, place)))
    return [goal for _, goal in sorted(found, key=lambda p: (len(p[0]), p[0]))]


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, asked: str) -> bool:
    """The goals of the project that ``text`` names, or of the unit where it names nothing; ``asked`` is the question
    with the words for goals."""
    if len(targets) != 1:
        return False
    held = goals(knowledge, targets[0])
    words = [w for w in stated.content(text) if w not in OF_ALL]
    named = {g.project for g in held if g.project and words and all(w in comparable(g.project) for w in words)}
    if words and len(named) != 1:
        return False
    kept = [g for g in held if g.project in named] if words else [g for g in held if not g.project] or held
    if words:
        whole = WHOLE.search(asked) is not None
        kept = [g for g in kept if ("年度" not in g.number) == whole] or kept
    if not kept:
        return False
    first: dict[tuple[str, str], HeldGoal] = {}
    for goal in kept:
        # Printed under one number twice, once in short: the short one is the goal, the other tells how it is measured.
        key = (goal.project, goal.number)
        if key not in first or len(goal.text) < len(first[key].text):
            first[key] = goal
    told = list({(g.project, comparable(g.text)): g for g in reversed(first.values())}.values())[::-1]
    unit, year = targets[0]
    listed = "；".join(
        f"{f'“{g.project}”' if g.project and not words else ''}{f'{g.number}. ' if g.number.isdigit() else ''}"
        f"{g.text.rstrip('。；')}"
        for g in sorted(told, key=lambda g: (g.project, int(g.number) if g.number.isdigit() else 0))
    )
    count = f"共{len(told)}个" if len(told) > 1 else ""
    reply.text = f"{unit.name}{year}年{f'项目“{next(iter(named))}”的' if words else ''}目标{count}：{listed}。"
    reply.status = "answered"
    cite(reply, [g.evidence for g in told])
    return True
