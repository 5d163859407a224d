"""What a disclosure reports on, listed: its projects, its key works."""

from __future__ import annotations

from collections.abc import Sequence

from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.projects.achieved import Target, indicators
from answer.projects.projects import projects, spellings
from answer.request.reply import Reply, cite
from graph.queries import bound


def project_names(reply: Reply, knowledge: Knowledge, targets: Sequence[Target]) -> bool:
    """All projects a disclosure reports on, each once, with the other ways its name is spelt."""
    held = [p for target in targets for p in projects(knowledge, target)]
    held = [p for p in held if not p.whole] or held
    names = list(spellings(held).values())
    if not names:
        return _of_indicators(reply, knowledge, targets)
    reply.text = f"{held[0].unit.name}{held[0].year}年公开的项目：{'；'.join(names)}。"
    reply.status = "answered"
    cite(reply, [p.evidence for p in held])
    return True


def _of_indicators(reply: Reply, knowledge: Knowledge, targets: Sequence[Target]) -> bool:
    """The projects that have indicators: budgets print their targets, and no amount beside."""
    held = [i for target in targets for i in indicators(knowledge, target) if i.project]
    first = {i.project: i for i in reversed(held)}
    names = list(dict.fromkeys(i.project for i in held))
    if not names:
        return False
    reply.text = f"{held[0].unit.name}{held[0].year}年公开了绩效目标的项目：{'；'.join(names)}。"
    reply.status = "answered"
    cite(reply, [first[name].places[0] for name in names])
    return True


def key_works(reply: Reply, knowledge: Knowledge, targets: Sequence[Target]) -> bool:
    """The key works of a year, with what came of them, in their printed order."""
    listed: list[tuple[int, str, Evidence]] = []
    for unit, year in targets:
        for row in rows_of(
            knowledge.generation, bound("key-works", knowledge.generation.base, unit=unit.iri, year=year)
        ):
            name, result = text_of(row, "label"), text_of(row, "result") or text_of(row, "text")
            listed.append(
                (
                    int(text_of(row, "number") or 0),
                    f"{name}：{result.rstrip('。；')}",
                    printed_at(row, result or name, name),
                )
            )
    if not listed or len(targets) != 1:
        return False
    ordered = sorted(listed, key=lambda w: (w[0], w[1]))
    unit, year = targets[0]
    reply.text = f"{unit.name}{year}年重点工作共{len(ordered)}项：{'；'.join(words for _, words, _ in ordered)}。"
    reply.status = "answered"
    cite(reply, [evidence for _, _, evidence in ordered])
    return True
