"""What every reader of a file format yields: blocks in reading order, paragraphs and grids.

Readers know nothing of budgets. They say what is printed where; ``ingest.tables`` says what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.records import Box, FileRecord


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. ``row`` and ``column`` count from 0 in its grid; spans are at least 1.

    ``text`` keeps line breaks as "\\n"; white space is as printed. ``line`` is the line of a text file from 1.
    ``confidence`` is that of the least certain character where the text was recognised in a picture, 0 to 1, else None.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    lost: bool = False
    """Whether it is not known what is printed here: the columns of a row's numbers were lost."""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with known cells. Merged cells stand once, at their top left, with spans.

    ``index`` counts the grids of the document from 1. ``spans_known`` is False where the format does not say which
    cells are merged (tabs, pipes): there a blank header cell may continue its neighbour. ``edges`` are the x positions
    of the column borders in points (PDF only), to tell a continuation on the next page.
    """

    index: int
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    page: int | None = None
    line: int | None = None
    spans_known: bool = True
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of text outside tables.

    ``complete`` is True where the format marks paragraphs (Word, HTML), False where it is one printed line of a
    flow that may go on in the next (PDF, plain text). ``level`` is the heading level from 1 where the format says it.
    """

    text: str
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    complete: bool = False
    level: int | None = None
    confidence: float | None = None
    """As in ``Cell``."""


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file, opened: its record and its blocks in reading order."""

    file: FileRecord
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())
    """What the reader left out, repaired or recognised, one sentence each, for the ledger."""
    unread: tuple[str, ...] = ()
    """What it could not read though figures may be there, one sentence each."""


class UnreadableDocument(Exception):
    """The file can't be read. The message names the file, the place, the cause and what to do."""

    def __init__(self, name: str, cause: str, remedy: str = "") -> None:
        self.name = name
        self.cause = cause
        self.remedy = remedy
        super().__init__(f"{name}: {cause}" + (f" ({remedy})" if remedy else ""))
