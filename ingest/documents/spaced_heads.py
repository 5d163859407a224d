"""The header of a table whose columns blanks keep: which words make a cell, and which cells head a column.

Widths and middles are lost in such text, order and overlap are not. Lines of one cell share a character column and
nothing stands beside them in it; whether two cells above each other are one is told by the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.aligned_words import Word
from ingest.tables.flowed.header_tiles import group_of, may_stand
from ingest.tables.flowed.header_words import PARTS_OF_CODE, is_header_word
from ontology.layout import ColumnKind, bare, code_family, column_kind

_CENTRED = 0.5
_FARTHEST = 2
"""Lines from one line of a cell to the next."""


class HeadCell(NamedTuple):
    """A cell of the header: its words from top to bottom."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words without white space."""
        return "".join(bare(word.text) for word in self.words)

    @property
    def x0(self) -> float:
        """The first column any of its words takes."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """The end of the last."""
        return max(word.x1 for word in self.words)

    @property
    def y(self) -> float:
        """The middle between its first and its last line."""
        return (self.words[0].y + self.words[-1].y) / 2

    @property
    def kind(self) -> ColumnKind:
        """What a column headed so holds."""
        return "code" if self.text in PARTS_OF_CODE else column_kind(self.text)

    @property
    def known(self) -> bool:
        """Whether it prints what headers are known to."""
        return is_header_word(self.text)


class Head(NamedTuple):
    """A header: the cells that head a column, from left to right, and all lines of cells from top to bottom."""

    leaves: tuple[HeadCell, ...]
    lines: tuple[tuple[HeadCell, ...], ...]


def head_of(words: Sequence[Word], numbers: Sequence[tuple[float, float]]) -> Head | None:
    """The header that words make over columns of ``numbers``, from where to where; None where it is not clear which
    cells head a column."""
    cells = _cells([piece for word in words for piece in _parted(word)])
    bare_ones = [cell for cell in cells if not any(_under(other, cell) for other in cells if other is not cell)]
    leaves: list[HeadCell] = []
    for cell in bare_ones:
        others = [other for other in bare_ones if other is not cell]
        own = any(_overlap(cell, slot) and not any(_overlap(other, slot) for other in others) for slot in numbers)
        lower = [other for other in others if other.words[0].y > cell.words[-1].y]
        left = max((other for other in others if other.x1 <= cell.x0), key=lambda other: other.x1, default=None)
        right = min((other for other in others if other.x0 >= cell.x1), key=lambda other: other.x0, default=None)
        beside = left in lower and right in lower
        if own or group_of(cell.text) is None or not beside:
            leaves.append(cell)
        elif cell.y + 0.5 >= max(other.y for other in lower) - 0.5 and not _over_gap(cell, lower):
            return None
    leaves.sort(key=lambda cell: cell.x0)
    if not leaves or any(b.x0 < a.x1 for a, b in pairwise(leaves)):
        return None
    return Head(tuple(leaves), _lines(cells, leaves))


def _parted(word: Word) -> Iterator[Word]:
    """A word of a header by its blanks: cells may be as near as one. Pieces that make a known word are one."""
    if is_header_word(bare(word.text)) or " " not in word.text or word.x1 - word.x0 < len(word.text):
        yield word
        return
    wide = (word.x1 - word.x0 - word.text.count(" ")) / len(bare(word.text))
    x = word.x0
    for text in word.text.split(" "):
        end = x + wide * len(text)
        yield word._replace(text=text, x0=x, x1=end)
        x = end + 1


def _over_gap(cell: HeadCell, lower: Sequence[HeadCell]) -> bool:
    """Whether what stands next below on either side may hang on a cell."""
    left = max((other for other in lower if other.x1 <= cell.x0), key=lambda other: other.x1)
    right = min((other for other in lower if other.x0 >= cell.x1), key=lambda other: other.x0)
    return may_stand(cell.text, left.text) and may_stand(cell.text, right.text)


def _overlap(cell: HeadCell, extent: tuple[float, float]) -> bool:
    return min(cell.x1, extent[1]) > max(cell.x0, extent[0])


def _under(lower: HeadCell, upper: HeadCell) -> bool:
    return lower.words[0].y > upper.words[-1].y and min(lower.x1, upper.x1) > max(lower.x0, upper.x0)


def _cells(words: Sequence[Word]) -> list[HeadCell]:
    """The cells: words put together that are lines of one."""
    below = {word: _next(word, words, 1) for word in words}
    above = {word: _next(word, words, -1) for word in words}
    cells: list[HeadCell] = []
    done: set[Word] = set()
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        if word in done:
            continue
        lines = [word]
        while under := below[lines[-1]]:
            alone = len(under) == 1 and above[under[0]] == [lines[-1]]
            if under[0] in done or not _joins(lines, under[0], alone) or _begins_cell(lines, under[0], below):
                break
            lines.append(under[0])
        done.update(lines)
        cells.append(HeadCell(tuple(lines)))
    return cells


def _next(word: Word, words: Sequence[Word], way: int) -> list[Word]:
    """The words next below (or, for -1, above) that share a column with a word and that no other hides."""
    found = [w for w in words if way * (w.y - word.y) > 0 and min(w.x1, word.x1) > max(w.x0, word.x0)]
    nearest = min((way * w.y for w in found), default=0.0)
    first = [w for w in found if way * w.y == nearest]
    hidden = [
        w for w in found if w not in first and not any(min(w.x1, f.x1) > max(w.x0, f.x0) for f in first)]
    return [*sorted(first), *sorted(hidden)]


def _joins(lines: Sequence[Word], under: Word, alone: bool) -> bool:
    """Whether a word goes on with the cell of the lines above it. ``alone``: no other stands below or above."""
    if under.y - lines[-1].y > _FARTHEST:
        return False
    above, below = "".join(bare(word.text) for word in lines), bare(under.text)
    if (below in PARTS_OF_CODE and not is_header_word(above + below)) or above in PARTS_OF_CODE:
        return False
    words = is_header_word(above), is_header_word(below)
    if is_header_word(above + below):
        named = bool(code_family(above)) and abs(lines[-1].x - under.x) <= _CENTRED
        return named or not (all(words) and may_stand(above, below))
    return alone and not all(words) and not (words[1] and group_of(above) is not None)


def _begins_cell(lines: Sequence[Word], under: Word, below: Mapping[Word, Sequence[Word]]) -> bool:
    """Whether the word below a whole cell is the first line of another: with those below it, it is a known word."""
    above = "".join(bare(word.text) for word in lines)
    text, word = bare(under.text), under
    if not is_header_word(above) or is_header_word(above + text):
        return False
    while len(following := below[word]) == 1:
        word = following[0]
        text += bare(word.text)
        if is_header_word(text) and not is_header_word(above + text):
            return True
    return False


def _lines(cells: Sequence[HeadCell], leaves: Sequence[HeadCell]) -> tuple[tuple[HeadCell, ...], ...]:
    """The cells by row, as a table lists them: one that reaches down over several rows stands in its first."""
    upper = sorted((cell for cell in cells if cell not in leaves), key=lambda cell: cell.y)
    rows: list[list[HeadCell]] = []
    heights: list[float] = []
    for cell in upper:
        if heights and cell.y - heights[-1] <= 0.5:
            rows[-1].append(cell)
        else:
            rows.append([cell])
            heights.append(cell.y)
    rows.append([])
    lowest = max(leaf.y for leaf in leaves)
    for leaf in leaves:
        before = [row for row, y in enumerate(heights) if y <= leaf.y]
        inner = lowest - leaf.y < 0.5 or not before
        rows[len(rows) - 1 if inner else before[-1]].append(leaf)
    return tuple(tuple(sorted(row, key=lambda cell: cell.x0)) for row in rows if row)
