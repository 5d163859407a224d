"""The project's own queries: headers, safe binding, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from disclosure_builders import UNIT, disclosure, everything, figure, realistic
from pyoxigraph import NamedNode, QuerySolutions

from graph.library.library import Library
from graph.naming.identity import Names
from graph.queries import FOLDER, bound, queries, query
from graph.store.generation import Generation, open_current

NAMES = Names()
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    folder: Path = tmp_path_factory.mktemp("store")
    with Library(folder) as library:
        library.add(replace(everything(), sample=False))
        library.add(realistic(year=2022, document="2022.pdf", factor="0.9"))
        library.add(realistic("示例市档案中心", document="档案.pdf", factor="2", facts=3))
        library.publish()
    with open_current(folder) as opened:
        yield opened


def run(generation: Generation, name: str, **values: object) -> Rows:
    found = generation.query(bound(name, generation.base, **values))  # type: ignore[arg-type]
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]  # type: ignore[union-attr]


def revision(generation: Generation, unit: str = UNIT, year: int = 2023) -> str:
    return run(generation, "disclosures", unit=NAMES.unit(unit), year=year)[0]["revision"]


@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.rq"))])
def test_every_query_states_its_question_and_runs_as_it_stands(name: str, generation: Generation) -> None:
    of = query(name)
    assert of.question
    assert of.question_en
    generation.query(of.text)
    stated = {parameter.name for parameter in of.parameters}
    in_body = {line.split("?")[1].split(" ")[0] for line in of.text.splitlines() if "{ UNDEF }" in line}
    counts = {p.name for p in of.parameters if p.type == "count"}
    assert in_body == stated - counts
    assert all(f"{count.upper()} " in of.text for count in counts)


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_parameter_of_every_query_can_be_bound(name: str, generation: Generation) -> None:
    examples = {"iri": NAMES.unit(UNIT), "string": "决算", "integer": 2023, "decimal": Decimal("1.5"), "count": 7}
    text = query(name).bind(**{parameter.name: examples[parameter.type] for parameter in query(name).parameters})
    assert "UNDEF" not in text
    assert "# if " not in text
    list(generation.query(text))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(queries()))
def test_queries_are_written_so_that_the_engine_need_not_read_the_whole_store(name: str) -> None:
    """Measured on a million quads: each of these turns milliseconds into seconds."""
    body = query(name).text.partition("WHERE {")[2]
    assert not re.search(r"GRAPH [?]\w+ \{[^{}]*OPTIONAL", body), "OPTIONAL within GRAPH reads the whole store"
    lines = [line.strip() for line in body.splitlines()]
    optional = next((n for n, line in enumerate(lines) if line.startswith("OPTIONAL")), len(lines))
    assert [line for line in lines[optional:] if line.startswith("?")] == [], "required patterns come before OPTIONAL"
    bind = next((n for n, line in enumerate(lines) if line.startswith("BIND")), len(lines))
    assert [line for line in lines[bind:] if line.startswith(("?", "OPTIONAL"))] == [], "BIND comes last"


@pytest.mark.parametrize("attack", [
    '决算" } } # ', "决算\" . ?s ?p ?o . FILTER(\"a\"=\"a", "a\\", "a\nb", "\\u0022 } #", "'''", '"""',
])
def test_a_value_can_never_become_query_text(attack: str, generation: Generation) -> None:
    assert run(generation, "series", unit=NAMES.unit(UNIT), scope=attack) == []
    text = bound("series", unit=NAMES.unit(UNIT), scope=attack)
    assert text.count("\n") == bound("series", unit=NAMES.unit(UNIT), scope="部门").count("\n")


@pytest.mark.parametrize(("name", "values", "message"), [
    ("series", {"unit": "no iri> }"}, "unit: 'no iri> }' is no iri"),
    ("series", {}, "needs a value for unit"),
    ("series", {"unit": "x:u", "colour": "red"}, "has no parameter colour"),
    ("top", {"year": "2023.5"}, "year: '2023.5' is no integer"),
    ("units", {"limit": "10; DROP"}, "must be a whole number"),
    ("units", {"limit": -1}, "must be a whole number"),
])
def test_a_wrong_value_is_named(name: str, values: dict[str, object], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as error:
        bound(name, **values)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_several_values_mean_any_of_them_and_none_of_them_nothing(generation: Generation) -> None:
    units = [NAMES.unit(UNIT), NAMES.unit("示例市档案中心")]
    assert {row["name"] for row in run(generation, "units", unit=units)} == {UNIT, "示例市档案中心"}
    assert run(generation, "units", unit=[]) == []
    assert len(run(generation, "units", limit=1)) == 1


def test_an_unknown_query_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="sum-of-classes"):
        query("sums")


def test_queries_move_with_the_base() -> None:
    assert "mingzhang.example" not in bound("units", "https://data.example.org/")


def test_lookup_gives_the_amount_and_where_it_is_printed(generation: Generation) -> None:
    found = run(
        generation, "lookup", unit=NAMES.unit(UNIT), year=2023, stage=NAMES.stage("决算"), fund=NAMES.fund("all"),
        measure=NAMES.measure("expenditure"), nature=NAMES.nature("basic"),
        item=NAMES.item("functional", "2080505", 2023),
    )
    assert [(row["amount"], row["form"], row["row"], row["column"], row["printed"]) for row in found] == [
        ("253000", "支出决算表", "机关事业单位基本养老保险缴费支出", "基本支出", "25.30")
    ]


