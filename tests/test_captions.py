"""Where a table begins, what it is called, in what unit it is, whose it is, and where it goes on."""

from __future__ import annotations

from ingest.documents.document import Block, Grid, Paragraph
from ingest.documents.text import text_content
from ingest.tables.captions import Tables, find_tables, unit_of_measure
from ingest.tables.figures import read_tables
from tests.table_builders import UNIT, events, grid, printed, read, tabs

NAMES = (UNIT,)
BODY = [["项目", "金额"], ["教育支出", "3.00"]]


def lines(*texts: str) -> list[Block]:
    return [Paragraph(text, line=number) for number, text in enumerate(texts, 1)]


def found(*blocks: Block) -> Tables:
    return find_tables(blocks, NAMES)


def names(tables: Tables) -> list[str]:
    return [table.name for table in tables.tables]


def test_the_nearest_title_above_names_the_table() -> None:
    tables = found(*lines("一、收入决算表", "2023年度示例市水务局支出决算表", "公开03表", "单位：万元"), grid(BODY))
    assert names(tables) == ["支出决算表"]
    assert tables.tables[0].uom == "万元"
    assert tables.captions == {1, 2, 3}


def test_a_title_over_two_lines() -> None:
    tables = found(*lines("一般公共预算财政拨款基本支出", "决算明细表", "单位：万元"), grid(BODY))
    assert names(tables) == ["一般公共预算财政拨款基本支出决算明细表"]


def test_a_title_in_the_grid() -> None:
    tables = found(grid([["公开03表", ""], ["支出决算表", ""], ["部门：示例市水务局", "金额单位：元"], *BODY]))
    assert names(tables) == ["支出决算表"]
    assert tables.tables[0].uom == "元"


def test_a_page_header_above_the_title_prints_the_unit_of_measure() -> None:
    assert found(*lines("单位：万元", "支出决算表"), grid(BODY)).tables[0].uom == "万元"
    assert found(*lines("下列说明单位：元，保留两位小数", "支出决算表"), grid(BODY)).tables[0].uom == ""


def test_a_title_that_is_only_a_sheet_name() -> None:
    sheet = Paragraph("Z03 支出决算表", complete=True, level=2)
    assert names(found(sheet, grid([["单位：万元", ""], *BODY]))) == ["支出决算表"]


def test_a_title_of_something_else_hides_the_one_before() -> None:
    tables = found(*lines("支出决算表", "单位：万元", "项目支出绩效自评表"), grid(BODY))
    assert names(tables) == []
    assert len(tables.others) == 1


def test_a_table_of_contents_names_no_table() -> None:
    contents = lines("一、收入决算表", "二、支出决算表", "三、一般公共预算财政拨款支出决算表")
    assert names(found(*contents, grid(BODY))) == []
    assert names(found(*contents, *lines("支出决算表", "单位：万元"), grid(BODY))) == ["支出决算表"]


SIGNATURE = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入",
    "附属单位上缴收入", "其他收入"],
             ["205", "教育支出", "3.00", "3.00", "", "", "", "", ""]]
CONTENTS = ("目录", "一、收入支出决算总表", "二、收入决算表", "三、支出决算表", "四、财政拨款收入支出决算总表",
    "示例市水务局")


def test_a_title_that_stands_only_in_the_table_of_contents() -> None:
    tables = found(*lines(*CONTENTS, "单位：万元"), grid(SIGNATURE))
    assert [(table.name, table.uom) for table in tables.tables] == [("收入决算表", "万元")]
    assert "表名取自目录" in tables.ledger[0].message


def test_columns_of_a_form_without_any_title_are_no_table_of_it() -> None:
    assert names(found(*lines("示例市水务局", "单位：万元"), grid(SIGNATURE))) == []
    assert names(found(*lines(*CONTENTS, "以下为补充资料。"), grid(SIGNATURE))) == []


def test_columns_that_several_forms_share_need_a_title() -> None:
    shared = [["科目编码", "科目名称", "小计", "基本支出", "项目支出"], ["205", "教育支出", "3.00", "2.00", "1.00"]]
    contents = ("一、收入决算表", "二、一般公共预算财政拨款支出决算表", "三、国有资本经营预算财政拨款支出决算表",
        "示例市水务局")
    assert names(found(*lines(*contents, "单位：万元"), grid(shared))) == []


