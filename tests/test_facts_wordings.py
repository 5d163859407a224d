"""Wordings of facts that were once read wrongly or not at all, each in its smallest sentence."""

from __future__ import annotations

import pytest

from ingest.facts.facts import read_facts
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


def test_spending_by_one_word_under_a_heading_is_of_what_the_heading_names() -> None:
    facts = said("1.因公出国（境）费用。本年支出决算2万元，较上年无变化。全年接待5批次。", "七、“三公”经费支出")
    assert facts[:2] == [("abroad", "result", "2"), ("abroad", "change", "None")]
    assert said("2.公务接待费。本年支出决算1万元。全年接待5批次。", "七、“三公”经费支出")[-1][0] == "reception-batches"
    assert said("本年支出决算2万元。") == [("expenditure", "result", "2")]


def test_items_in_quotes() -> None:
    assert said("“卫生健康支出”科目1,300万元。", "一般公共预算支出")[0] == ("functional-item", "result", "1300")


def test_an_item_behind_its_verb() -> None:
    facts = said("主要用于开支办公费28.30万元，印刷费6.15万元。", "九、机关运行经费支出情况说明")
    assert {measure for measure, *_ in facts} == {"economic-item"}


def test_what_is_reached_after_a_plan_is_no_target() -> None:
    assert said("计划建设高标准农田8万亩，实际建成7.6万亩，铺设输水管道132公里。") == [
        ("建设高标准农田", "target", "8"), ("建成", "result", "7.6"), ("铺设输水管道", "result", "132"),
    ]  # fmt: skip


def test_a_target_told_behind_the_result_and_the_distance_from_it() -> None:
    assert said("播种成活率仅为78%，低于85%的目标值。") == [
        ("播种成活率", "result", "78"), ("播种成活率", "target", "85"),
    ]  # fmt: skip
    assert said("群众满意度96.3%，比目标值高1.3个百分点。") == [("群众满意度", "result", "96.3")]


def test_a_heading_names_the_project_that_follows() -> None:
    assert said("（一）“12369”平台运行项目。项目概述：全年稳定运行。预算安排68.00万元。", kind="预算") == [
        ("“12369”平台运行项目", "budget", "68.00"),
    ]  # fmt: skip


def test_funds_with_targets() -> None:
    assert said("2025年共有项目14个，均已编制绩效目标，涉及资金708.02万元。", kind="预算")[-1][0] == "target-funds"


def test_a_share_of_a_budget_told_with_its_amount_is_its_completion() -> None:
    assert said("“三公”经费实际支出45万元，占预算60万元的75%，比预算节约15万元。") == [
        ("three-public", "result", "45"), ("three-public", "budget", "60"), ("three-public", "completion", "75"),
        ("three-public", "change", "15"),
    ]  # fmt: skip
    assert ("节约资金", "result", "3") in said("节约资金3万元。")


def test_parts_by_fund_in_brackets_are_of_the_item_before_them() -> None:
    facts = said("公务接待费支出预算22万元（其中：一般公共预算支出22万元；政府性基金预算支出0万元），支出决算14万元。")
    assert facts == [
        ("reception", "budget", "22"), ("公务接待费支出一般公共预算支出", "budget", "22"),
        ("公务接待费支出政府性基金预算支出", "budget", "0"), ("reception", "result", "14"),
    ]  # fmt: skip


def test_spending_of_a_fund_is_told_by_its_last_word() -> None:
    fund, before = facts_of("政府性基金预算财政拨款支出决算5万元（去年决算数为3万元）。")
    assert (fund.measure, fund.year) == ("fund-expenditure", 2023)
    assert (before.measure, before.year, str(before.value)) == ("fund-expenditure", 2022, "3")


def test_two_rates_told_by_their_order_only_are_no_rate_of_the_last_thing() -> None:
    facts = said("处置违法建设1206宗、面积38.5万平方米，同比分别下降12.3%和8.6%。")
    assert [role for _, role, _ in facts] == ["result", "result"]


def test_the_owner_of_the_years_spending_is_named_by_one_word() -> None:
    facts = said("2023年度，我局支出共计8,330.20万元，较2022年增支620.50万元。")
    assert facts == [("expenditure", "result", "8330.20"), ("expenditure", "change", "620.50")]


def test_stages_of_a_project_named_before_a_colon() -> None:
    text = "城市更新专项资金项目：年初安排预算2000万元，年中调减300万元，调整后预算1700万元，累计支付1598万元。"
    assert [(role, value) for _, role, value in said(text)] == [
        ("budget", "2000"), ("change", "300"), ("budget", "1700"), ("result", "1598"),
    ]  # fmt: skip
    assert {f.subject for f in facts_of(text)} == {"城市更新专项资金项目"}


def test_things_planned_in_a_sentence_that_opens_with_its_year() -> None:
    assert said("2024年拟采购办公设备22台。", kind="预算")[0][1] == "target"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("1.公共安全支出（类）法院（款）“两庭”建设（项）。年初预算为5万元。", "公共安全支出/法院/“两庭”建设"),
        ("2.“卫生健康支出”（类）“公立医院”（款）年初预算为5万元。", "卫生健康支出/公立医院"),
        ("“卫生健康支出（类）公立医院（款）”年初预算为5万元。", "卫生健康支出/公立医院"),
    ],
)
def test_quotation_marks_that_are_of_an_items_own_name_stay(text: str, subject: str) -> None:
    assert {fact.subject for fact in facts_of(text)} == {subject}
