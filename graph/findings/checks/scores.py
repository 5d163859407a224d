"""Marks and scores of evaluations, and the money of projects by its sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.checks.among import positions
from graph.findings.checks.performance import one_number
from graph.findings.context import Candidate, Context
from graph.findings.numbers import ZERO, plain
from graph.findings.records import Evidence
from graph.findings.rulebook import Rule
from ingest.language.sentences import normalise
from ingest.records import Indicator, Source
from ontology.schemes import unit_factors

_CENTS = Decimal(100)
"""A hundredth of 万元 in yuan: what rounding explains."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of an evaluation that prints its marks and its score; None for what it does not print as a number."""

    name: str
    mark: Decimal | None
    score: Decimal | None
    source: Source

    def place(self, context: Context, quote: str) -> Evidence:
        return context.of_source(self.source, quote, self.name)


def _plain_number(text: str) -> Decimal | None:
    """A number that is no percentage and has no sign before it."""
    found = one_number(text)
    return found[1] if found is not None and not found[0] and found[2] in ("", "分") else None


def _row(each: Indicator) -> _Row:
    return _Row(each.name, _plain_number(each.weight), _plain_number(each.score), each.name_source or each.source)


_BEHIND = re.compile(r"%（(?P<score>\d+(?:\.\d+)?)）$")
"""The score that a form prints behind the rate: 99.90%（9.99）."""
_HEADED = re.compile(r"得分（(?P<mark>\d+)分")
"""Marks in the heading of the score: 得分（20分×执行率）."""
_MONEY = re.compile("执行|资金")
"""The row of an evaluation that scores how far the budget was executed."""


def _evaluations(context: Context, overall: str) -> Iterator[tuple[str, list[_Row], list[_Row]]]:
    """Name of a project, its rows, and its total as printed (once, or empty). Evaluations that also print scores of
    their sections (决策, 过程, 产出) are left out."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    totals: dict[str, list[_Row]] = defaultdict(list)
    money: dict[str, list[_Row]] = defaultdict(list)
    sections: dict[str, list[_Row]] = defaultdict(list)
    for each in context.disclosure.indicators:
        rows[each.project].append(_row(each))
    for score in context.disclosure.scores:
        row = _Row(score.name, _plain_number(score.full_mark), _plain_number(score.score), score.source)
        if score.source.table is not None:
            kind = totals if re.search(overall, score.name) else money if _MONEY.search(score.name) else sections
            kind[score.project].append(row)
    for project, members in rows.items():
        if project not in sections:
            yield project, [*members, *(money.get(project) or _money_row(context, project))], totals[project]


def _money_row(context: Context, project: str) -> list[_Row]:
    """The marks and score that a form prints in the row of a project's money."""
    printed = {figure.column: figure for figure in context.disclosure.figures
               if figure.kind == "performance" and figure.project == project and figure.item.endswith("资金总额")}
    mark, score = printed.get("分值"), printed.get("得分")
    headed = next(((found, figure) for column, figure in printed.items() if (found := _HEADED.search(column))), None)
    if mark is None and headed is not None:
        return [_Row(headed[1].item, Decimal(headed[0]["mark"]), headed[1].value, headed[1].source)]
    behind = next((found for each in context.disclosure.projects
                   if each.name == project and (found := _BEHIND.search(each.rate))), None)
    scored = score.value if score else Decimal(behind["score"]) if behind else None
    return [_Row(mark.item, mark.value, scored, mark.source)] if mark else []


