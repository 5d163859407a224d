"""Questions that ask for several things in clauses: all of them are answered, or what is not is said to be."""

from __future__ import annotations

import pytest
from answer_store import ask, knowledge, numbers

from answer.request import compound
from answer.request.compound import lacks
from answer.request.question import understand, without_years
from answer.request.reply import Reply


def _reply(values: int) -> Reply:
    return Reply("", values=[{}] * values)


def test_as_many_numbers_as_the_clauses_ask_for() -> None:
    asked = "支出年初预算和决算各是多少，完成率多少"
    assert lacks(asked, _reply(2))
    assert not lacks(asked, _reply(3))
    assert lacks("收入合计是多少，比上年增加还是减少", _reply(1))
    assert not lacks("收入合计和支出合计是多少", _reply(1))  # one clause: the rules for what it joins decide


def test_what_can_t_be_answered_is_said() -> None:
    reply = ask("示例市数据中心2023年办公费是多少，退休费完成率是多少")
    assert reply["status"] == "answered"
    assert len(numbers(reply)) == 1
    assert "另一问：" in reply["text"]


def test_nothing_is_answered_where_the_first_clause_is_not() -> None:
    assert ask("示例市数据中心2023年绿化费是多少，办公费是多少")["status"] == "unanswered"


def test_the_year_before_said_by_its_number() -> None:
    reply = ask("示例市数据中心2023年本年支出合计是多少，比2022年增加还是减少")
    assert reply["status"] == "answered"
    assert "增加37.41万元" in reply["text"]


@pytest.mark.parametrize(("question", "said"), [
    ("示例市数据中心2023年哪一类支出最多，占本年支出合计的百分之几", ["310.38", "83.00", "373.97"]),
    ("示例市数据中心2023年工资福利支出里金额最大的是哪一项？占工资福利支出的比例是多少？",
     ["125.68", "66.98", "187.64"]),
])
def test_a_clause_without_a_subject_is_about_what_the_first_has_for_an_answer(question: str, said: list[str]) -> None:
    """The share of another thing (一般公共预算财政拨款支出占99.86%) was told for it once."""
    assert [value for value, _ in numbers(ask(question))] == said


def test_what_the_first_has_for_an_answer_is_one_thing() -> None:
    first = Reply("")
    assert compound.of_first(compound.FIRST + "占支出合计多少", [first]) == ""
    first.status, first.values = "answered", [{"measure": "住房保障支出"}]
    assert compound.of_first(compound.FIRST + "占支出合计多少", [first]) == "住房保障支出占支出合计多少"
    first.values.append({"measure": "卫生健康支出"})
    assert compound.of_first(compound.FIRST + "占支出合计多少", [first]) == ""


def test_one_thing_in_two_others_is_asked_of_each() -> None:
    """基本支出 and 机关运行经费 themselves were told beside 差旅费 once."""
    asked = understand("示例市数据中心2023年差旅费，基本支出里和机关运行经费里分别是多少万元")
    linked = knowledge().directory.link(without_years(asked.text))
    assert [part.partition("2023年")[2] for part in compound.questions(asked, linked, knowledge())] == [
        "基本支出里的差旅费是多少万元", "机关运行经费里的差旅费是多少万元",
    ]


@pytest.mark.parametrize(("text", "parts"), [
    ("办公费占公用经费多少，占基本支出多大比例", ["办公费占公用经费多少", "办公费占基本支出的比例是多少"]),
    ("本年支出合计多少，其中项目支出多少，占多大比例",
     ["本年支出合计多少", "项目支出多少", "项目支出占本年支出合计的比例是多少"]),
    ("授予中小企业合同金额是多少，占比多少", ["授予中小企业合同金额是多少", "授予中小企业合同金额占比是多少"]),
])
def test_a_share_is_of_the_thing_asked_for_before_it(text: str, parts: list[str]) -> None:
    asked = understand(f"示例市数据中心2023年{text}")
    linked = knowledge().directory.link(without_years(asked.text))
    found = compound.questions(asked, linked, knowledge(), clauses=True)
    assert [part.partition("2023年")[2] for part in found] == parts


def test_the_end_of_a_name_that_is_not_printed_is_no_subject_of_the_next_clause() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == "示例市数据中心")
    assert compound._named("农村居民可支配办公费多少", knowledge(), [(unit, 2023)]).startswith("农村居民")
    assert compound._named("办公费多少", knowledge(), [(unit, 2023)]) == "办公费"
