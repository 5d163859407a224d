"""Two tables beside each other on a page, each under its own title: which lines are of the left and which of the right.

Read line by line, the title of the one would run into that of the other, and both would stand above both tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.documents.printed_lines import Glyph, Line, lines_of
from ingest.records import Box

_LEAST_GUTTER = 8.0
"""Points between the tables, at least."""
_FLUSH = 2.0
"""Points by which a text flush with a table's border may reach over it."""
_OVERLAP = 0.5
"""Share of the lower table's height that both have in common."""
_FARTHEST = 40.0
"""Points: what stands farther above or below them is of neither."""


class Beside(NamedTuple):
    """The part of a page, from ``top`` to ``bottom``, that is read left of ``gutter`` first, then right of it."""

    top: float
    bottom: float
    gutter: float

    def order(self, box: Box) -> tuple[float, int, float, float] | None:
        """Where a block in a box comes among those of the page; None where it is of no side."""
        if not self.top <= (box[1] + box[3]) / 2 <= self.bottom:
            return None
        return self.top, int(box[0] >= self.gutter), box[1], box[0]


def parts_beside(tables: Sequence[Box], lines: Sequence[Line], glyphs: Sequence[Glyph]) -> list[Beside]:
    """The parts of a page with two tables beside each other; ``lines``: those that ``glyphs`` make outside tables."""
    found: list[Beside] = []
    ordered = sorted(tables, key=lambda box: box[0])
    for index, left in enumerate(ordered):
        for right in ordered[index + 1 :]:
            common = min(left[3], right[3]) - max(left[1], right[1])
            lower = min(left[3] - left[1], right[3] - right[1])
            if right[0] - left[2] < _LEAST_GUTTER or common < _OVERLAP * lower:
                continue
            others = [box for box in tables if box not in (left, right)]
            part = _part(left, right, others, lines, glyphs)
            if part is not None and all(part.bottom < each.top or part.top > each.bottom for each in found):
                found.append(part)
    return found


def lines_beside(parts: Sequence[Beside], glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that glyphs outside tables make where parts of the page are read side by side."""
    whole: list[Glyph] = []
    sides: dict[tuple[Beside, bool], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.centre
        part = next((part for part in parts if part.top <= y <= part.bottom), None)
        (whole if part is None else sides.setdefault((part, x >= part.gutter), [])).append(glyph)
    return [*lines_of(whole), *(line for own in sides.values() for line in lines_of(own))]


def _part(
    left: Box, right: Box, others: Sequence[Box], lines: Sequence[Line], glyphs: Sequence[Glyph]
) -> Beside | None:
    """The part around two tables with the lines above and below that keep the gutter clear; None where none above
    prints anything on both sides, so that the tables have a title in common."""
    gutter = (left[2] + right[0]) / 2
    if any(box[1] < max(left[3], right[3]) and box[3] > min(left[1], right[1]) for box in others):
        return None
    top, bottom = min(left[1], right[1]), max(left[3], right[3])
    both = False
    for line in sorted(lines, key=lambda each: -each.box[3]):
        if line.box[3] > top + 1 or any(line.box[1] < box[3] and box[1] < top for box in others):
            continue
        if top - line.box[3] > _FARTHEST or _crosses(line, left[2], right[0], glyphs):
            break
        top = line.box[1]
        both = both or line.box[0] < left[2] < right[0] < line.box[2]
    for line in sorted(lines, key=lambda each: each.box[1]):
        if line.box[1] < bottom - 1:
            continue
        if line.box[1] - bottom > _FARTHEST or _crosses(line, left[2], right[0], glyphs):
            break
        bottom = line.box[3]
    return Beside(top, bottom, gutter) if both else None


def _crosses(line: Line, left: float, right: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether a line prints anything in the gutter."""
    _, top, _, bottom = line.box
    return any(
        left + _FLUSH < glyph.x1 and glyph.x0 < right - _FLUSH and top <= glyph.centre[1] <= bottom
        for glyph in glyphs if not glyph.text.isspace()
    )
