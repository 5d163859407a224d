"""Percentages told in prose, computed again from the amounts they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.numbers import ZERO, exponent, percent, plain, ratio_off
from graph.findings.records import Evidence
from graph.findings.rulebook import Rule
from ingest.facts.types import ECONOMIC, FUNCTIONAL, halves, named
from ingest.records import Fact, Figure, Stage

FALLS = ("减少", "下降", "降低", "压减", "调减")
Amount = tuple[Decimal, Evidence]


def partner(facts: Sequence[Fact], at: int, roles: tuple[str, ...], year: int) -> Fact | None:
    """The amount of the same thing nearest to fact ``at`` in its passage, before it if there is one."""
    own = facts[at]
    nearest = [fact for fact in (*reversed(facts[:at]), *facts[at + 1:])
               if fact.role in roles and fact.amount is not None and fact.year == year
               and (own.role != "completion" or fact.role != "budget" or names_stage(own.base, fact.stage))]
    for fact in nearest:
        if fact.subject == own.subject and fact.measure == own.measure:
            return fact
    if own.role != "change" or not own.measure or own.measure in (FUNCTIONAL, ECONOMIC):
        return None
    # One thing by another name: 收入总计、支出总计均为 … 收、支总计各增加; “三公”经费预算 … “三公”经费.
    alike = (own.measure, *halves(own.measure))
    found = next((fact for fact in nearest if fact.measure in alike), None)
    # 支出 alone, in a paragraph that tells one whole of it only, is of that whole: 本年支出合计 … 支出增加.
    flow = own.measure.removesuffix("-total")
    return found or next((fact for fact in nearest if flow != own.measure and fact.measure == flow), None)


def amount_of(context: Context, text: Text, at: int, role: str) -> Amount | None:
    """The budget or the result that fact ``at`` speaks of: told in its passage, else printed in a table."""
    fact = text.facts[at]
    told = partner(text.facts, at, (role,), context.key.year)
    if told is None and role == "budget" and fact.role == "completion":
        worked_out = _budget_by_change(context, text, at)
        if worked_out is not None:
            return worked_out
    if told is None and context.key.kind == "预算" and role == "result":
        told = partner(text.facts, at, ("budget",), context.key.year)
    if told is not None and told.amount is not None:
        return told.amount, context.of_fact(told)
    stage: Stage = "年初预算" if role == "budget" else "决算"
    like = replace(fact, role=role, amount=ZERO, stage=stage, year=context.key.year)
    printed = context.printed_as(like, text.section)
    amounts = {figure.amount for figure in printed}
    if len(amounts) == 1 and printed[0].amount is not None:
        return printed[0].amount, context.of_figure(printed[0])
    return None


def _budget_by_change(context: Context, text: Text, at: int) -> Amount | None:
    """The budget that a result is told to be above or below: 完成年初预算的104.35%，比年初预算增加288.70万元."""
    own = text.facts[at]
    result = partner(text.facts, at, ("result",), context.key.year)
    for fact in text.facts[at + 1 : at + 3]:
        if (fact.subject, fact.role, fact.source) != (own.subject, "change", own.source) or "预算" not in fact.base:
            continue
        if fact.amount is None or result is None or result.amount is None or not _one_budget(own.base, fact.base):
            continue
        change = -fact.amount if fact.direction in FALLS else fact.amount
        return result.amount - change, context.of_fact(fact)
    return None


def names_stage(words: str, stage: str) -> bool:
    """Whether a rate that names a budget so may be of the budget of that stage; 预算 alone may be of any."""
    return not _kind(words) or not _kind(stage) or _kind(words) == _kind(stage)


def _kind(words: str) -> str:
    return next((kind for kind in ("年初", "全年", "调整") if kind in words), "")


def _one_budget(one: str, other: str) -> bool:
    """Whether two words for a budget may mean the same: 预算 may be any."""
    return _kind(one) == _kind(other)


def _percentages(context: Context, role: str) -> Iterator[tuple[Text, int, Fact, Decimal]]:
    for text in context.passages:
        for at, fact in enumerate(text.facts):
            if fact.role == role and fact.uom == "%" and fact.value is not None:
                yield text, at, fact, fact.value


def _judged(
    context: Context, fact: Fact, printed: Decimal, part: Decimal, whole: Decimal, evidence: tuple[Evidence, ...]
) -> Candidate | None:
    """A candidate where the printed percentage is not ``part`` of ``whole``; one place off is rounding."""
    off = ratio_off(part, whole, printed)
    if not off:
        return None
    places = exponent(printed)
    right = percent(abs(part), abs(whole), places)
    return Candidate(
        fact.subject.split("/")[-1], (context.of_fact(fact), *evidence), f"{plain(right)} %", f"{plain(printed)} %",
        f"{plain(abs(right - printed))}", rounding=off <= 1 and places > 0,
        words={"formula": f"{plain(part)} ÷ {plain(whole)}"},
    )


@check("completion")
def completion(context: Context, rule: Rule) -> Iterator[Candidate]:
    """完成年初预算的 x %: the result over the budget."""
    for text, at, fact, printed in _percentages(context, "completion"):
        result, budget = amount_of(context, text, at, "result"), amount_of(context, text, at, "budget")
        if result is None or budget is None or re.search(rule.parameters["added"], fact.subject):
            continue
        found = _judged(context, fact, printed, _wan(result[0]), _wan(budget[0]), (result[1], budget[1]))
        if found is not None:
            yield found


@check("zero-budget")
def zero_budget(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A completion rate of a budget of zero, which has none."""
    for text, at, fact, printed in _percentages(context, "completion"):
        budget = amount_of(context, text, at, "budget")
        if budget is not None and budget[0] == ZERO:
            yield Candidate(fact.subject.split("/")[-1], (context.of_fact(fact), budget[1]), "", f"{plain(printed)} %")


