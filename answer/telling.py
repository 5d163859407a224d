"""What evaluations and prose say of a question that the tables do not answer: each way of telling in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.figures import agreement, procurement
from answer.language.words import comparable
from answer.projects import (
    achieved,
    apart,
    before_told,
    enumerated,
    indicator_counts,
    indicator_dates,
    over_years,
    projects,
    resaid,
)
from answer.projects.one_number import Way
from answer.prose import (
    beside,
    dates,
    deeds,
    each_told,
    filled_in,
    from_to,
    item_check,
    labelled,
    listed_things,
    number_check,
    sentences,
    stages,
    told,
)
from answer.request import stated
from answer.request.asking import Asking, Target, reading_of
from answer.request.lookup import Found
from answer.request.question import Operator, asks_quantity
from answer.request.reply import Reply

BEFORE = (
    projects.project, stages.both, achieved.indicator_first, listed_things.number, from_to.numbers,
    indicator_dates.tell, filled_in.tell, dates.tell,
)
QUANTITIES: tuple[Way, ...] = (
    enumerated.quantities, each_told.numbers, told.quantities, told.quantity, sentences.number, beside.number,
    told.counted, deeds.number, indicator_counts.quantity,
)
"""Ways to a number: the surest first."""
YEARLY: tuple[Way, ...] = (projects.project, *QUANTITIES)
"""Those to the number of each of several years."""
SURE: tuple[Way, ...] = (sentences.number, beside.number, told.counted, deeds.number, told.numbered)
"""Those that a question said again is asked by."""
OF_ONE = (*SURE, each_told.numbers)
"""Those that tell of one unit and year at a time."""
AFTER = (told.numbered, labelled.tell)
NAMED_SO = re.compile("(?:平均|人均|户均|亩均|最低|最高|最大|最小)(?=[\u4e00-\u9fff]{2})(?!的|每|是|有|为)")
"""Begins what may be a name: 最低标准, 平均住院日."""
BUDGET = re.compile("预算|决算|执行")
ONE_BY_ONE = re.compile("(?:、|和|与|及).*(?:分别|各自|各)[\u4e00-\u9fff]{0,4}?(?:多少|几)")
"""Asks for several things, which no one number answers."""


def bought(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the form of procurement answers for the thing that a question about buying names."""
    return procurement.bought(asking, targets, project=False)


def own_money(asking: Asking, targets: Sequence[Target], found: Sequence[Found]) -> bool:
    """Whether a project's own money, or all that is bought for it, answers where what was found is a part of that, or
    of a row whose name the project's begins with."""
    bought = [r.best for r in reading_of(found) if "采购" in r.best.form]
    names = asking.books(*targets[0]).names
    own = bought or projects.names_beyond(asking.knowledge, targets, asking.rest, names)
    if own and projects.project(asking.out, asking.knowledge, targets, asking.rest, asking.uom):
        return True
    asking.clear()
    return len(bought) == len(targets) == 1 and procurement.of_project(asking, targets[0], bought[0])


