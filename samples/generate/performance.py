"""Performance: self-evaluation of the whole body and of its projects, and the year's key work."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from samples.generate.blocks import Block, Grid, Heading, Paragraph, Table
from samples.generate.layout import percent
from samples.generate.records import ProjectAccount, between
from samples.generate.units import Amount, Goal
from samples.generate.wording import Voice


@dataclass(frozen=True)
class Result:
    goal: Goal
    target: str
    actual: str
    value: str
    met: bool


def results(voice: Voice, project: ProjectAccount) -> list[Result]:
    """Target and actual value of a project's indicators, as printed; the actual is drawn from the seed."""
    rng = Random(f"{voice.seed}/{voice.now.body.id}/{voice.year}/{project.plan.name}")
    found = []
    for goal in project.plan.goals:
        share = between(rng, goal.low, goal.high)
        if isinstance(goal.target, str):
            actual = (
                f"{int(share)}起"
                if goal.high > 2
                else {"不超预算": "未超预算", "持续完善": "已完善"}.get(goal.target, "已完成")
            )
            found.append(Result(goal, goal.target, actual, "".join(filter(str.isdigit, actual)), True))
            continue
        places = max(0, -int(goal.target.as_tuple().exponent))
        step = Decimal(10) ** -(1 if goal.uom == "%" and share != 1 else places)
        value = (goal.target * Decimal(str(share))).quantize(step, ROUND_HALF_UP)
        if goal.uom == "%":
            value = min(value, Decimal(100))
        met = value <= goal.target if goal.sign == "≤" else value >= goal.target
        sign = "" if goal.sign == "=" else goal.sign
        found.append(Result(goal, f"{sign}{goal.target}{goal.uom}", f"{value}{goal.uom}", str(value), met))
    return found


def outcome(voice: Voice, project: ProjectAccount) -> str:
    """What the project achieved, with the first two numeric results in it."""
    values = [result.value for result in results(voice, project) if result.value]
    return project.plan.output.format(*values)


def _money(voice: Voice, amount: Amount) -> str:
    # Evaluation tables are filled in in 万元 whatever the accounts are printed in.
    return voice.layout.prose(amount)


def project_table(voice: Voice, project: ProjectAccount) -> Table:
    """项目支出绩效自评表: money by source, then indicators with target and actual."""
    grid, body = Grid(), voice.now.body
    grid.put(0, 0, "项目名称", colspan=2)
    grid.put(0, 2, project.plan.name, colspan=5)
    grid.put(1, 0, "主管部门", colspan=2)
    grid.put(1, 2, body.parent, colspan=2)
    grid.put(1, 4, "实施单位")
    grid.put(1, 5, body.name, colspan=2)
    grid.put(2, 0, "预算执行情况（万元）", rowspan=4, colspan=2)
    for column, (text, span) in zip(
        (2, 4, 5, 6), (("资金来源", 2), ("预算数（A）", 1), ("执行数（B）", 1), ("执行率（B/A）", 1)), strict=True
    ):
        grid.put(2, column, text, colspan=span)
    fund = "政府性基金拨款" if project.plan.fund == "fund" else "一般公共预算拨款"
    rate = percent(project.spent, project.budget)
    lines = (
        (fund, project.budget, project.spent, rate),
        ("其他资金", 0, 0, ""),
        ("合计", project.budget, project.spent, rate),
    )
    for place, (label, budget, spent, share) in enumerate(lines):
        grid.put(3 + place, 2, label, colspan=2)
        for column, text in (
            (4, _money(voice, budget) if budget else ""),
            (5, _money(voice, spent) if spent else ""),
            (6, share),
        ):
            grid.put(3 + place, column, text)
    found = results(voice, project)
    grid.put(6, 0, "年度绩效目标完成情况", rowspan=len(found) + 1)
    for column, text in enumerate(
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "未完成原因和改进措施"), 1
    ):
        grid.put(6, column, text)
    row = 7
    for level in ("level1", "level2"):
        start = 0
        for place in range(1, len(found) + 1):
            if place == len(found) or _path(found[place], level) != _path(found[start], level):
                grid.put(
                    row + start, 1 if level == "level1" else 2, getattr(found[start].goal, level), rowspan=place - start
                )
                start = place
    for place, result in enumerate(found):
        grid.put(row + place, 3, result.goal.name, align="l")
        grid.put(row + place, 4, result.target)
        grid.put(row + place, 5, result.actual)
        grid.put(row + place, 6, "已完成" if result.met else "受客观因素影响，下年加强管理")
    row += len(found)
    grid.put(row, 0, "说明")
    grid.put(
        row,
        1,
        "无"
        if project.spent == project.budget
        else f"结余{_money(voice, project.budget - project.spent)}万元按规定处理。",
        colspan=6,
        align="l",
    )
    return Table(
        form="",
        title=f"{voice.year}年度“{project.plan.name}”自评表",
        caption=((f"单位名称：{body.name}", f"填报日期：{voice.year + 1}年3月28日"),),
        cells=grid.finish(row + 1),
        rows=row + 1,
        columns=7,
        widths=(10, 12, 14, 24, 13, 13, 14),
        header_rows=0,
        kind="performance",
        sheet=f"自评表{voice.now.projects.index(project) + 1}",
        own_page=False,
    )


