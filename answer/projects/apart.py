"""How far two numbers of the prose lie apart, or what they come to together: 受理的比完成的多几个, 一共多少家.

Both must be told, in one sentence or each in its own, and counted alike; of half a question nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.words import lexicon, tokens
from answer.projects import enumerated
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.question import EACH
from answer.request.reply import MOST_EVIDENCE, Reply, computed, evidence_of
from answer.request.speak import SCALE, grouped, number, trimmed

UOM = r"(?P<uom>万元|亿元|元|钱|[\u4e00-\u9fff]{1,3}?)?(?P<noun>资金|金额|经费|钱|人员|项目|案件|活动)?$"
MORE = re.compile(
    r"^(?P<a>[^，,]{2,}?)[，,]?比(?![例重值率])(?P<b>[^，,]{2,}?)(?:要|还)?(?P<way>多|少|高|低|大|小)(?:出)?"
    r"(?P<deed>[\u4e00-\u9fff]{0,3}?)(?:了|出)?(?:来)?(?:多少|几)" + UOM
)
BETWEEN = re.compile(
    r"^(?P<a>[^，,]{2,}?)(?:和|与|跟|同)(?P<b>[^，,]{2,}?)(?:之间)?(?:相差|差|差距|差额)(?P<deed>)"
    r"(?:是|为|有|了)?(?:多少|几)?" + UOM
)
TOGETHER = re.compile(
    r"^(?P<names>[^，,？?]+?)(?:[，,]?(?:两者|二者|两项|三项|这些)?(?:一共|合计|总共|共计|加起来|加在一起|合起来|总计|共)+)"
    r"(?P<deed>(?!是|为|有|达)[\u4e00-\u9fff]{0,3}?)(?:了|过)?(?:是|为|有|达|达到)?(?:多少|几)" + UOM
)
OF_WHAT = re.compile("^(?P<what>[\u4e00-\u9fff]{2,8})[，,](?P<rest>[^，,比]{2,}比[^，,]+)$")
YEARS = re.compile("上年|去年|前一年|年度|预算|决算|目标|指标值|计划")
"""Compares with another year or stage: other ways answer that."""
TEN_THOUSAND = Decimal(10_000)
Way = Callable[[Reply, Knowledge, Sequence[Target], str, str], bool]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the prose tells: in yuan where it is money, with its unit as told and where."""

    value: Decimal
    uom: str
    said: str
    places: tuple[dict[str, object], ...]

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return self.uom in SCALE


def wanted(text: str) -> bool:
    """Whether a question asks for a difference or a sum of two things told: one number is no answer to it."""
    return any(True for _ in _sides(text))


def tell(asking: Asking, targets: Sequence[Target], ways: Sequence[Way]) -> bool:
    """The difference or the sum, False where one of the numbers is not told. ``ways`` find a single number."""
    if len(targets) != 1:
        return False
    for sides, deed, way, uom in _sides(asking.rest):
        found = _in_one(asking, targets, sides, deed) or [
            n for side in _spelt(sides) if (n := _alone(asking, targets, side, deed, uom, ways)) is not None
        ]
        if len(found) == len(sides) and _alike(found):
            return _say(asking, found, way, uom)
    return False


def _sides(text: str) -> Iterator[tuple[list[str], str, str, str]]:
    """(things, what was done with them, the word for more or less, the counter) of a comparison or a sum."""
    plain = re.sub("(?<=多少)[亿万]$", lambda m: f"{m[0]}元", text.strip(" ?？。"))
    if (of := OF_WHAT.match(plain)) and not YEARS.search(of["what"]):
        # What of them is compared is said before both: 节约资金，甲类比乙类多出多少.
        for sides, deed, way, uom in _sides(of["rest"]):
            yield [f"{side}{of['what']}" for side in sides], deed, way, uom
        return
    for pattern in (MORE, BETWEEN):
        if (found := pattern.match(plain)) and not YEARS.search(found["b"]):
            way = found.groupdict().get("way") or "差"
            noun = found["noun"] or ""
            yield [found["a"] + noun, found["b"] + noun] if noun and not found["deed"] else [found["a"], found["b"]], (
                found["deed"] + (noun if found["deed"] else "")
            ), way, found["uom"] or ""
            return
    if (found := TOGETHER.match(plain)) and not EACH.search(plain):
        things = [t for t in enumerated.AND.split(enumerated.INSIDE.sub("", found["names"])) if t.strip()]
        if len(things) > 1:
            yield things, found["deed"], "共", found["uom"] or ""


