"""Evaluation forms poured out of a PDF as lines → grids.

In such text a cell ends with one blank, a blank cell is two blanks more, and a line without a blank at its end goes on
in the next; a merged cell stands in its first row only. The form is put together from its own words: labels with their
values, the heads of the indicators, and rows of as many cells as there are heads, those of merged levels left out. A
row begins and ends with a line and has numbers where points stand; where one does not, the form stays as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.performance.layout import layout, spelled
from ingest.tables.printed_numbers import parse_number

_CELL = re.compile(r"(?P<blank>  )|(?P<text>[^ ]+)(?P<end> ?)| ")
_LEVEL1 = re.compile(r"(?:产出|效益|满意度|成本|效果|绩效|过程|决策|投入)(?:指标)?(?:（\d+分）)?")
_LEVEL = re.compile(r"\w{2,12}指标(?:（\d+分）)?|满意度|服务对象满意度|(?:数量|质量|时效|成本|经济|社会|生态)(?:效益)?")
_MOST_ABOVE = 20
"""Lines from the name of the project to the heads of its indicators, at most."""
_MOST_ROW = 12
"""Lines that one row may be broken over."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells that end on a printed line, as text and number of the line they begin on; ``used`` printed lines."""

    cells: tuple[tuple[str, int | None], ...]
    used: int


