"""Text whose columns blanks keep, as ``pdftotext -layout`` prints it: one smallest input for each fault."""

from __future__ import annotations

from ingest.documents.aligned_columns import Slot
from ingest.documents.aligned_rows import Line
from ingest.documents.aligned_spans import Extent
from ingest.documents.aligned_words import Word
from ingest.documents.aligned_zones import parts_of, zones_of
from ingest.documents.document import Grid, Paragraph
from ingest.documents.spaced_columns import columns_of
from ingest.documents.spaced_heads import Head, HeadCell, head_of
from ingest.documents.spaced_rows import Piece, labels_of
from ingest.documents.spaced_tree import tree_of
from ingest.documents.spaced_words import by_character, by_width, keeps_columns, measure_of, words_of
from ingest.documents.text import text_content


def line(*words: tuple[int, str]) -> str:
    """The words at their columns."""
    text = ""
    for column, word in words:
        text = text.ljust(column) + word
    return text + "\n"


def row(code: str, name: str, *amounts: str) -> str:
    ends = (35, 47, 59, 69)
    return line((0, code), (10, name), *(
        (end - len(amount), amount) for end, amount in zip(ends, amounts, strict=False) if amount))


HEADER = (
    line((30, "收入决算表")) + line((56, "单位：万元")) + line((12, "项目")) + line((51, "附属单位"))
    + line((2, "功能分类"), (28, "本年收入合计"), (40, "财政拨款收入"), (63, "其他收入"))
    + line((14, "科目名称"), (51, "上缴收入")) + line((2, "科目编码")))
INCOME = (
    HEADER + row("", "合计", "170.10", "160.10", "", "10.00") + row("208", "社会保障和就业支出", "20.10", "20.10")
    + row("20805", "行政事业单位养老支出", "20.10", "20.10")
    + row("2080505", "机关事业单位基本养老保险缴", "12.10", "12.10") + line((10, "费支出"))
    + row("2080506", "机关事业单位职业年金缴费支", "8.00", "8.00") + line((10, "出"))
    + row("221", "住房保障支出", "150.00", "140.00", "", "10.00"))
HEADS = ["功能分类科目编码", "科目名称", "本年收入合计", "财政拨款收入", "附属单位上缴收入", "其他收入"]


