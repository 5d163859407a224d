"""A disclosure before it takes a file format: headings, paragraphs, tables whose cells know the figure they print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Align = Literal["l", "c", "r"]


@dataclass(frozen=True)
class Figure:
    """What a cell's number is, by the rules of the figures export (form and unit of measure stand on the table)."""

    code: str
    item: str
    column: str
    stage: str
    value: Decimal
    uom: str


@dataclass(frozen=True)
class Cell:
    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    align: Align = "c"
    bold: bool = False
    figure: Figure | None = None


@dataclass(frozen=True)
class Table:
    """A table with its surroundings. ``form`` is its title without unit, year and number, empty for other tables.

    ``caption`` lines stand above (left, right), ``notes`` below. ``widths`` are shares of the page. The first
    ``header_rows`` rows are repeated over page breaks where ``repeat_header``. ``kind`` is table or performance.
    """

    form: str
    title: str
    caption: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    widths: tuple[float, ...]
    header_rows: int = 1
    notes: tuple[str, ...] = ()
    landscape: bool = False
    repeat_header: bool = True
    kind: str = "table"
    sheet: str = ""
    own_page: bool = True
    lead: str = ""
    """A line above the title: the name of the whole set of tables."""

    def grid(self) -> list[list[Cell | None]]:
        """Cells by row and column; None where a merged cell's other parts lie."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell
        return grid


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Centred:
    """A line of the cover or a title in the middle of the page."""

    text: str
    size: float


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Centred | Table | PageBreak


@dataclass(frozen=True)
class Document:
    """A file to be written: what stands in its metadata, and its blocks in reading order."""

    title: str
    author: str
    subject: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


Header = str | tuple[str, Sequence["Header"]]
"""A printed header cell, or one with the cells below it."""


def depth(headers: Sequence[Header]) -> int:
    """How many rows a header takes."""
    return 1 + max((0 if isinstance(header, str) else depth(header[1]) for header in headers), default=0)


def leaves(headers: Sequence[Header]) -> list[str]:
    """The header paths, joined with "/" and without white space."""
    paths: list[str] = []
    for header in headers:
        if isinstance(header, str):
            paths.append(squeeze(header))
        else:
            paths.extend(f"{squeeze(header[0])}/{path}" for path in leaves(header[1]))
    return paths


def squeeze(text: str) -> str:
    """Text without any white space."""
    return "".join(text.split())


@dataclass
class Grid:
    """Collects cells of a table under construction."""

    cells: list[Cell] = field(default_factory=list)

    def put(
        self,
        row: int,
        column: int,
        text: str,
        *,
        rowspan: int = 1,
        colspan: int = 1,
        align: Align = "c",
        bold: bool = False,
        figure: Figure | None = None,
    ) -> None:
        self.cells.append(Cell(text, row, column, rowspan, colspan, align, bold, figure))

    def header(self, headers: Sequence[Header], row: int, column: int, rows: int) -> int:
        """Lay a header over ``rows`` rows from a column on; returns the column after it."""
        for header in headers:
            if isinstance(header, str):
                self.put(row, column, header, rowspan=rows)
                column += 1
            else:
                end = self.header(header[1], row + 1, column, rows - 1)
                self.put(row, column, header[0], colspan=end - column)
                column = end
        return column

    def finish(self, rows: int) -> tuple[Cell, ...]:
        """All cells in reading order, with blank ones where nothing was put."""
        taken: set[tuple[int, int]] = set()
        columns = 0
        for cell in self.cells:
            columns = max(columns, cell.column + cell.colspan)
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    if (row, column) in taken:
                        raise ValueError(f"two cells at row {row}, column {column}: {cell.text}")
                    taken.add((row, column))
        blanks = [
            Cell("", row, column) for row in range(rows) for column in range(columns) if (row, column) not in taken
        ]
        return tuple(sorted([*self.cells, *blanks], key=lambda cell: (cell.row, cell.column)))


def shifted(cells: Iterable[Cell], rows: int) -> list[Cell]:
    """Cells moved down by some rows."""
    return [replace(cell, row=cell.row + rows) for cell in cells]
