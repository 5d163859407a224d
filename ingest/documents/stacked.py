"""Tables above each other that share their frame: told apart where a title stands across all columns between them.

Where nothing is left free between two tables (a page of a browser, tables that a spreadsheet holds below each other),
their ruling lines make one raster whose columns are those of all of them. Each gets its own columns back, so that one
that goes on over the page is known by its column borders again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.documents.aligned_grid import AlignedCell
from ingest.documents.page_tables import PageTable
from ontology.forms import form_of
from ontology.layout import bare, search
from ontology.titles import clean_title

_CAPTION = ("unit_of_measure", "body", "form_number")


def told_apart(table: PageTable) -> list[PageTable]:
    """The tables of one raster, from top to bottom; the raster itself where no title stands between its rows, or all
    its parts have the same columns."""
    rows = [[cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan] for row in range(table.rows)]
    starts = [0, *(_first(rows, row) for row in range(1, table.rows) if _is_titled(rows[row], table)), table.rows]
    ranges = [range(a, b) for a, b in pairwise(sorted({*starts}))]
    borders = [_borders(rows, part, table) for part in ranges]
    if len(ranges) < 2 or all(one == borders[0] for one in borders):
        return [table]
    return [_part(table, part, own) for part, own in zip(ranges, borders, strict=True)]


def _is_titled(cells: Sequence[AlignedCell], table: PageTable) -> bool:
    """Whether a row is one cell across the table that prints the title of a form."""
    if len(cells) != 1 or cells[0].rowspan > 1 or cells[0].colspan < len(table.edges) - 1:
        return False
    lines = [bare(line) for line in cells[0].text.split("\n")]
    return any(form_of(clean_title(line)) is not None for line in (*lines, "".join(lines)) if line)


def _first(rows: Sequence[Sequence[AlignedCell]], row: int) -> int:
    """The row that a title's captions begin with: a form number may stand in rows of its own above it."""
    while row > 1 and _is_caption(rows[row - 1]):
        row -= 1
    return row


def _is_caption(cells: Sequence[AlignedCell]) -> bool:
    texts = [bare(cell.text) for cell in cells if bare(cell.text)]
    return bool(texts) and all(any(search("caption", key, text) for key in _CAPTION) for text in texts)


def _borders(rows: Sequence[Sequence[AlignedCell]], part: range, table: PageTable) -> list[int]:
    """The column borders that cells of some rows have, by their position among those of the raster."""
    last = len(table.edges) - 1
    cells = [cell for row in part for cell in rows[row]]
    return sorted({0, last, *(c.column for c in cells), *(c.column + c.colspan for c in cells)})


def _part(table: PageTable, part: range, borders: Sequence[int]) -> PageTable:
    at = {border: position for position, border in enumerate(borders)}
    own = [cell for cell in table.cells if cell.row in part]
    cells = tuple(
        cell._replace(
            row=cell.row - part.start, column=at[cell.column],
            colspan=at[cell.column + cell.colspan] - at[cell.column],
        )
        for cell in own
    )
    left, _, right, _ = table.box
    box = (left, min(cell.box[1] for cell in own), right, max(cell.box[3] for cell in own))
    return PageTable(cells, len(part), tuple(table.edges[border] for border in borders), box)
