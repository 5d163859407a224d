"""How figures changed from year to year: by how much, at what rate, which way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import relations
from answer.holdings.directory import HeldUnit
from answer.prose import told
from answer.request import plans, stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator

PER_CENT = re.compile(r"百分之|比例|率|幅|%")
PER_CENT_ASKED = re.compile(
    r"百分之(?:多少|几)|(?:多少|几)个?(?:百分点|%)|多[少大]的?(?:比例|幅度)|(?:增长|下降|变化|变动|增|降)?(?:率|幅度?)[是为]?多少"
)
"""Asks for the rate of a change."""
AMOUNT_ASKED = re.compile("多少|几|金额|数额")
WAYS = {"增加": "增|上升|提高|涨|多|升", "减少": "减|下降|降|跌|少"}
"""Which way a figure went → the words for it."""
MUCH = re.compile("多少|增减|不少|至少|多大")
COMPARED = re.compile(
    r"^\s*[和与同跟比较]\s+|[，,\s]*(?:(?<!照)相比?|相较|比较|比起来)[，,\s]*$"
    r"|\s*[比较]?\s*是?(?:增加|增长|上升|提高)了?(?:还是|或者?|或是)是?$"
)
"""What is left of 2024年和2023年的…相比 without its years."""
CLAIMED = re.compile(
    r"(?:比上年|同比)?(?:增加|增长|上升|提高|减少|下降|降低|涨|升|降)(?:了)?\d+(?:\.\d+)?[%％][，,]?(?:那|那么)?(?:具体|实际|也就是|折合|合)?"
)
"""A rate that a question says something rose by, where it asks for the amount: the answer must tell it, too."""
AGAINST_SPENT = re.compile("[比较与跟同和](?:上年|上一年|去年|前一年)度?的?(?:预算)?(?:执行|决算|实际)")
"""Sets a year against what was spent in the one before, which what was planned for it is not."""
SPENT = ("决算", "执行", "")
CHANGED = re.compile("增加|增长|上升|提高|减少|下降|降低|没有变化|持平")


def change(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """How a figure changed from one year to another; that it did not go the way the question says is said first."""
    if not worked_out(asking, operator, targets):
        return False
    asked = {way for way, words in WAYS.items() if re.search(words, MUCH.sub(" ", asking.rest))}
    said = CHANGED.search(_told_of(asking))
    went = next((w for w, words in WAYS.items() if said and re.search(words, said[0])), "")
    if len(asked) == 1 and said and went not in asked:
        way = asked.pop()
        asking.out.text = f"{'没有变化' if not went else f'没有{way}，而是{went}'}：{asking.out.text}"
    return True


def _told_of(asking: Asking) -> str:
    """The words of an answer that tell which way a figure went: those of its sum, or of the clause that tells it."""
    values, quotes = asking.out.values, {e["quote"] for e in asking.out.evidence}
    if values and values[0]["derived"]:
        return str(values[0]["measure"])
    for target in {(m.units[0], y) for m in asking.linked.mentions for y in asking.asked.years if len(m.units) == 1}:
        for fact in asking.facts([target]):
            if fact.role == "change" and fact.evidence.quote in quotes and values[0]["value"] == str(fact.value):
                return fact.text
    return ""


def worked_out(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The change, computed from two figures or as the prose says."""
    text = CLAIMED.sub(" ", operator.parts.get("what") or operator.rest or asking.rest)
    text = COMPARED.sub("", text).strip(" ，,从自由的")
    if len({u.iri for u, _ in targets}) > 1 or not targets:
        return False
    if relations.BUDGET.search(asking.rest):
        return relations.against_budget(asking, targets, text) or (
            told.quantity(asking.out, asking.knowledge, targets, f"{text} 变化", asking.uom)
        )
    unit = targets[0][0]
    years = sorted({y for _, y in targets})
    stages = TWO_STAGES.match(asking.rest) if len(years) == 2 else None
    if stages and _of_stages(asking, unit, stages):
        return True
    asking.clear()
    first, last = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0])
    before, now = asking.operands([(unit, first)], text), asking.operands([(unit, last)], text)
    if (
        stages is None
        and len(before) == 1
        and len(now) == 1
        and _comparable(now[0], before[0])
        and not (AGAINST_SPENT.search(asking.rest) and before[0].figure.stage not in SPENT)
        and plans.change(asking.out, now[0], before[0], asking.uom)
    ):
        return True
    asking.clear()
    if last - first != 1:
        return False
    if PER_CENT.search(asking.rest) is None:
        return _of_prose(asking, (unit, last), f"{text} 变化")
    text = PER_CENT_ASKED.sub(" ", text)
    if AMOUNT_ASKED.search(PER_CENT_ASKED.sub(" ", asking.rest)) and _both(asking, (unit, last), text):
        return True
    return _of_prose(asking, (unit, last), f"{text} 变化率 百分之")


def _of_prose(asking: Asking, target: Target, text: str) -> bool:
    """The change that the prose tells; what things cost (公务用车运行维护费) is not how many there are (公务用车)."""
    if not told.quantity(asking.out, asking.knowledge, [target], text, asking.uom):
        return False
    beside = any(PAID.search(str(v["measure"])) for v in asking.out.values)
    if beside and not PAID_FOR.search(asking.asked.text) and ends_in_thing(text):
        asking.clear()
        return False
    return True


