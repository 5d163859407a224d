"""How two figures stand to one another: how many times, more than half, above or below the budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.figures import rows
from answer.holdings.directory import HeldUnit, comparable_kept
from answer.holdings.held import Statement
from answer.language.body_names import variants
from answer.language.names import items
from answer.language.words import comparable, lexicon
from answer.prose import told
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import RELATIONS, Operator, in_yuan
from answer.request.reply import cite, computed, value_of
from answer.request.speak import number, rounded, said

STAGE_END = re.compile(r"(?:支出)?(?:年初|全年|调整)?(?:决算|预算|执行)数?$")
BUDGET = re.compile(r"(?:比|较|与|同)\s*(?P<base>年初预算|全年预算|调整预算|预算|年初)数?")
TIMES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def unstaged(name: str) -> str:
    """A name without the stage that it ends with; 案件执行 is an item, and ends with none."""
    return name if comparable(name) in items() else STAGE_END.sub("", name)


AMOUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<uom>亿元|万元|元|亿|万)")
"""An amount that a question itself says."""


def against(asking: Asking, left: Operand, relation: str, limit: re.Match[str]) -> bool:
    """Whether a figure is above or below an amount that the question says."""
    amount = left.figure.amount
    if amount is None:
        return False
    bound, unit = in_yuan(limit["number"], limit["uom"])
    verdict = "是" if RELATIONS[relation](amount, bound) else "否"
    out = asking.out
    stands = "低于" if amount < bound else "高于" if amount > bound else "等于"
    out.text = f"{verdict}：{left.words}为{said(left.figure)}，{stands}{limit['number']}{unit}。"
    sign = "<" if amount < bound else ">" if amount > bound else "="
    out.formula = f"{number(left.figure.value)}{left.figure.uom} {sign} {limit['number']}{unit}"
    out.values = [value_of(left.figure)]
    out.status = "answered"
    cite(out, [left.figure])
    return True


def one(asking: Asking, targets: Sequence[Target], text: str) -> Operand | None:
    """The one figure that a text names."""
    found = asking.operands(targets, re.sub(r"^[的，,\s]+|[的，,\s]+$", "", text))
    return found[0] if len(found) == 1 else None


WHOLES = (("企业合同金额", "政府采购支出总额"), ("收入", "收入合计"), ("", "支出合计"))
"""What a share is of where the question does not say: of all procurement, of all revenue, or of all expenditure."""


def whole_of(operator: Operator) -> str:
    """What a share is of."""
    part = operator.parts["part"]
    return operator.parts.get("whole") or next(name for word, name in WHOLES if word in part)


def of_department(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The share of a body that is a row of a department's disclosure in what all the department's rows come to, or in
    what the body itself does where the question names neither the department nor all of it."""
    body, year = targets[0]
    part, said = (operator.parts.get(name, "").strip(" 的，,") for name in ("part", "whole"))
    whole = DEPARTMENT.sub("", said)
    if not (part or whole):
        return False
    department = next(u for u in asking.knowledge.directory.units if u.iri == body.within)
    of = department if not said or whole != said or _names(asking, department) else body
    same = not part or not whole or SUM.sub("", part) == SUM.sub("", whole)
    if same and of is body:
        return False
    if same:
        found = asking.operands([(body, year), (department, year)], min(part or whole, whole or part, key=len))
    else:
        found = [o for unit, word in ((body, part), (of, whole)) if (o := one(asking, [(unit, year)], word))]
    return len(found) == 2 and plans.share(asking.out, found[0], found[1], "占比")


def _names(asking: Asking, department: HeldUnit) -> bool:
    """Whether a question names the department as the whole."""
    after = comparable_kept(asking.asked.text).partition("占")[2]
    return any(name in after for name in variants(department.name))


