"""The sums a statutory table must satisfy, as wholes and parts: rows by the classification, columns by the form's data.

Which columns and rows add up is data of ``ontology/forms``; a blank part counts for nothing, and a sum of which nothing
but the whole is printed is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.records import Figure
from ontology.forms import Form, forms

Row = tuple[str, str, int | None]
"""Code, label and row of the grid; together they tell a row of one form."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that must add up to it, all of one form."""

    whole: Figure
    parts: tuple[Figure, ...]


def sums(figures: Sequence[Figure]) -> Iterator[Sum]:
    """Every sum of the tables that the figures are of, each form by itself."""
    known = {form.id: form for form in forms()}
    by_form: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.form_id in known and figure.form_id != "procurement":
            by_form[figure.form_id].append(figure)
    for form_id, members in by_form.items():
        form = known[form_id]
        yield from _down(members)
        yield from _across(form, members)
        if form.layout == "sides":
            yield from _sides(form, members)
        yield from _named(form, members)


def _down(figures: Sequence[Figure]) -> Iterator[Sum]:
    """Each code against the codes under it, and each 合计 against the classes, column by column."""
    columns: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        columns[figure.column, figure.stage].append(figure)
    for members in columns.values():
        children: dict[str, list[Figure]] = defaultdict(list)
        for figure in members:
            if parent := _parent(figure):
                children[parent].append(figure)
        for figure in members:
            if figure.code in children and _one_row_each(children[figure.code]):
                yield Sum(figure, tuple(children[figure.code]))
        total = [f for f in members if f.level == "total" and f.item in ("合计", "总计")]
        classes = [f for f in members if f.level == "class" and f.code]
        if len(total) == 1 and classes and _one_row_each(classes) and not any(f.item == "小计" for f in members):
            yield Sum(total[0], tuple(classes))


def _parent(figure: Figure) -> str:
    """Code above a code: by its first digits, so that one printed short (301 2 for 301 02) still counts."""
    if figure.dimensions.scheme == "economic":
        return figure.code[:3] if len(figure.code) > 3 else ""
    return figure.parent


def _one_row_each(figures: Sequence[Figure]) -> bool:
    return len({figure.code for figure in figures}) == len(figures)


def _across(form: Form, figures: Sequence[Figure]) -> Iterator[Sum]:
    """Each row's total column against its part columns."""
    for identity in form.identities:
        if "total_column" not in identity:
            continue
        rows: dict[Row, list[Figure]] = defaultdict(list)
        for figure in figures:
            rows[figure.code, figure.item, figure.source.row].append(figure)
        for members in rows.values():
            whole = [f for f in members if re.search(identity["total_column"], f.column)]
            if identity["part_columns"] == "rest":
                parts = [f for f in members if f not in whole]
            else:
                parts = [f for f in members if f not in whole and re.search(identity["part_columns"], f.column)]
            if len(whole) == 1 and parts and _siblings(whole[0], parts):
                yield Sum(whole[0], tuple(parts))


def _siblings(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts stand beside the whole and not one inside another: 小计 and its own parts are not added."""
    columns = [part.column for part in parts]
    if len(set(columns)) != len(columns) or any(part.stage != whole.stage for part in parts):
        return False
    return len({column.rpartition("/")[0] for column in columns}) == 1


def _sides(form: Form, figures: Sequence[Figure]) -> Iterator[Sum]:
    """The halves of a summary: revenue by source, expenditure by class, totals with what was carried over."""
    columns: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        columns[figure.column, figure.stage].append(figure)
    for (column, _), members in columns.items():
        for identity in form.identities:
            if "total" not in identity or not re.search(identity["column"], column):
                continue
            whole = [f for f in members if re.search(identity["total"], f.item)]
            parts = [f for f in members if f.level == "class" and f.dimensions.measure == "expenditure"] if (
                identity["parts"] == "class") else [
                    f for f in members if re.search(identity["parts"], f.item) and f.dimensions.measure == "revenue"]
            if len(whole) == 1 and parts:
                yield Sum(whole[0], tuple(parts))
        for total, flow, balances in (("revenue-total", "revenue", ("opening-balance", "surplus-used")),
                                      ("expenditure-total", "expenditure",
                                       ("closing-balance", "surplus-distribution"))):
            whole = [f for f in members if f.dimensions.measure == total]
            year = [f for f in members if f.dimensions.measure == flow and f.level == "total"]
            carried = [f for f in members if f.dimensions.measure in balances
                       and f.dimensions.fund in (year[0].dimensions.fund if year else "",)]
            if len(whole) == 1 and len(year) == 1:
                yield Sum(whole[0], (*year, *carried))


_STAFF, _RUNNING = ("301", "303"), ("302", "307", "309", "310", "311", "312", "313", "399")


def _named(form: Form, figures: Sequence[Figure]) -> Iterator[Sum]:
    """Three-public parts, and 人员经费合计 and 公用经费合计 against their economic classes."""
    stages: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        stages[figure.stage].append(figure)
    for members in stages.values():
        three = {f.dimensions.item: f for f in members if f.dimensions.measure == "three-public"}
        for identity in form.identities:
            if "sum" in identity and identity["sum"]["total"] in three:
                parts = [three[name] for name in identity["sum"]["parts"] if name in three]
                if parts:
                    yield Sum(three[identity["sum"]["total"]], tuple(parts))
        for label, codes in (("人员经费合计", _STAFF), ("公用经费合计", _RUNNING)):
            whole = [f for f in members if f.item == label]
            classes = [f for f in members if f.code in codes]
            if len(whole) == 1 and classes and _one_row_each(classes):
                yield Sum(whole[0], tuple(classes))
