"""Which words of a table's columns stand in one row, where no ruling line says so.

Numbers fix the rows: a column holds at most one number a row. A label broken over several lines belongs to the row on
which its lines are centred (or begin, or end, alike in the whole table). Where that leaves several readings, there is
none: the caller keeps the lines as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from ingest.documents.aligned_words import Word

_LEVEL = 0.28
"""Share of the font size by which the middles of what stands in one row may differ."""
_FARTHEST_SHIFT = 0.5
"""Share of the font size by which digits of another font may stand off the line."""
_LONGEST_PITCH = 1.75
"""Lines of one cell are at most this far apart, in units of the font size."""
_LEAST_PITCH = 0.9
"""In units of the font size: rows are at least so far apart."""
_CLOSER = 0.88
"""Lines nearer than this share of the smallest distance of two rows are lines of one cell."""
_MOST_LINES = 6
_ORDINAL = re.compile(r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[、.．]|其中[：:]")

Stand = Literal["middle", "top", "bottom"]


class Line(NamedTuple):
    """The words of one column on one printed line."""

    words: tuple[Word, ...]

    @property
    def y(self) -> float:
        """The middle of the line."""
        return sum(word.y for word in self.words) / len(self.words)

    @property
    def text(self) -> str:
        """The words, a blank between."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1


class Rows(NamedTuple):
    """The rows found: for each its middle, and for each column (by index) the lines that stand in it."""

    middles: list[float]
    cells: list[dict[int, tuple[Line, ...]]]


def lines_in(words: Sequence[Word]) -> list[Line]:
    """The words of one column by printed line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        last = lines[-1] if lines else []
        level = last and abs(word.y - sum(w.y for w in last) / len(last)) <= _FARTHEST_SHIFT * word.height
        if level and all(word.x0 >= w.x1 - 0.1 * word.height or word.x1 <= w.x0 for w in last):
            last.append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def rows_of(columns: Sequence[Sequence[Word]], size: float, bands: Sequence[float] = ()) -> Rows | None:
    """The rows of a table's body; None where several readings are possible, or none.

    ``columns`` holds each column's words, ``size`` is the font size, ``bands`` the heights of ruling lines that part
    all rows (none where there are no such lines).
    """
    lines = [lines_in(words) for words in columns]
    if bands:
        return _by_bands(lines, bands)
    numeric = [bool(own) and all(_single(line) for line in own) for own in lines]
    shift = _shift(lines, numeric, size)
    anchors = _anchors(lines, numeric, shift, size)
    if not any(numeric):
        # A table that prints no number has the row of its total.
        anchors = [line.y for line in lines[-1]]
    if not anchors:
        return None
    best: list[tuple[float, Rows]] = []
    for stand in ("middle", "top", "bottom"):
        found = _laid_out(lines, numeric, anchors, shift, size, stand)
        if found is not None:
            best.append(found)
    best.sort(key=lambda option: option[0])
    if not best or any(cost == best[0][0] and _cells(rows) != _cells(best[0][1]) for cost, rows in best[1:]):
        return None
    return best[0][1]


def _cells(rows: Rows) -> list[dict[int, tuple[Line, ...]]]:
    return rows.cells


def _single(line: Line) -> bool:
    return len(line.words) == 1 and line.words[0].number


def _by_bands(columns: Sequence[Sequence[Line]], bands: Sequence[float]) -> Rows | None:
    middles, cells = [], []
    for top, bottom in pairwise(bands):
        row: dict[int, tuple[Line, ...]] = {}
        for index, lines in enumerate(columns):
            own = tuple(line for line in lines if top <= line.y < bottom)
            if len(own) > 1 and any(_single(line) for line in own):
                return None
            if own:
                row[index] = own
        if row:
            middles.append((top + bottom) / 2)
            cells.append(row)
    return Rows(middles, cells)


def _shift(columns: Sequence[Sequence[Line]], numeric: Sequence[bool], size: float) -> list[float]:
    """How far each column of numbers stands off the lines of the labels; 0 where that is not clear.

    Amounts are set alike in all columns, and so are codes and counts.
    """
    labels = sorted(line.y for lines, own in zip(columns, numeric, strict=True) if not own for line in lines)
    offsets: dict[bool, list[float]] = {True: [], False: []}
    for lines, own in zip(columns, numeric, strict=True):
        if own and labels:
            offsets[_amounts(lines)].extend(min((line.y - y for y in labels), key=abs) for line in lines)
    shift = {kind: _agreed(own, size) for kind, own in offsets.items()}
    return [shift[_amounts(lines)] if own else 0.0 for lines, own in zip(columns, numeric, strict=True)]


def _amounts(lines: Sequence[Line]) -> bool:
    return any(c in line.text for line in lines for c in ".,，")


def _agreed(offsets: Sequence[float], size: float) -> float:
    near = [offset for offset in offsets if abs(offset) <= _FARTHEST_SHIFT * size]
    if not near:
        return 0.0
    middle = median(near)
    agree = sum(abs(offset - middle) <= 0.1 * size for offset in near)
    return middle if 2 * agree > len(offsets) else 0.0


def _anchors(
    columns: Sequence[Sequence[Line]], numeric: Sequence[bool], shift: Sequence[float], size: float
) -> list[float]:
    """The middles of the rows that print a number; none where two rows are too near to be told apart."""
    heights = sorted(
        line.y - shift[index] for index, lines in enumerate(columns) if numeric[index] for line in lines
    )
    groups: list[list[float]] = []
    for y in heights:
        if groups and y - groups[-1][0] <= 2 * _LEVEL * size:
            groups[-1].append(y)
        else:
            groups.append([y])
    anchors = [sum(group) / len(group) for group in groups]
    if any(group[-1] - group[0] > 2 * _LEVEL * size for group in groups):
        return []
    return anchors if all(b - a >= _LEAST_PITCH * size for a, b in pairwise(anchors)) else []


def _laid_out(
    columns: Sequence[Sequence[Line]],
    numeric: Sequence[bool],
    anchors: Sequence[float],
    shift: Sequence[float],
    size: float,
    stand: Stand,
) -> tuple[float, Rows] | None:
    """The rows where labels stand so in their cells, and how many of them print no number."""
    rows = list(anchors)
    groups: dict[int, list[tuple[float, tuple[Line, ...]]]] = {}
    for index, lines in enumerate(columns):
        if numeric[index]:
            groups[index] = [(line.y - shift[index], (line,)) for line in lines]
    # Columns with fewer lines first: they are less often broken, and help to place the others.
    for index in sorted((i for i in range(len(columns)) if not numeric[i]), key=lambda i: (len(columns[i]), i)):
        found = _grouped(columns[index], rows, size, stand)
        if found is None:
            return None
        groups[index] = found
        for y, _ in found:
            if all(abs(y - row) > _LEVEL * size for row in rows):
                rows.append(y)
        rows.sort()
    if any(b - a < _LEAST_PITCH * size for a, b in pairwise(rows)):
        return None
    cells: list[dict[int, tuple[Line, ...]]] = [{} for _ in rows]
    for index, placed in groups.items():
        for y, lines_ in placed:
            row = min(range(len(rows)), key=lambda r: abs(rows[r] - y))
            if index in cells[row] or abs(rows[row] - y) > 2 * _LEVEL * size:
                return None
            cells[row][index] = lines_
    return float(len(rows) - len(anchors)), Rows(rows, cells)


def _grouped(
    lines: Sequence[Line], rows: Sequence[float], size: float, stand: Stand
) -> list[tuple[float, tuple[Line, ...]]] | None:
    """A column's lines in cells, as few of them as can be without a row; None where two ways are equally good."""
    if not lines:
        return []
    closest = min((b - a for a, b in pairwise(rows)), default=0.0)
    farthest = max(line.x1 for line in lines)
    ways: list[tuple[float, int, list[tuple[int, int, float]]]] = [(0.0, 1, [])]
    for end in range(1, len(lines) + 1):
        options: list[tuple[float, int, list[tuple[int, int, float]]]] = []
        for start in range(max(0, end - _MOST_LINES), end):
            before = ways[start]
            cost = _cost(lines[start:end], rows, size, stand, closest, farthest)
            if cost is None or before[1] == 0:
                continue
            y, price = cost
            options.append((before[0] + price, before[1], [*before[2], (start, end, y)]))
        if not options:
            ways.append((0.0, 0, []))
            continue
        least = min(option[0] for option in options)
        equal = [option for option in options if option[0] == least]
        ways.append((least, sum(option[1] for option in equal), equal[0][2]))
    _, count, groups = ways[-1]
    if count != 1:
        return None
    return [(y, tuple(lines[start:end])) for start, end, y in groups]


