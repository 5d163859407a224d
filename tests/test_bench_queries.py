"""The comparison with other engines: shares are those of what was asked in turn, and what falls short is shown beside
its reason. Nothing is measured here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bench import asking
from bench.asking import Measured, side_by_side
from bench.engines import Served
from bench.floors import WAYS
from bench.memory import worked
from bench.queries import ALONE, CLIENTS, OURS, THEIRS, told, wanted_share


def measured(
    engine: str, clients: int, per_second: float, *, processor: float = 0.0, share: float | None = None
) -> Measured:
    return Measured(engine, "lookup", clients, 2.0, 3.0, per_second, 0, processor, share)


def test_the_middle_share_of_the_rounds_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    speeds = {"a": iter((10.0, 90.0, 40.0)), "b": iter((100.0, 100.0, 50.0))}
    order: list[str] = []

    def by_wrk(engine: str, *others: object) -> Measured:
        order.append(engine)
        return measured(engine, 8, next(speeds[engine]), processor=1.0)

    monkeypatch.setattr(asking, "by_wrk", by_wrk)
    servers = {name: Served("http://127.0.0.1:1/query", 1) for name in ("a", "b")}
    ours, theirs = side_by_side(servers, "lookup", ["ASK {}"], 8, 1, 3, Path())
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert (ours.share, ours.per_second, theirs.share) == (0.8, 40.0, 1.0)


def test_where_no_answer_came_there_is_no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "by_wrk", lambda engine, *others: measured(engine, 8, 0.0))
    servers = {name: Served("http://127.0.0.1:1/query", 1) for name in (OURS, THEIRS)}
    nothing = list(side_by_side(servers, "lookup", ["ASK {}"], 8, 1, 3, Path()))
    assert [each.share for each in nothing] == [None, None]
    found = [measured(ALONE, 1, 500)]
    for clients in CLIENTS:
        found += [measured(OURS, clients, 0), measured(THEIRS, clients, 0)]
    assert "| lookup | – | – | – | – | 0.3 | 0 | 0 |" in told(found, [])


@pytest.mark.parametrize(("milliseconds", "share"), [(0.04, 0.3), (9.9, 0.3), (10.0, 0.6), (99.0, 0.6), (100.0, 0.9)])
def test_what_is_wanted_goes_by_the_processor_time_of_the_other(milliseconds: float, share: float) -> None:
    assert wanted_share(milliseconds) == share


def test_what_falls_short_is_told_beside_its_reason() -> None:
    found = [measured(ALONE, 1, 500)]
    for clients in CLIENTS:
        found += [measured(OURS, clients, 20, processor=4.0, share=0.2), measured(THEIRS, clients, 100, processor=2.0)]
    assert "| lookup | 0.20 | 0.20 | 0.20 | 0.50 | 0.3 | 0 | 0 |" in told(found, [])
    assert "Nothing falls short." in told(found, [])
    floors = [measured(way, 8, 30, processor=3.0, share=0.25) for way in (OURS, *WAYS)]
    floors.append(measured(THEIRS, 8, 120, processor=1.5))
    assert "| lookup | 8 | 0.3 | 0.25 (0.50) | 0.25 (0.50) | 0.25 (0.50) | 0.25 (0.50) |" in told(found, floors)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc here")
def test_processor_time_grows_with_work() -> None:
    before = worked(os.getpid())
    while worked(os.getpid()) < before + 0.05:
        sum(range(10_000))