def test_a_header_that_does_not_fit_the_title_is_no_table_of_it() -> None:
    tables = found(*lines("“三公”经费支出决算表", "单位：万元"), grid([["指标", "目标值"], ["完成率", "98.00"]]))
    assert names(tables) == []
    assert [entry.event for entry in tables.ledger] == ["not-understood"]


def test_a_table_of_another_body_is_left_out() -> None:
    tables = found(*lines("支出决算表", "部门：示例市第一小学", "单位：万元"), grid(BODY))
    assert names(tables) == []
    assert "示例市第一小学" in tables.ledger[0].message


def test_the_own_body_may_be_printed_with_code_branch_or_form_number() -> None:
    for body in ("部门：示例市水务局（本级）", "预算单位：102001示例市水务局", "编制部门：示例市水务局  公开03表",
        "单位名称：水务局机关"):
        assert names(found(*lines("支出决算表", body, "单位：万元"), grid(BODY))) == ["支出决算表"], body


def test_two_tables_on_a_page_have_their_own_units() -> None:
    tables = found(
        *lines("收入决算表", "单位：元"), grid([["项目", "收入合计"], ["合计", "30000"]]),
        *lines("支出决算表", "单位：万元"), grid(BODY, index=2))
    assert [(table.name, table.uom) for table in tables.tables] == [("收入决算表", "元"), ("支出决算表", "万元")]


def test_a_unit_of_measure_in_the_header_or_on_the_form_number_line() -> None:
    for caption, head in (("", "单位：元"), ("公开03表 单位：元", "项目")):
        tables = found(*lines("支出决算表", caption), grid([[head, "金额"], ["教育支出", "3.00"]]))
        assert tables.tables[0].uom == "元"


def test_a_unit_of_measure_may_break_over_two_lines() -> None:
    tables = found(*lines("支出决算表", "部门：示例市水务局  单位：万", "元"), grid(BODY))
    assert tables.tables[0].uom == "万元"
    assert found(*lines("支出决算表", "单位：元", "元"), grid(BODY)).tables[0].uom == "元"


def test_notes_stand_under_their_table_and_may_break_over_lines() -> None:
    tables = found(*lines("支出决算表", "单位：万元"), grid(BODY), *lines("注：本表反映部门本年度各项", "支出情况。",
        "第三部分 情况说明"))
    assert tables.tables[0].notes == ["注：本表反映部门本年度各项支出情况。"]


def continued(second: Grid, *between: str) -> Tables:
    first = grid([["项目", "合计", "基本支出"], ["教育支出", "3.00", "3.00"]], page=1)
    return found(*lines("支出决算表", "单位：万元"), first, *lines(*between), second)


def test_a_page_goes_on_without_a_header() -> None:
    tables = continued(grid([["科学技术支出", "2.00", ""]], index=2, page=2), "— 9 —")
    assert [len(table.sheets) for table in tables.tables] == [2]
    assert tables.tables[0].sheets[1].columns[2].header == "基本支出"


def test_a_page_goes_on_with_its_header_repeated() -> None:
    tables = continued(grid([["项目", "合计", "基本支出"], ["科学技术支出", "2.00", ""]], index=2, page=2))
    assert [[sheet.body_rows for sheet in table.sheets] for table in tables.tables] == [[[1], [1]]]


def test_a_page_goes_on_with_title_and_header_repeated() -> None:
    second = grid([["项目", "合计", "基本支出"], ["科学技术支出", "2.00", ""]], index=2, page=2)
    tables = continued(second, "支出决算表（续表）", "单位：万元")
    assert [len(table.sheets) for table in tables.tables] == [2]


def test_a_page_goes_on_with_merged_cells() -> None:
    first = grid([["项目", "合计", "基本支出"], ["教育支出", "3.00", "3.00"]], {}, page=1, edges=(0, 100, 150, 200))
    second = grid([["（转下页）", "2.00"]], {}, index=2, page=2, edges=(0, 150, 200))
    tables = found(*lines("支出决算表", "单位：万元"), first, second)
    assert tables.tables[0].sheets[1].grid.columns == 3
    assert printed(read_tables(tables.tables, "x", 2023).figures)[-1] == ("", "（转下页）", "基本支出", "2.00", "万元")


def test_a_page_may_break_inside_the_header() -> None:
    first = grid([["项目", "本年支出"]], {}, page=1, edges=(0, 100, 200))
    second = grid([["", "合计", "基本支出"], ["教育支出", "3.00", "2.00"]], {}, index=2, page=2, edges=(0, 100, 150,
        200))
    tables = found(*lines("支出决算表", "单位：万元"), first, second)
    assert [column.header for column in tables.tables[0].sheets[0].columns] == ["项目", "本年支出/合计",
        "本年支出/基本支出"]


