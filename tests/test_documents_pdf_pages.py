"""PDF pages and files: turned, cropped, numbered, damaged, locked, scanned."""

from __future__ import annotations

import zlib
from pathlib import Path

import pypdfium2
import pytest
from drawn_pdf import HEIGHT, WIDTH, Draw, cell, grids, paragraphs, pdf, rows, ruled, text
from reportlab import rl_config
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.document import UnreadableDocument
from ingest.documents.open import open_document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sample.pdf"


def test_characters_printed_twice_for_bold_are_read_once(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "1122.00")
        text(canvas, 50.3, 100, "1122.00")

    assert paragraphs(open_document(pdf(path, draw))) == ["1122.00"]


def test_page_numbers_in_step_are_left_out(path: Path) -> None:
    def page(number: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            text(canvas, 50, 400, "body")
            canvas.drawCentredString(WIDTH / 2, 30, number)

        return draw

    assert paragraphs(open_document(pdf(path, page("3"), page("4")))) == ["body", "body"]
    assert paragraphs(open_document(pdf(path, page("- 7 -")))) == ["body"]


def test_a_lone_figure_in_the_margin_is_no_page_number(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 400, "body")
        canvas.drawCentredString(WIDTH / 2, 30, "66")

    assert paragraphs(open_document(pdf(path, draw))) == ["body", "66"]


def test_running_heads_and_feet_are_left_out_and_captions_said_again_are_not(path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("STSong-Light", 10)
            text(canvas, 50, 30, "示例市水务局2023年度部门决算公开")
            text(canvas, 50, 50, "金额单位：万元")
            text(canvas, 50, 400, f"第{number}段")
            canvas.drawString(50, 30, f"https://example.cn/a.html  {number}/3")

        return draw

    found = paragraphs(open_document(pdf(path, page(1), page(2), page(3))))
    assert found == ["示例市水务局2023年度部门决算公开", "金额单位：万元", "第1段", "金额单位：万元", "第2段",
                     "金额单位：万元", "第3段"]
    assert len(paragraphs(open_document(pdf(path, page(1), page(2))))) == 8


def test_a_watermark_is_left_out_and_named(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "12.50")
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.drawString(0, 0, "SAMPLE")

    document = open_document(pdf(path, draw))
    assert paragraphs(document) == ["12.50"]
    assert document.notes == ("第 1 页略去 6 个倾斜的字符（水印）",)


def test_white_on_white_is_left_out_and_named_but_stands_out_on_a_dark_field(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "12.50")
        canvas.rect(40, HEIGHT - 215, 100, 30, fill=1)
        canvas.setFillGray(1)
        text(canvas, 90, 100, "99.99")
        text(canvas, 50, 200, "2023")

    document = open_document(pdf(path, draw))
    assert paragraphs(document) == ["12.50", "2023"]
    assert document.notes == ("第 1 页略去 5 个白色的字符，页面上看不见",)


def test_the_mark_of_a_note_is_no_digit_of_the_amount(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "12.50")
        canvas.setFont("Helvetica", 6)
        text(canvas, 75.1, 95, "1")

    assert paragraphs(open_document(pdf(path, draw))) == ["12.50[1]"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_table_lying_on_its_side_is_read_upright(path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        # The table as upright, turned about the middle of the page.
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        for x in (-100, 0, 100):
            canvas.line(x, -20, x, 20)
        for y in (-20, 0, 20):
            canvas.line(-100, y, 100, y)
        canvas.drawString(-95, 5, "a")
        canvas.drawString(5, 5, "b")
        canvas.drawString(-95, -15, "c")
        canvas.drawString(5, -15, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", "b"], ["c", "1.00"]]
    x, y = WIDTH / 2, HEIGHT / 2
    # The lower right field, turned counter-clockwise, on a page whose y runs downwards.
    expected = {90: (x, y - 100, x + 20, y), 180: (x - 100, y - 20, x, y), 270: (x - 20, y, x, y + 100)}[turn]
    assert cell(grid, 1, 1).box == pytest.approx(expected, abs=1)


def test_boxes_are_those_of_a_page_turned_by_its_rotate_entry(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        # Shown turned clockwise, so this text, written upwards, reads from left to right.
        canvas.translate(300, 100)
        canvas.rotate(90)
        for x in (0, 100, 200):
            canvas.line(x, 0, x, 40)
        for y in (0, 20, 40):
            canvas.line(0, y, 200, y)
        canvas.drawString(5, 25, "a")
        canvas.drawString(105, 5, "1.00")

    (grid,) = grids(open_document(pdf(path, draw)))
    assert rows(grid) == [["a", ""], ["", "1.00"]]
    # As displayed the page is HEIGHT wide: x is the distance from the sheet's lower edge, y that from its left edge.
    assert cell(grid, 1, 1).box == pytest.approx((200, 280, 300, 300), abs=1)


def test_boxes_of_a_cropped_page_count_from_the_crop(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((40, 200, 500, HEIGHT - 60))
        ruled(canvas, (50, 150, 250), (100, 120, 140))
        text(canvas, 155, 135, "1.00")
        text(canvas, 50, 20, "cropped away")

    document = open_document(pdf(path, draw))
    (grid,) = grids(document)
    assert cell(grid, 1, 1).box == pytest.approx((110, 60, 210, 80), abs=1)
    assert paragraphs(document) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 150, 560, 800)])
@pytest.mark.parametrize("origin", [b"0 0", b"9 7"])
@pytest.mark.parametrize("turn", [0, 270])
def test_boxes_hit_the_picture_of_the_page(
    path: Path, rotate: int, crop: tuple[float, float, float, float] | None, origin: bytes, turn: int
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotate)
        if crop:
            canvas.setCropBox(crop)
        canvas.translate(250, 450)
        canvas.rotate(turn)
        for x in (-100, 0, 100):
            canvas.line(x, -40, x, 40)
        for y in (-40, 0, 40):
            canvas.line(-100, y, 100, y)
        canvas.drawString(-95, 10, "first")
        canvas.drawString(5, -35, "dark")
        canvas.rect(30, -30, 60, 20, stroke=0, fill=1)

    pdf(path, draw)
    path.write_bytes(path.read_bytes().replace(b"/MediaBox [ 0 0", b"/MediaBox [ " + origin))
    (grid,) = grids(open_document(path))
    (dark,) = [cell.box for cell in grid.cells if cell.text == "dark"]
    assert dark is not None
    page = pypdfium2.PdfDocument(path)[0]
    picture = page.render(scale=1).to_numpy()[..., 0]
    x0, top, x1, bottom = (round(edge) for edge in dark)
    inked = picture < 128
    # The black bar, 60 x 20, is the only dark area of the page.
    assert inked[top:bottom, x0:x1].sum() > 1000


def test_the_record_tells_pages_checksum_and_size(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 100, "x")

    pdf(path, draw, draw)
    record = open_document(path).file
    assert (record.name, record.media_type, record.pages) == ("sample.pdf", "application/pdf", 2)
    assert record.size == path.stat().st_size
    assert len(record.sha256) == 64


def test_a_locked_file_says_so(path: Path) -> None:
    lock = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", canPrint=0)
    with pytest.raises(UnreadableDocument, match="需要密码"):
        open_document(pdf(path, lambda canvas: text(canvas, 50, 100, "x"), encrypt=lock))


def test_a_file_locked_only_against_changes_is_read(path: Path) -> None:
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    document = open_document(pdf(path, lambda canvas: text(canvas, 50, 100, "12.50"), encrypt=lock))
    assert paragraphs(document) == ["12.50"]


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(path: Path, share: float) -> None:
    data = pdf(path, *[lambda canvas: text(canvas, 50, 100, "12.50")] * 3).read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableDocument, match="不完整"):
        open_document(path)


def test_a_blank_page_is_no_damaged_one(path: Path) -> None:
    document = open_document(pdf(path, lambda canvas: text(canvas, 50, 100, "x"), lambda canvas: None))
    assert paragraphs(document) == ["x"]
    assert document.unread == ()


def test_a_file_without_pages_is_refused(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    with pytest.raises(UnreadableDocument, match="没有任何页"):
        open_document(path)


def test_one_damaged_page_does_not_cost_the_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ingest.documents.pdf as reader

    whole = reader.drawn_on

    def broken(page: object) -> object:
        if page.page_number == 2:  # type: ignore[attr-defined]
            raise KeyError("Font")
        return whole(page)

    monkeypatch.setattr(reader, "drawn_on", broken)
    document = open_document(pdf(path, *[lambda canvas: text(canvas, 50, 400, "body")] * 3))
    assert paragraphs(document) == ["body", "body"]
    assert document.unread == ("第 2 页无法读取（KeyError），该页内容缺失",)


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9, 1.0])
def test_a_page_that_does_not_unpack_is_left_out_and_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: float
) -> None:
    monkeypatch.setattr(rl_config, "useA85", 0)
    data = pdf(path, *[lambda canvas: text(canvas, 50, 400, "body")] * 2, pageCompression=1).read_bytes()
    start = data.index(b"stream\n") + len(b"stream\n")
    end = data.index(b"endstream") - 1
    spot = start + int((end - start - 1) * at)
    path.write_bytes(data[:spot] + bytes([data[spot] ^ 0xFF]) + data[spot + 1 :])
    document = open_document(path)
    assert [block.page for block in document.blocks] == [2]
    assert document.unread == ("第 1 页无法读取（DamagedPage），该页内容缺失",)


def test_a_page_whose_packed_content_breaks_off_is_left_out_and_named(path: Path) -> None:
    whole = zlib.compress(b"BT /F1 10 Tf 50 700 Td (12.50) Tj ET BT /F1 10 Tf 50 600 Td (33.00) Tj ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Resources<</Font<</F1 7 0 R>>>>>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 6 0 R>>",
        *(
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
            for packed in (whole, whole[:-8])
        ),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n")
    document = open_document(path)
    assert paragraphs(document) == ["12.50", "33.00"]
    assert document.unread == ("第 2 页无法读取（DamagedPage），该页内容缺失",)


def test_reading_twice_gives_the_same(path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, (50, 150, 250), (100, 120, 140))
        text(canvas, 55, 115, "a")

    pdf(path, draw)
    assert open_document(path) == open_document(path)
