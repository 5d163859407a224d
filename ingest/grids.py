"""A grid's header and columns: which rows head it, what path of header cells stands over each column, what it holds.

Works on any grid, whatever format it came from. Where the format does not say which cells are merged (tabs, pipes), a
blank header cell continues its left neighbour inside the same parent cell, else the cell above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.documents.document import Cell, Grid
from ontology.forms import bare, column_kind, is_blank, is_total, layout, strip_ordinal

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－（）％", "0123456789.,-()%")
NUMBER = re.compile(r"(?P<open>\()?(?P<sign>[-−－])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<close>\))?%?")
CODE = re.compile(r"\d{3}(?:\d{2}){0,3}")
GLUED_CODE = re.compile(r"(\d{3}(?:\d{2}){0,2})([^\d.,，%].*)")


def parse_number(text: str) -> Decimal | None:
    """The number a cell prints, None where it prints none. A number broken over lines is one number only where the
    parts make a well-formed one and none of them is whole by itself: "164,978,6\\n40", but not "12.00\\n13.00"."""
    parts = text.translate(FULL_WIDTH).split()
    if len(parts) > 1 and (" " in text.strip() or re.search(r"\.\d{2}$", parts[0])):
        return None
    found = NUMBER.fullmatch("".join(parts))
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    value = Decimal(found["digits"].replace(",", "") + (found["fraction"] or ""))
    return -value if found["open"] or found["sign"] else value


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid: what it holds (code, label, line, value, ignore) and its printed header path."""

    index: int
    kind: str
    path: tuple[str, ...]

    @property
    def header(self) -> str:
        """The header path as the figures export prints it."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Side:
    """Columns that belong together: the codes and labels at the left, the values they are said of at the right."""

    codes: tuple[Column, ...]
    labels: tuple[Column, ...]
    values: tuple[Column, ...]


class Sheet:
    """A grid with every position looked up, its header found. Positions count from 0."""

    def __init__(self, grid: Grid, header_hint: int | None = None) -> None:
        self.grid = grid
        self.at: list[list[Cell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
        for cell in grid.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
                for column in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                    self.at[row][column] = cell
        self.captions: list[str] = []
        self.notes: list[str] = []
        self.column_numbers: dict[int, int] = {}
        self.header_rows: list[int] = []
        self.body_rows: list[int] = []
        self._split(header_hint)
        self.columns = self._columns()

    def texts(self, row: int) -> list[str]:
        """The distinct printed cells of a row without white space, blanks left out."""
        seen: list[Cell] = []
        for cell in self.at[row]:
            if cell is not None and cell not in seen and bare(cell.text):
                seen.append(cell)
        return [bare(cell.text) for cell in seen]

    def text(self, row: int, column: int) -> str:
        """The text over a position, empty where nothing is printed."""
        cell = self.at[row][column]
        return cell.text if cell else ""

    def _split(self, header_hint: int | None) -> None:
        in_body = header_hint == 0
        for row in range(self.grid.rows):
            texts = self.texts(row)
            if not texts:
                if self.header_rows and not in_body and self._spans_into(row):
                    self.header_rows.append(row)
                continue
            noted = len(texts) == 1 and any(layout().search("note", mark, texts[0]) for mark in ("start", "identity"))
            if noted and (in_body or self.header_rows):
                self.notes.append(texts[0])
            elif not in_body and not self.header_rows and self._is_caption(row, texts):
                self.captions.extend(texts)
            elif not in_body and self._numbers_columns(row, texts):
                in_body = bool(self.header_rows)
            elif not in_body and not self._is_body(row, texts):
                self.header_rows.append(row)
            elif self._repeats_header(row) or (in_body and self._numbers_columns(row, texts)):
                continue
            else:
                in_body = True
                self.body_rows.append(row)

    def _spans_into(self, row: int) -> bool:
        return any(cell is not None and cell.row < row for cell in self.at[row])

    def _is_caption(self, row: int, texts: list[str]) -> bool:
        """Titles, units of measure and the unit's name may stand in the table's own first rows."""
        if any(parse_number(text) is not None for text in texts):
            return False
        keys = ("unit_of_measure", "body", "form_number")
        if any(layout().search("caption", key, text) for text in texts for key in keys):
            return True
        return len(texts) == 1 and layout().search("title", "ends", texts[0]) is not None

    def _numbers_columns(self, row: int, texts: list[str]) -> bool:
        """栏次 rows number the value columns 1, 2, 3 ...: they end the header and are no figures."""
        named = any(layout().search("columns", "column_number", text) for text in texts)
        numbers = [text for text in texts if text.isdigit()]
        others = [t for t in texts if not t.isdigit() and not layout().search("columns", "column_number", t)]
        if named and not numbers and len(texts) == 1:
            return True
        if not numbers or (len(numbers) < 2 and not named):
            return False
        values = [int(n) for n in numbers]
        steps_by_one = all(b - a == 1 for a, b in zip(values, values[1:], strict=False)) and values[0] == 1
        if not steps_by_one or (others and not named and not all(column_kind(o) == "code" for o in others)):
            return False
        for column in range(self.grid.columns):
            text = bare(self.text(row, column))
            if text.isdigit():
                self.column_numbers[column] = int(text)
        return True

    def _is_body(self, row: int, texts: list[str]) -> bool:
        if any(parse_number(text) is not None for text in texts):
            return True
        if not self.header_rows:
            return False
        first = texts[0]
        return strip_ordinal(first) != first or (len(texts) == 1 and is_total(first)) or bool(
            GLUED_CODE.fullmatch(first)
        )

    def _repeats_header(self, row: int) -> bool:
        texts = self.texts(row)
        return any(texts == self.texts(head) for head in self.header_rows) and not any(
            parse_number(t) is not None for t in texts
        )

    def header_cells(self) -> list[list[tuple[object, str]]]:
        """Per header row and column: an identity of the cell that stands there, and its text without white space."""
        matrix: list[list[tuple[object, str]]] = []
        for depth, row in enumerate(self.header_rows):
            line: list[tuple[object, str]] = []
            for column in range(self.grid.columns):
                cell = self.at[row][column]
                text = bare(cell.text) if cell else ""
                if text or self.grid.spans_known:
                    line.append((id(cell) if cell else (row, column), text))
                    continue
                above = matrix[depth - 1] if depth else None
                if column and line[column - 1][1] and (above is None or above[column][0] == above[column - 1][0]):
                    line.append(line[column - 1])
                elif above is not None:
                    line.append(above[column])
                else:
                    line.append(((row, column), ""))
            matrix.append(line)
        return matrix

    def _columns(self) -> tuple[Column, ...]:
        matrix = self.header_cells()
        columns = []
        for index in range(self.grid.columns):
            path: list[str] = []
            seen: set[object] = set()
            for line in matrix:
                identity, text = line[index]
                if text and identity not in seen:
                    seen.add(identity)
                    path.append(text)
            kind = column_kind(path[-1]) if path else "value"
            columns.append(Column(index, self._by_content(index, kind, path), tuple(path)))
        return tuple(columns)

    def _by_content(self, index: int, kind: str, path: list[str]) -> str:
        """A column whose header says nothing known holds labels where its cells are words, values where numbers."""
        if kind != "value":
            return kind
        numbers = words = 0
        for row in self.body_rows:
            cell = self.at[row][index]
            if cell is None or is_blank(cell.text) or cell.row != row:
                continue
            if parse_number(cell.text) is not None:
                numbers += 1
            else:
                words += 1
        return "label" if words > numbers or (not path and words) else kind

    def sides(self) -> tuple[Side, ...]:
        """The columns in groups: a label after a value starts the next side of a table printed side by side."""
        groups: list[dict[str, list[Column]]] = []
        for column in self.columns:
            if column.kind in ("line", "ignore"):
                continue
            if not groups or (column.kind != "value" and groups[-1]["value"]):
                groups.append({"code": [], "label": [], "value": []})
            groups[-1][column.kind].append(column)
        return tuple(Side(tuple(g["code"]), tuple(g["label"]), tuple(g["value"])) for g in groups)


def join_codes(parts: list[str]) -> str:
    """A code printed over 类, 款 and 项 columns: parts are joined, unless a later part repeats the earlier ones."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) and len(part) > len(code) else code + part
    return code


