"""Scores of evaluations: of the unit as a whole, and of each project, as their tables and the prose print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.directory import HeldUnit
from answer.holdings.held import Evidence, printed_at, rows_of, text_of
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, lexicon, tokens
from answer.projects.achieved import Target, closest, indicators
from answer.request import evaluators
from answer.request.reply import Reply, cite, entry
from graph.naming.identity import parse_place
from graph.queries import bound

NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST_LABEL = 2
"""Characters of a label that a question names."""
WANTED = {
    "扣分": re.compile("扣|失分"),
    "满分": re.compile("满分|分值|标准分|总分值|(?:占|值|计)(?:多少|几)分"),
    "权重": re.compile("权重"),
    "得分": re.compile("得|评分"),
}
"""Words for what was lost, for the full mark, for its share in all marks, and for the mark."""
FIELDS = re.compile(
    "(?:一共|总共)?(?:被|实际?)?(?:扣|失|得|评|打)了?分?|[占值计](?=多少分|几分)|满分|标准分值?|分值|所?占?(?:了|到|有)?(?:多大|多少|几成)?的?权重|(?:是|为|有|占)?(?:百分之)?(?:多少|几)(?:分)?"
    "|分数?|指标"
)
"""Words for a mark and for asking after it."""
GRADED = re.compile(
    "(?:被)?(?:评定?|定|划)?(?:为|成|上|到|了)*"
    "(?:是|为|什么|啥|哪个?|哪一?|几|怎样的?)*个?(?:评价|绩效)?(?:等次|等级|档次|评级|级别|[级档])(?:结果)?(?:类型)?"
    "(?:是|为)?(?:什么|啥|怎样|怎么样|如何|哪一?[个级档])?"
)
"""Words for a grade and for asking after it."""


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
    weight: str = ""
    """What share of all marks it counts, as printed."""
    grade: str = ""


def scores(knowledge: Knowledge, target: Target) -> list[HeldScore]:
    """All scores of a unit and year."""
    unit, year = target
    return [
        HeldScore(
            unit, year, text_of(row, "project"), text_of(row, "label"), text_of(row, "score"), text_of(row, "fullMark"),
            printed_at(row, f"{text_of(row, 'label')} {text_of(row, 'score')}", text_of(row, "label"), "得分"),
            text_of(row, "weight"), text_of(row, "grade"),
        )
        for row in rows_of(knowledge.generation, bound("scores", knowledge.generation.base, unit=unit.iri, year=year))
    ]  # fmt: skip


def of_indicators(knowledge: Knowledge, target: Target) -> list[HeldScore]:
    """The marks that evaluations print in the rows of their indicators, with the full marks; target tables of budgets
    print the full marks alone."""
    unit, year = target
    return [
        HeldScore(unit, year, i.project, i.name, i.score, i.full_mark.rstrip("%％"), i.places[0], i.full_mark)
        for i in indicators(knowledge, target)
        if i.full_mark
    ]


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
        and _of_kind(knowledge, s, text)
    ]
    longest = max((len(comparable(s.project)) for s in held), default=0)
    held = [s for s in held if len(comparable(s.project)) == longest and not _says_more(asked, s)]
    if not held or len({Decimal(s.score) for s in held}) > 1:
        return False
    one = held[0]
    reply.text = f"{one.unit.name}{one.year}年项目“{one.project}”{one.label}为{one.score}分。"
    reply.values = [entry(one.score, "分", f"{one.project}{one.label}", one.unit.name, one.year)]
    reply.status = "answered"
    cite(reply, [*_cells(knowledge, one), one.evidence])
    return True


def compared(
    reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, low: bool, said: int
) -> bool:
    """Which project has the highest, or the lowest, total score, with those of the others; ``said`` is how many
    projects the question speaks of, 0 where it does not say."""
    totals = lexicon("prose")["score"]["totals"]
    held: dict[str, HeldScore] = {}
    for one in (s for target in targets for s in scores(knowledge, target)):
        total = one.project and NUMBER.fullmatch(one.score) and comparable(one.label) in totals
        if total and _of_kind(knowledge, one, text):
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


def asks_beside(text: str) -> bool:
    """Whether a question asks what was lost, for the full mark or its weight: a mark does not answer it."""
    return any(WANTED[field].search(text) for field in ("扣分", "满分", "权重"))


def of_part(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """Mark, full mark, weight or what was lost of the part of an evaluation (产出指标, or one indicator) that is asked
    about."""
    asked = comparable(text).replace("预算执行率", "执行率")
    wanted = [field for field, pattern in WANTED.items() if pattern.search(asked)] or ["得分"]
    every = [s for target in targets for s in (*scores(knowledge, target), *of_indicators(knowledge, target))]
    marked = [s for s in every if all(NUMBER.fullmatch(_mark(s, field)) for field in wanted)]
    held = _named(knowledge, marked, asked, text)
    if len({tuple(Decimal(_mark(s, field)) for field in wanted) for s in held}) != 1:
        return False
    one = held[0]
    if "扣分" in wanted:
        wanted = ["扣分", "得分", "满分"]
        reply.formula = f"{one.full_mark} − {one.score} = {_mark(one, '扣分')}"
    uoms = {field: "%" if field == "权重" and re.search("[%％]", one.weight) else "分" for field in wanted}
    listed = "，".join(f"{field}{_mark(one, field)}{uom}" for field, uom in uoms.items())
    reply.text = f"{one.unit.name}{one.year}年“{one.label}”{listed}。"
    reply.values = [
        entry(_mark(one, field), uom, f"{one.label}{field}", one.unit.name, one.year, derived=field == "扣分")
        for field, uom in uoms.items()
    ]
    reply.status = "answered"
    cite(reply, [*_cells(knowledge, one), one.evidence])
    return True


def grade_of_part(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The grade of the part of an evaluation that is asked about, where its table prints one."""
    asked = GRADED.sub("", comparable(text))
    graded = [s for target in targets for s in scores(knowledge, target) if s.grade]
    held = _named(knowledge, graded, asked, text)
    if len({s.grade for s in held}) != 1:
        return False
    one = held[0]
    reply.text = f"{one.unit.name}{one.year}年“{one.label}”的等次为“{one.grade}”（得分{one.score}分）。"
    reply.status = "answered"
    cite(reply, [*_cells(knowledge, one), one.evidence])
    return True


