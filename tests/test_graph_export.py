"""Exports: figures as rows, the graph as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest
from disclosure_builders import UNIT, disclosure, figure, realistic
from pyoxigraph import RdfFormat, parse

from graph.export import COLUMNS, export, figure_rows, printed_value, write_csv
from graph.library.library import Library
from graph.naming.identity import Names
from graph.store.generation import Generation, open_current
from ingest.records import Fact, Source

NAMES = Names()
SENTENCE = "2023年接待 1,204.50 人次。"
OF = disclosure(
    figure("2447.50", code="2010350", item="事业运行", printed="2,447.50", row=9),
    figure("-0.05", item="年末结转", measure="closing-balance", printed="-0.05", row=12),
    figure("350.38", year=2022, kind="derived", form_id="", form="", column="", printed="比上年增加", page=20),
    figure("0.00", item="外交支出", code="202", printed="0.00", row=3),
    figure("12", uom="辆", measure="", item="轿车", form="国有资产表", form_id="assets", row=1, table=9, page=15),
    facts=(Fact("接待人次", "", Decimal("1204.5"), "人次", None, 2023, "", "result",
                Source("决算公开.pdf", SENTENCE, page=21)),
           Fact("趋势", "", None, "", None, 2023, "", "change", Source("决算公开.pdf", "有所增加。", page=21))),
)


@pytest.fixture
def generation(tmp_path: Path) -> Iterator[Generation]:
    with Library(tmp_path / "store") as library:
        library.add(OF)
        library.add(disclosure(figure("7.00", printed="7.00"), name="示例市档案中心", document="档案.txt"))
        library.publish()
    with open_current(tmp_path / "store") as opened:
        yield opened


def test_a_row_holds_what_the_contract_says(generation: Generation) -> None:
    row = next(row for row in figure_rows(generation) if row["code"] == "2010350")
    source = row.pop("source")
    assert source.startswith("https://mingzhang.example/id/disclosure/示例市数据中心/2023/决算/单位/")
    assert row == {
        "disclosure": "https://mingzhang.example/id/disclosure/示例市数据中心/2023/决算/单位",
        "document": "决算公开.pdf", "page": "8", "unit": UNIT, "year": "2023", "scope": "单位", "form": "支出决算表",
        "stage": "决算", "code": "2010350", "item": "事业运行", "column": "本年支出合计", "value": "2447.50",
        "uom": "万元", "amount": "24475000", "printed": "2,447.50", "kind": "table",
        "confidence": "",
    }


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        (("公务接待费", "reception", "change", "减少", "上年"), "公务接待费/较上年减少"),
        (("公务接待费", "reception", "change", "减少", ""), "公务接待费/减少"),
        (("公务接待费", "reception", "share", "", "“三公”经费"), "公务接待费/占“三公”经费"),
        (("公务接待费", "reception", "completion", "", "年初预算"), "公务接待费/完成年初预算"),
        (("公务接待费", "reception-batches", "result", "", ""), "公务接待批次"),
        (("公务接待费", "reception-batches", "target", "", ""), "公务接待批次/目标"),
        (("公务接待费", "reception", "result", "", ""), "公务接待费"),
        (("接待群众来访", "", "result", "", ""), ""),
    ],
)
def test_a_number_in_prose_says_what_it_is(
    fact: tuple[str, str, str, str, str], column: str, tmp_path: Path
) -> None:
    subject, measure, role, direction, base = fact
    told = Fact(subject, measure, Decimal("7"), "万元", Decimal("70000"), 2023, "", role,
                Source("决算公开.pdf", "7万元。", page=2), direction=direction, base=base)
    with Library(tmp_path) as library:
        library.add(disclosure(facts=(told,)))
        library.publish()
    with open_current(tmp_path) as generation:
        assert [row["column"] for row in figure_rows(generation)] == [column]


def test_numbers_of_a_sentence_come_in_its_order(tmp_path: Path) -> None:
    place = Source("决算公开.pdf", "收入9万元，支出8万元，结余1,000元。", page=2)
    told = [Fact(name, "", Decimal(value), "万元", None, 2023, "", "result", place)
            for name, value in (("结余", "1000"), ("支出", "8"), ("收入", "9"))]
    with Library(tmp_path) as library:
        library.add(disclosure(facts=tuple(told)))
        library.publish()
    with open_current(tmp_path) as generation:
        assert [row["item"] for row in figure_rows(generation)] == ["收入", "支出", "结余"]


def test_columns_are_the_contract_in_its_order(generation: Generation) -> None:
    out = io.StringIO(newline="")
    write_csv(figure_rows(generation), out)
    header = out.getvalue().splitlines()[0]
    assert header == ("disclosure,document,page,unit,year,scope,form,stage,code,item,column,value,uom,amount,printed,"
                      "kind,source,confidence")
    assert header.split(",") == list(COLUMNS)


def test_rows_come_by_disclosure_and_in_reading_order(generation: Generation) -> None:
    rows = list(figure_rows(generation))
    disclosures = [row["disclosure"] for row in rows]
    assert disclosures == sorted(disclosures)
    mine = [row["value"] for row in rows if row["unit"] == UNIT]
    assert mine == ["0.00", "2447.50", "-0.05", "12", "350.38", "1204.50"]


def test_money_has_an_amount_and_counts_have_none(generation: Generation) -> None:
    amounts = {row["value"]: row["amount"] for row in figure_rows(generation)}
    assert amounts == {
        "0.00": "0", "2447.50": "24475000", "-0.05": "-500", "12": "", "350.38": "3503800", "1204.50": "",
        "7.00": "70000",
    }


def test_kinds_and_years_are_those_of_the_figure(generation: Generation) -> None:
    kinds = {row["value"]: (row["kind"], row["year"]) for row in figure_rows(generation)}
    assert kinds["350.38"] == ("derived", "2022")
    assert kinds["1204.50"] == ("prose", "2023")
    assert {row["kind"] for row in figure_rows(generation, kind="prose")} == {"prose"}
    assert len(list(figure_rows(generation, unit=NAMES.unit("示例市档案中心").value))) == 1
    assert list(figure_rows(generation, year=1999)) == []


def test_a_disputed_quantity_keeps_each_printed_amount(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(disclosure(figure("236.63", code="210"), figure("236.64", code="210", form_id="summary")))
        library.publish()
    with open_current(tmp_path) as generation:
        assert sorted(row["amount"] for row in figure_rows(generation)) == ["2366300", "2366400"]


def test_a_rounded_figure_keeps_its_own_amount(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        exact, rounded = figure("1234567", uom="元", code="208"), figure("123.46", code="208", form_id="summary")
        library.add(disclosure(exact, rounded))
        library.publish()
    with open_current(tmp_path) as generation:
        assert sorted(row["amount"] for row in figure_rows(generation)) == ["1234567", "1234600"]


@pytest.mark.parametrize(("value", "printed", "shown"), [
    ("25.3", "25.30", "25.30"), ("2447.5", "2,447.50", "2447.50"), ("2447.5", "２，４４７．５０", "2447.50"),
    ("-5.2", "(5.20)", "-5.20"), ("0", "0.00", "0.00"), ("1000", "1000", "1000"), ("98.5", "完成率98.50%", "98.50"),
    ("3", "三项", "3"), ("1000000000000", "1,000,000,000,000.00", "1000000000000.00"),
])
def test_a_value_keeps_its_printed_decimals(value: str, printed: str, shown: str) -> None:
    assert printed_value(Decimal(value), printed) == shown


def test_parquet_holds_the_same_rows_with_types(generation: Generation, tmp_path: Path) -> None:
    assert export(generation, tmp_path / "figures.parquet") == 7
    table = pyarrow.parquet.read_table(tmp_path / "figures.parquet")
    rows = list(figure_rows(generation))
    assert table.column_names == list(COLUMNS)
    assert table["year"].to_pylist() == [int(row["year"]) for row in rows]
    assert table["page"].to_pylist() == [int(row["page"]) if row["page"] else None for row in rows]
    assert table["value"].to_pylist() == [Decimal(row["value"]) for row in rows]
    assert table["amount"].to_pylist() == [Decimal(row["amount"]) if row["amount"] else None for row in rows]
    assert table["printed"].to_pylist() == [row["printed"] for row in rows]


def test_an_empty_store_exports_its_header(tmp_path: Path) -> None:
    with Library(tmp_path / "store") as library:
        library.publish()
    with open_current(tmp_path / "store") as generation:
        assert export(generation, tmp_path / "figures.csv") == 0
        assert export(generation, tmp_path / "figures.parquet") == 0
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(COLUMNS)]
    assert pyarrow.parquet.read_table(tmp_path / "figures.parquet").num_rows == 0


FORMATS = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD}


@pytest.mark.parametrize("suffix", FORMATS)
def test_graph_files_hold_all_but_the_runs(suffix: str, generation: Generation, tmp_path: Path) -> None:
    path = tmp_path / f"graph{suffix}"
    count = export(generation, path)
    back = list(parse(path=str(path), format=FORMATS[suffix]))
    held = [quad for quad in generation.store if quad.graph_name != NAMES.runs_graph]
    assert count == len(back) == len(held)
    assert {quad.triple for quad in back} == {quad.triple for quad in held}
    if suffix != ".ttl":
        assert set(back) == set(held)


def test_the_same_store_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for order in (1, -1):
        with Library(tmp_path / str(order)) as library:
            for year in (2022, 2023)[::order]:
                library.add(realistic(year=year, document=f"{year}.pdf", passages=3))
            library.publish()
        with open_current(tmp_path / str(order)) as generation:
            for suffix in (".csv", ".parquet", *FORMATS):
                export(generation, tmp_path / f"{order}{suffix}")
        written.append([(tmp_path / f"{order}{suffix}").read_bytes() for suffix in (".csv", ".parquet", *FORMATS)])
    assert written[0] == written[1]


def test_an_unknown_suffix_names_those_there_are(generation: Generation, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"figures\.xlsx.*\.csv \.parquet \.ttl"):
        export(generation, tmp_path / "figures.xlsx")


def test_a_failing_export_leaves_the_old_file(generation: Generation, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("old")

    def fail(*_: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr("graph.export.write_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        export(generation, path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["figures.csv"]


def test_rows_are_of_the_current_revision_only(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(OF)
        library.add(replace(disclosure(figure("9.00", printed="9.00"), document="更正.pdf")))
        library.publish()
    with open_current(tmp_path) as generation:
        assert [row["value"] for row in figure_rows(generation, kind="table")] == ["12", "9.00"]


def test_a_recognised_figure_says_how_sure_it_is(tmp_path: Path) -> None:
    printed = figure("5.00", code="2010350")
    recognised = figure("6.00", code="2010399")
    recognised = replace(recognised, source=replace(recognised.source, confidence=0.874))
    with Library(tmp_path / "store") as library:
        library.add(disclosure(printed, recognised))
        library.publish()
    with open_current(tmp_path / "store") as generation:
        told = {row["code"]: row["confidence"] for row in figure_rows(generation)}
        assert told == {"2010350": "", "2010399": "0.874"}
        assert export(generation, tmp_path / "figures.parquet") == 2
    table = pyarrow.parquet.read_table(tmp_path / "figures.parquet")
    assert sorted(table["confidence"].to_pylist(), key=str) == [Decimal("0.8740000000"), None]
