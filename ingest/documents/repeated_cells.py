"""Tables of text whose merged cells are printed once for every column and row that they reach over.

Programs that take a Word table apart cell by cell write 项目 项目 项目 for one cell over three columns, and the same
again on the next line for one over two rows. Such a file is known by its headers; its repeated words are one cell
each. Amounts are never put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.documents.document import Block, Cell, Grid

_WORD = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"^\d{3,7}$")
_AMOUNT = re.compile(r"(?<![\d.])-?\d[\d,]*[.．]\d+|\d{1,3}(?:,\d{3})+")
_PARTS_OF_CODE = ("类", "款", "项")
_HIGHEST = 6
"""Rows at the top among which a header begins."""
_CAPTIONS = 2
"""Texts of a row above the header: the title, or unit and unit of measure."""


def with_merged_repeats(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a file with cells put together that are one merged cell; themselves where no table says that the
    file repeats them: by a header whose row has words beside themselves everywhere, or others of them below themselves.
    """
    texts = {block.index: _texts(block) for block in blocks if isinstance(block, Grid)}
    if not any(map(_says_so, texts.values())):
        return tuple(blocks)
    return tuple(_merged(block, texts[block.index]) if isinstance(block, Grid) else block for block in blocks)


def _texts(grid: Grid) -> list[list[str]]:
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        texts[cell.row][cell.column] = "".join(cell.text.split())
    return texts


def _says_so(texts: Sequence[Sequence[str]]) -> bool:
    first, end = _header(texts)
    return end > first or any(
        # Titles that stand in the first row are on all of its cells.
        all(word and (_across(line, at) > 1 or (at > 0 and line[at - 1] == word)) for at, word in enumerate(line))
        for line in texts[:_HIGHEST] if len(set(line)) > 1)


def _merged(grid: Grid, texts: Sequence[Sequence[str]]) -> Grid:
    first, end = _header(texts)
    printed = {(cell.row, cell.column): cell for cell in grid.cells}
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(texts):
        limits = _limits(texts[row - 1]) if first < row < end else []
        named = next((column for column, text in enumerate(line) if _WORD.search(text)), 0)
        for column in range(grid.columns):
            if (row, column) in taken:
                continue
            across = _across(line, column, _CODE if column < named else _WORD)
            across = min([across, *(limit - column for limit in limits if limit > column)])
            down = 1
            # The parts of a code may reach down beside the total, which prints none.
            last = row + 2 if line[column] in _PARTS_OF_CODE else end if first <= row else row
            while row + down < min(last, len(texts)) and _is_below(texts, row + down, column, across, line[column]):
                down += 1
            taken.update((row + r, column + c) for r in range(down) for c in range(across))
            if (row, column) in printed:
                cells.append(replace(printed[row, column], rowspan=down, colspan=across))
    return replace(grid, cells=tuple(cells), spans_known=True)


def _header(texts: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The rows, from the first up to the one behind the last, over which cells are repeated downwards."""
    head = next((row for row, line in enumerate(texts) if any(map(_AMOUNT.search, line))), len(texts))
    shared = [
        any(a == b and _WORD.search(a) for a, b in zip(upper, lower, strict=True))
        for upper, lower in pairwise(texts[:head])]
    for row in range(min(len(shared), _HIGHEST)):
        repeats = any(_across(texts[row], column) > 1 for column in range(len(texts[row])))
        if not repeats and len({*texts[row]} - {""}) > _CAPTIONS:
            # A header of cells printed once: what comes again below it are words of rows.
            break
        if shared[row] and repeats:
            end = row + 1
            while end < len(shared) and shared[end]:
                end += 1
            return row, end + 1
    return 0, 0


def _across(line: Sequence[str], column: int, pattern: re.Pattern[str] = _WORD) -> int:
    """How many columns a cell's words are printed for."""
    end = column + 1
    while end < len(line) and line[end] == line[column] and pattern.search(line[column]):
        end += 1
    return end - column


def _limits(above: Sequence[str]) -> list[int]:
    """The columns at which the cells of the row above begin: no header cell reaches below two of them."""
    return [column for column in range(1, len(above)) if above[column] != above[column - 1]]


def _is_below(texts: Sequence[Sequence[str]], row: int, column: int, across: int, text: str) -> bool:
    """Whether the row says the same in these columns."""
    return bool(_WORD.search(text)) and all(texts[row][at] == text for at in range(column, column + across))
