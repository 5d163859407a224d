"""Which disclosures to write, in which layout and as which files: the committed ones, or any number drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samples.generate.blocks import Document
from samples.generate.compose import budget_document, final_document
from samples.generate.layout import layouts
from samples.generate.records import accounts
from samples.generate.truth import write_truth
from samples.generate.units import DATA, bodies, body
from samples.generate.write_docx import write_docx
from samples.generate.write_html import write_html
from samples.generate.write_pdf import write_pdf
from samples.generate.write_text import Pages, write_flow, write_tabs
from samples.generate.write_workbook import write_xls, write_xlsx


@dataclass(frozen=True)
class Order:
    """One file to be written. ``format``: flow, tabs, pdf, docx, html, xlsx, xls; ``parts``: all, tables, prose."""

    body: str
    year: int
    kind: str
    layout: str
    format: str
    parts: str = "all"
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: str = "mingzhang"

    @property
    def stem(self) -> str:
        kind = {"决算": "juesuan", "预算": "yusuan"}[self.kind]
        part = {"all": "", "tables": "-biao", "prose": "-shuoming"}[self.parts]
        return f"{body(self.body).stem}-{self.year}-{kind}{part}"

    @property
    def suffix(self) -> str:
        return {"flow": "txt", "tabs": "txt"}.get(self.format, self.format)


def catalogue() -> list[Order]:
    """The committed samples, ``data/catalogue.toml``."""
    with (DATA / "catalogue.toml").open("rb") as file:
        rows = tomllib.load(file)["disclosure"]
    return [
        Order(
            row["body"],
            row["year"],
            row.get("kind", "决算"),
            row["layout"],
            file["format"],
            file.get("parts", "all"),
            file.get("options", {}),
        )
        for row in rows
        for file in row["files"]
    ]


WRITERS: dict[str, Callable[..., Pages]] = {
    "flow": write_flow,
    "tabs": write_tabs,
    "pdf": write_pdf,
    "docx": write_docx,
    "html": write_html,
    "xlsx": write_xlsx,
    "xls": write_xls,
}

DRAWN_AS = (
    "wuhan:flow",
    "hubei:tabs",
    "shanghai:pdf",
    "split:html",
    "yuan:xlsx",
    "yuan-split:docx",
    "wuhan:pdf",
    "shanghai-budget:pdf",
    "hubei:docx",
    "jiangsu-budget:pdf",
)
"""What drawn disclosures are printed as, in turn, where the caller does not say."""


def drawn(count: int, years: Iterable[int], printed: Sequence[str] = (), seed: str = "mingzhang") -> list[Order]:
    """Orders for ``count`` bodies over some years from 2021 on, printed in turn as "layout:format[:option=value...]".

    Raises KeyError for a layout and ValueError for a format or an option that there is not.
    """
    patterns, years, printed = list(bodies()), list(years), list(printed) or DRAWN_AS
    orders: list[Order] = []
    for place in range(count):
        body_id = f"{patterns[place % len(patterns)]}#{place // len(patterns) + 1}"
        for year in years:
            layout, form, *options = printed[len(orders) % len(printed)].split(":")
            if form not in WRITERS:
                raise ValueError(f"no format {form!r}: there are {', '.join(WRITERS)}")
            kind = "预算" if layouts()[layout].budget else "决算"
            orders.append(Order(body_id, year, kind, layout, form, options=options_of(options), seed=seed))
    return orders


def options_of(pairs: Iterable[str]) -> dict[str, Any]:
    """Options of a writer from "name=value": a number, true, false or a word."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise ValueError(f"option {pair!r} is not name=value")
        found[name] = value == "true" if value in ("true", "false") else _number(value)
    return found


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def compose(order: Order) -> Document:
    """The document of an order, before it takes its format."""
    book = accounts(order.body, order.year, order.seed)
    layout = layouts()[order.layout]
    return (budget_document if layout.budget else final_document)(book, layout, order.seed, order.parts)


def write_all(
    orders: Iterable[Order], out: Path, alter: Callable[[Document, str], Document] = lambda document, name: document
) -> Iterator[tuple[Path, int]]:
    """Write each order's document and truth below ``out``; yields the path and how many figures it holds.

    ``alter`` may change a document, given with its file's name, before it is written; the truth is that of the change.
    """
    (out / "documents").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    for order in orders:
        path = out / "documents" / f"{order.stem}.{order.suffix}"
        document = alter(compose(order), path.name)
        pages = WRITERS[order.format](document, path, **order.options)
        yield path, write_truth(document, pages, out / "truth" / f"{order.stem}.csv")
