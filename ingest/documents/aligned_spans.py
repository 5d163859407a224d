"""Which columns each cell of a header stands over, where no ruling line says so.

A cell over several columns is printed in the middle of them, above their own cells. Cells that hang on the same one
stand at the same height; one that goes down to the body is as high as its neighbour with all that hangs on it.
Coordinates are points, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.aligned_rows import Stand
from ingest.documents.aligned_words import Word
from ingest.records import Box

TOUCH = 0.1
"""Share of the font size by which the boxes of lines may overlap that stand below each other."""
_LEVEL = 0.3
"""Share of the font size by which cells at one height may differ."""
_DEEPER = 0.2
"""Share of the font size by which a cell under another is at least lower than one beside that."""
_PADDING = 1.5
"""In units of the font size: how far the outer borders of a table may be from what is printed farthest out."""


class Extent(NamedTuple):
    """From where to where something is printed, from left to right."""

    x0: float
    x1: float


class Print(NamedTuple):
    """What is known of a table when its header is read: the extents of what stands in its columns (several may be of
    one), the font size, and the farthest left and right its caption, header and body reach. ``border``: from where to
    where the ruling lines above, in and below it run, where they all do so alike."""

    slots: Sequence[Extent]
    size: float
    outer: Extent
    border: Extent | None = None


class HeaderCell(NamedTuple):
    """A cell of the header; its words from top to bottom."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The lines of the cell."""
        return "\n".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box of its words."""
        return (
            min(w.x0 for w in self.words),
            self.words[0].top,
            max(w.x1 for w in self.words),
            self.words[-1].bottom,
        )

    @property
    def x(self) -> float:
        """The middle from left to right."""
        x0, _, x1, _ = self.box
        return (x0 + x1) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.words[0].y + self.words[-1].y) / 2


class Spanned(NamedTuple):
    """A header cell with its place: columns from ``first`` to ``last``, ``depth`` cells above it."""

    cell: HeaderCell
    first: int
    last: int
    depth: int
    leaf: bool


class Header(NamedTuple):
    """A header read: its cells, and for each column the cell right above the column's body."""

    cells: tuple[Spanned, ...]
    leaves: tuple[HeaderCell, ...]

    @property
    def depth(self) -> int:
        """How many rows it takes."""
        return max(cell.depth for cell in self.cells) + 1


def borders_of(columns: Sequence[Extent], size: float) -> list[float]:
    """Where the borders of columns must be, about: half-way between what neighbours print."""
    middles = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    return [columns[0].x0 - size / 4, *middles, columns[-1].x1 + size / 4]


def trees(
    leaves: Sequence[HeaderCell], parents: Sequence[HeaderCell], printed: Print, stand: Stand
) -> Iterator[tuple[float, Header]]:
    """(error, header): every way to hang ``leaves``, from left to right, under ``parents``, from top to bottom."""
    columns = _columns(leaves, printed.slots)
    options = [list(_ranges(parent, leaves, columns, printed)) for parent in parents]
    for error, chosen in _chosen(options, parents, printed.size):
        spanned = [
            Spanned(parent, first, last, 0, False) for parent, (first, last) in zip(parents, chosen, strict=True)
        ]
        tree = _tree(leaves, spanned, printed.size, stand)
        if tree is not None:
            yield error, tree


def _columns(leaves: Sequence[HeaderCell], slots: Sequence[Extent]) -> list[Extent]:
    """What is printed in each leaf's column: its own text, and the slots under it that are under no other."""
    columns = [Extent(leaf.box[0], leaf.box[2]) for leaf in leaves]
    for slot in slots:
        over = [i for i, leaf in enumerate(leaves) if leaf.box[0] < slot.x1 and leaf.box[2] > slot.x0]
        if len(over) == 1:
            column = columns[over[0]]
            columns[over[0]] = Extent(min(column.x0, slot.x0), max(column.x1, slot.x1))
    # What stands farthest left is in the first column, whatever it stands under; so at the right.
    columns[0] = Extent(min([columns[0].x0, *(slot.x0 for slot in slots)]), columns[0].x1)
    columns[-1] = Extent(columns[-1].x0, max([columns[-1].x1, *(slot.x1 for slot in slots)]))
    return columns


