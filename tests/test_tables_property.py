"""A table with random codes, values and blanks is read back exactly, however it is set; nothing is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.document import Block, Paragraph
from ingest.statutory import read_statutory
from tests.table_builders import UNIT, Statutory, grid, read

TITLE = ("2023年度支出决算表", "公开03表", f"部门：{UNIT}", "金额单位：万元")
HEADERS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
NAMES = {"205": "教育支出", "20502": "普通教育", "2050202": "小学教育", "206": "科学技术支出",
    "20607": "科学技术普及", "2060702": "科普活动"}


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    values: tuple[str, ...]


def amount(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:,.2f}"


VALUES = st.one_of(st.just(""), st.integers(0, 10**9).map(amount))
ROWS = st.lists(st.sampled_from(sorted(NAMES)), min_size=1, unique=True).flatmap(
    lambda codes: st.tuples(*(
        st.tuples(st.just(code), st.lists(VALUES, min_size=6, max_size=6)) for code in [*sorted(codes), ""]
    )).map(lambda rows: [Row(code, NAMES.get(code, "合计"), tuple(values)) for code, values in rows]))


def truth(rows: Sequence[Row]) -> Counter[tuple[str, str, str, str]]:
    return Counter(
        (row.code, row.label, header, value)
        for row in rows for header, value in zip(HEADERS, row.values, strict=True) if value
    )


def found(statutory: Statutory) -> Counter[tuple[str, str, str, str]]:
    figures = statutory.reading.figures
    assert all((f.form, f.uom, f.stage, f.year) == ("支出决算表", "万元", "决算", 2023) for f in figures)
    assert all(f.amount == f.value * 10000 for f in figures)
    return Counter((f.code, f.item, f.column, f.source.printed) for f in figures)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_cells_parted_by_tabs(rows: list[Row]) -> None:
    lines = ["\t".join(("科目编码", "科目名称", *HEADERS)), *("\t".join((r.code, r.label, *r.values)) for r in rows)]
    assert found(read("\n".join([*TITLE, *lines]))) == truth(rows)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_cells_parted_by_pipes(rows: list[Row]) -> None:
    table = [("科目编码", "科目名称", *HEADERS), ("---",) * 8, *((r.code, r.label, *r.values) for r in rows)]
    assert found(read("\n".join([*TITLE, *("| " + " | ".join(cells) + " |" for cells in table)]))) == truth(rows)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_cells_parted_by_blanks(rows: list[Row]) -> None:
    header = ["项目 " + " ".join(HEADERS), "功能分类科目编码 科目名称"]
    lines = []
    for row in rows:
        # One blank ends a cell; a blank cell is two.
        text = "".join(f"{value} " if value else "  " for value in row.values)
        lines.append(" ".join(filter(None, (row.code, row.label))) + " " + text.removesuffix(" "))
    statutory = read("\n".join([*TITLE, *header, *lines]))
    printed = found(statutory)
    assert not printed - truth(rows)
    unread = [entry.message for entry in statutory.reading.ledger if entry.event in ("ambiguous", "not-understood")]
    assert printed == truth(rows) or unread


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 6))
def test_a_grid_with_merged_cells_over_two_pages(rows: list[Row], broken: int) -> None:
    head = [["项目", "", *HEADERS], ["科目编码", "科目名称", *([""] * 6)]]
    spans = {(0, 0): (1, 2), **{(0, column): (2, 1) for column in range(2, 8)}}
    body = [[row.code, row.label, *row.values] for row in rows]
    blocks: list[Block] = [Paragraph(line, page=1) for line in TITLE]
    blocks.append(grid([*head, *body[:broken]], spans, page=1))
    if body[broken:]:
        blocks.extend([Paragraph("— 2 —", page=2), grid(body[broken:], {}, index=2, page=2)])
    assert found(read_statutory(blocks, (UNIT,), "x.pdf", 2023)) == truth(rows)
