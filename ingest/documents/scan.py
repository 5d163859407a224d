"""A picture of a page to what is printed on it: glyphs with their confidence, and ruling lines.

What comes out is what a page with a text layer gives, so that every later step is the same. Text is sought field by
field inside ruled tables, where a single digit must not be missed and two cells must not run together, and by the
engine's own detector elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.documents.printed_lines import Glyph, Turn, upright_box
from ingest.documents.recognition import Character, Picture, recognised, text_boxes
from ingest.documents.ruling import RuledTable, Segment, ruled_tables
from ingest.documents.scan_lines import Marks, Run, is_dash, marks_of, runs_of
from ingest.documents.scan_picture import Sheet, sheet_of
from ingest.documents.scan_rules import rules_of
from ingest.records import Box

_PAD = 0.22
"""Paper around a run that is shown to the engine, in units of its height."""
_LOWEST = 0.55
"""In units of the page's usual height: a run lower than this is a mark or a few, and shown at a line's height."""
_USUAL_HEIGHT = 9.0
"""Points: the height of a line where a page does not say."""
_CHINESE, _LATIN = 0.5, 0.3
"""Half the width of a character at most, in units of the line's height."""
_HALO = 1
"""Pixels by which smoothing widens ink on every side."""
_LOW, _HIGH = 0.72, 0.94
"""Height of the ink of figures and of Chinese characters in units of the font size."""
_SEARCH_SIDE = 1600
"""Pixels: the longer side of the picture in which lines outside tables are sought."""
_TURNS: tuple[tuple[Turn, int], ...] = ((0, 0), (90, -1), (270, 1), (180, 2))
"""The ways a page may lie on the glass, likeliest first, with the counter-clockwise quarter turns that right it."""
_SAMPLE = 16
_READABLE = 0.92
"""Mean confidence of the longest lines from which on a page is held the right way."""
_LEAST_SURE = 0.5
"""Ink that the detector leaves out is dirt more often than text; it is text where the engine is surer than this."""


_MARKS = "（）()：:；;、。，“”《》·"
Ink = Literal["text", "dash", "unsure"]
"""Text to recognise, a dash by its shape (alone it looks like many a character), or what may be dirt."""
_NARROW_BRACKETS, _WIDE_BRACKETS = "()", "（）"
_WIDE_FROM = 1.75
"""The engine takes full-width brackets for half-width ones and the other way round. Between two Chinese characters a
full-width one moves them two characters apart, a half-width one by one and a half."""
_DASH = [Character("-", 0.5, 1.0)]


class Recognised(NamedTuple):
    """A glyph and how sure the engine is of it, 0 to 1."""

    glyph: Glyph
    confidence: float


class Scan(NamedTuple):
    """What is printed on a scanned page, in points of the page held upright and straightened.

    ``width`` and ``height`` are those of the page as displayed; ``turn`` is the direction its text runs in there.
    """

    characters: tuple[Recognised, ...]
    level: tuple[Segment, ...]
    upright: tuple[Segment, ...]
    sheet: Sheet
    point: float
    turn: Turn
    width: float
    height: float

    def on_page(self, box: Box) -> Box:
        """A box where it is on the page as displayed."""
        straight = _scaled(self.sheet.on_page(_scaled(box, self.point)), 1 / self.point)
        return upright_box(straight, self.turn, self.width, self.height)

    def confidence(self, box: Box) -> float | None:
        """The least confidence of the characters in a box; None where there are none. The marks of a Chinese text
        don't count: how wide a bracket is, is hard to tell and says nothing."""
        x0, top, x1, bottom = box
        inside = [
            c for c in self.characters if x0 <= c.glyph.centre[0] <= x1 and top <= c.glyph.centre[1] <= bottom
        ]
        told = [c for c in inside if c.glyph.text not in _MARKS]
        if any(c.glyph.text > "\u2e80" for c in told):
            inside = told
        return min((c.confidence for c in inside), default=None)


