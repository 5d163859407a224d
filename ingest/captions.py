"""Finds the statutory tables among a document's blocks: title, unit of measure, notes, continuation pages.

A table is known by its title and its columns, never by its number. A grid without a title that stands where the last
table broke off, with as many columns, goes on with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.document import Block, Grid, Paragraph
from ingest.grids import Sheet
from ontology.forms import Form, bare, clean_title, form_of, layout

REACH = 8
"""How many printed lines above a grid may hold its title: unit of measure, form number and unit stand between."""
EDGE = 4.0
"""Points by which column borders may differ between a table and its continuation."""


@dataclass(slots=True)
class PrintedTable:
    """One statutory table: its form, its printed title, its sheets in order (continuations after the first)."""

    form: Form
    title: str
    name: str
    uom: str
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def page(self) -> int | None:
        """The page the table starts on."""
        return self.sheets[0].grid.page


@dataclass(slots=True)
class Tables:
    """What was found: the statutory tables, the grids that are none, and the blocks that belong to a caption."""

    tables: list[PrintedTable]
    others: list[Grid]
    captions: set[int]
    """Indexes of blocks that are a table's caption."""


def _title_in(lines: Sequence[str], names: tuple[str, ...]) -> tuple[Form, str, str, int] | None:
    """(form, printed title, its name, index of the title's first line): the nearest above the grid that names a form,
    also over two lines."""
    for index in range(len(lines) - 1, -1, -1):
        for first in (index, index - 1):
            if first < 0:
                continue
            printed = "".join(bare(line) for line in lines[first:index + 1])
            name = clean_title(printed, names)
            if form := form_of(name):
                return form, printed, name, first
    return None


def unit_of_measure(texts: Sequence[str]) -> str:
    """The unit of measure a caption prints (亿元, 万元, 千元, 元), empty where none of the lines does."""
    for text in reversed(texts):
        if found := layout().search("caption", "unit_of_measure", bare(text)):
            return found["uom"]
    return ""


def _same_columns(grid: Grid, before: Grid) -> Grid | None:
    """The grid with the columns of the one before, where it can be that one going on: as many columns, or column
    borders that are all among the other's (its cells are merged)."""
    if grid.columns == before.columns:
        close = all(abs(a - b) <= EDGE for a, b in zip(grid.edges, before.edges, strict=False))
        return grid if close else None
    return _laid_over(grid, before.edges)


def _laid_over(grid: Grid, edges: tuple[float, ...]) -> Grid | None:
    """A grid's cells over finer columns; None unless it has the same outer borders and all its borders are there."""
    if not edges or not grid.edges:
        return None
    columns = [next((i for i, edge in enumerate(edges) if abs(edge - own) <= EDGE), None) for own in grid.edges]
    at = [column for column in columns if column is not None]
    if len(at) != len(columns) or len(set(at)) != len(at) or at[0] != 0 or at[-1] != len(edges) - 1:
        return None
    cells = tuple(
        replace(c, column=at[c.column], colspan=at[c.column + c.colspan] - at[c.column]) for c in grid.cells
    )
    return replace(grid, cells=cells, columns=len(edges) - 1, edges=edges)


def find_tables(blocks: Sequence[Block], names: tuple[str, ...]) -> Tables:
    """Every statutory table of a document. ``names``: the unit's names, to be taken off titles."""
    found = Tables([], [], set())
    above: list[tuple[int, str]] = []
    current: PrintedTable | None = None
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            above.append((position, block.text))
            if current is not None:
                _note(current, block.text)
            continue
        sheet = Sheet(block)
        lines = [text for _, text in above[-REACH:]]
        title = _title_in([*lines, *sheet.captions], names)
        goes_on = title is None and current is not None and not current.notes and not _speaks(lines)
        if goes_on and current is not None and (rest := _same_columns(block, current.sheets[-1].grid)):
            current.sheets.append(_continuation(rest, current))
        elif title is None and current is not None and not above and (whole := _broken_header(current, block)):
            current.sheets[-1] = Sheet(whole)
        elif title is not None:
            form, printed, name, first = title
            start = max(0, len(above) - REACH) + first
            if current is not None and name == current.name and not current.notes and _same_header(sheet, current):
                current.sheets.append(sheet)
            else:
                uom = unit_of_measure([*lines[first:], *sheet.captions])
                current = PrintedTable(form, printed, name, uom, [sheet])
                current.notes.extend(sheet.notes)
                found.tables.append(current)
            found.captions.update(index for index, _ in above[start:])
        else:
            current = None
            found.others.append(block)
        above = []
    _default_unit(found.tables)
    return found


def _speaks(lines: list[str]) -> bool:
    """Whether the lines between two grids are text, so that the second can't be the first one going on."""
    return any(layout().search("note", "sentence", bare(line)) or len(bare(line)) > 12 for line in lines)


def _same_header(sheet: Sheet, table: PrintedTable) -> bool:
    return [c.path for c in sheet.columns] == [c.path for c in table.sheets[0].columns]


def _continuation(grid: Grid, table: PrintedTable) -> Sheet:
    """A page that goes on without a header has the header of the page before; one that repeats it has its own."""
    own = Sheet(grid)
    first = table.sheets[0]
    if own.header_rows and _same_header(own, table):
        return own
    sheet = Sheet(grid, header_hint=0)
    sheet.columns = first.columns
    return sheet


def _broken_header(table: PrintedTable, grid: Grid) -> Grid | None:
    """The whole table, where the page broke inside its header: the first part has no body, and its column borders are
    among those of the second. Its cells are laid over the finer columns."""
    part = table.sheets[-1].grid
    head = None if table.sheets[-1].body_rows else _laid_over(part, grid.edges)
    if head is None:
        return None
    body = [replace(c, row=c.row + part.rows) for c in grid.cells]
    return replace(grid, cells=(*head.cells, *body), rows=part.rows + grid.rows)


def _note(table: PrintedTable, text: str) -> None:
    """A line under a table is its note where it says so, or goes on with a note that has not ended."""
    line = bare(text)
    if not line or len(table.notes) > 12:
        return
    marks = ("start", "identity")
    if any(layout().search("note", mark, line) for mark in marks) or layout().search("caption", "no_data", line):
        table.notes.append(line)
    elif table.notes and not layout().search("note", "sentence", table.notes[-1]) and form_of(clean_title(line)) is None:
        table.notes[-1] += line


def _default_unit(tables: list[PrintedTable]) -> None:
    """A table that prints no unit of measure has the document's, where all others agree on one."""
    units = {table.uom for table in tables if table.uom}
    if len(units) == 1:
        for table in tables:
            table.uom = table.uom or next(iter(units))
