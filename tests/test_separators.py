"""Tables in plain text whose cells commas, semicolons or as many blanks as always part."""

from __future__ import annotations

import pytest

from ingest.documents.separators import with_tabs
from tests.table_builders import UNIT, printed, read

ABOVE = f"2023年支出预算总表\n部门：{UNIT}\n金额单位：万元\n"
ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "合计", "1,230.00", "1,020.00", "210.00"],
    ["208", "社会保障和就业支出", "210.00", "", "210.00"], ["221", "住房保障支出", "1,020.00", "1,020.00", ""],
    ["22102", "住房改革支出", "1,020.00", "1,020.00", ""], ["2210201", "住房公积金", "1,020.00", "1,020.00", ""]]
PLAIN = printed(read(ABOVE + "\n".join("\t".join(row) for row in ROWS)).reading.figures)


def quoted(row: list[str]) -> list[str]:
    return [f'"{cell}"' if "," in cell else cell for cell in row]


@pytest.mark.parametrize("lines", [
    [",".join(quoted(row)) for row in ROWS], [",".join(cell.replace(",", "") for cell in row) for row in ROWS],
    [";".join(row) for row in ROWS], ["    ".join(row) for row in ROWS],
    ["    ".join(row).rstrip() for row in ROWS], ["\t".join(row).rstrip() for row in ROWS]])
def test_cells_stand_where_their_separators_put_them(lines: list[str]) -> None:
    found = printed(read(ABOVE + "\n".join(lines)).reading.figures)
    assert len(PLAIN) == 11
    assert [(*cell[:3], cell[3].replace(",", ""), cell[4]) for cell in found] == [
        (*cell[:3], cell[3].replace(",", ""), cell[4]) for cell in PLAIN]


@pytest.mark.parametrize("lines", [
    # Thousands are parted by commas, too.
    ["208 社会保障和就业支出 8,262.63 8,262.63", "221 住房保障支出 1,372.16 1,372.16"] * 3,
    # Whole numbers with a comma may be one or two.
    ["合计,100,200", "教育,100,100", "科学,100,100"],
    # Prose.
    ["收入合计100万元,比上年增加,主要是项目增加,人员增加"] * 3,
    # Cells are lacking in some lines: nothing says which.
    ["208,社会保障,1.00,1.00", "221,住房保障,1.00", "222,粮油,1.00,1.00"]])
def test_commas_that_part_no_cells_are_left(lines: list[str]) -> None:
    assert with_tabs(lines) == lines


def test_blanks_that_keep_columns_part_no_cells() -> None:
    lines = [f"{name:<12}{amount:>9}{amount:>11}" for name in ("甲", "乙丙", "丁戊己") for amount in ("1.00", "12.34")]
    assert with_tabs(lines) == lines


def test_a_total_in_its_first_cell_takes_no_amount_from_under_another_column() -> None:
    # Blank cells at the end of lines were cut off: the total has three blank cells of code and name behind it.
    rows = ["项目\t\t\t\t支出预算",
            "科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出\t上缴上级支出\t经营支出", "类\t款\t项",
            "合计\t\t\t\t30.00\t30.00", "208\t\t\t社会保障和就业支出\t10.00\t10.00",
            "221\t\t\t住房保障支出\t20.00\t20.00"]
    found = printed(read(ABOVE + "\n".join(rows)).reading.figures)
    assert [cell[2:4] for cell in found if cell[1] == "合计"] in (
        [], [("支出预算/合计", "30.00"), ("支出预算/基本支出", "30.00")])


def test_blanks_of_full_width_tell_no_columns() -> None:
    # Four blank cells are five blanks of full width between these programs' cells, and would be nine plain ones.
    head = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入",
            "附属单位上缴收入", "其他收入"]
    rows = [["", "合计", "912.25", "900.00", "", "", "", "", "12.25"],
            ["211", "节能环保支出", "312.25", "300.00", "", "", "", "", "12.25"],
            ["213", "农林水支出", "600.00", "600.00", "", "", "", "", ""]]
    text = ABOVE.replace("支出预算总表", "收入决算表") + "\n".join("\u3000".join(row) for row in (head, *rows)) + "\n"
    found = [(cell[2], cell[3]) for cell in printed(read(text).reading.figures)]
    assert ("经营收入", "12.25") not in found
    assert all(column == "其他收入" for column, amount in found if amount == "12.25")
