"""Pictures of measurements as SVG, drawn by hand: lines over a logarithmic scale, and bars beside a wanted mark.

A plotting library would be the largest dependency of the benchmarks for the two kinds of picture that they need.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 36, 46
COLOURS = ("#1f5fa8", "#c2571a", "#3b7d3b", "#7a4a9e", "#8a6d00", "#555555")
"""Dark enough on white and on a grey ground, and told apart by markers too."""
MARKERS = ("circle", "square", "diamond", "triangle", "cross", "bar")


@dataclass(frozen=True)
class Series:
    """A line: its name and its points (x, y), all above zero."""

    name: str
    points: Sequence[tuple[float, float]]


def plot(title: str, lines: Sequence[Series], x: str, y: str) -> str:
    """Lines over two logarithmic scales."""
    xs = Scale([point[0] for line in lines for point in line.points], LEFT, WIDTH - RIGHT)
    ys = Scale([point[1] for line in lines for point in line.points], HEIGHT - BOTTOM, TOP)
    parts = [*_axes(xs, ys, x, y)]
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        at = [(xs(px), ys(py)) for px, py in line.points]
        parts.append(f'<polyline points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in at)}" fill="none" '
                     f'stroke="{colour}" stroke-width="2"/>')  # fmt: skip
        parts += [_marker(MARKERS[number % len(MARKERS)], px, py, colour) for px, py in at]
        beside = TOP + 14 + 18 * number
        parts.append(_marker(MARKERS[number % len(MARKERS)], WIDTH - RIGHT + 18, beside - 4, colour))
        parts.append(_text(WIDTH - RIGHT + 30, beside, line.name))
    return _svg(title, parts, HEIGHT)


def bars(title: str, groups: Sequence[tuple[str, Sequence[float], float]], names: Sequence[str], unit: str) -> str:
    """Bars from zero: each group has a label, a value for each of ``names``, and the value wanted (a line)."""
    thick, gap, left = 9, 12, 170
    height = TOP + sum(thick * len(values) + gap for _, values, _ in groups) + 40
    most = max([*(value for _, values, wanted in groups for value in (*values, wanted)), 1e-9])
    across = (WIDTH - left - 130) / most
    parts, at = [], float(TOP)
    for label, values, wanted in groups:
        top = at
        for number, value in enumerate(values):
            parts.append(f'<rect x="{left}" y="{at:.1f}" width="{value * across:.1f}" height="{thick - 1}" '
                         f'fill="{COLOURS[number % len(COLOURS)]}"/>')  # fmt: skip
            at += thick
        mark = left + wanted * across
        parts.append(f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="{top - 2:.1f}" y2="{at + 1:.1f}" stroke="#000" '
                     'stroke-width="1.5"/>')  # fmt: skip
        parts.append(_text(left - 8, (top + at) / 2 + 4, label, "end"))
        at += gap
    for number, name in enumerate(names):
        beside = TOP + 12 + 18 * number
        parts.append(f'<rect x="{WIDTH - 120}" y="{beside - 9}" width="10" height="10" '
                     f'fill="{COLOURS[number % len(COLOURS)]}"/>')  # fmt: skip
        parts.append(_text(WIDTH - 104, beside, name))
    parts.append(_text(left, at + 14, f"{unit}; the black mark is what is wanted"))
    return _svg(title, parts, int(height))


class Scale:
    """Values to places on a logarithmic axis, whole decades at its ends."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.begin, self.end = begin, end

    def __call__(self, value: float) -> float:
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _axes(xs: Scale, ys: Scale, x: str, y: str) -> list[str]:
    parts = []
    for value in xs.decades():
        parts += [_rule(xs(value), TOP, xs(value), HEIGHT - BOTTOM),
                  _text(xs(value), HEIGHT - BOTTOM + 16, _short(value), "middle")]  # fmt: skip
    for value in ys.decades():
        parts += [_rule(LEFT, ys(value), WIDTH - RIGHT, ys(value)),
                  _text(LEFT - 6, ys(value) + 4, _short(value), "end")]  # fmt: skip
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x, "middle"))
    parts.append(_text(LEFT - 6, TOP - 10, y, "end"))
    return parts


def _short(value: float) -> str:
    for size, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#cccccc"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _marker(kind: str, x: float, y: float, colour: str) -> str:
    paths = {
        "square": "M-4-4H4V4H-4Z", "diamond": "M0-5L5 0L0 5L-5 0Z", "triangle": "M0-5L5 4H-5Z",
        "cross": "M-4-4L4 4M-4 4L4-4", "bar": "M-5 0H5",
    }  # fmt: skip
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    drawn = f'd="{paths[kind]}" transform="translate({x:.1f} {y:.1f})"'
    return f'<path {drawn} fill="{colour}" stroke="{colour}" stroke-width="1.5"/>'


def _svg(title: str, parts: Sequence[str], height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="12" fill="#222">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{_text(LEFT, 18, title)}\n' + "\n".join(parts) + "\n</svg>\n"
    )
