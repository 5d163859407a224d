"""Pictures of the benchmarks: well formed, larger values further out, names of bodies harmless."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from bench.plots import Series, bars, plot

SVG = "{http://www.w3.org/2000/svg}"


def test_lines_rise_with_their_values() -> None:
    drawn = ElementTree.fromstring(plot("Load <1>", [Series("a & b", [(10, 1), (1000, 10), (5000, 90)])], "x", "s"))
    line = drawn.find(f"{SVG}polyline")
    assert line is not None
    points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    assert {"Load <1>", "a & b", "10", "10k", "x", "s"} <= {text.text for text in drawn.iter(f"{SVG}text")}


def test_a_bar_is_as_long_as_its_share() -> None:
    drawn = bars("Shares", [("lookup", [0.5, 1.0], 0.25)], ["1 client", "8 clients"], "share")
    widths = [float(width) for width in re.findall(r'<rect x="170" y="[\d.]+" width="([\d.]+)"', drawn)]
    assert widths[1] == 2 * widths[0] > 0
    mark = re.search(r'<line x1="([\d.]+)"', drawn)
    assert mark is not None
    assert round(float(mark[1]) - 170, 1) == round(widths[0] / 2, 1)
