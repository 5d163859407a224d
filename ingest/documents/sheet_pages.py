"""A sheet that holds a whole page, prose and tables below each other, as when a web page is pasted into a workbook.

Such a sheet is told by its sentences. Its rows with one text are paragraphs where they stand around tables; what lies
between them is a grid for each table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.documents.document import Cell
from ontology.forms import form_of
from ontology.layout import bare, is_total, search
from ontology.titles import clean_title

_FEWEST_SENTENCES = 3
_LEAST_SENTENCE = 20
"""Characters of a sentence, at least; so many sentences outside tables' notes, and the sheet is a page."""
_CAPTIONS = ("unit_of_measure", "body", "form_number")
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
        if not _begins(inked[at], inked[at + 1:at + 2]):
            yield from (cell.text.strip() for cell in inked[at])
            at += 1
            continue
        end = _end(inked, at)
        yield [
            replace(cell, row=cell.row - at, rowspan=min(cell.rowspan, end - cell.row))
            for cell in cells if at <= cell.row < end
        ]
        at = end


def _begins(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table begins with a row: one of several texts, or a heading merged over all columns right above one."""
    if len(row) != 1:
        return bool(row)
    return row[0].colspan > 1 and bool(below) and len(below[0]) > 1 and not _stands_alone(bare(row[0].text))


def _end(inked: Sequence[Sequence[Cell]], start: int) -> int:
    """The row behind the table that begins with a row: the rest is prose, a title, or another table's caption. What a
    merged cell holds together stays together, and blank rows are the table's where it goes on below them."""
    end = start
    captioned = True
    for row in range(start, len(inked)):
        own = inked[row]
        if not own:
            continue
        caption = _is_caption(own)
        if row >= end > start and ((caption and not captioned) or (len(own) == 1 and not _goes_on(inked[row:]))):
            break
        captioned = captioned and caption
        end = max([end, *(cell.row + cell.rowspan for cell in own)])
    return end


def _goes_on(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row with one text is a row of the table above, all its values blank: a total, or one of several that
    rows of values follow."""
    for row in filter(None, rows):
        text = bare(row[0].text)
        if len(row) > 1 or (row is rows[0] and is_total(text)):
            return not _is_caption(row)
        if _stands_alone(text):
            return False
    return False


def _is_caption(row: Sequence[Cell]) -> bool:
    return any(search("caption", key, bare(cell.text)) for cell in row for key in _CAPTIONS)


def _stands_alone(text: str) -> bool:
    """Whether a text is a paragraph, a note, a title or a caption, and no label or heading of a table."""
    told = any(search(part, key, text) for part, key in (("note", "start"), *(("caption", key) for key in _CAPTIONS)))
    titled = search("title", "ends", text) is not None or form_of(clean_title(text)) is not None
    return told or titled or len(text) > _LONGEST_LABEL or search("note", "sentence", text) is not None


def _speaks(text: str) -> bool:
    told = search("note", "start", text) or search("caption", "no_data", text)
    return told is None and search("note", "sentence", text) is not None
