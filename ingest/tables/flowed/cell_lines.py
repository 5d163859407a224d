"""Tables poured out with one cell on a line: cells row by row are put together to lines of rows again.

Blank cells may be blank lines or lost. Where they are kept, the cells fill the columns of a known header exactly; else
what begins a row tells the rows: a code before a name, a total, line numbers that count up on both sides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Paragraph
from ingest.tables.flowed.headers import sides_of
from ingest.tables.flowed.rows import FlowedRow, words
from ingest.tables.printed_numbers import parse_number
from ontology.layout import ColumnKind, bare, data, is_blank, is_total
from ontology.schemes import scheme_of_code

MOST_LEADING = 4
"""Columns of codes and names that may stand before the values, however the header counts them."""
CLASS_DIGITS, PART_DIGITS, CODE_PARTS = 3, 2, 3
"""Digits of 类, digits of 款 and 项, and how many parts a code has."""
SIDES = 2
PERSONNEL = ("301", "303")
"""Economic classes of 人员经费, which stand at the left of 公用经费."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell: its text without white space, its line, and how many lines below the last printed one that is."""

    text: str
    where: Paragraph
    below: int = 1

    @property
    def number(self) -> bool:
        """Whether the cell prints a number."""
        return parse_number(self.text) is not None

    @property
    def count(self) -> bool:
        """Whether it prints a number without decimals or separators, as line and column numbers are."""
        return self.text.isdigit()

    @property
    def code(self) -> bool:
        """Whether it prints a code of a classification."""
        return scheme_of_code(self.text) != ""


Slot = CellLine | None
"""A cell, None for a blank line that stands for a blank cell."""


def cells_of(lines: Sequence[Paragraph], others: Sequence[Paragraph]) -> list[CellLine] | None:
    """The cells of a table with one on each line; None where a line holds a label and numbers, or several numbers.
    ``others``: the table's captions and notes, which may stand between them."""
    cells = []
    inked = sorted(line.line or 0 for line in (*lines, *others))
    below = {b: b - a for a, b in itertools.pairwise(inked)}
    for line in lines:
        found = words(line.text)
        numbers = sum(word.number for word in found)
        if numbers > 1 or (numbers and len(found) > 1):
            return None
        cells.append(CellLine(bare(line.text), line, below.get(line.line or 0, 1)))
    return cells or None


def is_heading(text: str) -> bool:
    """Whether a cell is made of nothing but words that head columns of codes and labels (科目编码, 类款项, 栏次)."""
    for label in data()["flowed"]["labels"]:
        text = text.replace(label, "")
    return not text


def row_lines(kinds: Sequence[ColumnKind], cells: Sequence[CellLine]) -> list[Paragraph]:
    """The cells as lines of rows, as a flow prints them without its blanks; what belongs to no row stands alone.
    ``kinds``: what the table's columns hold."""
    lines = list(_column_numbers([cell for cell in cells if not is_blank(cell.text)], kinds))
    if "line" in kinds:
        return _numbered(lines)
    if "code" in kinds:
        return _coded(lines) if len(sides_of(kinds)) == 1 else _coded_sides(lines, len(sides_of(kinds)))
    return _labelled(lines) if "label" in kinds else _runs(lines)


def _join(cells: Sequence[CellLine]) -> Paragraph:
    return replace(cells[-1].where, text=" ".join(cell.text for cell in cells))


def _column_numbers(cells: list[CellLine], kinds: Sequence[ColumnKind]) -> Iterator[CellLine]:
    """The cells, those that number the columns (栏次, 1, 2, 3 ...) put together to one."""
    values = sum(kind == "value" for kind in kinds)
    place = 0
    while place < len(cells):
        end, number = place, 0
        while end < len(cells) and (cells[end].text == str(number + 1) or "栏次" in cells[end].text):
            number += cells[end].count
            end += 1
        if number == values and (number > 1 or "栏次" in cells[place].text):
            yield CellLine(" ".join(cell.text for cell in cells[place:end]), cells[end - 1].where)
            place = end
        else:
            yield cells[place]
            place += 1


def _code_cells(cells: Sequence[CellLine], place: int) -> int:
    """How many cells from here on make a code: one, or 类, 款 and 项 each in its own; 0 where they make none."""
    if not cells[place].code:
        return 0
    parts = 1
    while len(cells[place].text) == CLASS_DIGITS and parts < CODE_PARTS and place + parts < len(cells) and (
        cells[place + parts].count and len(cells[place + parts].text) == PART_DIGITS
    ):
        parts += 1
    return parts


def _starts_row(cells: Sequence[CellLine], place: int) -> bool:
    """Whether a row begins here: a code before a name, or a total before a number."""
    after = place + max(1, _code_cells(cells, place))
    following = cells[after] if after < len(cells) else None
    if following is None:
        return False
    if cells[place].code:
        return not following.number and not is_total(following.text) and not is_heading(following.text)
    return is_total(cells[place].text) and following.number


