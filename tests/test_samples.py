"""The samples: made again byte for byte, arithmetic of their truth, and the mark that nobody takes them for real."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
import xlrd

from samples.generate.catalogue import catalogue, compose, drawn, write_all
from samples.generate.write_pdf import fonts_installed

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DOCUMENTS = sorted((SAMPLES / "documents").iterdir())
TRUTHS = sorted((SAMPLES / "truth").iterdir())
MARK = "样例：虚构单位，仅供演示"

Row = dict[str, str]


def name(path: Path) -> str:
    return path.name


def read_truth(stem: str) -> list[Row]:
    with (SAMPLES / "truth" / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_of(rows: list[Row]) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Amounts by form and column, then by code ("" for a total); forms by code only."""
    found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row["code"] or row["item"] == "合计":
            found[row["form"], row["column"]][row["code"]] = Decimal(row["value"])
    return found


def amount(stem: str, form: str, item: str, column: str) -> Decimal:
    values = {
        Decimal(row["value"])
        for row in read_truth(stem)
        if (row["form"], row["item"], row["column"]) == (form, item, column)
    }
    assert len(values) == 1, (stem, form, item, column, values)
    return values.pop()


def text_of(path: Path) -> str:
    """The file's text, by the plainest means for its format."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    if path.suffix == ".docx":
        return "\n".join(node.text or "" for node in docx.Document(str(path)).element.iter() if node.tag.endswith("}t"))
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    if path.suffix == ".xls":
        book = xlrd.open_workbook(path)
        return "\n".join(str(cell.value) for sheet in book.sheets() for row in sheet.get_rows() for cell in row)
    return path.read_text(encoding="utf-8")


@pytest.mark.skipif(not fonts_installed(), reason="the fonts of the sample PDFs are not installed (samples/README.md)")
def test_made_again_byte_for_byte(tmp_path: Path) -> None:
    made = [path.name for path, _ in write_all(catalogue(), tmp_path)]
    assert sorted(made) == [path.name for path in DOCUMENTS]
    for folder in ("documents", "truth"):
        committed = {path.name: path.read_bytes() for path in (SAMPLES / folder).iterdir()}
        again = {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        assert [name for name in committed if committed[name] != again.get(name)] == []
        assert sorted(again) == sorted(committed)


def test_small_enough_for_a_repository() -> None:
    assert sum(path.stat().st_size for path in [*DOCUMENTS, *TRUTHS]) < 5_000_000


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_cover_carries_the_mark(path: Path) -> None:
    text = re.sub(r"\s", "", text_of(path))
    assert MARK in text
    assert text.index(MARK) < 400


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_metadata_carry_the_mark_where_the_format_has_any(path: Path) -> None:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            found = pdf.get_metadata_dict()["Subject"]
    elif path.suffix == ".docx":
        found = docx.Document(str(path)).core_properties.subject
    elif path.suffix == ".xlsx":
        found = openpyxl.load_workbook(path).properties.subject
    elif path.suffix == ".html":
        found = re.findall(r'<meta name="description" content="([^"]*)">', path.read_text(encoding="utf-8"))[0]
    else:
        pytest.skip(f"{path.suffix} holds no properties in Chinese")
    assert found == MARK


def test_three_bodies_three_years_all_formats() -> None:
    finals = {(order.body, order.year) for order in catalogue() if order.kind == "决算"}
    assert finals == {(body, year) for body in ("library", "water", "cdc") for year in (2021, 2022, 2023)}
    assert {path.suffix for path in DOCUMENTS} == {".txt", ".docx", ".pdf", ".html", ".xlsx", ".xls"}


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_classes_and_items_add_up(path: Path) -> None:
    checked = 0
    for (form, column), values in columns_of(read_truth(path.stem)).items():
        for parent, whole in values.items():
            longer = {"": 3, 3: 5, 5: 7}.get(parent and len(parent))
            children = [code for code in values if len(code) == longer and code.startswith(parent)]
            if children:
                assert sum(values[code] for code in children) == whole, (form, column, parent)
                checked += 1
    assert checked > 20 or not read_truth(path.stem)


WHOLES = {
    "收入决算表": (
        "本年收入合计",
        ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
    ),
    "支出决算表": ("本年支出合计", ("基本支出", "项目支出")),
}


@pytest.mark.parametrize("path", [path for path in TRUTHS if "juesuan" in path.name], ids=name)
def test_columns_add_up(path: Path) -> None:
    by_row: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in read_truth(path.stem):
        by_row[row["form"], row["code"], row["item"]][row["column"]] = Decimal(row["value"])
    for (form, code, item), values in by_row.items():
        if form in WHOLES:
            whole, parts = WHOLES[form]
            assert values[whole] == sum(values.get(part, Decimal(0)) for part in parts), (form, code, item)


FINALS = [path.stem for path in TRUTHS if "juesuan" in path.name and read_truth(path.stem)]


@pytest.mark.parametrize("stem", FINALS)
def test_totals_agree_between_forms(stem: str) -> None:
    rows = read_truth(stem)
    summary = {
        (row["item"], row["column"].split("/")[0]): Decimal(row["value"])
        for row in rows
        if row["form"] == "收入支出决算总表"
    }
    assert amount(stem, "收入决算表", "合计", "本年收入合计") == summary["本年收入合计", "收入"]
    assert amount(stem, "支出决算表", "合计", "本年支出合计") == summary["本年支出合计", "支出"]
    assert summary["总计", "收入"] == summary["总计", "支出"]
    carried = summary.get(("年初结转和结余", "收入"), Decimal(0)), summary.get(("年末结转和结余", "支出"), Decimal(0))
    assert summary["本年收入合计", "收入"] + carried[0] == summary["总计", "收入"]
    assert summary["本年支出合计", "支出"] + carried[1] == summary["总计", "支出"]
    basic = {row["item"]: Decimal(row["value"]) for row in rows if "基本支出决算" in row["form"]}
    general = [row for row in rows if row["form"] == "一般公共预算财政拨款支出决算表" and row["item"] == "合计"]
    [printed] = [Decimal(row["value"]) for row in general if row["column"].endswith("基本支出")]
    assert basic["人员经费合计"] + basic["公用经费合计"] == printed


@pytest.mark.parametrize("stem", FINALS)
@pytest.mark.parametrize("final", [True, False], ids=["final", "budget"])
def test_three_public_parts_add_up(stem: str, final: bool) -> None:
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in read_truth(stem):
        if "三公" in row["form"] and (row["stage"] == "决算") == final:
            label = [part for part in row["column"].split("/") if part not in ("预算数", "决算数")][-1]
            parts[label] = Decimal(row["value"])
    assert parts["合计"] == parts["因公出国（境）费"] + parts["小计"] + parts["公务接待费"]
    assert parts["小计"] == parts["公务用车购置费"] + parts["公务用车运行维护费"]


YEARS = [
    ("shili-tushuguan-2022-juesuan", "shili-tushuguan-2021-juesuan"),
    ("shifanqu-shuiwuju-2023-juesuan", "shifanqu-shuiwuju-2022-juesuan"),
    ("yanglixian-jikongzhongxin-2023-juesuan", "yanglixian-jikongzhongxin-2022-juesuan-biao"),
]


@pytest.mark.parametrize(("stem", "before"), YEARS)
def test_change_told_in_the_text_is_the_difference_of_two_published_figures(stem: str, before: str) -> None:
    [document] = [path for path in DOCUMENTS if path.stem == stem]
    text = re.sub(r"\s", "", text_of(document))
    change = amount(stem, "支出决算表", "合计", "本年支出合计") - amount(before, "支出决算表", "合计", "本年支出合计")
    if read_truth(stem)[0]["uom"] == "元":
        change /= 10000
    told = re.search(r"支出合计(增加|减少)([\d.,]+)万元", text)
    assert told
    sign = 1 if told[1] == "增加" else -1
    assert sign * Decimal(told[2].replace(",", "")) == change


@pytest.mark.parametrize(("stem", "before"), YEARS[1:])
def test_what_is_carried_out_of_a_year_is_carried_into_the_next(stem: str, before: str) -> None:
    def carried(stem: str, item: str) -> Decimal:
        [value] = {
            Decimal(row["value"])
            for row in read_truth(stem)
            if row["form"] == "收入支出决算总表" and row["item"] == item
        }
        return value

    assert carried(stem, "年初结转和结余") == carried(before, "年末结转和结余") > 0


def test_budget_is_the_initial_budget_of_the_final_accounts() -> None:
    [planned] = {
        Decimal(row["value"])
        for row in read_truth("shifanqu-shuiwuju-2023-yusuan")
        if (row["form"], row["item"]) == ("部门财务收支预算总表", "支出总计")
    }
    text = (SAMPLES / "documents" / "shifanqu-shuiwuju-2023-juesuan.txt").read_text(encoding="utf-8")
    assert f"一般公共预算财政拨款支出年初预算为{planned / 10000:.2f}万元" in text


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix == ".pdf"], ids=name)
def test_figures_stand_on_the_page_the_truth_says(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    rows = read_truth(path.stem)
    assert rows
    assert [row for row in rows if row["printed"] not in pages[int(row["page"]) - 1]] == []


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix in (".txt", ".html", ".docx")], ids=name)
def test_figures_are_printed_as_the_truth_says(path: Path) -> None:
    text = text_of(path)
    assert [row for row in read_truth(path.stem) if row["printed"] not in text] == []


def test_blank_and_absent_figures_have_no_truth() -> None:
    rows = read_truth("shifanqu-shuiwuju-2021-juesuan")
    assert not [row for row in rows if row["form"].startswith(("政府性基金", "国有资本"))]
    assert not [row for row in rows if not row["printed"].strip()]


def test_more_can_be_drawn_and_the_same_word_draws_the_same() -> None:
    first, again, other = (
        [compose(order) for order in drawn(4, (2021, 2022), ["hubei:tabs", "split:html"], seed)]
        for seed in ("a", "a", "b")
    )
    assert first == again
    assert first != other
    assert len({document.title for document in first}) == 8


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ValueError, match="no format 'doc'"):
        drawn(1, (2021,), ["wuhan:doc"])
