"""Ruling lines on a page to tables: pure functions on segments, independent of the PDF library.

A table is a set of ruling lines that meet. Its borders are snapped to one grid of x and y positions; a cell is a set
of grid fields with no ruling line between them, so merged cells come out as they are drawn, double borders do not
make phantom rows, and a side left open (the top of a continuation page, the outer sides) is closed.

Coordinates are points, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.records import Box

TOUCH = 3.0
"""Ruling lines nearer than this meet, and parallel ones nearer than this are one border."""
_WIDEST_BORDER = 5.0
_THINNEST_FIELD = 4.0
_SAME_LINE = 1.0
_HALF = 0.5
_LONG_END = 30.0
"""Points: an upright line that goes on so far below the last line it meets is no slip of the pen."""
MOST_SEGMENTS = 1500
"""More ruling lines than this in one direction are a drawing, not a table."""

Point = tuple[float, float]


class Segment(NamedTuple):
    """A ruling line parallel to an axis: where it stands on the other axis, and from where to where it runs."""

    at: float
    start: float
    end: float


class Field(NamedTuple):
    """A cell of a ruled table: its place in the grid and on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class RuledTable(NamedTuple):
    """Fields from top left to bottom right; ``xs`` and ``ys`` are the positions of all borders."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def ruled_tables(horizontal: Iterable[Segment], vertical: Iterable[Segment], ink: Sequence[Point]) -> list[RuledTable]:
    """The ruled tables of a page, from top to bottom and left to right.

    ``ink`` holds the centres of the printed glyphs: a field beside an open side exists only where something is printed.
    A frame around a single field is no table.
    """
    level, upright = merged(horizontal), merged(vertical)
    if max(len(level), len(upright)) > MOST_SEGMENTS:
        return []
    tables = []
    for rows, columns in _connected(level, upright):
        table = _table(rows, columns, ink)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: (table.box[1], table.box[0]))


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Pieces of one ruling line joined: borders are often drawn cell by cell."""
    result: list[Segment] = []
    for group in _near([s for s in segments if s.end > s.start], _SAME_LINE, _SAME_LINE * 2):
        pieces = sorted(group, key=lambda s: s.start)
        run = [pieces[0]]
        end = pieces[0].end
        for piece in pieces[1:]:
            if piece.start <= end + TOUCH:
                run.append(piece)
                end = max(end, piece.end)
            else:
                result.append(Segment(_mean(run), run[0].start, end))
                run, end = [piece], piece.end
        result.append(Segment(_mean(run), run[0].start, end))
    return sorted(result)


def _near(segments: Sequence[Segment], gap: float, widest: float) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for segment in sorted(segments):
        if groups and segment.at - groups[-1][-1].at <= gap and segment.at - groups[-1][0].at <= widest:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def _mean(segments: Sequence[Segment]) -> float:
    length = sum(s.end - s.start for s in segments)
    return sum(s.at * (s.end - s.start) for s in segments) / length


def _meet(level: Segment, upright: Segment) -> bool:
    return (
        level.start - TOUCH <= upright.at <= level.end + TOUCH
        and upright.start - TOUCH <= level.at <= upright.end + TOUCH
    )


