"""A sheet that holds a whole page, prose and tables below each other, as when a web page is pasted into a workbook.

Such a sheet is told by its sentences. Its rows with one text are paragraphs where they stand around tables; what lies
between them is a grid for each table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.documents.document import Cell
from ontology.forms import form_of
from ontology.layout import bare, search
from ontology.titles import clean_title

_FEWEST_SENTENCES = 3
_LEAST_SENTENCE = 20
"""Characters of a sentence, at least; so many sentences outside tables' notes, and the sheet is a page."""
_LONGEST_LABEL = 30
"""Characters of a row's only label, at most."""


def is_page(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows of a sheet, blank cells left out, are those of a page with prose."""
    alone = [bare(row[0].text) for row in rows if len(row) == 1]
    spoken = [text for text in alone if len(text) >= _LEAST_SENTENCE and _speaks(text)]
    return len(spoken) >= _FEWEST_SENTENCES


def parts_of(cells: Sequence[Cell], rows: int) -> Iterator[str | list[Cell]]:
    """The paragraphs and the tables of a page from the cells of its sheet, in order; tables count their rows from 0."""
    inked: list[list[Cell]] = [[] for _ in range(rows)]
    for cell in cells:
        if cell.text.strip():
            inked[cell.row].append(cell)
    at = 0
    while at < rows:
        if len(inked[at]) < 2:
            yield from (cell.text.strip() for cell in inked[at])
            at += 1
            continue
        end = _end(inked, at)
        yield [
            replace(cell, row=cell.row - at, rowspan=min(cell.rowspan, end - cell.row))
            for cell in cells if at <= cell.row < end
        ]
        at = end


def _end(inked: Sequence[Sequence[Cell]], start: int) -> int:
    """The row behind the table that begins with a row: before a row of prose, of a title, or a blank one; the rows that
    a merged cell holds together stay together."""
    reach = start
    for row in range(start, len(inked)):
        own = inked[row]
        if row > reach and (not own or (len(own) == 1 and _ends_table(own[0], inked[row + 1:row + 2]))):
            return row
        reach = max([reach, *(cell.row + cell.rowspan - 1 for cell in own)])
    return len(inked)


def _ends_table(cell: Cell, below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row with one text stands behind a table, and is no row whose values are blank."""
    text = bare(cell.text)
    if _speaks(text) or len(text) > _LONGEST_LABEL or form_of(clean_title(text)) is not None:
        return True
    return not below or len(below[0]) < 2


def _speaks(text: str) -> bool:
    return search("note", "sentence", text) is not None and search("note", "start", text) is None
