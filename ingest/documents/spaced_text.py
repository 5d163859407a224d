"""Text whose columns blanks keep (``pdftotext -layout``): its tables as grids, or as rows that tell their cells.

Every page of such a text is squeezed its own way, so that a table's columns stand elsewhere on the next page, where
its header may not be printed again. A table whose columns are sure on all its pages is a grid. Of any other, the
header's cells are put together and the rows that are sure are written as poured text tells cells, each closed by one
blank and a blank one two blanks more: what reads such text lets arithmetic settle the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.documents.aligned_rows import Line
from ingest.documents.aligned_zones import parts_of, zones_of
from ingest.documents.document import Cell
from ingest.documents.spaced_sheets import Row, Sheet, read_sheet, settled
from ingest.documents.spaced_tree import tree_of
from ingest.documents.spaced_words import measure_of, words_of

Place = tuple[int, int]
"""Page and line on it, counted from 0."""


class Table(NamedTuple):
    """A table read whole: cells without page, rows with the place they are printed at, the lines it is made of."""

    cells: tuple[Cell, ...]
    places: tuple[Place, ...]
    columns: int
    lines: frozenset[Place]


@dataclass
class Told:
    """The tables, and the lines that tell their cells otherwise than they are printed."""

    tables: list[Table] = field(default_factory=list)
    lines: dict[Place, str] = field(default_factory=dict)


def told_cells(pages: Sequence[Sequence[str]]) -> Told:
    """What blanks tell of the tables on these pages."""
    measure = measure_of([line for page in pages for line in page])
    told = Told()
    sheets: list[Sheet] = []
    for number, page in enumerate(pages):
        height = float(len(page))
        lines = [Line(tuple(found)) for at, text in enumerate(page) if (found := words_of(text, at, measure))]
        ends = True
        for zone in zones_of(lines, height) if lines else ():
            if zone.captioned:
                _close(sheets, told)
            elif not sheets or not ends:
                continue
            parts = parts_of(zone, height)
            if parts is not None:
                sheets.append(read_sheet(number, parts, sheets[0].head if sheets else None))
            ends = zone.ends_page and (parts is None or not parts.rest)
            if not ends:
                _close(sheets, told)
    _close(sheets, told)
    return told


def _close(sheets: list[Sheet], told: Told) -> None:
    """Ends a table: what is sure of its sheets is told."""
    if sheets:
        sheets = settled_sheets(sheets)
        table = _table(sheets)
        if table is not None:
            told.tables.append(table)
        else:
            for sheet in sheets:
                told.lines.update({(sheet.page, line): text for line, text in sheet.told().items()})


def settled_sheets(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets of one table, taken from the list, with the columns that they tell each other."""
    own, sheets[:] = list(sheets), []
    return settled(own)


def _table(sheets: Sequence[Sheet]) -> Table | None:
    head = sheets[0].head
    if head is None or any(sheet.rows is None for sheet in sheets):
        return None
    placed = tree_of(head, sheets[0].extents())
    if placed is None:
        return None
    depth = max(cell.depth for cell in placed) + 1
    over = {(cell.depth - 1, column) for cell in placed for column in range(cell.first, cell.last + 1)}
    cells = [
        Cell(cell.cell.text, cell.depth, cell.first, 1 if (cell.depth, cell.first) in over else depth - cell.depth,
             cell.last - cell.first + 1)
        for cell in placed]
    first = sheets[0]
    places: list[Place] = [(first.page, first.top)] * depth
    rows: list[tuple[Place, Row]] = []
    if first.numbering is not None:
        rows.append(((first.page, first.numbering.line), first.numbering))
    rows += [((sheet.page, row.line), row) for sheet in sheets for row in sheet.rows or ()]
    for place, row in rows:
        at = len(places)
        places.append(place)
        cells += [Cell(row.cells.get(column, ""), at, column) for column in range(len(head.leaves))]
    lines = frozenset((sheet.page, line) for sheet in sheets for line in sheet.lines)
    return Table(tuple(cells), tuple(places), len(head.leaves), lines)
