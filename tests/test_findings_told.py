"""What prose tells against what stands elsewhere: balances, projects, grades, lists; and what only looks like that."""
# ruff: noqa: E501 - sentences of documents are kept whole

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from findings_builders import NAME, cell, prose, rules

from graph.findings import findings_across
from ingest.records import Disclosure, Figure, Indicator, Passage, Project, Score, Source

FISCAL = "四、财政拨款收入支出决算总体情况说明"
TABLE = Source("a.txt", "", table=3, row=4, column=2)
PLACE = Source("a.txt", "", table=1, row=1, column=1)
PERFORMANCE = "十四、预算绩效情况说明"
RECEPTION = "九、“三公”经费支出决算情况说明"
ASSETS = "十三、国有资产占有使用情况说明"


def balance(item: str, value: str, *, form: str = "revenue-expenditure-summary", column: str = "支出/决算数") -> Figure:
    return cell(form, item, column, value, level="total")


CLOSING = balance("年末结转和结余", "29.40")
FISCAL_CLOSING = balance("年末财政拨款结转和结余", "11.13", form="fiscal-summary", column="支出/合计")


def test_a_balance_of_prose_is_held_against_the_summary() -> None:
    assert "prose-table" in rules(prose("本年支出2340.96万元，年末结转和结余24.90万元。", figures=(CLOSING,)))
    assert "prose-table" not in rules(prose("本年支出2340.96万元，年末结转和结余29.40万元。", figures=(CLOSING,)))


def test_a_balance_may_be_that_of_another_budget() -> None:
    both = (CLOSING, FISCAL_CLOSING)
    assert "prose-table" not in rules(prose(("年末结转和结余11.13万元。", FISCAL), figures=both))
    assert "prose-table" not in rules(prose("年末财政拨款结转和结余11.13万元。", figures=both))
    # The fund's balance stands in no table that was read.
    assert "prose-table" not in rules(prose(("年末结转和结余5.82万元。", "七、政府性基金预算支出情况"), figures=both))


EVALUATED = "本单位组织对2023年度8个项目支出开展绩效自评，涉及资金1610.75万元。"


@pytest.mark.parametrize("other", [
    "本单位在决算中公开甲、乙、丙三个项目的绩效自评结果。",
    "本单位在2023年度部门决算中反映甲、乙2个项目的绩效自评结果。",
    "选取2个项目开展绩效评价。",
])
def test_projects_published_or_chosen_are_not_all_evaluated(other: str) -> None:
    assert "told-twice" not in rules(prose(EVALUATED, other, section=PERFORMANCE))


def test_all_projects_published_are_all_evaluated() -> None:
    text = "本单位在2023年度部门决算中反映所有项目绩效自评结果，共涉及{}个项目。"
    assert "told-twice" in rules(prose(EVALUATED, text.format(9), section=PERFORMANCE))
    assert "told-twice" not in rules(prose(EVALUATED, text.format(8), section=PERFORMANCE))


def test_the_reason_of_the_whole_is_that_of_its_greater_part() -> None:
    whole = "2023年度收、支总计均为2370.36万元。与2022年度相比，收、支总计各增加{}万元，主要原因是补贴人数增加。"
    part = ("财政拨款收、支总计均为2331.89万元。与2022年度相比，财政拨款收、支总计各{}192.87万元。", FISCAL)
    assert "missing-reason" not in rules(prose(whole.format("203.32"), (part[0].format("增加"), FISCAL)))
    assert "missing-reason" in rules(prose(whole.format("900.00"), (part[0].format("增加"), FISCAL)))
    assert "missing-reason" in rules(prose(whole.format("203.32"), (part[0].format("减少"), FISCAL)))
    assert "missing-reason" in rules(prose((part[0].format("增加"), FISCAL)))


PROJECTS = (
    cell("general-expenditure", "合计", "本年支出/项目支出", "1597.48", level="total"),
    cell("fund", "合计", "本年支出/项目支出", "62.18", level="total"),
)