def _connected(level: Sequence[Segment], upright: Sequence[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    group = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while group[node] != node:
            group[node] = group[group[node]]
            node = group[node]
        return node

    for i, a in enumerate(level):
        for j, b in enumerate(upright, len(level)):
            if _meet(a, b):
                group[root(j)] = root(i)
    parts: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, segment in enumerate([*level, *upright]):
        part = parts.setdefault(root(i), ([], []))
        part[0 if i < len(level) else 1].append(segment)
    return [part for part in parts.values() if part[0] and part[1]]


def _table(level: list[Segment], upright: list[Segment], ink: Sequence[Point]) -> RuledTable | None:
    left, right = min(s.start for s in level), max(s.end for s in level)
    top, bottom = min(s.start for s in upright), max(s.end for s in upright)
    level = _trimmed(level, [s.at for s in upright], left, right)
    upright = _trimmed(upright, [s.at for s in level], top, bottom, _LONG_END)
    if not level or not upright:
        return None
    inside = [p for p in ink if left - TOUCH <= p[0] <= right + TOUCH and top - TOUCH <= p[1] <= bottom + TOUCH]
    xs = _positions(upright, left, right, sorted(x for x, _ in inside))
    ys = _positions(level, top, bottom, sorted(y for _, y in inside))
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = _walls(level, ys, xs)
    down = _walls(upright, xs, ys)
    ys, across, down = _without_idle(ys, across, down)
    xs, down, across = _without_idle(xs, down, across)
    fields = _fields(xs, ys, across, down, inside)
    if len(fields) < 2:
        return None
    return RuledTable(tuple(xs), tuple(ys), tuple(fields))


def _trimmed(
    segments: list[Segment], crossings: list[float], first: float, last: float, long: float = float("inf")
) -> list[Segment]:
    """Segments cut back to the outermost ruling lines they meet, so that an underline makes no border.

    An end at the outer side of the table stays: that side may be open. So does one from ``long`` points on that covers
    most of the way to the next ruling line: between rows without lines a border may stop short of a merged cell.
    """
    result = []
    for segment in segments:
        met = [at for at in crossings if segment.start - TOUCH <= at <= segment.end + TOUCH]
        start = segment.start if segment.start <= first + TOUCH else min(met, default=segment.end)
        end = segment.end if segment.end >= last - TOUCH else max(met, default=segment.start)
        if met and segment.end - end >= long:
            further = min((at for at in crossings if at > segment.end), default=last)
            end = segment.end if segment.end - end >= _HALF * (further - end) else end
        if end - start > TOUCH:
            result.append(Segment(segment.at, start, end))
    return result


def _positions(segments: list[Segment], first: float, last: float, ink: Sequence[float]) -> list[float]:
    positions = [_mean(group) for group in _near(segments, TOUCH, _WIDEST_BORDER)]
    if positions[0] - first > _THINNEST_FIELD and any(first < at < positions[0] for at in ink):
        positions.insert(0, first)
    if last - positions[-1] > _THINNEST_FIELD and any(positions[-1] < at < last for at in ink):
        positions.append(last)
    kept = positions[:1]
    for at in positions[1:]:
        if at - kept[-1] >= _THINNEST_FIELD or any(kept[-1] < p < at for p in ink):
            kept.append(at)
    return kept


def _walls(segments: list[Segment], own: Sequence[float], other: Sequence[float]) -> list[list[bool]]:
    """``walls[i][k]``: whether border ``own[i]`` is drawn along the stretch from ``other[k]`` to ``other[k + 1]``."""
    drawn: list[list[Segment]] = [[] for _ in own]
    for segment in segments:
        nearest = min(range(len(own)), key=lambda i: (abs(own[i] - segment.at), i))
        drawn[nearest].append(segment._replace(at=own[nearest]))
    return [
        [
            sum(max(0.0, min(s.end, end) - max(s.start, start)) for s in merged(group)) >= _HALF * (end - start)
            for start, end in pairwise(other)
        ]
        for group in drawn
    ]


def _without_idle(
    own: list[float], walls: list[list[bool]], other_walls: list[list[bool]]
) -> tuple[list[float], list[list[bool]], list[list[bool]]]:
    """Inner borders that part nothing left out, with the stretches of the crossing borders on either side joined."""
    keep = [0, *(i for i in range(1, len(own) - 1) if any(walls[i])), len(own) - 1]
    joined = [
        [
            sum(own[k + 1] - own[k] for k in range(a, b) if row[k]) >= _HALF * (own[b] - own[a])
            for a, b in pairwise(keep)
        ]
        for row in other_walls
    ]
    return [own[i] for i in keep], [walls[i] for i in keep], joined


def _fields(
    xs: list[float], ys: list[float], across: list[list[bool]], down: list[list[bool]], ink: Sequence[Point]
) -> list[Field]:
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    fields = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = 1
            while column + width < columns and not down[column + width][row] and not taken[row][column + width]:
                width += 1
            height = 1
            while row + height < rows and _continues(row + height, column, width, across, down, taken):
                height += 1
            for r in range(row, row + height):
                taken[r][column : column + width] = [True] * width
            field = Field(row, column, height, width, (xs[column], ys[row], xs[column + width], ys[row + height]))
            if _exists(field, across, down, ink):
                fields.append(field)
    return fields


def _continues(
    row: int, column: int, width: int, across: list[list[bool]], down: list[list[bool]], taken: list[list[bool]]
) -> bool:
    """Whether the field above goes on in ``row``: no border between, and the same sides."""
    inner = range(column, column + width)
    return (
        not any(across[row][c] or taken[row][c] for c in inner)
        and not any(down[c][row] for c in range(column + 1, column + width))
        and (column == 0 or down[column][row])
        and (column + width == len(down) - 1 or down[column + width][row])
    )


def _exists(field: Field, across: list[list[bool]], down: list[list[bool]], ink: Sequence[Point]) -> bool:
    """A field with something printed in it, or with at most one side open: not a notch in the table's outline."""
    rows, columns = range(field.row, field.row + field.rowspan), range(field.column, field.column + field.colspan)
    sides = (
        all(across[field.row][c] for c in columns)
        + all(across[field.row + field.rowspan][c] for c in columns)
        + all(down[field.column][r] for r in rows)
        + all(down[field.column + field.colspan][r] for r in rows)
    )
    if sides >= 3:
        return True
    x0, top, x1, bottom = field.box
    return any(x0 <= x < x1 and top <= y < bottom for x, y in ink)
