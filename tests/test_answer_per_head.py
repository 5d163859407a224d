"""Money for each head: of the staff, of a group that alone is paid, of those received; never of people it is not spent
on, nor of a number that the document does not print."""

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
from answer.holdings.knowledge import Knowledge
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import open_current
from ingest.records import Fact, Indicator, Source

UNIT = "示例市文化馆"
FORM = "一般公共预算财政拨款基本支出决算明细表"
ITEMS = (("30101", "基本工资", "120.00"), ("30107", "绩效工资", "90.00"), ("30302", "退休费", "30.00"),
         ("30217", "公务接待费", "1.20"))
STAFF = "年末实有在职人员40人，其中行政人员10人、事业人员30人；离退休人员15人。"
VISITS = "国内公务接待6批次，48人次。"
OTHERS = "本部门预算还包括联谊会8名在职人员。"


def _fact(subject: str, measure: str, value: str, uom: str, sentence: str, text: str) -> Fact:
    place = Source("决算公开.pdf", sentence, page=9, line=len(sentence))
    return Fact(subject, measure, Decimal(value), uom, None, 2024, "", "result", place, text, "")


FACTS = (
    _fact("实有在职人员", "staff", "40", "人", STAFF, "年末实有在职人员40人"),
    _fact("行政人员", "staff-administrative", "10", "人", STAFF, "其中行政人员10人"),
    _fact("事业人员", "staff-undertaking", "30", "人", STAFF, "事业人员30人"),
    _fact("离退休人员", "staff-retired", "15", "人", STAFF, "离退休人员15人"),
    _fact("国内公务接待", "reception-batches", "6", "批次", VISITS, "国内公务接待6批次"),
    _fact("国内公务接待", "reception-visitors", "48", "人次", VISITS, "48人次"),
)


PLACE = Source("决算公开.pdf", "人均培训成本", page=30, table=12, row=8, column=4)
COST = Indicator("文化惠民", "", "产出指标", "成本指标", "人均培训成本", "≤260元", "250元", "", PLACE, PLACE)


@cache
def _knowledge(facts: tuple[Fact, ...]) -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    figures = [
        figure(value, code=code, item=item, column="决算数", form=FORM, form_id="general-basic", nature="basic",
               fund="general", row=3 + n, year=2024)
        for n, (code, item, value) in enumerate(ITEMS)
    ]
    with Library(folder) as library:
        library.add(replace(disclosure(*figures, name=UNIT, year=2024), facts=facts, indicators=(COST,)))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def _ask(question: str, facts: tuple[Fact, ...] = FACTS) -> list[str]:
    reply = answer(f"{UNIT}2024年{question}", _knowledge(facts))
    return [v["value"] for v in reply["values"]][:1] if reply["status"] == "answered" else []


@pytest.mark.parametrize(("question", "value"), [
    ("人均基本工资是多少万元", "3.00"),
    ("按40名在职人员算，人均基本工资多少万元", "3.00"),
    ("事业人员人均绩效工资是多少万元", "3.00"),
    ("平均每名离退休人员的退休费是多少万元", "2.00"),
    ("平均每人次公务接待费是多少元", "250.00"),
    ("平均每个接待团组的公务接待费是多少元", "2000.00"),
    ("每批次公务接待花了多少元", "2000.00"),
    ("公务接待平均每人次花多少元", "250.00"),
    ("人均培训成本不超过多少元", "260"),  # printed as it is asked for
])
def test_divided_by_those_it_was_spent_on(question: str, value: str) -> None:
    assert _ask(question) == [value]


@pytest.mark.parametrize("question", [
    "按38名在职人员算，人均基本工资多少万元",  # another number than is printed
    "人均退休费是多少万元",  # paid to nobody in post
    "退休人员人均退休费是多少万元",  # counted with those who left with other rights
    "行政人员人均基本工资是多少万元",  # paid to all the staff
    "事业人员人均基本工资是多少万元",
    "平均每户公务接待费是多少元",
])
def test_divided_by_nobody_else(question: str) -> None:
    assert _ask(question) == []


def test_the_heads_of_another_body_are_not_the_staff() -> None:
    assert _ask("人均基本工资是多少万元", (_fact("在职人员", "staff", "8", "名", OTHERS, OTHERS),)) == []
