"""Ruling lines of square dots, as browsers print dotted borders: rows and columns of dots, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.documents.ruling import Segment
from ingest.records import Box

_FEWEST = 6
"""So many dots in a row are a line."""
_WIDEST_GAP = 3.0
"""In units of a dot: the dots of one line are not farther apart."""
_SAME_LINE = 0.2
"""Points by which the middles of dots of one line may differ."""


def dotted_lines(dots: Iterable[Box]) -> tuple[list[Segment], list[Segment]]:
    """(horizontal, vertical) lines that the dots make; a dot may be of both, or of none."""
    boxes = list(dots)
    level = [(y, x0, x1) for x0, top, x1, bottom in boxes for y in [(top + bottom) / 2]]
    upright = [(x, top, bottom) for x0, top, x1, bottom in boxes for x in [(x0 + x1) / 2]]
    return list(_lines(level)), list(_lines(upright))


def _lines(dots: list[tuple[float, float, float]]) -> Iterator[Segment]:
    """The lines that dots (at, from, to) make; those of one line stand at one height."""
    rows: list[list[tuple[float, float, float]]] = []
    for dot in sorted(dots):
        if rows and dot[0] - rows[-1][-1][0] <= _SAME_LINE:
            rows[-1].append(dot)
        else:
            rows.append([dot])
    for row in rows:
        ordered = sorted(row, key=lambda dot: dot[1])
        runs = [[ordered[0]]]
        for dot in ordered[1:]:
            if dot[1] - runs[-1][-1][2] <= _WIDEST_GAP * (dot[2] - dot[1]):
                runs[-1].append(dot)
            else:
                runs.append([dot])
        yield from (Segment(run[0][0], run[0][1], run[-1][2]) for run in runs if len(run) >= _FEWEST)