def _coded(cells: list[CellLine]) -> list[Paragraph]:
    lines: list[Paragraph] = []
    place = 0
    while place < len(cells):
        if not _starts_row(cells, place):
            lines.append(_join(cells[place:place + 1]))
            place += 1
            continue
        end = place + _code_cells(cells, place) + 1
        while end < len(cells) and cells[end].number and not _starts_row(cells, end):
            end += 1
        lines.append(_join(cells[place:end]))
        place = end
    return lines


def _numbered(cells: list[CellLine]) -> list[Paragraph]:
    """Rows of two sides with line numbers. Cells that count are line numbers and nothing else, or no row is made."""
    counts = [place for place, cell in enumerate(cells) if cell.count]
    for skip in range(len(counts)):
        left, right = counts[skip::2], counts[skip + 1::2]
        if len(left) != len(right) or len(left) < 2:
            continue
        first = int(cells[right[0]].text)
        if all(int(cells[a].text) == n and int(cells[b].text) == first + n - 1
               for n, (a, b) in enumerate(zip(left, right, strict=True), 1)):
            starts = [place - (place > 0 and not cells[place - 1].number) for place in left]
            end = right[-1] + 1
            while end < len(cells) and cells[end].number:
                end += 1
            rows = [_join(cells[a:b]) for a, b in zip(starts, [*starts[1:], end], strict=True)]
            return [*(_join([cell]) for cell in cells[:starts[0]]), *rows, *(_join([cell]) for cell in cells[end:])]
    return [_join([cell]) for cell in cells]


def _coded_sides(cells: list[CellLine], sides: int) -> list[Paragraph]:
    """Codes side by side: a row ends where a class comes again, or personnel after something else; where there are two
    sides, also where two classes come that are none of personnel."""
    lines: list[Paragraph] = []
    row: list[CellLine] = []
    classes: set[str] = set()

    def close() -> None:
        if row:
            lines.append(_join(row))
        row.clear()
        classes.clear()

    place = 0
    while place < len(cells):
        cell = cells[place]
        if cell.code and _starts_row(cells, place):
            own = cell.text[:3]
            others = sides == SIDES and own not in PERSONNEL and any(known not in PERSONNEL for known in classes)
            if own in classes or (own in PERSONNEL and classes) or others or "" in classes:
                close()
            classes.add(own)
            end = place + 2
        elif is_total(cell.text) and (row or _starts_row(cells, place)) and (not classes or "" in classes or row):
            if "" not in classes:
                close()
            classes.add("")
            end = place + 1
        else:
            close()
            lines.append(_join([cell]))
            place += 1
            continue
        if end < len(cells) and cells[end].number and not (cells[end].code and _starts_row(cells, end)):
            end += 1
        row.extend(cells[place:end])
        place = end
    close()
    return lines


def _labelled(cells: list[CellLine]) -> list[Paragraph]:
    """Each label with the numbers behind it; two totals of the same name, one after the other, on one line."""
    lines: list[list[CellLine]] = []
    for cell in cells:
        again = len(lines) > 1 and is_total(cell.text) and lines[-1][0].text == cell.text
        if lines and (again or cell.number):
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return [_join(line) for line in lines]


def _runs(cells: list[CellLine]) -> list[Paragraph]:
    """Numbers one after the other as one line."""
    lines: list[Paragraph] = []
    run: list[CellLine] = []
    for cell in cells:
        if cell.number:
            run.append(cell)
            continue
        if run:
            lines.append(_join(run))
            run = []
        lines.append(_join([cell]))
    if run:
        lines.append(_join(run))
    return lines


def filled_rows(
    kinds: Sequence[ColumnKind], cells: Sequence[CellLine]
) -> list[tuple[list[FlowedRow], list[str]]]:
    """(rows, words of the header), one for each way, where blank cells are blank lines: from some cell on, all lines
    fill rows of these columns, each with what the column holds."""
    slots = with_blanks(cells)
    if all(slot is not None for slot in slots):
        return []
    if "label" not in kinds:
        found = _filled_row(slots, kinds)
        return [found] if found is not None else []
    ways = []
    # Cells of the last row may fill more columns too: what takes in most rows comes first.
    for start in range(len(slots)):
        for width in _widths(kinds):
            rows = _parted(slots, start, width)
            if rows is not None:
                head = [slot.text for slot in slots[:start] if slot is not None]
                ways.append(([_row(row, width, kinds) for row in rows if any(row)], head))
    return ways


def _parted(slots: Sequence[Slot], start: int, width: Sequence[ColumnKind]) -> list[list[Slot]] | None:
    """The cells from a place on as rows of as many columns, a total in one cell merged over those of its code and name;
    None where they fill no whole rows. Blanks at the end may be cut off."""
    place = start
    rows: list[list[Slot]] = []
    if slots[start] is None or slots[start:] == [None] * len(slots[start:]):
        return None
    while place < len(slots):
        row = [*slots[place:place + len(width)]]
        whole = _totals(slots, place, width)
        if _fills(row, width):
            place += len(width)
        elif whole is not None:
            row, place = whole
        elif not any(slots[place:]):
            break
        else:
            return None
        rows.append(row)
    return rows


