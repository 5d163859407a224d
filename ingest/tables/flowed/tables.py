"""Tables poured out as lines of text → grids, so that they are read like any other.

The header has lost its shape, and may stand behind the body; it is known by its words: the lines that are neither
title, note nor row must be made of exactly the labels of one header, known to the form or told from its cells. A table
whose words fit none, or several that arithmetic does not tell apart, is not read, and the ledger says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Block, Grid, Paragraph
from ingest.records import LedgerEntry
from ingest.tables.captions import unit_of_measure
from ingest.tables.flowed.extent import FlowedTable, locate, ordered
from ingest.tables.flowed.fits import Fit, fits
from ingest.tables.flowed.grid import assembled
from ingest.tables.flowed.headers import kinds_of, numbers_columns
from ingest.tables.flowed.ragged_grids import without_ragged
from ingest.tables.flowed.rows import VALUE_INSIDE, FlowedRow, words
from ingest.tables.known import Known, ValueColumn
from ingest.tables.placement import OpenRow, Settled, Tests, settle, settle_runs, tested_rows
from ontology.layout import ColumnKind, bare, ordinal_level, search, stage_of, strip_ordinal

TOTAL = "合计"


@dataclass(slots=True)
class Poured:
    """A document's blocks, the tables poured out among them by the position of their title, each with the ways to read
    it, and what the ledger says of titles that head none."""

    blocks: Sequence[Block]
    tables: dict[int, tuple[FlowedTable, list[Fit]]]
    ledger: list[LedgerEntry]


@dataclass(slots=True)
class Rebuilt:
    """Blocks with grids in place of table lines; tables not understood and rows left open are in the ledger."""

    blocks: list[Block]
    ledger: list[LedgerEntry] = field(default_factory=list)
    open_cells: int = 0
    """Printed numbers whose column is not known from the tables read so far."""


def poured(blocks: Sequence[Block], names: tuple[str, ...]) -> Poured:
    """Find the poured tables of a document and the ways to read them. ``names``: the unit's names."""
    ledger: list[LedgerEntry] = []
    blocks = ordered(without_ragged(blocks, names), names)
    tables = locate(blocks, names, ledger)
    return Poured(blocks, {table.first: (table, _told_apart(table, fits(table))) for table in tables}, ledger)


def rebuild(document: Poured, known: Known) -> Rebuilt:
    """Replace every poured table by a grid. ``known``: what the tables read so far say; the more they say, the more
    numbers whose blank neighbours were lost can be told their column."""
    blocks = document.blocks
    result = Rebuilt([], [*document.ledger])
    index = max((b.index for b in blocks if isinstance(b, Grid)), default=0)
    position = 0
    while position < len(blocks):
        if position not in document.tables:
            result.blocks.append(blocks[position])
            position += 1
            continue
        table, found = document.tables[position]
        index += 1
        grid = _grid(table, found, index, known, result)
        if grid is None:
            result.blocks.extend(blocks[table.first:table.last])
        else:
            used = {id(line) for line in table.as_printed([*table.captions, *table.skipped, *found[0].lines])}
            rest = [block for block in blocks[table.first:table.last] if id(block) not in used]
            result.blocks.extend([*table.captions, grid, *rest])
        position = table.last
    return result


def _told_apart(table: FlowedTable, found: list[Fit]) -> list[Fit]:
    """Of several ways to read a table, the one whose columns add up in more rows than those of any other, where no row
    says otherwise; all of them where there is none."""
    if len(found) < 2:
        return found
    scores, borne = [], []
    for fit in found:
        tests = _tests(table, fit)
        scores.append((tests.failed == 0 and not fit.runs, tests.held, tests.told))
        borne.append(tests.borne)
    sure, held, told = max(scores)
    if sure and not held:
        # Where numbers may move in every row, the only way that keeps all sums, and is tested by some.
        kept = [place for place, score in enumerate(scores) if score[0]]
        return [found[kept[0]]] if len(kept) == 1 and borne[kept[0]] else found
    best = [fit for fit, score in zip(found, scores, strict=True) if score[:2] == (sure, held)]
    # Another way that adds up where numbers may move is none.
    return best if sure and held and told == max(score[2] for score in scores) else found


def _tests(table: FlowedTable, fit: Fit) -> Tests:
    """How the rows of a way to read a table bear it out."""
    columns, kinds = _columns(table, fit), kinds_of(fit.paths)
    rows = [_open_row(row, kinds, columns) for row in fit.rows if row is not None]
    return tested_rows(table.form, columns, rows)


def _grid(table: FlowedTable, found: Sequence[Fit], index: int, known: Known, result: Rebuilt) -> Grid | None:
    where = table.captions[0]
    name = bare(where.text)
    torn = [fit for fit in found if fit.by_order and _tests(table, fit).failed]
    found = [fit for fit in found if fit not in torn]
    if len(found) != 1:
        if _has_no_data(table):
            result.ledger.append(LedgerEntry(
                "no-data", f"{name}：表注说明本表无数据", table.form.id, where.page, where.line, index))
            return None
        torn_apart = "一格一行，行内的和不成立，单元格的次序不可靠"
        cause = "表头可作几种解释" if found else torn_apart if torn else "表头与已知版式都不相符"
        result.ledger.append(
            LedgerEntry("not-understood", f"{name}：{cause}，未读取", table.form.id, where.page, where.line, index))
        return None
    fit = found[0]
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
    return assembled(fit.paths, list(zip(rows, settled, strict=True)), index, where, _numbering(table, fit.paths))


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


def _numbering(table: FlowedTable, paths: Sequence[str]) -> Paragraph | None:
    """The line that numbers the columns, where it has a number for each column of values."""
    values = sum(kind == "value" for kind in kinds_of(paths))
    for line in table.lines:
        if numbers_columns(line.text) and sum(word.number for word in words(line.text)) == values:
            return line
    return None


def _columns(table: FlowedTable, fit: Fit) -> dict[int, ValueColumn]:
    notes, title = "".join(note.text for note in table.notes), bare(table.captions[0].text)
    return {
        column: ValueColumn(path, stage_of(path, notes, title))
        for column, (path, kind) in enumerate(zip(fit.paths, kinds_of(fit.paths), strict=True)) if kind == "value"
    }


def _settle(table: FlowedTable, fit: Fit, rows: Sequence[FlowedRow], known: Known) -> list[Settled]:
    kinds = kinds_of(fit.paths)
    columns = _columns(table, fit)
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
    # A table without names prints the whole; without codes, too, nothing but its sums says that it is a table.
    whole = "" if "label" in kinds else TOTAL
    bare_sums = not {"label", "code"} & set(kinds)
    printed = {column: row.cells.get(_label_column(kinds, column), whole) for column in columns}
    first = min(columns, default=0)
    start = next((c + 1 for c in range(first - 1, -1, -1) if kinds[c] == "value"), 0)
    codes = [t for c, t in sorted(row.cells.items()) if kinds[c] == "code" and t.isdigit() and c >= start]
    return OpenRow(
        codes[0] if codes else "", {column: strip_ordinal(text) for column, text in printed.items()}, row.candidates,
        {column: ordinal_level(text) for column, text in printed.items()},
        row.told or bare_sums)
