"""Cells of the table that a project has for itself, by their labels: 年度资金申请总额, 当年财政拨款."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.held import Statement
from answer.language.words import comparable
from answer.projects.projects import beside, projects
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from graph.naming.identity import parse_place

EDGE = re.compile(r"^[\s的，,：:]+|[\s的，,：:]+$")
OF_WHICH = re.compile("^(?:其中[：:]?|[一二三四五六七八九十\\d]+[、.．])")


def named(asking: Asking, targets: Sequence[Target], first: str, second: str) -> list[Operand]:
    """The two cells of one project's table that a text names, the project said before the first label; empty where a
    label is there not once."""
    if len(targets) != 1:
        return []
    asked = comparable(first)
    held = [p for p in projects(asking.knowledge, targets[0]) if asked.startswith(comparable(p.name))]
    if len({p.iri for p in held}) != 1:
        return []
    name = max((comparable(p.name) for p in held), key=len)
    at = [parse_place(p.evidence.place) for p in held]
    documents = {p.evidence.document for p in held}
    own = [
        f
        for f in asking.books(*targets[0]).figures
        if f.kind == "performance"
        and f.evidence.document in documents
        and any(beside(parse_place(f.evidence.place), place) for place in at)
    ]
    labels = (EDGE.sub("", re.sub("^项目", "", asked[len(name) :])), comparable(EDGE.sub("", second)))
    cells = [_labelled(own, comparable(label)) for label in labels]
    return [Operand(f, f"{f.unit.name}{f.year}年项目“{held[0].name}”{f.item}") for f in cells if f is not None]


def _labelled(own: Sequence[Statement], label: str) -> Statement | None:
    """The one amount that a label stands before."""
    found = [f for f in own if label and comparable(OF_WHICH.sub("", f.item.rsplit("/", 1)[-1])) == label]
    return found[0] if len({(f.value, f.uom) for f in found}) == 1 else None
