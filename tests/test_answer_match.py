"""Which printed figures answer: totals, funds, stages, scopes, two classifications, blanks."""

from __future__ import annotations

from dataclasses import replace

from answer_store import ask, knowledge, numbers

from answer.language.names import Segment, Tag
from answer.request.match import COUNTING, _word_for_word


def test_a_row_by_name_code_and_alias_is_one_figure() -> None:
    for name in ("事业运行支出", "2010350科目支出", "事业运行"):
        assert numbers(ask(f"示例市数据中心2023年{name}")) == [("166.38", "万元")]


def test_the_cell_is_the_evidence() -> None:
    (cell,) = ask("示例市数据中心2023年办公费")["evidence"]
    assert (cell["form"], cell["row"], cell["column"], cell["quote"]) == (
        "一般公共预算财政拨款基本支出决算明细表", "30201 办公费", "决算数", "3.37")


def test_a_total_is_that_of_all_funds_unless_one_is_named() -> None:
    assert numbers(ask("示例市数据中心2023年支出合计")) == [("373.97", "万元")]
    reply = ask("示例市数据中心2023年一般公共预算财政拨款基本支出")
    assert numbers(reply) == [("229.97", "万元")]
    assert "一般公共预算" in reply["text"]


def test_one_name_in_two_classifications_is_said_twice_where_amounts_differ() -> None:
    reply = ask("示例市数据中心2023年住房公积金")
    assert numbers(reply) == [("18.57", "万元"), ("5.37", "万元")]
    assert "口径不同" in reply["text"]


def test_a_code_settles_it() -> None:
    assert numbers(ask("示例市数据中心2023年住房公积金（30113）"))[0] == ("5.37", "万元")


def test_a_blank_cell_is_blank_and_not_zero() -> None:
    reply = ask("示例市数据中心2023年会议费是多少")
    assert (reply["status"], reply["reason"], reply["values"]) == ("answered", "blank", [])
    assert reply["evidence"][0]["row"] == "30215 会议费"


def test_stage_words() -> None:
    assert numbers(ask("示例市数据中心2023年三公经费年初预算")) == [("3.42", "万元")]
    assert ask("示例市数据中心2023年三公经费调整预算")["status"] == "unanswered"
    assert ask("示例市数据中心2023年办公费预算")["status"] == "unanswered"


def test_what_is_not_printed_is_refused() -> None:
    for item in ("咨询费", "煤气费", "国有资本经营收入", "2130301科目支出"):
        reply = ask(f"示例市数据中心2023年{item}")
        assert (reply["status"], reply["values"]) == ("unanswered", []), item


def test_one_name_inside_another_of_its_kind_is_not_two_fields() -> None:
    assert ask("示例市数据中心2023年项目支出中的办公费")["status"] == "unanswered"


def test_the_revenue_of_a_fund_is_no_expenditure() -> None:
    reply = ask("示例市数据中心2023年财政拨款收入")
    assert "收入" in reply["text"]
    assert {e["form"] for e in reply["evidence"]} <= {"收入决算表", "财政拨款收入支出决算总表", "收入支出决算总表"}


def test_a_row_called_word_for_word_is_meant_before_one_with_a_word_for_spending_at_its_end() -> None:
    held, unit = knowledge(), next(u for u in knowledge().directory.units if u.name == "示例市数据中心")
    some = next(f for f in held.books(unit, 2023).figures if f.code and f.kind == "table")
    own = replace(some, code="2130504", item="农村道路建设")
    other = replace(some, code="2120804", item="农村道路建设支出")
    said = Segment("农村道路建设", frozenset({Tag("label", "农村道路建设"), Tag("label", "农村道路建设支出")}))
    assert _word_for_word([own, other], [said]) == [own]
    assert _word_for_word([other], [said]) == [other]


def test_what_is_counted_under_an_expense_is_not_the_expense() -> None:
    assert COUNTING.search("因公出国（境）人次数（人）")
    assert COUNTING.search("公务用车购置数（辆）")
    assert not COUNTING.search("因公出国（境）费")
