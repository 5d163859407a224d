"""Findings between the years of one unit: what a later disclosure says of an earlier year, and what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from graph.findings.context import Candidate, Context, money
from graph.findings.engine import make, merge, ordered
from graph.findings.numbers import ZERO, is_rounding
from graph.findings.records import Evidence, Finding
from graph.findings.rulebook import rule_of
from graph.naming.units import written_out
from ingest.facts.types import derived_dimensions
from ingest.records import Disclosure, Figure
from ontology.terms import DEFAULT_BASE

_ALSO_ITEMS = ("meetings", "training")
"""Measures that prose also tells as items of what keeps a unit running, which are not all of them."""
_CENTS = Decimal(200)
"""Two hundredths of 万元 in yuan: what rounding explains."""


def findings_across(disclosures: Sequence[Disclosure], base: str = DEFAULT_BASE) -> list[Finding]:
    """Findings between disclosures of one unit, kind and scope in consecutive years; the later one is at fault or not.

    A figure derived from a change ("较上年减少 23.59 万元") is compared with the figure published for that year, an
    opening balance with the closing balance it carries over, the opening budget that final accounts tell with the
    budget published. Each pair is told under the later disclosure.
    """
    contexts = sorted(
        (Context(each, base) for each in disclosures),
        key=lambda c: (written_out(c.key.unit), c.key.kind, c.key.scope, c.key.year, c.revision),
    )
    found: list[Finding] = []
    for earlier, later in pairwise(contexts):
        one, other = earlier.key, later.key
        if (written_out(one.unit), one.kind, one.scope, one.year + 1) != (
            written_out(other.unit), other.kind, other.scope, other.year
        ):
            continue
        for name, candidates in (
            ("derived-published", _derived(earlier, later)), ("opening-closing", _carried(earlier, later))
        ):
            found.extend(make(later, rule_of(name), [c for c in merge(candidates) if not c.rounding]))
    budgets = {_whose(context): context for context in contexts if context.key.kind == "预算"}
    for context in contexts:
        budget = budgets.get(_whose(context)) if context.key.kind == "决算" else None
        if budget is not None:
            found.extend(make(context, rule_of("budget-published"), merge(_opening_budget(budget, context))))
    return ordered(found)


def _whose(context: Context) -> tuple[str, str, int]:
    return written_out(context.key.unit), context.key.scope, context.key.year


def _opening_budget(budget: Context, final: Context) -> Iterator[Candidate]:
    """年初预算 as the final accounts tell it, in tables and prose, against the budget that was published."""
    for figure in final.tables:
        if figure.stage != "年初预算" or figure.year != final.key.year or figure.amount is None:
            continue
        what = figure.dimensions
        published = [f for f in budget.tables
                     if f.dimensions == what and f.year == figure.year and f.amount is not None]
        if what.measure and published and all(abs((f.amount or ZERO) - figure.amount) > _CENTS for f in published):
            yield _told(figure.item or figure.column, final.of_figure(figure), budget, published[0],
                        money(figure.value, figure.uom), figure.amount)
    for text in final.passages:
        for fact in text.facts:
            if fact.role != "budget" or fact.stage != "年初预算" or fact.amount is None or fact.value is None:
                continue
            published = [f for f in budget.printed_as(fact, text.section) if f.amount is not None]
            if published and all(abs((f.amount or ZERO) - fact.amount) > _CENTS for f in published):
                yield _told(fact.subject.split("/")[-1], final.of_fact(fact), budget, published[0],
                            money(fact.value, fact.uom), fact.amount)


def _told(subject: str, place: Evidence, budget: Context, published: Figure, found: str, amount: Decimal) -> Candidate:
    difference = abs(amount - (published.amount or ZERO)) / 10000
    return Candidate(subject, (place, budget.of_figure(published)), money(published.value, published.uom), found,
                     f"{difference.normalize():f}", words={"year": str(budget.key.year)})


def _published(context: Context, figure: Figure) -> list[Figure]:
    what = figure.dimensions
    return [f for f in context.tables if f.dimensions == what and f.year == figure.year and (
        f.stage == figure.stage or (context.key.kind == "预算" and f.stage in ("预算", "年初预算")))]


def _derived(earlier: Context, later: Context) -> Iterator[Candidate]:
    for figure in later.derived:
        published = _published(earlier, figure)
        if figure.amount is not None and not published:
            yield from _derived_told(earlier, later, figure)
        if not published or figure.amount is None or any(f.amount == figure.amount for f in published):
            continue
        first = published[0]
        difference = (figure.amount - (first.amount or ZERO)) / 10000
        place = later.of_source(figure.source, figure.formula, figure.item)
        yield Candidate(
            figure.item, (place, earlier.of_figure(first)), money(first.value, first.uom),
            money(figure.value, figure.uom), f"{abs(difference).normalize():f}",
            rounding=is_rounding(difference, "万元", ()), words={"year": str(figure.year)})


def _derived_told(earlier: Context, later: Context, figure: Figure) -> Iterator[Candidate]:
    """The same where no table printed the year before: against what its prose told."""
    role = "result" if earlier.key.kind == "决算" else "budget"
    told = [fact for text in earlier.passages for fact in text.facts
            if fact.amount is not None and fact.value is not None and (fact.role, fact.year) == (role, figure.year)
            and not fact.qualifier and fact.measure not in _ALSO_ITEMS
            and figure.dimensions in derived_dimensions(fact.measure)]
    amount = figure.amount or ZERO
    if told and all(fact.amount != amount for fact in told):
        first = told[0]
        difference = (amount - (first.amount or ZERO)) / 10000
        yield Candidate(
            first.subject.split("/")[-1],
            (later.of_source(figure.source, figure.formula, figure.item), earlier.of_fact(first)),
            money(first.value or ZERO, first.uom), money(figure.value, figure.uom), f"{abs(difference).normalize():f}",
            rounding=is_rounding(difference, "万元", ()), words={"year": str(figure.year)})


def _carried(earlier: Context, later: Context) -> Iterator[Candidate]:
    for fund in ("all", "general", "fund"):
        closing = earlier.totals.get(("closing-balance", fund, "total"), [])
        opening = later.totals.get(("opening-balance", fund, "total"), [])
        if not closing or not opening or earlier.key.kind != "决算":
            continue
        one, other = closing[0], opening[0]
        difference = ((one.amount or ZERO) - (other.amount or ZERO)) / 10000
        if difference:
            yield Candidate(
                f"{fund} {earlier.key.year}", (later.of_figure(other), earlier.of_figure(one)), 
                money(one.value, one.uom), money(other.value, other.uom), f"{abs(difference).normalize():f}",
                rounding=is_rounding(difference, "万元", ()), words={"year": str(earlier.key.year)})
