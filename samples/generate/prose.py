"""The narrative of final accounts: who the body is, what the tables say in words, and what the terms mean."""

from __future__ import annotations

from samples.generate.blocks import Block, Heading, Paragraph
from samples.generate.frame import ordinal
from samples.generate.layout import percent
from samples.generate.records import FISCAL, Line
from samples.generate.units import Amount, names
from samples.generate.wording import Voice, class_name, item_name


def overview(voice: Voice) -> list[Block]:
    """第一部分: duties, organisation, staff."""
    body = voice.now.body
    kind = "部门" if body.scope == "部门" else "单位"
    blocks: list[Block] = [Heading(f"第一部分 {body.name}概况", 1), Heading("一、主要职能", 2)]
    blocks += [Paragraph(f"{place}.{duty}") for place, duty in enumerate(body.duties, 1)]
    blocks.append(Heading("二、机构设置", 2))
    blocks.append(
        Paragraph(
            f"{body.name}（简称“{body.short}”）由{body.parent}{'直接领导' if kind == '部门' else '主管'}，"
            f"内设{len(body.offices)}个机构：{'、'.join(body.offices)}。"
        )
    )
    if body.members:
        blocks.append(
            Paragraph(
                f"从决算单位构成看，{body.name}部门决算由本级决算和{len(body.members) - 1}个下属单位决算组成，"
                f"纳入{voice.year}年度部门决算编制范围的单位共{len(body.members)}个，包括："
            )
        )
        blocks += [Paragraph(f"{place}.{member}") for place, member in enumerate(body.members, 1)]
    else:
        blocks.append(Paragraph(f"从决算单位构成看，{body.name}决算为纳入独立核算的单位本级决算，无下属预算单位。"))
    civil = voice.now.staff if body.administrative else 0
    blocks.append(Heading("三、人员构成", 2))
    blocks.append(
        Paragraph(
            f"截至{voice.year}年12月31日，{body.name}在职实有人数{voice.now.staff}人，其中：行政{civil}人，"
            f"事业{voice.now.staff - civil}人；离退休人员{voice.now.retired}人。"
        )
    )
    return blocks


def _totals(voice: Voice) -> list[Block]:
    now, before = voice.now, voice.before
    grand = now.total("income") + now.total("opening")
    grand_before = before.total("income") + before.total("opening")
    income, spent = now.total("income"), now.total("spent")
    parts = [
        ("财政拨款收入", now.total("income", FISCAL)),
        ("事业收入", now.total("income", ("business",))),
        ("其他收入", now.total("income", ("other",))),
    ]
    shares = "；".join(
        f"{label}{voice.money(value)}，占本年收入{percent(value, income)}" for label, value in parts if value
    )
    basic, project = now.total("basic"), now.total("project")
    return [
        Heading("一、收入支出决算总体情况说明", 2),
        Paragraph(
            f"{voice.year}年度收、支总计{voice.money(grand)}。"
            + voice.change("收、支总计", grand, grand_before, each=True, about="total")
        ),
        Heading("二、收入决算情况说明", 2),
        Paragraph(f"{voice.year}年度收入合计{voice.money(income)}。其中：{shares}。"),
        Heading("三、支出决算情况说明", 2),
        Paragraph(
            f"{voice.year}年度支出合计{voice.money(spent)}。其中："
            f"基本支出{voice.money(basic)}，占本年支出{percent(basic, spent)}；"
            f"项目支出{voice.money(project)}，占本年支出{percent(project, spent)}。"
            + voice.change("支出合计", spent, before.total("spent"), about="spent")
        ),
        Heading("四、财政拨款收入支出决算总体情况说明", 2),
        _fiscal(voice),
    ]


