# ruff: noqa: E501 - sentences of documents are kept whole
"""Smallest broken and whole disclosures for the rules on sequence, counts and what was left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from findings_builders import NAME, cell, prose

from ingest.records import Disclosure, Indicator, Passage, Project, Score, Source, Unit

PLACE = Source("a.txt", "", table=1, row=1, column=1)
PART = "第三部分 示例市示范区水务局2023年度部门决算情况说明"
ASSETS = "十二、国有资产占用情况说明"


def result(actual: str) -> Disclosure:
    row = Indicator("甲", "", "产出指标", "数量指标", "开评标占比", "60%", actual, "", PLACE)
    return replace(prose(), indicators=(row,))


def headings(*names: str) -> Disclosure:
    return replace(prose(), passages=tuple(
        Passage("本年没有变化。", (PART, name), Source("a.txt", "本年没有变化。", line=line)) for line, name in enumerate(names, 1)))


def glossary(*names: str) -> Disclosure:
    text = "".join(f"{n}.住房保障支出（类）住房改革支出（款）{name}（项）" for n, name in enumerate(names, 1))
    rows = (("住房公积金", "2210201"), ("提租补贴", "2210202"), ("购房补贴", "2210203"))
    return prose((text, "（十）本部门使用的支出功能分类科目（到项级）"), figures=tuple(
        cell("general-expenditure", name, "本年支出/小计", "1.00", code=code, level="item", row=row)
        for row, (name, code) in enumerate(rows)))


def members(text: str) -> Disclosure:
    return replace(prose(text), unit=Unit(NAME, members=(NAME, "示例市示范区防汛服务中心", "示例市示范区水利工程管理站")))


def pension(economic: str) -> Disclosure:
    return prose(figures=(
        cell("general-expenditure", "事业单位离退休", "本年支出/基本支出", "5.26", code="2080502", level="item"),
        cell("general-basic", "对个人和家庭的补助", "人员经费/决算数", economic, code="303", level="class")))


def fund(value: str) -> Disclosure:
    return prose("没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。", figures=(
        cell("fund", "合计", "本年支出/小计", value, level="total"),))


def amount(value: str) -> Disclosure:
    return prose(figures=(cell("general-expenditure", "住房公积金", "本年支出/小计", value, code="2210201", level="item"),))


def institution(code: str, name: str) -> Disclosure:
    text = "2023年度机关运行经费支出229.53万元。"
    made = prose(text, section="十、机关运行经费支出说明", figures=(
        cell("general-expenditure", name, "本年支出/小计", "300.00", code=code, level="item"),))
    return replace(made, key=replace(made.key, scope="单位"))


def evaluation(*scored: tuple[str, str], total: str = "90.00", whole: str = "100", told: str = "90.00") -> Disclosure:
    """An evaluation of one project: marks and score of each row, the money's row among them, and its total."""
    rows = tuple(Indicator("甲工程", "", "产出指标", "数量指标", f"指标{n}", "≥90%", "85%", "", PLACE, PLACE, mark, score, PLACE)
                 for n, (mark, score) in enumerate(scored, 1))
    scores = (Score("甲工程", "执行率", "", "10", "10.00", "", PLACE), Score("甲工程", "总分", "", whole, total, "", PLACE))
    return replace(prose(f"甲工程项目绩效自评得分{told}分。"), indicators=rows, scores=scores)


GOOD = (("50", "40.00"), ("30", "30.00"), ("10", "10.00"))


def funds(total: str) -> Disclosure:
    project = Project("甲工程", Decimal(total), None, "", "万元", PLACE,
                      funds=(("财政拨款", Decimal("270.00")), ("其他资金", Decimal("30.00"))))
    return replace(prose(), projects=(project,))


