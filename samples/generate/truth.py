"""The truth beside each sample: every figure its tables print, written from the records, never by reading the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from samples.generate.blocks import Document
from samples.generate.write_text import Pages

COLUMNS = ("form", "page", "stage", "code", "item", "column", "value", "uom", "printed")


def write_truth(document: Document, pages: Pages, path: Path) -> int:
    """Write the figures of the statutory tables in reading order; returns how many."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for place, table in enumerate(document.tables):
        for cell in table.cells:
            figure = cell.figure
            if figure is None or table.kind != "table":
                continue
            page = pages.get((place, cell.row), "")
            writer.writerow(
                (
                    table.form,
                    page,
                    figure.stage,
                    figure.code,
                    figure.item,
                    figure.column,
                    figure.value,
                    figure.uom,
                    cell.text,
                )
            )
            count += 1
    path.write_text(text.getvalue(), encoding="utf-8")
    return count
