"""Figures tested by the arithmetic of their table: printed, standard, by classification; nothing is repaired."""

from __future__ import annotations

import pytest

from ingest.documents.text import text_content
from ingest.records import Figure, LedgerEntry
from ingest.tables.statutory import read_statutory
from tests.table_builders import Statutory, cells, grid, read, tabs

LINES = """
    收入支出决算总表
    单位：万元
    收入|||支出||
    项目|行次|决算数|项目|行次|决算数
    一、财政拨款收入|1|5.00|一、教育支出|4|3.00
    二、其他收入|2|1.00|二、科学技术支出|5|3.00
    本年收入合计|3|{total}|本年支出合计|6|6.00
    注：3行＝（1＋2）行；6行＝（4＋5）行。|||||
"""


def of(found: Statutory, item: str, column: str = "") -> Figure:
    return next(f for f in found.reading.figures if f.item == item and column in f.column)


def failures(found: Statutory) -> list[LedgerEntry]:
    return [entry for entry in found.reading.ledger if entry.event == "identity"]


def lines(total: str) -> Statutory:
    return read(tabs(LINES).format(total=total))


def test_a_printed_sum_of_lines_that_holds() -> None:
    found = lines("6.00")
    assert [(f.tested, f.failed) for f in found.reading.figures] == [(1, 0)] * 6
    assert failures(found) == []


def test_a_printed_sum_that_does_not_hold_is_said_and_not_repaired() -> None:
    found = lines("6.50")
    assert of(found, "本年收入合计").value == 6.5
    assert [of(found, item).failed for item in ("本年收入合计", "财政拨款收入", "教育支出")] == [1, 1, 0]
    entry, = failures(found)
    assert (entry.expected, entry.found, entry.difference) == ("6.00", "6.50", "0.50")
    assert "表注“3行＝1＋2”" in entry.message
    assert entry.line == 7


def test_the_ledger_counts_identities_by_table() -> None:
    entry, = (e for e in lines("6.50").reading.ledger if e.event == "read")
    assert (entry.tested, entry.failed) == (2, 1)


@pytest.mark.parametrize(("total", "holds"), [("6.01", True), ("6.02", True), ("5.98", True), ("6.03", False)])
def test_rounding_holds_and_is_said_once(total: str, holds: bool) -> None:
    found = lines(total)
    assert (failures(found) == []) == holds
    assert sum("四舍五入" in entry.message for entry in found.reading.ledger) == int(holds)


def test_rounding_is_told_by_the_places_printed() -> None:
    whole = read(tabs("""
        支出决算表
        单位：元
        科目编码|科目名称|合计
        205|教育支出|300
        206|科学技术支出|201
        |合计|503
    """))
    assert failures(whole) == []
    exact = read(tabs("""
        支出决算表
        单位：元
        科目编码|科目名称|合计
        205|教育支出|300.00
        206|科学技术支出|201.00
        20601|某款|201.00
        |合计|503.00
    """))
    assert len(failures(exact)) == 1


def test_a_blank_total_over_printed_parts_fails() -> None:
    entry, = failures(lines(""))
    assert (entry.expected, entry.found) == ("6.00", "")


COLUMNS = """
    支出决算表
    单位：万元
    科目编码|科目名称|合计|基本支出|项目支出
    栏次||1|2|3
    205|教育支出|5.00|2.00|3.00
    206|科学技术支出|4.00|1.00|{part}
    |合计|9.00|3.00|6.00
    注：1栏各行＝（2＋3）栏各行。||||
"""


def test_a_printed_sum_of_columns_in_every_row() -> None:
    found = read(tabs(COLUMNS).format(part="3.00"))
    assert failures(found) == []
    assert all(f.tested == 2 for f in found.reading.figures)
    wrong = read(tabs(COLUMNS).format(part="2.00"))
    printed = [entry.message for entry in failures(wrong) if "表注" in entry.message]
    assert len(printed) == 1
    assert "“科学技术支出”行" in printed[0]


