"""The national forms of self-evaluation (财预〔2020〕10号) as filled in by invented bodies, with merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.documents.document import Cell, Grid
from ingest.performance.performance import Performance, read_performance

UP, LEFT = "^", "<"
"""A place that a merged cell covers, from above or from the left."""


def merged(*rows: Sequence[str]) -> Grid:
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in (UP, LEFT):
                right = next((n for n in range(c + 1, len(row)) if row[n] != LEFT), len(row))
                down = next((n for n in range(r + 1, len(rows)) if c >= len(rows[n]) or rows[n][c] != UP), len(rows))
                cells.append(Cell(text, r, c, down - r, right - c, page=1))
    return Grid(1, tuple(cells), len(rows), max(map(len, rows)), page=1)


def read(grid: Grid) -> Performance:
    return read_performance([grid], [], "a.pdf", year=2022, kind="决算")


def test_self_evaluation_of_a_project() -> None:
    found = read(merged(
        ["项目支出绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "示例运维经费", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, "示例市司法局", LEFT, LEFT, "实施单位", "示例中心", LEFT, LEFT],
        ["项目资金（万元）", LEFT, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [UP, LEFT, "年度资金总额", "100.00", "90.00", "81.00", "10", "90.00%", "9"],
        [UP, LEFT, "其中：当年财政拨款", "95.00", "85.00", "76.00", "—", "89.41%", "—"],
        [UP, LEFT, "其他资金", "5.00", "5.00", "5.00", "—", "100%", "—"],
        ["年度总体目标", "预期目标", LEFT, LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT],
        [UP, "保障系统平稳运行。", LEFT, LEFT, LEFT, "全年平稳运行。", LEFT, LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
        [UP, "产出指标（50分）", "数量指标", "巡检次数", "12次", "10次", "10", "8.33", "疫情影响"],
        [UP, UP, "质量指标", "系统可用率", "≥99%", "99.5%", "40", "40", ""],
        [UP, "满意度指标（40分）", "服务对象满意度指标", "用户满意度", "≥95%", "96%", "40", "38", ""],
        ["总分", LEFT, LEFT, LEFT, LEFT, LEFT, "100", "95.33", ""],
    ))  # fmt: skip
    (project,) = found.projects
    assert (project.name, project.budget, project.executed, project.rate, project.uom) == (
        "示例运维经费", Decimal("90.00"), Decimal("81.00"), "90.00%", "万元",
    )
    assert [(label, str(value)) for label, value in project.stage_values] == [
        ("年初预算数", "100.00"), ("全年预算数", "90.00"), ("全年执行数", "81.00"),
    ]
    assert [(label, str(value)) for label, value in project.funds] == [("当年财政拨款", "85.00"), ("其他资金", "5.00")]
    assert project.remarks == (("主管部门", "示例市司法局"), ("实施单位", "示例中心"))
    assert [(g.number, g.text, g.result) for g in found.goals] == [("预期目标", "保障系统平稳运行。", "全年平稳运行。")]
    assert [(i.level1, i.level2, i.name, i.target, i.actual, i.weight, i.score, i.note) for i in found.indicators] == [
        ("产出指标", "数量指标", "巡检次数", "12次", "10次", "10", "8.33", "疫情影响"),
        ("产出指标", "质量指标", "系统可用率", "≥99%", "99.5%", "40", "40", ""),
        ("满意度指标", "服务对象满意度指标", "用户满意度", "≥95%", "96%", "40", "38", ""),
    ]
    assert [(s.project, s.name, s.full_mark, s.score) for s in found.scores] == [
        ("示例运维经费", "执行率", "10", "9"), ("示例运维经费", "总分", "100", "95.33"),
    ]
    assert not any("总分" in i.name for i in found.indicators)


def test_self_evaluation_of_the_whole_unit() -> None:
    found = read(merged(
        ["部门名称", LEFT, "示例市文化局", LEFT, LEFT, LEFT, LEFT],
        ["年度预算申请（万元）", LEFT, "", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        [UP, LEFT, "年度资金总额", "5000.00", "5200.00", "5100.00", "98.08%"],
        [UP, LEFT, "其中：一般公共预算拨款", "4800.00", "5000.00", "4900.00", "98.00%"],
        [UP, LEFT, "按支出性质分：基本支出", "3000.00", "3100.00", "3100.00", "100%"],
        [UP, LEFT, "项目支出", "2000.00", "2100.00", "2000.00", "95.24%"],
        ["年度主要任务", "任务名称", "主要内容", LEFT, "完成情况", LEFT, LEFT],
        [UP, "公共文化服务", "送戏下乡200场", LEFT, "完成210场", LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "得分"],
        [UP, "产出指标", "数量指标", "送戏下乡场次", "200场", "210场", "98"],
        ["自评得分", LEFT, LEFT, LEFT, LEFT, LEFT, "98"],
    ))  # fmt: skip
    (project,) = found.projects
    assert (project.name, project.budget, project.executed) == ("部门整体支出", Decimal("5200.00"), Decimal("5100.00"))
    assert ("基本支出", Decimal("3100.00")) in project.stage_values
    assert project.funds == (("一般公共预算拨款", Decimal("5000.00")),)
    assert [(k.name, k.content, k.result) for k in found.key_works] == [("公共文化服务", "送戏下乡200场", "完成210场")]
    assert [(i.name, i.target, i.actual) for i in found.indicators] == [("送戏下乡场次", "200场", "210场")]
    assert [(s.name, s.score) for s in found.scores] == [("自评得分", "98")]


def test_targets_of_a_budget_by_their_national_form() -> None:
    found = read(merged(
        ["项目名称", LEFT, "示例补贴", LEFT, LEFT],
        ["主管部门", LEFT, "示例局", "实施单位", "示例站"],
        ["项目资金（万元）", LEFT, "年度资金总额：", LEFT, "60.00"],
        [UP, LEFT, "其中：财政拨款", LEFT, "50.00"],
        [UP, LEFT, "其他资金", LEFT, "10.00"],
        ["总体目标", "年度目标", LEFT, LEFT, LEFT],
        [UP, "按时足额发放补贴。", LEFT, LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        [UP, "产出指标", "数量指标", "补贴人数", "≥500人"],
    ))  # fmt: skip
    (project,) = found.projects
    assert (project.name, project.budget, project.executed, project.uom) == ("示例补贴", Decimal("60.00"), None, "万元")
    assert [(label, str(value)) for label, value in project.funds] == [("财政拨款", "50.00"), ("其他资金", "10.00")]
    assert [(g.number, g.text) for g in found.goals] == [("年度目标", "按时足额发放补贴。")]
    assert [(i.name, i.target) for i in found.indicators] == [("补贴人数", "≥500人")]


def test_the_unit_named_below_a_project_is_the_projects() -> None:
    found = read(merged(
        ["项目名称", "示例防控经费", LEFT, LEFT, LEFT, LEFT],
        ["预算单位", "示例县林业局", LEFT, LEFT, LEFT, LEFT],
        ["预算执行情况（万元）", "预算数", "执行数", "分值", "执行率", "得分"],
        [UP, "50.00", "40.00", "10", "80.00%", "8"],
        ["一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值", "得分"],
        ["产出指标", "数量指标", "监测面积", "≥30万亩", "26.5万亩", "8.8"],
        ["", "", "册数", "≥60万册次", "57.3万册次", "9"],
        ["自评结论", "监测面积未达到预期。", LEFT, LEFT, LEFT, LEFT],
    ))  # fmt: skip
    (project,) = found.projects
    assert (project.name, project.budget, project.executed) == ("示例防控经费", Decimal("50.00"), Decimal("40.00"))
    assert project.funds == ()
    assert project.remarks == (("预算单位", "示例县林业局"), ("自评结论", "监测面积未达到预期。"))
    assert {score.project for score in found.scores} == {"示例防控经费"}
    assert [(i.project, i.name, i.target, i.actual) for i in found.indicators] == [
        ("示例防控经费", "监测面积", "≥30万亩", "26.5万亩"), ("示例防控经费", "册数", "≥60万册次", "57.3万册次"),
    ]
    told = {(f.item, f.column): (f.stage, str(f.value), f.uom) for f in found.figures if "指标值" in f.column}
    assert told == {
        ("产出指标/数量指标/监测面积", "预期指标值"): ("预算", "30", "万亩"),
        ("产出指标/数量指标/监测面积", "实际完成指标值"): ("决算", "26.5", "万亩"),
        ("产出指标/数量指标/册数", "预期指标值"): ("预算", "60", "万册次"),
        ("产出指标/数量指标/册数", "实际完成指标值"): ("决算", "57.3", "万册次"),
    }


@pytest.mark.parametrize("heads", [["指标性质", "指标值", "度量单位"], ["绩效指标性质", "绩效指标值", "绩效度量单位"]])
def test_one_table_of_the_targets_of_all_projects(heads: list[str]) -> None:
    found = read(merged(
        ["单位名称", "项目名称", "预算数（万元）", "年度目标", "一级指标", "二级指标", "三级指标", *heads, "权重"],
        ["示例局", "示例绿化", "1020.40", "完成绿化。", "产出指标", "数量指标", "造林面积", "≥", "9000", "亩", "30"],
        [UP, UP, UP, UP, "满意度指标", "满意度指标", "满意度", "≥", "90", "%", "10"],
        [UP, "示例防控", "367.33", "遏制疫情。", "产出指标", "时效指标", "完成时间", "定性", "3月底前", "", "20"],
    ))  # fmt: skip
    assert [(p.name, p.budget, p.uom) for p in found.projects] == [
        ("示例绿化", Decimal("1020.40"), "万元"), ("示例防控", Decimal("367.33"), "万元"),
    ]
    assert dict(found.projects[0].sources)["预算数"].printed == "1020.40"
    assert [(i.project, i.goal, i.name, i.target, i.weight) for i in found.indicators] == [
        ("示例绿化", "完成绿化。", "造林面积", "≥9000亩", "30"), ("示例绿化", "完成绿化。", "满意度", "≥90%", "10"),
        ("示例防控", "遏制疫情。", "完成时间", "3月底前", "20"),
    ]
    assert [(g.project, g.text) for g in found.goals] == [("示例绿化", "完成绿化。"), ("示例防控", "遏制疫情。")]
    told = [f for f in found.figures if f.column in ("预算数（万元）", heads[1])]
    assert [(f.project, f.item, str(f.value), f.uom) for f in told] == [
        ("示例绿化", "示例绿化", "1020.40", "万元"), ("示例绿化", "产出指标/数量指标/造林面积", "9000", "亩"),
        ("示例绿化", "满意度指标/满意度指标/满意度", "90", "%"), ("示例防控", "示例防控", "367.33", "万元"),
    ]


def test_a_head_in_a_table_of_its_own_is_of_the_indicators_below() -> None:
    def form(name: str, budget: str, goal: str, indicator: str) -> list[Grid]:
        return [
            merged(["单位名称：示例学院", "单位：万元"], ["项目名称", name], ["预算金额", budget], ["年度目标", goal]),
            merged(["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", indicator, "≥18门"]),
        ]

    listed = merged(["项目名称", "金额"], ["不相干的项目", "3.00"])
    grids = [
        listed, *form("课程建设", "4,030.00", "建成课程。", "课程数"), *form("教材", "20.00", "编成教材。", "教材数"),
    ]
    found = read_performance([replace(grid, index=n) for n, grid in enumerate(grids, 1)], [], "a.txt", year=2024,
                             kind="预算")
    assert [(p.name, str(p.budget), p.uom) for p in found.projects] == [
        ("课程建设", "4030.00", "万元"), ("教材", "20.00", "万元")]
    assert [(g.project, g.text) for g in found.goals] == [("课程建设", "建成课程。"), ("教材", "编成教材。")]
    assert [(i.project, i.name) for i in found.indicators] == [("课程建设", "课程数"), ("教材", "教材数")]
    assert found.consumed_grids == {2, 3, 4, 5}
