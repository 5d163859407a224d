"""Rows of poured tables without codes: a label with its values, or such entries side by side.

Which side a label stands on, where others of its line are blank, is told by its words or by its order number: each side
counts on. A label that neither settles leaves the table unread.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import Paragraph
from ingest.tables.flowed import rows as grammar
from ingest.tables.flowed.headers import numbers_columns, sides_of
from ingest.tables.flowed.rows import FlowedRow, Rows
from ontology.layout import ColumnKind, bare, is_total, ordinal_level, ordinal_number, search, strip_ordinal
from ontology.schemes import class_codes

FIRST_LEVEL = 0
"""Of order numbers: 一、二、."""


def labelled_rows(lines: Sequence[Paragraph], label: int, values: list[int]) -> tuple[Rows, list[str]]:
    """(rows, lines left over) of one column of labels. A line of words among the rows is a row of blank cells where it
    and the next begin with an order number or are totals; else it could be a piece of a label, and no row can be
    trusted."""
    rows: Rows = []
    rest: list[str] = []
    open_label: Paragraph | None = None
    for line in lines:
        if numbers_columns(line.text):
            continue
        split = grammar.label_and_tail(line.text)
        printed = [word.text for word in grammar.words(split[1])] if split else []
        if split is None or not split[0] or not printed:
            if not rows:
                rest.append(line.text)
                continue
            if open_label is not None or not _begins(bare(line.text)) or any(c.isdigit() for c in line.text[2:]):
                return [None], rest
            open_label = line
            continue
        if open_label is not None:
            if not _begins(split[0]):
                return [None], rest
            rows.append(FlowedRow({label: bare(open_label.text)}, [{}], open_label))
            open_label = None
        candidates, told = grammar.values_under(split[1][1:], values)
        rows.append(FlowedRow({label: split[0]}, candidates, line, told) if candidates else None)
    if open_label is not None:
        rows.append(FlowedRow({label: bare(open_label.text)}, [{}], open_label))
    return rows, rest


def _begins(label: str) -> bool:
    return ordinal_level(label) >= 0 or is_total(label) or search("flowed", "begins", label) is not None


def plain_sides(lines: Sequence[Paragraph], kinds: Sequence[ColumnKind]) -> tuple[Rows, list[str]]:
    """(rows, lines left over) of lists side by side, without codes and line numbers. A line with a label of which the
    side is not known stays open."""
    sides = sides_of(kinds)
    starts = [side[0] for side in sides]
    values = [[column for column in side if kinds[column] == "value"] for side in sides]
    if any(kinds[start] != "label" or len(own) != len(side) - 1 for start, own, side in
           zip(starts, values, sides, strict=True)):
        return [], []
    told = _Told([0] * len(sides), [None] * len(sides))
    rows: Rows = []
    rest: list[str] = []
    for line in lines:
        entries = grammar.labelled_values(line.text)
        labels = [label for label, _ in entries or ()]
        # Words before the first number that no order number leads head the columns.
        head = not any(map(any, (row.candidates for row in rows if row is not None))) and not any(
            printed or ordinal_level(label) >= 0 for label, printed in entries or ())
        ways = [] if not entries or head or numbers_columns(line.text) else [
            way for way in _ways(entries, told)
            if all(len(printed) <= len(values[side]) for side, (_, printed) in zip(way, entries, strict=True))]
        if entries is None or not ways:
            rest.append(line.text)
            continue
        sure = list(zip(*ways, strict=True))
        cells = {starts[own[0]]: label for own, label in zip(sure, labels, strict=True) if len(set(own)) == 1}
        candidates: list[dict[int, str]] = []
        for way in ways:
            placed: list[dict[int, str]] = [{}]
            for side, (_, printed) in zip(way, entries, strict=True):
                placed = [{**a, **b} for a in placed for b in grammar.placements(printed, values[side])]
            candidates.extend(placed)
        if len(ways) == 1:
            for side, label in zip(ways[0], labels, strict=True):
                told.note(side, label)
        rows.append(FlowedRow(cells, candidates, line))
    return rows, rest


def side_by_side(rows: Sequence[FlowedRow], kinds: Sequence[ColumnKind]) -> bool:
    """Whether labels that are told to stand on these sides can: no revenue stands beside, no expenditure below revenue.
    Cells that were merged leave a row shorter, and what follows would slip into it."""
    starts = [side[0] for side in sides_of(kinds)]
    if len(starts) < 2 or any(kinds[start] != "label" for start in starts):
        return True
    for row in rows:
        for side, start in enumerate(starts):
            left, right = _told_by_words(strip_ordinal(row.cells.get(start, "")))
            if right != left and (side == 0) != left:
                return False
    return True


def _told_by_words(plain: str) -> tuple[bool, bool]:
    """(whether the words of a label are of revenue, whether they are of expenditure)."""
    expenditure = plain in class_codes("functional") or search("flowed", "expenditure", plain) is not None
    return search("flowed", "revenue", plain) is not None, expenditure


@dataclass(slots=True)
class _Told:
    """What the lines so far tell of each side: the last order number of the highest level, and whether it lists the
    classes of the functional classification, None as long as that is open."""

    counted: list[int]
    classes: list[bool | None]

    def note(self, side: int, label: str) -> None:
        """Remember where a label stands."""
        if ordinal_level(label) == FIRST_LEVEL:
            self.counted[side] = ordinal_number(label)
            self.classes[side] = strip_ordinal(label) in class_codes("functional")

    def allows(self, side: int, label: str) -> bool:
        """Whether a label may stand on a side: revenue on the first, expenditure on the others, classes below
        classes; where the words do not tell, order numbers count on."""
        plain = strip_ordinal(label)
        left, right = _told_by_words(plain)
        ordered = ordinal_level(label) == FIRST_LEVEL
        if left == right:
            return ordered and ordinal_number(label) == self.counted[side] + 1
        if (side == 0) != left:
            return False
        return not ordered or side == 0 or self.classes[side] in (None, plain in class_codes("functional"))


def _ways(entries: Sequence[tuple[str, list[str]]], told: _Told) -> list[tuple[int, ...]]:
    """The sides that the labels of a line may stand on, from left to right."""
    labels, count = [label for label, _ in entries], len(told.counted)
    every = [*itertools.combinations(range(count), len(labels))]
    twice = len(set(labels)) == 1 and is_total(labels[0])
    if len(every) == 1 and (twice or any(printed for _, printed in entries)):
        return every
    return [way for way in every if all(map(told.allows, way, labels))]
