"""Tables of text parted by tabs in which merged cells left nothing, their captions within them."""

from __future__ import annotations

import pytest

from ingest.documents.document import Grid
from ingest.documents.text import text_content
from tests.table_builders import printed, read, tabs

CAPTIONS = "收支预算总表|||||\n部门：示例市水务局|||||单位：万元\n"
HEAD = "收入||支出|||\n项目名称|金额|功能分类||支出用途|\n功能科目名称|金额|项目名称|金额\n"
BODY = (
    "一、财政拨款|9.00|一、一般公共服务支出||一、基本支出|5.00\n1.一般公共预算|9.00|二、外交支出|9.00|二、项目支出|4.00\n"
    "收入合计|9.00|支出合计|9.00||\n")
PATHS = {"收入/金额", "支出/功能分类/金额", "支出/支出用途/金额"}


@pytest.mark.parametrize("text", [
    CAPTIONS + HEAD + BODY,
    "收支预算总表\n部门：示例市水务局|单位：万元\n收入|支出\n项目名称|金额|功能分类|支出用途\n"
    "功能科目名称|金额|项目名称|金额\n" + BODY,
], ids=["covered downwards", "covered"])
def test_a_header_that_lacks_covered_cells_under_captions_of_its_own(text: str) -> None:
    figures = printed(read(tabs(text)).reading.figures)
    assert {column for _, _, column, _, _ in figures} == PATHS
    assert ("", "基本支出", "支出/支出用途/金额", "5.00") in [figure[:4] for figure in figures]


def test_a_row_below_the_name_of_its_group_lacks_that_cell() -> None:
    found = read(tabs(
        "收入预算总表||\n单位：万元||\n项目名称||金额\n收入总计||9.00\n一般公共预算资金|小计|6.00\n公共财政拨款|6.00\n"
        "其他资金|小计|3.00\n其他收入|3.00\n"))
    assert [(item, value) for _, item, _, value, _ in printed(found.reading.figures)] == [
        ("收入总计", "9.00"), ("一般公共预算资金/小计", "6.00"), ("一般公共预算资金/公共财政拨款", "6.00"),
        ("其他资金/小计", "3.00"), ("其他资金/其他收入", "3.00")]


def test_words_that_come_again_below_a_header_are_no_merged_cells() -> None:
    """Target and result say the same: that the file prints merged cells again and again is told by headers alone."""
    text = tabs("一级指标|二级指标|目标值|完成值\n产出指标|数量指标|27座|27座\n产出指标|数量指标|43座|43座\n")
    assert not any(isinstance(block, Grid) and block.spans_known for block in text_content(text).blocks)
