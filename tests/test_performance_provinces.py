# ruff: noqa: E501 - rows of forms are kept whole
"""Self-evaluation and target forms as provinces lay them out, filled in by invented bodies: every field of every row.

The forms were drawn up from knowledge of the provinces' own before the program was run on them.
"""

from __future__ import annotations

from test_performance_forms import LEFT, UP, merged, read

from ingest.performance.performance import Performance, read_performance
from ingest.records import Indicator


def rows(found: Performance) -> list[tuple[str, ...]]:
    def row(i: Indicator) -> tuple[str, ...]:
        return i.level1, i.level2, i.name, i.target, i.actual, i.weight, i.score, i.note

    return [row(i) for i in found.indicators]


def money(found: Performance) -> list[tuple[str, str, str, str, str]]:
    return [(p.name, str(p.budget), str(p.executed), p.rate, p.uom) for p in found.projects]


def test_sign_value_and_unit_of_a_target_in_columns_of_their_own() -> None:
    found = read(merged(
        ["2023年特定目标类部门预算项目绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "川剧进校园经费", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, "示例市文化局", LEFT, LEFT, "实施单位", LEFT, "示例市川剧团", LEFT, LEFT],
        ["项目基本情况", "项目年度目标", LEFT, LEFT, LEFT, "年度目标完成情况", LEFT, LEFT, LEFT, LEFT],
        [UP, "开展川剧进校园演出12场。", LEFT, LEFT, LEFT, "已演出13场。", LEFT, LEFT, LEFT, LEFT],
        ["预算执行情况（10分）", "年初预算数", LEFT, "调整后预算数", LEFT, "预算执行数", LEFT, "预算执行率", "权重", "得分"],
        ["总额", "50.00", LEFT, "48.00", LEFT, "46.08", LEFT, "96%", "10", "9.6"],
        ["其中：财政资金", "50.00", LEFT, "48.00", LEFT, "46.08", LEFT, "96%", "/", "/"],
        ["财政专户管理资金", "", LEFT, "", LEFT, "", LEFT, "", "/", "/"],
        ["单位资金", "", LEFT, "", LEFT, "", LEFT, "", "/", "/"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"],
        ["产出指标", "数量指标", "演出场次", "≥", "12", "场次", "13", "30", "30", ""],
        [UP, "质量指标", "演出完成率", "＝", "100", "%", "100", "20", "20", ""],
        [UP, "时效指标", "完成时间", "定性", "2023年12月底前", "", "按期完成", "10", "10", ""],
        ["效益指标", "社会效益指标", "受益学生人数", "≥", "6000", "人次", "5820", "20", "19.4", "两场因雨取消"],
        ["满意度指标", "服务对象满意度指标", "师生满意度", "≥", "90", "%", "95", "10", "10", ""],
        ["合计", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, "100", "99", ""],
        ["评价结论", "项目完成较好。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["存在问题", "个别演出受天气影响。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["改进措施", "增加室内场地。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
    ))  # fmt: skip
    assert rows(found) == [
        ("产出指标", "数量指标", "演出场次", "≥12场次", "13", "30", "30", ""),
        ("产出指标", "质量指标", "演出完成率", "＝100%", "100", "20", "20", ""),
        ("产出指标", "时效指标", "完成时间", "2023年12月底前", "按期完成", "10", "10", ""),
        ("效益指标", "社会效益指标", "受益学生人数", "≥6000人次", "5820", "20", "19.4", "两场因雨取消"),
        ("满意度指标", "服务对象满意度指标", "师生满意度", "≥90%", "95", "10", "10", ""),
    ]
    (project,) = found.projects
    assert money(found) == [("川剧进校园经费", "48.00", "46.08", "96%", "")]
    assert [(label, str(value)) for label, value in project.stage_values] == [
        ("年初预算数", "50.00"), ("调整后预算数", "48.00"), ("预算执行数", "46.08"),
    ]  # fmt: skip
    assert [(label, str(value)) for label, value in project.funds] == [("财政资金", "48.00")]
    assert project.remarks == (
        ("主管部门", "示例市文化局"), ("实施单位", "示例市川剧团"), ("评价结论", "项目完成较好。"),
        ("存在问题", "个别演出受天气影响。"), ("改进措施", "增加室内场地。"),
    )  # fmt: skip
    assert [(g.text, g.result) for g in found.goals] == [("开展川剧进校园演出12场。", "已演出13场。")]
    assert [(s.name, s.full_mark, s.score) for s in found.scores] == [("执行率", "10", "9.6"), ("合计", "100", "99")]


def test_targets_of_the_whole_term_beside_those_of_the_year() -> None:
    found = read(merged(
        ["项目支出绩效目标申报表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "农村公路养护补助", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, "示例县交通运输局", LEFT, LEFT, "实施单位", "示例县公路站", LEFT],
        ["项目资金（万元）", LEFT, "中期资金总额：", "900.00", LEFT, "年度资金总额：", "300.00", LEFT],
        [UP, LEFT, "其中：财政拨款", "900.00", LEFT, "其中：财政拨款", "300.00", LEFT],
        [UP, LEFT, "其他资金", "0.00", LEFT, "其他资金", "0.00", LEFT],
        ["总体目标", "中期目标（2023年—2025年）", LEFT, LEFT, LEFT, "年度目标", LEFT, LEFT],
        [UP, "三年养护农村公路600公里。", LEFT, LEFT, LEFT, "养护农村公路200公里。", LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        [UP, "产出指标", "数量指标", "养护里程", "600公里", "数量指标", "养护里程", "200公里"],
        [UP, UP, "质量指标", "路面完好率", "≥92%", "质量指标", "路面完好率", "≥90%"],
        [UP, "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "服务对象满意度指标", "群众满意度", "≥88%"],
    ))  # fmt: skip
    term, year = "三年养护农村公路600公里。", "养护农村公路200公里。"
    assert [(i.goal, *row[:4]) for i, row in zip(found.indicators, rows(found), strict=True)] == [
        (term, "产出指标", "数量指标", "养护里程", "600公里"),
        (year, "产出指标", "数量指标", "养护里程", "200公里"),
        (term, "产出指标", "质量指标", "路面完好率", "≥92%"),
        (year, "产出指标", "质量指标", "路面完好率", "≥90%"),
        (term, "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
        (year, "满意度指标", "服务对象满意度指标", "群众满意度", "≥88%"),
    ]
    assert [(g.number, g.text) for g in found.goals] == [
        ("中期目标（2023年—2025年）", term), ("年度目标", year),
    ]  # fmt: skip
    (project,) = found.projects
    assert (project.name, str(project.budget)) == ("农村公路养护补助", "300.00")
    assert ("中期资金总额", "900.00") in [(label, str(value)) for label, value in project.stage_values]


def test_two_blocks_of_indicators_side_by_side() -> None:
    found = read(merged(
        ["项目名称", "示例绿化经费", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "指标值", "一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "补植苗木", "≥3000株", "效益指标", "生态效益指标", "绿化覆盖率", "≥38%"],
        [UP, "质量指标", "成活率", "≥95%", "满意度指标", "服务对象满意度指标", "市民满意度", "≥90%"],
        [UP, "时效指标", "完成时间", "4月底前", "", "", "", ""],
    ))  # fmt: skip
    assert sorted(row[:4] for row in rows(found)) == sorted([
        ("产出指标", "数量指标", "补植苗木", "≥3000株"), ("产出指标", "质量指标", "成活率", "≥95%"),
        ("产出指标", "时效指标", "完成时间", "4月底前"), ("效益指标", "生态效益指标", "绿化覆盖率", "≥38%"),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%"),
    ])  # fmt: skip


def test_a_form_that_goes_on_over_the_page_without_its_header() -> None:
    first = merged(
        ["项目名称", LEFT, "示例市运动会经费", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        [UP, "产出指标", "数量指标", "参赛队伍", "≥40支", "42支", "20", "20"],
        [UP, UP, "质量指标", "裁判持证率", "100%", "100%", "30", "30"],
    )  # fmt: skip
    second = merged(
        ["", "", "时效指标", "按期举办率", "100%", "100%", "10", "10"],
        ["", "效益指标", "社会效益指标", "观众人次", "≥2万人次", "1.8万人次", "20", "18"],
        ["", "满意度指标", "服务对象满意度指标", "运动员满意度", "≥95%", "96%", "10", "10"],
        ["总分", LEFT, LEFT, LEFT, LEFT, LEFT, "90", "88"],
    )
    found = read_performance([first, second], [], "a.pdf", year=2022, kind="决算")
    assert [(i.project, *row[:7]) for i, row in zip(found.indicators, rows(found), strict=True)] == [
        ("示例市运动会经费", "产出指标", "数量指标", "参赛队伍", "≥40支", "42支", "20", "20"),
        ("示例市运动会经费", "产出指标", "质量指标", "裁判持证率", "100%", "100%", "30", "30"),
        ("示例市运动会经费", "产出指标", "时效指标", "按期举办率", "100%", "100%", "10", "10"),
        ("示例市运动会经费", "效益指标", "社会效益指标", "观众人次", "≥2万人次", "1.8万人次", "20", "18"),
        ("示例市运动会经费", "满意度指标", "服务对象满意度指标", "运动员满意度", "≥95%", "96%", "10", "10"),
    ]
    assert [(s.name, s.full_mark, s.score) for s in found.scores] == [("总分", "90", "88")]


def test_the_whole_departments_score_table_by_levels_of_duties() -> None:
    """湖南、广东: 一级指标 投入、过程、产出、效果, each with its points and what was scored."""
    found = read(merged(
        ["部门整体支出绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["部门名称", "示例市林业局", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["年度预算申请（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [UP, "年度资金总额", "1200.00", "1350.00", "1296.00", "10", "96.00%", "9.60"],
        [UP, "按收入性质分：", "", "", "", "按支出性质分：", "", ""],
        [UP, "其中：一般公共预算：1350.00", LEFT, LEFT, LEFT, "其中：基本支出：800.00", LEFT, LEFT],
        [UP, "政府性基金拨款：0.00", LEFT, LEFT, LEFT, "项目支出：550.00", LEFT, LEFT],
        ["年度总体目标", "预期目标", LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT],
        [UP, "完成造林2万亩。", LEFT, LEFT, "完成造林2.1万亩。", LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标（50分）", "数量指标", "造林面积", "2万亩", "2.1万亩", "25", "25", "无"],
        [UP, "成本指标", "亩均成本", "≤600元", "590元", "25", "25", "无"],
        ["效益指标（30分）", "生态效益指标", "森林覆盖率", "≥45%", "44.6%", "30", "28", "新造林未郁闭，加强抚育"],
        ["满意度指标（10分）", "社会公众满意度指标", "群众满意度", "≥90%", "93%", "10", "10", "无"],
        ["总分", LEFT, LEFT, LEFT, LEFT, "100", "97.60", ""],
    ))  # fmt: skip
    assert rows(found) == [
        ("产出指标", "数量指标", "造林面积", "2万亩", "2.1万亩", "25", "25", "无"),
        ("产出指标", "成本指标", "亩均成本", "≤600元", "590元", "25", "25", "无"),
        ("效益指标", "生态效益指标", "森林覆盖率", "≥45%", "44.6%", "30", "28", "新造林未郁闭，加强抚育"),
        ("满意度指标", "社会公众满意度指标", "群众满意度", "≥90%", "93%", "10", "10", "无"),
    ]
    assert money(found) == [("部门整体支出", "1350.00", "1296.00", "96.00%", "万元")]
    (project,) = found.projects
    assert ("一般公共预算", "1350.00") in [(label, str(value)) for label, value in project.funds]
    said = [(label, str(value)) for label, value in project.stage_values]
    assert ("基本支出", "800.00") in said
    assert ("项目支出", "550.00") in said
    assert [(g.text, g.result) for g in found.goals] == [("完成造林2万亩。", "完成造林2.1万亩。")]
    assert [(s.name, s.full_mark, s.score) for s in found.scores] == [("执行率", "10", "9.60"), ("总分", "100", "97.60")]


def test_money_told_down_the_rows_and_a_score_out_of_ten() -> None:
    """Amounts transposed: one row a stage, one column a source."""
    found = read(merged(
        ["项目名称", "示例应急物资储备", LEFT, LEFT, LEFT],
        ["资金情况（万元）", "合计", "财政拨款", "上年结转", "其他资金"],
        ["全年预算数（A）", "80.00", "70.00", "10.00", ""],
        ["全年执行数（B）", "76.00", "66.00", "10.00", ""],
        ["执行率（B/A）", "95.00%", "94.29%", "100.00%", ""],
        ["一级指标", "二级指标", "三级指标", "目标值", "完成值"],
        ["产出指标", "数量指标", "储备帐篷", "200顶", "200顶"],
    ))  # fmt: skip
    assert money(found) == [("示例应急物资储备", "80.00", "76.00", "95.00%", "万元")]
    (project,) = found.projects
    assert [(label, str(value)) for label, value in project.funds] == [("财政拨款", "70.00"), ("上年结转", "10.00")]
    assert rows(found) == [("产出指标", "数量指标", "储备帐篷", "200顶", "200顶", "", "", "")]
