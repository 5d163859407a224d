"""Tables from ruling lines: whatever way a rectangle is cut into cells, those cells come out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.ruling import Field, RuledTable, Segment, merged, ruled_tables

Rectangle = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""


@st.composite
def partitions(draw: st.DrawFn) -> list[Rectangle]:
    """A table of up to 6 x 6 places cut into rectangles in any way."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken = [[False] * columns for _ in range(rows)]
    rectangles = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            widest = 1
            while column + widest < columns and not taken[row][column + widest]:
                widest += 1
            width = draw(st.integers(1, widest))
            height = draw(st.integers(1, rows - row))
            for r in range(row, row + height):
                taken[r][column : column + width] = [True] * width
            rectangles.append((row, column, row + height, column + width))
    return rectangles


def borders(rectangles: list[Rectangle], wobble: float) -> tuple[list[Segment], list[Segment]]:
    """Every rectangle drawn on its own, 60 x 20 points a place, some a little off as Word draws them."""
    horizontal, vertical = [], []
    for number, (top, left, bottom, right) in enumerate(rectangles):
        shift = wobble if number % 2 else 0.0
        x0, x1, y0, y1 = left * 60 + shift, right * 60 + shift, top * 20 + shift, bottom * 20 + shift
        horizontal += [Segment(y0, x0, x1), Segment(y1, x0, x1)]
        vertical += [Segment(x0, y0, y1), Segment(x1, y0, y1)]
    return horizontal, vertical


def expected(rectangles: list[Rectangle]) -> set[tuple[int, int, int, int]]:
    """Row, column and spans over the borders that part anything."""
    rows = sorted({row for top, _, bottom, _ in rectangles for row in (top, bottom)})
    columns = sorted({column for _, left, _, right in rectangles for column in (left, right)})
    return {
        (
            rows.index(top),
            columns.index(left),
            rows.index(bottom) - rows.index(top),
            columns.index(right) - columns.index(left),
        )
        for top, left, bottom, right in rectangles
    }


def places(table: RuledTable) -> set[tuple[int, int, int, int]]:
    return {(field.row, field.column, field.rowspan, field.colspan) for field in table.fields}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(rectangles=partitions(), wobble=st.sampled_from([0.0, 0.7, 1.6, -1.6]))
def test_cells_come_out_as_cut(rectangles: list[Rectangle], wobble: float) -> None:
    tables = ruled_tables(*borders(rectangles, wobble), ink=[])
    if len(rectangles) == 1:
        assert tables == []
    else:
        (table,) = tables
        assert places(table) == expected(rectangles)


def test_boxes_are_the_fields_on_the_page() -> None:
    (table,) = ruled_tables(*borders([(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2)], 0.0), ink=[])
    assert table.fields == (
        Field(0, 0, 2, 1, (0, 0, 60, 40)),
        Field(0, 1, 1, 1, (60, 0, 120, 20)),
        Field(1, 1, 1, 1, (60, 20, 120, 40)),
    )


def test_tables_that_do_not_touch_are_apart() -> None:
    first = borders([(0, 0, 1, 1), (0, 1, 1, 2)], 0.0)
    second = borders([(3, 0, 4, 1), (3, 1, 4, 2)], 0.0)
    tables = ruled_tables(second[0] + first[0], second[1] + first[1], ink=[])
    assert [table.box for table in tables] == [(0, 0, 120, 20), (0, 60, 120, 80)]


def test_lines_in_one_direction_only_are_no_table() -> None:
    assert ruled_tables([Segment(10, 0, 100), Segment(20, 0, 100), Segment(30, 0, 100)], [], ink=[(50, 15)]) == []


def test_a_notch_in_the_outline_is_no_cell_unless_something_stands_there() -> None:
    # A head over the second column only: the place left of it is outside.
    shape = [(0, 1, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)]
    (table,) = ruled_tables(*borders(shape, 0.0), ink=[])
    assert (0, 0, 1, 1) not in places(table)
    (table,) = ruled_tables(*borders(shape, 0.0), ink=[(30, 10)])
    assert (0, 0, 1, 1) in places(table)


def test_a_head_without_a_border_below_does_not_swallow_the_columns() -> None:
    # The wall between the columns begins inside the first field: its upper and lower part are cells of their own.
    rows = [Segment(y, 0, 120) for y in (0, 40)] + [Segment(20, 120, 180)]
    walls = [Segment(0, 0, 40), Segment(60, 20, 40), Segment(120, 0, 40), Segment(180, 0, 40)]
    (table,) = ruled_tables([*rows, Segment(0, 120, 180), Segment(40, 120, 180)], walls, ink=[])
    assert places(table) == {(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)}


def test_pieces_of_one_line_are_joined() -> None:
    assert merged([Segment(10, 0, 30), Segment(10.5, 31, 60), Segment(10, 70, 80), Segment(14, 0, 5)]) == [
        Segment(10, 70, 80),
        Segment((10 * 30 + 10.5 * 29) / 59, 0, 60),
        Segment(14, 0, 5),
    ]


def test_rows_lower_than_a_line_of_text_need_text() -> None:
    rows = [Segment(y, 0, 100) for y in (0, 20, 23.5, 40)]
    columns = [Segment(x, 0, 40) for x in (0, 50, 100)]
    (table,) = ruled_tables(rows, columns, ink=[])
    assert len(table.ys) == 3
