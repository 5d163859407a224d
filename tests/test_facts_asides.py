"""Numbers told beside others: of the base, of several things, in the order of the things, in brackets."""

from __future__ import annotations

import pytest
from test_facts_wordings import facts_of, said

from ingest.language.sentences import normalise


def told(text: str, heading: str = "") -> list[tuple[str, str, str, str, int | None]]:
    return [(f.measure or f.subject, f.role, str(f.value), f.base or f.stage, f.year) for f in facts_of(text, heading)]


@pytest.mark.parametrize(
    "words", ["较上年收、支总计8万元，增加1万元", "与2022年度的8万元相比，增加1万元", "比上年支出8万元增加1万元"]
)
def test_the_amount_that_a_change_is_measured_against(words: str) -> None:
    facts = told(f"收、支总计9万元，{words}。")
    assert [(f[0], f[1], f[2], f[4]) for f in facts] == [
        ("revenue-expenditure-total", "result", "9", 2023),
        ("revenue-expenditure-total", "result", "8", 2022),
        ("revenue-expenditure-total", "change", "1", 2023),
    ]


def test_an_amount_behind_a_whole_comparison_is_this_years() -> None:
    assert told("与上年相比支出总计9万元，增加1万元。")[0] == ("expenditure-total", "result", "9", "决算", 2023)


def test_a_change_against_the_budget_named_behind_its_direction() -> None:
    facts = facts_of("公务接待费年初预算2万元，决算3万元，决算大于预算1万元，原因是来访增多。")
    assert (facts[-1].role, facts[-1].direction, facts[-1].base, facts[-1].reason) == (
        "change", "增加", "预算", "来访增多",
    )  # fmt: skip


def test_a_change_on_the_year_is_not_against_the_budget_told_before() -> None:
    change = facts_of("公务接待费决算3万元，较预算减少1万元；2022年决算为5万元，同比减少2万元。")[-1]
    assert (change.value, change.base, change.year) == (2, "", 2023)


def test_completion_without_its_verb_and_with_the_budget_in_brackets() -> None:
    assert said("公务接待费预算8万元、决算6万元，为预算的75%。")[-1] == ("reception", "completion", "75")
    assert told("教育支出6万元，完成年初预算（8万元）的75%。", "支出决算")[1:] == [
        ("functional-item", "budget", "8", "年初预算", 2023), ("functional-item", "completion", "75", "年初预算", 2023),
    ]  # fmt: skip


def test_one_number_for_budget_and_account_and_for_several_things() -> None:
    assert told("“三公”经费年初预算数与决算数均为0万元。") == [
        ("three-public", "budget", "0", "年初预算", 2023), ("three-public", "result", "0", "决算", 2023),
    ]  # fmt: skip
    assert said("因公出国（境）、公务用车购置及运行维护费均为0万元。") == [
        ("abroad", "result", "0"), ("vehicles", "result", "0"),
    ]  # fmt: skip
    assert said("收入、支出总计均为5万元。") == [("revenue-expenditure-total", "result", "5")]


def test_percentages_in_the_order_of_the_amounts() -> None:
    assert said("收入合计9万元、支出合计8万元，分别比上年增长9.1%、8.2%。")[2:] == [
        ("revenue", "change", "9.1"), ("expenditure", "change", "8.2"),
    ]  # fmt: skip
    shares = said("授予中小企业合同金额9万元，其中授予小微企业合同金额6万元，分别占采购总额的90%和60%。")
    assert shares[-2:] == [("procurement-sme", "share", "90"), ("procurement-small-micro", "share", "60")]


def test_percentages_in_no_certain_order_are_nobodys() -> None:
    facts = said("收入合计9万元、支出合计8万元，其他收入1万元，分别增长9.1%、8.2%。")
    assert [f for f in facts if f[1] == "change"] == []


def test_counts_that_go_on_with_a_change() -> None:
    facts = said("公务接待费2万元，接待30批次、200人次，比上年减少6批次、81人次。", "“三公”经费")
    assert facts[1:] == [
        ("reception-batches", "result", "30"), ("reception-visitors", "result", "200"),
        ("reception-batches", "change", "6"), ("reception-visitors", "change", "81"),
    ]  # fmt: skip


def test_a_code_in_brackets_counts_nothing_and_a_bound_is_no_code() -> None:
    facts = told("教育支出（205类）占0.4%，即15.5万元。", "支出决算")
    assert [f[:3] for f in facts] == [("functional-item", "share", "0.4"), ("functional-item", "result", "15.5")]
    assert "functional-item" not in [f[0] for f in told("其中500万元以上重点项目2个。", "支出决算")]


