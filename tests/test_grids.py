"""Grids: numbers as printed, headers, columns, codes, sides, carried totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.tables.grids import Sheet
from ingest.tables.printed_numbers import parse_number, read_number
from ingest.tables.row_headings import RowHeading, full_code, headed_sides, join_codes
from ingest.tables.sheets import sections
from tests.table_builders import cells, grid


@pytest.mark.parametrize(("text", "value"), [
    ("1,234.50", "1234.50"), ("１，２３４．５０", "1234.50"), (" 12.00 ", "12.00"), ("0.00", "0.00"), ("12.5%", "12.5"),
    ("-3.20", "-3.20"), ("－3.20", "-3.20"), ("(3.20)", "-3.20"), ("（3.20）", "-3.20"),
    ("164,978,6\n40", "164978640"), ("1,234\n.50", "1234.50"), ("6,995,600.0\n0", "6995600.00"),
    ("3274.4\n0", "3274.40"), ("331.2\n0", "331.20"), ("331.20[1]", "331.20"), ("331.20①", "331.20"), ("331*", "331"),
])
def test_a_printed_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", [
    "", "-", "—", "/", "教育支出", "12.00\n13.00", "12\n34", "12.5\n3", "12.00 13.00", "1,23.00", "(3.20", "3.20)",
    "1.2.3",
    "△3.20", "12,5",
])
def test_what_is_no_number_or_more_than_one(text: str) -> None:
    assert parse_number(text) is None


def test_a_unit_beside_a_number_is_kept_apart() -> None:
    number = read_number("12.50万元")
    assert number is not None
    assert (number.value, number.unit) == (Decimal("12.50"), "万元")
    assert parse_number("12.50万元") is None


def paths(sheet: Sheet) -> list[str]:
    return [column.header for column in sheet.columns]


def test_merged_header_cells_head_what_they_span() -> None:
    sheet = Sheet(grid(
        cells("""
            项目||本年支出||
            科目编码|科目名称|小计|基本支出|项目支出
            205|教育支出|3.00|2.00|1.00
        """),
        {(0, 0): (1, 2), (0, 2): (1, 3)}))
    assert paths(sheet) == ["项目/科目编码", "项目/科目名称", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出"]
    assert [column.kind for column in sheet.columns] == ["code", "label", "value", "value", "value"]


def test_a_header_cell_merged_downwards_stands_once_in_its_path() -> None:
    sheet = Sheet(grid([["项目", "合计", "其中", ""], ["", "", "甲", "乙"], ["教育支出", "3.00", "2.00", "1.00"]],
                       {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)}))
    assert paths(sheet) == ["项目", "合计", "其中/甲", "其中/乙"]


def test_without_spans_a_blank_header_cell_goes_on_with_its_neighbour_or_the_cell_above() -> None:
    sheet = Sheet(grid(cells("""
        项目||本年支出||
        科目编码|科目名称|小计|基本支出|项目支出
        205|教育支出|3.00||
    """)))
    assert paths(sheet) == ["项目/科目编码", "项目/科目名称", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出"]
    below = Sheet(grid([["项目", "合计", "其中", ""], ["", "", "甲", "乙"], ["教育支出", "3.00", "2.00", "1.00"]]))
    assert paths(below) == ["项目", "合计", "其中/甲", "其中/乙"]


def test_a_header_typed_into_a_bare_raster_goes_on_over_its_blank_cells() -> None:
    """Word keeps which cells are merged, but people also leave the others blank: 决算数 is of 收入 and of 支出."""
    sides = cells("""
        收入|||支出||
        项目|行次|决算数|项目|行次|决算数
        财政拨款收入|1|3.00|教育支出|2|3.00
    """)
    assert paths(Sheet(grid(sides, {})))[2::3] == ["收入/决算数", "支出/决算数"]
    merged = Sheet(grid([["项目", "合计", "其中", ""], ["", "", "甲", "乙"], ["教育支出", "3.00", "2.00", "1.00"]],
                        {(0, 2): (1, 2)}))
    assert paths(merged) == ["项目", "合计", "其中/甲", "其中/乙"]


@pytest.mark.parametrize("row", cells("""
    栏次||1|2|3
    类|款|1|2|3
    甲|乙|1|2|3
    栏次||1=2+3|2|3
    ||（1）|（2）|（3）
    ||１|２|３
    ||1＝2＋3|2|3
