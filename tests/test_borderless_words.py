"""Aligned words to tables: what stands in which row and column, and when nothing is certain enough to be read."""

from __future__ import annotations

import pytest
from aligned_print import HEIGHT, Page, read, rows

from ingest.documents.aligned_grid import Carried
from ingest.documents.aligned_tables import aligned_tables
from ingest.documents.aligned_words import words_of
from ingest.documents.aligned_zones import may_hold_table, printed_lines, without_running_head, zones_of
from ingest.documents.page_tables import page_tables
from ingest.documents.ruling import Segment

SIDES = (300.0, 400.0, 500.0)
"""Where the amounts of the three columns end; the columns are 100 points wide."""


def captioned(size: float = 9.0) -> Page:
    page = Page(size)
    page.centred(280, 60, "收入决算表")
    page.at(62, 80, "单位：某局")
    page.right(503, 80, "单位：万元")
    return page


def headed(size: float = 9.0) -> Page:
    """项目 | 合计 | 收入 over 财政拨款 and 其他收入."""
    page = captioned(size)
    page.centred(130, 107, "项目")
    page.centred(250, 107, "合计")
    page.centred(403, 100, "收入")
    page.centred(350, 114, "财政拨款")
    page.centred(450, 114, "其他收入")
    return page


def amounts(*texts: str) -> list[tuple[float, str]]:
    return [(x, text) for x, text in zip(SIDES, texts, strict=True) if text]


def test_headings_stand_over_the_columns_they_are_in_the_middle_of() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    ((table,), _) = read(page)
    assert rows(table) == [
        ["项目", "合计", "收入"],
        ["财政拨款", "其他收入"],
        ["教育支出", "1,234.50", "1,200.00", "34.50"],
        ["科学技术支出", "12.00", "", "12.00"],
    ]
    spans = {cell.text: (cell.column, cell.rowspan, cell.colspan) for cell in table.cells if cell.row < 2}
    assert spans == {
        "项目": (0, 2, 1), "合计": (1, 2, 1), "收入": (2, 1, 2), "财政拨款": (2, 1, 1), "其他收入": (3, 1, 1)
    }


def test_without_a_caption_nothing_is_a_table() -> None:
    page = Page()
    page.glyphs = [glyph for glyph in headed().glyphs if glyph.top > 90]
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    assert read(page) == ([], None)


def test_prose_below_a_unit_of_measure_is_no_table() -> None:
    page = captioned()
    page.at(62, 110, "2023年收入合计1,234.50万元，其中财政拨款收入1,200.00万元，占97.2%。")
    page.at(62, 127, "与2022年相比增加34.50万元，增长2.9%，主要是项目增加。其他收入34.50")
    page.at(62, 144, "万元，与上年持平。")
    assert read(page) == ([], None)


@pytest.mark.parametrize("shift", [-3.0, 3.0, 4.0])
def test_digits_of_another_font_off_the_line(shift: float) -> None:
    page = headed()
    for y, label in ((131, "教育支出"), (148, "科学技术支出"), (165, "住房保障支出")):
        page.row(y, label, *amounts("12.50", "12.50", ""), shift=shift)
    ((table,), _) = read(page)
    assert rows(table)[2:] == [
        [label, "12.50", "12.50", ""] for label in ("教育支出", "科学技术支出", "住房保障支出")
    ]


def test_a_label_broken_around_its_number_is_one_cell() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1.00", "1.00", ""))
    page.at(65, 150, "机关事业单位基本养老")
    page.at(65, 161, "保险缴费支出")
    page.row(155.5, "", *amounts("7.00", "", "7.00"))
    page.row(178, "住房公积金", *amounts("2.00", "2.00", ""))
    ((table,), _) = read(page)
    assert rows(table)[2:] == [
        ["教育支出", "1.00", "1.00", ""],
        ["机关事业单位基本养老\n保险缴费支出", "7.00", "", "7.00"],
        ["住房公积金", "2.00", "2.00", ""],
    ]


def test_labels_without_numbers_are_rows_of_their_own() -> None:
    page = headed()
    for y, label in ((131, "一、教育支出"), (143, "二、科学技术支出"), (155, "三、住房保障支出")):
        page.at(65, y, label)
    page.row(167, "合计", *amounts("1.00", "1.00", ""))
    page.row(179, "总计", *amounts("1.00", "1.00", ""))
    ((table,), _) = read(page)
    assert [row[0] for row in rows(table)[2:]] == [
        "一、教育支出", "二、科学技术支出", "三、住房保障支出", "合计", "总计"
    ]


