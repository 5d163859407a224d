"""Rows of a table whose columns blanks keep that stand on several lines, blank lines between most of them.

Where numbers are set some points above their line, the code, the label and the numbers of a row come on lines of their
own, in any order. If blank lines part rows, what stands between two of them is one row, or some that it can be cut
into in one way only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.documents.aligned_columns import Slot
from ingest.documents.aligned_words import Word
from ingest.documents.spaced_columns import name_slots, slots_of
from ingest.documents.spaced_rows import leaves_room
from ingest.documents.spaced_words import is_code, leads_row
from ontology.layout import bare, is_total

_FEWEST_PARTED = 3
"""Rows, at least, that blank lines part."""
_MOST_LINES = 12
"""Lines between two blank ones."""
Row = list[Word]


def with_rows_on_lines(body: Sequence[Word]) -> list[Word]:
    """The words, those of each row on one line; as they are where blank lines do not part rows everywhere."""
    lines = sorted({word.top for word in body})
    starts = [lines[0], *(b for a, b in pairwise(lines) if b - a > 1)] if lines else []
    slots = slots_of(body)
    names = name_slots(body, slots) if slots is not None else None
    if len(starts) < _FEWEST_PARTED or len(starts) == len(lines) or slots is None or names is None:
        return [*body]
    found: list[Word] = []
    for start, end in pairwise([*starts, float("inf")]):
        rows = _cut([line for line in lines if start <= line < end], slots, names)
        if rows is None:
            return [*body]
        found += [word for row in rows for word in row]
    return found


def _cut(lines: Sequence[float], slots: Sequence[Slot], names: Sequence[Slot]) -> list[Row] | None:
    """The rows that some lines print, as few as can be; None where there are several ways to cut them, or none."""
    if len(lines) > _MOST_LINES:
        return None
    best: list[tuple[int, int, list[Row]]] = [(0, 1, [])]
    for end in range(1, len(lines) + 1):
        least, ways, kept = len(lines) + 1, 0, list[Row]()
        for start in range(end):
            rows, count, before = best[start]
            row = _row(lines[start:end], slots, names) if count else None
            if row is None or rows + 1 > least:
                continue
            ways = count + (ways if rows + 1 == least else 0)
            least, kept = rows + 1, [*before, row]
        best.append((least, ways, kept))
    return best[-1][2] if best[-1][1] == 1 else None


def _row(lines: Sequence[float], slots: Sequence[Slot], names: Sequence[Slot]) -> Row | None:
    """The words of some lines as those of one row, which stands on the line of its amounts, else of its code; None
    where they can be no row."""
    numbers = [[word for word in slot.words if word.top in lines] for slot in slots]
    if any(len(own) > 1 for own in numbers):
        return None
    row = [own[0] for own in numbers if own]
    line = min((word.top for word in row if not is_code(word.text)), default=min(
        (word.top for word in row), default=lines[0]))
    found = [word._replace(top=line, bottom=line + 1.0) for word in row]
    for name in names:
        pieces = sorted((word for word in name.words if word.top in lines), key=lambda word: word.top)
        if not pieces:
            continue
        if not _one_label([word.text for word in pieces], [word.text for word in name.words], bool(row)):
            return None
        text = "".join(bare(word.text) for word in pieces) if len(pieces) > 1 else pieces[0].text
        x0, x1 = min(word.x0 for word in pieces), max(word.x1 for word in pieces)
        found.append(Word(text, x0, line, x1, line + 1.0))
    return found


def _one_label(pieces: Sequence[str], column: Sequence[str], numbered: bool) -> bool:
    """Whether pieces above each other are one label: none but the first begins a row, and only what fills the column
    of names is gone on with."""
    if len(pieces) > 1 and not numbered:
        return False
    return not any(
        leads_row(lower) or is_total(bare(upper)) or leaves_room(upper, column, numbered)
        for upper, lower in pairwise(pieces))
