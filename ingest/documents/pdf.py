"""PDF files: ruled and aligned tables as grids, the text around them as printed lines.

Positions come from pdfplumber; what makes a table is decided in ``page_tables``, which glyphs make a line in
``printed_lines``. Pages lying on their side are read as if held
upright; boxes are always those of the page as displayed.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from ingest.documents.aligned_grid import Shape
from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from ingest.documents.page_marks import glyphs_of, rulings_of, turned_segments
from ingest.documents.page_tables import page_tables
from ingest.documents.printed_lines import main_turn, turned_glyphs, upright_box
from ingest.documents.radicals import with_ideographs
from ingest.documents.soundness import refuse_damaged
from ingest.records import Box

MOST_PAGES = 3000
_WITHOUT_UNICODE = re.compile(r"\(cid:\d+\)")
_MOST_WITHOUT_UNICODE = 0.2
_SCAN_REMEDY = "安装文字识别（OCR）扩展后再试，或取得带文字的原件"

_HEAD = 2048
_TAIL = 64 * 1024
_MARGIN = 0.1
"""Share of the page's height at top and bottom in which page numbers stand."""
_MARKED_PAGE_NUMBER = re.compile(
    r"[-—–－_·.\s]+\d{1,4}[-—–－_·.\s]+|第\s*\d{1,4}\s*页(.{0,3}共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_BARE_PAGE_NUMBER = re.compile(r"\d{1,4}")

# Its warnings on colours and fonts number thousands a file; what matters of them becomes a note or an error here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class _Page(NamedTuple):
    number: int
    height: float
    blocks: list[Block]
    """In reading order; grids are numbered later."""
    glyphs: int
    without_unicode: int
    picture: bool
    notes: list[str]
    goes_on: Shape | None = None
    """The shape of a table without ruling lines that may go on over the page."""
    torn: Mapping[int, str] = MappingProxyType({})
    """By column, what the last row of such a table on the page before ends with."""


def read_pdf(path: Path, name: str) -> Content:
    """Blocks of the PDF file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for a file that is damaged, cut short, locked with a password, without pages, or without
    text (a scan).
    """
    _refuse_cut_short(path, name)
    try:
        with pdfplumber.open(path) as pdf:
            count = len(pdf.pages)
            if count == 0:
                raise UnreadableDocument(name, "PDF 没有任何页", "请核对文件是否完整")
            if count > MOST_PAGES:
                raise UnreadableDocument(name, f"PDF 有 {count} 页，超过上限 {MOST_PAGES} 页", "请拆分后再读")
            pages: list[_Page] = []
            for page in pdf.pages:
                pages.append(_read_page(page, pages[-1].goes_on if pages else None))
            stated = _stated_pages(pdf)
    except UnreadableDocument:
        raise
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise UnreadableDocument(name, "PDF 已加密，需要密码", "请取得未加密的文件") from error
        cause = next((type(each).__name__ for each in error.args), type(error).__name__)
        raise UnreadableDocument(name, f"PDF 已损坏（{cause}）", "请重新下载") from error
    except Exception as error:
        # On damaged files pdfminer raises whatever the damage leads to: KeyError, AssertionError, RecursionError ...
        raise UnreadableDocument(name, f"PDF 已损坏（{type(error).__name__}）", "请重新下载") from error
    content = _assembled(pages, name)
    if stated > count:
        lost = f"PDF 应有 {stated} 页，只找到 {count} 页，文件可能已损坏"
        return content._replace(notes=(*content.notes, lost))
    return content


def _stated_pages(pdf: Any) -> int:
    """The number of pages the file says it has; 0 where it does not say."""
    root = resolve1(pdf.doc.catalog.get("Pages"))
    stated = resolve1(root.get("Count")) if isinstance(root, dict) else 0
    return stated if isinstance(stated, int) else 0


def _refuse_cut_short(path: Path, name: str) -> None:
    # pdfminer rebuilds the table of objects of a file that was cut short and then shows fewer pages without a word.
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    end = tail.rfind(b"%%EOF")
    linearized = re.search(rb"/Linearized.{0,80}?/L\s+(\d+)", head, re.DOTALL)
    if end < 0 or b" obj" in tail[end:] or (linearized and int(linearized[1]) > size):
        raise UnreadableDocument(name, "PDF 不完整（文件末尾缺失）", "请重新下载")


def _read_page(page: Any, carried: Shape | None) -> _Page:
    number = int(page.page_number)
    try:
        return _page(page, carried)
    except Exception as error:
        # One damaged page must not cost the others; the ledger says which one is missing.
        reason = f"第 {number} 页无法读取（{type(error).__name__}），该页内容缺失"
        return _Page(number, 0.0, [], 0, 0, False, [reason])
    finally:
        page.close()


def _page(page: Any, carried: Shape | None) -> _Page:
    number, notes = int(page.page_number), []
    refuse_damaged(page)
    glyphs, left_out, (width, height) = glyphs_of(page)
    if left_out:
        notes.append(f"第 {number} 页略去 {left_out} 个倾斜的字符（水印）")
    turn = main_turn(glyphs)
    horizontal, vertical = rulings_of(page)
    glyphs = turned_glyphs(glyphs, turn, width, height)
    horizontal, vertical = turned_segments(horizontal, vertical, turn, width, height)
    seen_height = width if turn in (90, 270) else height
    tables = page_tables(glyphs, horizontal, vertical, seen_height, carried)
    if tables.lost:
        notes.append(f"第 {number} 页接上一页的无框线表格，其数字与栏目未能对齐，未作为表格读取")

    def displayed(box: Box) -> Box:
        x0, top, x1, bottom = upright_box(box, turn, width, height)
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)

    placed: list[tuple[float, float, Block]] = []
    for line in tables.lines:
        text = with_ideographs(line.text)
        placed.append((line.box[1], line.box[0], Paragraph(text, page=number, box=displayed(line.box))))
    for table in tables.tables:
        cells = tuple(
            Cell(c.text, c.row, c.column, c.rowspan, c.colspan, page=number, box=displayed(c.box)) for c in table.cells
        )
        edges = tuple(round(x, 2) for x in table.edges)
        grid = Grid(0, cells, rows=table.rows, columns=len(edges) - 1, page=number, edges=edges)
        placed.append((table.box[1], table.box[0], grid))
    placed.sort(key=lambda block: block[:2])
    unknown = sum(1 for glyph in glyphs if _WITHOUT_UNICODE.match(glyph.text))
    inked = sum(1 for glyph in glyphs if not glyph.text.isspace())
    blocks = [block for *_, block in placed]
    return _Page(
        number, seen_height, blocks, inked, unknown, bool(page.images), notes, tables.goes_on, tables.torn
    )


