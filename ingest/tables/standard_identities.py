"""The arithmetic that statutory tables keep whether they print it or not: columns, rows, classification, three-public.

What a form keeps is data (``identities`` in its file):

- ``total_column``, ``part_columns``: columns of a row; ``rest`` takes the siblings of the total column;
- ``running``: in each column, totals of the rows above and rows of the level below, told by order numbers;
- ``outline``: rows of the level below, told by which label column they print; ``groups``: by labels of two levels, of
  which the first is like this pattern;
- ``far_column``, ``parts``, ``total``: rows of one column add up to a total that is printed in another;
- ``sum``: items of the form's own scheme, in one row or one column;
- ``hierarchy``: a class is the sum of its groups, a group of its items, the total of the classes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology.forms import Form
from ontology.layout import comparison, is_stage, is_total, own_unit, search

SUBTOTAL = re.compile(r"^(?:小计|合计|金额)$")
OF_WHICH = "其中"
OF_THE_YEAR = re.compile(r"^(?:本年|当年)(?:收入|支出)?(?:小计|合计)$")
"""A subtotal that stands beside its own parts: 合计 | 本年收入小计 | 一般公共预算 | ... | 上年结转."""

ColumnSum = tuple[int, list[int]]


def column_sums(form: Form, headers: Mapping[int, str]) -> list[ColumnSum]:
    """(column of the total, columns of its parts) that the form's value columns keep in every row."""
    sums: list[ColumnSum] = []
    for identity in form.identities:
        if "total_column" not in identity:
            continue
        for index, header in headers.items():
            if not re.search(identity["total_column"], header) or comparison(header):
                continue
            if identity["part_columns"] == "rest":
                parts = _siblings(headers, index)
            else:
                parts = [
                    i for i, other in headers.items()
                    if i != index and _parent(other) == _parent(header) and re.search(identity["part_columns"], other)
                ]
            if parts and not any(total == index for total, _ in sums):
                sums.append((index, parts))
    return sums


def _parent(header: str) -> str:
    return header.rpartition("/")[0]


def _siblings(headers: Mapping[int, str], total: int) -> list[int]:
    """The columns beside a total under the same header cell, each group by its own subtotal; none where one of them
    can't be a part: it repeats the stage of another year, compares, or is 其中 of its neighbour."""
    parent = _parent(headers[total])
    prefix = f"{parent}/" if parent else ""
    groups: dict[str, list[int]] = {}
    for index, header in headers.items():
        if index != total and header.startswith(prefix):
            groups.setdefault(header[len(prefix):].split("/")[0], []).append(index)
    parts: list[int] = []
    own_name = headers[total].rpartition("/")[2]
    if subtotals := [name for name in groups if OF_THE_YEAR.match(name)]:
        groups = {name: columns for name, columns in groups.items()
                  if name in subtotals or search("stages", "carried_over", name)}
    elif OF_THE_YEAR.match(own_name):
        groups = {name: columns for name, columns in groups.items()
                  if not is_total(name) and not search("stages", "carried_over", name)}
    for name, columns in groups.items():
        if comparison(prefix + name) or own_unit(name) or is_stage(name):
            continue
        if name.startswith(OF_WHICH):
            return []
        own = columns if len(columns) == 1 else [
            i for i in columns if SUBTOTAL.match(headers[i][len(prefix) + len(name) + 1:])
        ]
        if len(own) != 1:
            return []
        parts.append(own[0])
    return parts if len(parts) > 1 else []


def hierarchy(
    codes: Sequence[tuple[int, str]], totals: Sequence[tuple[int, Sequence[str] | None]]
) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts) of rows with their full codes. ``totals``: the rows of 合计, each with the
    classes it takes in, None for all.

    A row's parts are the rows whose nearest printed ancestor it is. Nothing where a code stands twice: then the rows
    are told apart by something else, and codes alone do not add up.
    """
    known = {code for _, code in codes}
    if len(known) < len(codes):
        return []
    parents = {
        row: next((code[:length] for length in (5, 3) if length < len(code) and code[:length] in known), "")
        for row, code in codes
    }
    sums = []
    for row, code in codes:
        parts = [part for part, parent in parents.items() if parent == code]
        if parts:
            sums.append((row, parts))
    for total, classes in totals:
        roots = [row for row, code in codes if not parents[row] and (classes is None or code[:3] in classes)]
        if roots:
            sums.append((total, roots))
    return sums


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row of one column: its label, the level of its order number (-1: none), and whether it prints a number."""

    item: str
    ordinal: int
    printed: bool


