"""What is printed on a PDF page, taken from the objects it draws: glyphs, and lines that may rule a table.

Coordinates are points of the page as displayed (turned and cropped), origin at its top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.documents.dotted_lines import dotted_lines
from ingest.documents.page_content import Drawn
from ingest.documents.printed_lines import Glyph, Turn, turned_box
from ingest.documents.ruling import Segment
from ingest.records import Box

_THICKEST_LINE = 3.0
_SQUARE = 0.1
"""Points by which the sides of a dot may differ."""
_CORNERS = 5
"""Of a line with mitred ends, the first point printed twice."""
_SKEW = 0.1
_WHITE = 0.97
_SMALL = 0.75
_RAISED = 0.15
"""Size of the mark of a note, at most, and by how much it is raised, at least, in units of the text beside it."""


class _Frame(NamedTuple):
    """The displayed part of the page in pdfplumber's coordinates."""

    left: float
    top: float
    width: float
    height: float


def _frame(page: Any) -> _Frame:
    # On turned pages pdfplumber's crop box is that of another corner, so both boxes are taken as the file has them.
    mx0, my0, mx1, my1 = _sorted(page.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = _sorted(page.page_obj.cropbox)
    cx0, cy0, cx1, cy1 = max(cx0, mx0), max(cy0, my0), min(cx1, mx1), min(cy1, my1)
    if cx1 <= cx0 or cy1 <= cy0:
        cx0, cy0, cx1, cy1 = mx0, my0, mx1, my1
    left, top = {
        90: (cy0 - my0, cx0 - mx0),
        180: (mx1 - cx1, cy0 - my0),
        270: (my1 - cy1, mx1 - cx1),
    }.get(page.rotation, (cx0 - mx0, my1 - cy1))
    width, height = cx1 - cx0, cy1 - cy0
    if page.rotation in (90, 270):
        width, height = height, width
    return _Frame(page.mediabox[0] + left, page.mediabox[1] + top, width, height)


def _sorted(box: Sequence[float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


class LeftOut(NamedTuple):
    """How many glyphs of a page are no part of its text: slanted ones (watermarks), and white ones on white paper."""

    slanted: int = 0
    white: int = 0


def glyphs_of(page: Any, drawn: Drawn) -> tuple[list[Glyph], LeftOut, tuple[float, float]]:
    """The glyphs, the numbers of those left out, and the width and height of the page.

    Glyphs outside the displayed part of the page are nowhere to be seen, and left out. A small raised number behind an
    amount is the mark of a note, and set in brackets.
    """
    left, upper, width, height = _frame(page)
    glyphs: list[Glyph] = []
    slanted = white = 0
    dark: list[Box] | None = None
    for char in drawn.chars:
        text = char.get_text().replace("\x00", "")
        turn = _turn(char.matrix)
        x0, top, x1, bottom = drawn.box(char)
        x0, x1, top, bottom = x0 - left, x1 - left, top - upper, bottom - upper
        if not text or not (0 <= (x0 + x1) / 2 <= width and 0 <= (top + bottom) / 2 <= height):
            continue
        if turn is None:
            slanted += not text.isspace()
            continue
        if not _visible(drawn.colour(char.graphicstate.ncolor)):
            # Spreadsheets hide the sums that check a table so. On a dark field white stands out.
            dark = _dark(drawn) if dark is None else dark
            if not _stands_out(drawn.box(char), dark):
                white += not text.isspace()
                continue
        glyph = Glyph(text, x0, top, x1, bottom, turn)
        if glyphs and _is_note_mark(glyphs[-1], glyph):
            glyph = glyph._replace(text=f"[{text}]")
        glyphs.append(glyph)
    return glyphs, LeftOut(slanted, white), (width, height)


def _dark(drawn: Drawn) -> list[Box]:
    """The fields filled with any colour but white, and the pictures."""
    filled = [item for item in (*drawn.rects, *drawn.curves)
              if item.fill and _visible(drawn.colour(item.non_stroking_color))]
    return [drawn.box(item) for item in (*filled, *drawn.images)]


def _stands_out(box: Box, dark: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in dark)


def _is_note_mark(before: Glyph, glyph: Glyph) -> bool:
    """Whether a digit is small, raised and right behind one of full size."""
    height, small = before.bottom - before.top, glyph.bottom - glyph.top
    return (
        glyph.turn == before.turn == 0 and glyph.text.isdecimal() and before.text.isdecimal()
        and small <= _SMALL * height and before.bottom - glyph.bottom >= _RAISED * height
        and abs(glyph.x0 - before.x1) <= _RAISED * height
    )


def images_of(page: Any, drawn: Drawn) -> list[Box]:
    """Where the page shows pictures."""
    left, upper, width, height = _frame(page)
    found = []
    for image in drawn.images:
        x0, top, x1, bottom = drawn.box(image)
        box = max(0.0, x0 - left), max(0.0, top - upper), min(width, x1 - left), min(height, bottom - upper)
        if box[0] < box[2] and box[1] < box[3]:
            found.append(box)
    return found


def _turn(matrix: Sequence[float]) -> Turn | None:
    """The turn of the writing direction; None where it is parallel to no side of the page."""
    along, up = matrix[0], matrix[1]
    if abs(up) <= _SKEW * abs(along):
        # A mirrored glyph (negative width, upright) is a matter of the font, not of the direction.
        return 180 if along < 0 and matrix[3] < 0 else 0
    if abs(along) <= _SKEW * abs(up):
        return 90 if up > 0 else 270
    return None


def rulings_of(page: Any, drawn: Drawn) -> tuple[list[Segment], list[Segment]]:
    """Horizontal and vertical lines: strokes, outlines of boxes, and thin filled boxes, also with mitred ends as the
    borders of a printed web page have, and rows of dots. White ones are not seen."""
    left, upper, _, _ = _frame(page)
    horizontal: list[Segment] = []
    vertical: list[Segment] = []
    dots: list[Box] = []

    def add(x0: float, top: float, x1: float, bottom: float) -> None:
        if bottom - top <= _THICKEST_LINE and x1 - x0 > bottom - top:
            horizontal.append(Segment((top + bottom) / 2 - upper, x0 - left, x1 - left))
        elif x1 - x0 <= _THICKEST_LINE and bottom - top > x1 - x0:
            vertical.append(Segment((x0 + x1) / 2 - left, top - upper, bottom - upper))

    for line in drawn.lines:
        if _visible(drawn.colour(line.stroking_color)):
            add(*drawn.box(line))
    for rect in drawn.rects:
        x0, top, x1, bottom = drawn.box(rect)
        stroked = rect.stroke and _visible(drawn.colour(rect.stroking_color))
        filled = rect.fill and _visible(drawn.colour(rect.non_stroking_color))
        if min(x1 - x0, bottom - top) <= _THICKEST_LINE:
            if (stroked or filled) and abs((x1 - x0) - (bottom - top)) <= _SQUARE:
                dots.append((x0 - left, top - upper, x1 - left, bottom - upper))
            elif stroked or filled:
                add(x0, top, x1, bottom)
        elif stroked:
            for side in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                add(*side)
    for curve in drawn.curves:
        if curve.stroke and _visible(drawn.colour(curve.stroking_color)):
            points = [drawn.point(point) for point in curve.pts]
            for (xa, ya), (xb, yb) in pairwise(points):
                if abs(xa - xb) < 1 or abs(ya - yb) < 1:
                    add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        elif curve.fill and len(curve.pts) <= _CORNERS and _visible(drawn.colour(curve.non_stroking_color)):
            add(*drawn.box(curve))
    level, upright = dotted_lines(dots)
    return [*horizontal, *level], [*vertical, *upright]


def _visible(colour: Any) -> bool:
    """Whether a line of this colour stands out on white paper. Patterns and unknown colours do."""
    if isinstance(colour, int | float):
        return colour < _WHITE
    if isinstance(colour, tuple | list) and colour and all(isinstance(part, int | float) for part in colour):
        if len(colour) == 4:
            return bool(max(colour) > 1 - _WHITE)
        return bool(min(colour) < _WHITE)
    return True


def turned_segments(
    horizontal: Iterable[Segment], vertical: Iterable[Segment], turn: Turn, width: float, height: float
) -> tuple[list[Segment], list[Segment]]:
    """The lines as seen when text of this ``turn`` is held upright."""
    if turn == 0:
        return list(horizontal), list(vertical)
    level: list[Segment] = []
    upright: list[Segment] = []
    for segment in horizontal:
        x0, top, x1, bottom = turned_box((segment.start, segment.at, segment.end, segment.at), turn, width, height)
        (upright if turn in (90, 270) else level).append(
            Segment(x0, top, bottom) if turn in (90, 270) else Segment(top, x0, x1)
        )
    for segment in vertical:
        x0, top, x1, bottom = turned_box((segment.at, segment.start, segment.at, segment.end), turn, width, height)
        (level if turn in (90, 270) else upright).append(
            Segment(top, x0, x1) if turn in (90, 270) else Segment(x0, top, bottom)
        )
    return level, upright
