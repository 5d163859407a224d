"""Tables without ruling lines, or with level ones only: words aligned in rows and columns, as a grid with its header.

What is not certain stays text: a table is read only if its header fits its columns in exactly one way, every number
stands under exactly one heading, and every line in exactly one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.aligned_columns import Sorted, columns_of, overlap, sorted_words
from ingest.documents.aligned_header import Extent, Header, borders_of, header_of
from ingest.documents.aligned_rows import Line, Rows, rows_of
from ingest.documents.aligned_words import Word, words_of
from ingest.documents.aligned_zones import Parts, parts_of, printed_lines, without_running_head, zones_of
from ingest.documents.printed_lines import Glyph
from ingest.documents.ruling import Segment, merged
from ingest.records import Box

_SAME_PLACE = 1.5
"""Points by which the headings of a table repeated on the next page may differ."""
_OFF_CENTRE = 0.3
_CLOSE = 1.6
"""In units of the font size: the lines of one cell are not farther apart."""
_WHOLE_WIDTH = 0.9


class AlignedCell(NamedTuple):
    """A cell of an aligned table, as ``Cell`` has it; the box is on the page held upright."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class Shape(NamedTuple):
    """What a table that goes on over the page hands on: its header, columns and borders."""

    header: Header
    headings: tuple[Extent, ...]
    edges: tuple[float, ...]


class AlignedTable(NamedTuple):
    """A table of words; ``glyphs`` are the indexes of those it is made of."""

    cells: tuple[AlignedCell, ...]
    rows: int
    shape: Shape
    box: Box
    glyphs: frozenset[int]


def aligned_tables(
    glyphs: Sequence[Glyph], level: Iterable[Segment], height: float, carried: Shape | None
) -> tuple[list[AlignedTable], Shape | None]:
    """The tables of a page, and the shape of the one that may go on over the page.

    ``glyphs`` are those outside ruled tables, upright; ``level`` the horizontal ruling lines; ``carried`` what the page
    before handed on.
    """
    rules = merged(level)
    tables = []
    for zone in zones_of(printed_lines(words_of(glyphs)), height):
        before, carried = carried, None
        if not zone.captioned and before is None:
            continue
        for option in (zone, without_running_head(zone, height)):
            parts = parts_of(option, height) if option else None
            table = _table(parts, rules, None if zone.captioned else before) if parts else None
            if parts and table is not None:
                tables.append(table)
                carried = table.shape if zone.ends_page and not _prints_more(parts) else None
                break
    return tables, carried


def _prints_more(parts: Parts) -> bool:
    """Whether text, and not only a page number, follows the body."""
    return any(not word.number for word in parts.rest) and len(parts.rest) > 2


def _table(parts: Parts, rules: Sequence[Segment], carried: Shape | None) -> AlignedTable | None:
    body = sorted_words(parts.body)
    size = parts.size
    if any(slot.numeric and _broken(slot.words, size) for slot in body.slots) or any(_torn(w) for w in body.loose):
        return None
    counted = [Extent(word.x0, word.x1) for word in parts.numbering if word.number]
    extents = [slot.extent for slot in body.slots]
    header = None
    if parts.header:
        header = header_of(parts.header, [*extents, *counted], size)
        if header is None or (carried is not None and not _repeats(header, carried.header)):
            return None
    elif carried is None or parts.numbering:
        return None
    if carried is not None:
        headings = list(carried.headings)
    elif header is not None:
        headings = [Extent(leaf.box[0], leaf.box[2]) for leaf in header.leaves]
    numbered = _each_under_one(counted, headings)
    if numbered is None:
        return None
    for column, extent in zip(numbered, counted, strict=True):
        headings[column] = Extent(min(headings[column].x0, extent.x0), max(headings[column].x1, extent.x1))
    places = columns_of(body.slots, headings, size)
    if places is None:
        return None
    columns = list(headings)
    for (first, last), extent in zip(places, extents, strict=True):
        if first == last:
            columns[first] = Extent(min(columns[first].x0, extent.x0), max(columns[first].x1, extent.x1))
    if any(b.x0 < a.x1 - 1 for a, b in pairwise(columns)):
        return None
    edges = carried.edges if carried is not None else tuple(borders_of(columns, size))
    rows = rows_of(
        [*(slot.words for slot in body.slots), body.loose], size, _bands(rules, parts, edges)
    )
    if rows is None:
        return None
    shape = Shape(header or carried.header, tuple(columns), edges) if header or carried else None  # type: ignore[union-attr]
    return shape and _assembled(parts, body, places, rows, header, shape)


def _broken(words: Sequence[Word], size: float) -> bool:
    """Whether a column may print a number over two lines: one without the decimals all others have, close above."""
    with_decimals = [word for word in words if "." in word.text]
    if 2 * len(with_decimals) <= len(words):
        return False
    ordered = sorted(words, key=lambda word: word.y)
    return any(
        "." not in upper.text and upper.text.strip("-—－–―0") and lower.y - upper.y <= _CLOSE * size
        for upper, lower in pairwise(ordered)
    )


