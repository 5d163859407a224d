"""Invented tables for tests: grids from rows, and a whole reading from text as a file would print it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.documents.document import Cell, Grid
from ingest.documents.text import text_content
from ingest.records import Figure
from ingest.tables.statutory import Statutory, read_statutory

UNIT = "示例市水务局"
Span = tuple[int, int]


def grid(
    rows: Sequence[Sequence[str]], spans: Mapping[tuple[int, int], Span] | None = None, *, index: int = 1,
    page: int | None = None, edges: tuple[float, ...] = (),
) -> Grid:
    """A grid of ``rows``. ``spans``: (row, column) of a merged cell → (rows, columns) it takes up; what it covers is
    left out. Without ``spans`` the format does not say which cells are merged."""
    covered = {
        (row + r, column + c)
        for (row, column), (height, width) in (spans or {}).items()
        for r in range(height) for c in range(width) if r or c
    }
    cells = [
        Cell(text, row, column, *(spans or {}).get((row, column), (1, 1)), page=page)
        for row, texts in enumerate(rows) for column, text in enumerate(texts) if (row, column) not in covered
    ]
    width = max(len(texts) for texts in rows)
    return Grid(index, tuple(cells), len(rows), width, page=page, spans_known=spans is not None, edges=edges)


def tabs(*rows: str) -> str:
    """Lines of cells parted by "|" as lines parted by tabs; indentation and blank lines are left out."""
    lines = (line.strip() for row in rows for line in row.splitlines())
    return "\n".join(line.replace("|", "\t") for line in lines if line)


def cells(text: str) -> list[list[str]]:
    """The rows of ``grid`` from lines of cells parted by "|"."""
    return [line.strip().split("|") for line in text.strip().splitlines()]


def read(text: str, *, names: tuple[str, ...] = (UNIT,), year: int = 2023) -> Statutory:
    """The statutory tables of a text file."""
    return read_statutory(text_content(text).blocks, names, "x.txt", year)


def printed(figures: Sequence[Figure]) -> list[tuple[str, str, str, str, str]]:
    """(code, item, column, printed, unit of measure) of each figure."""
    return [(f.code, f.item, f.column, f.source.printed, f.uom) for f in figures]


def events(found: Statutory, *kinds: str) -> list[str]:
    """Messages of the ledger, of the given events."""
    return [entry.message for entry in found.reading.ledger if entry.event in kinds]
