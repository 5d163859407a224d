"""Glyphs of a page as a test prints them: text at a place, each character as wide as it is in a Chinese font."""

from __future__ import annotations

from ingest.documents.aligned_grid import AlignedTable, Carried
from ingest.documents.aligned_tables import aligned_tables
from ingest.documents.printed_lines import Glyph

HEIGHT = 842.0


class Page:
    """A page under print; ``size`` is the font size in points."""

    def __init__(self, size: float = 9.0) -> None:
        self.size = size
        self.glyphs: list[Glyph] = []

    def at(self, x: float, y: float, text: str) -> None:
        """``text`` from ``x`` on, its middle ``y`` points below the top."""
        for character in text:
            wide = self.size * (0.5 if character.isascii() else 1.0)
            self.glyphs.append(Glyph(character, x, y - self.size / 2, x + wide, y + self.size / 2))
            x += wide

    def centred(self, x: float, y: float, text: str) -> None:
        self.at(x - self.width(text) / 2, y, text)

    def right(self, x: float, y: float, text: str) -> None:
        self.at(x - self.width(text), y, text)

    def width(self, text: str) -> float:
        return sum(self.size * (0.5 if character.isascii() else 1.0) for character in text)

    def row(self, y: float, label: str, *amounts: tuple[float, str], shift: float = 0.0) -> None:
        """A label at the left, and amounts flush right at their places."""
        self.at(65, y, label)
        for x, amount in amounts:
            self.right(x, y - shift, amount)


def read(page: Page, carried: Carried | None = None) -> tuple[list[AlignedTable], Carried | None]:
    found = aligned_tables(page.glyphs, [], HEIGHT, carried)
    return found.tables, found.goes_on


def rows(table: AlignedTable) -> list[list[str]]:
    """The texts of each row, blank cells as empty texts."""
    result: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        result[cell.row].append(cell.text)
    return result