@check("change-rate")
def change_rate(context: Context, rule: Rule) -> Iterator[Candidate]:
    """增长 x %: the change over the amount of the year before, which is told or follows from the change."""
    for text, at, fact, printed in _percentages(context, "change"):
        judged = [_judged(context, fact, printed, _wan(change), _wan(previous), evidence)
                  for change, previous, evidence in _before(context, text, at) if previous > ZERO]
        # Where this year's amount is told twice and differs, that is another finding: the rate may fit either.
        if judged and judged[0] is not None and all(judged):
            yield judged[0]


@check("zero-base")
def zero_base(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A rate of change from nothing."""
    for text, at, fact, printed in _percentages(context, "change"):
        for _, previous, evidence in _before(context, text, at)[:1]:
            if previous == ZERO and printed != ZERO:
                yield Candidate(fact.subject.split("/")[-1], (context.of_fact(fact), *evidence), "",
                                f"{plain(printed)} %")


def _before(context: Context, text: Text, at: int) -> list[tuple[Decimal, Decimal, tuple[Evidence, ...]]]:
    """Change and amount of the year before (in yuan) that the rate ``at`` may stand on, the likeliest first."""
    fact = text.facts[at]
    if "预算" in fact.base and "上" not in fact.base and str(context.key.year - 1) not in fact.base:
        previous = None
    else:
        previous = partner(text.facts, at, ("result", "budget"), context.key.year - 1)
    now = amount_of(context, text, at, "result")
    if now is None:
        return []
    if previous is not None and previous.amount is not None:
        told = [now, *((other.amount, context.of_fact(other)) for other in text.facts
                       if other.subject == fact.subject and other.year == context.key.year
                       and other.role in ("result", "budget") and other.amount not in (None, now[0]))]
        return [(amount - previous.amount, previous.amount, (place, context.of_fact(previous)))
                for amount, place in told if amount is not None]
    change = changed_by(text.facts, at)
    if change is None or change.amount is None or not _same_base(change.base, fact.base, context):
        return []
    before = now[0] + change.amount if change.direction in FALLS else now[0] - change.amount
    return [(change.amount, before, (context.of_fact(change), now[1]))]


def _same_base(one: str, other: str, context: Context) -> bool:
    """Both against the year before, or both against the budget."""
    return (("预算" in one) == ("预算" in other) and context.key.kind != "预算") or (
        context.key.kind == "预算" and ("执行" in one) == ("执行" in other))


def changed_by(facts: tuple[Fact, ...], at: int) -> Fact | None:
    """The change in money told just before the rate ``at``, of the same thing."""
    for fact in reversed(facts[max(0, at - 2):at]):
        if fact.role == "change" and fact.amount is not None and fact.subject == facts[at].subject:
            return fact
    return None


@check("share")
def share(context: Context, rule: Rule) -> Iterator[Candidate]:
    """占 x %: the part over the whole that the sentence names, or that its section leads with."""
    for text, at, fact, printed in _percentages(context, "share"):
        part = partner(text.facts, at, ("result", "budget"), context.key.year)
        if part is None or part.amount is None or part.amount == ZERO:
            continue
        wholes = [w for w in _wholes(context, text, fact, rule) if w[0] >= part.amount and w[0] > ZERO]
        judged = [_judged(context, fact, printed, _wan(part.amount), _wan(whole), (context.of_fact(part), place))
                  for whole, place in wholes]
        if fact.uom != "元" and any(ratio_off(part.amount, whole * 10000, printed) == 0 or
                                    ratio_off(part.amount * 10000, whole, printed) == 0 for whole, _ in wholes):
            continue  # the slip is in a unit, and told as such
        if not fact.base and _shared_with_others(context, text, fact, (printed, part.amount), wholes):
            continue
        if judged and all(judged):
            found = next((j for j in judged if j is not None and j.rounding), judged[0])
            if found is not None:
                yield found


def _wholes(context: Context, text: Text, fact: Fact, rule: Rule) -> Iterator[Amount]:
    base = fact.base
    measure = rule.parameters["bases"].get(base, "")
    if base and not measure:
        known = named(base)
        measure = known[0] if known else ""
    parent = rule.parameters["parents"].get(fact.measure, "")
    if not base or (parent and measure in rule.parameters["sums_of_all"]):
        measure = parent
    if measure:
        for other in (text, *context.passages):
            for each in other.facts:
                if each.measure == measure and each.role in ("result", "budget") and each.amount is not None and (
                    each.year == context.key.year
                ):
                    yield each.amount, context.of_fact(each)
        for figure in _totals(context, measure):
            if figure.amount is not None:
                yield figure.amount, context.of_figure(figure)
    for each in rule.parameters["tables"]:
        figures = [context.totals.get(tuple(of), [])[:1] for of in each["of"] if re.fullmatch(each["base"], base)]
        printed = [figure for group in figures for figure in group if figure.amount is not None]
        total = sum((figure.amount or ZERO for figure in printed), ZERO)
        # All of it may be said of the budget, which is not printed; of the very digits it is a slip.
        if figures and figures[0] and (fact.value != 100 or _same_digits(text, fact, total, context)):
            yield total, context.of_figure(printed[0])
    if len(base) >= rule.parameters["named"]:  # 占基本支出的: of 财政拨款基本支出, which the section told
        for other in _section(context, text):
            for each in other.facts:
                if each.amount is not None and each.role in ("result", "budget") and each.year == context.key.year and (
                    each.subject.endswith(base) and each.subject != fact.subject
                ):
                    yield each.amount, context.of_fact(each)
    if not base:
        yield from _leading(context, text, fact, rule)


def _same_digits(text: Text, fact: Fact, total: Decimal, context: Context) -> bool:
    """Whether the amount that a share is of has the digits of a total, in whatever order."""
    part = partner(text.facts, text.facts.index(fact), ("result", "budget"), context.key.year)
    return part is not None and part.amount is not None and (
        sorted(str(part.amount.normalize())) == sorted(str(total.normalize())))


def _totals(context: Context, measure: str) -> list[Figure]:
    like = Fact(measure, measure, ZERO, "万元", ZERO, context.key.year, "", "result", context.passages[0].source)
    return context.printed_as(like, ())


def _leading(context: Context, text: Text, part: Fact, rule: Rule) -> Iterator[Amount]:
    """Every total of the section that such a part may be divided from, results before budgets; of a part that the
    rules don't know, the first amount of its paragraph."""
    division = next((each for each in rule.parameters["divided"] if part.measure in each["parts"]), None)
    if division is None:
        told = [fact for fact in text.facts if fact.amount is not None and fact.role in ("result", "budget")]
        if told and told[0].amount is not None and told[0].subject != part.subject:
            yield told[0].amount, context.of_fact(told[0])
        return
    wholes = [*division["wholes"], *(division.get("in_budget", ()) if context.key.kind == "预算" else ())]
    told = [fact for other in _section(context, text) for fact in other.facts
            if fact.measure in wholes and fact.subject != part.subject and fact.role in ("result", "budget")]
    for fact in sorted(told, key=lambda fact: fact.role == "budget"):
        if fact.amount is not None:
            yield fact.amount, context.of_fact(fact)


def _section(context: Context, text: Text) -> list[Text]:
    """The paragraphs under the same heading."""
    return [other for other in context.passages
            if other.section == text.section and other.source.document == text.source.document]


def _shared_with_others(
    context: Context, text: Text, own: Fact, told: tuple[Decimal, Decimal], wholes: Sequence[Amount]
) -> bool:
    """Whether another share of the section, off all ``wholes`` too, stands on the very whole that this one does: then
    they divide something that the section does not tell, for a slip is in one of them only. ``told``: this share and
    its amount."""
    printed, amount = told
    low, high = _implied(amount, printed)
    for other in _section(context, text):
        for at, fact in enumerate(other.facts):
            if fact.role != "share" or fact.base or fact.value is None or fact.subject == own.subject:
                continue
            part = partner(other.facts, at, ("result", "budget"), context.key.year)
            if part is not None and part.amount and fact.value:
                if any(not ratio_off(part.amount, whole, fact.value) for whole, _ in wholes):
                    continue
                least, most = _implied(part.amount, fact.value)
                if least <= high and low <= most:
                    return True
    return False


def _implied(amount: Decimal, printed: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest whole of which ``amount`` is the printed percentage, as rounded."""
    room = Decimal(1).scaleb(-exponent(printed)) / 2
    least = amount * 100 / (printed + room)
    return least, amount * 100 / (printed - room) if printed > room else least * 1000


@check("shares-sum")
def shares_sum(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Shares over 100 %, or that add to more: each of its own, and those of one section with one whole."""
    groups: dict[tuple[object, ...], list[tuple[Fact, Decimal]]] = {}
    for text, _, fact, printed in _percentages(context, "share"):
        if printed > 100:
            yield Candidate(fact.subject, (context.of_fact(fact),), "≤ 100 %", f"{plain(printed)} %")
        if fact.measure in rule.parameters["divided"] and fact.subject.count("/") == 0:
            key = (text.section, fact.base, rule.parameters["divided"][fact.measure])
            groups.setdefault(key, []).append((fact, printed))
    for members in groups.values():
        named_once = {fact.subject: (fact, value) for fact, value in members}
        total = sum((value for _, value in named_once.values()), ZERO)
        places = max((exponent(value) for _, value in named_once.values()), default=0)
        room = Decimal(len(named_once)) * Decimal(1).scaleb(-places) / 2
        if len(named_once) > 1 and total > 100 + room:
            yield Candidate("、".join(named_once), tuple(context.of_fact(fact) for fact, _ in named_once.values()),
                            "≤ 100 %", f"{plain(total)} %", plain(total - 100))


def _wan(amount: Decimal) -> Decimal:
    """Yuan in 万元, the unit whose hundredth is printed."""
    return amount / 10000
