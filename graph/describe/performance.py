"""What a disclosure says of its results: projects, goals, indicators, scores and key works, as printed."""

from __future__ import annotations

from graph.describe.writing import Writer
from graph.naming.literals import decimal_literal, plain
from graph.naming.vocabulary import LABEL


def describe_performance(to: Writer) -> None:
    """Writes all records of evaluation, target, score and key-work tables."""
    _projects(to)
    _goals(to)
    _indicators(to)
    _scores(to)
    _key_works(to)


def _projects(to: Writer) -> None:
    for number, project in enumerate(to.of.projects, 1):
        node = to.node("project", number, to.mz.ProjectReport)
        to.project(node, project.name)
        to.texts(node, itemLabel=project.name, uom=project.uom, rate=project.rate, printed=project.source.printed)
        if project.budget is not None:
            to.add(node, to.mz.budgetValue, decimal_literal(project.budget))
        if project.executed is not None:
            to.add(node, to.mz.executedValue, decimal_literal(project.executed))
        for stage, value in project.stage_values:
            to.text(node, to.mz.stageValue, f"{stage}={plain(value)}")
        for source, value in project.funds:
            to.text(node, to.mz.fundValue, f"{source}={plain(value)}")
        for label, said in project.remarks:
            to.text(node, to.mz.remark, f"{label}：{said}")
        to.placed(node, project.source)


def _goals(to: Writer) -> None:
    for number, goal in enumerate(to.of.goals, 1):
        node = to.node("goal", number, to.mz.Goal)
        to.project(node, goal.project)
        to.texts(node, number=goal.number, text=goal.text, result=goal.result)
        to.placed(node, goal.source)


def _indicators(to: Writer) -> None:
    for number, row in enumerate(to.of.indicators, 1):
        node = to.node("indicator", number, to.mz.Indicator)
        to.text(node, LABEL, row.name)
        to.project(node, row.project)
        to.texts(
            node, goal=row.goal, level1=row.level1, level2=row.level2, target=row.target, actual=row.actual,
            note=row.note, weight=row.weight, score=row.score,
        )
        to.placed(node, row.source)
        if row.actual_source is not None:
            to.add(node, to.mz.actualPlace, to.place(row.actual_source))


def _scores(to: Writer) -> None:
    for number, row in enumerate(to.of.scores, 1):
        node = to.node("score", number, to.mz.Score)
        to.text(node, LABEL, row.name)
        to.project(node, row.project)
        to.texts(node, weight=row.weight, fullMark=row.full_mark, score=row.score, grade=row.grade)
        to.placed(node, row.source)


def _key_works(to: Writer) -> None:
    for number, row in enumerate(to.of.key_works, 1):
        node = to.node("key-work", number, to.mz.KeyWork)
        to.text(node, LABEL, row.name)
        to.texts(node, number=row.number, text=row.content, result=row.result)
        to.placed(node, row.source)
