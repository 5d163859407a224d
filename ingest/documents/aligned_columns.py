"""Which column of a table without ruling lines a printed word stands in.

Numbers of one column stand above each other, flush right, flush left or centred: what they cover from left to right
is a slot. A slot belongs to the column whose heading it stands under. Where it stands under none, its alignment says
on which side the heading must be; where that is not clear, the table is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ingest.documents.aligned_spans import Extent
from ingest.documents.aligned_words import Word
from ontology.layout import bare, is_total

_FLUSH = 0.12
"""Share of the font size by which flush sides may differ."""
_RAGGED = 0.6
"""Share of the font size: numbers in brackets may stand out by one."""
_OVERLAP = 0.5
"""Points two extents must have in common."""
_PADDING = 0.35
"""In units of the font size: how far text stands off a border, about."""
_CODE_LENGTHS = (3, 5, 7)

Alignment = Literal["right", "left", "centre", ""]


class Slot(NamedTuple):
    """The words of a body that cover each other from left to right."""

    words: tuple[Word, ...]
    numeric: bool

    @property
    def extent(self) -> Extent:
        """From the farthest left to the farthest right."""
        return Extent(min(w.x0 for w in self.words), max(w.x1 for w in self.words))


class Sorted(NamedTuple):
    """The words of a body: slots from left to right, and words that may stand across several columns."""

    slots: tuple[Slot, ...]
    loose: tuple[Word, ...]


def overlap(a: Extent, b: Extent) -> bool:
    """Whether two extents have more in common than a hair."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > _OVERLAP


def sorted_words(words: Sequence[Word]) -> Sorted:
    """The slots of a body. Labels of totals, and texts among numbers, are loose."""
    numeric = [Slot(tuple(group), True) for group in _covering(w for w in words if w.number)]
    extents = [slot.extent for slot in numeric]
    texts: list[Word] = []
    loose: list[Word] = []
    for word in words:
        if not word.number:
            among = any(overlap(Extent(word.x0, word.x1), extent) for extent in extents)
            (loose if among or is_total(bare(word.text)) else texts).append(word)
    slots = [*numeric, *(Slot(tuple(group), False) for group in _covering(texts))]
    return Sorted(tuple(sorted(slots, key=lambda slot: slot.extent)), tuple(loose))


