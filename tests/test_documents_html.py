"""Web pages: what is seen is read, layout tables are no tables, merged cells keep their spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.document import Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.open import open_document


def opened(
    tmp_path: Path, body: str, *, encoding: str = "utf-8", head: str = "", name: str = "sample.html"
) -> Document:
    path = tmp_path / name
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return open_document(path)


def paragraphs(document: Document) -> list[tuple[int | None, str]]:
    return [(block.level, block.text) for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def shapes(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}


def test_paragraphs_and_headings(tmp_path: Path) -> None:
    document = opened(
        tmp_path, "<h2>一、收入</h2><p>\u3000\u3000收入<b>12.50</b>万元。<br>支出&nbsp;\n 3 元。</p>散文<div>末</div>"
    )
    assert paragraphs(document) == [
        (2, "一、收入"), (None, "收入12.50万元。"), (None, "支出 3 元。"), (None, "散文"), (None, "末")
    ]  # fmt: skip
    assert all(block.complete for block in document.blocks if isinstance(block, Paragraph))


def test_what_is_not_seen_is_not_read(tmp_path: Path) -> None:
    document = opened(
        tmp_path,
        "<nav>菜单</nav><script>1</script><style>p{}</style><!-- c -->"
        "<p style='display: none'>隐</p><p hidden>藏</p><p>见</p>",
        head="<title>题</title>",
    )
    assert paragraphs(document) == [(None, "见")]


def test_spans(tmp_path: Path) -> None:
    (grid,) = grids(
        opened(
            tmp_path,
            "<table><thead><tr><th rowspan=2>项目</th><th colspan='2'>支出</th><th rowspan=0>注</th></tr>"
            "<tr><td>小<br>计</td><td><p>基</p><p>本</p></td></tr></thead><tbody><tr><td>甲</td><td></td><td>1.00</td></tr>"
            "</tbody></table>",
        )
    )
    assert (grid.rows, grid.columns) == (3, 4)
    assert shapes(grid) == {
        "项目": (0, 0, 2, 1),
        "支出": (0, 1, 1, 2),
        "注": (0, 3, 3, 1),
        "小\n计": (1, 1, 1, 1),
        "基\n本": (1, 2, 1, 1),
        "甲": (2, 0, 1, 1),
        "1.00": (2, 2, 1, 1),
    }
    assert [cell.column for cell in grid.cells if cell.row == 2] == [0, 1, 2]


def test_layout_tables_are_walked_through(tmp_path: Path) -> None:
    inner = "<table><tr><td>合计</td><td>1.00</td></tr></table>"
    document = opened(tmp_path, f"<table><tr><td>首页</td><td>前{inner}后</td></tr></table>")
    assert [text for _, text in paragraphs(document)] == ["首页", "前", "后"]
    assert [shapes(grid) for grid in grids(document)] == [{"合计": (0, 0, 1, 1), "1.00": (0, 1, 1, 1)}]


def test_a_data_table_with_a_table_in_a_cell_stays_a_table(tmp_path: Path) -> None:
    inner = "<table><tr><td>内</td><td>2</td></tr></table>"
    document = opened(
        tmp_path, f"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr><tr><td>{inner}</td></tr></table>"
    )
    assert [sorted(shapes(grid)) for grid in grids(document)] == [["a", "b", "c", "d"], ["2", "内"]]
    assert [grid.index for grid in grids(document)] == [1, 2]


def test_a_table_with_one_cell_is_text(tmp_path: Path) -> None:
    document = opened(tmp_path, "<table><tr><td><p>甲</p><p>乙</p></td></tr></table>")
    assert paragraphs(document) == [(None, "甲"), (None, "乙")]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_the_declared_encoding_is_only_a_hint(tmp_path: Path, encoding: str) -> None:
    document = opened(tmp_path, "<p>规划和自然资源局</p>", encoding=encoding, head='<meta charset="gb2312">')
    assert paragraphs(document) == [(None, "规划和自然资源局")]


def test_a_page_named_as_a_workbook_is_a_page(tmp_path: Path) -> None:
    document = opened(tmp_path, "<table><tr><td>合计</td><td>1.00</td></tr></table>", name="sample.xls")
    assert document.file.media_type == "text/html"


def test_an_xml_declaration_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "sample.htm"
    path.write_text(
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><body><p>文</p></body></html>', "utf-8"
    )
    assert paragraphs(open_document(path)) == [(None, "文")]


def test_absurd_spans_are_bounded(tmp_path: Path) -> None:
    document = opened(
        tmp_path, "<table><tr><td colspan=99999 rowspan=65000>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    )
    (grid,) = grids(document)
    assert (grid.rows, grid.columns) == (2, 2)
    assert shapes(grid) == {"a": (0, 0, 2, 1), "b": (0, 1, 1, 1), "c": (1, 1, 1, 1)}


def test_a_title_that_spans_more_columns_than_there_are(tmp_path: Path) -> None:
    document = opened(
        tmp_path, "<table><tr><td colspan=100>收入表</td></tr><tr><td>a</td><td colspan=3>b</td></tr></table>"
    )
    (grid,) = grids(document)
    assert grid.columns == 2
    assert shapes(grid) == {"收入表": (0, 0, 1, 2), "a": (1, 0, 1, 1), "b": (1, 1, 1, 1)}


def test_deep_nesting_is_read_or_refused_but_never_cut(tmp_path: Path) -> None:
    document = opened(tmp_path, "<div>" * 1500 + "深" + "</div>" * 1500 + "<p>浅</p>")
    assert paragraphs(document) == [(None, "深"), (None, "浅")]
    with pytest.raises(UnreadableDocument, match="嵌套过深"):
        opened(tmp_path, "<div>" * 5000 + "深" + "</div>" * 5000 + "<p>浅</p>")


def test_a_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "sample.mht"
    path.write_bytes(
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        b'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n'
        b"PGh0bWw+PGJvZHk+PHA+5paHPC9wPjwvYm9keT48L2h0bWw+\n--x--\n"
    )
    assert paragraphs(open_document(path)) == [(None, "文")]


def test_pictures_that_may_hold_a_table_are_named(tmp_path: Path) -> None:
    document = opened(tmp_path, """<p>支出表见下图</p><img src="a.jpg" alt="国有资本经营预算支出表">
        <table><tr><td>1</td><td><img src="b.png" style="width: 640px;height:300.5px"></td></tr></table>
        <img src="logo.png" width="120" height="40" alt="政府网站">
        <div style="display:none"><img alt="收入表"></div>""")
    assert document.unread == (
        "图片“国有资本经营预算支出表”里若有表格，未读（请另存为 PDF）", "1 幅图片里若有表格，未读（请另存为 PDF）")


def test_raised_digits_behind_an_amount_mark_a_note(tmp_path: Path) -> None:
    rows = "<tr><td>项目</td><td>金额</td></tr><tr><td>m<sup>2</sup></td><td>12.50<sup> 1 </sup></td></tr>"
    (grid,) = grids(opened(tmp_path, f"<table>{rows}</table>"))
    assert list(shapes(grid)) == ["项目", "金额", "m2", "12.50[1]"]


CAPTION = (
    "<table><tr><td align='center' colspan='2'><b>支出决算表</b></td></tr>"
    "<tr><td>部门：示例局</td><td align='right'>公开03表　金额单位：元</td></tr></table>"
)


def test_a_caption_in_a_table_of_its_own_is_lines_above_the_next(tmp_path: Path) -> None:
    table = "<table><tr><td>科目名称</td><td>合计</td></tr><tr><td>教育支出</td><td>1.00</td></tr></table>"
    document = opened(tmp_path, CAPTION + table)
    assert paragraphs(document) == [(None, "支出决算表"), (None, "部门：示例局    公开03表金额单位：元")]
    assert [grid.columns for grid in grids(document)] == [2]


def test_a_table_above_no_other_or_with_other_words_stays_one(tmp_path: Path) -> None:
    assert len(grids(opened(tmp_path, CAPTION + "<p>说明。</p>"))) == 1
    names = "<table><tr><td>科目名称</td><td>教育支出</td></tr></table>"
    assert len(grids(opened(tmp_path, names + CAPTION + names))) == 2


def test_a_caption_between_tabs_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "poured.txt"
    path.write_text("支出决算表\n部门：示例局\t\t金额单位：万元\n科目名称\n合计\n教育支出\n1.00\n", encoding="utf-8")
    assert grids(open_document(path)) == []
