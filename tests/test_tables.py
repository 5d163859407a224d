"""Cells to figures over the layouts of other provinces: units, counts, comparisons, stages, and what stays unread."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.documents.document import Paragraph
from ingest.tables.statutory import Statutory, read_statutory
from tests.table_builders import UNIT, cells, events, grid, printed, read, tabs


def rows(*lines: str) -> list[tuple[str, str, str, str, str]]:
    return printed(read(tabs(*lines)).reading.figures)


def test_a_blank_is_no_zero() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        项目|合计|基本支出
        教育支出|3.00|
        科学技术支出|0.00|-
    """))
    assert printed(found.reading.figures) == [("", "教育支出", "合计", "3.00", "万元"), ("", "科学技术支出", "合计",
        "0.00", "万元")]
    assert [(b.item, b.columns) for b in found.reading.blanks] == [("教育支出", ("基本支出",)), ("科学技术支出",
        ("基本支出",))]


def test_amounts_are_in_yuan_whatever_unit_is_printed() -> None:
    for unit, amount in (("元", "1234.5"), ("千元", "1234500"), ("万元", "12345000"), ("百万元", "1234500000"),
        ("亿元", "123450000000")):
        figure, = read(tabs("支出决算表", f"金额单位：人民币{unit}", "项目|合计", "教育支出|1,234.5")).reading.figures
        assert figure.amount == Decimal(amount)
        assert figure.value == Decimal("1234.5")


def test_a_column_may_be_in_a_unit_of_its_own() -> None:
    assert rows("支出决算表", "项目|金额（万元）|基本支出（元）", "教育支出|3.00|20000") == [
        ("", "教育支出", "金额（万元）", "3.00", "万元"), ("", "教育支出", "基本支出（元）", "20000", "元")]


def test_a_table_without_any_unit_is_not_read() -> None:
    found = read(tabs("""
        支出决算表
        项目|金额
        教育支出|3.00
    """))
    assert found.reading.figures == []
    assert events(found, "not-understood") == ["支出决算表：没有印出金额单位，未读取其数字"]


@pytest.mark.parametrize("cell", ["3.00 2.00", "详见附件", "3.0.0", "约3.00"])
def test_a_cell_that_is_no_number_is_said_to_be_doubtful(cell: str) -> None:
    found = read(tabs("支出决算表", "单位：万元", "项目|合计", "科学技术支出|2.00", f"教育支出|{cell}"))
    assert [f.item for f in found.reading.figures] == ["科学技术支出"]
    assert any(cell in message for message in events(found, "doubtful"))


def test_a_number_without_a_row_label_or_a_header_is_not_read() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        |项目|合计
        5.00|教育支出|3.00
        ||2.00
    """))
    assert printed(found.reading.figures) == [("", "教育支出", "合计", "3.00", "万元")]
    assert len(events(found, "doubtful")) == 2


def test_two_numbers_under_one_header_cell_are_not_read() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        项目|合计|
        教育支出|3.00|9.00
        科学技术支出||2.00
    """))
    assert printed(found.reading.figures) == [("", "科学技术支出", "合计", "2.00", "万元")]
    assert len(events(found, "doubtful")) == 2


EXECUTION = """
    一般公共预算支出情况表
    单位：万元
    功能分类科目||2022年执行数|2023年预算数|||2023年预算数比2022年执行数|
    科目编码|科目名称||小计|基本支出|项目支出|增减额|增减%
    205|教育支出|10.00|12.00|8.00|4.00|2.00|20.00
"""


def test_execution_of_last_year_budget_of_this_and_the_change() -> None:
    figures = read(tabs(EXECUTION)).reading.figures
    assert [(f.column, f.stage, f.year, f.uom) for f in figures] == [
        ("2022年执行数", "执行", 2022, "万元"), ("2023年预算数/小计", "预算", 2023, "万元"),
        ("2023年预算数/基本支出", "预算", 2023, "万元"), ("2023年预算数/项目支出", "预算", 2023, "万元"),
        ("2023年预算数比2022年执行数/增减额", "预算", 2023, "万元"), ("2023年预算数比2022年执行数/增减%", "预算",
            2023, "%"),
    ]


