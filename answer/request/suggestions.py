"""What can be asked instead of a question that can't be answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import process

from answer.holdings.directory import HeldUnit
from answer.holdings.knowledge import Knowledge
from answer.request.asking import Target

MOST_TRIED = 3
"""Questions offered that are tried before they are shown."""
GENERAL = ("支出合计", "“三公”经费", "收入合计")
LIKE = 40
"""Least likeness (of 100) of a row's name to a question for it to be suggested."""


def examples(knowledge: Knowledge) -> list[str]:
    """Questions that any store can answer."""
    units = knowledge.directory.units[:2]
    return [f"{u.name}{u.years[-1]}年“三公”经费是多少？" for u in units if u.years]


def near(knowledge: Knowledge, targets: Sequence[Target], text: str) -> list[str]:
    """Questions for the rows of a unit and year whose names are most like a text."""
    if not targets:
        return examples(knowledge)
    unit, year = targets[0]
    rows = sorted({f.item for f in knowledge.books(unit, year).figures if f.item and f.kind == "table"})
    close = [name for name, score, _ in process.extract(text, rows, limit=2) if score >= LIKE]
    return [f"{unit.name}{year}年{name}是多少？" for name in close] or [f"{unit.name}{year}年支出合计是多少？"]


def answerable(
    knowledge: Knowledge, offered: Sequence[str], units: Sequence[HeldUnit], answers: Callable[[str], bool]
) -> list[str]:
    """Of the questions offered with a refusal those that ``answers`` says have an answer; where none has, the first
    general one about the units it named, or about any."""
    good = [q for q in list(dict.fromkeys(offered))[:MOST_TRIED] if answers(q)]
    if good:
        return good
    general = [f"{u.name}{u.years[-1]}年{what}是多少？" for u in units[:1] if u.years for what in GENERAL]
    return next(([q] for q in (*general, *examples(knowledge)) if q not in offered and answers(q)), [])


def years_of(unit: HeldUnit) -> str:
    """The years held of a unit, each with its kind, for people."""
    return "、".join(dict.fromkeys(f"{year}年{kind}" for year, kind, _ in unit.held))