def _torn(word: Word) -> bool:
    """Whether a word is a piece of a number: digits and signs that make none."""
    return not set(word.text) - set("0123456789.,，") and any(c in "0123456789" for c in word.text)


def _repeats(header: Header, before: Header) -> bool:
    """Whether a header is that of the page before, printed again."""
    if len(header.cells) != len(before.cells):
        return False
    return all(
        (a.cell.text, a.first, a.last, a.depth) == (b.cell.text, b.first, b.last, b.depth)
        and abs(a.cell.x - b.cell.x) <= _SAME_PLACE
        for a, b in zip(header.cells, before.cells, strict=True)
    )


def _each_under_one(extents: Sequence[Extent], headings: Sequence[Extent]) -> list[int] | None:
    found = []
    for extent in extents:
        under = [i for i, heading in enumerate(headings) if overlap(extent, heading)]
        if len(under) != 1:
            return None
        found.append(under[0])
    return found if len(set(found)) == len(found) else None


def _bands(rules: Sequence[Segment], parts: Parts, edges: Sequence[float]) -> list[float]:
    """The heights of ruling lines that part all rows of the body; none where they don't."""
    first, last = min(word.y for word in parts.body), max(word.y for word in parts.body)
    width = edges[-1] - edges[0]
    across = [
        rule.at for rule in rules if min(rule.end, edges[-1]) - max(rule.start, edges[0]) >= _WHOLE_WIDTH * width
    ]
    above = max((at for at in across if at < first), default=None)
    below = min((at for at in across if at > last), default=None)
    if above is None or below is None:
        return []
    bands = [above, *(at for at in across if first < at < last), below]
    for top, bottom in pairwise(bands):
        heights = [word.y for word in parts.body if word.number and top < word.y < bottom]
        if heights and max(heights) - min(heights) > 0.6 * parts.size:
            return []
    return bands


def _assembled(
    parts: Parts, body: Sorted, places: Sequence[tuple[int, int]], rows: Rows, header: Header | None, shape: Shape
) -> AlignedTable | None:
    cells: list[AlignedCell] = []
    depth = 0
    if header is not None:
        depth = header.depth
        for cell in header.cells:
            down = depth - cell.depth if cell.leaf else 1
            cells.append(
                AlignedCell(cell.cell.text, cell.depth, cell.first, down, cell.last - cell.first + 1, cell.cell.box)
            )
    count = len(shape.headings)
    if parts.numbering:
        for word in parts.numbering:
            under = [i for i, extent in enumerate(shape.headings) if overlap(Extent(word.x0, word.x1), extent)]
            if under and not any(c.row == depth and c.column == under[0] for c in cells):
                cells.append(AlignedCell(word.text, depth, under[0], 1, 1, word.box))
        depth += 1
    middles = rows.middles
    for index, row in enumerate(rows.cells):
        top = (middles[index - 1] + middles[index]) / 2 if index else middles[index] - parts.size
        bottom = (middles[index] + middles[index + 1]) / 2 if index + 1 < len(middles) else middles[index] + parts.size
        printed: dict[tuple[int, int], list[Line]] = {}
        for column, lines in row.items():
            if column < len(places):
                printed.setdefault(places[column], []).extend(lines)
        loose = [word for line in row.get(len(places), ()) for word in line.words]
        for word in loose:
            place = _free_place(word, [*printed], shape)
            if place is None:
                return None
            printed[place] = [Line((word,))]
        taken: set[int] = set()
        for (first, last), own in sorted(printed.items()):
            if taken & set(range(first, last + 1)):
                return None
            taken.update(range(first, last + 1))
            text = "\n".join(line.text for line in sorted(own, key=lambda line: line.y))
            cells.append(AlignedCell(text, depth + index, first, 1, last - first + 1, _around(own)))
        for column in set(range(count)) - taken:
            box = (shape.edges[column], top, shape.edges[column + 1], bottom)
            cells.append(AlignedCell("", depth + index, column, 1, 1, box))
    words = [*parts.body, *parts.numbering, *(parts.header if header else ())]
    box = (
        min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    )
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return AlignedTable(ordered, depth + len(middles), shape, box, frozenset(i for w in words for i in w.glyphs))


def _around(lines: Sequence[Line]) -> Box:
    words = [word for line in lines for word in line.words]
    return min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)


def _free_place(word: Word, taken: Sequence[tuple[int, int]], shape: Shape) -> tuple[int, int] | None:
    """The free columns a word is printed in the middle of, else the one free column it stands in."""
    full = {column for first, last in taken for column in range(first, last + 1)}
    edges, count = shape.edges, len(shape.headings)
    options = []
    for first in range(count):
        for last in range(first, count):
            if last in full:
                break
            left, right = edges[first], edges[last + 1]
            narrow = min(edges[first + 1] - left, right - edges[last])
            error = abs(word.x - (left + right) / 2)
            if left <= word.x0 + 2 and word.x1 - 2 <= right and error <= _OFF_CENTRE * narrow:
                options.append((error, (first, last)))
    if options:
        return min(options)[1]
    under = [i for i, heading in enumerate(shape.headings) if overlap(Extent(word.x0, word.x1), heading)]
    return (under[0], under[0]) if len(under) == 1 and under[0] not in full else None
