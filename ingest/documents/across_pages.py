"""Tables whose columns go on over pages, as a sheet wider than the paper is printed: put together again.

The parts stand on the same lines: every row of the one is a row of the other at the same height. A spreadsheet prints
all rows of the left columns first, over as many pages as they take, then all rows of the next columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.tables.flowed.header_words import is_header_word
from ingest.tables.printed_numbers import read_number
from ontology.forms import form_of
from ontology.layout import bare, is_blank, search
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
            if pair := _pair(found[page], found[page + down]):
                left, right = pair
                found[page] = [*right.above, *left.above, _joined(left, right), *left.below, *right.below]
                found[page + down] = []
        # What was joined may go on with the pages behind: those left empty go to the end of the table.
        found[at + down:] = [*found[at + 2 * down:], *found[at + down:at + 2 * down]]
    return found


def _beside(pages: Sequence[list[Block]], at: int, down: int) -> bool:
    """Whether the table that begins on a page and takes so many goes on beside itself in as many pages after."""
    if at + 2 * down > len(pages):
        return False
    whole = [_pair(pages[page], pages[page + down]) for page in range(at, at + down)]
    titled = [pair is not None and _titled(pair[0]) for pair in whole]
    if titled != [True] + [False] * (down - 1):
        return False
    rows = sum(min(part.grid.rows for part in pair) for pair in whole if pair)
    return rows >= _FEWEST_ROWS and all(pair is not None and _goes_on(*pair) for pair in whole)


def _pair(first: Sequence[Block], second: Sequence[Block]) -> tuple[_Part, _Part] | None:
    left, right = _part(first), _part(second)
    return None if left is None or right is None else _one_caption(left, right)


def _one_caption(left: _Part, right: _Part) -> tuple[_Part, _Part] | None:
    """Both parts, the lines above them that the page's border cuts put together in the left one; None where the lines
    above the right one begin a table of its own: all that stands there is cut off at the left, or flush right.

    A page keeps what is cut off at its border, so that the pieces may have characters in common.
    """
    above: list[Block] = list(left.above)
    others: list[Block] = []
    for second in right.above:
        if not isinstance(second, Paragraph):
            return None
        cut = next((place for place, first in enumerate(above) if _cut(first, second, left, right)), None)
        if cut is not None and isinstance(first := above[cut], Paragraph):
            a, b = first.text, second.text
            common = next(n for n in range(min(len(a), len(b)), -1, -1) if a.endswith(b[:n]))
            above[cut] = replace(first, text=a + b[common:])
        elif _flush_right(second.text) or any(
            isinstance(first, Paragraph) and first.text == second.text for first in above
        ):
            others.append(second)
        else:
            return None
    return left._replace(above=above), right._replace(above=others)


def _cut(first: Block, second: Paragraph, left: _Part, right: _Part) -> bool:
    """Whether two lines are one that goes over the border of the pages: held beside each other, the second begins
    within the first, or where it ends, and ends no earlier."""
    if not isinstance(first, Paragraph) or first.box is None or second.box is None:
        return False
    end = first.box[2] - left.grid.edges[-1] + right.grid.edges[0]
    level = abs(first.box[1] - second.box[1]) <= _SAME_HEIGHT
    return level and second.box[0] <= end + _SAME_PLACE and second.box[2] >= end - _SAME_PLACE


def _flush_right(line: str) -> bool:
    """Whether a line says what captions say at the right: the form's number, the unit of measure."""
    told = any(search("caption", key, bare(line)) for key in ("form_number", "unit_of_measure"))
    return told and search("caption", "body", bare(line)) is None


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


def _goes_on(left: _Part, right: _Part) -> bool:
    """Whether the table of the one part has its further columns in the other."""
    if _titled(right):
        return False
    # The rows of a page further down stand in the same columns and have names.
    named = any(_names(cell) for cell in right.grid.cells if cell.row >= _body(right.grid))
    return _on_the_same_lines(left.lines, right.lines) and not (named and _same_columns(left.grid, right.grid))


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
    return any(map(_is_title, texts))


def _is_title(text: str) -> bool:
    return form_of(clean_title(bare(text))) is not None


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
        if text := _one_text(bare(cell.text), bare(other.text), _beyond(cell, left)):
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


def _one_text(left: str, right: str, beyond: str) -> str:
    """The text of a header cell that the page's border cuts; empty where there are two cells. ``beyond``: what the left
    page keeps of the text outside its table."""
    if not left or not right:
        return left or right
    if beyond:
        return left + right if right.startswith(beyond) or beyond.startswith(right) else ""
    pieces = not is_header_word(left) and not is_header_word(right)
    return left + right if pieces and is_header_word(left + right) else ""


def _beyond(cell: Cell, part: _Part) -> str:
    """The text beside a cell, outside the right border of its table."""
    own = cell.box or (0.0, 0.0, 0.0, 0.0)
    return "".join(
        bare(block.text) for block in (*part.above, *part.below)
        if isinstance(block, Paragraph) and block.box is not None and block.box[0] >= part.grid.edges[-1] - _SAME_PLACE
        and own[1] <= (block.box[1] + block.box[3]) / 2 <= own[3])
