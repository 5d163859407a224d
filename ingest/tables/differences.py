"""Columns that compare two others without saying how: arithmetic tells that they print the difference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from ingest.tables.grids import Column, Sheet
from ingest.tables.printed_numbers import parse_number
from ontology.layout import comparison, is_blank


def difference_columns(sheet: Sheet) -> frozenset[int]:
    """The indexes of the columns headed 增减, 增减变化情况 and the like, without 额 or %, whose every number is what
    one column prints less another, the header being the same but for its first cell: 2021年/会议费, 增减变化/会议费.
    A blank counts as nothing there; zeros alone tell nothing."""
    values = [column for column in sheet.columns if column.kind == "value" and column.path]
    unclear = [column for column in values if comparison(column.header) == "unclear"]
    plain = [column for column in values if not comparison(column.header)]
    return frozenset(column.index for column in unclear if any(_is_difference(sheet, column, *pair)
                                                              for pair in _pairs(column, plain)))


def _pairs(column: Column, others: list[Column]) -> Iterator[tuple[Column, Column]]:
    alike = [other for other in others if other.path[1:] == column.path[1:]]
    return permutations(alike, 2)


def _is_difference(sheet: Sheet, column: Column, new: Column, old: Column) -> bool:
    found = False
    for row in sheet.body_rows:
        texts = [sheet.text(row, each.index) for each in (column, new, old)]
        if is_blank(texts[0]):
            continue
        said, later, earlier = (Decimal(0) if is_blank(text) else parse_number(text) for text in texts)
        if said is None or later is None or earlier is None or said != later - earlier:
            return False
        found = found or said != 0
    return found
