"""Writes plain text in the two shapes found: cells kept apart by tabs, and a flow where blanks alone are left."""

from __future__ import annotations

import re
from pathlib import Path

from samples.generate.blocks import Cell, Centred, Document, Heading, PageBreak, Paragraph, Table, squeeze

Pages = dict[tuple[int, int], int]
"""Page of each row of each table (both from 0); empty for formats without pages."""

FLOW_WIDTH = 24
"""Characters of prose on a line of the flowing shape."""


def write_tabs(document: Document, path: Path, encoding: str = "utf-8") -> Pages:
    """Tab-separated cells, a line a row, paragraphs apart by a blank line. Blank and merged cells leave their tab."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _tab_table(block)
        elif not isinstance(block, PageBreak):
            lines += [block.text, ""]
    path.write_bytes("\n".join(lines).encode(encoding))
    return {}


def _tab_table(table: Table) -> list[str]:
    lines: list[str] = []
    for text in (table.lead, table.title, *(part for pair in table.caption for part in pair)):
        if text:
            lines += [text, ""]
    for row in table.grid():
        lines.append("\t".join("" if cell is None else cell.text.strip() for cell in row))
    lines.append("")
    for note in table.notes:
        lines += [note, ""]
    return lines


def write_flow(document: Document, path: Path, lost_blanks: bool = False, encoding: str = "utf-8") -> Pages:
    """Text as poured out of a PDF: prose broken at the printed line, cells followed by a blank, blank cells by two.

    Tables of items lose nothing that way; header cells stand broken as they were in their narrow columns. With
    ``lost_blanks`` blank cells leave no trace.
    """
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _flow_table(block, "" if lost_blanks else "  ")
        elif isinstance(block, PageBreak):
            lines += ["", ""]
        elif isinstance(block, Centred):
            lines.append(f" {block.text} ")
        elif isinstance(block, (Heading, Paragraph)):
            lines += _wrap(_spaced(block.text))
    path.write_bytes("\n\n".join(lines).encode(encoding))
    return {}


def _spaced(text: str) -> str:
    """A blank between Chinese and Western characters, as justified text leaves it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])", " ", text)


def _wrap(text: str, width: int = FLOW_WIDTH) -> list[str]:
    """Break at the printed width; numbers and Latin words count half and are kept whole."""
    lines, line, used, place = [], "", 0.0, 0
    while place < len(text):
        end = place + 1
        while (
            text[place].isascii()
            and not text[place].isspace()
            and end < len(text)
            and text[end].isascii()
            and not text[end].isspace()
        ):
            end += 1
        piece = text[place:end]
        size = sum(0.5 if character.isascii() else 1.0 for character in piece)
        if used + size > width and line:
            lines.append(line)
            line, used = "", 0.0
        line, used, place = line + piece, used + size, end
    return [*lines, f"{line} "]


def _flow_table(table: Table, blank: str) -> list[str]:
    lines: list[str] = [f"{table.lead} "] if table.lead else []
    if table.title:
        lines.append(f"{table.title} ")
    lines += ["          ".join(part for part in pair if part) + " " for pair in table.caption]
    total = sum(table.widths)
    limits = [max(1, int(width / total * 46)) for width in table.widths]
    grid = table.grid()
    for row, cells in enumerate(grid):
        present = [cell for cell in cells if cell is not None]
        if row < table.header_rows or table.kind == "performance":
            lines += _flow_cells(present, limits)
        else:
            lines.append("".join(blank if not cell.text else f"{cell.text} " for cell in present))
    lines += [line for note in table.notes for line in _wrap(note, 50)]
    return lines


def _flow_cells(cells: list[Cell], limits: list[int]) -> list[str]:
    """Cells whose text was broken in its column start a line of their own; short ones share a line."""
    lines: list[str] = []
    line = ""
    for cell in cells:
        limit = sum(limits[cell.column : cell.column + cell.colspan])
        text = cell.text
        if not text:
            continue
        if len(squeeze(text)) <= limit or text.isascii():
            line += f"{text} "
            continue
        if line:
            lines.append(line)
        *whole, line = [text[start : start + limit] for start in range(0, len(text), limit)]
        lines += whole
        lines.append(f"{line} ")
        line = ""
    if line:
        lines.append(line)
    return lines
