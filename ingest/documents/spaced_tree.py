"""Which columns each cell of a header stands over, in text whose columns blanks keep.

A cell stands about in the middle over what hangs on it, cells of one row stand over different columns, and words that
are known of headers say what may hang on them. Of all ways to hang the cells exactly one must fit best by far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.aligned_spans import Extent
from ingest.documents.spaced_heads import Head, HeadCell
from ingest.tables.flowed.header_tiles import group_of, may_stand
from ingest.tables.flowed.header_words import is_header_word
from ontology.layout import is_stage

_CLEAR = 2.0
"""Columns by which the second best way must fit worse."""
_LEVEL = 0.5
_MOST_WAYS = 3000


class Placed(NamedTuple):
    """A cell with its columns from ``first`` to ``last`` and the number of cells above it."""

    cell: HeadCell
    first: int
    last: int
    depth: int


def tree_of(head: Head, columns: Sequence[Extent]) -> list[Placed] | None:
    """The cells with their places; None where several ways fit, or none. ``columns``: what each column prints, its
    heading included."""
    leaves = head.leaves
    if not all(cell.known for row in head.lines for cell in row):
        return None
    parents = sorted((cell for row in head.lines for cell in row if cell not in leaves), key=lambda cell: cell.x0)
    middles = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    borders = [columns[0].x0, *middles, columns[-1].x1]
    ways: list[tuple[float, list[Placed]]] = []
    for way in _ways(range(len(leaves)), parents, leaves, borders, 0):
        ways.append(way)
        if len(ways) > _MOST_WAYS:
            return None
    if not ways:
        return None
    ways.sort(key=lambda way: way[0])
    if len(ways) > 1 and ways[1][0] - ways[0][0] < _CLEAR:
        return None
    return _with_lines_joined(ways[0][1])


def _with_lines_joined(cells: Sequence[Placed]) -> list[Placed]:
    """The cells; one over a single other that are two lines of a known word (本年收入, 合计) are one."""
    single = {(cell.first, cell.depth): cell for cell in cells if cell.first == cell.last}
    joined: list[Placed] = []
    for cell in cells:
        upper, lower = single.get((cell.first, cell.depth - 1)), single.get((cell.first, cell.depth + 1))
        if cell.first != cell.last:
            upper = lower = None
        if lower is not None and is_header_word(cell.cell.text + lower.cell.text):
            joined.append(cell._replace(cell=HeadCell((*cell.cell.words, *lower.cell.words))))
        elif upper is None or not is_header_word(upper.cell.text + cell.cell.text):
            joined.append(cell)
    return joined


def _ways(
    own: range, parents: Sequence[HeadCell], leaves: Sequence[HeadCell], borders: Sequence[float], depth: int
) -> Iterator[tuple[float, list[Placed]]]:
    """(how far cells are off the middle, cells) for every way to hang the leaves of some columns on cells."""
    if not parents:
        yield 0.0, [Placed(leaves[i], i, i, depth) for i in own]
        return
    highest = min(cell.y for cell in parents)
    top = [cell for cell in parents if cell.y - highest <= _LEVEL]
    rest = [cell for cell in parents if cell not in top]
    for runs in _runs(top, own.start, own.stop, leaves, borders):
        covered = {i for run in runs for i in run}
        if any(_lost(leaves[i], i, cell, run, leaves) for i in own if i not in covered
               for cell, run in zip(top, runs, strict=True)):
            continue
        tall = [Placed(leaves[i], i, i, depth) for i in own if i not in covered]
        inner = [[cell for cell in rest if _within(cell, run, borders)] for run in runs]
        if sum(map(len, inner)) != len(rest):
            continue
        partial: list[tuple[float, list[Placed]]] = [(0.0, tall)]
        for cell, run, below in zip(top, runs, inner, strict=True):
            error = _error(cell, run, borders)
            partial = [
                (cost + error + more, [*placed, Placed(cell, run.start, run.stop - 1, depth), *hung])
                for cost, placed in partial
                for more, hung in _ways(run, below, leaves, borders, depth + 1)
                if _hang(cell, children := [child for child in hung if child.depth == depth + 1])
                and not _leaves_out(cell, run, children, own, leaves)]
        yield from partial


def _runs(
    cells: Sequence[HeadCell], start: int, stop: int, leaves: Sequence[HeadCell], borders: Sequence[float]
) -> Iterator[list[range]]:
    """Every choice of columns, one run behind the other, that cells of one row may stand over."""
    if not cells:
        yield []
        return
    for first in range(start, stop):
        for end in range(first + 1, stop + 1):
            run = range(first, end)
            if leaves[end - 1].words[0].y <= cells[0].words[-1].y:
                break
            if _fits(cells[0], run, leaves) and _within(cells[0], run, borders):
                for others in _runs(cells[1:], end, stop, leaves, borders):
                    yield [run, *others]


def _fits(cell: HeadCell, run: range, leaves: Sequence[HeadCell]) -> bool:
    """Whether words that are known let these columns hang on a cell."""
    kinds = {leaves[i].kind for i in run}
    if cell.kind in ("label", "code"):
        return "value" not in kinds
    if "value" not in kinds:
        return False
    if kinds == {"value"}:
        return True
    # A side is whole: names before values, and nothing of the next.
    before = leaves[run.start - 1].kind if run.start else "value"
    after = leaves[run.stop].kind if run.stop < len(leaves) else "label"
    return before == "value" != leaves[run.start].kind and after != "value" == leaves[run.stop - 1].kind


def _hang(cell: HeadCell, children: Sequence[Placed]) -> bool:
    """Whether all cells right below another are such as may hang on it, each once."""
    known = group_of(cell.text) is not None
    texts = [child.cell.text for child in children if child.cell.kind == "value"]
    if len(texts) < len(children):
        return not known or all(may_stand(cell.text, child.cell.text) for child in children)
    stages = sum(map(is_stage, texts))
    if stages and (stages < len(texts) or stages == 1):
        # The stages of an item are its columns, all of them.
        return False
    return len(set(texts)) == len(texts) and (not known or all(may_stand(cell.text, text) for text in texts))


def _lost(leaf: HeadCell, column: int, cell: HeadCell, run: range, leaves: Sequence[HeadCell]) -> bool:
    """Whether a heading beside those that hang on a cell, and on their line, may be one of them."""
    beside = column in (run.start - 1, run.stop)
    return beside and leaf.y > cell.y + _LEVEL and any(abs(leaves[i].y - leaf.y) < _LEVEL for i in run)


def _leaves_out(
    cell: HeadCell, run: range, children: Sequence[Placed], own: range, leaves: Sequence[HeadCell]
) -> bool:
    """Whether a cell stands over a single other over the same columns, though a heading beside may hang on it."""
    if len(children) > 1 or children[0].cell in leaves:
        return False
    beside = [leaves[i] for i in (run.start - 1, run.stop) if i in own]
    return any(leaf.y > cell.y + _LEVEL and may_stand(cell.text, leaf.text) for leaf in beside)


def _within(cell: HeadCell, run: range, borders: Sequence[float]) -> bool:
    return borders[run.start] <= (cell.x0 + cell.x1) / 2 <= borders[run.stop]


def _error(cell: HeadCell, run: range, borders: Sequence[float]) -> float:
    return abs((cell.x0 + cell.x1) / 2 - (borders[run.start] + borders[run.stop]) / 2)