def _in_one(asking: Asking, targets: Sequence[Target], sides: Sequence[str], deed: str) -> list[Number]:
    told = enumerated.named(asking.knowledge, targets[0])
    facts = enumerated.together(told, [enumerated.bare(side) for side in sides], deed)
    return [_of_fact(f) for f in facts]


def _of_fact(fact: ProseFact) -> Number:
    value = fact.amount if fact.amount is not None else fact.value
    return Number(value or Decimal(0), fact.uom, fact.subject, (evidence_of(fact.evidence),))


def _spelt(sides: Sequence[str]) -> list[str]:
    """The things, what only the first says (集中采购项目) said of one that breaks off, too (正常完成的)."""
    first = sides[0]
    noun = first.rpartition("的")[2] or first
    return [first, *(f"{s}{noun}" if s.endswith("的") else s for s in sides[1:])]


def _alone(
    asking: Asking, targets: Sequence[Target], side: str, deed: str, uom: str, ways: Sequence[Way]
) -> Number | None:
    """The one number that the prose tells of a thing."""
    said, thing = _parted(side)
    questions = [f"{side}{deed}了多少{uom}" if deed else f"{side}有多少{uom}"]
    questions += [f"{said}多少{uom}{thing}"] if said else []
    questions += [f"{deed}多少{uom}{side}"] if deed else []
    for question in questions:
        for way in ways:
            reply = Reply(asking.out.question)
            told = way(reply, asking.knowledge, targets, question, "") and reply.status == "answered"
            if told and len(reply.values) == 1 and (got := _of_value(reply, side)) is not None:
                return got
    return None


def _parted(side: str) -> tuple[str, str]:
    """(what was done, the thing) of 约谈外卖平台, 正常完成的集中采购项目."""
    before, _, thing = side.rpartition("的")
    if before:
        return before, thing
    words = list(tokens(side))
    return (words[0], "".join(words[1:])) if len(words) > 1 else ("", side)


def _of_value(reply: Reply, side: str) -> Number | None:
    value = reply.values[0]
    if value["derived"]:
        return None
    plain = Decimal(value["amount"] if value["amount"] is not None else value["value"])
    return Number(plain, value["unit"], side, tuple(reply.evidence))


def _alike(found: Sequence[Number]) -> bool:
    """Whether numbers can be set against each other: all money, or all counted by one word or by words for things."""
    if len({(n.value, n.uom, n.said) for n in found}) < len(found):
        return False
    once = {(n.value, n.uom, str(n.places)) for n in found if n.places}
    if len(once) < len(found):
        return False  # one number told once is not two
    if any(n.money for n in found):
        return all(n.money for n in found)
    plain = frozenset(lexicon("prose")["counters"]["plain"])
    counters = {_bare(n.uom) for n in found}
    return len(counters) == 1 or all(c in plain or c in stated.KNOWN_COUNTERS for c in counters)


def _bare(uom: str) -> str:
    """A counter without its 万: 万亩."""
    return uom[1:] if len(uom) > 1 and uom.startswith("万") else uom


def _say(asking: Asking, found: Sequence[Number], way: str, uom: str) -> bool:
    out = asking.out
    units = {n.uom for n in found}
    money = found[0].money
    unit = (asking.uom or found[0].uom) if money else next(iter(units)) if len(units) == 1 else ""
    scale = SCALE[unit] if money else Decimal(1)
    shown = [trimmed(n.value / scale) for n in found]
    if not money and len(units) > 1:
        # 亩 beside 万亩: both in the smaller one.
        shown = [trimmed(v * (TEN_THOUSAND if n.uom != _bare(n.uom) else 1)) for v, n in zip(shown, found, strict=True)]
        unit = _bare(found[0].uom) if len({_bare(u) for u in units}) == 1 else ""
    against = False
    if way == "共":
        total, sign, measure = sum(shown, Decimal(0)), " + ", "合计"
    else:
        first, second = shown
        if way in ("少", "低", "小"):
            first, second = second, first
        against = first < second and way != "差"
        if first < second:
            first, second = second, first
        shown, sign, measure = [first, second], " − ", "相差"
        total = first - second
    amount = total * scale if money else None
    out.values = [computed(trimmed(total), unit, amount, measure)]
    out.formula = f"{sign.join(number(s) for s in shown)} = {number(trimmed(total))}"
    listed = "，".join(f"{n.said}{grouped(trimmed(n.value / scale))}{unit if money else n.uom}" for n in found)
    if against:
        listed += "，多少与问题所说的相反"
    out.text = f"{listed}；{measure}{grouped(trimmed(total))}{unit}（{out.formula}）。"
    places: list[dict[str, object]] = []
    for n in found:
        places += [p for p in n.places if p not in places]
    out.evidence = places[:MOST_EVIDENCE]
    out.status = "answered"
    return True
