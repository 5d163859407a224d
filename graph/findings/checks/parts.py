"""Parts told in prose against their whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from graph.findings.checks import check
from graph.findings.checks.rates import FALLS
from graph.findings.context import Candidate, Context, money
from graph.findings.numbers import ZERO, is_rounding, plain
from graph.findings.rulebook import Rule
from ingest.facts.types import ECONOMIC, FUNCTIONAL
from ingest.records import Fact


def compared(context: Context, whole: Fact, parts: Sequence[Fact]) -> Candidate | None:
    """A candidate where the parts do not add up to the whole."""
    if whole.value is None or any(part.value is None or part.uom != whole.uom for part in parts):
        return None
    total = sum((part.value for part in parts if part.value is not None), ZERO)
    difference = whole.value - total
    if difference == ZERO:
        return None
    values = [whole.value, *(part.value for part in parts if part.value is not None)]
    formula = " + ".join(plain(part.value) for part in parts if part.value is not None)
    return Candidate(
        whole.subject.split("/")[-1], (context.of_fact(whole), *(context.of_fact(part) for part in parts)),
        money(total, whole.uom), money(whole.value, whole.uom), plain(abs(difference)),
        rounding=whole.amount is not None and is_rounding(difference, whole.uom, values, len(parts)),
        words={"formula": formula},
    )


@check("typed-parts")
def typed_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The sums that the disclosure rules fix: procurement by kind, three-public, vehicles by use."""
    wholes = {each["total"] for each in rule.parameters["sums"]}
    for text in context.passages:
        for each in rule.parameters["sums"]:
            for at, whole in enumerate(text.facts):
                if whole.measure != each["total"] or whole.role not in ("result", "budget"):
                    continue
                ends = wholes - {whole.measure, *each["parts"]}
                parts = [f for f in _until(text.facts[at + 1:], ends)
                         if f.measure in each["parts"] and f.role == whole.role and f.year == whole.year]
                once = {part.measure: part for part in reversed(parts)}
                if len(once) < 2:
                    continue
                typed = [once[m] for m in each["parts"] if m in once]
                found = compared(context, whole, typed)
                if len(once) < each.get("least", 2) and not _exceed(whole, typed):
                    found = None  # a selection, which may add up to less
                others = _others(text.facts[at + 1:], whole, each.get("others", ""))
                if others and compared(context, whole, [*typed, *others]) is None:
                    found = None  # 业务用车6辆: a use that no form lists
                if found is not None:
                    yield found
                break


def _exceed(whole: Fact, parts: Sequence[Fact]) -> bool:
    return whole.value is not None and sum((part.value for part in parts if part.value is not None), ZERO) > whole.value


def _others(facts: Sequence[Fact], whole: Fact, word: str) -> list[Fact]:
    """Untyped facts of the sentence of ``whole``, in its unit, whose names hold ``word``; none where it is empty."""
    return [fact for fact in facts
            if word and word in fact.subject and not fact.measure and fact.source is whole.source
            and (fact.role, fact.uom) == (whole.role, whole.uom)]


def _until(facts: Sequence[Fact], ends: set[str]) -> Sequence[Fact]:
    """The facts before the next whole of another kind."""
    return list(itertools.takewhile(lambda fact: fact.measure not in ends, facts))


