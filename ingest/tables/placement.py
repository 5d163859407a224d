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
from functools import lru_cache
from typing import NamedTuple

from constraint import Problem

from ingest.tables.column_runs import Placement, run_placements
from ingest.tables.known import Known, ValueColumn, near, quantity
from ingest.tables.printed_numbers import parse_number
from ingest.tables.standard_identities import LabelledRow, column_sums, item_sums, running_sums
from ontology.forms import Form, dimensions
from ontology.layout import is_total, year_of
from ontology.schemes import class_codes

MOST_POSSIBILITIES = 20_000
"""A sum whose rows could stand in more ways is not tried."""

@dataclass(slots=True)
class OpenRow:
    """A row as the solver sees it: its code, the label each column's value is said of, the placements possible."""

    code: str
    labels: Mapping[int, str]
    candidates: list[Placement]
    ordinals: Mapping[int, int] = field(default_factory=dict)
    """The level of the order number that each column's label leads with (``layout.ordinal_level``)."""
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


class _Sum(NamedTuple):
    """Rows that add up to another row, in these columns."""

    total: int
    parts: list[int]
    columns: Sequence[int]


def _value(placement: Placement, column: int) -> Decimal:
    return _amount(placement.get(column, "0"))


@lru_cache(4096)
def _amount(text: str) -> Decimal:
    return parse_number(text) or Decimal(0)


def settle(form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow], known: Known) -> list[Settled]:
    """What is certain of each row."""
    rules = _rules(form, columns, rows, known)
    domains = [rule.filtered() for rule in rules]
    if any(len(domain) > 1 for domain in domains):
        domains = _by_sums(domains, _sums(form, rows, list(columns)), list(columns))
    return [_certain(domain, list(columns)) for domain in domains]


def settle_runs(
    form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow], runs: Mapping[int, Sequence[str]],
    known: Known,
) -> list[Settled]:
    """What is certain of each row where only the order of the numbers in each column is known. ``runs``: grid column →
    its printed numbers. The candidates of the rows are not looked at."""
    rules = _rules(form, columns, rows, known)
    domains: list[list[Placement]] | None = None
    while True:
        def allowed(row: int, placement: Placement, before: list[list[Placement]] | None = domains) -> bool:
            return rules[row].allow(placement) and (before is None or placement in before[row])

        found = run_placements(len(rows), runs, allowed)
        if found is None:
            return [_certain([], list(columns)) for _ in rows]
        found = _by_sums(found, _sums(form, rows, list(columns)), list(columns))
        if domains is not None and sum(map(len, found)) == sum(map(len, domains)):
            return [_certain(domain, list(columns)) for domain in found]
        domains = found


class Tests(NamedTuple):
    """How many rows add up over these columns in one way, with two parts at least, how many can't, how many have
    their numbers under certain columns before anything is added up, and how many add up in every way that they can."""

    held: int
    failed: int
    told: int
    borne: int


def tested_rows(form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow]) -> Tests:
    """Whether the rows bear out that a table has these columns."""
    headers = {index: column.header for index, column in columns.items()}
    sums = [*column_sums(form, headers), *_item_sums(form, columns)]
    held = failed = told = borne = 0
    for row in rows:
        ways = [p for p in row.candidates if all(_holds(p, total, parts) for total, parts in sums)]
        failed += bool(row.candidates) and not ways
        told += len(row.candidates) == 1 and not row.told
        added = [
            any(sum(bool(_value(p, part)) for part in parts) > 1 and bool(_value(p, total)) for total, parts in sums)
            for p in ways]
        held += len(ways) == 1 and added[0]
        borne += bool(ways) and all(added)
    return Tests(held, failed, told, borne)


def _certain(domain: Sequence[Placement], columns: Sequence[int]) -> Settled:
    """The cells that are the same in every placement left."""
    if not domain:
        return Settled(open=frozenset(columns))
    shared = [column for column in columns if len({placement.get(column, "") for placement in domain}) == 1]
    cells = {column: domain[0][column] for column in shared if column in domain[0]}
    return Settled(cells, frozenset(columns) - frozenset(shared))


def _rules(
    form: Form, columns: Mapping[int, ValueColumn], rows: Sequence[OpenRow], known: Known
) -> list[_Rules]:
    """The rules of each row. Rows that repeat the labels of this year's revenue under another heading (年初结转和结余)
    are of another quantity, of which the other tables say nothing."""
    repeat = form.repeated
    repeating: set[int] = set()
    found = []
    for row in rows:
        own = {i: c for i, c in columns.items() if i not in repeating or is_total(row.labels.get(i, ""))}
        found.append(_Rules(form, columns, row, known, own))
        if repeat and repeat.column and repeat.item:
            repeating.update(
                i for i, c in columns.items()
                if repeat.column.search(c.header) and repeat.item.search(row.labels.get(i, "")))
    return found