@check("score-over-mark")
def score_over_mark(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A row that scores more than its marks. Where most rows do, the column of marks is something else (a weight)."""
    for _, rows, _ in _evaluations(context, rule.parameters["overall"]):
        scored = [(row, row.mark, row.score) for row in rows if row.mark is not None and row.score is not None]
        over = [each for each in scored if each[2] > each[1]]
        if 2 * len(over) >= len(scored):
            continue
        for row, mark, score in over:
            yield Candidate(row.name, (row.place(context, f"{plain(mark)}，{plain(score)}"),), f"≤ {plain(mark)}",
                            plain(score), plain(score - mark))


@check("evaluation-total")
def evaluation_total(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Marks, or scores, of all rows of an evaluation against its total. Only where every row prints its own."""
    of = rule.parameters["of"]
    for project, rows, totals in _evaluations(context, rule.parameters["overall"]):
        if len(totals) != 1 or len(rows) < rule.parameters["least"]:
            continue
        parts: list[Decimal] = [value for row in rows if (value := getattr(row, of)) is not None]
        whole: Decimal | None = getattr(totals[0], of)
        total = sum(parts, ZERO)
        if whole is None or len(parts) < len(rows) or total == whole:
            continue
        if ZERO < whole - total <= rule.parameters["money"] and not any(_MONEY.search(row.name) for row in rows):
            continue  # what the row of the money scored is not known
        places = [row.place(context, plain(part)) for row, part in zip(rows, parts, strict=True)]
        yield Candidate(project or totals[0].name, (totals[0].place(context, plain(whole)), *places), plain(total),
                        plain(whole), plain(abs(total - whole)),
                        words={"formula": " + ".join(plain(part) for part in parts)})


@check("score-unearned")
def score_unearned(context: Context, rule: Rule) -> Iterator[Candidate]:
    """All marks for a result that falls short of its target."""
    for each in context.disclosure.indicators:
        target, actual, row = one_number(each.target), one_number(each.actual), _row(each)
        if target is None or actual is None or target[0] not in rule.parameters["signs"] or actual[0]:
            continue
        short = actual[1] > target[1] if target[0] in "≤<" else actual[1] < target[1]
        if short and target[2] == actual[2] and row.mark and row.mark == row.score:
            place = each.actual_source or each.source
            yield Candidate(each.name, (context.of_source(each.source, each.target, each.name),
                                        context.of_source(place, f"{each.actual}，{each.score}", each.name)),
                            f"{each.target}（{each.weight}）", f"{each.actual}（{each.score}）")


@check("told-score")
def told_score(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The overall score that prose tells of a project's evaluation of itself against that evaluation's.

    Who scored is whoever is named last before the score: what another (the department, the treasury, an auditor) gave
    is a score of its own, and so is that of several projects or of the whole unit.
    """
    scorers, own, others = (re.compile(rule.parameters[name]) for name in ("scorers", "own", "others"))
    printed: dict[str, list[_Row]] = defaultdict(list)
    for score in context.disclosure.scores:
        if score.project and score.full_mark + score.weight and re.search(rule.parameters["overall"], score.name):
            printed[score.project].append(_Row(score.name, None, _plain_number(score.score), score.source))
    totals = {project: row for project, _, found in _evaluations(context, rule.parameters["overall"])
              for row in found if project and len(found) == 1 and row.score is not None}
    totals |= {project: rows[0] for project, rows in printed.items()
               if project not in totals and len(rows) == 1 and rows[0].score is not None}
    for text in context.passages:
        for fact, end in zip(text.facts, positions(text), strict=True):
            before = text.text[: max(end, 0)]
            named = [project for project in totals if project in before]
            if fact.measure != rule.parameters["measure"] or fact.value is None or len(named) != 1:
                continue
            last = scorers.findall(before)[-1:]
            if (last and not own.search(last[0])) or others.search(before.rpartition(named[0])[2]):
                continue
            row = totals[named[0]]
            if row.score is not None and row.score != fact.value:
                yield Candidate(named[0], (context.of_fact(fact), row.place(context, plain(row.score))),
                                plain(row.score), plain(fact.value), plain(abs(row.score - fact.value)))


@check("project-funds")
def project_funds(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A project's money by source against its total, where the sources are those that forms set side by side."""
    beside = re.compile(rule.parameters["beside"])
    for project in context.disclosure.projects:
        names = [name for name, _ in project.funds]
        if project.budget is None or len(set(names)) != len(names) or len(names) < 2 or (
            not all(beside.search(name) for name in names)
        ):
            continue
        total = sum((value for _, value in project.funds), ZERO)
        if total == project.budget:
            continue
        places = dict(project.sources)
        evidence = [context.of_source(places.get(name, project.source), plain(value), project.name)
                    for name, value in project.funds]
        whole = next((source for label, source in project.sources if label not in names), project.source)
        yield Candidate(project.name, (context.of_source(whole, plain(project.budget), project.name), *evidence),
                        f"{plain(total)} {project.uom}", f"{plain(project.budget)} {project.uom}",
                        plain(abs(total - project.budget)),
                        rounding=abs(total - project.budget) <= Decimal(rule.parameters["rounding"]),
                        words={"formula": " + ".join(plain(value) for _, value in project.funds)})


@check("told-project")
def told_project(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A project's budget or execution as prose tells it against its evaluation: none of the amounts that stand there
    for the project, by stage or by source, is the one told."""
    strip, spends, part = (re.compile(rule.parameters[name]) for name in ("strip", "spends", "part_of_year"))
    factors = unit_factors()
    printed: dict[str, list[tuple[Decimal, Evidence]]] = defaultdict(list)
    whole: dict[tuple[str, str], Decimal] = {}
    stages: dict[str, str] = defaultdict(str)
    for project in context.disclosure.projects:
        name, factor = strip.sub("", normalise(project.name)), factors.get(project.uom, Decimal(1))
        cells = dict(project.sources)
        values = [("budget", project.budget), ("result", project.executed), *project.stage_values, *project.funds]
        stages[name] += "".join(label for label, _ in project.stage_values)
        for label, value in values:
            if value is not None:
                source = cells.get(label, project.source)
                printed[name].append((value * factor, context.of_source(source, plain(value), project.name)))
        for role, own in (("budget", project.budget), ("result", project.executed)):
            if own is not None:
                whole[name, role] = own * factor
    for figure in context.disclosure.figures:
        if figure.kind == "performance" and figure.project and figure.amount is not None:
            printed[strip.sub("", normalise(figure.project))].append((figure.amount, context.of_figure(figure)))
    for text in context.passages:
        for fact in text.facts:
            name = strip.sub("", fact.subject)
            if fact.measure or fact.amount is None or fact.value is None or fact.year != context.key.year or (
                (name, fact.role) not in whole or fact.qualifier
            ):
                continue
            # A budget of a stage that the evaluation does not print, or what was spent by midyear, is another amount.
            if (fact.role == "budget" and fact.stage[:2] not in stages[name]) or part.search(fact.source.printed):
                continue
            if not spends.search(fact.text) or any(abs(value - fact.amount) <= _CENTS for value, _ in printed[name]):
                continue
            amount = whole[name, fact.role]
            place = next(place for value, place in printed[name] if value == amount)
            yield Candidate(fact.subject, (context.of_fact(fact), place),
                            f"{plain(amount / factors.get(fact.uom, Decimal(1)))} {fact.uom}",
                            f"{plain(fact.value)} {fact.uom}",
                            plain(abs(amount - fact.amount) / factors.get(fact.uom, Decimal(1))))


@check("whole-score")
def whole_score(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The score that prose tells of the unit's evaluation as a whole against the total of that evaluation's table."""
    sentence, overall = re.compile(rule.parameters["sentence"]), rule.parameters["overall"]
    tables = {text.source.table: text for text in context.texts
              if text.source.table is not None and sentence.search("".join(text.section))}
    totals = [_Row(score.name, None, number, score.source) for score in context.disclosure.scores
              if score.source.table in tables and not score.project and re.search(overall, score.name)
              and (number := _plain_number(score.score)) is not None]
    if len(totals) != 1:
        return
    for text in context.passages:
        for match in re.finditer(rule.parameters["pattern"], text.text):
            if text.source.table is None and Decimal(match["score"]) != totals[0].score and totals[0].score is not None:
                yield Candidate("整体支出", (context.of_text(text, match.start(), match.end()),
                                         totals[0].place(context, plain(totals[0].score))),
                                plain(totals[0].score), match["score"],
                                plain(abs(totals[0].score - Decimal(match["score"]))))
