"""The national form of operating information (机构运行信息表): in one group of columns and in two beside each other, as
text, Word, HTML, workbook and PDF. Invented figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from table_builders import UNIT, cells, events, read, tabs

from ingest.documents.open import open_document
from ingest.tables.statutory import Statutory, read_statutory
from samples.generate.blocks import Cell as Printed
from samples.generate.blocks import Document, Heading, Table
from samples.generate.write_docx import write_docx
from samples.generate.write_html import write_html
from samples.generate.write_pdf import fonts_installed, write_pdf
from samples.generate.write_workbook import write_xlsx

TITLE = "财政拨款“三公”经费、机关运行经费等机构运行信息表"
HEAD = """项目|行次|年初预算数|全年预算数|决算数
    栏次||1|2|3"""
SPENT = """一、“三公”经费支出|1|—|—|—
    （一）支出合计|2|98.50|86.00|75.44
    1．因公出国（境）费|3|||
    2．公务用车购置及运行维护费|4|95.00|84.00|74.57
    （1）公务用车购置费|5|25.00|25.00|24.85
    （2）公务用车运行维护费|6|70.00|59.00|49.72
    3．公务接待费|7|3.50|2.00|0.87
    （1）国内接待费|8|—|—|0.87
    其中：外事接待费|9|—|—|
    （2）国（境）外接待费|10|—|—|
    （二）相关统计数|11|—|—|—
    1．因公出国（境）团组数（个）|12|—|—|
    2．因公出国（境）人次数（人）|13|—|—|
    3．公务用车购置数（辆）|14|—|—|1
    4．公务用车保有量（辆）|15|—|—|22
    5．国内公务接待批次（个）|16|—|—|11
    其中：外事接待批次（个）|17|—|—|
    6．国内公务接待人次（人）|18|—|—|94"""
HELD = """二、机关运行经费|19|733.83
    （一）行政单位|20|733.83
    三、国有资产占用情况|21|—
    （一）车辆数合计（辆）|22|22
    1．主要负责人用车|23|
    2．机要通信用车|24|1
    3．执法执勤用车|25|18
    4．特种专业技术用车|26|3
    （二）单价100万元（含）以上设备（不含车辆）|27|2
    四、政府采购支出信息|28|—
    （一）政府采购支出合计|29|738.26
    1．政府采购货物支出|30|182.75
    2．政府采购工程支出|31|316.40
    3．政府采购服务支出|32|239.11
    （二）政府采购授予中小企业合同金额|33|661.08
    其中：授予小微企业合同金额|34|412.93"""
ONE = cells("\n".join([HEAD, SPENT, *(row.replace("|", "#", 1).replace("|", "|—|—|").replace("#", "|")
                                     for row in HELD.splitlines())]))
"""One group of columns."""
BESIDE = [
    [*left, *right] for left, right in zip(
        cells("\n".join([HEAD, SPENT])), [*cells("项目|行次|统计数\n栏次||4\n" + HELD), ["", "", ""], ["", "", ""]],
        strict=True)
]
"""Two groups beside each other, the right one without budgets."""
FINAL = [
    ("支出合计", "75.44", "万元"), ("公务用车购置及运行维护费", "74.57", "万元"), ("公务用车购置费", "24.85", "万元"),
    ("公务用车运行维护费", "49.72", "万元"), ("公务接待费", "0.87", "万元"), ("国内接待费", "0.87", "万元"),
    ("公务用车购置数（辆）", "1", "辆"), ("公务用车保有量（辆）", "22", "辆"), ("国内公务接待批次（个）", "11", "个"),
    ("国内公务接待人次（人）", "94", "人"), ("机关运行经费", "733.83", "万元"), ("行政单位", "733.83", "万元"),
    ("车辆数合计（辆）", "22", "辆"), ("机要通信用车", "1", "辆"), ("执法执勤用车", "18", "辆"),
    ("特种专业技术用车", "3", "辆"), ("单价100万元（含）以上设备（不含车辆）", "2", "台（套）"),
    ("政府采购支出合计", "738.26", "万元"), ("政府采购货物支出", "182.75", "万元"),
    ("政府采购工程支出", "316.40", "万元"), ("政府采购服务支出", "239.11", "万元"),
    ("政府采购授予中小企业合同金额", "661.08", "万元"), ("其中：授予小微企业合同金额", "412.93", "万元"),
]  # fmt: skip
BUDGETS = {
    "年初预算": ["98.50", "95.00", "25.00", "70.00", "3.50"],
    "全年预算": ["86.00", "84.00", "25.00", "59.00", "2.00"],
}


def agrees(found: Statutory) -> None:
    """Every printed number in its row, stage and unit, and no other."""
    figures = found.reading.figures
    assert sorted((f.item, f.source.printed, f.uom) for f in figures if f.stage == "决算") == sorted(FINAL)
    for stage, values in BUDGETS.items():
        assert [f.source.printed for f in figures if f.stage == stage] == values
    assert len(figures) == len(FINAL) + 10
    assert events(found, "doubtful", "not-understood", "identity") == []
    assert {row.item for row in found.reading.blanks} >= {"因公出国（境）费", "国（境）外接待费", "主要负责人用车"}


@pytest.mark.parametrize("rows", [ONE, BESIDE], ids=["one", "beside"])
def test_in_tabbed_text(rows: list[list[str]]) -> None:
    agrees(read(tabs(TITLE, "金额单位：万元", *("|".join(row) for row in rows))))


@pytest.mark.parametrize("write", [write_docx, write_xlsx, write_html, write_pdf], ids=["docx", "xlsx", "html", "pdf"])
@pytest.mark.parametrize("rows", [ONE, BESIDE], ids=["one", "beside"])
def test_drawn_in_a_file(rows: list[list[str]], write: Callable[[Document, Path], None], tmp_path: Path) -> None:
    if write is write_pdf and not fonts_installed():
        pytest.skip("fonts-arphic-uming and fonts-wqy-zenhei are not installed")
    printed = tuple(Printed(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    widths = tuple(4.0 if text == "项目" else 1.0 for text in rows[0])
    table = Table(TITLE, TITLE, (("", "金额单位：万元"),), printed, len(rows), len(rows[0]), widths, landscape=True)
    path = tmp_path / f"form.{write.__name__.removeprefix('write_')}"
    write(Document("2023年度部门决算", UNIT, "", (Heading("第二部分 部门决算表", 1), table)), path)
    agrees(read_statutory(open_document(path).blocks, (UNIT,), path.name, 2023))


def test_what_the_rows_measure() -> None:
    figures = read(tabs(TITLE, "金额单位：万元", *("|".join(row) for row in ONE))).reading.figures
    means = {f.item: (f.dimensions.measure, f.dimensions.item) for f in figures if f.stage == "决算"}
    assert means["支出合计"] == ("three-public", "total")
    assert means["公务用车购置费"] == ("three-public", "vehicle-purchase")
    assert means["机关运行经费"] == ("running-costs", "")
    assert means["政府采购支出合计"] == ("procurement", "")
    assert means["公务用车保有量（辆）"][0] == means["单价100万元（含）以上设备（不含车辆）"][0] == ""
