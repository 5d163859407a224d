# ruff: noqa: E501 - rows of forms are kept whole
"""Self-evaluation and target forms of eight provinces, drawn up before the program was run on them: as grids, and drawn
as Word, workbook, HTML and PDF files. Filled in by invented bodies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_performance_forms import LEFT, UP, merged
from test_performance_provinces import money, rows

from ingest.documents.document import Block, Grid
from ingest.documents.open import open_document
from ingest.performance.performance import read_performance
from samples.generate.blocks import Cell as Printed
from samples.generate.blocks import Document, Heading, Table
from samples.generate.write_docx import write_docx
from samples.generate.write_html import write_html
from samples.generate.write_pdf import fonts_installed, write_pdf
from samples.generate.write_workbook import write_xlsx

Row = tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """The rows as drawn, and what a reader of them would write down."""

    drawn: Sequence[Sequence[str]]
    indicators: Sequence[Row]
    money: Sequence[Row] = ()
    goals: Sequence[Row] = ()
    scores: Sequence[Row] = ()
    funds: Sequence[Row] = ()
    stages: Sequence[Row] = ()
    year: int = 2023


BEIJING = Form(
    [
        ["项目支出绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["（2023年度）", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "图书馆夜间开放经费", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, "示例区文化和旅游局", LEFT, LEFT, "实施单位", LEFT, "示例区图书馆", LEFT, LEFT],
        ["项目负责人", LEFT, "李四", LEFT, LEFT, "联系电话", LEFT, "010-00000000", LEFT, LEFT],
        ["项目资金（万元）", LEFT, "", "年初预算数（A）", "全年预算数（B）", "全年执行数（C）", LEFT, "分值", "执行率（C/B）", "得分"],
        [UP, LEFT, "年度资金总额", "86.400000", "80.000000", "78.560000", LEFT, "10", "98.20%", "9.82"],
        [UP, LEFT, "其中：当年财政拨款", "86.400000", "80.000000", "78.560000", LEFT, "—", "98.20%", "—"],
        [UP, LEFT, "上年结转资金", "0.000000", "0.000000", "0.000000", LEFT, "—", "0.00%", "—"],
        ["年度总体目标", "预期目标", LEFT, LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT, LEFT],
        [UP, "全年夜间开放240天，服务读者8万人次。", LEFT, LEFT, LEFT, "夜间开放243天，服务读者8.6万人次。", LEFT, LEFT, LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值（A）", "实际完成值（B）", "分值", "得分计算方法", "得分", "未完成原因分析"],
        [UP, "产出指标（40分）", "数量指标", "夜间开放天数", "≥240天", "243天", "15", "达到指标值记满分", "15", ""],
        [UP, UP, "质量指标", "设备完好率", "＝100%", "98%", "15", "按完成比例得分", "14.7", "两台借还机故障"],
        [UP, UP, "时效指标", "经费拨付时间", "12月底前", "12月20日", "10", "达到指标值记满分", "10", ""],
        [UP, "成本指标（10分）", "经济成本指标", "项目总成本", "≤80万元", "78.56万元", "10", "达到指标值记满分", "10", ""],
        [UP, "效益指标（30分）", "社会效益指标", "提升夜间文化服务水平", "有效提升", "达成预期指标", "30", "定性分档", "28", "宣传仍需加强"],
        [UP, "满意度指标（10分）", "服务对象满意度指标", "读者满意度", "≥90%", "94.6%", "10", "达到指标值记满分", "10", ""],
        ["总分", LEFT, LEFT, LEFT, LEFT, LEFT, "100", "", "97.52", ""],
    ],
    [
        ("产出指标", "数量指标", "夜间开放天数", "≥240天", "243天", "15", "15", ""),
        ("产出指标", "质量指标", "设备完好率", "＝100%", "98%", "15", "14.7", "两台借还机故障"),
        ("产出指标", "时效指标", "经费拨付时间", "12月底前", "12月20日", "10", "10", ""),
        ("成本指标", "经济成本指标", "项目总成本", "≤80万元", "78.56万元", "10", "10", ""),
        ("效益指标", "社会效益指标", "提升夜间文化服务水平", "有效提升", "达成预期指标", "30", "28", "宣传仍需加强"),
        ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "94.6%", "10", "10", ""),
    ],
    [("图书馆夜间开放经费", "80.000000", "78.560000", "98.20%", "万元")],
    [("全年夜间开放240天，服务读者8万人次。", "夜间开放243天，服务读者8.6万人次。")],
    [("执行率", "10", "9.82"), ("总分", "100", "97.52")],
    [("当年财政拨款", "80.000000"), ("上年结转资金", "0.000000")],
    [("年初预算数", "86.400000"), ("全年预算数", "80.000000"), ("全年执行数", "78.560000")],
)

SHENZHEN = Form(
    [
        ["项目支出绩效目标表", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", "智慧气象站网建设", LEFT, LEFT, "预算执行单位", "示例市气象台"],
        ["年度资金总额（元）", "3,200,000.00", LEFT, LEFT, "其中：财政拨款", "3,200,000.00"],
        ["年度总体目标", "新建自动站20个，提升短临预报准确率。", LEFT, LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "2022年完成值", "2023年目标值", "2024年目标值"],
        ["产出指标", "数量指标", "新建自动站数量", "12个", "15个", "20个"],
        [UP, "质量指标", "数据到报率", "98.2%", "≥98%", "≥98.5%"],
        ["效益指标", "社会效益指标", "短临预报准确率", "85%", "≥86%", "≥87%"],
        ["满意度指标", "服务对象满意度指标", "公众满意度", "91分", "≥91分", "≥92分"],
    ],
    [
        ("产出指标", "数量指标", "新建自动站数量", "20个", "", "", "", ""),
        ("产出指标", "质量指标", "数据到报率", "≥98.5%", "", "", "", ""),
        ("效益指标", "社会效益指标", "短临预报准确率", "≥87%", "", "", "", ""),
        ("满意度指标", "服务对象满意度指标", "公众满意度", "≥92分", "", "", "", ""),
    ],
    [("智慧气象站网建设", "3200000.00", "None", "", "元")],
    [("新建自动站20个，提升短临预报准确率。", "")],
    (),
    [("财政拨款", "3200000.00")],
    [("年度资金总额", "3200000.00")],
    year=2024,
)

LIAONING = Form(
    [
        ["部门（单位）整体绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["部门（单位）名称", LEFT, "示例市信访局", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["年度预算资金（万元）", "", "全年预算数", LEFT, "全年执行数", LEFT, "执行率", "分值", "得分", LEFT],
        [UP, "合计", "1,286.50", LEFT, "1,260.77", LEFT, "98.00%", "10", "9.8", LEFT],
        [UP, "基本支出", "906.50", LEFT, "900.77", LEFT, "99.37%", "", "", LEFT],
        [UP, "项目支出", "380.00", LEFT, "360.00", LEFT, "94.74%", "", "", LEFT],
        ["年度主要任务完成情况", "年初设定的总体目标", LEFT, LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT, LEFT],
        [UP, "信访事项及时受理率达到99%以上。", LEFT, LEFT, LEFT, "及时受理率99.6%。", LEFT, LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "运算符号", "指标值", "度量单位", "实际完成值", "分值", "得分", "偏差原因及改进措施"],
        ["履职效能", "重点工作履行情况", "重点工作办结率", "＝", "100", "%", "100", "10", "10", ""],
        [UP, "整体工作完成情况", "信访事项及时受理率", ">=", "99", "%", "99.6", "20", "20", ""],
        [UP, UP, "化解积案数", ">=", "30", "件", "27", "20", "18", "三件尚在复查；加快复查"],
        ["管理效率", "预算执行管理", "预算调整率", "<=", "5", "%", "0", "10", "10", ""],
        [UP, "财务管理", "内控制度有效性", "定性", "有效", "", "有效", "10", "10", ""],
        ["社会效应", "社会公众满意度", "信访群众满意度", ">=", "85", "%", "88.3", "20", "20", ""],
        ["可持续性", "体制机制改革", "多元化解机制", "定性", "健全", "", "基本健全", "0", "0", ""],
        ["合计", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, "100", "97.8", ""],
    ],
    [
        ("履职效能", "重点工作履行情况", "重点工作办结率", "＝100%", "100", "10", "10", ""),
        ("履职效能", "整体工作完成情况", "信访事项及时受理率", ">=99%", "99.6", "20", "20", ""),
        ("履职效能", "整体工作完成情况", "化解积案数", ">=30件", "27", "20", "18", "三件尚在复查；加快复查"),
        ("管理效率", "预算执行管理", "预算调整率", "<=5%", "0", "10", "10", ""),
        ("管理效率", "财务管理", "内控制度有效性", "有效", "有效", "10", "10", ""),
        ("社会效应", "社会公众满意度", "信访群众满意度", ">=85%", "88.3", "20", "20", ""),
        ("可持续性", "体制机制改革", "多元化解机制", "健全", "基本健全", "0", "0", ""),
    ],
    [("部门整体支出", "1286.50", "1260.77", "98.00%", "万元")],
    [("信访事项及时受理率达到99%以上。", "及时受理率99.6%。")],
    [("执行率", "10", "9.8"), ("合计", "100", "97.8")],
    (),
    [("基本支出", "906.50"), ("项目支出", "380.00")],
)

FUJIAN = Form(
    [
        ["2023年度项目支出绩效自评情况表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["专项名称", "渔港经济区奖补资金", LEFT, LEFT, "补助区域", "示例市", LEFT, LEFT],
        ["主管部门", "示例市海洋与渔业局", LEFT, LEFT, "自评得分", "93.4", "自评等级", "优"],
        ["资金情况（万元）", "", "年初预算", "全年预算", "实际支出", "执行率", "分值", "得分"],
        [UP, "资金总额", "1500.00", "1500.00", "1350.00", "90%", "10", "9"],
        [UP, "其中：省级资金", "1000.00", "1000.00", "1000.00", "100%", "-", "-"],
        [UP, "市级资金", "500.00", "500.00", "350.00", "70%", "-", "-"],
        ["绩效目标", "建设渔港经济区2个，改造避风锚地1处。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "指标分值", "自评得分", "偏差说明"],
        ["产出指标", "数量指标", "建设渔港经济区数", "2个", "2个", "20", "20", ""],
        [UP, UP, "改造避风锚地数", "1处", "0.8处", "20", "16", "台风影响工期"],
        [UP, "成本指标", "单个渔港补助额", "不超过500万元", "500万元", "20", "20", ""],
        ["效益指标", "经济效益指标", "带动社会投资", "大于3000万元", "3120万元", "20", "18.4", "统计口径调整"],
        ["满意度指标", "满意度指标", "渔民满意率", "90%以上", "92%", "10", "10", ""],
    ],
    [
        ("产出指标", "数量指标", "建设渔港经济区数", "2个", "2个", "20", "20", ""),
        ("产出指标", "数量指标", "改造避风锚地数", "1处", "0.8处", "20", "16", "台风影响工期"),
        ("产出指标", "成本指标", "单个渔港补助额", "不超过500万元", "500万元", "20", "20", ""),
        ("效益指标", "经济效益指标", "带动社会投资", "大于3000万元", "3120万元", "20", "18.4", "统计口径调整"),
        ("满意度指标", "满意度指标", "渔民满意率", "90%以上", "92%", "10", "10", ""),
    ],
    [("渔港经济区奖补资金", "1500.00", "1350.00", "90%", "万元")],
    [("建设渔港经济区2个，改造避风锚地1处。", "")],
    [("自评得分", "", "93.4"), ("执行率", "10", "9")],
    [("省级资金", "1000.00"), ("市级资金", "500.00")],
    [("年初预算", "1500.00"), ("全年预算", "1500.00"), ("实际支出", "1350.00")],
)

NEIMENGGU = Form(
    [
        ["项目支出绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "草原防火物资储备", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, "示例旗林业和草原局", LEFT, "实施单位", LEFT, "示例旗草原站", LEFT, LEFT],
        ["项目资金（元）", LEFT, "", "年初预算数", "预算调整数", "全年预算数", "全年执行数", "预算执行率", "得分"],
        [UP, LEFT, "年度资金总额", "450000", "-50000", "400000", "396000", "99%", "9.9"],
        [UP, LEFT, "其中：中央补助", "200000", "0", "200000", "200000", "100%", ""],
        [UP, LEFT, "地方资金", "250000", "-50000", "200000", "196000", "98%", ""],
        ["总体目标", LEFT, "年初设定目标", LEFT, LEFT, "年度目标完成情况", LEFT, LEFT, LEFT],
        [UP, LEFT, "储备灭火器具300台。", LEFT, LEFT, "储备灭火器具300台，全部验收。", LEFT, LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "权重", "自评得分", "未完成原因及拟采取的改进措施"],
        [UP, "产出指标", "数量指标", "灭火器具数量", "300台", "300台", "25", "25", "无"],
        [UP, UP, "质量指标", "验收合格率", "100%", "100%", "25", "25", "无"],
        [UP, "效益指标", "生态效益指标", "火灾受害率", "<3‰", "0.2‰", "30", "30", "无"],
        [UP, "满意度指标", "服务对象满意度指标", "农牧民满意度", "≥95%", "94%", "10", "9.8", "加强宣传"],
        ["总分值", LEFT, LEFT, LEFT, LEFT, LEFT, "90", "89.8", ""],
    ],
    [
        ("产出指标", "数量指标", "灭火器具数量", "300台", "300台", "25", "25", "无"),
        ("产出指标", "质量指标", "验收合格率", "100%", "100%", "25", "25", "无"),
        ("效益指标", "生态效益指标", "火灾受害率", "<3‰", "0.2‰", "30", "30", "无"),
        ("满意度指标", "服务对象满意度指标", "农牧民满意度", "≥95%", "94%", "10", "9.8", "加强宣传"),
    ],
    [("草原防火物资储备", "400000", "396000", "99%", "元")],
    [("储备灭火器具300台。", "储备灭火器具300台，全部验收。")],
    [("总分值", "90", "89.8")],
    [("中央补助", "200000"), ("地方资金", "200000")],
    [("年初预算数", "450000"), ("全年预算数", "400000"), ("全年执行数", "396000")],
)

JILIN = Form(
    [
        ["部门预算项目绩效目标表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", LEFT, "黑土地保护试点", LEFT, "项目级次", "本级", LEFT],
        ["预算单位", LEFT, "示例县农业农村局", LEFT, "项目期限", "2024-2026年", LEFT],
        ["项目资金（万元）", LEFT, "中期资金总额", "900.00", "年度资金总额", "300.00", LEFT],
        [UP, LEFT, "其中：财政拨款", "900.00", "其中：财政拨款", "300.00", LEFT],
        ["总体目标", LEFT, "中期目标（2024年—2026年）", LEFT, "年度目标", LEFT, LEFT],
        [UP, LEFT, "保护性耕作面积达到30万亩。", LEFT, "保护性耕作面积达到10万亩。", LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标方向", "年度指标值", "计量单位"],
        [UP, "产出指标", "数量指标", "保护性耕作面积", "≥", "10", "万亩"],
        [UP, UP, "质量指标", "作业质量达标率", "≥", "95", "%"],
        [UP, UP, "成本指标", "亩均补助标准", "≤", "30", "元/亩"],
        [UP, "效益指标", "生态效益指标", "土壤有机质含量", "定性", "稳中有升", ""],
        [UP, "满意度指标", "服务对象满意度指标", "农户满意度", "≥", "90", "%"],
    ],
    [
        ("产出指标", "数量指标", "保护性耕作面积", "≥10万亩", "", "", "", ""),
        ("产出指标", "质量指标", "作业质量达标率", "≥95%", "", "", "", ""),
        ("产出指标", "成本指标", "亩均补助标准", "≤30元/亩", "", "", "", ""),
        ("效益指标", "生态效益指标", "土壤有机质含量", "稳中有升", "", "", "", ""),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "", "", "", ""),
    ],
    [("黑土地保护试点", "300.00", "None", "", "万元")],
    [("保护性耕作面积达到30万亩。", ""), ("保护性耕作面积达到10万亩。", "")],
    (),
    [("财政拨款", "900.00"), ("财政拨款", "300.00")],
    [("中期资金总额", "900.00"), ("年度资金总额", "300.00")],
)

TIANJIN = Form(
    [
        ["项目支出绩效自评表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目名称", "老旧小区电梯更新", LEFT, LEFT, "项目单位", "示例区住建委", LEFT, LEFT],
        ["项目资金执行情况（万元）", "预算数", "720.00", "其中：财政资金", "600.00", "其他资金", "120.00", LEFT],
        [UP, "执行数", "684.00", "其中：财政资金", "600.00", "其他资金", "84.00", LEFT],
        [UP, "执行率", "95.00%", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目绩效目标", "更新电梯36部，消除安全隐患。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "绩效指标值", "实际完成情况", "指标分值", "得分", "备注"],
        ["产出", "数量指标", "更新电梯数量", "36部", "36部", "30", "30", ""],
        ["产出", "时效指标", "完工时限", "2023年10月31日前", "2023年11月15日", "20", "18", "材料供应滞后"],
        ["成本", "经济成本指标", "单部电梯成本", "≤20万元/部", "19万元/部", "10", "10", ""],
        ["效益", "社会效益指标", "电梯故障率下降", "下降50%", "下降62%", "20", "20", ""],
        ["满意度", "服务对象满意度指标", "居民满意度", "≥90%", "97%", "20", "20", ""],
        ["自评得分", LEFT, LEFT, LEFT, LEFT, "100", "98", ""],
        ["自评等级", "优", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
    ],
    [
        ("产出", "数量指标", "更新电梯数量", "36部", "36部", "30", "30", ""),
        ("产出", "时效指标", "完工时限", "2023年10月31日前", "2023年11月15日", "20", "18", "材料供应滞后"),
        ("成本", "经济成本指标", "单部电梯成本", "≤20万元/部", "19万元/部", "10", "10", ""),
        ("效益", "社会效益指标", "电梯故障率下降", "下降50%", "下降62%", "20", "20", ""),
        ("满意度", "服务对象满意度指标", "居民满意度", "≥90%", "97%", "20", "20", ""),
    ],
    [("老旧小区电梯更新", "720.00", "684.00", "95.00%", "万元")],
    [("更新电梯36部，消除安全隐患。", "")],
    [("自评得分", "100", "98")],
    [("财政资金", "600.00"), ("其他资金", "120.00")],
)

SHANDONG = Form(
    [
        ["市级预算项目支出绩效自评汇总表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["单位：万元", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["序号", "项目名称", "主管部门", "年初预算数", "全年预算数", "全年执行数", "执行率（%）", "自评得分", "自评等级"],
        ["1", "公立医院改革补助", "示例市卫生健康委", "2,600.00", "2,600.00", "2,600.00", "100.00", "98.6", "优"],
        ["2", "村卫生室运行补助", "示例市卫生健康委", "430.00", "410.00", "328.00", "80.00", "88.2", "良"],
        ["3", "基层人才培训", "示例市卫生健康委", "75.50", "75.50", "71.73", "95.01", "96.1", "优"],
        ["合计", LEFT, LEFT, "3,105.50", "3,085.50", "2,999.73", "97.22", "", ""],
    ],
    (),
    [
        ("公立医院改革补助", "2600.00", "2600.00", "100.00", "万元"),
        ("村卫生室运行补助", "410.00", "328.00", "80.00", "万元"),
        ("基层人才培训", "75.50", "71.73", "95.01", "万元"),
    ],
    (),
    [("自评得分", "", "98.6"), ("自评得分", "", "88.2"), ("自评得分", "", "96.1")],
    (),
    [("年初预算数", "2600.00"), ("全年预算数", "2600.00"), ("全年执行数", "2600.00")],
)

FORMS = {
    "beijing": BEIJING, "shenzhen": SHENZHEN, "liaoning": LIAONING, "fujian": FUJIAN, "neimenggu": NEIMENGGU,
    "jilin": JILIN, "tianjin": TIANJIN, "shandong": SHANDONG,
}  # fmt: skip


def agrees(form: Form, blocks: Sequence[Block], document: str) -> None:
    """Every field of every row is as a reader would write it down, and every value comes out as a figure once."""
    found = read_performance(blocks, [], document, year=form.year, kind="决算")
    assert rows(found) == list(form.indicators)
    assert money(found) == list(form.money)
    assert [(goal.text, goal.result) for goal in found.goals] == list(form.goals)
    assert [(score.name, score.full_mark, score.score) for score in found.scores] == list(form.scores)
    for project in found.projects[:1]:
        assert [(label, str(value)) for label, value in project.funds] == list(form.funds)
        assert [(label, str(value)) for label, value in project.stage_values] == list(form.stages)
    places = [(figure.source.table, figure.source.row, figure.source.column) for figure in found.figures]
    assert len(places) >= sum(any(c.isdigit() for c in row[3]) for row in form.indicators)
    assert all(figure.kind == "performance" for figure in found.figures)


@pytest.mark.parametrize(
    ("name", "place", "value", "uom", "stage", "item"),
    [
        ("tianjin", (3, 3), "720.00", "万元", "预算", "预算数"),
        ("tianjin", (3, 7), "120.00", "万元", "预算", "预算数/其他资金"),
        ("tianjin", (4, 3), "684.00", "万元", "决算", "执行数"),
        ("tianjin", (4, 7), "84.00", "万元", "决算", "执行数/其他资金"),
        ("liaoning", (11, 7), "99.6", "%", "决算", "履职效能/整体工作完成情况/信访事项及时受理率"),
        ("liaoning", (12, 7), "27", "件", "决算", "履职效能/整体工作完成情况/化解积案数"),
        ("neimenggu", (5, 8), "99", "%", "决算", "年度资金总额"),
        ("beijing", (11, 6), "243", "天", "决算", "实际完成情况/夜间开放"),
        ("shandong", (7, 6), "2999.73", "万元", "决算", "合计"),
        ("shenzhen", (6, 6), "20", "个", "预算", "产出指标/数量指标/新建自动站数量"),
    ],
)
def test_values_with_unit_and_stage(
    name: str, place: tuple[int, int], value: str, uom: str, stage: str, item: str
) -> None:
    form = FORMS[name]
    found = read_performance([merged(*form.drawn)], [], "a.pdf", year=form.year, kind="决算")
    at = next(f for f in found.figures if (f.source.row, f.source.column) == place)
    assert (str(at.value), at.uom, at.stage, at.item, at.year) == (value, uom, stage, item, form.year)


def test_what_a_form_says_of_deviations_is_no_plan() -> None:
    form = [*TIANJIN.drawn, ["偏差大或目标未完成原因分析", "项目支出执行率41.98%。", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT]]
    found = read_performance([merged(*form)], [], "a.pdf", year=2023, kind="决算")
    assert (str(found.figures[-1].value), found.figures[-1].stage) == ("41.98", "决算")


def test_a_head_with_a_year_tells_whose_the_value_is() -> None:
    found = read_performance([merged(*SHENZHEN.drawn)], [], "a.pdf", year=2024, kind="决算")
    assert {(f.column, f.year) for f in found.figures if f.column} == {
        ("2022年完成值", 2022), ("2023年目标值", 2023), ("2024年目标值", 2024),
    }  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_every_row(name: str) -> None:
    agrees(FORMS[name], [merged(*FORMS[name].drawn)], "a.pdf")


def _docx(document: Document, path: Path) -> None:
    write_docx(document, path)


def _xlsx(document: Document, path: Path) -> None:
    write_xlsx(document, path)


def _html(document: Document, path: Path) -> None:
    write_html(document, path)


def _pdf(document: Document, path: Path) -> None:
    write_pdf(document, path)


@pytest.mark.parametrize("write", [_docx, _xlsx, _html, _pdf], ids=["docx", "xlsx", "html", "pdf"])
@pytest.mark.parametrize("name", FORMS)
def test_the_same_drawn_in_a_file(name: str, write: Callable[[Document, Path], None], tmp_path: Path) -> None:
    if write is _pdf and not fonts_installed():
        pytest.skip("fonts-arphic-uming and fonts-wqy-zenhei are not installed")
    title, *body = FORMS[name].drawn
    grid = merged(*body)
    cells = tuple(Printed(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells)
    widths = (1.0,) * grid.columns
    table = Table(title[0], title[0], (), cells, grid.rows, grid.columns, widths, kind="performance", landscape=True)
    path = tmp_path / f"form.{write.__name__[1:]}"
    write(Document("自评表", "示例", "", (Heading("第四部分 附件", 1), table)), path)
    blocks = open_document(path).blocks
    agrees(FORMS[name], [block for block in blocks if isinstance(block, Grid)], path.name)
