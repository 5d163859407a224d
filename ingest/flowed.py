"""Tables poured out as lines of text → grids, so that they are read like any other.

The header has lost its shape, and may stand behind the body; it is known by its words: the lines that are neither
title, note nor row must be made of exactly the labels of one header that the form is known to be printed with. A table
whose words fit no known header is not read, and the ledger says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest import flowed_rows as rows_of
from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.flowed_rows import FlowedRow
from ingest.placement import Known, OpenRow, settle
from ingest.records import LedgerEntry
from ontology.forms import Form, bare, clean_title, column_kind, form_of, layout, strip_ordinal

SECTION = re.compile(r"^第[一二三四五六七八九十]+部分")
MOST_JOINED = 4
"""How many printed lines a row may be broken over."""


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
    open_tables: int
    """Tables with rows that could not be placed from the table alone."""


def rebuild(blocks: Sequence[Block], names: tuple[str, ...], known: Known | None = None) -> Rebuilt:
    """Replace every flowed table by a grid. Without ``known``, tables with rows left open are passed over, so that
    the others can be read first and settle them."""
    result = Rebuilt([], [], 0)
    tables = {table.first: table for table in _locate(blocks, names)}
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


def _locate(blocks: Sequence[Block], names: tuple[str, ...]) -> list[FlowedTable]:
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
        if end < len(blocks) and isinstance(blocks[end], Grid) and end < limit:
            continue
        table = FlowedTable(form, start, end)
        _sort(table, [b for b in blocks[start:end] if isinstance(b, Paragraph)])
        if any(layout().search("caption", "unit_of_measure", bare(p.text)) for p in table.captions):
            found.append(table)
    return found


def _sort(table: FlowedTable, lines: list[Paragraph]) -> None:
    table.captions.append(lines[0])
    noting = False
    for line in lines[1:]:
        text = bare(line.text)
        if not text:
            continue
        caption = any(layout().search("caption", key, text) for key in ("unit_of_measure", "body", "form_number"))
        if caption and not any(w.number for w in rows_of.words(line.text)):
            table.captions.append(line)
        elif layout().search("note", "start", text) or layout().search("note", "identity", text) or (
            layout().search("caption", "no_data", text)
        ):
            table.notes.append(line)
            noting = not layout().search("note", "sentence", text)
        elif layout().search("note", "sentence", text) or (noting and len(text) > 12):
            table.notes.append(line)
            noting = not layout().search("note", "sentence", text)
        else:
            noting = False
            table.lines.append(line)


def _grid(table: FlowedTable, index: int, known: Known | None, result: Rebuilt) -> Grid | None:
    where = table.captions[0]
    for printed in _headers(table):
        paths, rows = printed
        if any(row is None for row in rows):
            continue
        settled = _settle(table.form, paths, [r for r in rows if r is not None], known or Known())
        left_open = [row for row, placed in settled if placed is None]
        if left_open and known is None:
            result.open_tables += 1
            return None
        for row in left_open:
            result.ledger.append(LedgerEntry(
                "ambiguous", f"{bare(where.text)}：第 {row.line} 行有空白单元格丢失，数字可以落在几列中，未读取",
                table.form.id, None, row.line, index))
        return _assemble(paths, [(row, placed) for row, placed in settled], index, where)
    result.ledger.append(LedgerEntry(
        "not-understood", f"{bare(where.text)}：表头与已知版式都不相符，未读取", table.form.id, None, where.line, index))
    return None


def _headers(table: FlowedTable) -> list[tuple[list[str], list[FlowedRow | None]]]:
    """Every known header of the form whose words are exactly those left over, with the rows read under it."""
    fits = []
    for header in table.form.headers:
        kinds = [column_kind(_example(path.rsplit("/", 1)[-1])) for path in header]
        for empty_totals in (False, True):
            rows, rest = _rows(table, kinds, empty_totals)
            paths = _match(header, _header_words(rest))
            if paths is not None and rows:
                fits.append((paths, rows))
                break
    return fits


def _example(pattern: str) -> str:
    """A label that a header pattern stands for: the first of its alternatives."""
    plain = re.sub(r"\(\?:([^()|]*)(?:\|[^()]*)?\)\??", r"\1", pattern)
    return re.sub(r"\[(.)[^\]]*\]", r"\1", plain)


def _header_words(lines: list[str]) -> str:
    text = "".join(bare(line) for line in lines if not _numbers_columns(line))
    return re.sub(r"栏次(?:\d+)*", "", text)


def _numbers_columns(text: str) -> bool:
    """A 栏次 line, or one that numbers the columns 1 2 3 ...: its words are no labels."""
    found = [w.text for w in rows_of.words(text)]
    numbers = [int(w) for w in found if w.isdigit()]
    others = "".join(w for w in found if not w.isdigit())
    counted = numbers == list(range(1, len(numbers) + 1)) and bool(numbers)
    return counted and (not others or bool(re.fullmatch(r"(?:栏次)+|[类款项]*栏次", others)))


def _match(header: tuple[str, ...], text: str) -> list[str] | None:
    """The header paths as printed, where the words are exactly the header's value cells and labels; None where any
    word is over or lacking."""
    nodes: dict[tuple[str, int], str] = {}
    for index, path in enumerate(header):
        parts = path.split("/")
        if column_kind(_example(parts[-1])) != "value":
            continue
        for depth in range(1, len(parts)):
            nodes.setdefault(("/".join(parts[:depth]), -1), parts[depth - 1])
        nodes[path, index] = parts[-1]
    printed: dict[tuple[str, int], str] = {}
    rest = text
    order = list(nodes)
    # Longer labels are taken first, so that 项目支出 is not taken for 项目.
    for node in sorted(nodes, key=lambda n: (-len(_example(nodes[n])), order.index(n))):
        found = re.search(nodes[node], rest)
        if found is None:
            return None
        printed[node] = found[0]
        rest = rest[:found.start()] + "\x00" + rest[found.end():]
    for label in layout().data["flowed"]["labels"]:
        rest = rest.replace(label, "\x00")
    if rest.replace("\x00", ""):
        return None
    paths = []
    for index, path in enumerate(header):
        parts = path.split("/")
        above = [printed.get(("/".join(parts[:depth]), -1), parts[depth - 1]) for depth in range(1, len(parts))]
        paths.append("/".join([*above, printed.get((path, index), _example(parts[-1]))]))
    return paths


def _rows(table: FlowedTable, kinds: list[str], empty_totals: bool) -> tuple[list[FlowedRow | None], list[str]]:
    """(rows, lines left over). A None among the rows: a line that should be a row but could not be read.

    ``empty_totals``: whether 合计 without a value is a row (an empty table) or part of a header label (本年收入 / 合计).
    """
    values = [i for i, kind in enumerate(kinds) if kind == "value"]
    if "line" in kinds:
        return _numbered(table, kinds)
    if table.form.layout == "single":
        return _simple(table, lambda text, line: rows_of.values_row(text, line, values))
    if table.form.layout == "sides" and "code" in kinds:
        return _coded_sides(table, kinds)
    if table.form.layout == "coded":
        label = next(i for i, kind in enumerate(kinds) if kind == "label")
        return _simple(
            table, lambda text, line: rows_of.coded_row(text, line, kinds.index("code"), label, values), empty_totals)
    return [], []


def _simple(
    table: FlowedTable, read: Callable[[str, int], FlowedRow | None], empty_totals: bool = False
) -> tuple[list[FlowedRow | None], list[str]]:
    rows: list[FlowedRow | None] = []
    rest: list[str] = []
    pending = ""
    for line in table.lines:
        if _numbers_columns(line.text):
            continue
        row = read(line.text, line.line or 0)
        if row is None and pending:
            row = read(_joined(pending, line.text), line.line or 0)
        if row is not None and (any(row.candidates) or (empty_totals and not _has_code(row.cells))):
            rows.append(row)
            pending = ""
        elif (row is not None and _has_code(row.cells)) or (pending and rows):
            pending = _joined(pending, line.text)
        else:
            rest.append(line.text)
    if pending:
        rest.append(pending)
    return rows, rest


def _has_code(cells: dict[int, str]) -> bool:
    return any(text.isdigit() for text in cells.values())


def _joined(first: str, second: str) -> str:
    """Two printed lines as one; a label broken over them is joined without a blank."""
    if not first:
        return second
    a, b = first.rstrip(), second.lstrip()
    return a + b if a and b and not a[-1].isdigit() and not b[0].isdigit() else first.rstrip("\n") + " " + b


def _numbered(table: FlowedTable, kinds: list[str]) -> tuple[list[FlowedRow | None], list[str]]:
    sides: list[list[int]] = []
    for column, kind in enumerate(kinds):
        if kind == "label":
            sides.append([])
        sides[-1].append(column)
    rows: list[FlowedRow | None] = []
    rest: list[str] = []
    pending: list[str] = []
    left, right = 1, None
    for line in table.lines:
        if _numbers_columns(line.text):
            continue
        read = rows_of.numbered_row(line.text, line.line or 0, left, right, sides)
        broken = pending and (read is None or sides[0][0] not in read[0].cells)
        if broken:
            whole = ""
            for part in (*pending, line.text):
                whole = _joined(whole, part)
            read = rows_of.numbered_row(whole, line.line or 0, left, right, sides) or read
        elif read is not None:
            rest.extend(pending)
        if read is not None:
            rows.append(read[0])
            left, right = left + 1, read[1] + 1
            pending = []
            continue
        if rows or any(w.number for w in rows_of.words(line.text)):
            pending.append(line.text)
        else:
            rest.append(line.text)
        if len(pending) > MOST_JOINED:
            rest.extend(pending)
            pending = []
    rest.extend(pending)
    return rows, rest


def _coded_sides(table: FlowedTable, kinds: list[str]) -> tuple[list[FlowedRow | None], list[str]]:
    """Codes and names side by side; which side a code belongs to is shown by the rows that print all sides."""
    starts = [i for i, kind in enumerate(kinds) if kind == "code"]
    rows: list[FlowedRow | None] = []
    rest: list[str] = []
    side_of: dict[str, int] = {}
    for line in table.lines:
        text, number = line.text, line.line or 0
        totals = rows_of.totals_row(text)
        if totals is not None:
            cells: dict[int, str] = {}
            for (label, value), start in zip(totals, [starts[0], starts[-1]], strict=False):
                cells[start] = label
                if value:
                    cells[start + 2] = value
            rows.append(FlowedRow(number, cells, [{}]))
            continue
        entries = rows_of.coded_sides_row(text, number)
        if entries is None:
            rest.append(text)
            continue
        if len(entries) == len(starts):
            for side, (code, _, _) in enumerate(entries):
                side_of.setdefault(code[:3], side)
        cells = {}
        last = -1
        for code, name, value in entries:
            side = side_of.get(code[:3], last + 1)
            if side <= last or side >= len(starts):
                return [None], rest
            last = side
            side_of.setdefault(code[:3], side)
            start = starts[side]
            cells.update({start: code, start + 1: name})
            if value:
                cells[start + 2] = value
        rows.append(FlowedRow(number, cells, [{}]))
    return rows, rest


def _settle(
    form: Form, paths: list[str], rows: list[FlowedRow], known: Known
) -> list[tuple[FlowedRow, dict[int, str] | None]]:
    kinds = [column_kind(path.rsplit("/", 1)[-1]) for path in paths]
    headers = {i: path for i, path in enumerate(paths) if kinds[i] == "value"}
    open_rows = []
    for row in rows:
        labels = {c: strip_ordinal(t) for c, t in row.cells.items() if kinds[c] == "label"}
        codes = [t for c, t in row.cells.items() if kinds[c] == "code" and t.isdigit()]
        own = {column: next((labels[c] for c in range(column, -1, -1) if kinds[c] == "label" and c in labels), "")
               for column in headers}
        item = own[max(own)] if own else ""
        left = {column: label for column, label in own.items() if label != item}
        open_rows.append(OpenRow(codes[0] if codes else "", item, row.candidates, left))
    return list(zip(rows, settle(form, headers, open_rows, known), strict=True))


def _assemble(
    paths: list[str], rows: list[tuple[FlowedRow, dict[int, str] | None]], index: int, where: Paragraph
) -> Grid:
    """The grid as it was printed: header cells with their spans, then a row of cells a line."""
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
            while not last and end < len(split) and split[end][:level + 1] == parts[:level + 1] and len(split[end]) > level + 1:
                end += 1
            rowspan = depth - level if last else 1
            cells.append(Cell(parts[level], level, column, rowspan, end - column, line=where.line))
            column = end
    for number, (row, placed) in enumerate(rows):
        printed = {**row.cells, **(placed or {})}
        cells.extend(
            Cell(printed.get(column, ""), depth + number, column, line=row.line) for column in range(len(paths))
        )
    return Grid(index, tuple(cells), depth + len(rows), len(paths), line=where.line)
