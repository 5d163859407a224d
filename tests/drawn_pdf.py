"""PDF pages drawn by a test, and short looks at what was read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.document import Cell, Document, Grid, Paragraph

Draw = Callable[[Canvas], None]
WIDTH, HEIGHT = A4


def pdf(path: Path, *pages: Draw, **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1, **options)  # type: ignore[arg-type]
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(canvas: Canvas, x: float, top: float, words: str) -> None:
    """``words`` with their baseline ``top`` points below the top of the page."""
    canvas.drawString(x, HEIGHT - top, words)


def line(canvas: Canvas, x0: float, top: float, x1: float, bottom: float) -> None:
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def ruled(canvas: Canvas, xs: Iterable[float], ys: Iterable[float]) -> None:
    xs, ys = list(xs), list(ys)
    for x in xs:
        line(canvas, x, ys[0], x, ys[-1])
    for y in ys:
        line(canvas, xs[0], y, xs[-1], y)


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def shapes(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """Row, column and spans of every cell with text."""
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}


def rows(grid: Grid) -> list[list[str]]:
    result: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
        result[cell.row].append(cell.text)
    return result


def cell(grid: Grid, row: int, column: int) -> Cell:
    return next(c for c in grid.cells if (c.row, c.column) == (row, column))
