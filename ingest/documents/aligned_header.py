"""The header of a table without ruling lines: which words make a cell, and which columns a cell stands over.

A header cell over several columns is printed in the middle of them, above their own cells; cells that hang on the same
one stand at the same height. Of all ways to read the words as such a tree exactly one must fit, else there is no
header: a number under a wrong heading is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from ingest.documents.aligned_rows import Stand
from ingest.documents.aligned_words import Word
from ingest.records import Box

_CENTRED = 0.15
"""Share of the font size by which the middles of lines of one cell may differ."""
_LONGEST_PITCH = 1.75
_TOUCH = 0.1
"""Share of the font size by which the boxes of lines may overlap that stand below each other."""
_LEVEL = 0.3
"""Share of the font size by which cells at one height may differ."""
_PADDING = 1.5
"""In units of the font size: how far the outer borders of a table may be from what its outer columns print."""
_MARGIN = 0.5
"""In units of the font size: how much worse the second best reading must fit."""
_MOST_PARENTS = 16
_MOST_OPEN = 6
_MOST_DOUBTS = 8
_MOST_CHANGES = 2
_SAME_PITCH = 1.25


class Extent(NamedTuple):
    """What is known of the place of a column: the farthest left and right anything in it is printed."""

    x0: float
    x1: float


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


def header_of(words: Sequence[Word], slots: Sequence[Extent], size: float) -> Header | None:
    """The header that ``words`` make over columns that print something at ``slots``; None where none or several fit.

    ``size`` is the font size.
    """
    joints = _joints(words, size)
    for stand in ("middle", "top", "bottom"):
        for changes in range(_MOST_CHANGES + 1):
            found: list[tuple[float, Header]] = []
            for cells in _cells(words, joints, changes):
                found.extend(_fitting(cells, slots, size, stand))
            if found:
                return _clearly_best(found, size)
    return None


def _clearly_best(found: list[tuple[float, Header]], size: float) -> Header | None:
    found.sort(key=lambda option: option[0])
    if len(found) > 1 and found[1][0] - found[0][0] < _MARGIN * size:
        return None
    return found[0][1]


def _joints(words: Sequence[Word], size: float) -> list[tuple[Word, Word, bool]]:
    """(line, next line, whether it seems so): lines that may be of one cell."""
    below: dict[Word, Word] = {}
    for word in words:
        under = [w for w in words if w.y > word.y and w.x0 < word.x1 and w.x1 > word.x0]
        if under:
            nearest = min(under, key=lambda w: w.y)
            if nearest.y - word.y <= _LONGEST_PITCH * size and _one_cell(word, nearest, size):
                below[word] = nearest
    closest = min((under.y - word.y for word, under in below.items()), default=0.0)
    return [
        (word, under, _fills(word, under, below) and under.y - word.y <= _SAME_PITCH * closest)
        for word, under in below.items()
    ]


def _cells(
    words: Sequence[Word], joints: Sequence[tuple[Word, Word, bool]], changes: int
) -> Iterator[list[HeaderCell]]:
    """The cells where so many of the doubtful joints are other than they seem."""
    # What is left of a word, one character long, is no cell of its own.
    doubtful = [i for i, (_, under, seems) in enumerate(joints) if len(under.text) > 1 or not seems][:_MOST_DOUBTS]
    for turned in combinations(doubtful, changes):
        joined = {word: under for i, (word, under, seems) in enumerate(joints) if seems != (i in turned)}
        if len(set(joined.values())) == len(joined):
            yield _chained(words, joined)


def _one_cell(word: Word, under: Word, size: float) -> bool:
    return min(abs(word.x - under.x), abs(word.x0 - under.x0)) <= _CENTRED * size


def _fills(word: Word, under: Word, below: dict[Word, Word]) -> bool:
    """Whether a line is as long as its cell allowed: one more character would make it longer than all below it."""
    last, widest = under, 0.0
    while True:
        widest = max(widest, last.x1 - last.x0)
        if last not in below:
            break
        last = below[last]
    return (word.x1 - word.x0) + word.height > widest - 0.01


def _chained(words: Sequence[Word], joined: dict[Word, Word]) -> list[HeaderCell]:
    continued = set(joined.values())
    cells = []
    for word in words:
        if word in continued:
            continue
        lines = [word]
        while lines[-1] in joined:
            lines.append(joined[lines[-1]])
        cells.append(HeaderCell(tuple(lines)))
    return cells


def _fitting(
    cells: Sequence[HeaderCell], slots: Sequence[Extent], size: float, stand: Stand
) -> Iterator[tuple[float, Header]]:
    """Every tree the cells can make, and how far its cells are off the middle of their columns."""
    for parents in _parents(cells, slots, size):
        leaves = sorted((c for c in cells if c not in parents), key=lambda c: c.x)
        if not leaves or any(b.box[0] < a.box[2] for a, b in pairwise(leaves)):
            continue
        yield from _trees(leaves, sorted(parents, key=lambda c: (c.y, c.x)), slots, size, stand)


def _parents(cells: Sequence[HeaderCell], slots: Sequence[Extent], size: float) -> Iterator[set[HeaderCell]]:
    """Which cells may have others below them: those that do, and any of those that stand over a gap."""
    sure: set[HeaderCell] = set()
    open_ones: list[HeaderCell] = []
    for cell in cells:
        lower = [c for c in cells if c.box[1] >= cell.box[3] - _TOUCH * size]
        if any(_over(cell.box, c.box) for c in lower):
            sure.add(cell)
        elif _between(cell, lower) and not any(_only_under(slot, cell, cells) for slot in slots):
            open_ones.append(cell)
    if len(sure) + len(open_ones) > _MOST_PARENTS or len(open_ones) > _MOST_OPEN:
        return
    for count in range(len(open_ones) + 1):
        for chosen in combinations(open_ones, count):
            yield sure | set(chosen)


def _over(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2]


def _between(cell: HeaderCell, lower: Sequence[HeaderCell]) -> bool:
    return any(c.x < cell.x for c in lower) and any(c.x > cell.x for c in lower)


def _only_under(slot: Extent, cell: HeaderCell, cells: Sequence[HeaderCell]) -> bool:
    over = [c for c in cells if c.box[0] < slot.x1 and c.box[2] > slot.x0]
    return over == [cell]


def _trees(
    leaves: Sequence[HeaderCell],
    parents: Sequence[HeaderCell],
    slots: Sequence[Extent],
    size: float,
    stand: Stand,
) -> Iterator[tuple[float, Header]]:
    columns = [_column(leaf, leaves, slots) for leaf in leaves]
    # What stands farthest left is in the first column, whatever it stands under; so at the right.
    columns[0] = Extent(min([columns[0].x0, *(slot.x0 for slot in slots)]), columns[0].x1)
    columns[-1] = Extent(columns[-1].x0, max([columns[-1].x1, *(slot.x1 for slot in slots)]))
    options = [list(_ranges(parent, leaves, columns, size)) for parent in parents]
    for error, chosen in _chosen(options, parents, size):
        spanned = [
            Spanned(parent, first, last, 0, False) for parent, (first, last) in zip(parents, chosen, strict=True)
        ]
        tree = _tree(leaves, spanned, size, stand)
        if tree is not None:
            yield error, tree


def _column(leaf: HeaderCell, leaves: Sequence[HeaderCell], slots: Sequence[Extent]) -> Extent:
    """What is printed in a leaf's column: its own text, and the body under it that is under no other."""
    x0, _, x1, _ = leaf.box
    for slot in slots:
        over = [c for c in leaves if c.box[0] < slot.x1 and c.box[2] > slot.x0]
        if over == [leaf]:
            x0, x1 = min(x0, slot.x0), max(x1, slot.x1)
    return Extent(x0, x1)


