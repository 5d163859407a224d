"""``patterns/performance.toml``, compiled: what the heads and labels of performance tables mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from ingest.language.lexicon import patterns
from ingest.language.sentences import normalise

_WHITE = re.compile(r"\s+")
_LONGEST_HEAD = 40
_NO_HEADS = ("least", "needs", "total", "points", "compares")
_LIST_ROLES = ("budget", "initial", "executed", "rate")
_MONEY_ROLES = ("budget", "initial", "executed", "rate", "fund", "full_mark", "score")


@dataclass(frozen=True)
class Heads:
    """Heads of a kind of table: role → patterns of the whole cell in order of preference; ``least`` roles, and all of
    ``needs``, make it one."""

    roles: Mapping[str, tuple[re.Pattern[str], ...]]
    any_head: re.Pattern[str]
    """Whatever any role is headed by, so that a row without heads is known at once."""
    least: int
    needs: frozenset[str] = frozenset()

    def columns(self, cells: Mapping[int, str]) -> dict[str, int]:
        """Role → column of the heads found in a row (column → text), empty where too few are found."""
        heads = {column: spelled(text) for column, text in cells.items() if text and len(text) <= _LONGEST_HEAD}
        heads = {column: head for column, head in heads.items() if self.any_head.fullmatch(head)}
        if len(heads) < self.least:
            return {}
        found: dict[str, int] = {}
        for role, patterns_ in self.roles.items():
            for pattern in patterns_:
                fitting = (column for column, head in heads.items() if pattern.fullmatch(head))
                free = next((column for column in fitting if column not in found.values()), None)
                if free is not None:
                    found[role] = free
                    break
        return found if len(found) >= self.least and self.needs <= found.keys() else {}

    def blocks(self, cells: Mapping[int, str]) -> list[dict[str, int]]:
        """The same for rows that print the heads again to the right of themselves, one for each time; later blocks may
        leave out heads that all have in common (一级指标)."""
        whole = self.columns(cells)
        if not whole:
            return []
        starts, seen = [0], set[str]()
        for column, text in sorted(cells.items()):
            head = spelled(text)
            if head and head in seen:
                starts.append(column)
                seen.clear()
            seen.add(head)
        parts = [
            {column: text for column, text in cells.items() if start <= column < end}
            for start, end in pairwise((*starts, max(cells, default=0) + 1))
        ]
        if len(parts) == 1:
            return [whole]
        first = self.columns(parts[0])
        if not first:
            return [whole]
        others = [replace(self, least=2).columns(part) for part in parts[1:]]
        return [first, *others] if all(others) else [whole]


@dataclass(frozen=True)
class Layout:
    """The parts of ``performance.toml`` that speak of tables."""

    parts: Mapping[str, Heads]
    """indicators, score, key_work, projects, money: tried in this order, for a score table may hold indicators."""
    project: re.Pattern[str]
    whole: re.Pattern[str]
    goal: re.Pattern[str]
    goal_heads: re.Pattern[str]
    goal_result: re.Pattern[str]
    particulars: re.Pattern[str]
    remarks: re.Pattern[str]
    empty_remarks: re.Pattern[str]
    separator: re.Pattern[str]
    uom: re.Pattern[str]
    sum_rows: frozenset[str]
    fund_lead: re.Pattern[str]
    natures: frozenset[str]
    total: re.Pattern[str]
    points: re.Pattern[str]
    sign: re.Pattern[str]
    """What in the column of signs compares: ≥, not 定性."""
    whole_name: str
    stage_labels: tuple[str, ...]
    fund_label: re.Pattern[str]
    labelled_amount: re.Pattern[str]
    """A label of money with its amount in one cell."""
    budget_labels: frozenset[str]

    def money_role(self, head: str) -> str | None:
        """Which amount of the part on execution a head names: budget, initial, executed or rate."""
        roles = self.parts["money"].roles
        for role in ("initial", "executed", "rate", "budget"):
            if any(pattern.fullmatch(head) for pattern in roles[role]):
                return role
        return None


@cache
def layout() -> Layout:
    """Read once."""
    data = patterns("performance")
    labels, money = data["labels"], data["money"]
    return Layout(
        parts={
            "indicators": _heads(data["columns"]),
            "score": _heads(data["score"]),
            "key_work": _heads(data["key_work"]),
            "projects": _heads({role: money[role] for role in _LIST_ROLES} | data["projects"]),
            "money": _heads({role: money[role] for role in _MONEY_ROLES} | {"least": 2}),
        },
        project=re.compile(labels["project"]),
        whole=re.compile(labels["whole"]),
        goal=re.compile(labels["goal"]),
        goal_heads=re.compile(labels["goal_heads"]),
        goal_result=re.compile(labels["goal_result"]),
        particulars=re.compile(labels["particulars"]),
        remarks=re.compile(labels["remarks"]),
        empty_remarks=re.compile(labels["empty_remarks"]),
        separator=re.compile(labels["separator"]),
        uom=re.compile(money["uom"]),
        sum_rows=frozenset(money["sum_rows"]),
        fund_lead=re.compile(money["fund_lead"]),
        natures=frozenset(money["natures"]),
        total=re.compile(data["columns"]["total"]),
        points=re.compile(data["columns"]["points"]),
        sign=re.compile(data["columns"]["compares"]),
        whole_name=money["whole_name"],
        stage_labels=tuple(money["stage_labels"]),
        fund_label=re.compile(money["fund_label"]),
        labelled_amount=re.compile(money["labelled_amount"]),
        budget_labels=frozenset(money["budget_labels"]),
    )


def _heads(data: Mapping[str, Any]) -> Heads:
    roles = {
        role: tuple(map(re.compile, [found] if isinstance(found, str) else found))
        for role, found in data.items() if role not in _NO_HEADS
    }
    any_head = re.compile("|".join(f"(?:{part.pattern})" for found in roles.values() for part in found))
    return Heads(roles, any_head, int(data["least"]), frozenset(data.get("needs", ())))


def of_year(head: str, year: int) -> str:
    """A head that names the year disclosed, as one that names none: 2024年目标值 → 年度目标值. Of other years it is no
    head of what is wanted or reached."""
    return re.sub(rf"^\s*{year}\s*年度?(?=\S)", "年度", head)


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """A head or label as patterns want it: no white space, full-width brackets."""
    return normalise(_WHITE.sub("", text))


def clean(text: str) -> str:
    """The text of a cell without the line breaks of its print."""
    return re.sub(r"[ \t]*\n[ \t]*", "", text).strip()