def _fiscal(voice: Voice) -> Paragraph:
    grand = voice.now.total("income", FISCAL) + voice.now.total("opening", FISCAL)
    before = voice.before.total("income", FISCAL) + voice.before.total("opening", FISCAL)
    general = voice.now.total("income", ("general",))
    general_before = voice.before.total("income", ("general",))
    return Paragraph(
        f"{voice.year}年度财政拨款收、支总计{voice.money(grand)}。"
        + voice.change("财政拨款收、支总计", grand, before, each=True, about="fiscal")
        + f"其中，一般公共预算财政拨款收入{voice.money(general)}，比{voice.year - 1}年度决算数"
        + f"{'增加' if general >= general_before else '减少'}{voice.money(abs(general - general_before))}。"
    )


def _general(voice: Voice) -> list[Block]:
    now, source = voice.now, ("general",)
    spent, whole = now.total("spent", source), now.total("spent")
    budget = _budget(now.budget, "")
    classes = sorted({line.code[:3] for line in now.lines if line.source == "general" and line.spent})
    items = sorted({line.code for line in (*now.lines, *now.budget) if line.source == "general" and line.spent})
    blocks: list[Block] = [
        Heading("五、一般公共预算财政拨款支出决算情况说明", 2),
        Heading("（一）一般公共预算财政拨款支出决算总体情况", 3),
        Paragraph(
            f"{voice.year}年度一般公共预算财政拨款支出{voice.money(spent)}，占本年支出合计的{percent(spent, whole)}。"
            + voice.change("一般公共预算财政拨款支出", spent, voice.before.total("spent", source), about="general")
        ),
        Heading("（二）一般公共预算财政拨款支出决算结构情况", 3),
        Paragraph(f"{voice.year}年度一般公共预算财政拨款支出{voice.money(spent)}，主要用于以下方面："),
    ]
    for place, code in enumerate(classes, 1):
        value = now.total("spent", source, code)
        blocks.append(
            Paragraph(
                f"{place}.{class_name(code)}支出{voice.money(value)}，占{percent(value, spent)}。".replace(
                    "支出（类）支出", "（类）支出"
                )
            )
        )
    blocks += [
        Heading("（三）一般公共预算财政拨款支出决算具体情况", 3),
        Paragraph(
            f"{voice.year}年度一般公共预算财政拨款支出"
            + voice.completion(budget, spent, "whole")
            + f"其中：基本支出{voice.money(now.total('basic', source))}，"
            f"项目支出{voice.money(now.total('project', source))}。具体如下："
        ),
    ]
    for place, code in enumerate(items, 1):
        blocks.append(
            Paragraph(
                f"{place}.{item_name(code)}。"
                + voice.completion(_budget(now.budget, code), now.total("spent", source, code), code)
            )
        )
    return blocks


def _budget(lines: tuple[Line, ...], code: str) -> Amount:
    return sum(line.spent for line in lines if line.source == "general" and line.code.startswith(code))


def _basic(voice: Voice) -> list[Block]:
    listed, now = names("economic"), voice.now

    def parts(*groups: str) -> str:
        return "、".join(
            f"{listed[code]}{voice.money(value)}"
            for code, value in now.economic.items()
            if code[:3] in groups and value
        )

    return [
        Heading("六、一般公共预算财政拨款基本支出决算情况说明", 2),
        Paragraph(
            f"{voice.year}年度一般公共预算财政拨款基本支出{voice.money(now.total('basic', ('general',)))}，其中："
        ),
        Paragraph(f"人员经费{voice.money(now.basic_group('301', '303'))}，主要包括：{parts('301', '303')}。"),
        Paragraph(f"公用经费{voice.money(now.basic_group('302', '310'))}，主要包括：{parts('302', '310')}。"),
    ]


