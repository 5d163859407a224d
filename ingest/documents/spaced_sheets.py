"""The part of a table that stands on one page of text whose columns blanks keep: its header, columns and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.documents.aligned_columns import Slot, sorted_words
from ingest.documents.aligned_spans import Extent
from ingest.documents.aligned_words import Word
from ingest.documents.aligned_zones import Parts
from ingest.documents.spaced_blocks import with_rows_on_lines
from ingest.documents.spaced_columns import columns_of, name_columns, name_slots, slots_of
from ingest.documents.spaced_heads import Head, HeadCell, head_of
from ingest.documents.spaced_rows import Label, Piece, labels_of
from ingest.documents.spaced_words import is_code
from ontology.layout import bare, is_total

_CODE_LENGTHS = (3, 5, 7)


class Row(NamedTuple):
    """The line a row's numbers are printed on, and its cells by column."""

    line: int
    cells: Mapping[int, str]


@dataclass(frozen=True)
class Sheet:
    """``lines`` are all that the table takes; ``head`` is that printed here, or that of the table which goes on here;
    ``rows`` is None where the columns or rows are not sure."""

    page: int
    lines: tuple[int, ...]
    parts: Parts
    head: Head | None
    printed: bool
    slots: tuple[Slot, ...] | None
    columns: tuple[int, ...] | None
    rows: tuple[Row, ...] | None
    numbering: Row | None

    @property
    def top(self) -> int:
        """The first of them."""
        return self.lines[0]

    def extents(self) -> list[Extent]:
        """What each column prints here, its heading included."""
        leaves = self.head.leaves if self.head else ()
        found = [Extent(leaf.x0, leaf.x1) for leaf in leaves]
        for slot, column in zip(self.slots or (), self.columns or (), strict=True):
            own = found[column]
            found[column] = Extent(min(own.x0, slot.extent.x0), max(own.x1, slot.extent.x1))
        left = min(word.x0 for word in (*self.parts.header, *self.parts.body))
        right = max(word.x1 for word in (*self.parts.header, *self.parts.body))
        found[0] = Extent(min(left, found[0].x0), found[0].x1)
        found[-1] = Extent(found[-1].x0, max(right, found[-1].x1))
        return found

    def told(self) -> dict[int, str]:
        """The lines as they tell their cells."""
        lines: dict[int, str] = {}
        if self.head is not None and self.printed:
            _tell_head(self.head, self.parts, lines)
        if self.rows is not None and self.head is not None:
            above = {int(word.top) for word in (*self.parts.header, *self.parts.numbering)}
            lines.update(dict.fromkeys(set(self.lines) - above, ""))
            lines.update({row.line: closed(row.cells, len(self.head.leaves)) for row in self.rows})
        words = [*self.parts.header, *self.parts.numbering, *_joined(self.parts.body, self.slots)]
        for line in set(self.lines) - set(lines):
            lines[line] = " ".join(w.text for w in sorted(words, key=lambda w: w.x0) if w.top == line)
        return lines


def read_sheet(page: int, parts: Parts, before: Head | None) -> Sheet:
    """The sheet; ``before`` is the header of the table that may go on here."""
    lines = tuple(sorted({int(word.top) for word in (*parts.header, *parts.numbering, *parts.body)}))
    parts = parts._replace(body=tuple(with_rows_on_lines(parts.body)))
    numbers = [(slot.extent.x0, slot.extent.x1) for slot in sorted_words([*parts.body, *parts.numbering]).slots
               if slot.numeric]
    head = head_of(parts.header, numbers) if parts.header else None
    printed = head is not None
    if before is not None and (head is None or [c.text for c in head.leaves] != [c.text for c in before.leaves]):
        # The pieces at the top of a page that are no header again may be rows of names alone.
        head, printed = before, False
        if parts.header:
            return Sheet(page, lines, parts, head, False, None, None, None, None)
    slots = slots_of(parts.body)
    sheet = Sheet(page, lines, parts, head, printed, tuple(slots) if slots is not None else None, None, None, None)
    if head is None or slots is None:
        return sheet
    columns = columns_of(slots, name_slots(parts.body, slots) or (), head.leaves, printed)
    return with_columns(sheet, columns) if columns is not None else sheet


def with_columns(sheet: Sheet, columns: Sequence[int]) -> Sheet:
    """The sheet with the columns of its slots and, where they are sure, its rows."""
    if sheet.head is None or sheet.slots is None:
        return sheet
    rows = _rows(sheet, sheet.head.leaves, columns)
    numbering = _numbering(sheet.head.leaves, sheet.parts.numbering) if sheet.parts.numbering else None
    return replace(sheet, columns=tuple(columns), rows=tuple(rows) if rows is not None else None, numbering=numbering)


