"""Headers that no form lists, of tables poured out column by column: a cell over others stands right before its first
column, and a column's own cell before its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.tables.flowed.cell_lines import CellLine, is_heading
from ingest.tables.flowed.header_tiles import LEAD, may_open, may_stand, sound
from ingest.tables.flowed.header_words import VALUE, is_header_word
from ontology.layout import ColumnKind, column_kind

MOST_ABOVE = 4
"""Header cells before the first number that may not be names of rows."""
MOST_WAYS, MOST_STEPS = 6, 2_000

Word = tuple[str, bool]
"""A header cell over values, and whether numbers follow it: then it is a column's own."""


def column_headers(cells: Sequence[CellLine]) -> Iterator[list[str]]:
    """Patterns of the headers that a table with one side can have, by column."""
    first = next((place for place, cell in enumerate(cells) if cell.number and not cell.count), len(cells))
    while first and cells[first - 1].number:
        first -= 1
    lead = [column_kind(cell.text) for cell in cells[:first]]
    # Heads of names that are not known as such would be taken for rows.
    if any(kind in LEAD and not is_heading(cell.text) for kind, cell in zip(lead, cells, strict=False)):
        return
    if not any(cell.code for cell in cells[:first]):
        # Without codes nothing tells one column of names from two behind each other.
        return
    names: list[ColumnKind] = ["code", "label"] if "label" in lead else ["code"]
    for above in range(1, min(MOST_ABOVE, first) + 1):
        if column_kind(cells[first - above].text) in LEAD:
            break
        words: list[Word] = []
        for place in range(first - above, len(cells)):
            if not cells[place].number:
                words.append((cells[place].text, place + 1 < len(cells) and cells[place + 1].number))
        if any(column_kind(text) in LEAD or not is_header_word(text) for text, _ in words):
            break
        ways = list(islice((paths for paths, rest in _forest(words, "", None) if not rest), MOST_STEPS))
        found = [paths for paths in ways if sound(paths, [VALUE] * len(paths))]
        if 0 < len(found) <= MOST_WAYS:
            for paths in found:
                heads = ["科目编码" if kind == "code" else "科目名称" for kind in names]
                yield [*heads, *map(re.escape, paths)]


def _forest(words: Sequence[Word], above: str, below: str | None) -> Iterator[tuple[list[str], Sequence[Word]]]:
    """(paths, words left) of cells side by side. ``below``: the cell they stand under, None at the top."""
    if not words:
        yield [], words
        return
    text = words[0][0]
    if below is not None:
        yield [], words
        if not may_stand(below, text):
            return
    for own, rest in _node(words, above):
        for others, left in _forest(rest, above, below):
            yield [*own, *others], left


def _node(words: Sequence[Word], above: str) -> Iterator[tuple[list[str], Sequence[Word]]]:
    (text, numbers), rest = words[0], words[1:]
    path = f"{above}/{text}" if above else text
    yield [path], rest
    if not numbers and rest and may_open(text, rest[0][0]):
        for paths, left in _forest(rest, path, text):
            if len(paths) > 1:
                yield paths, left
