"""The body of a table poured out as lines: which lines make a row, however a row is broken over them.

A label that wraps around its numbers (前半行, 数字, 后半行) is put together only where the classification has exactly
that name for the code; else the table is not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest import flowed_rows as grammar
from ingest.cell_lines import PERSONNEL
from ingest.documents.document import Paragraph
from ingest.flowed_headers import numbers_columns, sides_of
from ingest.flowed_labels import labelled_rows, plain_sides
from ingest.flowed_rows import FlowedRow, Rows
from ontology.forms import Form
from ontology.layout import ColumnKind, bare, is_total
from ontology.schemes import official_names, scheme_of_code

MOST_JOINED = 4
"""How many printed lines a row may be broken over."""
BRACKETS = str.maketrans("()", "（）")


def body_rows(
    form: Form, lines: Sequence[Paragraph], kinds: Sequence[ColumnKind], empty_totals: bool
) -> tuple[Rows, list[str]]:
    """(rows, lines left over). A None among the rows: a line that should be a row but could not be read.

    ``empty_totals``: whether 合计 without a value is a row (an empty table) or part of a header (本年收入 / 合计).
    """
    values = [i for i, kind in enumerate(kinds) if kind == "value"]
    if "line" in kinds:
        # Two sides, each with a label, its line number and values: what the grammar of such rows knows.
        sides = [[kinds[column] for column in side] for side in sides_of(kinds)]
        known = len(sides) == 2 and all(side[:2] == ["label", "line"] and "value" in side[2:3] for side in sides)
        return _numbered(lines, kinds) if known else ([], [])
    if "code" in kinds and len(sides_of(kinds)) > 1:
        return _coded_sides(lines, kinds)
    if "code" in kinds and "label" in kinds:
        label, code = kinds.index("label"), kinds.index("code")
        return _simple(rejoin(lines), lambda text: grammar.coded_row(text, code, label, values), empty_totals)
    if len(sides_of(kinds)) > 1:
        return plain_sides(lines, kinds)
    if kinds.count("label") == 1:
        return labelled_rows(lines, kinds.index("label"), values)
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
    left, right = 1, None
    for line in lines:
        if numbers_columns(line.text):
            continue
        read = grammar.numbered_row(line.text, left, right, sides)
        broken = pending and (read is None or sides[0][0] not in read[0].cells)
        if broken:
            whole = ""
            for part in (*pending, line.text):
                whole = _joined(whole, part)
            read = grammar.numbered_row(whole, left, right, sides) or read
        elif read is not None:
            rest.extend(pending)
        if read is not None:
            rows.append(replace(read[0], where=line))
            left, right = left + 1, read[1] + 1
            pending = []
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


def rejoin(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines with labels put together that are wrapped around their numbers."""
    kept = list(lines)
    for place, line in enumerate(lines):
        parts = grammar.code_line(line.text)
        if parts is None:
            continue
        code, label, tail = parts
        names = _names(code)
        before, after = _fragment(lines, place - 1), _fragment(lines, place + 1)
        if not names or _plain(label) in names:
            continue
        for head, foot in ((before, ""), ("", after), (before, after)):
            if (head or foot) and _plain(head + label + foot) in names:
                kept[place] = replace(line, text=f"{code} {head}{label}{foot}{tail}")
                if head:
                    kept[place - 1] = replace(kept[place - 1], text="")
                if foot:
                    kept[place + 1] = replace(kept[place + 1], text="")
                break
    return [line for line in kept if line.text]


def _fragment(lines: Sequence[Paragraph], place: int) -> str:
    """A line of nothing but words, which may be part of a label; empty where it is none."""
    if not 0 <= place < len(lines):
        return ""
    text = bare(lines[place].text)
    return "" if any(char.isdigit() for char in text) or is_total(text) else text


def _plain(label: str) -> str:
    return bare(label).translate(BRACKETS)


def _names(code: str) -> frozenset[str]:
    scheme = scheme_of_code(code)
    return official_names(scheme).get(code, frozenset()) if scheme in ("functional", "economic") else frozenset()
