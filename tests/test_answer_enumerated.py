"""Quantities of the prose asked for in one breath."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from answer_store import knowledge

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.projects.enumerated import quantities
from answer.request.reply import Reply


def _told(text: str) -> list[str]:
    unit = knowledge().directory.units[0]
    one = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    facts = tuple(
        replace(one, iri=subject, subject=subject, measure=measure, role="result", year=None, value=Decimal(value),
                amount=Decimal(value) * 10000)
        for subject, measure, value in (
            ("拟采购货物支出", "procurement-goods", "38"), ("拟采购工程支出", "procurement-works", "26"),
            ("拟购买服务支出", "procurement-services", "148"))
    )
    told = cast(tuple[ProseFact, ...], facts)
    held = cast(Knowledge, SimpleNamespace(facts=lambda unit, year: told, once=lambda key, make: ()))
    reply = Reply("")
    return [v["value"] for v in reply.values] if quantities(reply, held, [(unit, 2023)], text, "") else []


@pytest.mark.parametrize("text", [
    "拟采购货物支出、拟采购工程支出分别是多少", "拟采购货物和工程支出各多少",
    "政府采购里拟采购的货物、工程各是多少万元",
])
def test_what_names_share_is_said_once(text: str) -> None:
    assert _told(text) == ["38", "26"]


def test_a_typed_quantity_by_another_of_its_names() -> None:
    assert _told("拟采购的货物、工程、服务各是多少") == ["38", "26", "148"]


def test_what_was_done_is_said_once() -> None:
    assert _told("采购货物和工程各花了多少") == ["38", "26"]


def test_all_of_them_or_none() -> None:
    assert _told("拟采购货物、家具分别是多少") == []