def test_a_change_measures_nothing_and_a_percentage_is_no_money() -> None:
    *amounts, change, rate = read(tabs(EXECUTION)).reading.figures
    assert all(f.dimensions.measure == "expenditure" for f in amounts)
    assert change.dimensions.measure == rate.dimensions.measure == ""
    assert change.amount == Decimal(20000)
    assert rate.amount is None


def test_a_change_that_says_neither_amount_nor_per_cent_is_not_read() -> None:
    found = read(tabs("""
        支出预算表
        单位：万元
        项目|合计|比上年增减|增长率
        教育支出|3.00|0.05|0.05
    """))
    assert [f.column for f in found.reading.figures] == ["合计"]
    assert len(events(found, "doubtful")) == 2


def test_a_per_cent_sign_in_the_cell_settles_it() -> None:
    figures = read(tabs("""
        支出预算表
        单位：万元
        项目|合计|比上年增减
        教育支出|3.00|5.00%
    """)).reading.figures
    assert [(f.column, f.uom) for f in figures] == [("合计", "万元"), ("比上年增减", "%")]


VERTICAL = """
    一般公共预算“三公”经费支出情况表
    单位：万元
    项目|预算数|决算数
    “三公”经费合计|6.00|5.00
    1.因公出国（境）费|1.00|
    2.公务用车购置及运行维护费|4.00|4.00
    其中：（1）公务用车购置费||
    （2）公务用车运行维护费|4.00|4.00
    3.公务接待费|1.00|1.00
"""


def test_three_public_expenses_as_a_vertical_list() -> None:
    figures = read(tabs(VERTICAL)).reading.figures
    assert [(f.item, f.column, f.source.printed, f.dimensions.item) for f in figures if f.column == "决算数"] == [
        ("“三公”经费合计", "决算数", "5.00", "total"), ("公务用车购置及运行维护费", "决算数", "4.00", "vehicles"),
        ("公务用车运行维护费", "决算数", "4.00", "vehicle-running"), ("公务接待费", "决算数", "1.00", "reception"),
    ]
    assert {f.stage for f in figures} == {"预算", "决算"}
    assert all(f.tested for f in figures)


def test_kinds_of_vehicles_are_counted_and_are_no_money() -> None:
    assert rows("机构运行信息决算表", "单位：万元", "项目|决算数", "车辆数合计（辆）|8", "1．机要通信用车|2",
                "2．特种设备|6", "机关运行经费|86.32") == [
        ("", "车辆数合计（辆）", "决算数", "8", "辆"), ("", "机要通信用车", "决算数", "2", "辆"),
        ("", "特种设备", "决算数", "6", "万元"), ("", "机关运行经费", "决算数", "86.32", "万元")]


def test_rows_that_part_a_count_are_counted_and_amounts_among_them_are_not() -> None:
    assert rows("机构运行信息决算表", "单位：元", "项目|决算数", "（一）车辆数合计（台、辆）|8", "1.救护车|2",
                "2.车辆购置费|6", "3.吊车|3.50", "（二）机关运行经费|90") == [
        ("", "车辆数合计（台、辆）", "决算数", "8", "台、辆"), ("", "救护车", "决算数", "2", "台、辆"),
        ("", "车辆购置费", "决算数", "6", "元"), ("", "吊车", "决算数", "3.50", "元"),
        ("", "机关运行经费", "决算数", "90", "元")]


@pytest.mark.parametrize(("changes", "read_as"), [
    (("-2.00", "1.00"), ["-2.00", "1.00"]), (("-20.00", "1.00"), []), (("0.00", ""), [])])
def test_a_change_that_is_the_difference_of_two_columns_is_an_amount(
    changes: tuple[str, str], read_as: list[str]
) -> None:
    found = rows("一般公共预算“三公”经费支出预算表", "单位：万元", "项目|2020年预算数|2021年预算数|增减变化情况",
                 f"公务接待费|10.00|8.00|{changes[0]}", f"会议费||1.00|{changes[1]}")
    assert [value for _, _, column, value, _ in found if column == "增减变化情况"] == read_as


