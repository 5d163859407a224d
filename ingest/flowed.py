"""Tables poured out as lines of text → grids, so that they are read like any other.

The header has lost its shape, and may stand behind the body; it is known by its words: the lines that are neither
title, note nor row must be made of exactly the labels of one header that the form is known to be printed with. A table
whose words fit no known header is not read, and the ledger says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.captions import unit_of_measure
from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.flowed_body import Rows, body_rows
from ingest.flowed_headers import header_words, kinds_of, match_header, numbers_columns
from ingest.flowed_rows import FlowedRow, words
from ingest.known import Known, ValueColumn
from ingest.placement import OpenRow, Settled, settle
from ingest.records import LedgerEntry
from ontology.forms import Form, form_of
from ontology.layout import bare, search, stage_of, strip_ordinal
from ontology.titles import clean_title

SECTION = re.compile(r"^第[一二三四五六七八九十]+部分")
LONGEST_ROW_WORD = 12
"""Characters from which on a line within a note goes on with the note."""
FEWEST_ROWS = 3
"""From this many lines of numbers on, a title without a unit of measure heads a table that is not understood."""


@dataclass(slots=True)
class FlowedTable:
    """The lines of one table, sorted: captions, notes, rows, and the words left over, which are its header."""

    form: Form
    first: int
    last: int
    captions: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    lines: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Rebuilt:
    """Blocks with grids in place of table lines; tables not understood and rows left open are in the ledger."""

    blocks: list[Block]
    ledger: list[LedgerEntry]
    open_cells: int = 0
    """Printed numbers whose column is not known from the tables read so far."""


def rebuild(blocks: Sequence[Block], names: tuple[str, ...], known: Known) -> Rebuilt:
    """Replace every flowed table by a grid. ``known``: what the tables read so far say; the more they say, the more
    numbers whose blank neighbours were lost can be told their column."""
    result = Rebuilt([], [])
    tables = {table.first: table for table in _locate(blocks, names, result)}
    index = max((b.index for b in blocks if isinstance(b, Grid)), default=0)
    position = 0
    while position < len(blocks):
        table = tables.get(position)
        if table is None:
            result.blocks.append(blocks[position])
            position += 1
            continue
        index += 1
        grid = _grid(table, index, known, result)
        if grid is None:
            result.blocks.extend(blocks[table.first:table.last])
        else:
            result.blocks.extend([*table.captions, grid, *table.notes])
        position = table.last
    return result


def _locate(blocks: Sequence[Block], names: tuple[str, ...], result: Rebuilt) -> list[FlowedTable]:
    """Titles that head lines with numbers in them, and where those lines end."""
    titles: list[tuple[int, Form]] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph) and not block.complete:
            form = form_of(clean_title(block.text, names))
            if form is not None:
                titles.append((position, form))
    found: list[FlowedTable] = []
    for number, (start, form) in enumerate(titles):
        limit = titles[number + 1][0] if number + 1 < len(titles) else len(blocks)
        end = start + 1
        while end < limit:
            block = blocks[end]
            if isinstance(block, Grid) or SECTION.match(bare(block.text)):
                break
            end += 1
        if end < limit and isinstance(blocks[end], Grid):
            continue
        table = FlowedTable(form, start, end)
        _sort(table, [b for b in blocks[start:end] if isinstance(b, Paragraph)])
        if any(search("caption", "unit_of_measure", bare(p.text)) for p in table.captions):
            found.append(table)
        elif sum(_is_row(line.text) for line in table.lines) >= FEWEST_ROWS:
            where = table.captions[0]
            result.ledger.append(LedgerEntry(
                "not-understood", f"{bare(where.text)}：题名下有数字行，但没有金额单位，未读取", form.id, where.page,
                where.line))
    return found


def _is_row(text: str) -> bool:
    """Whether a line is made of a label and numbers, as rows are and sentences are not."""
    found = words(text)
    return sum(word.number for word in found) >= len(found) / 2 and any(word.number for word in found)


def _sort(table: FlowedTable, lines: list[Paragraph]) -> None:
    table.captions.append(lines[0])
    noting = False
    for line in lines[1:]:
        text = bare(line.text)
        if not text:
            continue
        numbers = any(word.number for word in words(line.text))
        caption = any(search("caption", key, text) for key in ("unit_of_measure", "body", "form_number"))
        starts = search("note", "start", text) or search("note", "identity", text)
        if caption and not numbers:
            table.captions.append(line)
        elif (
            starts or search("note", "sentence", text) or (noting and len(text) > LONGEST_ROW_WORD)
            or (not numbers and search("caption", "no_data", text))
        ):
            table.notes.append(line)
            noting = not search("note", "sentence", text)
        else:
            noting = False
            table.lines.append(line)


def _grid(table: FlowedTable, index: int, known: Known, result: Rebuilt) -> Grid | None:
    where = table.captions[0]
    name = bare(where.text)
    fits = [(paths, rows) for paths, rows in _headers(table) if all(row is not None for row in rows)]
    if len({tuple(paths) for paths, _ in fits}) != 1:
        cause = "表头与几种已知版式都相符" if fits else "表头与已知版式都不相符"
        result.ledger.append(
            LedgerEntry("not-understood", f"{name}：{cause}，未读取", table.form.id, where.page, where.line, index))
        return None
    paths, rows = fits[0]
    read = [row for row in rows if row is not None]
    if known.uom != unit_of_measure([caption.text for caption in table.captions]):
        known = Known(absent=known.absent)
    settled = _settle(table, paths, read, known)
    if unplaced := _unplaced(read, settled):
        count, first = sum(number for _, number in unplaced), unplaced[0][0]
        label = "".join(first.cells.values())
        result.open_cells += count
        place = first.where or where
        which = (f"“{label}”" if label else "数字行") + (f"等 {len(unplaced)} 行" if len(unplaced) > 1 else "")
        result.ledger.append(LedgerEntry(
            "ambiguous",
            f"{name}：{which}的空白单元格丢失，有 {count} 个数字可以落在几列中，未读取",
            table.form.id, place.page, place.line, index))
    return _assemble(paths, list(zip(read, settled, strict=True)), index, where, _numbering(table, paths))


def _unplaced(rows: Sequence[FlowedRow], settled: Sequence[Settled]) -> list[tuple[FlowedRow, int]]:
    """Rows with numbers whose column is not known, and how many."""
    found = []
    for row, placed in zip(rows, settled, strict=True):
        printed = max((len(candidate) for candidate in row.candidates), default=0)
        if placed.open and printed > len(placed.cells):
            found.append((row, printed - len(placed.cells)))
    return found


def _headers(table: FlowedTable) -> list[tuple[list[str], Rows]]:
    """Every known header of the form whose words are exactly those left over, with the rows read under it."""
    fits = []
    for header in table.form.headers:
        for empty_totals in (False, True):
            rows, rest = body_rows(table.form, table.lines, kinds_of(header), empty_totals)
            paths = match_header(header, header_words(rest))
            if paths is not None and rows:
                fits.append((paths, rows))
                break
    return fits


def _numbering(table: FlowedTable, paths: Sequence[str]) -> Paragraph | None:
    """The line that numbers the columns, where it has a number for each column of values."""
    values = sum(kind == "value" for kind in kinds_of(paths))
    for line in table.lines:
        if numbers_columns(line.text) and sum(word.number for word in words(line.text)) == values:
            return line
    return None


def _settle(
    table: FlowedTable, paths: list[str], rows: list[FlowedRow], known: Known
) -> list[Settled]:
    kinds = kinds_of(paths)
    notes, title = "".join(note.text for note in table.notes), bare(table.captions[0].text)
    columns = {
        i: ValueColumn(path, stage_of(path, notes, title)) for i, path in enumerate(paths) if kinds[i] == "value"
    }
    open_rows = []
    for row in rows:
        labels = {c: strip_ordinal(t) for c, t in row.cells.items() if kinds[c] == "label"}
        codes = [t for c, t in row.cells.items() if kinds[c] == "code" and t.isdigit()]
        own = {column: next((labels[c] for c in range(column, -1, -1) if kinds[c] == "label" and c in labels), "")
               for column in columns}
        open_rows.append(OpenRow(codes[0] if codes else "", own, row.candidates, row.told))
    return settle(table.form, columns, open_rows, known)


def _assemble(
    paths: Sequence[str], rows: Sequence[tuple[FlowedRow, Settled]], index: int, where: Paragraph,
    numbering: Paragraph | None,
) -> Grid:
    """The grid as it was printed: header cells with their spans, the column numbers, then a row of cells a line."""
    split = [path.split("/") for path in paths]
    depth = max(len(parts) for parts in split)
    cells: list[Cell] = []
    for level in range(depth):
        column = 0
        while column < len(split):
            parts = split[column]
            if level >= len(parts):
                column += 1
                continue
            end = column + 1
            last = level == len(parts) - 1
            while not last and end < len(split) and _same_cell(split[column], split[end], level):
                end += 1
            rowspan = depth - level if last else 1
            cells.append(Cell(parts[level], level, column, rowspan, end - column, where.page, where.line))
            column = end
    if numbering is not None:
        values = [column for column, kind in enumerate(kinds_of(paths)) if kind == "value"]
        numbers = [Cell(str(n), depth, c, page=numbering.page, line=numbering.line) for n, c in enumerate(values, 1)]
        cells.extend([Cell("栏次", depth, 0, page=numbering.page, line=numbering.line), *numbers])
        depth += 1
    for number, (row, placed) in enumerate(rows):
        printed = {**row.cells, **placed.cells}
        at = row.where or where
        cells.extend(
            Cell(printed.get(column, ""), depth + number, column, page=at.page, line=at.line, box=at.box,
                 lost=column in placed.open)
            for column in range(len(paths))
        )
    return Grid(index, tuple(cells), depth + len(rows), len(paths), page=where.page, line=where.line)


def _same_cell(parts: Sequence[str], others: Sequence[str], level: int) -> bool:
    """Whether two header paths share the cell at a level that has more below it."""
    return others[:level + 1] == parts[:level + 1] and len(others) > level + 1
