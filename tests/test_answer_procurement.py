"""Questions about what is to be bought: the thing, the project it is bought for, and the kind it is of."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from disclosure_builders import disclosure, figure

from answer.answer import answer
from answer.figures import procurement
from answer.holdings.knowledge import Knowledge
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.records import Project, Source

UNIT = "示例市档案馆"
ROWS = (
    ("合计", "200.00"), ("货物A", "60.00"), ("设备购置费/办公设备购置", "60.00"),
    ("复印机（20万以下）/分散自行组织", "7.00"), ("其他货物/政府集中采购", "53.00"), ("服务C", "140.00"),
    ("示例专项会议/会议费", "90.00"), ("住宿服务/分散自行组织", "70.00"), ("餐饮服务/分散自行组织", "20.00"),
    ("业务经费/培训费", "10.00"), ("住宿服务/分散自行组织", "10.00"), ("印刷费", "40.00"),
    ("印刷服务/分散自行组织", "40.00"),
)


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    figures = [
        figure(value, item=item, column="总计", form="政府采购预算表", form_id="procurement", row=3 + n, year=2024,
               stage="预算", measure="procurement", level="")
        for n, (item, value) in enumerate(ROWS)
    ]
    place = Source("决算公开.pdf", "业务经费", page=20, table=9, row=3, column=2)
    project = Project("业务经费", Decimal("300.00"), None, "", "万元", place)
    with Library(folder) as library:
        library.add(replace(disclosure(*figures, name=UNIT, year=2024, kind="预算"), projects=(project,)))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def _ask(question: str) -> tuple[str, list[str]]:
    reply = answer(f"{UNIT}2024年{question}", _knowledge())
    return reply["status"], [v["value"] for v in reply["values"]]


@pytest.mark.parametrize(("question", "value"), [
    ("专项会议要采购多少万元的住宿服务", "70.00"),
    ("业务经费里打算花多少钱采购住宿服务", "10.00"),
    ("设备购置费里打算花多少钱买复印机", "7.00"),
    ("业务经费采购印刷服务多少钱", "40.00"),
    ("示例专项会议打算花多少钱采购", "90.00"),
    ("政府采购的服务里，哪样花钱最多", "70.00"),
    ("采购的货物里花钱最少的是什么", "7.00"),
])
def test_what_is_bought(question: str, value: str) -> None:
    assert _ask(question) == ("answered", [value])


def test_a_project_s_money_is_not_what_is_bought_for_it() -> None:
    assert _ask("业务经费给了多少钱") == ("answered", ["300"])
    assert _ask("业务经费采购多少钱") == ("answered", ["50", "10.00", "40.00"])


def test_rows_of_one_name_are_all_shown_or_added_up() -> None:
    assert _ask("采购住宿服务多少钱") == ("ambiguous", ["70.00", "10.00"])
    assert _ask("采购住宿服务一共多少钱") == ("answered", ["80", "70.00", "10.00"])


def test_several_of_one_project_are_asked_for_one_by_one() -> None:
    assert _ask("示例专项会议里住宿服务和餐饮服务各打算采购多少") == ("answered", ["70.00", "20.00"])
    assert _ask("业务经费里，培训费、印刷费分别采购多少") == ("answered", ["10.00", "40.00"])
    assert _ask("两个项目里的住宿服务一共要采购多少") == ("answered", ["80", "70.00", "10.00"])
    assert _ask("三个项目里的住宿服务一共要采购多少")[0] == "unanswered"
    assert _ask("示例专项会议里住宿服务和印刷服务各打算采购多少")[0] == "unanswered"


def test_a_thing_and_its_project_said_whole_need_no_word_for_buying() -> None:
    assert _ask("设备购置费专项里，复印机多少万元") == ("answered", ["7.00"])
    assert _ask("设备购置费专项里，餐饮服务多少万元")[0] == "unanswered"
    assert _ask("“示例专项会议”专项里打算花多少万元做餐饮服务") == ("answered", ["20.00"])
    assert _ask("“业务经费”专项里打算花多少万元做餐饮服务")[0] == "unanswered"


def test_projects_ranked_by_what_is_bought_for_them() -> None:
    assert _ask("服务类采购里哪个专项的预算最多") == ("answered", ["90.00"])
    assert _ask("服务类采购里预算最少的专项") == ("answered", ["50"])
    assert _ask("工程类采购里哪个专项的预算最多")[0] == "unanswered"
    assert _ask("进口采购里哪个专项的预算最多")[0] == "unanswered"


@pytest.mark.parametrize("question", [
    "采购直升机花多少钱", "业务经费采购餐饮服务多少钱", "打算买几台复印机", "采购进口复印机多少钱",
])
def test_what_is_not_bought(question: str) -> None:
    assert _ask(question)[0] == "unanswered"


@pytest.mark.parametrize("items", [
    ("加工中心/实训设备/货物", "实训台/实训设备/货物", "物业服务/公用经费/服务"),
    ("实训设备/加工中心/货物", "实训设备/实训台/货物", "公用经费/物业服务/服务"),
])
def test_a_row_that_says_thing_project_and_kind(items: tuple[str, ...]) -> None:
    knowledge = _knowledge()
    books = knowledge.books(knowledge.directory.units[0], 2024)
    rows = [replace(f, item=item) for f, item in zip(books.figures, items, strict=False)]
    held = list(procurement.lines(replace(books, figures=tuple(rows))))
    assert {(row.name, row.under) for row in held} == {
        ("加工中心", ("货物", "实训设备")), ("实训台", ("货物", "实训设备")), ("物业服务", ("服务", "公用经费")),
    }
