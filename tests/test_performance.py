"""Performance tables and prose of invented bodies; and the rows of real ones, typed from the page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.documents.open import open_document
from ingest.performance import Performance, read_performance
from ingest.prose import passages
from ingest.records import Kind, Passage, Source


def tabbed(index: int, *rows: Sequence[str]) -> Grid:
    """A grid as from tabs: merged cells are lost, a blank goes on with its neighbour."""
    cells = tuple(
        Cell(text, r, c, line=100 * index + r) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    )
    return Grid(index, cells, len(rows), max(map(len, rows)), line=100 * index, spans_known=False)


def read(*blocks: Block, prose: Sequence[tuple[str, tuple[str, ...]]] = ()) -> Performance:
    found = [Passage(text, section, Source("a.txt", text, line=n)) for n, (text, section) in enumerate(prose, 1)]
    return read_performance(blocks, found, "a.txt", year=2023, kind="决算")


PROJECT = tabbed(
    3,
    ["项目名称", "", "", "示例平台维护费"],
    ["预算执行情况（万元）", "", "", "资金来源", "预算数（A）", "执行数（B）", "执行率（B/A）"],
    ["", "", "", "一般预算内拨款", "60.00", "30.00", "50.00%"],
    ["", "", "", "合 计", "80.00", "40.00", "50.00%"],
    ["年度绩效目标完成情况", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "未完成原因和改进措施"],
    ["", "产出指标", "数量指标", "维护次数", "≥4次", "5次", "已完成"],
    ["", "", "", "响应时间", "1小时", "2小时", "人手不足"],
    ["", "", "质量指标", "正常运行率", "99%", "99.5%", ""],
    ["", "效益指标", "", "节约率", "≥3%", "3.2%", ""],
    ["说明", "部分工作推迟。"],
)


def test_project_form_levels_carry_down_and_reset() -> None:
    found = read(PROJECT)
    assert [(i.project, i.level1, i.level2, i.name, i.target, i.actual, i.note) for i in found.indicators] == [
        ("示例平台维护费", "产出指标", "数量指标", "维护次数", "≥4次", "5次", "已完成"),
        ("示例平台维护费", "产出指标", "数量指标", "响应时间", "1小时", "2小时", "人手不足"),
        ("示例平台维护费", "产出指标", "质量指标", "正常运行率", "99%", "99.5%", ""),
        ("示例平台维护费", "效益指标", "", "节约率", "≥3%", "3.2%", ""),
    ]
    (project,) = found.projects
    assert (project.budget, project.executed, project.rate, project.uom) == (
        Decimal("80.00"), Decimal("40.00"), "50.00%", "万元",
    )
    assert project.funds == (("一般预算内拨款", Decimal("60.00")),)
    assert project.remarks == (("说明", "部分工作推迟。"),)
    first = found.indicators[0]
    assert (first.source.table, first.source.row, first.source.column, first.source.line) == (3, 6, 5, 305)
    assert first.source.printed == "≥4次"
    assert first.actual_source is not None
    assert first.actual_source.column == 6
    assert first.name_source is not None
    assert first.name_source.printed == "维护次数"
    assert found.consumed_grids == {3}


def test_goals_of_the_whole_unit_own_the_indicators_below_them() -> None:
    found = read(
        tabbed(
            1,
            ["单位名称", "", "示例中心"],
            ["预算执行情况（万元）", "", "预算数（A）", "执行数（B）", "执行率（B/A）"],
            ["", "部门整体支出总额", "100.00", "90.00", "90%"],
            ["年度目标1：把事办好"],
            ["完成情况", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值"],
            ["", "产出指标", "数量指标", "办件", "≥10件", "12件"],
            ["年度目标2：把事办快"],
            ["完成情况", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值"],
            ["", "产出指标", "时效指标", "用时", "≤2天", "1天"],
        )
    )
    assert [(g.number, g.text) for g in found.goals] == [("1", "把事办好"), ("2", "把事办快")]
    assert [(i.goal, i.name) for i in found.indicators] == [("把事办好", "办件"), ("把事办快", "用时")]
    assert [(p.name, p.budget, p.rate) for p in found.projects] == [("部门整体支出", Decimal("100.00"), "90%")]


def test_other_tables_are_left_alone() -> None:
    statutory = tabbed(1, ["项目", "行次", "金额"], ["一、财政拨款收入", "1", "10.00"])
    found = read(statutory, PROJECT, tabbed(4, ["采购项目", "数量"], ["电脑", "3"]))
    assert found.consumed_grids == {3}


def test_key_work_goes_on_behind_a_page_break() -> None:
    found = read(
        tabbed(1, ["序号", "重要事项", "工作内容及目标", "完成情况"], ["1", "优化服务", "设立窗口，", "已设立"]),
        tabbed(2, ["", "", "配备人员", "三个"], ["2", "改造场地", "开工", "未开工"]),
    )
    assert [(k.number, k.name, k.content, k.result) for k in found.key_works] == [
        ("1", "优化服务", "设立窗口，配备人员", "已设立三个"), ("2", "改造场地", "开工", "未开工"),
    ]


def test_score_table_in_flowing_text_and_grade_in_prose() -> None:
    printed = ["评价指标 权重 标准分值 评价得分 评价级别", "预算执行 20% 20 20.00 优", "产出指标 80% 80 75.39 优"]
    lines = [Paragraph(text, line=n) for n, text in enumerate(printed, 50)]
    text = "经评价，示例专项经费项目的绩效评价综合得分为 95.39 分，评价结果类型为 A，评价结果级别为优。"
    found = read(*lines, prose=[(text, ())])
    assert [(s.project, s.name, s.weight, s.full_mark, s.score, s.grade) for s in found.scores] == [
        ("示例专项经费", "预算执行", "20%", "20", "20.00", "优"),
        ("示例专项经费", "产出指标", "80%", "80", "75.39", "优"),
        ("示例专项经费", "绩效评价综合得分", "", "", "95.39", "A，优"),
    ]


def test_self_evaluation_in_prose() -> None:
    section = ("(三)项目支出自评结果",)
    found = read(
        prose=[
            ("1.示例专项经费项目绩效自评综述：项目全年预算数为78万元，执行数为39万元，完成预算的50%。", section),
            ("一是产出指标 1个，其中：", section),
            ("（1）数量指标 1 个：一是办件数年度目标值为 300 件，实际办件 213 件。", section),
        ]
    )
    (project,) = found.projects
    assert (project.name, project.budget, project.executed, project.rate) == (
        "示例专项经费", Decimal("78"), Decimal("39"), "50%",
    )
    (row,) = found.indicators
    assert (row.project, row.level1, row.level2, row.name, row.target, row.actual) == (
        "示例专项经费", "产出指标", "数量指标", "办件数", "300件", "213件",
    )


# --- real documents ------------------------------------------------------------------------------------------------

real = pytest.mark.skipif(
    "MINGZHANG_DISCLOSURES" not in os.environ, reason="MINGZHANG_DISCLOSURES is not set: no real disclosures to read"
)
CAIDIAN = "wuhan-caidian-ggzyjyzx-2023-juesuan.txt"
WUHAN = "wuhan-ggzyjyzx-2021-juesuan.txt"
WANLI = "sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf"


@cache
def performance_of(name: str) -> Performance:
    document = open_document(Path(os.environ["MINGZHANG_DISCLOSURES"]) / name)
    kind: Kind = "决算" if "juesuan" in name else "预算"
    return read_performance(document.blocks, passages(document.blocks, name), name, year=2023, kind=kind)


@real
@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (CAIDIAN, {"": 21, "政府采购工作运转经费": 11, "招标投标电子平台运转维护费": 9}),
        (
            WANLI,
            {
                "新建万里街道社区公共服务中心": 5,
                "就业援助基地补贴": 4,
                "社区环境整治和建设经费": 4,
                "各类工作经费": 43,
                "公共服务设施运行经费": 9,
            },
        ),
    ],
)
def test_every_row_of_the_tables_is_read(name: str, rows: dict[str, int]) -> None:
    found = performance_of(name).indicators
    assert Counter(i.project for i in found if i.source.table is not None) == rows


@real
@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "row"),
    [
        (CAIDIAN, ("", "产出指标", "数量指标", "受理集中采购项目数", "≥45个", "53个", "")),
        (CAIDIAN, ("", "效益指标", "经济效益指标", "“电子平台”累计资金节约率", "≥3%", "3.757%", "")),
        (CAIDIAN, ("", "满意度指标", "服务对象满意度指标", "平台使用者满意度", "≥95%", "100%", "")),
        (CAIDIAN, ("政府采购工作运转经费", "产出指标", "时效指标", "故障排除及时率", "100%", "100%", "已完成")),
        (CAIDIAN, ("招标投标电子平台运转维护费", "产出指标", "质量指标", "交易资金节约率", "≥3%", "3.76%", "已完成")),
        (WUHAN, ("公共资源交易专项工作经费", "产出指标", "数量指标", "政府采购成交项目", "300个", "213个", "")),
        (WUHAN, ("公共资源交易专项工作经费", "产出指标", "时效指标", "系统运行维护响应时间", "1小时", "<1小时", "")),
        (WUHAN, ("公共资源交易专项工作经费", "效益指标", "社会效益指标", "流量增长率", "10%", "20.29%", "")),
        (WANLI, ("新建万里街道社区公共服务中心", "产出指标", "数量指标", "规划建筑面积", "≥13459.00(平方米)", "", "")),
        (WANLI, ("各类工作经费", "产出指标", "质量指标", "中心全年活动人次", "=5.00(万人次)", "", "")),
        (WANLI, ("各类工作经费", "效益指标", "社会效益指标", "解决小朋友寒暑假看护难问题", "≥120.00(人次)", "", "")),
        (WANLI, ("公共服务设施运行经费", "满意度指标", "服务对象满意度指标", "居民满意度", "90%", "", "")),
    ],
)
def test_rows_as_on_the_page(name: str, row: tuple[str, ...]) -> None:
    found = performance_of(name).indicators
    assert row in [(i.project, i.level1, i.level2, i.name, i.target, i.actual, i.note) for i in found]


@real
@pytest.mark.real
def test_projects_goals_scores_and_key_works_as_on_the_page() -> None:
    caidian, wuhan, wanli = map(performance_of, (CAIDIAN, WUHAN, WANLI))
    money = [(p.name, str(p.budget), str(p.executed), p.rate) for p in caidian.projects]
    assert money == [
        ("部门整体支出", "560.57", "373.97", "66.71%"),
        ("政府采购工作运转经费", "265.00", "88.24", "33.30%"),
        ("招标投标电子平台运转维护费", "78.00", "55.76", "71.49%"),
        ("招投标电子平台运转维护费", "78", "55.76", "71.49%"),
        ("政府集中采购工作运转经费", "265", "88.24", "33.30%"),
    ]
    assert [g.number for g in caidian.goals] == ["1", "2", "3", "4", "5"]
    assert [(k.number, k.name) for k in caidian.key_works] == [
        ("1", "有序开展项目交易"), ("2", "启动并开展政集中采购业务"), ("3", "政府采购电子卖场提档升级"),
        ("4", "实施我区首个封闭式框架协议采购公开招标工作"), ("5", "提升信息化服务水平"),
    ]
    assert ("年初预算数", Decimal("2046.14")) in wuhan.projects[1].stage_values
    assert [(s.name, s.weight, s.score, s.grade) for s in wuhan.scores[:4]] == [
        ("预算执行", "20%", "20.00", "优"), ("产出指标", "40%", "37.39", "优"),
        ("效益和满意度指标", "40%", "38.00", "优"), ("综合绩效", "100%", "95.39", "优"),
    ]
    assert [(p.name, str(p.budget), p.uom) for p in wanli.projects] == [
        ("新建万里街道社区公共服务中心", "4100000.00", "元"), ("就业援助基地补贴", "6351000.00", "元"),
        ("社区环境整治和建设经费", "4563800.00", "元"), ("各类工作经费", "7595500.00", "元"),
        ("公共服务设施运行经费", "10903043.00", "元"),
    ]
    assert len(wanli.goals) == 10
