"""Word files written by python-docx and by hand."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.documents.document import Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.open import open_document
from ingest.documents.word_numbering import number_as

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(tmp_path: Path, document: docx.document.Document) -> Path:
    path = tmp_path / "sample.docx"
    document.save(str(path))
    return path


def by_hand(tmp_path: Path, body: str, **parts: str) -> Path:
    path = tmp_path / "sample.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for part, xml in parts.items():
            package.writestr(f"word/{part}.xml", xml)
    return path


def shapes(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_paragraphs_headings_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("第一部分 概况", 1)
    document.add_paragraph("本单位2024年度收入12.50万元。")
    document.add_table(1, 2).cell(0, 1).text = "1.00"
    document.add_heading("一、职责", 2)
    blocks = open_document(saved(tmp_path, document)).blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Paragraph", "Grid", "Paragraph"]
    assert [(b.level, b.complete) for b in blocks if isinstance(b, Paragraph)] == [(1, True), (None, True), (2, True)]


def test_what_page_headers_say_of_tables_stands_above_each_and_their_other_lines_once(tmp_path: Path) -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "示例市水务局2024年部门预算"
    header.add_paragraph("单位：万元")
    document.add_paragraph("收入总表")
    document.add_table(1, 2).cell(0, 1).text = "1.00"
    document.add_paragraph("支出总表")
    document.add_table(1, 2).cell(0, 1).text = "2.00"
    assert texts(open_document(saved(tmp_path, document))) == [
        "示例市水务局2024年部门预算", "单位：万元", "收入总表", "单位：万元", "支出总表"]


def test_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 3)).text = "本年支出"
    for column, label in enumerate(("小计", "基本支出", "项目支出"), 1):
        table.cell(1, column).text = label
    table.cell(2, 1).text = "12.50"
    (grid,) = open_document(saved(tmp_path, document)).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (3, 4)
    assert shapes(grid) == {
        "项目": (0, 0, 2, 1),
        "本年支出": (0, 1, 1, 3),
        "小计": (1, 1, 1, 1),
        "基本支出": (1, 2, 1, 1),
        "项目支出": (1, 3, 1, 1),
        "12.50": (2, 1, 1, 1),
    }
    assert [cell.column for cell in grid.cells if cell.row == 2] == [0, 1, 2, 3]


def test_merges_of_neighbouring_columns_do_not_mix(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    start, go = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = "<w:tbl>" + "".join(
        f"<w:tr>{''.join(cell.format(merge, text) for merge, text in row)}</w:tr>"
        for row in [
            [(start, "a"), (start, "b"), ("", "1")],
            [(go, ""), (start, "c"), ("", "2")],
            [(go, ""), (go, ""), ("", "3")],
        ]
    )
    (grid,) = open_document(by_hand(tmp_path, table + "</w:tbl>")).blocks
    assert isinstance(grid, Grid)
    assert shapes(grid) == {
        "a": (0, 0, 3, 1),
        "b": (0, 1, 1, 1),
        "c": (1, 1, 2, 1),
        "1": (0, 2, 1, 1),
        "2": (1, 2, 1, 1),
        "3": (2, 2, 1, 1),
    }


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for at, cell in enumerate(table._cells):
        cell.text = str(at)
    table.cell(1, 1).add_table(1, 2).cell(0, 0).text = "inner"
    outer, inner = open_document(saved(tmp_path, document)).blocks
    assert isinstance(outer, Grid)
    assert isinstance(inner, Grid)
    assert sorted(shapes(outer)) == ["0", "1", "2", "3"]
    assert (inner.index, shapes(inner)) == (2, {"inner": (0, 0, 1, 1)})


def test_a_frame_with_one_cell_is_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "公开\n年度"
    assert texts(open_document(saved(tmp_path, document))) == ["公开", "年度"]


def test_deleted_hidden_and_field_text_is_not_printed(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12.50</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>万元</w:t></w:r></w:p>"
    )
    assert texts(open_document(by_hand(tmp_path, body))) == ["支出12.50万元"]


def test_raised_digits_behind_an_amount_mark_a_note(tmp_path: Path) -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    body = "".join(f"<w:p><w:r><w:t>{before}</w:t></w:r>{raised.format(mark)}</w:p>"
                   for before, mark in (("1,909.34", "1"), ("10", "4"), ("教育支出", "2"), ("8.00", "①")))
    assert texts(open_document(by_hand(tmp_path, body))) == ["1,909.34[1]", "104", "教育支出2", "8.00①"]


def test_text_boxes_and_content_controls_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>正文</w:t></w:r><w:r>'
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(open_document(by_hand(tmp_path, body))) == ["正文", "框内", "控件"]


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="3">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in ((0, "收入"), (1, "财政"), (1, "其他"), (0, "支出"), (1, "基本"))
    )
    document = open_document(by_hand(tmp_path, body, numbering=numbering))
    assert texts(document) == ["一、收入", "1. 财政", "2. 其他", "二、支出", "1. 基本"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百〇五"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (7, "decimalZero", "07"),
        (8, "no-such-format", "8"),
    ],
)
def test_number_formats(value: int, form: str, printed: str) -> None:
    assert number_as(value, form) == printed


def test_footnotes_follow_the_text(tmp_path: Path) -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>注释</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    body = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
    assert texts(open_document(by_hand(tmp_path, body, footnotes=notes))) == ["正文", "注释"]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sample.docx"
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"{bomb}<w:document {W}><w:body>&b;</w:body></w:document>")
    with pytest.raises(UnreadableDocument, match="DTD"):
        open_document(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sample.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 40_000_000)
    with pytest.raises(UnreadableDocument, match="超过上限"):
        open_document(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    document = docx.Document()
    document.add_paragraph("正文" * 1000)
    path = saved(tmp_path, document)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableDocument, match=r"sample\.docx: 文件不完整"):
        open_document(path)


def test_an_old_word_file_without_libreoffice_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda command: None)
    path = tmp_path / "sample.doc"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0" * 512
    )
    with pytest.raises(UnreadableDocument, match="需要 LibreOffice"):
        open_document(path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_through_libreoffice(tmp_path: Path) -> None:
    import subprocess

    document = docx.Document()
    document.add_paragraph("旧式文件")
    table = document.add_table(2, 2)
    for at, cell in enumerate(table._cells):
        cell.text = str(at)
    document.add_paragraph("说明")
    source = saved(tmp_path, document)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    opened = open_document(tmp_path / "sample.doc")
    assert opened.file.media_type == "application/msword"
    assert opened.file.name == "sample.doc"
    assert texts(opened) == ["旧式文件", "说明"]
    (grid,) = [block for block in opened.blocks if isinstance(block, Grid)]
    assert shapes(grid) == {"0": (0, 0, 1, 1), "1": (0, 1, 1, 1), "2": (1, 0, 1, 1), "3": (1, 1, 1, 1)}


def test_strict_office_files_are_read(tmp_path: Path) -> None:
    path = by_hand(tmp_path, "<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    with zipfile.ZipFile(path) as package:
        usual = package.read("word/document.xml")
    with zipfile.ZipFile(path, "w") as package:
        usual_name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        package.writestr(
            "word/document.xml", usual.replace(usual_name, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        )
    assert texts(open_document(path)) == ["正文"]


def test_a_level_in_the_paragraph_outranks_its_style(tmp_path: Path) -> None:
    document = docx.Document()
    heading = document.add_heading("正文样式的标题", 1)
    heading._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'))
    (block,) = open_document(saved(tmp_path, document)).blocks
    assert isinstance(block, Paragraph)
    assert block.level is None


def test_borders_that_are_a_hair_apart_are_one(tmp_path: Path) -> None:
    def row(*cells: tuple[str, int]) -> str:
        return "<w:tr>" + "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
            for text, span in cells) + "</w:tr>"

    def shape(middle: int, *rows: str) -> dict[str, tuple[int, int, int, int]]:
        widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in (800, middle, 800))
        table = f"<w:tbl><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"
        (grid,) = open_document(by_hand(tmp_path, table)).blocks
        assert isinstance(grid, Grid)
        return shapes(grid)

    rows = row(("总计", 1), ("拨款", 2)), row(("1.00", 2), ("2.00", 1))
    assert shape(1, *rows) == {"总计": (0, 0, 1, 1), "拨款": (0, 1, 1, 1), "1.00": (1, 0, 1, 1), "2.00": (1, 1, 1, 1)}
    assert shape(400, *rows)["1.00"] == (1, 0, 1, 2)
    assert shape(1, row(("甲", 1), ("乙", 1), ("丙", 1)))["乙"] == (0, 1, 1, 1)
