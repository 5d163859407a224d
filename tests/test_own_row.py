"""The row of the disclosing body itself among the rows of a table, as budgets of Sichuan print it: it is of all the
table, where no other body has a row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from graph.findings import findings
from ingest.disclosure import read_disclosure
from ingest.records import Disclosure

BODY = "示例市样例职业技术学校"
EXPENDITURE = [
    ["科目编码", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"],
    ["", "", "合计", "300.00", "200.00", "100.00"],
    ["", "306107", BODY, "300.00", "200.00", "100.00"],
    ["2050302", "306107", "中等职业教育", "250.00", "150.00", "100.00"],
    ["2210201", "306107", "住房公积金", "50.00", "50.00", ""],
]
THREE_PUBLIC = [
    ["单位编码", "单位名称", "合计", "因公出国（境）费用", "公务用车购置及运行费", "公务接待费"],
    ["306107", BODY, "8.40", "", "6.00", "2.40"],
]


def _read(folder: Path, *more: list[str]) -> Disclosure:
    tables = "".join(
        f"<h3>{title}</h3><p>单位：{BODY}　金额单位：万元</p><table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
        for title, rows in (("单位支出总表", [*EXPENDITURE, *more]), ("一般公共预算“三公”经费支出预算表", THREE_PUBLIC))
    )
    path = folder / "样例.html"
    path.write_text(f'<meta charset="utf-8"><h1>{BODY}2025年单位预算</h1><h2>预算表</h2>{tables}', encoding="utf-8")
    return read_disclosure([path])


def test_it_is_of_all_the_table(tmp_path: Path) -> None:
    read = _read(tmp_path)
    own = [f for f in read.figures if f.item == BODY]
    assert {(f.dimensions.item, f.value) for f in own if f.form_id == "three-public"} == {
        ("total", Decimal("8.40")), ("vehicles", Decimal("6.00")), ("reception", Decimal("2.40")),
    }
    assert {f.level for f in own if f.form_id == "expenditure"} == {"total"}
    assert {f.dimensions.scheme for f in own if f.form_id == "expenditure"} == {""}
    assert not [each.rule for each in findings(read) if each.rule in ("table-sum", "code-form")]


def test_beside_another_body_it_is_a_part(tmp_path: Path) -> None:
    read = _read(tmp_path, ["", "306108", "示例市样例中学", "0.00", "0.00", "0.00"])
    own = [f for f in read.figures if f.item == BODY and f.form_id == "expenditure"]
    assert {f.dimensions.scheme for f in own} == {"label"}
