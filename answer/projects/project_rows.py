"""Projects as rows: those that tables of projects print, or that evaluations and target tables report on, with their
money, so that they can be ranked and filtered like the rows of any form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.holdings.held import Statement
from answer.language.names import cut
from answer.language.words import lexicon
from answer.projects.achieved import Target
from answer.projects.projects import HeldProject, projects
from answer.request.asking import Asking
from answer.request.parts import Level, level_of
from answer.request.question import rewritten
from answer.request.speak import SCALE
from ontology.forms import is_total

FORMS = frozenset({"general-project", "project-expenditure"})
"""Forms whose rows may be projects; where all of them are classes, they are none."""
SPENT = re.compile("决算|执行|实际|花|用[了钱得]|支出数|支出额")
ALL = 10**6
"""Says that a question is about all projects."""
DIGITS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
COUNTED = re.compile(rf"(?P<count>所有|全部|各个?|每个|[{''.join(DIGITS)}]|\d+)个?项目(?!支出)")
PLAIN_MEASURES = frozenset({"expenditure", "expenditure-total"})


def counted(text: str) -> int:
    """How many projects a question says it is about (五个项目, 所有项目: all), 0 where it says none."""
    found = COUNTED.search(text)
    if found is None:
        return 0
    said = found["count"]
    return ALL if said in ("所有", "全部", "各个", "各", "每个") else DIGITS.get(said, 0) or int(said)


def wanted(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """Whether a question's rows are projects: it says so, and names nothing that has rows of its own (机关运行经费)."""
    said = lexicon("words")["level"]
    if not re.search(said["project"], asking.rest) or replace(level_of(asking.rest)[0], single=False) != Level():
        return False
    text = re.sub(said["project_words"], " ", text)
    for unit, year in targets[:1]:
        books = asking.books(unit, year)
        for segment in cut(rewritten(text), books.names):
            if any(
                t.kind in ("item", "code", "form")
                or (t.kind == "measure" and t.id not in PLAIN_MEASURES)
                or (t.kind == "nature" and t.id != "project")
                for t in segment.tags
            ):
                return False
    return True


def rows(asking: Asking, targets: Sequence[Target]) -> list[Statement]:
    """The projects of one unit and year, each with the amount asked for: of a table of projects where one is printed,
    else as its own tables report on them."""
    if len(targets) != 1:
        return []
    books = asking.books(*targets[0])
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for figure in books.figures:
        if figure.form_id in FORMS and figure.item and not is_total(figure.item) and figure.amount is not None:
            groups.setdefault((figure.evidence.disclosure, figure.form, figure.column), []).append(figure)
    tables = [g for g in groups.values() if any(f.scheme == "label" for f in g)]
    if tables:
        return max(tables, key=lambda g: (len(g), sum(f.amount or Decimal(0) for f in g)))
    spent = SPENT.search(asking.rest) is not None and "预算" not in asking.rest
    held: dict[str, Statement] = {}
    for one in projects(asking.knowledge, targets[0]):
        value = one.executed if spent else one.budget
        if value is not None and not one.whole and one.uom in SCALE:
            held.setdefault(one.name, _as_row(one, value, "执行数" if spent else "预算数", asking))
    return list(held.values())


def _as_row(one: HeldProject, value: Decimal, column: str, asking: Asking) -> Statement:
    """A project's amount as a figure, cited from the cell that prints it where that was read as one."""
    same = [
        f
        for f in asking.knowledge.books(one.unit, one.year).figures
        if f.kind == "performance"
        and f.uom == one.uom
        and f.value == value
        and f.evidence.document == one.evidence.document
        and f.evidence.place.partition("&")[0] == one.evidence.place.partition("&")[0]
    ]
    place = same[0].evidence if same else replace(one.evidence, quote=one.evidence.quote)
    return Statement(
        iri=place.place, unit=one.unit, scope="", disclosure_kind="", year=one.year, kind="performance", form_id="",
        form=same[0].form if same else "", stage="", code="", item=one.name, column=column, value=value, uom=one.uom,
        amount=value * SCALE[one.uom], measure="", fund="", nature="project", scheme="label", concept=one.name,
        level="item", derived=False, formula="", evidence=place,
    )  # fmt: skip