def test_a_number_beside_its_narrow_heading_stands_in_the_column_it_ends() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1,234.50", "", "34.50"))
    page.row(148, "科学技术支出", *amounts("0", "", "0"))
    page.row(165, "住房保障支出", *amounts("2.00", "0", "2.00"))
    ((table,), _) = read(page)
    assert rows(table)[-1] == ["住房保障支出", "2.00", "0", "2.00"]


def test_headings_on_the_middle_of_no_columns_make_no_table() -> None:
    page = captioned()
    page.centred(130, 107, "项目")
    page.centred(275, 100, "收入")
    page.centred(440, 100, "支出")
    for x, text in ((250, "合计"), (350, "财政拨款"), (450, "其他收入")):
        page.centred(x, 114, text)
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    assert read(page)[0] == []


def test_two_numbers_in_one_row_and_column_make_no_table() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"), (470, "5.00"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    assert read(page)[0] == []


@pytest.mark.parametrize(("rest", "whole"), [("67.00", "1,234,567.00"), ("67.000", "")])
def test_a_number_broken_over_two_lines_is_one_or_makes_no_table(rest: str, whole: str) -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("234.50", "200.00", "34.50"))
    page.row(153, "科学技术支出", *amounts("", "", "12.00"))
    page.right(300, 148, "1,234,5")
    page.right(300, 159, rest)
    found = [rows(table)[-1] for table in read(page)[0]]
    assert found == ([["科学技术支出", whole, "", "12.00"]] if whole else [])


def test_a_total_in_the_middle_of_two_columns_spans_them() -> None:
    page = captioned()
    for x, text in ((90, "编码"), (170, "名称"), (250, "合计"), (350, "财政拨款"), (450, "其他收入")):
        page.centred(x, 107, text)
    for y, code, label in ((131, "205", "教育支出"), (148, "206", "科学技术支出")):
        page.at(70, y, code)
        page.at(120, y, label)
        for x in SIDES:
            page.right(x, y, "1.00")
    page.centred(136, 165, "合计")
    for x in SIDES:
        page.right(x, 165, "2.00")
    ((table,), _) = read(page)
    total = [cell for cell in table.cells if cell.row == 3]
    assert [(cell.text, cell.column, cell.colspan) for cell in total] == [
        ("合计", 0, 2), ("2.00", 2, 1), ("2.00", 3, 1), ("2.00", 4, 1)
    ]


def begun(size: float = 9.0) -> Page:
    page = headed(size)
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    return page


def test_a_table_goes_on_over_the_page_without_its_header() -> None:
    _, carried = read(begun())
    page = Page()
    page.row(70, "住房保障支出", *amounts("5.00", "5.00", ""))
    page.row(87, "合计", *amounts("6.00", "6.00", ""))
    ((table,), _) = read(page, carried)
    assert rows(table) == [["住房保障支出", "5.00", "5.00", ""], ["合计", "6.00", "6.00", ""]]
    assert carried is not None
    assert table.shape.edges == carried.edges


def test_a_header_printed_again_is_known_by_its_words_and_places() -> None:
    _, carried = read(begun())
    page = Page()
    page.glyphs = [g._replace(top=g.top - 30, bottom=g.bottom - 30) for g in headed().glyphs if g.top > 90]
    page.row(101, "住房保障支出", *amounts("5.00", "5.00", ""))
    ((table,), _) = read(page, carried)
    assert rows(table)[0] == ["项目", "合计", "收入"]
    assert rows(table)[-1] == ["住房保障支出", "5.00", "5.00", ""]


def test_numbers_in_other_columns_do_not_go_on_with_the_table() -> None:
    _, carried = read(begun())
    page = Page()
    page.row(70, "住房保障支出", (340, "5.00"), (440, "5.00"))
    page.row(87, "合计", (340, "5.00"), (440, "5.00"))
    assert read(page, carried)[0] == []


