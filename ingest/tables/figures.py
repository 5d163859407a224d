"""Statutory tables → figures: every printed number in its row and column, with what it stands for.

Nothing is guessed: a number without a label, a unit of measure or a header, or a cell that is neither number nor blank,
goes to the ledger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.documents.document import Cell
from ingest.records import BlankRow, Dimensions, Figure, LedgerEntry, Level, Source, Stage
from ingest.tables.captions import PrintedTable
from ingest.tables.counted_parts import units_of_parts
from ingest.tables.differences import difference_columns
from ingest.tables.grids import DECIMAL, Column, Sheet, Side
from ingest.tables.printed_numbers import read_number
from ingest.tables.row_headings import RowHeading, headed_sides, rows_of_lost_class
from ontology.forms import LEVELS, Form, Rule, dimensions
from ontology.layout import bare, comparison, counted, is_blank, is_total, own_unit, search, stage_of, year_of
from ontology.schemes import in_yuan, official_names, scheme_of_code

YEAR = re.compile(r"(20\d{2})年")
CLASSIFICATIONS = ("functional", "economic", "government-economic")
AMOUNT = re.compile(r"\d[.,]\d")
GLUED_AMOUNT = re.compile(
    r"[\u4e00-\u9fff）]\d[\d,]*\.\d{2}(?!\d)|^\d[\d,]*(?:\.\d{2}|,\d{3})[\u4e00-\u9fff]"
    r"|^\d{3,}\.\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d{6,}(?!号)[\u4e00-\u9fff]"
)
SEVERAL_NAMES = re.compile(r"[^第（(][二三四五六七八九]、")
"""A second order number in a label: names of several rows in one cell."""
LEAST_YUAN = Decimal(1000)
"""A table of less is hardly in 元: where no unit is printed, its numbers may be 万元."""
SHARE = 10
"""A table without a unit that borrows 万元 prints at most this part of the largest number of the others."""


@dataclass(slots=True)
class Reading:
    """What a document's tables gave: figures in reading order, and the ledger's lines."""

    figures: list[Figure] = field(default_factory=list)
    blanks: list[BlankRow] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)


def read_tables(
    tables: Sequence[PrintedTable], document: str, year: int, names: tuple[str, ...] = ()
) -> Reading:
    """Figures of all statutory tables. ``year`` is the disclosure's fiscal year, ``names`` the names of its body."""
    readers = [_TableReader(table, document, year, table.uom, names) for table in tables]
    for reader in readers:
        reader.read()
    settled = [reader for reader in readers if not reader.lacks_unit]
    units = {reader.uom for reader in settled if reader.uom}
    for place, reader in enumerate(readers):
        if reader.lacks_unit and len(units) == 1:
            again = _TableReader(reader.table, document, year, next(iter(units)), names)
            again.read()
            if _plausible(again.figures, [f for other in settled for f in other.figures]):
                again.say("note", f"{again.table.name}：没有印出金额单位，按全文一致的“{again.uom}”读取")
                readers[place] = again
    for place, reader in enumerate(readers):
        first = next((other for other in readers[:place] if other.table.name == reader.table.name), None)
        if first is not None and _contradicts(first.figures, reader.figures):
            reader.leave_out()
    reading = Reading()
    for reader in readers:
        reader.summarise()
        reading.figures.extend(reader.figures)
        reading.blanks.extend(reader.blanks)
        reading.ledger.extend(reader.ledger)
    return reading


