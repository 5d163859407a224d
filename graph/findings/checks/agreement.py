"""The same quantity printed twice: prose against table, prose against prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text, money, same_name
from graph.findings.numbers import ZERO, shortened
from graph.findings.rulebook import Rule
from ingest.facts.types import ECONOMIC, FUNCTIONAL, derived_dimensions
from ingest.records import Fact, Figure
from ontology.layout import bare
from ontology.schemes import unit_factors

MYRIAD = 10000


def agreement(fact: Fact, figure: Figure) -> str:
    """How an amount of prose and one of a table stand to each other: same, rounding, unit (off by ten thousand) or
    different. A hundredth of the coarser unit is the last place that either can tell."""
    if fact.amount is None or figure.amount is None:
        return "same"
    factors = unit_factors()
    place = max(factors.get(fact.uom, Decimal(1)), factors.get(figure.uom, Decimal(1))) / 100
    difference = abs(fact.amount - figure.amount)
    if difference <= place / 2:
        return "same"
    if difference <= 2 * place:
        return "rounding"
    if figure.amount and fact.amount and (
        abs(fact.amount * MYRIAD - figure.amount) <= place * 2 or abs(figure.amount * MYRIAD - fact.amount) <= place * 2
    ):
        return "unit"
    if fact.value is not None and fact.uom == figure.uom and shortened(fact.value, figure.value):
        return "rounding"
    return "different"


def _compared(context: Context) -> Iterator[tuple[Text, Fact, list[Figure], set[str]]]:
    for text in context.passages:
        for fact in text.facts:
            figures = context.printed_as(fact, text.section)
            if figures:
                yield text, fact, figures, {agreement(fact, figure) for figure in figures}


@check("prose-table")
def prose_table(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An amount of prose that no table prints for the same thing."""
    for _, fact, figures, ways in _compared(context):
        if "same" in ways or "unit" in ways:
            continue
        figure = next((f for f in figures if agreement(fact, f) == "rounding"), figures[0])
        found = _pair(context, fact, figure)
        twin = _whole_of(context, fact)
        words = {"twin": "", "twin_en": ""}
        if twin is not None and "rounding" not in ways:
            words = {"twin": f"（与《{twin.form}》{twin.item} {twin.column}同数）",
                     "twin_en": f" (which is what {twin.form} prints for {twin.item} {twin.column})"}
        evidence = (*found.evidence, *((context.of_figure(twin),) if words["twin"] and twin is not None else ()))
        yield Candidate(found.subject, evidence, found.expected, found.found, found.difference,
                        rounding="rounding" in ways, words=words)


def _whole_of(context: Context, fact: Fact) -> Figure | None:
    """A total of another budget that has the fact's amount: all basic expenditure for that of the general budget."""
    what = derived_dimensions(fact.measure)
    if not what:
        return None
    for (measure, fund, nature), figures in context.totals.items():
        if (measure, nature) == (what[0].measure, what[0].nature) and fund != what[0].fund:
            for figure in figures:
                if figure.amount == fact.amount:
                    return figure
    return None


@check("unit-slip")
def unit_slip(context: Context, rule: Rule) -> Iterator[Candidate]:
    """元 for 万元: ten thousand times off the table, or alone in 元 among amounts in 万元."""
    for _, fact, figures, ways in _compared(context):
        if "unit" in ways and "same" not in ways:
            yield _pair(context, fact, next(f for f in figures if agreement(fact, f) == "unit"))
    without, aside = re.compile(rule.parameters["without"]), re.compile(rule.parameters["aside"])
    for text in context.passages:
        if aside.search("".join(text.section)):
            continue
        wan = [f for f in text.facts if f.uom == "万元"]
        odd = [f for f in text.facts
               if f.uom == "元" and f.value is not None and not without.search(f.subject + f.text)]
        for fact in odd:
            twin = next((f for f in wan if f.value == fact.value), None)
            if twin is not None or (len(wan) > 1 and fact.value is not None and fact.value < MYRIAD):
                other = twin or wan[0]
                yield Candidate(
                    fact.subject.split("/")[-1], (context.of_fact(fact), context.of_fact(other)),
                    money(fact.value or ZERO, "万元"), money(fact.value or ZERO, fact.uom))


def _pair(context: Context, fact: Fact, figure: Figure) -> Candidate:
    difference = abs((fact.amount or ZERO) - (figure.amount or ZERO)) / unit_factors().get(fact.uom, Decimal(1))
    return Candidate(
        fact.subject.split("/")[-1], (context.of_fact(fact), context.of_figure(figure)),
        money(figure.value, figure.uom), money(fact.value or ZERO, fact.uom), f"{difference.normalize():f}")


