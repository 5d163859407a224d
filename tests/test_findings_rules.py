# ruff: noqa: E501 - sentences of documents are kept whole
"""Each rule of findings with the smallest input that breaks it, and the nearest that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from findings_builders import GENERAL, NAME, blank, cell, prose, rules
from findings_cases import MORE

from graph.findings import all_rules
from graph.findings.rulebook import read_rule
from ingest.records import Disclosure, Indicator, LedgerEntry, Passage, Project, Score, Source

ITEM = "住房保障支出（类）住房改革支出（款）住房公积金（项）。"
TOTAL = ("本年支出/小计", "general-expenditure")
PLACE = Source("a.txt", "", table=1, row=1, column=1)


def budget(text: str) -> Disclosure:
    return prose(text, section="部门预算编制说明", kind="预算")


def item(text: str, *, code: str = "2210201", label: str = "住房公积金", value: str = "120.95") -> Disclosure:
    figures = (
        cell("general-expenditure", "住房保障支出", "本年支出/小计", value, code="221", level="class"),
        cell("general-expenditure", "住房改革支出", "本年支出/小计", value, code="22102", level="group", row=2),
        cell("general-expenditure", label, "本年支出/小计", value, code=code, level="item", row=3),
        cell("general-basic", "办公费", "公用经费/决算数", "1.00", code="30201", level="item", row=4),
    )
    return prose((text, GENERAL), figures=figures)


def sheet(*figures: tuple[str, str, str]) -> Disclosure:
    """收入支出决算总表 with these rows: item, column, value."""
    levels = {"本年收入合计": "total", "本年支出合计": "total", "总计": "total"}
    return prose(figures=tuple(
        cell("revenue-expenditure-summary", name, column, value, level=levels.get(name, ""), row=row)  # type: ignore[arg-type]
        for row, (name, column, value) in enumerate(figures, 1)))


def three(*values: tuple[str, str, str]) -> tuple[object, ...]:
    """三公 table: column, value, stage."""
    return tuple(cell("three-public", "", column, value, stage=stage) for column, value, stage in values)  # type: ignore[arg-type]


def indicator(target: str, actual: str, note: str, name: str = "养护泵站数量", project: str = "甲") -> Indicator:
    return Indicator(project, "", "产出指标", "数量指标", name, target, actual, note, PLACE)


def project(name: str, rate: str = "90.00%") -> Project:
    return Project(name, Decimal("910.07"), Decimal("819.02"), rate, "万元", PLACE)


def heading(name: str, text: str = "本年没有变化。") -> Disclosure:
    whole = prose(text)
    return replace(whole, passages=(Passage(text, (name,), Source("a.txt", text, line=1)),))


FUND_EMPTY = LedgerEntry("blank-table", "空表", "fund", table=8)
FORMS = ("revenue-expenditure-summary", "revenue", "expenditure", "fiscal-summary", "general-expenditure",
         "general-basic", "three-public", "fund", "capital")


def told(*missing: str, year: int = 2023) -> Disclosure:
    return prose("没有数据。", year=year, ledger=tuple(
        LedgerEntry("no-data", "本表无数据", form) for form in FORMS if form not in missing))


def sections(*dropped: str) -> Disclosure:
    names = ("一、主要职能", "二、机构设置", "七、“三公”经费", "十一、政府采购支出说明", "十二、国有资产占用情况", "十三、预算绩效情况",
             "名词解释")
    kept = [name for name in names if name not in dropped]
    return prose(*[("说明如下。", kept[number % len(kept)]) for number in range(31)],
                  figures=(cell("expenditure", "合计", "本年支出合计", "1.00", level="total"),))


CASES: dict[str, tuple[Callable[[], Disclosure], Callable[[], Disclosure]]] = {
    "completion-rate": (
        lambda: item(ITEM + "年初预算为191.39万元，支出决算为120.95万元，完成年初预算的62.7%，主要原因是人员减少。"),
        lambda: item(ITEM + "年初预算为191.39万元，支出决算为120.95万元，完成年初预算的63.2%，主要原因是人员减少。")),
    "zero-budget": (
        lambda: item(ITEM + "年初预算为0万元，支出决算为120.95万元，完成年初预算的0.00%，主要原因是追加。"),
        lambda: item(ITEM + "年初预算为0万元，支出决算为120.95万元，主要原因是追加。")),
    "change-rate": (
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长9.00%，主要原因是新增。"),
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00%，主要原因是新增。")),
    "zero-base": (
        lambda: budget("“教育支出（类）其他教育支出（款）其他教育支出（项）”25.00万元，主要用于其他教育支出。2022年当年预算执行数为0万元，"
                       "2023年预算安排25.00万元，比2022年预算执行数增加100.00%。主要原因是：新增。"),
        lambda: budget("“教育支出（类）其他教育支出（款）其他教育支出（项）”25.00万元，主要用于其他教育支出。2022年当年预算执行数为12.50万元，"
                       "2023年预算安排25.00万元，比2022年预算执行数增加100.00%。主要原因是：新增。")),
    "share": (
        lambda: prose("2023年度支出合计200.00万元。其中：基本支出50.00万元，占本年支出52.00%；项目支出150.00万元，占本年支出75.00%。"),
        lambda: prose("2023年度支出合计200.00万元。其中：基本支出50.00万元，占本年支出25.00%；项目支出150.00万元，占本年支出75.00%。")),
    "shares-over-100": (
        lambda: prose("2023年度支出合计200.00万元。其中：基本支出50.00万元，占本年支出30.00%；项目支出150.00万元，占本年支出75.00%。"),
        lambda: prose("2023年度支出合计200.00万元。其中：基本支出50.00万元，占本年支出25.00%；项目支出150.00万元，占本年支出75.00%。")),
    "direction": (
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，下降10.00%，主要原因是新增。"),
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00%，主要原因是新增。")),
    "comparison-word": (
        lambda: item(ITEM + "年初预算为100.00万元，支出决算为120.95万元，完成年初预算的120.95%。决算数小于预算数的主要原因是追加。"),
        lambda: item(ITEM + "年初预算为100.00万元，支出决算为120.95万元，完成年初预算的120.95%。决算数大于预算数的主要原因是追加。")),
    "flat-with-reason": (
        lambda: budget("2023年“三公”经费预算数为22.91万元，比2022年预算持平，主要原因是压减接待。"),
        lambda: budget("2023年“三公”经费预算数为22.91万元，比2022年预算持平，主要原因是标准不变。")),
    "impossible-change": (
        lambda: budget("政府性基金拨款支出预算0万元，比2022年预算增加1421.25万元。"),
        lambda: budget("政府性基金拨款支出预算1421.25万元，比2022年预算增加1421.25万元。")),
    "empty-change": (
        lambda: prose("2023年度公务接待费支出决算0.18万元。公务接待费支出决算比2022年度增加0万元。"),
        lambda: prose("2023年度公务接待费支出决算0.18万元。公务接待费支出决算与2022年度持平。")),
    "missing-reason": (
        lambda: item(ITEM + "年初预算为191.39万元，支出决算为120.95万元，完成年初预算的63.2%。"),
        lambda: item(ITEM + "年初预算为191.39万元，支出决算为120.95万元，完成年初预算的63.2%，主要原因是人员减少。")),
    "prose-parts": (
        lambda: prose("2023年度政府采购支出总额10.00万元，其中：政府采购货物支出4.00万元、政府采购服务支出5.00万元。", section="政府采购支出说明"),
        lambda: prose("2023年度政府采购支出总额10.00万元，其中：政府采购货物支出4.00万元、政府采购服务支出6.00万元。", section="政府采购支出说明")),
    "change-parts": (
        lambda: prose("2023年度“三公”经费财政拨款支出决算数比2022年度减少2.00万元，其中：因公出国（境）费支出决算与2022年度持平；"
                      "公务用车购置及运行维护费支出决算减少1.50万元；公务接待费支出决算增加0.50万元。"),
        lambda: prose("2023年度“三公”经费财政拨款支出决算数比2022年度减少1.00万元，其中：因公出国（境）费支出决算与2022年度持平；"
                      "公务用车购置及运行维护费支出决算减少1.50万元；公务接待费支出决算增加0.50万元。")),
    "economic-parts": (
        lambda: prose("人员经费10.00万元，主要包括：基本工资4.00万元、奖金5.00万元。", section="六、一般公共预算财政拨款基本支出决算情况说明"),
        lambda: prose("人员经费10.00万元，主要包括：基本工资4.00万元、奖金6.00万元。", section="六、一般公共预算财政拨款基本支出决算情况说明")),
    "open-parts": (
        lambda: prose("累计预算金额44.57亿元。其中政府采购类项目预算金额7.65亿元；工程建设类项目预算金额36.90亿元。", section="重点工作"),
        lambda: prose("累计预算金额44.55亿元。其中政府采购类项目预算金额7.65亿元；工程建设类项目预算金额36.90亿元。", section="重点工作")),
    "part-exceeds-whole": (
        lambda: prose("2023年度政府采购支出总额10.00万元。授予中小企业合同金额12.00万元。", section="政府采购支出说明"),
        lambda: prose("2023年度政府采购支出总额10.00万元。授予中小企业合同金额9.00万元。", section="政府采购支出说明")),
    "prose-table": (
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为129.05万元，主要原因是人员减少。"),
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.95万元，主要原因是人员减少。")),
    "unit-slip": (
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.95元，主要原因是人员减少。"),
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.95万元，主要原因是人员减少。")),
    "absent-item": (
        lambda: item("住房保障支出（类）住房改革支出（款）购房补贴（项）。年初预算为130.00万元，支出决算为120.95万元，主要原因是人员减少。"),
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.95万元，主要原因是人员减少。")),
    "budget-stage": (
        lambda: prose("公务接待费支出决算为0.12万元，完成年初预算的100%。", section="“三公”经费支出决算情况说明", figures=three(
            ("预算数/公务接待费", "0.12", "全年预算"), ("决算数/公务接待费", "0.12", "决算"))),  # type: ignore[arg-type]
        lambda: prose("公务接待费支出决算为0.12万元，完成年初预算的100%。", section="“三公”经费支出决算情况说明", figures=three(
            ("预算数/公务接待费", "0.12", "年初预算"), ("决算数/公务接待费", "0.12", "决算")))),  # type: ignore[arg-type]
    "told-twice": (
        lambda: prose(("2023年度政府采购支出总额10.00万元。", "政府采购支出说明"), ("2023年度政府采购支出总额12.00万元。", "政府采购支出说明")),
        lambda: prose(("2023年度政府采购支出总额10.00万元。", "政府采购支出说明"), ("2023年度政府采购支出总额10.00万元。", "政府采购支出说明"))),
    "whole-for-part": (
        lambda: prose("我单位对1个单位开展整体支出绩效自评，资金60.00万元。", section="预算绩效情况说明", figures=(
            cell("expenditure", "合计", "本年支出合计", "100.00", level="total"),
            cell("expenditure", "合计", "项目支出", "60.00", level="total"))),
        lambda: prose("我单位对1个单位开展整体支出绩效自评，资金100.00万元。", section="预算绩效情况说明", figures=(
            cell("expenditure", "合计", "本年支出合计", "100.00", level="total"),
            cell("expenditure", "合计", "项目支出", "60.00", level="total")))),
    "income-expenditure": (
        lambda: sheet(("总计", "收入/决算数", "100.00"), ("总计", "支出/决算数", "101.00")),
        lambda: sheet(("总计", "收入/决算数", "100.00"), ("总计", "支出/决算数", "100.00"))),
    "same-quantity": (
        lambda: prose(figures=(cell("expenditure", "合计", "基本支出", "60.00", level="total"),
                               cell("revenue-expenditure-summary", "基本支出", "支出/决算数", "61.00", level="total"))),
        lambda: prose(figures=(cell("expenditure", "合计", "基本支出", "60.00", level="total"),
                               cell("revenue-expenditure-summary", "基本支出", "支出/决算数", "60.00", level="total")))),
    "basic-parts": (
        lambda: prose(figures=(cell("general-expenditure", "合计", "本年支出/基本支出", "100.00", level="total"),
                               cell("general-basic", "人员经费合计", "人员经费/决算数", "80.00", level="total"),
                               cell("general-basic", "公用经费合计", "公用经费/决算数", "21.00", level="total"))),
        lambda: prose(figures=(cell("general-expenditure", "合计", "本年支出/基本支出", "100.00", level="total"),
                               cell("general-basic", "人员经费合计", "人员经费/决算数", "80.00", level="total"),
                               cell("general-basic", "公用经费合计", "公用经费/决算数", "20.00", level="total")))),
    "part-of-three-public": (
        lambda: prose(figures=(*three(("决算数/公务接待费", "0.12", "决算")),  # type: ignore[arg-type]
                               cell("general-basic", "公务接待费", "公用经费/决算数", "0.50", code="30217", level="item"))),
        lambda: prose(figures=(*three(("决算数/公务接待费", "0.12", "决算")),  # type: ignore[arg-type]
                               cell("general-basic", "公务接待费", "公用经费/决算数", "0.10", code="30217", level="item")))),
    "table-sum": (
        lambda: prose(figures=(cell("expenditure", "住房保障支出", "基本支出", "10.00", code="221", level="class"),
                               cell("expenditure", "住房改革支出", "基本支出", "11.00", code="22102", level="group", row=2))),
        lambda: prose(figures=(cell("expenditure", "住房保障支出", "基本支出", "10.00", code="221", level="class"),
                               cell("expenditure", "住房改革支出", "基本支出", "10.00", code="22102", level="group", row=2)))),
    "unit-name": (
        lambda: prose("2023年度示例市示范水务局没有此项支出。"),
        lambda: prose("2023年度示例市示范区水务局没有此项支出。")),
    "heading-year": (
        lambda: heading("第三部分 2022年度部门决算情况说明"), lambda: heading("第三部分 2023年度部门决算情况说明")),
    "own-year": (
        lambda: prose("2022年度收、支总计100.00万元。"), lambda: prose("2023年度收、支总计100.00万元。")),
    "base-year": (
        lambda: prose("2023年度收、支总计110.00万元。与2021年度相比，各增加10.00万元，主要原因是新增。"),
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，各增加10.00万元，主要原因是新增。")),
    "unit-of-measure": (
        lambda: prose(ledger=(LedgerEntry("not-understood", "支出决算表：没有印出金额单位，未读取其数字", "expenditure", table=3),)),
        lambda: prose(ledger=(LedgerEntry("read", "支出决算表：读取 3 个数字", "expenditure", table=3),))),
    "unreadable-cell": (
        lambda: prose(ledger=(LedgerEntry("doubtful", "支出决算表：单元格“1O4.68”既不是数字也不是空白", "expenditure", table=3),)),
        lambda: prose(ledger=(LedgerEntry("doubtful", "支出决算表：一行没有名称", "expenditure", table=3),))),
    "missing-form": (lambda: told("general-basic"), lambda: told()),
    "empty-form": (
        lambda: prose("本表没有注释。", ledger=(FUND_EMPTY,)),
        lambda: prose("本单位没有政府性基金预算财政拨款收入。", ledger=(FUND_EMPTY,))),
    "missing-section": (lambda: sections("名词解释"), lambda: sections()),
    "money-without-count": (
        lambda: prose("2023年度公务用车购置费17.98万元。2023年购置公务用车0辆。", section="“三公”经费 公务用车购置"),
        lambda: prose("2023年度公务用车购置费17.98万元。2023年购置公务用车1辆。", section="“三公”经费 公务用车购置")),
    "code-name": (
        lambda: prose(figures=(cell("expenditure", "住房支出补助", "基本支出", "10.00", code="221", level="class"),)),
        lambda: prose(figures=(cell("expenditure", "住房保障支出", "基本支出", "10.00", code="221", level="class"),))),
    "code-names-differ": (
        lambda: prose(figures=(cell("expenditure", "提租补贴", "基本支出", "10.00", code="2210202", level="item"),
                               cell("general-expenditure", "购房补贴", "本年支出/小计", "10.00", code="2210202", level="item"))),
        lambda: prose(figures=(cell("expenditure", "提租补贴", "基本支出", "10.00", code="2210202", level="item"),
                               cell("general-expenditure", "提租补贴", "本年支出/小计", "10.00", code="2210202", level="item")))),
    "code-form": (
        lambda: prose(figures=(cell("general-basic", "津贴补贴", "人员经费/决算数", "10.00", code="3012", level="item"),)),
        lambda: prose(figures=(cell("general-basic", "津贴补贴", "人员经费/决算数", "10.00", code="30102", level="item"),))),
    "old-name": (
        lambda: prose("其他国土资源事务支出（项）没有变化。"), lambda: prose("其他自然资源事务支出（项）没有变化。")),
    "item-path": (
        lambda: item("住房保障支出（类）住房保障支出（款）住房公积金（项）。年初预算为120.95万元，支出决算为120.95万元，完成年初预算的100%。"),
        lambda: item(ITEM + "年初预算为120.95万元，支出决算为120.95万元，完成年初预算的100%。")),
    "listed-blank": (
        lambda: prose("公用经费194.98万元，主要包括：办公费、培训费。", section="六、一般公共预算财政拨款基本支出决算情况说明",
                      figures=(cell("general-basic", "办公费", "公用经费/决算数", "7.55", code="30201", level="item"),),
                      blanks=(blank("general-basic", "培训费", "公用经费/决算数", "30216"),)),
        lambda: prose("公用经费194.98万元，主要包括：办公费。", section="六、一般公共预算财政拨款基本支出决算情况说明",
                      figures=(cell("general-basic", "办公费", "公用经费/决算数", "7.55", code="30201", level="item"),),
                      blanks=(blank("general-basic", "培训费", "公用经费/决算数", "30216"),))),
    "listed-missing": (lambda: listed("办公费、印刷费、水费、电费"), lambda: listed("办公费、印刷费、水费、电费、邮电费")),
    "copied-purpose": (lambda: two_items("主要用于统计管理"), lambda: two_items("主要用于专项普查活动")),
    "wrong-purpose": (
        lambda: item(ITEM + "主要用于职工医疗保险缴费。年初预算为120.95万元，支出决算为120.95万元，完成年初预算的100%。"),
        lambda: item(ITEM + "主要用于职工住房公积金。年初预算为120.95万元，支出决算为120.95万元，完成年初预算的100%。")),
    "placeholder": (lambda: prose("《2023年度xx部门整体绩效自评结果》如下。"), lambda: prose("《2023年度部门整体绩效自评结果》如下。")),
    "template-text": (
        lambda: prose("一般公共预算财政拨款支出增加23.59万元，增长（下降）6.73%，主要原因是新增。"),
        lambda: prose("一般公共预算财政拨款支出增加23.59万元，增长6.73%，主要原因是新增。")),
    "missing-number": (lambda: prose("累计完成交易场次≥场。"), lambda: prose("累计完成交易场次≥500场。")),
    "missing-percent": (
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00，主要原因是新增。"),
        lambda: prose("2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00%，主要原因是新增。")),
    "missing-word": (lambda: prose("项目支出较上一度有变化。"), lambda: prose("项目支出较上一年度有变化。")),
    "doubled-punctuation": (lambda: prose("节资率有提高。；效率有提高。"), lambda: prose("节资率有提高；效率有提高。")),
    "repeated-word": (lambda: prose("公告中标结果中标结果由9日缩短。"), lambda: prose("公告中标结果，由9日缩短。")),
    "unclosed-bracket": (lambda: prose("平均得分较高（其中，优的项目较多。"), lambda: prose("平均得分较高（其中，优的项目较多）。")),
    "missing-stop": (
        lambda: prose("2023年度收入合计100.00万元。其中：财政拨款收入100.00万元，占本年收入100.00%"),
        lambda: prose("2023年度收入合计100.00万元。其中：财政拨款收入100.00万元，占本年收入100.00%。")),
    "project-rate": (
        lambda: replace(prose(), projects=(project("甲", "95.00%"),)), lambda: replace(prose(), projects=(project("甲"),))),
    "project-names": (
        lambda: replace(prose(), projects=(project("招标投标电子平台运转维护费"), project("招投标电子平台运转维护费"))),
        lambda: replace(prose(), projects=(project("招标投标电子平台运转维护费"), project("招标投标电子平台运转维护费")))),
    "indicator-names": (
        lambda: replace(prose(), indicators=(indicator("", "", "", "流程电子化，减少纸张消耗"), indicator("", "", "", "全流程电子化，减少纸张消耗"))),
        lambda: replace(prose(), indicators=(indicator("", "", "", "流程电子化，减少纸张消耗"), indicator("", "", "", "专家评审费用得到控制")))),
    "indicator-met": (
        lambda: replace(prose(), indicators=(indicator("27座", "25座", "已完成"),)),
        lambda: replace(prose(), indicators=(indicator("≤27座", "25座", "已完成"),))),
    "indicator-values": (
        lambda: replace(prose(), indicators=(indicator("27座", "27座", ""), indicator("27座", "26座", "", project="乙"))),
        lambda: replace(prose(), indicators=(indicator("27座", "27座", ""), indicator("27座", "27座", "", project="乙")))),
    "rate-precision": (
        lambda: replace(prose(), indicators=(indicator("≥3%", "3.757%", "", "资金节约率"), indicator("≥3%", "3.76%", "", "节资率"))),
        lambda: replace(prose(), indicators=(indicator("≥3%", "3.76%", "", "资金节约率"), indicator("≥3%", "11.34%", "", "节资率")))),
    "score-sum": (lambda: scored("96.00"), lambda: scored("95.39")),
    "heading-mismatch": (
        lambda: prose("经济效益指标设置了1个三级指标。", section="1）社会效益指标完成情况"),
        lambda: prose("社会效益指标设置了1个三级指标。", section="1）社会效益指标完成情况")),
    "counted-twice": (
        lambda: prose("完成7间开标室、28间评标室装修。", "目前已完成7间开标室、24间评标室采购。"),
        lambda: prose("完成7间开标室、28间评标室装修。", "目前已完成7间开标室、28间评标室采购。")),
    "item-parts": (lambda: divided("60.00"), lambda: divided("40.00")),
    "rounding": (
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.96万元，主要原因是人员减少。"),
        lambda: item(ITEM + "年初预算为130.00万元，支出决算为120.95万元，主要原因是人员减少。")),
}


def scored(overall: str) -> Disclosure:
    return replace(prose(), scores=tuple(
        Score("甲", name, "", mark, score, "", PLACE)
        for name, mark, score in (("预算执行", "20", "20.00"), ("产出指标", "80", "75.39"), ("综合绩效", "100", overall))))


def listed(names: str) -> Disclosure:
    rows = (("办公费", "30201"), ("印刷费", "30202"), ("水费", "30205"), ("电费", "30206"), ("邮电费", "30207"))
    return prose(f"公用经费5.00万元，主要包括：{names}。", section="六、一般公共预算财政拨款基本支出决算情况说明", figures=tuple(
        cell("general-basic", name, "公用经费/决算数", "1.00", code=code, level="item", row=row)
        for row, (name, code) in enumerate(rows)))


def two_items(purpose: str) -> Disclosure:
    head = "一般公共服务支出（类）统计信息事务（款）"
    return prose(f"1.“{head}统计管理（项）”2.63万元，主要用于统计管理。", f"2.“{head}专项普查活动（项）”60.13万元，{purpose}。",
                 section="部门预算编制说明", kind="预算")


def divided(second: str) -> Disclosure:
    figures = (cell("general-expenditure", "住房保障支出", "本年支出/小计", "60.00", code="221", level="class"),
               cell("general-expenditure", "卫生健康支出", "本年支出/小计", second, code="210", level="class", row=2))
    return prose("2023年度一般公共预算财政拨款支出100.00万元，主要用于以下方面：", "1.住房保障（类）支出60.00万元。",
                 f"2.卫生健康（类）支出{second}万元。", section="（二）一般公共预算财政拨款支出决算结构情况", figures=figures)


@pytest.mark.parametrize("rule", CASES | MORE, ids=str)
def test_rule_finds_what_breaks_it_and_nothing_else(rule: str) -> None:
    broken, whole = (CASES | MORE)[rule]
    told = {"rounding-by-purpose": "rounding"}.get(rule, rule)
    assert told in rules(broken())
    assert told not in rules(whole())


def test_every_rule_is_tried() -> None:
    across = {"derived-published", "opening-closing", "budget-published"}  # test_findings_engine.py
    tried = (CASES | MORE).keys() - {"rounding-by-purpose"} | {"same-by-purpose"}
    told = {"graded-projects", "done-and-not", "listed-units", "told-project", "whole-score",
            "reason-direction", "goal-values", "over-all", "chosen-projects"}  # test_findings_told.py
    assert {rule.id for rule in all_rules()} == tried | across | told


def test_every_rule_says_what_it_is_in_both_languages() -> None:
    for rule in all_rules():
        assert any("\u4e00" <= char <= "\u9fff" for char in rule.zh), rule.id
        assert rule.en.isascii() or "{" in rule.en, rule.id
        assert rule.tested, rule.id
        assert rule.source, rule.id


def test_a_rule_with_an_unknown_key_is_refused(tmp_path: object) -> None:
    path = tmp_path / "odd.toml"  # type: ignore[operator]
    path.write_text('id = "odd"\nseverity = "error"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.toml: keys missing or unknown"):
        read_rule(path)


def test_unit_of_another_district_is_not_a_slip() -> None:
    assert rules(prose(f"{NAME}与示例市示范区财政局共同开展。")) == []


def test_marks_between_cells_are_the_reader_s() -> None:
    """A row of a table is told as one sentence; a full stop that ends a cell stands before the mark put there."""
    text = "实际完成值：效率有提高。；未完成原因：无"
    row = Passage(text, ("附件",), Source("a.txt", text, table=3, row=2))
    assert rules(replace(prose(), passages=(row,))) == []


@pytest.mark.parametrize("text", [
    "2023年度区水务局机关运行经费支出2.00万元。", "2023年度示范区水务局机关运行经费支出2.00万元。",
])
def test_a_short_form_of_the_own_name_is_no_other_body(text: str) -> None:
    assert "other-unit" not in rules(prose(text, section="十、机关运行经费支出说明"))


def test_no_income_and_expenditure_out_of_what_was_carried_over_is_no_contradiction() -> None:
    figures = (cell("fund", "合计", "本年支出/小计", "100.00", level="total"),)
    assert "denied-money" not in rules(prose("本年没有政府性基金预算财政拨款收入。", figures=figures))


def test_retired_people_are_no_part_of_those_in_post() -> None:
    assert "staff-parts" not in rules(prose("在职人员48人，其中：行政40人，事业8人，离退休人员25人。"))


@pytest.mark.parametrize(("text", "rule"), [
    ("2023年度收入总计、支出总计均为9,012.33万元，与上年相比收、支总计各增加560.18万元，增长6.36%。", "change-rate"),
    ("一般公共预算支出6,931.80万元，完成年初预算的140.35%，比年初预算增加288.70万元。", "completion-rate"),
    ("公务接待费支出2.22万元，完成预算的55.50%，决算数大于预算数的主要原因是来访减少。", "comparison-word"),
    ("政府采购支出1,208.33万元，其中货物类408.33万，服务类800.00万元。", "missing-word"),
    ("“三公”经费支出5.00万元，其中因公出国（境）费1.00万元，公务用车购置费0万元，公务用车运行维护费1.00万元，公务接待费2.00万元。",
     "prose-parts"),
    ("1.卫生健康支出年初预算为2.00万元，支出决算为1.00万元，完成年初预算的50%。2.住房保障支出年初预算为2.00万元，"
     "支出决算为1.00万元，完成年初预算的50%，主要原因是人员调出。", "missing-reason"),
])  # fmt: skip
def test_slips_in_the_wording_of_provinces(text: str, rule: str) -> None:
    assert rule in rules(prose(text, section="十、政府采购支出情况" if rule == "missing-word" else GENERAL))


@pytest.mark.parametrize("text", [
    "2023年度收入总计、支出总计均为9,012.33万元，与上年相比收、支总计各增加560.18万元，增长6.63%，主要是资金增加。",
    "一般公共预算支出6,931.80万元，完成年初预算的104.35%，比年初预算增加288.70万元，主要原因是补发津贴。",
    "公务接待费支出2.22万元，完成预算的55.50%，决算数小于预算数的主要原因是来访减少。",
    "“三公”经费支出5.00万元，其中因公出国（境）费1.00万元，公务用车购置费0万元，公务用车运行维护费1.00万元，公务接待费3.00万元。",
])
def test_the_same_without_the_slip(text: str) -> None:
    assert rules(prose(text, section=GENERAL)) == []