def test_the_rest_of_a_broken_unit_of_measure_is_of_the_caption() -> None:
    page = headed()
    page.glyphs = [glyph for glyph in page.glyphs if glyph.top > 95]
    page.right(545, 75, "单位：万")
    page.right(545, 88, "元")
    page.at(65, 75, "部门：示例市水务局")
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    ((table,), _) = read(page)
    assert rows(table)[0] == ["项目", "合计", "收入"]


def test_rows_of_names_alone_at_the_top_of_a_page_are_rows() -> None:
    _, carried = read(begun())
    page = Page()
    page.at(65, 70, "结余分配")
    page.row(87, "合计", *amounts("6.00", "6.00", ""))
    ((table,), _) = read(page, carried)
    assert rows(table) == [["结余分配", "", "", ""], ["合计", "6.00", "6.00", ""]]
    again = Page()
    again.glyphs = [g._replace(top=g.top - 30, bottom=g.bottom - 30) for g in headed().glyphs if g.top > 90]
    again.at(65, 101, "结余分配")
    again.row(118, "合计", *amounts("6.00", "6.00", ""))
    ((table,), _) = read(again, carried)
    assert rows(table)[-2:] == [["结余分配", "", "", ""], ["合计", "6.00", "6.00", ""]]


def test_the_end_of_a_label_that_the_page_break_cut_off() -> None:
    page = begun()
    page.row(165, "机关事业单位基本养老保险", *amounts("5.00", "5.00", ""))
    _, carried = read(page)
    following = Page()
    following.at(65, 70, "缴费支出")
    following.row(87, "住房保障支出", *amounts("6.00", "6.00", ""))
    ((table,), _) = read(following, carried)
    assert table.torn == {0: "缴费支出"}
    assert rows(table) == [["住房保障支出", "6.00", "6.00", ""]]


def without_caption(page: Page) -> Page:
    page.glyphs = [glyph for glyph in page.glyphs if glyph.top > 90]
    return page


def handed_on(page: Page) -> Carried | None:
    return page_tables(page.glyphs, [], [], HEIGHT, None).goes_on


def test_a_caption_at_the_foot_of_a_page_heads_the_table_on_the_next() -> None:
    foot = Page()
    foot.centred(280, 740, "收入决算表")
    foot.right(503, 755, "单位：万元")
    foot.centred(280, 810, "12")
    page = without_caption(headed())
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    found = page_tables(page.glyphs, [], [], HEIGHT, handed_on(foot))
    assert [table.rows for table in found.tables] == [4]
    assert page_tables(page.glyphs, [], [], HEIGHT, None).tables == []


def test_a_caption_with_text_below_it_heads_nothing_on_the_next_page() -> None:
    foot = Page()
    foot.right(503, 740, "单位：万元")
    foot.at(62, 755, "本年度没有使用这笔资金安排的支出。")
    assert handed_on(foot) is None


def test_dashes_in_the_middle_of_a_column_of_numbers_flush_right_are_of_it() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    page.centred(350, 148, "—")
    ((table,), _) = read(page)
    assert rows(table)[-1] == ["科学技术支出", "12.00", "—", "12.00"]


def test_an_amount_and_the_order_number_that_follows_without_a_gap_are_two_words() -> None:
    page = Page()
    page.at(60, 100, "9,374.52一、教育支出")
    page.at(60, 120, "1,234.56万元")
    assert [word.text for word in words_of(page.glyphs)] == ["9,374.52", "一、教育支出", "1,234.56万元"]


def test_a_total_flush_left_of_all_codes_is_in_the_first_column() -> None:
    page = captioned()
    page.centred(90, 107, "科目编码")
    page.centred(170, 107, "科目名称")
    page.centred(300, 107, "金额")
    page.at(48, 125, "合计")
    page.right(320, 125, "15.00")
    for y, code in ((142, "201"), (159, "20101")):
        page.centred(90, y, code)
        page.at(140, y, "人大事务")
        page.right(320, y, "15.00")
    ((table,), _) = read(page)
    assert rows(table)[1:3] == [["合计", "", "15.00"], ["201", "人大事务", "15.00"]]


def test_a_page_number_between_dashes_is_no_row_of_the_table_that_goes_on() -> None:
    page = headed()
    page.row(131, "教育支出", *amounts("1,234.50", "1,200.00", "34.50"))
    page.row(148, "科学技术支出", *amounts("12.00", "", "12.00"))
    for x, text in ((275, "—"), (285, "2"), (293, "—")):
        page.at(x, HEIGHT - 30, text)
    _, goes_on = read(page)
    assert goes_on is not None
    last = Page()
    last.row(60, "总计", *amounts("1,246.50", "1,200.00", "46.50"))
    ((table,), _) = read(last, goes_on)
    assert rows(table) == [["总计", "1,246.50", "1,200.00", "46.50"]]


