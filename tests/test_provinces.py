"""Layouts as other provinces print them, invented figures: every number in its row and column, nothing else."""

from __future__ import annotations

from ingest.records import Figure
from tests.table_builders import Statutory, events, read, tabs


def figures(text: str) -> list[Figure]:
    """The figures of a document in which every identity holds and nothing is doubtful."""
    found = read(text)
    assert events(found, "identity", "doubtful", "ambiguous", "not-understood") == []
    return found.reading.figures


def cells(found: list[Figure]) -> list[str]:
    return [f"{f.code}|{f.item}|{f.column}|{f.source.printed}" for f in found]


def measured(found: list[Figure]) -> dict[tuple[str, str], tuple[str, str, str, str]]:
    return {
        (f.item, f.column): (f.dimensions.measure, f.dimensions.fund, f.dimensions.nature,
            f.dimensions.item) for f in found
    }


def test_a_summary_by_purpose_with_the_unit_in_the_title_line() -> None:
    found = figures(tabs("""
        表1 收支总体情况表 单位：万元
        收入||支出|
        项目|2024年预算|项目|2024年预算
        一、财政拨款|9.00|一、基本支出|5.00
        其中：一般公共预算|8.00||
        政府性基金|1.00||
        二、财政专户拨款||二、项目支出|4.00
        本年收入合计|9.00|本年支出合计|9.00
        上年结转||结转下年|
        收入总计|9.00|支出总计|9.00
    """))
    assert [f.form for f in found][:1] == ["收支总体情况表"]
    assert {(f.year, f.stage, f.uom) for f in found} == {(2024, "预算", "万元")}
    means = measured(found)
    assert means["财政拨款", "收入/2024年预算"] == ("revenue", "fiscal", "total", "")
    assert means["其中：一般公共预算", "收入/2024年预算"] == ("revenue", "general", "total", "")
    assert means["基本支出", "支出/2024年预算"] == ("expenditure", "all", "basic", "")
    assert means["支出总计", "支出/2024年预算"] == ("expenditure-total", "all", "total", "")


def test_expenditure_by_source_and_nature_over_three_header_rows() -> None:
    found = figures(tabs("""
        部门公开表2
        一般公共预算支出情况表
        部门名称：示例市水务局|||||||单位：元
        科目编码|||科目名称|合计|基本支出|||项目支出
        类|款|项|||小计|人员经费|公用经费|
        205|||教育支出|900.00|500.00|300.00|200.00|400.00
        205|02||普通教育|900.00|500.00|300.00|200.00|400.00
        205|02|02|小学教育|900.00|500.00|300.00|200.00|400.00
        |||合计|900.00|500.00|300.00|200.00|400.00
    """))
    assert cells(found)[-5:] == [
        "|合计|合计|900.00", "|合计|基本支出/小计|500.00", "|合计|基本支出/人员经费|300.00",
        "|合计|基本支出/公用经费|200.00",
        "|合计|项目支出|400.00"]
    assert cells(found)[10] == "2050202|小学教育|合计|900.00"
    means = measured(found)
    assert means["小学教育", "基本支出/人员经费"] == ("expenditure", "general", "personnel", "2050202")
    assert means["小学教育", "基本支出/小计"] == ("expenditure", "general", "basic", "2050202")


def test_rows_of_units_and_their_items() -> None:
    found = figures(tabs("""
        表1-2
        部门支出总表
        单位：万元
        科目编码|||单位代码|单位名称（科目）|合计|基本支出|项目支出
        类|款|项|||||
        ||||合计|9.00|5.00|4.00
        |||102001|示例市水务局本级|6.00|3.00|3.00
        213|03|01|102001|行政运行|6.00|3.00|3.00
        |||102002|示例市水文站|3.00|2.00|1.00
        213|03|06|102002|水利工程运行与维护|3.00|2.00|1.00
    """))
    assert cells(found)[3::3] == [
        "102001|示例市水务局本级|合计|6.00", "2130301|行政运行|合计|6.00", "102002|示例市水文站|合计|3.00",
        "2130306|水利工程运行与维护|合计|3.00"]
    assert [f.level for f in found[::3]] == ["total", "", "item", "", "item"]


def test_basic_expenditure_by_economic_class_in_one_list() -> None:
    found = figures(tabs("""
        一般公共预算基本支出表
        填报单位：示例市水务局|||金额单位：万元|
        部门预算支出经济分类科目||2024年基本支出||
        科目编码|科目名称|合计|人员经费|公用经费
        301|工资福利支出|5.00|5.00|
        30101|基本工资|3.00|3.00|
        30102|津贴补贴|2.00|2.00|
        302|商品和服务支出|2.00||2.00
        30201|办公费|2.00||2.00
        |合计|7.00|5.00|2.00
    """))
    assert len(found) == 13
    assert all(f.tested for f in found)
    assert measured(found)["基本工资", "2024年基本支出/人员经费"] == ("expenditure", "general", "personnel", "30101")
    assert {f.year for f in found} == {2024}


