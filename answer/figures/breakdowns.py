"""What a total is made up of where no row of codes says it: revenue by its sources, “三公” expenses part by part with
budget and final accounts, and social insurance by its items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.holdings.held import Statement, in_print_order
from answer.language.words import lexicon, neutral
from answer.prose import naming
from answer.request import plans, stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from answer.request.reply import cite, value_of
from answer.request.speak import name_of, said
from ontology.schemes import concepts

THREE_PUBLIC = ("total", "abroad", "vehicles", "vehicle-purchase", "vehicle-running", "reception")
FINAL = ("决算", "执行")
COME_FROM = re.compile(
    "(?:主要)?(?:都)?(?:由|来自|来源于?)(?:哪些|哪几[项个种]|什么)(?:方面|渠道|部分|项目)?(?:组成|构成)?"
)
TOTALS = ("revenue", "revenue-total")
"""Measures of the revenue of a year, the one without what was left over first."""


def sources(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The sources of revenue that the form of revenue and expenditure prints, where they add up to its total."""
    if len(targets) != 1 or not (parts := sources_of(asking, targets[0])):
        return False
    *parts, whole = parts
    if any(bare in asking.rest for f in parts if (bare := re.sub("^.*、", "", f.item)) != "收入"):
        # Where one source of them comes from, the prose says.
        return naming.quote(asking.out, asking.knowledge, targets, COME_FROM.sub("主要是哪些", asking.rest))
    unit, year = targets[0]
    listed = "；".join(f"{f.item}{said(f, asking.uom)}" for f in parts)
    only = "只有" if len(parts) == 1 else f"共{len(parts)}项："
    total = said(whole, asking.uom)
    asking.out.text = f"{unit.name}{year}年《{whole.form}》印有金额的收入{only}{listed}，合计{total}。"
    asking.out.values = [value_of(f, asking.uom) for f in parts]
    asking.out.status = "answered"
    cite(asking.out, [*parts, whole])
    return True


def sources_of(asking: Asking, target: Target) -> list[Statement]:
    """The sources of a unit's revenue with an amount, then the total they add up to; empty where none do."""
    rows = [
        f
        for f in asking.books(*target).figures
        if f.form_id == "revenue-expenditure-summary" and f.measure in TOTALS and f.amount is not None
    ]
    for form in dict.fromkeys((f.evidence.disclosure, f.form) for f in rows):
        own = [f for f in rows if (f.evidence.disclosure, f.form) == form]
        whole = sorted((f for f in own if f.fund == "all"), key=lambda f: TOTALS.index(f.measure))
        parts = _adding_up([f for f in own if f.fund != "all" and f.amount], whole[0].amount) if whole else []
        if parts:
            return [*parts, whole[0]]
    return []


def _adding_up(parts: list[Statement], total: Decimal | None) -> list[Statement]:
    """Those of some rows that add up to a total: all, or all but those that others stand under."""
    for left_out in ("", "general", "fiscal"):
        kept = [f for f in in_print_order(parts) if f.fund != left_out]
        if kept and sum((f.amount or Decimal(0) for f in kept), Decimal(0)) == total:
            return kept
    return []


def three_public(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """“三公” expenses: the total and each part, as budgeted and as spent."""
    if len(targets) != 1:
        return False
    books, (unit, year) = asking.books(*targets[0]), targets[0]
    held = [f for f in books.figures if f.scheme == "three-public" and f.concept in THREE_PUBLIC and not f.derived]
    held = [f for f in held if f.kind == "table"]
    forms = {(f.evidence.disclosure, f.form) for f in held}
    if len(forms) != 1:
        return False
    labels = {c.id: c.zh for c in concepts("three_public")}
    told: list[str] = []
    shown: list[Statement] = []
    for concept in THREE_PUBLIC:
        own = {f.stage: f for f in held if f.concept == concept}
        if own:
            ordered = sorted(own.values(), key=lambda f: f.stage in FINAL)
            name = "合计" if concept == "total" else labels.get(concept) or name_of(ordered[0])
            told.append(name + "，".join(f"{f.stage}{said(f, asking.uom)}" for f in ordered))
            shown.extend(reversed(ordered))
    if len(told) < 2:
        return False
    blank = any(b.form == shown[0].form for b in books.blanks)
    asking.out.text = f"{unit.name}{year}年“三公”经费：{'；'.join(told)}。{'其余各栏印为空白。' if blank else ''}"
    asking.out.values = [value_of(f, asking.uom) for f in shown]
    asking.out.status = "answered"
    cite(asking.out, shown)
    return True


def social_insurance(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The sum of the items that make up 社会保障缴费, where no row of that name stands."""
    says_more = any(w not in neutral() for w in stated.content(operator.rest))
    if len(targets) != 1 or says_more or all(f.any for f in asking.look_up(targets, asking.rest)):
        return False
    codes = lexicon("words")["composites"]["social_insurance"]
    figures = asking.books(*targets[0]).figures
    rows = [f for f in figures if f.code in codes and f.scheme == "economic" and not f.derived]
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for f in rows:
        groups.setdefault((f.evidence.disclosure, f.form, f.column, f.stage), []).append(f)
    sums = {(tuple(sorted(f.code for f in g)), sum(f.amount or Decimal(0) for f in g)) for g in groups.values()}
    if len(sums) != 1:
        return False  # forms that print other items, or other amounts, make other sums
    best = in_print_order(next(iter(groups.values())))
    if not plans.total(asking.out, [Operand(f, f.item) for f in best], asking.uom):
        return False
    unit, year = targets[0]
    asking.out.text = f"{unit.name}{year}年没有印“社会保障缴费”一行，由各项相加：{asking.out.text}"
    return True
