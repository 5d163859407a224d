"""Rows of poured text whose blanks tell every cell: a cell ends with one blank, a blank cell is two more.

Where every cell ends with a blank, a line that does not is a piece of a cell, and a row may stand on several lines:
those that together fill the columns exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.documents.document import Paragraph
from ingest.tables.flowed.headers import numbers_columns
from ingest.tables.flowed.rows import FlowedRow, cells_by_blanks
from ingest.tables.printed_numbers import parse_number
from ontology.layout import ColumnKind, bare, is_blank, is_total

MOST_LINES = 6
"""Lines that a row may be broken over."""
CLOSED = 0.6
"""The share of lines that end with a blank from which on every cell does."""
MOST_PARTS = 2
"""Columns that the code may take beside its own: 类, 款, 项."""
LEADING = re.compile(
    r"(?<!\S)((?:\d{1,2}|[一二三四五六七八九十]+)[.．、]|[（(][\d一二三四五六七八九十]{1,2}[）)]|其中[：:]) "
    r"(?=[\u4e00-\u9fff])")
"""An order number with a blank behind it is no cell of its own."""
PARTS = re.compile(r" *|\d{3}(?: \d\d| )*")
"""A code in parts; a page number before it is none of them."""

Cells = tuple[dict[int, str], dict[int, str]]
"""Names and values by grid column."""


def exact_rows(lines: Sequence[Paragraph], kinds: Sequence[ColumnKind]) -> Iterator[tuple[list[FlowedRow], list[str]]]:
    """(rows, lines before them) where from some line on the lines fill the columns exactly, each cell with what its
    column holds: from every line that it may be, as long as rows print no value. A total may be merged over the columns
    of codes and names before it."""
    whole = [line for line in lines if not numbers_columns(line.text)]
    most = MOST_LINES if sum(line.text.endswith(" ") for line in whole) >= CLOSED * len(whole) else 1
    ends: dict[int, tuple[int, Cells]] = {}
    for place in range(len(whole) - 1, -1, -1):
        text = ""
        if most > 1 and place and not whole[place - 1].text.endswith(" "):
            # The line goes on with a cell that begins above.
            continue
        for end in range(place + 1, min(place + most, len(whole)) + 1):
            if most > 1 and whole[end - 1].text.isdigit():
                # No cell, for those end with a blank: a page number.
                break
            text += whole[end - 1].text
            row = _row(text, kinds) if end == len(whole) or end in ends else None
            if row is not None:
                ends[place] = end, row
                break
    rows: list[FlowedRow] = []
    starts: list[int] = []
    place = min(ends, default=len(whole))
    while place < len(whole):
        starts.append(place)
        place, row = ends[place]
        rows.append(FlowedRow(row[0], [row[1]], whole[place - 1]))
    for number, start in enumerate(starts):
        yield rows[number:], [line.text for line in whole[:start]]
        if any(rows[number].candidates):
            break


def _row(text: str, kinds: Sequence[ColumnKind]) -> Cells | None:
    cells = cells_by_blanks(LEADING.sub(r"\1", text))
    if cells is None or not any(cells):
        return None
    lead = next((place for place, kind in enumerate(kinds) if kind == "value"), 0)
    # A total that is merged is followed by its amount; blank cells behind it may be those of the code and the name.
    if lead > 1 and len(cells) == len(kinds) - lead + 1 and is_total(cells[0]) and cells[1]:
        cells = [*[""] * (lead - 1), *cells]
    if len(kinds) < len(cells) <= len(kinds) + MOST_PARTS and kinds[0] == "code" and kinds.count("code") == 1:
        parts = len(cells) - len(kinds) + 1
        if not PARTS.fullmatch(" ".join(cells[:parts])):
            return None
        cells = ["".join(cells[:parts]), *cells[parts:]]
    if "line" not in kinds and not any(cell and kind == "value" for cell, kind in zip(cells, kinds, strict=False)):
        # Blank lines are not kept: where no amount is printed, the blank cells at the end may have been one.
        cells = [*cells, *[""] * (len(kinds) - len(cells))]
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
    named = any(kinds[column] == "label" for column in names)
    return (names, values) if named or "label" not in kinds else None

