"""The cells of a header that no form lists, from its printed words; and the columns that they may stand over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from ingest.tables.flowed.header_tiles import group_of
from ingest.tables.flowed.headers import COLUMN_NUMBERS
from ontology.forms import forms
from ontology.layout import ColumnKind, column_kind, compiled, data, is_neutral

MOST_JOINED = 6
"""Printed pieces that a header cell may be broken into."""
MOST_WORDS = 80
MOST_VALUES, MOST_FIRST = 16, 3
"""Columns of values on the only or last side of a table, and on the sides before."""
VALUE: ColumnKind = "value"
PARTS_OF_CODE = ("类", "款", "项")
LEADS: tuple[tuple[ColumnKind, ...], ...] = (
    ("code", "label"), ("label",), ("label", "line"), ("label", "label"), ("code", "code", "code", "label"),
    ("code", "code", "label"), ("label", "code"), ("line", "code", "label"), ("line", "label"),
    ("line", "label", "label"), ("code",),
)
"""The columns before the values that a side of a table may have."""


@cache
def _vocabulary() -> re.Pattern[str]:
    known = {segment for form in forms() for header in form.headers for path in header for segment in _segments(path)}
    return re.compile("|".join(f"(?:{word})" for word in (*sorted(known), *data()["flowed"]["words"])))


def _segments(path: str) -> list[str]:
    return path.split("/")


@cache
def is_header_word(text: str) -> bool:
    """Whether a text (without white space) is a cell that some form's header is known to print."""
    return column_kind(text) != "value" or is_neutral(text) or _is_whole(text)


@cache
def _is_whole(text: str) -> bool:
    """Whether a text is one known word of a header, and not some behind each other."""
    rules = data()["flowed"]
    return (
        text in rules["labels"] or _vocabulary().fullmatch(text) is not None
        or any(compiled(head).fullmatch(text) for head, _, _ in rules["groups"] if not head.startswith(".*")))


def header_cells(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], bool]:
    """(the cells of each line, whether all of them are known words). Where a word is not known, those that it may be a
    piece of are put together, if there is one way to make known words of all; the lines are then one."""
    plain = _parted(rows)
    if all(is_header_word(word) for row in plain for word in row):
        return plain, True
    joined = joined_cells(rows)
    return ([joined], True) if joined else (plain, False)


def joined_cells(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells that the words of all lines make where as many as can be are put together (功能分类科目 / 编码);
    nothing where there are several ways, or none."""
    return _joined([word for row in _parted(rows) for word in row])


def _parted(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    plain = [[cell for text in row if not COLUMN_NUMBERS.fullmatch(text) for cell in _letters(text)] for row in rows]
    return [row for row in plain if row]


def _letters(text: str) -> Sequence[str]:
    """类款项 in one are three cells."""
    return text if len(text) > 1 and set(text) <= set(PARTS_OF_CODE) else [text]


def _joined(words: Sequence[str]) -> list[str]:
    """The known words that the pieces make in order, as few as possible; empty where there are several ways."""
    if len(words) > MOST_WORDS:
        return []
    best: list[tuple[int, int, list[str]]] = [(0, 1, [])]
    for end in range(1, len(words) + 1):
        least, ways, cells = len(words) + 1, 0, []
        for start in range(max(0, end - MOST_JOINED), end):
            count, before, head = best[start]
            word = "".join(words[start:end])
            if not before or not _is_whole(word) or (len(word) > 1 and set(word) <= set(PARTS_OF_CODE)):
                continue
            if count + 1 < least:
                least, ways, cells = count + 1, before, [*head, word]
            elif count + 1 == least:
                ways += before
        best.append((least, ways, cells))
    return best[-1][2] if best[-1][1] == 1 else []


def column_choices(cells: Sequence[str]) -> Iterator[list[ColumnKind]]:
    """What the columns below these header cells may hold: one to three sides, each with its names, then values."""
    kinds = [column_kind(cell) for cell in cells]
    codes, labels, lines = (kinds.count(kind) for kind in ("code", "label", "line"))
    # Every cell of a value that nothing can stand below is a column.
    least = sum(kind == "value" and group_of(cell) is None for cell, kind in zip(cells, kinds, strict=True))
    values = sum(kind == "value" for kind in kinds)
    for sides in (1, 2, 3):
        for lead in LEADS if labels + codes else [()]:
            own = [lead.count(kind) * sides for kind in ("code", "label", "line")]
            if own[0] > codes or own[1] > max(labels, 2 * (labels > 0) * (sides == 1)) or own[2] != lines:
                continue
            if sides > 1 and not lead:
                continue
            most = min(MOST_VALUES, values)
            for counts in product(*[range(1, MOST_FIRST + 1)] * (sides - 1), range(1, most + 1)):
                if least <= sum(counts) <= values:
                    yield [kind for count in counts for kind in (*lead, *[VALUE] * count)]
