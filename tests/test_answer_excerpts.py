"""Quotations in an answer's words: cut to what answers, and never where a reader can see at a glance what does."""

from __future__ import annotations

from decimal import Decimal

from answer.prose.excerpts import cut
from answer.request.reply import Reply, entry

WORK = (
    "2023年，共办理公文4,386件，比上年精简7.5%；筹备会议24次、全体会议2次，比上年少9次；督查38轮次，下发通报21期，办结率97.3%；"
    "受理诉求26,941件，按时办结率98.6%；公开信息1,204条，受理申请47件。"
)


def replied(text: str, *values: str, unit: str = "件") -> str:
    reply = Reply("", "answered", text, [entry(value, unit, "") for value in values])
    cut(reply)
    return reply.text


def test_the_clause_of_the_number_is_kept() -> None:
    assert replied(f"申请为47件，正文原句：“{WORK}”", "47") == "申请为47件，正文原句：“……受理申请47件。”"


def test_clauses_apart_are_marked() -> None:
    told = replied(f"4,386件、47件。原文：“{WORK}”", "4386", "47")
    assert told == "4,386件、47件。原文：“……共办理公文4,386件，……受理申请47件。”"


def test_money_is_found_in_its_printed_unit() -> None:
    reply = Reply("", "answered", f"原文：“{WORK}花费3.5万元。”", [entry("35000", "元", "", amount=Decimal(35000))])
    cut(reply)
    assert reply.text == "原文：“……花费3.5万元。”"


def test_what_is_short_stays() -> None:
    text = "24次。原文：“筹备“两会”会议24次、全体会议2次。”"
    assert replied(text, "24", unit="次") == text


def test_a_quotation_without_the_figure_stays() -> None:
    assert replied(f"原文：“{WORK}”", "99") == f"原文：“{WORK}”"


def test_quotes_within_are_no_end() -> None:
    told = replied(f"47件。原文：“打造“一网”平台，{WORK}”（注）", "47")
    assert told == "47件。原文：“……受理申请47件。”（注）"