HEAD = ["科目编码", "科目名称", "合计"]


def broken(first: list[str], *rest: list[str], head: list[str] = HEAD) -> list[str]:
    """The row labels of a table whose row ``first`` ends the page."""
    before = grid([head, first], page=1)
    tables = found(*lines("支出决算表", "单位：万元"), before, grid(list(rest), index=2, page=2))
    return [f"{f.code}{f.item}" for f in read_tables(tables.tables, "x", 2023).figures]


def test_a_row_that_the_page_break_cuts_keeps_its_whole_name() -> None:
    row = ["2080505", "机关事业单位基本养老保险", "3.00"]
    assert broken(row, ["", "缴费支出", ""], ["221", "住房保障支出", "1.00"]) == [
        "2080505机关事业单位基本养老保险缴费支出", "221住房保障支出"]


def test_an_amount_that_the_page_break_cuts_keeps_its_last_digits() -> None:
    head = ["科目名称", "合计", "基本支出"]
    first = grid([head, ["教育支出", "5.25", "5.25"], ["社会保障和", "1,234.5", "1,234.56"]], {}, page=1)
    second = grid([["就业支出", "6", ""], ["住房保障支出", "1.00", "1.00"]], {}, index=2, page=2)
    reading = read_tables(found(*lines("支出决算表", "单位：万元"), first, second).tables, "x.pdf", 2023)
    assert [figure[1:4] for figure in printed(reading.figures)][2:4] == [
        ("社会保障和就业支出", "合计", "1,234.56"), ("社会保障和就业支出", "基本支出", "1,234.56")]


def test_amounts_that_the_page_break_cuts_need_no_others_where_all_of_the_row_end_so() -> None:
    head = ["科目名称", "合计", "基本支出"]
    first = grid([head, ["合计", "23615", "12685"]], {}, page=1)
    second = grid([["", "02.67", "21.11"], ["教育支出", "5.25", "5.25"]], {}, index=2, page=2)
    reading = read_tables(found(*lines("支出决算表", "单位：元"), first, second).tables, "x.pdf", 2023)
    assert [figure[1:4] for figure in printed(reading.figures)][:2] == [
        ("合计", "合计", "2361502.67"), ("合计", "基本支出", "1268521.11")]


def codes_over_the_page(last: list[str], *rest: list[str], spans: dict[tuple[int, int], tuple[int, int]]) -> list[str]:
    """The codes of rows on a page that begins within the merged class and group codes of the row ``last``."""
    first = grid([["类", "款", "项", "科目名称", "合计"], ["208", "", "", "社会保障和就业支出", "9.00"], last],
                 {(1, 0): (2, 1)}, page=1)
    tables = found(*lines("支出决算表", "单位：元"), first, grid(list(rest), spans, index=2, page=2))
    return [figure.code for figure in read_tables(tables.tables, "x.pdf", 2023).figures][2:]


def test_a_class_and_a_group_merged_over_the_page_break() -> None:
    """The group was one row high before the break: what is merged behind it, or prints 项, has its code."""
    rest = ["", "", "02", "事业单位离退休", "4.00"], ["", "", "05", "基本养老保险缴费支出", "3.00"]
    last = ["", "05", "01", "行政单位离退休", "2.00"]
    assert codes_over_the_page(last, *rest, spans={(0, 0): (2, 1), (0, 1): (2, 1)}) == ["2080502", "2080505"]
    assert codes_over_the_page(last, rest[0], spans={}) == ["2080502"]


def test_codes_merged_from_a_row_that_the_page_break_cut() -> None:
    rest = ["", "", "", "休", ""], ["", "", "05", "基本养老保险缴费支出", "3.00"]
    last = ["", "05", "01", "行政单位离退", "2.00"]
    assert codes_over_the_page(last, *rest, spans={(0, 0): (2, 1), (0, 1): (2, 1)}) == ["2080505"]


def test_a_new_class_begins_its_own_groups() -> None:
    rest = ["210", "", "", "卫生健康支出", "4.00"], ["", "11", "01", "行政单位医疗", "3.00"]
    last = ["", "05", "01", "行政单位离退休", "2.00"]
    assert codes_over_the_page(last, *rest, spans={(0, 0): (2, 1)}) == ["210", "2101101"]