def _path(result: Result, level: str) -> tuple[str, ...]:
    return (result.goal.level1,) if level == "level1" else (result.goal.level1, result.goal.level2)


def whole_table(voice: Voice) -> Table:
    """部门（单位）整体绩效自评表: total money and one indicator a project."""
    now, grid = voice.now, Grid()
    budget, spent = sum(line.spent for line in now.budget), now.total("spent")
    grid.put(0, 0, "单位名称")
    grid.put(0, 1, now.body.name, colspan=4)
    grid.put(1, 0, "基本支出总额")
    grid.put(1, 1, _money(voice, now.total("basic")), colspan=2)
    grid.put(1, 3, "项目支出总额")
    grid.put(1, 4, _money(voice, now.total("project")))
    grid.put(2, 0, "预算执行情况（万元）", rowspan=2)
    for column, text in enumerate(("", "预算数（A）", "执行数（B）", "执行率（B/A）"), 1):
        grid.put(2, column, text)
    for column, text in enumerate(
        ("整体支出总额", _money(voice, budget), _money(voice, spent), percent(spent, budget)), 1
    ):
        grid.put(3, column, text)
    row = 4
    for place, project in enumerate(now.projects, 1):
        grid.put(row, 0, f"年度目标{place}：{project.plan.effect}", colspan=5, align="l")
        found = results(voice, project)[:2]
        for column, text in enumerate(("一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值")):
            grid.put(row + 1, column, text)
        for offset, result in enumerate(found):
            texts = (result.goal.level1, result.goal.level2, result.goal.name, result.target, result.actual)
            for column, text in enumerate(texts):
                grid.put(row + 2 + offset, column, text)
        row += 2 + len(found)
    return Table(
        form="",
        title=f"{voice.year}年度{now.body.name}整体绩效自评表",
        caption=((f"单位名称：{now.body.name}", f"填报日期：{voice.year + 1}年3月28日"),),
        cells=grid.finish(row),
        rows=row,
        columns=5,
        widths=(18, 18, 28, 18, 18),
        header_rows=0,
        kind="performance",
        sheet="整体自评表",
        own_page=False,
    )


def evaluation(voice: Voice) -> list[Block]:
    """十三、预算绩效情况说明."""
    now = voice.now
    scope, spent = now.body.scope, sum(project.spent for project in now.projects)
    whole = sum(line.spent for line in now.budget)
    blocks: list[Block] = [
        Heading("十三、预算绩效情况说明", 2),
        Heading("（一）预算绩效管理工作开展情况", 3),
        Paragraph(
            f"根据预算绩效管理要求，{now.body.name}组织对{voice.year}年度项目支出全面开展绩效自评，共涉及项目{len(now.projects)}个，"
            f"资金{voice.money(spent)}。从评价情况来看，各项目管理规范，资金使用合规，较好完成了年度绩效目标。"
        ),
        Heading(f"（二）{scope}整体支出自评结果", 3),
        Paragraph(
            f"{now.body.name}组织开展整体支出绩效自评，全年预算数为{voice.money(whole)}，执行数为{voice.money(now.total('spent'))}，"
            f"执行率为{percent(now.total('spent'), whole)}，"
            f"自评得分{92 + voice.year % 5}.{len(now.projects)}分，评价等次为“优”。"
        ),
        Heading("（三）项目支出自评结果", 3),
    ]
    for place, project in enumerate(now.projects, 1):
        blocks.append(
            Paragraph(
                f"{place}.{project.plan.name}项目绩效自评综述：项目全年预算数为{voice.money(project.budget)}，执行数为{voice.money(project.spent)}，"
                f"完成预算的{percent(project.spent, project.budget)}。"
                f"主要产出和效益：{outcome(voice, project)}，{project.plan.effect}。"
                "下一步改进措施：细化绩效指标，加快预算执行进度。"
            )
        )
    return blocks


def key_works(voice: Voice, part: str) -> list[Block]:
    """重点工作完成情况: a paragraph and the table of matters."""
    rng = Random(f"{voice.seed}/{voice.now.body.id}/{voice.year}/key works")
    grid = Grid()
    for column, text in enumerate(("序号", "重要事项", "工作内容及目标", "完成情况")):
        grid.put(0, column, text)
    for place, work in enumerate(voice.now.body.key_works, 1):
        numbers = [max(1, round(scale * between(rng, 0.9, 1.15))) for scale in work.scale]
        grid.put(place, 0, str(place))
        grid.put(place, 1, work.matter, align="l")
        grid.put(place, 2, work.target, align="l")
        grid.put(place, 3, work.done.format(*numbers), align="l")
    rows = len(voice.now.body.key_works) + 1
    table = Table(
        form="",
        title="",
        caption=(),
        cells=grid.finish(rows),
        rows=rows,
        columns=4,
        widths=(7, 20, 33, 40),
        header_rows=1,
        kind="performance",
        sheet="重点工作",
        own_page=False,
    )
    return [
        Heading(f"{part} {voice.year}年重点工作完成情况", 1),
        Paragraph(f"{voice.year}年，{voice.name}围绕年度目标任务，统筹推进各项工作，重点工作完成情况如下："),
        table,
    ]
