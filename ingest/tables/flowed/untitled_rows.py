"""Rows of numbers that stand under no title: the rest of a table whose title is on a page that is not there, or lines
below a ruled table that go on with it. They are not read, and the ledger says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.documents.document import Block, Paragraph
from ingest.records import LedgerEntry
from ingest.tables.flowed.rows import code_line
from ontology.layout import bare

FEWEST_ROWS = 2
"""So many rows below each other are no line of prose that happens to break at its numbers; one with a code is none
anyway."""
SENTENCE = re.compile(r"[，。；！？]")


def untitled_rows(
    blocks: Sequence[Block], tables: Sequence[tuple[int, int]], is_row: Callable[[Paragraph], bool]
) -> list[LedgerEntry]:
    """An entry for each run of rows between the tables and before them. ``tables``: first and last block of each title
    with what stands under it, the last one excluded, in order; what follows the last title may be anything."""
    entries: list[LedgerEntry] = []
    end = 0
    for start, last in tables:
        run: list[Paragraph] = []
        for block in (*blocks[end:start], None):
            if isinstance(block, Paragraph) and (not bare(block.text) or (
                not block.complete and not SENTENCE.search(block.text) and is_row(block)
            )):
                run.extend([block] if bare(block.text) else [])
                continue
            if len(run) >= FEWEST_ROWS or any(code_line(line.text) for line in run):
                entries.append(LedgerEntry(
                    "not-understood", f"“{bare(run[0].text)}”等 {len(run)} 行数字在表题之前，不知属于哪张表，未读取",
                    page=run[0].page, line=run[0].line))
            run = []
        end = last
    return entries
