"""One quantity over several units or years: those that can be compared, how it went from year to year, whose rose or
fell, who spent nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from answer.holdings.held import Blank, Statement
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import cite, value_of
from answer.request.speak import SCALE, grouped, name_of, number, rounded, said, stage_word, trimmed

DOWN = re.compile("少|低|小|减|降|跌")


def is_final(figure: Statement) -> bool:
    """Whether a figure says what was spent or received, and not what was planned."""
    return figure.stage in ("决算", "执行") or (not figure.stage and figure.disclosure_kind == "决算")


def of_one_stage(figures: Sequence[Statement]) -> list[Statement]:
    """The figures that can be set beside each other: final accounts where two or more tell them, else budgets. A budget
    of one unit is no rival of what another spent."""
    final = [f for f in figures if is_final(f)]
    planned = [f for f in figures if not is_final(f)]
    return final if len(final) > 1 or not planned else planned


def series(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """A quantity of one unit in each year held, with the change from each to the next."""
    if len({u.iri for u, _ in targets}) != 1 or len(targets) < 2:
        return False
    text = operator.parts.get("what", operator.rest).strip(" 的，,")
    operands = asking.operands(sorted(targets, key=lambda t: t[1]), text)
    kept = of_one_stage([o.figure for o in operands])
    if len(kept) < 2 or len({f.year for f in kept}) != len(kept) or any(f.amount is None for f in kept):
        return False
    asking.clear()
    uom = asking.uom or kept[0].uom
    said_each = "；".join(f"{f.year}年{stage_word(f)}{said(f, uom)}" for f in kept)
    steps = "；".join(_step(a, b, uom) for a, b in pairwise(kept))
    reply = asking.out
    reply.text = f"{kept[0].unit.name}{name_of(kept[0])}：{said_each}。{steps}。"
    reply.values = [value_of(f, asking.uom) for f in kept]
    reply.status = "answered"
    cite(reply, kept)
    return True


def _step(before: Statement, now: Statement, uom: str) -> str:
    """How a figure changed from one year to the next, in words."""
    assert before.amount is not None
    assert now.amount is not None
    gap = now.amount - before.amount
    if not gap:
        return f"{now.year}年与{before.year}年持平"
    moved, rate_word = ("增加", "增长") if gap > 0 else ("减少", "下降")
    rate = f"，{rate_word}{number(abs(rounded(gap / before.amount * 100, 2)))}%" if before.amount else ""
    return f"{now.year}年比{before.year}年{moved}{grouped(trimmed(abs(gap) / SCALE[uom]))}{uom}{rate}"


def movers(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The units whose figure rose, or fell, from the one year named to the other."""
    years = sorted({y for _, y in targets})
    if not asking.linked.everyone or len(years) != 2:
        return False
    down = DOWN.search(operator.parts["relation"]) is not None
    fitting: list[tuple[Operand, Operand]] = []
    compared = 0
    text = operator.rest.strip(" 的，,") or "支出"
    for unit in dict.fromkeys(u for u, _ in targets):
        pair = [asking.operands([(unit, year)], text) for year in years if (unit, year) in targets]
        if len(pair) != 2 or any(len(one) != 1 for one in pair):
            continue
        before, now = pair[0][0], pair[1][0]
        a, b = before.figure.amount, now.figure.amount
        if a is None or b is None or is_final(before.figure) != is_final(now.figure):
            continue
        compared += 1
        if (b < a) if down else (b > a):
            fitting.append((before, now))
    asking.clear()
    if not compared:
        return False
    reply = asking.out
    word = "减少" if down else "增加"
    listed = "；".join(
        f"{now.figure.unit.name}（{said(before.figure, asking.uom)}→{said(now.figure, asking.uom)}）"
        for before, now in fitting
    )
    reply.text = (
        f"两年都公开了{text}的{compared}个单位里，{years[1]}年比{years[0]}年{word}的共{len(fitting)}个"
        + (f"：{listed}。" if fitting else "。")
    )
    reply.values = [value_of(o.figure, asking.uom) for pair in fitting for o in reversed(pair)]
    reply.status = "answered"
    cite(reply, [o.figure for pair in fitting for o in pair])
    return True


def without(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The units that print a zero for what is named, and those that print a blank cell, each said apart; those that
    don't disclose it are counted and not taken for either."""
    if not asking.linked.everyone or len({y for _, y in targets}) != 1:
        return False
    if re.search("不为?$", operator.rest.strip(" 的")):
        return False  # those that have some are asked for
    what = operator.rest.strip(" 的，,")
    zeros: list[Statement] = []
    blanks: list[Blank] = []
    silent: list[str] = []
    for target in targets:
        found = asking.look_up([target], what)
        if len(found) == 1 and found[0].reading is not None:
            best = found[0].reading.best
            zeros += [best] if best.amount == 0 else []
        elif len(found) == 1 and found[0].blanks:
            blanks.append(found[0].blanks[0])
        else:
            silent.append(target[0].name)
    asking.clear()
    if len(silent) == len(targets):
        return False
    parts = []
    for cells, word in ((zeros, "印为零"), (blanks, "印为空白")):
        if cells:
            parts.append(f"{word}的{len(cells)}个：{'、'.join(c.unit.name for c in cells)}")
    asked = len(targets) - len(silent)
    asking.out.text = (
        f"{targets[0][1]}年公开了{what}的{asked}个单位里，"
        + ("；".join(parts) if parts else "没有一个印为零或空白")
        + "。"
        + (f"另有{len(silent)}个单位没有公开这一项或有几种读法：{'、'.join(silent)}。" if silent else "")
    )
    asking.out.values = [value_of(f, asking.uom) for f in zeros]
    asking.out.status = "answered"
    cite(asking.out, [*zeros, *blanks])
    return True
