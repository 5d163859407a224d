"""Changes of a document that real ones show: codes glued or spaced, narrow labels, notes inside, other captions.

Each takes the tables as the samples build them and keeps the figure behind every cell, so that the truth stays the
accounts' own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.extraction import habits
from samples.generate.blocks import Cell, Document, Figure, Table
from samples.generate.records import Accounts

CODE_HEAD = re.compile(r"(?:编码|代码)$")
CODE = re.compile(r"\d{3,7}")
Change = Callable[[Table, int, str, Accounts], Table | Sequence[Table] | None]
"""(table, its number from 1, what stands behind the colon, accounts) → the table changed, or several it is now; None to
leave it out."""


def reshape(document: Document, names: Sequence[str], accounts: Accounts) -> Document:
    """The document with each change made to its statutory tables. Raises KeyError for a change that there is not."""
    for name in names:
        name, _, argument = name.partition(":")
        change, number, blocks = CHANGES[name], 0, []
        for block in document.blocks:
            if isinstance(block, Table) and block.kind == "table":
                number += 1
                changed = change(block, number, argument, accounts)
                blocks.extend([changed] if isinstance(changed, Table) else changed or [])
            else:
                blocks.append(block)
        document = replace(document, blocks=tuple(blocks))
    return document


def _only(table: Table, number: int, argument: str, accounts: Accounts) -> Table | None:
    return table if re.search(argument, table.form) else None


def _header_once(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    return replace(table, repeat_header=False)


def _landscape(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    return replace(table, landscape=True)


def _together(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    return replace(table, own_page=number == 1, landscape=False)


def _code_columns(table: Table) -> list[int]:
    """Columns of whole codes, each with a column of names at its right."""
    heads = {c.column for c in table.cells if c.row < table.header_rows and c.colspan == 1 and CODE_HEAD.search(c.text)}
    return [
        column for column in sorted(heads)
        if any(c.column == column and c.row >= table.header_rows and CODE.fullmatch(c.text) for c in table.cells)
    ]


def _spaced(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    columns = set(_code_columns(table))
    cells = tuple(
        replace(c, text=" ".join(part for part in (c.text[:3], c.text[3:5], c.text[5:7]) if part))
        if c.column in columns and c.row >= table.header_rows and CODE.fullmatch(c.text) else c
        for c in table.cells
    )
    return replace(table, cells=cells)


def _glued(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    for column in reversed(_code_columns(table)):
        table = _glue(table, column, " " if number % 2 else "")
    return table


def _glue(table: Table, column: int, between: str) -> Table:
    """Puts the codes of a column before the names of the next, under one header."""
    codes = {c.row: c for c in table.cells if c.column == column and c.colspan == 1}
    cells: list[Cell] = []
    for cell in table.cells:
        if cell is codes.get(cell.row):
            continue
        if cell.column == column + 1:
            code = codes.get(cell.row)
            text = cell.text
            if code is not None and cell.row < table.header_rows:
                text = "经济分类科目" if "经济" in code.text else "功能分类科目"
            elif code is not None and code.text:
                text = code.text + between + cell.text.strip()
            cells.append(replace(cell, text=text, column=column))
        elif cell.column > column:
            cells.append(replace(cell, column=cell.column - 1))
        elif cell.column + cell.colspan > column and cell.colspan > 1:
            cells.append(replace(cell, colspan=cell.colspan - 1))
        else:
            cells.append(cell)
    widths = (*table.widths[:column], table.widths[column] + table.widths[column + 1], *table.widths[column + 2:])
    return replace(table, cells=tuple(cells), columns=table.columns - 1, widths=widths)


def _narrow(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    labels = {
        c.column for c in table.cells
        if c.row >= table.header_rows and c.colspan == 1 and not c.figure and len(c.text.strip()) > 7
    }
    return replace(table, widths=tuple(w * 0.4 if place in labels else w for place, w in enumerate(table.widths)))


def _notes_inside(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    rows = [
        Cell(note, table.rows + place, 0, colspan=table.columns, align="l") for place, note in enumerate(table.notes)
    ]
    return replace(table, cells=(*table.cells, *rows), rows=table.rows + len(rows), notes=())


def _dashes(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    rows = {c.row for c in table.cells if c.figure}
    columns = {c.column for c in table.cells if c.figure}
    return replace(table, cells=tuple(
        replace(c, text="—" if number % 2 else "-")
        if not c.text and c.row in rows and c.column in columns and c.row >= table.header_rows else c
        for c in table.cells
    ))


@cache
def _styles() -> dict[str, dict[str, list[list[str]] | str]]:
    with Path(__file__).with_name("titles.toml").open("rb") as file:
        return tomllib.load(file)


def _titles(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """Another title and caption, by ``titles.toml``; tables that hold theirs in their cells keep it."""
    if not table.title:
        return table
    style = _styles()[argument]
    uom = next((c.figure.uom for c in table.cells if c.figure), "万元")
    words = {"n": number, "year": accounts.year, "unit": accounts.body.name, "uom": uom, "form": table.form}
    caption = tuple((left.format(**words), right.format(**words)) for left, right in style["caption"])
    return replace(table, title=str(style["title"]).format(**words), caption=caption, lead="")


LIST = (
    ("合  计", "合计", "合计"),
    ("1．因公出国（境）费", "因公出国（境）费", "因公出国"),
    ("2．公务用车购置及运行维护费", "公务用车购置及运行维护费", "小计"),
    ("（1）公务用车购置费", "公务用车购置费", "公务用车购置费"),
    ("（2）公务用车运行维护费", "公务用车运行维护费", "公务用车运行维护费"),
    ("3．公务接待费", "公务接待费", "公务接待费"),
)
"""Printed label, item, and how the header path of the same figure ends or what it holds in the wide table."""


def _vertical(table: Table, number: int, argument: str, accounts: Accounts) -> Table:
    """The wide three-public table as a list: a row for each expense, budget beside final."""
    if "三公" not in table.form:
        return table
    printed = [(c.figure, c.text) for c in table.cells if c.figure]
    cells = [Cell(text, 0, column) for column, text in enumerate(("项目", "预算数", "决算数"))]
    for row, (label, item, key) in enumerate(LIST, 1):
        cells.append(Cell(label, row, 0, align="l"))
        for column, side in ((1, "预算数"), (2, "决算数")):
            cells.append(_amount(printed, row, column, item, key, side))
    return replace(
        table, cells=tuple(cells), rows=1 + len(LIST), columns=3, widths=(50, 25, 25), header_rows=1, landscape=False)


def _amount(
    printed: Sequence[tuple[Figure, str]], row: int, column: int, item: str, key: str, side: str
) -> Cell:
    for figure, text in printed:
        parts = figure.column.split("/")
        if parts[0] == side and (parts[-1] == key or (key == "因公出国" and key in parts[-1])):
            return Cell(text, row, column, align="r", figure=replace(figure, item=item, column=side))
    return Cell("", row, column)


CHANGES: dict[str, Change] = {
    "only": _only,
    "header-once": _header_once,
    "landscape": _landscape,
    "together": _together,
    "spaced-codes": _spaced,
    "glued-codes": _glued,
    "narrow-labels": _narrow,
    "notes-inside": _notes_inside,
    "dashes": _dashes,
    "titles": _titles,
    "vertical-three-public": _vertical,
    "total-last": habits.total_last,
    "merged-classes": habits.merged_classes,
    "continued": habits.continued,
    "currency": habits.currency,
    "ghosts": habits.ghosts,
}
