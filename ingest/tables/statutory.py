"""A document's blocks → its statutory tables and their figures: poured-out tables rebuilt, figures read and tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Block
from ingest.tables.captions import Tables, find_tables
from ingest.tables.figures import Reading, read_tables
from ingest.tables.flowed.tables import Rebuilt, poured, rebuild
from ingest.tables.identities import check_identities
from ingest.tables.known import Known, known_of
from ingest.tables.recognised import weigh_recognised


@dataclass(frozen=True, slots=True)
class Statutory:
    """The tables found, what they gave, and the document's blocks with grids in place of poured-out tables."""

    tables: Tables
    reading: Reading
    blocks: list[Block]


def read_statutory(blocks: Sequence[Block], names: tuple[str, ...], document: str, year: int) -> Statutory:
    """Read every statutory table. ``names``: the unit's names; ``document``: the file's name, for sources; ``year``:
    the disclosure's fiscal year. Where blanks were lost, what the other tables say settles where the numbers stand."""
    rebuilt, reading, tables = _read_through(blocks, names, document, year)
    tested = check_identities(tables.tables, reading.figures)
    reading.figures, doubts = weigh_recognised(tested.figures)
    counted = [
        replace(entry, tested=tested.counts[entry.table][0], failed=tested.counts[entry.table][1])
        if entry.event == "read" and entry.table in tested.counts else entry for entry in reading.ledger
    ]
    reading.ledger = [*rebuilt.ledger, *tables.ledger, *counted, *tested.ledger, *doubts]
    return Statutory(tables, reading, rebuilt.blocks)


def _read_through(
    blocks: Sequence[Block], names: tuple[str, ...], document: str, year: int
) -> tuple[Rebuilt, Reading, Tables]:
    """Rebuild and read the tables, again as long as what was read settles where more numbers stand."""
    known = Known()
    before: int | None = None
    pages = poured(blocks, names)
    while True:
        rebuilt = rebuild(pages, known)
        tables = find_tables(rebuilt.blocks, names)
        reading = read_tables(tables.tables, document, year, names)
        if not rebuilt.open_cells or (before is not None and rebuilt.open_cells >= before):
            return rebuilt, reading, tables
        before = rebuilt.open_cells if known.uom else None
        known = known_of(reading.figures, reading.blanks, [*rebuilt.ledger, *reading.ledger], year)
        if not known.uom:
            return rebuilt, reading, tables
