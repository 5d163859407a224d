"""Pages read one by one put together: page numbers and running heads left out, labels that a page break cuts mended,
grids numbered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from ingest.documents.across_pages import joined_across
from ingest.documents.aligned_grid import Carried
from ingest.documents.content import Content
from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.documents.page_tables import PageTables
from ingest.documents.radicals import with_ideographs
from ingest.documents.stacked import told_apart
from ingest.records import Box
from ontology.forms import bare, clean_title, form_of
from ontology.layout import search

_MARGIN = 0.1
"""Share of the page's height at top and bottom in which page numbers stand."""
_MARKED_PAGE_NUMBER = re.compile(
    r"[-—–－_·.\s]+\d{1,4}[-—–－_·.\s]+|第\s*\d{1,4}\s*页(.{0,3}共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_BARE_PAGE_NUMBER = re.compile(r"\d{1,4}")
_LAST_NUMBER = re.compile(r"[\s\-—–－_·第]*\d{1,4}(?:\s*[/页共\s]+\d{1,4})?[\s\-—–－_·页]*$")
_LEAST_HEADS = 3
"""Pages that print the same line at their edge, at least, where it is a running head."""
_LINES_AT_EDGE = 2


class Page(NamedTuple):
    """One page as read. ``height`` is that of the page held upright, in points; ``glyphs`` counts those with ink."""

    number: int
    height: float
    blocks: list[Block]
    """In reading order; grids are numbered later."""
    glyphs: int
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """As in ``Content``."""
    goes_on: Carried | None = None
    """A table without ruling lines that may go on over the page, or a caption whose table is on the next."""
    torn: Mapping[int, str] = MappingProxyType({})
    """By column, what the last row of such a table on the page before ends with."""


def blocks_of(
    tables: PageTables,
    number: int,
    displayed: Callable[[Box], Box],
    confidence: Callable[[Box], float | None] = lambda box: None,
) -> list[Block]:
    """The tables and lines of page ``number`` as blocks in reading order.

    ``displayed`` leads from a box of the page held upright to the page as displayed; ``confidence`` tells how sure a
    recognised text in a box is.
    """

    def placed_box(box: Box) -> Box:
        x0, top, x1, bottom = displayed(box)
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)

    def order(box: Box) -> tuple[float, int, float, float]:
        orders = (part.order(box) for part in tables.beside)
        return next((found for found in orders if found), (box[1], 0, box[1], box[0]))

    placed: list[tuple[tuple[float, int, float, float], Block]] = []
    for line in tables.lines:
        text = with_ideographs(line.text)
        paragraph = Paragraph(text, page=number, box=placed_box(line.box), confidence=confidence(line.box))
        placed.append((order(line.box), paragraph))
    for table in (part for raster in tables.tables for part in told_apart(raster)):
        cells = tuple(
            Cell(c.text, c.row, c.column, c.rowspan, c.colspan, page=number, box=placed_box(c.box),
                 confidence=confidence(c.box) if c.text else None)
            for c in table.cells
        )
        edges = tuple(round(x, 2) for x in table.edges)
        grid = Grid(0, cells, rows=table.rows, columns=len(edges) - 1, page=number, edges=edges)
        placed.append((order(table.box), grid))
    placed.sort(key=lambda block: block[0])
    return [block for _, block in placed]


def lost_table(tables: PageTables, number: int) -> list[str]:
    """What to say of tables on this page that could not be read as such."""
    said = [f"第 {number} 页接上一页的无框线表格，其数字与栏目未能对齐，未作为表格读取"] if tables.lost else []
    if tables.unclear:
        said.append(f"第 {number} 页有 {tables.unclear} 个框线不全的表格，行列不清，未作为表格读取")
    return said


def assembled(pages: Sequence[Page], notes: Sequence[str] = (), unread: Sequence[str] = ()) -> Content:
    """The blocks of all pages, and ``notes`` and what is ``unread`` of the whole file after those of the pages."""
    for before, page in pairwise(pages):
        if page.torn:
            _mend(before.blocks, page.torn)
    blocks: list[Block] = []
    grids = 0
    left_out = _page_numbers(pages) | _running_heads(pages)
    printed = [[block for block in page.blocks if id(block) not in left_out] for page in pages]
    for block in (block for page in joined_across(printed) for block in page):
        if isinstance(block, Grid):
            grids += 1
            block = replace(block, index=grids)
        blocks.append(block)
    return Content(
        tuple(blocks), len(pages),
        (*(note for page in pages for note in page.notes), *notes),
        (*(part for page in pages for part in page.unread), *unread),
    )


def _mend(blocks: list[Block], torn: Mapping[int, str]) -> None:
    """Puts the ends of labels that a page break cut off to the last row of the last grid."""
    at = next(i for i in range(len(blocks) - 1, -1, -1) if isinstance(blocks[i], Grid))
    grid = blocks[at]
    if isinstance(grid, Grid):
        cells = tuple(
            replace(cell, text=f"{cell.text}\n{torn[cell.column]}")
            if cell.row == grid.rows - 1 and cell.column in torn
            else cell
            for cell in grid.cells
        )
        blocks[at] = replace(grid, cells=cells)


def _page_numbers(pages: Sequence[Page]) -> set[int]:
    """The ``id`` of every paragraph that is a page number standing alone at the top or bottom of its page.

    A bare number counts only where at least one other page is numbered in step with it.
    """
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    for page in pages:
        for block in (page.blocks[:1] + page.blocks[-1:])[: len(page.blocks)]:
            if not isinstance(block, Paragraph) or not _in_margin(block, page):
                continue
            if _MARKED_PAGE_NUMBER.fullmatch(block.text):
                found.add(id(block))
            elif _BARE_PAGE_NUMBER.fullmatch(block.text):
                bare.append((int(block.text) - page.number, id(block)))
    steps = Counter(step for step, _ in bare)
    return found | {block for step, block in bare if steps[step] > 1}


def _running_heads(pages: Sequence[Page]) -> set[int]:
    """The ``id`` of every paragraph that pages say again and again at their edge, but for a page number; the first at
    the top of a page is kept, as it may name the body.

    What a table's caption says (title, form number, body, unit of measure) is said again of another table.
    """
    found: dict[str, list[int]] = {}
    feet: set[int] = set()
    for page in pages:
        for block in (*page.blocks[:_LINES_AT_EDGE], *page.blocks[_LINES_AT_EDGE:][-_LINES_AT_EDGE:]):
            if isinstance(block, Paragraph) and block.box is not None and _in_margin(block, page):
                found.setdefault(_LAST_NUMBER.sub("", bare(block.text)), []).append(id(block))
                feet.update({id(block)} if block.box[1] > page.height / 2 else ())
    heads = (places for line, places in found.items() if line and not _is_caption(line))
    return {
        place for places in heads if len(places) >= _LEAST_HEADS
        for place in places if place in feet or place != places[0]
    }


def _is_caption(line: str) -> bool:
    told = any(search("caption", key, line) for key in ("unit_of_measure", "body", "form_number"))
    return told or search("title", "ends", line) is not None or form_of(clean_title(line)) is not None


def _in_margin(block: Paragraph, page: Page) -> bool:
    if block.box is None or page.height == 0:
        return False
    return block.box[3] <= page.height * _MARGIN or block.box[1] >= page.height * (1 - _MARGIN)