def _filled_row(
    slots: Sequence[Slot], kinds: Sequence[ColumnKind]
) -> tuple[list[FlowedRow], list[str]] | None:
    """The one row of a table without labels: what follows the last word of the header and the column numbers."""
    start = max((place for place, slot in enumerate(slots) if slot is not None and not slot.number), default=-1) + 1
    counts = [slot.text for slot in slots[start:start + len(kinds)] if slot is not None]
    if counts == [str(number) for number in range(1, len(kinds) + 1)]:
        start += len(kinds)
    row = slots[start:]
    if not any(row) or len(row) > len(kinds):
        return None
    # Blanks at the end may be cut off: then only the sums make sure that none of those left belongs to the header.
    return [replace(_row(row, kinds, kinds), told=len(row) < len(kinds))], [
        slot.text for slot in slots[:start] if slot is not None]


def with_blanks(cells: Sequence[CellLine]) -> list[Slot]:
    """The cells, None for each mark of a blank one, and for each blank line between them that is one more than all
    lines have."""
    step = min((cell.below for cell in cells if cell.below > 0), default=1)
    slots: list[Slot] = []
    for cell in cells:
        before = max(0, cell.below // step - 1) if slots and cell.below % step == 0 else 0
        slots.extend([*[None] * before, None if is_blank(cell.text) else cell])
    return slots


def _widths(kinds: Sequence[ColumnKind]) -> list[list[ColumnKind]]:
    """The columns a row may fill: those of the header, or with more columns for the parts of a code."""
    if "line" in kinds or kinds.count("code") != 1 or kinds[0] != "code":
        return [list(kinds)]
    code: ColumnKind = "code"
    return [[code] * extra + list(kinds) for extra in range(MOST_LEADING - 1)]


def _totals(slots: Sequence[Slot], place: int, width: Sequence[ColumnKind]) -> tuple[list[Slot], int] | None:
    """(row, the place behind it) of totals that are each merged over the columns of codes and names of their side; the
    last may be merged over the sides behind it. None where the cells are none."""
    row: list[Slot] = [None] * len(width)
    sides = sides_of(width)
    for number, side in enumerate(sides):
        slot = slots[place] if place < len(slots) else None
        values = [column for column in side if width[column] == "value"]
        if slot is None or not is_total(slot.text) or len(side) - len(values) < 2:
            return None
        row[values[0] - 1] = slot
        following = slots[place + 1:place + 1 + len(values)]
        after = place + 1 + len(values)
        if not all(cell is None or cell.number or is_blank(cell.text) for cell in following):
            return None
        following = [*following, *[None] * (len(values) - len(following))]
        left = sides[number + 1:]
        another = slots[after] if after < len(slots) else None
        if left and (another is None or not is_total(another.text)):
            # The label reaches over the sides behind, and the value stands in the last column.
            if len(values) > 1 or number == 0:
                return None
            values = [column for column in left[-1] if width[column] == "value"][-1:]
            left = []
        for column, cell in zip(values, following, strict=True):
            row[column] = cell
        place = after
        if not left:
            break
    return row, place


def _fills(row: Sequence[Slot], kinds: Sequence[ColumnKind]) -> bool:
    """Whether the cells make a row: each holds what its column does, and the row has a name."""
    if not _coded_row(row, kinds):
        return False
    for slot, kind in zip(row, kinds, strict=False):
        if slot is None:
            continue
        if kind == "value" and not (slot.number or is_blank(slot.text)):
            return False
        if kind in ("code", "line") and not slot.count:
            return False
        if kind == "label" and (slot.number or is_heading(slot.text)):
            return False
    named = any(slot is not None and kind == "label" for slot, kind in zip(row, kinds, strict=False))
    return named or "line" in kinds


def _coded_row(slots: Sequence[Slot], kinds: Sequence[ColumnKind]) -> bool:
    """Whether the cells before each name make a code of a classification, or are blank."""
    for _, run in itertools.groupby(zip(slots, kinds, strict=False), key=lambda pair: pair[1] == "code"):
        parts = [slot for slot, kind in run if slot is not None and kind == "code"]
        if parts and _code_cells(parts, 0) != len(parts):
            return False
    return True


def _row(slots: Sequence[Slot], width: Sequence[ColumnKind], kinds: Sequence[ColumnKind]) -> FlowedRow:
    extra = len(width) - len(kinds)
    cells: dict[int, str] = {}
    values: dict[int, str] = {}
    code = "".join(slot.text for slot in slots[:extra + 1] if slot is not None) if extra else ""
    for column, kind in enumerate(kinds):
        slot = slots[extra + column] if extra + column < len(slots) else None
        if kind == "value":
            if slot is not None:
                values[column] = slot.text
        elif slot is not None:
            cells[column] = slot.text
    if code:
        cells[kinds.index("code")] = code
    where = next((slot.where for slot in reversed(slots) if slot is not None), None)
    return FlowedRow(cells, [values], where)


