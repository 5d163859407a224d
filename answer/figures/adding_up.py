"""Whether parts come to their whole: 基本支出加项目支出等于本年支出合计吗, “三公”经费三项加起来和合计一致吗.

Every part and the whole must settle on one printed figure. That they do not come to it is told only where all of them
are of one fund and stage, and all in tables or all in the prose: else they may be of different money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.held import Statement, as_statement, in_print_order
from answer.language.words import comparable
from answer.request import conjuncts, parts
from answer.request.asking import Asking, Target, without_amounts
from answer.request.plans import Operand
from answer.request.question import Operator, in_yuan
from answer.request.reply import cite, computed, value_of
from answer.request.speak import SCALE, grouped, name_of, number, said, trimmed

SAID = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<uom>亿元|万元|元)的?")
LISTED = re.compile("[、，,+＋]|以及|(?:再)?加上?")
JOINED = re.compile("[和与及跟同]")
TOTAL = re.compile("累计|合计|总计|总共|全部|总")
COUNTED = re.compile("(?:这)?(?P<count>[两二三四五六七八九])(?:项|类|者|部分|个)的?$")
COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
EDGE = re.compile(r"^[\s的，,：:]+|[\s的，,：:]+$")


def come_to(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Yes or no, with the sum, the whole and how far they lie apart."""
    if len(targets) != 1:
        return False
    given = {name: EDGE.sub("", text) for name, text in operator.parts.items() if text}
    whole = _whole(asking, targets, given["whole"])
    if whole is None:
        return False
    if "each" in given:
        found = _below(asking, targets[0], given)
    else:
        listed = given.get("parts") or f"{given['first']}、{given['second']}"
        found = _named(asking, targets, listed, EDGE.sub("", SAID.sub("", given["whole"])))
    if len(found) < 2 or len({o.figure.iri for o in (*found, whole)}) != len(found) + 1:
        return False
    if len(funds := {o.figure.fund for o in found}) == 1 and whole.figure.fund not in funds:
        # Parts of one fund are set against the same fund's whole, and no other.
        same = [o for o in asking.operands_of(targets, given["whole"]) if o.figure.fund in funds]
        if not same:
            return False
        whole = same[0]
    if not all(conjuncts.alike(whole, o, asking.rest) for o in found):
        return False
    return _told(asking, found, whole)


def _whole(asking: Asking, targets: Sequence[Target], text: str) -> Operand | None:
    """The whole: of the amount that the question says, where it says one."""
    amount = SAID.search(text)
    name = EDGE.sub("", without_amounts(text))
    operands = asking.operands(targets, name)
    if amount is None:
        return operands[0] if len(operands) == 1 else None
    value, _ = in_yuan(amount["number"], amount["uom"])
    held = [o for o in operands if o.figure.amount == value]
    facts = [f for f in asking.facts(targets) if f.amount == value and comparable(name) in comparable(f.subject)]
    if not held and len({f.subject for f in facts}) == 1:
        fact = as_statement(facts[0])
        held = [Operand(fact, f"{fact.unit.name}{fact.year}年{fact.item}")]
    return held[0] if len(held) == 1 else None


def _named(asking: Asking, targets: Sequence[Target], text: str, noun: str) -> list[Operand]:
    """One figure for each part that a text lists, by itself or with the words that name the whole; none where one is
    not there, or where it says to list another number of them."""
    said = COUNTED.search(text)
    names = [n for name in LISTED.split(COUNTED.sub("", text)) if (n := EDGE.sub("", name))]
    for lent in dict.fromkeys((noun, TOTAL.sub("", noun), "")):
        each = [_parts(asking, targets, name, lent) for name in names]
        found = [o for several in each for o in several]
        if all(each) and len(found) > 1 and (said is None or COUNTS[said["count"]] == len(found)):
            return found
    return []


def _parts(asking: Asking, targets: Sequence[Target], text: str, lent: str) -> list[Operand]:
    """The figures that a text names, split where it joins two (货物和服务) or whole (对个人和家庭的补助)."""
    for joint in JOINED.finditer(text):
        first = _one(asking, targets, EDGE.sub("", text[: joint.start()]) + lent)
        others = _parts(asking, targets, EDGE.sub("", text[joint.end() :]), lent) if first is not None else []
        if first is not None and others and first.figure.iri not in {o.figure.iri for o in others}:
            return [first, *others]
    one = _one(asking, targets, text + lent)
    return [one] if one is not None else []


def _one(asking: Asking, targets: Sequence[Target], text: str) -> Operand | None:
    found = asking.operands(targets, text)
    return found[0] if len(found) == 1 else None


def _below(asking: Asking, target: Target, given: dict[str, str]) -> list[Operand]:
    """The rows printed below the whole, as many as the question says there are."""
    rows = parts.parts_of(asking.books(*target), given["whole"])
    count = COUNTS.get(given["each"][0])
    return [Operand(f, name_of(f)) for f in in_print_order(rows)] if count in (None, len(rows)) else []


def _told(asking: Asking, found: Sequence[Operand], whole: Operand) -> bool:
    values = [_value(o.figure) for o in found]
    total, printed = sum(values, Decimal(0)), _value(whole.figure)
    apart = abs(total - printed)
    if apart and len({_of_what(o.figure) for o in (*found, whole)}) > 1:
        return False
    money = whole.figure.amount is not None
    unit = asking.uom or whole.figure.uom if money else whole.figure.uom
    scale = SCALE[unit] if money else Decimal(1)
    summed, gap = trimmed(total / scale), trimmed(apart / scale)
    listed = "，".join(f"{o.words}为{said(o.figure, unit)}" for o in found)
    rounded = apart and apart <= _slack([o.figure for o in (*found, whole)])
    verdict = "不一致，只差尾数" if rounded else "不一致" if apart else "是，一致"
    out = asking.out
    out.text = f"{verdict}：{listed}，合计{grouped(summed)}{unit}；{whole.words}为{said(whole.figure, unit)}，" + (
        f"相差{grouped(gap)}{unit}{'，在四舍五入之内' if rounded else ''}。" if apart else "二者相等。"
    )
    terms = " + ".join(number(trimmed(v / scale)) for v in values)
    out.formula = f"{terms} = {number(summed)}"
    out.values = [computed(summed, unit, total if money else None, "合计"), value_of(whole.figure, asking.uom)]
    out.status = "answered"
    cite(out, [whole.figure, *(o.figure for o in found)])
    return True


def _of_what(figure: Statement) -> tuple[str, ...]:
    """Whose money of which stage and fund a figure tells, by tables or by prose."""
    measure = figure.measure.removesuffix("-total") if figure.kind == "table" else ""
    return (figure.kind, figure.evidence.disclosure, figure.scope, figure.stage, figure.fund, measure)


def _value(figure: Statement) -> Decimal:
    return figure.value if figure.amount is None else figure.amount


def _slack(figures: Sequence[Statement]) -> Decimal:
    """How far rounding may carry a sum off, in yuan where it is of money: half of the last place for each figure."""
    slack = Decimal(0)
    for figure in figures:
        places = [int(f.value.as_tuple().exponent) for f in figures if f.uom == figure.uom]
        half = Decimal(10) ** min(*places, 0) / 2
        slack += half * (SCALE[figure.uom] if figure.amount is not None else 1)
    return slack
