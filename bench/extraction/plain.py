"""Two table finders for comparison, bare pdfplumber and camelot's lattice, with one plain adapter for both.

The adapter does what a careful user would: the nearest line above that ends as a title does is the title, rows before
the first with an amount are the header and are joined downwards, the unit of measure is that of the nearest line that
names one, the row label is the nearest to the left, and a table without header or title of its own goes on with those
of the one before. Titles and labels are cleaned by the product's own rules, so that only the tables are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber

from bench.extraction.score import Cell
from ontology.layout import bare, strip_ordinal
from ontology.titles import clean_title

AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
UOM = re.compile(r"单位[：:](?:人民币)?(亿元|万元|元)")
CODE_HEAD = re.compile(r"(?:编码|代码|^[类款项])$")
LABEL_HEAD = re.compile(r"(?:编码|代码|科目|项目|名称|行次|栏次|^[类款项])$")
TITLE = re.compile(r"(?:收|支|经费|预算|决算|采购).*表(?:[（(].*[）)])?\d*$")
FIRST = re.compile(r"^(?:[一1][、.．]|\d{3})")
NUMBERING = re.compile(r"栏次|\d{1,2}|[类款项]")
"""Cells of a row that numbers the columns."""


@dataclass(frozen=True)
class Found:
    """A table as a finder gives it: None for what a merged cell covers; ``above``: the lines before it on its page."""

    page: int
    rows: Sequence[Sequence[str | None]]
    above: Sequence[str]


def by_pdfplumber(path: Path) -> Iterator[Found]:
    """The tables of all pages by ``Page.find_tables``."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            lines = page.extract_text_lines()
            end = 0.0
            for table in page.find_tables():
                _, top, _, bottom = table.bbox
                above = [line["text"] for line in lines if end <= line["top"] < top]
                yield Found(page.page_number, table.extract(), above)
                end = bottom


def by_camelot(path: Path) -> Iterator[Found]:
    """The tables of all pages by camelot's lattice, with the lines above by pdfplumber."""
    import camelot

    with pdfplumber.open(path) as pdf:
        lines = {page.page_number: (float(page.height), page.extract_text_lines()) for page in pdf.pages}
    tables: list[Any] = sorted(
        camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True),
        key=lambda table: (table.page, -table._bbox[3]))
    ends: dict[int, float] = {}
    for table in tables:
        height, printed = lines[table.page]
        _, bottom, _, top = table._bbox
        above = [one["text"] for one in printed if ends.get(table.page, 0.0) <= one["top"] < height - top]
        ends[table.page] = height - bottom
        yield Found(table.page, [[str(text) or None for text in row] for row in table.df.values.tolist()], above)


def adapted(tables: Iterator[Found], unit: str) -> Counter[tuple[Cell, str]]:
    """Cells of the tables; no stage. ``unit``: the name of the body, which titles may begin with."""
    cells: Counter[tuple[Cell, str]] = Counter()
    title = uom = ""
    header: list[str] = []
    for table in tables:
        rows = [[bare(text or "") if text is not None else None for text in row] for row in table.rows]
        above = [bare(line) for line in table.above]
        while rows and _is_caption([text for text in rows[0] if text]):
            above += [text for text in rows.pop(0) if text]
        own = [line for line in above if TITLE.search(UOM.sub("", line))]
        measures = [found[1] for line in above if (found := UOM.search(line))]
        start = next((place for place, row in enumerate(rows) if _is_body(row)), len(rows))
        if own:
            title = clean_title(UOM.sub("", own[-1]), (unit,))
        uom = measures[-1] if measures else uom
        if start:
            header = _joined(rows[:start])
        for row in rows[start:]:
            for cell in _row(row, header, title, uom, table.page):
                cells[cell, ""] += 1
    return cells


def _is_caption(texts: Sequence[str]) -> bool:
    """Whether the texts of a first row are the title or name the unit of measure."""
    return any(UOM.search(text) for text in texts) or (len(texts) == 1 and bool(TITLE.search(texts[0])))


def _is_body(row: Sequence[str | None]) -> bool:
    texts = [text for text in row if text]
    if texts and FIRST.match(texts[0]):
        return True
    return any(AMOUNT.fullmatch(text) and ("." in text or "," in text) for text in texts)


def _joined(rows: Sequence[Sequence[str | None]]) -> list[str]:
    """Header paths, the rows joined downwards. What a merged cell covers takes its text from the left where both stand
    under the same cells, else it belongs to the cell above."""
    paths: list[tuple[str, ...]] = [()] * max(map(len, rows))
    for row in rows:
        texts = [text for text in row if text]
        numbering = len(texts) > 2 and all(NUMBERING.fullmatch(text) for text in texts)
        if numbering and not all(map(CODE_HEAD.search, texts)):
            continue
        before, own = list(paths), ""
        for place, text in enumerate(row):
            if text:
                own = text
            elif not place or before[place] != before[place - 1]:
                own = ""
            paths[place] = (*before[place], *([own] if own else []))
    return ["/".join(path) for path in paths]


def _row(row: Sequence[str | None], header: Sequence[str], title: str, uom: str, page: int) -> Iterator[Cell]:
    code = item = ""
    fresh = True
    for place, text in enumerate(row):
        path = header[place] if place < len(header) else ""
        leaf = path.split("/")[-1]
        if LABEL_HEAD.search(leaf):
            if fresh:
                code, item, fresh = "", "", False
            if CODE_HEAD.search(leaf) and text and text.isdigit():
                code += text
            elif text and not text.isdigit():
                item = strip_ordinal(text)
        else:
            fresh = True
            if text and AMOUNT.fullmatch(text):
                yield Cell(title, str(page), code, item, path, Decimal(text.replace(",", "")), uom)
