"""Files to a disclosure: several files make one, others are refused, and every error names the file and the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.disclosure import NotADisclosure, UncertainKey, UnfilledForm, UnreadableDocument, read_disclosure
from tests.table_builders import tabs

COVER = "示例市水务局\n2023年度部门决算\n\n"
EXPENDITURE = tabs("""
    支出决算表
    部门：示例市水务局
    单位：万元
    科目编码|科目名称|合计|基本支出|项目支出
    205|教育支出|3.00|1.00|2.00
    |合计|3.00|1.00|2.00
""")
REVENUE = tabs("""
    收入决算表
    部门：示例市水务局
    单位：万元
    科目编码|科目名称|本年收入合计|财政拨款收入
    205|教育支出|3.00|3.00
""")
PROSE = "\n\n第三部分 示例市水务局2023年度部门决算情况说明\n\n一、收入情况说明\n\n2023年度收入合计3.00万元。\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_tables_and_prose(tmp_path: Path) -> None:
    found = read_disclosure([write(tmp_path, "a.txt", COVER + EXPENDITURE + PROSE)])
    assert (found.key.unit, found.key.year, found.key.kind, found.key.scope) == ("示例市水务局", 2023, "决算", "部门")
    assert [f.value for f in found.figures if f.kind == "table"] == [3, 1, 2, 3, 1, 2]
    assert "form:expenditure" in found.parts
    assert all(f.tested for f in found.figures if f.kind == "table")
    assert found.title == "示例市水务局2023年度部门决算"


def test_several_files_make_one(tmp_path: Path) -> None:
    tables, more = write(tmp_path, "a.txt", COVER + EXPENDITURE), write(tmp_path, "b.txt", COVER + REVENUE)
    found = read_disclosure([tables, more])
    assert [file.name for file in found.files] == ["a.txt", "b.txt"]
    assert {(f.form, f.source.document) for f in found.figures} == {("支出决算表", "a.txt"), ("收入决算表", "b.txt")}


def test_files_of_different_disclosures_are_refused(tmp_path: Path) -> None:
    other = (COVER + REVENUE).replace("2023", "2022")
    with pytest.raises(UncertainKey, match=r"b\.txt: 与 a\.txt 不属于同一份公开"):
        read_disclosure([write(tmp_path, "a.txt", COVER + EXPENDITURE), write(tmp_path, "b.txt", other)])


def test_a_statement_of_the_caller_settles_what_the_print_leaves_open(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", EXPENDITURE)
    with pytest.raises(UncertainKey, match=r"a\.txt: 无法确定.*年度 --year"):
        read_disclosure([path])
    assert read_disclosure([path], year=2021, scope="单位").key.year == 2021


def test_a_name_the_caller_gives_does_not_make_the_tables_anothers(tmp_path: Path) -> None:
    found = read_disclosure([write(tmp_path, "a.txt", COVER + EXPENDITURE)], unit="示例市水务和湖泊局")
    assert found.key.unit == "示例市水务和湖泊局"
    assert len(found.figures) == 6


@pytest.mark.parametrize(("name", "content"), [
    ("empty.txt", b""), ("blank.txt", b"\n\n  \n"), ("broken.pdf", b"%PDF-1.7\nnothing"), ("broken.docx",
        b"PK\x03\x04nothing"),
    ("broken.xlsx", b"no workbook"), ("bytes.txt", bytes(range(256)) * 4),
])
def test_an_empty_or_corrupt_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=name.replace(".", r"\.")):
        read_disclosure([path])


def test_a_file_that_is_no_disclosure_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADisclosure, match=r"notice\.txt: 不是预决算公开文件"):
        read_disclosure([write(tmp_path, "notice.txt", "关于召开会议的通知\n\n请准时参加。\n")])


def test_an_unfilled_form_is_named(tmp_path: Path) -> None:
    blank = (COVER + EXPENDITURE).replace("示例市水务局", "示例市XX局")
    with pytest.raises(UnfilledForm, match=r"form\.txt: 是未填写的空白表样"):
        read_disclosure([write(tmp_path, "form.txt", blank)])


def test_no_file_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no file given"):
        read_disclosure([])


def test_a_table_that_is_no_statutory_form_is_in_the_ledger(tmp_path: Path) -> None:
    other = tabs("\n人员情况表", "类别|人数", "在职|12")
    found = read_disclosure([write(tmp_path, "a.txt", COVER + EXPENDITURE + PROSE + other)])
    assert [e.event for e in found.ledger if e.table == 2] == ["not-understood"]
    assert {f.form for f in found.figures if f.kind == "table"} == {"支出决算表"}


def test_the_same_file_gives_the_same_record(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", COVER + EXPENDITURE + REVENUE + PROSE)
    assert read_disclosure([path]) == read_disclosure([path])


def test_a_note_under_a_tables_title_is_no_narrative() -> None:
    tables = Path(__file__).parent.parent / "samples/documents/yanglixian-jikongzhongxin-2021-juesuan-biao.xlsx"
    found = read_disclosure([tables])
    assert found.passages
    assert "prose" not in found.parts


def test_the_rows_of_an_evaluation_are_no_narrative(tmp_path: Path) -> None:
    evaluation = tabs("""
        项目支出绩效目标表
        项目名称|医疗设备购置
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|购置大型设备数量|≥3台
    """)
    found = read_disclosure([write(tmp_path, "a.txt", COVER + EXPENDITURE + "\n" + evaluation)])
    assert any("购置大型设备数量" in passage.text for passage in found.passages)
    assert "prose" not in found.parts
