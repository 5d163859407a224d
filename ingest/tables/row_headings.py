"""What stands at the head of a table's row: its code as printed and as meant, and its label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.documents.document import Cell
from ingest.tables.grids import GLUED_CODE, Sheet, Side
from ontology.layout import bare, is_blank, is_total, ordinal_level, search, strip_ordinal
from ontology.schemes import class_codes

CUT_LENGTHS = (4, 6, 8)
"""Digits of a code that lost some of its class: 2 of 3, before 款 and 项 of two each."""
YEAR = re.compile(r"(20\d{2})(?:年度?)?")
OWN_FAMILIES = ("", "functional", "economic")
"""Code columns that classify by the form's own scheme; the others (单位编码, 项目编码) only name."""


@dataclass(frozen=True, slots=True)
class RowHeading:
    """``code``: the printed digits, joined over split columns. ``full_code``: the code they stand for, each part with
    its two digits (301 | 2 → 30102) and with the parts above it that the row leaves blank; empty where they are no
    code of one classification. ``item``: the label without white space and leading ordinal, several label columns
    joined with "/". ``ordinal`` and ``last``: the level of its order number, and the place of the last label column
    that prints anything; -1 for none."""

    code: str = ""
    full_code: str = ""
    item: str = ""
    ordinal: int = -1
    last: int = -1
    names: bool = False
    """Whether the row is of a body or project, not of an item: its code only names (单位编码, 项目编码), or the head of
    its label says so (单位名称（项目）)."""
    year: int | None = None
    """The year that names the row, where nothing else does (年度 | 2023年)."""