def borders_of(columns: Sequence[Extent], size: float) -> list[float]:
    """Where the borders of columns must be, about: half-way between what neighbours print."""
    middles = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    return [columns[0].x0 - size / 4, *middles, columns[-1].x1 + size / 4]


def _ranges(
    parent: HeaderCell, leaves: Sequence[HeaderCell], columns: Sequence[Extent], size: float
) -> Iterator[tuple[float, tuple[int, int]]]:
    """(error, columns): the runs of columns a cell may stand over, and how far it is off their middle.

    A border lies somewhere between what neighbours print, so the middle of a run does too.
    """
    x0, _, x1, bottom = parent.box
    borders = borders_of(columns, size)
    gaps = [Extent(a.x1, b.x0) for a, b in pairwise(columns)]
    gaps = [
        Extent(columns[0].x0 - _PADDING * size, columns[0].x0),
        *gaps,
        Extent(columns[-1].x1, columns[-1].x1 + _PADDING * size),
    ]
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
    """The header, if its heights fit: what hangs on one cell stands level, and lower than what hangs on the cell above."""
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
    return Header(tuple(sorted(placed, key=lambda c: (c.depth, c.first))), tuple(leaves))


def _reach_down(
    hanging: Sequence[Spanned], leaves: Sequence[HeaderCell], size: float, stand: Stand
) -> bool:
    """Whether cells that go down to the body are as high as their neighbours with all that hangs on them."""
    whole = [c.cell for c in hanging if c.leaf]
    for parent in (c for c in hanging if not c.leaf):
        below = leaves[parent.first : parent.last + 1]
        for cell in whole:
            if stand == "middle" and not parent.cell.y - _LEVEL * size <= cell.y <= min(c.y for c in below) - 0.2 * size:
                return False
            if stand == "top" and abs(cell.words[0].y - parent.cell.words[0].y) > _LEVEL * size:
                return False
            if stand == "bottom" and cell.words[-1].y < max(c.words[-1].y for c in below) - _LEVEL * size:
                return False
    return True


def _level(cells: Sequence[HeaderCell], size: float, stand: Stand) -> bool:
    """Whether cells stand at one height, by their middles, upper or lower lines."""
    heights = [{"middle": c.y, "top": c.words[0].y, "bottom": c.words[-1].y}[stand] for c in cells]
    return not heights or max(heights) - min(heights) <= _LEVEL * size
