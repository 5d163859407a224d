"""What was planned for a class whose budget final accounts print item by item only: 行政事业单位医疗年初预算, the sum
of what the prose tells for every item that the tables print under it. One item left untold leaves the sum untold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.held import ProseFact, Statement, as_statement
from answer.language.words import comparable
from answer.prose.item_check import items_named, spellings
from answer.request import plans, stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand

PLANNED = re.compile("(?P<base>年初|全年|调整)?预算数?")
ITEM = 7
"""Digits of the code of an item (项) of the functional classification."""


def total(asking: Asking, targets: Sequence[Target]) -> bool:
    """The sum, said to be one."""
    text = comparable(asking.rest)
    planned, items = PLANNED.search(stated.FUNDS.sub("", text)), items_named(text)
    codes = {t.id.removeprefix("functional:") for item in items for t in item if t.id.startswith("functional:")}
    if len(targets) != 1 or planned is None or "决算" in text or len(items) != 1 or len(codes) != 1:
        return False
    named = max((n for n in spellings(items[0]) if n in text), key=len)
    code = next(iter(codes))
    if len(code) >= ITEM or any(len(w) > 1 for w in stated.content(PLANNED.sub(" ", text.replace(named, " ")))):
        return False
    unit, year = targets[0]
    rows = _rows(asking.books(unit, year).figures, code)
    told = [_told(asking.knowledge.facts(unit, year), row, planned["base"] or "") for row in rows]
    facts = [fact for fact in told if fact is not None]
    if len(facts) != len(rows):
        return False
    parts = [Operand(as_statement(f), row + planned[0]) for row, f in zip(rows, facts, strict=True)]
    if not plans.total(asking.out, parts, asking.uom):
        return False
    asking.out.text += f"（{unit.name}{year}年没有印出这一类的{planned[0]}，这里是其下各项相加。）"
    return True


def _rows(figures: Sequence[Statement], code: str) -> list[str]:
    """The items that the tables of final accounts print under a class, in the order of their codes."""
    rows = {
        f.concept: comparable(f.item)
        for f in figures
        if f.kind == "table" and f.disclosure_kind == "决算" and f.scheme == "functional"
        and len(f.concept) == ITEM and f.concept.startswith(code)
    }  # fmt: skip
    return [rows[concept] for concept in sorted(rows)]


def _told(facts: Sequence[ProseFact], row: str, base: str) -> ProseFact | None:
    """The one budget that the prose tells of an item."""
    found = [
        f
        for f in facts
        if f.role == "budget" and f.amount is not None and base in f.evidence.quote and f.disclosure_kind == "决算"
        and comparable(f.subject.rsplit("/", 1)[-1]) == row
    ]  # fmt: skip
    return found[0] if len({f.amount for f in found}) == 1 else None
