"""Budget and final accounts asked for together, from the sentence that states both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from answer_store import knowledge

from answer.figures.relations import unstaged
from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.prose.stages import _named, _unstaged, both
from answer.request import stated
from answer.request.reply import Reply


def test_both_from_one_sentence() -> None:
    unit = next(u for u in knowledge().directory.units if knowledge().facts(u, 2023))
    some = next(f for f in knowledge().facts(unit, 2023) if f.amount is not None)

    first = "年初预算为170.44万元，支出决算为166.38万元。"

    def fact(role: str, value: str, subject: str, quote: str = first) -> ProseFact:
        amount = Decimal(value) * 10000
        return replace(some, role=role, value=Decimal(value), amount=amount, subject=subject,
                       evidence=replace(some.evidence, quote=quote))  # fmt: skip

    facts = [
        fact("budget", "170.44", "一般公共服务/事业运行"), fact("result", "166.38", "一般公共服务/事业运行"),
        fact("budget", "9.00", "一般公共服务/行政运行", "年初预算为9.00万元，支出决算为8.00万元。"),
        fact("result", "8.00", "一般公共服务/行政运行", "年初预算为9.00万元，支出决算为8.00万元。"),
    ]  # fmt: skip
    held = cast(Knowledge, SimpleNamespace(facts=lambda unit, year: facts))
    reply = Reply("")
    assert both(reply, held, [(unit, 2023)], "事业运行,年初预算多少、决算多少", "")
    assert [v["value"] for v in reply.values] == ["170.44", "166.38"]
    assert not both(Reply(""), held, [(unit, 2023)], "事业运行年初预算多少", "")
    assert not both(Reply(""), held, [(unit, 2023)], "教师进修预算和决算分别多少", "")
    # Which of two is meant is not settled by a word that both hold.
    assert not both(Reply(""), held, [(unit, 2023)], "运行的预算和决算分别多少", "")


def test_an_item_whose_name_ends_like_a_stage_keeps_it() -> None:
    # 案件执行 (2040505) is a class of the code lists; 执行 beside another name is what was carried out.
    assert (unstaged("案件执行"), unstaged("案件审判执行")) == ("案件执行", "案件审判")
    assert stated.content(_unstaged("案件执行预算和执行数")) == stated.content("案件执行")
    assert _named(["2040505", "案件", "执行"]) == ["案件", "执行"]
    assert _named(["2040504", "案件", "执行"]) == ["2040504", "案件", "执行"]
