"""The cells of performance tables that may print a value, with the labels and heads they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.documents.document import Cell
from ingest.performance.layout import clean
from ingest.records import Source


@dataclass
class Money:
    """The money of the project whose form is being read, in ``uom``; ``sources`` say where each amount is printed."""

    name: str = ""
    place: Cell | None = None
    table: int = 0
    uom: str = ""
    budget: Decimal | None = None
    executed: Decimal | None = None
    rate: str = ""
    stages: list[tuple[str, Decimal]] = field(default_factory=list)
    funds: list[tuple[str, str, Decimal]] = field(default_factory=list)
    """Label of the amount it is a part of (empty for none), own label, amount."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell that may print a value: labels of its row from the left, head of its column, both as printed.

    ``uom`` is what a bare number in it is measured in, by head or form; empty where neither says.
    """

    project: str
    labels: tuple[str, ...]
    column: str
    source: Source
    uom: str = ""


class Values:
    """Collects the cells of one document in reading order; a merged cell counts once."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._found: list[tuple[Printed, Money | None]] = []
        self._seen: set[tuple[int, int, int]] = set()

    def source(self, cell: Cell, table: int) -> Source:
        """The place of a cell."""
        return Source(
            document=self.document, printed=clean(cell.text), page=cell.page, table=table, row=cell.row + 1,
            column=cell.column + 1, line=cell.line, box=cell.box, confidence=cell.confidence,
        )

    def add(
        self, cell: Cell, table: int, labels: Iterable[str], column: str, project: str, money: Money | None = None,
        *, uom: str = "",
    ) -> None:  # fmt: skip
        """One cell. With ``money`` its bare number is an amount in the form's unit, which may be printed later on;
        ``uom`` is the unit of measure that a cell beside it prints."""
        place = (table, cell.row, cell.column)
        if place not in self._seen and cell.text.strip():
            self._seen.add(place)
            kept = tuple(label for label in labels if label)
            self._found.append((Printed(project, kept, column, self.source(cell, table), uom), money))

    def under(
        self, heads: Mapping[int, str], row: Mapping[int, Cell], skipped: Iterable[int], table: int,
        labels: Iterable[str], project: str, money: Money | None = None,
    ) -> None:  # fmt: skip
        """The cells of a row under the heads of its part, but for the columns that hold its labels."""
        labels, left_out = tuple(labels), {id(row[column]) for column in skipped if column in row}
        for column, cell in sorted(row.items()):
            if cell.column == column and id(cell) not in left_out and column in heads:
                self.add(cell, table, labels, heads[column], project, money)

    def close(self) -> list[Printed]:
        """All cells, with the units of measure their forms print."""
        return [
            Printed(cell.project, cell.labels, cell.column, cell.source, money.uom if money is not None else cell.uom)
            for cell, money in self._found
        ]