def _three_public(voice: Voice) -> list[Block]:
    now, before = voice.now.three_public, voice.before.three_public
    adjusted = voice.layout.budget_stage == "全年预算"
    planned = voice.now.three_public_adjusted if adjusted else voice.now.three_public_budget
    stage = "全年预算" if adjusted else "年初预算"

    def versus(label: str, value: Amount, last: Amount) -> str:
        if value == last:
            return f"{label}支出决算与{voice.year - 1}年度持平"
        return f"{label}支出决算{'增加' if value > last else '减少'}{voice.money(abs(value - last))}"

    return [
        Heading("七、财政拨款“三公”经费支出决算情况说明", 2),
        Heading("（一）“三公”经费财政拨款支出决算总体情况说明", 3),
        Paragraph(
            f"{voice.year}年度“三公”经费财政拨款支出" + voice.completion(planned.total, now.total, "three", stage)
        ),
        Paragraph(
            f"{voice.year}年度“三公”经费财政拨款支出决算数比{voice.year - 1}年度"
            f"{'增加' if now.total >= before.total else '减少'}{voice.money(abs(now.total - before.total))}，其中："
            + "；".join(
                (
                    versus("因公出国（境）费", now.overseas, before.overseas),
                    versus("公务用车购置及运行维护费", now.cars, before.cars),
                    versus("公务接待费", now.reception, before.reception),
                )
            )
            + "。"
        ),
        Heading("（二）“三公”经费财政拨款支出决算具体情况说明", 3),
        Paragraph(
            "1.因公出国（境）费"
            + voice.completion(planned.overseas, now.overseas, "overseas", stage)
            + (
                f"全年安排因公出国（境）团组1个，累计{2 + voice.year % 3}人次。"
                if now.overseas
                else "全年未安排因公出国（境）团组。"
            )
        ),
        Paragraph("2.公务用车购置及运行维护费" + voice.completion(planned.cars, now.cars, "cars", stage) + "其中："),
        Paragraph(
            "（1）公务用车购置费"
            + voice.completion(planned.purchase, now.purchase, "purchase", stage)
            + (f"{voice.year}年更新购置公务用车1辆。" if now.purchase else f"{voice.year}年未购置公务用车。")
        ),
        Paragraph(
            "（2）公务用车运行维护费"
            + voice.completion(planned.running, now.running, "running", stage)
            + f"主要用于车辆燃料、维修、保险等支出。截至{voice.year}年12月31日，"
            f"开支财政拨款的公务用车保有量{voice.now.vehicles}辆。"
        ),
        Paragraph(
            "3.公务接待费"
            + voice.completion(planned.reception, now.reception, "reception", stage)
            + f"其中：外宾接待支出0万元；国内公务接待支出{voice.money(now.reception)}，{voice.year}年共接待国内来访团组"
            f"{voice.now.reception_batches}个，{voice.now.reception_visitors}人次（不包括陪同人员）。"
        ),
    ]


def _fund(voice: Voice) -> list[Block]:
    opening, income, spent, closing = (
        voice.now.total(field, ("fund",)) for field in ("opening", "income", "spent", "closing")
    )
    text = f"{voice.year}年度{voice.name}没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"
    blocks: list[Block] = [Heading("八、政府性基金预算财政拨款收入支出决算情况说明", 2)]
    if not (spent or income):
        return [*blocks, Paragraph(text)]
    blocks.append(
        Paragraph(
            f"{voice.year}年度政府性基金预算财政拨款年初结转和结余{voice.money(opening)}，"
            f"本年收入{voice.money(income)}，本年支出{voice.money(spent)}，"
            f"年末结转和结余{voice.money(closing)}。具体支出情况为："
        )
    )
    for line in voice.now.lines:
        if line.source == "fund":
            planned = sum(
                other.spent for other in voice.now.budget if other.source == "fund" and other.code == line.code
            )
            blocks.append(Paragraph(f"{item_name(line.code)}。" + voice.completion(planned, line.spent, line.code)))
    return blocks


