"""Glyphs to words, for tables that no ruling lines hold together: runs of glyphs that stand close beside each other.

A word is at most one cell: text of two cells is never joined, while a cell may hold several words. Coordinates are
points, origin at the top left, of the page held upright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.documents.printed_lines import Glyph
from ingest.documents.radicals import with_ideographs
from ingest.records import Box

_NUMBER = re.compile(r"[(（]?[¥￥]?[-−－]?[¥￥]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[)）]?[%％]?")
_MARK = re.compile(r"[-—－–―]{1,3}")
_GLUED = re.compile(
    r"[-−－]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})(?=[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_AMOUNT = set("0123456789.,，-−－%％()（）¥￥０１２３４５６７８９．")

_SAME_LINE = 0.5
"""Share of the lower glyph's height that two glyphs of one word have in common."""
_GAP = 0.35
"""From this gap on, in units of the glyph height, text goes on in another word."""
_GAP_IN_NUMBER = 0.15
"""The digits of one number stand without a gap; two numbers in narrow columns may nearly touch."""


class Word(NamedTuple):
    """Glyphs that stand together, their box, and their indexes in the page's list of glyphs."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[int, ...] = ()

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """The height of the line, which is about the size of the font."""
        return self.bottom - self.top

    @property
    def number(self) -> bool:
        """Whether it prints a number, or a mark that stands for none."""
        return bool(_NUMBER.fullmatch(self.text) or _MARK.fullmatch(self.text))

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.x0, self.top, self.x1, self.bottom


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words of a page from top to bottom and left to right. Glyphs printed twice (false bold) count once."""
    open_runs: list[list[int]] = []
    runs: list[list[int]] = []
    for index in sorted(range(len(glyphs)), key=lambda i: (glyphs[i].x0, glyphs[i].top)):
        glyph = glyphs[index]
        reach = 2 * (glyph.bottom - glyph.top)
        still_open = []
        best, most = None, 0.0
        for run in open_runs:
            last = glyphs[run[-1]]
            if last.x1 + reach < glyph.x0:
                runs.append(run)
                continue
            still_open.append(run)
            common = _in_common(last, glyph)
            if common > most and common >= _SAME_LINE and _adjoin(last, glyph):
                best, most = run, common
        open_runs = still_open
        if best is None:
            open_runs.append([index])
        else:
            best.append(index)
    found = [word for run in (*runs, *open_runs) for word in _split(run, glyphs)]
    return sorted(found, key=lambda word: (word.y, word.x0))


def _in_common(first: Glyph, second: Glyph) -> float:
    lower = min(first.bottom - first.top, second.bottom - second.top)
    return (min(first.bottom, second.bottom) - max(first.top, second.top)) / lower if lower > 0 else 0.0


def _adjoin(left: Glyph, right: Glyph) -> bool:
    height = max(left.bottom - left.top, right.bottom - right.top)
    gap = right.x0 - left.x1
    within = left.text in _AMOUNT and right.text in _AMOUNT
    return -height < gap < (_GAP_IN_NUMBER if within else _GAP) * height


def _split(run: Sequence[int], glyphs: Sequence[Glyph]) -> Iterator[Word]:
    """The words of a run: blanks part a number from what stands beside it, and are part of any other text."""
    pieces: list[list[int]] = [[]]
    again: list[int] = []
    for index in run:
        if glyphs[index].text.isspace():
            pieces.append([])
        elif pieces[-1] and _printed_twice(glyphs[pieces[-1][-1]], glyphs[index]):
            again.append(index)
        else:
            pieces[-1].append(index)
    whole = [part for piece in pieces if piece for part in _unglued(piece, glyphs)]
    texts = ["".join(glyphs[i].text for i in piece) for piece in whole]
    start = 0
    for end in range(1, len(whole) + 1):
        if end == len(whole) or _NUMBER.fullmatch(texts[end]) or _NUMBER.fullmatch(texts[end - 1]):
            yield _word(" ".join(texts[start:end]), [i for piece in whole[start:end] for i in piece], again, glyphs)
            start, again = end, []


def _unglued(piece: list[int], glyphs: Sequence[Glyph]) -> list[list[int]]:
    """A piece in two where an amount ends and the order number of a label follows it without a gap."""
    found = _GLUED.match("".join(glyphs[i].text for i in piece))
    at = found.end() if found and all(len(glyphs[i].text) == 1 for i in piece) else 0
    return [piece[:at], piece[at:]] if at else [piece]


def _word(text: str, own: Sequence[int], again: Sequence[int], glyphs: Sequence[Glyph]) -> Word:
    ink = [glyphs[i] for i in own]
    return Word(
        with_ideographs(text),
        min(g.x0 for g in ink),
        min(g.top for g in ink),
        max(g.x1 for g in ink),
        max(g.bottom for g in ink),
        (*own, *again),
    )


def _printed_twice(first: Glyph, second: Glyph) -> bool:
    reach = 0.25 * (first.x1 - first.x0)
    return first.text == second.text and second.x0 - first.x0 < reach and abs(second.top - first.top) < reach