def test_arithmetic_in_the_row_of_column_numbers() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        项目|合计|甲项|乙项
        栏次|1=2+3|2|3
        教育支出|5.00|2.00|2.00
        其他支出|5.00|2.00|3.00
    """))
    entry, = failures(found)
    assert (entry.expected, entry.found) == ("4.00", "5.00")


def test_a_difference_of_columns() -> None:
    found = read(tabs("""
        政府性基金预算财政拨款收入支出决算表
        单位：万元
        科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余
        栏次||1|2|3|4
        212|城乡社区支出|1.00|5.00|4.00|2.00
        注：4栏各行＝（1＋2－3）栏各行。|||||
    """))
    assert [f.tested for f in found.reading.figures] == [1, 1, 1, 1]
    assert failures(found) == []


def coded(*amounts: str) -> Statutory:
    rows = [
        f"{code}|{name}|{amount}" for (code, name), amount in zip(
            [("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学教育"), ("2050203", "初中教育"), ("",
                "合计")], amounts, strict=True)
    ]
    return read(tabs("一般公共预算支出表", "单位：万元", "科目编码|科目名称|金额", *rows))


def test_the_classification_adds_up() -> None:
    found = coded("5.00", "5.00", "2.00", "3.00", "5.00")
    assert failures(found) == []
    assert [f.tested for f in found.reading.figures] == [2, 2, 1, 1, 1]


def test_a_class_that_is_not_its_groups() -> None:
    entry, = failures(coded("5.00", "5.00", "2.00", "2.00", "5.00"))
    assert "“普通教育”等于其下各项之和" in entry.message


def test_a_level_that_is_left_out_is_no_error() -> None:
    found = read(tabs("""
        一般公共预算支出表
        单位：万元
        科目编码|科目名称|金额
        205|教育支出|5.00
        2050202|小学教育|5.00
        |合计|5.00
    """))
    assert failures(found) == []
    assert of(found, "小学教育").tested == 1


def test_codes_printed_twice_do_not_add_up_by_code() -> None:
    found = read(tabs("""
        支出总表
        单位：万元
        科目编码|科目名称|合计
        205|教育支出|3.00
        205|教育支出|2.00
        |合计|5.00
    """))
    assert failures(found) == []


def test_a_sum_nobody_states_counts_only_where_it_mostly_holds() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        科目编码|科目名称|合计|基本支出|项目支出
        205|教育支出|5.00|1.00|1.00
        206|科学技术支出|4.00|1.00|1.00
    """))
    assert failures(found) == []
    assert [f.tested for f in found.reading.figures] == [0] * 6


def test_last_years_column_and_the_change_are_no_parts_of_the_total() -> None:
    found = read(tabs("""
        一般公共预算支出表
        单位：万元
        科目名称|2022年执行数|2023年预算数|||增减%
        ||小计|基本支出|项目支出|
        教育支出|9.00|5.00|2.00|3.00|-44.44
        其他支出|1.00|4.00|2.00|2.00|300.00
    """))
    assert failures(found) == []
    assert [f.tested for f in found.reading.figures[:5]] == [0, 1, 1, 1, 0]


def test_totals_take_in_the_rows_above_them() -> None:
    found = read(tabs("""
        财政拨款收入支出决算总表
        单位：万元
        收入||支出|
        项目|决算数|项目|决算数
        一、一般公共预算财政拨款|5.00|一、教育支出|4.00
        二、政府性基金预算财政拨款|1.00|二、城乡社区支出|2.00
        本年收入合计|6.00|本年支出合计|6.00
        年初财政拨款结转和结余|2.00|年末财政拨款结转和结余|2.00
        一、一般公共预算财政拨款|2.00||
        总计|8.00|总计|8.00
    """))
    assert failures(found) == []
    assert all(f.tested for f in found.reading.figures)