class _Rules:
    """What a row by itself must keep: sums of its columns, and what the other tables say of those that are ``told``."""

    def __init__(
        self, form: Form, columns: Mapping[int, ValueColumn], row: OpenRow, known: Known,
        told: Mapping[int, ValueColumn],
    ) -> None:
        self.row = row
        headers = {index: column.header for index, column in columns.items()}
        self.sums = [*column_sums(form, headers), *_item_sums(form, columns)]
        keys = {i: quantity(form, column, row.labels.get(i, ""), row.code) for i, column in told.items()}
        self.bounds = {index: known.bounds(key) for index, key in keys.items() if key is not None}

    def filtered(self) -> list[Placement]:
        """The candidates of the row that keep the rules; the only one there is without a question, where the print
        tells it."""
        if len(self.row.candidates) == 1 and not self.row.told:
            return self.row.candidates
        summed = any(len(set(p) & {total, *parts}) > 1 for p in self.row.candidates for total, parts in self.sums)
        return [p for p in self.row.candidates if self.allow(p)] if summed or not self.row.told else []

    def allow(self, placement: Placement) -> bool:
        """Whether the row can have a placement."""
        return all(_holds(placement, total, parts) for total, parts in self.sums) and all(
            _between(_value(placement, index), *bound) for index, bound in self.bounds.items())


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


def _sums(form: Form, rows: Sequence[OpenRow], columns: Sequence[int]) -> list[_Sum]:
    """Sums over rows that the form keeps: total = classes, class = groups, group = items, and by order numbers."""
    sums = [_Sum(total, parts, columns) for total, parts in _hierarchy(rows)]
    if any("running" in identity for identity in form.identities):
        for labels in dict.fromkeys(tuple(row.labels.get(column, "") for row in rows) for column in columns):
            own = [c for c in columns if tuple(row.labels.get(c, "") for row in rows) == labels]
            # A row that prints nothing on this side is none of it.
            named = [place for place, label in enumerate(labels) if label]
            ordered = [LabelledRow(labels[place], rows[place].ordinals.get(own[0], -1), True) for place in named]
            sums.extend(
                _Sum(named[total], [named[part] for part in parts], own) for total, parts in running_sums(ordered))
    return sums


def _hierarchy(rows: Sequence[OpenRow]) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts) by the classification."""
    codes = [row.code or class_codes("functional").get(row.label, "") for row in rows]
    sums: list[tuple[int, list[int]]] = []
    for index, code in enumerate(codes):
        if code:
            children = [i for i, c in enumerate(codes) if c.startswith(code) and len(c) == len(code) + 2]
        elif is_total(rows[index].label):
            children = [i for i, c in enumerate(codes) if len(c) == 3]
        else:
            continue
        if children:
            sums.append((index, children))
    return sums


def _by_sums(
    domains: list[list[Placement]], sums: Sequence[_Sum], columns: Sequence[int]
) -> list[list[Placement]]:
    """Without the placements that no solution of some sum has."""
    of_rows = [s for s in sums if all(domains[row] for row in (s.total, *s.parts))]
    return _solutions(_within(domains, of_rows), of_rows)


def _within(domains: list[list[Placement]], sums: Sequence[_Sum]) -> list[list[Placement]]:
    """Without placements in which a part is more than its total can be. Nothing is ruled out where an amount is below
    zero, nor by a sum that does not hold."""
    if any(_value(p, column) < 0 for domain in domains for p in domain for column in p):
        return domains
    settled, changed = list(domains), True
    while changed:
        changed = False
        for total, parts, columns in sums:
            if not _may_hold(settled[total], [settled[part] for part in parts], columns):
                continue
            most = {column: max(_value(p, column) for p in settled[total]) for column in columns}
            # Where the total is blank, parts are too: a zero would have been printed for it as well.
            blank = {column for column in columns if not any(column in p for p in settled[total])}
            for part in parts:
                kept = [p for p in settled[part] if not blank & p.keys() and all(
                    _between(_value(p, c), None, most[c]) for c in columns)]
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


def _solutions(domains: list[list[Placement]], sums: Sequence[_Sum]) -> list[list[Placement]]:
    """Each row's placements that occur in some solution of every sum it is in. A sum that has none does not hold, and
    says nothing; one with too many possibilities is left alone."""
    settled, changed = list(domains), True
    while changed:
        changed = False
        for total, parts, columns in sums:
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
