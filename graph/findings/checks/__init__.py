"""The checks that rules name: functions from a laid out disclosure and a rule to candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.findings.context import Candidate, Context
from graph.findings.rulebook import Rule

Check = Callable[[Context, Rule], Iterator[Candidate]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a check under the name that rules call it by."""

    def register(function: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"two checks are called {name}")
        CHECKS[name] = function
        return function

    return register
