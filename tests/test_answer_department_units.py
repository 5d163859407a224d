"""Units that only stand in their department's disclosure: in a table by units, or in a sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from answer_store import numbers

from answer.answer import answer
from answer.holdings.knowledge import Knowledge
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.disclosure import read_disclosure

BUREAU = "示例市样例县教育局"
CLASSES = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    *([code, name, "900.00", "600.00", "300.00"] for code, name in (("205", "教育支出"), ("20502", "普通教育"),
                                                                     ("2050202", "小学教育"), ("", "合计"))),
]
UNITS = [
    ["单位名称", "支出合计", "基本支出", "项目支出"],
    ["局本级", "200.00", "150.00", "50.00"], ["第一中学", "400.00", "250.00", "150.00"],
    ["实验小学", "300.00", "200.00", "100.00"], ["合计", "900.00", "600.00", "300.00"],
]
PROSE = (
    "全县学校受理申请21件，办结19件，为家庭困难学生发放校服310套。实验小学受理投诉7件，办结5件。"
    "县教师发展中心举办讲座18场。"
)


def _html() -> str:
    tables = "".join(
        f"<h3>{title}</h3><p>部门：{BUREAU}　单位：万元</p><table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
        for title, rows in (("支出决算表", CLASSES), ("所属单位支出决算情况表", UNITS))
    )
    return (
        f'<meta charset="utf-8"><h1>{BUREAU}2023年度部门决算</h1><h2>第一部分 工作情况</h2><p>{PROSE}</p>'
        f"<h2>第二部分 2023年度部门决算表</h2>{tables}"
    )


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="parts"))
    (folder / "教育局.html").write_text(_html(), encoding="utf-8")
    with Library(folder / "store") as library:
        library.add(read_disclosure([folder / "教育局.html"]))
        library.publish([index_generation])
    return Knowledge(open_current(folder / "store"))


def ask(question: str) -> dict[str, Any]:
    return answer(question, _knowledge())


@pytest.mark.parametrize(("question", "value"), [
    ("样例县第一中学2023年支出合计是多少？", "400.00"), ("样例县一中2023年项目支出多少", "150.00"),
    ("样例县教育局下属的实验小学2023年基本支出是多少", "200.00"), ("样例县教育局本级2023年支出多少", "200.00"),
    ("样例县教育局2023年各预算单位中哪家支出最多", "400.00"), ("样例县教育局2023年支出合计是多少", "900.00"),
    ("样例县实验小学2023年支出占全部门支出的比重", "33.33"),
    ("样例县实验小学2023年项目支出占全部门支出的比重", "11.11"),
    ("样例县第一中学2023年项目支出占支出合计的比重", "37.50"),
])
def test_a_unit_is_answered_from_its_row(question: str, value: str) -> None:
    reply = ask(question)
    assert numbers(reply)[0][0] == value
    assert BUREAU in reply["text"]


def test_a_unit_is_answered_from_the_sentence_that_names_it() -> None:
    assert [v for v, _ in numbers(ask("样例县实验小学2023年受理投诉多少件"))] == ["7"]
    assert [v for v, _ in numbers(ask("样例县教师发展中心2023年举办讲座多少场"))] == ["18"]


@pytest.mark.parametrize("question", [
    "样例县第一中学2023年公务接待费是多少", "样例县第一中学2023年收入合计是多少", "样例县第一中学2022年支出合计多少",
    "样例县实验小学2023年发放校服多少套", "样例县教师发展中心2023年支出多少", "样例县第二中学2023年支出合计多少",
    "样例市第一中学2023年支出合计多少", "样例县城关镇实验小学2023年支出合计多少",
    "样例县实验小学2023年支出占全县支出的比重", "样例县第一中学分校2023年支出合计多少",
])
def test_what_the_department_does_not_tell_of_a_unit_is_refused(question: str) -> None:
    assert ask(question)["status"] == "unanswered"


@pytest.mark.parametrize("question", [
    "样例县教育局2023年有哪些下属单位", "纳入样例县教育局2023年部门决算的预算单位有哪些",
])
def test_units_that_no_sentence_lists_are_listed_from_their_table(question: str) -> None:
    reply = ask(question)
    assert "分3个单位列出：局本级；第一中学；实验小学" in reply["text"]
    assert [e["row"] for e in reply["evidence"]] == ["局本级", "第一中学", "实验小学"]


def test_a_refusal_says_that_the_unit_is_a_part() -> None:
    assert f"它只是{BUREAU}公开的一部分" in ask("样例县第一中学2023年公务接待费是多少")["text"]


def test_a_county_is_told_what_its_bureau_did_and_whose_disclosure_says_so() -> None:
    reply = ask("样例县2023年为家庭困难学生发放校服多少套")
    assert numbers(reply) == [("310", "套")]
    assert f"取自{BUREAU}" in reply["text"]
    for own in ("样例县2023年支出合计多少", "样例县2023年教育支出决算多少"):
        assert ask(own)["reason"] == "no unit"