def grids(text: str) -> list[Grid]:
    return [block for block in text_content(text).blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    cells: list[list[str]] = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        cells[cell.row][cell.column] = cell.text
    return cells


def leaves(grid: Grid) -> list[str]:
    """The heading right above the body of each column."""
    heads = [cell for cell in grid.cells if not any(c.isdigit() and cell.text[0] == c for c in cell.text[:1])]
    return [max((c for c in heads if c.column <= column < c.column + c.colspan and c.row < 2),
                key=lambda c: c.row).text for column in range(grid.columns)]


def test_a_table_is_a_grid_with_its_header_cells_put_together() -> None:
    (grid,) = grids(INCOME)
    assert leaves(grid) == HEADS
    assert rows(grid)[2] == ["", "合计", "170.10", "160.10", "", "10.00"]


def test_a_label_goes_on_below_its_number() -> None:
    (grid,) = grids(INCOME)
    assert ["2080505", "机关事业单位基本养老保险缴费支出", "12.10", "12.10", "", ""] in rows(grid)
    assert ["2080506", "机关事业单位职业年金缴费支出", "8.00", "8.00", "", ""] in rows(grid)


def test_cells_keep_their_page_and_line() -> None:
    (grid,) = grids("封面\f" + INCOME)
    total = next(cell for cell in grid.cells if cell.text == "170.10")
    assert (total.page, total.line) == (2, 8)


def test_a_page_without_header_is_read_where_the_total_leaves_no_other_column() -> None:
    # On the second page the same columns stand elsewhere.
    more = "222   粮油物资储备支出   30.00   30.00\n22201   粮油物资事务   30.00   30.00\n"
    first = HEADER + row("", "合计", "160.10", "160.10") + row("221", "住房保障支出", "130.10", "130.10") + row(
        "22102", "住房改革支出", "130.10", "130.10")
    (grid,) = grids(first + "\f" + more)
    assert rows(grid)[-1] == ["22201", "粮油物资事务", "30.00", "30.00", "", ""]
    assert {cell.page for cell in grid.cells} == {1, 2}


def test_a_page_without_header_whose_columns_are_open_is_no_grid() -> None:
    more = "222   粮油物资储备支出   30.00   30.00\n22201   粮油物资事务   30.00   30.00\n"
    # The total has three columns, the page prints two of them: which, arithmetic must tell.
    content = text_content(INCOME + "\f" + more)
    assert not [block for block in content.blocks if isinstance(block, Grid)]
    told = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    assert "  合计 170.10 160.10   10.00 " in told
    assert "22201 粮油物资事务 30.00 30.00" in told



def narrow(*amounts: str) -> str:
    heads = (
        (2, "合计"), (7, "因公出国（境）费"), (17, "小计"), (21, "公务用车购置费"), (30, "公务用车运行费"),
        (39, "公务接待费"))
    return (
        line((18, "财政拨款“三公”经费支出决算表")) + line((40, "单位：万元")) + line((17, "公务用车购置及运行费"))
        + line(*(heads[i] for i in (0, 1, 5)))
        + line(*(heads[i] for i in (2, 3, 4)))
        + 3 * line(*((at, amount) for at, amount in zip((4, 12, 22, 27, 33, 44), amounts, strict=True) if amount)))


def test_as_many_numbers_as_columns_stand_in_their_order() -> None:
    # The third number stands under the fourth heading: what stands side by side was pushed on.
    (grid,) = grids(narrow("9.40", "0.00", "7.23", "0.00", "7.23", "2.17"))
    assert rows(grid)[-1] == ["9.40", "0.00", "7.23", "0.00", "7.23", "2.17"]


def test_fewer_numbers_in_a_narrow_table_are_left_to_arithmetic() -> None:
    assert not grids(narrow("9.40", "", "7.23", "", "7.23", "2.17"))


TWO_SIDED = """\
                       财政拨款收入支出决算总表
                                                              单位：万元
           收入                                支出
                                                   一般公共
     项目         决算数             项目        合计      预算财政      其他
                                                    拨款
一、一般公共预算财政拨款     30.00   一、一般公共服务支出
二、政府性基金预算财政拨款            二、外交支出
                         八、社会保障和就业支出     10.00     10.00
                         九、卫生健康支出        20.00     20.00
     总计          30.00       总计        30.00     30.00
"""


def test_cells_of_one_row_stand_over_whole_sides() -> None:
    text = TWO_SIDED.replace("      其他", "    国有资本经营预算财政拨款")
    (grid,) = grids(text)
    spans = {cell.text: (cell.column, cell.colspan) for cell in grid.cells if cell.row == 0}
    assert spans == {"收入": (0, 2), "支出": (2, 4)}
    assert rows(grid)[4][2:] == ["八、社会保障和就业支出", "10.00", "10.00", ""]


def test_a_header_with_a_word_that_is_not_known_is_no_grid() -> None:
    assert not grids(TWO_SIDED.replace("其他", "杂七杂八"))


def test_a_class_merged_over_rows_is_no_code_of_one() -> None:
    text = INCOME.replace("20805  ", "   05  ")
    assert not grids(text)


def test_programs_count_a_chinese_character_as_one_column_or_two() -> None:
    table = [("一般公共服务支出", "1.00"), ("外交支出", "20.00"), ("住房保障", "300.00")]
    one = [name.ljust(12) + amount.rjust(8) for name, amount in table]
    two = [name + " " * (20 - 2 * len(name)) + amount.rjust(8) for name, amount in table]
    assert measure_of(one) is by_character
    assert measure_of(two) is by_width


def test_words_are_parted_by_numbers_and_by_two_blanks() -> None:
    def texts(line: str) -> list[str]:
        return [word.text for word in words_of(line, 0, by_character)]

    assert texts("40,771,400 一、社会保障") == ["40,771,400", "一、社会保障"]
    assert texts("合    计   9.00") == ["合计", "9.00"]
    assert texts("类  款 项") == ["类", "款", "项"]
    assert texts("2021 年预算数    基本支出") == ["2021 年预算数", "基本支出"]


def test_blanks_that_tell_cells_keep_no_columns() -> None:
    poured = ["208 社会保障 1.00 1.00     ", "221 住房保障 2.00   2.00   ", "合计 3.00 1.00 2.00   "]
    assert not keeps_columns(poured)
    assert keeps_columns(INCOME.splitlines())


def test_amounts_without_decimals_show_that_blanks_keep_columns() -> None:
    # 800,600 in yuan: no amount has a point.
    rows = [
        "收入总计             15,561,200        支出总计                  15,561,200       15,561,200",
        "一、一般公共预算资金            15,561,200 一、社会保障和就业支出              801,600         801,600",
        "                                四、住房保障支出                       554,000         554,000"]
    assert keeps_columns(rows)


SHIFTED = (
    line((30, "收入决算表")) + line((56, "单位：万元"))
    + line((2, "科目编码"), (14, "科目名称"), (28, "本年收入合计"), (40, "财政拨款收入"), (63, "其他收入")) + "\n"
    + row("", "合计", "170.10", "160.10", "", "10.00") + "\n"
    + row("208", "社会保障和就业支出", "20.10", "20.10") + "\n")


def test_a_row_printed_on_lines_of_their_own_is_one_where_blank_lines_part_rows() -> None:
    # Digits set some points higher: the code stands below its amounts, between the pieces of its name.
    text = SHIFTED + (
        row("", "机关事业单位基本养老保险缴", "12.10", "12.10") + row("2080505", "") + line((10, "费支出"))
        + row("", "机关事业单位职业年金缴费支", "8.00", "8.00") + row("2080506", "") + line((10, "出")) + "\n"
        + row("221", "住房保障支出", "150.00", "140.00", "", "10.00"))
    (grid,) = grids(text)
    assert rows(grid)[-3:] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "12.10", "12.10", ""],
        ["2080506", "机关事业单位职业年金缴费支出", "8.00", "8.00", ""],
        ["221", "住房保障支出", "150.00", "140.00", "10.00"]]


