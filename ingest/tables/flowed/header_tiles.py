"""Headers that no form lists, told from their cells: which cell stands over which.

A header poured out as cells has lost its spans, but not its order: row by row, its cells fill the rectangle above the
columns. A column's own cell reaches down to the body; a cell that may stand over others (``[flowed] groups``) reaches
over some columns. Every way to fill the rectangle with the cells in their order is a way to read the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ontology.layout import ColumnKind, column_kind, compiled, data, is_neutral, is_stage, search

MOST_CELLS, DEEPEST = 48, 4
MOST_STEPS, MOST_WAYS = 10_000, 12
"""A header with more ways to fill the rectangle, tried or found, says nothing."""
SUBTOTAL = "小计"
SIDES_BELOW = ".*(?:功能分类|经济分类|支出用途|支出类别)"
"""A side of revenue or expenditure has one column of names, unless these stand below."""
LEAD: tuple[ColumnKind, ...] = ("code", "label", "line")


class _TooMany(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns of all cells that may stand right below a header cell, and of the first of them."""

    inside: str
    first: str


@dataclass(slots=True)
class _Cell:
    text: str
    first: int
    end: int
    """Columns from ``first`` up to ``end``."""
    group: Group | None
    """What may stand below, None for a column's own cell."""
    above: _Cell | None


