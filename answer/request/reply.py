"""The answer object of the contract, and how its parts are made of figures, blank cells, facts and passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

from answer.holdings.held import Blank, Evidence, ProseFact, Statement
from answer.request.speak import SCALE, number, trimmed
from graph.naming.identity import parse_place

Status = Literal["answered", "unanswered", "ambiguous"]
MOST_EVIDENCE = 6
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元)|\d[\d,]*\.\d+")


@dataclass(slots=True)
class Reply:
    """An answer under way. ``values`` and ``evidence`` are as the contract has them (all numbers decimal strings)."""

    question: str
    status: Status = "unanswered"
    text: str = ""
    values: list[dict[str, Any]] = field(default_factory=list)
    formula: str = ""
    evidence: list[dict[str, Any]] = field(default_factory=list)
    sparql: str = ""
    reason: str = ""
    suggestions: list[str] = field(default_factory=list)
    engine: str = "rules"
    elapsed_ms: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return asdict(self)


def entry(
    value: str, unit: str, measure: str, entity: str = "", year: int | None = None, *, amount: Decimal | None = None,
    stage: str = "", derived: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """A value of the contract: ``value`` in plain digits, ``amount`` in yuan where it is money."""
    return {
        "value": value,
        "unit": unit,
        "amount": number(trimmed(amount)) if amount is not None else None,
        "measure": measure,
        "entity": entity,
        "year": year,
        "stage": stage,
        "derived": derived,
    }


def _in(value: Decimal, unit: str, amount: Decimal | None, uom: str) -> tuple[str, str]:
    """Money in the unit asked for; anything else as it is printed."""
    if uom and amount is not None and unit != uom:
        value, unit = trimmed(amount / SCALE[uom]), uom
    return number(value), unit


def value_of(figure: Statement, uom: str = "") -> dict[str, Any]:
    """A figure as a value: as printed, or in the unit of money asked for."""
    return entry(
        *_in(figure.value, figure.uom, figure.amount, uom), figure.item or figure.column.rsplit("/", 1)[-1],
        figure.unit.name, figure.year, amount=figure.amount, stage=figure.stage, derived=figure.derived,
    )  # fmt: skip


def value_of_fact(fact: ProseFact, uom: str = "") -> dict[str, Any]:
    """A quantity of the prose as a value."""
    shown = _in(fact.value or Decimal(0), fact.uom, fact.amount, uom)
    return entry(*shown, fact.subject, fact.unit.name, fact.year or fact.disclosure_year, amount=fact.amount)


def value_of_number(printed: str, unit: str, uom: str, measure: str, entity: str, year: int) -> dict[str, Any]:
    """A number of a quoted sentence as a value, money in the unit asked for."""
    value = Decimal(printed)
    amount = value * SCALE[unit] if unit in SCALE else None
    return entry(*_in(value, unit, amount, uom), measure, entity, year, amount=amount)


def computed(value: Decimal, unit: str, amount: Decimal | None, measure: str) -> dict[str, Any]:
    """A computed number as a value."""
    return entry(number(value), unit, measure, amount=amount, derived=True)


def evidence_of(evidence: Evidence) -> dict[str, Any]:
    """A printed place as evidence."""
    place = parse_place(evidence.place)
    return {
        "document": evidence.document,
        "disclosure": evidence.disclosure,
        "page": place.page,
        "form": evidence.form,
        "row": evidence.row,
        "column": evidence.column,
        "quote": evidence.quote,
        "iri": evidence.place,
        "url": "/id/" + evidence.place.split("/id/", 1)[-1] if "/id/" in evidence.place else evidence.place,
        "line": place.line,
    }


def cite(reply: Reply, sources: Iterable[Statement | Blank | ProseFact | Evidence]) -> None:
    """Adds evidence, each place once."""
    have = {e["iri"] for e in reply.evidence}
    for source in sources:
        found = evidence_of(source if isinstance(source, Evidence) else source.evidence)
        if found["iri"] not in have and len(reply.evidence) < MOST_EVIDENCE:
            have.add(found["iri"])
            reply.evidence.append(found)


def refuse(reply: Reply, reason: str, text: str, suggestions: Sequence[str] = ()) -> Reply:
    """A refusal: it says why and holds no figure."""
    # Not even a figure that the question itself says, which might be taken for one that was found.
    reply.status, reply.reason, reply.text = "unanswered", reason, FIGURE.sub("…", text)
    reply.values, reply.evidence, reply.formula = [], [], ""
    reply.suggestions = list(suggestions)
    return reply
