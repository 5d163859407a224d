"""Text poured out in an order of its own: titles behind their tables, names of rows where heads of columns stand."""

from __future__ import annotations

import pytest

from ingest.documents.text import text_content
from ingest.tables.flowed.poured_pages import furniture
from tests.table_builders import UNIT, events, printed, read

ABOVE = f"单位：{UNIT}\n金额单位：万元\n"
ROWS = "合计 30.00 20.00 10.00\n208 社会保障和就业支出 20.00 10.00 10.00\n221 住房保障支出 10.00 10.00\n"
HEAD = "科目编码 科目名称 合计 基本支出 项目支出\n"
FIRST, SECOND = "2023年支出预算总表\n", "2023年一般公共预算支出预算表\n"


def table(title: str, times: int) -> str:
    rows = ROWS
    for amount in ("30", "20", "10"):
        rows = rows.replace(f" {amount}.00", f" {int(amount) * times}.00")
    return ABOVE + HEAD + rows + title


def test_titles_behind_the_tables_of_their_pages_are_theirs() -> None:
    found = read("\f".join(("封面\n", table(FIRST, 2), table(SECOND, 1))))
    wanted = read("\f".join(("封面\n", *(title + table("", times) for title, times in ((FIRST, 2), (SECOND, 1))))))
    assert printed(wanted.reading.figures)
    assert printed(found.reading.figures) == printed(wanted.reading.figures)


def test_titles_behind_tables_of_no_page_head_none() -> None:
    found = read(table(FIRST, 2) + table(SECOND, 1))
    assert not found.reading.figures
    assert len(events(found, "not-understood")) >= 1


def test_heads_of_columns_are_no_names_of_rows() -> None:
    # Column by column, and the first column's cells before the heads of the others.
    cells = ["采购项目", "合计", "一、货物类", "二、工程类", "单位：万元", *["合计", "9.00", "4.00", "5.00"],
             *["财政拨款", "9.00", "4.00", "5.00"]]
    found = read("2023年政府采购预算表\n" + "\n".join(cells) + "\n")
    assert not found.reading.figures


def test_words_beside_nearly_all_page_numbers_are_of_the_page() -> None:
    lines = [word for n in range(1, 6) for word in (f"甲{'一二三四五'[n - 1]}", "乙", "丙", "丁", "某单位", str(n))]
    lines[-2:] = ["某单位", "支出总计", "5"]
    sure = furniture(text_content("\n".join(lines)).blocks).sure
    assert {4, 5, 10, 11, 28} <= sure
    assert 29 not in sure


def test_an_amount_behind_the_notes_is_of_no_row() -> None:
    cells = ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "合计", "30.00", "20.00", "10.00", "208",
             "社会保障和就业支出", "20.00", "20.00", "221", "住房保障支出", "10.00"]
    text = FIRST + ABOVE + "\n".join(cells) + "\n注：本表反映支出情况。\n10.00\n"
    assert not [figure for figure in read(text).reading.figures if figure.code]


def test_captions_with_the_number_of_their_form_are_no_running_heads() -> None:
    heads = [word for n in range(1, 5) for word in (f"公开0{n}表 单位：某局 金额单位：万元", *"甲乙丙丁戊")]
    assert not furniture(text_content("\n".join(heads)).blocks).sure


@pytest.mark.parametrize(("last", "read_"), [("10.00", True), ("25.00", False)])
def test_cells_whose_rows_do_not_add_up_are_in_another_order(last: str, read_: bool) -> None:
    # The amount of another row came last: 10.00 is not 10.00 and 25.00.
    cells = ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "合计", "30.00", "20.00", "10.00", "208",
             "社会保障和就业支出", "20.00", "20.00", "221", "住房保障支出", "10.00",
             *([] if read_ else ["10.00"]), last]
    found = read(FIRST + ABOVE + "\n".join(cells) + "\n")
    assert bool(found.reading.figures) is read_
    assert any("单元格的次序不可靠" in message for message in events(found, "not-understood")) is not read_
