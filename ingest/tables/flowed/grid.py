"""Rows and header paths of a poured table → the grid as it was printed."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Cell, Grid, Paragraph
from ingest.tables.flowed.headers import kinds_of
from ingest.tables.flowed.rows import FlowedRow
from ingest.tables.placement import Settled


def assembled(
    paths: Sequence[str], rows: Sequence[tuple[FlowedRow, Settled]], index: int, where: Paragraph,
    numbering: Paragraph | None,
) -> Grid:
    """The grid as it was printed: header cells with their spans, the column numbers, then a row of cells a line."""
    split = [path.split("/") for path in paths]
    depth = max(len(parts) for parts in split)
    cells: list[Cell] = []
    for level in range(depth):
        column = 0
        while column < len(split):
            parts = split[column]
            if level >= len(parts):
                column += 1
                continue
            end = column + 1
            last = level == len(parts) - 1
            while not last and end < len(split) and _same_cell(split[column], split[end], level):
                end += 1
            rowspan = depth - level if last else 1
            cells.append(Cell(parts[level], level, column, rowspan, end - column, where.page, where.line))
            column = end
    if numbering is not None:
        values = [column for column, kind in enumerate(kinds_of(paths)) if kind == "value"]
        numbers = [Cell(str(n), depth, c, page=numbering.page, line=numbering.line) for n, c in enumerate(values, 1)]
        cells.extend([Cell("栏次", depth, 0, page=numbering.page, line=numbering.line), *numbers])
        depth += 1
    for number, (row, placed) in enumerate(rows):
        printed = {**row.cells, **placed.cells}
        at = row.where or where
        cells.extend(
            Cell(printed.get(column, ""), depth + number, column, page=at.page, line=at.line, box=at.box,
                 lost=column in placed.open)
            for column in range(len(paths))
        )
    return Grid(index, tuple(cells), depth + len(rows), len(paths), page=where.page, line=where.line)


def _same_cell(parts: Sequence[str], others: Sequence[str], level: int) -> bool:
    """Whether two header paths share the cell at a level that has more below it."""
    return others[:level + 1] == parts[:level + 1] and len(others) > level + 1
