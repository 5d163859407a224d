"""Scores of evaluations: of the unit as a whole, and of each project, as their tables and the prose print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon
from answer.projects.achieved import Target
from answer.request.reply import Reply, cite, entry
from graph.identity import parse_place
from graph.queries import bound

NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST_LABEL = 2
"""Characters of a label that a question names."""
WANTED = {"扣分": re.compile("扣|失分"), "满分": re.compile("满分|分值|标准分|总分值"), "得分": re.compile("得|评分")}
"""Words for what was lost, for the full mark, and for the mark."""
FIELDS = re.compile(
    "(?:一共|总共)?(?:被)?(?:扣|失|得|评)了?分?|满分|标准分值?|分值|(?:是|为|有)?(?:多少|几)(?:分)?|分数?|指标"
)
"""Words for a mark and for asking after it."""


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


def compared(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], low: bool, said: int) -> bool:
    """Which project has the highest, or the lowest, total score, with those of the others; ``said`` is how many
    projects the question speaks of, 0 where it does not say."""
    totals = lexicon("prose")["score"]["totals"]
    held: dict[str, HeldScore] = {}
    for one in (s for target in targets for s in scores(knowledge, target)):
        if one.project and NUMBER.fullmatch(one.score) and comparable(one.label) in totals:
            held.setdefault(comparable(one.project), one)
    if len(held) < 2 or len(targets) != 1 or (said and said != len(held) and said < MANY):
        return False
    ranked = sorted(held.values(), key=lambda s: (Decimal(s.score) * (1 if low else -1), s.project))
    best = [s for s in ranked if Decimal(s.score) == Decimal(ranked[0].score)]
    unit, year = targets[0]
    names = "、".join(f"“{s.project}”（{s.score}分）" for s in best)
    others = "；".join(f"“{s.project}”{s.score}分" for s in ranked if s not in best)
    reply.text = f"{unit.name}{year}年得分{'最低' if low else '最高'}的项目是{names}。"
    reply.text += f"其余：{others}。" if others else ""
    reply.values = [entry(s.score, "分", f"{s.project}{s.label}", unit.name, year) for s in ranked]
    reply.status = "answered"
    cite(reply, [e for s in ranked for e in (*_cells(knowledge, s), s.evidence)])
    return True


MANY = 1000
"""So many are said for all of them."""


def asks_lost(text: str) -> bool:
    """Whether a question asks what was lost: a mark does not answer it."""
    return WANTED["扣分"].search(text) is not None


def of_part(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Mark, full mark or what was lost of the part of an evaluation (产出指标) that a question names."""
    asked = comparable(text)
    held = [
        (len(name), s)
        for target in targets
        for s in scores(knowledge, target)
        if NUMBER.fullmatch(s.score)
        and NUMBER.fullmatch(s.full_mark)
        and (name := comparable(s.label).removesuffix("指标")) in asked
        and len(name) >= LEAST_LABEL
    ]
    longest = max((size for size, _ in held), default=0)
    held = [(size, s) for size, s in held if size == longest]
    rest = asked
    for _, s in held:
        rest = rest.replace(comparable(s.label).removesuffix("指标"), "").replace(comparable(s.project) or "\0", "")
    rest = FIELDS.sub("", re.sub(lexicon("prose")["score"]["beside"], "", rest))
    if len({(s.score, s.full_mark) for _, s in held}) != 1 or rest:
        return False
    one = held[0][1]
    lost = Decimal(one.full_mark) - Decimal(one.score)
    said = {"满分": one.full_mark, "得分": one.score, "扣分": f"{lost:f}"}
    wanted = [field for field, pattern in WANTED.items() if pattern.search(asked)] or ["得分"]
    if "扣分" in wanted:
        wanted = ["扣分", "得分", "满分"]
        reply.formula = f"{one.full_mark} − {one.score} = {lost:f}"
    listed = "，".join(f"{field}{said[field]}分" for field in wanted)
    reply.text = f"{one.unit.name}{one.year}年“{one.label}”{listed}。"
    reply.values = [
        entry(said[f], "分", f"{one.label}{f}", one.unit.name, one.year, derived=f == "扣分") for f in wanted
    ]
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
