"""Published PDF files against a second engine: no number is invented, and every amount of a statutory table's page is a
figure. Headers were read off the rendered pages."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from ingest.disclosure import read_disclosure
from ingest.documents.document import Grid
from ingest.documents.open import open_document
from ingest.records import Disclosure

FOLDER = os.environ.get("MINGZHANG_DISCLOSURES", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="MINGZHANG_DISCLOSURES names no folder of published disclosures"),
]
PDFS = sorted(path.name for path in Path(FOLDER).glob("*.pdf")) if FOLDER else []
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
AMOUNT = re.compile(r"\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""Printed with decimals or separators: no code, year or line number."""


def numbers(text: str, kind: re.Pattern[str] = NUMBER) -> Counter[str]:
    return Counter(found.replace(",", "") for found in kind.findall(text))


@cache
def printed(name: str) -> dict[int, str]:
    """The text of each page as PDFium sees it."""
    pdf = pypdfium2.PdfDocument(Path(FOLDER) / name)
    pages = {number: page.get_textpage().get_text_bounded() for number, page in enumerate(pdf, start=1)}
    pdf.close()
    return pages


@cache
def read(name: str) -> Disclosure:
    if not (Path(FOLDER) / name).is_file():
        pytest.skip(f"{name} is not in MINGZHANG_DISCLOSURES")
    # An empty form and tables without a year are read as well: the key is given.
    return read_disclosure([Path(FOLDER) / name], unit="某局", year=2024, kind="决算", scope="部门")


@pytest.mark.parametrize("name", PDFS)
def test_every_number_in_a_cell_is_printed_on_its_page(name: str) -> None:
    cells: dict[int, Counter[str]] = {}
    for block in open_document(Path(FOLDER) / name).blocks:
        if isinstance(block, Grid) and block.page is not None:
            texts = ["".join(cell.text.split("\n")) for cell in block.cells]
            cells.setdefault(block.page, Counter()).update(sum((numbers(text) for text in texts), Counter()))
    for page, found in cells.items():
        assert not found - numbers(printed(name)[page]), f"page {page}"


@pytest.mark.parametrize("name", PDFS)
def test_every_amount_on_the_page_of_a_statutory_table_is_a_figure(name: str) -> None:
    figures: dict[int, Counter[str]] = {}
    for figure in read(name).figures:
        if figure.kind == "table" and figure.source.page is not None:
            figures.setdefault(figure.source.page, Counter()).update(numbers(figure.source.printed))
    for page, found in figures.items():
        left_out = numbers(printed(name)[page], AMOUNT) - found
        assert not left_out, f"page {page}: {dict(left_out)}"
        assert not found - numbers(printed(name)[page]), f"page {page}"


@pytest.mark.parametrize("name", PDFS)
def test_sums_hold_and_nearly_every_figure_is_tested_by_one(name: str) -> None:
    figures = [figure for figure in read(name).figures if figure.kind == "table"]
    assert not [f"{f.source.page} {f.form} {f.item} {f.column} {f.source.printed}" for f in figures if f.failed]
    assert sum(figure.tested == 0 for figure in figures) <= 0.01 * len(figures)


THREE_PUBLIC = [
    "合计", "“三公”经费/小计", "“三公”经费/因公出国（境）费", "“三公”经费/公务用车购置及运行维护费/小计",
    "“三公”经费/公务用车购置及运行维护费/公务用车运行维护费", "“三公”经费/公务接待费", "会议费", "培训费",
]
"""The column 公务用车购置费 is blank."""


@pytest.mark.parametrize(
    ("name", "page", "headers"),
    [
        ("js-weiban-2017-yusuan-tables.pdf", 4, ["收入/金额", "支出/支出用途/金额"]),
        ("js-weiban-2017-yusuan-tables.pdf", 11, THREE_PUBLIC),
        ("js-weiban-2017-yusuan-tables.pdf", 12, ["总计"]),
        ("js-zhengxie-2017-yusuan-tables.pdf", 3, ["合计", "基本支出", "项目支出", "单位预留机动经费"]),
        ("sh-putuo-wanli-jiedao-2024-yusuan-dept.pdf", 31, [
            *(f"2024年“三公”经费预算数/{each}" for each in (
                "合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费/小计", "公务用车购置及运行费/购置费",
                "公务用车购置及运行费/运行费")),
            "2024年机关运行经费预算数",
        ]),
    ],
)
def test_headers_are_those_of_the_page(name: str, page: int, headers: list[str]) -> None:
    found = dict.fromkeys(f.column for f in read(name).figures if f.kind == "table" and f.source.page == page)
    assert list(found) == headers
