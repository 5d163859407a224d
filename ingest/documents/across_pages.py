"""Tables whose columns go on over pages, as a sheet wider than the paper is printed: put together again.

The parts stand on the same lines: every row of the one is a row of the other at the same height. A spreadsheet prints
all rows of the left columns first, over as many pages as they take, then all rows of the next columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.printed_numbers import read_number
from ontology.forms import form_of
from ontology.layout import bare, compiled, data, is_blank
from ontology.titles import clean_title

_SAME_HEIGHT = 1.0
"""Points by which a row's borders may differ on two pages."""
_SAME_PLACE = 4.0
"""Points by which the column borders of a table that goes on downwards may differ."""
_FEWEST_ROWS = 3
_TITLE_ROWS = 2
"""A title inside a table is in one of so many first rows."""
_MOST_DOWN = 8
"""Pages, at most, that the rows of such a table take."""


class _Part(NamedTuple):
    """A page that holds one ruled table: its blocks before, the table, and those behind; the heights of its rows."""

    above: list[Block]
    grid: Grid
    below: list[Block]
    lines: list[float]


def joined_across(pages: Sequence[list[Block]]) -> list[list[Block]]:
    """The blocks of each page, in order, with the parts of wide tables joined on the page where the table begins."""
    found = [list(blocks) for blocks in pages]
    at = 0
    while at < len(found):
        down = next((n for n in range(1, _MOST_DOWN + 1) if _beside(found, at, n)), 0)
        if not down:
            at += 1
            continue
        for page in range(at, at + down):
            left, right = _part(found[page]), _part(found[page + down])
            if left is not None and right is not None:
                found[page] = [*right.above, *left.above, _joined(left, right), *left.below, *right.below]
                found[page + down] = []
        # What was joined may go on with the pages behind: those left empty go to the end of the table.
        found[at + down:] = [*found[at + 2 * down:], *found[at + down:at + 2 * down]]
    return found


def _beside(pages: Sequence[list[Block]], at: int, down: int) -> bool:
    """Whether the table that begins on a page and takes so many goes on beside itself in as many pages after."""
    if at + 2 * down > len(pages):
        return False
    first = _part(pages[at])
    if first is None or not _titled(first):
        return False
    return all(_goes_on(pages[page], pages[page + down]) for page in range(at, at + down))


def _part(blocks: Sequence[Block]) -> _Part | None:
    grids = [index for index, block in enumerate(blocks) if isinstance(block, Grid)]
    if len(grids) != 1:
        return None
    grid = blocks[grids[0]]
    if not isinstance(grid, Grid) or not grid.edges:
        return None
    lines = _lines(grid)
    return _Part(list(blocks[:grids[0]]), grid, list(blocks[grids[0] + 1:]), lines) if lines else None


def _lines(grid: Grid) -> list[float]:
    """The heights of the borders between rows; none where cells of one row differ."""
    tops: dict[int, float] = {}
    for cell in grid.cells:
        if cell.box is None:
            return []
        for row, y in ((cell.row, cell.box[1]), (cell.row + cell.rowspan, cell.box[3])):
            if abs(tops.setdefault(row, y) - y) > _SAME_HEIGHT:
                return []
    return [tops[row] for row in sorted(tops)] if len(tops) == grid.rows + 1 else []


def _goes_on(first: Sequence[Block], second: Sequence[Block]) -> bool:
    left, right = _part(first), _part(second)
    if left is None or right is None or min(left.grid.rows, right.grid.rows) < _FEWEST_ROWS:
        return False
    if not _on_the_same_lines(left.lines, right.lines):
        return False
    if _titled(right):
        return False
    # The rows of a page further down stand in the same columns and have names.
    named = any(_names(cell) for cell in right.grid.cells if cell.row >= _body(right.grid))
    return not (named and _same_columns(left.grid, right.grid))


def _on_the_same_lines(left: Sequence[float], right: Sequence[float]) -> bool:
    """Whether the rows of one part are the other's, but for header cells that reach over several rows there."""
    few, many = sorted((left, right), key=len)
    ends = abs(left[0] - right[0]) <= _SAME_HEIGHT and abs(left[-1] - right[-1]) <= _SAME_HEIGHT
    return ends and all(any(abs(a - b) <= _SAME_HEIGHT for b in many) for a in few)


def _same_columns(left: Grid, right: Grid) -> bool:
    return len(left.edges) == len(right.edges) and all(
        abs(a - b) <= _SAME_PLACE for a, b in zip(left.edges, right.edges, strict=True))


def _titled(part: _Part) -> bool:
    """Whether the title of a form stands above a table or in its first rows."""
    texts = [block.text for block in part.above if isinstance(block, Paragraph)]
    texts += [cell.text for cell in part.grid.cells if cell.row < _TITLE_ROWS]
    return any(form_of(clean_title(bare(text))) is not None for text in texts)


def _names(cell: Cell) -> bool:
    """Whether a cell prints a word, or what may be a code in the first column."""
    coded = cell.column == 0 and bare(cell.text).isdigit()
    return not is_blank(cell.text) and (coded or read_number(cell.text) is None)


def _body(grid: Grid) -> int:
    """The first row that prints a number with decimals."""
    return min((cell.row for cell in grid.cells if "." in cell.text and read_number(cell.text) is not None), default=0)


def _joined(left: _Part, right: _Part) -> Grid:
    """Both parts as one table: rows are those of the part with more of them."""
    lines = max(left.lines, right.lines, key=len)
    count = left.grid.columns
    cells = [_on(cell, left.lines, lines) for cell in left.grid.cells]
    others = [replace(_on(cell, right.lines, lines), column=cell.column + count) for cell in right.grid.cells]
    heads = min(_body(left.grid) or len(lines), _body(right.grid) or len(lines))
    cut = {cell.row: cell for cell in others if cell.column == count}
    for index, cell in enumerate(cells):
        other = cut.get(cell.row)
        if cell.column + cell.colspan != count or other is None or other.rowspan != cell.rowspan:
            continue
        if cell.row + cell.rowspan >= heads:
            # What stands right above the body heads one column: the border of the page is the border of two cells.
            continue
        if text := _one_text(bare(cell.text), bare(other.text)):
            cells[index] = replace(cell, text=text, colspan=cell.colspan + other.colspan)
            others.remove(other)
    edges = (*left.grid.edges, *(edge - right.grid.edges[0] + left.grid.edges[-1] for edge in right.grid.edges[1:]))
    return replace(
        left.grid, cells=tuple(sorted((*cells, *others), key=lambda cell: (cell.row, cell.column))),
        rows=len(lines) - 1, columns=count + right.grid.columns, edges=edges)


def _on(cell: Cell, own: Sequence[float], lines: Sequence[float]) -> Cell:
    """A cell over the rows of a finer part."""
    first, last = (min(range(len(lines)), key=lambda i: abs(lines[i] - own[row]))
                   for row in (cell.row, cell.row + cell.rowspan))
    return replace(cell, row=first, rowspan=last - first)


def _one_text(left: str, right: str) -> str:
    """The text of a header cell that the page's border cuts; empty where there are two cells."""
    if not left or not right:
        return left or right
    known = [compiled(pattern) for pattern in data()["flowed"]["words"]]
    whole, parts = left + right, (left, right)
    is_word = any(pattern.fullmatch(whole) for pattern in known)
    return whole if is_word and not any(pattern.fullmatch(part) for pattern in known for part in parts) else ""
