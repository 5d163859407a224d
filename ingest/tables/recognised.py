"""Figures recognised in scans: which are taken, which are marked, which are left out.

A recognised digit may be wrong without looking wrong. What the engine is unsure of is taken only where the table's own
arithmetic confirms it; what fails that arithmetic is taken as read, and marked. Both are told in the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import Figure, LedgerEntry

SURE = 0.9
"""Least confidence of a cell's least certain character from which on the cell is taken as read."""


def weigh_recognised(figures: Sequence[Figure]) -> tuple[list[Figure], list[LedgerEntry]]:
    """The figures that can stand, after the identities were tested, and what is doubtful about the others."""
    kept: list[Figure] = []
    doubts: list[LedgerEntry] = []
    for figure in figures:
        sure = figure.source.confidence
        confirmed = figure.tested > 0 and figure.failed == 0
        if sure is None or (sure >= SURE and figure.failed == 0):
            kept.append(figure)
        elif confirmed:
            kept.append(figure)
            doubts.append(_doubt(figure, "由表内算式印证，已读取"))
        elif sure < SURE:
            doubts.append(_doubt(figure, "没有算式能印证，未读取"))
        else:
            kept.append(figure)
            doubts.append(_doubt(figure, "所在的合计与分项不符，请对照原件"))
    return kept, doubts


def _doubt(figure: Figure, said: str) -> LedgerEntry:
    place = figure.source
    row = figure.item or figure.code or "（无名称）"
    cell = f"“{row}”行“{figure.column}”列的“{place.printed}”"
    return LedgerEntry(
        "doubtful",
        f"{figure.form}：{cell}由文字识别读出，置信度 {place.confidence:.2f}，{said}",
        figure.form_id, place.page, place.line, place.table,
    )