def test_names_that_could_be_two_rows_are_not_joined() -> None:
    # A short name is whole: the one below it begins a row of its own, whose amounts are blank.
    text = SHIFTED + (
        row("2080505", "养老保险", "12.10", "12.10") + row("", "职业年金") + "\n"
        + row("221", "住房保障支出", "150.00", "140.00", "", "10.00"))
    assert not any("养老保险职业年金" in cell.text for grid in grids(text) for cell in grid.cells)


def test_a_part_below_the_longest_name_is_a_row_of_its_own() -> None:
    # 其中：公务用车购置费 prints no amount; the name above it fills its column, and could be gone on with.
    text = (
        line((20, "“三公”经费支出表")) + line((40, "单位：万元"))
        + line((8, "项目"), (24, "2023年预算数"), (38, "2024年预算数"))
        + line((0, "合计"), (30, "12.00"), (44, "11.50")) + line((0, "1.公务接待费"), (31, "2.00"), (45, "1.50"))
        + line((0, "2.公务用车购置及运行费"), (30, "10.00"), (44, "10.00")) + line((0, "其中：公务用车购置费"))
        + line((0, "公务用车运行费"), (30, "10.00"), (44, "10.00")))
    told = [block.text for block in text_content(text).blocks if isinstance(block, Paragraph)]
    told += [cell.text for grid in grids(text) for cell in grid.cells]
    assert not any("运行费其中" in text for text in told)