def test_a_code_that_the_page_break_cuts_is_whole_again() -> None:
    head = ["类", "款", "科目名称", "合计"]
    rest, last = ["0", "", "", ""], ["221", "", "住房保障支出", "1.00"]
    assert broken(["21", "04", "公共卫生", "3.00"], rest, last, head=head) == ["21004公共卫生", "221住房保障支出"]
    assert broken(["210", "04", "公共卫生", "3.00"], rest, last, head=head)[0] == "21004公共卫生"


def test_without_codes_a_name_is_whole_again_only_where_it_is_an_official_one() -> None:
    head, last = ["项目", "合计"], ["科学技术支出", "1.00"]
    assert broken(["十九、住房保障支", "3.00"], ["出", ""], last, head=head)[0] == "住房保障支出"
    assert broken(["十九、住房保障支出", "3.00"], ["其他", ""], last, head=head)[0] == "住房保障支出"


def test_a_page_goes_on_in_other_columns_where_it_repeats_the_header() -> None:
    first = grid([["科目编码", "科目名称", "合计", "基本支出"], ["205", "教育支出", "3.00", "3.00"]], page=1)
    second = grid(
        [["类", "款", "科目名称", "合计", "基本支出"], ["208", "05", "养老支出", "2.00", ""]], index=2, page=2)
    tables = found(*lines("支出决算表", "单位：万元"), first, second)
    assert printed(read_tables(tables.tables, "x", 2023).figures)[-1] == ("20805", "养老支出", "合计", "2.00", "万元")


def test_another_table_of_the_same_width_does_not_go_on() -> None:
    words = grid([["指标", "目标值", "完成值"], ["完成率", "优", "优"]], index=2, page=2)
    assert len(continued(words).others) == 1
    numbers = grid([["科学技术支出", "2.00", ""]], index=2, page=2)
    assert len(continued(numbers, "公开05表").others) == 1
    assert len(continued(numbers, "绩效目标表").others) == 1
    assert len(continued(numbers, "以上为本部门2023年度支出情况。").others) == 1


def test_a_note_ends_a_table() -> None:
    numbers = grid([["科学技术支出", "2.00", ""]], index=2, page=2)
    assert len(continued(numbers, "注：本表反映支出情况。").others) == 1


def test_two_tables_in_one_sheet_of_a_workbook() -> None:
    tables = found(grid([
        ["收入决算表", ""], ["单位：万元", ""], ["项目", "收入合计"], ["合计", "3.00"],
        ["支出决算表", ""], ["单位：元", ""], ["项目", "金额"], ["教育支出", "20000"]]))
    assert [(t.name, t.uom, t.sheets[0].body_rows) for t in tables.tables] == [
        ("收入决算表", "万元", [3]), ("支出决算表", "元", [7])]


def test_the_unit_of_all_other_tables_serves_a_table_without_one_where_its_size_allows() -> None:
    summary = tabs("""
        支出决算表
        单位：万元
        项目|合计
        教育支出|5000.00
        合计|5000.00
    """)
    small = tabs("""
        “三公”经费支出决算表
        合计|公务接待费
        14.20|14.20
    """)
    large = tabs("""
        “三公”经费支出决算表
        合计|公务接待费
        142000.00|142000.00
    """)
    assert [f.uom for f in read(f"{summary}\n\n{small}").reading.figures][-1] == "万元"
    missing = read(f"{summary}\n\n{large}")
    assert {f.form for f in missing.reading.figures} == {"支出决算表"}
    assert any("没有印出金额单位" in message for message in events(missing, "not-understood"))


def test_a_shared_quantity_settles_the_unit() -> None:
    summary = tabs("""
        支出决算表
        单位：万元
        科目编码|科目名称|合计
        205|教育支出|5000.00
        |合计|5000.00
    """)
    other = tabs("""
        部门支出决算总表
        科目编码|科目名称|合计
        205|教育支出|{0}
        |合计|{0}
    """)
    agreeing = read(f"{summary}\n\n{other.format('5000.00')}")
    assert len(agreeing.reading.figures) == 4
    contrary = read(f"{summary}\n\n{other.format('4000.00')}")
    assert len(contrary.reading.figures) == 2


def test_text_blocks_reach_the_reader_in_order() -> None:
    blocks = text_content(tabs("""
        支出决算表
        单位：万元
        项目|金额
        教育支出|3.00
    """)).blocks
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Grid]


def test_no_line_prints_no_unit_of_measure() -> None:
    assert unit_of_measure([]) == ""
