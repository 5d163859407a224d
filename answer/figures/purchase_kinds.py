"""Goods, works and services: how much a body buys of each, as its form of procurement or its prose tells; the largest
of them, their sum, and whether it buys any.

What was planned and what was bought are never mixed. A form that only lists what is bought with its kind beside it
tells a kind by the sum of its rows, where all rows add up to the total it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.figures import procurement
from answer.figures.accounted import leftover
from answer.holdings.held import ProseFact, Statement, as_statement
from answer.holdings.knowledge import Books
from answer.language.words import compiled, lexicon
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import YES_OR_NO, Operator
from answer.request.reply import cite, value_of
from answer.request.speak import basis, said
from ontology.forms import is_total

KINDS = {"货物": "procurement-goods", "工程": "procurement-works", "服务": "procurement-services"}
"""The kinds of what is bought, and the quantities of the prose that count them."""
PLANNED = re.compile("预算|打算|计划|准备|预计|拟")
DONE = re.compile("决算|实际|执行|花了|支出了|买了")
ALL_KINDS = re.compile("哪(?:一)?(?:大)?类|三(?:大)?类|各(?:大)?类")
MOST = re.compile("最(?:[高多大]|[低少小])|(?:哪|谁).*[多高大少低小]")
LEAST = re.compile("[少低小]")
SUM = re.compile("合计|一共|总共|共计|加|之和|总和")
NAMED = re.compile("货物|工程|服务")


def tell(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """What a question asks of the kinds that it names, or of all of them."""
    words = lexicon("words")["procurement"]
    if len(targets) != 1 or re.search(words["no_kind"], asking.rest):
        return False
    text = asking.rest
    for pattern in (*words["of_kinds"], *words["asking"]):
        text = compiled(pattern).sub(" ", text)
    asked = list(dict.fromkeys(NAMED.findall(text)))
    if leftover(text, NAMED.pattern):
        return False  # a thing, a project or a buyer's share is asked for
    held = _held(asking, targets[0])
    asked = asked if asked or not ALL_KINDS.search(asking.rest) else list(held)
    if not asked or any(kind not in held for kind in asked):
        return False
    told = [Operand(procurement.added(held[kind]), f"政府采购{kind}{held[kind][0].stage}") for kind in asked]
    done = _answer(asking, told)
    cite(asking.out, [f for kind in asked for f in held[kind]] if done else ())
    return done


def _answer(asking: Asking, told: Sequence[Operand]) -> bool:
    """Whether any, which is the largest, the sum, or each."""
    if YES_OR_NO.search(asking.rest):
        return len(told) == 1 and _whether(asking, told[0])
    if MOST.search(asking.rest):
        return len(told) > 1 and _extreme(asking, told)
    if SUM.search(asking.rest) and len(told) > 1:
        whose = f"{told[0].figure.unit.name}{told[0].figure.year}年"
        return plans.total(asking.out, [replace(o, words=whose + o.words) for o in told], asking.uom)
    return _say(asking, told, "")


def _say(asking: Asking, told: Sequence[Operand], verdict: str) -> bool:
    """The kinds, one after the other, with where they are told."""
    first = told[0].figure
    added = {o.words: "（各行相加）" if o.figure.derived else "" for o in told}
    listed = "；".join(o.words + said(o.figure, asking.uom) + added[o.words] for o in told)
    where = f"见{basis(first)}。" if first.kind == "table" else f"正文原句：“{first.evidence.quote}”"
    asking.out.text = f"{verdict}{first.unit.name}{first.year}年{listed}，{where}"
    asking.out.values = [value_of(o.figure, asking.uom) for o in told]
    asking.out.status = "answered"
    cite(asking.out, [o.figure for o in told])
    return True


def _whether(asking: Asking, told: Operand) -> bool:
    """Whether any of a kind is bought: an amount above zero says that it is."""
    return _say(asking, [told], "有：" if told.figure.amount else "没有：")


def _extreme(asking: Asking, told: Sequence[Operand]) -> bool:
    """The kind with the largest, or the smallest, amount, and the others after it."""
    least = LEAST.search(asking.rest.replace("多少", "")) is not None
    amounts = sorted(((o.figure.amount or Decimal(0), o.words, o) for o in told), reverse=not least)
    ranked = [o for _, _, o in amounts]
    if amounts[0][0] == amounts[1][0]:
        return False  # of two alike none is the first
    kind = next(k for k in KINDS if k in ranked[0].words)
    return _say(asking, ranked, f"{'最少' if least else '最多'}的是{kind}：")


def _held(asking: Asking, target: Target) -> dict[str, list[Statement]]:
    """The figures that come to each kind that is told: of the stage asked for or, where none is, what was bought before
    what was planned. Nothing where form and prose tell different amounts."""
    planned = PLANNED.search(asking.rest) is not None
    for role in ("budget",) if planned else ("result",) if DONE.search(asking.rest) else ("result", "budget"):
        stage = "预算" if role == "budget" else "决算"
        stated = _stated(asking.facts([target]), role)
        printed = _printed(asking.books(*target), stage)
        added = {kind: procurement.added(own).amount for kind, own in printed.items()}
        if any(kind in stated and stated[kind][0].amount != amount for kind, amount in added.items()):
            return {}
        both = {**printed, **stated}
        if both:
            return {kind: both[kind] for kind in KINDS if kind in both}
    return {}


def _stated(facts: Sequence[ProseFact], role: str) -> dict[str, list[Statement]]:
    """What the prose tells of each kind, where it tells one amount."""
    found: dict[str, list[Statement]] = {}
    for kind, measure in KINDS.items():
        own = [
            f
            for f in facts
            if (f.measure, f.role) == (measure, role) and f.amount is not None and f.year in (None, f.disclosure_year)
        ]
        if len({f.amount for f in own}) == 1:
            found[kind] = [as_statement(own[0])]
    return found


def _printed(books: Books, stage: str) -> dict[str, list[Statement]]:
    """What a form of procurement prints of each kind: a row of its own, else the sum of its rows."""
    own = [f for f in procurement.of_forms(books) if (f.stage or f.disclosure_kind) == stage]
    headed: dict[str, list[Statement]] = {}
    listed: dict[str, list[Statement]] = {}
    for figure in own:
        label = [part.strip() for part in figure.item.split("/") if part.strip()]
        kinds = [m["kind"] for part in label if (m := procurement.KIND.fullmatch(part))]
        if len(kinds) == 1:
            (headed if len(label) == 1 else listed).setdefault(kinds[0], []).append(figure)
    if headed:
        return {kind: held[:1] for kind, held in headed.items() if len({f.amount for f in held}) == 1}
    totals = {f.amount for f in own if is_total(f.item)}
    complete = {procurement.added([f for held in listed.values() for f in held]).amount} == totals if listed else False
    return listed if complete else {}
