"""Workbooks as people work with them: rows, columns and sheets hidden, totals as formulas, all tables on one sheet."""

from __future__ import annotations

import re
import zipfile
from copy import copy
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from bench.extraction.habits import GHOST, TOTAL
from samples.generate.blocks import Document, squeeze
from samples.generate.write_text import Pages
from samples.generate.write_workbook import write_xlsx

GAP = 2
"""Blank rows between tables on one sheet."""
WIDE, A_PAGE = 16.0, 6
"""Characters of a column of a sheet wider than the paper, and how many such columns a page holds."""


def write_worked(document: Document, path: Path) -> Pages:
    """Each table on its sheet, its totals formulas with their results; hidden are ghost rows, a column of checks at the
    right, and a sheet of last year's."""
    write_xlsx(document, path)
    book = openpyxl.load_workbook(path)
    totals: dict[str, set[str]] = {}
    for place, sheet in enumerate(book.worksheets[1:], 1):
        found = totals.setdefault(f"xl/worksheets/sheet{place + 1}.xml", set())
        for row in sheet.iter_rows():
            texts = [str(cell.value) for cell in row if cell.value is not None]
            if GHOST in texts:
                sheet.row_dimensions[row[0].row].hidden = True
            elif any(squeeze(text) == TOTAL for text in texts):
                found.update(cell.coordinate for cell in row if isinstance(cell.value, int | float))
        column = sheet.max_column + 1
        for row in range(5, sheet.max_row):
            sheet.cell(row, column, 0.5)
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    last = book.copy_worksheet(book.worksheets[1])
    last.title, last.sheet_state = "上年", "hidden"
    book.save(path)
    _with_formulas(path, totals)
    return {}


def _with_formulas(path: Path, totals: dict[str, set[str]]) -> None:
    """Give the cells of totals a formula before their value, as a spreadsheet stores it."""
    with zipfile.ZipFile(path) as package:
        parts = [(item, package.read(item)) for item in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for item, data in parts:
            for cell in totals.get(item.filename, ()):
                pattern = rf'(<c r="{cell}"[^>]*>)(<v>)'.encode()
                data = re.sub(pattern, rb"\1<f>SUM(A1:A1)</f>\2", data)
            package.writestr(item, data)


def write_stacked(document: Document, path: Path) -> Pages:
    """All tables on one sheet, one below the other."""
    write_xlsx(document, path)
    book = openpyxl.load_workbook(path)
    one = book.create_sheet("公开表")
    top = 0
    for sheet in book.worksheets[1:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                target = one.cell(top + cell.row, cell.column)
                target.number_format, target.alignment = cell.number_format, copy(cell.alignment)
                target.border = copy(cell.border)
                if cell.value is not None:
                    target.value = cell.value
        for merged in sheet.merged_cells.ranges:
            one.merge_cells(
                start_row=top + merged.min_row, end_row=top + merged.max_row, start_column=merged.min_col,
                end_column=merged.max_col)
        for letter, shape in sheet.column_dimensions.items():
            one.column_dimensions[letter].width = max(one.column_dimensions[letter].width or 0, shape.width)
        top += sheet.max_row + GAP
        book.remove(sheet)
    one.page_setup.orientation, one.page_setup.fitToHeight = "landscape", 0
    one.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.save(path)
    return {}


def write_wide(document: Document, path: Path) -> Pages:
    """Each table on its sheet, on wide pages and in its own size: the columns go on over pages."""
    write_xlsx(document, path)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = WIDE
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=False)
    book.save(path)
    return {}
