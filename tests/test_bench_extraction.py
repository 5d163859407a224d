"""The bench of extraction on itself: what it draws is the accounts' truth, and its scores can tell right from wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bench.extraction.cases import Case, cases, compose
from bench.extraction.paging import pages_of
from bench.extraction.plain import Found, adapted, by_pdfplumber
from bench.extraction.report import section
from bench.extraction.reshape import reshape
from bench.extraction.results import Target, measure
from bench.extraction.score import Cell, held, mingzhang, truth
from bench.extraction.writers import WRITERS, draw, lacking
from samples.generate.blocks import Cell as Printed
from samples.generate.blocks import Document, Figure, Table
from samples.generate.records import accounts
from samples.generate.write_pdf import fonts_installed

needs_fonts = pytest.mark.skipif(not fonts_installed(), reason="the fonts that samples are set in are not installed")
ACCOUNTS = accounts("library", 2023, "test")


def case(written: str, printed: str = "shanghai", *changes: str) -> Case:
    return Case("ruled", printed, changes, written, "tables", "library#3", 2023)


def printed(*rows: tuple[str, str, str], code_head: str = "科目编码") -> Document:
    """A table of codes, names and amounts."""
    cells = [Printed(text, 0, column) for column, text in enumerate((code_head, "科目名称", "合计"))]
    for row, (code, name, amount) in enumerate(rows, 1):
        figure = Figure(code, name, "合计", "决算", Decimal(amount), "万元")
        cells += [Printed(code, row, 0), Printed(name, row, 1), Printed(amount, row, 2, figure=figure)]
    table = Table("支出决算表", "支出决算表", (("", "单位：万元"),), tuple(cells), 1 + len(rows), 3, (1.0, 2.0, 1.0))
    return Document("", "", "", (table,))


def texts(document: Document) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in document.tables[0].grid()]


def test_every_case_names_a_writer_and_composes() -> None:
    drawn = cases()
    assert {one.writer for one in drawn} <= set(WRITERS)
    assert len({one.layout for one in drawn}) >= 12
    assert len({one.name for one in drawn}) == len(drawn)
    for one in drawn:
        assert any(cell.figure for table in compose(one).tables for cell in table.cells), one.name


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert cases() == cases()
    assert cases("other") != cases()
    assert compose(case("tabs")) == compose(case("tabs"))


def test_glued_codes_stand_before_the_name_under_one_header() -> None:
    document = reshape(printed(("205", "教育支出", "9.00"), ("20502", "普通教育", "9.00")), ["glued-codes"], ACCOUNTS)
    assert texts(document) == [["功能分类科目", "合计"], ["205 教育支出", "9.00"], ["20502 普通教育", "9.00"]]
    figures = [cell.figure for cell in document.tables[0].cells if cell.figure]
    assert [(figure.code, figure.item) for figure in figures] == [("205", "教育支出"), ("20502", "普通教育")]


def test_spaced_codes_part_the_levels() -> None:
    document = reshape(printed(("2050201", "学前教育", "9.00")), ["spaced-codes"], ACCOUNTS)
    assert texts(document)[1] == ["205 02 01", "学前教育", "9.00"]


def test_notes_inside_take_the_last_row() -> None:
    document = printed(("205", "教育支出", "9.00"))
    noted = replace(document, blocks=(replace(document.tables[0], notes=("注：无。",)),))
    table = reshape(noted, ["notes-inside"], ACCOUNTS).tables[0]
    assert (table.notes, table.cells[-1].text, table.cells[-1].colspan) == ((), "注：无。", 3)


def test_a_score_counts_what_lacks_and_what_is_wrong() -> None:
    right = Cell("支出决算表", "", "205", "教育支出", "合计", Decimal("9.00"), "万元")
    other = right._replace(value=Decimal("8.00"))
    score = held(Counter({(right, "决算"): 1, (other, "决算"): 1}), Counter({(right, "预算"): 1}))
    assert (score.recall, score.precision, score.staged) == (1.0, 0.5, 0)
    assert score.wrong == (other,)
    assert held(Counter(), Counter({(right, "决算"): 1})).recall == 0.0


def test_the_plain_adapter_joins_headers_and_carries_them_over_a_page() -> None:
    head = [["项目", None, "本年支出", None], ["科目编码", "科目名称", "小计", "基本支出"]]
    first = Found(1, [*head, ["205", "教育支出", "9.00", "8.00"]], ["支出决算表（表3）", "单位：万元"])
    second = Found(2, [["208", "社会保障和就业支出", "1.00", ""]], [])
    assert list(adapted(iter([first, second]), "某局")) == [
        (Cell("支出决算表", "1", "205", "教育支出", "本年支出/小计", Decimal("9.00"), "万元"), ""),
        (Cell("支出决算表", "1", "205", "教育支出", "本年支出/基本支出", Decimal("8.00"), "万元"), ""),
        (Cell("支出决算表", "2", "208", "社会保障和就业支出", "本年支出/小计", Decimal("1.00"), "万元"), ""),
    ]


def test_text_comes_back_cell_for_cell(tmp_path: Path) -> None:
    one = draw([case("tabs")], tmp_path)[0]
    score = mingzhang(one.path, truth(one.truth))
    assert (score.recall, score.precision) == (1.0, 1.0)
    assert score.wanted > 200


def test_a_file_that_is_refused_is_all_lacking(tmp_path: Path) -> None:
    one = draw([case("tabs")], tmp_path)[0]
    one.path.write_text("", encoding="utf-8")
    score = mingzhang(one.path, truth(one.truth))
    assert (score.recall, score.found) == (0.0, 0)
    assert score.error


@needs_fonts
def test_pages_by_their_numbers_are_those_the_writer_knows(tmp_path: Path) -> None:
    one = draw([case("reportlab:row_height=30")], tmp_path)[0]
    known = {(cell.form, cell.item, cell.column, cell.value, cell.page) for cell, _ in truth(one.truth)}
    document = compose(one.case)
    found = pages_of(document, one.path)
    told = {
        (table.form, cell.figure.item, cell.figure.column, cell.figure.value, str(found[place, cell.row]))
        for place, table in enumerate(document.tables) for cell in table.cells if cell.figure
    }
    assert told == known
    assert len({page for *_, page in known}) > 9


@needs_fonts
def test_a_small_run_reports_scores_speed_and_what_stands_beside(tmp_path: Path) -> None:
    one = draw([case("reportlab", "hubei", "only:三公")], tmp_path)[0]
    result = measure(Target("ruled", one.path.name, one.path, one.truth), ["pdfplumber"], speed=True)
    assert result.bare > 0
    assert adapted(by_pdfplumber(one.path), "").total() > 0
    text = section([result], ["pdfplumber"], [])
    assert f"| ruled: every cell ruled | 1 | {result.score.wanted} | 1.000 | 1.000 |" in text
    assert "ratio" in text


@pytest.mark.slow
@needs_fonts
@pytest.mark.parametrize("written", ["word-pdf", "browser-pdf", "sheet-xls"])
def test_office_and_browser_write_what_is_read_back(written: str, tmp_path: Path) -> None:
    wanted = case(written, "hubei", "only:三公|支出决算表")
    if need := lacking(wanted):
        pytest.skip(f"{need} is not installed")
    one = draw([wanted], tmp_path)[0]
    score = mingzhang(one.path, truth(one.truth))
    assert score.recall > 0.9
    assert score.precision == 1.0
