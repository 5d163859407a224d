"""A table with random codes, values and blanks is read back exactly, however it is set; nothing is invented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.documents.document import Block, Grid, Paragraph
from ingest.tables.printed_numbers import read_number
from ingest.tables.statutory import read_statutory
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


WORDS = st.sampled_from([
    "", "", "", "项目", "科目编码", "科目名称", "合计", "小计", "基本支出", "项目支出", "本年支出", "决算数",
    "2022年执行数", "增减%", "栏次", "1", "2", "3",
    "行次", "205", "20502", "教育支出", "一、教育支出", "其中：小学", "本年支出合计", "总计", "3.00", "2.00", "5.00",
    "-", "1,2", "3.00\n2.00", "详见附件",
    "单位：万元", "单位：元", "部门：示例市水务局", "部门：示例市农业局", "支出决算表", "收入支出决算总表",
    "“三公”经费支出决算表", "公务接待费", "公务用车保有量（辆）",
    "注：本表反映支出。", "1栏各行＝（2＋3）栏各行。", "3行＝（1＋…＋2）行", "金额（元）", "类", "款", "项", "01",
    "备注", "公开03表",
])
SPANS = st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 5)), st.tuples(st.integers(1, 3),
    st.integers(1, 3)), max_size=3)
GRIDS = st.tuples(
    st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1,
        max_size=8)),
    st.none() | SPANS,
)


def laid_out(rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]] | None, index: int) -> Grid:
    """A grid whose merged cells lie within it and do not overlap."""
    kept: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for (row, column), (height, width) in (spans or {}).items():
        area = {(row + r, column + c) for r in range(height) for c in range(width)}
        if not area & taken and row + height <= len(rows) and column + width <= len(rows[0]):
            taken |= area
            kept[row, column] = (height, width)
    return grid(rows, None if spans is None else kept, index=index)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(WORDS, GRIDS), max_size=8))
@example(["合计", "基本支出", "1", "3.00"])
@example(["合计", "基本支出", "3.00", "3.00"])
def test_whatever_is_printed_every_figure_is_the_number_in_its_cell(content: list[str | tuple[list[list[str]],
    None]]) -> None:
    blocks: list[Block] = [Paragraph("支出决算表"), Paragraph("单位：万元")]
    for place, part in enumerate(content, 1):
        blocks.append(Paragraph(part) if isinstance(part, str) else laid_out(*part, place))
    at = {(g.index, c.row + 1, c.column + 1): c.text for g in blocks if isinstance(g, Grid) for c in g.cells}
    grids = {place for place, _, _ in at}
    seen = set()
    for figure in read_statutory(blocks, (UNIT,), "x.docx", 2023).reading.figures:
        place_of = (figure.source.table, figure.source.row, figure.source.column)
        assert place_of not in seen
        seen.add(place_of)
        # Loose lines can be a table poured out, whose cells are lines.
        number = read_number(at[place_of] if figure.source.table in grids else figure.source.printed)
        assert figure.source.table in grids or figure.source.printed in content
        assert number is not None
        assert number.value == figure.value


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=14))
def test_whatever_lines_are_printed_nothing_is_invented(lines: list[str]) -> None:
    text = "\n".join(["支出决算表", "单位：万元", *lines])
    printed = Counter(re.findall(r"\d+(?:[.,]\d+)*", text))
    figures = read(text).reading.figures
    assert not Counter(figure.source.printed.lstrip("-") for figure in figures) - printed