def _other(voice: Voice) -> list[Block]:
    now, body, buy = voice.now, voice.now.body, voice.now.procurement
    running, running_before = now.basic_group("302", "310"), voice.before.basic_group("302", "310")
    if body.administrative:
        costs = f"{voice.year}年度{voice.name}机关运行经费支出{voice.money(running)}。" + voice.change(
            "机关运行经费支出", running, running_before, about="costs"
        )
    else:
        costs = f"{voice.name}为事业单位，{voice.year}年度无机关运行经费支出。"
    others = max(0, now.vehicles - 2)
    kinds = [("货物", buy.goods), ("工程", buy.works), ("服务", buy.services)]
    return [
        Heading("九、国有资本经营预算财政拨款支出决算情况说明", 2),
        Paragraph(
            f"{voice.year}年度{voice.name}没有国有资本经营预算财政拨款收入，也没有使用国有资本经营预算财政拨款安排的支出。"
        ),
        Heading("十、机关运行经费支出说明", 2),
        Paragraph(costs),
        Heading("十一、政府采购支出说明", 2),
        Paragraph(
            f"{voice.year}年度{voice.name}政府采购支出总额{voice.money(buy.total)}，其中："
            + "、".join(f"政府采购{kind}支出{voice.money(value)}" for kind, value in kinds)
            + f"。授予中小企业合同金额{voice.money(buy.sme)}，"
            f"占政府采购支出总额的{percent(buy.sme, buy.total)}，其中：授予小微企业合同金额"
            f"{voice.money(buy.small)}，占授予中小企业合同金额的{percent(buy.small, buy.sme)}。"
        ),
        Heading("十二、国有资产占用情况说明", 2),
        Paragraph(
            f"截至{voice.year}年12月31日，{voice.name}共有车辆{now.vehicles}辆，其中，副部（省）级及以上领导用车0辆，主要领导干部用车0辆，"
            f"机要通信用车{min(1, now.vehicles)}辆，"
            f"应急保障用车{min(1, now.vehicles - 1)}辆，执法执勤用车0辆，特种专业技术用车0辆，"
            f"离退休干部用车0辆，其他用车{others}辆；单价100万元（含）以上设备（不含车辆）{now.equipment}台（套）。"
        ),
    ]


def narrative(voice: Voice) -> list[Block]:
    """第三部分 up to the performance section, which ``performance`` writes."""
    kind = voice.now.body.scope
    return [
        Heading(f"第三部分 {voice.name}{voice.year}年度{kind}决算情况说明", 1),
        *_totals(voice),
        *_general(voice),
        *_basic(voice),
        *_three_public(voice),
        *_fund(voice),
        *_other(voice),
    ]


TERMS = (
    ("一般公共预算财政拨款收入", "指同级财政一般公共预算当年拨付的资金。"),
    ("政府性基金预算财政拨款收入", "指同级财政政府性基金预算当年拨付的资金。"),
    ("事业收入", "指事业单位开展专业业务活动及其辅助活动取得的收入。"),
    ("其他收入", "指单位取得的除财政拨款收入、事业收入、经营收入等以外的各项收入。"),
    (
        "年初结转和结余",
        "指单位以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金，或项目已完成等产生的结余资金。",
    ),
    ("年末结转和结余", "指单位按有关规定结转到下年或以后年度继续使用的资金，或项目已完成等产生的结余资金。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定行政任务或事业发展目标所发生的支出。"),
    ("“三公”经费", "指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
    (
        "机关运行经费",
        "指为保障行政单位运行用于购买货物和服务的各项资金，包括办公费、邮电费、差旅费、会议费、物业管理费、公务用车运行维护费以及其他费用。",
    ),
)


def glossary(voice: Voice, part: str) -> list[Block]:
    """名词解释, with the functional items the body uses."""
    items = sorted({line.code for line in voice.now.lines if line.spent})
    blocks: list[Block] = [Heading(f"{part} 名词解释", 1)]
    blocks += [Paragraph(f"（{ordinal(place)}）{term}：{meaning}") for place, (term, meaning) in enumerate(TERMS, 1)]
    blocks.append(Paragraph(f"（{ordinal(len(TERMS) + 1)}）本{voice.now.body.scope}使用的支出功能分类科目（到项级）："))
    blocks += [Paragraph(f"{place}.{item_name(code)}") for place, code in enumerate(items, 1)]
    return blocks
