"""How far two of a project's own amounts lie apart, called by their stages: what was added to the budget that the year
began with, how much more was spent than it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.projects.achieved import Target
from answer.projects.projects import HeldProject, cells, money, projects, says_more
from answer.request.reply import Reply, cite, computed
from answer.request.speak import SCALE, grouped, number, trimmed

FIRST, WHOLE, SPENT = "年初预算", "全年预算", "执行数"
MUCH = "(?:多少|几)(?:万元|亿元|元|钱)?"
THAN = "(?:比|较|和|与|跟)"
APART = f"(?:相)?(?:差|少|多|超出?|节约)(?:了|出|花|用)*{MUCH}"
YEAR = "(?:全年|调整后?)的?预算数?"
WAYS = tuple((re.compile(pattern), stages) for pattern, stages in (
    (f"(?:追加|调增|调减|核减|追减)(?:了|的)?(?:预算|资金)?(?:了)?{MUCH}(?:的)?(?:预算|资金)?", (FIRST, WHOLE)),
    (f"(?:增加|减少)(?:了)?{MUCH}(?:的)?预算", (FIRST, WHOLE)),
    (f"年初预算数?{THAN}{YEAR}{APART}", (FIRST, WHOLE)),
    (f"{YEAR}{THAN}年初(?:预算)?数?{APART}", (FIRST, WHOLE)),
    (f"(?:超|超出|超过)(?:了)?年初预算数?(?:了)?{MUCH}", (FIRST, SPENT)),
    (f"(?:实际|执行|花|用)(?:数|的|了|支出)*{THAN}年初预算数?{APART}", (FIRST, SPENT)),
))
"""How the two are asked for; the first is the one that the other is set against."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """The difference with its sign, of the one project whose whole name a question says; False where its form does not
    print both amounts."""
    found = next(((m, stages) for pattern, stages in WAYS if (m := pattern.search(text))), None)
    if found is None:
        return False
    asked, (first, second) = found
    rest = re.sub("项目", " ", f"{text[: asked.start()]} {text[asked.end() :]}")
    held = [p for target in targets for p in projects(knowledge, target) if comparable(p.name) in comparable(rest)]
    told = {(a, b) for p in held if (a := _of(p, first)) is not None and (b := _of(p, second)) is not None}
    if len({(p.iri, p.year) for p in held}) != 1 or len(told) != 1 or says_more(rest, held[0]):
        return False
    (first, before), (second, after) = told.pop()
    one = next(p for p in held if (_of(p, first), _of(p, second)) == ((first, before), (second, after)))
    difference = after - before
    unit = uom if uom and one.uom in SCALE else one.uom
    shown = trimmed(abs(difference) * SCALE[one.uom] / SCALE[unit]) if unit != one.uom else trimmed(abs(difference))
    way = "相等" if not difference else f"{'多' if difference > 0 else '少'}{grouped(shown)}{unit}"
    reply.text = (
        f"{one.unit.name}{one.year}年项目“{one.name}”：{first}{grouped(before)}{one.uom}，"
        f"{second}{grouped(after)}{one.uom}，{second}{'与' if not difference else '比'}{first}{way}。"
    )
    reply.formula = f"{number(after)} − {number(before)} = {number(difference)}"
    amount = abs(difference) * SCALE[one.uom] if one.uom in SCALE else None
    pair = [money(one, label, value, uom) for label, value in ((first, before), (second, after))]
    reply.values = [computed(shown, unit, amount, "相差"), *pair]
    reply.status = "answered"
    cite(reply, [*cells(knowledge, one, [before, after]), one.evidence])
    return True


def _of(one: HeldProject, stage: str) -> tuple[str, Decimal] | None:
    """An amount of a project as it is called, by its stage; what was spent need not be called so."""
    if stage == SPENT:
        return None if one.executed is None else (SPENT, one.executed)
    names = {stage.removesuffix("数"), *(("调整预算",) if stage == WHOLE else ())}
    return next(((name, value) for name, value in one.stages if name.removesuffix("数") in names), None)
