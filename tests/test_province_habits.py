"""Habits of printing that other provinces have: codes merged downwards over a page, numbers with signs, frames."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import pytest
from drawn_pdf import grids, paragraphs, shapes

from ingest.documents.document import Grid, Paragraph
from ingest.documents.open import open_document
from ingest.tables.captions import find_tables
from ingest.tables.figures import Reading, read_tables
from ingest.tables.printed_numbers import read_number
from tests.table_builders import UNIT, events, grid, read, tabs

HEAD = [["科目编码", "", "", "科目名称", "合计"], ["类", "款", "项", "", ""]]
SPANS = {(0, 0): (1, 3), (0, 3): (2, 1), (0, 4): (2, 1)}
FIRST = [["221", "", "", "住房保障支出", "9.00"], ["", "02", "", "住房改革支出", "9.00"]]


def over_the_page(*second: list[str], first_merged: bool = True) -> Reading:
    """A table whose class 221 is merged over two rows of the first page, and what its second page prints."""
    upper = grid([*HEAD, *FIRST], {**SPANS, **({(2, 0): (2, 1)} if first_merged else {})}, page=1)
    lower = grid([*HEAD, *second], SPANS, index=2, page=2)
    found = find_tables([Paragraph("支出决算表"), Paragraph("单位：万元"), upper, lower], (UNIT,))
    return read_tables(found.tables, "x.pdf", 2023)


def codes(reading: Reading) -> list[str]:
    return [figure.code for figure in reading.figures]


def test_a_class_merged_downwards_goes_on_over_the_page() -> None:
    reading = over_the_page(["", "02", "01", "住房公积金", "9.00"])
    assert codes(reading) == ["221", "22102", "2210201"]


def test_a_class_that_is_not_merged_does_not_go_on() -> None:
    """There a row prints only the part that is new."""
    assert codes(over_the_page(["", "02", "01", "住房公积金", "9.00"], first_merged=False))[-1] == "0201"


def test_a_total_at_the_top_of_the_next_page_has_no_code() -> None:
    assert codes(over_the_page(["", "", "", "合计", "9.00"])) == ["221", "22102", ""]


@pytest.mark.parametrize(("printed", "value"), [
    ("¥1,234.50", "1234.50"), ("￥-3.20", "-3.20"), ("-¥3.20", "-3.20"), ("１，２３４．５０", "1234.50"),
])
def test_a_number_may_have_the_sign_of_the_yuan_or_full_width(printed: str, value: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.value == Decimal(value)


def test_a_form_number_beside_another_caption_is_no_title() -> None:
    head = [["项目", "合计"], ["教育支出", "3.00"]]
    captions = ["支出决算表", "预算年度：2023          公开03表", "单位：万元"]
    found = find_tables([*(Paragraph(text) for text in captions), grid(head)], (UNIT,))
    assert [table.name for table in found.tables] == ["支出决算表"]


def test_rows_without_names_are_not_read_but_a_single_one() -> None:
    def wide(*rows: str) -> list[str]:
        found = read("\n".join([*tabs("财政拨款“三公”经费支出决算表", "单位：万元").splitlines(),
                                *tabs("合计|公务接待费|公务用车运行维护费", *rows).splitlines()]))
        return [figure.source.printed for figure in found.reading.figures]

    assert wide("5.00|2.00|3.00") == ["5.00", "2.00", "3.00"]
    assert wide("5.00|2.00|3.00", "6.00|2.00|4.00") == []
    assert wide("5.00||") == []


def test_a_name_with_an_amount_glued_to_it_names_no_row() -> None:
    found = read(tabs("支出决算表", "单位：万元", "项目|合计", "教育支出|3.00", "小计924.34|2.00"))
    assert [figure.item for figure in found.reading.figures] == ["教育支出"]
    assert len(events(found, "doubtful")) == 1


def test_a_word_table_around_another_lays_out_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(4, 2)
    frame.cell(0, 0).merge(frame.cell(0, 1)).text = "支出决算表"
    frame.cell(1, 0).text, frame.cell(1, 1).text = "部门：某局", "单位：万元"
    inner = frame.cell(2, 0).merge(frame.cell(2, 1)).add_table(2, 2)
    for cell, text in zip(inner._cells, ("项目", "合计", "教育支出", "3.00"), strict=True):
        cell.text = text
    frame.cell(3, 0).merge(frame.cell(3, 1)).text = "注：无。"
    path = tmp_path / "framed.docx"
    document.save(str(path))
    found = open_document(path)
    assert paragraphs(found) == ["支出决算表", "部门：某局", "单位：万元", "注：无。"]
    assert [sorted(shapes(each)) for each in grids(found)] == [["3.00", "合计", "教育支出", "项目"]]
    assert isinstance(found.blocks[3], Grid)


def test_a_web_table_s_caption_is_its_title(tmp_path: Path) -> None:
    inner = "<table><caption>支出<b>决算</b>表</caption><tr><td>项目</td><td>合计</td></tr></table>"
    page = f"<table><tr><td>首页</td><td>打印</td></tr><tr><td colspan=2>{inner}</td></tr></table>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    found = open_document(path)
    assert paragraphs(found) == ["首页", "打印", "支出决算表"]
    assert [sorted(shapes(each)) for each in grids(found)] == [["合计", "项目"]]


def test_several_names_in_one_cell_name_no_row() -> None:
    rows = ("一、教育支出二、科学技术支出|3.00", "三、农林水支出|2.00")
    found = read(tabs("支出决算表", "单位：万元", "项目|合计", *rows))
    assert [figure.item for figure in found.reading.figures] == ["农林水支出"]
    assert len(events(found, "doubtful")) == 1


def test_a_subtotal_of_nothing_named_is_not_read() -> None:
    found = read(tabs("支出决算表", "单位：万元", "项目|合计", "教育支出|3.00", "小计|3.00"))
    assert [figure.item for figure in found.reading.figures] == ["教育支出"]


def test_a_class_printed_beside_the_middle_of_its_rows_leaves_the_others_open() -> None:
    """Without lines a merged code stands beside one row only; which rows it is of can't be seen."""
    rows = [["", "", "", "住房保障支出", "9.00"], ["221", "02", "", "住房改革支出", "9.00"],
            ["", "02", "01", "住房公积金", "9.00"]]
    table = grid([*HEAD, *rows], SPANS, page=1)
    found = find_tables([Paragraph("支出决算表"), Paragraph("单位：万元"), table], (UNIT,))
    reading = read_tables(found.tables, "x.pdf", 2023)
    assert codes(reading) == ["22102"]
    assert sum(entry.event == "doubtful" for entry in reading.ledger) == 2
