"""Word files: paragraphs with their heading levels and automatic numbers, tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from ingest.documents.note_marks import marks_note
from ingest.documents.package import open_package, parsed_part
from ingest.documents.radicals import with_ideographs
from ingest.documents.spans import without_idle_columns
from ingest.documents.word_heads import Heads
from ingest.documents.word_numbering import Numbering, W
from ingest.documents.word_pictures import Pictures

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9
_NARROWEST = 60
"""Twentieths of a point: no column is narrower than half a character."""
_MOST_BESIDE = 2
"""Texts beside each other, at most, in a table that only lays out the page."""
# Deleted text is kept in the file but not printed; what fields compute from is not printed either.
_UNPRINTED = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "footnoteRef"))
_BOX = f"{W}txbxContent"
_HOLDERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def read_docx(path: Path, name: str) -> Content:
    """Blocks of the Word file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for a package that is damaged, locked or harmful.
    """
    with open_package(path, name) as package:
        root = parsed_part(package, "word/document.xml", name)
        styles = parsed_part(package, "word/styles.xml", name)
        numbering = parsed_part(package, "word/numbering.xml", name)
        notes = [parsed_part(package, f"word/{part}.xml", name) for part in ("footnotes", "endnotes")]
        pictures = Pictures(package, name)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise UnreadableDocument(name, "Word 文件缺少正文", "请重新下载")
        reader = _Reader(_Styles.read(styles), Numbering.read(numbering), pictures)
        heads = Heads(package, name, body)
        try:
            for element in _flattened(body):
                reader.paragraphs(heads.above(element))
                reader.block(element)
                heads.passed(element)
            for part in notes:
                for note in part if part is not None else ():
                    if note.get(f"{W}type") in (None, "normal"):
                        reader.read(note)
        except RecursionError as error:
            raise UnreadableDocument(name, "Word 文件嵌套过深", "请另存为 PDF") from error
    said, unread = pictures.notes()
    return Content(tuple(reader.blocks), notes=said, unread=unread)


@dataclass(slots=True)
class _Styles:
    """What a style says of its paragraphs: heading level from 1, list and list level; inherited along ``basedOn``."""

    levels: dict[str, int] = field(default_factory=dict)
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: etree._Element | None) -> _Styles:
        styles = cls()
        parents: dict[str, str] = {}
        own: list[str] = []
        for style in root.iter(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            own.append(key)
            parents[key] = _value(style, "basedOn") or ""
            heading = _HEADING.fullmatch((_value(style, "name") or "").strip())
            level = int(heading[1]) if heading else _outline(style)
            if level:
                styles.levels[key] = level
            number = _list_of(style.find(f"{W}pPr"))
            if number:
                styles.lists[key] = number
        for key in own:
            seen, at = {key}, key
            while at and (key not in styles.levels or key not in styles.lists):
                at = parents.get(at, "")
                if at in seen:
                    break
                seen.add(at)
                if at in styles.levels:
                    styles.levels.setdefault(key, styles.levels[at])
                if at in styles.lists:
                    styles.lists.setdefault(key, styles.lists[at])
        return styles


class _Reader:
    """Walks the body in reading order and collects blocks."""

    def __init__(self, styles: _Styles, numbering: Numbering, pictures: Pictures) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._numbering = numbering
        self._pictures = pictures
        self._grids = 0

    def read(self, container: etree._Element) -> None:
        for element in _flattened(container):
            self.block(element)

    def block(self, element: etree._Element) -> None:
        if element.tag == f"{W}p":
            self._paragraph(element)
        elif element.tag == f"{W}tbl":
            self._table(element)

    def paragraphs(self, lines: Sequence[str]) -> None:
        """Lines that stand by themselves."""
        self.blocks.extend(Paragraph(line, complete=True) for line in lines)

    def _paragraph(self, element: etree._Element) -> None:
        text, boxes = self._text(element)
        level = self._level(element)
        for part in text.split("\n"):
            if part.strip():
                self.blocks.append(Paragraph(part.strip(" \t"), complete=True, level=level))
        for box in boxes:
            self.read(box)
        for grid in self._pictures.tables(element):
            self._grids += 1
            self.blocks.append(replace(grid, index=self._grids))

    def _text(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """The printed text of a paragraph with its automatic number, and the text boxes anchored in it."""
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _collect(paragraph, pieces, boxes)
        text = with_ideographs("".join(pieces))
        properties = paragraph.find(f"{W}pPr")
        number = _list_of(properties)
        if number is None:
            number = self._styles.lists.get(_style(paragraph))
        # Word counts empty list paragraphs too, and prints their number.
        if number is not None and number[0] != "0":
            text = self._numbering.next(*number) + text
        return text, boxes

    def _level(self, paragraph: etree._Element) -> int | None:
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _outline(paragraph) or None
        return self._styles.levels.get(_style(paragraph))

    def _table(self, table: etree._Element) -> None:
        """The table as a grid; a frame with one cell, or one around other tables, as what it holds."""
        if _is_frame(table):
            for item in (item for row in _rows(table) for item in row):
                self.read(item)
            return
        cells: list[Cell] = []
        nested: list[etree._Element] = []
        open_merges: dict[int, int] = {}
        row = 0
        borders = _borders(table)
        for line in _lines(table):
            border = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
            merges: dict[int, int] = {}
            for item in _cells(line):
                column, border = borders(border), border + _across(item)
                span = borders(border) - column
                if not span:
                    continue
                merge = item.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in open_merges:
                    at = open_merges[column]
                    cells[at] = replace(cells[at], rowspan=row - cells[at].row + 1)
                    merges[column] = at
                else:
                    if merge is not None:
                        merges[column] = len(cells)
                    cells.append(Cell(self._cell_text(item, nested), row, column, colspan=span))
            open_merges = merges
            row += 1
        inked = [cell for cell in cells if cell.text.strip()]
        if len(cells) == 1 or (nested and len(inked) <= 1):
            for cell in inked:
                self.blocks.extend(
                    Paragraph(part.strip(), complete=True) for part in cell.text.split("\n") if part.strip()
                )
        elif cells:
            self._grids += 1
            kept, columns = without_idle_columns(cells)
            self.blocks.append(Grid(self._grids, kept, row, columns))
        for inner in nested:
            self._table(inner)

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        for element in _flattened(cell):
            if element.tag == f"{W}p":
                text, boxes = self._text(element)
                lines.append(text)
                lines.extend(self._cell_text(box, nested) for box in boxes)
            elif element.tag == f"{W}tbl":
                nested.append(element)
        return "\n".join(lines).strip("\n")


def _is_frame(table: etree._Element) -> bool:
    """Whether a table only lays out the page: other tables stand in it, each as wide as the whole, between rows of one
    or two texts, as titles and captions are."""
    rows = _rows(table)
    width = max((sum(map(_across, row)) for row in rows), default=0)
    around = [item for row in rows for item in row if next(item.iter(f"{W}tbl"), None) is not None]
    if not around or any(_across(item) < width for item in around):
        return False
    inked = ([any((text.text or "").strip() for text in item.iter(f"{W}t")) for item in row] for row in rows)
    return max(map(sum, inked)) <= _MOST_BESIDE


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row that is printed."""
    return [_cells(line) for line in _lines(table)]


