"""Tables beside each other on one sheet of a workbook, blank columns between them: told apart, each with its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.documents.document import Cell
from ontology.forms import form_of
from ontology.layout import bare
from ontology.titles import clean_title


def side_by_side(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The cells of each table from left to right, columns counted from 0. What stands behind blank columns without the
    title of a form stays with the table at its left."""
    printed = [cell for cell in cells if cell.text.strip()]
    inked = {column for cell in printed for column in range(cell.column, cell.column + cell.colspan)}
    titled = {cell.column for cell in printed if form_of(clean_title(bare(cell.text))) is not None}
    starts = [column for column in sorted(inked) if column - 1 not in inked]
    groups: list[int] = []
    for start, end in zip(starts, [*starts[1:], max(inked, default=0) + 1], strict=True):
        if any(start <= column < end for column in titled):
            groups.append(start)
    if len(groups) < 2:
        return [list(cells)]
    borders = [0, *groups[1:], max(cell.column + cell.colspan for cell in cells)]
    parts = []
    for first, end in pairwise(borders):
        own = [cell for cell in cells if first <= cell.column < end]
        last = max(cell.column + cell.colspan for cell in own if cell.text.strip())
        parts.append([
            replace(cell, column=cell.column - first, colspan=min(cell.colspan, last - cell.column))
            for cell in own if cell.column < last
        ])
    return parts
