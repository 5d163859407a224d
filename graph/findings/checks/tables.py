"""Tables against each other: one quantity in several forms, and parts that stand in other forms than their whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, money
from graph.findings.numbers import ZERO, is_rounding, plain
from graph.findings.rulebook import Rule
from graph.findings.sums import sums
from ingest.records import Dimensions, Figure


def _in(amount: Decimal, figure: Figure) -> Decimal:
    """Yuan in the unit a figure is printed in."""
    if figure.amount is None or not figure.value or not figure.amount:
        return amount / (10000 if figure.uom == "万元" else 1)
    return amount / (figure.amount / figure.value)


def _pair(context: Context, one: Figure, other: Figure, subject: str) -> Candidate:
    difference = _in((one.amount or ZERO) - (other.amount or ZERO), other)
    return Candidate(
        subject, (context.of_figure(one), context.of_figure(other)), money(one.value, one.uom),
        money(other.value, other.uom), f"{abs(difference).normalize():f}",
        rounding=is_rounding(difference, other.uom, (one.value, other.value)),
        words={"form": one.form, "other": other.form},
    )


@check("same-quantity")
def same_quantity(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A quantity that several forms print with different values."""
    groups: dict[tuple[Dimensions, str, int], list[Figure]] = defaultdict(list)
    for figure in context.tables:
        what = figure.dimensions
        classified = what.scheme in rule.parameters["schemes"]
        if figure.amount is None or figure.form_id in rule.parameters["not"] or not what.measure:
            continue
        if classified or (figure.level == "total" and not what.item):
            groups[what, figure.stage, figure.year].append(figure)
    for members in groups.values():
        first = members[0]
        told: set[str] = {first.form_id}
        for other in members[1:]:
            if other.form_id not in told and other.amount != first.amount:
                told.add(other.form_id)
                name = other.item or first.item or other.column
                yield _pair(context, first, other, f"{name} {other.column}" if name != other.column else name)


@check("equal-totals")
def equal_totals(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Pairs that must be equal within a form: all money in and all money out."""
    for form, figures in context.forms.items():
        for one, other in rule.parameters["pairs"]:
            left = _only(figures, one)
            right = _only(figures, other)
            if left is not None and right is not None and left.amount != right.amount:
                yield _pair(context, left, right, f"{form}")


def _only(figures: Sequence[Figure], measure: str) -> Figure | None:
    found = [f for f in figures if f.dimensions.measure == measure and f.level == "total" and f.stage != "上年决算"]
    return found[0] if found else None


@check("parts-across")
def parts_across(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A total of one form against its parts in another: basic expenditure = staff + running costs."""
    for each in rule.parameters["sums"]:
        whole = context.totals.get(tuple(each["total"]), [])
        parts = [context.totals.get(tuple(part), []) for part in each["parts"]]
        if not whole or not all(parts) or any(len({f.amount for f in group}) != 1 for group in (whole, *parts)):
            continue
        members = [group[0] for group in parts]
        total = sum((member.amount or ZERO for member in members), ZERO)
        difference = _in((whole[0].amount or ZERO) - total, whole[0])
        if difference:
            values = [whole[0].value, *(member.value for member in members)]
            yield Candidate(
                each["zh"], (context.of_figure(whole[0]), *(context.of_figure(member) for member in members)),
                money(_in(total, whole[0]), whole[0].uom), money(whole[0].value, whole[0].uom), plain(abs(difference)),
                rounding=is_rounding(difference, whole[0].uom, values, len(members)),
                words={"formula": " + ".join(plain(member.value) for member in members)})


@check("table-sums")
def table_sums(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A whole of a table that its parts do not add up to; also what the reader's own test of the cells found."""
    told: set[tuple[str, str, str]] = set()
    for each in sums([figure for figure in context.tables if figure.amount is not None]):
        whole = each.whole
        total = sum((part.value for part in each.parts), ZERO)
        difference = whole.value - total
        if not difference or context.is_torn(whole.form_id):
            continue
        told.add((whole.form_id, plain(whole.value), plain(total)))
        values = [whole.value, *(part.value for part in each.parts)]
        name = " ".join(word for word in (whole.code, whole.item, whole.column) if word)
        yield Candidate(
            f"{whole.form} {name}",
            (context.of_figure(whole), *(context.of_figure(p) for p in _telling(each.parts))),
            money(total, whole.uom), money(whole.value, whole.uom), plain(abs(difference)),
            rounding=is_rounding(difference, whole.uom, values, len(values)),
            words={"form": whole.form, "name": name})
    yield from _failed_in_reading(context, told)


def _telling(parts: Sequence[Figure]) -> Sequence[Figure]:
    """The parts that make up the sum; where all are zero, the first of them."""
    return [part for part in parts if part.value] or parts[:1]


def _failed_in_reading(context: Context, told: set[tuple[str, str, str]]) -> Iterator[Candidate]:
    """Identities of the ledger that do not hold and were not told yet: those that a table prints under itself."""
    for entry in context.disclosure.ledger:
        if entry.event != "identity" or not entry.found or (entry.form, entry.found, entry.expected) in told:
            continue
        if context.is_torn(entry.form):
            continue
        failed = [f for f in context.forms.get(entry.form, ()) if f.failed]
        whole = next((f for f in failed if plain(f.value) == entry.found), None)
        if whole is None:
            continue
        parts = [f for f in failed if f is not whole and f.value and (
            f.column == whole.column or (f.source.table, f.source.row) == (whole.source.table, whole.source.row))]
        name = " ".join(word for word in (whole.code, whole.item, whole.column) if word)
        yield Candidate(
            f"{whole.form} {name}", (context.of_figure(whole), *(context.of_figure(part) for part in parts)),
            money(Decimal(entry.expected), whole.uom), money(whole.value, whole.uom),
            plain(abs(Decimal(entry.difference))), words={"form": whole.form, "name": name})


@check("part-of-table")
def part_of_table(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An item of basic expenditure larger than the three-public amount that includes it."""
    three = {f.dimensions.item: f for f in context.forms.get("three-public", ()) if f.stage == "决算"}
    for figure in context.forms.get("general-basic", ()):
        item = rule.parameters["items"].get(figure.code)
        whole = three.get(item) if item else None
        if whole is not None and (figure.amount or ZERO) > (whole.amount or ZERO):
            found = _pair(context, whole, figure, figure.item)
            if not found.rounding:
                yield found


@check("same-by-purpose")
def same_by_purpose(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An item told by function and by its economic kind that should be one figure: only what rounding explains is
    told, because a larger difference may be one of scope."""
    for each in rule.parameters["pairs"]:
        function = [f for f in context.forms.get("general-expenditure", ()) if f.code in each["functional"]
                    and f.dimensions.nature == "basic"]
        economic = [f for f in context.forms.get("general-basic", ()) if f.code == each["economic"]]
        if len(function) == 1 and economic:
            found = _pair(context, function[0], economic[0], function[0].item)
            if found.difference != "0" and found.rounding:
                yield found


@check("negative")
def negative(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A negative amount in a column that can have none."""
    aside = re.compile(rule.parameters["aside"])
    for figure in context.tables:
        if figure.value < ZERO and not aside.search(f"{figure.form}{figure.column}{figure.item}"):
            yield Candidate(f"{figure.item} {figure.column}".strip(), (context.of_figure(figure),), "",
                            money(figure.value, figure.uom))