@check("item-parts")
def item_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Classes or items of a section against the total it leads with, results and budgets apart."""
    sections: dict[tuple[str, ...], list[Fact]] = {}
    for text in context.passages:
        sections.setdefault(text.section, []).extend(text.facts)
    for section, facts in sections.items():
        for role in ("result", "budget"):
            if not re.search(rule.parameters["section"], "".join(section)):
                continue
            mine = [f for f in facts if f.role == role and f.year == context.key.year and f.amount is not None]
            whole = next((f for f in mine if f.measure in rule.parameters["totals"]), None)
            parts: dict[str, Fact] = {}
            for fact in mine:
                if fact.measure == FUNCTIONAL:
                    parts.setdefault(fact.subject, fact)
            depths = {subject.count("/") for subject in parts}
            if whole is not None and len(parts) > 1 and len(depths) == 1 and _covers(context, depths.pop(), len(parts)):
                found = compared(context, whole, list(parts.values()))
                if found is not None:
                    yield found


def _covers(context: Context, depth: int, told: int) -> bool:
    """Whether as many classes (or items) are told as the table prints: a selection is not a sum."""
    level = "class" if depth == 0 else "item"
    printed = {f.code or f.item for f in context.tables
               if f.form_id == "general-expenditure" and f.level == level and f.value}
    return bool(printed) and told >= len(printed)


@check("change-parts")
def change_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The change of a whole against the changes of its parts, in one section: three-public and its items."""
    sections: dict[tuple[str, ...], list[Fact]] = {}
    for text in context.passages:
        base = ""
        for fact in text.facts:
            if fact.role == "change" and fact.uom != "%":
                base = fact.base or base  # said once, of the whole
                if str(context.key.year - 1) in base or base.startswith(("上年", "上一年", "去年")):
                    sections.setdefault(text.section, []).append(fact)
    for facts in sections.values():
        for each in rule.parameters["sums"]:
            whole = next((f for f in facts if f.measure == each["total"] and f.value is not None), None)
            told = {f.measure: f for f in reversed(facts) if f.measure in each["parts"]}
            if whole is None or len(told) != len(each["parts"]) or whole.amount is None:
                continue
            total = sum((_signed(part) for part in told.values()), ZERO)
            difference = _signed(whole) - total
            if difference:
                parts = [told[name] for name in each["parts"]]
                yield Candidate(
                    whole.subject, (context.of_fact(whole), *(context.of_fact(part) for part in parts)),
                    f"{_word(total)} {plain(abs(total) / 10000)} 万元", f"{whole.direction} {whole.value}",
                    plain(abs(difference) / 10000), rounding=is_rounding(difference / 10000, "万元", (), len(parts)))


def _word(change: Decimal) -> str:
    return "减少" if change < 0 else "增加"


def _signed(fact: Fact) -> Decimal:
    if fact.amount is None or fact.direction == "持平":
        return ZERO
    return -fact.amount if fact.direction in FALLS else fact.amount


@check("economic-parts")
def economic_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Economic items told after 人员经费 or 公用经费 against it, in one paragraph."""
    for text in context.passages:
        whole: Fact | None = None
        parts: list[Fact] = []
        for fact in (*text.facts, None):
            if fact is None or fact.measure in ("personnel", "running"):
                if whole is not None and len(parts) > 1:
                    found = compared(context, whole, parts)
                    if found is not None:
                        yield found
                whole, parts = fact, []
            elif fact.measure == ECONOMIC and fact.role in ("result", "budget"):
                parts.append(fact)


@check("parts-exceed")
def parts_exceed(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A part larger than its whole, among facts of the whole prose."""
    told: dict[tuple[str, str], list[tuple[Fact, Decimal]]] = {}
    for text in context.passages:
        for fact in text.facts:
            if fact.measure and fact.role in ("result", "budget") and fact.year == context.key.year:
                size = fact.amount if fact.amount is not None else fact.value
                if size is not None:
                    told.setdefault((fact.measure, fact.role), []).append((fact, size))
    for part, whole in rule.parameters["pairs"]:
        for role in ("result", "budget"):
            if (part, role) not in told or (whole, role) not in told:
                continue
            parts, wholes = told[part, role], told[whole, role]
            # Of counts the first told: what follows may count something else (车辆742台次).
            inner, small = max(parts, key=lambda pair: pair[1]) if parts[0][0].amount is not None else parts[0]
            outer, large = next((pair for pair in wholes if pair[1] >= small), wholes[0])
            if small > large and (inner.amount is not None or inner.uom == outer.uom):
                yield Candidate(
                    inner.subject, (context.of_fact(inner), context.of_fact(outer)),
                    f"≤ {money(outer.value or ZERO, outer.uom)}", money(inner.value or ZERO, inner.uom),
                    words={"whole": outer.subject})


@check("more-groups-than-guests")
def more_groups_than_guests(context: Context, rule: Rule) -> Iterator[Candidate]:
    """More groups received than visitors in them."""
    for text in context.passages:
        for batches, visitors in itertools.product(
            (f for f in text.facts if f.measure in rule.parameters["batches"]),
            (f for f in text.facts if f.measure in rule.parameters["visitors"]),
        ):
            if batches.value is not None and visitors.value is not None and batches.value > visitors.value and (
                batches.year == visitors.year and batches.role == visitors.role == "result"
            ):
                yield Candidate(batches.subject, (context.of_fact(batches), context.of_fact(visitors)),
                                f"≤ {plain(visitors.value)}", plain(batches.value))
