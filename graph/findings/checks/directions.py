"""Words of direction against the amounts they stand beside, and changes that can't be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.checks.rates import FALLS, amount_of, changed_by, names_stage, partner
from graph.findings.context import Candidate, Context, Text, money, same_name
from graph.findings.numbers import ZERO, is_rounding, plain
from graph.findings.rulebook import Rule
from ingest.records import Fact

RISES = ("增加", "增长", "上升", "提高", "上涨", "调增")


@check("direction")
def direction(context: Context, rule: Rule) -> Iterator[Candidate]:
    """增加, 减少 or 持平 against the two amounts; a change and its rate in opposite directions."""
    for text in context.passages:
        for at, fact in enumerate(text.facts):
            if fact.role != "change" or not fact.direction:
                continue
            yield from _against_amounts(context, text, at, fact, rule)
            change = changed_by(text.facts, at) if fact.uom == "%" else None
            if change is not None and {change.direction in FALLS, fact.direction in FALLS} == {True, False} and (
                change.direction in (*FALLS, *RISES) and fact.direction in (*FALLS, *RISES)
            ):
                yield Candidate(_name(fact), (context.of_fact(change), context.of_fact(fact)), change.direction,
                                fact.direction)


def _against_amounts(context: Context, text: Text, at: int, fact: Fact, rule: Rule) -> Iterator[Candidate]:
    year = context.key.year
    budget = "预算" in fact.base and context.key.kind == "决算"
    if budget:
        other = partner(text.facts, at, ("budget",), year)
    elif str(year - 1) in fact.base or fact.base.startswith(("上", "去年")):
        other = partner(text.facts, at, ("result", "budget"), year - 1)
    else:
        return
    own = partner(text.facts, at, ("result",) if context.key.kind == "决算" else ("budget",), year)
    if other is None or own is None or other.amount is None or own.amount is None:
        return
    difference = own.amount - other.amount
    told = fact.direction
    if told == "持平":
        room = abs(other.amount) * Decimal(rule.parameters["about"])
        wrong = not is_rounding(difference / 10000, "万元", ()) and (
            not re.search(rule.parameters["roughly"], fact.text) or abs(difference) > room)
    else:
        wrong = (difference > 0 and told in FALLS) or (difference < 0 and told in RISES)
    if wrong:
        right = "增加" if difference > 0 else "减少"
        yield Candidate(_name(fact), (context.of_fact(fact), context.of_fact(own), context.of_fact(other)), right, told,
                        money(abs(difference) / 10000, "万元"))


@check("comparison-word")
def comparison_word(context: Context, rule: Rule) -> Iterator[Candidate]:
    """决算数小于年初预算数 against the budget and the result told before it."""
    pattern = re.compile(rule.parameters["pattern"])
    for text in context.passages:
        for match in pattern.finditer(text.text):
            pair = _told_before(context, text, match)
            if pair is None:
                yield from _against_rate(context, text, match, rule)
                continue
            budget, result = pair
            difference = (result.amount or ZERO) - (budget.amount or ZERO)
            sign = next(sign for sign, words in rule.parameters["signs"].items() if match["word"] in words)
            right = ">" if difference > 0 else "<" if difference < 0 else "="
            if sign != right:
                yield Candidate(
                    _name(result), (context.of_text(text, match.start(), match.end()), context.of_fact(budget),
                                    context.of_fact(result)),
                    rule.parameters["names"][right], match["word"], money(abs(difference) / 10000, "万元"))


def _against_rate(context: Context, text: Text, match: re.Match[str], rule: Rule) -> Iterator[Candidate]:
    """The word against the completion told right before it, where the budget is not."""
    sentence = max(text.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
    told = [fact for fact in text.facts if sentence <= text.text.find(fact.text) < match.start()]
    rates = [fact for fact in told if fact.role == "completion" and fact.value not in (None, 100)
             and names_stage(match[0], fact.base)]
    if len(rates) != 1 or rates[0].value is None:
        return
    rate = rates[0].value
    sign = next(sign for sign, words in rule.parameters["signs"].items() if match["word"] in words)
    right = ">" if rate > 100 else "<"
    if sign != right and sign != "=":
        yield Candidate(_name(rates[0]), (context.of_text(text, match.start(), match.end()), context.of_fact(rates[0])),
                        rule.parameters["names"][right], match["word"], f"{plain(rate)} %")


def _told_before(context: Context, text: Text, match: re.Match[str]) -> tuple[Fact, Fact] | None:
    """The last result whose clause stands before the word, and the last budget of the same thing: of the stage that the
    word names (年初预算数), where it names one."""
    position = match.start()
    before = [fact for fact in text.facts if 0 <= text.text.find(fact.text) < position and fact.amount is not None]
    results = [fact for fact in before if fact.role == "result" and fact.stage == "决算"]
    if not results:
        return None
    result = results[-1]
    budgets = [f for f in before if f.role == "budget" and f.subject == result.subject and f.year == context.key.year
               and names_stage(match[0], f.stage)]
    return (budgets[-1], result) if budgets else None


@check("flat-with-reason")
def flat_with_reason(context: Context, rule: Rule) -> Iterator[Candidate]:
    """持平 followed by the reason of a rise or fall."""
    moves = re.compile(rule.parameters["moves"])
    for text in context.passages:
        for fact in text.facts:
            if fact.role == "change" and fact.direction == "持平" and (found := moves.search(fact.reason)):
                yield Candidate(_name(fact), (context.of_fact(fact), context.of_text(text)), "", fact.reason,
                                words={"move": found[0]})


@check("reason-direction")
def reason_direction(context: Context, rule: Rule) -> Iterator[Candidate]:
    """减少2.98% because 宣传事务经费增加: a reason that names the item itself and moves it the other way."""
    move = re.compile(rule.parameters["reason"])
    for text in context.passages:
        for fact in text.facts:
            match = move.fullmatch(fact.reason) if fact.role == "change" else None
            if match is None or fact.direction not in (*FALLS, *RISES):
                continue
            path = fact.subject.split("/")
            own = any(same_name(match["thing"], "".join(path[start:])) for start in range(len(path)))
            if own and (match["move"] in FALLS) != (fact.direction in FALLS):
                places = (context.of_fact(fact), context.of_text(text))
                yield Candidate(_name(fact), places, fact.direction, fact.reason)


@check("impossible-change")
def impossible_change(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An increase larger than the amount it led to: the year before would have been below zero."""
    for text in context.passages:
        for at, fact in enumerate(text.facts):
            if fact.role != "change" or fact.amount is None or fact.direction not in RISES:
                continue
            if "预算" in fact.base and context.key.kind == "决算":
                continue
            now = amount_of(context, text, at, "result")
            if now is not None and fact.amount > now[0]:
                yield Candidate(_name(fact), (context.of_fact(fact), now[1]), f"≤ {plain(now[0] / 10000)} 万元",
                                f"{fact.direction} {plain(fact.value or ZERO)} {fact.uom}",
                                money((fact.amount - now[0]) / 10000, "万元"))


