"""Rows that part a count: what stands under 车辆数合计（辆） is counted in 辆 too."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.tables.row_headings import RowHeading
from ontology.layout import counted, search


def units_of_parts(headings: Mapping[int, RowHeading]) -> dict[int, str]:
    """The unit of the rows whose order number is of a lower level than that of a counted row above: 1.机要通信用车
    under （一）车辆数合计（辆）. Rows that speak of money have none."""
    found: dict[int, str] = {}
    level, unit = -1, ""
    for row, heading in headings.items():
        own = counted(heading.item)
        if own or heading.ordinal <= level:
            level, unit = heading.ordinal, own if heading.ordinal >= 0 else ""
        elif unit and search("units", "money", heading.item) is None:
            found[row] = unit
    return found
