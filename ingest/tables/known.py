"""What a document's tables already say of quantities, so that a number whose column was lost can be told its place.

A quantity printed in one table bounds the same quantity in the others: money of one fund is part of all fiscal money,
and that of all money; basic expenditure is part of the whole. A blank cell of a table that was read is nothing, and so
is a class that a table leaves out whose classes make up its total. Amounts below zero end all this: then only what is
printed for the very same quantity counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.records import BlankRow, Figure, LedgerEntry, Source
from ontology.forms import Form, dimensions, forms
from ontology.layout import is_total

ROUNDING = 2
"""By how many units of the last printed place a sum may be off (注: 本套报表金额单位转换时可能存在尾数误差)."""
LEAST_RATIO = 20
"""What is off must be this many times smaller than the amounts: 0.01 is not 0.02."""
ABSENT_FUNDS = {"fund": "fund", "capital": "capital"}
"""Forms that, when they say that they have no data, say that no money of that fund came in or went out."""
PARTS_OF_FISCAL = ("general", "fund", "capital")
WITHIN = {"general": ("fiscal", "all"), "fund": ("fiscal", "all"), "capital": ("fiscal", "all"), "fiscal": ("all",)}
"""Funds that take in a fund."""
NATURES_WITHIN = {"basic": ("total",), "project": ("total",), "personnel": ("basic", "total"),
                  "running": ("basic", "total")}
FLOWS = ("revenue", "expenditure")
CLASS_DIGITS = 3

Quantity = tuple[str, str, str, str, str, str]
"""Stage, measure, fund, nature, scheme, item."""


def near(a: Decimal, b: Decimal) -> bool:
    """Whether two amounts are the same but for rounding."""
    last = min(int(a.as_tuple().exponent), int(b.as_tuple().exponent))
    off = abs(a - b)
    return off <= ROUNDING * Decimal(1).scaleb(last) and off * LEAST_RATIO <= max(abs(a), abs(b))


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its header path and stage."""

    header: str
    stage: str


