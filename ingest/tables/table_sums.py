"""Every identity of a printed table, as cells: what it prints under itself, and what its form keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tables.captions import PrintedTable
from ingest.tables.grids import Sheet
from ingest.tables.printed_identities import PrintedIdentity, printed_identities
from ingest.tables.printed_numbers import read_number
from ingest.tables.row_headings import RowHeading, headed_sides
from ingest.tables.standard_identities import (
    LabelledRow,
    column_sums,
    group_sums,
    hierarchy,
    item_sums,
    outline_sums,
    running_sums,
)
from ontology.forms import dimensions
from ontology.layout import bare, is_total, stage_of, year_of

MOST_SAID = 3
"""How many terms of an identity the ledger names."""

At = tuple[int, int, int]
"""Index of the grid, row and column in it, counted from 0: where a cell stands."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One identity: the cell of the total, and the signed cells of its parts. ``said``: how the ledger names it.

    ``family``: identities that are right or wrong together. ``stated``: the table or its form says it; one that is only
    taken from the look of the headers counts where the family mostly holds.
    """

    total: At
    parts: tuple[tuple[int, At], ...]
    said: str
    family: str
    stated: bool = True


def table_sums(table: PrintedTable) -> Iterator[Sum]:
    """Every identity of a table, the printed ones first."""
    notes = [*table.notes, *(formula for sheet in table.sheets for formula in sheet.formulas)]
    for identity in printed_identities("；".join(notes)):
        yield from _line_sums(table, identity) if identity.axis == "行" else _column_number_sums(table, identity)
    yield from _column_sums(table)
    rows = _rows(table)
    yield from _hierarchy_sums(table, rows)
    yield from _label_sums(table, rows)
    yield from _far_sums(table, rows)
    yield from _item_sums(table, rows)


def _said(identity: PrintedIdentity) -> str:
    terms = "".join(f"{'＋' if sign > 0 else '－'}{number}" for sign, number in identity.terms[:MOST_SAID])
    more = "…" if len(identity.terms) > MOST_SAID else ""
    return f"表注“{identity.total}{identity.axis}＝{terms.removeprefix('＋')}{more}”"


def _line_sums(table: PrintedTable, identity: PrintedIdentity) -> Iterator[Sum]:
    """A sum of lines, in each column of values beside the line number."""
    lines: dict[int, list[At]] = {}
    for sheet in table.sheets:
        for side in sheet.sides():
            for row in sheet.body_rows:
                numbers = [bare(sheet.text(row, column.index)) for column in side.lines]
                if len(numbers) == 1 and numbers[0].isdigit():
                    lines[int(numbers[0])] = [
                        (sheet.grid.index, row, column.index) for column, _ in sheet.value_cells(side, row)
                    ]
    wanted = (identity.total, *(number for _, number in identity.terms))
    if any(number not in lines for number in wanted) or len({len(lines[number]) for number in wanted}) != 1:
        return
    for place, total in enumerate(lines[identity.total]):
        parts = tuple((sign, lines[number][place]) for sign, number in identity.terms)
        yield Sum(total, parts, _said(identity), f"printed {identity}")


def _column_number_sums(table: PrintedTable, identity: PrintedIdentity) -> Iterator[Sum]:
    """A sum of numbered columns, in each row."""
    numbers = {number: column for column, number in sorted(table.sheets[0].column_numbers.items(), reverse=True)}
    if any(number not in numbers for number in (identity.total, *(number for _, number in identity.terms))):
        return
    for sheet in table.sheets:
        for row in sheet.body_rows:
            parts = tuple((sign, (sheet.grid.index, row, numbers[number])) for sign, number in identity.terms)
            total = (sheet.grid.index, row, numbers[identity.total])
            yield Sum(total, parts, f"{_said(identity)}，{_row_name(sheet, row)}", f"printed {identity}")


def _row_name(sheet: Sheet, row: int) -> str:
    words = [text for text in sheet.texts(row) if read_number(text) is None]
    return f"“{words[0]}”行" if words else f"第 {row + 1} 行"


def _column_sums(table: PrintedTable) -> Iterator[Sum]:
    for sheet in table.sheets:
        for side in sheet.sides():
            headers = {column.index: column.header for column in side.values}
            for total, parts in column_sums(table.form, headers):
                for row in sheet.body_rows:
                    cells = tuple((1, (sheet.grid.index, row, part)) for part in parts)
                    said = f"“{headers[total]}”列等于其各分项列之和，{_row_name(sheet, row)}"
                    cell = (sheet.grid.index, row, total)
                    yield Sum(cell, cells, said, f"columns {headers[total]}", stated=False)


@dataclass(frozen=True, slots=True)
class _Cell:
    at: At
    printed: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of one side of a table: which side, its heading, its value cells by header."""

    side: int
    heading: RowHeading
    cells: dict[str, _Cell]


def _rows(table: PrintedTable) -> list[_Row]:
    rows = []
    for sheet in table.sheets:
        for number, (side, headings) in enumerate(headed_sides(sheet)):
            for row in sheet.body_rows:
                cells = {
                    column.header: _Cell(
                        (sheet.grid.index, row, column.index), read_number(cell.text) is not None)
                    for column, cell in sheet.value_cells(side, row)
                }
                rows.append(_Row(number, headings[row], cells))
    return rows