def over(columns: str, *cells: tuple[float, float, str]) -> dict[str, tuple[int, int]]:
    """The columns that each cell above others stands over. ``columns``: those below, a blank between and ten places
    each, on their line; ``cells``: place, line and text of the others."""
    words = [(10.0 * at, 4.0, text) for at, text in enumerate(columns.split()) if text != "-"]
    made = [HeadCell((Word(text, x, y, x + 8, y + 1),)) for x, y, text in sorted([*words, *cells])]
    leaves = tuple(cell for cell in made if not any(
        cell.words[0].y < other.words[0].y and cell.x0 < other.x1 and other.x0 < cell.x1 for other in made))
    rows = tuple(tuple(cell for cell in made if cell.y == y) for y in sorted({cell.y for cell in made}))
    placed = tree_of(Head(leaves, rows), [Extent(10.0 * at, 10.0 * at + 8) for at in range(len(leaves))])
    return {cell.cell.text: (cell.first, cell.last) for cell in placed or () if cell.cell not in leaves}


def test_a_group_of_one_side_is_not_over_its_codes_and_names() -> None:
    beside = [(10.0 * at, 3.0, text) for at, text in ((0, "科目编码"), (1, "科目名称"), (2, "合计"), (5, "项目支出"))]
    assert over("- - - 人员支出 公用支出 -", (26, 2, "基本支出"), *beside) == {"基本支出": (3, 4)}


def test_a_group_is_not_over_one_other_where_a_heading_beside_may_hang_on_it() -> None:
    beside = [(0.0, 2.0, "科目编码"), (10.0, 2.0, "科目名称"), (20.0, 3.0, "合计"), (60.0, 3.0, "项目支出")]
    found = over("- - - 小计 人员经费 公用经费 -", (41, 1, "2024年预算数"), (40, 2, "基本支出"), *beside)
    assert found == {"2024年预算数": (2, 6), "基本支出": (3, 5)}


def test_a_cell_over_a_single_other_is_a_line_of_it() -> None:
    beside = [(10.0 * at, 3.0, text) for at, text in ((0, "科目编码"), (1, "科目名称"), (3, "其他收入"))]
    assert over("- - 合计 -", (20, 3, "本年收入"), *beside) == {"本年收入合计": (2, 2)}


def pieces(*texts: tuple[int, str]) -> list[Piece]:
    return [Piece(line, text) for line, text in texts]


def put(*texts: tuple[int, str], rows: tuple[int, ...], coded: bool = True) -> list[tuple[int, str]] | None:
    labels = labels_of(pieces(*texts), rows, coded)
    return None if labels is None else [(label.line, label.text) for label in labels]


def test_labels_go_on_below_numbers_that_stand_at_the_top() -> None:
    texts = ((1, "社会保障"), (2, "和就业支"), (3, "出"), (4, "行政单位"), (5, "离退休"))
    assert put(*texts, rows=(1, 4)) == [(1, "社会保障和就业支出"), (4, "行政单位离退休")]


def test_labels_that_numbers_at_the_top_and_in_the_middle_part_otherwise_are_not_sure() -> None:
    assert put((1, "社会保障"), (2, "行政事业"), (3, "单位养老"), (4, "行政单位"), rows=(1, 4)) is None


def test_a_total_broken_over_two_lines_is_one() -> None:
    assert put((1, "本年收入"), (2, "合计"), rows=(1,), coded=False) == [(1, "本年收入合计")]


