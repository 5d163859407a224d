"""Performance tables and prose of invented bodies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ingest.documents.document import Block, Cell, Grid, Paragraph
from ingest.performance.performance import Performance, read_performance
from ingest.records import Passage, Source


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


def test_goals_and_listed_indicators_in_prose() -> None:
    section = ("2.绩效目标完成情况分析", "年度目标 1：优化服务，提升满意度指标", "(1)产出指标完成情况分析")
    found = read(
        prose=[
            ("年度绩效目标：开展服务，让企业满意。年度绩效目标完成情况如下：", section[:2]),
            ("数量指标设置了 2 个三级指标：办件数 12 件；满意率 ≥ 95%。通过评价，指标均已完成。", section),
            ("数量指标设置了 1 个三级指标：设立窗口，配备人员。", section),
            ("数量指标设置了 2 个三级指标：设立窗口，配备人员。", section),  # not as many as it says: no telling which
        ]
    )
    assert [(g.number, g.text) for g in found.goals] == [("1", "开展服务，让企业满意。")]
    assert [(i.goal, i.level1, i.level2, i.name, i.target, i.actual, i.note) for i in found.indicators] == [
        ("优化服务，提升满意度指标", "产出指标", "数量指标", "办件数", "", "12件", "已完成"),
        ("优化服务，提升满意度指标", "产出指标", "数量指标", "满意率", "≥95%", "", "已完成"),
        ("优化服务，提升满意度指标", "产出指标", "数量指标", "设立窗口，配备人员", "", "", ""),
    ]


def test_particulars_of_a_project_and_funds_by_what_they_are_part_of() -> None:
    form = tabbed(
        1,
        ["项目名称", "示例补贴", "项目性质", "经常性项目"],
        ["主管部门", "示例局", "实施单位", "示例中心"],
        ["项目资金（元）", "项目资金总额", "9.00", "年度资金申请总额", "9.00"],
        ["", "其他资金", "0.00", "其他资金", "0.00"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"],
        ["", "产出指标", "数量指标", "实施单位", "≥3家"],
    )
    (project,) = read(form).projects
    assert project.remarks == (("项目性质", "经常性项目"), ("主管部门", "示例局"), ("实施单位", "示例中心"))
    assert project.funds == (("其他资金", Decimal("0.00")), ("其他资金", Decimal("0.00")))
