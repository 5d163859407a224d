"""The tables of a page: ruled ones, ones of aligned words, and ones ruled by half.

Where the ruling lines part only the rows, or only frame the table, its columns are found by alignment; where they part
only the columns, its rows are. A table that stays unclear keeps the fields its lines make.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.documents.aligned_grid import AlignedCell, Shape
from ingest.documents.aligned_rows import rows_of
from ingest.documents.aligned_tables import aligned_tables
from ingest.documents.aligned_words import Word, words_of
from ingest.documents.fields import shared_out
from ingest.documents.printed_lines import Glyph, Line, Turn, lines_of, main_turn, turned_glyphs
from ingest.documents.radicals import with_ideographs
from ingest.documents.ruling import RuledTable, Segment, ruled_tables
from ingest.records import Box

_SAME_LINE = 0.5
"""Share of the font size by which the middles of words on one line may differ."""
_LEAST_STACKED = 2
"""Numbers a field prints above each other, at least, where rows have no line between them."""
_LEAST_ALIKE = 2
"""Fields of one row of fields that do so, at least."""


class PageTable(NamedTuple):
    """A table with its cells, in the coordinates of the page held upright; ``edges`` are its column borders."""

    cells: tuple[AlignedCell, ...]
    rows: int
    edges: tuple[float, ...]
    box: Box


class PageTables(NamedTuple):
    """The tables of a page, the glyphs outside them, the shape of one that may go on over the page, and by column what
    the last row of the one on the page before ends with."""

    tables: list[PageTable]
    rest: list[Glyph]
    goes_on: Shape | None
    torn: dict[int, str]


def page_tables(
    glyphs: Sequence[Glyph],
    level: Sequence[Segment],
    upright: Sequence[Segment],
    height: float,
    carried: Shape | None,
) -> PageTables:
    """The tables of a page of that height; ``level`` and ``upright`` are its ruling lines, ``carried`` what the page
    before handed on."""
    ruled = ruled_tables(level, upright, [glyph.centre for glyph in glyphs if not glyph.text.isspace()])
    inside, outside = shared_out(glyphs, ruled)
    open_ones = [i for i, parts in enumerate(inside) if _lacks_columns(parts)]
    while True:
        pool = [*outside, *(glyph for i in open_ones for part in inside[i] for glyph in part)]
        aligned, goes_on = aligned_tables(pool, level, height, carried)
        unread = [i for i in open_ones if not any(_within(found.box, ruled[i].box) for found in aligned)]
        if not unread:
            break
        open_ones = [i for i in open_ones if i not in unread]
    tables = [PageTable(found.cells, found.rows, found.shape.edges, found.box) for found in aligned]
    tables += [
        _ruled(table, parts) for i, (table, parts) in enumerate(zip(ruled, inside, strict=True)) if i not in open_ones
    ]
    used = frozenset[int]().union(*(found.glyphs for found in aligned))
    rest = [glyph for index, glyph in enumerate(pool) if index not in used]
    return PageTables(tables, rest, goes_on, {c: text for found in aligned for c, text in found.torn.items()})


def _within(box: Box, outer: Box) -> bool:
    """Whether the middle of a box is inside another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _lacks_columns(parts: Sequence[Sequence[Glyph]]) -> bool:
    """Whether most numbers of a table stand side by side in one field."""
    beside = total = 0
    for part in parts:
        words = [word for word in words_of(part) if word.number] if len(part) > 2 else []
        total += len(words)
        beside += sum(
            any(w is not word and abs(w.y - word.y) <= _SAME_LINE * word.height for w in words) for word in words
        )
    return total > 2 and 2 * beside > total


def _ruled(table: RuledTable, parts: Sequence[list[Glyph]]) -> PageTable:
    """A ruled table; rows without a line between them are told apart where their numbers are clearly stacked."""
    bands = len(table.ys) - 1
    splits = [_split(table, parts, band) for band in range(bands)]
    starts = [0]
    for split in splits:
        starts.append(starts[-1] + max(1, len(split)))
    cells: list[AlignedCell] = []
    for index, (field, part) in enumerate(zip(table.fields, parts, strict=True)):
        row, end = starts[field.row], starts[field.row + field.rowspan]
        split = splits[field.row]
        if split:
            for step, texts in enumerate(split):
                text, box = texts[index]
                cells.append(AlignedCell(text, row + step, field.column, 1, field.colspan, box))
        else:
            cells.append(AlignedCell(_cell_text(part), row, field.column, end - row, field.colspan, field.box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(tuple(cells), starts[-1], table.xs, table.box)


def _split(table: RuledTable, parts: Sequence[list[Glyph]], band: int) -> list[dict[int, tuple[str, Box]]]:
    """For each row printed between two ruling lines, the text and box of every field by its index; empty where that is
    one row, or the rows are not clear."""
    own = [i for i, f in enumerate(table.fields) if f.row <= band < f.row + f.rowspan]
    if any(table.fields[i].rowspan > 1 for i in own):
        return []
    words = {i: words_of(parts[i]) for i in own if len(parts[i]) > 1}
    if sum(_stacked(found) for found in words.values()) < _LEAST_ALIKE:
        return []
    filled = [i for i in own if words.get(i) or parts[i]]
    columns = [words.get(i) or words_of(parts[i]) for i in filled]
    sizes = [word.height for column in columns for word in column]
    rows = rows_of(columns, median(sizes))
    if rows is None or len(rows.middles) < 2:
        return []
    top, bottom = table.ys[band], table.ys[band + 1]
    borders = [top, *((a + b) / 2 for a, b in pairwise(rows.middles)), bottom]
    split = []
    for index, row in enumerate(rows.cells):
        texts = {}
        for i in own:
            box = (table.fields[i].box[0], borders[index], table.fields[i].box[2], borders[index + 1])
            lines = row.get(filled.index(i), ()) if i in filled else ()
            texts[i] = ("\n".join(line.text for line in lines), box)
        split.append(texts)
    return split


def _stacked(words: Sequence[Word]) -> bool:
    """Whether a field prints nothing but numbers, each on a line of its own."""
    if len(words) < _LEAST_STACKED or not all(word.number for word in words):
        return False
    heights = sorted(word.y for word in words)
    return all(b - a >= _SAME_LINE * words[0].height for a, b in pairwise(heights))


def _cell_text(glyphs: list[Glyph]) -> str:
    turn: Turn = main_turn(glyphs)
    lines: list[Line] = lines_of(turned_glyphs(glyphs, turn, 0.0, 0.0))
    return with_ideographs("\n".join(line.text for line in lines))