def test_evidence_leads_to_the_file(generation: Generation) -> None:
    (of_2022,) = run(generation, "disclosures", unit=NAMES.unit(UNIT), year=2022)
    statement = run(generation, "figures", revision=of_2022["revision"])[0]["statement"]
    (row,) = run(generation, "evidence", statement=statement)
    assert (row["document"], row["revision"]) == ("2022.pdf", of_2022["revision"])
    assert row["place"].startswith(row["file"] + "#page=")


def test_the_sum_of_classes_equals_the_printed_total_of_every_form_and_column(generation: Generation) -> None:
    found = run(generation, "sum-of-classes", revision=revision(generation))
    assert {(row["form"], row["column"]) for row in found} == {
        ("收入支出决算总表", "支出/金额"),
        ("收入决算表", "本年收入合计"), ("收入决算表", "财政拨款收入"),
        ("支出决算表", "本年支出合计"), ("支出决算表", "基本支出"), ("支出决算表", "项目支出"),
        ("财政拨款收入支出决算总表", "支出/决算数/合计"),
        ("财政拨款收入支出决算总表", "支出/决算数/一般公共预算财政拨款"),
        ("一般公共预算财政拨款支出决算表", "本年支出/小计"), ("一般公共预算财政拨款支出决算表", "本年支出/基本支出"),
        ("一般公共预算财政拨款支出决算表", "本年支出/项目支出"),
        ("一般公共预算财政拨款基本支出决算明细表", "决算数"),
    }
    assert [row for row in found if Decimal(row["sum"]) != Decimal(row["total"])] == []


def test_a_sum_that_is_off_is_seen(tmp_path: Path) -> None:
    of = realistic(passages=1)
    wrong = ("expenditure", "208", "基本支出")
    spoilt = [replace(f, value=f.value + 1) if (f.form_id, f.code, f.column) == wrong else f for f in of.figures]
    with Library(tmp_path) as library:
        library.add(replace(of, figures=tuple(spoilt)))
        library.publish()
    with open_current(tmp_path) as generation:
        off = [row for row in run(generation, "sum-of-classes") if row["sum"] != row["total"]]
    assert [(row["form"], row["column"], row["sum"], row["total"]) for row in off] == [
        ("支出决算表", "基本支出", "230.97", "229.97")
    ]


def test_year_on_year_goes_through_the_series(generation: Generation) -> None:
    found = run(generation, "year-on-year", year=2023, unit=NAMES.unit(UNIT), measure=NAMES.measure("expenditure"),
                item=NAMES.item("label", "合计", 2023), stage=NAMES.stage("决算"))
    total = [row for row in found if row["amount"] == "3739700"]
    assert {(row["before"], row["change"], row["rate"]) for row in total} == {("3365600", "374100", "11.12")}


def test_year_on_year_crosses_an_edition_of_the_classification(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for year, value in ((2018, "80"), (2019, "100")):
            library.add(disclosure(figure(value, code="201", year=year), year=year, document=f"{year}.pdf"))
        library.publish()
    with open_current(tmp_path) as generation:
        (row,) = run(generation, "year-on-year", year=2019)
    assert (row["before"], row["amount"], row["rate"]) == ("800000", "1000000", "25")


def test_a_rate_against_nothing_is_not_computed(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for year, value in ((2022, "0.00"), (2023, "5")):
            library.add(disclosure(figure(value, year=year), year=year, document=f"{year}.pdf"))
        library.publish()
    with open_current(tmp_path) as generation:
        (row,) = run(generation, "year-on-year", year=2023)
    assert row["change"] == "50000"
    assert "rate" not in row


def test_the_largest_come_first_and_derived_amounts_do_not_count(generation: Generation) -> None:
    values = {
        "measure": NAMES.measure("expenditure"), "stage": NAMES.stage("决算"), "scope": "单位",
        "fund": NAMES.fund("all"), "nature": NAMES.nature("total"), "item": NAMES.item("label", "合计", 2023),
    }
    assert [(row["name"], row["amount"]) for row in run(generation, "top", year=2023, **values)] == [
        ("示例市档案中心", "7479400"), (UNIT, "3739700"),
    ]
    assert [row["amount"] for row in run(generation, "top", year=2022, **values)] == ["3365600"]
    assert run(generation, "top", year=2021, **values) == []


def test_series_of_a_unit_run_over_its_years(generation: Generation) -> None:
    found = run(generation, "series", unit=NAMES.unit(UNIT), measure=NAMES.measure("expenditure"), level="total",
                fund=NAMES.fund("general"), nature=NAMES.nature("project"))
    assert [(row["year"], row["amount"]) for row in found] == [("2022", "1296000"), ("2023", "1440000")]


def test_passages_come_with_section_and_document(generation: Generation) -> None:
    found = run(generation, "passages", unit=NAMES.unit("示例市档案中心"))
    assert len(found) == 110
    assert {row["document"] for row in found} == {"档案.pdf"}
    assert found[0]["section"].startswith("第三部分/部门决算情况说明/")


def test_projects_and_indicators_of_a_unit(generation: Generation) -> None:
    found = run(generation, "projects", unit=NAMES.unit("示例市档案中心"))
    assert [(row["name"], row["budget"], row["executed"]) for row in found if "budget" in row] == [
        ("平台运行维护费", "100", "98.5")
    ]
    assert len([row for row in found if row["kind"].endswith("#Indicator")]) == 6


def test_units_are_listed_with_their_years(generation: Generation) -> None:
    (row,) = run(generation, "units", unit=NAMES.unit(UNIT))
    assert (row["name"], row["disclosures"], row["first"], row["last"]) == (UNIT, "2", "2022", "2023")
    assert NamedNode(row["parent"]) == NAMES.unit("示例市人民政府")
