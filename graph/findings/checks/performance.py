"""Projects, indicators and scores: rates, targets met, names and numbers told in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz

from graph.findings.checks import check
from graph.findings.context import Candidate, Context
from graph.findings.numbers import ZERO, exponent, percent, plain, ratio_off
from graph.findings.rulebook import Rule
from ingest.language.sentences import normalise
from ingest.records import Fact, Indicator

NUMBER = re.compile(r"^(?P<sign>[≥≤><＝=]?)(?P<value>-?[\d,]+(?:\.\d+)?)(?P<uom>[^\d，。；,]{0,6})$")


_IN_BRACKETS = re.compile("（[^（）]*）$")
"""A score behind the rate in one cell: 99.90%（9.99）."""


def one_number(text: str) -> tuple[str, Decimal, str] | None:
    """Sign, value and unit of a target or result that is one number, None for anything else."""
    match = NUMBER.match(normalise(text))
    if match is None:
        return None
    try:
        return match["sign"], Decimal(match["value"].replace(",", "")), match["uom"]
    except InvalidOperation:
        return None


@check("project-rate")
def project_rate(context: Context, rule: Rule) -> Iterator[Candidate]:
    """执行率 against executed and budget."""
    for project in context.disclosure.projects:
        rate = one_number(_IN_BRACKETS.sub("", project.rate))
        if rate is None or not project.budget or project.executed is None:
            continue
        off = ratio_off(project.executed, project.budget, rate[1])
        if off:
            right = percent(project.executed, project.budget, exponent(rate[1]))
            quote = f"{project.executed} / {project.budget}，{project.rate}"
            yield Candidate(
                project.name, (context.of_source(project.source, quote, project.name),),
                f"{plain(right)} %", project.rate, plain(abs(right - rate[1])), rounding=off <= 1,
                words={"formula": f"{plain(project.executed)} ÷ {plain(project.budget)}"})


@check("project-names")
def project_names(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Two names, alike, for what has the same money."""
    projects = [p for p in context.disclosure.projects if p.budget and p.executed is not None]
    for index, one in enumerate(projects):
        for other in projects[index + 1:]:
            if one.budget == other.budget and one.executed == other.executed and _alike(one.name, other.name, rule):
                yield Candidate(
                    one.name, (context.of_source(one.source, one.name, one.name),
                               context.of_source(other.source, other.name, other.name)), one.name, other.name)


def _alike(one: str, other: str, rule: Rule) -> bool:
    return one != other and fuzz.ratio(one, other) >= rule.parameters["alike"]


@check("indicator-names")
def indicator_names(context: Context, rule: Rule) -> Iterator[Candidate]:
    """One indicator of a project under two names, or under two kinds."""
    seen: list[Indicator] = []
    for one in context.disclosure.indicators:
        for other in seen:
            if one.project != other.project or one.goal != other.goal or one.target != other.target:
                continue
            kinds = one.level2 != other.level2 and one.level2 and other.level2
            alike = fuzz.ratio(one.name, other.name)
            names = one.name != other.name
            if alike >= rule.parameters["alike"] and (names or kinds) and len(one.name) >= rule.parameters["least"]:
                first = f"{other.level2}：{other.name}" if kinds else other.name
                second = f"{one.level2}：{one.name}" if kinds else one.name
                yield Candidate(other.name, (context.of_source(other.source, first, other.name),
                                             context.of_source(one.source, second, one.name)), first, second)
                break
        seen.append(one)


