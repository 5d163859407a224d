"""A document's blocks → its statutory tables and their figures: poured-out tables rebuilt, figures read and tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.captions import Tables, find_tables
from ingest.documents.document import Block
from ingest.flowed import rebuild
from ingest.identities import check_identities
from ingest.placement import Known, Quantity
from ingest.tables import Reading, read_tables

ABSENT_FUNDS = {"fund": "fund", "capital": "capital"}
"""Forms that, when they say that they have no data, say that no money of that fund came in or went out."""


@dataclass(frozen=True, slots=True)
class Statutory:
    """The tables found, what they gave, and the document's blocks with grids in place of poured-out tables."""

    tables: Tables
    reading: Reading
    blocks: list[Block]


def read_statutory(blocks: Sequence[Block], names: tuple[str, ...], document: str, year: int) -> Statutory:
    """Read every statutory table. ``names``: the unit's names; ``document``: the file's name, for sources; ``year``:
    the disclosure's fiscal year. Where blanks were lost, what the other tables say settles where the numbers stand."""
    rebuilt = rebuild(blocks, names)
    tables = find_tables(rebuilt.blocks, names)
    reading = read_tables(tables.tables, document, year)
    if rebuilt.open_tables:
        rebuilt = rebuild(blocks, names, _known(reading))
        tables = find_tables(rebuilt.blocks, names)
        reading = read_tables(tables.tables, document, year)
    tested = check_identities(tables.tables, reading.figures)
    reading.figures = tested.figures
    counted = [
        replace(entry, tested=tested.counts[entry.table][0], failed=tested.counts[entry.table][1])
        if entry.event == "read" and entry.table in tested.counts else entry for entry in reading.ledger
    ]
    reading.ledger = [*rebuilt.ledger, *tables.ledger, *counted, *tested.ledger]
    return Statutory(tables, reading, rebuilt.blocks)


def _known(reading: Reading) -> Known:
    """What the tables already read say of quantities; nothing of one that they print twice and differently."""
    values: dict[Quantity, set[Decimal]] = {}
    for figure in reading.figures:
        found = figure.dimensions
        if found.measure:
            item = found.item or ("total" if figure.level == "total" else figure.item)
            key = (figure.stage, found.measure, found.fund, found.nature, found.scheme, item)
            values.setdefault(key, set()).add(figure.value)
    absent = {ABSENT_FUNDS[e.form] for e in reading.ledger if e.event == "no-data" and e.form in ABSENT_FUNDS}
    return Known({key: min(found) for key, found in values.items() if len(found) == 1}, frozenset(absent))
