"""Whole disclosures in layouts of their own, each figure compared with what its author typed."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from ingest.disclosure import read_disclosure
from ingest.records import Disclosure

Row = tuple[str, str, str, str, str, str, int]


def figures(disclosure: Disclosure) -> list[Row]:
    """(code, item, column, value, unit of measure, stage, year) of the figures in statutory tables."""
    return [(f.code, f.item, f.column, str(f.value), f.uom, f.stage, f.year) for f in disclosure.figures]


def key(disclosure: Disclosure) -> tuple[str, int, str, str]:
    own = disclosure.key
    return own.unit, own.year, own.kind, own.scope


BUDGET = """
<html><head><meta charset="utf-8"></head><body><div class="nav"><a href="/">首页</a></div>
<h1>示例州水文局2024年单位预算</h1>
<p>预算05表</p><p>一般公共预算财政拨款支出表 General Public Budget</p><p>单位：示例州水文局　　金额单位：元</p>
<table border="1">
<tr><td colspan="3">科目编码 Code</td><td rowspan="2">科目名称</td><td rowspan="2">2023年执行数</td>
    <td colspan="2">2024年预算数</td><td colspan="2">比2023年执行数增减</td></tr>
<tr><td>类</td><td>款</td><td>项</td><td>合计 Total</td><td>其中：基本支出</td><td>增减额</td><td>增减%</td></tr>
<tr><td colspan="4">合 计</td><td>1,200,500.00</td><td>1,100,500.00</td><td>900,000.00<sup>1</sup></td>
    <td>-100,000.00</td><td>-8.33</td></tr>
<tr><td rowspan="3">213</td><td></td><td></td><td>农林水支出</td><td>1,200,500.00</td><td>1,100,500.00</td>
    <td>900,000.00</td><td>（100,000.00）</td><td></td></tr>
<tr><td rowspan="2">03</td><td></td><td>水利</td><td>1,200,500.00</td><td>1,100,500.00</td><td>900,000.00</td>
    <td>—</td><td>—</td></tr>
<tr style="display:none"><td></td><td>校验</td><td>7.00</td><td>7.00</td><td>7.00</td><td>7.00</td><td></td></tr>
<tr><td>13</td><td>水文测报</td><td>1,200,500.00</td><td>1,100,500.00</td><td>900,000.00</td><td></td><td>0.00</td></tr>
</table><p>注：1.含调入人员经费12.00元。</p>
<p>预算09表</p><p>“三公”经费支出预算表</p><p>单位：万元</p>
<table border="1"><tr><td rowspan="2">年度</td><td rowspan="2">合计</td><td colspan="2">公务用车购置和运行维护费</td>
<td rowspan="2">公务接待费</td></tr><tr><td>小计</td><td>其中：公务用车运行维护费</td></tr>
<tr><td>2023年</td><td>3.20</td><td>3.20</td><td>3.20</td><td></td></tr>
<tr><td>2024年</td><td>3.00</td><td>2.90</td><td>2.90</td><td>0.10</td></tr></table>
</body></html>
"""


def test_a_budget_on_the_web_beside_the_year_before(tmp_path: Path) -> None:
    """Codes merged over rows, a hidden row, a note's mark, English in the header, a rate, amounts in 元 and 万元."""
    path = tmp_path / "budget.html"
    path.write_text(BUDGET, encoding="utf-8")
    disclosure = read_disclosure([path])
    assert key(disclosure) == ("示例州水文局", 2024, "预算", "单位")
    before, total, basic = "2023年执行数", "2024年预算数/合计Total", "2024年预算数/其中：基本支出"
    change, rate = "比2023年执行数增减/增减额", "比2023年执行数增减/增减%"
    rows: list[Row] = []
    for code, item in (("", "合计"), ("213", "农林水支出"), ("21303", "水利"), ("2130313", "水文测报")):
        rows += [
            (code, item, before, "1200500.00", "元", "执行", 2023),
            (code, item, total, "1100500.00", "元", "预算", 2024),
            (code, item, basic, "900000.00", "元", "预算", 2024),
        ]
        if item in ("合计", "农林水支出"):
            rows.append((code, item, change, "-100000.00", "元", "预算", 2024))
        if item in ("合计", "水文测报"):
            rows.append((code, item, rate, "-8.33" if item == "合计" else "0.00", "%", "预算", 2024))
    vehicles = "公务用车购置和运行维护费"
    for year, values in ((2023, ("3.20", "3.20", "3.20", "")), (2024, ("3.00", "2.90", "2.90", "0.10"))):
        columns = ("合计", f"{vehicles}/小计", f"{vehicles}/其中：公务用车运行维护费", "公务接待费")
        rows += [("", "", column, value, "万元", "预算", year)
                 for column, value in zip(columns, values, strict=True) if value]
    assert figures(disclosure) == rows


def test_final_accounts_on_one_sheet_with_tables_beside_each_other(tmp_path: Path) -> None:
    """No cover; a blank column between the tables, one of checks hidden; numbers shown in their formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["示例县第二中学2022年度单位决算公开表"],
        ["支出决算表", None, None, None, None, None, "一般公共预算财政拨款基本支出决算表"],
        ["单位：示例县第二中学", None, None, None, "单位：万元", None, "单位：示例县第二中学", None, "单位：元"],
        ["科目编码", "科目名称", "本年支出合计", "校验", "基本支出", None, "科目编码", "科目名称", "决算数"],
        [205, "教育支出", 1234.5, 0, 1000, None, "301", "工资福利支出", 9000000],
        [20502, "普通教育", 1234.5, 0, 1000, None, "30101", "基本工资", 9000000.4],
        [2050204, "高中教育", 1234.5, 0, 1000, None, None, None, None],
        ["合计", None, 1234.5, 0, 1000, None, "合计", None, 9000000],
    ):
        sheet.append(row)
    for row in sheet.iter_rows(min_row=5):
        row[2].number_format = row[4].number_format = "#,##0.00"
        row[8].number_format = '#,##0.00_);(#,##0.00);"—"'
    sheet.column_dimensions["D"].hidden = True
    path = tmp_path / "final.xlsx"
    book.save(path)
    disclosure = read_disclosure([path])
    assert key(disclosure) == ("示例县第二中学", 2022, "决算", "单位")
    left: list[Row] = []
    for code, item in (("205", "教育支出"), ("20502", "普通教育"), ("2050204", "高中教育"), ("", "合计")):
        left += [(code, item, "本年支出合计", "1234.50", "万元", "决算", 2022),
                 (code, item, "基本支出", "1000.00", "万元", "决算", 2022)]
    right: list[Row] = [
        ("301", "工资福利支出", "决算数", "9000000.00", "元", "决算", 2022),
        ("30101", "基本工资", "决算数", "9000000.40", "元", "决算", 2022),
        ("", "合计", "决算数", "9000000.00", "元", "决算", 2022),
    ]
    assert figures(disclosure) == left + right
