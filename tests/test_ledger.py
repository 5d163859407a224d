"""The reading ledger: tables found and missing, what each gave, told to people and to programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.disclosure import read_disclosure
from ingest.ledger import as_table, missing_tables, remarks, table_lines
from ingest.records import Disclosure
from ontology.forms import forms
from ontology.required import in_place_of, required_forms
from tests.table_builders import UNIT, tabs

EXPENDITURE = tabs(f"""
    2023年度支出决算表
    部门：{UNIT}
    单位：万元
    科目编码|科目名称|本年支出合计|基本支出|项目支出
    205|教育支出|9.00|2.00|3.00
    合计||5.00|2.00|3.00
""")


def disclosure(folder: Path, text: str) -> Disclosure:
    path = folder / "x.txt"
    path.write_text(f"{UNIT}\n2023年度部门决算\n{text}\n", encoding="utf-8")
    return read_disclosure([path], unit=UNIT, year=2023, kind="决算", scope="部门")


def missing(found: Disclosure) -> dict[str, str]:
    return {e.form: e.message for e in found.ledger if e.event == "missing"}


def test_statutory_forms_that_are_not_there_are_named(tmp_path: Path) -> None:
    found = missing(disclosure(tmp_path, EXPENDITURE))
    assert found["revenue"] == "《收入表》：没有找到这张法定表"
    assert set(found) == set(required_forms("决算", 2023)) - {"expenditure"}


def test_a_title_without_a_table_is_told_with_its_place(tmp_path: Path) -> None:
    found = disclosure(tmp_path, EXPENDITURE + "\n\n2023年度收入决算表\n\n政府采购情况表\n")
    entries = {e.form: e for e in found.ledger if e.event == "missing"}
    assert entries["revenue"].message == "《收入表》：印有表题，其下没有读到表格"
    assert entries["revenue"].line == 10
    assert "procurement" in entries


def test_a_table_of_contents_is_no_title(tmp_path: Path) -> None:
    contents = "目录\n收入支出决算总表\n收入决算表\n支出决算表\n财政拨款收入支出决算总表\n"
    found = missing(disclosure(tmp_path, contents + EXPENDITURE))
    assert found["revenue"] == "《收入表》：没有找到这张法定表"


def test_text_without_tables_lacks_none() -> None:
    assert missing_tables([], (UNIT,), [], "决算", 2023) == []


def test_what_each_table_gave(tmp_path: Path) -> None:
    found = disclosure(tmp_path, EXPENDITURE.replace("5.00\t2.00", "5.00\t约2"))
    line = next(line for line in table_lines(found) if line.form == "expenditure")
    assert (line.title, line.state, line.line, line.read, line.failed, line.doubtful) == (
        "支出决算表", "read", 6, 5, 1, 1)
    assert [e.event for e in remarks(found) if e.event not in ("missing", "note")] == ["doubtful", "identity"]


def test_the_table_for_people_is_in_columns(tmp_path: Path) -> None:
    head, row, *_ = as_table(disclosure(tmp_path, EXPENDITURE)).splitlines()
    assert head.split() == ["表", "状态", "位置", "数字", "空白", "检验", "不符", "存疑"]
    assert row.split() == ["支出决算表", "已读", "第", "6", "行", "6", "-", "5", "2", "-"]


def test_a_document_of_text_only_says_so(tmp_path: Path) -> None:
    text = "第一部分 概况\n一、主要职责\n负责水务工作，编制规划，组织实施，监督检查。\n"
    assert as_table(disclosure(tmp_path, text)) == "没有法定表格，只有文字"


@pytest.mark.parametrize(("kind", "year"), [("决算", 2016), ("决算", 2023), ("预算", 2024)])
def test_required_forms_are_known_forms(kind: str, year: int) -> None:
    known = {form.id for form in forms()}
    wanted = required_forms(kind, year)
    assert len(wanted) >= 8
    assert {*wanted, *(other for form in wanted for other in in_place_of(form))} <= known
