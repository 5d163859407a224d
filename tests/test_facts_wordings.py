"""Wordings of facts that were once read wrongly or not at all, each in its smallest sentence."""

from __future__ import annotations

import pytest

from ingest.facts import read_facts
from ingest.records import Fact, Kind, Passage, Source

FINAL = "第三部分 2023年度部门决算情况说明"


def facts_of(text: str, heading: str = "", kind: Kind = "决算") -> list[Fact]:
    passage = Passage(text, (FINAL, heading) if heading else (FINAL,), Source("a.txt", text, line=1))
    return read_facts([passage], year=2023, document="a.txt", kind=kind)[0]


def said(text: str, heading: str = "", kind: Kind = "决算") -> list[tuple[str, str, str]]:
    return [(f.measure or f.subject, f.role, str(f.value)) for f in facts_of(text, heading, kind)]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("收入总计9万元，支出总计9万元。收支较上年决算数减少3万元。", "revenue-expenditure-total"),
        ("收入支出总计与上年相比，增加3万元。", "revenue-expenditure-total"),
        ("财政拨款收入支出总计与上年相比，增加3万元。", "fiscal-revenue-expenditure-total"),
        ("收入合计9万元，其中：其他收入1万元。收入较2022年增加3万元。", "revenue"),
    ],
)
def test_what_a_change_is_of(text: str, change: str) -> None:
    last = facts_of(text)[-1]
    assert (last.measure, last.role, str(last.value)) == (change, "change", "3")


def test_a_side_that_the_paragraph_did_not_tell_has_no_change() -> None:
    assert said("其他收入1万元。收入较2022年增加3万元。") == [("other-revenue", "result", "1")]


@pytest.mark.parametrize(
    ("fund", "measure"),
    [("财政拨款本年", "fiscal"), ("一般公共预算财政拨款", "general"), ("政府性基金预算财政拨款", "fund")],
)
def test_spending_in_a_sentence_about_one_fund_is_of_that_fund(fund: str, measure: str) -> None:
    facts = said(f"本部门2023年度{fund}收入9万元，比上年增加1万元；支出8万元，增加2万元。")
    assert [f for f in facts if f[2] in "82"] == [
        (f"{measure}-expenditure", "result", "8"), (f"{measure}-expenditure", "change", "2"),
    ]  # fmt: skip


def test_a_total_behind_a_part_of_the_receipts_stays_a_total() -> None:
    facts = said("本年收入合计9万元，其中财政拨款收入8万元；支出合计7万元。")
    assert facts[-1] == ("expenditure", "result", "7")


def test_money_received_and_then_spent_is_no_receipt() -> None:
    assert said("一般公共预算拨款安排支出5万元。")[0][0] != "general-revenue"
    assert said("一般公共预算拨款5万元。")[0][0] == "general-revenue"


def test_vehicles_kept_are_told_beside_vehicles_bought() -> None:
    assert said("公务用车购置0辆，公务用车保有量为6辆。", "（三）“三公”经费实物量情况") == [
        ("vehicles-bought", "result", "0"), ("vehicles-kept", "result", "6"),
    ]  # fmt: skip


def test_a_name_in_quotes_behind_its_verb() -> None:
    assert said("发生“公务用车购置”经费支出18.9万元。") == [("vehicle-purchase", "result", "18.9")]


def test_a_whole_behind_a_list_of_its_parts() -> None:
    assert said("基本工资、津贴补贴等人员经费支出5万元；办公费等公用经费3万元。") == [
        ("personnel", "result", "5"), ("running", "result", "3"),
    ]  # fmt: skip


def test_posts_are_no_staff() -> None:
    text = "事业编制94人（含参公管理事业编制0人）；在职在编实有行政人员36人，非参公管理事业人员90人。"
    facts = said(text, "人员情况")
    assert facts[-2:] == [("staff-administrative", "result", "36"), ("staff-undertaking", "result", "90")]
    assert ("staff-civil-servant-law", "result", "0") not in facts


def test_a_reason_in_the_sentence_behind_the_change() -> None:
    second = facts_of("公务接待费2万元，比上年增加1万元。主要是来访增多。")[-1]
    assert second.reason == "来访增多"
    use = facts_of("公务接待费2万元，比上年增加1万元。主要是接待兄弟单位。")
    assert not use[1].reason


def test_no_change_as_the_reason_is_no_second_change() -> None:
    assert len(facts_of("公务接待费2万元，比上年增加0.00万元，主要原因是：与上年一致，无变化。")) == 2


def test_a_rate_below_zero_keeps_its_sign() -> None:
    assert said("公务接待费预决算差异率-6.22%。") == [("公务接待费预决算差异率", "result", "-6.22")]


def test_a_budget_without_a_name_is_of_what_the_heading_names() -> None:
    assert said("2023年年初预算数9万元。", "（一）收入预算", "预算") == [("revenue", "budget", "9")]


def test_things_to_be_bought_are_planned_in_a_budget_and_done_in_an_account() -> None:
    text = "主要原因：更新防汛指挥车1辆。"
    assert (said(text, kind="预算"), said(text)) == ([("防汛指挥车", "target", "1")], [("防汛指挥车", "result", "1")])


def test_digits_in_front_of_a_project_are_no_code() -> None:
    facts = facts_of("12345热线运维项目年初预算3万元，实际支出2万元，平均接通时长8秒。")
    assert [(f.measure, f.role, str(f.value), f.uom) for f in facts] == [
        ("", "budget", "3", "万元"), ("", "result", "2", "万元"), ("", "result", "8", "秒"),
    ]  # fmt: skip
    assert "热线运维" in facts[1].subject
