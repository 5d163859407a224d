"""Workbooks: each sheet as the paragraph of its name and a grid whose rows and columns are those of the sheet.

Cells hold the text displayed, not the number stored. What is hidden (sheets, rows, columns) is not printed, so it is
not read, and said so.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import xlrd
from openpyxl.cell.rich_text import CellRichText

from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from ingest.documents.number_format import displayed_date, displayed_number
from ingest.documents.package import open_package
from ingest.documents.radicals import with_ideographs
from ingest.documents.sheet_columns import side_by_side
from ingest.documents.sheet_pages import is_page, parts_of

_UNNAMED = re.compile(r"(?:sheet|工作表|表格?)\s*\(?\d*\)?", re.IGNORECASE)
_DAMAGED = "请重新下载，或另存为 PDF"
_LEAST_PICTURE = (300, 100)
"""Pixels from left to right and from top to bottom: smaller pictures are logos and seals."""
MOST_SHEET_BYTES = 64 * 1024 * 1024
MOST_FIELDS = 1_000_000
"""Above this the blank fields of a sheet are left out: one stray character far out makes a sheet of millions."""


@dataclass(slots=True)
class _Sheet:
    """A sheet as displayed. Rows and columns count from 0; spans are of the merged ranges by their top left."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    uncomputed: int = 0
    """Formulas without a stored result."""
    pictures: int = 0
    """Pictures large enough to hold a table."""


def read_xlsx(path: Path, name: str) -> Content:
    """Blocks of the .xlsx or .xlsm workbook at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for a workbook that is damaged, locked or harmful.
    """
    with open_package(path, name) as package:
        sheet_parts = [part for part in package.infolist() if part.filename.startswith("xl/worksheets/")]
        largest = max((part.file_size for part in sheet_parts), default=0)
        if largest > MOST_SHEET_BYTES:
            raise UnreadableDocument(name, f"工作表解压后有 {largest // 2**20} MiB，超过上限", "请删去空白区域后再读")
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as package:
            formulas = any(_holds_formula(package.read(part)) for part in sheet_parts)
        with warnings.catch_warnings():
            # openpyxl warns of charts and validations it will not keep; nothing is written back here.
            warnings.simplefilter("ignore")
            # Not by its path: openpyxl goes by the name, which may say anything.
            book = openpyxl.load_workbook(BytesIO(data), data_only=True)
            source = openpyxl.load_workbook(BytesIO(data), data_only=False) if formulas else None
        sheets = [
            _from_openpyxl(sheet, source[sheet.title] if source is not None else None) for sheet in book.worksheets
        ]
    except Exception as error:
        # openpyxl raises whatever a damaged part leads to: KeyError, ValueError, ParseError ...
        raise UnreadableDocument(name, f"工作簿已损坏（{type(error).__name__}）", _DAMAGED) from error
    return _content(sheets)


def read_xls(path: Path, name: str) -> Content:
    """Blocks of the .xls workbook at ``path``; errors as for ``read_xlsx``."""
    try:
        # xlrd writes what it finds odd to standard output unless given another place.
        book = xlrd.open_workbook(path, formatting_info=True, logfile=StringIO())
        sheets = [_from_xlrd(book, sheet) for sheet in book.sheets()]
    except xlrd.XLRDError as error:
        cause = "工作簿已加密，需要密码" if "ncrypt" in str(error) else f"工作簿已损坏：{error}"
        raise UnreadableDocument(name, cause, _DAMAGED) from error
    except Exception as error:
        # xlrd raises whatever a damaged record leads to: struct.error, IndexError, AssertionError ...
        raise UnreadableDocument(name, f"工作簿已损坏（{type(error).__name__}）", _DAMAGED) from error
    return _content(sheets)


def _holds_formula(part: bytes) -> bool:
    return b"<f>" in part or b"<f " in part


def _from_openpyxl(sheet: Any, source: Any) -> _Sheet:
    result = _Sheet(sheet.title, hidden=sheet.sheet_state != "visible")
    if result.hidden:
        return result
    result.pictures = sum(
        picture.width >= _LEAST_PICTURE[0] and picture.height >= _LEAST_PICTURE[1] for picture in sheet._images)
    views = sheet.views.sheetView
    zeros = views[0].showZeros is not False if views else True
    # The stored cells only: iter_rows makes a cell of every field up to the last one, however far out that is.
    for at in sorted(sheet._cells):
        cell = sheet._cells[at]
        if cell.value is None:
            formula = source._cells.get(at) if source is not None else None
            result.uncomputed += formula is not None and formula.data_type == "f"
            continue
        text = _displayed(cell.value, cell.number_format or "General", zeros)
        if text.strip():
            result.texts[at[0] - 1, at[1] - 1] = text
    for merged in sheet.merged_cells.ranges:
        at = merged.min_row - 1, merged.min_col - 1
        result.spans[at] = merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1
    result.hidden_rows = {number - 1 for number, shape in sheet.row_dimensions.items() if shape.hidden}
    for shape in sheet.column_dimensions.values():
        if shape.hidden and shape.min and shape.max:
            result.hidden_columns.update(range(shape.min - 1, min(shape.max, sheet.max_column)))
    return result