@pytest.mark.parametrize(("told", "found"), [
    ("涉及财政拨款资金1425.30万元，占财政拨款项目支出总额的85.88%。", False),
    ("涉及财政拨款资金1452.30万元，占财政拨款项目支出总额的85.88%。", True),
    ("涉及资金1425.30万元，占一般公共预算项目支出总额的89.22%。", False),
    ("涉及资金1425.30万元，占一般公共预算项目支出总额的92.89%。", True),
    ("涉及资金1800.00万元，占一般公共预算项目支出总额的100%。", False),  # of a budget that is not printed
    ("涉及资金1425.30万元，占一般公共预算项目支出总额的100%。", False),
    ("涉及资金1579.48万元，占一般公共预算项目支出总额的100%。", True),  # 1597.48
])
def test_a_share_of_all_projects_is_reckoned_from_the_tables(told: str, found: bool) -> None:
    text = "本单位组织对2023年度6个项目支出开展绩效自评，" + told
    assert ("share" in rules(prose(text, section=PERFORMANCE, figures=PROJECTS))) == found


def test_vehicles_kept_are_among_those_owned() -> None:
    owned = ("截至2023年12月31日，共有车辆4辆。", ASSETS)
    assert "part-exceeds-whole" in rules(prose(("年末公务用车保有量6辆。", RECEPTION), owned))
    assert "part-exceeds-whole" not in rules(prose(("年末公务用车保有量3辆。", RECEPTION), owned))


def test_every_amount_of_a_part_is_held_against_its_whole() -> None:
    text = "公务接待费支出3.18万元。国内公务接待支出3.18万元，国内公务接待42批次，386人次，共计支出{}万元。"
    assert "part-exceeds-whole" in rules(prose((text.format("3.81"), RECEPTION)))
    assert "part-exceeds-whole" not in rules(prose((text.format("3.18"), RECEPTION)))


@pytest.mark.parametrize(("told", "found"), [
    ("房屋建筑面积4,860平方米，其中县人力资源市场大楼5,120平方米。", True),
    ("房屋建筑面积4,860平方米，其中县人力资源市场大楼3,120平方米。", False),
    ("实有在职教职工1,172人，其中专任教师1,893人。", True),
    ("法官人均结案328件。其中：审结刑事案件612件。", False),  # of all judges
    ("人均结案328件，其中民事庭612件。", False),
    ("培训86人，接待群众来访210人。", False),
])
def test_a_part_right_behind_its_whole_is_no_larger(told: str, found: bool) -> None:
    assert ("open-parts" in rules(prose(told, section="二、基本情况"))) == found


@pytest.mark.parametrize(("told", "found"), [
    ("国内公务接待支出5.12万元，国内公务接待63批次，471人次，具体内容包括：省厅项目稽查接待1.47万元、其他3.38万元。", True),
    ("国内公务接待支出5.12万元，国内公务接待63批次，471人次，具体内容包括：省厅项目稽查接待1.74万元、其他3.38万元。", False),
    ("国内公务接待支出5.12万元，主要包括：省厅项目稽查接待1.47万元、外县考察接待0.50万元。", False),  # not all is told
])
def test_a_list_that_ends_in_others_is_whole(told: str, found: bool) -> None:
    assert ("open-parts" in rules(prose((told, RECEPTION)))) == found


def test_grades_of_projects_looked_at_again_are_not_those_of_all() -> None:
    text = "对8个项目开展绩效自评，抽取5个项目复核，其中“优”3个、“良”1个、“中”1个。"
    assert "graded-projects" not in rules(prose(text, section=PERFORMANCE))


@pytest.mark.parametrize(("grades", "found"), [
    ("其中评为“优”的11个、“良”的2个、“中”的1个。", False),
    ("其中评为“优”的12个、“良”的2个、“中”的1个。", True),
    ("其中评为“优”的10个、“良”的2个、“中”的1个。", True),
    ("其中评为“优”的10个、“良”的2个。", False),  # the rest may go untold
    ("自评结果为：“优秀”10个、“良好”3个、“合格”2个。", True),
])
def test_graded_projects_are_all_projects(grades: str, found: bool) -> None:
    text = "本部门对2023年度14个项目开展绩效自评，覆盖率100%。" + grades
    assert ("graded-projects" in rules(prose(text, section=PERFORMANCE))) == found


