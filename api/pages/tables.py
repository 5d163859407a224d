"""The tables of a disclosure as they were read: the grid of a form, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.pages.places import place
from graph.naming.identity import parse_place


@dataclass
class Table:
    """A form as read from one table of a file. ``rows``: label, then a cell or None for each of ``columns``.

    ``pages``: number and address of the picture of each page it stands on; none where the file has no pages.
    """

    form: str
    stage: str
    uom: str
    document: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[dict[str, Any] | None]]] = field(default_factory=list)
    pages: list[tuple[int, str]] = field(default_factory=list)
    cells: int = 0


def tables(figures: Iterable[Mapping[str, str]], base: str) -> list[Table]:
    """The tables that the rows of the query ``figures`` stand in, in the order of the document.

    Columns and rows are in the order of their printed places; what was not read is not there.
    """
    by_form: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in figures:
        by_form.setdefault((row["document"], row.get("form", "")), []).append(row)
    found = []
    for (document, form), rows in by_form.items():
        placed = [(parse_place(row["place"]), row) for row in rows]
        placed.sort(key=lambda pair: order(pair[0]))
        table = Table(form, placed[0][1].get("stage", ""), placed[0][1].get("uom", ""), document)
        columns: dict[str, tuple[int, ...]] = {}
        lines: dict[tuple[int, ...], dict[str, Any]] = {}
        pages: dict[int, str] = {}
        for where, row in placed:
            name = row.get("column", "")
            columns[name] = min(columns.get(name, (10**6,)), (where.column or 0,))
            line = (where.page or 0, where.table or 0, where.row or 0, where.line or 0)
            # Two halves of a form stand side by side on one printed row: each label has a row of its own.
            key = (*line, *(ord(char) for char in row.get("item", "")[:8])) if row.get("item") else line
            cell = {"printed": row["printed"], **place({"iri": row["place"], "quote": row["printed"]})}
            entry = lines.setdefault(key, {"label": label(row), "cells": {}})
            entry["cells"][name] = cell
            if where.page:
                pages.setdefault(where.page, str(cell["picture"]).partition("?")[0] + f"?page={where.page}")
        table.columns = sorted(columns, key=lambda name: columns[name])
        table.rows = [(str(each["label"]), [each["cells"].get(name) for name in table.columns])
                      for each in lines.values()]  # fmt: skip
        table.pages = sorted(pages.items())
        table.cells = len(rows)
        found.append((order(placed[0][0]), table))
    return [table for _, table in sorted(found, key=lambda pair: pair[0])]


def order(where: Any) -> tuple[int, ...]:
    """The order of places in a document."""
    return (where.page or 0, where.table or 0, where.line or 0, where.row or 0, where.column or 0)


def label(row: Mapping[str, str]) -> str:
    """What names a row: its code and label as printed."""
    return " ".join(part for part in (row.get("code", ""), row.get("item", "")) if part)
