"""The rows of a grid as the reader of performance tables walks down them."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.documents.document import Cell, Grid
from ingest.performance.layout import clean


def rows_of(grid: Grid) -> list[dict[int, Cell]]:
    """Rows as column → cell; a merged cell stands in every place it covers."""
    rows: list[dict[int, Cell]] = [{} for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
            for column in range(cell.column, cell.column + cell.colspan):
                rows[row].setdefault(column, cell)
    return rows


def texts_of(row: Mapping[int, Cell]) -> dict[int, str]:
    """Column → text, a cell over several columns at its first only."""
    return {column: cell.text for column, cell in sorted(row.items()) if cell.column == column}


def distinct(row: Mapping[int, Cell]) -> list[Cell]:
    """The cells with text, from left to right, each once."""
    seen: dict[int, Cell] = {}
    for _, cell in sorted(row.items()):
        if cell.text.strip():
            seen.setdefault(id(cell), cell)
    return list(seen.values())


def cell_of(row: Mapping[int, Cell], columns: Mapping[str, int], role: str) -> Cell | None:
    """The cell under the head of a role, None where it is blank or the table has no such head."""
    cell = row.get(columns.get(role, -1))
    return cell if cell is not None and cell.text.strip() else None


def text_of(row: Mapping[int, Cell], columns: Mapping[str, int], role: str) -> str:
    """The text of that cell, empty where there is none."""
    cell = cell_of(row, columns, role)
    return clean(cell.text) if cell is not None else ""
