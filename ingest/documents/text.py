"""Plain text: lines as printed, and tables whose cells are parted by tabs or by Markdown pipes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import accumulate, groupby
from pathlib import Path
from typing import Literal, NamedTuple

from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from ingest.documents.encoding import UnknownEncoding, decoded
from ingest.documents.markup import table_blocks, table_end, without_marks
from ingest.documents.moved_quotes import with_quotes_back
from ingest.documents.radicals import with_ideographs
from ingest.documents.repeated_cells import with_merged_repeats
from ingest.documents.separators import with_tabs
from ingest.documents.spaced_text import told_cells
from ingest.documents.spaced_words import keeps_columns

_LINE_END = re.compile(r"\r\n|\n|\r")
_SEPARATOR_CELL = re.compile(r"\s*:?-{3,}:?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_SPACED_OUT = 0.8
"""From this share of printed lines followed by one blank line on, the file is double-spaced."""


class _Printed(NamedTuple):
    text: str
    line: int
    page: int | None


def read_text(path: Path, name: str) -> Content:
    """Blocks of the text file at ``path``; ``name`` is what errors call it.

    Raises UnreadableDocument for bytes that are no text in UTF-8, GB18030, UTF-16 or Big5.
    """
    try:
        text, note = decoded(path.read_bytes())
    except UnknownEncoding as error:
        raise UnreadableDocument(name, "文件不是文本，或编码无法识别", "请存为 UTF-8 文本") from error
    return text_content(text, (note,) if note else ())


def read_csv(path: Path, name: str) -> Content:
    """The comma-separated file at ``path`` as one grid; errors as for ``read_text``."""
    try:
        text, note = decoded(path.read_bytes())
    except UnknownEncoding as error:
        raise UnreadableDocument(name, "文件不是文本，或编码无法识别", "请存为 UTF-8 文本") from error
    reader = csv.reader(StringIO(with_ideographs(text), newline=""))
    cells: list[Cell] = []
    rows = columns = before = 0
    try:
        for texts in reader:
            cells.extend(Cell(cell, rows, column, line=before + 1) for column, cell in enumerate(texts))
            columns, rows, before = max(columns, len(texts)), rows + 1, reader.line_num
    except csv.Error as error:
        raise UnreadableDocument(name, f"第 {reader.line_num} 行不是逗号分隔的表：{error}", "请另存为 xlsx") from error
    blocks: tuple[Block, ...] = (Grid(1, tuple(cells), rows, columns, line=1, spans_known=False),) if columns else ()
    return Content(with_merged_repeats(blocks), notes=(note,) if note else ())


def text_content(text: str, notes: tuple[str, ...] = ()) -> Content:
    """Blocks of ``text``: a Paragraph for every printed line, a Grid for every run of table lines."""
    lines, pages = _printed(with_ideographs(text.removesuffix("\x1a")))
    texts = with_tabs([with_quotes_back(line.text) for line in lines])
    lines, spaced_grids = _spaced_tables([
        line._replace(text=text) for line, text in zip(lines, texts, strict=True)])
    plain = [line.text for line in lines]
    lines = [line._replace(text=without_marks(line.text)) for line in lines]
    spaced = _is_spaced_out(lines)
    blocks: list[Block] = []
    grids = 0
    at = 0
    while at < len(lines):
        if at in spaced_grids:
            grids += 1
            blocks.append(replace(spaced_grids[at], index=grids))
            at += 1
            continue
        if (end := table_end(plain, at)) > at:
            found = [*table_blocks(plain[at:end], lines[at].line, lines[at].page, grids + 1)]
            if any(isinstance(block, Grid) for block in found):
                blocks.extend(found)
                grids += sum(isinstance(block, Grid) for block in found)
                at = end
                continue
        kind = _table_kind(lines[at].text) or _head_of_pipes(lines, at)
        end = _end_of_run(lines, at, kind, spaced) if kind else at + 1
        run = [line for line in lines[at:end] if line.text.strip() or "\t" in line.text]
        grid = _grid(run, kind, grids + 1) if kind else None
        if grid is not None:
            blocks.append(grid)
            grids += 1
        else:
            blocks.extend(Paragraph(line.text, page=line.page, line=line.line) for line in run if line.text.strip())
        at = end
    return Content(with_merged_repeats(blocks), pages, notes)


def _printed(text: str) -> tuple[list[_Printed], int | None]:
    """All lines, blank ones included; a form feed begins a new page and is no line of its own."""
    paged = "\f" in text.rstrip()
    lines = []
    page = 1
    for number, line in enumerate(_LINE_END.split(text), 1):
        parts = line.split("\f")
        for part in parts[:-1]:
            if part.strip():
                lines.append(_Printed(part, number, page if paged else None))
            page += 1
        lines.append(_Printed(parts[-1], number, page if paged else None))
    last = max((line.page or 1 for line in lines if line.text.strip()), default=1)
    return lines, last if paged else None


def _spaced_tables(lines: Sequence[_Printed]) -> tuple[list[_Printed], dict[int, Grid]]:
    """(the lines, grids by the place of the line that they begin at), where blanks keep columns: the lines of grids are
    left blank, others tell their cells where these are sure."""
    if not keeps_columns([line.text for line in lines]):
        return [*lines], {}
    pages = [[*own] for _, own in groupby(lines, key=lambda line: line.page)]
    starts = [0, *accumulate(map(len, pages))]
    told = told_cells([[line.text for line in page] for page in pages])
    found = [*lines]
    for (page, line), text in told.lines.items():
        found[starts[page] + line] = lines[starts[page] + line]._replace(text=text)
    grids: dict[int, Grid] = {}
    for table in told.tables:
        at = [lines[starts[page] + line] for page, line in table.places]
        cells = tuple(replace(cell, page=at[cell.row].page, line=at[cell.row].line) for cell in table.cells)
        for page, line in table.lines:
            found[starts[page] + line] = lines[starts[page] + line]._replace(text="")
        page, line = min(table.lines)
        grids[starts[page] + line] = Grid(0, cells, len(at), table.columns, at[0].page, at[0].line)
    return found, grids


def _is_spaced_out(lines: Sequence[_Printed]) -> bool:
    inked = [i for i, line in enumerate(lines[:-1]) if line.text.strip()]
    return bool(inked) and sum(not lines[i + 1].text.strip() for i in inked) >= _SPACED_OUT * len(inked)


_Kind = Literal["tab", "pipe"]


def _table_kind(line: str) -> _Kind | None:
    if "\t" in line:
        return "tab"
    # "a | b | c" without outer pipes is Markdown too, but a lone pipe in prose is not.
    return "pipe" if len(_PIPE.findall(line)) > 1 or _is_separator(_PIPE.split(line)) else None


def _head_of_pipes(lines: Sequence[_Printed], at: int) -> _Kind | None:
    """A line with one pipe is the head of a table where the next has more: its cells are merged ones."""
    following = next((line.text for line in lines[at + 1:at + 3] if line.text.strip()), "")
    return "pipe" if len(_PIPE.findall(lines[at].text)) == 1 and _table_kind(following) == "pipe" else None


def _end_of_run(lines: Sequence[_Printed], start: int, kind: _Kind, spaced: bool) -> int:
    """Where the table ends. One blank line inside does not end it where the columns go on, or all is spaced out."""
    last, at = start, start + 1
    while at < len(lines):
        if _table_kind(lines[at].text) == kind:
            last = at
        elif lines[at].text.strip() or at - last > 1:
            break
        elif at + 1 < len(lines) and not spaced:
            here, further = _cells(lines[last].text, kind, True), _cells(lines[at + 1].text, kind, True)
            if len(here) != len(further):
                break
        at += 1
    return last + 1


def _cells(line: str, kind: _Kind, framed: bool) -> list[str]:
    """The cells of a line. ``framed``: a pipe stands before the first cell and may stand behind the last."""
    if kind == "tab":
        return line.split("\t")
    line = line.strip()
    if framed:
        line = line[1:] if line.startswith("|") else line
        line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [_BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in _PIPE.split(line)]


def _is_separator(cells: Sequence[str]) -> bool:
    inked = [cell for cell in cells if cell.strip()]
    return len(inked) > 1 and all(_SEPARATOR_CELL.fullmatch(cell) for cell in inked)


def _grid(run: Sequence[_Printed], kind: _Kind, index: int) -> Grid | None:
    """The run as a grid; None where it is prose with tabs (indented paragraphs, a single line)."""
    # Where some lines begin with a cell, a pipe at the head of the others is a blank cell before it.
    framed = all(line.text.lstrip().startswith("|") for line in run)
    rows = [(line, _cells(line.text, kind, framed)) for line in run]
    rows = [(line, cells) for line, cells in rows if not _is_separator(cells)]
    parted = [cells for _, cells in rows if len([cell for cell in cells if cell.strip()]) > 1]
    if len(rows) < 2 or not parted:
        return None
    columns = max(len(cells) for _, cells in rows)
    cells = tuple(
        Cell(text, row, column, page=line.page, line=line.line)
        for row, (line, texts) in enumerate(rows)
        for column, text in enumerate(texts)
    )
    first = rows[0][0]
    return Grid(index, cells, len(rows), columns, page=first.page, line=first.line, spans_known=False)
