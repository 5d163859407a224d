"""The invented bodies of ``data/units.toml`` and the code lists their accounts use."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"

Amount = int
"""Money in hundredths of 万元 (100 yuan), so that every printed sum is exact."""


@dataclass(frozen=True)
class Goal:
    """A performance indicator: its levels, the target, and between which shares of it the actual value falls."""

    level1: str
    level2: str
    name: str
    sign: str
    target: Decimal | str
    uom: str
    low: float
    high: float


@dataclass(frozen=True)
class ProjectPlan:
    """A project that recurs every year (or in ``years`` only). ``amount`` is that of the year 2020."""

    name: str
    item: str
    fund: str
    amount: Amount
    years: tuple[int, ...]
    effect: str
    output: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class OwnIncome:
    """Income that is no fiscal appropriation: ``source`` is business (事业收入) or other (其他收入)."""

    source: str
    item: str
    amount: Amount
    years: tuple[int, ...]


@dataclass(frozen=True)
class KeyWorkPlan:
    matter: str
    target: str
    done: str
    scale: tuple[int, ...]


@dataclass(frozen=True)
class Body:
    """An invented body. ``scope`` is 部门 or 单位; ``carry`` the item whose money is carried over, with its range."""

    id: str
    stem: str
    name: str
    short: str
    drawn_name: str
    region: str
    parent: str
    scope: str
    administrative: bool
    main_item: str
    staff: int
    retired: int
    vehicles: int
    growth: float
    duties: tuple[str, ...]
    offices: tuple[str, ...]
    members: tuple[str, ...]
    reasons_up: tuple[str, ...]
    reasons_down: tuple[str, ...]
    economic: dict[str, Amount]
    once: tuple[tuple[int, str, Amount], ...]
    projects: tuple[ProjectPlan, ...]
    own: tuple[OwnIncome, ...]
    carry: tuple[str, float, float] | None
    key_works: tuple[KeyWorkPlan, ...]


def cents(value: float | int) -> Amount:
    """Hundredths of 万元 of an amount written in 万元."""
    return int(Decimal(str(value)) * 100)


def _goal(row: list[Any]) -> Goal:
    target = row[4] if isinstance(row[4], str) else Decimal(str(row[4]))
    return Goal(row[0], row[1], row[2], row[3], target, row[5], float(row[6]), float(row[7]))


def _project(row: dict[str, Any]) -> ProjectPlan:
    return ProjectPlan(
        row["name"],
        row["item"],
        row.get("fund", "general"),
        cents(row["amount"]),
        tuple(row.get("years", ())),
        row["effect"],
        row["output"],
        tuple(_goal(goal) for goal in row["indicators"]),
    )


def _body(row: dict[str, Any]) -> Body:
    carry = row.get("carry")
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    for key in ("project", "key_work", "carry", "once", "economic", "own"):
        given.pop(key, None)
    return Body(
        **given,
        economic={code: cents(value) for code, value in row["economic"].items()},
        once=tuple((year, code, cents(value)) for year, code, value in row["once"]),
        projects=tuple(_project(project) for project in row["project"]),
        own=tuple(
            OwnIncome(own["source"], own["item"], cents(own["amount"]), tuple(own.get("years", ())))
            for own in row.get("own", ())
        ),
        carry=(carry["item"], carry["low"], carry["high"]) if carry else None,
        key_works=tuple(
            KeyWorkPlan(work["matter"], work["target"], work["done"], tuple(work["scale"])) for work in row["key_work"]
        ),
    )


@cache
def bodies() -> dict[str, Body]:
    """The invented bodies by id."""
    with (DATA / "units.toml").open("rb") as file:
        return {row["id"]: _body(row) for row in tomllib.load(file)["unit"]}


@cache
def body(body_id: str) -> Body:
    """A body by id. "water#3" is the third body drawn after the pattern of "water": renamed, of another size."""
    base_id, _, number = body_id.partition("#")
    base = bodies()[base_id]
    if not number:
        return base
    size = 0.3 + 2.2 * Random(f"size/{body_id}").random()

    def scaled(amount: Amount) -> Amount:
        return max(1, round(amount * size))

    return replace(
        base,
        id=body_id,
        stem=f"{base.stem}-{int(number):03d}",
        name=base.drawn_name.format(n=number),
        short=base.drawn_name.format(n=number),
        members=tuple(member.replace(base.name, base.drawn_name.format(n=number)) for member in base.members),
        staff=max(5, round(base.staff * size)),
        retired=round(base.retired * size),
        economic={code: scaled(amount) for code, amount in base.economic.items()},
        projects=tuple(replace(project, amount=scaled(project.amount)) for project in base.projects),
        own=tuple(replace(own, amount=scaled(own.amount)) for own in base.own),
    )


@cache
def names(scheme: str) -> dict[str, str]:
    """Code to name: ``functional``, ``economic`` or ``classes`` (the lines of the summary forms, in order)."""
    with (DATA / f"{scheme}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
