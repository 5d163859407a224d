"""The tables of a page: ruled ones, ones of aligned words, and ones ruled by half.

Where the ruling lines part only the rows, or only frame the table, its columns are found by alignment; where they part
only the columns, its rows are. A table that stays unclear keeps the fields its lines make.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from ingest.documents.aligned_grid import AlignedCell, Caption, Carried
from ingest.documents.aligned_rows import rows_of
from ingest.documents.aligned_spans import Extent
from ingest.documents.aligned_tables import Aligned, aligned_tables
from ingest.documents.aligned_words import Word, words_of
from ingest.documents.aligned_zones import caption_at_foot, may_hold_table
from ingest.documents.beside import Beside, lines_beside, parts_beside
from ingest.documents.fields import shared_out
from ingest.documents.printed_lines import Glyph, Line, Turn, lines_of, main_turn, turned_glyphs
from ingest.documents.radicals import with_ideographs
from ingest.documents.ruling import RuledTable, Segment, ruled_tables
from ingest.records import Box
from ingest.tables.printed_numbers import read_number
from ontology.schemes import scheme_of_code

_SAME_LINE = 0.5
"""Share of the font size by which the middles of words on one line may differ."""
_FAR_APART = 1.6
"""Digits of one number, signs between them included, begin nearer to each other than this, in font sizes."""
_CLOSE = 0.7
"""Words of one sentence stand nearer to each other than this, in font sizes."""
_LEAST_STACKED = 2
"""Numbers a field prints above each other, at least, where rows have no line between them."""
_LEAST_ALIKE = 2
"""Fields of one row of fields that do so, at least."""
_CENTS = re.compile(r"-?\d[\d,]*\.\d\d")
"""An amount as accounts print it."""
_LEAST_CLEAR = 3
"""So many of them are no coincidence."""

Doubt = Literal["", "some", "clear"]


class PageTable(NamedTuple):
    """A table with its cells, in the coordinates of the page held upright; ``edges`` are its column borders."""

    cells: tuple[AlignedCell, ...]
    rows: int
    edges: tuple[float, ...]
    box: Box


class PageTables(NamedTuple):
    """The tables of a page and the lines outside them.

    ``goes_on``: the shape of the one that may go on over the page, or a caption at its foot; ``torn``: by column, what
    the last row of the one on the page before ends with; ``lost``: whether that one goes on here, and could not be
    read; ``unclear``: how many tables stay text because their lines do not part their rows and columns; ``beside``: the
    parts of the page with two tables beside each other.
    """

    tables: list[PageTable]
    lines: list[Line]
    goes_on: Carried | None
    torn: dict[int, str]
    lost: bool
    unclear: int = 0
    beside: tuple[Beside, ...] = ()


def page_tables(
    glyphs: Sequence[Glyph],
    level: Sequence[Segment],
    upright: Sequence[Segment],
    height: float,
    carried: Carried | None,
) -> PageTables:
    """The tables of a page of that height; ``level`` and ``upright`` are its ruling lines, ``carried`` what the page
    before handed on."""
    ruled = ruled_tables(level, upright, [glyph.centre for glyph in glyphs if not glyph.text.isspace()])
    inside, outside = shared_out(glyphs, ruled)
    tables = [_ruled(table, parts) for table, parts in zip(ruled, inside, strict=True)]
    doubts = [_doubt(table, parts) for table, parts in zip(ruled, inside, strict=True)]
    open_ones = [i for i, doubt in enumerate(doubts) if doubt]
    while True:
        pool = [*outside, *(glyph for i in open_ones for part in inside[i] for glyph in part)]
        lines = lines_of(pool)
        aligned, goes_on, lost = Aligned([], None, False)
        if may_hold_table([with_ideographs(line.text) for line in lines], carried is not None):
            aligned, goes_on, lost = aligned_tables(pool, level, height, carried)
        kept = [
            i
            for i in open_ones
            if doubts[i] != "clear" and not any(_within(found.box, ruled[i].box) for found in aligned)
        ]
        if not kept:
            break
        open_ones = [i for i in open_ones if i not in kept]
    if aligned:
        used = frozenset[int]().union(*(each.glyphs for each in aligned))
        lines = lines_of([glyph for index, glyph in enumerate(pool) if index not in used])
    found = [PageTable(each.cells, each.rows, each.shape.edges, each.box) for each in aligned]
    found += [table for i, table in enumerate(tables) if i not in open_ones]
    beside = parts_beside([table.box for table in found], lines, pool) if len(found) > 1 else []
    if beside:
        used = frozenset(index for each in aligned for index in each.glyphs)
        lines = lines_beside(beside, [glyph for index, glyph in enumerate(pool) if index not in used])
    torn = {column: text for each in aligned for column, text in each.torn.items()}
    if goes_on is None:
        goes_on = _caption(lines, max((table.box[3] for table in found), default=0.0), height)
    unclear = sum(not any(_within(each.box, ruled[i].box) for each in aligned) for i in open_ones)
    return PageTables(found, lines, goes_on, torn, lost, unclear, tuple(beside))


def _caption(lines: Sequence[Line], bottom: float, height: float) -> Caption | None:
    """The caption at the foot of a page of that height, below its tables, which reach down to ``bottom``."""
    below = [(with_ideographs(line.text), line.box) for line in lines if line.box[1] >= bottom]
    boxes = caption_at_foot(below, height)
    if not boxes:
        return None
    return Caption(Extent(min(box[0] for box in boxes), max(box[2] for box in boxes)))


def _within(box: Box, outer: Box) -> bool:
    """Whether the middle of a box is inside another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _doubt(table: RuledTable, parts: Sequence[list[Glyph]]) -> Doubt:
    """Whether fields hold what must be several cells: numbers side by side, above each other, or beside their labels.

    A table that is so beyond doubt ("clear") had better stay text than be read by its fields.
    """
    if not any(_may_hold_several(part) for part in parts):
        return ""
    words = [words_of(part) if len(part) > 2 else [] for part in parts]
    numbers = sum(word.number for own in words for word in own)
    beside = sum(_beside(own) for own in words)
    if numbers >= _LEAST_CLEAR and 2 * beside > numbers:
        return "clear"
    labelled = max((_labelled(own) for own in words), default=0)
    split = {band for band in range(len(table.ys) - 1) if _split(table, parts, band)}
    stacked = [
        len(own)
        for own, field in zip(words, table.fields, strict=True)
        if _stacked(own, field.box) and not (field.rowspan == 1 and field.row in split)
    ]
    if labelled >= _LEAST_CLEAR or sum(count >= _LEAST_CLEAR for count in stacked) >= _LEAST_ALIKE:
        return "clear"
    return "some" if labelled >= _LEAST_STACKED or len(stacked) >= _LEAST_ALIKE else ""