def ends_in_thing(text: str) -> bool:
    """Whether a text names what is counted, by its last word."""
    return THING.search(text.removesuffix(" 变化").removesuffix(" 变化率 百分之").strip()) is not None


PAID = re.compile("(?:费|经费|支出)(?:增减|变化)?(?:率)?$")
"""Ends the name of what things cost."""
PAID_FOR = re.compile("费|支出|经费|收入|钱|元|花|金额|预算|决算|执行|拨款")
"""Says that money is asked for."""
THING = re.compile("(?:用车|车辆|汽车|房屋|人员|设备|批次|人次|团组|数量|辆数|台数|人数)$")
"""Names what is counted."""


def _both(asking: Asking, target: Target, text: str) -> bool:
    """Amount and rate of a change that one sentence tells."""
    rate, _ = stated.settled(
        [
            each
            for each in stated.fitting(asking.facts([target]), f"{text} 变化率 百分之")
            if each.fact.year in (None, target[1])
        ]
    )
    if rate is None:
        return False
    beside = [
        f
        for f in asking.facts([target])
        if f.role == "change" and f.amount is not None
        and (f.evidence.place, f.evidence.quote, f.subject) == (rate.evidence.place, rate.evidence.quote, rate.subject)
    ]
    return len({f.amount for f in beside}) == 1 and told.say_together(asking.out, [beside[0], rate], asking.uom)


def _comparable(now: Operand, before: Operand) -> bool:
    """Whether two figures are the same quantity in two years, and not a budget against final accounts."""
    a, b = now.figure, before.figure
    return (a.stage == b.stage or a.disclosure_kind == b.disclosure_kind) and (
        a.scheme != b.scheme or a.concept == b.concept or not a.code
    )


def versus(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether a figure is above or below that of the year before, or its budget."""
    relation = operator.parts["relation"]
    down = relation in ("少", "低", "小", "减少", "下降", "降低")
    if len(targets) == 2 and targets[0][0] != targets[1][0]:
        one, other = (asking.operands([t], operator.rest) for t in targets)
        word = "小于" if down else "大于"
        return len(one) == 1 and len(other) == 1 and plans.verify(asking.out, one[0], other[0], word)
    stage = re.search(r"(?:比|较)\s*(年初预算|预算|决算)", asking.rest)
    if stage:
        what = relations.unstaged(operator.rest.strip())
        left, right = asking.operands(targets, f"{what} 决算"), asking.operands(targets, f"{what} {stage[1]}")
        word = "小于" if down else "大于"
        return len(left) == 1 and len(right) == 1 and plans.verify(asking.out, left[0], right[0], word)
    # Things are counted: how the money for them changed (公务用车运行维护费 of 公务用车) does not say it.
    unit, last = targets[0] if targets else (None, 0)
    pair = [(unit, last - 1), *targets] if unit and len(targets) == 1 and last - 1 in unit.years else targets
    if _of_two_years(asking, pair, COMPARED.sub("", operator.rest), "小于" if down else "大于"):
        return True
    asking.clear()
    if not worked_out(asking, Operator("change", {"what": operator.rest}, operator.rest), targets):
        return False
    told_so = CHANGED.search(asking.out.text)
    if told_so is None:
        return False
    same = told_so[0] in ("没有变化", "持平")
    fell = told_so[0] in ("减少", "下降", "降低")
    asking.out.text = f"{'否，没有变化' if same else '是' if fell == down else '否'}：{asking.out.text}"
    return True


TWO_STAGES = re.compile(
    r"^(?:年度?)?(?P<what>[^比较]{2,}?)(?P<one>年初预算|全年预算|调整预算|预算|决算|执行)数?的?\s*(?:比|较|与|跟|和|同)\s+(?:年度?)?的?"
    r"(?P<other>年初预算|全年预算|调整预算|预算|决算|执行)数?(?:相比)?[，,]?(?=[多少增减高低变上下提降涨])"
)
"""One stage of a year against another stage of another year: 2024年预算比2023年决算增加多少."""


def _of_stages(asking: Asking, unit: HeldUnit, stages: re.Match[str]) -> bool:
    """The change from one stage of a year to another stage of another, the year said first being compared."""
    now_year, before_year = asking.asked.years[:2]
    now = asking.operands([(unit, now_year)], f"{stages['what']} {stages['one']}")
    before = asking.operands([(unit, before_year)], f"{stages['what']} {stages['other']}")
    if len(now) == len(before) == 1 and plans.change(asking.out, now[0], before[0], asking.uom):
        return True
    asking.clear()
    wanted = "变化率 百分之" if PER_CENT.search(asking.rest) else "变化"
    text = f"{stages['what']} {stages['one']} {stages['other']}数 {wanted}"
    return told.quantity(asking.out, asking.knowledge, [(unit, now_year)], text, asking.uom)


def _of_two_years(asking: Asking, targets: Sequence[Target], text: str, relation: str) -> bool:
    """Whether what is no money (a rate, a number of things) was more or less than in the year it is compared with."""
    asking.clear()
    years = sorted({y for _, y in targets})
    if len(years) != 2 or len({u.iri for u, _ in targets}) != 1:
        return False
    before, now = ([o for o in asking.operands([(targets[0][0], y)], text) if o.figure.amount is None] for y in years)
    if len(before) != 1 or len(now) != 1 or before[0].figure.uom != now[0].figure.uom:
        return False
    return plans.verify(asking.out, now[0], before[0], relation)
