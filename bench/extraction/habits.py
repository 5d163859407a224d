"""Habits of other provinces: totals at the foot, codes merged downwards, tables continued under their title.

Changes of tables as in ``reshape``; the figure behind every cell stays the accounts' own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from samples.generate.blocks import Cell, Table, squeeze
from samples.generate.records import Accounts

TOTAL = "合计"
GHOST = "ghost"
"""What a row that a workbook hides is called in its cells."""


def _crossed(table: Table, row: int) -> bool:
    """Whether a cell begins above a row and reaches into it."""
    return any(cell.row < row < cell.row + cell.rowspan for cell in table.cells)


def total_last(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """The row of the total below the rows it adds up, where it stands first and alone."""
    row = table.header_rows
    own = [cell for cell in table.cells if cell.row == row]
    labels = [squeeze(cell.text) for cell in own if cell.text and not cell.figure]
    if labels != [TOTAL] or any(cell.rowspan > 1 for cell in own) or not any(cell.figure for cell in own):
        return table
    if _crossed(table, row):
        return table
    last = max(cell.row for cell in table.cells if cell.figure)
    cells = [
        replace(cell, row=last if cell.row == row else cell.row - 1) if row <= cell.row <= last else cell
        for cell in table.cells
    ]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def merged_classes(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """The code of a class once, beside all its rows: the cells below are merged with it, in the first column."""
    first = [c for c in table.cells if c.column == 0 and c.row >= table.header_rows and c.colspan == c.rowspan == 1]
    runs: list[list[Cell]] = []
    for cell in first:
        if not cell.text.isdigit() or len(cell.text) != 3:
            continue
        if runs and runs[-1][0].text == cell.text and runs[-1][-1].row == cell.row - 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    longer = {id(run[0]): len(run) for run in runs}
    gone = {id(cell) for run in runs for cell in run[1:]}
    return replace(table, repeat_header=True, cells=tuple(
        replace(cell, rowspan=longer.get(id(cell), cell.rowspan)) for cell in table.cells if id(cell) not in gone))


def continued(table: Table, number: int, argument: str, accounts: Accounts) -> Sequence[Table]:
    """A table in two, the second under the title with 续表 and the same captions, its header printed again."""
    body = sorted({cell.row for cell in table.cells if cell.figure})
    if len(body) < 6 or not table.title:
        return [table]
    cut = body[len(body) // 2]
    if _crossed(table, cut):
        return [table]
    upper = replace(table, cells=tuple(c for c in table.cells if c.row < cut), rows=cut, notes=())
    heads = [c for c in table.cells if c.row < table.header_rows]
    if any(c.row + c.rowspan > table.header_rows for c in heads):
        return [table]
    down = cut - table.header_rows
    rest = [replace(c, row=c.row - down) for c in table.cells if c.row >= cut]
    return [upper, replace(
        table, cells=(*heads, *rest), rows=table.rows - down, title=f"{table.title}（续表）", lead="")]


def currency(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """Amounts with the sign of the yuan before them, or in full width, table by table."""
    wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    return replace(table, cells=tuple(
        replace(c, text=f"¥{c.text}" if number % 2 else c.text.translate(wide)) if c.figure else c for c in table.cells
    ))


def ghosts(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """A row of other numbers in the middle, which the workbook hides (``worked`` in ``sheets_at_work``)."""
    body = sorted({cell.row for cell in table.cells if cell.figure})
    if len(body) < 3:
        return table
    at = body[len(body) // 2]
    if _crossed(table, at):
        return table
    moved = [replace(c, row=c.row + 1) if c.row >= at else c for c in table.cells]
    row = [Cell(GHOST if column == 0 else "987.65", at, column) for column in range(table.columns)]
    return replace(table, cells=tuple(sorted([*moved, *row], key=lambda c: (c.row, c.column))), rows=table.rows + 1)
