"""Seeded accounts of an invented body: every total, class and item adds up, and years chain through carry-overs.

The same seed, body and year always give the same accounts. Only ``Random.random`` is drawn from, the one method whose
sequence Python promises to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from samples.generate.units import Amount, Body, ProjectPlan
from samples.generate.units import body as find_body

FIRST_YEAR = 2020
"""Accounts start here with nothing carried over; the first year published is the next."""

FISCAL = ("general", "fund")
PERSONNEL = ("301", "303")


@dataclass(frozen=True)
class Line:
    """One functional item paid from one source (general, fund, business, other).

    ``opening + income = basic + project + closing`` holds for each line.
    """

    code: str
    source: str
    opening: Amount
    income: Amount
    basic: Amount
    project: Amount
    closing: Amount

    @property
    def spent(self) -> Amount:
        return self.basic + self.project


@dataclass(frozen=True)
class ThreePublic:
    """三公: overseas trips, car purchase, car running, reception."""

    overseas: Amount
    purchase: Amount
    running: Amount
    reception: Amount

    @property
    def cars(self) -> Amount:
        return self.purchase + self.running

    @property
    def total(self) -> Amount:
        return self.overseas + self.cars + self.reception


@dataclass(frozen=True)
class ProjectAccount:
    plan: ProjectPlan
    budget: Amount
    spent: Amount


@dataclass(frozen=True)
class Procurement:
    """Totals by kind, and what of them went to small and medium (``sme``) and to small and micro firms (``small``)."""

    goods: Amount
    works: Amount
    services: Amount
    sme: Amount
    small: Amount

    @property
    def total(self) -> Amount:
        return self.goods + self.works + self.services


@dataclass(frozen=True)
class Accounts:
    """A body's year: final accounts with the initial budget beside them."""

    body: Body
    year: int
    lines: tuple[Line, ...]
    budget: tuple[Line, ...]
    """Initial budget: income equals expenditure, nothing carried over."""
    economic: Mapping[str, Amount]
    """Basic expenditure from the general budget by economic item (5 digits)."""
    economic_budget: Mapping[str, Amount]
    three_public: ThreePublic
    three_public_budget: ThreePublic
    three_public_adjusted: ThreePublic
    projects: tuple[ProjectAccount, ...]
    procurement: Procurement
    staff: int
    retired: int
    vehicles: int
    equipment: int
    reception_batches: int
    reception_visitors: int

    def total(self, field: str, sources: Iterable[str] | None = None, prefix: str = "") -> Amount:
        """Sum of a field of the lines, of some sources and of the items below ``prefix``."""
        return total(self.lines, field, sources, prefix)

    def basic_group(self, *groups: str) -> Amount:
        """Basic expenditure of economic groups (301, 302 ...)."""
        return sum(value for code, value in self.economic.items() if code[:3] in groups)


def total(lines: Iterable[Line], field: str, sources: Iterable[str] | None = None, prefix: str = "") -> Amount:
    """Sum of a field over the lines of some sources (all where None) whose code starts with ``prefix``."""
    wanted = None if sources is None else set(sources)
    return sum(
        getattr(line, field)
        for line in lines
        if (wanted is None or line.source in wanted) and line.code.startswith(prefix)
    )


def between(rng: Random, low: float, high: float) -> float:
    return low + (high - low) * rng.random()


def _grown(body: Body, amount: Amount, year: int, rng: Random, spread: float) -> Amount:
    level = (1 + body.growth) ** (year - FIRST_YEAR)
    return max(1, round(amount * level * between(rng, 1 - spread, 1 + spread)))


def _economic(body: Body, year: int, rng: Random) -> dict[str, Amount]:
    spread = {"301": 0.05, "303": 0.08, "302": 0.16, "310": 0.3}
    values = {code: _grown(body, base, year, rng, spread[code[:3]]) for code, base in body.economic.items()}
    values.update({code: amount for when, code, amount in body.once if when == year})
    return dict(sorted(values.items()))


def _economic_budget(economic: Mapping[str, Amount], rng: Random) -> dict[str, Amount]:
    """Initial budget by economic item: a third of the items come out exactly, the rest off by up to a tenth."""
    return {
        code: value if rng.random() < 0.33 else max(1, round(value * between(rng, 0.94, 1.12)))
        for code, value in economic.items()
    }


def _basic_items(body: Body, economic: Mapping[str, Amount]) -> dict[str, Amount]:
    """Basic expenditure by functional item: insurance and housing stand under their own classes."""
    pension = sum(value for code, value in economic.items() if code[:3] == "303")
    housing_subsidy = economic.get("30102", 0) // 4
    items = {
        "2080501" if body.administrative else "2080502": pension,
        "2080505": economic.get("30108", 0),
        "2080506": economic.get("30109", 0),
        "2101101" if body.administrative else "2101102": economic.get("30110", 0),
        "2101103": economic.get("30111", 0),
        "2210201": economic.get("30113", 0),
        "2210202": housing_subsidy,
    }
    items = {code: value for code, value in items.items() if value}
    items[body.main_item] = sum(economic.values()) - sum(items.values())
    return items


