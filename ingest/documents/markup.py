"""What programs leave of markup in plain text: tables of HTML on one line or many, and Markdown's marks of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.documents.document import Block, Grid
from ingest.documents.html import fragment

_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_TAG = re.compile(r"</?(?:html|body|head|div|center|p|span|br|table|tbody|thead|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?=\S)")
_STRONG = re.compile(r"^(\s*)(\*\*|__)(?=\S)(.+?)(?<=\S)\2(?=\s*$)")


def table_end(lines: Sequence[str], start: int) -> int:
    """The line behind a table of HTML that begins on a line; the line itself where none begins. One that is never
    closed ends behind its last line with a tag, as do rows whose table has no tag of its own."""
    whole = _OPEN.search(lines[start]) is not None
    if not whole and not _ROW.search(lines[start]):
        return start
    deep, last = 0, start + 1
    for at in range(start, len(lines)):
        line = lines[at]
        deep += len(_OPEN.findall(line)) - len(_CLOSE.findall(line)) if whole else 0
        tagged = _TAG.search(line) is not None
        if whole and deep <= 0:
            return at + 1
        if not whole and line.strip() and not tagged:
            return last
        last = at + 1 if tagged else last
    return last


def table_blocks(lines: Sequence[str], line: int, page: int | None, index: int) -> Iterator[Block]:
    """The blocks of a table of HTML that stands on these lines. ``line``: the number of the first; ``index``: of the
    first grid."""
    text = "\n".join(lines)
    if not _OPEN.search(text):
        text = f"<table>{text}</table>"
    for block in fragment(text):
        at = line + max(0, (block.line or 1) - 1)
        if isinstance(block, Grid):
            cells = tuple(replace(cell, line=line + max(0, (cell.line or 1) - 1), page=page) for cell in block.cells)
            yield replace(block, index=index, cells=cells, line=at, page=page)
            index += 1
        else:
            yield replace(block, line=at, page=page, complete=False)


def without_marks(line: str) -> str:
    """The line without the marks of a Markdown heading or of strong text around all of it."""
    return _STRONG.sub(r"\1\3", _HEADING.sub("", line))