@check("absent-item")
def absent_item(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An item with an amount in prose for which the table has a blank, or no row."""
    if not context.forms.get("general-basic") or not context.forms.get("general-expenditure"):
        return
    for text in context.passages:
        for fact in text.facts:
            if fact.role != "result" and not (fact.role == "budget" and context.key.kind == "预算"):
                continue
            if not fact.amount or fact.year != context.key.year or context.printed_as(fact, text.section):
                continue
            name = fact.subject.split("/")[-1]
            forms: tuple[str, ...] = ()
            blank = fact.measure == ECONOMIC
            if blank:
                forms = ("general-basic", "fiscal-basic")
            elif fact.measure == FUNCTIONAL and fact.subject.count("/") == 2:
                forms = ("general-expenditure", "fiscal-expenditure", "fund")
            else:
                continue
            if any(same_name(f.item.split("/")[-1], name) for form in forms for f in context.forms.get(form, ())):
                continue
            row = next((b for b in context.blanks if b.form_id in forms and same_name(b.item, name)), None)
            twin = next((f for form in forms for f in context.forms.get(form, ())
                         if f.value == fact.value and f.level == "item"), None)
            if blank and row is None and twin is None:
                continue
            evidence = [context.of_fact(fact)]
            if row is not None:
                evidence.append(context.of_blank(row))
            if twin is not None:
                evidence.append(context.of_figure(twin))
            yield Candidate(name, tuple(evidence), "", money(fact.value or ZERO, fact.uom),
                            words={"twin": f"（表中同数为“{twin.item}”）" if twin else "",
                                   "twin_en": f" (the table has this amount under {twin.item})" if twin else ""})


@check("budget-stage")
def budget_stage(context: Context, rule: Rule) -> Iterator[Candidate]:
    """完成年初预算 where the table's note says that its budget is another."""
    evidence = []
    stages: set[str] = set()
    first = ""
    for text in context.passages:
        for fact in text.facts:
            if fact.role not in ("completion", "change", "budget") or fact.measure not in rule.parameters["measures"]:
                continue
            named = fact.stage if fact.role == "budget" else fact.base
            if named not in ("年初预算", "全年预算", "调整预算") or fact.year != context.key.year:
                continue
            budgets = [f for f in context.forms.get("three-public", ()) if f.stage != "决算"]
            other = [f for f in budgets if f.stage not in (named, "预算")]
            if other and len(other) == len(budgets):
                evidence += [context.of_fact(fact), context.of_figure(other[0])]
                stages.add(other[0].stage)
                first = first or named
    if evidence:
        yield Candidate("“三公”经费", tuple(dict.fromkeys(evidence)), "、".join(sorted(stages)), first)


@check("told-twice")
def told_twice(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Quantities that stand in no table and are told in two places with two values."""
    ways = [re.compile(way) for way in rule.parameters["ways"]]
    found: dict[tuple[object, ...], list[Fact]] = {}
    for text in context.passages:
        for fact in text.facts:
            if fact.value is None or fact.role not in ("result", "budget") or fact.qualifier:
                continue
            if fact.measure in rule.parameters["measures"]:
                way: tuple[bool, ...] = ()
                if fact.measure == "evaluated-projects":
                    way = tuple(bool(each.search(fact.source.printed)) for each in ways)
                # Vehicles told beside the three-public expenses are those that fiscal appropriations pay for.
                if fact.measure == "vehicles-owned":
                    way = (rule.parameters["paid"] in "".join(text.section),)
                found.setdefault((fact.measure, fact.year, fact.role, fact.uom, way), []).append(fact)
    for facts in found.values():
        values = {fact.value for fact in facts}
        if len(values) > 1 and len({fact.source.printed for fact in facts}) > 1:
            one = facts[0]
            other = next(fact for fact in facts if fact.value != one.value)
            if one.source.printed == other.source.printed:
                continue
            yield Candidate(one.subject, (context.of_fact(one), context.of_fact(other)),
                            money(one.value or ZERO, one.uom), money(other.value or ZERO, other.uom))


@check("whole-for-part")
def whole_for_part(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The money of the whole unit's evaluation, where it is that of the projects."""
    totals = context.totals.get(("expenditure", "all", "total"), [])
    parts = [f for nature in ("project", "basic") for fund in ("all", "general")
             for f in context.totals.get(("expenditure", fund, nature), [])]
    for text in context.passages:
        for fact in text.facts:
            if fact.measure != "evaluated-funds" or not fact.amount or fact.role != "result":
                continue
            # What follows a semicolon is told of another subject.
            told = [part for part in re.split("[；;]", bare(fact.source.printed)) if bare(fact.text) in part]
            if not re.search(rule.parameters["sentence"], told[0] if told else fact.source.printed):
                continue
            slip = next((f for f in totals if _transposed(fact, f)), None)
            if slip is not None:
                yield Candidate("整体支出", (context.of_fact(fact), context.of_figure(slip)),
                                money(slip.value, slip.uom), money(fact.value or ZERO, fact.uom),
                                words={"part": "全部支出两位数字对调"})
            same = [f for f in parts if f.amount == fact.amount]
            if same and totals and all(f.amount != fact.amount for f in totals):
                places = (context.of_fact(fact), context.of_figure(totals[0]), context.of_figure(same[0]))
                yield Candidate("整体支出", places, money(totals[0].value, totals[0].uom),
                                money(fact.value or ZERO, fact.uom),
                                words={"part": same[0].column.split("/")[-1]})


def _transposed(fact: Fact, figure: Figure) -> bool:
    """Whether an amount is another with two neighbouring digits changed about: 1410.38 for 1401.38."""
    if fact.uom != figure.uom or fact.value is None or len(str(fact.value)) != len(str(figure.value)):
        return False
    off = [at for at, pair in enumerate(zip(str(fact.value), str(figure.value), strict=True)) if pair[0] != pair[1]]
    one, other = str(fact.value), str(figure.value)
    return len(off) == 2 and off[1] - off[0] <= 2 and (one[off[0]], one[off[1]]) == (other[off[1]], other[off[0]])