class _Found(NamedTuple):
    """A picture's runs of ink, yet to be read, and for each what it is."""

    sheet: Sheet
    clean: Picture
    level: tuple[Segment, ...]
    upright: tuple[Segment, ...]
    runs: list[Run]
    inks: list[Ink]
    typical: float


def read_scan(picture: Picture, point: float) -> Scan:
    """What is printed on the picture of a page, ``point`` pixels a point."""
    turn, found = _held_upright(picture, point)
    crops = [
        _crop(found.clean, run, found.typical)
        for run, ink in zip(found.runs, found.inks, strict=True) if ink != "dash"
    ]
    read = iter(recognised(crops))
    lines = [_DASH if ink == "dash" else next(read) for ink in found.inks]
    characters = [
        character
        for run, ink, line in zip(found.runs, found.inks, lines, strict=True)
        if ink != "unsure" or (line and min(c.confidence for c in line) > _LEAST_SURE)
        for character in _placed(run, line, found.typical, point)
    ]
    height, width = (side / point for side in picture.shape)
    return Scan(tuple(characters), found.level, found.upright, found.sheet, point, turn, width, height)


def _held_upright(picture: Picture, point: float) -> tuple[Turn, _Found]:
    """The turn of a page, told by how well a few of its lines can be read, and its runs."""
    best: tuple[float, Turn, _Found] | None = None
    for turn, quarters in _TURNS:
        found = _found(np.ascontiguousarray(np.rot90(picture, quarters)), point)
        longest = sorted(found.runs, key=lambda run: (run.bottom - run.top - run.x1 + run.x0, run))[:_SAMPLE]
        read = recognised([_crop(found.clean, run, found.typical) for run in longest])
        sure = [confidence for line in read for confidence in ([c.confidence for c in line] or [0.0])]
        mean = sum(sure) / len(sure) if sure else 0.0
        if best is None or mean > best[0]:
            best = mean, turn, found
        if mean >= _READABLE or not found.runs:
            break
    assert best is not None
    return best[1], best[2]


def _found(picture: Picture, point: float) -> _Found:
    sheet = sheet_of(picture)
    rules = rules_of(sheet.ink, point)
    ruled = cv2.dilate(rules.ink, np.ones((3, 3), np.uint8)) > 0
    clean, ink = sheet.grey.copy(), sheet.faint.copy()
    clean[ruled], ink[ruled] = 255, 0
    marks = marks_of(ink, point)
    level = tuple(_in_points(segment, point) for segment in rules.level)
    upright = tuple(_in_points(segment, point) for segment in rules.upright)
    centres = [((b[0] + b[2]) / 2 / point, (b[1] + b[3]) / 2 / point) for b in marks.boxes.tolist()]
    tables = ruled_tables(level, upright, centres)
    typical = _typical(marks, point)
    runs = [*_inside(tables, marks, typical, point), *_outside(tables, clean, marks, typical, point)]
    return _Found(sheet, clean, level, upright, [run for run, _ in runs], [ink for _, ink in runs], typical)


def _in_points(segment: Segment, point: float) -> Segment:
    return Segment(segment.at / point, segment.start / point, segment.end / point)


def _scaled(box: Box, by: float) -> Box:
    return box[0] * by, box[1] * by, box[2] * by, box[3] * by


def _typical(marks: Marks, point: float) -> float:
    """The height of the page's text, in pixels: most pieces of ink are parts of a character, the taller ones whole."""
    heights = marks.boxes[:, 3] - marks.boxes[:, 1] - 2 * _HALO
    tall = heights[heights >= 0.5 * _USUAL_HEIGHT * point]
    return float(np.percentile(tall, 75)) if len(tall) else _USUAL_HEIGHT * point


def _inside(tables: Sequence[RuledTable], marks: Marks, typical: float, point: float) -> Iterator[tuple[Run, Ink]]:
    for table in tables:
        for field in table.fields:
            runs = runs_of(marks.inside(*_scaled(field.box, point)), typical, point)
            for run in runs:
                yield run, "dash" if len(runs) == 1 and is_dash(run, typical) else "text"


