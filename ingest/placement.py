"""Where blanks were lost: the only placement of a row's values that the table's arithmetic allows.

Each row comes with every way its values could stand under the columns. Row identities, what the other tables say of the
same quantities, and sums over the classification rule placements out. A cell that is the same in all placements left
is certain; what is left open stays open: such cells are not read, and the ledger says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from constraint import Problem

from ingest.known import Known, Quantity, ValueColumn, near, quantity
from ingest.printed_numbers import parse_number
from ingest.standard_identities import column_sums, item_sums
from ontology.forms import Form, dimensions
from ontology.layout import is_total, year_of
from ontology.schemes import class_codes

__all__ = ["Known", "OpenRow", "Placement", "Quantity", "Settled", "ValueColumn", "quantity", "settle"]

MOST_POSSIBILITIES = 20_000
"""A sum whose rows could stand in more ways is not tried."""

Placement = dict[int, str]
"""Grid column → printed value."""


@dataclass(slots=True)
class OpenRow:
    """A row as the solver sees it: its code, the label each column's value is said of, the placements possible."""

    code: str
    labels: Mapping[int, str]
    candidates: list[Placement]
    told: bool = False
    """Whether the print hints at the one placement given, and only a sum over its cells makes it certain."""

    @property
    def label(self) -> str:
        """The label nearest to the last column."""
        return self.labels[max(self.labels)] if self.labels else ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is certain of a row: ``cells``, grid column → printed value; ``open``, columns of which it is not known
    whether and what they print."""

    cells: Placement = field(default_factory=dict)
    open: frozenset[int] = frozenset()


def _value(placement: Placement, column: int) -> Decimal:
    return parse_number(placement.get(column, "0")) or Decimal(0)


def settle(form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow], known: Known) -> list[Settled]:
    """What is certain of each row."""
    domains = [_filtered(form, columns, row, known) for row in rows]
    if any(len(domain) > 1 for domain in domains):
        sums = _hierarchy(rows, domains)
        domains = _within(domains, sums, list(columns))
        domains = _solutions(domains, sums, list(columns))
    return [_certain(domain, list(columns)) for domain in domains]


def _certain(domain: Sequence[Placement], columns: Sequence[int]) -> Settled:
    """The cells that are the same in every placement left."""
    if not domain:
        return Settled(open=frozenset(columns))
    shared = [column for column in columns if len({placement.get(column, "") for placement in domain}) == 1]
    cells = {column: domain[0][column] for column in shared if column in domain[0]}
    return Settled(cells, frozenset(columns) - frozenset(shared))


def _filtered(form: Form, columns: Mapping[int, ValueColumn], row: OpenRow, known: Known) -> list[Placement]:
    if len(row.candidates) == 1 and not row.told:
        return row.candidates
    sums = [*column_sums(form, {index: column.header for index, column in columns.items()}), *_item_sums(form, columns)]
    if row.told and not any(len(set(placement) & {total, *parts}) > 1 for placement in row.candidates
                            for total, parts in sums):
        return []
    bounds = {
        index: known.bounds(key) for index, column in columns.items()
        if (key := quantity(form, column, row.labels.get(index, ""), row.code)) is not None
    }
    return [
        placement for placement in row.candidates
        if all(_holds(placement, total, parts) for total, parts in sums)
        and all(_between(_value(placement, index), *bound) for index, bound in bounds.items())
    ]


def _item_sums(form: Form, columns: Mapping[int, ValueColumn]) -> list[tuple[int, list[int]]]:
    """Sums over items of the form's own scheme that stand in the columns (“三公”), of each stage and year."""
    groups: dict[tuple[str, int], dict[str, list[int]]] = {}
    for index, column in columns.items():
        found = dimensions(form, column.header, "", "")
        if found.get("measure") == form.dimensions.get("measure") and found.get("item"):
            group = groups.setdefault((column.stage, year_of(column.header, 0)), {})
            group.setdefault(found["item"], []).append(index)
    return [found for items in groups.values() for found in item_sums(form, items)]


def _holds(placement: Placement, total: int, parts: Sequence[int]) -> bool:
    whole = sum((_value(placement, part) for part in parts), Decimal(0))
    return near(_value(placement, total), whole)


def _between(value: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    over = least is None or value >= least or near(value, least)
    return over and (most is None or value <= most or near(value, most))


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


def _within(
    domains: list[list[Placement]], sums: Sequence[tuple[int, list[int]]], columns: Sequence[int]
) -> list[list[Placement]]:
    """Without placements in which a part is more than its total can be. Nothing is ruled out where an amount is below
    zero, nor by a sum that does not hold."""
    if any(_value(p, column) < 0 for domain in domains for p in domain for column in p):
        return domains
    settled, changed = list(domains), True
    while changed:
        changed = False
        for total, parts in sums:
            if not _may_hold(settled[total], [settled[part] for part in parts], columns):
                continue
            most = {column: max(_value(p, column) for p in settled[total]) for column in columns}
            for part in parts:
                kept = [p for p in settled[part] if all(_between(_value(p, c), None, most[c]) for c in columns)]
                if kept and len(kept) < len(settled[part]):
                    settled[part], changed = kept, True
    return settled


def _may_hold(total: Sequence[Placement], parts: Sequence[Sequence[Placement]], columns: Sequence[int]) -> bool:
    """Whether in every column the parts can add up to the total, each column for itself."""
    for column in columns:
        least = sum((min(_value(p, column) for p in part) for part in parts), Decimal(0))
        most = sum((max(_value(p, column) for p in part) for part in parts), Decimal(0))
        if not any(_between(_value(p, column), least, most) for p in total):
            return False
    return True


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
            near(_value(total, column), sum((_value(part, column) for part in parts), Decimal(0)))
            for column in columns
        )

    problem.addConstraint(holds, list(range(len(domains))))
    solutions = problem.getSolutions()
    if not solutions:
        return None
    return [sorted({solution[row] for solution in solutions}) for row in range(len(domains))]
