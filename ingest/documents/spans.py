"""Grids of formats that state spans: columns that only an overlong span makes are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.documents.document import Cell


def without_idle_columns(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], int]:
    """The cells over the columns in which one begins, and the number of those columns.

    A title with ``colspan=100`` over five columns spans five; what begins nowhere is no column on the page.
    """
    starts = sorted({cell.column for cell in cells})
    place = {column: at for at, column in enumerate(starts)}
    ends = [*starts[1:], max((cell.column + cell.colspan for cell in cells), default=0)]

    def width(cell: Cell) -> int:
        first = place[cell.column]
        last = first
        while last + 1 < len(starts) and ends[last] < cell.column + cell.colspan:
            last += 1
        return last - first + 1

    return tuple(replace(cell, column=place[cell.column], colspan=width(cell)) for cell in cells), len(starts)