def test_three_public_expenses_in_columns() -> None:
    text = tabs("""
        “三公”经费支出决算表
        单位：万元
        合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费
        ||小计|公务用车购置费|公务用车运行维护费|
        6.00|1.00|4.00|3.00|1.00|{}
    """)
    assert failures(read(text.format("1.00"))) == []
    entry, = failures(read(text.format("2.00")))
    assert (entry.expected, entry.found) == ("7.00", "6.00")


def test_personnel_and_running_totals_of_basic_expenditure() -> None:
    found = read(tabs("""
        一般公共预算财政拨款基本支出决算表
        单位：万元
        人员经费|||公用经费|||||
        科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
        301|工资福利支出|5.00|302|商品和服务支出|2.00|310|资本性支出|1.00
        人员经费合计||5.00|公用经费合计|||||3.00
    """))
    assert failures(found) == []
    assert [f.tested for f in found.reading.figures] == [1] * 5


def test_procurement_by_the_column_its_labels_stand_in() -> None:
    found = read(tabs("""
        政府采购预算表
        单位：万元
        采购品目大类|专项名称|采购物品名称|总计
        合计|||3.00
        一、货物|||3.00
        |办公设备购置费||3.00
        ||电脑|2.00
        ||打印机|1.00
    """))
    assert failures(found) == []
    assert all(f.tested for f in found.reading.figures)


def test_revenue_by_labels_of_two_levels() -> None:
    found = read(tabs("""
        收入预算总表
        单位：万元
        项目名称|类别|金额
        收入总计||7.00
        一般公共预算资金|小计|5.00
        一般公共预算资金|公共财政拨款|5.00
        其他资金|小计|2.00
        其他资金|事业收入|2.00
    """))
    assert failures(found) == []
    assert all(f.tested for f in found.reading.figures)


def test_numbers_in_different_units_are_not_added() -> None:
    found = read(tabs("""
        支出决算表
        单位：万元
        科目编码|科目名称|合计（元）|基本支出|项目支出
        205|教育支出|50000|2.00|3.00
    """))
    assert failures(found) == []


def test_both_sides_under_one_header_are_added_up_apart() -> None:
    """A total of the left side is no part of one of the right, where unmerged header cells leave both 金额."""
    title = text_content("收入支出决算总表\n单位：万元").blocks

    def found(second: str) -> list[LedgerEntry]:
        table = grid(cells(f"""
            收入|||支出||
            项目|行次|金额|项目|行次|金额
            一、财政拨款收入|1|5.00|一、教育支出|6|3.00
            二、其他收入|2|1.00|二、科学技术支出|7|{second}
            本年收入合计|3|6.00|本年支出合计|8|6.00
            年初结转和结余|4|0.50|年末结转和结余|9|0.50
            总计|5|6.50|总计|10|6.50
        """), {})
        return failures(read_statutory([*title, table], ("示例市水务局",), "x.docx", 2023))

    assert found("3.00") == []
    entry, = found("2.00")
    assert (entry.expected, entry.found) == ("5.00", "6.00")


def test_a_row_of_which_takes_in_none_of_the_rows_that_follow() -> None:
    found = read(tabs("""
        收入支出决算总表
        单位：万元
        收入||支出|
        项目|决算数|项目|决算数
        一、财政拨款收入|5.00|一、教育支出|6.00
        其中：政府性基金|2.00||
        二、上级补助收入|||
        三、其他收入|1.00||
        本年收入合计|6.00|本年支出合计|6.00
    """))
    assert failures(found) == []


def test_a_subtotal_of_the_year_beside_its_parts_is_counted_once() -> None:
    table = """
        收入总表
        单位：万元
        单位代码|单位名称|合计|本年收入小计|一般公共预算|事业收入|上年结转
        |合计|9.00|8.00|{fiscal}|3.00|1.00
    """
    assert failures(read(tabs(table).format(fiscal="5.00"))) == []
    assert [f.tested for f in read(tabs(table).format(fiscal="5.00")).reading.figures][:2] == [1, 1]
