"""The goals of a form: 年度目标1：..., goals under 预期目标 beside what became of them, several side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.documents.document import Cell
from ingest.performance.layout import clean, layout, spelled
from ingest.performance.values import Values
from ingest.records import Goal


class GoalPart:
    """Reads the rows that tell goals into ``found``."""

    def __init__(self, values: Values, found: list[Goal]) -> None:
        self.values = values
        self.found = found
        self.text = ""
        """The goal at hand, which the indicators below it are of."""
        self.at: dict[int, str] = {}
        """Column → goal of the project at hand, where several stand side by side."""
        self._columns: dict[int, str] = {}

    def read(
        self, row: Mapping[int, Cell], filled: Sequence[Cell], table: int, project: str, *, is_open: bool
    ) -> bool | None:  # fmt: skip
        """None where the row tells no goal; else whether the next row goes on with them. ``is_open``: the row before
        was their heads."""
        forms = layout()
        if found := forms.goal.fullmatch(spelled(filled[0].text)):
            self.text = clean(filled[0].text).partition("：")[2] or found.group("text")
            place = self.values.source(filled[0], table)
            self.found.append(Goal(project, found.group("number") or "", self.text, place))
            return False
        here = max(cell.row for cell in row.values())  # a label that goes on from the row above heads nothing new
        opens = any(
            cell.row == here and forms.goal_heads.fullmatch(spelled(cell.text).rstrip("：")) for cell in row.values()
        )
        heads = {
            column: head for column, cell in row.items() for head in [spelled(cell.text).rstrip("：")]
            if forms.goal_heads.fullmatch(head) or forms.goal_result.fullmatch(head)
        }
        if opens and len(filled) == 2 and list(heads) == [filled[0].column]:  # its text beside it
            self._told(filled[1], heads[filled[0].column], None, table, project)
            return False
        if opens and len(filled) - len(set(heads.values())) <= 1:
            self._columns = heads
            return True
        if not is_open:
            return None
        self._under_heads(row, table, project)
        return False

    def _under_heads(self, row: Mapping[int, Cell], table: int, project: str) -> None:
        heads = layout().goal_heads
        results = [c for c, head in self._columns.items() if c in row and not heads.fullmatch(head)]
        result = row[results[0]] if results else None
        taken: set[int] = set()
        for column, head in self._columns.items():
            cell = row.get(column)
            if cell is None or not cell.text.strip() or id(cell) in taken or not heads.fullmatch(head):
                continue
            if spelled(cell.text) == head:
                continue  # the label beside all of them: its cell goes on in this row
            taken.add(id(cell))
            self._told(cell, head, result, table, project)
            self.at[column] = self.text
        if result is not None and taken:
            head = self._columns[results[0]]
            self.values.add(result, table, (head,), head, project)

    def _told(self, cell: Cell, head: str, result: Cell | None, table: int, project: str) -> None:
        self.text = clean(cell.text)
        told = clean(result.text) if result is not None else ""
        self.found.append(Goal(project, head, self.text, self.values.source(cell, table), told))
        self.values.add(cell, table, (head,), "", project)
