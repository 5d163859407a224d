"""Writes PDF with embedded TrueType subsets, full control of rules, merged cells and page breaks, and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.generate.blocks import Cell, Centred, Document, Heading, PageBreak, Table
from samples.generate.picture import paste
from samples.generate.write_text import Pages

FONTS = {
    "Ming": (Path("/usr/share/fonts/truetype/arphic/uming.ttc"), "fonts-arphic-uming"),
    "Hei": (Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), "fonts-wqy-zenhei"),
}
CLOSING = "，。；：、）”％%！？》"
"""Characters that must not start a line."""

MARGIN = 62.0
PAD = 3.0


class MissingFont(RuntimeError):
    """A font that samples are set in is not installed."""


@dataclass(frozen=True)
class PdfOptions:
    """``rules``: full, double, none, horizontal (no upright ones), columns (none between body rows) or frame (around
    the table and below its header); ``digit_shift``: points by which amounts sit above their line; ``amounts``: r or c,
    how they stand in their column; ``clear_notes``: whether a table never begins on a page that holds only the notes of
    the one before; ``turned``: wide pages are upright ones with the table set sideways, which a reader's program turns
    (turn) or not (lie); ``pasted``: dots an inch of tables that are pictures, 0 where they are print; ``font`` and
    ``heading_font``: registered names; ``title_size``: of table titles."""

    repeat_header: bool = True
    row_height: float = 17.0
    rules: str = "full"
    digit_shift: float = 0.0
    table_size: float = 9.0
    amounts: str = "r"
    clear_notes: bool = False
    turned: str = ""
    pasted: float = 0.0
    font: str = "Ming"
    heading_font: str = "Hei"
    title_size: float = 14.0


@cache
def _fonts() -> None:
    for name, (path, package) in FONTS.items():
        if not path.is_file():
            raise MissingFont(f"{path} is missing: install it (Debian: apt-get install {package})")
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))


def fonts_installed() -> bool:
    return all(path.is_file() for path, _ in FONTS.values())


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


def write_pdf(document: Document, path: Path, **options: float | bool | str) -> Pages:
    """Write the document; returns the page, from 1, of each row of each table."""
    _fonts()
    writer = _Writer(document, path, PdfOptions(**options))  # type: ignore[arg-type]
    return writer.run()


class _Writer:
    """The state of a document being set: the canvas, the page, and how far down it is filled."""

    def __init__(self, document: Document, path: Path, options: PdfOptions) -> None:
        self.document = document
        self.options = options
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(document.title)
        self.canvas.setAuthor(document.author)
        self.canvas.setSubject(document.subject)
        self.canvas.setKeywords("样例")
        self.page = 1
        self.width, self.height = A4
        self.y = MARGIN
        self.fresh, self.sideways = True, False
        self.pages: Pages = {}

    def run(self) -> Pages:
        table = 0
        turned = False
        for block in self.document.blocks:
            if isinstance(block, Table):
                if block.own_page:
                    self.turn(block.landscape)
                    turned = True
                self.table(block, table)
                table += 1
                continue
            if turned and not (isinstance(block, Heading) and block.level > 2):
                self.turn(False)
                turned = False
            if isinstance(block, PageBreak):
                self.turn(False)
            elif isinstance(block, Centred):
                self.centred(block)
            elif isinstance(block, Heading):
                self.heading(block)
            else:
                self.paragraph(block.text)
        self.footer()
        self.canvas.save()
        return self.pages

    def footer(self) -> None:
        self.canvas.setFont(self.options.font, 9)
        self.canvas.drawCentredString(self.width / 2, 30, f"样例（虚构单位）  {self.page}")

    def turn(self, landscape: bool) -> None:
        """Go to a new page of an orientation, unless this one is still empty and of that orientation."""
        size = (A4[1], A4[0]) if landscape else A4
        if not self.fresh:
            self.footer()
            self.canvas.showPage()
            self.page += 1
        elif self.sideways:
            self.canvas.rotate(-90)
            self.canvas.translate(-A4[0], 0)
        self.width, self.height = size
        sideways = self.sideways = landscape and bool(self.options.turned)
        # Of a page that is turned reportlab wants the size as displayed.
        self.canvas.setPageSize(A4 if sideways and self.options.turned == "lie" else size)
        self.canvas.setPageRotation(90 if sideways and self.options.turned == "turn" else 0)
        if sideways:
            self.canvas.translate(A4[0], 0)
            self.canvas.rotate(90)
        self.y, self.fresh = MARGIN, True

    def room(self, height: float) -> None:
        if self.y + height > self.height - MARGIN:
            self.turn(self.width > self.height)

    def text(self, x: float, top: float, text: str, font: str, size: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - top - size * 0.88, text)

    def centred(self, block: Centred) -> None:
        if block.size > 16 or (self.fresh and block.size < 16):
            self.y += 70
        for line in wrap(block.text, self.options.heading_font, block.size, self.width - 2 * MARGIN):
            wide = pdfmetrics.stringWidth(line, self.options.heading_font, block.size)
            self.text((self.width - wide) / 2, self.y, line, self.options.heading_font, block.size)
            self.y += block.size * 1.6
        self.fresh = False

    def heading(self, block: Heading) -> None:
        size = (16.0, 13.0, 12.0)[min(block.level, 3) - 1]
        self.room(size * 4)
        self.y += size * 0.5
        for line in wrap(block.text, self.options.heading_font, size, self.width - 2 * MARGIN - 24):
            wide = pdfmetrics.stringWidth(line, self.options.heading_font, size)
            left = (self.width - wide) / 2 if block.level == 1 else MARGIN + 24
            self.text(left, self.y, line, self.options.heading_font, size)
            self.y += size * 1.6
        self.fresh = False

    def paragraph(self, text: str, size: float = 12.0) -> None:
        left = MARGIN + 2 * size
        for line in wrap(text, self.options.font, size, self.width - 2 * MARGIN, 2 * size):
            self.room(size * 1.75)
            self.text(left, self.y, line, self.options.font, size)
            self.y += size * 1.75
            self.fresh = False
            left = MARGIN

    def table(self, table: Table, index: int) -> None:
        if table.lead:
            self.centred(Centred(table.lead, 15.9))
        if table.title:
            self.room(60)
            size = self.options.title_size if table.kind == "table" else 12.0
            wide = pdfmetrics.stringWidth(table.title, self.options.heading_font, size)
            self.text((self.width - wide) / 2, self.y, table.title, self.options.heading_font, size)
            self.y += size * 1.6
        for left, right in table.caption:
            self.text(MARGIN, self.y, left, self.options.font, 9.5)
            wide = pdfmetrics.stringWidth(right, self.options.font, 9.5)
            self.text(self.width - MARGIN - wide, self.y, right, self.options.font, 9.5)
            self.y += 14
        self.fresh = False
        _TableSetter(self, table, index).run()
        for note in table.notes:
            for line in wrap(note, self.options.font, 9, self.width - 2 * MARGIN):
                self.room(13)
                self.text(MARGIN, self.y + 2, line, self.options.font, 9)
                self.y += 13
                self.fresh = self.fresh and not self.options.clear_notes
        self.y += 10


class _TableSetter:
    """Sets one table, over as many pages as it takes."""

    def __init__(self, writer: _Writer, table: Table, index: int) -> None:
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

    def measure(self) -> list[float]:
        heights = [self.writer.options.row_height] * self.table.rows
        for cell in sorted(self.table.cells, key=lambda cell: cell.rowspan):
            need = len(self.lines[id(cell)]) * self.size * 1.25 + 5
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
        canvas.rect(left, height - bottom, right - left, bottom - top, stroke=1, fill=0)
        if rules == "double":
            canvas.rect(left + 1.6, height - bottom + 1.6, right - left - 3.2, bottom - top - 3.2, stroke=1, fill=0)

    def fill(self, cell: Cell, top: float, bottom: float) -> None:
        lines = self.lines[id(cell)]
        if not lines:
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


__all__ = ["MissingFont", "PdfOptions", "fonts_installed", "write_pdf"]
