"""Plain text: every line as printed, tables by tabs and pipes, whatever the encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.document import Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.open import open_document

SENTENCE = "本单位2024年度收入总计3,736.35万元，比上年增加12.50万元。\n"


def opened(tmp_path: Path, text: str | bytes, name: str = "sample.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_document(path)


def lines(document: Document) -> list[tuple[int | None, str]]:
    return [(block.line, block.text) for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    result: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        result[cell.row].append(cell.text)
    return result


def test_lines_keep_their_blanks_and_numbers(tmp_path: Path) -> None:
    document = opened(tmp_path, "合计 373.97  229.97   \n\n  201 一般公共服务支出 \r\n")
    assert lines(document) == [(1, "合计 373.97  229.97   "), (3, "  201 一般公共服务支出 ")]
    assert document.file.media_type == "text/plain"
    assert document.file.pages is None


def test_tabs_make_a_grid_with_printed_blanks_and_no_padding(tmp_path: Path) -> None:
    document = opened(tmp_path, "表1\n项目\t行次\t金额\n收入\t1\t\n合计\t373.97\n结束\n")
    (grid,) = grids(document)
    assert rows(grid) == [["项目", "行次", "金额"], ["收入", "1", ""], ["合计", "373.97"]]
    assert (grid.columns, grid.line, grid.spans_known) == (3, 2, False)
    assert [cell.line for cell in grid.cells] == [2, 2, 2, 3, 3, 3, 4, 4]
    assert lines(document) == [(1, "表1"), (5, "结束")]


def test_one_tabbed_line_is_no_table_and_neither_are_indented_paragraphs(tmp_path: Path) -> None:
    assert grids(opened(tmp_path, "单位：某局\t单位：万元\n正文\n")) == []
    assert grids(opened(tmp_path, "\t第一段。\n\t第二段。\n")) == []


def test_a_blank_line_inside_a_table_does_not_end_it(tmp_path: Path) -> None:
    document = opened(tmp_path, "序号\t事项\n1\t甲\n\n2\t乙\n---\t-----\n")
    assert [rows(grid) for grid in grids(document)] == [[["序号", "事项"], ["1", "甲"], ["2", "乙"]]]


def test_a_blank_line_before_a_table_of_another_shape_does(tmp_path: Path) -> None:
    document = opened(tmp_path, "a\tb\n1\t2\n\nc\td\te\n3\t4\t5\n正文一。\n正文二。\n")
    assert [grid.columns for grid in grids(document)] == [2, 3]
    assert [grid.index for grid in grids(document)] == [1, 2]


def test_double_spaced_tables_are_one(tmp_path: Path) -> None:
    document = opened(tmp_path, "收入决算表\n\n项目\t金额\t备注\n\n合计\t5.00\n\n说明。\n")
    assert [rows(grid) for grid in grids(document)] == [[["项目", "金额", "备注"], ["合计", "5.00"]]]


def test_a_printed_blank_row_stays_a_row(tmp_path: Path) -> None:
    (grid,) = grids(opened(tmp_path, "项目\t金额\n\t\n合计\t1.00\n"))
    assert rows(grid) == [["项目", "金额"], ["", ""], ["合计", "1.00"]]


def test_markdown_tables(tmp_path: Path) -> None:
    document = opened(tmp_path, "| 项目 | 金额 |\n|:---|---:|\n| a\\|b<br>c | 1.00 |\n| | 2.00 |\n")
    (grid,) = grids(document)
    assert rows(grid) == [["项目", "金额"], ["a|b\nc", "1.00"], ["", "2.00"]]
    assert [cell.line for cell in grid.cells if cell.column == 0] == [1, 3, 4]


def test_a_pipe_in_prose_is_prose(tmp_path: Path) -> None:
    assert grids(opened(tmp_path, "甲|乙\n丙|丁\n")) == []


def test_form_feeds_begin_pages(tmp_path: Path) -> None:
    document = opened(tmp_path, "一\n二\n\f三\n末\f首\n")
    assert [(block.page, block.line) for block in document.blocks] == [(1, 1), (1, 2), (2, 3), (2, 4), (3, 4)]
    assert document.file.pages == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    document = opened(tmp_path, (SENTENCE * 3).encode(encoding))
    assert [text for _, text in lines(document)] == [SENTENCE.strip()] * 3
    assert document.notes == ()


def test_big5(tmp_path: Path) -> None:
    sentence = "本單位2024年度收入總計3,736.35萬元，比上年增加12.50萬元，主要原因是人員經費增加。"
    assert lines(opened(tmp_path, (sentence + "\n").encode("big5"))) == [(1, sentence)]


def test_utf8_with_a_damaged_byte_stays_utf8_and_says_so(tmp_path: Path) -> None:
    data = (SENTENCE * 200).encode()
    document = opened(tmp_path, data[:1000] + b"\xff" + data[1001:])
    assert lines(document)[-1] == (200, SENTENCE.strip())
    assert "无法解码" in document.notes[0]


def test_radicals_are_read_as_ideographs_and_nothing_else_changes(tmp_path: Path) -> None:
    # U+2F40 and U+2EA0 are radicals; full-width brackets and figures stay.
    assert lines(opened(tmp_path, "\u2f40出（\u2ea0生）１２％\n")) == [(1, "支出（民生）１２％")]


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"sample\.txt: 文件为空"):
        opened(tmp_path, data)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="不是文本"):
        opened(tmp_path, bytes(range(256)) * 20)


def test_csv_is_a_grid_and_quoted_line_breaks_stay_in_their_cell(tmp_path: Path) -> None:
    document = opened(tmp_path, '项目,金额\n"甲,\n乙","1,234.50"\n合计,\n', "sample.csv")
    (grid,) = grids(document)
    assert rows(grid) == [["项目", "金额"], ["甲,\n乙", "1,234.50"], ["合计", ""]]
    assert [cell.line for cell in grid.cells] == [1, 1, 2, 2, 4, 4]


def test_a_file_in_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    document = opened(tmp_path, (SENTENCE * 3).encode() + (SENTENCE * 3).encode("gb18030"))
    assert [text for _, text in lines(document)] == [SENTENCE.strip()] * 6
    assert document.notes == ("文件混用 UTF-8 和 GB 18030 两种编码，逐行解码",)