def test_done_and_not_done_make_all() -> None:
    text = "“甲工程”项目设置绩效指标7个，已完成指标6个。"
    assert "done-and-not" in rules(prose(text, "未完成指标2个，为数量指标。", section=PERFORMANCE))
    assert "done-and-not" not in rules(prose(text, "未完成指标1个，为数量指标。", section=PERFORMANCE))
    assert "done-and-not" not in rules(prose(text, "未完成任务2个。", section=PERFORMANCE))


def test_units_told_and_units_named() -> None:
    text = "纳入预算编制范围的预算单位共计{}家，具体包括：沭汀市农业农村局本级、沭汀市农业技术推广中心、沭汀市农产品质量检验站。"
    assert "listed-units" in rules(prose(text.format(4), section="二、单位构成"))
    assert "listed-units" not in rules(prose(text.format(3), section="二、单位构成"))
    for fine in ("下属单位3个：甲站、乙所和丙中心。", "下属单位2个：局本级、乙所、丙中心。", "下属单位2个：文化和旅游馆、丙中心。"):
        assert "listed-units" not in rules(prose(fine, section="二、单位构成"))
    # What is no body may be half of a name.
    assert "listed-units" not in rules(prose("下属单位共2家，包括：甲站、乙、丙中心。", section="二、单位构成"))


def project(*told: str, funds: tuple[tuple[str, Decimal], ...] = ()) -> Disclosure:
    one = Project("精准康复服务", Decimal("190.00"), Decimal("178.60"), "94.00%", "万元", TABLE, funds=funds,
                  stage_values=(("年初预算数", Decimal("186.00")), ("全年预算数", Decimal("190.00"))))
    return replace(prose(*told, section="十四、预算绩效情况说明"), projects=(one,))


@pytest.mark.parametrize(("told", "found"), [
    ("1.精准康复服务项目。全年预算数190.00万元，执行数187.60万元。", True),
    ("1.精准康复服务项目。全年预算数190.00万元，执行数178.60万元。", False),
    ("1.精准康复服务项目。年初预算数186.00万元，执行数178.60万元。", False),
    ("1.乡村康复服务项目。全年预算数90.00万元，执行数87.60万元。", False),
    ("1.精准康复服务项目。调整预算数195.00万元，执行数178.60万元。", False),  # a stage that the table does not print
    ("1.精准康复服务项目。截至6月底执行数80.00万元。", False),
])
def test_a_project_is_told_as_its_evaluation_prints_it(told: str, found: bool) -> None:
    assert ("told-project" in rules(project(told))) == found


def test_a_project_may_be_told_by_one_of_its_funds() -> None:
    told = "1.精准康复服务项目。全年预算数160.00万元，执行数178.60万元。"
    assert "told-project" not in rules(project(told, funds=(("财政拨款", Decimal("160.00")),)))
    assert "told-project" in rules(project(told))


def whole(told: str, heading: str = "部门整体支出绩效自评表") -> Disclosure:
    made = prose(told, section=PERFORMANCE)
    row = Passage("指标：得分", (PERFORMANCE, heading), TABLE)
    return replace(made, passages=(*made.passages, row), scores=(Score("", "合计", "", "100", "96.89", "", TABLE),))


def test_the_score_of_the_whole_is_that_of_its_table() -> None:
    assert "whole-score" in rules(whole("部门整体支出绩效自评得分98.96分，自评等级为“优”。"))
    assert "whole-score" not in rules(whole("部门整体支出绩效自评得分96.89分，自评等级为“优”。"))
    assert "whole-score" not in rules(whole("部门整体支出绩效自评得分98.96分。", "甲工程项目绩效自评表"))


