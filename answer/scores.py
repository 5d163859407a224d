"""Scores of evaluations: of the unit as a whole, and of each project, as their tables and the prose print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.achieved import Target
from answer.directory import HeldUnit
from answer.held import Evidence, rows_of, text_of
from answer.knowledge import Knowledge
from answer.reply import Reply, cite, entry
from answer.words import comparable, lexicon
from graph.identity import parse_place
from graph.queries import bound

NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class HeldScore:
    """A score as printed, of a project (empty: of no project alone), with its cell."""

    unit: HeldUnit
    year: int
    project: str
    label: str
    score: str
    full_mark: str
    evidence: Evidence


def scores(knowledge: Knowledge, target: Target) -> list[HeldScore]:
    """All scores of a unit and year."""
    unit, year = target
    return [
        HeldScore(
            unit, year, text_of(row, "project"), text_of(row, "label"), text_of(row, "score"), text_of(row, "fullMark"),
            Evidence(text_of(row, "document"), text_of(row, "revision"), text_of(row, "place"), "",
                     text_of(row, "label"), "得分", f"{text_of(row, 'label')} {text_of(row, 'score')}"),
        )
        for row in rows_of(knowledge.generation, bound("scores", knowledge.generation.base, unit=unit.iri, year=year))
    ]  # fmt: skip


def of_project(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The total score of the project that a question names in full."""
    asked = comparable(text)
    totals = lexicon("prose")["score"]["totals"]
    held = [
        s
        for target in targets
        for s in scores(knowledge, target)
        if s.project
        and comparable(s.project) in asked
        and NUMBER.fullmatch(s.score)
        and comparable(s.label) in totals
    ]
    longest = max((len(comparable(s.project)) for s in held), default=0)
    held = [s for s in held if len(comparable(s.project)) == longest]
    if not held or len({Decimal(s.score) for s in held}) > 1:
        return False
    one = held[0]
    reply.text = f"{one.unit.name}{one.year}年项目“{one.project}”{one.label}为{one.score}分。"
    reply.values = [entry(one.score, "分", f"{one.project}{one.label}", one.unit.name, one.year)]
    reply.status = "answered"
    cite(reply, [*_cells(knowledge, one), one.evidence])
    return True


def _cells(knowledge: Knowledge, one: HeldScore) -> list[Evidence]:
    """The cell that prints the score, where the table of the evaluation is read cell by cell."""
    row = parse_place(one.evidence.place)
    return [
        f.evidence
        for f in knowledge.books(one.unit, one.year).figures
        if f.kind == "performance" and f.value == Decimal(one.score) and f.evidence.document == one.evidence.document
        and (place := parse_place(f.evidence.place)).table == row.table and place.row == row.row
    ][:1]  # fmt: skip
