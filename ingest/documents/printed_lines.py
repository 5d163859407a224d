"""Glyphs on a page to lines of text: pure functions on positions, independent of the PDF library.

Coordinates are points, origin at the top left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ingest.records import Box

Turn = Literal[0, 90, 180, 270]
"""Counter-clockwise turn of the writing direction: 0 to the right, 90 upwards, 180 upside down, 270 downwards."""

_SAME_LINE = 0.45
"""Share of the lower glyph's height two glyphs must have in common to stand on one line.

Digits are often set in another font a few points off the baseline of the text beside them.
"""
_BLANK_IN_CHINESE = 0.6
_BLANK_IN_LATIN = 0.25
_COLUMN_GAP = 1.5
"""Gaps in units of the glyph height: from ``_COLUMN_GAP`` on a gap is printed as two blanks or more."""


class Glyph(NamedTuple):
    """One character and the box it is printed in."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: Turn = 0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Line(NamedTuple):
    """One printed line: its text without blanks at either end, and its box."""

    text: str
    box: Box


def main_turn(glyphs: Iterable[Glyph]) -> Turn:
    """The turn most glyphs have; 0 where there are none."""
    counts = Counter(glyph.turn for glyph in glyphs if not glyph.text.isspace())
    return max(counts, key=lambda turn: (counts[turn], -turn)) if counts else 0


def turned_box(box: Box, turn: Turn, width: float, height: float) -> Box:
    """``box`` of a page of ``width`` x ``height`` points, as seen when text of this ``turn`` is held upright."""
    x0, top, x1, bottom = box
    if turn == 90:
        return height - bottom, x0, height - top, x1
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 270:
        return top, width - x1, bottom, width - x0
    return box


def upright_box(box: Box, turn: Turn, width: float, height: float) -> Box:
    """The inverse of ``turned_box``: ``width`` and ``height`` are those of the page as displayed."""
    x0, top, x1, bottom = box
    if turn == 90:
        return top, height - x1, bottom, height - x0
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 270:
        return width - bottom, x0, width - top, x1
    return box


def turned_glyphs(glyphs: Sequence[Glyph], turn: Turn, width: float, height: float) -> list[Glyph]:
    """The glyphs as seen when text of this ``turn`` is held upright."""
    if turn == 0:
        return list(glyphs)
    back: dict[int, Turn] = {0: 0, 90: 90, 180: 180, 270: 270}
    return [
        Glyph(glyph.text, *turned_box(glyph[1:5], turn, width, height), back[(glyph.turn - turn) % 360])
        for glyph in glyphs
    ]


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The printed lines from top to bottom, each read from left to right."""
    bands = _bands([glyph for glyph in glyphs if not glyph.text.isspace()])
    _add_blanks(bands, [glyph for glyph in glyphs if glyph.text.isspace()])
    lines = [_line(members) for members in bands]
    return sorted(lines, key=lambda line: (line.box[1] + line.box[3], line.box[0]))


def _bands(ink: Sequence[Glyph]) -> list[list[Glyph]]:
    bands: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(ink, key=lambda g: (g.top + g.bottom, g.x0)):
        common = min(bottom, glyph.bottom) - max(top, glyph.top)
        if bands and common >= _SAME_LINE * min(bottom - top, glyph.bottom - glyph.top):
            band = bands[-1]
            band.append(glyph)
            # The band is the mean of its glyphs: an odd one does not drag the next line in.
            top += (glyph.top - top) / len(band)
            bottom += (glyph.bottom - bottom) / len(band)
        else:
            bands.append([glyph])
            top, bottom = glyph.top, glyph.bottom
    return bands


def _add_blanks(bands: list[list[Glyph]], blanks: Sequence[Glyph]) -> None:
    if not bands:
        return
    middles = [sum(g.top + g.bottom for g in band) / len(band) / 2 for band in bands]
    heights = [max(g.bottom - g.top for g in band) for band in bands]
    for blank in blanks:
        middle = blank.centre[1]
        at = bisect_left(middles, middle)
        near = min((i for i in (at - 1, at) if 0 <= i < len(bands)), key=lambda i: abs(middles[i] - middle))
        if abs(middles[near] - middle) <= heights[near] / 2:
            bands[near].append(blank)


def _line(members: list[Glyph]) -> Line:
    members.sort(key=lambda g: (g.x0, g.x1))
    pieces: list[str] = []
    blanks = ""
    last: Glyph | None = None
    for glyph in members:
        if glyph.text.isspace():
            blanks += glyph.text
            continue
        if last is not None:
            if _printed_twice(last, glyph):
                continue
            pieces.append(_between(last, glyph, blanks))
        pieces.append(glyph.text)
        last, blanks = glyph, ""
    ink = [glyph for glyph in members if not glyph.text.isspace()]
    box = (min(g.x0 for g in ink), min(g.top for g in ink), max(g.x1 for g in ink), max(g.bottom for g in ink))
    return Line("".join(pieces), box)


def _printed_twice(first: Glyph, second: Glyph) -> bool:
    """Bold is sometimes made by printing a glyph again a hair's breadth further on."""
    reach = 0.25 * (first.x1 - first.x0)
    return first.text == second.text and second.x0 - first.x0 < reach and abs(second.top - first.top) < reach


def _between(left: Glyph, right: Glyph, blanks: str) -> str:
    size = (left.bottom - left.top + right.bottom - right.top) / 2
    gap = right.x0 - left.x1
    if gap >= _COLUMN_GAP * size:
        return blanks if len(blanks) > 1 else "  "
    if blanks:
        # A blank left over from a run that ends above other text is no gap on the page.
        return blanks if gap > 0.05 * size else ""
    latin = left.text.isascii() and right.text.isascii()
    return " " if gap >= (_BLANK_IN_LATIN if latin else _BLANK_IN_CHINESE) * size else ""