@check("empty-change")
def empty_change(context: Context, rule: Rule) -> Iterator[Candidate]:
    """增加 0 万元: a direction without a change."""
    for text in context.passages:
        for fact in text.facts:
            if fact.role == "change" and fact.value == ZERO and fact.amount == ZERO and (
                fact.direction in (*RISES, *FALLS)
            ):
                yield Candidate(_name(fact), (context.of_fact(fact),), "持平", f"{fact.direction} {plain(fact.value)}")


@check("missing-reason")
def missing_reason(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A result that differs from its budget, or a yearly change, without a reason in its paragraph."""
    reason, goes_on = re.compile(rule.parameters["reason"]), re.compile(rule.parameters["goes_on"])
    passages = context.passages
    for number, text in enumerate(passages):
        following = passages[number + 1].text if number + 1 < len(passages) else ""
        below = [each.text for each in passages[number + 1:] if each.section[:len(text.section)] == text.section]
        if goes_on.match(following) or (text.text.endswith("：") and any(reason.search(each) for each in below)):
            continue
        for at, fact in enumerate(text.facts):
            if fact.measure not in rule.parameters["measures"] or fact.value is None:
                continue
            completion = fact.role == "completion" and fact.value != 100 and fact.value != ZERO
            change = fact.role == "change" and fact.amount and "预算" not in fact.base and fact.measure in (
                rule.parameters["yearly"])
            if (completion or change) and not reason.search(_part_of(text, fact)) and not _explained(
                context, fact, rule.parameters["explained_by"].get(fact.measure, ""), reason
            ):
                evidence = (context.of_fact(fact), context.of_text(text))
                yield Candidate(_name(text.facts[at]), evidence, "", fact.text)
                break


def _explained(context: Context, fact: Fact, whole: str, reason: re.Pattern[str]) -> bool:
    """Whether a change is the greater part of that of ``whole``, of which the prose gives the reason."""
    return fact.role == "change" and any(
        each.measure == whole and each.role == "change" and each.direction == fact.direction
        and each.amount is not None and fact.amount is not None and each.amount <= 2 * fact.amount
        and reason.search(_part_of(text, each))
        for text in context.passages for each in text.facts if whole)


_MARK = re.compile(r"(?<=[。；])(?:（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、．](?!\d))")


def _part_of(text: Text, fact: Fact) -> str:
    """The numbered part of the paragraph that a fact stands in; the whole paragraph where it has no such parts."""
    at = text.text.find(fact.text)
    marks = [mark.start() for mark in _MARK.finditer(text.text)]
    if at < 0 or not marks:
        return text.text
    start = max((mark for mark in marks if mark <= at), default=0)
    return text.text[start : min((mark for mark in marks if mark > at), default=len(text.text))]


def _name(fact: Fact) -> str:
    return fact.subject.split("/")[-1]