DEPARTMENT = re.compile(
    "^(?:(?:整个|全|主管)(?:部门|局|系统|单位)|(?:本|该|其)?(?:部门|局|系统))的?(?:总额|总数|总量|总体|合计|总计|全部|整体)?"
)
"""Says that the whole is all of the department's."""
SUM = re.compile("总(?=支出|收入|预算)|(?:本年)?(?:合计|总计|总额)$")
"""Says of a quantity that it is all of it."""


def multiple(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """How many times one figure is another, what per cent of it, or whether it is so many times, or half, of it."""
    if len(targets) == 2 and targets[0][0] != targets[1][0] and not operator.parts["b"].strip(" 的"):
        # The same of two units: A的电费是B的几倍.
        a, b = (one(asking, [target], operator.parts["a"]) for target in targets)
    else:
        a, b = one(asking, targets, operator.parts["a"]), one(asking, targets, operator.parts["b"])
    if a is None or b is None or not _alike(a, b):
        return False
    first, second = (o.figure.amount if o.figure.amount is not None else o.figure.value for o in (a, b))
    if second == 0:
        return False
    times = rounded(first / second, 2)
    half, share = "half" in operator.parts, "share" in operator.parts
    wanted = operator.parts.get("times", "")
    least = Decimal("0.5") if half else Decimal(TIMES.get(wanted, 0)) or Decimal(wanted or 0)
    percent = rounded(first / second * 100, 2)
    in_percent = f"{'占' if half else '是'}后者的{number(percent)}%"
    relation = in_percent if half or share else f"是后者的{number(times)}倍"
    verdict = ""
    if least:
        is_so = first / second > least if half else first / second >= least
        if half:
            verdict = "是，超过一半：" if is_so else "否，没有过半："
        else:
            more = first / second > least
            verdict = f"是，超过{wanted}倍：" if more else "是：" if is_so else f"否，不到{wanted}倍："
    out = asking.out
    out.text = f"{verdict}{a.words}为{said(a.figure)}，{b.words}为{said(b.figure)}，前者{relation}。"
    quotient = f"{number(percent)}%" if share else number(times)
    out.formula = f"{number(a.figure.value)} ÷ {number(b.figure.value)} = {quotient}"
    result = computed(percent, "%", None, "占比") if half or share else computed(times, "倍", None, "倍数")
    out.values = [result, value_of(a.figure), value_of(b.figure)]
    out.status = "answered"
    cite(out, [a.figure, b.figure])
    return True


def _alike(a: Operand, b: Operand) -> bool:
    return (a.figure.amount is None) == (b.figure.amount is None) and (
        a.figure.amount is not None or a.figure.uom == b.figure.uom
    )


def compare_shares(asking: Asking, operator: Operator, each: Sequence[tuple[Operand, Operand]]) -> bool:
    """Which of several units or years has the larger, or the smaller, share."""
    told = []
    for part, whole in each:
        if part.figure.amount is None or not whole.figure.amount:
            return False
        percent = rounded(part.figure.amount / whole.figure.amount * 100, 2)
        told.append((percent, part, whole))
    low = re.search("低|小|少", operator.parts.get("order", "高")) is not None
    told.sort(key=lambda t: (t[0] if low else -t[0], t[1].words))
    over_units = len({part.figure.unit.iri for part, _ in each}) > 1
    names = [t[1].figure.unit.name if over_units else f"{t[1].figure.year}年" for t in told]
    listed = "；".join(
        f"{name}{t[1].figure.year if over_units else ''}{'年' if over_units else ''}为{number(t[0])}%"
        for name, t in zip(names, told, strict=True)
    )
    out = asking.out
    out.text = f"占比更{'低' if low else '高'}的是{names[0]}：{listed}。" + "".join(
        f"（{part.words}{said(part.figure)}，{whole.words}{said(whole.figure)}）" for _, part, whole in told
    )
    out.values = [computed(percent, "%", None, "占比") for percent, _, _ in told]
    out.status = "answered"
    cite(out, [f for _, part, whole in told for f in (part.figure, whole.figure)])
    return True


def against_budget(asking: Asking, targets: Sequence[Target], text: str) -> bool:
    """How far the final accounts lie from the budget that the question names."""
    found = BUDGET.search(asking.rest)
    if found is None or len(targets) != 1:
        return False
    what = unstaged(re.sub(r"[\s，,的]+$", "", text.strip(" ，,从自由的比较")))
    base = "年初预算" if found["base"] == "年初" else found["base"]
    whole = [] if what else lexicon("words")["whole"]["names"]
    final = budget = None
    for name in (what, *whole):
        final, budget = one(asking, targets, f"{name} 决算"), one(asking, targets, f"{name} {base}")
        if final is None or budget is None:
            budget = _told_budget(asking, targets, final, base)
        if final is not None and budget is not None:
            break
    if final is None or budget is None or final.figure.amount is None or budget.figure.amount is None:
        return False
    if not plans.difference(asking.out, [final, budget], asking.uom):
        return False
    if budget.figure.amount and re.search("百分之|%|率|幅", asking.rest):
        percent = rounded((final.figure.amount - budget.figure.amount) / budget.figure.amount * 100, 2)
        asking.out.text += f"决算数比预算数{'增加' if percent > 0 else '减少'}{number(abs(percent))}%。"
        asking.out.values.append(computed(abs(percent), "%", None, "变化率"))
    return True



def _told_budget(asking: Asking, targets: Sequence[Target], final: Operand | None, base: str) -> Operand | None:
    """The budget that the prose tells beside a figure of final accounts."""
    found = told.budgeted(asking.knowledge, targets, final.figure, base) if final is not None else []
    return found[0] if len(found) == 1 else None


def consistent(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether the tables, or the two that are named, print one amount for what is named."""
    if "first" in operator.parts:
        return _in_two_forms(asking, operator, targets)
    return rows.consistent(asking.out, asking.look_up(targets, operator.rest))


FORMS = re.compile(
    "[，,](?:在)?(?P<first>[\u4e00-\u9fff“”]{2,24}?表)(?:里面?|中|上)?的?(?:数)?(?:比|较)(?:在)?(?P<second>[\u4e00-\u9fff“”]{2,24}?表)"
    "(?:里面?|中|上)?的?(?:数)?(?=[多少高低大小])"
)
"""What one form prints against what another does, of what is named before."""


def _in_two_forms(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether two forms, each named in full or in short, print one amount for what is named."""
    sides = of_two_forms(asking, targets, operator.rest, operator.parts["first"], operator.parts["second"])
    return len(sides) == 2 and plans.verify(asking.out, sides[0], sides[1], "一致")


def of_two_forms(asking: Asking, targets: Sequence[Target], what: str, *named: str) -> list[Operand]:
    """The figures that two forms print for what is named; none where one of them does not."""
    sides: list[Operand] = []
    for name in named:
        held = {comparable(f.form) for unit, year in targets for f in asking.books(unit, year).figures if f.form}
        short = re.compile(".*?".join(map(re.escape, comparable(name))))
        titles = {comparable(name)} & held or {title for title in held if short.search(title)}
        each = [asking.look_up(targets, f"{what} {title}") for title in sorted(titles)]
        found = [o for one in each for f in one if (o := plans.operand(f)) is not None]
        if len({o.figure.amount for o in found}) == 1:  # forms that a short name fits alike print the same
            sides.append(found[0])
    if len(sides) != 2 or sides[0].figure.form == sides[1].figure.form:
        return []
    return [Operand(o.figure, f"《{o.figure.form}》中{o.words}") for o in sides]


def is_of(figure: Statement, what: str) -> bool:
    """Whether a figure, where the prose tells it, is called what is named: 基本养老保险缴费支出 holds the words of
    基本支出, and is another thing."""
    return figure.kind == "table" or is_of_name(figure.item, what)


def is_of_name(path: str, what: str) -> bool:
    """Whether a quantity of the prose is called what is named: one name holds the other."""
    asked, called = comparable(what), comparable(path.rsplit("/", 1)[-1])
    return asked in called or called in asked
