"""What a number of the prose was the year before: reckoned from the number of the year after and the change that its
sentence tells right behind it (在校学生41,872人，比上年增加1,305人)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.projects import one_number
from answer.projects.one_number import Way
from answer.request.asking import Asking, Target
from answer.request.speak import SCALE, grouped, number, trimmed

CHANGE = (
    r"[，,（(]?(?:其中)?(?:同?比|较|与|同)(?:上一?年度?|去年|前一年|{before}年度?)(?:末|底|同期)?(?:相比)?[，,]?"
    r"(?P<way>净?增加|增长|上升|提高|新增|减少|下降|降低)了?(?P<change>\d+(?:\.\d+)?)(?P<uom>{uom})(?![\u4e00-\u9fff])"
)
RISE = ("增加", "增长", "上升", "提高", "新增")


def tell(asking: Asking, target: Target, ways: Sequence[Way]) -> bool:
    """Whether the prose of the year after tells the number and, right behind it, its change in the same unit."""
    unit, year = target
    told = one_number.told(asking, (unit, year + 1), asking.rest, ways)
    if told is None:
        return False
    value, quote = told.values[0], str(told.evidence[0]["quote"])
    uom, printed = str(value["unit"]), str(value["value"])
    plain = re.sub(r"\s|(?<=\d),(?=\d{3})", "", quote)
    same = "个?百分点" if uom == "%" else re.escape(uom)
    change = CHANGE.replace("{before}", str(year)).replace("{uom}", same)
    found = {
        (m["way"], m["change"])
        for m in re.finditer(rf"(?<![\d.]){re.escape(printed)}{re.escape(uom)}{change}", plain)
    }
    if len(found) != 1:
        return False
    way, size = found.pop()
    rise = way.endswith(RISE)
    before = Decimal(printed) - Decimal(size) if rise else Decimal(printed) + Decimal(size)
    shown = number(trimmed(before))
    out = asking.out
    out.formula = f"{printed} {'−' if rise else '+'} {size} = {shown}"
    out.text = (
        f"{unit.name}{year}年为{grouped(trimmed(before))}{uom}（由{year + 1}年公开的数和增减数推算，非当年公布）："
        f"{out.formula}。原文：“{quote}”"
    )
    amount = number(trimmed(before * SCALE[uom])) if uom in SCALE else value["amount"]
    out.values = [{**value, "value": shown, "amount": amount, "year": year, "derived": True}]
    out.evidence, out.status = told.evidence, "answered"
    return True
