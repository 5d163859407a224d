"""The sums of statutory tables as wholes and parts, from records: what ``ingest.standard_identities`` says of columns,
codes and items, and what the dimensions of a summary's rows say of its halves.

The reader tests each table by its cells and keeps what failed in the ledger; here the figures of each sum are needed,
as evidence and to tell rounding. A blank part counts for nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.records import Figure
from ingest.tables.standard_identities import column_sums, hierarchy, item_sums
from ontology.forms import Form, forms
from ontology.layout import is_total

OF_BODIES = (6, 9)
"""Digits of the codes of bodies; classes have 3, 5 or 7."""
_FUNDS = ("general", "fund", "capital")
_SOURCES = ("fiscal", *_FUNDS, "superior", "business", "operating", "affiliated", "other", "special-account")
_TOTALS = (
    ("revenue-total", "revenue", ("opening-balance", "surplus-used")),
    ("expenditure-total", "expenditure", ("closing-balance", "surplus-distribution")),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that must add up to it, all of one form."""

    whole: Figure
    parts: tuple[Figure, ...]


def sums(figures: Sequence[Figure]) -> Iterator[Sum]:
    """Every sum of the tables that the figures are of, each form by itself."""
    known = {form.id: form for form in forms()}
    by_form: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.form_id in known:
            by_form[figure.form_id, figure.form].append(figure)
    for (form_id, _), members in by_form.items():
        form = known[form_id]
        columns: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in members:
            columns[figure.column, figure.stage].append(figure)
        for column in columns.values():
            yield from _down(form, column)
            if form.layout == "sides" and form.codes == "functional":
                yield from _summary(column)
        yield from _across(form, members)
        yield from _items(form, members)


def _down(form: Form, column: Sequence[Figure]) -> Iterator[Sum]:
    """Each code against the codes under it, each total against its classes."""
    identity = next((identity for identity in form.identities if "hierarchy" in identity), None)
    if identity is None:
        return
    coded = [(place, figure) for place, figure in enumerate(column) if figure.code and figure.level != "total"]
    # Beside classes the code of a body is none of theirs: it stands over the rows below it.
    classed = [(place, figure) for place, figure in coded if len(figure.code) not in OF_BODIES]
    codes = [(place, figure.code) for place, figure in classed or coded]
    totals = [
        (place, next((classes for label, classes in identity.get("totals", ()) if re.search(label, figure.item)), None))
        for place, figure in enumerate(column) if not figure.code and is_total(figure.item)
    ]
    for whole, parts in hierarchy(codes, totals):
        yield Sum(column[whole], tuple(column[part] for part in parts))


def _across(form: Form, figures: Sequence[Figure]) -> Iterator[Sum]:
    """Each row's total column against its part columns."""
    headers = dict(enumerate(dict.fromkeys(figure.column for figure in figures)))
    rows: dict[tuple[object, ...], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        rows[figure.code, figure.item, figure.source.table, figure.source.row][figure.column] = figure
    for total, parts in column_sums(form, headers):
        for row in rows.values():
            found = tuple(row[headers[part]] for part in parts if headers[part] in row)
            if headers[total] in row and found:
                yield Sum(row[headers[total]], found)


def _items(form: Form, figures: Sequence[Figure]) -> Iterator[Sum]:
    """Three-public expenses against their kinds, in each stage."""
    wanted = {name for identity in form.identities if "sum" in identity
              for name in (identity["sum"]["total"], *identity["sum"]["parts"])}
    stages: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.dimensions.measure == dict(form.dimensions).get("measure") and figure.dimensions.item in wanted:
            stages[figure.stage, figure.year].setdefault(figure.dimensions.item, figure)
    names = sorted(wanted)
    for printed in stages.values():
        for total, parts in item_sums(form, {name: [place] for place, name in enumerate(names)}):
            found = tuple(printed[names[part]] for part in parts if names[part] in printed)
            if names[total] in printed and found:
                yield Sum(printed[names[total]], found)


def _summary(column: Sequence[Figure]) -> Iterator[Sum]:
    """One half of a summary: money in by source, money out by class, totals with what was carried over."""
    this_year = [f for f in column if f.stage != "上年决算"]
    for measure in ("revenue", "opening-balance"):
        mine = [f for f in this_year if f.dimensions.measure == measure and not f.dimensions.scheme]
        fiscal = [f for f in mine if f.dimensions.fund == "fiscal" and not (f.level == "total" and _mixed(mine))]
        parts = [f for f in mine if f.dimensions.fund in _FUNDS]
        if len(fiscal) == 1 and parts and len({f.dimensions.fund for f in parts}) == len(parts):
            yield Sum(fiscal[0], tuple(parts))
    revenue = [f for f in this_year if f.dimensions.measure == "revenue" and not f.dimensions.scheme]
    whole = [f for f in revenue if f.level == "total" and f.dimensions.fund == "all"]
    sources = [f for f in revenue if f.level != "total" and f.dimensions.fund in _SOURCES]
    if any(f.dimensions.fund == "fiscal" for f in sources):
        sources = [f for f in sources if f.dimensions.fund not in _FUNDS]
    if len(whole) == 1 and sources:
        yield Sum(whole[0], tuple(sources))
    spent = [f for f in this_year if f.dimensions.measure == "expenditure"]
    whole = [f for f in spent if f.level == "total"]
    classes = [f for f in spent if f.level == "class" and f.dimensions.scheme == "functional"]
    if len(whole) == 1 and classes:
        yield Sum(whole[0], tuple(classes))
    for total, flow, balances in _TOTALS:
        whole = [f for f in this_year if f.dimensions.measure == total]
        year = [f for f in this_year if f.dimensions.measure == flow and f.level == "total"]
        if len(whole) == 1 and len(year) == 1:
            carried = [f for f in this_year if f.dimensions.measure in balances
                       and f.dimensions.fund == year[0].dimensions.fund]
            yield Sum(whole[0], (*year, *carried))


def _mixed(figures: Sequence[Figure]) -> bool:
    """Whether a column holds other money than fiscal appropriations."""
    return any(f.dimensions.fund not in ("fiscal", *_FUNDS) and f.level != "total" for f in figures)
