"""The rows of a table whose columns blanks keep: labels broken over lines put to the line that prints their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ingest.documents.spaced_words import by_width, leads_row
from ontology.layout import bare, is_total

_MOST_LINES = 6
_OWN_ROW = 1
_CHARACTER, _SLACK = 2, 5
"""The width of a character, and what a line may leave free."""
_NAMELESS = 100


Stand = Literal["middle", "top"]
"""Where in their cells a table prints its numbers, all of them: Word puts them at the top unless told otherwise."""


class Piece(NamedTuple):
    """What one line prints of a label."""

    line: int
    text: str


class Label(NamedTuple):
    """A label with the line of its row and the pieces it is made of."""

    line: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The pieces as one text without white space."""
        return "".join(bare(piece.text) for piece in self.pieces)


def labels_of(pieces: Sequence[Piece], rows: Sequence[int], coded: bool) -> list[Label] | None:
    """The labels of one column; None where their lines can be put together in several ways, or in none.

    ``rows``: the lines that print numbers of this side of the table, each a row of its own; ``coded``: whether rows
    print codes, so that words without one are no row but a total.
    """
    if not pieces:
        return []
    found = [way for way in (_best(pieces, rows, coded, stand) for stand in ("middle", "top")) if way is not None]
    least = min((cost for cost, _ in found), default=0)
    best = [labels for cost, labels in found if cost == least]
    return best[0] if best and all(labels == best[0] for labels in best) else None


def _best(pieces: Sequence[Piece], rows: Sequence[int], coded: bool, stand: Stand) -> tuple[int, list[Label]] | None:
    """What is odd about the best way to put the lines together, and its labels; None where there are several, or none.
    """
    widest = max(_width(piece.text) for piece in pieces)
    ways: list[tuple[int, int, list[Label]]] = [(0, 1, [])]
    for end in range(1, len(pieces) + 1):
        best: tuple[int, int, list[Label]] = (0, 0, [])
        for start in range(max(0, end - _MOST_LINES), end):
            cost, count, before = ways[start]
            label = _label(pieces[start:end], rows, coded, widest, stand) if count else None
            if label is None or (before and before[-1].line >= label.line):
                continue
            total = cost + (0 if label.line in rows else _OWN_ROW)
            total += _NAMELESS * _passed(rows, before[-1].line if before else -1, label.line)
            if not best[1] or total < best[0]:
                best = (total, count, [*before, label])
            elif total == best[0]:
                best = (total, best[1] + count, best[2])
        ways.append(best)
    cost, count, labels = ways[-1]
    return (cost, labels) if count == 1 else None


def _passed(rows: Sequence[int], first: int, last: int) -> int:
    return sum(first < row < last for row in rows)


def _label(
    pieces: Sequence[Piece], rows: Sequence[int], coded: bool, widest: int, stand: Stand
) -> Label | None:
    """The pieces as one label, if they can be. ``stand``: where beside them the numbers of a row are printed."""
    first, last = pieces[0].line, pieces[-1].line
    inside = [row for row in rows if first <= row <= last]
    if len(inside) > 1:
        return None
    for upper, lower in pairwise(pieces):
        around = lower.line - upper.line == 2 and upper.line + 1 in inside
        if lower.line - upper.line != 1 and not around:
            return None
        whole = is_total(bare(upper.text + lower.text)) and not is_total(bare(upper.text))
        if (leads_row(lower.text) and not whole) or is_total(bare(upper.text)):
            return None
        # A line that is gone on with leaves no room for another character, or for two before a bracket.
        if _leaves_room(upper.text, widest, coded):
            return None
    if inside and stand == "top":
        return Label(first, tuple(pieces)) if inside[0] == first else None
    if inside:
        off = abs(inside[0] - (first + last) / 2)
        return Label(inside[0], tuple(pieces)) if off <= 0.5 else None
    if coded and not is_total(bare(pieces[0].text)):
        return None
    return Label(first, tuple(pieces))


def leaves_room(text: str, column: Sequence[str], coded: bool) -> bool:
    """Whether a line of a label is too short to be gone on with, in a column that prints these texts."""
    return _leaves_room(text, max(map(_width, column)), coded)


def _leaves_room(text: str, widest: int, coded: bool) -> bool:
    return _width(text) + (_SLACK if coded else _CHARACTER) <= widest


def _width(text: str) -> int:
    return sum(map(by_width, bare(text)))
