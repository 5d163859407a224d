"""Code lists: classifications by edition, measures, funds, natures, units of measure. Data in ``schemes/*.csv``.

The functional and economic classifications are those of 财政部《政府收支分类科目》; an edition holds for the fiscal
years of ``editions.csv``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "schemes"


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a code list: its id (or code), labels, other names, and the edition and parent where it has them."""

    id: str
    zh: str
    en: str = ""
    aliases: tuple[str, ...] = ()
    edition: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a classification and the fiscal years it holds for (``to`` None: still in force)."""

    scheme: str
    edition: str
    first: int
    last: int | None
    zh: str
    en: str
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _aliases(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(a for a in (row.get("aliases") or "").split("|") if a)


@cache
def concepts(name: str) -> tuple[Concept, ...]:
    """The entries of ``schemes/{name}.csv``, in the file's order. FileNotFoundError for an unknown name."""
    return tuple(
        Concept(
            id=row.get("id") or row["code"],
            zh=row.get("zh") or row["name"],
            en=row.get("en") or "",
            aliases=_aliases(row),
            edition=row.get("edition") or "",
            parent=row.get("parent") or "",
        )
        for row in _rows(name)
    )


@cache
def editions() -> tuple[Edition, ...]:
    """All editions of all classifications."""
    return tuple(
        Edition(
            row["scheme"], row["edition"], int(row["from"]), int(row["to"]) if row["to"] else None,
            row["zh"], row["en"], row["source"],
        )
        for row in _rows("editions")
    )


@cache
def edition_for(scheme: str, year: int) -> str:
    """The edition of ``scheme`` in force for a fiscal year; LookupError where none is known."""
    for edition in editions():
        if edition.scheme == scheme and edition.first <= year and (edition.last is None or year <= edition.last):
            return edition.edition
    raise LookupError(f"schemes/editions.csv: no edition of {scheme} for {year}")


@cache
def official_name(scheme: str, code: str, year: int) -> str:
    """The classification's own name for a code in a fiscal year, empty where the list does not hold it."""
    edition = edition_for(scheme, year)
    return next((c.zh for c in concepts(scheme) if c.id == code and c.edition == edition), "")


@cache
def current_code(scheme: str, code: str, edition: str) -> str:
    """The code under which the newest edition goes on with a class: its own, or the one that its name moved to where
    its code was given to another class (30311 of 2007 is 30113 住房公积金 now, and 30311 is 代缴社会保险费)."""
    newest = max((e.edition for e in editions() if e.scheme == scheme), default="")
    name = next((c.zh for c in concepts(scheme) if (c.id, c.edition) == (code, edition)), "")
    now = {c.id: c.zh for c in concepts(scheme) if c.edition == newest}
    moved = [c for c, zh in now.items() if zh == name and len(c) == len(code)]
    return moved[0] if len(moved) == 1 and code in now and now[code] != name else code


@cache
def class_codes(scheme: str) -> dict[str, str]:
    """Printed name or alias of a 类 → its three-digit code, over all editions (the names never clash between them)."""
    names: dict[str, str] = {}
    for concept in concepts(scheme):
        if len(concept.id) == 3:
            for name in (concept.zh, *concept.aliases):
                names.setdefault(name, concept.id)
    return names


SCHEME_BY_DIGIT = {"2": ("functional", (3, 5, 7)), "3": ("economic", (3, 5)), "5": ("government-economic", (3, 5))}
"""First digit of a code → its classification and the lengths of its 类, 款 and 项 (《政府收支分类科目》)."""


def scheme_of_code(code: str) -> str:
    """The classification a full code is of, empty where its first digit or its length fits none."""
    scheme, lengths = SCHEME_BY_DIGIT.get(code[:1], ("", ()))
    return scheme if code.isdigit() and len(code) in lengths else ""


@cache
def official_names(scheme: str) -> dict[str, frozenset[str]]:
    """Code → the names any edition gives it, aliases included."""
    names: dict[str, frozenset[str]] = {}
    for concept in concepts(scheme):
        names[concept.id] = names.get(concept.id, frozenset()) | {concept.zh, *concept.aliases}
    return names


@cache
def unit_factors() -> dict[str, Decimal]:
    """Printed unit of money → its worth in yuan ("万元" → 10000)."""
    return {c["zh"]: Decimal(c["yuan"]) for c in _rows("units_of_measure")}


def in_yuan(value: Decimal, uom: str) -> Decimal | None:
    """``value`` of unit ``uom`` in yuan, None where the unit is not one of money."""
    factor = unit_factors().get(uom)
    return None if factor is None else value * factor