def _cost(
    group: Sequence[Line], rows: Sequence[float], size: float, stand: Stand, closest: float, farthest: float
) -> tuple[float, float] | None:
    """The middle of the row a group of lines makes and its price: 0 on a row that prints numbers, else 1; None where
    the lines can't be one cell."""
    pitches = [b.y - a.y for a, b in pairwise(group)]
    if any(pitch > _LONGEST_PITCH * size for pitch in pitches):
        return None
    if len(pitches) > 1 and max(pitches) - min(pitches) > 0.25 * size:
        return None
    if any(_ORDINAL.match(line.text) for line in group[1:]):
        return None
    first, last = group[0].y, group[-1].y
    y = {"middle": (first + last) / 2, "top": first, "bottom": last}[stand]
    on = [row for row in rows if abs(row - y) <= _LEVEL * size]
    # A row of its own may not reach into what another row prints.
    margin = 0.5 * size
    if any(first - margin < row < last + margin and row not in on for row in rows):
        return None
    # An even number of lines around a number can't be rows of their own: they would be nearer to it than a row is.
    around = bool(on) and stand == "middle" and len(group) % 2 == 0
    if not around and not all(_goes_on(a, b, closest, farthest, size) for a, b in pairwise(group)):
        return None
    return (on[0], 0.0) if on else (y, 1.0)


def _goes_on(line: Line, following: Line, closest: float, farthest: float, size: float) -> bool:
    """Whether a line goes on with the next: rows are never so near, or it fills its column."""
    pitch = following.y - line.y
    if closest and pitch < _CLOSER * closest:
        return True
    centred = abs(line.x0 + line.x1 - following.x0 - following.x1) <= 0.3 * size
    return line.x1 + size > farthest and (following.x0 <= line.x0 + 0.3 * size or centred)
