"""Words that have found their columns and rows, as the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.documents.aligned_columns import Sorted, overlap
from ingest.documents.aligned_rows import Line, Rows
from ingest.documents.aligned_spans import Extent, Header
from ingest.documents.aligned_words import Word
from ingest.documents.aligned_zones import Parts
from ingest.records import Box

_OFF_CENTRE = 0.3
"""Share of the narrower outer column by which a text may stand off the middle of its columns."""


class AlignedCell(NamedTuple):
    """A cell of an aligned table, as ``Cell`` has it; the box is on the page held upright."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class LastLine(NamedTuple):
    """The last line of a label in the last row of a page, whether it fills its column, so that it may go on, and the
    whole label."""

    line: Line
    filled: bool
    label: str


class Shape(NamedTuple):
    """What a table that goes on over the page hands on: its header with the words it is made of, columns, borders, and
    by column the labels of its last row and all its numbers."""

    heading: tuple[Header, tuple[Word, ...]]
    headings: tuple[Extent, ...]
    edges: tuple[float, ...]
    last: dict[int, LastLine]
    numbers: dict[int, tuple[Word, ...]]


class Caption(NamedTuple):
    """A caption at the foot of a page, whose table begins on the next; ``outer``: how far left and right it reaches."""

    outer: Extent


Carried = Shape | Caption
"""What a page hands on to the next."""


class AlignedTable(NamedTuple):
    """A table of words; ``glyphs`` are the indexes of those it is made of.

    ``ends_zone``: no text follows it there; ``torn``: by column, the ends of labels of the last row on the page before.
    """

    cells: tuple[AlignedCell, ...]
    rows: int
    shape: Shape
    box: Box
    glyphs: frozenset[int]
    ends_zone: bool
    torn: dict[int, str]


def assembled(
    parts: Parts,
    body: Sorted,
    places: Sequence[tuple[int, int]],
    rows: Rows,
    header: Header | None,
    torn: dict[int, Word],
    shape: Shape,
) -> AlignedTable | None:
    """The table; None where a text that may stand across columns stands in none for certain."""
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
    words = [*parts.body, *parts.numbering, *parts.header]
    box = (
        min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    )
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    used = frozenset(i for word in words for i in word.glyphs)
    cut = {column: word.text for column, word in torn.items()}
    shape = shape._replace(last=_last_labels(body, places, rows))
    return AlignedTable(ordered, depth + len(middles), shape, box, used, not parts.rest, cut)


def _last_labels(body: Sorted, places: Sequence[tuple[int, int]], rows: Rows) -> dict[int, LastLine]:
    found = {}
    for index, lines in rows.cells[-1].items():
        if index < len(places) and not body.slots[index].numeric:
            line, label = lines[-1], "".join(each.text for each in lines)
            farthest = max(word.x1 for word in body.slots[index].words)
            found[places[index][0]] = LastLine(line, line.x1 + line.words[0].height > farthest, label)
    return found


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
    if not under and word.x < shape.headings[0].x0:
        # A total merged over codes and names and flush left stands off all that is centred below it.
        under = [0]
    return (under[0], under[0]) if len(under) == 1 and under[0] not in full else None
