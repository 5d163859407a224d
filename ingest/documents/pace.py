"""Readers of long files say that they go on, so that whoever waits can tell slow from stuck."""

from __future__ import annotations

from collections.abc import Callable

_heard: list[Callable[[], None]] = []


def on_step(heard: Callable[[], None]) -> None:
    """Have ``heard`` called after each step that takes its time, such as a scanned page. One listener a process."""
    _heard[:] = [heard]


def step() -> None:
    """Another step is done."""
    for heard in _heard:
        heard()
