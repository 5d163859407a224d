"""Numbers that a clause gives with what they are reckoned from: a rate of a target, a step from one value to another.

Facts are not asked: what belongs together stands side by side in the text and in one unit, so no name has to be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.checks.rates import FALLS
from graph.findings.context import Candidate, Context, Text
from graph.findings.numbers import HUNDRED, ZERO, exponent, plain
from graph.findings.rulebook import Rule

_LARGE = ("万", "亿", "千", "百")


@check("target-rate")
def target_rate(context: Context, rule: Rule) -> Iterator[Candidate]:
    """新增就业8620人，完成年度任务8000人的107.75%: the rate is the one over the other."""
    for text, match in _found(context, rule):
        target = (_number(match, "target"), ZERO)
        judged = [list(_rate(context, text, match, (done, ZERO), target)) for done in _told(text, match)]
        if all(judged):
            yield from judged[0]


@check("count-change")
def count_change(context: Context, rule: Rule) -> Iterator[Candidate]:
    """1120人，比上年增加132人，增长13.36%: the change over what there was before, and one direction."""
    for text, match in _found(context, rule):
        change = _number(match, "change")
        falls = match["way"] in rule.parameters["falls"]
        if falls != (match["rate_way"] in rule.parameters["falls"]):
            yield Candidate(_name(text, match), (context.of_text(text, match.start(), match.end()),), match["way"],
                            match["rate_way"], words={"formula": match[0]})
        else:
            judged = [list(_rate(context, text, match, (change, ZERO), (each, change if falls else -change)))
                      for each in _told(text, match)]
            if all(judged):
                yield from judged[0]


@check("step")
def step(context: Context, rule: Rule) -> Iterator[Candidate]:
    """由9.8%降至8.6%，下降1.2个百分点: the difference of the two, and a step the way it is told."""
    for text, match in _found(context, rule):
        before, after = _number(match, "before"), _number(match, "after")
        falls = match["way"] in (*FALLS, *rule.parameters["falls"])
        rises = match["way"] in rule.parameters["rises"] and not re.search(rule.parameters["time"], match["uom"])
        place = (context.of_text(text, match.start(), match.end()),)
        if (falls and after > before) or (rises and after < before):
            yield Candidate(_name(text, match), place, f"{plain(before)} → {plain(after)}", match["way"],
                            words={"formula": f"{plain(before)} → {plain(after)}"})
        elif match["step"] is not None:
            told, right = _number(match, "step"), abs(after - before)
            last = Decimal(1).scaleb(-min(exponent(told), exponent(before), exponent(after)))
            if abs(told - right) > (last if exponent(told) + exponent(before) + exponent(after) else ZERO):
                unit = match["points"]
                yield Candidate(_name(text, match), place, f"{plain(right)} {unit}", f"{plain(told)} {unit}",
                                plain(abs(told - right)), words={"formula": f"{plain(before)} → {plain(after)}"})


def _found(context: Context, rule: Rule) -> Iterator[tuple[Text, re.Match[str]]]:
    pattern, about = re.compile(rule.parameters["pattern"]), re.compile(rule.parameters["about"])
    for text in context.passages:
        for match in pattern.finditer(text.text):
            if not about.search(text.text[max(match.start() - 1, 0) : match.end()]):
                yield text, match


def _told(text: Text, match: re.Match[str]) -> list[Decimal]:
    """What the clause may speak of: the number right before it and, behind a list (其中 A 1 亩、B 2 亩，为任务的), any
    of its unit that the sentence has told."""
    start = max(text.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
    before = re.findall(rf"(\d[\d,]*(?:\.\d+)?){re.escape(match['uom'])}(?=[，、（])", text.text[start : match.start()])
    return [_number(match, "done"), *(Decimal(each.replace(",", "")) for each in before)]


def _number(match: re.Match[str], group: str) -> Decimal:
    return Decimal(match[group].replace(",", ""))


def _name(text: Text, match: re.Match[str]) -> str:
    """The words of the clause before the number."""
    return re.split("[，。；：、（]", text.text[: match.start()])[-1][-24:] or match[0][:24]


def _half(value: Decimal, uom: str) -> Decimal:
    """How far a printed number may be from what it was rounded from: half its last place, nothing for a plain count."""
    places = exponent(value)
    return Decimal(1).scaleb(-places) / 2 if places or uom.startswith(_LARGE) else ZERO


def _rate(context: Context, text: Text, match: re.Match[str], part: tuple[Decimal, Decimal],
          whole: tuple[Decimal, Decimal]) -> Iterator[Candidate]:
    """A candidate where the printed percentage is not ``part`` of ``whole`` (each the sum of two printed numbers)."""
    printed = _number(match, "rate")
    small, large = sum(part, ZERO), sum(whole, ZERO)
    off, room = (sum((_half(value, match["uom"]) for value in pair if value), ZERO) for pair in (part, whole))
    if large <= room or small < ZERO:
        return
    last = Decimal(1).scaleb(-exponent(printed))
    low, high = (small - off) / (large + room) * HUNDRED, (small + off) / (large - room) * HUNDRED
    if not low - last <= printed <= high + last:
        right = (small / large * HUNDRED).quantize(last)
        yield Candidate(_name(text, match), (context.of_text(text, match.start(), match.end()),), f"{plain(right)} %",
                        f"{plain(printed)} %", plain(abs(right - printed)),
                        words={"formula": f"{plain(small)} ÷ {plain(large)}"})