def _plausible(figures: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether a table can be in the unit of measure of the others: what it has in common with them agrees; with nothing
    in common, its numbers are of a size that only this unit makes likely."""
    known = {(f.dimensions, f.level, f.stage, f.year): f.amount for f in others if f.dimensions.measure}
    shared = [
        known[key] == f.amount for f in figures
        if f.value and f.dimensions.measure and (key := (f.dimensions, f.level, f.stage, f.year)) in known
    ]
    if shared:
        return 2 * sum(shared) > len(shared)
    largest = max((abs(f.value) for f in figures if f.amount is not None), default=Decimal(0))
    top = max((abs(f.value) for f in others if f.amount is not None), default=Decimal(0))
    if any(f.uom == "元" for f in figures):
        return LEAST_YUAN <= largest <= top
    return largest * SHARE <= top


def _contradicts(figures: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether two tables of one name say different things of most of what both print: they are of different bodies or
    years, and only the first can be taken for the disclosure's."""
    known = {(f.code, f.item, f.column): f.amount for f in figures}
    shared = [known[key] != f.amount for f in others if (key := (f.code, f.item, f.column)) in known]
    return 2 * sum(shared) > len(shared)


def _may_go_without_name(sheet: Sheet, side: Side) -> bool:
    """Whether a row of numbers needs no name: the only one of a table without names, and more than one number."""
    if side.labels or side.codes:
        return False
    counts = [sum(not is_blank(c.text) for _, c in sheet.value_cells(side, row)) for row in sheet.body_rows]
    return [count > 1 for count in counts if count] == [True]


class _TableReader:
    """Reads one table. ``uom``: the unit of measure of its numbers where neither cell, row nor column prints one;
    ``names``: those of the body whose table it is."""

    def __init__(
        self, table: PrintedTable, document: str, year: int, uom: str, names: tuple[str, ...] = ()
    ) -> None:
        self.table, self.document, self.year, self.uom = table, document, year, uom
        self.names = tuple(bare(name) for name in names)
        self.notes, self.title = "".join(table.notes), table.title
        self.figures: list[Figure] = []
        self.blanks: list[BlankRow] = []
        self.ledger: list[LedgerEntry] = []
        self.blank = self.left_out = 0
        self.lacks_unit = self.left_behind = False
        self.repeated: set[int] = set()
        self.lost: frozenset[int] = frozenset()
        self.nameless = False
        """Whether rows of the side at hand need no name."""
        self.parts: dict[int, str] = {}
        """The units of measure of rows that part a count."""
        self.differences: frozenset[int] = frozenset()
        """The columns that arithmetic shows to print differences."""
        self.headers = "\n".join(column.header for sheet in table.sheets for column in sheet.columns)
        self.whole = ""
        """The row of the body itself, where no other body has a row beside it: what it prints is of all the table."""

    def read(self) -> None:
        """All sheets, side by side within each row block."""
        headed = [headed_sides(sheet) for sheet in self.table.sheets]
        self.whole = self._own_row([headings for sides in headed for _, headings in sides])
        for sheet, sides in zip(self.table.sheets, headed, strict=True):
            self.differences = difference_columns(sheet)
            for number, (side, headings) in enumerate(sides):
                self.lost = rows_of_lost_class(headings)
                self.parts = units_of_parts(headings)
                self.nameless = _may_go_without_name(sheet, side)
                for row in sheet.body_rows:
                    self._repeat(number, side, headings[row])
                    self._row(sheet, side, number, row, headings)
            self._left_out(sheet)

    def _own_row(self, headed: Sequence[Mapping[int, RowHeading]]) -> str:
        named = {
            heading.item
            for headings in headed
            for heading in headings.values()
            if heading.item and not is_total(heading.item) and _is_named(self.table.form, heading)
        }
        own = named.pop() if len(named) == 1 else ""
        return own if own in self.names else ""

    def _repeat(self, number: int, side: Side, heading: RowHeading) -> None:
        rule = self.table.form.repeated
        if rule and rule.item and side.values and rule.column and (
            rule.column.search(side.values[0].header) and rule.item.search(heading.item)
        ):
            self.repeated.add(number)

    def _row(self, sheet: Sheet, side: Side, number: int, row: int, headings: Mapping[int, RowHeading]) -> None:
        heading = headings[row]
        empty: dict[Stage, list[tuple[str, Cell]]] = {}
        named = bool(heading.item or heading.code)
        repeat = self.table.form.repeated if number in self.repeated and not is_total(heading.item) else None
        cells = [(column, cell) for column, cell in sheet.value_cells(side, row) if not cell.lost]
        twice = Counter(column.path for column, cell in cells if not is_blank(cell.text))
        for column, cell in cells:
            if is_blank(cell.text):
                self.blank += 1
                stage = stage_of(column.header, self.notes, self.title)
                empty.setdefault(stage, []).append((column.header, cell))
            elif twice[column.path] > 1:
                self.say("doubtful", f"{self.table.name}：“{column.header}”列下同一行有几个数字，未读取", cell)
            elif doubt := self._doubt(side, column, cell, headings):
                self.say("doubtful", f"{self.table.name}：{doubt}，未读取", cell)
            else:
                self._figure(sheet, column, cell, heading, repeat)
        if named or not side.labels:
            self.blanks.extend(
                BlankRow(self.table.name, self.table.form.id, stage, self.year, heading.code, heading.item,
                         tuple(c for c, _ in cells), _source(self.document, sheet, cells[0][1]))
                for stage, cells in empty.items()
            )

    def _is_total(self, column: Column, headings: Mapping[int, RowHeading]) -> bool:
        """Whether 小计 is the total of a side: the first of its totals, its only 小计, in a form that says so."""
        items = [headings[row].item for row in sorted(headings)]
        totals = [item for item in items if is_total(item) or search("rows", "subtotal", item)]
        subtotals = [item for item in totals if search("rows", "subtotal", item)]
        said = dimensions(self.table.form, column.header, totals[0], "", self.headers) if totals else {}
        return len(subtotals) == 1 < len(totals) and subtotals[0] == totals[0] and said.get("level") == "total"

    def _doubt(self, side: Side, column: Column, cell: Cell, headings: Mapping[int, RowHeading]) -> str:
        """Why a printed cell can't be a figure, empty where it can."""
        printed, heading = cell.text.strip(), headings[cell.row]
        if read_number(cell.text) is None:
            declared = search("caption", "no_data", bare(cell.text)) or search("note", "inside", bare(cell.text))
            return "" if declared else f"单元格“{printed}”既不是数字也不是空白"
        if not heading.item and not heading.code and not heading.year and not self.nameless:
            return f"数字“{printed}”所在行没有名称"
        if SEVERAL_NAMES.search(heading.item):
            return f"数字“{printed}”所在行的名称栏印有几个项目"
        if not heading.code and search("rows", "subtotal", heading.item) and not self._is_total(column, headings):
            return f"数字“{printed}”所在行只写小计，不知是哪一项的"
        if cell.row in self.lost:
            return f"数字“{printed}”所在行的类级编码印在别的行，行与列对不齐"
        named = heading.item.split("/")
        if any((read_number(part) and AMOUNT.search(part)) or GLUED_AMOUNT.search(part) for part in named):
            return f"数字“{printed}”所在行的名称列印有金额，行与列对不齐"
        if not column.path:
            return f"数字“{printed}”所在列没有表头"
        if any(other.path != column.path for other in side.values if 0 < other.index - cell.column < cell.colspan):
            return f"数字“{printed}”所在单元格跨了几列"
        below = (headings.get(row, RowHeading()).item for row in range(cell.row + 1, cell.row + cell.rowspan))
        if any(item and item != heading.item for item in below):
            return f"数字“{printed}”所在单元格跨了几行"
        kind = comparison(column.header)
        unit = self._unit(column, cell, heading)
        unclear = kind == "unclear" and column.index not in self.differences
        if (kind == "rate" and unit != "%") or (unclear and unit == self.uom and not column.unit):
            return f"数字“{printed}”在“{column.header}”列，没有写明是金额还是百分比"
        return ""

    def _unit(self, column: Column, cell: Cell, heading: RowHeading) -> str:
        """The unit of measure of a cell: its own, its row's, its column's, what row or column counts, the table's."""
        number = read_number(cell.text)
        leaf = column.path[-1] if column.path else ""
        return (
            (number.unit if number else "") or own_unit(heading.item) or column.unit or counted(heading.item)
            or counted(leaf) or ("" if DECIMAL.search(cell.text) else self.parts.get(cell.row, "")) or self.uom
        )

    def _figure(self, sheet: Sheet, column: Column, cell: Cell, heading: RowHeading, repeat: Rule | None) -> None:
        number = read_number(cell.text)
        if number is None:
            return
        uom = self._unit(column, cell, heading)
        if not uom:
            self.lacks_unit = True
            return
        form, header = self.table.form, column.header
        printed = heading.item
        if printed and printed == self.whole:
            heading = replace(heading, item="" if form.layout == "single" else "合计")
        found = dimensions(form, header, heading.item, heading.full_code, self.headers)
        level = LEVELS[found.pop("level", "")] or _level(found, heading)
        labelled = heading.item and not is_total(heading.item) and not search("rows", "subtotal", heading.item)
        is_named = labelled and _is_named(form, heading)
        if is_named and form.dimensions.get("scheme"):
            found["measure"] = ""  # the share of one body in what the columns say
        if is_named or (labelled and not found.get("scheme") and not self._named(header, heading, found)):
            found["scheme"], found["item"] = "label", heading.item
        if repeat:
            found.update(repeat.set)
        amount = in_yuan(number.value, uom)
        if amount is None:
            found["measure"] = ""
        self.figures.append(Figure(
            form=self.table.name, form_id=form.id, stage=stage_of(header, self.notes, self.title),
            year=heading.year or year_of(header, self.year), code=heading.code, item=printed, column=header,
            level=level, value=number.value, uom=uom, amount=amount, source=_source(self.document, sheet, cell),
            dimensions=Dimensions(**found), parent=_parent(heading.full_code, found.get("scheme", "")),
        ))

    def _named(self, header: str, heading: RowHeading, found: dict[str, str]) -> bool:
        """Whether a rule of the form already said what the row label stands for."""
        without = dimensions(self.table.form, header, "", "", self.headers)
        without.pop("level", "")
        return found != without

    def _left_out(self, sheet: Sheet) -> None:
        for column in sheet.columns:
            if column.kind == "ignore":
                self.left_out += sum(read_number(text) is not None for text in sheet.column_texts(column.index))

    def leave_out(self) -> None:
        """Keep nothing of the table but that it was met."""
        self.say("doubtful", f"{self.table.name}：同名的表前面已有一个，数字大多不同，这一个未读取")
        self.figures, self.blanks, self.left_behind = [], [], True

    def say(self, event: str, message: str, cell: Cell | None = None) -> None:
        """An entry in the ledger, at the cell or at the table's start."""
        grid = self.table.sheets[0].grid
        place = cell or grid
        self.ledger.append(LedgerEntry(event, message, self.table.form.id, place.page, place.line, grid.index))

    def _other_year(self) -> bool:
        """Whether the title names another year than the disclosure's."""
        named = YEAR.findall(self.title)
        return bool(named) and str(self.year) not in named

    def _amounts(self) -> int:
        """How many cells print an amount, whatever column they stand in."""
        cells = (cell for sheet in self.table.sheets for cell in sheet.grid.cells)
        return sum(read_number(cell.text) is not None and DECIMAL.search(cell.text) is not None for cell in cells)

    def summarise(self) -> None:
        """The ledger's entry for the whole table: read, blank, or why not."""
        grid, read = self.table.sheets[0].grid, len(self.figures)
        if self.left_behind:
            return
        if self._other_year():
            self.say("note", f"{self.table.name}：表题印作“{self.table.title}”，与公开年度 {self.year} 不同")
        if self.lacks_unit:
            self.say("not-understood", f"{self.table.name}：没有印出金额单位，未读取其数字")
        if self.left_out:
            self.say("note", f"{self.table.name}：数量、日期等列中有 {self.left_out} 个数字不是金额，未读取")
        if read:
            event, message = "read", f"{self.table.name}：读取 {read} 个数字"
        elif any(cell.lost for sheet in self.table.sheets for cell in sheet.grid.cells):
            event, message = "not-understood", f"{self.table.name}：空白单元格丢失，没有一个数字的位置是确定的"
        elif any(search("caption", "no_data", note) for note in self.table.notes):
            event, message = "no-data", f"{self.table.name}：表注说明本表无数据"
        elif not self.lacks_unit and (amounts := self._amounts()):
            event, message = "not-understood", f"{self.table.name}：表头未读懂，有 {amounts} 个数字未读取"
        elif not self.lacks_unit:
            event, message = "blank-table", f"{self.table.name}：各单元格均为空白"
        else:
            return
        self.ledger.append(LedgerEntry(event, message, self.table.form.id, grid.page, grid.line, grid.index,
                                       read=read, blank=self.blank))


def _source(document: str, sheet: Sheet, cell: Cell) -> Source:
    # A line break inside a number is of the column's width, not of the number.
    printed = "".join(cell.text.split()) if read_number(cell.text) else cell.text.strip()
    return Source(document, printed, cell.page, sheet.grid.index, cell.row + 1, cell.column + 1, cell.line,
                  cell.box, _confidence(sheet, cell))


def _confidence(sheet: Sheet, cell: Cell) -> float | None:
    """How sure a recognised figure is: its number, and the codes and labels of its row, which say what it is."""
    if cell.confidence is None:
        return None
    named = {column.index for column in sheet.columns if column.kind in ("code", "label")}
    beside = [c.confidence for c in sheet.cells(cell.row) if c.column in named and c.confidence is not None]
    return min((cell.confidence, *beside))


def _is_named(form: Form, heading: RowHeading) -> bool:
    """Whether a row is of a body or a project by its own name, not of the item whose code may stand beside it."""
    scheme = scheme_of_code(heading.full_code)
    names = official_names(scheme).get(heading.full_code, frozenset()) if scheme else frozenset()
    is_of_projects = form.dimensions.get("nature") == "project" and bool(names)
    return heading.item not in names and (heading.names or is_of_projects)


def _level(found: dict[str, str], heading: RowHeading) -> Level:
    scheme, item = found.get("scheme", ""), found.get("item", "")
    number = heading.full_code or (item if item.isdigit() else "")
    if number and scheme in CLASSIFICATIONS:
        if len(number) <= 3:
            return "class"
        return "group" if len(number) == 5 and scheme == "functional" else "item"
    return "total" if is_total(heading.item) else ""


def _parent(code: str, scheme: str) -> str:
    """The code of the class or group a code stands under."""
    if scheme != "functional":
        return code[:3] if len(code) == 5 else ""
    return code[:-2] if len(code) in (5, 7) else ""
