"""The text of a budget: duties, income and expenditure planned, what changed, three-public, procurement, goals."""

from __future__ import annotations

from samples.generate.blocks import Block, Grid, Heading, Paragraph, Table
from samples.generate.frame import ordinal
from samples.generate.layout import percent
from samples.generate.performance import results
from samples.generate.prose import TERMS
from samples.generate.records import FISCAL, PERSONNEL, total
from samples.generate.units import names
from samples.generate.wording import Voice


def explanation(voice: Voice) -> list[Block]:
    """Everything before the tables: 主要职能, 机构设置, 编制说明."""
    body, now, before = voice.now.body, voice.now, voice.before
    whole, whole_before = total(now.budget, "spent"), total(before.budget, "spent")
    fiscal, fiscal_before = total(now.budget, "spent", FISCAL), total(before.budget, "spent", FISCAL)
    verb = "增加" if whole >= whole_before else "减少"
    fiscal_verb = "增加" if fiscal >= fiscal_before else "减少"
    blocks: list[Block] = [Heading(f"{body.name}主要职能", 1)]
    blocks += [Paragraph(f"{place}.{duty}") for place, duty in enumerate(body.duties, 1)]
    blocks += [
        Heading(f"{body.name}机构设置", 1),
        Paragraph(f"{body.name}内设{len(body.offices)}个机构，包括：{'、'.join(body.offices)}。"),
        Heading(f"{voice.year}年部门预算编制说明", 1),
        Paragraph(
            f"{voice.year}年，{body.name}收入预算{voice.money(whole)}，其中：财政拨款收入{voice.money(fiscal)}，"
            f"比{voice.year - 1}年预算{fiscal_verb}{voice.money(abs(fiscal - fiscal_before))}；"
            f"事业收入{voice.money(total(now.budget, 'spent', ('business',)))}；"
            f"其他收入{voice.money(total(now.budget, 'spent', ('other',)))}。"
        ),
        Paragraph(
            f"支出预算{voice.money(whole)}，"
            f"比{voice.year - 1}年预算{verb}{voice.money(abs(whole - whole_before))}，其中：基本支出"
            f"{voice.money(total(now.budget, 'basic'))}，项目支出{voice.money(total(now.budget, 'project'))}。"
            f"财政拨款支出预算中，一般公共预算拨款支出预算{voice.money(total(now.budget, 'spent', ('general',)))}，"
            f"政府性基金拨款支出预算{voice.money(total(now.budget, 'spent', ('fund',)))}，"
            "国有资本经营预算拨款支出预算0.00万元。"
        ),
        Paragraph("财政拨款支出主要内容如下："),
    ]
    for place, code in enumerate(sorted({line.code for line in now.budget if line.source in FISCAL}), 1):
        planned = total(now.budget, "spent", FISCAL, code)
        spent = total(before.lines, "spent", FISCAL, code)
        listed = names("functional")
        text = (
            f"{place}.“{listed[code[:3]]}（类）{listed[code[:5]]}（款）{listed[code]}（项）”{voice.money(planned)}，"
            f"主要用于{listed[code]}。"
        )
        if spent and planned != spent:
            side = "增加" if planned > spent else "减少"
            text += (
                f"{voice.year - 1}年当年预算执行数为{voice.money(spent)}，"
                f"{voice.year}年预算安排{voice.money(planned)}，"
                f"比{voice.year - 1}年预算执行数{side}{percent(abs(planned - spent), spent)}。"
                f"主要原因是：{voice.reason(planned > spent, code)}。"
            )
        blocks.append(Paragraph(text))
    return blocks


