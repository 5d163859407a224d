"""Finds the statutory tables among a document's blocks: title, unit of measure, notes, continuation pages.

A table is known by its title and its columns, never by its number. A grid without a title that stands where the last
table broke off, with as many columns, goes on with it. A table that says it is another body's is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ingest.documents.document import Block, Grid, Paragraph
from ingest.records import LedgerEntry
from ingest.tables.flowed.headers import kinds_of
from ingest.tables.grids import Sheet
from ingest.tables.printed_numbers import read_number
from ingest.tables.sheets import Section, mended, sections, with_merged
from ontology.forms import Form, form_of, forms
from ontology.layout import bare, compiled, data, is_blank, search
from ontology.titles import clean_title

SEVERAL = re.compile(r"\s{2,}")
REACH = 8
"""How many printed lines above a grid may hold its title: unit of measure, form number and unit stand between."""
EDGE = 4.0
"""Points by which column borders may differ between a table and its continuation."""
MOST_NOTES = 12
LONGEST_TITLE = 45
LONGEST_BREAK = 12
"""Characters from which on a line between two grids is text and no page number."""
FEWEST_LISTED = 3
"""From this many forms named line after line on, the lines are a table of contents."""


@dataclass(slots=True)
class PrintedTable:
    """One statutory table: its form, its printed title, its sheets in order (continuations after the first).

    ``uom`` is empty where no unit of measure is printed for the table as a whole.
    """

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
    ledger: list[LedgerEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Title:
    form: Form
    printed: str
    name: str
    first: int
    """Index of the title's first line."""


def _title_in(lines: Sequence[str], names: tuple[str, ...], own: int = 0) -> _Title | None:
    """The nearest line above the grid that names a form, also over two lines; None where a title of something else
    stands nearer, or where the lines are a table of contents. The last ``own`` lines stand in the grid itself."""
    for index in range(len(lines) - 1, -1, -1):
        for first in (index, index - 1):
            if first < 0:
                continue
            printed = "".join(bare(line) for line in lines[first:index + 1])
            name = clean_title(printed, names)
            if form := form_of(name):
                listed = index < len(lines) - own and _is_listed(lines, index, names)
                return None if listed else _Title(form, printed, name, first)
        if _names_another(lines, index):
            return None
    return None


def _names_another(lines: Sequence[str], index: int) -> bool:
    """Whether a line is the title of a table that is no statutory form."""
    line = bare(lines[index])
    if len(line) > LONGEST_TITLE or search("note", "start", line):
        return False
    # A form number may stand at the end of a line that begins with something else.
    if any(search("caption", "form_number", bare(part)) for part in (line, *SEVERAL.split(lines[index]))):
        return False
    return search("title", "ends", line) is not None and form_of(clean_title(line)) is None


def _is_listed(lines: Sequence[str], index: int, names: tuple[str, ...]) -> bool:
    """Whether a title is the last of a table of contents: different forms line after line, and this one for the first
    time (a title right under the contents repeats one of them)."""
    listed: list[str] = []
    for line in reversed(lines[:index + 1]):
        form = form_of(clean_title(line, names))
        if form is None:
            break
        listed.append(form.id)
    return len(set(listed)) >= FEWEST_LISTED and listed[0] not in listed[1:]


def unit_of_measure(texts: Sequence[str]) -> str:
    """The unit of measure a caption prints (亿元, 万元, 千元, 元), empty where none of the lines does."""
    lines = [bare(text) for text in texts]
    for line, following in reversed([*zip_longest(lines, lines[1:], fillvalue="")]):
        rest = following if search("caption", "unit_rest", following) else ""
        if found := search("caption", "unit_of_measure", line + rest) or search("caption", "unit_of_measure", line):
            return found["uom"]
    return ""


def other_body(texts: Sequence[str], names: tuple[str, ...]) -> str:
    """The body that a caption says the table is of, where it is not the one with these names; else empty."""
    plain = [_plain(name) for name in names if name]
    bodies = [found["unit"] for text in texts if (found := search("caption", "body", bare(text)))]
    printed = [body for body in map(_plain, bodies) if re.search(r"[\u4e00-\u9fff]{3}", body)]
    if not printed or not plain or any(a in b or b in a for a in printed for b in plain):
        return ""
    return printed[0]


