"""The ways to read a poured table: a header known to its form or told from its cells, with the rows below it.

All lines must be accounted for: those that are no rows print exactly the words of the header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Paragraph
from ingest.tables.flowed.body import body_rows
from ingest.tables.flowed.cell_columns import column_sides
from ingest.tables.flowed.cell_lines import CellLine, cells_of, filled_rows, row_lines
from ingest.tables.flowed.exact_rows import exact_rows
from ingest.tables.flowed.extent import FlowedTable
from ingest.tables.flowed.header_columns import column_headers
from ingest.tables.flowed.header_pieces import match_pieces
from ingest.tables.flowed.header_tiles import tilings
from ingest.tables.flowed.header_words import PARTS_OF_CODE, column_choices, header_cells, joined_cells
from ingest.tables.flowed.headers import header_words, kinds_of, match_header, numbers_columns
from ingest.tables.flowed.labels import side_by_side
from ingest.tables.flowed.rows import VALUE_INSIDE, FlowedRow, Rows, code_line, words
from ontology.forms import Form
from ontology.layout import ColumnKind, bare, code_family, is_stage, ordinal_level
from ontology.schemes import scheme_of_code

Match = Callable[[Sequence[str]], list[str] | None]
"""From the lines that are left over to the header paths, None where they are not the header's words."""
FARTHEST_NAME = 5
"""How many cells before its first number a row may begin."""


@dataclass(slots=True)
class Fit:
    """A header that a table's words are exactly those of, with the rows read under it. ``runs``: for each side of a
    table read column by column, its columns and their numbers, whose rows are not known."""

    paths: list[str]
    rows: Rows
    runs: list[tuple[list[int], dict[int, list[str]]]] = field(default_factory=list)
    lines: Sequence[Paragraph] = ()
    cut: bool = False
    """Whether the header takes a printed word for two cells (本年支出合计 for 合计 below 本年支出)."""
    by_order: bool = False
    """Whether rows were made of cells on lines of their own, blank ones lost: only their order tells them."""

    @property
    def whole(self) -> bool:
        """Whether every line that should be a row could be read."""
        return bool(self.rows) and all(row is not None for row in self.rows)


def fits(table: FlowedTable) -> list[Fit]:
    """Every way to read the table, with different headers: by the headers that its form is known to be printed with,
    and where none of them fits, by those that its cells can make."""
    variants = [(lines, cells_of(lines, table.others)) for lines in table.variants()]
    variants = [(lines, cells) for lines, cells in variants if cells is None or not _torn(cells, table.notes)]
    for read in (_known, _inferred, _inferred_columns):
        for lines, cells in variants:
            found: dict[tuple[str, ...], Fit] = {}
            for fit in read(table.form, lines, cells):
                if fit.whole and _codes_agree(fit, lines) and not _turned(fit):
                    fit.lines = lines
                    kinds = kinds_of(fit.paths)
                    # How names and codes are headed is said of no figure.
                    values = tuple(p for p, kind in zip(fit.paths, kinds, strict=True) if kind == "value")
                    found.setdefault(values, fit)
            if found:
                return [fit for fit in found.values() if not fit.cut] or list(found.values())
    return []


def _codes_agree(fit: Fit, lines: Sequence[Paragraph]) -> bool:
    """Whether the codes are of the classification that the header names, where it names one: rows of another table may
    have come under it."""
    families = {family for line in lines for word in line.text.split() if (family := code_family(bare(word)))}
    kinds = kinds_of(fit.paths)
    codes = {
        scheme_of_code(text) for row in fit.rows if row is not None for column, text in row.cells.items()
        if kinds[column] == "code"} - {""}
    return len(families) != 1 or not codes or not families <= {"functional", "economic"} or families <= codes


def _torn(cells: Sequence[CellLine], notes: Sequence[Paragraph]) -> bool:
    """Whether amounts come behind a note that follows others: it is not known which row they are of."""
    amounts = [cell.where.line or 0 for cell in cells if cell.number and not cell.count]
    inside = [note.line or 0 for note in notes if amounts and amounts[0] < (note.line or 0) < amounts[-1]]
    following = [min((cell for cell in cells if (cell.where.line or 0) > line), key=lambda cell: cell.where.line or 0)
                 for line in inside]
    return any(cell.number and not cell.count for cell in following)


def _turned(fit: Fit) -> bool:
    """Whether names of rows head columns, or heads of columns name rows: cells that come in another order than that of
    the rows."""
    kinds = kinds_of(fit.paths)
    heads = [part for path, kind in zip(fit.paths, kinds, strict=True) if kind == "value" for part in path.split("/")]
    names = [text for row in fit.rows if row is not None for column, text in row.cells.items()
             if kinds[column] == "label"]
    return any(ordinal_level(bare(head)) >= 0 for head in heads) or any(is_stage(bare(name)) for name in names)


