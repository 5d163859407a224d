"""Phrases that state amounts: changes against last year, shares, completion of the budget, with their reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from samples.generate.layout import Layout, percent
from samples.generate.records import Accounts, accounts
from samples.generate.units import DATA, Amount, names


@cache
def _reasons() -> dict[str, dict[str, list[str]]]:
    with (DATA / "reasons.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Voice:
    """What the text of one disclosure draws on: this year's accounts, last year's, and how amounts are printed."""

    now: Accounts
    before: Accounts
    layout: Layout
    seed: str

    @property
    def name(self) -> str:
        return self.now.body.name

    @property
    def year(self) -> int:
        return self.now.year

    def money(self, amount: Amount) -> str:
        """An amount with its unit of measure, such as 1,234.50万元."""
        return f"{self.layout.prose(amount)}万元"

    def reason(self, rises: bool, about: str = "") -> str:
        """A reason for a rise or a fall, the same each time for the same subject."""
        reasons: Sequence[str] = self.now.body.reasons_up if rises else self.now.body.reasons_down
        for head, listed in _reasons().items():
            if about.startswith(head):
                reasons = listed["up" if rises else "down"]
        rng = Random(f"{self.seed}/{self.now.body.id}/{self.year}/{about}")
        return reasons[int(rng.random() * len(reasons))]

    def change(self, subject: str, now: Amount, before: Amount, *, each: bool = False, about: str = "") -> str:
        """The change against last year with its reason: 与2021年度相比，收、支总计各增加9.50万元，增长1.20%……。"""
        start = f"与{self.year - 1}年度相比，{subject}"
        if now == before:
            return f"{start}持平。"
        if before == 0:
            return f"{start}{'各' if each else ''}增加{self.money(now)}，上年无此项收支。"
        verb, grows = ("增加", "增长") if now > before else ("减少", "下降")
        return (
            f"{start}{'各' if each else ''}{verb}{self.money(abs(now - before))}，"
            f"{grows}{percent(abs(now - before), before)}，"
            f"主要原因是{self.reason(now > before, about)}。"
        )

    def completion(self, budget: Amount, final: Amount, about: str = "", stage: str = "年初预算") -> str:
        """Budget, final amount, share and reason: 年初预算为12.00万元，支出决算为11.00万元，完成年初预算的91.67%……。"""
        text = f"{stage}为{self.money(budget)}，支出决算为{self.money(final)}"
        if budget == final:
            return f"{text}，完成{stage}的100.00%，决算数与预算数持平。" if budget else f"{text}。"
        if budget == 0:
            return f"{text}，{stage}未安排此项支出，决算数大于预算数的主要原因是{self.reason(True, about)}。"
        side = "大于" if final > budget else "小于"
        return (
            f"{text}，完成{stage}的{percent(final, budget)}。"
            f"决算数{side}预算数的主要原因是{self.reason(final > budget, about)}。"
        )


def voice(now: Accounts, layout: Layout, seed: str) -> Voice:
    """The voice of a body's year, with the year before drawn from the same seed."""
    return Voice(now, accounts(now.body.id, now.year - 1, seed), layout, seed)


def item_name(code: str) -> str:
    """The full name of a 7-digit code: 农林水支出（类）水利（款）防汛（项）."""
    listed = names("functional")
    return f"{listed[code[:3]]}（类）{listed[code[:5]]}（款）{listed[code]}（项）"


def class_name(code: str) -> str:
    return f"{names('functional')[code[:3]]}（类）"
