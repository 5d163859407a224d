"""Numbers whose blank neighbours were lost: the only placement that the arithmetic allows, or none."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tables.flowed.rows import placements
from ingest.tables.known import Known, ValueColumn, quantity
from ingest.tables.placement import OpenRow, Placement, Settled, settle
from ontology.forms import forms

FORM = next(form for form in forms() if form.id == "expenditure")
HEADERS = ("本年支出合计", "基本支出", "项目支出", "经营支出")
COLUMNS = {index: ValueColumn(header, "决算") for index, header in enumerate(HEADERS)}


def row(code: str, item: str, *values: str) -> OpenRow:
    return OpenRow(code, dict.fromkeys(COLUMNS, item), placements(list(values), list(COLUMNS)))


def cells(found: list[Settled]) -> list[Placement | None]:
    """The cells of rows that are certain altogether, None for the others."""
    return [None if row.open else row.cells for row in found]


def test_the_sum_of_the_row_leaves_one_placement() -> None:
    assert cells(settle(FORM, COLUMNS, [row("205", "教育支出", "5.00", "2.00", "2.00", "1.00")], Known())) == [
        {0: "5.00", 1: "2.00", 2: "2.00", 3: "1.00"}]


def test_several_placements_that_add_up_leave_none() -> None:
    found = settle(FORM, COLUMNS, [row("205", "教育支出", "5.00", "5.00")], Known())
    assert found == [Settled({0: "5.00"}, frozenset({1, 2, 3}))]


def test_a_value_printed_in_another_table_settles_it() -> None:
    key = quantity(FORM, COLUMNS[2], "教育支出", "205")
    assert key is not None
    known = Known({key: Decimal("5.00")})
    assert cells(settle(FORM, COLUMNS, [row("205", "教育支出", "5.00", "5.00")], known)) == [{0: "5.00", 2: "5.00"}]


def test_a_value_of_another_stage_settles_nothing() -> None:
    key = quantity(FORM, ValueColumn("项目支出", "预算"), "教育支出", "205")
    assert key is not None
    found = settle(FORM, COLUMNS, [row("205", "教育支出", "5.00", "5.00")], Known({key: Decimal("5.00")}))
    assert cells(found) == [None]


def test_a_fund_that_the_document_has_not_is_blank() -> None:
    form = next(form for form in forms() if form.id == "fiscal-summary")
    headers = ("支出/合计", "支出/一般公共预算财政拨款", "支出/政府性基金预算财政拨款")
    columns = {index: ValueColumn(header, "决算") for index, header in enumerate(headers)}
    rows = [OpenRow("", dict.fromkeys(columns, "教育支出"), placements(["5.00", "5.00"], [0, 1, 2]))]
    assert cells(settle(form, columns, rows, Known())) == [None]
    assert cells(settle(form, columns, rows, Known(absent=frozenset({"fund"})))) == [{0: "5.00", 1: "5.00"}]


def test_the_sum_over_the_classification_settles_what_the_row_leaves_open() -> None:
    rows = [
        row("205", "教育支出", "5.00", "2.00", "3.00"), row("20501", "教育管理事务", "2.00", "2.00"),
        row("20502", "普通教育", "3.00", "3.00"),
    ]
    rows[0].candidates = [{0: "5.00", 1: "2.00", 2: "3.00"}]
    assert cells(settle(FORM, COLUMNS, rows, Known()))[1:] == [{0: "2.00", 1: "2.00"}, {0: "3.00", 2: "3.00"}]


def test_no_placement_fits_where_the_document_contradicts_itself() -> None:
    assert cells(settle(FORM, COLUMNS, [row("205", "教育支出", "5.00", "2.00", "2.00")], Known())) == [None]


def test_a_sum_that_does_not_hold_rules_nothing_out() -> None:
    total = row("205", "教育支出", "9.00", "9.00")
    total.candidates = [{0: "9.00", 1: "9.00"}]
    part = row("20501", "教育管理事务", "2.00", "2.00")
    assert settle(FORM, COLUMNS, [total, part], Known())[1].open == {1, 2, 3}


AMOUNTS = st.lists(st.integers(0, 300).map(lambda n: n if n % 3 else 0), min_size=3, max_size=3)


def printed(parts: list[int]) -> Placement:
    """The cells of a row: its total and its parts, nothing where there is none."""
    values = [sum(parts), *parts]
    return {column: f"{Decimal(value) / 100:.2f}" for column, value in enumerate(values) if value}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_where_the_sums_hold_the_true_placement_is_never_ruled_out(
    classes: list[list[list[int]]], data: st.DataObject
) -> None:
    truth: list[Placement] = []
    rows: list[OpenRow] = []
    known: dict[object, Decimal] = {}

    def add(code: str, item: str, parts: list[int]) -> None:
        cells = printed(parts)
        truth.append(cells)
        rows.append(row(code, item, *cells.values()))
        for index, column in COLUMNS.items():
            if data.draw(st.integers(0, 4)) == 0:
                known[quantity(FORM, column, item, code)] = Decimal(cells.get(index, "0"))

    add("", "合计", [sum(parts[k] for groups in classes for parts in groups) for k in range(3)])
    for number, groups in enumerate(classes, 205):
        add(str(number), f"类{number}", [sum(parts[k] for parts in groups) for k in range(3)])
        for place, parts in enumerate(groups, 1):
            add(f"{number}{place:02d}", f"款{number}{place}", parts)
    found = settle(FORM, COLUMNS, rows,
        Known({key: value for key, value in known.items() if key}))  # type: ignore[misc]
    for placed, true in zip(found, truth, strict=True):
        assert all(placed.cells.get(c) == true.get(c) for c in COLUMNS if c not in placed.open)


def test_more_possibilities_than_can_be_tried_are_left_open() -> None:
    rows = [row("205", "教育支出", "30.00", "30.00"),
        *(row(f"205{n:02d}", f"款{n}", "1.00", "1.00") for n in range(1, 31))]
    assert cells(settle(FORM, COLUMNS, rows, Known())) == [None] * 31
