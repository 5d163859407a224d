"""Questions that name a county and no body: its one body answers by what it tells of its work, not by its accounts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from answer_store import numbers

from answer.answer import answer
from answer.holdings.knowledge import Knowledge
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.disclosure import read_disclosure

BODY = "示例市样例县残疾人联合会"
HOMES = [
    ["序号", "所在乡镇", "机构名称", "负责人", "庇护人数（人）", "补助金额（万元）"],
    ["1", "城关镇", "暖阳之家", "方月琴", "38", "24.32"], ["2", "石桥镇", "同心之家", "邱建国", "26", "18.20"],
    ["3", "白杨乡", "众禾之家", "柳松茂", "18", "15.10"],
]
BASIC = [
    ["科目编码", "科目名称", "决算数"], ["302", "商品和服务支出", "30.00"], ["30201", "办公费", "20.00"],
    ["30205", "水费", "10.00"], ["", "合计", "30.00"],
]


def _table(rows: list[list[str]]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows) + "</table>"


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="place"))
    (folder / "残联.html").write_text(
        f'<meta charset="utf-8"><h1>{BODY}2023年度部门决算</h1><h2>第一部分 工作情况</h2>'
        f"<p>全年补助乡镇“残疾人之家”3家，名单如下：</p>{_table(HOMES)}<h2>第二部分 2023年度部门决算表</h2>"
        f"<h3>一般公共预算财政拨款基本支出决算明细表</h3><p>部门：{BODY}　单位：万元</p>{_table(BASIC)}",
        encoding="utf-8",
    )
    with Library(folder / "store") as library:
        library.add(read_disclosure([folder / "残联.html"]))
        library.publish([index_generation])
    return Knowledge(open_current(folder / "store"))


@pytest.mark.parametrize(("question", "values", "said"), [
    ("样例县2023年哪家残疾人之家拿到的补助最多", [("24.32", "万元")], "暖阳之家"),
    ("样例县2023年众禾之家的负责人是谁", [], "柳松茂"),
    ("样例县残联2023年石桥镇的残疾人之家庇护了多少人", [("26", "人")], ""),
])
def test_a_list_of_the_one_body_answers(question: str, values: list[tuple[str, str]], said: str) -> None:
    reply = answer(question, _knowledge())
    assert reply["status"] == "answered"
    assert numbers(reply) == values
    assert said in reply["text"]
    assert BODY in reply["text"]


@pytest.mark.parametrize("question", [
    "样例县2023年水费多少", "样例县2023年办公费哪家最多", "样例县2023年支出合计多少",
])
def test_what_the_body_spends_is_not_what_the_county_does(question: str) -> None:
    assert answer(question, _knowledge())["reason"] == "no unit"
    assert answer(question.replace("样例县", "样例县残联"), _knowledge())["reason"] != "no unit"


def test_a_town_of_another_name_beside_the_number_is_not_counted() -> None:
    """6 of 乡镇“残疾人之家”6家 was told for the number of towns once."""
    assert answer("样例县残联2023年有多少乡镇", _knowledge())["status"] == "unanswered"