def _lines(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that are printed: a deleted one is kept in the file."""
    return (line for line in _flattened(table) if line.tag == f"{W}tr" and line.find(f"{W}trPr/{W}del") is None)


def _cells(line: etree._Element) -> list[etree._Element]:
    return [item for item in _flattened(line) if item.tag == f"{W}tc"]


def _across(cell: etree._Element) -> int:
    """How many columns a cell takes."""
    return max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))


def _borders(table: etree._Element) -> Callable[[int], int]:
    """Which border of a table's columns each border of its layout grid is. Programs that convert files round widths,
    so that borders of two rows that are one on the page are a hair apart: where nothing is printed in between, they are
    one."""
    widths = [int(column.get(f"{W}w") or 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    places = [0]
    room = 0
    for width in widths:
        room += width
        places.append(places[-1] + (room >= _NARROWEST))
        room = 0 if room >= _NARROWEST else room
    for line in _lines(table):
        border = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        for item in _cells(line):
            first, border = border, border + _across(item)
            inked = any((text.text or "").strip() for text in item.iter(f"{W}t"))
            if border >= len(places) or (inked and places[first] == places[border]):
                return lambda at: at
    return places.__getitem__


def _flattened(container: etree._Element) -> Iterator[etree._Element]:
    """Child elements, with holders that leave no trace on the page (content controls, insertions) opened."""
    for element in container:
        if element.tag in _HOLDERS:
            yield from _flattened(element)
        elif element.tag == f"{_COMPATIBILITY}AlternateContent":
            for choice in list(element)[:1]:
                yield from _flattened(choice)
        else:
            yield element


def _collect(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    for child in element:
        tag = child.tag
        if tag in _UNPRINTED or (tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None):
            continue
        if tag == f"{W}r" and (mark := _note_mark(child, pieces)):
            pieces.append(mark)
        elif tag in (f"{W}t", f"{_MATH}t"):
            pieces.append(child.text or "")
        elif tag in (f"{W}tab", f"{W}ptab"):
            pieces.append("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n" if child.get(f"{W}type") in (None, "textWrapping") else "")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif tag == _BOX:
            boxes.append(child)
        elif tag == f"{_COMPATIBILITY}AlternateContent":
            # The fallback repeats the choice for older programs.
            for choice in list(child)[:1]:
                _collect(choice, pieces, boxes)
        elif isinstance(tag, str):
            _collect(child, pieces, boxes)


def _note_mark(run: etree._Element, pieces: Sequence[str]) -> str:
    """A run of raised digits right behind an amount, in brackets; empty where it is none."""
    raised = run.find(f"{W}rPr/{W}vertAlign")
    if raised is None or raised.get(f"{W}val") != "superscript":
        return ""
    text = "".join(each.text or "" for each in run.iter(f"{W}t"))
    return f"[{text}]" if text.isdecimal() and marks_note(pieces) else ""


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _outline(element: etree._Element) -> int:
    """Heading level from 1; 0 for body text."""
    level = _number(element.find(f"{W}pPr/{W}outlineLvl"), _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    number = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    if properties is None or number is None:
        return None
    return number.get(f"{W}val", ""), _number(properties.find(f"{W}numPr/{W}ilvl"), 0)


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _number(element: etree._Element | None, default: int) -> int:
    try:
        return default if element is None else int(element.get(f"{W}val", default))
    except ValueError:
        return default
