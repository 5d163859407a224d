"""Tables of parted cells (tabs, pipes) in which merged cells left nothing: cells stand under other columns.

A header row with fewer cells than the table has columns, none of them blank, does not say where they stand; nor does
a total followed at once by its amounts, or a row below the name of its group. Such a table is read like poured text,
whose cells are told by their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.tables.flowed.header_words import PARTS_OF_CODE
from ingest.tables.flowed.rows import VALUE_INSIDE
from ingest.tables.printed_numbers import parse_number
from ontology.forms import form_of
from ontology.layout import bare, column_kind, is_total, search
from ontology.titles import clean_title

REACH = 8
"""How many lines above a table may hold its title."""


def without_ragged(blocks: Sequence[Block], names: tuple[str, ...]) -> list[Block]:
    """The blocks, with lines in place of the statutory tables whose cells do not stand under their columns: a cell ends
    with one blank, a blank cell is two."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and not block.spans_known:
            rows = _rows(block)
            above, titled = _captions(rows, names)
            if (titled or _titled(found, names)) and _is_ragged(rows[above:], block.columns):
                found.extend(_caption(row) for row in rows[:above] if row)
                found.extend(_line(row) for row in rows[above:] if row)
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


def _captions(rows: Sequence[Sequence[Cell]], names: tuple[str, ...]) -> tuple[int, bool]:
    """(how many rows print the table's own captions, whether its title is among them)."""
    last, titled = 0, False
    for place, row in enumerate(rows[:REACH], 1):
        inked = [cell.text for cell in row if bare(cell.text)]
        if any(VALUE_INSIDE.search(text) for text in inked):
            break
        title = len(inked) == 1 and form_of(clean_title(inked[0], names)) is not None
        if title or any(search("caption", "unit_of_measure", bare(text)) for text in inked):
            last, titled = place, titled or title
    return last, titled


def _is_ragged(rows: Sequence[Sequence[Cell]], columns: int) -> bool:
    """Whether cells do not stand under their columns: a header row lacks some, though none of it is blank, or a total
    or several rows that lack some print an amount in a column of names. (A single such row is doubtful by itself.)"""
    body = next((n for n, row in enumerate(rows) if any(VALUE_INSIDE.search(cell.text) for cell in row)), len(rows))
    told = False
    for row in rows[:body]:
        if 1 < len(row) < columns and all(bare(cell.text) for cell in row) and not (told and _in_place(row)):
            return True
        # What a merged cell covers is a blank cell here.
        told = told or any(not bare(cell.text) for cell in row[:-1])
    whole = [row for row in rows[body:] if len(row) == columns]
    named = {
        column for column in range(columns)
        if any(bare(row[column].text) for row in whole) and all(
            parse_number(row[column].text) is None for row in whole)}
    shifted = [
        row for row in rows[body:]
        if 1 < len(row) < columns and any(
            place in named and VALUE_INSIDE.search(cell.text) and parse_number(cell.text) is not None
            for place, cell in enumerate(row))]
    return len(shifted) > 1 or any(is_total(bare(row[0].text)) for row in shifted)


def _in_place(row: Sequence[Cell]) -> bool:
    """Whether a row heads nothing but the codes and the name of rows, which stand first: blank cells behind them were
    cut off."""
    heads = [bare(cell.text) for cell in row]
    return len(set(heads)) == len(heads) and all(
        text in PARTS_OF_CODE or column_kind(text) in ("code", "label") for text in heads) and (
        sum(column_kind(text) == "label" for text in heads) <= 1)


def _caption(row: Sequence[Cell]) -> Paragraph:
    text = "          ".join(bare(cell.text) for cell in row if bare(cell.text))
    return Paragraph(text, page=row[0].page, line=row[0].line)


def _line(row: Sequence[Cell]) -> Paragraph:
    text = "".join(f"{bare(cell.text)} " if bare(cell.text) else "  " for cell in row)
    return Paragraph(text, page=row[0].page, line=row[0].line)
