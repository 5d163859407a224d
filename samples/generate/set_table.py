"""Sets one table on the pages of a PDF document: rules, merged cells, page breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from samples.generate.blocks import Cell, Table
from samples.generate.picture import paste
from samples.generate.write_text import Pages

CLOSING = "，。；：、）”％%！？》"
"""Characters that must not start a line."""

MARGIN = 62.0
PAD = 3.0


@dataclass(frozen=True)
class PdfOptions:
    """``rules``: full, double, dotted, none, shaded (no lines either, but grey rows), horizontal (no upright ones),
    columns (none between body rows) or frame (around the table and below its header); ``digit_shift``: points by which
    amounts sit above their line; ``amounts``: r or c, how they stand in their column; ``upright_heads``: whether long
    header cells over amounts are turned; ``clear_notes``: whether a table never begins on a page that holds only the
    notes of the one before; ``turned``: wide pages are upright ones with the table set sideways, which a reader's
    program turns (turn) or not (lie); ``pasted``: dots an inch of tables that are pictures, 0 where they are print;
    ``beside``: whether two tables share a wide page, one beside the other; ``font`` and ``heading_font``: registered
    names; ``title_size``: of table titles."""

    repeat_header: bool = True
    row_height: float = 17.0
    rules: str = "full"
    digit_shift: float = 0.0
    table_size: float = 9.0
    amounts: str = "r"
    clear_notes: bool = False
    turned: str = ""
    pasted: float = 0.0
    beside: bool = False
    upright_heads: bool = False
    font: str = "Ming"
    heading_font: str = "Hei"
    title_size: float = 14.0


def wrap(text: str, font: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """Break text to a width in points; Western words and numbers stay whole unless longer than a line."""
    lines: list[str] = []
    line, used, place = "", indent, 0
    while place < len(text):
        end = place + 1
        if _western(text[place]):
            while end < len(text) and _western(text[end]):
                end += 1
        piece = text[place:end]
        wide = pdfmetrics.stringWidth(piece, font, size)
        if used + wide > width and line and piece not in CLOSING:
            lines.append(line)
            line, used = "", 0.0
        if wide > width and len(piece) > 1:
            # As word processors break a number that is longer than its cell: the line is filled.
            while len(piece) > 1 and pdfmetrics.stringWidth(piece, font, size) > width:
                piece = piece[:-1]
            end = place + len(piece)
            wide = pdfmetrics.stringWidth(piece, font, size)
        line, used, place = line + piece, used + wide, end
    return [*lines, line]


def _western(character: str) -> bool:
    return character.isascii() and not character.isspace()


class Page(Protocol):
    """What a table needs to know of the document being set; ``y`` is how far down the page is filled."""

    canvas: Canvas
    options: PdfOptions
    width: float
    height: float
    y: float
    page: int
    fresh: bool
    pages: Pages

    def turn(self, landscape: bool) -> None: ...

    def text(self, x: float, top: float, text: str, font: str, size: float) -> None: ...


class TableSetter:
    """Sets one table, over as many pages as it takes."""

    def __init__(self, writer: Page, table: Table, index: int) -> None:
        self.writer, self.table, self.index = writer, table, index
        self.size = writer.options.table_size
        whole = sum(table.widths)
        span = writer.width - 2 * MARGIN
        self.lefts = [MARGIN]
        for width in table.widths:
            self.lefts.append(self.lefts[-1] + span * width / whole)
        self.lines = {id(cell): self.wrapped(cell) for cell in table.cells}
        self.heights = self.measure()

    def wrapped(self, cell: Cell) -> list[str]:
        if not cell.text:
            return []
        width = self.lefts[cell.column + cell.colspan] - self.lefts[cell.column] - 2 * PAD
        text = cell.text.lstrip(" ")
        indent = (len(cell.text) - len(text)) * self.size / 2
        return wrap(text, self.writer.options.font, self.size, width - indent)

    def upright(self, cell: Cell) -> bool:
        """Whether a header cell's text runs upwards: a long one over a narrow column of amounts."""
        lowest = cell.row < self.table.header_rows and cell.colspan == 1 and not cell.text.isdigit()
        amounts = any(other.figure and other.column == cell.column for other in self.table.cells)
        return self.writer.options.upright_heads and lowest and amounts and len(cell.text) > 4

    def measure(self) -> list[float]:
        heights = [self.writer.options.row_height] * self.table.rows
        for cell in sorted(self.table.cells, key=lambda cell: cell.rowspan):
            need = len(self.lines[id(cell)]) * self.size * 1.25 + 5
            if self.upright(cell):
                need = len(cell.text) * self.size + 2 * PAD
            have = sum(heights[cell.row : cell.row + cell.rowspan])
            if need > have:
                heights[cell.row + cell.rowspan - 1] += need - have
        return heights

    def run(self) -> None:
        repeat = self.table.header_rows if self.table.repeat_header and self.writer.options.repeat_header else 0
        start = 0
        while start < self.table.rows:
            head = list(range(repeat)) if start else []
            room = self.writer.height - MARGIN - self.writer.y - sum(self.heights[row] for row in head)
            end = start
            while end < self.table.rows and self.heights[end] <= room:
                room -= self.heights[end]
                end += 1
            if end < self.table.header_rows or end == start:
                if self.writer.y <= MARGIN:
                    end = start + 1
                else:
                    self.writer.turn(self.writer.width > self.writer.height)
                    continue
            self.part(head)
            self.part(list(range(start, end)))
            for row in range(start, end):
                self.writer.pages[self.index, row] = self.writer.page
            start = end
            if start < self.table.rows:
                self.writer.turn(self.writer.width > self.writer.height)
                self.writer.fresh = False

    def part(self, rows: list[int]) -> None:
        """Draw some rows that follow each other, or paste a picture of them."""
        writer = self.writer
        if not rows or not writer.options.pasted:
            self.drawn(rows)
            return

        def draw(canvas: Canvas) -> tuple[float, float, float, float]:
            page, top = writer.canvas, writer.y
            writer.canvas = canvas
            self.drawn(rows)
            writer.canvas = page
            return self.lefts[0] - 2, writer.height - writer.y - 2, self.lefts[-1] + 2, writer.height - top + 2

        paste(writer.canvas, (writer.width, writer.height), writer.options.pasted, draw)

    def drawn(self, rows: list[int]) -> None:
        """Draw some rows; merged cells cut by a page break show their text on the first part."""
        if not rows:
            return
        self.writer.fresh = False
        tops: dict[int, float] = {}
        for row in rows:
            tops[row] = self.writer.y
            self.writer.y += self.heights[row]
        first, last = rows[0], rows[-1]
        for cell in self.table.cells:
            low, high = max(cell.row, first), min(cell.row + cell.rowspan - 1, last)
            if low > high:
                continue
            top, bottom = tops[low], tops[high] + self.heights[high]
            self.box(cell, self.lefts[cell.column], top, self.lefts[cell.column + cell.colspan], bottom)
            if cell.row == low:
                self.fill(cell, top, bottom)
        if self.writer.options.rules in ("frame", "columns"):
            self.frame(tops[first], tops[last] + self.heights[last])

    def frame(self, top: float, bottom: float) -> None:
        canvas, height = self.writer.canvas, self.writer.height
        canvas.setLineWidth(0.5)
        canvas.rect(self.lefts[0], height - bottom, self.lefts[-1] - self.lefts[0], bottom - top, stroke=1, fill=0)

    def box(self, cell: Cell, left: float, top: float, right: float, bottom: float) -> None:
        rules = self.writer.options.rules
        canvas, height = self.writer.canvas, self.writer.height
        canvas.setLineWidth(0.5)
        if rules == "horizontal":
            for y in (top, bottom):
                canvas.line(left, height - y, right, height - y)
            return
        head = cell.row < self.table.header_rows
        if rules == "columns" and not head:
            for x in (left, right):
                canvas.line(x, height - top, x, height - bottom)
            return
        if rules == "frame" and head and cell.row + cell.rowspan == self.table.header_rows:
            canvas.line(left, height - bottom, right, height - bottom)
        if rules in ("none", "frame"):
            return
        if rules == "shaded":
            canvas.setFillGray(0.75 if head else 0.92 if cell.row % 2 else 1.0)
            canvas.rect(left, height - bottom, right - left, bottom - top, stroke=0, fill=1)
            canvas.setFillGray(0)
            return
        if rules == "dotted":
            self.dotted(left, top, right, bottom)
            return
        canvas.rect(left, height - bottom, right - left, bottom - top, stroke=1, fill=0)
        if rules == "double":
            canvas.rect(left + 1.6, height - bottom + 1.6, right - left - 3.2, bottom - top - 3.2, stroke=1, fill=0)

    def dotted(self, left: float, top: float, right: float, bottom: float) -> None:
        """A border of short strokes, as spreadsheets print dotted ones."""
        canvas, height = self.writer.canvas, self.writer.height
        for y in (top, bottom):
            for step in range(int((right - left) / 3) + 1):
                canvas.line(left + 3 * step, height - y, min(right, left + 3 * step + 1.5), height - y)
        for x in (left, right):
            for step in range(int((bottom - top) / 3) + 1):
                canvas.line(x, height - top - 3 * step, x, max(height - bottom, height - top - 3 * step - 1.5))

    def fill(self, cell: Cell, top: float, bottom: float) -> None:
        lines = self.lines[id(cell)]
        if not lines:
            return
        if self.upright(cell):
            canvas = self.writer.canvas
            canvas.saveState()
            canvas.translate((self.lefts[cell.column] + self.lefts[cell.column + 1]) / 2 + self.size * 0.4,
                             self.writer.height - bottom + PAD)
            canvas.rotate(90)
            canvas.setFont(self.writer.options.font, self.size)
            canvas.drawString(0, 0, cell.text)
            canvas.restoreState()
            return
        leading = self.size * 1.25
        y = top + (bottom - top - len(lines) * leading) / 2 + self.size * 0.1
        indent = (len(cell.text) - len(cell.text.lstrip(" "))) * self.size / 2
        left, right = self.lefts[cell.column] + PAD + indent, self.lefts[cell.column + cell.colspan] - PAD
        for line in lines:
            wide = pdfmetrics.stringWidth(line, self.writer.options.font, self.size)
            align = self.writer.options.amounts if cell.figure else cell.align
            x = {"l": left, "c": left + (right - left - wide) / 2, "r": right - wide}[align]
            shift = self.writer.options.digit_shift if cell.figure else 0.0
            font = self.writer.options.heading_font if cell.bold else self.writer.options.font
            self.writer.text(x, y - shift, line, font, self.size)
            y += leading