def carried_total(sheet: Sheet, sides: tuple[Side, ...], number: int, row: int) -> str:
    """The total at the left that a value without a label of its own belongs to: 公用经费合计 over two of three sides
    prints its value under the last. Empty where the sides between print anything else."""
    for side in reversed(sides[:number]):
        _, item = row_heading(sheet, side, row)
        if any(not is_blank(sheet.text(row, column.index)) for column in side.values):
            return ""
        if item:
            return item if is_total(item) else ""
    return ""


def row_heading(sheet: Sheet, side: Side, row: int) -> tuple[str, str]:
    """(code, item) of a row on one side: digits only; label without white space and leading ordinal, "/" between."""
    parts: list[str] = []
    labels: list[str] = []
    seen: list[Cell] = []
    for column in (*side.codes, *side.labels):
        cell = sheet.at[row][column.index]
        # A header cell may reach down beside the first row (类, 款, 项 beside 合计): it is no label of that row.
        if cell is None or cell in seen or cell.row not in sheet.body_rows:
            continue
        seen.append(cell)
        text = bare(cell.text)
        if is_blank(text):
            continue
        if column.kind == "code" and text.isdigit():
            parts.append(text)
        else:
            labels.append(text)
    code = join_codes(parts)
    if not code and labels and (glued := GLUED_CODE.fullmatch(labels[0])):
        code, labels[0] = glued[1], glued[2]
    return code, "/".join(strip_ordinal(label) for label in labels)
