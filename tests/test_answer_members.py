"""Bodies that are rows of a department's disclosure; what a question says of units and amounts is never dropped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from answer_store import ask as ask_small
from answer_store import numbers
from disclosure_builders import disclosure, figure

from answer.answer import answer
from answer.figures.accounted import dropped, half
from answer.holdings.directory import Directory, HeldUnit
from answer.holdings.knowledge import Knowledge
from answer.projects.achieved import reached
from answer.request.question import understand
from answer.request.reply import Reply
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.records import Figure

BUREAU = "示例县农业局"
ROWS = (("", "合计", "100.00"), ("301001", "示例县农业局本级", "50.00"), ("301002", "示例县种子站", "20.00"),
        ("301003", "示例县兽医中心", "30.00"))


def _cells(column: str, header: int, **more: Any) -> list[Figure]:
    return [
        figure(value, item=item, code=code, column=column, form="收入总表", form_id="revenue", stage="预算",
               level="" if code else "total", year=2024, row=n, col=header, document="农业局.pdf", scheme="label",
               dim_item=item, **more)
        for n, (code, item, value) in enumerate(ROWS, 4)
    ]


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="members"))
    made = disclosure(*_cells("合计", 3, measure="revenue-total"), name=BUREAU, year=2024, kind="预算", scope="部门",
                      document="农业局.pdf")
    other = disclosure(figure("7.00", measure="revenue-total", column="合计", form="收入总表", form_id="revenue",
                              stage="预算", year=2024, document="水务.pdf"),
                       name="示例县水务局", year=2024, kind="预算", document="水务.pdf", content="water")
    with Library(folder) as library:
        for each in (made, other):
            library.add(each)
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def ask(question: str) -> dict[str, Any]:
    return answer(question, _knowledge())


def test_a_body_of_its_own_row_is_answered_as_a_row_of_its_department() -> None:
    reply = ask("示例县种子站2024年收入预算合计是多少？")
    assert numbers(reply) == [("20.00", "万元")]
    assert BUREAU in reply["text"]
    assert reply["evidence"][0]["row"].endswith("示例县种子站")


def test_the_department_itself_is_not_its_first_row() -> None:
    assert numbers(ask("示例县农业局2024年收入预算合计"))[:1] == [("100.00", "万元")]
    assert numbers(ask("示例县农业局本级2024年收入预算合计"))[:1] == [("50.00", "万元")]


def test_all_bodies_of_a_department_are_ranked_and_put_in_order() -> None:
    assert "种子站，20.00万元" in ask("示例县农业局2024年三家预算单位里谁的收入预算最少？")["text"]
    order = ask("示例县农业局2024年各预算单位收入预算从高到低怎么排？")["text"]
    assert order.index("本级 50") < order.index("兽医中心 30") < order.index("种子站 20")


def test_a_share_of_the_department() -> None:
    assert numbers(ask("示例县兽医中心2024年收入预算占全部门的比重是多少？"))[0] == ("30.00", "%")


@pytest.mark.parametrize("question", [
    "示例县种子站2024年公务接待费预算是多少？",
    "示例县种子站2023年收入预算合计是多少？",
    "示例县农机站2024年收入预算合计是多少？",
    "示例县农业局2024年五家预算单位里谁的收入预算最少？",
    "三家单位2024年收入预算合计多少？",
])
def test_what_no_row_tells_is_refused(question: str) -> None:
    assert ask(question)["status"] == "unanswered"


def test_units_are_as_many_as_the_question_says() -> None:
    assert numbers(ask("两家单位2024年收入预算合计多少？"))[0] == ("107", "万元")


def test_rows_above_an_amount_said_at_the_end() -> None:
    reply = ask_small("示例市数据中心2023年支出决算表里有哪些项级科目在一百万元以上？")
    assert numbers(reply) == [("166.38", "万元"), ("144.00", "万元")]


def test_a_project_named_alone_tells_whose_it_is() -> None:
    reply = ask_small("平台运行维护费2023年执行数是多少？")
    assert numbers(reply) == [("85.5", "万元")]


def test_an_amount_nothing_took_up_is_told() -> None:
    reply = Reply("", "answered", "共3项：甲12万元。")
    assert dropped("超过40万元的有哪些", reply) == "40万元"
    assert dropped("12万元印在哪里", reply) == ""
    assert dropped("占比低于30%的", reply) == "30%"


@pytest.mark.parametrize(("name", "target", "result", "met"), [
    ("求助响应时间", "30分钟", "22分钟", True), ("求助响应时间", "30分钟", "35分钟", False),
    ("年开放天数", "330天", "300天", False), ("差错率", "2%", "1.5%", True), ("办结率", "95%", "96%", True),
    ("办理时间", "3天", "30小时", None),
])
def test_less_is_better_where_a_name_says_so(name: str, target: str, result: str, met: bool | None) -> None:
    assert reached(target, result, name) is met


@pytest.mark.parametrize(("question", "years"), [
    ("2022年支出合计超过2000万元的单位有哪些", (2022,)), ("图书馆2022公务接待费", (2022,)), ("2022人员经费", (2022,)),
    ("政协会议,江苏省政协办公厅,2018年,预算数是", (2018,)), ("1,2022元", ()),
])
def test_an_amount_is_no_year(question: str, years: tuple[int, ...]) -> None:
    assert understand(question).years == years


@pytest.mark.parametrize(("question", "begins"), [
    ("示例市数据中心2023年公务接待费是零吗", "否，不为零"),
    ("示例市数据中心2023年系统故障次数离目标差多少次才能达标", "示例市数据中心2023年指标“系统故障次数”"),
])
def test_what_is_nought_and_what_lacks_to_a_target(question: str, begins: str) -> None:
    assert ask_small(question)["text"].startswith(begins)


def test_half_an_answer_is_none() -> None:
    assert not half("试点班级数占多少分", Reply("", "answered", "满分15分。"))
    assert half("货物、工程各占多少", Reply("", "answered", "货物12万元，工程3万元。"))
    assert half("各类教育支出分别是多少", Reply("", "answered", "教育支出12万元。", values=[{}]))
    assert half("增加了多少，是最快的吗", Reply("", "answered", "增加12万元。"))
    assert not half("增加了多少，超过预算了吗", Reply("", "answered", "没有超过：增加12万元。"))


def test_bodies_of_one_place_are_compared() -> None:
    names = ("江苏省委办公厅", "江苏省政协办公厅")
    units = [HeldUnit(f"urn:{name}", name, (), ((2017, "预算", "部门"),)) for name in names]
    for text in ("江苏省委办公厅和省政协办公厅谁的三公经费高", "江苏省委办公厅电费是省政协办公厅的几倍"):
        linked = Directory(units).link(text)
        assert [m.units[0].name for m in linked.mentions] == ["江苏省委办公厅", "江苏省政协办公厅"]
        assert not linked.unknown


def test_one_number_is_not_each_of_several() -> None:
    one = Reply("", "answered", "住房保障支出占4.73%。", [{"value": "4.73"}])
    assert half("社会保障支出占比和住房保障支出占比各是多少", one)


def test_what_follows_the_rows_asked_for_chooses_among_them() -> None:
    assert len(numbers(ask_small("示例市数据中心2023年住房改革支出包括哪些项"))) == 2
    assert ask_small("示例市数据中心2023年住房改革支出有哪些项没花完预算")["status"] == "unanswered"


def test_which_of_two_is_more() -> None:
    reply = ask_small("示例市数据中心2023年基本支出多还是项目支出多")
    assert reply["text"].startswith("基本支出更多")
