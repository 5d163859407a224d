"""What the forms of projects say of them beside money and indicators: the body in charge, who carries them out, of what
kind they are, when they begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.projects import indicator_dates
from answer.projects.achieved import Target, closest
from answer.projects.projects import projects
from answer.request import stated
from answer.request.reply import Reply, cite, refuse
from graph.queries import bound

OF_ALL = frozenset({"项目", "部门", "单位", "机构", "什么", "名称", "年度"})
"""Words that name no project."""

SPELLINGS_APART = 2
"""Characters that one spelling of a project's name may have more than another."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A label (主管部门) with its text, of a project."""

    project: str
    label: str
    text: str
    evidence: Evidence


def remarks(knowledge: Knowledge, target: Target) -> list[Remark]:
    """All remarks on the projects of a unit and year."""
    unit, year = target
    found = []
    base = knowledge.generation.base
    for row in rows_of(knowledge.generation, bound("project-remarks", base, unit=unit.iri, year=year)):
        label, _, text = text_of(row, "remark").partition("：")
        name = text_of(row, "name")
        place = printed_at(row, text_of(row, "remark"), name, label)
        found.append(Remark(name, label, text.strip(), place))
    return found


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """What the form says, under the label that a question names, of the project it names, or of all where it names
    none and they are told alike."""
    if len(targets) != 1 or not (asked := _asked(text)):
        return False
    label, plain = asked
    held = [r for r in remarks(knowledge, targets[0]) if r.label.removeprefix("项目") == label.removeprefix("项目")]
    words = [w for w in stated.content(re.sub("项目", " ", plain)) if w not in OF_ALL]
    own = closest([(r, r.project, "") for r in held], re.sub("项目", " ", plain)) if words else held
    named = closest([(p, p.name, "") for p in projects(knowledge, targets[0])], plain) if words and not own else []
    if named and len({p.name for p in named}) == 1:
        own = [r for r in held if _spelled_otherwise(r.project, named[0].name)]
    if not own and named:
        if label.endswith("日期") and indicator_dates.tell(reply, knowledge, targets, text, ""):
            return True
        refuse(reply, "not disclosed", f"公开的项目表里没有写明该项目的{label}，不能回答。")
        return True
    if not own or len({comparable(r.text) for r in own}) > 1:
        return False
    unit, year = targets[0]
    project = f"项目“{own[0].project}”的" if words else "各项目的"
    reply.text = f"{unit.name}{year}年{project}{own[0].label}：{own[0].text}。"
    reply.status = "answered"
    cite(reply, [r.evidence for r in own])
    return True


def _spelled_otherwise(name: str, other: str) -> bool:
    """Whether two names of a project are one in two spellings, one with a character or two more: 招投标, 招标投标."""
    short, long = sorted((comparable(name), comparable(other)), key=len)
    rest = iter(long)
    return len(long) - len(short) <= SPELLINGS_APART and all(c in rest for c in short)


def _asked(text: str) -> tuple[str, str] | None:
    """The label that a question asks for, and the question without the words for it; None where it asks for none."""
    for label, patterns in lexicon("prose")["remarks"].items():
        for pattern in patterns:
            if found := compiled(pattern).search(text):
                return label, f"{text[: found.start()]} {text[found.end() :]}"
    return None
