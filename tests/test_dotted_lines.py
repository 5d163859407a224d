"""Borders that a browser prints as rows of square dots."""

from __future__ import annotations

from ingest.documents.dotted_lines import dotted_lines
from ingest.documents.ruling import Segment

DOT = 0.75


def row(y: float, xs: list[float]) -> list[tuple[float, float, float, float]]:
    return [(x, y, x + DOT, y + DOT) for x in xs]


def test_dots_in_a_row_are_a_line_each_way() -> None:
    across = row(100.0, [50 + 1.5 * i for i in range(20)])
    down = [(50.0, 100 + 1.5 * i, 50.75, 100.75 + 1.5 * i) for i in range(10)]
    assert dotted_lines([*across, *down]) == ([Segment(100.375, 50.0, 79.25)], [Segment(50.375, 100.0, 114.25)])


def test_a_gap_parts_lines_and_few_dots_are_none() -> None:
    xs = [50 + 1.5 * i for i in range(8)]
    level, upright = dotted_lines(row(100.0, [*xs, *(x + 60 for x in xs), 200.0, 201.5]))
    assert ([(line.start, line.end) for line in level], upright) == ([(50.0, 61.25), (110.0, 121.25)], [])
