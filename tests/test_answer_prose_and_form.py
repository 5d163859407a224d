"""Whether the prose and a form say the same of one thing."""

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

UNIT, DOCUMENT = "示例市体育馆", "决算公开.pdf"
GENERAL = "一般公共预算财政拨款支出决算表"
TOLD = (
    ("培训支出", "general-item", "5.00", "培训支出决算为5.00万元。"),
    ("体育场馆", "functional-item", "60.00", "体育场馆（项）支出决算为60.00万元。"),
    ("群众体育", "functional-item", "24.90", "群众体育（项）支出决算为24.90万元。"),
    ("体育竞赛", "functional-item", "8.10", "体育竞赛（项）支出决算为8.10万元。"),
)


@cache
def _knowledge() -> Knowledge:
    folder = Path(mkdtemp(prefix="answers"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rows = (("2070307", "体育场馆", "60.00", "60.00"), ("2070308", "群众体育", "29.40", "29.40"),
            ("2070305", "体育竞赛", "9.30", "8.10"), ("2050803", "培训支出", "5.00", "4.96"))
    figures = [figure(v, code=c, item=i, row=3 + n) for n, (c, i, v, _) in enumerate(rows)]
    figures += [
        figure(v, code=c, item=i, form=GENERAL, form_id="general-expenditure", fund="general", row=13 + n)
        for n, (c, i, _, v) in enumerate(rows)
    ]
    facts = tuple(
        Fact(subject, measure, Decimal(value), "万元", Decimal(value) * 10000, 2023, "", "result",
             Source(DOCUMENT, text, page=20, line=n), text, "")
        for n, (subject, measure, value, text) in enumerate(TOLD)
    )
    with Library(folder) as library:
        made = disclosure(*figures, name=UNIT, year=2023, content="a")
        library.add(replace(made, facts=facts))
        library.publish([index_generation])
    return Knowledge(open_current(folder))


@pytest.mark.parametrize(("question", "begins", "said"), [
    ("体育场馆支出，文字说明和支出决算表一致吗", "一致：", "60.00万元"),
    ("体育场馆支出，支出决算表和文字说明对得上吗", "一致：", "60.00万元"),
    ("群众体育支出，文字说明和公开03表一样吗", "不一致：", "文字写的是24.90万元"),
    ("决算说明写的群众体育支出，和公开05表的数一样吗", "不一致：", "29.40万元"),
    # Another form than the one that is named prints the number of the prose.
    ("体育竞赛支出，文字说明和支出决算表一致吗", "不一致：", f"文字的数与《{GENERAL}》"),
    ("体育竞赛支出，文字和表一致吗", "一致：", "8.10万元"),
    # All of it in the form, one fund's in the prose: no one can tell.
    ("培训支出，文字说明和公开05表一致吗", "", ""),
    ("体育场馆支出，文字说明和公开09表一致吗", "", ""),
    ("体育彩票支出，文字说明和支出决算表一致吗", "", ""),
])
def test_what_prose_and_form_say(question: str, begins: str, said: str) -> None:
    reply = answer(f"{UNIT}2023年{question}", _knowledge())
    assert (reply["status"] == "answered") is bool(begins), reply["text"]
    assert not begins or (reply["text"].startswith(begins) and said in reply["text"])
    assert not begins or {e["form"] != "" for e in reply["evidence"]} == {True, False}
