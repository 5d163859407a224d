"""Goods, works and services: each, the largest, their sum, whether there are any; from prose, headed rows or rows with
the kind beside them."""

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
from ingest.records import Fact, Source

TOLD, LISTED, CODED, SHORT = "示例市档案馆", "示例市科技馆", "示例市美术馆", "示例市音乐厅"
SENTENCE = "政府采购预算总额90.00万元，其中：货物20.00万元、工程0.00万元、服务70.00万元。"
ROWS = {
    LISTED: (("合计", "100.00"), ("展台/货物", "30.00"), ("灯具/货物", "10.00"), ("保洁服务/服务", "60.00")),
    CODED: (("合计", "50.00"), ("A02010000/画架", "20.00"), ("C21040000/物业管理服务", "30.00")),
    SHORT: (("合计", "100.00"), ("琴凳/货物", "30.00"), ("调音服务/服务", "60.00")),  # a row was not read
}


def _fact(name: str, measure: str, value: str) -> Fact:
    place = Source("0.pdf", SENTENCE, page=9, line=5)
    amount = Decimal(value) * 10000
    return Fact(name, measure, Decimal(value), "万元", amount, 2024, "", "budget", place, f"{name}{value}万元", "")


FACTS = (_fact("政府采购预算总额", "procurement", "90.00"), _fact("货物", "procurement-goods", "20.00"),
         _fact("工程", "procurement-works", "0.00"), _fact("服务", "procurement-services", "70.00"))


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Library(folder) as library:
        for n, (name, rows) in enumerate({TOLD: (), **ROWS}.items()):
            figures = [
                figure(value, item=item, column="预算金额", form="政府采购预算表", form_id="procurement", row=3 + at,
                       year=2024, stage="预算", measure="procurement", level="", document=f"{n}.pdf")
                for at, (item, value) in enumerate(rows)
            ]
            made = disclosure(*figures, name=name, year=2024, kind="预算", document=f"{n}.pdf", content=str(n))
            library.add(made if rows else replace(made, facts=FACTS))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def _ask(question: str) -> tuple[str, list[str]]:
    reply = answer(question, _knowledge())
    return reply["text"], [v["value"] for v in reply["values"]] if reply["status"] == "answered" else []


@pytest.mark.parametrize(("question", "values"), [
    (f"{TOLD}2024年货物、工程、服务三类政府采购预算分别是多少", ["20", "0", "70"]),
    (f"{TOLD}2024年政府采购三类预算各多少", ["20", "0", "70"]),
    (f"{TOLD}2024年采购货物预算加采购服务预算是多少", ["90", "20", "70"]),
    (f"{LISTED}2024年政府采购货物和服务预算各多少", ["40", "60.00"]),
    (f"{LISTED}2024年政府采购预算金额最大的品目是什么", ["60.00"]),
    (f"{LISTED}2024年采购的货物里最便宜的是什么", ["10.00"]),
    (f"{CODED}2024年采购的货物里最贵的是什么", ["20.00"]),
])
def test_kinds(question: str, values: list[str]) -> None:
    assert _ask(question)[1] == values


def test_the_largest_kind_and_whether_there_is_one() -> None:
    text, values = _ask(f"{TOLD}2024年政府采购货物、工程、服务哪类预算最高")
    assert text.startswith("最多的是服务")
    assert values[0] == "70"
    assert _ask(f"{TOLD}2024年打算采购工程吗")[0].startswith("没有")
    assert _ask(f"{TOLD}2024年打算采购服务吗")[0].startswith("有")


@pytest.mark.parametrize("question", [
    f"{TOLD}2024年政府采购货物决算是多少",  # planned is not bought
    f"{LISTED}2024年打算采购工程吗",  # no row is no zero
    f"{LISTED}2024年政府采购货物、工程、服务预算各多少",
    f"{SHORT}2024年政府采购货物和服务预算各多少",  # rows that do not add up
    f"{TOLD}2024年采购服务项目有多少个",
])
def test_what_is_not_told(question: str) -> None:
    assert _ask(question)[1] == []
