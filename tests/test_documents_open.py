"""Opening: the type is in the bytes, and nothing but UnreadableDocument ever comes out of a bad file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

import ingest.documents.open as opening
from ingest.documents.document import Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.open import open_document


def made_pdf() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.rect(50, 600, 200, 100)
    canvas.line(150, 600, 150, 700)
    canvas.drawString(60, 650, "12.50")
    canvas.save()
    return stream.getvalue()


def made_docx() -> bytes:
    document = docx.Document()
    document.add_heading("概况", 1)
    document.add_table(2, 2).cell(0, 0).text = "12.50"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def made_xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "合计", 12.5
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def made_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("支出")
    sheet.write(0, 0, "合计")
    sheet.write(1, 1, 12.5)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf": ("application/pdf", made_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", made_docx),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", made_xlsx),
    "xls": ("application/vnd.ms-excel", made_xls),
    "html": ("text/html", lambda: "<html><body><table><tr><td>合计<td>1</table></body></html>".encode()),
    "text": ("text/plain", lambda: "项目\t金额\n合计\t12.50\n".encode("gb18030")),
}


@cache
def made(kind: str) -> bytes:
    return MAKERS[kind][1]()


def written(tmp_path: Path, data: bytes, name: str = "sample.bin") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", ["sample", "sample.pdf", "样例.docx", "sample.txt"])
def test_the_bytes_decide_not_the_name(tmp_path: Path, kind: str, name: str) -> None:
    document = open_document(written(tmp_path, made(kind), name))
    record = document.file
    assert record.media_type == MAKERS[kind][0]
    assert record.name == name
    assert record.sha256 == hashlib.sha256(made(kind)).hexdigest()
    assert record.size == len(made(kind))


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_opened_keeps_the_contract(tmp_path: Path, kind: str) -> None:
    keeps_the_contract(open_document(written(tmp_path, made(kind))))


def keeps_the_contract(document: Document) -> None:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [grid.index for grid in grids] == list(range(1, len(grids) + 1))
    for grid in grids:
        taken = set()
        for cell in grid.cells:
            places = {
                (row, column)
                for row in range(cell.row, cell.row + cell.rowspan)
                for column in range(cell.column, cell.column + cell.colspan)
            }
            assert not places & taken
            taken |= places
        assert all(0 <= row < grid.rows and 0 <= column < grid.columns for row, column in taken)
    assert all(block.text.strip() for block in document.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"GIF89a" + bytes(50), "图片"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"{\\rtf1 text}", "RTF"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"PK\x03\x04 cut short", "不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "没有 Word 或 Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600),
            "需要密码",
        ),
    ],
)
def test_other_formats_are_named(tmp_path: Path, data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableDocument, match=cause) as caught:
        open_document(written(tmp_path, data, "样例.doc"))
    assert caught.value.name == "样例.doc"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("member", "cause"),
    [("OFD.xml", "OFD"), ("a.pdf", "压缩包"), ("xl/styles.xml", "缺少正文"), ("xl/workbook.bin", "xlsb")],
)
def test_other_archives_are_named(tmp_path: Path, member: str, cause: str) -> None:
    path = tmp_path / "sample.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(UnreadableDocument, match=cause):
        open_document(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="打不开"):
        open_document(tmp_path / "none.pdf")
    with pytest.raises(UnreadableDocument, match="打不开"):
        open_document(tmp_path)


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_FILE", 100)
    with pytest.raises(UnreadableDocument, match="101 字节，超过上限"):
        open_document(written(tmp_path, b"a" * 101))


def opens_or_says_why(path: Path) -> None:
    try:
        document = open_document(path)
    except UnreadableDocument:
        return
    assert document.blocks
    keeps_the_contract(document)


QUIET = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"MIME-Version: 1.0 ",
    b"\xff\xfe",
]


@QUIET
@given(head=st.sampled_from(HEADS), data=st.binary(max_size=2000))
def test_any_bytes_open_or_say_why(tmp_path: Path, head: bytes, data: bytes) -> None:
    opens_or_says_why(written(tmp_path, head + data))


@QUIET
@given(
    text=st.text(alphabet="\t\n\r\f |<>&-:\\。,合计1.", max_size=300), wrap=st.sampled_from(["{}", "<html><table>{}"])
)
def test_any_text_opens_or_says_why(tmp_path: Path, text: str, wrap: str) -> None:
    opens_or_says_why(written(tmp_path, wrap.format(text).encode(), "sample.csv"))


@pytest.mark.parametrize("kind", MAKERS)
@QUIET
@given(data=st.data())
def test_damaged_files_open_or_say_why(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    whole = bytearray(made(kind))
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(whole), len(whole) - 1, len(whole) // 2]))
    opens_or_says_why(written(tmp_path, bytes(whole[:cut])))