def _plain(name: str) -> str:
    rules = data()["caption"]
    name = compiled(rules["body_trail"]).sub("", bare(name))
    name = compiled(rules["body_code"]).sub("", name)
    return re.sub(r"[（(].*?[）)]$", "", name)


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


class _Finder:
    """Goes through the blocks once, from caption to grid to note."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.found = Tables([], [], set())
        self.above: list[tuple[int, str]] = []
        self.current: PrintedTable | None = None
        self.below = False
        """Whether lines may still be notes of the current table: no title of another has been met."""
        self.run: dict[str, _Title] = {}
        self.contents: dict[str, _Title] = {}
        """Titles by form: of the lines just gone through, and of tables of contents."""

    def paragraph(self, position: int, text: str) -> None:
        """A line outside grids."""
        self.above.append((position, text))
        name = clean_title(text, self.names)
        form = form_of(name)
        if self.current is not None and form not in (None, self.current.form):
            self.below = False
        if self.current is not None and self.below:
            _note(self.current, text)
        if form:
            self.run.setdefault(form.id, _Title(form, bare(text), name, 0))
        elif bare(text):
            self.run = {}
        if len(self.run) >= FEWEST_LISTED:
            self.contents.update(self.run)

    def grid(self, grid: Grid) -> None:
        """A grid: one table, several, or the continuation of the last."""
        first, *rest = sections(grid, self.names)
        lines = [text for _, text in self.above[-REACH:]]
        if not self._section(first, lines) and not self._untitled(first, lines):
            self.current = None
            self.found.others.append(grid)
        for section in rest:
            self.above = []
            self._section(section, [])
        self.above = []

    def _untitled(self, section: Section, lines: list[str]) -> bool:
        """Whether a grid without a title goes on with the table before it."""
        current, sheet = self.current, section.sheets[0]
        if current is None or current.notes or _title_in([*lines, *sheet.captions], self.names):
            return False
        if not any(_speaks(lines, index) for index in range(len(lines))):
            rest = _same_columns(sheet.grid, current.sheets[-1].grid)
            going_on = None if rest is None else _continuation(rest, current)
            if going_on is None and _same_values(sheet, current):
                going_on = sheet
            if going_on is not None:
                current.sheets[-1:] = mended(current.sheets[-1], going_on) or (current.sheets[-1], going_on)
                return True
        if not self.above and (whole := _broken_header(current, sheet.grid)):
            current.sheets[-1] = Sheet(whole)
            return True
        return False

    def _section(self, section: Section, lines: list[str]) -> bool:
        """Whether the section is a statutory table, with its title in or above it."""
        sheet = section.sheets[0]
        title = _title_in([*lines, *sheet.captions], self.names, len(sheet.captions)) or self._listed(sheet, lines)
        if title is None:
            return False
        current = self.current
        start = max(0, len(self.above) - REACH) + title.first
        if current is not None and title.name == current.name and not current.notes and _same_header(sheet, current):
            current.sheets.extend(section.sheets)
        else:
            captions = [*lines[title.first:], *sheet.captions]
            if not self._accept(title, section, captions, lines[:title.first]):
                return False
        self.found.captions.update(index for index, _ in self.above[start:])
        if section.unread_from is not None and self.current is not None:
            message = f"{self.current.name}：第 {section.unread_from + 1} 行起不像数据行，未读取"
            self._say("doubtful", message, sheet.grid)
        return True

    def _listed(self, sheet: Sheet, lines: Sequence[str]) -> _Title | None:
        """The title that only the table of contents gives: of the one form that is printed with these columns, where
        the contents list it and it has not been met."""
        last = max((i for i, line in enumerate(lines) if form_of(clean_title(line, self.names))), default=-1)
        if any(_speaks(lines, index) for index in range(last + 1, len(lines))):
            return None
        printed = [column.header for column in sheet.columns if column.kind == "value"]
        fitting = [form.id for form in forms() if any(_fits(header, printed) for header in form.headers)]
        met = {table.form.id for table in self.found.tables}
        if len(fitting) != 1 or fitting[0] in met or fitting[0] not in self.contents:
            return None
        title = self.contents[fitting[0]]
        self._say("note", f"{title.name}：表名取自目录，依据是表头", sheet.grid, title.form)
        return title

    def _accept(self, title: _Title, section: Section, captions: list[str], over: list[str]) -> bool:
        sheet = section.sheets[0]
        if body := other_body(captions, self.names):
            message = f"{title.name}：表上写明是“{body}”的表，不是本公开的，未读取"
            self._say("not-understood", message, sheet.grid, title.form)
            return False
        head = "".join(text for row in sheet.header_rows for text in sheet.texts(row))
        if sheet.body_rows and not title.form.headed.search(head):
            self._say("not-understood", f"{title.name}：表头与表名不符，未读取", sheet.grid, title.form)
            return False
        heads = [text for row in sheet.header_rows for text in sheet.texts(row)]
        # A page header stands above the title: the unit of measure that it prints alone is that of the page's tables.
        alone = [line for line in over if search("caption", "only_unit_of_measure", bare(line))]
        uom = unit_of_measure(captions) or unit_of_measure(heads) or unit_of_measure(alone)
        self.current = PrintedTable(title.form, title.printed, title.name, uom, list(section.sheets))
        self.below = True
        for part in section.sheets:
            self.current.notes.extend(part.notes)
        self.found.tables.append(self.current)
        return True

    def _say(self, event: str, message: str, grid: Grid, form: Form | None = None) -> None:
        self.found.ledger.append(LedgerEntry(event, message, form.id if form else "", grid.page, grid.line, grid.index))


def find_tables(blocks: Sequence[Block], names: tuple[str, ...]) -> Tables:
    """Every statutory table of a document. ``names``: the unit's names, to be taken off titles."""
    finder = _Finder(names)
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            finder.paragraph(position, block.text)
        else:
            finder.grid(block)
    for table in finder.found.tables:
        table.sheets = with_merged(table.sheets)
    return finder.found


