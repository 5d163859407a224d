"""What is done with figures: compare, divide, rank, list, add up."""

from __future__ import annotations

import pytest
from answer_store import BUREAU, DISTRICT, ask, numbers


def test_several_fields() -> None:
    assert numbers(ask("示例市数据中心2023年基本支出和项目支出分别是多少")) == [("229.97", "万元"), ("144.00", "万元")]


def test_change_over_years_with_formula() -> None:
    reply = ask("示例市数据中心2023年支出合计比2022年增加多少")
    assert numbers(reply)[:2] == [("37.41", "万元"), ("11.12", "%")]
    assert reply["formula"] == "373.97 − 336.56 = 37.41"
    assert len(reply["evidence"]) == 2


def test_difference_and_share() -> None:
    assert numbers(ask("示例市数据中心2023年基本支出比项目支出多多少"))[0] == ("85.97", "万元")
    assert numbers(ask("示例市数据中心2023年项目支出占支出合计的比例"))[0] == ("38.51", "%")


def test_per_head_needs_the_staff() -> None:
    assert numbers(ask("示例市数据中心2023年人均基本支出"))[0] == ("11.50", "万元")
    assert ask("示例市数据中心2022年人均基本支出")["status"] == "unanswered"


def test_rank_over_rows_and_units() -> None:
    assert "166.38" in ask("示例市数据中心2023年20103款下支出最大的是哪一项")["text"]
    assert BUREAU in ask("2023年哪个单位支出合计最多")["text"]


def test_sum_over_items_and_years() -> None:
    assert numbers(ask("示例市数据中心2023年办公费和差旅费合计"))[0] == ("6.74", "万元")
    assert numbers(ask("示例市数据中心2022年和2023年支出合计之和"))[0] == ("710.53", "万元")


def test_a_department_and_its_unit_are_never_added() -> None:
    reply = ask(f"2023年{BUREAU}和示例市数据中心的支出合计之和")
    assert ("1273.97", "万元") not in numbers(reply)
    assert "1,273.97" not in reply["text"]


def test_completion_and_conditions() -> None:
    assert numbers(ask("示例市数据中心2023年平台运行维护费执行率")) == [("85.5", "%")]
    reply = ask("示例市数据中心2023年执行率低于90%的项目有哪些")
    assert "平台运行维护费" in reply["text"]
    assert "机房改造经费" not in reply["text"]


def test_yes_or_no_by_comparison() -> None:
    assert ask("示例市数据中心2023年项目支出超过基本支出了吗")["text"].startswith("没有超过")
    assert ask("示例市数据中心2023年基本支出大于项目支出吗")["text"].startswith("是")


def test_list_is_complete() -> None:
    reply = ask("示例市数据中心2023年支出按功能分类有哪几类")
    for name in ("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出"):
        assert name in reply["text"]


def test_money_in_the_unit_asked_for() -> None:
    reply = ask("示例市数据中心2023年办公费是多少元")
    assert numbers(reply) == [("33700", "元")]
    assert reply["values"][0]["amount"] == "33700"


def test_a_condition_that_nothing_took_up_is_not_answered_with_all_rows() -> None:
    reply = ask("示例市数据中心2023年支出里哪些部分超过想象的规模")
    assert reply["status"] == "unanswered"
    assert reply["values"] == []


@pytest.mark.parametrize(("question", "verdict", "stands"), [
    ("示例市数据中心2023年基本支出超过200万元吗", "是：", "高于200万元"),
    ("示例市数据中心2023年基本支出超过300万元吗", "否：", "低于300万元"),
    ("示例市数据中心2023年项目支出低于1,440,000元吗", "否：", "等于1,440,000元"),
    ("示例市数据中心2023年项目支出不低于144万元吗", "是：", "等于144万元"),
])
def test_a_figure_against_an_amount_that_the_question_says(question: str, verdict: str, stands: str) -> None:
    reply = ask(question)
    assert reply["status"] == "answered"
    assert reply["text"].startswith(verdict)
    assert stands in reply["text"]
    assert len(reply["values"]) == 1


@pytest.mark.parametrize(("relation", "verdict"), [
    ("超过", "是，超过"), ("不超过", "否，超过"), ("不低于", "是，不低于"), ("不到", "没有低于"), ("低于", "没有低于"),
])
def test_one_figure_against_another(relation: str, verdict: str) -> None:
    reply = ask(f"示例市数据中心2023年基本支出{relation}项目支出吗")
    assert reply["text"].startswith(verdict)


def test_what_is_printed_blank_is_not_added_up_as_zero() -> None:
    reply = ask("示例市数据中心2023年会议费和办公费合计")
    assert numbers(reply) == [("3.37", "万元")]
    assert "印为空白" in reply["text"]
    assert reply["formula"] == ""


def test_a_completion_rate_of_the_whole_is_not_one_of_a_part() -> None:
    assert ask("示例市数据中心2023年预算执行率")["status"] == "unanswered"


@pytest.mark.parametrize("question", ["收入合计和支出合计", "收入支出合计"])
def test_what_came_in_is_not_added_to_what_went_out(question: str) -> None:
    reply = ask(f"示例市数据中心2023年{question}")
    assert numbers(reply) == [("373.97", "万元"), ("373.97", "万元")]
    assert reply["formula"] == ""


def test_each_called_a_total_of_its_own() -> None:
    assert numbers(ask("示例市数据中心2023年办公费合计和邮电费合计")) == [("3.37", "万元"), ("3.37", "万元")]


def test_a_section_by_another_name_of_it() -> None:
    assert "政务数据的归集" in ask("示例市数据中心2023年职责")["text"]


def test_fields_one_of_which_is_a_measure_too() -> None:
    reply = ask("示例市数据中心2023年办公费、差旅费、会议费都是多少")
    assert numbers(reply) == [("3.37", "万元"), ("3.37", "万元")]
    assert "会议费在" in reply["text"]


def test_whether_two_forms_print_one_amount() -> None:
    reply = ask("示例市数据中心2023年基本支出，支出决算表和一般公共预算财政拨款支出决算表印的一样吗")
    assert reply["text"].startswith("是，二者相等")
    assert len(reply["evidence"]) == 2


def test_a_stage_alone_is_not_what_is_compared() -> None:
    reply = ask(f"示例市数据中心和{DISTRICT}2023年办公费谁的决算更高")
    assert numbers(reply) == [("0.27", "万元"), ("3.37", "万元"), ("3.10", "万元")]
    assert ask(f"示例市数据中心和{DISTRICT}2023年离婚费谁的决算更高")["status"] == "unanswered"
