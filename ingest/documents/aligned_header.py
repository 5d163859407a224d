"""The header of a table without ruling lines: which words make a cell, and which columns a cell stands over.

Of all ways to read the words as a header exactly one must fit (``aligned_spans`` says what fits), else there is none: a
number under a wrong heading is worse than no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from ingest.documents.aligned_rows import Stand
from ingest.documents.aligned_spans import TOUCH, Header, HeaderCell, Print, trees
from ingest.documents.aligned_words import Word
from ingest.records import Box
from ontology.layout import bare, is_stage, names_column

_CENTRED = 0.15
"""Share of the font size by which the middles of lines of one cell may differ."""
_LONGEST_PITCH = 1.75
_SAME_PITCH = 1.25
_MARGIN = 0.5
"""In units of the font size: how much worse the second best reading must fit."""
_MOST_PARENTS = 16
_MOST_OPEN = 6
_MOST_DOUBTS = 14
_MOST_CHANGES = 2
_STANDS: tuple[Stand, ...] = ("middle", "top", "bottom")


def header_of(words: Sequence[Word], printed: Print) -> Header | None:
    """The header that ``words`` make over what is ``printed`` below; None where none or several fit."""
    joints = _joints(words, printed.size)
    for stand in _STANDS:
        for changes in range(_MOST_CHANGES + 1):
            found: list[tuple[float, Header]] = []
            for cells in _cells(words, joints, changes):
                found.extend(_fitting(cells, printed, stand))
            if found:
                return _clearly_best(found, printed.size)
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
    # Lines flush left, not centred, are of one cell only where the upper one leaves no room.
    below = {word: under for word, under in below.items() if _centred(word, under, size) or _fills(word, under, below)}
    closest = min((under.y - word.y for word, under in below.items()), default=0.0)
    return [
        (word, under, _fills(word, under, below) and under.y - word.y <= _SAME_PITCH * closest)
        for word, under in below.items()
    ]


def _one_cell(word: Word, under: Word, size: float) -> bool:
    if is_stage(bare(word.text)) and names_column(bare(under.text)):
        return False  # 2022年预算数 over 公务接待费, the middle one of its columns
    return _centred(word, under, size) or abs(word.x0 - under.x0) <= _CENTRED * size


def _centred(word: Word, under: Word, size: float) -> bool:
    return abs(word.x - under.x) <= _CENTRED * size


def _fills(word: Word, under: Word, below: dict[Word, Word]) -> bool:
    """Whether a line is as long as its cell allowed: one more character would make it longer than all below it."""
    last, widest = under, 0.0
    while True:
        widest = max(widest, last.x1 - last.x0)
        if last not in below:
            break
        last = below[last]
    return (word.x1 - word.x0) + word.height > widest - 0.01


def _cells(
    words: Sequence[Word], joints: Sequence[tuple[Word, Word, bool]], changes: int
) -> Iterator[list[HeaderCell]]:
    """The cells where so many of the doubtful joints are other than they seem."""
    for turned in combinations(range(min(len(joints), _MOST_DOUBTS)), changes):
        joined = {word: under for i, (word, under, seems) in enumerate(joints) if seems != (i in turned)}
        if len(set(joined.values())) == len(joined):
            yield _chained(words, joined)


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


def _fitting(cells: Sequence[HeaderCell], printed: Print, stand: Stand) -> Iterator[tuple[float, Header]]:
    """Every tree the cells can make, and how far its cells are off the middle of their columns."""
    for parents in _parents(cells, printed):
        leaves = sorted((c for c in cells if c not in parents), key=lambda c: c.x)
        if not leaves or any(b.box[0] < a.box[2] for a, b in pairwise(leaves)):
            continue
        yield from trees(leaves, sorted(parents, key=lambda c: (c.y, c.x)), printed, stand)


def _parents(cells: Sequence[HeaderCell], printed: Print) -> Iterator[set[HeaderCell]]:
    """Which cells may have others below them: those that do, and any of those that stand over a gap."""
    sure: set[HeaderCell] = set()
    open_ones: list[HeaderCell] = []
    for cell in cells:
        lower = [c for c in cells if c.box[1] >= cell.box[3] - TOUCH * printed.size]
        if any(_over(cell.box, c.box) for c in lower):
            sure.add(cell)
        elif _between(cell, lower):
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
