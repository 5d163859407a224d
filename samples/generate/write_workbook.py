"""Writes workbooks, .xlsx and .xls: a sheet a form, the caption in cells above it, amounts as numbers."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from samples.generate.blocks import Cell, Centred, Document, Table
from samples.generate.package import MOMENT, settle
from samples.generate.write_text import Pages

LINE = 15.0
"""Height of a line in points."""
SHEET_LIMIT = 31
"""Longest name a sheet may have."""


def _above(table: Table) -> list[tuple[str, str]]:
    """The lines above the grid: (left, right), a title standing alone on the left."""
    return [(text, "") for text in (table.lead, table.title) if text] + list(table.caption)


def _width(table: Table, column: int) -> float:
    """Width in characters; amounts get what they need, or a spreadsheet shows ### instead."""
    longest = max((len(cell.text) for cell in table.cells if cell.figure and cell.column == column), default=0)
    return max(6.0, longest + 3.0, table.widths[column] * 110 / sum(table.widths))


def _number_format(cell: Cell) -> str:
    whole = "#,##0" if "," in cell.text or len(cell.text.split(".")[0]) < 4 else "0"
    decimals = len(cell.text.partition(".")[2])
    return whole + ("." + "0" * decimals if decimals else "")


def _lines(table: Table, cell: Cell) -> int:
    """How many lines a cell's text takes in its columns, a Chinese character two wide."""
    wide = sum(_width(table, column) for column in range(cell.column, cell.column + cell.colspan)) - 1
    return ceil(sum(1 if character.isascii() else 2 for character in cell.text) / wide)


def write_xlsx(document: Document, path: Path, heights: bool = False) -> Pages:
    """Write an .xlsx: amounts are numbers whose format shows them as printed; codes are text.

    ``heights``: rows are as high as their texts need; else a program that prints the sheet sees to that, which not all
    do for merged cells.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    cover = book.create_sheet("封面")
    for row, block in enumerate((block for block in document.blocks if isinstance(block, Centred)), 1):
        cover.cell(row * 2, 1, block.text).font = Font(size=block.size, bold=True)
    cover.column_dimensions["A"].width = 70
    line = Side(style="thin")
    border = Border(line, line, line, line)
    for table in document.tables:
        sheet = book.create_sheet(table.sheet[:SHEET_LIMIT])
        above = _above(table)
        for row, (left, right) in enumerate(above, 1):
            if left:
                sheet.cell(row, 1, left)
            if right:
                sheet.cell(row, table.columns, right).alignment = Alignment(horizontal="right")
            if left == table.title and not right:
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=table.columns)
                sheet.cell(row, 1).alignment = Alignment(horizontal="center")
                sheet.cell(row, 1).font = Font(size=14, bold=True)
        top = len(above) + 1
        for cell in table.cells:
            target = sheet.cell(top + cell.row, cell.column + 1)
            if cell.figure:
                target.value, target.number_format = cell.figure.value, _number_format(cell)
            elif cell.text:
                target.value, target.number_format = cell.text, "@"
            align = {"l": "left", "c": "center", "r": "right"}[cell.align]
            for row in range(cell.rowspan):
                for column in range(cell.colspan):
                    sheet.cell(top + cell.row + row, cell.column + 1 + column).border = border
            target.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top + cell.row,
                    end_row=top + cell.row + cell.rowspan - 1,
                    start_column=cell.column + 1,
                    end_column=cell.column + cell.colspan,
                )
        if heights:
            for cell in table.cells:
                each = max(1, ceil(_lines(table, cell) / cell.rowspan)) * LINE
                for row in range(top + cell.row, top + cell.row + cell.rowspan):
                    sheet.row_dimensions[row].height = max(each, sheet.row_dimensions[row].height or 0)
        for row, note in enumerate(table.notes, top + table.rows):
            sheet.cell(row, 1, note)
        for column in range(1, table.columns + 1):
            sheet.column_dimensions[get_column_letter(column)].width = _width(table, column - 1)
        sheet.page_setup.orientation = "landscape" if table.landscape else "portrait"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    properties = book.properties
    properties.title, properties.creator, properties.subject = document.title, document.author, document.subject
    properties.keywords, properties.description = "样例", document.subject
    properties.created = properties.modified = datetime(*MOMENT)
    buffer = io.BytesIO()
    book.save(buffer)
    settle(buffer.getvalue(), path)
    return {}


def write_xls(document: Document, path: Path) -> Pages:
    """Write an .xls of the same shape; the mark stands on its cover (the owner field takes ASCII only)."""
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = "Sample"
    cover = book.add_sheet("封面")
    for row, block in enumerate(block for block in document.blocks if isinstance(block, Centred)):
        cover.write(row * 2, 0, block.text)
    for table in document.tables:
        sheet = book.add_sheet(table.sheet[:SHEET_LIMIT])
        above = _above(table)
        for row, (left, right) in enumerate(above):
            if left:
                sheet.write(row, 0, left)
            if right:
                sheet.write(row, table.columns - 1, right)
        top = len(above)
        for cell in table.cells:
            style = _style(cell)
            value = float(cell.figure.value) if cell.figure else cell.text
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.write_merge(
                    top + cell.row,
                    top + cell.row + cell.rowspan - 1,
                    cell.column,
                    cell.column + cell.colspan - 1,
                    value,
                    style,
                )
            else:
                sheet.write(top + cell.row, cell.column, value, style)
        for row, note in enumerate(table.notes, top + table.rows):
            sheet.write(row, 0, note)
        for column in range(table.columns):
            sheet.col(column).width = int(_width(table, column) * 256)
        sheet.portrait = not table.landscape
        sheet.fit_num_pages, sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 1, 0
    book.save(str(path))
    return {}


_STYLES: dict[tuple[str, str], xlwt.XFStyle] = {}


def _style(cell: Cell) -> xlwt.XFStyle:
    """One style per alignment and number format: .xls holds few."""
    key = (cell.align, _number_format(cell) if cell.figure else "@")
    if key not in _STYLES:
        align = {"l": "left", "c": "center", "r": "right"}[cell.align]
        _STYLES[key] = xlwt.easyxf(
            f"align: horiz {align}, vert center, wrap on; borders: left thin, right thin, top thin, bottom thin",
            num_format_str=key[1],
        )
    return _STYLES[key]