def other_matters(voice: Voice) -> list[Block]:
    """其他相关情况说明 after the tables, with the goals of the projects."""
    now, before = voice.now, voice.before
    money, last = now.three_public_budget, before.three_public_budget
    running = sum(value for code, value in now.economic_budget.items() if code[:3] not in PERSONNEL)

    def versus(label: str, value: int, earlier: int) -> str:
        if value == earlier:
            return f"{label}{voice.money(value)}，与{voice.year - 1}年预算持平"
        return (
            f"{label}{voice.money(value)}，"
            f"比{voice.year - 1}年预算{'增加' if value > earlier else '减少'}{voice.money(abs(value - earlier))}"
        )

    parts = "；".join(
        (
            versus("因公出国（境）费", money.overseas, last.overseas),
            versus("公务用车购置及运行费", money.cars, last.cars),
            versus("公务接待费", money.reception, last.reception),
        )
    )
    goods, services = now.procurement.goods // 1000 * 1000, now.procurement.services // 1000 * 1000
    blocks: list[Block] = [
        Heading("其他相关情况说明", 1),
        Heading(f"一、{voice.year}年“三公”经费预算情况说明", 2),
        Paragraph(f"{versus(f'{voice.year}年“三公”经费预算数为', money.total, last.total)}。其中：{parts}。"),
        Heading("二、机关运行经费预算", 2),
        Paragraph(
            f"{voice.year}年{now.body.name}机关运行经费预算为{voice.money(running)}。"
            if now.body.administrative
            else f"{now.body.name}为事业单位，无机关运行经费预算。"
        ),
        Heading("三、政府采购情况", 2),
        Paragraph(
            f"{voice.year}年政府采购预算{voice.money(goods + services)}，其中："
            f"政府采购货物预算{voice.money(goods)}，政府采购服务预算{voice.money(services)}。"
        ),
        Heading("四、绩效目标设置情况", 2),
        Paragraph(
            f"按照预算绩效管理工作的总体要求，编报绩效目标的项目{len(now.projects)}个，涉及项目预算资金"
            f"{voice.money(sum(project.budget for project in now.projects))}。"
        ),
        Heading("五、国有资产占有使用情况", 2),
        Paragraph(
            f"截至{voice.year - 1}年8月31日，{now.body.name}共有车辆{before.vehicles}辆；"
            f"单价100万元以上设备{before.equipment}台（套）。"
        ),
    ]
    blocks += [_goals(voice, place) for place in range(len(now.projects))]
    blocks.append(Heading("名词解释", 1))
    blocks += [
        Paragraph(f"（{ordinal(place)}）{term}：{meaning}") for place, (term, meaning) in enumerate(TERMS[6:], 1)
    ]
    return blocks


def _goals(voice: Voice, place: int) -> Table:
    """财政项目支出绩效目标申报表: money in yuan, goals with their targets."""
    project, grid, body = voice.now.projects[place], Grid(), voice.now.body
    yuan = f"{project.budget * 100:,}.00"
    grid.put(0, 0, "项目名称")
    grid.put(0, 1, project.plan.name)
    grid.put(0, 2, "实施单位")
    grid.put(0, 3, body.name)
    grid.put(1, 0, "项目资金（元）", rowspan=2)
    for row, label in ((1, "年度资金申请总额"), (2, "其中：财政资金")):
        grid.put(row, 1, label, colspan=2, align="l")
        grid.put(row, 3, yuan, align="r")
    grid.put(3, 0, "年度总目标")
    grid.put(3, 1, project.plan.effect, colspan=3, align="l")
    for column, text in enumerate(("一级指标", "二级指标", "三级指标", f"{voice.year}年指标值")):
        grid.put(4, column, text)
    found = results(voice, project)
    for row, result in enumerate(found, 5):
        for column, text in enumerate((result.goal.level1, result.goal.level2, result.goal.name, result.target)):
            grid.put(row, column, text)
    rows = 5 + len(found)
    return Table(
        form="",
        title="财政项目支出绩效目标申报表",
        caption=((f"（{voice.year}年度）", ""),),
        cells=grid.finish(rows),
        rows=rows,
        columns=4,
        widths=(20, 24, 30, 26),
        header_rows=0,
        kind="performance",
        sheet=f"绩效目标{place + 1}",
        own_page=False,
    )