def _ranges(
    parent: HeaderCell, leaves: Sequence[HeaderCell], columns: Sequence[Extent], printed: Print
) -> Iterator[tuple[float, tuple[int, int]]]:
    """(error, columns): the runs of columns a cell may stand over, and how far it is off their middle.

    A border lies somewhere between what neighbours print, so the middle of a run does too.
    """
    size = printed.size
    x0, _, x1, bottom = parent.box
    borders = borders_of(columns, size)
    left_end, right_end = columns[0].x0, columns[-1].x1
    gaps = [
        Extent(min(left_end - _PADDING * size, printed.outer.x0), left_end),
        *(Extent(a.x1, b.x0) for a, b in pairwise(columns)),
        Extent(right_end, max(right_end + _PADDING * size, printed.outer.x1)),
    ]
    if printed.border is not None:
        borders[0], borders[-1] = printed.border
        gaps[0], gaps[-1] = Extent(borders[0], borders[0]), Extent(borders[-1], borders[-1])
    below = [leaf.box[1] >= bottom - _LEVEL * size for leaf in leaves]
    covered = [i for i, leaf in enumerate(leaves) if below[i] and leaf.box[0] < x1 and leaf.box[2] > x0]
    for first in range(len(leaves)):
        for last in range(first, len(leaves)):
            if not below[last]:
                break
            if not below[first] or any(not first <= i <= last for i in covered):
                continue
            left, right = gaps[first], gaps[last + 1]
            if x0 < left.x0 - _LEVEL * size or x1 > right.x1 + _LEVEL * size:
                continue
            least, most = (left.x0 + right.x0) / 2, (left.x1 + right.x1) / 2
            if least - _LEVEL * size <= parent.x <= most + _LEVEL * size:
                yield abs(parent.x - (borders[first] + borders[last + 1]) / 2), (first, last)


def _chosen(
    options: Sequence[Sequence[tuple[float, tuple[int, int]]]], parents: Sequence[HeaderCell], size: float
) -> Iterator[tuple[float, list[tuple[int, int]]]]:
    """Every choice of runs in which two cells stand over other columns, or the upper over all of the lower's."""

    def go(index: int, error: float, chosen: list[tuple[int, int]]) -> Iterator[tuple[float, list[tuple[int, int]]]]:
        if index == len(options):
            yield error, chosen
            return
        for own, (first, last) in options[index]:
            if all(_apart(parents[k], run, parents[index], (first, last), size) for k, run in enumerate(chosen)):
                yield from go(index + 1, error + own, [*chosen, (first, last)])

    yield from go(0, 0.0, [])


def _apart(
    upper: HeaderCell, run: tuple[int, int], lower: HeaderCell, other: tuple[int, int], size: float
) -> bool:
    if run[1] < other[0] or other[1] < run[0]:
        return True
    inside = run[0] <= other[0] and other[1] <= run[1]
    return inside and upper.box[3] <= lower.box[1] + _LEVEL * size


def _tree(
    leaves: Sequence[HeaderCell], parents: Sequence[Spanned], size: float, stand: Stand
) -> Header | None:
    """The header, if its heights fit."""
    spanned = [*parents, *(Spanned(leaf, i, i, 0, True) for i, leaf in enumerate(leaves))]

    def above(cell: Spanned) -> list[Spanned]:
        return [
            p
            for p in parents
            if p is not cell
            and p.first <= cell.first
            and cell.last <= p.last
            and (cell.leaf or p.cell.y < cell.cell.y)
        ]

    placed = [cell._replace(depth=len(above(cell))) for cell in spanned]
    hanging: dict[int, list[Spanned]] = {}
    for cell in spanned:
        over = above(cell)
        nearest = max(over, key=lambda p: p.cell.y) if over else None
        hanging.setdefault(id(nearest.cell) if nearest else 0, []).append(cell)
    for parent in parents:
        own = hanging.get(id(parent.cell), [])
        if not own or any(c.cell.box[1] < parent.cell.box[3] - _LEVEL * size for c in own):
            return None
    for own in hanging.values():
        if not all(_level([c.cell for c in own if c.leaf == leaf], size, stand) for leaf in (True, False)):
            return None
        if not _reach_down(own, leaves, size, stand):
            return None
    if stand == "bottom" and not _level(leaves, size, stand):
        return None
    return Header(tuple(sorted(placed, key=lambda c: (c.depth, c.first))), tuple(leaves))


def _reach_down(
    hanging: Sequence[Spanned], leaves: Sequence[HeaderCell], size: float, stand: Stand
) -> bool:
    """Whether cells that go down to the body are as high as their neighbours with all that hangs on them."""
    whole = [c.cell for c in hanging if c.leaf]
    for parent in (c for c in hanging if not c.leaf):
        highest = min(c.y for c in leaves[parent.first : parent.last + 1])
        for cell in whole:
            between = parent.cell.y - _LEVEL * size <= cell.y <= highest - _DEEPER * size
            if stand == "middle" and not between:
                return False
            if stand == "top" and abs(cell.words[0].y - parent.cell.words[0].y) > _LEVEL * size:
                return False
    return True


def _level(cells: Sequence[HeaderCell], size: float, stand: Stand) -> bool:
    """Whether cells stand at one height, by their middles, upper or lower lines."""
    heights = [{"middle": c.y, "top": c.words[0].y, "bottom": c.words[-1].y}[stand] for c in cells]
    return not heights or max(heights) - min(heights) <= _LEVEL * size
