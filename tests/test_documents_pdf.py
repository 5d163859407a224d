"""PDF tables and lines drawn by the test itself: what stands where is known from the drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_pdf import HEIGHT, cell, grids, line, paragraphs, pdf, rows, ruled, shapes, text
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.document import Paragraph
from ingest.documents.open import open_document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sample.pdf"


def test_merged_cells_come_out_as_drawn(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        # Item spans two rows, Total two columns.
        line(canvas, 50, 100, 350, 100)
        line(canvas, 150, 120, 350, 120)
        line(canvas, 50, 140, 350, 140)
        line(canvas, 50, 160, 350, 160)
        for x in (50, 150, 350):
            line(canvas, x, 100, x, 160)
        line(canvas, 250, 120, 250, 160)
        for x, top, words in ((55, 125, "Item"), (155, 115, "Total"), (155, 135, "Basic"), (255, 135, "Project")):
            text(canvas, x, top, words)
        for x, words in ((55, "Staff"), (155, "12.50"), (255, "3.00")):
            text(canvas, x, 155, words)

    (grid,) = grids(open_document(pdf(path, draw)))
    assert (grid.rows, grid.columns, grid.index, grid.page) == (3, 3, 1, 1)
    assert shapes(grid) == {
        "Item": (0, 0, 2, 1),
        "Total": (0, 1, 1, 2),
        "Basic": (1, 1, 1, 1),
        "Project": (1, 2, 1, 1),
        "Staff": (2, 0, 1, 1),
        "12.50": (2, 1, 1, 1),
        "3.00": (2, 2, 1, 1),
    }
    assert cell(grid, 2, 1).box == pytest.approx((150, 140, 250, 160), abs=1)
    assert grid.edges == pytest.approx((50, 150, 250, 350), abs=1)


def test_blank_cells_are_cells(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 250), (100, 120, 140))
        text(canvas, 55, 115, "a")
        text(canvas, 155, 135, "0.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", ""], ["", "0.00"]]


def test_double_borders_make_no_phantom_rows_or_columns(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 1.8):
            ruled(canvas, (50 + shift, 150 + shift, 250 + shift), (100 + shift, 120 + shift, 140 + shift))
        text(canvas, 55, 115, "a")
        text(canvas, 155, 135, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", ""], ["", "1.00"]]


def test_white_boxes_rule_nothing_and_thin_black_boxes_do(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(55, HEIGHT - 118, 90, 16, stroke=0, fill=1)
        canvas.rect(50, HEIGHT - 130, 200, 1, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        for x in (50, 150, 250):
            canvas.rect(x, HEIGHT - 140, 0.5, 40, stroke=0, fill=1)
        for y in (100, 120, 140):
            # Word draws a border cell by cell.
            canvas.rect(50, HEIGHT - y, 100, 0.5, stroke=0, fill=1)
            canvas.rect(150.5, HEIGHT - y, 100, 0.5, stroke=0, fill=1)
        text(canvas, 60, 115, "a")
        text(canvas, 155, 135, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", ""], ["", "1.00"]]


def test_borders_with_mitred_ends_are_lines(path: Path) -> None:
    """A browser prints the border of a cell as four polygons that meet in the corners."""

    def polygon(canvas: Canvas, *corners: tuple[float, float]) -> None:
        drawn = canvas.beginPath()
        drawn.moveTo(corners[0][0], HEIGHT - corners[0][1])
        for x, top in corners[1:]:
            drawn.lineTo(x, HEIGHT - top)
        drawn.close()
        canvas.drawPath(drawn, stroke=0, fill=1)

    def draw(canvas: Canvas) -> None:
        for x in (50, 150):
            for y in (100, 120):
                polygon(canvas, (x, y), (x + 100, y), (x + 99, y + 1), (x + 1, y + 1))
                polygon(canvas, (x, y + 20), (x + 100, y + 20), (x + 99, y + 19), (x + 1, y + 19))
                polygon(canvas, (x, y), (x, y + 20), (x + 1, y + 19), (x + 1, y + 1))
                polygon(canvas, (x + 100, y), (x + 100, y + 20), (x + 99, y + 19), (x + 99, y + 1))
        text(canvas, 60, 114, "a")
        text(canvas, 160, 134, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", ""], ["", "1.00"]]


def test_a_continuation_page_without_a_top_border_keeps_its_first_row(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x in (50, 150, 250):
            line(canvas, x, 40, x, 100)
        for y in (60, 80, 100):
            line(canvas, 50, y, 250, y)
        for top, words, figure in ((55, "a", "1"), (75, "b", "2"), (95, "c", "3")):
            text(canvas, 55, top, words)
            text(canvas, 155, top, figure)

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", "1"], ["b", "2"], ["c", "3"]]


def test_a_table_open_at_both_sides_keeps_its_outer_columns(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 120, 140):
            line(canvas, 50, y, 350, y)
        for x in (150, 250):
            line(canvas, x, 100, x, 140)
        for column, x in enumerate((60, 160, 260)):
            for row, top in enumerate((115, 135)):
                text(canvas, x, top, f"{row}{column}")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["00", "01", "02"], ["10", "11", "12"]]


def test_an_underline_in_a_cell_parts_nothing(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 250), (100, 130, 160))
        text(canvas, 51, 112, "underlined")
        line(canvas, 51, 114, 98, 114)
        text(canvas, 51, 126, "second")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["underlined\nsecond", ""], ["", ""]]


def test_a_frame_with_one_cell_is_no_table(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, HEIGHT - 200, 300, 100)
        text(canvas, 60, 120, "framed")

    document = open_document(pdf(path, draw))
    assert grids(document) == []
    assert paragraphs(document) == ["framed"]


def test_text_and_tables_come_in_reading_order(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 320, "note")
        ruled(canvas, (50, 150, 250), (240, 260, 280))
        text(canvas, 55, 255, "second")
        text(canvas, 50, 220, "title 2")
        ruled(canvas, (50, 150, 250), (120, 140, 160))
        text(canvas, 55, 135, "first")
        text(canvas, 50, 100, "title 1")

    blocks = open_document(pdf(path, draw)).blocks
    shown = [block.text if isinstance(block, Paragraph) else f"grid {block.index}" for block in blocks]
    assert shown == ["title 1", "grid 1", "title 2", "grid 2", "note"]


def test_digits_off_the_baseline_stay_on_their_line(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "total of")
        text(canvas, 92, 104, "2447.51")
        text(canvas, 134, 100, "wan")
        text(canvas, 50, 116, "next line")

    assert paragraphs(open_document(pdf(path, draw))) == ["total of 2447.51 wan", "next line"]


def test_wide_gaps_are_kept_as_two_blanks(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "Unit")
        text(canvas, 400, 100, "Yuan")

    assert paragraphs(open_document(pdf(path, draw))) == ["Unit  Yuan"]


def test_a_label_running_over_the_border_stays_whole(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 105, 200, 300), (100, 120, 140))
        text(canvas, 53, 115, "overlonglabeltext")
        text(canvas, 53, 135, "short")
        text(canvas, 210, 135, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["overlonglabeltext", "", ""], ["short", "", "1.00"]]


def test_figures_that_nearly_touch_the_border_stay_apart(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 250), (100, 120, 140))
        canvas.drawRightString(149.8, HEIGHT - 115, "7595500.00")
        text(canvas, 150.4, 115, "requested")
        text(canvas, 155, 135, "x")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid)[0] == ["7595500.00", "requested"]


def test_a_text_with_more_lines_than_its_row_is_high_stays_whole(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 250), (100, 114, 128, 142))
        text(canvas, 53, 110, "first")
        text(canvas, 200, 110, "1.00")
        text(canvas, 53, 118, "overlong")
        text(canvas, 53, 129, "label")
        text(canvas, 200, 124, "2.00")
        text(canvas, 53, 138, "third")
        text(canvas, 200, 138, "3.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["first", "1.00"], ["overlong\nlabel", "2.00"], ["third", "3.00"]]


def test_a_table_whose_lines_part_neither_rows_nor_columns_is_said_to_be_unread(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 200, 300), (100, 120, 180))
        text(canvas, 53, 115, "head")
        text(canvas, 210, 115, "head")
        for top, code, amount in ((135, "30101", "1.00"), (150, "30102", "2.00"), (165, "30103", "3.00")):
            text(canvas, 53, top, f"label {code}")
            text(canvas, 150, top, amount)

    document = open_document(pdf(path, draw))
    assert grids(document) == []
    assert document.unread == ("第 1 页有 1 个框线不全的表格，行列不清，未作为表格读取",)