def join_codes(parts: Sequence[str]) -> str:
    """A code printed over 类, 款 and 项 columns: parts are joined, unless a later part repeats the earlier ones."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) and len(part) > len(code) else code + part
    return code


def full_code(parts: Sequence[str]) -> str:
    """The code that printed parts stand for: 款 and 项 have two digits, also where a program dropped the leading
    zero. Empty where the parts make no code."""
    code = ""
    for part in parts:
        code = part if part.startswith(code) and len(part) > len(code) else code + part.zfill(2)
    return code if len(code) in (3, 5, 7) and len(parts[0]) in (3, 5, 7) else ""


def row_headings(sheet: Sheet, side: Side) -> dict[int, RowHeading]:
    """The heading of every body row on one side of a table."""
    headings: dict[int, RowHeading] = {}
    is_project = any(search("columns", "project", column.header) for column in side.labels)
    own = [place for place, column in enumerate(side.codes) if column.family in OWN_FAMILIES]
    above: list[str] = []
    outer = ""
    for row in sheet.body_rows:
        codes, labels = _printed(sheet, side, row)
        if not sheet.grid.spans_known:
            labels, outer = _with_outer_label(labels, outer, len(side.codes), len(side.labels))
        printed = {depth: codes[place] for depth, place in enumerate(own) if place in codes}
        families = {side.codes[own[depth]].family for depth in printed}
        if len(families) > 1:
            family = side.codes[own[min(printed)]].family
            printed = {depth: text for depth, text in printed.items() if side.codes[own[depth]].family == family}
        start = min(printed, default=0)
        # A row that leaves 类 blank is of the 类 printed above it.
        above = [*above[:start], *printed.values()] if printed and len(above) >= start else []
        code = join_codes(list(printed.values()) or list(codes.values()))
        full = full_code(above) if above and len(families) == 1 else ""
        first = min(labels, default=-1)
        if not code and labels and (glued := GLUED_CODE.fullmatch(labels[first])):
            code = full = glued["code"]
            labels = {place: found["name"] if (found := GLUED_CODE.fullmatch(text)) else text
                      for place, text in labels.items()}
        printed_labels = list(labels.values())
        headings[row] = RowHeading(
            code, full, "/".join(strip_ordinal(label) for label in printed_labels),
            ordinal_level(printed_labels[0]) if printed_labels else -1, max(labels, default=-1),
            is_project or (bool(codes) and not printed),
            None if side.labels or side.codes else _year(sheet, row),
        )
    return headings


def _year(sheet: Sheet, row: int) -> int | None:
    """The year that a row prints in a column of years."""
    columns = [column.index for column in sheet.columns if column.path and search("columns", "year", column.path[-1])]
    found = [YEAR.fullmatch(bare(sheet.text(row, column))) for column in columns]
    return next((int(year[1]) for year in found if year), None)


def _with_outer_label(labels: dict[int, str], outer: str, first: int, count: int) -> tuple[dict[int, str], str]:
    """The labels of a row, and the first of them. Where merged cells leave no trace, a row that leaves the first of two
    label columns blank is of the label printed above it; a total is not."""
    if count != 2:
        return labels, ""
    if first in labels:
        return labels, "" if first + 1 not in labels else labels[first]
    if outer and first + 1 in labels and not is_total(labels[first + 1]):
        return {first: outer, **labels}, outer
    return labels, outer


def _printed(sheet: Sheet, side: Side, row: int) -> tuple[dict[int, str], dict[int, str]]:
    """(digits, labels) of a row by the column's place among the side's codes and labels; a merged cell once."""
    codes: dict[int, str] = {}
    labels: dict[int, str] = {}
    seen: list[Cell] = []
    for place, column in enumerate((*side.codes, *side.labels)):
        cell = sheet.at[row][column.index]
        # A header cell may reach down beside the first row (类, 款, 项 beside 合计): it is no label of that row.
        if cell is None or cell in seen or cell.row not in sheet.body_rows:
            continue
        seen.append(cell)
        text = bare(cell.text)
        if is_blank(text):
            continue
        if column.kind == "code" and text.isdigit():
            codes[place] = text
        else:
            labels[place] = text
    return codes, labels


def headed_sides(sheet: Sheet) -> list[tuple[Side, dict[int, RowHeading]]]:
    """Every side of a sheet with the headings of its rows.

    A value without a label of its own belongs to the total at its left, where nothing else stands between: 公用经费合计
    over two of three sides prints its value under the last, and is then no heading of the first. A plain 合计 is one of
    the whole row, also where it prints a value of its own.
    """
    sides = sheet.sides()
    headings = [row_headings(sheet, side) for side in sides]
    for row in sheet.body_rows:
        for number, side in enumerate(sides):
            if headings[number][row] != RowHeading() or not _prints(sheet, side, row):
                continue
            left = next((n for n in range(number - 1, -1, -1) if headings[n][row] != RowHeading()), None)
            if left is None:
                continue
            if any(_prints(sheet, between, row) for between in sides[left:number]):
                if search("rows", "whole_row", headings[left][row].item):
                    headings[number][row] = headings[left][row]
            elif is_total(headings[left][row].item):
                headings[number][row], headings[left][row] = headings[left][row], RowHeading()
    return list(zip(sides, headings, strict=True))


def _prints(sheet: Sheet, side: Side, row: int) -> bool:
    return any(not is_blank(cell.text) for _, cell in sheet.value_cells(side, row))


def rows_of_lost_class(headings: Mapping[int, RowHeading]) -> frozenset[int]:
    """The rows whose class is not certain: rows of the table bear the name of a class without its code, as where the
    code stands in the middle of several rows that no line holds together. Rows that print a class are certain."""
    # Each classification by itself: some names are of a class in both.
    classes = [class_codes(scheme) for scheme in ("functional", "economic")]
    names, codes = set[str]().union(*classes), set[str]().union(*(own.values() for own in classes))
    named = {row for row, heading in headings.items() if not heading.code and heading.item in names}
    parts = {row for row, heading in headings.items() if heading.code and (
        heading.code[:3] not in codes or (len(heading.code) in CUT_LENGTHS and not heading.names))}
    return frozenset(named | parts) if named and parts else frozenset()
