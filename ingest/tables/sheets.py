"""Tables and grids: several that share one grid, told apart; one over two pages, its cut row put together again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Cell, Grid
from ingest.tables.grids import Sheet, is_official
from ingest.tables.printed_numbers import read_number
from ontology.cut_names import completes_name
from ontology.forms import form_of
from ontology.layout import bare, is_blank, is_neutral, is_total, strip_ordinal
from ontology.titles import clean_title

CENTS = re.compile(r"-?[\d,]*\d\.\d{2}")
"""An amount as most accounts print it."""
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


def mended(before: Sheet, after: Sheet) -> tuple[Sheet, Sheet] | None:
    """The two parts of a table whose last row on the one page goes on in the first row of the next; None where that
    row is whole.

    A row is cut where the first one after the break prints nothing but names, under names of the row before, and either
    leaves blank the code or line number that the row before has, or makes of its name an official one; or where it
    prints the end of a code (21 | 0) or of amounts (1,234.5 | 6).
    """
    if not before.body_rows or len(after.body_rows) < 2:
        return None
    last, first = before.body_rows[-1], after.body_rows[0]
    kinds = {column.index: column.kind for column in before.columns}
    cut = {cell.column: cell for cell in before.cells(last) if cell.row == last}
    pieces = {cell.column: cell for cell in after.cells(first)}
    amounts = {column for column, piece in pieces.items()
               if column in cut and kinds.get(column) == "value" and _ends_amount(cut[column], piece)}
    # Several amounts that all end so need no others to be like them.
    values = {column for column, piece in pieces.items() if kinds.get(column) == "value"}
    several = len(amounts) >= FEWEST_WORDS and amounts == values
    ends = {column: cut[column].text + pieces[column].text for column in amounts
            if several or _others_are_amounts(before, column)}
    pieces = {column: piece for column, piece in pieces.items() if column not in ends}
    names = all(kinds.get(column) in ("label", "code") and column in cut for column in pieces)
    if not names or not (pieces or ends):
        return None
    codes = [column for column in pieces if kinds[column] == "code"]
    if any(is_official(bare(cut[column].text)) for column in codes) or not all(
        is_official(bare(cut[column].text + pieces[column].text)) for column in codes
    ):
        return None
    if any(strip_ordinal(bare(piece.text)) != bare(piece.text) for piece in pieces.values()):
        return None
    marked = codes or ends or any(kinds[column] in ("code", "line") for column in cut)
    if not marked and not all(completes_name(cut[column].text, piece.text) for column, piece in pieces.items()):
        return None
    joined = {id(cut[column]): f"{cut[column].text}\n{piece.text}" for column, piece in pieces.items()}
    joined |= {id(cut[column]): text for column, text in ends.items()}
    cells = tuple(replace(c, text=joined[id(c)]) if id(c) in joined else c for c in before.grid.cells)
    return before.with_cells(cells), _without_first_row(after)


def _without_first_row(sheet: Sheet) -> Sheet:
    """A sheet without its first row; what is merged downwards from there begins in the next."""
    first, following = sheet.body_rows[:2]
    rest = sheet.with_cells(tuple(
        replace(c, row=following, rowspan=c.row + c.rowspan - following)
        if c.row == first and c.row + c.rowspan > following else c for c in sheet.grid.cells
    ))
    rest.body_rows = sheet.body_rows[1:]
    return rest


def _ends_amount(cut: Cell, piece: Cell) -> bool:
    """Whether two pieces make an amount with two decimals, which the first has not."""
    first, whole = bare(cut.text), bare(cut.text + piece.text)
    return CENTS.fullmatch(first) is None and CENTS.fullmatch(whole) is not None and read_number(whole) is not None


def _others_are_amounts(sheet: Sheet, index: int) -> bool:
    """Whether a column prints amounts with two decimals in all other rows but the last."""
    column = [bare(cell.text) for row in sheet.body_rows[:-1] if (cell := sheet.at[row][index]) is not None]
    others = [text for text in column if not is_blank(text)]
    return bool(others) and all(CENTS.fullmatch(text) for text in others)


def with_merged(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of one table; what is merged downwards over a page break stands on the later page too.

    A code or name column is merged so where its rows all stand beside one of its texts, some of them beside one of
    several rows; the rows at the top of the next page that have no text there go on with the last. So does a code that
    the rows there lack.
    """
    found: list[Sheet] = []
    for sheet in sheets:
        found.append(_going_on(found[-1], sheet) if found else sheet)
    return found


def _going_on(before: Sheet, after: Sheet) -> Sheet:
    if not before.body_rows or not after.body_rows or len(before.columns) != len(after.columns):
        return after
    first = after.body_rows[0]
    if any(is_total(text) for text in after.texts(first)):
        return after
    texts: dict[int, str] = {}
    for column in before.columns:
        top = after.at[first][column.index]
        if column.kind not in ("code", "label") or top is None or bare(top.text) or top.colspan > 1:
            continue
        last = before.at[before.body_rows[-1]][column.index]
        if last is None or not bare(last.text) or last.colspan > 1:
            continue
        if _is_merged(before, column.index) or (column.kind == "code" and _lacks_its_code(after, top)):
            texts[id(top)] = last.text
    if not texts or not any(bare(after.text(first, column.index)) for column in after.columns):
        return after
    return after.with_cells(tuple(replace(c, text=texts.get(id(c), c.text)) for c in after.grid.cells))


def _is_merged(sheet: Sheet, index: int) -> bool:
    """Whether every row stands beside a text of a column, some of them beside one of several rows."""
    beside = [sheet.at[row][index] for row in sheet.body_rows]
    own = [cell for cell in beside if cell is not None and bare(cell.text) and cell.row in sheet.body_rows]
    return len(own) == len(beside) and any(cell.rowspan > 1 for cell in own if cell.colspan == 1)


def _lacks_its_code(sheet: Sheet, top: Cell) -> bool:
    """Whether a blank cell at the head of a page is the rest of a code's: it is merged downwards beside several rows,
    or its row prints the finer part of a code at its right (款 blank, 项 printed)."""
    finer = (c for c in sheet.columns if c.kind == "code" and c.index > top.column)
    return top.rowspan > 1 or any(bare(sheet.text(top.row, c.index)).isdigit() for c in finer)