def _fits(header: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether columns of values are exactly those of a header known to a form, in order."""
    values = [path for path, kind in zip(header, kinds_of(header), strict=True) if kind == "value"]
    return len(values) == len(printed) > 1 and all(
        re.fullmatch(path, column) for path, column in zip(values, printed, strict=True)
    )


def _speaks(lines: Sequence[str], index: int) -> bool:
    """Whether a line between two grids is text or another title, so that the second can't be the first going on."""
    line = bare(lines[index])
    if search("caption", "form_number", line) or _names_another(lines, index):
        return True
    return search("note", "sentence", line) is not None or len(line) > LONGEST_BREAK


def _same_header(sheet: Sheet, table: PrintedTable) -> bool:
    return [c.path for c in sheet.columns] == [c.path for c in table.sheets[0].columns]


def _same_values(sheet: Sheet, table: PrintedTable) -> bool:
    """Whether a grid of other columns repeats the header of the table's values: where ruling lines are missing, the
    name columns of two pages may come out differently."""
    values = [[c.path for c in own.columns if c.kind == "value"] for own in (sheet, table.sheets[0])]
    return bool(sheet.header_rows and sheet.body_rows) and len(values[0]) > 1 and values[0] == values[1]


def _continuation(grid: Grid, table: PrintedTable) -> Sheet | None:
    """A page that goes on without a header has the header of the page before; one that repeats it has its own. None
    where the grid has neither: words stand where the table has values, or numbers where it has names."""
    own = Sheet(grid)
    first = table.sheets[0]
    if own.header_rows and _same_header(own, table):
        return own
    sheet = Sheet(grid, headless=True)
    sheet.columns = first.columns
    kinds = {column.index: column.kind for column in sheet.columns}
    for row in sheet.body_rows:
        for cell in sheet.cells(row):
            number = read_number(cell.text) is not None
            word = not number and not is_blank(cell.text) and search("note", "inside", bare(cell.text)) is None
            if (kinds[cell.column] == "value" and word) or (kinds[cell.column] == "label" and number):
                return None
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
    if not line or len(table.notes) > MOST_NOTES:
        return
    if any(search("note", mark, line) for mark in ("start", "identity")) or search("caption", "no_data", line):
        table.notes.append(line)
    elif table.notes and not search("note", "sentence", table.notes[-1]) and form_of(clean_title(line)) is None:
        table.notes[-1] += line
