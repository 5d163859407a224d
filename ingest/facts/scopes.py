"""Counts of indicators that were met or missed: 已完成指标6个，其中：产出指标完成3个（数量指标1个）.

The parts of such a count print the same names as the parts of all indicators; only the head says which are meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ingest.language.lexicon import patterns
from ingest.records import Fact


@cache
def _data() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns("clauses")["met"].items()}


def told_by_head(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those of a count of indicators met or missed under names that say so (已完成数量指标)."""
    data, found = _data(), []
    sentence, state = "", ""
    for fact in facts:
        if fact.source.printed != sentence:
            sentence, state = fact.source.printed, ""
        head, part = data["head"].match(fact.text), data["part"].fullmatch(fact.subject)
        if head is not None:
            state = "未完成" if head.group("state").startswith("未") else "已完成"
            fact = replace(fact, subject=f"{state}指标", predicate="")
        elif state and part is not None and fact.value is not None and not fact.measure:
            fact = replace(fact, subject=state + part.group("name"), predicate="")
        found.append(fact)
    return found
