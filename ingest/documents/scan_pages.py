"""Scanned pages of a PDF file: which pages need recognition, and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pypdfium2

from ingest.documents import recognition
from ingest.documents.aligned_grid import Carried
from ingest.documents.pace import step
from ingest.documents.page_content import Drawn
from ingest.documents.page_pictures import Inset, is_paper, read_insets
from ingest.documents.page_tables import page_tables
from ingest.documents.pages import Page, blocks_of, lost_table
from ingest.documents.recognition import Picture
from ingest.records import Box

POINT = 300 / 72
"""Pixels a point: pages are read at 300 dots an inch."""
MOST_PIXELS = 36_000_000
"""An A3 page at 300 dots an inch has 17 million."""
_FEW_GLYPHS = 60
"""A page number, a stamp or a running head set over a scan has fewer."""
_MOST_WITHOUT_UNICODE = 0.2
_WHOLE_PAGE = 0.5
_OUTLINES = 200
"""Text drawn as curves, a few curves a character."""


def is_scan(page: Any, drawn: Drawn, inked: int, without_unicode: int) -> bool:
    """Whether a pdfplumber page holds its text as a picture, as curves, or in fonts that don't say what they print.

    ``inked`` counts its glyphs that are no blanks.
    """
    if without_unicode > _MOST_WITHOUT_UNICODE * inked:
        return True
    if inked > _FEW_GLYPHS:
        return False
    covered = sum(image.width * image.height for image in drawn.images)
    if inked == 0:
        return bool(drawn.images) or len(drawn.curves) >= _OUTLINES
    return bool(covered >= _WHOLE_PAGE * page.width * page.height)


class Scanner:
    """Reads pages of one PDF file by recognition; the file is opened with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def __enter__(self) -> Scanner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def read(self, number: int, carried: Carried | None) -> Page:
        """Page ``number`` from 1; ``carried`` as in ``page_tables``. Raises recognition.MissingExtra."""
        if not recognition.available():
            raise recognition.MissingExtra
        return read_picture(*self._rendered(number, POINT), number, carried)

    def insets(self, number: int, boxes: Sequence[Box]) -> Inset | None:
        """The tables in the pictures in ``boxes`` of page ``number`` from 1; None where there are none. Raises
        recognition.MissingExtra where some may be there."""
        small, point = self._rendered(number, 1.0)
        light = [box for box in boxes if is_paper(small, box, point)]
        if not light:
            return None
        if not recognition.available():
            raise recognition.MissingExtra
        picture, point = self._rendered(number, POINT)
        found = read_insets(picture, light, point)
        step()
        return found

    def _rendered(self, number: int, point: float) -> tuple[Picture, float]:
        """A page as a picture, at most ``point`` pixels a point."""
        if self._pdf is None:
            self._pdf = pypdfium2.PdfDocument(self._path)
        page = self._pdf[number - 1]
        width, height = page.get_size()
        point = min(point, (MOST_PIXELS / (width * height)) ** 0.5)
        picture = np.asarray(page.render(scale=point, grayscale=True).to_pil().convert("L"), dtype=np.uint8)
        page.close()
        return picture, point


def read_picture(picture: Picture, point: float, number: int, carried: Carried | None) -> Page:
    """The picture of a page, ``point`` pixels a point, as a page. Needs the extra ``scan``."""
    from ingest.documents.scan import read_scan

    scan = read_scan(picture, point)
    step()
    height = scan.sheet.grey.shape[0] / point
    tables = page_tables([c.glyph for c in scan.characters], scan.level, scan.upright, height, carried)
    unread = tuple(lost_table(tables, number))
    blocks = blocks_of(tables, number, scan.on_page, scan.confidence)
    return Page(number, height, blocks, len(scan.characters), (), unread, tables.goes_on, tables.torn)


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers as a reader writes them: 3、5-7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{first}" if first == last else f"{first}-{last}" for first, last in runs)
