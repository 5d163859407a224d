"""Statutory tables → figures: every printed number in its row and column, with what it stands for.

Nothing is guessed: a number whose row has no label, or a cell that is neither number nor blank, goes to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.captions import PrintedTable
from ingest.documents.document import Cell
from ingest.grids import Column, Sheet, Side, carried_total, parse_number, row_heading
from ingest.records import BlankRow, Dimensions, Figure, LedgerEntry, Level, Source, Stage
from ontology.forms import Rule, bare, dimensions, is_blank, is_total, layout, stage_of
from ontology.schemes import in_yuan

YEAR = re.compile(r"(20\d{2})年")
COLUMN_UNIT = re.compile(r"[（(](亿元|万元|千元|元|%|％)[）)]$")


@dataclass(slots=True)
class Reading:
    """What a document's tables gave: figures in reading order, and the ledger's lines."""

    figures: list[Figure] = field(default_factory=list)
    blanks: list[BlankRow] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)


def read_tables(tables: Sequence[PrintedTable], document: str, year: int) -> Reading:
    """Figures of all statutory tables. ``year`` is the disclosure's fiscal year."""
    reading = Reading()
    for table in tables:
        _read_table(table, document, year, reading)
    return reading


def _read_table(table: PrintedTable, document: str, year: int, reading: Reading) -> None:
    first = table.sheets[0]
    if not table.uom:
        reading.ledger.append(_entry("not-understood", f"{table.name}：没有印出金额单位，未读取数字", table))
        return
    read = blank = 0
    repeated: set[int] = set()
    for sheet in table.sheets:
        sides = sheet.sides()
        for number, side in enumerate(sides):
            for row in sheet.body_rows:
                code, item = row_heading(sheet, side, row)
                if not code and not item:
                    item = carried_total(sheet, sides, number, row)
                repeat = table.form.repeated
                if repeat and repeat.item and side.values and repeat.column and (
                    repeat.column.search(side.values[0].header) and repeat.item.search(item)
                ):
                    repeated.add(number)
                empty: dict[Stage, list[tuple[str, Cell]]] = {}
                for column, cell in _value_cells(sheet, side, row):
                    if is_blank(cell.text):
                        blank += 1
                        stage = stage_of(column.header, "".join(table.notes), table.title)
                        empty.setdefault(stage, []).append((column.header, cell))  # type: ignore[arg-type]
                        continue
                    value = parse_number(cell.text)
                    if value is None:
                        if not layout().search("caption", "no_data", bare(cell.text)):
                            reading.ledger.append(_entry(
                                "doubtful", f"{table.name}：单元格“{cell.text.strip()}”既不是数字也不是空白，未读取", table, cell))
                        continue
                    if (side.labels or side.codes) and not item and not code:
                        reading.ledger.append(_entry(
                            "doubtful", f"{table.name}：数字“{cell.text.strip()}”所在行没有名称，未读取", table, cell))
                        continue
                    extra = repeat if number in repeated and not is_total(item) else None
                    reading.figures.append(_figure(table, sheet, column, cell, value, code, item, document, year, extra))
                    read += 1
                if item or code or not side.labels:
                    reading.blanks.extend(
                        BlankRow(table.name, table.form.id, stage, year, code, item, tuple(c for c, _ in cells),
                                 _source(document, sheet, cells[0][1]))
                        for stage, cells in empty.items()
                    )
    message = f"{table.name}：读取 {read} 个数字"
    if read == 0:
        declared = any(layout().search("caption", "no_data", note) for note in table.notes)
        event, message = ("no-data", f"{table.name}：表注说明本表无数据") if declared else (
            "blank-table", f"{table.name}：各单元格均为空白")
    else:
        event = "read"
    reading.ledger.append(LedgerEntry(event, message, table.form.id, first.grid.page, first.grid.line, first.grid.index,
                                      read=read, blank=blank))


def _value_cells(sheet: Sheet, side: Side, row: int) -> Iterator[tuple[Column, Cell]]:
    """The value cells that start in a row; a cell merged downwards is read once."""
    for column in side.values:
        cell = sheet.at[row][column.index]
        if cell is not None and cell.row == row and cell.column == column.index:
            yield column, cell


def _figure(
    table: PrintedTable, sheet: Sheet, column: Column, cell: Cell, value: Decimal, code: str, item: str,
    document: str, year: int, repeat: Rule | None,
) -> Figure:
    header = column.header
    own_unit = COLUMN_UNIT.search(header)
    uom = own_unit[1].replace("％", "%") if own_unit else table.uom
    if cell.text.strip().endswith(("%", "％")):
        uom = "%"
    stage = stage_of(header, "".join(table.notes), table.title)
    named_year = YEAR.search(header)
    found = dimensions(table.form, header, item, code)
    if repeat:
        found.update(repeat.set)
    level = found.pop("level", "") or _level(found.get("scheme", ""), found.get("item", ""), code, item)
    if not found.get("scheme") and item and not is_total(item) and not _named(table, header, item, found):
        found["scheme"], found["item"] = "label", item
    return Figure(
        form=table.name, form_id=table.form.id, stage=stage,  # type: ignore[arg-type]
        year=int(named_year[1]) if named_year else year, code=code, item=item, column=header,
        level=level, value=value, uom=uom, amount=in_yuan(value, uom),
        source=_source(document, sheet, cell),
        dimensions=Dimensions(**{k: found.get(k, "") for k in ("measure", "fund", "nature", "scheme", "item")}),
        parent=_parent(code, found.get("scheme", "")),
    )


def _source(document: str, sheet: Sheet, cell: Cell) -> Source:
    return Source(document, cell.text.strip(), cell.page, sheet.grid.index, cell.row + 1, cell.column + 1, cell.line,
                  cell.box)


def _named(table: PrintedTable, header: str, item: str, found: dict[str, str]) -> bool:
    """Whether a rule of the form already said what the row label stands for."""
    without = dimensions(table.form, header, "", "")
    return {k: v for k, v in found.items() if k != "level"} != {k: v for k, v in without.items() if k != "level"}


def _level(scheme: str, classified: str, code: str, item: str) -> Level:
    number = code or (classified if classified.isdigit() else "")
    if number and scheme in ("functional", "economic"):
        if len(number) <= 3:
            return "class"
        if scheme == "economic":
            return "item"
        return "group" if len(number) == 5 else "item"
    return "total" if is_total(item) else ""


def _parent(code: str, scheme: str) -> str:
    if scheme == "economic":
        return code[:3] if len(code) == 5 else ""
    return code[:-2] if len(code) in (5, 7) else ""


def _entry(event: str, message: str, table: PrintedTable, cell: Cell | None = None) -> LedgerEntry:
    grid = table.sheets[0].grid
    return LedgerEntry(
        event, message, table.form.id, cell.page if cell else grid.page, cell.line if cell else grid.line, grid.index
    )
