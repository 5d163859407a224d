"""A grid's header and columns: which rows head it, what path of header cells stands over each column, what it holds.

Works on any grid, whatever format it came from. Where the format does not say which cells are merged (tabs, pipes), a
blank header cell continues its left neighbour inside the same parent cell, else the cell above it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Cell, Grid
from ingest.tables.printed_numbers import read_number
from ontology.layout import (
    ColumnKind,
    bare,
    code_family,
    column_kind,
    is_blank,
    is_neutral,
    is_total,
    own_unit,
    search,
    strip_ordinal,
)
from ontology.schemes import official_names, scheme_of_code

GLUED_CODE = re.compile(
    r"(?P<open>[\[【（(])?(?P<code>\d{3}(?:\d{2}){0,2})(?(open)[]】）)])[-－—_：:]?(?P<name>[^\d.,，%\-－—_：:].*)")
"""A code and a name in one cell: 201一般公共服务支出, [201]一般公共服务支出, 201-一般公共服务支出."""
YEAR = re.compile(r"20\d{2}")
DECIMAL = re.compile(r"\d\.\d")
PIECE = re.compile(r"\d[\d,，.]*[,，.][\d,，.]*")
"""What a page's edge or a narrow field leaves of a number (2,6): no word that could name a row."""
FEWEST_CODES = 2
"""From this many cells on that all print a code of the lists, a column holds codes, whatever its header says."""
FEWEST_HEADER_ROWS = 2
"""A header of fewer rows has no cell above another."""
FEWEST_COUNTED = 3
"""From this many cells on that count up one by one, a column holds line numbers and no money."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid: what it holds and its printed header path.

    ``family``: what a code column classifies by (``layout.code_family``). ``unit``: the unit of measure that the header
    prints for this column alone, empty where it is the table's.
    """

    index: int
    kind: ColumnKind
    path: tuple[str, ...]
    family: str = ""
    unit: str = ""

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
    lines: tuple[Column, ...] = ()
    """The columns of line numbers (行次) among them."""