def _outside(
    tables: Sequence[RuledTable], clean: Picture, marks: Marks, typical: float, point: float
) -> Iterator[tuple[Run, Ink]]:
    """Runs outside all tables: those the detector finds, then what ink it left out."""
    rest = clean.copy()
    left = marks.boxes
    for table in tables:
        x0, top, x1, bottom = (int(v) for v in _scaled(table.box, point))
        rest[max(top, 0):bottom + 1, max(x0, 0):x1 + 1] = 255
        left = _not_in(left, (x0, top, x1, bottom))
    if not len(left):
        return
    scale = min(1.0, _SEARCH_SIDE / max(rest.shape))
    small = cv2.resize(rest, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    for box in text_boxes(small):
        found = tuple(v / scale for v in box)
        own = Marks(left).inside(*found)
        left = _not_in(left, found)
        for run in runs_of(own, max(typical, 0.7 * (found[3] - found[1])), point):
            yield run, "text"
    for run in runs_of(left, typical, point):
        yield run, "unsure"


def _not_in(boxes: NDArray[np.int32], box: Sequence[float]) -> NDArray[np.int32]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    outside: NDArray[np.int32] = boxes[~((x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3]))]
    return outside


def _shown(run: Run, typical: float) -> tuple[int, int, int, int]:
    """The box of a run with paper around it. A dash or a point blown up to a line's height could be anything."""
    pad = max(3, round(_PAD * run.height))
    if run.height < _LOWEST * typical:
        pad = max(pad, round((typical - run.height) / 2))
    return max(0, run.x0 - pad), max(0, run.top - pad), run.x1 + pad, run.bottom + pad


def _crop(clean: Picture, run: Run, typical: float) -> Picture:
    x0, top, x1, bottom = _shown(run, typical)
    return clean[top:bottom, x0:x1]


def _placed(run: Run, line: Sequence[Character], typical: float, point: float) -> Iterator[Recognised]:
    """The characters of a run as glyphs: flush with its ink at either end, as high as their font."""
    if not line:
        return
    left, _, right, _ = _shown(run, typical)
    width = right - left
    high = any(c.text > "\u2e80" for c in line)
    size = max((run.height - 2 * _HALO) / (_HIGH if high else _LOW), 0.8 * typical)
    middle = (run.top + run.bottom) / 2
    centres = [left + c.centre * width for c in line]
    line = _with_brackets(line, centres)
    borders = [(a + b) / 2 for a, b in pairwise(centres)]
    for index, character in enumerate(line):
        reach = (_CHINESE if character.text > "\u2e80" else _LATIN) * size
        x0 = max(borders[index - 1], centres[index] - reach) if index else run.x0 + float(_HALO)
        x1 = min(borders[index], centres[index] + reach) if index < len(line) - 1 else run.x1 - float(_HALO)
        box = _scaled((min(x0, x1), middle - size / 2, max(x0, x1), middle + size / 2), 1 / point)
        yield Recognised(Glyph(character.text, *box), character.confidence)


def _with_brackets(line: Sequence[Character], centres: Sequence[float]) -> Sequence[Character]:
    """Brackets as wide as they are printed, told by how far apart their neighbours are."""
    chinese = [c.text > "\u2e80" and c.text not in "（），：；、。" for c in line]
    steps = [b - a for (a, b), both in zip(pairwise(centres), pairwise(chinese), strict=True) if all(both)]
    if not steps:
        return line
    step = float(np.median(steps))
    told = list(line)
    for i in range(1, len(line) - 1):
        text = line[i].text
        kind = max(_NARROW_BRACKETS.find(text), _WIDE_BRACKETS.find(text))
        if kind >= 0 and chinese[i - 1] and chinese[i + 1]:
            wide = centres[i + 1] - centres[i - 1] >= _WIDE_FROM * step
            told[i] = line[i]._replace(text=(_WIDE_BRACKETS if wide else _NARROW_BRACKETS)[kind])
    return told
