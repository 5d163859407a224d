"""Tables poured out column by column, one cell on a line: what each column prints, in order.

A known header says in which order its cells come; between them stand the cells of the body. In which rows the numbers
of a column stand is known only where blank cells are blank lines; else ``ingest.placement`` settles it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.tables.flowed.cell_lines import CellLine, Slot, is_heading, with_blanks
from ingest.tables.flowed.headers import kinds_of, match_header
from ingest.tables.flowed.rows import FlowedRow
from ontology.layout import ColumnKind, is_total


@dataclass(slots=True)
class ColumnSide:
    """One side of the table: ``rows`` with their labels, and either the value cells in them or, where it is not known
    in which rows they stand, the ``runs`` of the columns: grid column → printed numbers."""

    columns: list[int]
    rows: list[FlowedRow]
    runs: dict[int, list[str]]


@dataclass(slots=True)
class _Side:
    """What was met of a side: columns before the values, then the values by grid column."""

    lead: list[list[Slot]] = field(default_factory=list)
    values: dict[int, list[Slot]] = field(default_factory=dict)


def column_sides(header: Sequence[str], cells: Sequence[CellLine]) -> tuple[list[str], list[ColumnSide]] | None:
    """(header paths as printed, sides of the table) where the cells are those of the header, column by column; None
    where anything is over, lacking or out of order."""
    kinds = kinds_of(header)
    expected = _expected(header, kinds)
    sides: list[_Side] = []
    head: list[str] = []
    met = 0
    column: int | None = None
    slots = with_blanks(cells)
    for place, slot in enumerate(slots):
        if slot is None:
            if sides:
                _current(sides[-1], column).append(None)
        elif slot.number:
            if not sides:
                return None
            _current(sides[-1], column).append(slot)
        elif met < len(expected) and _heads(expected, met, slots, place):
            _, leaf = expected[met]
            met += 1
            head.append(slot.text)
            if leaf is not None:
                if not sides:
                    sides.append(_Side())
                column = leaf
                sides[-1].values[leaf] = []
            elif column is not None and _side_of(kinds, _next_leaf(expected, met)) > _side_of(kinds, column):
                sides.append(_Side())
                column = None
        elif is_heading(slot.text):
            if not sides or column is not None:
                sides.append(_Side())
                column = None
            if not sides[-1].lead or any(sides[-1].lead[-1]):
                sides[-1].lead.append([])
            head.append(slot.text)
        elif column is None:
            if not sides:
                sides.append(_Side())
            _current(sides[-1], None).append(slot)
        else:
            return None
    paths = match_header(header, "".join(head)) if met == len(expected) else None
    if paths is None:
        return None
    _drop_column_numbers(sides)
    found = [_side(side, kinds, place == len(sides) - 1) for place, side in enumerate(sides)]
    whole = [side for side in found if side is not None]
    return (paths, whole) if len(whole) == len(found) else None


def _drop_column_numbers(sides: Sequence[_Side]) -> None:
    """Leave out 1, 2, 3 ... at the head of the columns of values, where every column has its own."""
    runs = [run for side in sides for _, run in sorted(side.values.items())]
    firsts = [next((place for place, slot in enumerate(run) if slot is not None), None) for run in runs]
    for number, (run, first) in enumerate(zip(runs, firsts, strict=True), 1):
        slot = None if first is None else run[first]
        if slot is None or slot.text != str(number):
            return
    for run, first in zip(runs, firsts, strict=True):
        del run[:(first or 0) + 1]


def _current(side: _Side, column: int | None) -> list[Slot]:
    if column is not None:
        return side.values[column]
    if not side.lead:
        side.lead.append([])
    return side.lead[-1]


def _expected(header: Sequence[str], kinds: Sequence[ColumnKind]) -> list[tuple[str, int | None]]:
    """The header cells over values in the order in which columns print them: pattern, and the column for a leaf."""
    cells: list[tuple[str, int | None]] = []
    above: list[str] = []
    for column, (path, kind) in enumerate(zip(header, kinds, strict=True)):
        if kind != "value":
            continue
        parts = path.split("/")
        shared = next((d for d, (a, b) in enumerate(zip(parts[:-1], above, strict=False)) if a != b),
                      min(len(parts) - 1, len(above)))
        cells.extend((part, None) for part in parts[shared:-1])
        cells.append((parts[-1], column))
        above = parts[:-1]
    return cells


def _heads(expected: Sequence[tuple[str, int | None]], met: int, slots: Sequence[Slot], place: int) -> bool:
    """Whether a cell is the next cell of the header. 合计 may also be a label: it is the header where a number or the
    next cell of the header follows."""
    slot = slots[place]
    if slot is None or not re.fullmatch(expected[met][0], slot.text):
        return False
    if not is_total(slot.text):
        return True
    following = next((other for other in slots[place + 1:] if other is not None), None)
    if following is None or following.number:
        return True
    return met + 1 < len(expected) and re.fullmatch(expected[met + 1][0], following.text) is not None


def _next_leaf(expected: Sequence[tuple[str, int | None]], met: int) -> int:
    return next((column for _, column in expected[met:] if column is not None), 0)


def _side_of(kinds: Sequence[ColumnKind], column: int) -> int:
    """Which side of the table a column belongs to: a column before the values starts a new one after a value."""
    return sum(
        kinds[place] == "value" and kinds[place + 1] != "value" for place in range(min(column, len(kinds) - 1)))


def _side(side: _Side, kinds: Sequence[ColumnKind], last: bool) -> ColumnSide | None:
    """The rows of a side; None where codes and labels do not go together. ``last``: whether the text ends with it."""
    columns = list(side.values)
    if not columns:
        return None
    first = next((c for c in range(columns[0], -1, -1) if c and kinds[c - 1] == "value"), 0)
    own = {kind: next((c for c in range(first, columns[0]) if kinds[c] == kind), None) for kind in ("code", "label")}
    lead = [run for run in side.lead if any(run)]
    counted = any(all(slot is None or (slot.count and not slot.code) for slot in run) for run in lead)
    if counted != any(kinds[c] == "line" for c in range(first, columns[0])):
        return None
    aligned = _aligned([*lead, *side.values.values()], last)
    if aligned is not None:
        lead, values = aligned[:len(lead)], dict(zip(columns, aligned[len(lead):], strict=True))
        rows = _rows(lead, own, len(aligned[0]))
        if rows is None:
            return None
        for place, row in enumerate(rows):
            printed = {column: run[place] for column, run in values.items()}
            row.candidates = [{column: slot.text for column, slot in printed.items() if slot is not None}]
        return ColumnSide(columns, rows, {})
    packed = [[slot for slot in run if slot is not None] for run in lead]
    runs = {column: [slot.text for slot in run if slot is not None] for column, run in side.values.items()}
    listed = _listed(packed, own)
    return None if listed is None else ColumnSide(columns, listed, runs)


def _aligned(runs: Sequence[list[Slot]], cut: bool) -> list[list[Slot]] | None:
    """The columns, where they are as long as each other because blank cells are kept. ``cut``: the last may lack blanks
    at its end."""
    whole = runs[:-1] if cut else runs
    if not any(slot is None for run in whole for slot in run) or len({len(run) for run in whole}) != 1:
        return None
    length = len(whole[0])
    filled = [*whole, *(run + [None] * max(0, length - len(run)) for run in runs[len(whole):])]
    return filled if all(len(run) == length for run in filled) else None


def _rows(lead: Sequence[list[Slot]], own: dict[str, int | None], length: int) -> list[FlowedRow] | None:
    """Rows from columns of codes and labels that stand beside each other. Line numbers are left out."""
    rows = []
    for place in range(length):
        cells: dict[int, str] = {}
        where = None
        for run in lead:
            slot = run[place]
            if slot is None or (slot.count and not slot.code):
                continue
            column = own["code"] if slot.code and own["code"] is not None else own["label"]
            if column is None or column in cells:
                return None
            cells[column], where = slot.text, slot.where
        rows.append(FlowedRow(cells, [], where))
    return rows


def _listed(lead: Sequence[Sequence[CellLine]], own: dict[str, int | None]) -> list[FlowedRow] | None:
    """Rows from columns of codes and labels whose blank cells were lost: names go with codes in order, totals stand for
    themselves. None where there are more names than codes, or fewer."""
    codes = next((run for run in lead if any(cell.code for cell in run)), [])
    labels = next((run for run in lead if run is not codes and any(not cell.number for cell in run)), [])
    if not codes and not labels:
        return [FlowedRow({})]
    label_column = own["label"]
    if label_column is None or any(cell.number for cell in labels):
        return None
    names = [cell for cell in labels if not (codes and is_total(cell.text))]
    code_column = own["code"]
    if codes and (code_column is None or len(names) != sum(cell.code for cell in codes)):
        return None
    if not codes and code_column is not None and not all(is_total(cell.text) for cell in labels):
        return None
    if not codes or code_column is None:
        return [FlowedRow({label_column: cell.text}, [], cell.where) for cell in labels]
    rows: list[FlowedRow] = []
    numbers = iter([cell for cell in codes if cell.code])
    if any(is_total(cell.text) for cell in labels):
        if not all(cell.code for cell in codes):
            return None
        for cell in labels:
            own_code = {} if is_total(cell.text) else {code_column: next(numbers).text}
            rows.append(FlowedRow({**own_code, label_column: cell.text}, [], cell.where))
        return rows
    named = iter(names)
    for cell in codes:
        if cell.code:
            name = next(named)
            rows.append(FlowedRow({code_column: cell.text, label_column: name.text}, [], name.where))
        elif is_total(cell.text):
            rows.append(FlowedRow({label_column: cell.text}, [], cell.where))
        else:
            return None
    return rows