def _from_xlrd(book: Any, sheet: Any) -> _Sheet:
    result = _Sheet(sheet.name, hidden=sheet.visibility != 0)
    if result.hidden:
        return result
    zeros = bool(getattr(sheet, "show_zero_values", 1))
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            value: object = cell.value
            if cell.ctype == xlrd.XL_CELL_DATE:
                value = xlrd.xldate_as_datetime(cell.value, book.datemode)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(cell.value)
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                value = xlrd.error_text_from_code.get(cell.value, "#N/A")
            text = _displayed(value, code, zeros)
            if text.strip():
                result.texts[row, column] = text
    for top, bottom, left, right in sheet.merged_cells:
        result.spans[top, left] = bottom - top, right - left
    result.hidden_rows = {row for row, shape in sheet.rowinfo_map.items() if shape.hidden}
    result.hidden_columns = {column for column, shape in sheet.colinfo_map.items() if shape.hidden}
    return result


def _displayed(value: object, code: str, zeros: bool) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        if value == 0 and not zeros:
            return ""
        return displayed_number(value, code)
    if isinstance(value, date | datetime | time | timedelta):
        return displayed_date(value, code)
    text = "".join(str(part) for part in value) if isinstance(value, CellRichText) else str(value)
    return with_ideographs(text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))


def _content(sheets: Iterable[_Sheet]) -> Content:
    blocks: list[Block] = []
    notes: list[str] = []
    unread: list[str] = []
    grids = 0
    for sheet in sheets:
        if sheet.hidden:
            notes.append(f"工作表“{sheet.name}”是隐藏的，未读")
            continue
        if sheet.uncomputed:
            notes.append(
                f"工作表“{sheet.name}”有 {sheet.uncomputed} 个公式没有存下结果，未读；请用 Excel 打开后重新保存"
            )
        if sheet.pictures:
            unread.append(f"工作表“{sheet.name}”有 {sheet.pictures} 幅图片，图中若有表格，未读（请另存为 PDF）")
        cells, left_out = _cells(sheet)
        if left_out:
            notes.append(f"工作表“{sheet.name}”的隐藏行列里有 {left_out} 个格，未读")
        if not cells:
            continue
        if not _UNNAMED.fullmatch(sheet.name.strip()):
            blocks.append(Paragraph(with_ideographs(sheet.name), complete=True, level=2))
        rows = max(cell.row + cell.rowspan for cell in cells)
        for part in _parts(cells, rows):
            if isinstance(part, str):
                blocks.append(Paragraph(part, complete=True))
                continue
            for table in side_by_side(part):
                grids += 1
                columns = max(cell.column + cell.colspan for cell in table)
                blocks.append(Grid(grids, tuple(table), max(cell.row + cell.rowspan for cell in table), columns))
    return Content(tuple(blocks), notes=tuple(notes), unread=tuple(unread))


def _parts(cells: list[Cell], rows: int) -> Iterable[str | list[Cell]]:
    """What a sheet is read as: one grid, or the paragraphs and tables of the page that it holds."""
    inked: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.text.strip():
            inked.setdefault(cell.row, []).append(cell)
    return parts_of(cells, rows) if is_page([*inked.values()]) else [cells]


def _cells(sheet: _Sheet) -> tuple[list[Cell], int]:
    """The cells of the used range, and the number of printed ones left out because they are hidden."""
    shown = {
        at: text
        for at, text in sheet.texts.items()
        if at[0] not in sheet.hidden_rows and at[1] not in sheet.hidden_columns
    }
    if not shown:
        return [], len(sheet.texts)
    rows = 1 + max(row for row, _ in shown)
    columns = 1 + max(column for _, column in shown)
    covered = _covered(sheet.spans, rows, columns)
    if rows * columns <= MOST_FIELDS:
        places = [(row, column) for row in range(rows) for column in range(columns)]
    else:
        places = sorted(shown)
    cells = [
        Cell(shown.get(at, ""), *at, *_visible_span(sheet, at, rows, columns))
        for at in places
        if at not in covered and at[0] not in sheet.hidden_rows and at[1] not in sheet.hidden_columns
    ]
    return cells, len(sheet.texts) - len(shown)


def _covered(spans: Mapping[tuple[int, int], tuple[int, int]], rows: int, columns: int) -> set[tuple[int, int]]:
    return {
        (row, column)
        for (top, left), (height, width) in spans.items()
        for row in range(top, min(top + height, rows))
        for column in range(left, min(left + width, columns))
        if (row, column) != (top, left)
    }


def _visible_span(sheet: _Sheet, at: tuple[int, int], rows: int, columns: int) -> tuple[int, int]:
    height, width = sheet.spans.get(at, (1, 1))
    return min(height, rows - at[0]), min(width, columns - at[1])
