"""What pages add to poured text: running heads, page numbers, headers and titles printed again."""

from __future__ import annotations

import pytest

from ingest.documents.text import text_content
from ingest.tables.flowed.poured_pages import furniture
from tests.table_builders import UNIT, events, printed, read

HEAD = f"2023年度支出决算表\n公开03表\n部门：{UNIT}\n金额单位：万元\n"
HEADER = "科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n"
BLANK = " " * 7
ROWS = [f"{code} {name} 3.00 1.00 2.00{BLANK}\n" for code, name in [
    ("205", "教育支出"), ("20502", "普通教育"), ("2050201", "学前教育"), ("2050202", "小学教育"),
    ("2050203", "初中教育"),
    ("206", "科学技术支出"), ("20602", "基础研究"), ("2060203", "自然科学基金"), ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"), ("2080505", "机关事业单位基本养老保险缴费支出"),
    ("2080506", "机关事业单位职业年金缴费支出"),
    ("210", "卫生健康支出"), ("21011", "行政事业单位医疗"), ("2101101", "行政单位医疗"), ("221", "住房保障支出"),
    ("22102", "住房改革支出"), ("2210201", "住房公积金")]]
FEET = ["{n}", "- {n} -", "第 {n} 页 共 20 页", "{n} / 20", f"{UNIT}2023年度决算 {{n}}", f"{UNIT}\n—{{n}}—"]


def paged(foot: str, again: str) -> str:
    """The rows over three pages of six, with a foot below each page and something printed again above the next."""
    pages = ["".join(ROWS[start:start + 6]) for start in range(0, len(ROWS), 6)]
    ends = [f"{foot.format(n=n)}\n" for n in range(7, 10)]
    return pages[0] + ends[0] + again + pages[1] + ends[1] + again + pages[2] + ends[2]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("again", ["", HEADER, HEAD + HEADER, HEAD.replace("决算表", "决算表（续表）") + HEADER])
def test_a_table_over_pages_is_read_as_if_it_stood_on_one(foot: str, again: str) -> None:
    plain = printed(read(HEAD + HEADER + "".join(ROWS)).reading.figures)
    assert len(plain) == 3 * len(ROWS)
    assert printed(read(HEAD + HEADER + paged(foot, again)).reading.figures) == plain


def test_lines_are_running_heads_where_only_their_number_counts_up() -> None:
    lines = [word for n in range(1, 4) for word in (f"某局 {n}", f"甲{'一二三'[n - 1]}", "乙", "丙", "丁", "戊" * n)]
    blocks = text_content("\n".join(lines)).blocks
    assert furniture(blocks).sure == {0, 6, 12}


@pytest.mark.parametrize("lines", [
    ["某局 1", "甲", "乙", "丙", "丁", "戊"] * 3, ["某项目 1", "某项目 2", "某项目 3"], ["其他 1.00", *"甲乙丙丁"] * 3,
])
def test_lines_that_do_not_count_up_page_by_page_are_none(lines: list[str]) -> None:
    assert not furniture(text_content("\n".join(lines)).blocks).sure


def test_words_below_the_last_row_may_be_a_piece_of_its_label() -> None:
    found = read(HEAD + HEADER + f"2089998 示例事项 3.00 1.00 2.00{BLANK}\n缴费支出\n")
    assert found.reading.figures == []
    assert events(found, "not-understood") == ["2023年度支出决算表：表头与已知版式都不相符，未读取"]


@pytest.mark.parametrize("text", [
    "三、支出决算情况说明\n本年支出比上年\n", "注：本表反映支出情况。\n支出情况如下\n",
])
def test_text_behind_the_table_is_no_part_of_it(text: str) -> None:
    found = read(HEAD + HEADER + ROWS[0] + text)
    assert len(found.reading.figures) == 3
    kept = [block.text for block in found.blocks if hasattr(block, "text")]
    assert text.splitlines()[-1] in kept


def test_form_numbers_that_count_up_head_their_tables() -> None:
    lines = [line for n in range(1, 6) for line in (
        f"收入决算表\n公开0{n}表\n部门：示例局\t金额单位：万元\n", *["教育支出\n1.00\n"] * 5)]
    assert furniture(text_content("".join(lines)).blocks).sure == frozenset()
