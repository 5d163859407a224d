"""Which names are one body: written out alike, told by people, or not; regions, parents, changes, two years of one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure

from graph.library.library import Library
from graph.naming.identity import Names
from graph.naming.units import UNITS, region_of, written_out
from graph.queries import bound
from graph.store.embedded import sorted_nquads, text_of
from graph.store.generation import open_current
from ingest.records import Disclosure, Passage, Source, Unit
from ontology.regions import by_code, place_of

PAIRS = list(csv.DictReader((Path(__file__).parent / "data" / "unit-names.csv").open(encoding="utf-8")))
FULL, SHORT = "武汉市卫生健康委员会", "武汉市卫健委"
NAMES = Names()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['one']} {pair['other']}")
def test_names_of_one_body_and_of_two(pair: dict[str, str]) -> None:
    assert (written_out(pair["one"]) == written_out(pair["other"])) is (pair["same"] == "yes"), pair["why"]


def test_there_are_thirty_pairs_of_each() -> None:
    for same in ("yes", "no"):
        assert sum(pair["same"] == same for pair in PAIRS) >= 30


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['one']} {pair['other']}")
def test_a_name_written_out_stays_as_it_is(pair: dict[str, str]) -> None:
    for name in (pair["one"], pair["other"]):
        assert written_out(written_out(name)) == written_out(name)


@pytest.mark.parametrize(("name", "code"), [
    ("武汉市蔡甸区公共资源交易中心", "420114"), ("上海市普陀区人民政府万里街道办事处", "310107"),
    ("江苏省政协办公厅", "320000"), ("中国共产党江苏省委员会办公厅", "320000"), ("舟山市普陀区财政局", "330903"),
    ("上海市闸北区财政局", "310108"),
    ("仙桃市财政局", "429004"), ("普陀区财政局", ""), ("示例市图书馆", ""), ("南京图书馆", ""), ("武汉大学", ""),
])
def test_the_division_of_a_body(name: str, code: str) -> None:
    region = region_of(name)
    assert (region.code if region else "") == code


def test_divisions_stand_under_each_other() -> None:
    assert by_code()["420114"].parent == "420100"
    assert by_code()["420100"].parent == "420000"
    assert by_code()["310107"].parent == "310000"
    assert by_code()["420114"].full_name == "武汉市蔡甸区"
    assert place_of("江苏省昆山市财政局")[1] == "财政局"


# ---------------------------------------------------------------- in the store


def year(name: str, number: int, value: str, *, text: str = "") -> Disclosure:
    document = f"{name}{number}.pdf"
    passages = (Passage(text, ("概况",), Source(document, text, page=1)),) if text else ()
    return disclosure(
        figure(value, code="210", year=number), name=name, year=number, document=document, content=f"{name}{number}",
        passages=passages, unit=Unit(name),
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "store") as opened:
        yield opened


def rows(library: Library, query: str) -> list[dict[str, str]]:
    library.publish()
    with open_current(library.store_dir) as generation:
        found = generation.query(query)
        names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
        return [{name: text_of(row[name]) for name in names} for row in found]  # type: ignore[union-attr]


def series(library: Library) -> list[str]:
    return [row["year"] for row in rows(library, bound("series", unit=NAMES.unit(FULL)))]


def test_two_spellings_make_one_unit_with_one_series(library: Library) -> None:
    library.add(year(SHORT, 2022, "5.00"))
    library.add(year(FULL, 2023, "6.00"))
    assert {key.unit for key, _ in library.disclosures()} == {FULL}
    assert series(library) == ["2022", "2023"]
    (link,) = rows(library, bound("unit-links", unit=NAMES.unit(FULL)))
    assert (link["name"], link["method"], link["score"]) == (SHORT, "written-out", "1")


def test_any_order_of_spellings_gives_the_same_graph(tmp_path: Path) -> None:
    graphs = set()
    documents = [year(SHORT, 2022, "5.00"), year(FULL, 2023, "6.00"), year("武汉市卫生健康委员会(本级)", 2021, "4.00")]
    for number, order in enumerate((documents, documents[::-1])):
        with Library(tmp_path / str(number)) as library:
            for each in order:
                library.add(each)
            for _ in range(2):
                library.publish()
                with open_current(library.store_dir) as generation:
                    graphs.add("\n".join(sorted_nquads(generation.store, without=[NAMES.runs_graph])))
                library.rebuild()
    assert len(graphs) == 1


def say(folder: Path, text: str) -> Library:
    """The store opened again after a person said something of names."""
    (folder / UNITS).write_text(text, encoding="utf-8")
    return Library(folder)


def test_people_join_two_name_plates_and_take_it_back(tmp_path: Path) -> None:
    one, other = "武汉市公共资源交易中心", "武汉市政府采购中心"
    with Library(tmp_path) as library:
        library.add(year(one, 2023, "5.00"))
        library.add(year(other, 2022, "4.00"))
        assert len(library.disclosures()) == 2
        before = rows(library, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    with say(tmp_path, f'[[same]]\nunit = "{one}"\nnames = ["{other}"]\nnote = "两块牌子"\n') as library:
        assert {key.unit for key, _ in library.disclosures()} == {one}
        (link,) = rows(library, bound("unit-links", unit=NAMES.unit(one)))
        assert (link["name"], link["method"]) == (other, "reviewed")
    with say(tmp_path, "") as library:
        assert {key.unit for key, _ in library.disclosures()} == {one, other}
        assert rows(library, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g") == before


def test_people_keep_two_names_apart(tmp_path: Path) -> None:
    with say(tmp_path, f'[[apart]]\nnames = ["{SHORT}"]\n') as library:
        library.add(year(SHORT, 2022, "5.00"))
        library.add(year(FULL, 2022, "6.00"))
        assert {key.unit for key, _ in library.disclosures()} == {SHORT, FULL}


def test_a_renamed_body_is_one_unit_and_the_change_an_event(tmp_path: Path) -> None:
    old = "武汉市卫生和计划生育委员会"
    told = f'[[change]]\nkind = "rename"\nold = "{old}"\nnew = "武汉市卫健委"\nyear = 2019\nnote = "机构改革"\n'
    with say(tmp_path, told) as library:
        library.add(year(old, 2018, "4.00"))
        library.add(year(FULL, 2019, "5.00"))
        assert series(library) == ["2018", "2019"]
        (event,) = rows(library, bound("changes-of-organisation"))
        assert (event["kind"], event["year"], event["old"], event["new"]) == (
            "rename", "2019", old, FULL)


def test_merged_bodies_stay_units_of_their_own(tmp_path: Path) -> None:
    told = '[[change]]\nkind = "merger"\nold = ["湖北省文化厅", "湖北省旅游局"]\nnew = "湖北省文旅厅"\nyear = 2018\n'
    with say(tmp_path, told) as library:
        library.add(year("湖北省文化厅", 2017, "4.00"))
        library.add(year("湖北省文化和旅游厅", 2019, "9.00"))
        assert len({key.unit for key, _ in library.disclosures()}) == 2
        found = {(row["old"], row["new"]) for row in rows(library, bound("changes-of-organisation"))}
        assert found == {("湖北省文化厅", "湖北省文化和旅游厅"), ("湖北省旅游局", "湖北省文化和旅游厅")}


@pytest.mark.parametrize("text", [
    '[[same]]\nunit = "甲"\n', '[[othr]]\n', 'x',
    '[[change]]\nkind = "end"\nold = "甲"\nnew = "乙"\nyear = 2019\n',
])
def test_a_file_that_is_not_understood_says_what_it_holds(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"units\.toml.*\[\[same\]\]"):
        say(tmp_path, text)


def test_short_names_in_the_text_are_links_with_their_score(library: Library) -> None:
    name = "武汉市蔡甸区公共资源交易中心"
    library.add(year(name, 2023, "5.00", text="我中心为区公共资源交易中心，即武汉市蔡甸区公共资源交易中心。"))
    links = rows(library, bound("unit-links", unit=NAMES.unit(name)))
    found = {row["name"]: (row["method"], row["score"]) for row in links}
    assert found == {"我中心": ("short", "0.21"), "区公共资源交易中心": ("short", "0.64")}


def test_units_stand_in_their_division_and_the_divisions_above(library: Library) -> None:
    library.add(year("武汉市蔡甸区公共资源交易中心", 2023, "5.00"))
    library.add(year("武汉市公共资源交易中心", 2023, "5.00"))
    inside = {row["unit"] for row in rows(library, bound("units-of-a-division", division=NAMES.region("420100")))}
    assert inside == {"武汉市蔡甸区公共资源交易中心", "武汉市公共资源交易中心"}
    library.remove(NAMES.disclosure(library.disclosures()[0][0]).value)
    library.remove(NAMES.disclosure(library.disclosures()[0][0]).value)
    assert rows(library, "SELECT ?s WHERE { ?s a <https://mingzhang.example/ontology#Region> }") == []


def test_a_department_and_its_own_unit_of_the_same_name_stay_apart(library: Library) -> None:
    own = year(FULL, 2023, "5.00")
    library.add(own)
    whole = replace(year(f"{FULL}（部门）", 2023, "8.00"), key=replace(own.key, scope="部门"))
    library.add(whole)
    amounts = {(row["scope"], row["amount"]) for row in rows(library, bound("series", unit=NAMES.unit(FULL)))}
    assert amounts == {("单位", "50000"), ("部门", "80000")}
