"""What questions do with figures, one function an operator of ``lexicon/operators.toml``.

Each takes the question under way, the operator with the parts its pattern names, and the units and years; it is True
where it has set the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import completion, filters, member_rows, provenance, relations
from answer.figures.accounted import leftover
from answer.figures.over_units import is_final
from answer.projects import achieved, goals, own_cells, project_rows, reported, scores
from answer.projects.projects import gap as project_gap
from answer.projects.projects import over_budget as project_over
from answer.prose import paid_by, quoted, told
from answer.request import conjuncts, plans
from answer.request.asking import Asking, Target, without_amounts
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.speak import name_of

PLACED = re.compile(
    r"^.*?(?:说|提到|所称|所说)的|"
    r"^.*?(?:公开|决算|预算|报告|文件|说明|名词解释)(?:书|表)?(?:里面|里头|里|中|上|内)的?"
)
"""Where a question says that its term stands: 决算公开里."""
BASED_ON = re.compile("(?:依据|根据|按照|遵照|依照|参照)(?:的)?(?:是)?(?:哪|什么|何)")


def where(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The page, table, row and column."""
    if BASED_ON.search(asking.rest):
        return False  # what a budget goes by is told in words
    return any(
        plans.where(asking.out, asking.look_up(targets, words))
        or plans.form_page(asking.out, [asking.books(u, y) for u, y in targets], words)
        for words in dict.fromkeys((operator.rest, without_amounts(operator.rest)))
    ) or provenance.of_quantity(asking, without_amounts(operator.rest), targets)


