"""The graph of real disclosures: size, places, sums."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from graph.describe.disclosure import describe
from graph.describe.structure import violations
from graph.export import figure_rows
from graph.findings import findings
from graph.findings.describe import describe_findings, findings_graph
from graph.findings.held import held_findings
from graph.library.library import Library
from graph.naming.identity import Names, parse_place
from graph.naming.vocabulary import vocabulary
from graph.queries import bound
from graph.store.generation import Generation, open_current
from ingest.disclosure import read_disclosure
from ingest.records import Disclosure

pytestmark = pytest.mark.real
FOLDER = os.environ.get("MINGZHANG_DISCLOSURES", "")
FILES = (
    "wuhan-ggzyjyzx-2021-juesuan.txt", "wuhan-caidian-ggzyjyzx-2023-juesuan.txt",
    "sh-putuo-ghzyj-2024-juesuan-dept.pdf", "js-zhengxie-2017-yusuan-tables.pdf",
    "js-zhengxie-2017-yusuan.pdf", "sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf",
)
if not FOLDER:
    pytest.skip("MINGZHANG_DISCLOSURES names no folder of real disclosures", allow_module_level=True)
MZ = vocabulary()


@pytest.fixture(scope="module")
def read() -> dict[str, Disclosure]:
    return {name: read_disclosure([Path(FOLDER) / name]) for name in FILES}


@pytest.fixture(scope="module")
def generation(read: dict[str, Disclosure], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    folder = tmp_path_factory.mktemp("store")
    with Library(folder) as library:
        for of in read.values():
            library.add(of)
        library.publish()
    with open_current(folder) as opened:
        yield opened


def test_at_most_twenty_triples_a_printed_number(read: dict[str, Disclosure]) -> None:
    for name, of in read.items():
        numbers = len(of.figures) + sum(fact.value is not None for fact in of.facts)
        told = describe_findings(findings(of), findings_graph(of.key))
        assert (len(describe(of)) + len(told)) / numbers <= 20, name


def test_every_description_conforms(read: dict[str, Disclosure]) -> None:
    assert [(name, violations(describe(of))[:3]) for name, of in read.items() if violations(describe(of))] == []


def test_every_exported_number_reaches_its_file_and_place_in_two_steps(generation: Generation) -> None:
    rows = list(figure_rows(generation))
    assert len(rows) > 1000
    for row in rows:
        (place,) = generation.store.quads_for_pattern(NamedNode(row["source"]), MZ.place, None, None)
        assert isinstance(place.object, NamedNode)
        (file,) = generation.store.quads_for_pattern(place.object, MZ.document, None, None)
        assert isinstance(file.object, NamedNode)
        found = parse_place(place.object.value)
        assert found.file == file.object.value
        assert found.page or found.line
        (name,) = generation.store.quads_for_pattern(file.object, MZ.fileName, None, None)
        assert name.object.value == row["document"]


@pytest.mark.parametrize(("unit", "columns", "off"), [
    ("武汉市公共资源交易中心", 8, "0"), ("武汉市蔡甸区公共资源交易中心", 8, "0"),
    ("上海市普陀区规划和自然资源局", 8, "0.01"),  # its classes add up to 9746.49 where 9746.50 is printed
])
def test_classes_add_up_to_the_printed_total(unit: str, columns: int, off: str, generation: Generation) -> None:
    found = generation.query(bound("sum-of-classes"))
    assert isinstance(found, QuerySolutions)
    rows = [row for row in found if f"/{unit}/" in row["revision"].value]
    assert len(rows) >= columns
    assert max(abs(Decimal(row["sum"].value) - Decimal(row["total"].value)) for row in rows) == Decimal(off)


@pytest.mark.parametrize(("files", "unit", "years"), [
    (("sh-putuo-wanli-jiedao-2023-yusuan-dept.pdf", "sh-putuo-wanli-jiedao-2024-yusuan-dept.pdf"),
     "上海市普陀区人民政府万里街道办事处", {2022, 2023, 2024}),
    (("js-zhengxie-2017-yusuan-tables.pdf", "js-zhengxie-2018-yusuan-tables.pdf"), "江苏省政协办公厅", {2017, 2018}),
])
def test_two_years_make_one_unit_with_series_over_both(
    files: tuple[str, str], unit: str, years: set[int], tmp_path: Path
) -> None:
    with Library(tmp_path) as library:
        for name in files:
            library.add(read_disclosure([Path(FOLDER) / name]))
        assert {key.unit for key, _ in library.disclosures()} == {unit}
        library.publish()
    with open_current(tmp_path) as opened:
        found = opened.query(bound("series", unit=Names().unit(unit), level="total"))
        assert isinstance(found, QuerySolutions)
        by_series: dict[str, set[int]] = {}
        for row in found:
            by_series.setdefault(row["series"].value, set()).add(int(row["year"].value))
    joined = [found for found in by_series.values() if max(years) in found and max(years) - 1 in found]
    assert len(joined) >= 5
    assert set().union(*by_series.values()) <= years


def test_tables_and_prose_in_two_files_make_one_disclosure(read: dict[str, Disclosure], tmp_path: Path) -> None:
    tables, prose = (read[name] for name in ("js-zhengxie-2017-yusuan-tables.pdf", "js-zhengxie-2017-yusuan.pdf"))
    with Library(tmp_path) as library:
        library.add(tables)
        outcome = library.add(prose)
        current = library.current(tables.key)
    assert outcome.status == "joined"
    assert current is not None
    assert len(current.files) == 2
    assert len(current.figures) == len(tables.figures) + len(prose.figures)


def test_findings_are_told_back_from_the_graph(read: dict[str, Disclosure], generation: Generation) -> None:
    found = {each.id: each for of in read.values() for each in findings(of)}
    told = {each.id: each for each in held_findings(generation)}
    both = found.keys() & told.keys()  # a disclosure of two files is checked as a whole
    assert len(both) > 50
    assert [name for name in both if found[name] != told[name]] == []