@pytest.mark.parametrize(("told", "found"), [
    ("减少2.98%。主要原因是：宣传事务经费增加。", True),
    ("减少2.98%。主要原因是：宣传事务经费减少。", False),
    ("减少2.98%。主要原因是：上年一次性项目增加。", False),
])
def test_a_reason_moves_its_own_item_the_same_way(told: str, found: bool) -> None:
    text = "一般公共服务支出（类）宣传事务（款）宣传事务（项）。2022年决算数为114.00万元，支出决算为110.60万元，比2022年决算数"
    assert ("reason-direction" in rules(prose(text + told))) == found


def test_a_table_said_to_be_empty_holds_money() -> None:
    figure = (cell("three-public", "", "决算数/合计", "47.91"),)
    note = "注：本部门2023年无“三公”经费支出，故本表为空表。"
    assert "denied-money" in rules(prose(note, figures=figure))
    assert "denied-money" not in rules(prose(note, figures=(cell("three-public", "", "决算数/合计", "0.00"),)))


def test_an_item_by_its_own_name_in_the_section_of_its_fund() -> None:
    figure = cell("fund", "用于体育事业的彩票公益金支出", "本年支出/小计", "42.00", code="2296003", level="item")
    text = "本年支出107.00万元，其中用于体育事业的彩票公益金支出{}万元。"
    fund = "七、政府性基金预算财政拨款支出决算情况说明"
    assert "prose-table" in rules(prose((text.format("45.00"), fund), figures=(figure,)))
    assert "prose-table" not in rules(prose((text.format("42.00"), fund), figures=(figure,)))


def test_the_year_before_told_in_prose_alone() -> None:
    section = "十、机关运行经费支出说明"
    earlier = prose("2022年度机关运行经费支出207.54万元。", section=section, year=2022)
    text = "2023年度机关运行经费支出231.05万元，比2022年度增加{}万元。"
    for change, found in (("25.31", True), ("23.51", False)):
        later = prose(text.format(change), section=section)
        assert ("derived-published" in {each.rule for each in findings_across([earlier, later])}) == found


@pytest.mark.parametrize(("told", "found"), [
    ("其他收入18.60万元，占0.87%，主要是县慈善总会定向捐赠18.30万元和银行利息0.60万元。", True),
    ("其他收入18.60万元，占0.87%，主要是县慈善总会定向捐赠18.00万元和银行利息0.60万元。", False),
    ("其他收入18.60万元，主要是县慈善总会定向捐赠12.00万元。", False),
    ("其他收入18.60万元，主要是社会捐赠增加20.00万元。", False),  # a change
])
def test_what_money_mainly_is_comes_to_no_more(told: str, found: bool) -> None:
    assert ("open-parts" in rules(prose(told, section="二、收入决算情况说明"))) == found


def test_units_listed_behind_a_colon() -> None:
    text = "部门决算包括机关本级和所属事业单位{}个：镇农业技术综合服务中心、镇退役军人服务站、镇综治中心，均未独立核算。"
    assert "listed-units" in rules(prose(text.format(4), section="二、单位构成"))
    assert "listed-units" not in rules(prose(text.format(3), section="二、单位构成"))


@pytest.mark.parametrize(("told", "found"), [
    ("组织对7个项目编制了绩效目标，选取8个项目开展绩效监控。", True),
    ("组织对7个项目编制了绩效目标，选取4个项目开展绩效监控。", False),
    ("选取8个项目开展绩效监控。", False),
])
def test_no_more_projects_are_chosen_than_there_are(told: str, found: bool) -> None:
    assert ("chosen-projects" in rules(prose(told, section=PERFORMANCE))) == found


@pytest.mark.parametrize(("told", "found"), [("自评覆盖率120%。", True), ("自评覆盖率100%。", False), ("预算完成率120%。", False)])
def test_some_rates_are_never_over_all(told: str, found: bool) -> None:
    assert ("over-all" in rules(prose(told, section=PERFORMANCE))) == found


