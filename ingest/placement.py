"""Where blanks were lost: the only placement of a row's values that the table's arithmetic allows.

Each row comes with every way its values could stand under the columns. Row identities, values the other tables print
for the same quantity, funds the document says it has not, and sums over the classification rule placements out. What
is left open stays open: such a row is not read, and the ledger says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from constraint import Problem

from ingest.printed_numbers import parse_number
from ingest.standard_identities import column_sums
from ontology.forms import Form, dimensions
from ontology.layout import is_total
from ontology.schemes import class_codes

TOLERANCE = Decimal("0.05")
"""万元: printed sums may be off by rounding (注: 本套报表金额单位转换时可能存在尾数误差)."""
MOST_POSSIBILITIES = 20_000
"""A sum whose rows could stand in more ways is not tried."""

Placement = dict[int, str]
"""Grid column → printed value."""
Quantity = tuple[str, str, str, str, str, str]
"""Stage, measure, fund, nature, scheme, item."""


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its header path and stage."""

    header: str
    stage: str


@dataclass(slots=True)
class OpenRow:
    """A row as the solver sees it: its code, the label each column's value is said of, the placements possible."""

    code: str
    labels: Mapping[int, str]
    candidates: list[Placement]

    @property
    def label(self) -> str:
        """The label nearest to the last column."""
        return self.labels[max(self.labels)] if self.labels else ""


@dataclass(slots=True)
class Known:
    """What the rest of the document says: values by quantity, and funds of which no money came in or went out."""

    values: dict[Quantity, Decimal] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


def _value(placement: Placement, column: int) -> Decimal:
    return parse_number(placement.get(column, "0")) or Decimal(0)


def quantity(form: Form, column: ValueColumn, item: str, code: str) -> Quantity | None:
    """The key under which two tables print the same quantity; None where the form does not say what is measured."""
    found = dimensions(form, column.header, item, code)
    if not found.get("measure"):
        return None
    return (
        column.stage, found["measure"], found.get("fund", ""), found.get("nature", ""), found.get("scheme", ""),
        found.get("item", "") or ("total" if is_total(item) else item),
    )


def settle(
    form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow], known: Known
) -> list[Placement | None]:
    """The placement of each row, None where several are possible, or none."""
    domains = [_filtered(form, columns, row, known) for row in rows]
    if any(len(domain) > 1 for domain in domains):
        domains = _solutions(domains, _hierarchy(rows, domains), list(columns))
    return [domain[0] if len(domain) == 1 else None for domain in domains]


def _filtered(form: Form, columns: Mapping[int, ValueColumn], row: OpenRow, known: Known) -> list[Placement]:
    if len(row.candidates) == 1:
        return row.candidates
    sums = column_sums(form, {index: column.header for index, column in columns.items()})
    return [
        placement for placement in row.candidates
        if all(_holds(placement, total, parts) for total, parts in sums)
        and _agrees(form, columns, row, placement, known)
    ]


def _holds(placement: Placement, total: int, parts: Sequence[int]) -> bool:
    whole = sum((_value(placement, part) for part in parts), Decimal(0))
    return abs(_value(placement, total) - whole) <= TOLERANCE


def _agrees(
    form: Form, columns: Mapping[int, ValueColumn], row: OpenRow, placement: Placement, known: Known
) -> bool:
    for index, column in columns.items():
        key = quantity(form, column, row.labels.get(index, ""), row.code)
        if key is None:
            continue
        value = _value(placement, index)
        if key[2] in known.absent and value:
            return False
        printed = known.values.get(key)
        if printed is not None and abs(printed - value) > TOLERANCE:
            return False
    return True


def _hierarchy(rows: Sequence[OpenRow], domains: Sequence[list[Placement]]) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts): total = classes, class = groups, group = items."""
    codes = [row.code or class_codes("functional").get(row.label, "") for row in rows]
    sums: list[tuple[int, list[int]]] = []
    for index, code in enumerate(codes):
        if code:
            children = [i for i, c in enumerate(codes) if c.startswith(code) and len(c) == len(code) + 2]
        elif is_total(rows[index].label):
            children = [i for i, c in enumerate(codes) if len(c) == 3]
        else:
            continue
        if children and all(domains[i] for i in (index, *children)):
            sums.append((index, children))
    return sums


def _solutions(
    domains: list[list[Placement]], sums: Sequence[tuple[int, list[int]]], columns: Sequence[int]
) -> list[list[Placement]]:
    """Each row's placements that occur in some solution of every sum it is in. A sum that has none does not hold, and
    says nothing; one with too many possibilities is left alone."""
    settled, changed = list(domains), True
    while changed:
        changed = False
        for total, parts in sums:
            rows = [total, *parts]
            size = math.prod(len(settled[row]) for row in rows)
            kept = _kept([settled[row] for row in rows], columns) if 1 < size <= MOST_POSSIBILITIES else None
            if kept is None:
                continue
            for row, places in zip(rows, kept, strict=True):
                if len(places) < len(settled[row]):
                    settled[row] = [settled[row][place] for place in places]
                    changed = True
    return settled


def _kept(domains: Sequence[list[Placement]], columns: Sequence[int]) -> list[list[int]] | None:
    """Of the placements of a total and its parts, those that occur where the sum holds in every column."""
    problem = Problem()
    for row, domain in enumerate(domains):
        problem.addVariable(row, list(range(len(domain))))

    def holds(*chosen: int) -> bool:
        total, *parts = (domain[place] for domain, place in zip(domains, chosen, strict=True))
        return all(
            abs(_value(total, column) - sum((_value(part, column) for part in parts), Decimal(0))) <= TOLERANCE
            for column in columns
        )

    problem.addConstraint(holds, list(range(len(domains))))
    solutions = problem.getSolutions()
    if not solutions:
        return None
    return [sorted({solution[row] for solution in solutions}) for row in range(len(domains))]
