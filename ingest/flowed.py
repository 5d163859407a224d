"""Tables poured out as lines of text → grids, so that they are read like any other.

The header has lost its shape, and may stand behind the body; it is known by its words: the lines that are neither
title, note nor row must be made of exactly the labels of one header that the form is known to be printed with. A table
whose words fit no known header is not read, and the ledger says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.captions import unit_of_measure
from ingest.cell_columns import column_sides
from ingest.cell_lines import CellLine, cells_of, filled_rows, row_lines
from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.flowed_body import Rows, body_rows
from ingest.flowed_headers import header_words, kinds_of, match_header, numbers_columns
from ingest.flowed_rows import VALUE_INSIDE, FlowedRow, words
from ingest.known import Known, ValueColumn
from ingest.placement import OpenRow, Settled, settle, settle_runs
from ingest.records import LedgerEntry
from ontology.forms import Form, form_of
from ontology.layout import ColumnKind, bare, ordinal_level, search, stage_of, strip_ordinal
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
        if not text or search("flowed", "page_number", text):
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


@dataclass(slots=True)
class Fit:
    """A known header that a table's words are exactly those of, with the rows read under it. ``runs``: for each side
    of a table read column by column, its columns and their numbers, whose rows are not known."""

    paths: list[str]
    rows: Rows
    runs: list[tuple[list[int], dict[int, list[str]]]] = field(default_factory=list)


def _grid(table: FlowedTable, index: int, known: Known, result: Rebuilt) -> Grid | None:
    where = table.captions[0]
    name = bare(where.text)
    fits = [fit for fit in _fits(table) if all(row is not None for row in fit.rows)]
    if len({tuple(fit.paths) for fit in fits}) != 1:
        if _has_no_data(table):
            result.ledger.append(LedgerEntry(
                "no-data", f"{name}：表注说明本表无数据", table.form.id, where.page, where.line, index))
            return None
        cause = "表头与几种已知版式都相符" if fits else "表头与已知版式都不相符"
        result.ledger.append(
            LedgerEntry("not-understood", f"{name}：{cause}，未读取", table.form.id, where.page, where.line, index))
        return None
    fit = fits[0]
    rows = [row for row in fit.rows if row is not None]
    if known.uom != unit_of_measure([caption.text for caption in table.captions]):
        known = Known(absent=known.absent)
    settled = _settle(table, fit, rows, known)
    if unplaced := _unplaced(rows, fit, settled):
        count, first = sum(number for _, number in unplaced), unplaced[0][0]
        label = "".join(first.cells.values())
        result.open_cells += count
        place = first.where or where
        which = (f"“{label}”" if label else "数字行") + (f"等 {len(unplaced)} 行" if len(unplaced) > 1 else "")
        result.ledger.append(LedgerEntry(
            "ambiguous",
            f"{name}：{which}的空白单元格丢失，有 {count} 个数字可以落在几个位置，未读取",
            table.form.id, place.page, place.line, index))
    return _assemble(fit.paths, list(zip(rows, settled, strict=True)), index, where, _numbering(table, fit.paths))


def _has_no_data(table: FlowedTable) -> bool:
    """Whether a table's note says that it has no data, and no amount is printed."""
    amounts = any(VALUE_INSIDE.search(line.text) for line in table.lines)
    return not amounts and any(search("caption", "no_data", bare(note.text)) for note in table.notes)


def _unplaced(rows: Sequence[FlowedRow], fit: Fit, settled: Sequence[Settled]) -> list[tuple[FlowedRow, int]]:
    """Rows with numbers that have no certain place, and how many; numbers of which not even the row is known are
    counted with the first row that they may stand in."""
    if fit.runs:
        printed = sum(len(run) for _, runs in fit.runs for run in runs.values())
        placed = sum(sum(c in runs for _, runs in fit.runs for c in row.cells) for row in settled)
        unsure = [row for row, found in zip(rows, settled, strict=True) if found.open]
        return [(row, 0 if n else printed - placed) for n, row in enumerate(unsure)] if printed > placed else []
    found = []
    for row, where in zip(rows, settled, strict=True):
        numbers = max((len(candidate) for candidate in row.candidates), default=0)
        if where.open and numbers > len(where.cells):
            found.append((row, numbers - len(where.cells)))
    return found