def _projects(body: Body, year: int, rng: Random) -> tuple[ProjectAccount, ...]:
    accounts = []
    for plan in body.projects:
        spent = _grown(body, plan.amount, year, rng, 0.12)
        budget = spent if rng.random() < 0.25 else round(spent * between(rng, 1.0, 1.18))
        if not plan.years or year in plan.years:
            accounts.append(ProjectAccount(plan, budget, spent))
    return tuple(accounts)


def _three_public(economic: Mapping[str, Amount]) -> ThreePublic:
    return ThreePublic(*(economic.get(code, 0) for code in ("30212", "31013", "30231", "30217")))


def _adjusted(budget: ThreePublic, final: ThreePublic, rng: Random) -> ThreePublic:
    """Budget after adjustments in the year: never below what was spent, seldom what was first planned."""

    def adjust(first: Amount, spent: Amount) -> Amount:
        return max(spent, round(first * between(rng, 0.98, 1.15)))

    return ThreePublic(
        adjust(budget.overseas, final.overseas),
        adjust(budget.purchase, final.purchase),
        adjust(budget.running, final.running),
        adjust(budget.reception, final.reception),
    )


def _final_lines(
    body: Body, year: int, seed: str, basic: Mapping[str, Amount], projects: Iterable[ProjectAccount], rng: Random
) -> tuple[Line, ...]:
    spending: dict[tuple[str, str], list[Amount]] = {(code, "general"): [value, 0] for code, value in basic.items()}
    for project in projects:
        spending.setdefault((project.plan.item, project.plan.fund), [0, 0])[1] += project.spent
    before = (
        {}
        if year == FIRST_YEAR
        else {(line.code, line.source): line.closing for line in accounts(body.id, year - 1, seed).lines}
    )
    lines = []
    for (code, source), (basic_part, project_part) in spending.items():
        closing = 0
        if body.carry and body.carry[0] == code and source == "general":
            closing = round(project_part * between(rng, body.carry[1], body.carry[2]))
        opening = before.get((code, source), 0)
        lines.append(
            Line(
                code, source, opening, basic_part + project_part + closing - opening, basic_part, project_part, closing
            )
        )
    for own in body.own:
        income = _grown(body, own.amount, year, rng, 0.1)
        share = between(rng, 0.9, 0.97)
        if own.years and year not in own.years:
            continue
        opening = before.get((own.item, own.source), 0)
        spent = round((opening + income) * share)
        lines.append(Line(own.item, own.source, opening, income, 0, spent, opening + income - spent))
    return tuple(sorted(lines, key=lambda line: (line.code, line.source)))


def _budget_lines(
    basic: Mapping[str, Amount], projects: Iterable[ProjectAccount], final: Iterable[Line], rng: Random
) -> tuple[Line, ...]:
    spending: dict[tuple[str, str], list[Amount]] = {(code, "general"): [value, 0] for code, value in basic.items()}
    for project in projects:
        spending.setdefault((project.plan.item, project.plan.fund), [0, 0])[1] += project.budget
    for line in final:
        if line.source not in FISCAL:
            # Budgets of own income are round numbers: nobody plans them to the hundred yuan.
            spending[line.code, line.source] = [0, round(line.income * between(rng, 0.9, 1.05) / 1000) * 1000]
    return tuple(
        Line(code, source, 0, parts[0] + parts[1], parts[0], parts[1], 0)
        for (code, source), parts in sorted(spending.items())
    )


def _procurement(spent: Amount, rng: Random) -> Procurement:
    goods, works, services = (
        round(spent * between(rng, low, high)) for low, high in ((0.08, 0.2), (0.05, 0.3), (0.2, 0.35))
    )
    whole = goods + works + services
    sme = round(whole * between(rng, 0.75, 0.98))
    return Procurement(goods, works, services, sme, round(sme * between(rng, 0.5, 0.9)))


@lru_cache(maxsize=256)
def accounts(body_id: str, year: int, seed: str = "mingzhang") -> Accounts:
    """The accounts of a body, by the id that ``units.body`` takes, for a year from ``FIRST_YEAR`` on."""
    return build(find_body(body_id), year, seed)


def build(body: Body, year: int, seed: str) -> Accounts:
    """Draw a body's year from the seed. Years before it are drawn too, for what they carry over."""
    rng = Random(f"{seed}/{body.id}/{year}")
    economic = _economic(body, year, rng)
    economic_budget = _economic_budget(economic, rng)
    projects = _projects(body, year, rng)
    lines = _final_lines(body, year, seed, _basic_items(body, economic), projects, rng)
    final, budget = _three_public(economic), _three_public(economic_budget)
    reception = final.reception // 12
    return Accounts(
        body=body,
        year=year,
        lines=lines,
        budget=_budget_lines(_basic_items(body, economic_budget), projects, lines, rng),
        economic=economic,
        economic_budget=economic_budget,
        three_public=final,
        three_public_budget=budget,
        three_public_adjusted=_adjusted(budget, final, rng),
        projects=projects,
        procurement=_procurement(total(lines, "project"), rng),
        staff=body.staff + int(between(rng, -2, 4)),
        retired=body.retired + (year - FIRST_YEAR),
        vehicles=body.vehicles,
        equipment=int(between(rng, 0, 5)),
        reception_batches=reception // 4 + 2,
        reception_visitors=reception * 2 + 11,
    )
