"""Titles and captions that stand in a small table of their own above the table they belong to.

Web pages and Word files set unit, form number and unit of measure at both ends of a line by a table without borders.
It is no table of figures: its texts are lines above the next one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ontology.forms import form_of
from ontology.layout import bare, search
from ontology.titles import clean_title

_MOST_ROWS = 4
_MOST_BESIDE = 3
"""Texts beside each other: unit, form number or year, unit of measure."""
_CAPTIONS = ("unit_of_measure", "body", "form_number")


def with_captions_apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with a line for each row in place of a grid that prints nothing but a caption, in one row or right
    above a grid."""
    apart: list[Block] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Grid) and (block.rows == 1 or _is_above_a_table(blocks, at)) and (rows := _caption(block)):
            apart.extend(
                Paragraph("    ".join(bare(cell.text) for cell in row), row[0].page, row[0].line, complete=True)
                for row in rows
            )
        else:
            apart.append(block)
    return tuple(apart)


def _is_above_a_table(blocks: Sequence[Block], at: int) -> bool:
    following = next((block for block in blocks[at + 1:] if isinstance(block, Grid) or bare(block.text)), None)
    return isinstance(following, Grid)


def _caption(grid: Grid) -> list[list[Cell]]:
    """The printed rows of a grid of captions; none where it prints anything else."""
    if grid.rows > _MOST_ROWS:
        return []
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if bare(cell.text):
            rows.setdefault(cell.row, []).append(cell)
    texts = [[bare(cell.text) for cell in row] for row in rows.values()]
    titled = [len(row) == 1 and _is_title(row[0]) for row in texts]
    known = [title or (len(row) <= _MOST_BESIDE and all(map(_is_caption, row)))
             for title, row in zip(titled, texts, strict=True)]
    return list(rows.values()) if texts and all(known) else []


def _is_title(text: str) -> bool:
    return form_of(clean_title(text)) is not None or search("title", "ends", text) is not None


def _is_caption(text: str) -> bool:
    year = search("title", "year", text)
    return any(search("caption", kind, text) for kind in _CAPTIONS) or (year is not None and year.group() == text)