def _known(form: Form, lines: Sequence[Paragraph], cells: list[CellLine] | None) -> Iterator[Fit]:
    for header in form.headers:
        kinds = kinds_of(header)

        cut: list[bool] = []

        def match(rest: Sequence[str], header: Sequence[str] = header, cut: list[bool] = cut) -> list[str] | None:
            paths = match_header(header, header_words(rest))
            pieces = match_pieces(header, rest) if paths is None or cells is None else None
            cut.append(paths is not None and pieces is None and cells is None)
            return paths or pieces

        fit = (_exact(kinds, lines, match) or _by_lines(form, kinds, lines, match)) if cells is None else (
            _filled(kinds, cells, match) or _by_lines(form, kinds, row_lines(kinds, cells), match)
            or _by_columns(header, cells))
        if fit is not None:
            fit.cut, fit.by_order = cut[-1], cells is not None and not fit.runs
            yield fit


def _inferred(form: Form, lines: Sequence[Paragraph], cells: list[CellLine] | None) -> Iterator[Fit]:
    """Fits of headers that are told from their cells. Where a word is none that headers are known to print, only cells
    whose places are certain are taken."""
    if cells is None:
        head = next((place for place, line in enumerate(lines) if _is_body(line.text)), len(lines))
        texts = [[bare(word.text) for word in words(line.text)] for line in lines[:head]
                 if bare(line.text) and not numbers_columns(line.text)]
        for paths, kinds, sure in _headers(texts):
            match = _exactly(texts, paths)
            fit = _exact(kinds, lines, match) or _by_lines(form, kinds, lines, match)
            if fit is not None and (sure or _is_full(fit, kinds)):
                yield fit
        return
    first = next((place for place, cell in enumerate(cells) if cell.number and not cell.count), len(cells))
    for start in range(first, max(0, first - FARTHEST_NAME), -1):
        texts = [[cell.text for cell in cells[:start] if not cell.count]]
        for paths, kinds, sure in _headers(texts):
            match = _exactly(texts, paths)
            fit = _filled(kinds, cells, match) or _by_lines(form, kinds, row_lines(kinds, cells), match)
            if fit is not None and (sure or _is_full(fit, kinds)):
                fit.by_order = True
                yield fit


def _inferred_columns(form: Form, lines: Sequence[Paragraph], cells: list[CellLine] | None) -> Iterator[Fit]:
    """The same of tables that print column by column."""
    for header in column_headers(cells or []):
        fit = _by_columns(header, cells or [])
        if fit is not None:
            yield fit


def _is_full(fit: Fit, kinds: Sequence[ColumnKind]) -> bool:
    """Whether the numbers stand in one way only, and each column of values has one: then there are as many columns as
    the header was taken to have, whatever its words."""
    rows = [row for row in fit.rows if row is not None]
    values = {column for column, kind in enumerate(kinds) if kind == "value"}
    sure = all(len(row.candidates) == 1 and not row.told for row in rows)
    return sure and values <= {column for row in rows for column in row.candidates[0]}


def _is_body(text: str) -> bool:
    return VALUE_INSIDE.search(text) is not None or (code_line(text) is not None and not numbers_columns(text))


def _headers(rows: Sequence[Sequence[str]]) -> Iterator[tuple[list[str], list[ColumnKind], bool]]:
    """(header paths, what the columns hold, whether all words are known) of every header that the cells can make; where
    they make none, of those that they make with neighbours put together."""
    cells, sure = header_cells(rows)
    ways = [*_tiled(cells)]
    if not ways and sure and (joined := joined_cells(rows)):
        ways = [*_tiled([joined])]
    for paths, kinds in ways:
        yield paths, kinds, sure


def _tiled(cells: Sequence[Sequence[str]]) -> Iterator[tuple[list[str], list[ColumnKind]]]:
    without = [[cell for cell in row if cell not in PARTS_OF_CODE] for row in cells]
    for own in [cells] if without == cells else [cells, [row for row in without if row]]:
        flat = [cell for row in own for cell in row]
        lines = [number for number, row in enumerate(own) for _ in row]
        for kinds in column_choices(flat):
            found = tilings(flat, kinds, lines) if len(own) > 1 else []
            for paths in found or tilings(flat, kinds):
                yield paths, kinds


def _exactly(rows: Sequence[Sequence[str]], paths: list[str]) -> Match:
    """Matches lines that print exactly the header's cells."""
    text = header_words(["".join(cell for row in rows for cell in row)])

    def match(rest: Sequence[str]) -> list[str] | None:
        return paths if header_words(rest) == text else None

    return match


def _by_lines(form: Form, kinds: Sequence[ColumnKind], lines: Sequence[Paragraph], match: Match) -> Fit | None:
    """Rows one after the other, each on a line or broken over some."""
    for empty_totals in (False, True):
        rows, rest = body_rows(form, lines, kinds, empty_totals)
        paths = match(rest)
        if paths is not None and rows:
            return Fit(paths, rows)
    return None


def _exact(kinds: Sequence[ColumnKind], lines: Sequence[Paragraph], match: Match) -> Fit | None:
    """Rows whose blanks tell every cell."""
    for rows, head in exact_rows(lines, kinds):
        paths = match(head)
        if paths is not None and side_by_side(rows, kinds):
            return Fit(paths, [*rows])
    return None


def _filled(kinds: Sequence[ColumnKind], cells: Sequence[CellLine], match: Match) -> Fit | None:
    """Cells on lines of their own, blank ones too."""
    for rows, head in filled_rows(kinds, cells):
        paths = match(head)
        if paths is not None and side_by_side(rows, kinds):
            return Fit(paths, [*rows])
    return None


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
