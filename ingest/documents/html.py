"""Web pages: paragraphs, headings, and tables with their merged cells."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.html import HTMLParser

from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from ingest.documents.encoding import UnknownEncoding, decoded
from ingest.documents.note_marks import marks_note
from ingest.documents.radicals import with_ideographs
from ingest.documents.spans import without_idle_columns
from ontology.forms import form_of
from ontology.layout import search
from ontology.titles import clean_title

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)|encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_UNPRINTED = frozenset((
    "script", "style", "nav", "head", "template", "noscript", "iframe", "object", "svg", "select", "button", "textarea",
    "input",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "o:p", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST_OF_A_TABLE = 4
_MOST_BESIDE = 2
"""Texts beside each other, at most, in a table that only lays out the page around others, each alone in its row."""
_WIDEST_SPAN = 1000
"""The limit that browsers keep to (HTML Living Standard, 4.9.11)."""
_MOST_FIELDS = 2_000_000
_LEAST_PICTURE = (("width", 300), ("height", 100))
"""Pixels: smaller pictures are logos and buttons."""


def read_html(path: Path, name: str) -> Content:
    """Blocks of the web page at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for bytes in no known encoding.
    """
    return _content(path.read_bytes(), name)


def read_mht(path: Path, name: str) -> Content:
    """Blocks of the web archive (MHTML) at ``path``: those of its first page."""
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        page = part.get_payload(decode=True) if part is not None else None
    except Exception as error:
        # The parser of the standard library raises many kinds of errors on damaged archives.
        raise UnreadableDocument(name, f"网页存档已损坏（{type(error).__name__}）", "请重新保存网页") from error
    if not isinstance(page, bytes):
        raise UnreadableDocument(name, "网页存档里没有网页", "请重新保存网页")
    return _content(page, name)


def _content(data: bytes, name: str) -> Content:
    match = _CHARSET.search(data[:_HEAD])
    declared = (match[1] or match[2]).decode("ascii").lower() if match else None
    try:
        # Pages that declare gb2312 hold characters of its successors as a rule.
        text, note = decoded(data, "gb18030" if declared in ("gb2312", "gbk") else declared)
    except UnknownEncoding as error:
        raise UnreadableDocument(name, "网页的编码无法识别", "请存为 UTF-8 网页") from error
    try:
        blocks, unread = _read(text)
        return Content(tuple(blocks), notes=(note,) if note else (), unread=tuple(unread))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(name, f"网页已损坏（{type(error).__name__}）", "请重新保存网页") from error
    except _TooDeep as error:
        raise UnreadableDocument(name, "网页嵌套过深", "请另存为 PDF") from error
    except _TooLarge as error:
        raise UnreadableDocument(name, "网页里的表过大", "请另存为工作簿") from error


def fragment(text: str) -> list[Block]:
    """Blocks of a piece of a web page; nothing where it is no markup that can be read. Lines are counted from 1."""
    try:
        return _read(text, lines=True)[0]
    except (etree.LxmlError, ValueError, _TooDeep, _TooLarge):
        return []


def _read(text: str, lines: bool = False) -> tuple[list[Block], list[str]]:
    """Blocks of a page, and what to say of its pictures. ``lines``: cells say on which line of the text they stand.

    Raises LxmlError, ValueError, _TooDeep, _TooLarge.
    """
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(with_ideographs(text).encode("utf-8", errors="replace"), parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # The parser leaves out all that comes after the limit.
        raise _TooDeep
    reader = _Reader(lines)
    if root is None:
        return [], []
    reader.read(root)
    return reader.blocks, list(_pictures(root))


def _pictures(root: etree._Element) -> Iterator[str]:
    """What to say of the pictures that may hold a table: those named as one, and how many others are as large."""
    large = 0
    for picture in root.iter("img"):
        if any(_is_unprinted(each, str(each.tag)) for each in (picture, *picture.iterancestors())):
            continue
        name = "".join((picture.get("alt") or picture.get("title") or "").split())
        if search("title", "ends", name) is not None or form_of(clean_title(name)) is not None:
            yield f"图片“{name}”里若有表格，未读（请另存为 PDF）"
        else:
            large += all(_pixels(picture, side) >= least for side, least in _LEAST_PICTURE)
    if large:
        yield f"{large} 幅图片里若有表格，未读（请另存为 PDF）"


def _pixels(picture: etree._Element, side: str) -> int:
    """Width or height of a picture as the page states it; 0 where it does not."""
    styled = re.search(rf"(?:^|;)\s*{side}\s*:\s*(\d+)(?:\.\d+)?px", picture.get("style", ""))
    return int(styled[1]) if styled else _span(picture, side, 0)


class _TooDeep(Exception):
    """Elements nest deeper than the parser follows."""


class _TooLarge(Exception):
    """A table spans more fields than any page shows."""


class _Reader:
    """Walks the page in reading order, without recursion: pages nest as deep as they like."""

    def __init__(self, lines: bool) -> None:
        self.blocks: list[Block] = []
        self._lines = lines
        self._text: list[str] = []
        self._level: int | None = None
        self._grids = 0

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if _is_unprinted(element, tag):
                    walk.skip_subtree()
                    continue
                if tag == "table" and _is_data(element):
                    self._paragraph()
                    self._table(element)
                    for inner in element.iterdescendants("table"):
                        self._table(inner)
                    walk.skip_subtree()
                    continue
                if tag not in _INLINE:
                    self._paragraph()
                    self._level = _HEADINGS.get(tag, self._level)
                self._text.append(element.text or "")
            else:
                if tag not in _INLINE:
                    if not _is_unprinted(element, tag):
                        self._paragraph()
                    if tag in _HEADINGS:
                        self._level = None
                self._text.append(element.tail or "")
        self._paragraph()

    def _paragraph(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._text)).strip(" \u3000")
        self._text.clear()
        if text:
            self.blocks.append(Paragraph(text, complete=True, level=self._level))

    def _table(self, table: etree._Element) -> None:
        cells: list[Cell] = []
        covered: dict[int, int] = {}
        fields = 0
        rows = [line for line in _own(table, "tr") if not _is_hidden(line)]
        for row, line in enumerate(rows):
            column = 0
            for item in line.iterchildren("td", "th"):
                if _is_hidden(item):
                    continue
                while covered.get(column, 0) > row:
                    column += 1
                across = min(max(1, _span(item, "colspan")), _WIDEST_SPAN)
                # Zero means: down to the last row.
                down = min(_span(item, "rowspan", 1) or len(rows), len(rows) - row)
                fields += across
                if fields > _MOST_FIELDS:
                    raise _TooLarge
                for reached in range(column, column + across):
                    covered[reached] = row + down
                line_of = item.sourceline if self._lines and isinstance(item.sourceline, int) else None
                cells.append(Cell(_cell_text(item), row, column, down, across, line=line_of))
                column += across
        title = next(table.iterchildren("caption"), None)
        for text in _inked_lines(_cell_text(title)) if title is not None and not _is_hidden(title) else ():
            self.blocks.append(Paragraph(text, complete=True))
        if len(cells) > 1:
            self._grids += 1
            kept, columns = without_idle_columns(cells)
            self.blocks.append(Grid(self._grids, kept, len(rows), columns))


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data: one mostly around other tables, or with a single cell, only lays out the page."""
    cells = [cell for cell in _own(table, "td", "th") if not _is_hidden(cell)]
    around = [cell for cell in cells if next(cell.iterdescendants("table"), None) is not None]
    if not around:
        return len(cells) > 1
    inked = [cell for cell in cells if cell not in around and _cell_text(cell)]
    width = max(sum(_span(cell, "colspan") for cell in row.iterchildren("td", "th")) for row in _own(table, "tr"))
    whole = all(len(_beside(cell)) == 1 and _span(cell, "colspan") >= width for cell in around)
    if whole and all(len(_beside(cell)) <= _MOST_BESIDE for cell in inked):
        return False
    return len(inked) >= max(_LEAST_OF_A_TABLE, 3 * len(around))