def test_the_goals_of_an_evaluation_tell_what_its_indicators_do() -> None:
    row = Indicator("文化惠民", "", "产出指标", "数量指标", "送戏下乡场次", "≥120场", "136场", "", TABLE, TABLE)
    figure = cell("general-expenditure", "实际完成情况/完成送戏下乡", "实际完成情况", "163", uom="场")
    for value, project_name, found in (("163", "文化惠民", True), ("136", "文化惠民", False), ("163", "送戏进校", False)):
        goal = replace(figure, kind="performance", project=project_name, value=Decimal(value), amount=None)
        made = replace(prose(), indicators=(row,), figures=(goal,))
        assert ("goal-values" in rules(made)) == found


def test_money_of_the_whole_evaluation_with_two_digits_changed_about() -> None:
    total = cell("expenditure", "合计", "本年支出合计", "1401.38", level="total")
    text = "我单位对1个单位开展整体支出绩效自评，资金{}万元，评价得分为94.60分。"
    assert "whole-for-part" in rules(prose(text.format("1410.38"), section=PERFORMANCE, figures=(total,)))
    for fine in ("1401.38", "1420.00"):  # a budget may be what was evaluated
        assert "whole-for-part" not in rules(prose(text.format(fine), section=PERFORMANCE, figures=(total,)))


def test_a_score_behind_the_rate_is_no_part_of_it() -> None:
    def made(executed: str) -> Disclosure:
        one = Project("甲工程", Decimal("200.00"), Decimal(executed), "99.90%（9.99）", "万元", TABLE)
        return replace(prose(), projects=(one,))

    assert "project-rate" in rules(made("189.80"))
    assert "project-rate" not in rules(made("199.80"))


def test_what_is_paid_out_of_basic_expenditure_is_not_that() -> None:
    figure = cell("expenditure", "合计", "基本支出", "4211.90", level="total")
    text = "公务用车运行维护费182.36万元，其中基本支出{}46.78万元，其余在项目支出中列支。"
    assert "prose-table" not in rules(prose((text.format("列支"), RECEPTION), figures=(figure,)))
    assert "prose-table" in rules(prose("本年支出合计5000.00万元，其中：基本支出46.78万元。", figures=(figure,)))


def test_the_row_of_a_body_is_no_part_beside_its_items() -> None:
    def made(total: str) -> Disclosure:
        rows = (("", "合计", total, "total"), ("306107", NAME, "100.00", ""), ("2050302", "中等职业教育", "90.00", "item"),
                ("2050803", "培训支出", "10.00", "item"))
        return prose(figures=tuple(
            cell("expenditure", name, "本年支出合计", value, code=code, level=level, row=row)  # type: ignore[arg-type]
            for row, (code, name, value, level) in enumerate(rows)))

    assert "table-sum" not in rules(made("100.00"))
    assert "table-sum" in rules(made("110.00"))


def test_an_item_may_be_told_without_what_was_carried_over() -> None:
    whole = cell("general-expenditure", "教育支出", "合计", "2872.50", code="205", level="class", stage="预算")
    part = replace(whole, column="当年财政拨款安排/小计", value=Decimal("2753.86"), amount=Decimal(27538600),
                   dimensions=replace(whole.dimensions, measure=""))
    for told, found in (("2753.86", False), ("2872.50", False), ("2753.68", True)):
        made = prose((f"教育支出{told}万元。", "三、一般公共预算当年拨款情况说明"), kind="预算", figures=(whole, part))
        assert ("prose-table" in rules(made)) == found


def test_the_marks_of_the_money_may_stand_in_a_heading() -> None:
    def made(total: str) -> Disclosure:
        rows = tuple(Indicator("甲工程", "", "产出指标", "数量指标", f"指标{n}", "≥90%", "95%", "", PLACE, PLACE, mark, mark, PLACE)
                     for n, mark in enumerate(("30", "30", "20")))
        money = replace(cell("general-expenditure", "年度财政资金总额", "得分（20分×执行率）", "18.50", uom="分"),
                        kind="performance", project="甲工程", amount=None)
        scores = (Score("甲工程", "总分", "", "100", total, "", PLACE),)
        return replace(prose(), indicators=rows, scores=scores, figures=(money,))

    assert {"marks-total", "score-total"}.isdisjoint(rules(made("98.50")))
    assert "score-total" in rules(made("95.80"))
