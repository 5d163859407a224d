"""Writes Word documents: headings with styles, tables with real merged cells, wide tables on landscape pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from samples.generate.blocks import Cell, Centred, Document, Heading, PageBreak, Table
from samples.generate.package import settle
from samples.generate.write_text import Pages

PORTRAIT, LANDSCAPE = (11906, 16838), (16838, 11906)
MARGIN = 1247
"""Page sizes and margins in twentieths of a point."""

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
RULES = {
    "full": SIDES,
    "none": (),
    "horizontal": ("top", "bottom", "insideH"),
    "frame": ("top", "left", "bottom", "right"),
}
"""Which borders a table has, by the name of its rules."""


def write_docx(document: Document, path: Path, rules: str = "full", size: float = 9.0) -> Pages:
    """Write the document; ``rules``: full, none, horizontal or frame; ``size``: points of the text in tables.

    Pages are not known before Word lays it out.
    """
    package = docx.Document()
    for style in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        element = package.styles[style].element
        fonts = element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(docx.oxml.ns.qn(f"w:{attribute}"), "宋体")
        colour = element.rPr.find(docx.oxml.ns.qn("w:color"))
        if colour is not None:
            element.rPr.remove(colour)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme"):
            fonts.attrib.pop(docx.oxml.ns.qn(f"w:{attribute}"), None)
    properties = package.core_properties
    properties.title, properties.author, properties.subject = document.title, document.author, document.subject
    properties.keywords, properties.comments, properties.last_modified_by = "样例", document.subject, document.author
    body = package.element.body
    end = body.sectPr
    landscape = False
    after_table = False

    def add(xml: str) -> None:
        end.addprevious(parse_xml(xml))

    for block in document.blocks:
        wide = isinstance(block, Table) and block.own_page and block.landscape
        turns = wide != landscape and not (isinstance(block, Heading) and block.level == 3)
        if turns:
            add(_paragraph("", section=landscape))
            landscape = wide
        if isinstance(block, Table):
            own = block.own_page and not turns
            for xml in _table(block, landscape, own, RULES[rules], size):
                add(xml)
            after_table = block.own_page
            continue
        if isinstance(block, PageBreak):
            add(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>')
        elif isinstance(block, Centred):
            add(_paragraph(block.text, align="center", size=block.size, bold=True, space=block.size * 3))
        elif isinstance(block, Heading):
            add(
                _paragraph(
                    block.text, style=f"Heading{block.level}", before=after_table and not turns and block.level == 1
                )
            )
        else:
            add(_paragraph(block.text, indent=True))
        after_table = False
    for name, length in zip(("w", "h"), LANDSCAPE if landscape else PORTRAIT, strict=True):
        end.pgSz.set(docx.oxml.ns.qn(f"w:{name}"), str(length))
    if landscape:
        end.pgSz.set(docx.oxml.ns.qn("w:orient"), "landscape")
    buffer = io.BytesIO()
    package.save(buffer)
    settle(buffer.getvalue(), path)
    return {}


def _paragraph(
    text: str,
    *,
    align: str = "",
    size: float = 12.0,
    bold: bool = False,
    style: str = "",
    indent: bool = False,
    section: bool | None = None,
    before: bool = False,
    tight: bool = False,
    space: float = 0.0,
) -> str:
    """A paragraph; ``section`` ends a section whose pages are landscape (True) or portrait (False)."""
    parts = []
    if style:
        parts.append(f'<w:pStyle w:val="{style}"/>')
    if before:
        parts.append("<w:pageBreakBefore/>")
    if tight:
        parts.append('<w:spacing w:before="0" w:after="0"/>')
    if space:
        parts.append(f'<w:spacing w:before="{round(space * 20)}"/>')
    if indent:
        parts.append('<w:ind w:firstLine="480"/>')
    if align:
        parts.append(f'<w:jc w:val="{align}"/>')
    if section is not None:
        width, height = LANDSCAPE if section else PORTRAIT
        turned = ' w:orient="landscape"' if section else ""
        margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
        parts.append(
            f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar {margins} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
        )
    look = "" if style else f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p {nsdecls('w')}><w:pPr>{''.join(parts)}</w:pPr>{run}</w:p>"


def _table(table: Table, landscape: bool, own_page: bool, sides: Sequence[str], size: float) -> list[str]:
    found = []
    if table.lead:
        found.append(_paragraph(table.lead, align="center", size=15, bold=True, before=own_page))
        own_page = False
    if table.title:
        found.append(_paragraph(table.title, align="center", size=14, bold=True, before=own_page, tight=True))
    for pair in table.caption:
        for text, align in zip(pair, ("left", "right"), strict=True):
            if text:
                found.append(_paragraph(text, align=align, size=9, tight=True))
    found.append(_grid(table, (LANDSCAPE if landscape else PORTRAIT)[0] - 2 * MARGIN, sides, size))
    found += [_paragraph(note, size=9, tight=True) for note in table.notes]
    if not table.notes:
        found.append(_paragraph(""))
    return found


def _grid(table: Table, span: int, sides: Sequence[str], size: float) -> str:
    whole = sum(table.widths)
    widths = [round(span * width / whole) for width in table.widths]
    covering: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            covering[row, cell.column] = cell
    rows = []
    for row in range(table.rows):
        cells = "".join(
            _cell(covering[row, column], row, widths, size)
            for column in range(table.columns)
            if (row, column) in covering
        )
        head = "<w:trPr><w:tblHeader/></w:trPr>" if row < table.header_rows and table.repeat_header else ""
        rows.append(f"<w:tr>{head}{cells}</w:tr>")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in sides
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(cell: Cell, row: int, widths: list[int], size: float) -> str:
    width = sum(widths[cell.column : cell.column + cell.colspan])
    parts = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.colspan > 1:
        parts.append(f'<w:gridSpan w:val="{cell.colspan}"/>')
    if cell.rowspan > 1:
        parts.append('<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>")
    parts.append('<w:vAlign w:val="center"/>')
    align = {"l": "left", "c": "center", "r": "right"}[cell.align]
    text = cell.text if row == cell.row else ""
    inner = _paragraph(text, align=align, size=size, bold=cell.bold, tight=True)
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{inner}</w:tc>"