def test_a_column_of_final_statistics_is_final() -> None:
    figures = read(tabs("“三公”经费及机关运行经费情况表", "单位：元", "项目|全年预算数|决算统计数",
                        "公务接待费|20.00|15.00")).reading.figures
    assert [f.stage for f in figures] == ["全年预算", "决算"]


def test_the_code_of_a_body_is_told_from_amounts_by_its_header() -> None:
    assert rows("收入预算总表", "单位：万元", "部门（单位）代码|部门（单位）名称|合计|事业收入",
                "021008|示例市水务局|5.00|3.00") == [
        ("021008", "示例市水务局", "合计", "5.00", "万元"), ("021008", "示例市水务局", "事业收入", "3.00", "万元")]


def test_counts_in_a_money_table_keep_their_own_unit() -> None:
    figures = read(tabs(VERTICAL, "公务用车保有量（辆）||3", "国内公务接待批次（个）||12",
        "国内公务接待人次||90")).reading.figures
    assert [(f.item, f.source.printed, f.uom, f.amount, f.dimensions.measure) for f in figures[-3:]] == [
        ("公务用车保有量（辆）", "3", "辆", None, ""), ("国内公务接待批次（个）", "12", "个", None, ""),
        ("国内公务接待人次", "90", "人次", None, "")]


def test_quantities_and_dates_are_no_money() -> None:
    found = read(tabs("""
        政府采购预算表
        单位：万元
        项目名称|采购数量|实施年度|金额
        电脑|20|2023|12.00
    """))
    assert printed(found.reading.figures) == [("", "电脑", "金额", "12.00", "万元")]
    assert any("2 个数字" in message for message in events(found, "note"))


def test_a_summary_with_carry_overs_of_a_budget() -> None:
    figures = read(tabs("""
        收支预算总表
        单位：万元
        收入||支出|
        项目|预算数|项目|预算数
        一、一般公共预算拨款收入|9.00|一、教育支出|8.00
        二、政府性基金预算拨款收入||二、卫生健康支出|2.00
        本年收入合计|9.00|本年支出合计|10.00
        上年结转|1.00|结转下年|
        其中：一般公共预算|1.00||
        收入总计|10.00|支出总计|10.00
    """)).reading.figures
    measures = {(f.item, f.column.split("/")[0]): (f.dimensions.measure, f.dimensions.fund) for f in figures}
    assert measures["上年结转", "收入"] == ("opening-balance", "all")
    assert measures["其中：一般公共预算", "收入"] == ("opening-balance", "general")
    assert measures["收入总计", "收入"] == ("revenue-total", "all")
    assert measures["本年支出合计", "支出"] == ("expenditure", "all")


def test_a_total_at_the_end_and_a_table_of_one_row() -> None:
    assert rows("支出决算表", "单位：万元", "项目|合计|基本支出", "教育支出|3.00|3.00",
        "合计|3.00|3.00")[-1][1] == "合计"
    assert rows("支出总表", "单位：万元", "合计|基本支出|项目支出", "3.00|2.00|1.00") == [
        ("", "", "合计", "3.00", "万元"), ("", "", "基本支出", "2.00", "万元"), ("", "", "项目支出", "1.00", "万元")]


def test_a_table_pasted_with_pipes() -> None:
    text = "支出决算表\n单位：万元\n| 项目 | 合计 | 基本支出 |\n|---|---|---|\n| 教育支出 | 3.00 | 2.00 |\n"
    assert printed(read(text).reading.figures) == [
        ("", "教育支出", "合计", "3.00", "万元"), ("", "教育支出", "基本支出", "2.00", "万元")]


