"""Ruling lines of a scanned page: long thin runs of ink, level or upright."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.documents.ruling import Segment
from ingest.documents.scan_picture import Mask

_SHORTEST = 20.0
"""Points. A stroke of a character is as long as its font is high, so headings may hold some; they meet no others."""
_LONG, _MEETS = 100.0, 3.0
"""Points: a line this long is no stroke, nor those of two letters of a title run together; lines nearer than this
meet."""
_THICKEST = 4.0
_PIECE = 11.0
"""Points: an unbroken piece of a line is at least so long. Bridges are built between such pieces only: they would
make a line of the feet of a row of figures."""
_SCRATCH, _BRIDGE = 0.5, 4.0
"""Points: gaps in a piece, and between pieces of one line, at most."""
_SLENDER = 6.0
"""A line is at least so many times as long as thick."""


class Rules(NamedTuple):
    """Level and upright lines in pixels, and the ink that they cover."""

    level: list[Segment]
    upright: list[Segment]
    ink: Mask


def rules_of(ink: Mask, point: float) -> Rules:
    """The ruling lines of a page whose points are ``point`` pixels wide."""
    level, upright = _lines(ink, point), _lines(np.ascontiguousarray(ink.T), point)
    rules = [[line for line in lines if _rules(line.segment, others, point)]
             for lines, others in ((level.lines, upright.lines), (upright.lines, level.lines))]
    covered = cv2.bitwise_or(level.ink(rules[0]), np.ascontiguousarray(upright.ink(rules[1]).T))
    return Rules([line.segment for line in rules[0]], [line.segment for line in rules[1]], covered.astype(np.uint8))


def _rules(segment: Segment, others: Sequence[_Line], point: float) -> bool:
    """Whether a line rules a table: it is long, or it meets a long one. Strokes of large characters do neither."""
    longest = _LONG * point
    near = _MEETS * point
    return segment.end - segment.start >= longest or any(
        other.end - other.start >= longest
        and segment.start - near <= other.at <= segment.end + near
        and other.start - near <= segment.at <= other.end + near
        for other, _ in others
    )


class _Line(NamedTuple):
    segment: Segment
    label: int


class _Lines(NamedTuple):
    """Lines of one direction, and the picture in which each has its label."""

    lines: list[_Line]
    labels: NDArray[np.int32]

    def ink(self, lines: Sequence[_Line]) -> Mask:
        """The ink of some of the lines."""
        kept = np.zeros(int(self.labels.max()) + 1, dtype=np.uint8)
        kept[[line.label for line in lines]] = 255
        picked: Mask = kept[self.labels]
        return picked


def _lines(ink: Mask, point: float) -> _Lines:
    """Level lines. A line may step by a pixel where the page leans a little, so ink is thickened first."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    for gap, length in ((_SCRATCH, _PIECE), (_BRIDGE, _SHORTEST)):
        whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, int(gap * point) + 1), np.uint8))
        thick = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, int(length * point)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    found = []
    for index in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[index])
        # Thickened by a pixel on either side; the mean thickness leaves steps and stubs of crossing lines out.
        thickness = area / width - 2
        if thickness > _THICKEST * point or width < _SLENDER * max(thickness, 1.0) or height > 3 * _THICKEST * point:
            continue
        found.append(_Line(Segment(y + height / 2, float(x), float(x + width)), index))
    return _Lines(found, labels)
