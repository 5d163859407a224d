"""A number that the prose of several years tells, added up over them or set against each other:
两年一共发放了多少低保金, 2023年比2022年多演练几次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.language.words import comparable, compiled, lexicon
from answer.projects import one_number
from answer.projects.one_number import Way
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.reply import MOST_EVIDENCE, Reply, computed
from answer.request.speak import SCALE, grouped, number, trimmed

ADDED = re.compile("一共|总共|合计|共计|加起来|加在一起|累计|总计|(?<=年)共")
TOTAL = re.compile(f"(?:[两二三四五]年)?(?:{ADDED.pattern})|[两二三四五]年(?:来|间|里)?")
MORE = re.compile(
    r"^\s*[比较]\s*(?P<way>多|少|增加|减少|增长|下降)了?(?P<what>[\u4e00-\u9fff][^比]*(?:多少|几)[^比]*)$"
    r"|^(?P<before>[^比]*?)\s*[比较]\s*(?P<rel>多|少|增加|减少|增长|下降)了?(?P<after>[^比]*(?:多少|几)[^比]*)$"
)


MORE_THAN = frozenset({"多", "增加", "增长"})
STOCK = re.compile("截[至止]|年[末底]|现有|实有|共有|保有|在编|编制|在职|设有|内设|下辖|[全总]人口")
"""Tells of what there is at a time."""
RATES = frozenset({"%", "‰", "百分点", "个百分点", "分", "度"})


def wanted(text: str, targets: Sequence[Target]) -> bool:
    """Whether a question adds up over years, or sets two against each other: one year's is no answer."""
    years = len({year for _, year in targets})
    return (years > 1 and ADDED.search(text) is not None) or (years == 2 and MORE.match(text) is not None)


def tell(asking: Asking, targets: Sequence[Target], ways: Sequence[Way]) -> bool:
    """The sum, or the difference of two years; False where one of the years tells no number, or another unit."""
    if len({unit.iri for unit, _ in targets}) != 1 or len({year for _, year in targets}) < 2:
        return False
    more = MORE.match(asking.rest) if len(targets) == 2 else None
    if more is None and not ADDED.search(asking.rest):
        return False
    text = TOTAL.sub(" ", asking.rest)
    if more is not None:
        text = more["what"] or f"{more['before']}{more['after']}"
    told = [one_number.told(asking, target, text.strip(), ways) for target in targets]
    found = [r for r in told if r is not None]
    units = {r.values[0]["unit"] for r in found}
    if len(found) != len(targets) or len(units) != 1 or any(_planned(r, text) for r in found):
        return False
    unit_told = str(found[0].values[0]["unit"])
    paid_for = asking.uom or compiled(lexicon("years")["money"]).search(text)
    if counts_other(text, unit_told) or (unit_told in SCALE and not paid_for):
        return False  # things are counted, not paid for
    if len({"/预算/" in str(r.evidence[0]["disclosure"]) for r in found}) > 1:
        return False  # what one year did and what the next plans
    if more is None and compiled(lexicon("years")["never_added"]).search(text):
        return False
    if more is None and (units & RATES or any(STOCK.search(str(r.evidence[0]["quote"])) for r in found)):
        return False  # what there is at a time, and a rate, is not added up over years
    out, uom = asking.out, str(units.pop())
    unit = asking.uom if asking.uom and uom in SCALE else uom
    scale = SCALE[uom] / SCALE[unit] if uom in SCALE else Decimal(1)
    values = [Decimal(r.values[0]["value"]) * scale for r in found]
    if more is not None:
        first, last = (values[0], values[1]) if targets[0][1] > targets[1][1] else (values[1], values[0])
        values, sign, result, measure = [first, last], " − ", abs(first - last), "相差"
    else:
        sign, result, measure = " + ", sum(values, Decimal(0)), "合计"
    out.formula = f"{sign.join(number(trimmed(v)) for v in values)} = {number(trimmed(_signed(values, sign)))}"
    listed = "，".join(
        f"{year}年{grouped(trimmed(Decimal(r.values[0]['value'])))}{uom}"
        for (_, year), r in zip(targets, found, strict=True)
    )
    if more is not None and ((more["way"] or more["rel"]) in MORE_THAN) != (values[0] > values[1]):
        listed += "，多少与问题所说的相反"
    out.text = f"{targets[0][0].name}{listed}；{measure}{grouped(trimmed(result))}{unit}（{out.formula}）。"
    amount = result * SCALE[unit] if unit in SCALE else None
    out.values = [computed(trimmed(result), unit, amount, measure), *(r.values[0] for r in found)]
    out.evidence = [e for r in found for e in r.evidence[:1]][:MOST_EVIDENCE]
    out.status = "answered"
    return True


PLAN = re.compile("(?:年初|全年|调整)?预算数?(?:为|是|安排|共)?$")
STAGED = re.compile("预算|计划|目标")


def _planned(reply: Reply, text: str) -> bool:
    """Whether a number is told as what was planned, where that is not asked for."""
    value, quote = reply.values[0], str(reply.evidence[0]["quote"]).replace(",", "")
    before = quote.partition(str(value["value"]))[0]
    return value["amount"] is not None and not STAGED.search(text) and PLAN.search(before) is not None


def counts_other(text: str, unit: str) -> bool:
    """Whether a thing that says what it is counted by (低保户) is told by another counter (人)."""
    thing = re.sub("(?:多少|几|[是为有了])+$", "", comparable(text))
    own = thing[-1:]
    if own == unit or not re.fullmatch(stated.COUNTERS, own) or not re.fullmatch(stated.COUNTERS, unit):
        return False
    data = lexicon("prose")
    alike = (*data["counters"]["alike"], *data["said_again"]["alike"])
    return own not in unit and not any(own in group and unit in group for group in alike)


def _signed(values: Sequence[Decimal], sign: str) -> Decimal:
    return sum(values, Decimal(0)) if "+" in sign else values[0] - values[1]
