"""The body of a table poured out as lines: which lines make a row, however a row is broken over them.

Labels broken over lines are put together by ``ingest.rejoined`` where their names are known, else in the order of the
lines; where neither makes a row, the table is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.documents.document import Paragraph
from ingest.tables.flowed import rows as grammar
from ingest.tables.flowed.cell_lines import PERSONNEL
from ingest.tables.flowed.grouped_labels import grouped_rows, prints_groups
from ingest.tables.flowed.headers import numbers_columns, sides_of
from ingest.tables.flowed.labels import labelled_rows, plain_sides
from ingest.tables.flowed.rejoined import rejoin, rejoin_numbered, with_whole_amounts
from ingest.tables.flowed.rows import FlowedRow, Rows
from ontology.forms import Form
from ontology.layout import ColumnKind

MOST_JOINED = 4
"""How many printed lines a row may be broken over."""
TWO_LABELS = re.compile(r"[^一二三四五六七八九十（(][一二三四五六七八九十]+、")
"""An order number within a label: the end of another stands before it."""


def body_rows(
    form: Form, lines: Sequence[Paragraph], kinds: Sequence[ColumnKind], empty_totals: bool
) -> tuple[Rows, list[str]]:
    """(rows, lines left over). A None among the rows: a line that should be a row but could not be read.

    ``empty_totals``: whether 合计 without a value is a row (an empty table) or part of a header (本年收入 / 合计).
    """
    values = [i for i, kind in enumerate(kinds) if kind == "value"]
    lines = with_whole_amounts(lines)
    if "line" in kinds:
        # Two sides, each with a label, its line number and values: what the grammar of such rows knows.
        sides = [[kinds[column] for column in side] for side in sides_of(kinds)]
        known = len(sides) == 2 and all(side[:2] == ["label", "line"] and "value" in side[2:3] for side in sides)
        return _numbered(rejoin_numbered(lines), kinds) if known else ([], [])
    if "code" in kinds and len(sides_of(kinds)) > 1:
        return _coded_sides(rejoin(lines), kinds)
    if "code" in kinds and "label" in kinds:
        label, code = kinds.index("label"), kinds.index("code")
        return _simple(rejoin(lines), lambda text: grammar.coded_row(text, code, label, values), empty_totals)
    if len(sides_of(kinds)) > 1:
        return plain_sides(lines, kinds)
    if kinds.count("label") == 1 and not prints_groups(form, lines):
        return labelled_rows(lines, kinds.index("label"), values)
    if kinds == ["label", "label", "value"]:
        return grouped_rows(form, lines, values[0])
    if values == [*range(len(kinds))]:
        return _simple(lines, lambda text: grammar.values_row(text, values))
    return [], []


def _simple(
    lines: Sequence[Paragraph], read: Callable[[str], FlowedRow | None], empty_totals: bool = False
) -> tuple[Rows, list[str]]:
    rows: Rows = []
    rest: list[str] = []
    pending, before = "", None
    for line in lines:
        if numbers_columns(line.text):
            continue
        row = read(line.text)
        whole = row is not None and _is_whole(row, empty_totals)
        if pending and whole and (blank := read(pending)) is not None and before is not None:
            # The row before printed no value at all.
            rows.append(replace(blank, where=before))
            pending = ""
        elif row is None and pending:
            row = read(_joined(pending, line.text))
        if row is not None and _is_whole(row, empty_totals):
            rows.append(replace(row, where=line))
            pending = ""
        elif (row is not None and _has_code(row.cells)) or (pending and rows):
            pending, before = _joined(pending, line.text), line
        else:
            rest.append(line.text)
    if pending:
        rest.append(pending)
    return rows, rest


def _is_whole(row: FlowedRow, empty_totals: bool) -> bool:
    return any(row.candidates) or (empty_totals and not _has_code(row.cells))


def _has_code(cells: dict[int, str]) -> bool:
    return any(text.isdigit() for text in cells.values())


def _joined(first: str, second: str) -> str:
    """Two printed lines as one; a label broken over them is joined without a blank."""
    if not first:
        return second
    a, b = first.rstrip(), second.lstrip()
    return a + b if a and b and not a[-1].isdigit() and not b[0].isdigit() else first.rstrip("\n") + " " + b


def _numbered(lines: Sequence[Paragraph], kinds: Sequence[ColumnKind]) -> tuple[Rows, list[str]]:
    sides = sides_of(kinds)
    rows: Rows = []
    rest: list[str] = []
    pending: list[str] = []
    left, right, text = 1, None, ""
    for line in lines:
        if numbers_columns(line.text):
            continue
        read, joined, whole = grammar.numbered_row(line.text, left, right, sides), None, ""
        broken = pending and (read is None or sides[0][0] not in read[0].cells)
        if broken:
            for part in (*pending, line.text):
                whole = _joined(whole, part)
            joined = grammar.numbered_row(whole, left, right, sides)
            if joined is not None and TWO_LABELS.search(joined[0].cells.get(sides[0][0], "")):
                joined = None
            if read is not None and joined is None:
                rest.extend(pending)
            read = joined or read
        elif read is not None:
            rest.extend(pending)
        if read is not None:
            rows.append(replace(read[0], where=line))
            left, right = left + 1, read[1] + 1
            text, pending = whole if joined is not None else line.text, []
            continue
        if rows and not pending and right is not None and _amounts_only(line.text):
            # The right side's amounts go on.
            text = f"{text} {line.text}"
            if (more := grammar.numbered_row(text, left - 1, right - 1, sides)) is not None:
                rows[-1] = replace(more[0], where=line)
                continue
        if rows or any(w.number for w in grammar.words(line.text)):
            pending.append(line.text)
        else:
            rest.append(line.text)
        if len(pending) > MOST_JOINED:
            rest.extend(pending)
            pending = []
    rest.extend(pending)
    return rows, rest


def _amounts_only(text: str) -> bool:
    return grammar.VALUE_INSIDE.search(text) is not None and all(word.number for word in grammar.words(text))


def _coded_sides(lines: Sequence[Paragraph], kinds: Sequence[ColumnKind]) -> tuple[Rows, list[str]]:
    """Codes and names side by side; which side a code belongs to is shown by the rows that print all sides."""
    starts = [i for i, kind in enumerate(kinds) if kind == "code"]
    rows: Rows = []
    rest: list[str] = []
    side_of: dict[str, int] = {}
    for line in lines:
        text = line.text
        totals = grammar.totals_row(text)
        if totals is not None and len(totals) <= len(starts):
            cells: dict[int, str] = {}
            ends = starts if len(totals) == len(starts) else [starts[0], starts[-1]]
            for (label, value), start in zip(totals, ends, strict=False):
                cells[start] = label
                if value:
                    cells[start + 2] = value
            rows.append(FlowedRow(cells, [{}], line))
            continue
        entries = grammar.coded_sides_row(text)
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
            if code[:3] not in side_of and len(starts) == 2 and len(entries) == 1:
                side = int(code[:3] not in PERSONNEL)
            if side <= last or side >= len(starts):
                return [None], rest
            last = side
            side_of.setdefault(code[:3], side)
            start = starts[side]
            cells.update({start: code, start + 1: name})
            if value:
                cells[start + 2] = value
        rows.append(FlowedRow(cells, [{}], line))
    return rows, rest