def _hierarchy_sums(table: PrintedTable, rows: Sequence[_Row]) -> Iterator[Sum]:
    """The classification adds up, in every column that a total and its parts share."""
    identity = next((identity for identity in table.form.identities if "hierarchy" in identity), None)
    if identity is None:
        return
    codes = [(place, row.heading.full_code) for place, row in enumerate(rows) if row.heading.full_code]
    taken_in = identity.get("totals", ())
    totals = [
        (place, next((classes for label, classes in taken_in if re.search(label, row.heading.item)), None))
        for place, row in enumerate(rows) if not row.heading.full_code and is_total(row.heading.item)
    ]
    for total, parts in hierarchy(codes, totals):
        for header, cell in rows[total].cells.items():
            shared = tuple((1, rows[part].cells[header].at) for part in parts if header in rows[part].cells)
            if shared:
                said = f"“{rows[total].heading.item or rows[total].heading.code}”等于其下各项之和（{header}）"
                yield Sum(cell.at, shared, said, "hierarchy", stated=False)


def _label_sums(table: PrintedTable, rows: Sequence[_Row]) -> Iterator[Sum]:
    """Sums down the columns that labels tell: by order numbers, by the label column, by labels of two levels."""
    kinds = {kind for identity in table.form.identities for kind in identity}
    # Running totals are of one side of a table, also where both sides have one header (金额).
    sides = "running" in kinds
    for side, header in dict.fromkeys((row.side * sides, header) for row in rows for header in row.cells):
        column = [
            row for row in rows
            if row.side * sides == side and header in row.cells and (row.heading.item or row.heading.code)
        ]
        items = [row.heading.item for row in column]
        sums: list[tuple[int, list[int]]] = []
        if "running" in kinds:
            sums = running_sums(
                [LabelledRow(r.heading.item, r.heading.ordinal, r.cells[header].printed) for r in column])
        elif "outline" in kinds:
            sums = outline_sums([-1 if is_total(row.heading.item) else row.heading.last for row in column])
        elif "groups" in kinds:
            sums = group_sums(items)
        for total, parts in sums:
            cells = tuple((1, column[part].cells[header].at) for part in parts)
            yield Sum(column[total].cells[header].at, cells, f"“{items[total]}”等于其各分项之和（{header}）", "labels",
                      stated=False)


def _far_sums(table: PrintedTable, rows: Sequence[_Row]) -> Iterator[Sum]:
    """Rows of one column that add up to a total which is printed in another."""
    for identity in table.form.identities:
        if "far_column" not in identity:
            continue
        parts = [
            (1, cell.at) for row in rows for header, cell in row.cells.items()
            if re.search(identity["far_column"], header) and re.search(identity["parts"], row.heading.item)
            and not is_total(row.heading.item)
        ]
        totals = [
            (row, cell) for row in rows for header, cell in row.cells.items()
            if re.search(identity["total"], row.heading.item) and not re.search(identity["far_column"], header)
            and cell.printed
        ]
        own = [
            cell for row in rows for header, cell in row.cells.items()
            if re.search(identity["total"], row.heading.item) and re.search(identity["far_column"], header)
        ]
        if parts and len(totals) == 1 and not any(cell.printed for cell in own):
            row, cell = totals[0]
            said = f"“{row.heading.item}”等于“{identity['far_column']}”各项之和"
            yield Sum(cell.at, tuple(parts), said, f"far {identity['far_column']}", stated=False)


def _item_sums(table: PrintedTable, rows: Sequence[_Row]) -> Iterator[Sum]:
    """Sums over the items of the form's own scheme (“三公”), which stand in the columns of a row, or in the rows of a
    column."""
    form, notes = table.form, "".join(table.notes)
    if not any("sum" in identity for identity in form.identities):
        return
    headers = dict.fromkeys(header for row in rows for header in row.cells)
    across = len({dimensions(form, header, "", "").get("item", "") for header in headers}) > 2
    groups: dict[tuple[object, ...], dict[str, list[_Cell]]] = {}
    for place, row in enumerate(rows):
        for header, cell in row.cells.items():
            found = dimensions(form, header, row.heading.item, row.heading.full_code)
            if found.get("measure") != form.dimensions.get("measure") or not found.get("item"):
                continue
            stage = stage_of(header, notes, table.title), year_of(header, 0)
            group = groups.setdefault((*stage, place if across else header), {})
            group.setdefault(found["item"], []).append(cell)
    for items in groups.values():
        # A heading may carry the item's name over a blank cell: “三公”经费支出, then 支出合计.
        told = {
            item: [cell.at for cell in cells if cell.printed or not any(other.printed for other in cells)]
            for item, cells in items.items()
        }
        flat = [at for cells in told.values() for at in cells]
        places = {item: [flat.index(at) for at in cells] for item, cells in told.items()}
        for total, parts in item_sums(form, places):
            name = next(item for item, found in places.items() if total in found)
            yield Sum(flat[total], tuple((1, flat[part]) for part in parts), f"“三公”经费各项之和（{name}）", "items")
