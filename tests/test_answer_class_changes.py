"""Classes that rose or fell from year to year, and sums that come to a total or do not."""

from __future__ import annotations

import atexit
import shutil
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

UNIT = "示例市体育馆"
CLASSES = {
    2023: (("201", "一般公共服务支出", "100.00"), ("208", "社会保障和就业支出", "30.00"),
           ("221", "住房保障支出", "20.00")),
    2024: (("201", "一般公共服务支出", "90.00"), ("205", "教育支出", "5.00"), ("208", "社会保障和就业支出", "36.00"),
           ("221", "住房保障支出", "20.00")),
}
BASIC, FORM = "一般公共预算财政拨款基本支出决算表", "一般公共预算财政拨款支出决算表"


@cache
def _knowledge(total: str) -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Library(folder) as library:
        for year, rows in CLASSES.items():
            whole = total if year == 2023 else "151.00"
            figures = [
                figure(value, code=code, item=item, year=year, row=3 + n)
                for n, (code, item, value) in enumerate((("", "合计", whole), *rows))
            ]
            figures += [
                figure(value, item="合计", column=column, nature=nature, year=year, row=3)
                for column, nature, value in (("基本支出", "basic", "110.00"), ("项目支出", "project", "41.00"))
            ]
            figures += [
                figure(value, item=item, column="决算数", form=BASIC, form_id="general-basic", nature=nature,
                       fund="general", year=year, row=9 + n)
                for n, (item, nature, value) in enumerate((
                    ("人员经费合计", "personnel", "70.00"), ("公用经费合计", "running", "30.00")))
            ]
            figures.append(
                figure("100.00", item="合计", column="基本支出", form=FORM, form_id="general-expenditure",
                       nature="basic", fund="general", year=year, row=3))
            library.add(disclosure(*figures, name=UNIT, year=year, content=str(year)))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


def _ask(question: str, total: str = "150.00") -> str:
    reply = answer(f"{UNIT}{question}", _knowledge(total))
    return str(reply["text"]) if reply["status"] == "answered" else ""


def test_classes_that_rose_and_fell() -> None:
    rose = _ask("2024年比2023年哪些类的支出增加了")
    assert "社会保障和就业支出（30.00万元→36.00万元）" in rose
    assert "教育支出（没有这一行→5.00万元）" in rose
    assert "一般公共服务支出" not in rose
    fell = _ask("2024年哪些类的支出比2023年减少了")
    assert "一般公共服务支出（100.00万元→90.00万元）" in fell
    assert "住房保障支出" not in fell


def test_a_class_missing_from_an_incomplete_form_is_no_nought() -> None:
    assert _ask("2024年比2023年哪些类的支出增加了", total="999.00") == ""


@pytest.mark.parametrize("question", [
    "2024年比2023年哪些类的教育支出增加了", "2024年比2023年哪些科目的支出增加了",
])
def test_what_no_level_is_said_of(question: str) -> None:
    assert _ask(question) == ""


def test_sums_that_come_to_a_total() -> None:
    assert _ask("2024年基本支出和项目支出之和等于本年支出合计吗").startswith("是")
    assert _ask("2024年本年支出合计等于基本支出和项目支出加起来吗").startswith("是")
    # Of the fund that the parts are of, whatever another fund's form prints.
    assert _ask("2024年人员经费和公用经费之和等于基本支出吗").startswith("是")
    assert _ask("2024年人员经费加上公用经费等于基本支出吗").startswith("是")
    assert _ask("2024年人员经费和直升机经费之和等于基本支出吗") == ""


ITEMS = {
    2023: (("2081101", "行政运行", "40.00"), ("2081105", "残疾人就业", "20.00"), ("2081104", "残疾人康复", "30.00"),
           ("2210201", "住房公积金", "10.00")),
    2024: (("2081101", "行政运行", "45.00"), ("2081105", "残疾人就业", "12.00"), ("2081104", "残疾人康复", "33.00"),
           ("2081106", "残疾人体育", "6.00"), ("2210201", "住房公积金", "11.00")),
}


@cache
def _with_items() -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Library(folder) as library:
        for year, items in ITEMS.items():
            above = {code: [v for c, _, v in items if c.startswith(code)] for code in ("208", "20811", "221", "22102")}
            names = {"208": "社会保障和就业支出", "20811": "残疾人事业", "221": "住房保障支出", "22102": "住房改革支出"}
            rows = [(code, names[code], str(sum(map(Decimal, some)))) for code, some in above.items()]
            whole = str(sum(Decimal(v) for _, _, v in items))
            library.add(disclosure(
                *(figure(value, code=code, item=item, year=year, row=3 + n)
                  for n, (code, item, value) in enumerate((("", "合计", whole), *rows, *items))),
                name=UNIT, year=year, content=str(year)))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


@pytest.mark.parametrize(("question", "said"), [
    ("残疾人事业款下各项，2024年支出比2023年减少的有哪些",
     ["减少的共1项", "“残疾人事业”下", "残疾人就业（20.00万元→12.00万元）"]),
    ("2024年比2023年减少的项级科目有哪些", ["减少的共1项", "残疾人就业"]),
    ("2024年支出比2023年增加金额最多的是哪一项", ["增加最多的是残疾人体育", "没有这一行→6.00万元"]),
    ("2024年支出比上年增长最快的是哪一项", ["增加幅度最大的是行政运行", "增长12.50%"]),
    ("2024年比2023年新增了哪些支出项级科目", ["2024年有、2023年没有的共1项", "残疾人体育"]),
    ("2024年哪些支出科目没有了", ["2023年有、2024年没有的共0项"]),
    ("2024年决算比预算增加最多的是哪一项", []),
    ("2023年比2022年新增了哪些支出科目", []),
    ("2024年哪些农业科目比2023年增加了", []),
])
def test_items_that_moved(question: str, said: list[str]) -> None:
    reply = answer(f"{UNIT}{question}", _with_items())
    assert (reply["status"] == "answered") is bool(said)
    assert all(words in reply["text"] for words in said), reply["text"]
