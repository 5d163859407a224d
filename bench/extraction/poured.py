"""Text poured out of Word tables: merged cells again and again, tables of HTML, cells broken in their column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from samples.generate.blocks import Cell, Document, PageBreak, Table
from samples.generate.write_text import Pages

Rows = Callable[[Table], Iterable[str]]
CHARACTERS = 46
"""Printed on a line of a table, all columns together."""
PIECES = re.compile(r"[\d.,]+|.")


def write_repeated(document: Document, path: Path) -> Pages:
    """A merged cell for every column and row it reaches over, between tabs."""
    def rows(table: Table) -> Iterable[str]:
        texts = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    texts[row][column] = cell.text.strip()
        return ("\t".join(row) for row in texts)

    return _write(document, path, rows)


def write_marked_up(document: Document, path: Path) -> Pages:
    """Tables of HTML on one line each."""
    def rows(table: Table) -> Iterable[str]:
        lines = ("".join(_tagged(cell) for cell in row if cell is not None) for row in table.grid())
        yield f"<html><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>"

    return _write(document, path, rows)


def _tagged(cell: Cell) -> str:
    return f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{cell.text.strip()}</td>'


def write_broken(document: Document, path: Path, characters: int = CHARACTERS, lost_blanks: bool = False) -> Pages:
    """Cells that end with a blank, blank ones two blanks, and are broken where their column ends; what stands beside a
    broken cell goes on below it. ``characters``: on a line, of all columns together."""
    def rows(table: Table) -> Iterable[str]:
        limits = [max(1.0, width / sum(table.widths) * characters) for width in table.widths]
        for number, row in enumerate(table.grid()):
            blank = "" if lost_blanks or number < table.header_rows else "  "
            yield from _broken([cell for cell in row if cell is not None], limits, blank)

    return _write(document, path, rows)


def _broken(cells: Iterable[Cell], limits: list[float], blank: str) -> Iterable[str]:
    line = ""
    for cell in cells:
        text = cell.text.strip()
        parts = [text] if cell.figure else _parts(text, sum(limits[cell.column:cell.column + cell.colspan]))
        if len(parts) == 1:
            line += f"{text} " if text else blank
            continue
        if line.strip():
            yield line
            line = ""
        *whole, last = parts
        whole[0] = line + whole[0]
        yield from whole
        yield f"{last} "
        line = ""
    if line:
        yield line


def _parts(text: str, limit: float) -> list[str]:
    parts, used = [""], 0.0
    for piece in PIECES.findall(text):
        size = sum(0.5 if letter.isascii() else 1.0 for letter in piece)
        if parts[-1] and used + size > limit:
            parts.append("")
            used = 0.0
        parts[-1] += piece
        used += size
    return parts


def _write(document: Document, path: Path, rows: Rows) -> Pages:
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            above = (block.lead, block.title, *(part for pair in block.caption for part in pair))
            lines += [*(f"{text} " for text in above if text), *rows(block), *block.notes]
        elif not isinstance(block, PageBreak):
            lines.append(f"{block.text} ")
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return {}
