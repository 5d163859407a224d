"""Workbooks: the text displayed, where it is displayed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from PIL import Image

from ingest.documents.document import Document, Grid, Paragraph, UnreadableDocument
from ingest.documents.number_format import displayed_date, displayed_number
from ingest.documents.open import open_document

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def shapes(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}


def xlsx(tmp_path: Path, book: Any) -> Document:
    path = tmp_path / "sample.xlsx"
    book.save(path)
    return open_document(path)


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12.5, "0.00", "12.50"),
        (0, "0.00", "0.00"),
        (2010350, "General", "2010350"),
        (373.97000000000003, "General", "373.97"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        (1234567.895, "#,##0.00", "1,234,567.90"),
        (2.675, "0.00", "2.68"),
        (-12.345, "#,##0.00", "-12.35"),
        (-0.001, "0.00", "0.00"),
        (0.0673, "0.00%", "6.73%"),
        (1, "0%", "100%"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (0, ACCOUNTING, "-"),
        (-5, "#,##0_);(#,##0)", "(5)"),
        (0, "#,##0.00;-#,##0.00;", ""),
        (12.5, '0.00"万元"', "12.50万元"),
        (12345678, "#,##0.00,", "12,345.68"),
        (7, "000", "007"),
        (1.5, "#.##", "1.5"),
        (5, "[Red][>=10]0.0;0.00", "5.00"),
        (12, "[Red][>=10]0.0;0.00", "12.0"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (205, "@", "205"),
        (0.5, "# ?/?", "0.5"),
        (123456.0, "0.00E+00", "1.23E+05"),
    ],
)
def test_numbers_as_displayed(value: float, code: str, shown: str) -> None:
    assert displayed_number(value, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "2024-08-05"),
        ('yyyy"年"m"月"d"日"', "2024年8月5日"),
        ("[$-804]yyyy年m月d日;@", "2024年8月5日"),
        ("mm-dd-yy", "2024/8/5"),
        ("yyyy/m/d h:mm", "2024/8/5 9:07"),
        ("h:mm:ss AM/PM", "9:07:03 AM"),
        ("mm:ss", "07:03"),
        ("aaaa", "星期一"),
    ],
)
def test_dates_as_displayed(code: str, shown: str) -> None:
    assert displayed_date(datetime.datetime(2024, 8, 5, 9, 7, 3), code) == shown


def test_sheets_are_grids_with_the_places_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收入决算表"
    sheet["B2"] = "收入决算表"
    sheet.merge_cells("B2:D2")
    sheet["B3"], sheet["C3"], sheet["D3"] = 2010350, "事业运行", 310.4
    sheet["D3"].number_format = "0.00"
    sheet["B4"] = "合计"
    sheet.merge_cells("B4:C5")
    document = xlsx(tmp_path, book)
    title, grid = document.blocks
    assert title == Paragraph("收入决算表", complete=True, level=2)
    assert isinstance(grid, Grid)
    assert shapes(grid) == {
        "收入决算表": (1, 1, 1, 3),
        "2010350": (2, 1, 1, 1),
        "事业运行": (2, 2, 1, 1),
        "310.40": (2, 3, 1, 1),
        "合计": (3, 1, 1, 2),
    }


def test_a_sheet_without_a_name_of_its_own_has_no_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "a", 1
    document = xlsx(tmp_path, book)
    assert [type(block).__name__ for block in document.blocks] == ["Grid"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出"
    for row in range(1, 4):
        for column in range(1, 4):
            sheet.cell(row, column, row * 10 + column)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    secret = book.create_sheet("底稿")
    secret["A1"] = 1
    secret.sheet_state = "hidden"
    document = xlsx(tmp_path, book)
    (grid,) = grids(document)
    assert sorted(shapes(grid)) == ["11", "13", "31", "33"]
    assert shapes(grid)["33"] == (2, 2, 1, 1)
    assert document.notes == ("工作表“支出”的隐藏行列里有 5 个格，未读", "工作表“底稿”是隐藏的，未读")


def test_formulas_without_a_result_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 1, "=A1+1"
    document = xlsx(tmp_path, book)
    assert sorted(shapes(grids(document)[0])) == ["1"]
    assert "1 个公式没有存下结果" in document.notes[0]


def test_sheets_that_hide_zeros_show_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "合计", 0
    sheet.sheet_view.showZeros = False
    assert sorted(shapes(grids(xlsx(tmp_path, book))[0])) == ["合计"]


def test_a_stray_cell_far_out_does_not_make_millions(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1000000"] = "a", "b"
    (grid,) = grids(xlsx(tmp_path, book))
    assert len(grid.cells) == 2


def test_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("支出决算表")
    sheet.write_merge(0, 0, 0, 2, "支出决算表")
    sheet.write(1, 0, 2010350)
    sheet.write(1, 2, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.write(2, 2, datetime.date(2024, 8, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    path = tmp_path / "sample.xls"
    book.save(str(path))
    document = open_document(path)
    assert document.file.media_type == "application/vnd.ms-excel"
    assert shapes(grids(document)[0]) == {
        "支出决算表": (0, 0, 1, 3),
        "2010350": (1, 0, 1, 1),
        "1,234.50": (1, 2, 1, 1),
        "2024-08-05": (2, 2, 1, 1),
    }


@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, share: float, ending: str) -> None:
    path = tmp_path / f"sample.{ending}"
    if ending == "xlsx":
        book = openpyxl.Workbook()
        for row in range(1, 200):
            book.active.cell(row, 1, row * 1.37)
        book.save(path)
    else:
        old = xlwt.Workbook()
        sheet = old.add_sheet("a")
        for row in range(2000):
            sheet.write(row, 0, f"第{row}行")
        old.save(str(path))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableDocument):
        open_document(path)


def test_a_sheet_that_holds_a_whole_page_is_paragraphs_and_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    prose = "示例市水务局贯彻执行国家和省有关水务工作的法律法规。"
    for row in [
        ["示例市水务局2023年部门决算"], [prose], [prose], [prose],
        ["收入决算表"], ["公开02表", "单位：万元"], ["项目", "金额"], ["教育支出"], ["卫生健康支出", "3.00"],
        ["注：本表反映部门本年度取得的各项收入情况。"], [], ["支出决算表"], ["项目", "金额"], ["合计", "3.00"],
    ]:
        book.worksheets[0].append(row)
    document = xlsx(tmp_path, book)
    assert [
        b.text[:6] if isinstance(b, Paragraph) else [c.text for c in b.cells if c.text] for b in document.blocks
    ] == [
        "示例市水务局", prose[:6], prose[:6], prose[:6], "收入决算表",
        ["公开02表", "单位：万元", "项目", "金额", "教育支出", "卫生健康支出", "3.00"],
        "注：本表反映", "支出决算表", ["项目", "金额", "合计", "3.00"],
    ]
    assert [(grid.index, grid.rows) for grid in grids(document)] == [(1, 4), (2, 2)]


def test_blank_rows_and_rows_of_one_label_do_not_cut_a_table_on_such_a_page(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [
        *[["示例市水务局贯彻执行国家和省有关水务工作的法律法规。"]] * 3, ["“三公”经费支出表"],
        ["财政拨款“三公”经费"], ["合计", "公务接待费"], ["3.00", "1.00"], [],
        ["收入支出决算总表"], ["项目", "金额"], ["教育支出", "3.00"], ["文化支出"], [], ["体育支出"], ["合计", "3.00"],
    ]:
        sheet.append(row)
    sheet.merge_cells("A5:B5")
    assert [[c.text for c in grid.cells if c.text] for grid in grids(xlsx(tmp_path, book))] == [
        ["财政拨款“三公”经费", "合计", "公务接待费", "3.00", "1.00"],
        ["项目", "金额", "教育支出", "3.00", "文化支出", "体育支出", "合计", "3.00"],
    ]


def test_pictures_that_may_hold_a_table_are_counted_by_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["收入表", "见图"])
    for name, size in (("table", (640, 300)), ("seal", (90, 90))):
        Image.new("L", size, 255).save(tmp_path / f"{name}.png")
        book.worksheets[0].add_image(openpyxl.drawing.image.Image(tmp_path / f"{name}.png"))
    assert xlsx(tmp_path, book).unread == ("工作表“Sheet”有 1 幅图片，图中若有表格，未读（请另存为 PDF）",)


def test_tables_beside_each_other_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["示例市财政局"], ["收入决算表", None, None, "支出决算表"], ["项目", "合计", None, "项目", "合计"],
                ["合计", 1.5, None, "教育支出", 2.5], [None, None, None, "科学技术支出", 3.5]):
        book.active.append(row)
    left, right = grids(xlsx(tmp_path, book))
    assert list(shapes(left)) == ["示例市财政局", "收入决算表", "项目", "合计", "1.5"]
    assert shapes(right)["支出决算表"] == (1, 0, 1, 1)
    assert (left.columns, right.columns) == (2, 2)


def test_a_blank_column_parts_no_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["支出决算表"], ["项目", None, "合计"], ["教育支出", None, 2.5]):
        book.active.append(row)
    assert len(grids(xlsx(tmp_path, book))) == 1