def define(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The paragraph that explains a term."""
    units, years = ([u.iri for u, _ in targets], [y for _, y in targets]) if targets else (None, None)
    text = operator.rest or asking.rest
    terms = re.findall(r"[“\"『「]([^”\"』」]{2,20})[”\"』」]", asking.asked.text)
    terms += [re.split(r"[,，]", text)[-1], PLACED.sub("", text)]
    named = [kind for kind in ("决算", "预算") if kind in asking.asked.text]
    kind = named[0] if len(named) == 1 else ""
    return any(
        quoted.definition(asking.out, asking.knowledge, term.strip(" 的"), units, years, kind)
        for term in dict.fromkeys(terms)
        if term.strip()
    )


def difference(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """How far two figures lie apart."""
    if DIVIDED.search(asking.rest):
        return False  # shares, or amounts a head, are compared: not the amounts themselves
    if project_gap(asking.out, asking.knowledge, targets, asking.rest, asking.uom):
        return True
    if len(asking.asked.years) == 2 and STAGES.search(asking.rest):
        return _stage_against_stage(asking, targets)
    if found := relations.FORMS.search(asking.rest):
        sides = relations.of_two_forms(asking, targets, asking.rest[: found.start()], found["first"], found["second"])
        return len(sides) == 2 and _apart(asking, sides)
    if len({u.iri for u, _ in targets}) == 2 and LESS.search(asking.rest):
        # 离休费：甲减去乙, the units taken out.
        operands = asking.operands(targets, LESS.sub(" ", asking.rest).strip())
        return len(operands) == 2 and _apart(asking, operands)
    what, rest = operator.parts.get("what", ""), operator.rest
    # 离休费谁的预算更高: a stage alone is not what is compared.
    words = [*([] if rest and STAGE_ONLY.fullmatch(what) else [what, rest]), f"{rest} {what}", rest]
    for text in dict.fromkeys(each for w in words for each in (re.sub(r"[比较]", " ", w), w) if w.strip()):
        operands = asking.operands(targets, re.sub(r"(?:之间)?[ ,，]*$", "", text.strip()))
        if len(operands) == 2:
            return _apart(asking, operands)
    sides = conjuncts.two(asking, targets, operator.parts.get("sides") or what or rest)
    asking.clear()
    return bool(sides) and _apart(asking, sides)


LESS = re.compile("[，,:：]?\\s*的?(?:减去|减掉|减)\\s*的?(?:是|等于|得)?(?:多少|几)?(?:万元|亿元|元|钱)?$")
"""One unit's figure less the other's, both units taken out of the question."""
STAGES = re.compile(
    r"^(?P<what>[^，,比]{2,}?)(?P<first>(?:年初)?预算|决算)数?比\s+(?:的)?(?P<last>(?:年初)?预算|决算)数?(?:更)?[多少高低]"
)
"""The budget of one year against the final accounts of another: 预算比2023年决算多多少, the years taken out."""


def _stage_against_stage(asking: Asking, targets: Sequence[Target]) -> bool:
    """What was planned in one year against what was spent in another, the years in the order the question says them."""
    found = STAGES.search(asking.rest)
    if found is None or len(targets) != 2 or targets[0][0] != targets[1][0]:
        return False
    sides: list[Operand] = []
    for year, stage in zip(asking.asked.years, (found["first"], found["last"]), strict=True):
        sides += asking.operands([(targets[0][0], year)], found["what"] + stage)
    final = [is_final(o.figure) for o in sides]
    return final == [found[n] == "决算" for n in ("first", "last")] and _apart(asking, sides)


STAGE_ONLY = re.compile("(?:年初|全年|调整)?(?:预算|决算|执行|支出|金额|数)*")
WHO = re.compile("谁|哪")
FEWER = re.compile("[少低小](?:些|一些|一点|的)?(?=$|[，,、 ])|[更谁][少低小]|[少低小][花用支]")
"""Asks for the smaller of two: no 低 of a name (低保金) does."""
DIVIDED = re.compile("占|比例|比重|份额|人均|平均|完成率|执行率")


def _apart(asking: Asking, operands: Sequence[Operand]) -> bool:
    """How far two figures lie apart, and which it is where that is asked."""
    if not plans.difference(asking.out, operands, asking.uom):
        return False
    a, b = (o.figure for o in operands)
    told = a.kind != "table" and a.disclosure_kind != b.disclosure_kind
    if a.unit == b.unit and a.year != b.year and (told or is_final(a) != is_final(b)) and "预算" not in asking.rest:
        return False  # what one year spent is not set against what the next plans, unless that is asked
    first, second = (f.amount if f.amount is not None else f.value for f in (a, b))
    if WHO.search(asking.rest) and first != second:
        large, small = (a, b) if first > second else (b, a)
        chosen = small if FEWER.search(asking.rest.replace("多少", " ")) else large
        name = chosen.unit.name if a.unit != b.unit else f"{chosen.year}年" if a.year != b.year else name_of(chosen)
        asking.out.text = f"{name}{'更少' if chosen is small else '更多'}：{asking.out.text}"
    if a.unit != b.unit and is_final(a) != is_final(b):
        asking.out.text += "两者口径不同：一个是决算数，一个是预算数。"
    return True


def members(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The units a disclosure takes in: the rooms within one are none of them."""
    return WITHIN_ONE.search(asking.rest) is None and (
        quoted.members(asking.out, asking.knowledge, targets) or member_rows.listed(asking, targets)
    )


WITHIN_ONE = re.compile("内设|[股科处]室")


PROJECTS = (
    "绩效|自评|评价|公开|填报?|申报|编制?|设置?|预算|支出|部门|单位|整体|所有|全部|各|[一两二三四五六七八九十]个?|报告?|目标|表|[有做了的哪里中]"
)
"""Words beside projects that choose none of them."""


def projects(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The projects a disclosure reports on."""
    if leftover(operator.rest, PROJECTS):
        return False  # some of the projects are asked for
    return reported.project_names(asking.out, asking.knowledge, targets)


def judge(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether an indicator's target was met."""
    return any(
        achieved.indicator(asking.out, asking.knowledge, targets, text, judge=True)
        for text in dict.fromkeys((operator.rest, re.sub(r"(?:情况|数量|数)$", "", operator.rest)))
    )


def gap(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """How far an indicator's result lies from its target."""
    return achieved.gap(asking.out, asking.knowledge, targets, operator.rest)


def unmet(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Which indicators, or how many, met their targets or did not."""
    if "all" in operator.parts:
        return filters.all_met(asking.out, asking.knowledge, targets, operator.rest)
    return filters.indicators_met(asking.out, asking.knowledge, targets, asking.rest)


def keep(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Projects or classes whose completion, or final accounts against budget, fits a condition."""
    if "三公" in asking.rest and len(targets) == 1:
        return filters.parts_kept(asking, operator, completion.pairs(asking, targets, "三公经费"))
    return filters.kept(asking.out, asking.knowledge, targets, operator)


def works(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The key works of the year."""
    return reported.key_works(asking.out, asking.knowledge, targets)


def annual_goals(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The goals of the year, or those of the project that is named."""
    return goals.tell(asking.out, asking.knowledge, targets, operator.rest, asking.rest)


def score(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The score of an evaluation."""
    if scores.asks_beside(asking.rest):
        return scores.of_part(asking.out, asking.knowledge, targets, asking.rest)
    return (
        scores.of_project(asking.out, asking.knowledge, targets, asking.rest)
        or scores.of_part(asking.out, asking.knowledge, targets, asking.rest)
        or told.score(asking.out, asking.knowledge, targets, asking.rest, operator.rest)
    )


def best_score(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The project with the highest, or the lowest, score."""
    low = operator.parts.get("order") == "低"
    said = project_rows.counted(asking.rest)
    return scores.compared(asking.out, asking.knowledge, targets, asking.rest, low, said)


def grade(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The grade of a part of an evaluation, or that of the whole, quoted."""
    if scores.grade_of_part(asking.out, asking.knowledge, targets, asking.rest):
        return True
    return quoted.grade(asking.out, asking.knowledge, targets, asking.rest)


def verify(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether one figure is above, below or equal to another."""
    first, second = operator.parts["a"], operator.parts["b"]
    left = asking.operands(targets, first)
    if limit := relations.AMOUNT.fullmatch(second.strip()):
        return len(left) == 1 and relations.against(asking, left[0], operator.parts["relation"], limit)
    # What is compared may be named once: 三公经费决算超过年初预算.
    shared = relations.unstaged(first)
    right = asking.operands(targets, second)
    if len(right) != 1 or (left and right[0].figure.concept != left[0].figure.concept and shared != first):
        right = asking.operands(targets, shared + " " + second) or right
    if len(left) == 1 and not right:
        right = told.budgeted(asking.knowledge, targets, left[0].figure, second)
    if operator.parts["relation"] in plans.SAME and not (left and right):
        left, right = (own_cells.named(asking, targets, first, second)[n : n + 1] for n in (0, 1))
    if len(left) == len(right) == 1 and plans.verify(asking.out, left[0], right[0], operator.parts["relation"]):
        return True
    asking.clear()
    over = OVER.fullmatch(operator.parts["relation"]) and STAGE_ONLY.fullmatch(second)
    return over is not None and _over_budget(asking, targets, first, second)


OVER = re.compile("超[出过]?|突破|大于|高于")
"""Says that more was spent than planned."""


def _over_budget(asking: Asking, targets: Sequence[Target], what: str, which: str) -> bool:
    """Whether more was spent than planned on a project, or as an indicator tells whose target is that it is not."""
    if project_over(asking.out, asking.knowledge, targets, what, which):
        return True
    told = achieved.indicator(asking.out, asking.knowledge, targets, what, judge=True, about="预算")
    if told:
        verdict, _, rest = asking.out.text.partition("：")
        asking.out.text = f"{'没有超预算' if verdict == achieved.MET else '超了预算'}：{rest}"
    return told


def yes_or_no(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether there is such a thing."""
    return quoted.yes_or_no(
        asking.out, asking.knowledge, targets, operator.rest, asking.look_up(targets, operator.rest)
    )


def paid(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether something is paid out of the money that the question names."""
    return paid_by.tell(asking.out, asking.knowledge, targets, operator.parts["what"], operator.parts["by"])