def _assembled(pages: list[_Page], name: str) -> Content:
    glyphs = sum(page.glyphs for page in pages)
    notes = [note for page in pages for note in page.notes]
    if glyphs == 0:
        if len(notes) == len(pages):
            raise UnreadableDocument(name, "PDF 已损坏：没有一页能读出", "请重新下载")
        raise UnreadableDocument(name, "PDF 里没有文字，是扫描件", _SCAN_REMEDY)
    unknown = sum(page.without_unicode for page in pages)
    if unknown > _MOST_WITHOUT_UNICODE * glyphs:
        raise UnreadableDocument(name, "PDF 的字体没有文字编码，读不出文字", _SCAN_REMEDY)
    for page in pages:
        if page.glyphs == 0 and page.picture:
            notes.append(f"第 {page.number} 页是图片，没有文字，未读")
        if page.without_unicode:
            notes.append(f"第 {page.number} 页有 {page.without_unicode} 个字符没有文字编码")
    for before, page in pairwise(pages):
        if page.torn:
            _mend(before.blocks, page.torn)
    blocks: list[Block] = []
    grids = 0
    numbered = _page_numbers(pages)
    for page in pages:
        for block in page.blocks:
            if isinstance(block, Grid):
                grids += 1
                blocks.append(replace(block, index=grids))
            elif id(block) not in numbered:
                blocks.append(block)
    return Content(tuple(blocks), len(pages), tuple(notes))


def _mend(blocks: list[Block], torn: Mapping[int, str]) -> None:
    """Puts the ends of labels that a page break cut off to the last row of the last grid."""
    at = next(i for i in range(len(blocks) - 1, -1, -1) if isinstance(blocks[i], Grid))
    grid = blocks[at]
    if isinstance(grid, Grid):
        cells = tuple(
            replace(cell, text=f"{cell.text}\n{torn[cell.column]}")
            if cell.row == grid.rows - 1 and cell.column in torn
            else cell
            for cell in grid.cells
        )
        blocks[at] = replace(grid, cells=cells)


def _page_numbers(pages: Sequence[_Page]) -> set[int]:
    """The ``id`` of every paragraph that is a page number standing alone at the top or bottom of its page.

    A bare number counts only where at least one other page is numbered in step with it.
    """
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    for page in pages:
        for block in (page.blocks[:1] + page.blocks[-1:])[: len(page.blocks)]:
            if not isinstance(block, Paragraph) or not _in_margin(block, page):
                continue
            if _MARKED_PAGE_NUMBER.fullmatch(block.text):
                found.add(id(block))
            elif _BARE_PAGE_NUMBER.fullmatch(block.text):
                bare.append((int(block.text) - page.number, id(block)))
    steps = Counter(step for step, _ in bare)
    return found | {block for step, block in bare if steps[step] > 1}


def _in_margin(block: Paragraph, page: _Page) -> bool:
    if block.box is None or page.height == 0:
        return False
    return block.box[3] <= page.height * _MARGIN or block.box[1] >= page.height * (1 - _MARGIN)