def running_sums(rows: Sequence[LabelledRow]) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts) in one column of a table printed side by side: a total takes in the rows
    above it of the highest level, from the last total on, which is one of its parts; a row takes in the rows of the
    next level below it.

    Rows with order numbers that come after a row without one (年初结转和结余) are its parts, as are those that repeat a
    label from above the last total. Rows of 其中 are not all
    parts, so what they stand under is not tested by them.
    """
    sums: list[tuple[int, list[int]]] = []
    block: list[int] = []
    for place, row in enumerate(rows):
        if is_total(row.item):
            parts = _top(rows, block)
            if parts:
                sums.append((place, parts))
            block = []
        block.append(place)
    for place, row in enumerate(rows):
        parts = _below(rows, place)
        if parts and not is_total(row.item):
            sums.append((place, parts))
    return sums


def _top(rows: Sequence[LabelledRow], block: Sequence[int]) -> list[int]:
    """The rows of a block that make up the total under it; none where rows after 其中 leave their place open."""
    before = {row.item for row in rows[:block[0]]} if block else set()
    parts: list[int] = []
    level, plain, within = -1, False, False
    for place in block:
        row = rows[place]
        if row.item.startswith(OF_WHICH):
            within = True
        elif is_total(row.item):
            parts.append(place)
        elif row.ordinal < 0:
            if within and row.printed:
                return []
            plain = plain or not within
            if not within and row.item and row.item not in before:
                parts.append(place)
        else:
            within = False
            level = row.ordinal if level < 0 else level
            if not plain and row.ordinal == level:
                parts.append(place)
    return parts


def _below(rows: Sequence[LabelledRow], place: int) -> list[int]:
    """The rows of the next level under a row, none where one of them is 其中, or the row itself: what follows that
    (其中：政府性基金, 二、事业收入) stands beside the row above it."""
    own = rows[place].ordinal
    if rows[place].item.startswith(OF_WHICH):
        return []
    run: list[int] = []
    for below in range(place + 1, len(rows)):
        row = rows[below]
        if is_total(row.item) or row.ordinal < 0 or (own >= 0 and row.ordinal <= own) or not row.item:
            break
        run.append(below)
    level = min((rows[below].ordinal for below in run), default=-1)
    return [below for below in run if rows[below].ordinal == level]


def outline_sums(levels: Sequence[int]) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts) where the level of a row is told by where its label stands: a row takes in
    the rows of the next level below it, up to the next row of its own level."""
    sums = []
    for place, level in enumerate(levels):
        end = next((i for i in range(place + 1, len(levels)) if levels[i] <= level), len(levels))
        below = levels[place + 1:end]
        parts = [i for i in range(place + 1, end) if levels[i] == min(below)]
        if parts:
            sums.append((place, parts))
    return sums


def group_sums(items: Sequence[str]) -> list[tuple[int, list[int]]]:
    """(row of the sum, rows of its parts) where labels have two levels: X/小计 takes in the other X, the total of the
    table takes in every 小计."""
    groups: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        head, slash, _ = item.partition("/")
        if slash:
            groups.setdefault(head, []).append(place)
    sums, subtotals = [], []
    for rows in groups.values():
        own = [place for place in rows if SUBTOTAL.match(items[place].rpartition("/")[2])]
        rest = [p for p in rows if p not in own and not items[p].rpartition("/")[2].startswith(OF_WHICH)]
        if len(own) == 1:
            subtotals.append(own[0])
            if rest:
                sums.append((own[0], rest))
    totals = [place for place, item in enumerate(items) if is_total(item)]
    if len(totals) == 1 and len(subtotals) > 1:
        sums.append((totals[0], subtotals))
    return sums


def item_sums(form: Form, items: Mapping[str, Sequence[int]]) -> list[tuple[int, list[int]]]:
    """(cell of the total, cells of its parts) among cells by the item of the form's scheme that they print; nothing
    of an item that is printed twice."""
    sums = []
    for identity in form.identities:
        if "sum" not in identity:
            continue
        total, parts = identity["sum"]["total"], identity["sum"]["parts"]
        if all(len(items.get(item, ())) == 1 for item in (total, *parts)):
            sums.append((items[total][0], [items[part][0] for part in parts]))
    return sums