def test_revenue_by_source_with_a_part_of_a_column() -> None:
    found = figures(tabs("""
        部门收入总表
        单位：万元
        科目编码|科目名称|合计|上年结转|一般公共预算拨款收入|事业收入||其他收入
        ||||金额|其中：教育收费|
        205|教育支出|10.00|1.00|6.00|2.00|1.00|1.00
        |合计|10.00|1.00|6.00|2.00|1.00|1.00
    """.replace("||||金额|", "|||||金额|")))
    assert cells(found)[:6] == [
        "205|教育支出|合计|10.00", "205|教育支出|上年结转|1.00", "205|教育支出|一般公共预算拨款收入|6.00",
        "205|教育支出|事业收入/金额|2.00", "205|教育支出|事业收入/其中：教育收费|1.00", "205|教育支出|其他收入|1.00"]
    means = measured(found)
    assert means["教育支出", "事业收入/金额"][:2] == ("revenue", "business")
    assert means["教育支出", "事业收入/其中：教育收费"][0] == ""
    assert means["教育支出", "上年结转"][:2] == ("revenue", "carried-over")


def test_budget_and_final_accounts_side_by_side_in_the_summary() -> None:
    found = figures(tabs("""
        公开01表
        收入支出决算总表
        部门：示例市水务局|||||||金额单位：万元
        收入||||支出|||
        项目|年初预算数|全年预算数|决算数|项目|年初预算数|全年预算数|决算数
        栏次|1|2|3|栏次|4|5|6
        一、一般公共预算财政拨款收入|5.00|6.00|6.00|一、农林水支出|5.00|6.00|5.50
        本年收入合计|5.00|6.00|6.00|本年支出合计|5.00|6.00|5.50
        年初结转和结余||||年末结转和结余|||0.50
        总计|5.00|6.00|6.00|总计|5.00|6.00|6.00
    """))
    assert [(f.column, f.stage) for f in found[:3]] == [
        ("收入/年初预算数", "年初预算"), ("收入/全年预算数", "全年预算"), ("收入/决算数", "决算")]
    assert all(f.tested for f in found)


def test_three_public_expenses_of_two_years_with_growth() -> None:
    found = figures(tabs("""
        GK07表 财政拨款“三公”经费支出预算表
        单位：万元
        项目|上年预算数|2024年预算数|增减（%）
        合计|6.00|5.00|-16.67
        一、因公出国（境）费用|0.00|0.00|
        二、公务用车购置及运行费|4.00|4.00|0.00
        1、公务用车购置费|0.00|0.00|
        2、公务用车运行费|4.00|4.00|0.00
        三、公务接待费|2.00|1.00|-50.00
    """))
    assert [(f.year, f.stage, f.uom) for f in found[:3]] == [(2022, "预算", "万元"), (2024, "预算", "万元"), (2023,
        "预算", "%")]
    assert [f.dimensions.item for f in found if f.column == "2024年预算数"] == [
        "total", "abroad", "vehicles", "vehicle-purchase", "vehicle-running", "reception"]


def test_operating_information_counts_and_money_in_one_table() -> None:
    found = figures(tabs("""
        机构运行信息表
        单位：万元
        项目|预算数|统计数
        一、“三公”经费支出|—|—
        （一）支出合计|6.00|5.00
        1．因公出国（境）费||
        2．公务用车购置及运行维护费|4.00|4.00
        （1）公务用车购置费||
        （2）公务用车运行维护费|4.00|4.00
        3．公务接待费|2.00|1.00
        （二）相关统计数|—|—
        1．公务用车保有量（辆）|—|3
        2．国内公务接待批次（个）|—|12
        二、机关运行经费|—|90.00
    """))
    assert [(f.item, f.source.printed, f.uom) for f in found if f.column == "统计数"] == [
        ("支出合计", "5.00", "万元"), ("公务用车购置及运行维护费", "4.00", "万元"), ("公务用车运行维护费", "4.00",
            "万元"),
        ("公务接待费", "1.00", "万元"), ("公务用车保有量（辆）", "3", "辆"), ("国内公务接待批次（个）", "12", "个"),
        ("机关运行经费", "90.00", "万元")]
    means = measured(found)
    assert means["支出合计", "统计数"] == ("three-public", "fiscal", "total", "total")
    assert means["机关运行经费", "统计数"][0] == "running-costs"
    assert means["公务用车保有量（辆）", "统计数"][0] == ""


