"""Tables of parted cells (tabs, pipes) in which merged cells left nothing: cells stand under other columns.

A header row with fewer cells than the table has columns, none of them blank, does not say where they stand; nor does
a total followed at once by its amounts. Such a table is read like poured text, whose cells are told by their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.flowed_rows import VALUE_INSIDE
from ingest.printed_numbers import parse_number
from ontology.forms import form_of
from ontology.layout import bare, is_total
from ontology.titles import clean_title

REACH = 8
"""How many lines above a table may hold its title."""


def without_ragged(blocks: Sequence[Block], names: tuple[str, ...]) -> list[Block]:
    """The blocks, with lines in place of the statutory tables whose cells do not stand under their columns: a cell ends
    with one blank, a blank cell is two."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and not block.spans_known and _titled(found, names):
            rows = _rows(block)
            if _is_ragged(rows, block.columns):
                found.extend(_line(row) for row in rows if row)
                continue
        found.append(block)
    return found


def _titled(above: Sequence[Block], names: tuple[str, ...]) -> bool:
    for block in reversed(above[-REACH:]):
        if isinstance(block, Grid):
            return False
        if form_of(clean_title(block.text, names)) is not None:
            return True
    return False


def _rows(grid: Grid) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    return rows


def _is_ragged(rows: Sequence[Sequence[Cell]], columns: int) -> bool:
    body = next((n for n, row in enumerate(rows) if any(VALUE_INSIDE.search(cell.text) for cell in row)), len(rows))
    for row in rows[:body]:
        if 1 < len(row) < columns and all(bare(cell.text) for cell in row):
            return True
    return any(
        1 < len(row) < columns and is_total(bare(row[0].text)) and parse_number(row[1].text) is not None
        and len(rows[body]) == columns and not is_total(bare(rows[body][0].text)) for row in rows[body + 1:])


def _line(row: Sequence[Cell]) -> Paragraph:
    text = "".join(f"{bare(cell.text)} " if bare(cell.text) else "  " for cell in row)
    return Paragraph(text, page=row[0].page, line=row[0].line)