class Sheet:
    """A grid, or some of its rows, with every position looked up and its header found. Positions count from 0.

    ``headless``: the rows go on with a table whose header stands on an earlier page. ``rows``: the rows that the sheet
    takes in, all by default.
    """

    def __init__(self, grid: Grid, *, headless: bool = False, rows: range | None = None) -> None:
        self.grid = grid
        self.rows = range(grid.rows) if rows is None else rows
        self.at: list[list[Cell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
        for cell in grid.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
                for column in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                    self.at[row][column] = cell
        self.captions: list[str] = []
        self.notes: list[str] = []
        self.column_numbers: dict[int, int] = {}
        self.formulas: list[str] = []
        """What a row of column numbers prints as arithmetic: "3=4+5"."""
        self.header_rows: list[int] = []
        self.body_rows: list[int] = []
        self._split(headless)
        self.columns = self._columns()

    def with_cells(self, cells: tuple[Cell, ...]) -> Sheet:
        """The same sheet over other texts: rows and columns stay as they were found."""
        other = Sheet(replace(self.grid, cells=cells), headless=not self.header_rows, rows=self.rows)
        other.header_rows, other.body_rows, other.columns = self.header_rows, self.body_rows, self.columns
        return other

    def cells(self, row: int) -> list[Cell]:
        """The distinct printed cells of a row, blank ones left out."""
        seen: dict[int, Cell] = {}
        for cell in self.at[row]:
            if cell is not None and bare(cell.text):
                seen.setdefault(id(cell), cell)
        return list(seen.values())

    def texts(self, row: int) -> list[str]:
        """The texts of a row's printed cells without white space."""
        return [bare(cell.text) for cell in self.cells(row)]

    def text(self, row: int, column: int) -> str:
        """The text over a position, empty where nothing is printed."""
        cell = self.at[row][column]
        return cell.text if cell else ""

    def _split(self, headless: bool) -> None:
        in_body = headless
        for row in self.rows:
            texts = self.texts(row)
            if not texts:
                if self.header_rows and not in_body and self._spans_into(row):
                    self.header_rows.append(row)
            elif (in_body or self.header_rows) and _is_note(texts):
                self.notes.append(texts[0])
            elif not in_body and not self.header_rows and self._is_caption(texts):
                self.captions.extend(texts)
            elif self._numbers_columns(row, texts) or (
                any(search("columns", "column_number", t) for t in texts) and not any(map(is_neutral, texts))
            ):
                # A row that says 栏次 numbers the columns, also where its numbers are not clear; beside 金额 it heads
                # one of them.
                in_body = in_body or bool(self.header_rows)
            elif not in_body and not self._is_body(row, texts):
                self.header_rows.append(row)
            elif not self._repeats_header(texts):
                in_body = True
                self.body_rows.append(row)

    def _spans_into(self, row: int) -> bool:
        return any(cell is not None and cell.row < row for cell in self.at[row])

    @staticmethod
    def _is_caption(texts: Sequence[str]) -> bool:
        """Titles, units of measure and the unit's name may stand in the table's own first rows."""
        if any(read_number(text) is not None for text in texts):
            return False
        keys = ("unit_of_measure", "body", "form_number")
        others = [text for text in texts if not any(search("caption", key, text) for key in keys)]
        if len(others) < len(texts):
            # A unit of measure may also stand in a cell of the header: 单位：元 | 决算数.
            return not any(is_neutral(text) or column_kind(text) != "value" for text in others)
        return len(texts) == 1 and search("title", "ends", texts[0]) is not None

    def _numbers_columns(self, row: int, texts: Sequence[str]) -> bool:
        """栏次 rows number the columns 1, 2, 3＝4＋5 ...: they end the header and are no figures."""
        marks = [(cell, search("columns", "numbering", bare(cell.text))) for cell in self.cells(row)]
        named = any(search("columns", "named_numbering", text) for text in texts)
        numbers = [int(unicodedata.normalize("NFKC", mark["number"])) for _, mark in marks if mark and mark["number"]]
        others = [bare(cell.text) for cell, mark in marks if mark is None]
        allowed = ("code", "label", "line") if named else ("code",)
        if not all(column_kind(text) in allowed for text in others):
            return False
        if not numbers:
            return any(search("columns", "column_number", text) for text in texts) and not others
        if not named and (len(numbers) < 2 or numbers[0] != 1 or (self.body_rows and not self.column_numbers)):
            return False
        if not all(b - a == 1 for a, b in itertools.pairwise(numbers)):
            return False
        for cell, mark in marks:
            if mark and mark["number"]:
                for column in range(cell.column, cell.column + cell.colspan):
                    self.column_numbers[column] = int(unicodedata.normalize("NFKC", mark["number"]))
                if mark["formula"]:
                    self.formulas.append(f"{mark['number']}栏={mark['formula']}")
        return True

    def _is_body(self, row: int, texts: Sequence[str]) -> bool:
        numbers = [text for text in texts if read_number(text) is not None]
        if not numbers and any(DECIMAL.search(text) for text in texts):
            return True
        if numbers:
            # Years alone head columns; beside a total they would be amounts.
            return not all(YEAR.fullmatch(n) for n in numbers) or any(is_total(text) for text in texts)
        if not self.header_rows:
            return False
        first = texts[0]
        if strip_ordinal(first) != first or GLUED_CODE.fullmatch(first):
            return True
        return (len(texts) == 1 and is_total(first)) or self._names_only(row)

    def _names_only(self, row: int) -> bool:
        """Whether a row under a complete header prints names and nothing else: a row of values that are all blank."""
        heads = [text for _, text in self.header_cells()[-1]]
        own = [cell for cell in self.cells(row) if cell.row == row]
        return bool(own) and all(heads) and all(
            column_kind(heads[cell.column]) in ("label", "code") and column_kind(bare(cell.text)) == "value"
            and not self._parts(cell)
            for cell in own
        )

    def _parts(self, cell: Cell) -> bool:
        """Whether a cell is one of several under one header cell: 总计 and 一般公共预算资金 under 资金来源."""
        head = self.at[self.header_rows[-1]][cell.column]
        return head is not None and head.colspan > cell.colspan

    def _repeats_header(self, texts: Sequence[str]) -> bool:
        return any(texts == self.texts(head) for head in self.header_rows) and not any(
            read_number(text) is not None for text in texts
        )

    def header_cells(self) -> list[list[tuple[object, str]]]:
        """Per header row and column: an identity of the cell that stands there, and its text without white space."""
        matrix: list[list[tuple[object, str]]] = []
        merged = self._shows_merged()
        for depth, row in enumerate(self.header_rows):
            line: list[tuple[object, str]] = []
            for column in range(self.grid.columns):
                cell = self.at[row][column]
                text = bare(cell.text) if cell else ""
                if text or merged:
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

    def _shows_merged(self) -> bool:
        """Whether the cells themselves say which of the header's are merged. A header of several rows with blank cells
        and not one merged was typed into a bare raster, whatever the format could say."""
        if not self.grid.spans_known or len(self.header_rows) < FEWEST_HEADER_ROWS:
            return self.grid.spans_known
        own = [cell for row in self.header_rows for cell in self.at[row] if cell is not None]
        return any(cell.rowspan * cell.colspan > 1 for cell in own) or all(bare(cell.text) for cell in own)

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
            kind = self._kind(index, path)
            family = code_family("/".join(path)) if kind == "code" else ""
            unit = next(filter(None, map(own_unit, reversed(path))), "") if kind == "value" else ""
            columns.append(Column(index, kind, tuple(path), family, unit))
        return tuple(columns)

    def _kind(self, index: int, path: Sequence[str]) -> ColumnKind:
        """By the leaf header; where it leaves it open, by what the column prints: words, codes, line numbers."""
        kind = column_kind(path[-1]) if path else "value"
        printed = self.column_texts(index)
        codes = sum(scheme_of_code(text) != "" for text in printed)
        if kind == "label" and codes and codes == sum(text.isdigit() for text in printed) > len(printed) / 2:
            return "code"
        if kind != "value":
            return kind
        numbers = [text for text in printed if read_number(text) is not None]
        pieces = sum(PIECE.fullmatch(text) is not None and read_number(text) is None for text in printed) if path else 0
        words = len(printed) - len(numbers) - pieces
        if words > len(numbers) or (not path and words):
            return "label"
        if len(printed) >= FEWEST_CODES and all(is_official(text) for text in printed):
            return "code"
        if len(printed) >= FEWEST_COUNTED and all(text.isdigit() for text in printed):
            counted = [int(text) for text in printed]
            if all(b - a == 1 for a, b in itertools.pairwise(counted)):
                return "line"
        return "value"

    def column_texts(self, index: int) -> list[str]:
        """What a column prints in the body, blanks left out, a merged cell once."""
        cells = ((row, self.at[row][index]) for row in self.body_rows)
        return [bare(c.text) for row, c in cells if c is not None and c.row == row and not is_blank(c.text)]

    def value_cells(self, side: Side, row: int) -> Iterator[tuple[Column, Cell]]:
        """The value cells that start in a row; a cell merged downwards or over a label is met once."""
        for column in side.values:
            cell = self.at[row][column.index]
            if cell is not None and cell.row == row and cell.column == column.index:
                yield column, cell

    def sides(self) -> tuple[Side, ...]:
        """The columns in groups: a label after a value starts the next side of a table printed side by side."""
        groups: list[dict[str, list[Column]]] = []
        for column in self.columns:
            if column.kind == "ignore":
                continue
            starts = ("code", "label", "line") if groups and groups[-1]["line"] else ("code", "label")
            if not groups or (column.kind in starts and groups[-1]["value"]):
                groups.append({"code": [], "label": [], "value": [], "line": []})
            groups[-1][column.kind].append(column)
        return tuple(Side(tuple(g["code"]), tuple(g["label"]), tuple(g["value"]), tuple(g["line"])) for g in groups)


def is_official(code: str) -> bool:
    """Whether a text is a code of the functional or economic classification, of any edition."""
    return code in official_names("functional") or code in official_names("economic")


def _is_note(texts: Sequence[str]) -> bool:
    """A line inside a table that speaks in sentences, or of the table's arithmetic."""
    if len(texts) != 1 or read_number(texts[0]) is not None:
        return False
    return any(search("note", mark, texts[0]) for mark in ("start", "identity", "inside"))