def _beside(cell: etree._Element) -> list[etree._Element]:
    """The cells of a cell's row that print anything, itself among them."""
    row = cell.getparent()
    return [] if row is None else [each for each in row.iterchildren("td", "th") if each is cell or _cell_text(each)]


def _own(table: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The rows or cells of a table without those of the tables in it."""
    for element in table.iterdescendants(*tags):
        if next(element.iterancestors("table")) is table:
            yield element


def _cell_text(cell: etree._Element) -> str:
    pieces = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if _is_unprinted(element, tag) or tag == "table":
                walk.skip_subtree()
                continue
            if tag not in _INLINE:
                pieces.append("\n")
            if tag == "sup" and (text := (element.text or "").strip()).isdecimal() and marks_note(pieces):
                pieces.append(f"[{text}]")
            else:
                pieces.append(_BLANKS.sub(" ", element.text or ""))
        elif element is not cell:
            if tag not in _INLINE and tag != "br":
                pieces.append("\n")
            pieces.append(_BLANKS.sub(" ", element.tail or ""))
    return "\n".join(_inked_lines("".join(pieces)))


def _inked_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        line = _BLANKS.sub(" ", line).strip(" \u3000")
        if line:
            yield line


def _is_unprinted(element: etree._Element, tag: str) -> bool:
    return tag in _UNPRINTED or not tag or _is_hidden(element)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _span(element: etree._Element, key: str, default: int = 1) -> int:
    digits = re.match(r"\s*(\d{1,5})", element.get(key, ""))
    return int(digits[1]) if digits else default
