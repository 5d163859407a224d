"""Word files and web pages whose tables stand inside other tables that only lay out the page."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from samples.generate.blocks import Centred, Document, Table
from samples.generate.write_docx import write_docx
from samples.generate.write_text import Pages

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write_framed_docx(document: Document, path: Path) -> Pages:
    """Each table with title, captions and notes in a frame of its own: cells for the title, the captions beside each
    other, the table, the notes."""
    write_docx(document, path)
    package = docx.Document(str(path))
    body = package.element.body
    for table in list(body.iterchildren(f"{W}tbl")):
        above = []
        before = table.getprevious()
        while before is not None and before.tag == f"{W}p" and "".join(before.itertext()).strip():
            if before.find(f"{W}pPr/{W}sectPr") is not None or len(above) == 5:
                break
            above.insert(0, before)
            before = before.getprevious()
        frame = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid></w:tbl>")
        table.addprevious(frame)
        for part in [*([each] for each in above), [table]]:
            row = parse_xml(f"<w:tr {nsdecls('w')}><w:tc><w:tcPr/></w:tc></w:tr>")
            cell = row[0]
            for element in part:
                cell.append(element)
            if cell[-1].tag == f"{W}tbl":
                cell.append(parse_xml(f"<w:p {nsdecls('w')}/>"))
            frame.append(row)
        frame.addnext(parse_xml(f"<w:p {nsdecls('w')}/>"))
    package.save(str(path))
    return {}


def write_framed_html(document: Document, path: Path) -> Pages:
    """A page laid out by tables: each data table's title in a caption, its header in th, texts broken by hand."""
    lines = [f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(document.title)}</title></head><body>",
             "<table width=100%><tr><td>首页 &gt; 政府信息公开</td><td>打印 关闭</td></tr><tr><td colspan=2>"]
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _framed(block)
        elif isinstance(block, Centred):
            lines.append(f"<center><font size=5>{escape(block.text)}</font></center>")
    lines.append("</td></tr><tr><td colspan=2>主办单位 网站地图</td></tr></table></body></html>")
    path.write_text("\n".join(lines), encoding="utf-8")
    return {}


def _framed(table: Table) -> list[str]:
    lines = ["<table><tr><td>", f"<p>{escape(table.lead)}</p>" if table.lead else "", "<table border=1>"]
    if table.title:
        lines.append(f"<caption>{escape(table.title)}</caption>")
    for left, right in table.caption:
        # The captions are the first rows of the table itself.
        half = max(1, table.columns // 2)
        lines.append(f"<tr><td colspan={half}>{escape(left)}&nbsp;</td><td colspan={table.columns - half} align=right>"
                     f"{escape(right)}</td></tr>")
    for row, cells in enumerate(table.grid()):
        tag = "th" if row < table.header_rows else "td"
        inner = "".join(
            f"<{tag} rowspan={c.rowspan} colspan={c.colspan}>{_text(c.text)}</{tag}>" for c in cells if c is not None)
        lines.append(f"<tr>{inner}</tr>")
    lines += ["</table>", *(f"<p>{escape(note)}</p>" for note in table.notes), "</td></tr></table>"]
    return lines


def _text(text: str) -> str:
    """A cell's text in a span, broken by hand where it is long, as word processors save it for the web."""
    pieces = re.findall(r".{1,6}", text) if len(text) > 8 and not re.search(r"\d", text) else [text]
    return f"<p><span lang=EN-US>{'<br>'.join(map(escape, pieces))}</span></p>" if text.strip() else "&nbsp;"
