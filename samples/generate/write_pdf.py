"""Writes PDF with embedded TrueType subsets, full control of rules, merged cells and page breaks, and no clock."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples.generate.blocks import Centred, Document, Heading, PageBreak, Table
from samples.generate.set_table import MARGIN, PdfOptions, TableSetter, wrap
from samples.generate.write_text import Pages

FONTS = {
    "Ming": (Path("/usr/share/fonts/truetype/arphic/uming.ttc"), "fonts-arphic-uming"),
    "Hei": (Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), "fonts-wqy-zenhei"),
}


class MissingFont(RuntimeError):
    """A font that samples are set in is not installed."""


@cache
def _fonts() -> None:
    for name, (path, package) in FONTS.items():
        if not path.is_file():
            raise MissingFont(f"{path} is missing: install it (Debian: apt-get install {package})")
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))


def fonts_installed() -> bool:
    return all(path.is_file() for path, _ in FONTS.values())


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
        self.right = False
        """Whether the left half of the page holds a table already, where tables stand beside each other."""
        self.pages: Pages = {}

    def run(self) -> Pages:
        table = 0
        turned = False
        for block in self.document.blocks:
            if isinstance(block, Table):
                turned = turned or block.own_page
                if self.options.beside:
                    self.half(block, table)
                else:
                    if block.own_page:
                        self.turn(block.landscape)
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

    def half(self, table: Table, index: int) -> None:
        """Set a table on the left half of a wide page, or on the right where the left is taken; a long one alone."""
        if not self.right:
            self.turn(True)
        whole, left = self.width, (self.width / 2 - 0.6 * MARGIN) * self.right
        self.width = self.width / 2 + 0.6 * MARGIN
        if sum(TableSetter(self, table, index).heights) > self.height - 2 * MARGIN - 100:
            self.width, self.right = whole, False
            self.turn(table.landscape)
            self.table(table, index)
            return
        self.canvas.saveState()
        self.canvas.translate(left, 0)
        self.y = MARGIN
        self.table(table, index)
        self.canvas.restoreState()
        self.width, self.right = whole, not self.right

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
        TableSetter(self, table, index).run()
        for note in table.notes:
            for line in wrap(note, self.options.font, 9, self.width - 2 * MARGIN):
                self.room(13)
                self.text(MARGIN, self.y + 2, line, self.options.font, 9)
                self.y += 13
                self.fresh = self.fresh and not self.options.clear_notes
        self.y += 10


__all__ = ["MissingFont", "PdfOptions", "fonts_installed", "write_pdf"]
