"""Whether all of something went to, or is, what a question names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from answer_store import ask, knowledge

from answer.figures import all_of_it
from answer.holdings.held import ProseFact
from answer.request.reply import Reply

SHARES = (
    ("授予中小企业合同金额", "procurement-sme", "87.8", "占政府采购支出总额的87.8%"),
    ("授予小微企业合同金额", "procurement-small-micro", "100", "占授予中小企业合同金额100%"),
    ("工程采购授予中小企业合同金额", "procurement-works-sme", "100", "工程采购授予中小企业合同金额占工程支出金额100%"),
)


def _told() -> list[ProseFact]:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    quote = replace(fact.evidence, quote="授予中小企业合同金额1万元，" + "，".join(text for *_, text in SHARES))
    return [
        replace(fact, subject=subject, measure=measure, value=Decimal(value), uom="%", amount=None, role="share",
                text=text, evidence=quote)
        for subject, measure, value, text in SHARES
    ]


@pytest.mark.parametrize(("whole", "part", "verdict"), [
    ("政府采购工程支出", "中小企业", "是，全部"), ("政府采购支出", "中小企业", "不是全部"),
    # A share of what went to others; a kind that no share is told of.
    ("政府采购支出", "小微企业", ""), ("政府采购货物支出", "中小企业", ""),
])
def test_all_that_was_bought(whole: str, part: str, verdict: str) -> None:
    asking = SimpleNamespace(facts=lambda targets: _told(), out=Reply(""))
    assert all_of_it._bought(cast(Any, asking), [], whole, part) is bool(verdict)
    assert asking.out.text.startswith(verdict)


def test_what_no_share_is_told_of_is_refused() -> None:
    assert ask("示例市数据中心2023年收入全部来自捐款吗")["status"] == "unanswered"


def test_a_share_of_all_that_is_less() -> None:
    reply = ask("示例市数据中心2023年支出全部是项目支出吗")
    assert reply["text"].startswith("不是全部")
    assert reply["values"][0]["value"] == "38.51"