@dataclass(slots=True)
class Known:
    """What the rest of the document says: values by quantity in the printed unit, funds of which no money came in or
    went out, and for which quantities the classes printed make up the total (so that the others are nothing)."""

    values: dict[Quantity, Decimal] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    complete: frozenset[tuple[str, ...]] = frozenset()
    uom: str = ""
    """The unit of measure of all values: the one that most figures are printed in."""

    def value(self, key: Quantity) -> Decimal | None:
        """What is printed for a quantity, or zero where the document says there is none; None where it says nothing."""
        if key in self.values:
            return self.values[key]
        if key[2] in self.absent:
            return Decimal(0)
        if key[:5] in self.complete and len(key[5]) == CLASS_DIGITS and key[5].isdigit():
            return Decimal(0)
        return None

    def bounds(self, key: Quantity) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most that a quantity can be; None where nothing is said."""
        stage, measure, fund, nature, scheme, item = key
        printed = self.value(key)
        if printed is not None:
            return printed, printed
        if measure not in FLOWS:
            return None, None
        if (same := self._same(key)) is not None:
            return same, same
        above = [(f, n) for f in (fund, *WITHIN.get(fund, ())) for n in (nature, *NATURES_WITHIN.get(nature, ()))]
        below = [
            (f, n) for f in (fund, *(f for f, wider in WITHIN.items() if fund in wider))
            for n in (nature, *(n for n, wider in NATURES_WITHIN.items() if nature in wider))
        ]
        most = [v for f, n in above if (v := self.value((stage, measure, f, n, scheme, item))) is not None]
        least = [v for f, n in below if (v := self.value((stage, measure, f, n, scheme, item))) is not None]
        return max(least, default=None), min(most, default=None)

    def _same(self, key: Quantity) -> Decimal | None:
        """All fiscal money is that of the general budget where there is none of the other two funds, and the other
        way round."""
        stage, measure, fund, nature, scheme, item = key
        if fund not in ("fiscal", "general"):
            return None
        others = [self.value((stage, measure, f, nature, scheme, item)) for f in PARTS_OF_FISCAL if f != "general"]
        if any(other is None or other != 0 for other in others):
            return None
        return self.value((stage, measure, "general" if fund == "fiscal" else "fiscal", nature, scheme, item))


def quantity(form: Form, column: ValueColumn, item: str, code: str) -> Quantity | None:
    """The key under which two tables print the same quantity; None where the form does not say what is measured. A
    label that says the fund or the nature, and no item, stands for the whole of it."""
    found = dimensions(form, column.header, item, code)
    if not found.get("measure"):
        return None
    whole = is_total(item) or found != dimensions(form, column.header, "", "")
    scheme = found.get("scheme", "") or ("" if whole or not item else "label")
    named = found.get("item", "") or ("total" if whole else item)
    return (column.stage, found["measure"], found.get("fund", ""), found.get("nature", ""), scheme, named)


def known_of(figures: Sequence[Figure], blanks: Sequence[BlankRow], ledger: Iterable[LedgerEntry], year: int) -> Known:
    """What tables already read say of the quantities of a fiscal year; nothing of one that they print twice and
    differently."""
    by_id = {form.id: form for form in forms()}
    values: dict[Quantity, set[Decimal]] = {}
    # One table in another unit of measure (三公经费, in 万元 among 元) says nothing of the others.
    uoms = Counter(figure.uom for figure in figures if figure.amount is not None)
    uom = max(sorted(uoms), key=lambda unit: uoms[unit], default="")
    for figure in figures:
        form = by_id.get(figure.form_id)
        if form is None or figure.year != year or figure.amount is None or figure.uom != uom:
            continue
        key = quantity(form, ValueColumn(figure.column, figure.stage), figure.item, _full(figure))
        if key is not None and key[1] == figure.dimensions.measure:
            values.setdefault(key, set()).add(figure.value)
    positive = all(figure.value >= 0 for figure in figures)
    repeats = _repeats(by_id, [*figures, *blanks])
    for row in blanks if positive else ():
        form = by_id[row.form_id]
        for column in row.columns:
            key = quantity(form, ValueColumn(column, row.stage), row.item, row.code)
            if row.year == year and key is not None and not _repeated(form, column, row.source, repeats):
                values.setdefault(key, {Decimal(0)})
    told = {key: min(found) for key, found in values.items() if len(found) == 1}
    absent = frozenset(ABSENT_FUNDS[e.form] for e in ledger if e.event == "no-data" and e.form in ABSENT_FUNDS)
    return Known(told, absent, _complete(told) if positive else frozenset(), uom)


def _repeats(by_id: Mapping[str, Form], rows: Iterable[Figure | BlankRow]) -> dict[int | None, int]:
    """For each table, the row after which labels are repeated for another quantity (年初结转和结余, by fund)."""
    found: dict[int | None, int] = {}
    for row in rows:
        repeat = by_id[row.form_id].repeated if row.form_id in by_id else None
        if repeat is not None and repeat.item is not None and repeat.item.search(row.item) and row.source.row:
            found[row.source.table] = min(row.source.row, found.get(row.source.table, row.source.row))
    return found


def _repeated(form: Form, column: str, source: Source, repeats: Mapping[int | None, int]) -> bool:
    first = repeats.get(source.table)
    repeat = form.repeated
    return (
        first is not None and repeat is not None and repeat.column is not None
        and repeat.column.search(column) is not None and (source.row or 0) > first)


def _full(figure: Figure) -> str:
    """The code a figure stands for: what its dimensions say, else what is printed."""
    return figure.dimensions.item if figure.dimensions.item.isdigit() else figure.code


def _complete(values: Mapping[Quantity, Decimal]) -> frozenset[tuple[str, ...]]:
    """Quantities whose printed classes add up to their printed total, to the last place: a class that is left out may
    be as small as what rounding leaves open."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for key, value in values.items():
        if key[4] == "functional" and len(key[5]) == CLASS_DIGITS:
            sums[key[:5]] = sums.get(key[:5], Decimal(0)) + value
    found = set()
    for group, total in sums.items():
        printed = values.get((group[0], group[1], group[2], group[3], "", "total"))
        if printed and printed == total:
            found.add(group)
    return frozenset(found)