def quantity(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether a typed quantity of the prose answers."""
    return told.quantity(asking.out, asking.knowledge, targets, asking.rest, asking.uom) and _fits(asking, targets)


def apart_in_prose(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether a difference or a sum that the tables do not give can be worked out from what the prose tells."""
    return apart.tell(asking, targets, QUANTITIES) or over_years.tell(asking, targets, YEARLY)


def went(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether the prose tells from how much to how much something went."""
    return _one(from_to.numbers, asking, targets) and _fits(asking, targets)


def so_named(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the prose tells a number of what a name that holds a word for most, least or average calls (平均住院日,
    最低标准): its sentence says that word, too."""
    word = NAMED_SO.search(asking.rest)
    if word is None or len(targets) != 1:
        return False
    for way in (from_to.numbers, told.quantity, beside.number):
        if _one(way, asking, targets) and _fits(asking, targets) and word[0] in str(asking.out.evidence[0]["quote"]):
            return asking.out.status == "answered"
        asking.clear()
    return False


def carried_out(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the prose tells how much of a thing, and of no budget, is done (路基工程完成73%)."""
    if BUDGET.search(asking.rest) or len(targets) != 1:
        return False
    return _one(beside.number, asking, targets) and _fits(asking, targets)


def in_order(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the prose tells, of several things in order, what is asked of some of them, or the numbers of two years
    that are set against each other."""
    if _one(each_told.numbers, asking, targets) and _fits(asking, targets):
        return True
    asking.clear()
    return over_years.tell(asking, targets, YEARLY)


def before(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether the prose of the year after tells what a number of a year not held was."""
    return (
        len(targets) == 1
        and targets[0][1] not in targets[0][0].years
        and targets[0][1] + 1 in targets[0][0].years
        and before_told.tell(asking, targets[0], QUANTITIES)
    )


def tell(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether one of them answers."""
    if apart.wanted(asking.rest):
        return apart.tell(asking, targets, QUANTITIES) or _of_all(asking, targets)
    if over_years.wanted(asking.rest, targets):
        return over_years.tell(asking, targets, YEARLY)
    several = len(targets) == 1 and ONE_BY_ONE.search(asking.rest) is not None
    quantities = QUANTITIES if asks_quantity(asking.rest) else ()
    if procurement.bought(asking, targets):
        return True
    asking.clear()
    for way in (*BEFORE, *quantities, *AFTER):
        if (_each if way in OF_ONE and len(targets) > 1 else _one)(way, asking, targets) and not (
            way not in BEFORE
            and ((several and len(asking.out.values) < 2) or not _fits(asking, targets))
        ) and not agreement.disagreement(asking.asked, asking.out):
            return True
        asking.clear()
    if quantities and not several:
        found = resaid.number(asking.out, asking.knowledge, targets, asking.rest, asking.asked.uom, SURE)
        return found and _of_what_is_named(asking, targets)
    return False


def _of_all(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether one quantity is told of all the things together of which a question asks what they come to (港澳台侨同胞
    及国际友好人士 200 人次)."""
    asking.clear()
    words = [w for w in stated.content(stated.COUNTED.sub(" ", asking.rest)) if w not in stated.light()]
    if not quantity(asking, targets) or len(asking.out.values) != 1:
        return False
    named = comparable(str(asking.out.values[0]["measure"]))
    names = re.split("、|和|与|及|跟", named)
    return len(names) > 1 and all(any(stated.called(w, n) for n in names) or not _aside(w, asking.rest) for w in words)


def _aside(word: str, text: str) -> bool:
    """Whether a word is part of one of the things that a question puts side by side, and not said of them all."""
    joins, said = "(?:、|和|与|及|跟)", re.escape(word)
    return re.search(f"{joins}[^，,]*{said}|{said}{joins}", text) is not None


def _one(way: Way, asking: Asking, targets: Sequence[Target]) -> bool:
    return way(asking.out, asking.knowledge, targets, asking.rest, asking.asked.uom)


def _each(way: Way, asking: Asking, targets: Sequence[Target]) -> bool:
    """The number of every unit and year that a question names; of years that it does not name those that tell one."""
    out, found = asking.out, []
    for target in targets:
        reply = Reply(out.question)
        told = way(reply, asking.knowledge, [target], asking.rest, asking.asked.uom) and reply.status == "answered"
        if told and number_check.fits(asking.rest, reply):
            found.append(reply)
        elif asking.asked.years:
            return False
    if not asking.asked.years and len({tuple((v["value"], v["unit"]) for v in r.values) for r in found}) == 1:
        found = found[-1:]  # all years tell the same
    out.text = "".join(r.text for r in found)
    out.values, out.evidence = [v for r in found for v in r.values], [e for r in found for e in r.evidence]
    out.status = "answered" if asking.asked.years or len(found) == 1 else "ambiguous"
    return bool(found)


def _fits(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether a number of the prose can be what is asked for, and is told of the item that the question names."""
    return number_check.fits(asking.rest, asking.out) and (
        not asking.out.values or not asking.out.evidence or _of_what_is_named(asking, targets)
    )


def _of_what_is_named(asking: Asking, targets: Sequence[Target]) -> bool:
    return item_check.of_stage(asking.rest, asking.out) and item_check.of_item(
        asking.rest, asking.out, asking.knowledge, targets[0]
    )