@check("indicator-met")
def indicator_met(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Told as done though short of its target, or as not done though it reaches it."""
    done, undone = re.compile(rule.parameters["done"]), re.compile(rule.parameters["undone"])
    for each in context.disclosure.indicators:
        target, actual = one_number(each.target), one_number(each.actual)
        if target is None or actual is None or target[2] != actual[2] or actual[0]:
            continue
        at_most = target[0] in ("≤", "<")
        met = actual[1] <= target[1] if at_most else actual[1] >= target[1]
        told_done = bool(done.search(each.note)) and not undone.search(each.note)
        if (told_done and not met) or (undone.search(each.note) and met and target[0]):
            place = each.actual_source or each.source
            yield Candidate(each.name, (context.of_source(each.source, each.target, each.name),
                                        context.of_source(place, f"{each.actual}，{each.note}", each.name)),
                            each.target, f"{each.actual}（{each.note}）")


@check("indicator-values")
def indicator_values(context: Context, rule: Rule) -> Iterator[Candidate]:
    """One result told with two numbers: in the tables of indicators, in prose, or in both."""
    told: list[tuple[str, Decimal, str, int, Candidate]] = []
    for each in context.disclosure.indicators:
        number = one_number(each.actual)
        if number is not None and not number[0]:
            place = context.of_source(each.actual_source or each.source, each.actual, each.name)
            here = Candidate(each.name, (place,), found=each.actual)
            told.append((_core(each.name, rule), number[1], number[2], context.key.year, here))
    prose = [fact for text in context.passages for fact in text.facts]
    for fact in prose:
        if fact.role == "result" and fact.value is not None and not fact.qualifier and not fact.measure:
            name = _core(_full(fact), rule)
            if len(name) >= rule.parameters["least"]:  # a short name of prose may stand for many things
                here = Candidate(fact.subject, (context.of_fact(fact),), found=f"{plain(fact.value)}{fact.uom}")
                told.append((name, fact.value, fact.uom, fact.year or context.key.year, here))
    first: dict[tuple[str, str, int], tuple[Decimal, Candidate]] = {}
    for name, value, uom, year, candidate in told:
        if len(name) < rule.parameters["least_indicator"] or re.search(rule.parameters["without"], name):
            continue
        before = first.setdefault((name, uom, year), (value, candidate))
        if before[0] != value and before[1].evidence[0].document == candidate.evidence[0].document:
            yield Candidate(name, (*before[1].evidence, *candidate.evidence), before[1].found, candidate.found)


@check("goal-values")
def goal_values(context: Context, rule: Rule) -> Iterator[Candidate]:
    """What the goals of an evaluation say was done against the indicator of that name in the same evaluation."""
    goals = [f for f in context.disclosure.figures if f.kind == "performance" and "/" in f.item
             and re.search(rule.parameters["goal"], f.item.split("/")[0])]
    for figure in goals:
        name = _core(figure.item.split("/")[-1], rule)
        for each in context.disclosure.indicators:
            number = one_number(each.actual)
            if number is None or each.project != figure.project or _core(each.name, rule) != name or number[0]:
                continue
            if number[2] == figure.uom and number[1] != figure.value and len(name) >= rule.parameters["least"]:
                place = context.of_source(each.actual_source or each.source, each.actual, each.name)
                yield Candidate(each.name, (context.of_figure(figure), place), each.actual,
                                f"{plain(figure.value)}{figure.uom}")


@check("over-all")
def over_all(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A rate that can't be over 100 %, told as more: a rate of what was right, done in time, content."""
    bounded = re.compile(rule.parameters["bounded"])
    for fact in (fact for text in context.passages for fact in text.facts):
        if fact.role == "result" and fact.uom == "%" and fact.value is not None and fact.value > 100 and (
            bounded.search(fact.subject)
        ):
            yield Candidate(fact.subject, (context.of_fact(fact),), "≤ 100%", f"{plain(fact.value)}%")
    for each in context.disclosure.indicators:
        number = one_number(each.actual)
        if number is not None and number[2] == "%" and number[1] > 100 and bounded.search(each.name):
            yield Candidate(each.name, (context.of_source(each.actual_source or each.source, each.actual, each.name),),
                            "≤ 100%", each.actual)


def _full(fact: Fact) -> str:
    return fact.predicate + fact.subject


def _core(name: str, rule: Rule) -> str:
    """A name without what only dresses it."""
    name = re.sub(rule.parameters["strip"], "", normalise(name))
    for old, new in rule.parameters["same"]:
        name = re.sub(old, new, name)
    return name


@check("rate-precision")
def rate_precision(context: Context, rule: Rule) -> Iterator[Candidate]:
    """One rate told with several last digits: 3.75 %, 3.757 %, 3.76 %."""
    told: dict[str, dict[Decimal, Candidate]] = {}
    for each in context.disclosure.indicators:
        number = one_number(each.actual)
        if number is not None and number[2] == "%" and not number[0]:
            place = context.of_source(each.actual_source or each.source, each.actual, each.name)
            here = Candidate(each.name, (place,), found=each.actual)
            told.setdefault(_core(each.name, rule), {}).setdefault(number[1], here)
    for text in context.passages:
        for fact in text.facts:
            if fact.uom == "%" and fact.role == "result" and fact.value is not None and not fact.qualifier:
                here = Candidate(fact.subject, (context.of_fact(fact),), found=f"{plain(fact.value)}%")
                told.setdefault(_core(_full(fact), rule), {}).setdefault(fact.value, here)
    room = Decimal(rule.parameters["room"])
    for values in told.values():
        for value in sorted(values):
            close = [other for other in sorted(values) if value < other <= value + room]
            if close:
                members = [values[value], *(values[other] for other in close)]
                yield Candidate(members[0].subject, tuple(place for m in members for place in m.evidence),
                                members[0].found, "、".join(m.found for m in members[1:]))
                break


@check("score-sum")
def score_sum(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Scores of a table against the overall score, and full marks against 100."""
    groups: dict[str, list[tuple[str, Decimal, int]]] = {}
    scores = context.disclosure.scores
    for index, score in enumerate(scores):
        number = one_number(score.score)
        if number is not None and score.full_mark:
            groups.setdefault(score.project, []).append((score.name, number[1], index))
    for project, members in groups.items():
        overall = [m for m in members if re.search(rule.parameters["overall"], m[0])]
        parts = [m for m in members if m not in overall]
        if len(overall) != 1 or len(parts) < 2:
            continue
        total = sum((value for _, value, _ in parts), ZERO)
        if total != overall[0][1]:
            source = scores[overall[0][2]].source
            yield Candidate(project or overall[0][0],
                            (context.of_source(source, plain(overall[0][1]), overall[0][0]),
                             *(context.of_source(scores[i].source, plain(v), n) for n, v, i in parts)),
                            plain(total), plain(overall[0][1]), plain(abs(total - overall[0][1])))


@check("heading-mismatch")
def heading_mismatch(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A paragraph that speaks of another kind of indicator than its heading."""
    heading = re.compile(rule.parameters["heading"])
    body = re.compile(rule.parameters["body"])
    for text in context.passages:
        if not text.section:
            continue
        above, own = heading.search(normalise(text.section[-1])), body.match(text.text)
        if above and own and above["kind"] != own["kind"]:
            yield Candidate(own["kind"], (context.of_text(text, own.start(), own.end()),), above["kind"], own["kind"])


@check("counted-twice")
def counted_twice(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Two sentences that count the same pair of things, with one of the numbers changed."""
    find = re.compile(rule.parameters["pattern"])
    seen: dict[tuple[str, ...], tuple[str, Candidate]] = {}
    for text in context.passages:
        for match in find.finditer(text.text):
            key = (match["first"], match["second_unit"], match["thing"])
            found = f"{match['second']}{match['second_unit']}{match['thing']}"
            here = Candidate(match["thing"], (context.of_text(text, match.start(), match.end()),), found=found)
            before = seen.setdefault(key, (match["second"], here))
            if before[0] != match["second"]:
                yield Candidate(match["thing"], (*before[1].evidence, *here.evidence), before[1].found, found)
