"""Tables that share one grid, told apart: a title among the rows starts another, a second header a block of its own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from ingest.documents.document import Grid
from ingest.grids import Sheet
from ingest.printed_numbers import read_number
from ontology.forms import form_of
from ontology.layout import bare, is_blank, is_neutral
from ontology.titles import clean_title

FEWEST_WORDS = 2
"""From this many words in value columns on, a row without numbers is no row of values."""


@dataclass(frozen=True, slots=True)
class Section:
    """The sheets of one table within a grid, one for each header; and the row from which on it is not understood."""

    sheets: tuple[Sheet, ...]
    unread_from: int | None = None


def sections(grid: Grid, names: tuple[str, ...]) -> list[Section]:
    """The tables of a grid in order; nearly always one."""
    whole = Sheet(grid)
    titled = [
        row for row in (*whole.header_rows[1:], *whole.body_rows)
        if len(texts := whole.texts(row)) == 1 and form_of(clean_title(texts[0], names)) is not None
    ]
    starts = [0, *sorted(titled), grid.rows]
    if len(starts) == 2:
        return [_section(grid, range(grid.rows))]
    return [_section(grid, range(a, b)) for a, b in itertools.pairwise(starts)]


def _section(grid: Grid, rows: range) -> Section:
    sheet = Sheet(grid, rows=rows)
    for row in sheet.body_rows[1:]:
        if not _is_header(sheet, row):
            continue
        before = Sheet(grid, rows=range(rows.start, row))
        if not _known_words(sheet, row):
            return Section((before,), row)
        rest = _section(grid, range(row, rows.stop))
        return Section((before, *rest.sheets), rest.unread_from)
    return Section((sheet,))


def _is_header(sheet: Sheet, row: int) -> bool:
    """Whether a row of the body prints words where values should stand, and no number."""
    if any(read_number(text) is not None for text in sheet.texts(row)):
        return False
    values = {column.index for column in sheet.columns if column.kind == "value"}
    words = [
        bare(cell.text) for cell in sheet.cells(row)
        if not is_blank(cell.text) and cell.column in values
    ]
    return len(words) >= FEWEST_WORDS or (bool(words) and all(is_neutral(word) for word in words))


def _known_words(sheet: Sheet, row: int) -> bool:
    """Whether at least half the words of a row stand in the header above, or say what headers say."""
    head = {text for above in sheet.header_rows for text in sheet.texts(above)}
    texts = sheet.texts(row)
    return 2 * sum(text in head or is_neutral(text) for text in texts) >= len(texts)