def _named(knowledge: Knowledge, held: Sequence[HeldScore], asked: str, text: str) -> list[HeldScore]:
    """Of the scores those of the part that a question names by its longest label, of the project it names."""
    own = [
        (len(name), s)
        for s in held
        if (name := comparable(s.label).removesuffix("指标")) in asked
        and len(name) >= LEAST_LABEL
        and _of_kind(knowledge, s, text)
    ]
    longest = max((size for size, _ in own), default=0)
    fitting = [s for size, s in own if size == longest]
    fitting = [s for s in fitting if s.project and comparable(s.project) in asked] or fitting
    return [s for s in fitting if not _says_more(asked, s)] or _close(knowledge, held, asked, text)


def _close(knowledge: Knowledge, held: Sequence[HeldScore], asked: str, text: str) -> list[HeldScore]:
    """Of the scores that of the one indicator that a question calls by a part of its name: 发改率 of 生效案件发改率."""
    data = lexicon("prose")["score"]
    named = FIELDS.sub(" ", re.sub("|".join((data["beside"], *data["evaluators"], TOTAL_SAID)), " ", asked))
    fitting = [s for s in held if comparable(s.label) not in asked and _of_kind(knowledge, s, text)]
    found = closest([(s, s.label, s.project) for s in fitting], named)
    words = [w for w in tokens(comparable(named)) if any(w in comparable(s.label) for s in found)]
    alike = {(s.project, s.label) for s in fitting if all(w in comparable(s.label) for w in words)}
    return found if len(alike) == 1 else []


def _says_more(asked: str, one: HeldScore) -> bool:
    """Whether a question says more than what a score is of, its project, or some of its name, and words for marks."""
    data = lexicon("prose")["score"]
    rest = asked.replace(comparable(one.label).removesuffix("指标"), "").replace(comparable(one.project) or "\0", "")
    rest = re.sub("|".join((data["beside"], *data["evaluators"])), "", rest)
    return any(w not in comparable(one.project) for w in tokens(FIELDS.sub("", re.sub(TOTAL_SAID, "", rest))))


TOTAL_SAID = "总分|综合|最后|最终"
"""Words for the total of all marks."""


def _mark(one: HeldScore, field: str) -> str:
    """A field of a score as a number; what was lost is worked out. Empty where it is not printed."""
    if field == "扣分":
        told = NUMBER.fullmatch(one.score) and NUMBER.fullmatch(one.full_mark)
        return f"{Decimal(one.full_mark) - Decimal(one.score):f}" if told else ""
    return {"满分": one.full_mark, "得分": one.score, "权重": one.weight.rstrip("%％") or one.full_mark}[field]


def _of_kind(knowledge: Knowledge, one: HeldScore, text: str) -> bool:
    """Whether a score is of the evaluation asked for, as the title of its table says."""
    return evaluators.asked_for(text, "".join(cell.form for cell in _cells(knowledge, one)))


def _cells(knowledge: Knowledge, one: HeldScore) -> list[Evidence]:
    """The cells of its row that print the score and the full mark, where the evaluation is read cell by cell."""
    row = _row(one.evidence)
    printed = {Decimal(n) for n in (one.score, one.full_mark) if NUMBER.fullmatch(n)}
    return [
        f.evidence
        for f in knowledge.books(one.unit, one.year).figures
        if f.kind == "performance" and f.value in printed and MARKED.search(f.column) and _row(f.evidence) == row
    ][:2]


def _row(evidence: Evidence) -> tuple[object, ...]:
    place = parse_place(evidence.place)
    return evidence.document, place.page, place.table, place.row, place.line


MARKED = re.compile("分|权重")
"""Headers of the columns that print marks and full marks."""