def test_under_the_heading_of_a_fund_the_years_money_is_the_funds() -> None:
    text = "年初结转和结余1万元，本年收入5万元，本年支出4万元，年末结转和结余2万元。"
    assert [f[0] for f in said(text, "八、政府性基金预算财政拨款收入支出决算情况")] == [
        "财政拨款年初结转和结余", "fund-revenue", "fund-expenditure", "财政拨款年末结转和结余",
    ]  # fmt: skip
    assert [f[0] for f in said(text, "一、收入支出决算总体情况")] == [
        "opening-balance", "revenue", "expenditure", "closing-balance",
    ]  # fmt: skip


def test_groups_of_money_apart_by_a_blank_are_one_number() -> None:
    assert normalise("支出1 286.47万元") == "支出1,286.47万元"
    assert normalise("12 345.67 8.00") == "12 345.67 8.00", "cells of a row stay two numbers"


def test_a_thing_counted_before_the_name_of_the_next_amount() -> None:
    assert said("部门本级及3个参公单位机关运行经费合计8万元。") == [
        ("参公单位", "result", "3"), ("running-costs", "result", "8"),
    ]  # fmt: skip


def test_things_counted_one_after_the_other_keep_their_names() -> None:
    assert said("包括俱乐部8名在职人员、博物馆9名在职人员。")[0] == ("staff", "result", "8")


def test_a_reason_for_one_side_of_the_accounts() -> None:
    facts = facts_of("支出合计9万元，同比减少1万元。其中：基本支出5万元；项目支出4万元。支出减少的主要原因是人员减少。")
    assert [f.reason for f in facts if f.role == "change"] == ["人员减少"]


def test_units_evaluated_are_no_units_below() -> None:
    assert said("对1家下属单位开展整体支出绩效评价，评价得分93分。", "绩效评价") == [
        ("evaluated-units", "result", "1"), ("evaluation-score", "result", "93"),
    ]  # fmt: skip


def test_a_reason_for_both_sides_of_the_accounts() -> None:
    facts = facts_of("收入总计9万元，同比减少1万元；支出总计9万元，同比减少1万元。收支减少的原因主要是人员减少。")
    assert [f.reason for f in facts if f.role == "change"] == ["人员减少", "人员减少"]


def test_the_amount_of_the_year_before_told_by_its_year_alone() -> None:
    assert [(f[0], f[1], f[2], f[4]) for f in told("会议费支出0万元，上年2万元，减少2万元。")] == [
        ("meetings", "result", "0", 2023), ("meetings", "result", "2", 2022), ("meetings", "change", "2", 2023),
    ]  # fmt: skip


def test_items_numbered_within_a_sentence() -> None:
    first = "（1）行政运行，年初预算8万元，支出9万元，完成112.5%，超支原因为补发奖金"
    facts = facts_of(f"{first}；（2）楼宇维修，年初预算2万元，支出2万元。")
    assert [(f.measure, f.subject, f.role, str(f.value)) for f in facts] == [
        ("functional-item", "行政运行", "budget", "8"),
        ("functional-item", "行政运行", "result", "9"),
        ("functional-item", "行政运行", "completion", "112.5"),
        ("", "楼宇维修", "budget", "2"),
        ("", "楼宇维修", "result", "2"),
    ]
    assert facts[2].reason == "补发奖金"


def test_receptions_by_what_was_received() -> None:
    text = "国内公务接待费3万元。其中：接待上级检查1万元、16批次、102人次。"
    assert said(text, "“三公”经费")[1:] == [
        ("上级检查", "result", "1"), ("reception-batches", "result", "16"), ("reception-visitors", "result", "102"),
    ]  # fmt: skip


def test_small_and_micro_enterprises_named_only_as_a_part() -> None:
    facts = said("共授予中小企业合同8万元，占采购支出的62%，其中小微企业3万元，占28%。", "政府采购")
    assert [f[:2] for f in facts] == [
        ("procurement-sme", "result"), ("procurement-sme", "share"),
        ("procurement-small-micro", "result"), ("procurement-small-micro", "share"),
    ]  # fmt: skip


def test_money_of_which_procurement_is_told_before_it() -> None:
    heading = "政府采购支出情况"
    assert said("计划金额9万元，实际采购金额8万元。", heading)[1] == ("procurement", "result", "8")
    text = "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额8万元。"
    assert "procurement" not in [f[0] for f in said(text, heading)]


def test_a_change_behind_the_parts_of_a_whole_is_of_the_whole() -> None:
    parts = "财政拨款收入8万元（其中一般公共预算7万元，政府性基金1万元），占比80%；其他收入2万元，占比20%"
    facts = facts_of(f"收入合计10万元，具体构成如下：{parts}。较上年增加3万元。")
    assert (facts[-1].measure, facts[-1].role) == ("revenue", "change")


def test_staff_and_vehicles_there_are() -> None:
    assert said("截至年末，在职实有326人，退休人员187人。")[0] == ("staff", "result", "326")
    assert said("编制6人，实有5人。") == [("编制", "result", "6"), ("实有", "result", "5")]
    assert said("年末车辆实有数6辆：执法执勤用车2辆、其他用车4辆。")[0] == ("vehicles-owned", "result", "6")
