"""``patterns/performance.toml``, compiled: what the heads and labels of performance tables mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ingest.lexicon import patterns
from ingest.sentences import normalise

_WHITE = re.compile(r"\s+")
_LONGEST_HEAD = 40


@dataclass(frozen=True)
class Heads:
    """Heads of a kind of table: role → pattern of the whole cell; ``least`` roles make it one."""

    roles: Mapping[str, re.Pattern[str]]
    least: int

    def columns(self, cells: Mapping[int, str]) -> dict[str, int]:
        """Role → column of the heads found in a row (column → text), empty where too few are found."""
        found: dict[str, int] = {}
        for column, printed in cells.items():
            if not printed or len(printed) > _LONGEST_HEAD:
                continue
            text = spelled(printed)
            for role, pattern in self.roles.items():
                if role not in found and pattern.fullmatch(text):
                    found[role] = column
                    break
        return found if len(found) >= self.least else {}


@dataclass(frozen=True)
class Layout:
    """The parts of ``performance.toml`` that speak of tables."""

    parts: Mapping[str, Heads]
    """indicators, score, key_work, money: tried in this order, for a score table may hold indicators."""
    project: re.Pattern[str]
    whole: re.Pattern[str]
    goal: re.Pattern[str]
    goal_heads: frozenset[str]
    goal_result: re.Pattern[str]
    particulars: re.Pattern[str]
    remarks: re.Pattern[str]
    empty_remarks: re.Pattern[str]
    separator: re.Pattern[str]
    uom: re.Pattern[str]
    sum_rows: frozenset[str]
    whole_name: str
    stage_labels: tuple[str, ...]
    fund_labels: tuple[str, ...]
    budget_label: str


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
            "money": Heads({role: re.compile(money[role]) for role in ("budget", "executed", "rate", "fund")}, 2),
        },
        project=re.compile(labels["project"]),
        whole=re.compile(labels["whole"]),
        goal=re.compile(labels["goal"]),
        goal_heads=frozenset(labels["goal_heads"]),
        goal_result=re.compile(labels["goal_result"]),
        particulars=re.compile(labels["particulars"]),
        remarks=re.compile(labels["remarks"]),
        empty_remarks=re.compile(labels["empty_remarks"]),
        separator=re.compile(labels["separator"]),
        uom=re.compile(money["uom"]),
        sum_rows=frozenset(money["sum_rows"]),
        whole_name=money["whole_name"],
        stage_labels=tuple(money["stage_labels"]),
        fund_labels=tuple(money["fund_labels"]),
        budget_label=money["budget_label"],
    )


def _heads(data: Mapping[str, str | int]) -> Heads:
    roles = {role: re.compile(pattern) for role, pattern in data.items() if isinstance(pattern, str)}
    return Heads(roles, int(data["least"]))


def spelled(text: str) -> str:
    """A head or label as patterns want it: no white space, full-width brackets."""
    return normalise(_WHITE.sub("", text))


def clean(text: str) -> str:
    """The text of a cell without the line breaks of its print."""
    return re.sub(r"[ \t]*\n[ \t]*", "", text).strip()
