"""Where text stands on a scanned page: runs of ink on one line, never over a border of a ruled table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.documents.scan_picture import Mask

_SPECK = 2.6
"""Points: what is smaller in both directions neither begins nor parts a line; a full stop or comma is."""
_DUST = 0.7
"""Points: what is smaller in both directions is no ink at all."""
_GAP = 0.9
"""In units of the line's height: from this gap on, ink is another run."""
_SAME_LINE = 0.35
"""Share of the lower of two that they have in common from top to bottom to stand on one line."""
_FLAT, _LONGEST_DASH = 0.25, 2.5
"""In units of the height of a line: how high a dash is at most, and how long."""
_ONE_CHARACTER = 1.25
"""In units of the height of a line: pieces above each other that take up no more than this are one character."""
_TALLEST = 60.0
"""Points: ink taller or wider than this is a picture or a seal."""


class Run(NamedTuple):
    """A stretch of one line of text, in pixels; its box holds the ink and nothing more."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


def is_dash(run: Run, typical: float) -> bool:
    """Whether a run that stands alone is a dash (for: none) by its shape."""
    width = run.x1 - run.x0
    return run.height <= _FLAT * typical and 1.5 * run.height <= width <= _LONGEST_DASH * typical


class Marks(NamedTuple):
    """The connected pieces of ink that may be characters, parts of some, or points, a row each: left, top, right,
    bottom."""

    boxes: NDArray[np.int32]

    def inside(self, x0: float, top: float, x1: float, bottom: float) -> NDArray[np.int32]:
        """Those whose middle is in a box."""
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        picked: NDArray[np.int32] = self.boxes[(x >= x0) & (x < x1) & (y >= top) & (y < bottom)]
        return picked


def marks_of(ink: Mask, point: float) -> Marks:
    """The pieces of ink of a page whose points are ``point`` pixels wide."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, width, height = (stats[1:, i] for i in range(4))
    small, big = _DUST * point, _TALLEST * point
    kept = ((width >= small) | (height >= small)) & (width <= big) & (height <= big)
    boxes = np.stack([x, y, x + width, y + height], axis=1)[kept]
    return Marks(boxes.astype(np.int32))


def runs_of(marks: NDArray[np.int32], typical: float, point: float) -> list[Run]:
    """The runs that pieces of ink of one field make, from top to bottom and left to right.

    ``typical`` is the height of a line of this page, in pixels.
    """
    boxes = sorted(map(tuple, marks.tolist()), key=lambda b: (b[1] + b[3], b[0]))
    speck = _SPECK * point
    specks = {box for box in boxes if max(box[2] - box[0], box[3] - box[1]) < speck}
    runs: list[Run] = []
    for line in _lines([box for box in boxes if box not in specks], typical):
        top, bottom = min(b[1] for b in line), max(b[3] for b in line)
        height = max(bottom - top, 0.6 * typical)
        # A point is text where it stands between characters of the line; alone it is dirt.
        points = [box for box in specks if top - 0.2 * height <= (box[1] + box[3]) / 2 <= bottom + 0.2 * height]
        parts: list[list[tuple[int, ...]]] = []
        right = 0
        for box in sorted([*line, *points]):
            if parts and box[0] - right < _GAP * height:
                parts[-1].append(box)
                right = max(right, box[2])
            else:
                parts.append([box])
                right = box[2]
        runs.extend(_around(part) for part in parts if not specks.issuperset(part))
    return runs


def _lines(boxes: Sequence[tuple[int, ...]], typical: float) -> list[list[tuple[int, ...]]]:
    """Pieces of ink by line: those that share heights, and strokes of one character above each other."""
    spans: list[list[float]] = []
    for top, bottom in sorted((b[1], b[3]) for b in boxes):
        if spans and _one_line((top, bottom), spans[-1], typical):
            spans[-1][1] = max(spans[-1][1], bottom)
        else:
            spans.append([top, bottom])
    lines: list[list[tuple[int, ...]]] = [[] for _ in spans]
    for box in boxes:
        middle = (box[1] + box[3]) / 2
        near = min(range(len(spans)), key=lambda i: max(spans[i][0] - middle, middle - spans[i][1]))
        lines[near].append(box)
    return [line for line in lines if line]


def _one_line(span: Sequence[float], line: Sequence[float], typical: float) -> bool:
    common = min(span[1], line[1]) - span[0]
    lower = min(span[1] - span[0], line[1] - line[0])
    return common > _SAME_LINE * lower or max(span[1], line[1]) - line[0] <= _ONE_CHARACTER * typical


def _around(boxes: Iterable[tuple[int, ...]]) -> Run:
    together = list(boxes)
    return Run(
        min(b[0] for b in together), min(b[1] for b in together),
        max(b[2] for b in together), max(b[3] for b in together),
    )
