"""Tests every figure by the arithmetic of its table: what the table prints under itself, and what its form keeps.

Nothing is repaired. A figure carries how many identities it took part in and how many of them did not hold; each that
does not hold is an entry in the ledger. Differences that rounding explains count as held, and are said once a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.records import Figure, LedgerEntry
from ingest.tables.captions import PrintedTable
from ingest.tables.table_sums import At, Sum, table_sums
from ontology.layout import is_blank

ROUNDING = 2
"""By how many units of the last printed place a sum may be off: 0.02 万元 where two places are printed."""


@dataclass(slots=True)
class Tested:
    """Figures with their counts, entries for identities that do not hold, and (tested, failed) by index of the first
    grid of each table."""

    figures: list[Figure]
    ledger: list[LedgerEntry]
    counts: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Outcome:
    sum: Sum
    cells: tuple[int, ...]
    """Indexes of the figures that took part."""
    expected: Decimal
    found: Decimal | None
    holds: bool
    exact: bool
    uom: str


def check_identities(tables: Sequence[PrintedTable], figures: Sequence[Figure]) -> Tested:
    """Test the figures of a document's statutory tables."""
    at: dict[At, int] = {}
    for index, figure in enumerate(figures):
        place = figure.source
        if place.table is not None and place.row is not None and place.column is not None:
            at[place.table, place.row - 1, place.column - 1] = index
    unread = _unread(tables, at)
    tested, failed = [0] * len(figures), [0] * len(figures)
    result = Tested([], [], {})
    rounded = 0
    for table in tables:
        outcomes = _credible(_outcomes(table_sums(table), at, figures, unread))
        grid = table.sheets[0].grid
        result.counts[grid.index] = len(outcomes), sum(not o.holds for o in outcomes)
        rounded += sum(o.holds and not o.exact for o in outcomes)
        for outcome in outcomes:
            for index in outcome.cells:
                tested[index] += 1
                failed[index] += not outcome.holds
            if not outcome.holds:
                result.ledger.append(_failure(table, outcome, at, figures))
    if rounded:
        message = f"有 {rounded} 处合计与分项之和相差不超过末位 {ROUNDING} 个单位，属四舍五入"
        result.ledger.append(LedgerEntry("note", message))
    result.figures = [replace(f, tested=t, failed=n) for f, t, n in zip(figures, tested, failed, strict=True)]
    return result


def _failure(table: PrintedTable, outcome: _Outcome, at: Mapping[At, int], figures: Sequence[Figure]) -> LedgerEntry:
    index = at.get(outcome.sum.total)
    place = figures[index].source if index is not None else None
    grid = table.sheets[0].grid
    found = "空白" if outcome.found is None else f"{outcome.found:f}"
    difference = (outcome.found or Decimal(0)) - outcome.expected
    return LedgerEntry(
        "identity",
        f"{table.name}：{outcome.sum.said}：印作 {found}，分项之和 {outcome.expected:f}，"
        f"相差 {difference:f} {outcome.uom}",
        table.form.id, place.page if place else grid.page, place.line if place else grid.line, grid.index,
        expected=f"{outcome.expected:f}", found="" if outcome.found is None else f"{outcome.found:f}",
        difference=f"{difference:f}",
    )


def _unread(tables: Sequence[PrintedTable], at: Mapping[At, int]) -> frozenset[At]:
    """Cells that print something, or may, and gave no figure: nothing can be tested with them."""
    return frozenset(
        place for table in tables for sheet in table.sheets for cell in sheet.grid.cells
        if (place := (sheet.grid.index, cell.row, cell.column)) not in at and (cell.lost or not is_blank(cell.text))
    )


def _outcomes(
    sums: Iterable[Sum], at: Mapping[At, int], figures: Sequence[Figure], unread: frozenset[At]
) -> list[_Outcome]:
    """What came of each identity that could be tested; the same cells are tested once, however often they are said."""
    outcomes: list[_Outcome] = []
    seen: set[tuple[At, frozenset[tuple[int, int]]]] = set()
    for said in sums:
        parts = [(sign, at[cell]) for sign, cell in said.parts if cell in at]
        total = at.get(said.total)
        if said.total in unread or any(cell in unread for _, cell in said.parts):
            continue
        if not parts or (said.total, frozenset(parts)) in seen:
            continue
        seen.add((said.total, frozenset(parts)))
        printed = [figures[i] for i in (*(i for _, i in parts), *([total] if total is not None else []))]
        if len({f.uom for f in printed}) != 1 or printed[0].amount is None or len({f.stage for f in printed}) != 1:
            continue
        expected = sum((sign * figures[i].value for sign, i in parts), Decimal(0))
        found = figures[total].value if total is not None else None
        if found is None and expected == 0:
            continue
        last_place = min(int(f.value.as_tuple().exponent) for f in printed)
        off = abs((found or Decimal(0)) - expected)
        holds = found is not None and off <= ROUNDING * Decimal(1).scaleb(last_place)
        cells = tuple(i for _, i in parts) + ((total,) if total is not None else ())
        outcomes.append(_Outcome(said, cells, expected, found, holds, off == 0, printed[0].uom))
    return outcomes


def _credible(outcomes: Sequence[_Outcome]) -> list[_Outcome]:
    """Without those that fail more often than they hold and that nobody stated: there the headers were misunderstood,
    not the sums wrong."""
    families: dict[str, list[_Outcome]] = {}
    for outcome in outcomes:
        families.setdefault(outcome.sum.family, []).append(outcome)
    kept = {
        family for family, found in families.items()
        if found[0].sum.stated or 2 * sum(o.holds for o in found) >= len(found)
    }
    return [outcome for outcome in outcomes if outcome.sum.family in kept]
