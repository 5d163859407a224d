"""PDF files: ruled and aligned tables as grids, the text around them as printed lines.

Positions come from pdfplumber; what makes a table is decided in ``page_tables``, which glyphs make a line in
``printed_lines``. Pages lying on their side are read as if held upright; boxes are always those of the page as
displayed. Pages without a text layer are recognised (``scan_pages``).
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from ingest.documents.aligned_grid import Carried
from ingest.documents.content import Content
from ingest.documents.document import Grid, UnreadableDocument
from ingest.documents.page_content import Drawn, drawn_on
from ingest.documents.page_marks import LeftOut, glyphs_of, images_of, rulings_of, turned_segments
from ingest.documents.page_pictures import Inset, tabular_boxes
from ingest.documents.page_tables import page_tables
from ingest.documents.pages import Page, assembled, blocks_of, lost_table
from ingest.documents.printed_lines import Glyph, main_turn, turned_glyphs, upright_box
from ingest.documents.recognition import REMEDY, MissingExtra
from ingest.documents.scan_pages import Scanner, is_scan, page_list
from ingest.documents.soundness import refuse_damaged
from ingest.records import Box

MOST_PAGES = 3000
_WITHOUT_UNICODE = re.compile(r"\(cid:\d+\)")

_HEAD = 2048
_TAIL = 64 * 1024

# Its warnings on colours and fonts number thousands a file; what matters of them becomes a note or an error here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class _Read(NamedTuple):
    """A page and how it was read: from its text, by recognition, or not at all for want of it."""

    page: Page
    way: str = "text"
    """text, scan, unread or damaged."""
    insets: str = ""
    """Of a page with text: whether tables in its pictures were "read", not there ("without"), or perhaps there and not
    recognised for want of the extra ("unread")."""


def read_pdf(path: Path, name: str) -> Content:
    """Blocks of the PDF file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for a file that is damaged, cut short, locked with a password, without pages, or without
    text: a scan, where the extra ``scan`` is not installed.
    """
    _refuse_cut_short(path, name)
    try:
        with pdfplumber.open(path) as pdf, Scanner(path) as scanner:
            count = len(pdf.pages)
            if count == 0:
                raise UnreadableDocument(name, "PDF 没有任何页", "请核对文件是否完整")
            if count > MOST_PAGES:
                raise UnreadableDocument(name, f"PDF 有 {count} 页，超过上限 {MOST_PAGES} 页", "请拆分后再读")
            read: list[_Read] = []
            for page in pdf.pages:
                read.append(_read_page(page, read[-1].page.goes_on if read else None, scanner))
            stated = _stated_pages(pdf)
    except (UnreadableDocument, MemoryError):
        raise
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise UnreadableDocument(name, "PDF 已加密，需要密码", "请取得未加密的文件") from error
        cause = next((type(each).__name__ for each in error.args), type(error).__name__)
        raise UnreadableDocument(name, f"PDF 已损坏（{cause}）", "请重新下载") from error
    except Exception as error:
        # On damaged files pdfminer raises whatever the damage leads to: KeyError, AssertionError, RecursionError ...
        raise UnreadableDocument(name, f"PDF 已损坏（{type(error).__name__}）", "请重新下载") from error
    notes, unread = _said(read, name)
    if stated > count:
        unread.append(f"PDF 应有 {stated} 页，只找到 {count} 页，文件可能已损坏")
    return assembled([each.page for each in read], notes, unread)


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


def _read_page(page: Any, carried: Carried | None, scanner: Scanner) -> _Read:
    number = int(page.page_number)
    try:
        refuse_damaged(page)
        drawn = drawn_on(page)
        glyphs, left_out, size = glyphs_of(page, drawn)
        inked = sum(1 for glyph in glyphs if not glyph.text.isspace())
        unknown = sum(1 for glyph in glyphs if _WITHOUT_UNICODE.match(glyph.text))
        if not is_scan(page, drawn, inked, unknown):
            insets = ""
            if boxes := tabular_boxes(images_of(page, drawn), glyphs, size[1]):
                try:
                    if inset := scanner.insets(number, boxes):
                        whole = _page(page, drawn, glyphs, left_out, size, carried, inset)
                        if _has_recognised_table(whole):
                            return _Read(whole, insets="read")
                        insets = "without"
                except MissingExtra:
                    insets = "unread"
            return _Read(_page(page, drawn, glyphs, left_out, size, carried), insets=insets)
        try:
            return _Read(scanner.read(number, carried), "scan")
        except MissingExtra:
            return _Read(_page(page, drawn, glyphs, left_out, size, carried), "unread")
    except MemoryError:
        raise
    except Exception as error:
        # One damaged page must not cost the others; the ledger says which one is missing.
        reason = f"第 {number} 页无法读取（{type(error).__name__}），该页内容缺失"
        return _Read(Page(number, 0.0, [], 0, unread=(reason,)), "damaged")
    finally:
        page.close()


def _page(
    page: Any, drawn: Drawn, glyphs: list[Glyph], left_out: LeftOut, size: tuple[float, float], carried: Carried | None,
    inset: Inset | None = None,
) -> Page:
    number, (width, height) = int(page.page_number), size
    notes = []
    if left_out.slanted:
        notes.append(f"第 {number} 页略去 {left_out.slanted} 个倾斜的字符（水印）")
    if left_out.white:
        notes.append(f"第 {number} 页略去 {left_out.white} 个白色的字符，页面上看不见")
    horizontal, vertical = rulings_of(page, drawn)
    if inset:
        glyphs, horizontal, vertical = glyphs + inset.glyphs, horizontal + inset.level, vertical + inset.upright
    turn = main_turn(glyphs)
    glyphs = turned_glyphs(glyphs, turn, width, height)
    horizontal, vertical = turned_segments(horizontal, vertical, turn, width, height)
    seen_height = width if turn in (90, 270) else height
    tables = page_tables(glyphs, horizontal, vertical, seen_height, carried)

    def displayed(box: Box) -> Box:
        return upright_box(box, turn, width, height)

    unknown = sum(1 for glyph in glyphs if _WITHOUT_UNICODE.match(glyph.text))
    inked = sum(1 for glyph in glyphs if not glyph.text.isspace())
    unread = lost_table(tables, number)
    if unknown:
        unread.append(f"第 {number} 页有 {unknown} 个字符没有文字编码")
    blocks = blocks_of(tables, number, displayed, lambda box: inset.sure(displayed(box)) if inset else None)
    return Page(number, seen_height, blocks, inked, tuple(notes), tuple(unread), tables.goes_on, tables.torn)


def _has_recognised_table(page: Page) -> bool:
    """Whether a picture gave a table: what else is printed in pictures, as on charts, is no text of the document."""
    return any(
        isinstance(block, Grid) and any(cell.confidence is not None for cell in block.cells) for block in page.blocks)


def _said(read: list[_Read], name: str) -> tuple[list[str], list[str]]:
    """Remarks on the file as a whole, and what of it is unread. Raises UnreadableDocument where all of it is."""
    unread = [each.page.number for each in read if each.way == "unread"]
    scanned = [each.page.number for each in read if each.way == "scan" and each.page.glyphs]
    empty = [each.page.number for each in read if each.way == "scan" and not each.page.glyphs]
    if all(each.way == "damaged" for each in read):
        raise UnreadableDocument(name, "PDF 已损坏：没有一页能读出", "请重新下载")
    if unread and not any(each.page.glyphs for each in read if each.way != "unread"):
        raise UnreadableDocument(name, "PDF 里没有文字，是扫描件", REMEDY)
    if not any(each.page.glyphs for each in read):
        raise UnreadableDocument(name, "PDF 里没有文字", "请核对是否选错文件")
    notes = [f"第 {page_list(scanned)} 页是扫描件，由文字识别读出"] if scanned else []
    insets = {way: [each.page.number for each in read if each.insets == way] for way in ("read", "without", "unread")}
    if insets["read"]:
        notes.append(f"第 {page_list(insets['read'])} 页图片里的表格由文字识别读出")
    if insets["without"]:
        notes.append(f"第 {page_list(insets['without'])} 页的图片里认出了文字，没有读到表格，略去")
    left = []
    if insets["unread"]:
        left.append(f"第 {page_list(insets['unread'])} 页有图片，其中若有表格，未读（{REMEDY}）")
    if unread:
        left.append(f"第 {page_list(unread)} 页是扫描件，没有文字，未读（{REMEDY}）")
    if empty:
        left.append(f"第 {page_list(empty)} 页是图片，没有认出文字")
    return notes, left