MORE: dict[str, tuple[Callable[[], Disclosure], Callable[[], Disclosure]]] = {
    "enumeration": (
        lambda: prose("主要原因是养老保险缴费增长；二是增加存储费用。"),
        lambda: prose("主要原因一是养老保险缴费增长；二是增加存储费用。")),
    "heading-number": (
        lambda: headings("一、收入情况说明", "三、支出情况说明"), lambda: headings("一、收入情况说明", "二、支出情况说明")),
    "paragraph-number": (
        lambda: prose("1.甲没有变化。", "3.乙没有变化。", section="（三）具体情况"),
        lambda: prose("1.甲没有变化。", "2.乙没有变化。", section="（三）具体情况")),
    "indicator-count": (
        lambda: prose("数量指标设置了4个三级指标：交易548场；受理53个；入场397场。通过评价，均已完成。"),
        lambda: prose("数量指标设置了3个三级指标：交易548场；受理53个；入场397场；通过评价，均已完成。")),
    "other-unit": (
        lambda: prose("截至2023年12月31日，示例市示范区教育局共有车辆4辆。", section=ASSETS),
        lambda: prose(f"截至2023年12月31日，{NAME}共有车辆4辆。", section=ASSETS)),
    "as-of-date": (
        lambda: prose("截至2022年12月31日，共有车辆4辆。", section=ASSETS),
        lambda: prose("截至2023年12月31日，共有车辆4辆。", section=ASSETS)),
    "open-result": (lambda: result("≥60%"), lambda: result("65%")),
    "glossary-items": (
        lambda: glossary("住房公积金", "提租补贴", "事业运行"), lambda: glossary("住房公积金", "提租补贴", "购房补贴")),
    # 5.25 is what rounding makes of 5.26: it is told once, under rounding.
    "rounding-by-purpose": (lambda: pension("5.25"), lambda: pension("4.80")),
    "negative": (lambda: amount("-3.00"), lambda: amount("3.00")),
    "more-groups-than-guests": (
        lambda: prose("2023年共接待国内来访团组53个，7人次。", section="公务接待费"),
        lambda: prose("2023年共接待国内来访团组7个，53人次。", section="公务接待费")),
    "running-costs-of-an-institution": (
        lambda: institution("2130350", "事业运行"), lambda: institution("2130301", "行政运行")),
    "staff-parts": (
        lambda: prose("在职实有人数48人，其中：行政40人，事业18人。"), lambda: prose("在职实有人数48人，其中：行政40人，事业8人。")),
    "member-count": (
        lambda: members("由本级决算和2个下属单位决算组成，单位共4个。"), lambda: members("由本级决算和2个下属单位决算组成，单位共3个。")),
    "score-over-mark": (
        lambda: evaluation(("50", "40.00"), ("30", "32.00"), ("10", "8.00")), lambda: evaluation(*GOOD)),
    "marks-total": (lambda: evaluation(*GOOD, whole="110"), lambda: evaluation(*GOOD)),
    "score-total": (lambda: evaluation(*GOOD, total="91.00", told="91.00"), lambda: evaluation(*GOOD)),
    "score-unearned": (
        lambda: evaluation(*GOOD), lambda: evaluation(("50", "42.00"), ("30", "29.00"), ("10", "9.00"))),
    "told-score": (lambda: evaluation(*GOOD, told="98.00"), lambda: evaluation(*GOOD)),
    "target-rate": (
        lambda: prose("新增就业8,620人，完成年度任务8,000人的170.75%。"), lambda: prose("新增就业8,620人，完成年度任务8,000人的107.75%。")),
    "count-change": (
        lambda: prose("新增人才1,120人，比上年增加132人，增长16.33%。"), lambda: prose("新增人才1,120人，比上年增加132人，增长13.36%。")),
    "step": (
        lambda: prose("漏损率由上年的9.8%降至8.6%，下降2.1个百分点。"), lambda: prose("漏损率由上年的9.8%降至8.6%，下降1.2个百分点。")),
    "project-funds": (lambda: funds("320.00"), lambda: funds("300.00")),
    "denied-money": (lambda: fund("100.00"), lambda: fund("0.00")),
}
