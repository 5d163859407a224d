"""On which page each row came to stand, where an office program or a browser broke the pages.

The page's text by pypdfium2 says which numbers stand on it. Rows keep their order, and each takes its numbers away, so
that a row belongs to the first page, from that of the row before on, that still has all of its numbers. No table
finding is involved, and nothing of the reader under test.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2

from samples.generate.blocks import Block, Document, Table, squeeze
from samples.generate.write_text import Pages

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
PIECE = re.compile(r"[\d,.]+")


MOST_LETTERS = 60
"""Words of a page, most of them single letters, from which on its text is no use."""


class UnknownPage(RuntimeError):
    """A row's numbers are on no page: the truth can't be told."""


def pages_of(document: Document, path: Path) -> Pages:
    """The page, from 1, of each row with figures of each table. Raises UnknownPage."""
    texts = _texts(path)
    if any(2 * sum(len(line) == 1 for line in text.split()) > len(text.split()) > MOST_LETTERS for text in texts):
        raise UnknownPage(f"{path.name}: the text of a page comes out letter by letter")
    left = [Counter(NUMBER.findall(text)) for text in texts]
    found: Pages = {}
    page = 0
    for place, table in enumerate(document.tables):
        broken: list[int] = []
        for row in range(table.rows):
            wanted = _numbers(table, row)
            if not wanted:
                continue
            # The next row stands on this page or the next; a table may also begin behind a page of prose or notes.
            reach = page + (2 if any(number == place for number, _ in found) else 6)
            at = next((at for at in range(page, min(reach, len(left))) if not wanted - left[at]), None)
            if at is None:
                broken.append(row)
                continue
            found.update({(place, row): _between(table, row, page, at, left, texts, path) for row in broken})
            broken = []
            left[at] -= wanted
            found[place, row] = at + 1
            page = at
        if broken:
            last = min(page + 1, len(left) - 1)
            found.update({(place, row): _between(table, row, page, last, left, texts, path) for row in broken})
    return found


def _between(
    table: Table, row: int, first: int, last: int, left: list[Counter[str]], texts: list[str], path: Path
) -> int:
    """The page from 1 of a row with a number broken over lines, between its neighbours': where most of it stands."""
    words = [squeeze(cell.text) for cell in table.cells if cell.row == row and cell.text and not cell.figure]
    numbers = _numbers(table, row)
    held = {
        at: (numbers & left[at]).total() + sum(word in squeeze(texts[at]) for word in words)
        + sum(_in_pieces(number, texts[at]) for number in numbers - left[at])
        for at in range(first, last + 1)
    }
    best = [at for at, count in held.items() if count == max(held.values())]
    if len(best) > 1:
        raise UnknownPage(f"{path.name}: row {row} of {table.form} may stand on the pages {[at + 1 for at in best]}")
    return best[0] + 1


def cut_across(document: Document, columns: int) -> Document:
    """The document as it is printed where a page holds so many columns: a table for each of them."""
    blocks: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        for first in range(0, block.columns, columns):
            own = tuple(cell for cell in block.cells if first <= cell.column < first + columns)
            blocks.append(replace(block, cells=own))
    return replace(document, blocks=tuple(blocks))


def pages_across(document: Document, columns: int, path: Path) -> Pages:
    """The page of each row of each table of ``cut_across``: a cover first, then sheet by sheet all rows of the first
    columns, all rows of the next. Raises UnknownPage."""
    texts = [Counter(NUMBER.findall(text)) for text in _texts(path)]
    found: Pages = {}
    start, place = 1, 0
    for table in document.tables:
        parts = [replace(table, cells=tuple(c for c in table.cells if first <= c.column < first + columns))
                 for first in range(0, table.columns, columns)]
        for down in range(1, len(texts)):
            rows = _rows_down(parts, texts[start:start + down * len(parts)], down)
            if rows is not None:
                break
        else:
            raise UnknownPage(f"{path.name}: the rows of {table.form} stand on no pages in order")
        for number in range(len(parts)):
            found.update({(place, row): start + number * down + page + 1 for row, page in rows.items()})
            place += 1
        start += down * len(parts)
    if start != len(texts):
        raise UnknownPage(f"{path.name}: {len(texts)} pages, the tables take {start}")
    return found


def _rows_down(parts: Sequence[Table], texts: Sequence[Counter[str]], down: int) -> dict[int, int] | None:
    """On which of the pages downwards each row stands, the same for all parts; None where a number is on none."""
    left = [Counter(text) for text in texts]
    rows: dict[int, int] = {}
    page = 0
    for row in range(parts[0].rows):
        wanted = [_numbers(part, row) for part in parts]
        while page < down and any(
            number * down + page >= len(left) or own - left[number * down + page] for number, own in enumerate(wanted)
        ):
            page += 1
        if page == down:
            return None
        for number, own in enumerate(wanted):
            left[number * down + page] -= own
        rows[row] = page
    return rows


def _in_pieces(number: str, text: str) -> bool:
    """Whether a number stands in a text as two pieces: 39,488,0 and 00.00."""
    pieces = set(PIECE.findall(text))
    return any(number[:at] in pieces and number[at:] in pieces for at in range(1, len(number)))


def _texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [unicodedata.normalize("NFKC", page.get_textpage().get_text_range()) for page in pdf]


def _numbers(table: Table, row: int) -> Counter[str]:
    return Counter(
        number for cell in table.cells if cell.row == row and cell.figure
        for number in NUMBER.findall(unicodedata.normalize("NFKC", cell.text)))