def _covering(words: Iterable[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    end = 0.0
    for word in sorted(words, key=lambda w: (w.x0, w.x1)):
        if groups and word.x0 < end - _OVERLAP:
            groups[-1].append(word)
            end = max(end, word.x1)
        else:
            groups.append([word])
            end = word.x1
    return groups


def ragged(words: Sequence[Word]) -> bool:
    """Whether numbers said to be of one column are flush on neither side and not centred."""
    spreads = _spreads(_without_marks(words))
    return min(spreads.values()) > _RAGGED * words[0].height


def _without_marks(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a column without the dashes that stand for no amount: they are often set otherwise."""
    return [word for word in words if not word.number or any(map(str.isdigit, word.text))] or words


def _spreads(words: Sequence[Word]) -> dict[Alignment, float]:
    return {
        "right": max(w.x1 for w in words) - min(w.x1 for w in words),
        "left": max(w.x0 for w in words) - min(w.x0 for w in words),
        "centre": max(w.x for w in words) - min(w.x for w in words),
    }


def alignment(words: Sequence[Word], size: float) -> Alignment:
    """How the words of a slot are aligned, empty where they are all of one width."""
    words = _without_marks(words)
    widths = [w.x1 - w.x0 for w in words]
    if max(widths) - min(widths) < 3 * _FLUSH * size:
        return ""
    spread = _spreads(words)
    best = min(spread, key=lambda side: spread[side])
    return best if spread[best] <= _FLUSH * size else ""


def columns_of(slots: Sequence[Slot], headings: Sequence[Extent], size: float) -> list[tuple[int, int]] | None:
    """For each slot the first and last column it stands in; None where it is not clear for one of them.

    ``headings`` are the extents of the columns' headings, with what is known to stand below them.
    """
    found: list[tuple[int, int] | None] = []
    for slot in slots:
        under = [i for i, heading in enumerate(headings) if overlap(slot.extent, heading)]
        if len(under) > 1 and not _codes(slot):
            return None
        found.append((under[0], under[-1]) if under else None)
    numeric = [slot for slot in slots if slot.numeric]
    beside = [slot for slot, place in zip(slots, found, strict=True) if slot.numeric and place is None]
    usual = _usual(numeric, size) or _only_possible(beside, headings, size)
    taken = [place for place in found if place is not None]
    for index, slot in enumerate(slots):
        if found[index] is None:
            column = _beside(slot, slots, found, headings, alignment(slot.words, size) or usual)
            if column is None:
                return None
            found[index] = (column, column)
            taken.append((column, column))
    places = [place for place in found if place is not None]
    in_order = all(
        a[1] < b[0] or _same(a, b, s, t) for (a, s), (b, t) in pairwise(zip(places, slots, strict=True))
    )
    return places if in_order else None


def _same(a: tuple[int, int], b: tuple[int, int], first: Slot, second: Slot) -> bool:
    """Two slots of texts, or of numbers and of dashes, may be one column, if nothing of the one stands beside anything
    of the other."""
    dashes = any(not any(character.isdigit() for w in slot.words for character in w.text) for slot in (first, second))
    if a != b or first.numeric != second.numeric or (first.numeric and not dashes):
        return False
    return not any(abs(w.y - v.y) < 0.5 * w.height for w in first.words for v in second.words)


def _codes(slot: Slot) -> bool:
    """Codes may be printed across the columns 类, 款 and 项."""
    return slot.numeric and all(w.text.isdigit() and len(w.text) in _CODE_LENGTHS for w in slot.words)


def _usual(slots: Sequence[Slot], size: float) -> Alignment:
    """How most columns of amounts are aligned, where none is aligned otherwise."""
    amounts = [slot for slot in slots if any("." in w.text or "," in w.text for w in slot.words)]
    known = {alignment(slot.words, size) for slot in amounts} - {""}
    return known.pop() if len(known) == 1 else ""


def _only_possible(slots: Sequence[Slot], headings: Sequence[Extent], size: float) -> Alignment:
    """The side numbers are flush with, where on the other side they would not fit their columns.

    A heading stands in the middle of its column, and the numbers tell one border of it: the other must leave room for
    the neighbours.
    """
    sides: tuple[Alignment, ...] = ("right", "left")
    possible = [side for side in sides if _fit([slot.extent for slot in slots], headings, side, size)]
    return possible[0] if len(possible) == 1 else ""


def _fit(slots: Sequence[Extent], headings: Sequence[Extent], side: Alignment, size: float) -> bool:
    pad = _PADDING * size
    columns = []
    for slot in slots:
        if side == "right":
            own = max((i for i, h in enumerate(headings) if h.x0 < slot.x1), default=None)
            outer = slot.x1 + pad
        else:
            own = min((i for i, h in enumerate(headings) if h.x1 > slot.x0), default=None)
            outer = slot.x0 - pad
        if own is None:
            return False
        heading = headings[own]
        column = Extent(*sorted((outer, heading.x0 + heading.x1 - outer)))
        columns.append(column)
        if column.x0 > heading.x0 + pad or column.x1 < heading.x1 - pad:
            return False
        if own and column.x0 < headings[own - 1].x1 - pad:
            return False
        if own + 1 < len(headings) and column.x1 > headings[own + 1].x0 + pad:
            return False
    return all(a.x1 <= b.x0 + 3 * pad for a, b in pairwise(columns))


def _beside(
    slot: Slot,
    slots: Sequence[Slot],
    found: Sequence[tuple[int, int] | None],
    headings: Sequence[Extent],
    aligned: Alignment,
) -> int | None:
    """The column of a slot that stands under no heading: that of the heading on the side it is not flush with."""
    left = max((i for i, h in enumerate(headings) if h.x1 <= slot.extent.x0 + _OVERLAP), default=None)
    right = min((i for i, h in enumerate(headings) if h.x0 >= slot.extent.x1 - _OVERLAP), default=None)
    free = [
        i
        for i in (left, right)
        if i is not None and not any(place is not None and place[0] <= i <= place[1] for place in found)
    ]
    if not slot.numeric:
        aligned = alignment(slot.words, slot.words[0].height)
        if len(free) == 1:
            return free[0]
        if not free:
            # A short label and a long one need not cover each other: they share the column of labels beside them.
            sharing = [
                i
                for i in (left, right)
                if i is not None
                and any(place == (i, i) and not s.numeric for place, s in zip(found, slots, strict=True))
            ]
            return sharing[0] if len(sharing) == 1 else None
        return right if aligned in ("left", "") else None
    if left is None or right is None:
        # Beyond all headings there is but the outermost column.
        return free[0] if free and free[0] in (0, len(headings) - 1) else None
    if aligned == "right":
        return left if left in free else None
    if aligned == "left":
        return right if right in free else None
    # Centred numbers would stand under their heading.
    return free[0] if aligned == "" and len(free) == 1 else None
