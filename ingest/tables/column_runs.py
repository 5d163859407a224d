"""A table read column by column, its blank cells lost: in which rows the numbers of each column can stand.

Each column keeps the order of its numbers, and each row its arithmetic. Both together are a walk over the rows, from
no number used to all of them used; the placements of a row are those of the walks that reach the end. (A walk, and not
a general solver: a column of ten numbers in thirty rows has thirty million placements, and a few hundred states.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

MOST_STATES = 20_000
"""A walk with more states after one row is given up: then nothing is known of any row."""

Placement = dict[int, str]
"""Grid column → printed value."""
State = tuple[int, ...]
"""How many numbers of each column are used."""
Allowed = Callable[[int, Placement], bool]


def run_placements(rows: int, runs: Mapping[int, Sequence[str]], allowed: Allowed) -> list[list[Placement]] | None:
    """The placements each row can have, in a settled order. ``runs``: grid column → its numbers in order. ``allowed``:
    whether a row can have a placement. None where there are too many possibilities; empty lists where there is no walk.
    """
    columns = list(runs)
    full = tuple(len(runs[column]) for column in columns)
    if any(length > rows for length in full):
        return [[] for _ in range(rows)]
    steps: list[dict[State, list[State]]] = []
    states: set[State] = {(0,) * len(columns)}
    for row in range(rows):
        step: dict[State, list[State]] = {}
        for state in sorted(states):
            step[state] = [
                after for after in _after(state, full, rows - row)
                if allowed(row, _placement(columns, runs, state, after))
            ]
        states = {after for found in step.values() for after in found}
        if len(states) > MOST_STATES:
            return None
        steps.append(step)
    alive: set[State] = {full} & states
    placements: list[list[Placement]] = []
    for step in reversed(steps):
        edges = [(state, after) for state, found in step.items() for after in found if after in alive]
        alive = {state for state, _ in edges}
        own: list[Placement] = []
        for state, after in edges:
            placement = _placement(columns, runs, state, after)
            if placement not in own:
                own.append(placement)
        placements.append(own)
    return placements[::-1]


def _after(state: State, full: State, rows_left: int) -> list[State]:
    """The states one row further: each column prints its next number or none, and what is left must fit."""
    choices = []
    for used, length in zip(state, full, strict=True):
        left = length - used
        choices.append([used + 1] if left >= rows_left else [used] if left == 0 else [used, used + 1])
    return list(product(*choices))


def _placement(
    columns: Sequence[int], runs: Mapping[int, Sequence[str]], state: State, after: State
) -> Placement:
    return {
        column: runs[column][used] for column, used, now in zip(columns, state, after, strict=True) if now > used
    }
