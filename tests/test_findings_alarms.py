"""What is no finding, though it looks like one: each false alarm with the smallest input that raised it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from findings_builders import FILE, cell, prose, rules

from graph.findings import findings
from ingest.records import Disclosure, LedgerEntry, Passage, Source, Unit
from ontology.required import required_forms

UNREAD = LedgerEntry("not-understood", "第 9 个表格不是已知的法定表格，按文字收录", table=9)
ROWS = tuple(
    Passage(f"项目{n}；金额：{n}.50；小计：{n}.50", ("附表",), Source(FILE, f"{n}", table=9, row=n)) for n in (1, 2, 3)
)


def without_capital(*ledger: LedgerEntry, rows: tuple[Passage, ...] = ()) -> Disclosure:
    entries = [LedgerEntry("no-data", "本表无数据", form) for form in required_forms("决算", 2023) if form != "capital"]
    told = prose("没有数据。", ledger=(*entries, *ledger))
    return replace(told, passages=(*told.passages, *rows))


def test_a_form_is_not_called_missing_where_a_table_of_amounts_could_not_be_read() -> None:
    assert rules(without_capital()) == ["missing-form"]
    assert rules(without_capital(UNREAD)) == ["missing-form"]  # a cover, a list of contents: no amounts in it
    assert rules(without_capital(UNREAD, rows=ROWS)) == []


def test_rows_of_tables_and_cells_left_over_are_no_prose_that_lacks_sections() -> None:
    figures = (cell("expenditure", "合计", "本年支出合计", "1.00", level="total"),)
    cells = prose(*["科目编码 科目名称 决算数"] * 40, figures=figures)
    assert "missing-section" not in rules(cells)
    assert "missing-section" in rules(prose(*["本年收支平衡，说明如下。"] * 40, figures=figures))


def test_header_cells_left_over_are_no_repeated_words() -> None:
    assert rules(prose("科目名称 决算数 科目名称 决算数")) == []
    assert rules(prose("公布科目名称科目名称，请核对。")) == ["repeated-word"]


@pytest.mark.parametrize(("entry", "found"), [
    (None, ["table-sum"]),
    (LedgerEntry("not-understood", "第 10 页有 1 个框线不全的表格，行列不清，未作为表格读取"), []),
    (LedgerEntry("not-understood", "第 14 页有 1 个框线不全的表格，行列不清，未作为表格读取"), ["table-sum"]),
])  # fmt: skip
def test_a_table_that_may_go_on_where_nothing_was_read_has_no_wrong_sums(
    entry: LedgerEntry | None, found: list[str]
) -> None:
    figures = [
        cell("general-basic", "资本性支出", "决算数", "65.40", code="310", level="class"),
        cell("general-basic", "办公设备购置", "决算数", "0.00", code="31002", level="item", row=2),
    ]
    paged = tuple(replace(f, source=replace(f.source, page=9)) for f in figures)
    disclosure = prose("没有数据。", figures=paged, ledger=(entry,) if entry else ())
    assert rules(disclosure) == found
    for each in findings(disclosure):
        assert len(each.evidence) == 2  # the whole and, though it is zero, a part


def members(*listed: str, lines: tuple[str, ...]) -> Disclosure:
    text = "部门决算由本级决算和2个下属单位决算组成，纳入编制范围的单位共3个，包括："
    return replace(prose(text, *lines, section="二、机构设置"), unit=Unit("示例市第1水务局", members=listed))


def test_bodies_are_counted_against_the_list_only_where_the_whole_list_was_understood() -> None:
    three = ("1.示例市第1水务局（本级）", "2.示例市甲站", "3.外地乙站")
    assert rules(members("示例市第1水务局（本级）", "示例市甲站", lines=three)) == []
    assert rules(members("示例市第1水务局（本级）", "示例市甲站", lines=three[:2])) == ["member-count"]


def test_cells_of_an_evaluation_form_poured_out_as_lines_give_no_facts() -> None:
    form = "2022年度“河道整治工程”自评表"
    poured = prose(("街镇满意度 ≥90% 94.0% 已完成说明 结余38.27万元按规定处理。", form),
                   ("村民满意度 ≥88% 94.7% 已完成说明 结余68.27万元按规定处理。", form))
    assert not poured.facts
    assert rules(poured) == []
    assert prose(("本项目结余38.27万元，已按规定处理。", form)).facts


@pytest.mark.parametrize("text", [
    # of the receipts of the year, not of all that there is
    "2023年度收入总计3,456.78万元。本年收入合计3,333.33万元，其中：财政拨款收入3,290.00万元，占98.70%。",
    # of what was spent, not of what was planned before
    "2023年度一般公共预算财政拨款支出年初预算为1,520.00万元，支出决算为1,631.08万元。教育（类）支出720.40万元，占44.17%。",
    # what they divide is not told here
    "教育（类）支出316.20万元，占1.57%；科学技术（类）支出15,204.33万元，占75.62%。",
    "一般公共预算财政拨款收入4,380.55万元。教育支出3,512.90万元，占79.8%。",
    # all of them of the same, which is told elsewhere
    "本年支出合计5,000.00万元。教育（类）支出316.20万元，占1.57%；科学技术（类）支出1,204.33万元，占5.98%。",
    # of the three-public expenses, under the word for all that was spent
    "2023年度支出合计4,000.00万元。“三公”经费支出24.35万元，公务接待费支出5.75万元，占总支出决算的23.61%。",
])
def test_a_share_of_another_whole_than_the_first_amount(text: str) -> None:
    assert "share" not in rules(prose(text))


def test_a_share_of_what_the_sentence_divides_is_worked_out_still() -> None:
    text = "2023年度收入合计3,333.33万元，其中：财政拨款收入3,290.00万元，占{}%；其他收入43.33万元，占1.30%。"
    assert "share" not in rules(prose(text.format("98.70")))
    assert "share" in rules(prose(text.format("89.70")))


def test_amounts_for_each_household_are_in_yuan_among_wan() -> None:
    assert "unit-slip" not in rules(prose("全年预算1,500万元，执行1,400万元，户均增收3,200元。"))
    assert "unit-slip" in rules(prose("全年预算1,500万元，执行1,400万元，培训支出3,200元。"))


def test_projects_evaluated_by_themselves_and_by_the_department_are_not_the_same() -> None:
    own = "本部门对35个项目开展绩效自评，涉及资金900.00万元。"
    assert "told-twice" not in rules(prose(own, "对“养护”等2个项目开展了部门评价。", section="十三、绩效评价情况"))
    assert "told-twice" in rules(prose(own, "对38个项目开展绩效自评。", section="十三、绩效评价情况"))


def test_vehicles_of_a_use_that_no_form_lists_are_counted_with_the_others() -> None:
    text = "共有车辆{}辆，其中，副省级以上领导用车0辆、主要负责人用车0辆、业务用车6辆、其他用车3辆。"
    assert "prose-parts" not in rules(prose(text.format(9)))
    assert "prose-parts" in rules(prose(text.format(8)))


def test_rates_of_several_things_under_one_name_are_not_one_thing_told_twice() -> None:
    text = ("公务接待费全年预算数2.00万元，决算数1.00万元，预决算差异率-50.00%；"
            "会议费全年预算数2.00万元，决算数2.00万元，预决算差异率0.00%。")
    assert "indicator-values" not in rules(prose(text))


def test_posts_and_staff_told_one_after_the_other_are_two_wholes() -> None:
    text = "本部门编制数{}名，其中行政编制30名、事业编制66名，年末在职职工92人、退休职工58人。"
    assert "staff-parts" not in rules(prose(text.format(96)))
    assert "staff-parts" in rules(prose(text.format(98)))


def test_a_share_of_what_is_named_by_the_end_of_its_name() -> None:
    text = "2023年度财政拨款基本支出3,200.58万元，其中：人员经费2,700.31万元，占基本支出的{}%。"
    assert "share" not in rules(prose(text.format("84.37")))
    assert "share" in rules(prose(text.format("48.37")))


def test_parts_of_a_school_and_parts_that_exceed_their_whole() -> None:
    bought = "示例市第二高级中学政府采购支出总额25.00万元，其中：政府采购货物支出{}万元、政府采购服务支出10.00万元。"
    assert rules(prose(bought.format("16.00"), section="（二）政府采购支出情况")) == ["prose-parts"]
    assert rules(prose(bought.format("15.00"), section="（二）政府采购支出情况")) == []
    kept = "共有车辆3辆，其中，机要通信用车1辆，应急保障用车{}辆。"
    assert rules(prose(kept.format(3))) == ["prose-parts"]
    assert rules(prose(kept.format(1))) == []  # a selection


def test_what_follows_a_semicolon_is_not_the_money_of_the_projects_before_it() -> None:
    figures = (
        cell("expenditure", "合计", "本年支出合计", "9.00", level="total"),
        cell("expenditure", "合计", "项目支出", "4.00", level="total"),
    )
    told = "对8个项目支出全面开展绩效自评，涉及资金4.00万元{}部门整体支出绩效自评得分93.8分。"
    section = "十三、绩效评价情况"
    assert "whole-for-part" not in rules(prose(told.format("；"), section=section, figures=figures))
    assert "whole-for-part" in rules(prose(told.format("，"), section=section, figures=figures))


def test_rows_of_operating_information_are_no_kinds_of_three_public_expenses() -> None:
    figures = (
        cell("three-public", "政府采购货物支出", "决算数", "2.00"),
        cell("general-basic", "基本工资", "决算数", "5.00", code="30101", level="item"),
    )
    assert "part-of-three-public" not in rules(prose("没有数据。", figures=figures))


def test_fiscal_expenditure_in_the_section_of_the_general_budget_may_be_its() -> None:
    figures = (
        cell("fiscal-summary", "本年支出合计", "支出/合计", "12.00", level="total"),
        cell("fiscal-summary", "本年支出合计", "支出/一般公共预算财政拨款", "10.00", level="total"),
    )
    section = "五、一般公共预算财政拨款支出决算情况说明"

    def found(amount: str) -> bool:
        return "prose-table" in rules(prose(f"2023年度财政拨款支出{amount}万元。", section=section, figures=figures))

    assert not found("10.00")
    assert not found("12.00")
    assert found("11.00")


def test_a_part_of_an_item_is_not_the_total_of_its_name() -> None:
    figures = (cell("expenditure", "合计", "基本支出", "4211.90", level="total"),)
    assert "prose-table" in rules(prose("2023年度基本支出46.78万元。", figures=figures))
    told = "公务用车运行维护费182.36万元，其中基本支出列支46.78万元，其余在项目支出中列支。"
    assert "prose-table" not in rules(prose(told, figures=figures))


def test_the_amount_of_a_column_that_nobody_knows_may_be_told() -> None:
    row = cell("general-expenditure", "教育支出", "合计", "2872.50", code="205", level="class")
    known = replace(row, dimensions=replace(row.dimensions, scheme="functional", item="205"))
    other = replace(row, column="当年财政拨款安排/小计", value=Decimal("2753.86"), amount=Decimal("27538600"),
                    dimensions=replace(known.dimensions, measure=""))  # fmt: skip
    told = "教育支出（类）2753.86万元，占78.98%。"
    assert "prose-table" in rules(prose(told, figures=(known,)))
    assert "prose-table" not in rules(prose(told, figures=(known, other)))
