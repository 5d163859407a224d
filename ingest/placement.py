"""Where blanks were lost: the only placement of a row's values that the table's arithmetic allows.

Each row comes with every way its values could stand under the columns. Row identities, values the other tables print
for the same quantity, funds the document says it has not, and sums over the classification rule placements out. What
is left open stays open: such a row is not read, and the ledger says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from constraint import Problem  # type: ignore[import-untyped,unused-ignore]

from ingest.grids import parse_number
from ontology.forms import Form, dimensions, is_total
from ontology.schemes import class_codes

TOLERANCE = Decimal("0.05")
"""万元: printed sums may be off by rounding (注: 本套报表金额单位转换时可能存在尾数误差)."""
MOST_SOLUTIONS = 500

Placement = dict[int, str]
Quantity = tuple[str, str, str, str, str]


@dataclass(slots=True)
class OpenRow:
    """A row as the solver sees it: what it is, and the placements (grid column → printed value) still possible."""

    code: str
    item: str
    candidates: list[Placement]
    left: dict[int, str] = field(default_factory=dict)
    """Columns whose values are said of another label of the row (the left side of a two-sided form)."""


@dataclass(slots=True)
class Known:
    """What the rest of the document says: values by quantity (measure, fund, nature, scheme, item), absent funds."""

    values: dict[Quantity, Decimal] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


def _value(placement: Placement, column: int) -> Decimal:
    return parse_number(placement.get(column, "0")) or Decimal(0)


def quantity(form: Form, header: str, item: str, code: str) -> Quantity:
    """The key under which two tables print the same quantity."""
    found = dimensions(form, header, item, code)
    return (
        found.get("measure", ""), found.get("fund", ""), found.get("nature", ""), found.get("scheme", ""),
        found.get("item", "") or ("total" if is_total(item) else item),
    )


def settle(form: Form, headers: dict[int, str], rows: Sequence[OpenRow], known: Known) -> list[Placement | None]:
    """The placement of each row, None where several are possible. ``headers``: header path of each value column."""
    domains = [_filtered(form, headers, row, known) for row in rows]
    if all(len(d) == 1 for d in domains):
        return [d[0] for d in domains]
    groups = _sums(rows, domains, headers)
    options = _solutions(domains, groups)
    return [domain[0] if len(domain) == 1 else None for domain in options]


def _filtered(form: Form, headers: dict[int, str], row: OpenRow, known: Known) -> list[Placement]:
    if len(row.candidates) == 1:
        return row.candidates
    return [
        p for p in row.candidates
        if _adds_up(form, headers, p) and _agrees(form, headers, row, p, known)
    ]


def _adds_up(form: Form, headers: dict[int, str], placement: Placement) -> bool:
    for identity in form.identities:
        if "total_column" in identity:
            total = [c for c, h in headers.items() if re.search(identity["total_column"], h)]
            rest = identity["part_columns"] == "rest"
            parts = [
                c for c, h in headers.items()
                if c not in total and (rest or re.search(identity["part_columns"], h))
            ]
            if len(total) == 1 and parts:
                off = _value(placement, total[0]) - sum((_value(placement, c) for c in parts), Decimal(0))
                if abs(off) > TOLERANCE:
                    return False
        elif "sum" in identity:
            blocks: dict[str, dict[str, Decimal]] = {}
            for column, header in headers.items():
                item = dimensions(form, header, "", "").get("item", "")
                block = "决算" if "决算" in header else "预算"
                blocks.setdefault(block, {})[item] = _value(placement, column)
            for block_values in blocks.values():
                parts_sum = sum((block_values.get(p, Decimal(0)) for p in identity["sum"]["parts"]), Decimal(0))
                if abs(block_values.get(identity["sum"]["total"], Decimal(0)) - parts_sum) > TOLERANCE:
                    return False
    return True


def _agrees(form: Form, headers: dict[int, str], row: OpenRow, placement: Placement, known: Known) -> bool:
    for column, header in headers.items():
        key = quantity(form, header, row.left.get(column, row.item), row.code)
        value = _value(placement, column)
        if key[1] in known.absent and value:
            return False
        printed = known.values.get(key)
        if printed is not None and abs(printed - value) > TOLERANCE:
            return False
    return True


Sums = list[tuple[int, list[int], list[int]]]


def _sums(rows: Sequence[OpenRow], domains: list[list[Placement]], headers: dict[int, str]) -> Sums:
    """(row of the sum, rows of its parts, columns): total = classes, class = groups, group = items."""
    codes = [row.code or class_codes("functional").get(row.item, "") for row in rows]
    columns = list(headers)
    sums: Sums = []
    for index, code in enumerate(codes):
        if code:
            children = [i for i, c in enumerate(codes) if c.startswith(code) and len(c) == len(code) + 2]
        elif is_total(rows[index].item):
            children = [i for i, c in enumerate(codes) if len(c) == 3]
        else:
            continue
        if children and all(domains[i] for i in (index, *children)):
            sums.append((index, children, columns))
    return sums


def _solutions(domains: list[list[Placement]], sums: Sums) -> list[list[Placement]]:
    """Each row's placements that occur in some solution of all sums."""
    involved = sorted({i for total, parts, _ in sums for i in (total, *parts)})
    if not any(len(domains[i]) > 1 for i in involved):
        return domains
    problem = Problem()
    for index in involved:
        problem.addVariable(index, list(range(len(domains[index]))))
    for total, parts, columns in sums:
        order = [total, *parts]

        def holds(*chosen: int, order: list[int] = order, columns: list[int] = columns) -> bool:
            picked = [domains[i][c] for i, c in zip(order, chosen, strict=True)]
            return all(
                abs(_value(picked[0], column) - sum((_value(p, column) for p in picked[1:]), Decimal(0)))
                <= TOLERANCE for column in columns
            )

        problem.addConstraint(holds, order)
    solutions = list(islice(problem.getSolutionIter(), MOST_SOLUTIONS))
    if not solutions or len(solutions) == MOST_SOLUTIONS:
        return domains
    settled = list(domains)
    for index in involved:
        kept = sorted({solution[index] for solution in solutions})
        settled[index] = [domains[index][k] for k in kept]
    return settled