def test_a_note_inside_the_table_is_no_row() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        项目|合计
        教育支出|3.00
        注：本表反映支出。合计数包括5.00万元结转。|
    """))
    assert printed(found.reading.figures) == [("", "教育支出", "合计", "3.00", "万元")]
    assert [b.item for b in found.reading.blanks] == []


def test_a_code_that_lost_its_zero() -> None:
    figure, = read(tabs("""
        一般公共预算基本支出表
        单位：元
        类|款|科目名称|合计
        301|2|津贴补贴|3000
    """)).reading.figures
    assert (figure.code, figure.dimensions.item, figure.parent, figure.level) == ("3012", "30102", "301", "item")


def test_rows_by_unit_are_no_classification() -> None:
    figures = read(tabs("""
        收入支出决算总表
        单位：万元
        单位编码|单位名称|收入|支出
        102001|示例市水务局本级|3.00|2.00
        |合计|3.00|2.00
    """)).reading.figures
    assert [(f.code, f.dimensions.scheme, f.dimensions.item) for f in figures[:1]] == [("102001", "label",
        "示例市水务局本级")]


def test_a_table_that_says_it_has_no_data() -> None:
    found = read(tabs("""
        政府性基金预算支出情况表
        单位：万元
        科目编码|科目名称|合计
        ||
        注：本单位2023年无政府性基金预算支出，故本表无数据。||
    """))
    assert found.reading.figures == []
    assert events(found, "no-data") == ["政府性基金预算支出情况表：表注说明本表无数据"]


def test_a_blank_table_is_told_from_one_that_says_so() -> None:
    found = read(tabs("""
        国有资本经营预算支出表
        单位：万元
        科目编码|科目名称|合计
        ||
    """))
    assert events(found, "blank-table") == ["国有资本经营预算支出表：各单元格均为空白"]


def test_a_table_whose_numbers_stand_in_no_column_of_values_is_not_called_blank() -> None:
    found = read(tabs("""
        政府采购支出表
        单位：万元
        采购品目名称|资金来源
        台式计算机|12.00
        合计|12.00
    """))
    assert found.reading.figures == []
    assert events(found, "blank-table") == []
    assert events(found, "not-understood") == ["政府采购支出表：表头未读懂，有 2 个数字未读取"]


def test_interleaved_blocks_of_a_three_public_table() -> None:
    figures = read(tabs("""
        “三公”经费支出决算表
        单位：万元
        预算数||
        合计|因公出国（境）费|公务接待费
        3.00||3.00
        决算数||
        合计|因公出国（境）费|公务接待费
        2.00||2.00
    """)).reading.figures
    assert [(f.column, f.stage, f.source.printed) for f in figures] == [
        ("预算数/合计", "预算", "3.00"), ("预算数/公务接待费", "预算", "3.00"),
        ("决算数/合计", "决算", "2.00"), ("决算数/公务接待费", "决算", "2.00")]


def test_every_figure_has_its_place() -> None:
    figure, = read(tabs("""
        支出决算表
        单位：万元
        项目|合计
        教育支出| 3.00 
    """)).reading.figures
    source = figure.source
    assert (source.document, source.printed, source.table, source.row, source.column, source.line) == ("x.txt",
        "3.00", 1, 2, 2, 4)


def test_a_second_table_of_the_same_name_with_other_numbers_is_not_read() -> None:
    one = """
        支出决算表
        单位：万元
        项目|合计
        教育支出|{}
        合计|{}
    """
    found = read(tabs(one.format("3.00", "3.00")) + "\n\n注：本表反映支出。\n\n" + tabs(one.format("2.00", "2.00")))
    assert [f.source.printed for f in found.reading.figures] == ["3.00", "3.00"]
    assert events(found, "doubtful") == ["支出决算表：同名的表前面已有一个，数字大多不同，这一个未读取"]


def test_a_title_of_another_year_is_said() -> None:
    found = read(tabs("2022年度支出决算表", "单位：万元", "项目|合计", "教育支出|3.00"))
    assert any("与公开年度 2023 不同" in message for message in events(found, "note"))


def merged(spans: dict[tuple[int, int], tuple[int, int]]) -> Statutory:
    rows = cells("""
        项目|合计|基本支出
        教育支出|3.00|1.00
        科学技术支出|2.00|1.00
    """)
    title = [Paragraph("支出决算表"), Paragraph("单位：万元")]
    return read_statutory([*title, grid(rows, spans)], (UNIT,), "x.docx", 2023)


def test_a_number_in_a_cell_over_several_rows_or_columns_is_not_read() -> None:
    assert len(merged({}).reading.figures) == 4
    over_rows = merged({(1, 1): (2, 1)})
    assert [(f.item, f.column) for f in over_rows.reading.figures] == [("教育支出", "基本支出"), ("科学技术支出",
        "基本支出")]
    assert "跨了几行" in events(over_rows, "doubtful")[0]
    over_columns = merged({(1, 1): (1, 2)})
    assert [(f.item, f.column) for f in over_columns.reading.figures] == [("科学技术支出", "合计"), ("科学技术支出",
        "基本支出")]
    assert "跨了几列" in events(over_columns, "doubtful")[0]


def test_amounts_under_the_heads_of_names_are_of_a_row_that_is_shifted() -> None:
    found = read(tabs("""
        支出决算表
        单位：元
        科目编码|科目名称|本年支出合计|基本支出|项目支出
        205|教育支出|9,000|4,000|5,000
        示例|9,000|4,000|5,000
    """))
    assert [f.item for f in found.reading.figures] == ["教育支出"] * 3
    assert len(events(found, "doubtful")) == 2


def test_cells_that_merged_ones_left_out_are_told_by_their_order() -> None:
    found = read(tabs("""
        支出决算表
        单位：元
        项目|本年支出
        科目编码|科目名称|小计|基本支出|项目支出
        205|教育支出|9,000|4,000|5,000
        合计|9,000|4,000|5,000
    """))
    columns = ["本年支出/小计", "本年支出/基本支出", "本年支出/项目支出"]
    assert [(f.item, f.column) for f in found.reading.figures] == [
        (item, column) for item in ("教育支出", "合计") for column in columns]


def test_a_header_line_of_two_merged_cells_is_part_of_its_table_of_pipes() -> None:
    found = read("\n".join([
        "收支预算总表", "单位：元", "收入|支出", "项目|金额|项目|金额", "一、财政拨款收入|9,000|一、教育支出|9,000",
        "收入合计|9,000|支出合计|9,000", ""]))
    assert [(f.item, f.column) for f in found.reading.figures] == [
        ("财政拨款收入", "收入/金额"), ("收入合计", "收入/金额"), ("教育支出", "支出/金额"), ("支出合计", "支出/金额")]


def test_rows_of_bodies_are_not_the_items_of_the_whole() -> None:
    found = read(tabs("""
        一般公共预算“三公”经费支出预算表
        单位：万元
        单位编码|单位名称|合计|因公出国（境）费|公务接待费
        |合计|26.00|22.00|4.00
        331001|示例县林业局机关|20.00|17.00|3.00
        331002|示例县国有林场|6.00|5.00|1.00
    """)).reading.figures
    said = [(f.item, f.dimensions.measure, f.dimensions.scheme, f.dimensions.item) for f in found]
    assert said[:3] == [
        ("合计", "three-public", "three-public", "total"), ("合计", "three-public", "three-public", "abroad"),
        ("合计", "three-public", "three-public", "reception"),
    ]
    assert set(said[3:]) == {("示例县林业局机关", "", "label", "示例县林业局机关"),
                             ("示例县国有林场", "", "label", "示例县国有林场")}
    assert [f.code for f in found[3:]] == ["331001"] * 3 + ["331002"] * 3


def test_projects_beside_the_codes_of_their_items() -> None:
    found = read(tabs("""
        一般公共预算项目支出预算表
        单位：万元
        类|款|项|单位代码|单位名称（项目）|金额
        ||||合计|9.00
        213|02|05|331001|示例绿化|4.00
        213|02|05|331001|示例造林|3.00
        213|02|09|331001|森林生态效益补偿|2.00
    """)).reading.figures
    assert [(f.code, f.item, f.dimensions.scheme, f.dimensions.item) for f in found] == [
        ("", "合计", "", ""), ("2130205", "示例绿化", "label", "示例绿化"),
        ("2130205", "示例造林", "label", "示例造林"), ("2130209", "森林生态效益补偿", "functional", "2130209"),
    ]


def test_revenue_with_what_was_carried_over_is_the_total() -> None:
    def measures(carried: str) -> list[str]:
        found = read(tabs("部门收入总表", "单位：万元", f"单位代码|单位名称|合计|{carried}|一般公共预算拨款收入",
                          "|合计|9.00|2.00|7.00")).reading.figures
        return [f.dimensions.measure for f in found]

    assert measures("上年结转") == ["revenue-total", "revenue", "revenue"]
    assert measures("其他收入") == ["revenue", "revenue", "revenue"]


@pytest.mark.parametrize("label", ["4640.5本年支出合计", "1,234.56教育支出", "示例县林业局机331001关"])
def test_a_label_that_holds_a_neighbours_number_names_no_row(label: str) -> None:
    found = read(tabs("支出决算表", "单位：万元", "项目|合计", "科学技术支出|2.00", f"{label}|3.00"))
    assert [f.item for f in found.reading.figures] == ["科学技术支出"]
    assert any("对不齐" in message for message in events(found, "doubtful"))


def test_rows_that_only_their_year_names() -> None:
    """The three-public table of a budget beside that of the year before, a row each."""
    found = read(tabs("""
        财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表
        单位：万元
        年度|“三公”经费财政拨款预算总额|因公出国（境）费用|公务接待费
        2022年|12.5||0.5
        2023年|11.25||0.25
    """))
    assert [(f.year, f.item, f.column, str(f.value)) for f in found.reading.figures] == [
        (2022, "", "“三公”经费财政拨款预算总额", "12.5"), (2022, "", "公务接待费", "0.5"),
        (2023, "", "“三公”经费财政拨款预算总额", "11.25"), (2023, "", "公务接待费", "0.25"),
    ]


def test_a_code_whose_class_stands_in_pieces_beside_its_rows_is_not_read() -> None:
    """220 is a class as well, so that 22 with 02 behind it looks like one; it is a piece of 221."""
    found = read(tabs("""
        支出决算表
        单位：万元
        类|款|项|科目名称|合计
        |||住房保障支出|9.00
        22|02||住房改革支出|9.00
        1|02|01|住房公积金|9.00
    """))
    assert [f.item for f in found.reading.figures] == []


def test_headers_in_two_languages() -> None:
    found = read(tabs("""
        支出决算表 Statement of Expenditure
        单位：万元
        科目编码Code|科目名称 Name|本年支出合计 Total|基本支出 Basic
        205|教育支出|9.00|5.00
    """))
    assert printed(found.reading.figures) == [
        ("205", "教育支出", "本年支出合计Total", "9.00", "万元"), ("205", "教育支出", "基本支出Basic", "5.00", "万元"),
    ]
    assert [(f.dimensions.measure, f.dimensions.nature) for f in found.reading.figures] == [
        ("expenditure", "total"), ("expenditure", "basic"),
    ]


def test_a_number_that_the_page_edge_cut_is_doubtful_and_names_no_row() -> None:
    found = read(tabs("""
        财政拨款“三公”经费支出决算表
        单位：元
        合计|因公出国（境）费|公务接待费
        8455|5846|2,6
    """))
    assert [f.source.printed for f in found.reading.figures] == ["8455", "5846"]
    assert "“2,6”既不是数字也不是空白" in events(found, "doubtful")[0]


def test_a_plain_total_is_one_of_all_that_its_row_prints() -> None:
    found = rows("政府采购预算表", "单位：万元", "项目名称|预算资金|采购物品名称|采购目录序号|采购金额",
                 "合计|112.00|||25.00", "公共服务平台|112.00|台式计算机|A02010105|25.00")
    assert sorted((column, item, value) for _, item, column, value, _ in found) == [
        ("采购金额", "台式计算机", "25.00"), ("采购金额", "合计", "25.00"),
        ("预算资金", "公共服务平台", "112.00"), ("预算资金", "合计", "112.00")]
