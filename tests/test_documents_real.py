"""Published disclosures, read as they look on the page.

Rows and columns were counted on the rendered pages. What no table shows is compared with what another PDF engine
finds on the page.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from ingest.documents.document import Document, Grid, Paragraph
from ingest.documents.open import open_document
from ingest.documents.radicals import with_ideographs

FOLDER = os.environ.get("MINGZHANG_DISCLOSURES", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER, reason="MINGZHANG_DISCLOSURES names no folder of published disclosures"),
]

PDFS = sorted(path.name for path in Path(FOLDER).glob("*.pdf")) if FOLDER else []


@cache
def opened(name: str) -> Document:
    path = Path(FOLDER) / name
    if not path.is_file():
        pytest.skip(f"{name} is not in MINGZHANG_DISCLOSURES")
    return open_document(path)


def grids(name: str, page: int | None = None) -> list[Grid]:
    return [b for b in opened(name).blocks if isinstance(b, Grid) and page in (None, b.page)]


def row(grid: Grid, number: int) -> list[str]:
    return [cell.text for cell in sorted(grid.cells, key=lambda c: c.column) if cell.row == number]


def shape(grid: Grid, text: str) -> tuple[int, int, int, int]:
    (cell,) = [cell for cell in grid.cells if cell.text == text]
    return cell.row, cell.column, cell.rowspan, cell.colspan


@pytest.mark.parametrize("name", PDFS)
def test_no_character_is_lost_or_invented(name: str) -> None:
    document = opened(name)
    read: dict[int, Counter[str]] = {}
    for block in document.blocks:
        texts = [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
        read.setdefault(block.page or 0, Counter()).update(c for text in texts for c in text if not c.isspace())
    pdf = pypdfium2.PdfDocument(Path(FOLDER) / name)
    for number, page in enumerate(pdf, 1):
        printed = with_ideographs(page.get_textpage().get_text_range())
        # The other engine marks hyphenated line ends and breaks with characters of its own.
        seen = Counter(c for c in printed if not c.isspace() and c not in "\ufffe\x02\u00ad")
        lost, invented = seen - read.get(number, Counter()), read.get(number, Counter()) - seen
        assert not invented, f"page {number}"
        # Page numbers are left out on purpose.
        assert re.fullmatch(r"[-—–]*\d{0,3}[-—–]*", "".join(sorted(lost.elements()))) or not lost, f"page {number}"
    pdf.close()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("js-gaofa-2018-yusuan.pdf", 19),
        ("js-zhengxie-2017-yusuan.pdf", 0),
        ("js-zhengxie-2017-yusuan-tables.pdf", 13),
        ("js-zhengxie-2018-yusuan-tables.pdf", 12),
        ("js-weiban-2017-yusuan-tables.pdf", 14),
        ("sh-putuo-ghzyj-2024-juesuan-dept.pdf", 14),
        ("sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf", 24),
        ("wuhan-caidian-ggzyjyzx-2023-juesuan.txt", 15),
        ("wuhan-ggzyjyzx-2021-juesuan.txt", 0),
    ],
)
def test_tables_are_found_and_no_others(name: str, count: int) -> None:
    assert len(grids(name)) == count


def test_double_borders_make_no_phantom_fields() -> None:
    first, second, third, fourth = grids("js-gaofa-2018-yusuan.pdf", 10)
    assert [(g.rows, g.columns) for g in (first, second, third, fourth)] == [(6, 6), (16, 3), (2, 5), (1, 2)]
    assert shape(second, "一般公共预算资金") == (2, 0, 3, 1)
    assert shape(second, "其他资金") == (9, 0, 5, 1)
    assert row(third, 1) == ["33,172.15", "18,570.82", "11,343.27", "3,258.06", ""]
    assert row(first, 3) == ["当年收入小计", "33,172.15", "当年支出小计", "33,172.15"]


def test_merged_head_of_the_three_public_table() -> None:
    (grid,) = grids("sh-putuo-ghzyj-2024-juesuan-dept.pdf", 17)
    assert (grid.rows, grid.columns) == (5, 12)
    assert shape(grid, "合计") == (1, 0, 2, 2)
    assert shape(grid, "公务用车购置及运行维护费") == (1, 4, 1, 6)
    assert row(grid, 4) == ["2.85", "0.39", *["0.00"] * 8, "2.85", "0.39"]


def test_a_continuation_page_keeps_its_columns() -> None:
    (head,) = grids("sh-putuo-ghzyj-2024-juesuan-dept.pdf", 14)
    (rest,) = grids("sh-putuo-ghzyj-2024-juesuan-dept.pdf", 15)
    assert head.edges == pytest.approx(rest.edges, abs=1)
    assert row(rest, 0) == ["22102", "住房改革支出", "461.08", "461.08", "0.00"]
    assert row(rest, 3) == ["合计", "9746.50", "5364.75", "4381.74"]


def test_a_label_cut_by_its_row_stays_in_it() -> None:
    (grid,) = grids("sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf", 12)
    assert (grid.rows, grid.columns) == (20, 9)
    assert row(grid, 17)[:5] == ["208", "05", "05", "机关事业单位基本养老保险缴费支\n出", "4,412,547"]


def test_the_performance_target_table() -> None:
    (grid,) = grids("sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf", 34)
    assert (grid.rows, grid.columns) == (55, 8)
    assert shape(grid, "绩效指标") == (12, 0, 43, 1)
    assert shape(grid, "数量指标") == (12, 2, 15, 1)
    assert shape(grid, "项目资金\n（元）") == (5, 0, 4, 2)
    assert row(grid, 22)[-2:] == ["商会活动及会长会议", "=12.00(次)"]


def test_split_codes_and_their_head() -> None:
    (grid,) = grids("sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf", 11)
    assert shape(grid, "功能分类科目编码") == (1, 0, 1, 3)
    assert row(grid, 2) == ["类", "款", "项"]
    assert row(grid, 5)[:5] == ["201", "05", "06", "统计管理", "26,300"]


def test_page_numbers_are_gone_and_the_text_goes_on() -> None:
    paragraphs = [b for b in opened("js-zhengxie-2018-yusuan.pdf").blocks if isinstance(b, Paragraph)]
    assert not [b.text for b in paragraphs if re.fullmatch(r"[-\s\d]+", b.text)]


def test_tab_tables_with_their_lines() -> None:
    name = "wuhan-caidian-ggzyjyzx-2023-juesuan.txt"
    assert [(g.line, g.rows) for g in grids(name)[:3]] == [(106, 34), (157, 20), (189, 20)]
    # One row stands after a blank line, and a row of dashes closes the table.
    (key_work,) = [g for g in grids(name) if g.line == 713]
    assert [row(key_work, at)[0] for at in range(key_work.rows)] == ["序号", "1", "2", "3", "4", "5"]