def with_evaluations(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with every evaluation form of a project that was poured out as lines as a grid in its place."""
    found: list[Block] = []
    index = max((block.index for block in blocks if isinstance(block, Grid)), default=0)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        form = None
        if isinstance(block, Paragraph) and layout().project.match(spelled(block.text)):
            form = _form(blocks, at, index + 1)
        if form is None:
            found.append(block)
            at += 1
            continue
        index += 1
        found.append(form[0])
        at += form[1]
    return tuple(found)


def _form(blocks: Sequence[Block], at: int, index: int) -> tuple[Grid, int] | None:
    """The form that begins here and how many lines it takes; None where there is none that is certain."""
    lines = list(_lines(blocks, at))
    first = lines[0].cells if lines else ()
    if len(first) < 2 or not layout().project.fullmatch(spelled(first[0][0])):
        return None
    above = next((n for n, line in enumerate(lines[:_MOST_ABOVE]) if _are_heads(line)), None)
    if above is None:
        return None
    below = above + 1
    while below < len(lines) and _are_heads(lines[below]):
        below += 1
    heads = tuple(cell for line in lines[above:below] for cell in line.cells)
    columns = _columns(heads)
    body = _rows(lines[below:], columns, len(heads)) if columns else None
    if body is None:
        return None
    rows = [dict(enumerate(line.cells)) for line in lines[:above]] + [dict(enumerate(heads))]
    rows.extend(body[0])
    cells = tuple(
        Cell(text, number, column, line=line) for number, row in enumerate(rows) for column, (text, line) in row.items()
    )
    start = blocks[at]
    width = max(max(row, default=0) for row in rows) + 1
    grid = Grid(index, cells, len(rows), width, page=start.page, line=start.line, spans_known=False)
    return grid, sum(line.used for line in lines[: below + body[1]])


def _lines(blocks: Sequence[Block], at: int) -> Iterator[_Line]:
    """The lines from here on, each with what goes on in the next; up to what is no line."""
    paragraphs: list[Paragraph] = []
    for block in blocks[at:]:
        if not isinstance(block, Paragraph):
            break
        paragraphs.append(block)
    ends_told = any(paragraph.text.endswith(" ") for paragraph in paragraphs[:_MOST_ABOVE])
    cells: list[tuple[str, int | None]] = []
    used, is_open = 0, False
    for paragraph in paragraphs:
        used += 1
        for found in _CELL.finditer(paragraph.text):
            if found["text"] and is_open:
                cells[-1] = (cells[-1][0] + found["text"], cells[-1][1])
            elif found["text"] or found["blank"]:
                cells.append((found["text"] or "", paragraph.line))
            is_open = ends_told and bool(found["text"]) and not found["end"]
        if not is_open:
            yield _Line(tuple(cells), used)
            cells, used = [], 0


def _are_heads(line: _Line) -> bool:
    """Whether the line prints heads of indicators alone."""
    any_head = layout().parts["indicators"].any_head
    return bool(line.cells) and all(any_head.fullmatch(spelled(text)) for text, _ in line.cells)


def _columns(heads: Sequence[tuple[str, int | None]]) -> dict[str, int]:
    """Role → column, where the levels come first, then the name; else empty."""
    columns = layout().parts["indicators"].columns({n: text for n, (text, _) in enumerate(heads)})
    levels = [role for role in ("level1", "level2") if role in columns]
    in_order = [columns[role] for role in levels] == list(range(len(levels)))
    return columns if levels and in_order and columns["name"] == len(levels) and "target" in columns else {}


def _rows(
    lines: Sequence[_Line], columns: Mapping[str, int], width: int
) -> tuple[list[dict[int, tuple[str, int | None]]], int] | None:
    """The rows below the heads and how many lines they take; None where a line is no row, and no end either."""
    rows: list[dict[int, tuple[str, int | None]]] = []
    at = 0
    while at < len(lines):
        first = spelled(lines[at].cells[0][0]) if lines[at].cells else ""
        if layout().total.fullmatch(first):
            total = _total(lines[at], columns)
            return None if total is None or not rows else ([*rows, total], at + 1)
        read = _row(lines[at : at + _MOST_ROW], columns, width)
        if read is None:
            ended = rows and (len(lines[at].cells) <= 1 or layout().remarks.fullmatch(first))
            return (rows, at) if ended else None
        rows.append(read[0])
        at += read[1]
    return (rows, at) if rows else None


def _row(
    lines: Sequence[_Line], columns: Mapping[str, int], width: int
) -> tuple[dict[int, tuple[str, int | None]], int] | None:
    """One row and how many lines it takes, None where the lines don't end where it does."""
    cells: list[tuple[str, int | None]] = []
    for used, line in enumerate(lines, 1):
        cells.extend(line.cells)
        row = _placed(cells, columns, width)
        if row is not None:
            return row, used
    return None


def _placed(
    cells: Sequence[tuple[str, int | None]], columns: Mapping[str, int], width: int
) -> dict[int, tuple[str, int | None]] | None:
    """The cells under their heads, None where they are too few or too many, or points that are no number."""
    name = columns["name"]
    levels = 0
    while levels < name and levels < len(cells) and _LEVEL.fullmatch(spelled(cells[levels][0])):
        levels += 1
    rest = cells[levels:]
    lacks_note = len(rest) == width - name - 1 and columns.get("note") == width - 1
    if len(rest) != width - name and not lacks_note:
        return None
    row = {name + n: cell for n, cell in enumerate(rest)}
    if levels == name:
        row.update(enumerate(cells[:levels]))
    elif levels:
        is_first = "level1" in columns and _LEVEL1.fullmatch(spelled(cells[0][0]))
        row[columns["level1" if is_first else "level2"]] = cells[0]
    points = [row[columns[role]][0] for role in ("weight", "score") if columns.get(role) in row]
    if any(text and parse_number(text) is None for text in points):
        return None
    return row if row[name][0] and (row[columns["target"]][0] or columns.get("actual") in row) else None


def _total(line: _Line, columns: Mapping[str, int]) -> dict[int, tuple[str, int | None]] | None:
    """The row that adds the points up: its label, and its numbers under the points."""
    numbers = [cell for cell in line.cells[1:] if cell[0]]
    places = [columns[role] for role in ("weight", "score") if role in columns]
    if len(numbers) == 1 and "score" in columns:
        places = [columns["score"]]
    if len(numbers) != len(places) or any(parse_number(text) is None for text, _ in numbers):
        return None
    return {0: line.cells[0], **dict(zip(places, numbers, strict=True))}