def _may_hold_several(glyphs: Sequence[Glyph]) -> bool:
    """Whether the digits of a field stand on several lines or far apart, at a glance."""
    digits = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if len(digits) < 2:
        return False
    height = digits[0].bottom - digits[0].top
    if max(g.top for g in digits) - min(g.top for g in digits) > _SAME_LINE * height:
        return True
    return any(b - a > _FAR_APART * height for a, b in pairwise(sorted(g.x0 for g in digits)))


def _beside(words: Sequence[Word]) -> int:
    """How many numbers of a field have another on their line."""
    numbers = [word for word in words if word.number and not _in_sentence(word, words)]
    return sum(any(w is not word and _on_one_line(w, word) for w in numbers) for word in numbers)


def _in_sentence(number: Word, words: Sequence[Word]) -> bool:
    """Whether text stands close by a number wherever anything stands beside it, as programs set digits among words:
    对全市 126 株古树."""
    line = [w for w in words if w is not number and _on_one_line(w, number)]
    left = max((w for w in line if w.x1 <= number.x0), key=lambda w: w.x1, default=None)
    right = min((w for w in line if w.x0 >= number.x1), key=lambda w: w.x0, default=None)
    gaps = [(w.number, max(number.x0 - w.x1, w.x0 - number.x1)) for w in (left, right) if w is not None]
    return bool(gaps) and all(not is_number and gap < _CLOSE * number.height for is_number, gap in gaps)


def _labelled(words: Sequence[Word]) -> int:
    """How many lines of a field print a number and a text beside it, both flush with those of the line above."""
    pairs = [
        (number, text)
        for number in words
        if number.number
        for text in words
        if not text.number and _on_one_line(number, text)
    ]
    counts = Counter((round(number.x0), round(text.x0)) for number, text in pairs)
    return max(counts.values(), default=0)


def _on_one_line(first: Word, second: Word) -> bool:
    return abs(first.y - second.y) <= _SAME_LINE * first.height


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
            text = _cell_text(part, field.box)
            cells.append(AlignedCell(text, row, field.column, end - row, field.colspan, field.box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(tuple(cells), starts[-1], table.xs, table.box)


def _split(table: RuledTable, parts: Sequence[list[Glyph]], band: int) -> list[dict[int, tuple[str, Box]]]:
    """For each row printed between two ruling lines, the text and box of every field by its index; empty where that is
    one row, or the rows are not clear."""
    own = [i for i, f in enumerate(table.fields) if f.row <= band < f.row + f.rowspan]
    if any(table.fields[i].rowspan > 1 for i in own):
        return []
    words = {i: words_of(parts[i]) for i in own if len(parts[i]) > 1}
    if sum(_stacked(found, table.fields[i].box) for i, found in words.items()) < _LEAST_ALIKE:
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


def _stacked(words: Sequence[Word], field: Box) -> bool:
    """Whether a field prints nothing but numbers, each on a line of its own."""
    if len(words) < _LEAST_STACKED or not all(word.number for word in words) or _is_broken(words, field):
        return False
    heights = sorted(word.y for word in words)
    return all(b - a >= _SAME_LINE * words[0].height for a, b in pairwise(heights))


def _is_broken(words: Sequence[Word], field: Box) -> bool:
    """Whether the lines of a field are one number or code that its width broke: together they make one, and no further
    digit has room on any line but the last."""
    lines = sorted(words, key=lambda word: word.y)
    margin = min(word.x0 for word in lines) - field[0]
    full = all(word.x1 + (word.x1 - word.x0) / len(word.text) > field[2] - margin for word in lines[:-1])
    texts = [word.text for word in lines]
    # The last piece may look like an amount of its own (1218 | 72.60); what stands above it then has no decimals.
    cents = [bool(_CENTS.fullmatch(text)) for text in ("".join(texts), *texts[:-1])]
    coded = [scheme_of_code(text) != "" for text in ("".join(texts), *texts)]
    alone = [True, *(False for _ in texts)]
    return full and (cents == alone[:-1] or coded == alone or read_number("\n".join(texts)) is not None)


def _cell_text(glyphs: list[Glyph], field: Box) -> str:
    turn: Turn = main_turn(glyphs)
    lines: list[Line] = lines_of(turned_glyphs(glyphs, turn, 0.0, 0.0))
    words = words_of(glyphs) if len(lines) > 1 else []
    numbers = len(words) > 1 and len(words) == len(lines) and all(word.number for word in words)
    is_broken = numbers and _is_broken(words, field)
    return with_ideographs(("" if is_broken else "\n").join(line.text for line in lines))