def settled(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of one table; where a page does not tell its columns, those that the table's total leaves blank are
    none of them."""
    totals = [
        row for sheet in sheets for row in sheet.rows or () if any(is_total(bare(t)) for t in row.cells.values())]
    found = []
    for sheet in sheets:
        if sheet.columns is None and sheet.slots is not None and sheet.head is not None and totals:
            filled = {column for row in totals for column in row.cells}
            leaves = sheet.head.leaves
            names = name_slots(sheet.parts.body, sheet.slots) or ()
            columns = columns_of(sheet.slots, names, leaves, sheet.printed, filled)
            sheet = with_columns(sheet, columns) if columns is not None else sheet
        found.append(sheet)
    return found


def closed(row: Mapping[int, str], count: int) -> str:
    """The cells of a row, each closed by a blank; a blank one is two."""
    return "".join(f"{row[column]} " if column in row else "  " for column in range(count))


def _tell_head(head: Head, parts: Parts, lines: dict[int, str]) -> None:
    """The header's cells, a row of them a line."""
    taken = sorted({int(word.top) for word in parts.header} - {int(word.top) for word in parts.numbering})
    rows = [" ".join(cell.text for cell in row) for row in head.lines]
    if len(rows) > len(taken) > 0:
        rows = [*rows[:len(taken) - 1], " ".join(rows[len(taken) - 1:])]
    for place, line in enumerate(taken):
        lines[line] = rows[place] if place < len(rows) else ""


def _numbering(leaves: Sequence[HeadCell], words: Sequence[Word]) -> Row | None:
    numbers = sorted((w for w in words if w.number), key=lambda w: w.x0)
    values = [column for column, leaf in enumerate(leaves) if leaf.kind == "value"]
    if len(numbers) != len(values):
        return None
    named = {0: "栏次"} if 0 not in values else {}
    cells = {**named, **{column: word.text for column, word in zip(values, numbers, strict=True)}}
    return Row(int(numbers[0].top), cells)


def _rows(sheet: Sheet, leaves: Sequence[HeadCell], columns: Sequence[int]) -> list[Row] | None:
    slots = sheet.slots or ()
    names = name_slots(sheet.parts.body, slots)
    places = None if names is None else name_columns(names, leaves, sheet.printed, slots, columns)
    if names is None or places is None:
        return None
    cells: dict[int, dict[int, str]] = {}
    for slot, column in zip(slots, columns, strict=True):
        for word in slot.words:
            row = cells.setdefault(int(word.top), {})
            # The parts of a code are one.
            row[column] = row.get(column, "") + bare(word.text)
    coded = [column for column, leaf in enumerate(leaves) if leaf.kind == "code"]
    if any(len(row[column]) not in _CODE_LENGTHS for row in cells.values() for column in coded if column in row):
        # A class merged over several rows prints its digits beside one of them.
        return None
    found: list[tuple[int, Label]] = []
    for slot, column in zip(names, places, strict=True):
        side = _side(column, leaves)
        lines = sorted(line for line, row in cells.items() if set(row) & set(side))
        labels = labels_of(_pieces(slot), lines, any(leaves[c].kind == "code" for c in side))
        if labels is None:
            return None
        found += [(column, label) for label in labels]
    for column, label in found:
        row = cells.setdefault(label.line, {})
        if column in row:
            return None
        row[column] = label.text
    return [Row(line, cells[line]) for line in sorted(cells)]


def _joined(body: Sequence[Word], slots: Sequence[Slot] | None) -> list[Word]:
    """The words of a body whose columns are not sure, with the pieces of each label in one where that is."""
    names = name_slots(body, slots) if slots is not None else None
    if slots is None or names is None:
        return [*body]
    found = [word for slot in slots for word in slot.words]
    for at, name in enumerate(names):
        end = names[at + 1].extent.x0 if at + 1 < len(names) else float("inf")
        side = [slot for slot in slots if name.extent.x0 <= slot.extent.x0 < end]
        codes = [slot for slot in slots if slot.extent.x0 < name.words[0].x1 and (
            not at or slot.extent.x0 >= names[at - 1].extent.x1) and all(is_code(word.text) for word in slot.words)]
        lines = sorted({int(word.top) for slot in (*side, *codes) for word in slot.words})
        labels = labels_of(_pieces(name), lines, bool(codes))
        if labels is None:
            found += name.words
        else:
            start = max([name.extent.x0, *(slot.extent.x1 for slot in codes)])
            found += [Word(label.text, start, float(label.line), start, label.line + 1.0) for label in labels]
    return found


def _pieces(slot: Slot) -> list[Piece]:
    return [Piece(int(word.top), word.text) for word in sorted(slot.words, key=lambda word: word.top)]


def _side(column: int, leaves: Sequence[HeadCell]) -> list[int]:
    """The columns of the side of a table that a column of labels is on: with those of names before and of values
    behind."""
    first = column
    while first and leaves[first - 1].kind != "value":
        first -= 1
    last = column
    while last + 1 < len(leaves) and (leaves[last + 1].kind == "value" or leaves[last].kind != "value"):
        last += 1
    return [*range(first, last + 1)]
