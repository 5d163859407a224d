"""Scanned pages: pictures of drawn tables read back, and what is said where nothing can be read."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from drawn_pdf import Draw, grids, paragraphs, pdf, rows, ruled, text
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.documents import recognition
from ingest.documents.document import UnreadableDocument
from ingest.documents.open import open_document
from ingest.documents.scan_pages import page_list

installed = pytest.mark.skipif(not recognition.available(), reason="the extra 'scan' is not installed")

AMOUNTS = [
    ["Item", "2022", "2023"], ["Staff", "1,234.56", "987.65"], ["Running", "0.88", "7"], ["Total", "-", "994.65"],
]
XS, YS = (60, 200, 300, 400), (100, 125, 150, 175, 200)


def amounts(canvas: Canvas) -> None:
    ruled(canvas, XS, YS)
    for cells, top in zip(AMOUNTS, YS, strict=False):
        for words, x in zip(cells, XS, strict=False):
            text(canvas, x + 6, top + 17, words)


def scanned(path: Path, *draws: Draw, dpi: int = 200, lean: float = 0.0, noise: float = 0.0, turn: int = 0) -> Path:
    """A PDF file that holds pages as pictures only: turned, leaning, with grey noise and the traces of JPEG."""
    source = pypdfium2.PdfDocument(pdf(path.with_suffix(".drawn.pdf"), *draws))
    pictures = []
    dust = np.random.default_rng(7)
    for page in source:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255).rotate(turn, expand=True)
        grey = np.asarray(picture, dtype=float) * (0.9 if noise else 1.0)
        grey += dust.normal(0, noise, grey.shape) if noise else 0
        packed = io.BytesIO()
        Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(packed, "JPEG", quality=60)
        pictures.append((ImageReader(packed), picture.size))
    source.close()

    def place(picture: ImageReader, size: tuple[int, int]) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setPageSize((size[0] * 72 / dpi, size[1] * 72 / dpi))
            canvas.drawImage(picture, 0, 0, size[0] * 72 / dpi, size[1] * 72 / dpi)

        return draw

    return pdf(path, *(place(*each) for each in pictures))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scan.pdf"


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)


@installed
@pytest.mark.parametrize(("lean", "noise"), [(0.0, 0.0), (1.3, 8.0), (-0.7, 4.0)])
def test_a_ruled_table_is_read_cell_by_cell(path: Path, lean: float, noise: float) -> None:
    document = open_document(scanned(path, amounts, lean=lean, noise=noise))
    (grid,) = grids(document)
    assert rows(grid) == AMOUNTS
    assert all(cell.confidence is not None and cell.confidence > 0.5 for cell in grid.cells)
    assert document.notes == ("第 1 页是扫描件，由文字识别读出",)


@installed
def test_boxes_are_those_of_the_leaning_page(path: Path) -> None:
    document = open_document(scanned(path, amounts, lean=1.3))
    (grid,) = grids(document)
    picture = pypdfium2.PdfDocument(path)[0].render(scale=1, grayscale=True).to_numpy()
    box = next(cell.box for cell in grid.cells if cell.text == "994.65")
    assert box is not None
    x0, top, x1, bottom = (round(v) for v in box)
    # The number is dark on white inside its cell; the cell beside it holds no ink but its borders.
    assert picture[top + 4:bottom - 4, x0 + 4:x1 - 4].min() < 128


@installed
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_laid_sideways_is_read(path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        amounts(canvas)
        text(canvas, 60, 80, "Final accounts of the department for the year 2023")

    document = open_document(scanned(path, draw, turn=turn))
    assert rows(grids(document)[0]) == AMOUNTS


@installed
def test_a_column_of_numbers_without_lines_keeps_its_rows(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for index, words in enumerate(["12.50", "3", "1,000.00"]):
            canvas.drawRightString(300, 742 - 20 * index, words)
            text(canvas, 60, 100 + 20 * index, f"Line {index + 1}")

    document = open_document(scanned(path, draw))
    lines = [line.split() for line in paragraphs(document)]
    assert lines == [["Line1", "12.50"], ["Line2", "3"], ["Line3", "1,000.00"]]


@installed
def test_text_pages_of_a_mixed_file_are_read_as_text(path: Path) -> None:
    picture = ImageReader(Image.new("L", (400, 400), 255))

    def blank(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, 500, 800)

    document = open_document(pdf(path, lambda canvas: text(canvas, 50, 100, "12.50"), blank))
    assert paragraphs(document) == ["12.50"]
    assert document.blocks[0].confidence is None
    assert document.unread == ("第 2 页是图片，没有认出文字",)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_scan_names_it(path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"scan\.pdf: PDF 里没有文字，是扫描件 .*make scan"):
        open_document(scanned(path, amounts))


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_scanned_pages_among_others_are_listed(path: Path) -> None:
    ink = Image.new("L", (500, 800), 255)
    ink.paste(0, (100, 150, 106, 160))
    picture = ImageReader(ink)

    def blank(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, 500, 800)

    document = open_document(pdf(path, blank, lambda canvas: text(canvas, 50, 100, "x"), blank, blank))
    assert paragraphs(document) == ["x"]
    (note,) = document.unread
    assert note.startswith("第 1、3-4 页是扫描件，没有文字，未读")
    assert "scan" in note


def test_page_numbers_are_listed_as_readers_write_them() -> None:
    assert page_list([3, 5, 6, 7, 9]) == "3、5-7、9"


@installed
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_file_is_read(path: Path, form: str) -> None:
    page = pypdfium2.PdfDocument(pdf(path, amounts))[0]
    picture = page.render(scale=150 / 72).to_pil()
    target = path.with_suffix(".bin")
    picture.save(target, form)
    document = open_document(target)
    assert rows(grids(document)[0]) == AMOUNTS
    assert document.file.media_type == f"image/{form.lower()}"


@installed
def test_every_page_of_a_tiff_file_is_read(path: Path) -> None:
    page = pypdfium2.PdfDocument(pdf(path, amounts))[0]
    picture = page.render(scale=150 / 72).to_pil().convert("L")
    target = path.with_suffix(".tif")
    picture.save(target, save_all=True, append_images=[picture])
    document = open_document(target)
    assert [(grid.page, rows(grid)) for grid in grids(document)] == [(1, AMOUNTS), (2, AMOUNTS)]
    assert document.file.pages == 2


@installed
@pytest.mark.parametrize(
    ("size", "cause"), [((30, 30), "看不清文字"), ((14_000, 12_000), "超过上限"), ((20_000, 20_000), "超过上限")]
)
def test_a_picture_that_is_no_page_is_refused(path: Path, size: tuple[int, int], cause: str) -> None:
    target = path.with_suffix(".png")
    Image.new("1", size, 1).save(target)
    with pytest.raises(UnreadableDocument, match=cause):
        open_document(target)


@installed
def test_a_picture_cut_short_is_refused(path: Path) -> None:
    target = path.with_suffix(".png")
    Image.effect_noise((400, 400), 50).save(target)
    target.write_bytes(target.read_bytes()[:5000])
    with pytest.raises(UnreadableDocument, match="图片已损坏"):
        open_document(target)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_picture_names_it(path: Path) -> None:
    target = path.with_suffix(".png")
    Image.new("L", (400, 400), 255).save(target)
    with pytest.raises(UnreadableDocument, match=r"需要文字识别.*make scan"):
        open_document(target)
