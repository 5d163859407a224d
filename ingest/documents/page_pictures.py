"""Pictures on a page that has text: which may hold a table, and what is printed in them.

A table pasted as a picture leaves a caption above nothing. Photographs, logos and backgrounds are no such pictures:
they are small, stand in a margin, lie under text, or are not mostly as light as paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.documents.printed_lines import Glyph
from ingest.documents.ruling import Segment
from ingest.records import Box

if TYPE_CHECKING:
    from ingest.documents.recognition import Picture

LEAST_WIDTH, LEAST_HEIGHT = 150.0, 40.0
"""Points: what is smaller is a logo or a seal."""
_MARGIN = 0.12
"""Share of the page's height at top and bottom where running heads stand."""
_TOUCH = 2.0
"""Points between the strips that a program cuts a picture into."""
_MOST_GLYPHS = 12
"""Text printed over a picture: with more of it, the picture lies behind the page's own text."""
_LIGHT, _MOSTLY = 180, 0.6
"""Grey value from which on a point is paper, and the share of a picture that is."""
_LEAST_DIGITS, _LEAST_CHARACTERS = 8, 12
"""A table prints so much at least."""


class Inset(NamedTuple):
    """What is printed in the pictures of a page, in points of the page as displayed; ``confidence`` of each glyph."""

    glyphs: list[Glyph]
    confidence: list[float]
    level: list[Segment]
    upright: list[Segment]

    def sure(self, box: Box) -> float | None:
        """The least confidence of the glyphs in a box; None where there are none."""
        x0, top, x1, bottom = box
        return min(
            (sure for glyph, sure in zip(self.glyphs, self.confidence, strict=True)
             if x0 <= glyph.centre[0] <= x1 and top <= glyph.centre[1] <= bottom), default=None)


def tabular_boxes(images: Sequence[Box], glyphs: Sequence[Glyph], height: float) -> list[Box]:
    """The boxes of pictures that may hold a table, by their size and place, on a page of that height.

    ``images``: where the page shows pictures; ``glyphs``: its text.
    """
    found = []
    for box in _put_together(images):
        x0, top, x1, bottom = box
        if x1 - x0 < LEAST_WIDTH or bottom - top < LEAST_HEIGHT:
            continue
        if bottom <= _MARGIN * height or top >= (1 - _MARGIN) * height:
            continue
        over = sum(not g.text.isspace() and x0 < g.centre[0] < x1 and top < g.centre[1] < bottom for g in glyphs)
        if over <= _MOST_GLYPHS:
            found.append(box)
    return found


def _put_together(images: Sequence[Box]) -> list[Box]:
    """Boxes of pictures, those that a program cut into strips as one."""
    whole: list[Box] = []
    for box in sorted(images, key=lambda b: (b[1], b[0])):
        for index, other in enumerate(whole):
            level = abs(box[0] - other[0]) <= _TOUCH and abs(box[2] - other[2]) <= _TOUCH
            if level and box[1] - other[3] <= _TOUCH:
                whole[index] = (other[0], other[1], other[2], max(box[3], other[3]))
                break
        else:
            whole.append(box)
    return whole


def is_paper(picture: Picture, box: Box, point: float) -> bool:
    """Whether the part of a page's picture in a box is mostly as light as paper, and not blank."""
    x0, top, x1, bottom = (round(value * point) for value in box)
    part = picture[max(top, 0) : bottom, max(x0, 0) : x1]
    return part.size > 0 and bool(np.mean(part >= _LIGHT) >= _MOSTLY) and bool(part.min() < _LIGHT)


def read_insets(picture: Picture, boxes: Sequence[Box], point: float) -> Inset | None:
    """What is printed in these boxes of a page's picture, ``point`` pixels a point; None where that is no table.

    Needs the extra ``scan``.
    """
    from ingest.documents.scan import read_scan

    alone = np.full_like(picture, 255)
    for box in boxes:
        x0, top, x1, bottom = (max(0, round(value * point)) for value in box)
        alone[top:bottom, x0:x1] = picture[top:bottom, x0:x1]
    scan = read_scan(alone, point)
    texts = [character.glyph.text for character in scan.characters]
    if sum(text.isdigit() for text in texts) < _LEAST_DIGITS or len(texts) < _LEAST_CHARACTERS:
        return None
    inset = Inset([], [], [], [])
    for character in scan.characters:
        glyph = character.glyph
        inset.glyphs.append(Glyph(glyph.text, *scan.on_page(glyph[1:5]), scan.turn))
        inset.confidence.append(character.confidence)
    for segment in scan.level:
        _add(inset, scan.on_page((segment.start, segment.at, segment.end, segment.at)))
    for segment in scan.upright:
        _add(inset, scan.on_page((segment.at, segment.start, segment.at, segment.end)))
    return inset


def _add(inset: Inset, box: Box) -> None:
    """A ruling line by its box on the page."""
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        inset.level.append(Segment((top + bottom) / 2, x0, x1))
    else:
        inset.upright.append(Segment((x0 + x1) / 2, top, bottom))
