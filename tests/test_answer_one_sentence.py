"""Two quantities of one sentence, shares of what several figures come to, totals that are a form's own, the largest but
one that is named."""

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
from ingest.records import Fact, Passage, Source

UNIT = "示例市交易中心"
DOCUMENT = "决算公开.pdf"
SHOP = "网上商城成交800笔，采购预算金额50.00万元，成交金额40.00万元，其中小微企业成交金额30.00万元，占总成交额的75%。"
OTHER = "集中采购项目采购预算金额90.00万元，成交金额45.00万元。"
KINDS = "政府采购类项目预算金额20.00万元，中标金额15.00万元；工程建设类项目预算金额60.00万元，中标金额30.00万元。"


def _fact(line: int, name: str, value: str, sentence: str, text: str, role: str = "result") -> Fact:
    uom = "%" if role == "share" else "万元"
    amount = Decimal(value) * 10000 if uom == "万元" else None
    place = Source(DOCUMENT, sentence, page=9, line=line)
    return Fact(name, "", Decimal(value), uom, amount, 2024, "", role, place, text, "")


FACTS = (
    _fact(1, "采购预算金额", "50.00", SHOP, "采购预算金额50.00万元", "budget"),
    _fact(1, "成交金额", "40.00", SHOP, "成交金额40.00万元"),
    _fact(1, "小微企业成交金额", "30.00", SHOP, "其中小微企业成交金额30.00万元"),
    _fact(1, "小微企业成交金额", "75.00", SHOP, "占总成交额的75%", "share"),
    _fact(2, "采购预算金额", "90.00", OTHER, "采购预算金额90.00万元", "budget"),
    _fact(2, "成交金额", "45.00", OTHER, "成交金额45.00万元"),
    _fact(3, "政府采购类项目预算金额", "20.00", KINDS, "政府采购类项目预算金额20.00万元", "budget"),
    _fact(3, "政府采购类项目中标金额", "15.00", KINDS, "中标金额15.00万元"),
    _fact(3, "工程建设类项目预算金额", "60.00", KINDS, "工程建设类项目预算金额60.00万元", "budget"),
    _fact(3, "工程建设类项目中标金额", "30.00", KINDS, "中标金额30.00万元"),
)


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    cells = (
        ("", "合计", "本年支出合计", "300.00", "total", "支出决算表", "expenditure"),
        ("", "合计", "基本支出", "180.00", "basic", "支出决算表", "expenditure"),
        ("", "合计", "项目支出", "120.00", "project", "支出决算表", "expenditure"),
        ("201", "一般公共服务支出", "本年支出合计", "250.00", "total", "支出决算表", "expenditure"),
        ("208", "社会保障和就业支出", "本年支出合计", "30.00", "total", "支出决算表", "expenditure"),
        ("221", "住房保障支出", "本年支出合计", "20.00", "total", "支出决算表", "expenditure"),
    )
    figures = [
        figure(value, code=code, item=item, column=column, form=form, form_id=form_id, nature=nature,
               level="class" if code else "total", row=3 + n, year=2024)
        for n, (code, item, column, value, nature, form, form_id) in enumerate(cells)
    ]
    figures.append(
        figure("7.00", item="支出合计", column="决算数", form="机构运行信息表", form_id="three-public", row=4,
               year=2024, measure="three-public", fund="fiscal", scheme="three-public", dim_item="total"))
    figures += [
        figure(value, item=item, column="决算数", form="“三公”经费支出决算表", form_id="three-public", row=5 + n,
               year=2024, measure="three-public", fund="fiscal", scheme="three-public", dim_item=concept)
        for n, (item, value, concept) in enumerate((
            ("公务用车购置及运行维护费", "6.00", "vehicles"), ("公务用车购置费", "2.00", "vehicle-purchase"),
            ("公务用车运行维护费", "4.00", "vehicle-running")))
    ]
    passages = tuple(
        Passage(text, ("第三部分",), Source(DOCUMENT, text, page=9, line=line))
        for line, text in enumerate((SHOP, OTHER, KINDS), 1)
    )
    with Library(folder) as library:
        library.add(replace(disclosure(*figures, name=UNIT, year=2024), facts=FACTS, passages=passages))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def _ask(question: str) -> list[str]:
    reply = answer(f"{UNIT}2024年{question}", _knowledge())
    return [v["value"] for v in reply["values"]] if reply["status"] == "answered" else []


@pytest.mark.parametrize(("question", "value"), [
    ("网上商城成交金额比采购预算金额少多少万元", "10"),
    ("网上商城成交金额相当于采购预算金额的百分之几", "80.00"),
    ("集中采购项目成交金额比采购预算金额少多少万元", "45"),
    ("工程建设类项目中标金额比预算金额少多少万元", "30"),
    ("政府采购类项目中标金额占预算金额的百分之几", "75.00"),
    ("小微企业成交金额占网上商城总成交额的比例", "75"),
    ("基本支出和项目支出分别是多少，各占多大比重", "60.00"),
    ("公务用车购置费比运行维护费少多少万元", "2"),
    ("除一般公共服务支出外支出最多的是哪一类", "30.00"),
])
def test_worked_out(question: str, value: str) -> None:
    assert _ask(question)[:1] == [value]


def test_several_things_are_asked_for_one_by_one() -> None:
    both = _ask("政府采购类项目和工程建设类项目的中标金额分别是多少万元")
    assert list(map(Decimal, both)) == [15, 30]
    assert list(map(Decimal, _ask("政府采购类项目的预算金额、中标金额分别是多少万元"))) == [20, 15]
    assert _ask("政府采购类项目和体育建设类项目的中标金额分别是多少万元") == []


def test_a_total_named_alone_is_no_form_s_own() -> None:
    assert _ask("支出合计是多少") == ["300.00"]
    assert _ask("三公经费支出合计是多少") == ["7.00"]


@pytest.mark.parametrize("question", [
    "成交金额比采购预算金额少多少万元",  # told of two things
    "大型企业成交金额占成交金额的百分之几",
    "小微企业成交金额占集中采购总成交额的比例",
    "一般公共服务支出和住房保障支出各占多大比重",  # come to no printed total
    "除教育支出外支出最多的是哪一类",
])
def test_not_worked_out(question: str) -> None:
    assert _ask(question) == []