def test_one_row_with_a_small_amount_is_enough_to_go_on_over_the_page() -> None:
    assert may_hold_table(["公务接待费  3.00"], True)
    assert not may_hold_table(["公务接待费  3.00"], False)
    assert not may_hold_table(["二、部门职责"], True)


def test_ruling_lines_tell_how_wide_a_table_is_whose_heading_is_in_its_middle() -> None:
    page = captioned()
    for left, year in ((40.0, "2022年预算数"), (280.0, "2023年预算数")):
        page.centred(left + 120, 100, year)
        for column, name in enumerate(("合计", "因公出国费", "公务接待费")):
            page.centred(left + 40 + 80 * column, 114, name)
            page.right(left + 78 + 80 * column, 131, f"{column + 1}.00")
    rules = [Segment(y, 40.0, 520.0) for y in (92.0, 122.0, 139.0)]
    (table,) = aligned_tables(page.glyphs, rules, HEIGHT, None).tables
    spans = {cell.text: (cell.column, cell.colspan) for cell in table.cells if cell.row == 0}
    assert spans == {"2022年预算数": (0, 3), "2023年预算数": (3, 3)}


def test_a_year_and_the_name_below_it_are_two_headings() -> None:
    page = captioned()
    for left, year in ((40.0, "2022年预算数"), (280.0, "2023年预算数")):
        page.centred(left + 120, 100, year)
        for column, name in enumerate(("合计", "公务接待费", "会议费")):
            page.centred(left + 40 + 80 * column, 114, name)
            page.right(left + 78 + 80 * column, 131, f"{column + 1}.00")
    ((table,), _) = read(page)
    spans = {cell.text: (cell.column, cell.colspan) for cell in table.cells if cell.row == 0}
    assert spans == {"2022年预算数": (0, 3), "2023年预算数": (3, 3)}


def test_numbers_among_the_words_of_a_sentence_part_no_cell() -> None:
    page = Page()
    page.at(53, 112, "年度目标")
    page.at(153, 112, "对全市")
    page.at(182, 112, "126")
    page.at(199, 112, "株古树复壮")
    page.at(246, 112, "4")
    page.at(253, 112, "次")
    page.at(53, 132, "年度资金")
    page.at(153, 132, "312.40")
    xs, ys = (50.0, 150.0, 400.0), (100.0, 120.0, 140.0)
    level, upright = [Segment(y, 50.0, 400.0) for y in ys], [Segment(x, 100.0, 140.0) for x in xs]
    found = page_tables(page.glyphs, level, upright, HEIGHT, None)
    assert (len(found.tables), found.unclear) == (1, 0)


def test_numbers_left_of_all_headings_are_in_the_first_column() -> None:
    page = captioned()
    for x, name in ((88, "序号"), (190, "项目"), (305, "一般公共预算"), (455, "政府性基金预算")):
        page.centred(x, 107, name)
    printed = (("三公经费小计", "33.00"), ("公务用车运维费", "30.00"), ("公务接待费", "3.00"))
    for line, (label, amount) in enumerate(printed):
        y = 131 + 17 * line
        page.at(65, y, str(line + 1))
        page.at(125, y, label)
        page.right(380, y, amount)
    ((table,), _) = read(page)
    assert rows(table)[1] == ["1", "三公经费小计", "33.00", ""]


@pytest.mark.parametrize(("words", "may_be"), [(("示例局部门预算",), True), (("收 入", "支 出"), False)])
def test_the_sides_of_a_header_at_the_top_of_a_page_are_no_running_head(words: tuple[str, ...], may_be: bool) -> None:
    page = Page()
    for x, word in zip((65, 265), words, strict=False):
        page.at(x, 30, word)
    page.at(65, 45, "项目")
    page.row(60, "事业收入", (207, "1.00"))
    (zone, *_) = zones_of(printed_lines(words_of(page.glyphs)), HEIGHT)
    assert bool(without_running_head(zone, HEIGHT)) == may_be