def _fits(table: FlowedTable) -> list[Fit]:
    """Every known header of the form whose words are exactly those left over, with the rows read under it."""
    fits = []
    cells = cells_of(table.lines, [*table.captions, *table.notes])
    for header in table.form.headers:
        fit = _by_lines(table.form, header, table.lines) if cells is None else (
            _filled(header, cells) or _by_lines(table.form, header, row_lines(table.form, header, cells))
            or _by_columns(header, cells))
        if fit is not None:
            fits.append(fit)
    return fits


def _by_lines(form: Form, header: Sequence[str], lines: Sequence[Paragraph]) -> Fit | None:
    """Rows one after the other, each on a line or broken over some."""
    for empty_totals in (False, True):
        rows, rest = body_rows(form, lines, kinds_of(header), empty_totals)
        paths = match_header(header, header_words(rest))
        if paths is not None and rows:
            return Fit(paths, rows)
    return None


def _filled(header: Sequence[str], cells: Sequence[CellLine]) -> Fit | None:
    """Cells on lines of their own, blank ones too."""
    filled = filled_rows(header, cells)
    paths = match_header(header, header_words(filled[1])) if filled is not None else None
    return Fit(paths, [*filled[0]]) if filled is not None and paths is not None else None


def _by_columns(header: Sequence[str], cells: Sequence[CellLine]) -> Fit | None:
    """Cells on lines of their own, column by column."""
    found = column_sides(header, cells)
    if found is None:
        return None
    paths, sides = found
    rows: Rows = []
    for place in range(max(len(side.rows) for side in sides)):
        own = [side.rows[place] for side in sides if place < len(side.rows)]
        cells_of_row = {column: text for row in own for column, text in row.cells.items()}
        candidates: list[dict[int, str]] = [
            {column: text for row in own for candidate in row.candidates for column, text in candidate.items()}]
        rows.append(FlowedRow(cells_of_row, candidates, own[0].where))
    return Fit(paths, rows, [(side.columns, side.runs) for side in sides if side.runs])


def _numbering(table: FlowedTable, paths: Sequence[str]) -> Paragraph | None:
    """The line that numbers the columns, where it has a number for each column of values."""
    values = sum(kind == "value" for kind in kinds_of(paths))
    for line in table.lines:
        if numbers_columns(line.text) and sum(word.number for word in words(line.text)) == values:
            return line
    return None


def _settle(table: FlowedTable, fit: Fit, rows: Sequence[FlowedRow], known: Known) -> list[Settled]:
    kinds = kinds_of(fit.paths)
    notes, title = "".join(note.text for note in table.notes), bare(table.captions[0].text)
    columns = {
        i: ValueColumn(path, stage_of(path, notes, title))
        for i, path in enumerate(fit.paths) if kinds[i] == "value"
    }
    if not fit.runs:
        return settle(table.form, columns, [_open_row(row, kinds, columns) for row in rows], known)
    settled = [Settled(row.candidates[0]) for row in rows]
    for own, runs in fit.runs:
        side = {column: columns[column] for column in own}
        # A side may be shorter than the other: its rows are those with a label.
        count = sum(_label_column(kinds, own[0]) in row.cells for row in rows) if "label" in kinds else len(rows)
        open_rows = [_open_row(row, kinds, side) for row in rows[:count]]
        for place, found in enumerate(settle_runs(table.form, side, open_rows, runs, known)):
            before = settled[place]
            settled[place] = Settled({**before.cells, **found.cells}, before.open | found.open)
    return settled


def _label_column(kinds: Sequence[ColumnKind], column: int) -> int:
    """The column of the labels that a column of values is said of, -1 where there is none."""
    return next((c for c in range(column, -1, -1) if kinds[c] == "label"), -1)


def _open_row(row: FlowedRow, kinds: Sequence[ColumnKind], columns: Mapping[int, ValueColumn]) -> OpenRow:
    printed = {column: row.cells.get(_label_column(kinds, column), "") for column in columns}
    first = min(columns, default=0)
    start = next((c + 1 for c in range(first - 1, -1, -1) if kinds[c] == "value"), 0)
    codes = [t for c, t in sorted(row.cells.items()) if kinds[c] == "code" and t.isdigit() and c >= start]
    return OpenRow(
        codes[0] if codes else "", {column: strip_ordinal(text) for column, text in printed.items()}, row.candidates,
        {column: ordinal_level(text) for column, text in printed.items()}, row.told)


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