@dataclass(slots=True)
class _Tiler:
    """Fills a rectangle of ``depth`` rows over the columns with the cells. ``lines``: the row each cell is printed on,
    where lines are rows."""

    cells: Sequence[str]
    kinds: Sequence[ColumnKind]
    depth: int
    lines: Sequence[int] | None
    at: list[list[_Cell | None]] = field(default_factory=list)
    groups: int = 0
    """Cells placed over others."""
    most: list[int] = field(default_factory=list)
    """For each cell, how many from it on can stand over others."""
    steps: int = 0

    def ways(self) -> Iterator[list[str]]:
        """The header paths of each way."""
        self.at = [[None] * len(self.kinds) for _ in range(self.depth)]
        able = [
            (group := group_of(text)) is not None
            and any(_inside(group, other) and _opens(group, other) for other in self.cells[number + 1:])
            for number, text in enumerate(self.cells)]
        self.most = [sum(able[number:]) for number in range(len(able) + 1)]
        yield from self._place(0, 0)

    def _place(self, number: int, start: int) -> Iterator[list[str]]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _TooMany
        width = len(self.kinds)
        place = next((p for p in range(start, self.depth * width) if self.at[p // width][p % width] is None), None)
        if place is not None and len(self.cells) - number < sum(
            kind == "value" and cell is None for kind, cell in zip(self.kinds, self.at[-1], strict=True)
        ):
            return
        if self.groups + self.most[number] < len(self.cells) - width:
            return
        if place is None or number == len(self.cells):
            if place is None and number == len(self.cells):
                yield [_path(cell) for cell in self.at[-1] if cell is not None]
            return
        row, column = divmod(place, width)
        if self.lines is not None and self.lines[number] != row:
            return
        above = self.at[row - 1][column] if row else None
        limit = above.end if above is not None else width
        free = next((c for c in range(column, limit) if self.at[row][c] is not None), limit) - column
        if not self._fits_below(number, column, above):
            return
        for cell, rows in self._choices(number, row, column, free, above):
            self._fill(row, rows, cell, cell)
            self.groups += cell.group is not None
            yield from self._place(number + 1, place + cell.end - cell.first)
            self.groups -= cell.group is not None
            self._fill(row, rows, cell, None)

    def _fill(self, row: int, rows: int, cell: _Cell, value: _Cell | None) -> None:
        for below in range(row, row + rows):
            self.at[below][cell.first:cell.end] = [value] * (cell.end - cell.first)

    def _fits_below(self, number: int, column: int, above: _Cell | None) -> bool:
        text = self.cells[number]
        if text == SUBTOTAL and (above is None or above.first != column):
            return False
        if above is None or above.group is None:
            return above is None
        if above.first == column and not _opens(above.group, text):
            return False
        return _inside(above.group, text)

    def _choices(
        self, number: int, row: int, column: int, free: int, above: _Cell | None
    ) -> Iterator[tuple[_Cell, int]]:
        """(cell, its rows): the column's own cell, which reaches down, or one over others."""
        text, down = self.cells[number], self.depth - row
        kind = _kind(text)
        if kind in LEAD:
            for width in range(1, free + 1):
                if any(k not in LEAD for k in self.kinds[column:column + width]):
                    break
                if width > 1 or kind in self.kinds[column:column + width]:
                    yield _Cell(text, column, column + width, None, above), down
        elif self.kinds[column] == kind:
            yield _Cell(text, column, column + 1, None, above), down
        group = group_of(text)
        if group is None or down == 1:
            return
        if above is not None and is_stage(text) and not _is_side(above.text):
            # The stages of an item are its columns.
            return
        later = {other for other in self.cells[number + 1:] if _inside(group, other)}
        if not any(_opens(group, other) for other in later):
            return
        names = _over_names(text)
        most = free if names or any(group_of(other) for other in later) else min(free, len(later))
        for width in range(2, most + 1):
            lead = [k in LEAD for k in self.kinds[column:column + width]]
            if names != all(lead) or (any(lead) and not names and (not lead[0] or lead[-1])):
                continue
            if _is_side(text) and sum(b and not a for a, b in pairwise([False, *lead])) > 1 and (
                not any(compiled(SIDES_BELOW).fullmatch(other) for other in later)
            ):
                continue
            for rows in range(1, down):
                yield _Cell(text, column, column + width, group, above), rows


@lru_cache(4096)
def _kind(text: str) -> ColumnKind:
    return column_kind(text)


@lru_cache(4096)
def _over_names(text: str) -> bool:
    return search("flowed", "names", text) is not None


@lru_cache(4096)
def _is_side(text: str) -> bool:
    return search("flowed", "sides", text) is not None


@lru_cache(16384)
def _inside(group: Group, text: str) -> bool:
    return compiled(group.inside).fullmatch(text) is not None


@lru_cache(16384)
def _opens(group: Group, text: str) -> bool:
    return compiled(group.first).fullmatch(text) is not None


def may_stand(above: str, text: str) -> bool:
    """Whether a cell may stand right below another."""
    group = group_of(above)
    return group is not None and _inside(group, text)


def may_open(above: str, text: str) -> bool:
    """Whether a cell may be the first right below another."""
    group = group_of(above)
    return group is not None and _inside(group, text) and _opens(group, text)


@lru_cache(4096)
def group_of(text: str) -> Group | None:
    """What may stand below a cell, None where nothing may."""
    return next((Group(inside, first or ".*") for head, inside, first in data()["flowed"]["groups"]
                 if compiled(head).fullmatch(text)), None)


def _path(cell: _Cell) -> str:
    return f"{_path(cell.above)}/{cell.text}" if cell.above is not None else cell.text


def tilings(
    cells: Sequence[str], kinds: Sequence[ColumnKind], lines: Sequence[int] | None = None
) -> list[list[str]]:
    """The header paths by column, one list for each way to read the cells (without white space, row by row) over
    columns of these kinds. ``lines``: the row each cell is printed on, counted from 0, where lines are rows. Nothing
    where there are too many ways."""
    found = _tilings(tuple(cells), tuple(kinds), None if lines is None else tuple(lines))
    return [[*paths] for paths in found]


@lru_cache(1024)
def _tilings(
    cells: tuple[str, ...], kinds: tuple[ColumnKind, ...], lines: tuple[int, ...] | None
) -> tuple[tuple[str, ...], ...]:
    if not 0 < len(cells) <= MOST_CELLS or len(cells) < sum(kind == "value" for kind in kinds):
        return ()
    for depth in range(1, DEEPEST + 1) if lines is None else [lines[-1] + 1]:
        found: list[tuple[str, ...]] = []
        try:
            for paths in _Tiler(cells, kinds, depth, lines).ways():
                if tuple(paths) not in found and sound(paths, kinds):
                    found.append(tuple(paths))
        except _TooMany:
            return ()
        if found:
            return tuple(found) if len(found) <= MOST_WAYS else ()
    return ()


def sound(paths: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """Whether no side has the same value twice and no subtotal stands alone, sides are all below a cell of their own or
    none, and stages that stand beside each other take in the same columns."""
    side: list[str] = []
    for path, kind in zip(paths, kinds, strict=True):
        if kind != "value":
            side = []
        elif path in side or path == SUBTOTAL:
            return False
        else:
            side.append(path)
    tops = [path.split("/")[0] for path in paths]
    headed = {top for top, path, kind in zip(tops, paths, kinds, strict=True)
              if kind in LEAD and "/" in path and not search("flowed", "names", top)}
    if headed and not all("/" in path and top in headed for top, path in zip(tops, paths, strict=True)):
        return False
    if _stage_among_others(paths, kinds) or _outside(paths):
        return False
    below: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        parts = path.split("/")
        for depth, part in enumerate(parts[:-1]):
            if is_stage(part):
                below.setdefault(("/".join(parts[:depth]), part), []).append("/".join(parts[depth + 1:]))
    stages: dict[str, list[list[str]]] = {}
    for (above, _), columns in below.items():
        stages.setdefault(above, []).append(columns)
    return all(columns == group[0] for group in stages.values() for columns in group)


def _outside(paths: Sequence[str]) -> bool:
    """Whether a cell stands outside the one it belongs to (``[flowed] belongs``): the lines were no rows of cells."""
    split = [path.split("/") for path in paths]
    for over, inside in data()["flowed"]["belongs"]:
        if any(compiled(over).search(part) for parts in split for part in parts[:-1]) and any(
            compiled(inside).search(part) and not any(compiled(over).search(above) for above in parts[:depth])
            for parts in split for depth, part in enumerate(parts)
        ):
            return True
    return False


def _stage_among_others(paths: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """Whether a column of a stage (2023年预算数) stands beside columns that say none: then it is the cell over them."""
    columns = [path.rpartition("/") for path, kind in zip(paths, kinds, strict=True) if kind == "value"]
    return any(
        above == other and is_stage(leaf) and is_neutral(beside) and not is_stage(beside)
        for above, _, leaf in columns for other, _, beside in columns)
