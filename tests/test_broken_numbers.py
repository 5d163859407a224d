"""Numbers of a table without lines that go on in the next line because their column is too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.aligned_broken import mended
from ingest.documents.aligned_words import Word
from ingest.documents.open import open_document
from tests import drawn_pdf
from tests.drawn_pdf import grids, pdf, rows, ruled, text

SIZE = 8.0


def word(text: str, right: float, y: float) -> Word:
    return Word(text, right - 4 * len(text), y - SIZE / 2, right, y + SIZE / 2, (round(right * 1000 + y),))


def texts(*words: Word) -> list[tuple[str, float]]:
    return [(each.text, each.y) for each in mended(words, SIZE)]


@pytest.mark.parametrize(("upper", "lower"), [("32,637,300.0", "0"), ("39,488,0", "00.00"), ("39,488,", "000.00")])
def test_a_number_broken_over_two_lines_is_one_in_their_middle(upper: str, lower: str) -> None:
    whole = word("618.00", 100, 60)
    assert texts(word(upper, 100, 10), word(lower, 100, 20), whole) == [(upper + lower, 15), ("618.00", 60)]


def test_two_numbers_below_each_other_stay_two() -> None:
    pair = [word("12.00", 100, 10), word("13.00", 100, 20)]
    assert texts(*pair) == [("12.00", 10), ("13.00", 20)]


def test_a_short_number_without_decimals_is_no_piece_of_the_one_below() -> None:
    """There was room for more digits, so nothing broke it."""
    assert len(texts(word("5", 100, 10), word("123.45", 100, 20), word("99.00", 100, 60))) == 3


def test_a_piece_far_above_or_beside_the_rest_is_not_joined() -> None:
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 100, 40))) == 2
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 80, 20))) == 2
    assert len(texts(word("32,637,300.0", 100, 10), word("0", 160, 20))) == 2


def test_a_rest_that_makes_no_amount_is_not_joined() -> None:
    assert len(texts(word("32,637,300.0", 100, 10), word("12", 100, 20))) == 2


def ruled_rows(tmp_path: Path, xs: Sequence[float], *lines: tuple[str, str, str]) -> list[tuple[str, ...]]:
    """The rows of a ruled table with borders at ``xs`` whose one row of numbers holds ``lines``."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, xs, [50, 70, 74 + 14 * len(lines)])
        for number, line in enumerate((("item", "a", "b"), *lines)):
            for x, words in zip(xs, line, strict=False):
                text(canvas, x + 3, (64 if number == 0 else 68) + 14 * number, words)

    (grid,) = grids(open_document(pdf(tmp_path / "a.pdf", draw)))
    return [tuple(row) for row in rows(grid)]


def test_a_field_of_a_ruled_table_breaks_a_number_that_fills_it(tmp_path: Path) -> None:
    found = ruled_rows(tmp_path, [50, 120, 152, 182], ("Grain", "312.4", "28.5"), ("and oil", "5", "0"))
    assert found == [("item", "a", "b"), ("Grain\nand oil", "312.45", "28.50")]


def test_the_last_piece_of_a_number_may_look_like_an_amount(tmp_path: Path) -> None:
    found = ruled_rows(tmp_path, [50, 120, 148, 176], ("Grain", "1218", "328.5"), ("and oil", "72.60", "0"))
    assert found[1] == ("Grain\nand oil", "121872.60", "328.50")


def test_numbers_with_room_beside_them_are_of_two_rows(tmp_path: Path) -> None:
    found = ruled_rows(tmp_path, [50, 120, 220, 320], ("Grain", "312.4", "28.5"), ("Oil", "5", "0"))
    assert found[1:] == [("Grain", "312.4", "28.5"), ("Oil", "5", "0")]


def test_a_class_code_merged_beside_its_rows_that_its_column_breaks_is_one_code(tmp_path: Path) -> None:
    """208 and 210, each merged downwards beside two rows, in a column two digits wide."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, [50, 66, 90, 150], [50, 64])
        for x in (50, 66, 90, 150):
            drawn_pdf.line(canvas, x, 64, x, 120)
        for y in (78, 92, 106, 120):
            drawn_pdf.line(canvas, 50 if y in (92, 120) else 66, y, 150, y)
        text(canvas, 52, 60, "A")
        text(canvas, 70, 60, "B")
        text(canvas, 95, 60, "C")
        for row in range(4):
            text(canvas, 70, 74 + 14 * row, "05")
            text(canvas, 95, 74 + 14 * row, f"{row + 1}.00")
        for top, code in ((64, "208"), (92, "210")):
            text(canvas, 52, top + 11, code[:2])
            text(canvas, 55, top + 23, code[2])

    (grid,) = grids(open_document(pdf(tmp_path / "x.pdf", draw)))
    assert [(c.text, c.row, c.rowspan) for c in grid.cells if c.column == 0] == [
        ("A", 0, 1), ("208", 1, 2), ("210", 3, 2)]
