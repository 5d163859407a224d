"""Tables pasted as pictures into pages that have text: read where recognition is installed, named where it is not."""

from __future__ import annotations

from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Pt
from drawn_pdf import Draw, grids, paragraphs, pdf, rows, ruled, text
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.documents import recognition
from ingest.documents.document import Grid
from ingest.documents.open import open_document
from ingest.documents.page_pictures import tabular_boxes
from ingest.documents.printed_lines import Glyph

installed = pytest.mark.skipif(not recognition.available(), reason="the extra 'scan' is not installed")

AMOUNTS = [["Item", "2022", "2023"], ["Staff", "1,234.56", "987.65"], ["Total", "1,235.44", "994.65"]]
XS, YS = (60, 200, 300, 400), (300, 325, 350, 375)
PROSE = "This page has a text of its own, long enough not to be a scan of anything at all."


def table(canvas: Canvas) -> None:
    ruled(canvas, XS, YS)
    for cells, top in zip(AMOUNTS, YS, strict=False):
        for words, x in zip(cells, XS, strict=False):
            text(canvas, x + 6, top + 17, words)


def chart(canvas: Canvas) -> None:
    for place, share in enumerate(("Staff 61.25%", "Running 30.05%", "Other 8.70%", "Sum 1,234.56")):
        text(canvas, 80 + 70 * place, 310 + 15 * place, share)


def picture_of(path: Path, draw: Draw) -> Image.Image:
    """What ``draw`` draws between 290 and 390 points from the top of a page."""
    drawn = pypdfium2.PdfDocument(pdf(path, draw))
    picture = drawn[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    drawn.close()
    return picture.crop(tuple(round(v * 200 / 72) for v in (50, 290, 450, 390)))


def pasted(path: Path, draw: Draw) -> Path:
    """A page of text with what ``draw`` draws, as a picture."""
    part = picture_of(path.with_suffix(".drawn.pdf"), draw)

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 200, PROSE)
        canvas.drawImage(ImageReader(part), 50, 841.89 - 390, 400, 100)

    return pdf(path, page)


@installed
def test_a_table_pasted_as_a_picture_is_read_in_its_place(tmp_path: Path) -> None:
    document = open_document(pasted(tmp_path / "pasted.pdf", table))
    (grid,) = grids(document)
    assert rows(grid) == AMOUNTS
    assert all(cell.confidence is not None and cell.confidence > 0.5 for cell in grid.cells)
    cell = next(cell for cell in grid.cells if cell.text == "987.65")
    assert cell.box == pytest.approx((300, 325, 400, 350), abs=1.5)
    assert paragraphs(document) == [PROSE]
    assert document.notes == ("第 1 页图片里的表格由文字识别读出",)


@installed
def test_what_a_chart_prints_is_no_text_of_the_document(tmp_path: Path) -> None:
    document = open_document(pasted(tmp_path / "pasted.pdf", chart))
    assert paragraphs(document) == [PROSE]
    assert document.notes == ("第 1 页的图片里认出了文字，没有读到表格，略去",)


def test_without_the_extra_the_page_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    document = open_document(pasted(tmp_path / "pasted.pdf", table))
    assert paragraphs(document) == [PROSE]
    (said,) = document.unread
    assert said.startswith("第 1 页有图片，其中若有表格，未读（")


def test_a_photograph_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    photograph = Image.effect_noise((400, 200), 90).filter(ImageFilter.GaussianBlur(3)).point(lambda grey: grey // 2)

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 200, PROSE)
        canvas.drawImage(ImageReader(photograph), 50, 400, 400, 200)

    assert open_document(pdf(tmp_path / "photo.pdf", page)).unread == ()


def test_logos_backgrounds_and_running_heads_hold_no_table() -> None:
    text_over = [Glyph("字", 100 + 10 * n, 300, 110 + 10 * n, 310) for n in range(30)]
    strips = [(50, 300, 450, 340), (50, 341, 450, 380)]
    assert tabular_boxes([(50, 300, 150, 380)], [], 842) == []
    assert tabular_boxes([(50, 20, 550, 80)], [], 842) == []
    assert tabular_boxes([(0, 0, 595, 842)], text_over, 842) == []
    assert tabular_boxes(strips, [], 842) == [(50, 300, 450, 380)]


def in_word(folder: Path, draw: Draw) -> Path:
    """A Word file with a picture of what ``draw`` draws between two lines of text."""
    picture_of(folder / "drawn.pdf", draw).save(folder / "picture.png")
    document = docx.Document()
    document.add_paragraph("before")
    document.add_picture(str(folder / "picture.png"), width=Pt(400))
    document.add_paragraph("after")
    document.save(str(folder / "pasted.docx"))
    return folder / "pasted.docx"


@installed
def test_a_table_pasted_into_a_word_file_is_read_in_its_place(tmp_path: Path) -> None:
    document = open_document(in_word(tmp_path, table))
    assert paragraphs(document) == ["before", "after"]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert rows(grid) == AMOUNTS
    assert all(cell.confidence is not None and cell.page is None and cell.box is None for cell in grid.cells)
    assert document.notes == ("1 幅图片里的表格由文字识别读出",)


def test_without_the_extra_a_word_file_s_pictures_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    (said,) = open_document(in_word(tmp_path, table)).unread
    assert said.startswith("1 幅图片里若有表格，未读（")
