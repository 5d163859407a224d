"""Two tables beside each other on a page: each keeps its own title, captions and notes."""

from __future__ import annotations

from pathlib import Path

from drawn_pdf import pdf, ruled, text
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.document import Grid
from ingest.documents.open import open_document

YS = (120, 140, 160, 180)
LEFT, RIGHT = (50, 120, 190, 260), (330, 400, 470, 540)


def table(canvas: Canvas, xs: tuple[float, ...], name: str) -> None:
    ruled(canvas, xs, YS)
    for row, top in enumerate(YS[:-1]):
        for column, x in enumerate(xs[:-1]):
            text(canvas, x + 4, top + 14, f"{name}{row}{column}")


def printed(path: Path, *captions: tuple[float, float, str]) -> list[str]:
    def draw(canvas: Canvas) -> None:
        table(canvas, LEFT, "a")
        table(canvas, RIGHT, "b")
        for x, top, words in captions:
            text(canvas, x, top, words)

    blocks = open_document(pdf(path, draw)).blocks
    return [f"table {block.cells[0].text}" if isinstance(block, Grid) else block.text for block in blocks]


def test_each_table_comes_after_its_own_captions(tmp_path: Path) -> None:
    found = printed(
        tmp_path / "beside.pdf", (100, 60, "Report of the year"), (120, 90, "Income"), (400, 90, "Spending"),
        (200, 110, "Unit: yuan"), (480, 110, "Unit: yuan"), (50, 195, "Note of income"), (330, 195, "Note of spending"))
    assert found == [
        "Report of the year", "Income", "Unit: yuan", "table a00", "Note of income",
        "Spending", "Unit: yuan", "table b00", "Note of spending",
    ]


def test_a_title_over_both_stays_above_both(tmp_path: Path) -> None:
    found = printed(tmp_path / "beside.pdf", (230, 110, "Income and spending of the year"))
    assert found == ["Income and spending of the year", "table a00", "table b00"]


def test_a_title_over_the_left_alone_parts_nothing(tmp_path: Path) -> None:
    assert printed(tmp_path / "beside.pdf", (100, 110, "Income")) == ["Income", "table a00", "table b00"]
