"""Rows of poured tables with two columns of names: groups (一般公共预算资金), merged over the rows of their parts.

Poured out, the name of a group stands beside one of its parts, above them or between them, and nothing shows which rows
it reaches over. What does is the form's own list of groups, the subtotal that each group begins with, and that parts
add up to their subtotal, and subtotals to the total. Where any of these fails, no row is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.documents.document import Paragraph
from ingest.tables.flowed.headers import numbers_columns
from ingest.tables.flowed.rows import FlowedRow, Rows, words
from ingest.tables.known import near
from ingest.tables.printed_numbers import parse_number
from ingest.tables.standard_identities import SUBTOTAL, group_sums
from ontology.forms import Form
from ontology.layout import bare, compiled, is_total


@dataclass(slots=True)
class _Line:
    """One printed line: the name of a group, of an item, and the amount; what it does not print is empty."""

    group: str
    item: str
    value: str
    where: Paragraph


def grouped_rows(form: Form, lines: Sequence[Paragraph], value: int) -> tuple[Rows, list[str]]:
    """(rows, lines left over) of a table with groups in the first column, items in the second and amounts in the one
    given; no rows where the groups are not certain."""
    pattern = _pattern(form)
    found: list[_Line] = []
    rest: list[str] = []
    for line in lines:
        if numbers_columns(line.text):
            continue
        parted = _parted(line, pattern)
        if parted is not None and (found or parted.group or (is_total(parted.item) and parted.value)):
            found.append(parted)
        elif found:
            return [], []
        else:
            rest.append(line.text)
    groups = _groups(found)
    if groups is None or not _adds_up(found, groups):
        return [], []
    rows: Rows = []
    for one, group in zip(found, groups, strict=True):
        if one.item:
            names = {0: group, 1: one.item} if group else {1: one.item}
            rows.append(FlowedRow(names, [{value: one.value} if one.value else {}], one.where))
    return rows, rest


def prints_groups(form: Form, lines: Sequence[Paragraph]) -> bool:
    """Whether some line prints the name of a group before that of its part: then names stand in two columns."""
    pattern = _pattern(form)
    found = [_parted(line, pattern) for line in lines] if pattern else []
    return any(line is not None and line.group and line.item for line in found)


def _pattern(form: Form) -> str:
    return str(next((identity["groups"] for identity in form.identities if "groups" in identity), ""))


def _parted(line: Paragraph, pattern: str) -> _Line | None:
    """What a line prints; None where it is not up to two names, of which the first is a group, before one amount."""
    found = words(line.text)
    names = [bare(word.text) for word in found if not word.number]
    values = [word.text for word in found if word.number]
    if not pattern or not names or len(values) > 1 or (values and not found[-1].number):
        return None
    if compiled(pattern).fullmatch(names[0]) and (len(names) > 1 or not values):
        return _Line(names[0], "".join(names[1:]), values[0] if values else "", line)
    return _Line("", names[0], values[0] if values else "", line) if len(names) == 1 else None


def _groups(lines: Sequence[_Line]) -> list[str] | None:
    """The group of each line, empty for totals: groups and subtotals come in turn, each group's name at the latest
    right before the next subtotal's own. None where they do not."""
    starts = [place for place, line in enumerate(lines) if SUBTOTAL.match(line.item) and not is_total(line.item)]
    named = [place for place, line in enumerate(lines) if line.group]
    if not starts or len(starts) != len(named):
        return None
    groups = [""] * len(lines)
    for number, (start, name) in enumerate(zip(starts, named, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        if not start - 1 <= name < end or (name < start and lines[name].item):
            return None
        for place in range(start, end):
            if not is_total(lines[place].item):
                groups[place] = lines[name].group
    whole = all(group or not line.item or is_total(line.item) for group, line in zip(groups, lines, strict=True))
    return groups if whole else None


def _adds_up(lines: Sequence[_Line], groups: Sequence[str]) -> bool:
    """Whether parts make up their subtotals, and subtotals the one total."""
    rows = [(f"{group}/{line.item}" if group else line.item, parse_number(line.value) or Decimal(0))
            for line, group in zip(lines, groups, strict=True) if line.item]
    sums = group_sums([item for item, _ in rows])
    totals = [place for place, (item, _) in enumerate(rows) if "/" not in item]
    return len(totals) == 1 and any(total == totals[0] for total, _ in sums) and all(
        near(rows[total][1], sum((rows[part][1] for part in parts), Decimal(0))) for total, parts in sums)
