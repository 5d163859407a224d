"""Poured text that prints the title of a table behind its rows: programs draw merged cells last.

Where pages are known, and no page prints a title before the amounts of its table, every title heads the page that it
is printed on. Without pages it is not known where a table begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby

from ingest.documents.document import Block, Grid, Paragraph

FEWEST_PAGES = 2
"""Pages whose title stands behind, at least."""
ABOVE = 12
"""Lines above the first title that may be rows of a table whose title stands behind it."""
FEWEST_ROWS = 2

Test = Callable[[Paragraph], bool]


def titles_first(blocks: Sequence[Block], titles: Collection[int], prints_amounts: Test) -> list[Block]:
    """The blocks, each title at the head of its page where titles stand behind their tables. ``titles``: their places;
    ``prints_amounts``: whether a line is a row with amounts."""
    pages = [[*places] for _, places in groupby(range(len(blocks)), key=lambda place: blocks[place].page)]
    behind, order = 0, list[int]()
    for places in pages:
        own = [place for place in places if place in titles]
        amounts = [place for place in places if _amounts(blocks[place], prints_amounts)]
        if own and amounts:
            if len(own) > 1 or blocks[own[0]].page is None or amounts[-1] > own[0]:
                return [*blocks]
            behind += 1
        order += [*own, *(place for place in places if place not in own)] if len(own) == 1 else places
    return [blocks[place] for place in order] if behind >= FEWEST_PAGES else [*blocks]


def titles_trail(blocks: Sequence[Block], titles: Sequence[int], prints_amounts: Test) -> bool:
    """Whether titles stand behind their tables: rows come before the first, and none after the last."""
    if not titles or any(_amounts(block, prints_amounts) for block in blocks[titles[-1]:]):
        return False
    above = blocks[max(0, titles[0] - ABOVE):titles[0]]
    return sum(isinstance(line, Paragraph) and prints_amounts(line) for line in above) >= FEWEST_ROWS


def _amounts(block: Block, prints_amounts: Test) -> bool:
    return isinstance(block, Grid) or prints_amounts(block)