def test_projects_by_source() -> None:
    found = figures(tabs("""
        项目支出表
        单位：万元
        类型|项目名称|项目单位|合计|本年拨款|||财政拨款结转
        ||||一般公共预算|政府性基金预算|国有资本经营预算|一般公共预算
        特定目标类|河道整治|示例市水务局|9.00|9.00|||
        合计|||9.00|9.00|||
    """))
    assert cells(found) == [
        "|特定目标类/河道整治/示例市水务局|合计|9.00", "|特定目标类/河道整治/示例市水务局|本年拨款/一般公共预算|9.00",
        "|合计|合计|9.00",
        "|合计|本年拨款/一般公共预算|9.00"]


def test_government_and_departmental_economic_class_beside_each_other() -> None:
    found = figures(tabs("""
        财政拨款支出预算表（部门经济分类科目）
        单位：元
        部门预算支出经济分类||政府预算支出经济分类||合计
        科目编码|科目名称|科目编码|科目名称|
        30101|基本工资|50101|工资奖金津补贴|300.00
    """))
    assert cells(found) == ["30101|基本工资/工资奖金津补贴|合计|300.00"]
    assert found[0].dimensions.item == "30101"


def test_a_document_with_a_table_of_contents_and_two_forms_without_data() -> None:
    text = tabs("""
        目录
        一、部门收支总表
        二、政府性基金预算支出表
        三、国有资本经营预算支出表
        政府性基金预算支出表
        单位：万元
        科目编码|科目名称|合计|基本支出|项目支出
        ||||
    """) + "\n注：本部门无政府性基金预算支出，本表无数据。\n" + tabs("""
        国有资本经营预算支出表
        单位：万元
        科目编码|科目名称|合计
        合计||0.00
    """)
    found: Statutory = read(text)
    assert [(e.event, e.form) for e in found.reading.ledger] == [("no-data", "fund"), ("read", "capital")]
    assert [f.source.printed for f in found.reading.figures] == ["0.00"]


def test_a_form_of_its_own_for_funds_under_special_accounts() -> None:
    found = figures(tabs("""
        表9
        财政专户管理资金支出预算表
        部门：示例市水务局|||||单位：万元
        科目编码|科目名称|合计|基本支出|项目支出
        205|教育支出|9.00|4.00|5.00
        20502|普通教育|9.00|4.00|5.00
        |合计|9.00|4.00|5.00
    """))
    assert measured(found)["教育支出", "基本支出"] == ("expenditure", "special-account", "basic", "205")
    assert all(f.tested and not f.failed for f in found)


def test_special_purpose_projects_have_no_measure() -> None:
    found = figures(tabs("""
        部门综合预算专项业务经费支出表
        单位：万元
        单位编码|单位（项目）名称|项目金额|项目简介
        118|示例市水务局|30.00|
        118001|示例市水务局本级|30.00|
        |防汛抗旱|20.00|
        |水质监测|10.00|
    """))
    assert cells(found)[-1] == "|水质监测|项目金额|10.00"
    assert {f.dimensions.measure for f in found} == {""}


def test_personnel_by_functional_class_with_economic_classes_across() -> None:
    found = figures(tabs("""
        一般公共预算基本支出人员经费预算表（按部门预算经济分类）
        单位：万元
        科目编码|科目名称|总计|工资福利支出|对个人和家庭的补助
        205|教育支出|9.00|6.00|3.00
        20502|普通教育|9.00|6.00|3.00
        |合计|9.00|6.00|3.00
    """))
    means = measured(found)
    assert means["教育支出", "总计"] == ("expenditure", "general", "personnel", "205")
    assert means["教育支出", "工资福利支出"][0] == ""
    assert all(f.tested and not f.failed for f in found)


SUBTOTALS = """
    部门收支总体情况表
    单位：万元
    收入||支出|
    项目|预算数|功能分类|预算数
    一般公共预算|9.00|201 一般公共服务支出|8.00
    事业收入||230 转移性支出|
    小 计|9.00|小 计|8.00
    上年结余||结转下年|1.00
    收入总计|9.00|支出总计|9.00
"""


def test_the_first_total_of_a_side_may_be_called_a_subtotal() -> None:
    found = figures(tabs(SUBTOTALS))
    totals = [(f.item, f.level, f.dimensions.measure, f.dimensions.item) for f in found if f.item == "小计"]
    assert totals == [("小计", "total", "revenue", ""), ("小计", "total", "expenditure", "")]


def test_a_subtotal_below_another_total_says_not_of_what() -> None:
    found = read(tabs(SUBTOTALS.replace("事业收入||", "收入合计|9.00|")))
    assert [f.item for f in found.reading.figures if f.item == "小计"] == ["小计"]
    assert len(events(found, "doubtful")) == 1