def test_the_heading_of_names_right_above_the_first_rows_is_no_piece_of_their_labels() -> None:
    lines = [
        line((9, "一般公共预算财政拨款基本支出决算明细表")) + line((40, "单位：万元")), line((0, "人员经费")),
        line((0, "科目编码"), (9, "科目名称"), (19, "金额")), line((0, "301"), (9, "工资福利支出"), (19, "484.27")),
        line((0, "30101"), (9, "基本工资"), (19, "144.51")), line((0, "30102"), (9, "津贴补贴"), (19, "31.09"))]
    printed = [Line(tuple(words)) for at, text in enumerate("".join(lines).split("\n"))
               if (words := words_of(text, at, by_character))]
    (zone,) = [zone for zone in zones_of(printed, 60.0) if zone.captioned]
    found = parts_of(zone, 60.0)
    assert found is not None
    assert [word.text for word in found.header] == ["人员经费", "科目编码", "科目名称", "金额"]


def headings(*texts: tuple[float, str]) -> list[HeadCell]:
    return [HeadCell((Word(text, x, 0.0, x + len(text), 1.0),)) for x, text in texts]


def test_line_numbers_of_one_digit_are_line_numbers() -> None:
    slot = Slot(tuple(Word(str(n), 20.0, float(n), 21.0, n + 1.0) for n in (1, 2)), True)
    amounts = Slot(tuple(Word("5.00", 30.0, float(n), 34.0, n + 1.0) for n in (1, 2)), True)
    names = Slot(tuple(Word("事业收入", 0.0, float(n), 8.0, n + 1.0) for n in (1, 2)), False)
    leaves = headings((0.0, "项目"), (20.0, "行次"), (30.0, "金额"))
    assert columns_of([slot, amounts], [names], leaves, True) == [1, 2]


def test_a_heading_whose_last_line_is_the_lowest_is_over_no_other() -> None:
    words = [Word(text, x, y, x + len(text), y + 1) for x, y, text in (
        (30.0, 1.0, "公务用车购置及运行费"), (14.0, 1.0, "因公出国（境）"), (2.0, 2.0, "合计"),
        (57.0, 2.0, "公务接待费"), (14.0, 3.0, "费"), (24.0, 3.0, "小计"), (35.0, 3.0, "公务用车购置费"),
        (43.0, 3.0, "公务用车运行费"))]
    head = head_of(words, [(3.0, 11.0), (24.0, 32.0), (46.0, 54.0), (59.0, 66.0)])
    assert head is not None
    assert [leaf.text for leaf in head.leaves] == [
        "合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"]


def test_the_letters_of_a_heading_may_be_those_of_codes() -> None:
    assert [w.text for w in words_of("项   目    预算数", 0, by_character)] == ["项目", "预算数"]
    assert [w.text for w in words_of("类  款  项  目    预算数", 0, by_character)] == ["类", "款", "项", "目", "预算数"]


def test_a_number_that_touches_the_first_heading_stands_under_it() -> None:
    leaves = headings((2.0, "合计"), (14.0, "小计"), (24.0, "其他"))
    slot = Slot((Word("96000.00", 3.0, 1.0, 11.0, 2.0),), True)
    assert columns_of([slot], [], leaves, True) == [0]


def test_headings_of_the_sides_of_a_summary_stand_over_labels() -> None:
    """收入 begins where the labels below do, one line above the first number; the label between is its own."""
    page = [
        line((20, "收入支出决算总表")), line((56, "金额单位：万元")),
        line((0, "收入"), (34, "金额"), (40, "支出"), (64, "金额")),
        line((0, "一、一般公共预算财政拨款收入"), (30, "1,846.92"), (40, "一、教育支出"), (60, "1,422.54")),
        line((0, "二、政府性基金预算财政拨款收入"), (40, "二、卫生健康支出"), (62, "214.60")),
        line((0, "本年收入合计"), (30, "1,846.92"), (40, "本年支出合计"), (60, "1,637.14"))]
    lines = [Line(tuple(words_of(text, number, by_character))) for number, text in enumerate(page)]
    (zone,) = [found for found in zones_of(lines, 60.0) if found.captioned]
    parts = parts_of(zone, 60.0)
    assert parts is not None
    assert [word.text for word in parts.header] == ["收入", "金额", "支出", "金额"]
