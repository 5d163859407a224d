"""Numbers of evaluation, target, score and key-work tables as figures: of invented tables, and of real ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ingest.disclosure import read_disclosure
from ingest.documents.document import Cell, Grid, Paragraph
from ingest.performance.figures import measured
from ingest.performance.performance import read_performance
from ingest.performance.values import Printed
from ingest.records import Figure, Kind, Passage, Source

Row = tuple[str, str, str, str, str]


def grid(index: int, *rows: Sequence[str]) -> Grid:
    printed = [(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    cells = tuple(Cell(text, r, c, line=10 * index + r) for text, r, c in printed)
    return Grid(index, cells, len(rows), max(map(len, rows)), line=10 * index, spans_known=False)


def figures(table: Grid, *heading: str, kind: Kind = "决算", names: tuple[str, ...] = ()) -> tuple[Figure, ...]:
    passage = Passage("项目名称", heading, Source("a.txt", "项目名称", table=table.index))
    return read_performance([table], [passage], "a.txt", year=2023, kind=kind, names=names).figures


def rows(found: Sequence[Figure]) -> list[Row]:
    return [(f.item, f.column, f.stage, str(f.value), f.uom) for f in found]


PROJECT = grid(
    4,
    ["项目名称", "", "", "示例平台维护费"],
    ["预算执行情况（万元）", "", "", "资金来源", "预算数（A）", "执行数（B）", "执行率（B/A）"],
    ["", "", "", "一般预算内拨款", "60.00", "30.00", "50.00%"],
    ["", "", "", "合 计", "80.00", "40.00", "50.00%"],
    ["年度绩效目标完成情况", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "未完成原因"],
    ["", "产出指标", "数量指标", "1.维护次数", "≥4次", "5次", "已完成"],
    ["", "满意度指标", "满意度指标", "满意度", "90%", "基本满意", "说明3处"],
)


def test_every_number_of_a_form_is_a_figure_with_its_own_cell() -> None:
    found = figures(PROJECT, "第六部分 附件", "2023年度示例区交易中心“示例平台维护费”自评表", names=("示例区交易中心",))
    assert rows(found) == [
        ("一般预算内拨款", "预算数（A）", "预算", "60.00", "万元"),
        ("一般预算内拨款", "执行数（B）", "决算", "30.00", "万元"),
        ("一般预算内拨款", "执行率（B/A）", "决算", "50.00", "%"),
        ("合计", "预算数（A）", "预算", "80.00", "万元"),
        ("合计", "执行数（B）", "决算", "40.00", "万元"),
        ("合计", "执行率（B/A）", "决算", "50.00", "%"),
        ("产出指标/数量指标/维护次数", "年度指标值", "预算", "4", "次"),
        ("产出指标/数量指标/维护次数", "实际完成值", "决算", "5", "次"),
        ("满意度指标/满意度指标/满意度", "年度指标值", "预算", "90", "%"),
    ]
    assert {(f.kind, f.form, f.form_id, f.project, f.dimensions.measure) for f in found} == {
        ("performance", "“示例平台维护费”自评表", "", "示例平台维护费", "")
    }
    first, target = found[0], found[6]
    assert first.amount == Decimal(600000)
    assert (target.source.printed, target.source.row, target.source.column, target.source.line) == ("≥4次", 6, 5, 45)


def test_places_of_a_projects_money_are_its_cells() -> None:
    (project,) = read_performance([PROJECT], [], "a.txt", year=2023, kind="决算").projects
    places = {label: (source.printed, source.row, source.column) for label, source in project.sources}
    assert places == {"预算数": ("80.00", 4, 5), "执行数": ("40.00", 4, 6), "执行率": ("50.00%", 4, 7)}


def test_two_sums_with_the_same_parts_keep_their_parts_apart() -> None:
    table = grid(
        1,
        ["项目名称", "示例经费"],
        ["项目资金（元）", "项目资金总额", "100.00", "年度资金申请总额", "90.00"],
        ["", "其他资金", "5.00", "其他资金", "0.00"],
        ["一级指标", "二级指标", "三级指标", "年度(/项目)指标值"],
        ["产出指标", "数量指标", "面积", "≥13,459.00(平方米)"],
    )
    assert rows(figures(table, "财政项目支出绩效目标填报表", kind="预算")) == [
        ("项目资金总额", "", "预算", "100.00", "元"),
        ("年度资金申请总额", "", "预算", "90.00", "元"),
        ("项目资金总额/其他资金", "", "预算", "5.00", "元"),
        ("年度资金申请总额/其他资金", "", "预算", "0.00", "元"),
        ("产出指标/数量指标/面积", "年度(/项目)指标值", "预算", "13459.00", "平方米"),
    ]


def test_a_cell_of_words_tells_what_each_number_is_of() -> None:
    table = grid(
        2,
        ["序号", "重要事项", "工作内容及目标", "完成情况"],
        ["1", "有序交易", "交易量达500场以上", "全年交易场次为548场，累计预算金额44.57亿元，节资率3.75%。"],
    )
    assert rows(figures(table, "第四部分 2023年重点工作完成情况")) == [
        ("有序交易/交易量", "工作内容及目标", "预算", "500", "场"),
        ("有序交易/交易场次", "完成情况", "决算", "548", "场"),
        ("有序交易/累计预算金额", "完成情况", "预算", "44.57", "亿元"),
        ("有序交易/节资率", "完成情况", "决算", "3.75", "%"),
    ]


def test_a_cell_of_things_and_their_counts_tells_each() -> None:
    table = grid(4, ["项目名称", "设备购置"], ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
                 ["产出指标", "数量指标", "购置设备", "CT 7台，DR 2台", "CT-7型"], ["", "", "药占比", "≤28%", "26.9%"])
    assert rows(figures(table)) == [
        ("产出指标/数量指标/购置设备/CT", "年度指标值", "预算", "7", "台"),
        ("产出指标/数量指标/购置设备/DR", "年度指标值", "预算", "2", "台"),
        ("产出指标/数量指标/药占比", "年度指标值", "预算", "28", "%"),
        ("产出指标/数量指标/药占比", "实际完成值", "决算", "26.9", "%"),
    ]


def test_score_lines_of_a_flowing_text() -> None:
    printed = ["评价指标 权重 标准分值 评价得分", "产出 40% 40 37.39"]
    lines = [Paragraph(text, line=n) for n, text in enumerate(printed, 50)]
    report = Passage("经评价。", ("示例专项经费项目绩效评价报告", "一、自评结论"), Source("a.txt", "经评价。", line=40))
    found = read_performance(lines, [report], "a.txt", year=2023, kind="决算").figures
    assert rows(found) == [
        ("产出", "权重", "预算", "40", "%"),
        ("产出", "标准分值", "预算", "40", "分"),
        ("产出", "评价得分", "决算", "37.39", "分"),
    ]
    assert {f.form for f in found} == {"示例专项经费项目绩效评价报告"}


@pytest.mark.parametrize(
    ("printed", "value", "uom"),
    [
        ("=5.00(万人次)", "5.00", "万人次"),
        (r"$\geq 3\%$", "3", "%"), ("不低于50%", "50", "%"), ("1,500 笔", "1500", "笔"),
        ("87.0万元/公里", "87.0", "万元/公里"), ("265.00", "265.00", "万元"), ("19万尾", "19", "万尾"),
    ],
)
def test_a_measured_text_has_one_value(printed: str, value: str, uom: str) -> None:
    cell = Printed("", (), "预算数", Source("a.txt", printed), "万元")
    found = measured(cell)
    assert found is not None
    assert (str(found[0]), found[1]) == (value, uom)


@pytest.mark.parametrize("printed", ["2023年", "12月底", "3级", "2023-01-01", "及时率", "24小时客服", "第3名"])
def test_other_texts_have_none(printed: str) -> None:
    assert measured(Printed("", (), "年度指标值", Source("a.txt", printed))) is None


# --- real documents ------------------------------------------------------------------------------------------------

real = pytest.mark.skipif(
    "MINGZHANG_DISCLOSURES" not in os.environ, reason="MINGZHANG_DISCLOSURES is not set: no real disclosures to read"
)


CAIDIAN = "wuhan-caidian-ggzyjyzx-2023-juesuan.txt"
WUHAN = "wuhan-ggzyjyzx-2021-juesuan.txt"
WANLI = "sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf"
WHOLE, OWN, TARGETS = "部门整体绩效自评表", "“政府采购工作运转经费”自评表", "财政项目支出绩效目标填报表"


@cache
def of_document(name: str) -> tuple[Figure, ...]:
    found = read_disclosure([Path(os.environ["MINGZHANG_DISCLOSURES"]) / name]).figures
    return tuple(figure for figure in found if figure.kind == "performance")


@real
@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "form", "item", "column", "value", "uom", "where"),
    [
        (CAIDIAN, WHOLE, "部门整体支出总额", "预算数（A）", "560.57", "万元", 789),
        (CAIDIAN, WHOLE, "产出指标/数量指标/服务类供应商入驻电子平台数", "年初目标值", "580", "家", 816),
        (CAIDIAN, OWN, "合计", "执行数（B）", "88.24", "万元", 860),
        (CAIDIAN, OWN, "产出指标/质量指标/集中采购资金节约率", "实际完成值", "11.34", "%", 865),
        (CAIDIAN, "重点工作完成情况", "有序开展项目交易/累计中标金额", "完成情况", "42.90", "亿元", 714),
        (WUHAN, "公共资源交易专项工作经费项目绩效评价报告", "产出指标", "评价得分", "37.39", "分", 2992),
        (WANLI, TARGETS, "年度资金申请总额/其中：当年财政拨款", "", "11419043.00", "元", 35),
        (WANLI, TARGETS, "产出指标/数量指标/按计划数量完成/宣传用品", "年度(/项目)指标值", "20000", "份", 34),
    ],
)
def test_figures_as_on_the_page(
    name: str, form: str, item: str, column: str, value: str, uom: str, where: int
) -> None:
    """``where``: the page of a PDF, the line of a text file."""
    found = [
        (f.form, f.item, f.column, str(f.value), f.uom, f.source.page or f.source.line) for f in of_document(name)
    ]
    assert (form, item, column, value, uom, where) in found
