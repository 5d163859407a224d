"""Charts: each with its figures as a table below it, and the table as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from nicegui import ui

from api.pages.frame import Visit

COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6D1F", "#7A7A7A"]
"""Told apart also by people who don't see red and green alike (Okabe and Ito, 2008)."""
TEN_THOUSAND = Decimal(10_000)
FONT = "system-ui, PingFang SC, Noto Sans CJK SC, Microsoft YaHei, WenQuanYi Zen Hei, sans-serif"
SMALL = 8
"""Bars up to which the figures stand at them."""


@dataclass(frozen=True)
class Chart:
    """What is drawn: a value for each series and category; None where there is none, which is not zero.

    ``uom``: unit of measure of all values. ``name``: of the CSV file, without ending.
    """

    title: str
    name: str
    uom: str
    categories: Sequence[str]
    series: Mapping[str, Sequence[Decimal | None]]
    kind: Literal["bar", "line", "ranking"] = "bar"
    heading: str = ""


def in_ten_thousands(amount: str | None) -> Decimal | None:
    """Yuan, as the graph has them, in 万元, as the documents print them; exactly."""
    if amount is None:
        return None
    value = Decimal(amount) / TEN_THOUSAND
    return value if value.as_tuple().exponent < -2 else value.quantize(Decimal("0.01"))  # type: ignore[operator]


def draw(visit: Visit, chart: Chart) -> None:
    """Put a chart with its table on the page."""
    with ui.element("figure").classes("chart"):
        visit.show("caption.html", chart=chart)
        height = 3.2 + 2.1 * len(chart.categories) * len(chart.series) if chart.kind == "ranking" else 15
        drawn = ui.echart(options(chart), renderer="svg").style(f"height: {min(height, 40):g}rem")
        drawn.props(f'role=img aria-label="{plain(chart.title)}"')
        visit.show("figures.html", chart=chart)


def plain(text: str) -> str:
    """Text that can stand in a property."""
    return text.replace("\\", " ").replace('"', "”")


def options(chart: Chart) -> dict[str, Any]:
    """The chart for ECharts; its texts take their colour from the page's style."""
    across = chart.kind == "ranking"
    names = {"type": "category", "data": list(chart.categories), "axisTick": {"show": False}, "inverse": across,
             "axisLabel": {"interval": 0, "width": 150 if across else 90, "overflow": "break"}}  # fmt: skip
    values = {"type": "value", "name": "" if across else chart.uom, "splitNumber": 4,
              "splitLine": {"lineStyle": {"color": "#8884", "width": 1}}}  # fmt: skip
    labelled = across or sum(len(each) for each in chart.series.values()) <= SMALL
    several = len(chart.series) > 1
    label = {"show": labelled, "position": "right" if across else "top", "fontSize": 12}
    return {
        "color": COLOURS,
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": 13},
        "aria": {"enabled": several, "label": {"enabled": False}, "decal": {"show": True}},
        "legend": {"show": several, "type": "scroll", "top": 0, "left": 0, "icon": "rect", "itemGap": 18},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "line" if chart.kind == "line" else "shadow"}},
        "grid": {"left": 4, "right": 64 if across else 12, "bottom": 4, "containLabel": True,
                 "top": (36 if several else 4) if across else (64 if several else 40)},
        "xAxis": values if across else names,
        "yAxis": names if across else values,
        "series": [
            {"type": "line" if chart.kind == "line" else "bar", "name": name, "barMaxWidth": 44, "symbolSize": 8,
             "label": label, "data": [None if value is None else float(value) for value in data]}
            for name, data in chart.series.items()
        ],
    }  # fmt: skip
