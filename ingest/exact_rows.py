"""Rows of poured text whose blanks tell every cell: a cell ends with one blank, a blank cell is two more."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Paragraph
from ingest.flowed_headers import numbers_columns
from ingest.flowed_rows import FlowedRow, cells_by_blanks
from ingest.printed_numbers import parse_number
from ontology.layout import ColumnKind, bare, is_blank, is_total


def exact_rows(lines: Sequence[Paragraph], kinds: Sequence[ColumnKind]) -> tuple[list[FlowedRow], list[str]] | None:
    """(rows, lines before them) where from some line on every line fills the columns exactly, each cell with what its
    column holds; None where they do not. A total may be merged over the columns of codes and names before it."""
    body = [(line, _row(line.text, kinds)) for line in lines if not numbers_columns(line.text)]
    start = next((place for place in range(len(body), 0, -1) if body[place - 1][1] is None), 0)
    if start == len(body):
        return None
    rows = [FlowedRow(row[0], [row[1]], line) for line, row in body[start:] if row is not None]
    return rows, [line.text for line, _ in body[:start]]


def _row(text: str, kinds: Sequence[ColumnKind]) -> tuple[dict[int, str], dict[int, str]] | None:
    cells = cells_by_blanks(text)
    if cells is None or not any(cells):
        return None
    lead = next((place for place, kind in enumerate(kinds) if kind == "value"), 0)
    if lead > 1 and len(cells) == len(kinds) - lead + 1 and is_total(cells[0]):
        cells = [*[""] * (lead - 1), *cells]
    if len(cells) != len(kinds):
        return None
    names: dict[int, str] = {}
    values: dict[int, str] = {}
    for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        number = parse_number(cell) is not None
        if not cell or (kind != "value" and is_blank(cell)):
            continue
        if kind == "value":
            if not number and not is_blank(cell):
                return None
            values[column] = cell
        elif (kind == "label") == number or (kind in ("code", "line") and not bare(cell).isdigit()):
            return None
        else:
            names[column] = cell
    return (names, values) if names or "label" not in kinds else None