"""))
def test_a_row_of_column_numbers_is_no_row_of_figures(row: list[str]) -> None:
    sheet = Sheet(grid([["科目编码", "科目名称", "合计", "基本支出", "项目支出"], row, ["205", "教育支出", "3.00",
        "2.00", "1.00"]]))
    assert sheet.body_rows == [2]
    assert sheet.column_numbers == {2: 1, 3: 2, 4: 3}


def test_a_header_cell_that_says_column_number_heads_a_column_of_them() -> None:
    sheet = Sheet(grid([["收入", "", "", "支出", "", ""], ["项目", "栏次", "金额", "项目", "栏次", "金额"],
        ["事业收入", "1", "3.00", "教育支出", "13", "3.00"]], {(0, 0): (1, 3), (0, 3): (1, 3)}))
    assert [column.header for column in sheet.columns if column.kind == "value"] == ["收入/金额", "支出/金额"]


def test_the_arithmetic_in_column_numbers_is_kept() -> None:
    sheet = Sheet(grid(cells("""
        项目|合计|甲|乙
        栏次|1=2+3|2|3
        教育支出|3.00|2.00|1.00
    """)))
    assert sheet.formulas == ["1栏=2+3"]


def test_small_whole_amounts_are_no_column_numbers() -> None:
    sheet = Sheet(grid([["项目", "合计", "甲"], ["教育支出", "1", "2"], ["科学技术支出", "3", "4"]]))
    assert sheet.body_rows == [1, 2]


def test_years_under_a_header_head_columns() -> None:
    sheet = Sheet(grid(cells("""
        项目|预算数|
        |2022|2023
        教育支出|3.00|2.00
    """), {(0, 0): (2, 1), (0, 1): (1, 2)}))
    assert paths(sheet) == ["项目", "预算数/2022", "预算数/2023"]


def test_a_first_row_of_blank_values_is_a_row() -> None:
    sheet = Sheet(grid([["科目编码", "科目名称", "合计"], ["", "教育支出", ""], ["206", "科学技术支出", "3.00"]]))
    assert sheet.body_rows == [1, 2]


def test_cells_under_one_header_cell_are_headers_whatever_it_is_called() -> None:
    sheet = Sheet(grid([["采购品目名称", "资金来源", ""], ["", "总计", "一般公共预算资金"],
                        ["台式计算机", "12.00", "12.00"]],
                       {(0, 0): (2, 1), (0, 1): (1, 2)}))
    assert paths(sheet) == ["采购品目名称", "资金来源/总计", "资金来源/一般公共预算资金"]
    assert sheet.body_rows == [2]


def test_captions_and_notes_inside_the_grid_are_no_rows() -> None:
    sheet = Sheet(grid(cells("""
        支出预算表|
        部门：示例市水务局|单位：万元
        项目|金额
        教育支出|3.00
        注：本表反映支出情况。|
        本表金额转换时四舍五入，尾数可能不等。|
    """)))
    assert sheet.captions == ["支出预算表", "部门：示例市水务局", "单位：万元"]
    assert sheet.body_rows == [3]
    assert len(sheet.notes) == 2


def test_a_column_without_a_telling_header_is_known_by_what_it_prints() -> None:
    sheet = Sheet(grid(cells("""
        功能分类科目||序|单位性质|金额
        205|教育支出|1|行政|3.00
        20501|教育管理事务|2|事业|2.00
        2050101|行政运行|3|行政|2.00
    """), {(0, 0): (1, 2)}))
    assert [column.kind for column in sheet.columns] == ["code", "label", "line", "label", "value"]


def test_amounts_that_look_like_codes_stay_amounts() -> None:
    sheet = Sheet(grid([["项目", "金额"], ["甲", "22740"], ["乙", "30100"], ["丙", "2274.06"]]))
    assert sheet.columns[1].kind == "value"


def headings(rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> list[RowHeading]:
    sheet = Sheet(grid(rows, spans))
    (_, found), = headed_sides(sheet)
    return [found[row] for row in sheet.body_rows]


def codes(rows: list[list[str]]) -> list[tuple[str, str]]:
    return [(heading.code, heading.full_code) for heading in headings(rows)]


SPLIT = ["类", "款", "项", "科目名称", "合计"]


def test_codes_split_over_columns() -> None:
    assert codes([SPLIT, ["205", "", "", "教育支出", "3.00"], ["205", "01", "", "教育管理事务", "3.00"],
                  ["205", "01", "02", "一般行政管理事务", "3.00"]]) == [
        ("205", "205"), ("20501", "20501"), ("2050102", "2050102")]


def test_a_repeated_code_is_not_joined_to_itself() -> None:
    assert codes([SPLIT, ["205", "20501", "2050102", "一般行政管理事务", "3.00"]]) == [("2050102", "2050102")]
    assert join_codes(["205", "20501"]) == "20501"


def test_a_part_that_lost_its_zero_keeps_its_digits_and_means_the_full_code() -> None:
    assert codes(cells("""
        类|款|科目名称|合计
        301|2|津贴补贴|3.00
        301|99|其他|1.00
    """)) == [
        ("3012", "30102"), ("30199", "30199")]


def test_a_row_that_leaves_the_class_blank_is_of_the_class_above() -> None:
    assert codes([SPLIT, ["205", "", "", "教育支出", "3.00"], ["", "01", "", "教育管理事务", "3.00"], ["", "", "02",
        "一般", "3.00"],
                  ["", "", "", "合计", "3.00"], ["", "05", "", "不知上级", "1.00"]]) == [
        ("205", "205"), ("01", "20501"), ("02", "2050102"), ("", ""), ("05", "")]


@pytest.mark.parametrize("label", [
    "2050101行政运行", "[2050101]行政运行", "【2050101】行政运行", "（2050101）行政运行", "2050101-行政运行",
])
def test_a_glued_code_is_taken_off_the_label(label: str) -> None:
    assert headings([["项目", "金额"], [label, "3.00"]])[0] == RowHeading("2050101", "2050101", "行政运行", -1, 0)


def test_codes_of_two_classifications_are_taken_off_both_labels() -> None:
    found = headings(cells("""
        部门经济分类科目名称|政府经济分类科目名称|金额
        [30101]基本工资|[50101]工资奖金津补贴|3.00
    """))
    assert (found[0].code, found[0].item) == ("30101", "基本工资/工资奖金津补贴")


@pytest.mark.parametrize(("parts", "code"), [
    (["301", "01"], "30101"), (["301", "1"], "30101"), (["30101"], "30101"), (["3012"], ""), (["01"], ""),
    (["205", "123"], ""),
])
def test_the_code_that_parts_stand_for(parts: list[str], code: str) -> None:
    assert full_code(parts) == code


def test_a_unit_code_is_no_classification() -> None:
    found = codes([["单位编码", "单位名称", "合计"], ["102001", "示例市水务局本级", "3.00"]])
    assert found == [("102001", "")]
    mixed = codes([["单位编码", "科目编码", "单位名称（科目）", "合计"], ["102001", "2050101", "行政运行", "3.00"]])
    assert mixed == [("2050101", "2050101")]


def test_codes_of_two_classifications_in_one_row_are_not_joined() -> None:
    rows = cells("""
        部门预算经济分类科目编码|政府预算经济分类科目编码|科目名称|合计
        30101|50101|工资|3.00
    """)
    assert codes(rows) == [("30101", "30101")]
    cross = [["功能分类科目编码", "经济分类科目编码", "科目名称", "合计"], ["2050101", "30101", "工资", "3.00"]]
    assert codes(cross) == [("2050101", "")]


def test_label_columns_are_joined() -> None:
    assert headings([["类别", "项目名称", "金额"], ["一般公共预算", "小计", "3.00"]])[0].item == "一般公共预算/小计"


SIDES = [["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"]]


def test_a_label_after_values_starts_the_next_side() -> None:
    sheet = Sheet(grid([*SIDES, ["一、事业收入", "3.00", "一、教育支出", "2.00"]]))
    sides = headed_sides(sheet)
    assert [[column.header for column in side.values] for side, _ in sides] == [["收入/金额"], ["支出/金额"]]
    assert [found[2].item for _, found in sides] == ["事业收入", "教育支出"]


def test_line_numbers_belong_to_their_side_wherever_they_stand() -> None:
    sheet = Sheet(grid(cells("""
        行次|项目|金额|行次|项目|金额
        1|事业收入|3.00|9|教育支出|2.00
    """)))
    assert [[column.index for column in side.lines] for side in sheet.sides()] == [[0], [3]]


def test_a_total_may_print_its_value_under_a_later_side() -> None:
    sheet = Sheet(grid(cells("""
        科目名称|金额|科目名称|金额
        办公费|2.00|水费|1.00
        公用经费合计|||3.00
    """)))
    first, second = headed_sides(sheet)
    assert second[1][2].item == "公用经费合计"
    assert first[1][2] == RowHeading()


def test_a_value_beside_a_row_that_is_no_total_keeps_no_name() -> None:
    sheet = Sheet(grid(cells("""
        科目名称|金额|科目名称|金额
        办公费|2.00|水费|1.00
        差旅费|||3.00
    """)))
    assert headed_sides(sheet)[1][1][2] == RowHeading()


def test_a_title_among_the_rows_starts_another_table() -> None:
    found = sections(grid(cells("""
        收入预算表|
        项目|金额
        事业收入|3.00
        支出预算表|
        项目|金额
        教育支出|2.00
    """)), ())
    assert [list(section.sheets[0].rows) for section in found] == [[0, 1, 2], [3, 4, 5]]


def test_a_second_header_heads_the_rows_below_it() -> None:
    found, = sections(grid(cells("""
        预算数|
        合计|公务接待费
        3.00|2.00
        决算数|
        合计|公务接待费
        2.00|1.00
    """)), ())
    assert [[column.header for column in sheet.columns] for sheet in found.sheets] == [
        ["预算数/合计", "预算数/公务接待费"], ["决算数/合计", "决算数/公务接待费"]]


def test_rows_after_words_that_are_no_header_are_not_read() -> None:
    found, = sections(grid(cells("""
        项目|合计|金额
        甲|3.00|2.00
        乙|达到标准|定性指标
        丙|3.00|2.00
    """)), ())
    assert found.unread_from == 2
    assert found.sheets[0].body_rows == [1]


def test_a_column_of_codes_is_known_without_its_header() -> None:
    sheet = Sheet(grid(cells("""
        项目编/码|名称|合计
        301|工资福利支出|301.00
        30101|基本工资|301.00
    """)))
    assert [column.kind for column in sheet.columns] == ["code", "label", "value"]


def test_amounts_are_no_codes() -> None:
    sheet = Sheet(grid(cells("""
        名称|合计
        工资福利支出|301
        基本工资|299
    """)))
    assert [column.kind for column in sheet.columns] == ["label", "value"]


def test_a_row_that_says_it_numbers_the_columns_is_none_of_the_body() -> None:
    sheet = Sheet(grid(cells("""
        项目|行次|合计|基本支出
        栏次||1|款2
        教育支出|1|3.00|2.00
    """)))
    assert sheet.body_rows == [2]


def test_where_merged_cells_leave_no_trace_the_outer_label_holds_for_the_rows_below() -> None:
    rows = cells("""
        资金来源|项目名称|金额
        收入总计||9.00
        一般公共预算资金|小计|6.00
        |专项收入|6.00
        其他资金|小计|3.00
        |事业收入|3.00
        |合计|9.00
    """)
    items = [heading.item for _, headings in headed_sides(Sheet(grid(rows))) for heading in headings.values()]
    assert items == [
        "收入总计", "一般公共预算资金/小计", "一般公共预算资金/专项收入", "其他资金/小计", "其他资金/事业收入", "合计"]
    known = Sheet(grid(rows, {(2, 0): (1, 1)}))
    assert [heading.item for heading in headed_sides(known)[0][1].values()][2] == "专项收入"
