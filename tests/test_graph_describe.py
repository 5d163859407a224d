"""A disclosure as quads: places, statements, and how much of it there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from disclosure_builders import disclosure, everything, figure, realistic, sha
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.describe.disclosure import describe, describe_disclosure
from graph.describe.structure import violations
from graph.naming.identity import Names, parse_place, place_fragment
from graph.naming.vocabulary import TYPE, vocabulary
from ingest.records import BlankRow, Fact, LedgerEntry, Source

MZ = vocabulary()
NAMES = Names()


def values(quads: list[Quad], subject: object, predicate: NamedNode) -> list[str]:
    return sorted(q.object.value for q in quads if q.subject == subject and q.predicate == predicate)


def subjects(quads: list[Quad], kind: NamedNode) -> list[NamedNode]:
    return [quad.subject for quad in quads if quad.predicate == TYPE and quad.object == kind]


def test_every_statement_reaches_place_and_file_in_two_steps() -> None:
    of = everything()
    quads = describe(of)
    file = NAMES.file(of.files[0].sha256)
    statements = [*subjects(quads, MZ.Statement), *subjects(quads, MZ.Fact), *subjects(quads, MZ.BlankRow)]
    assert len(statements) == len(of.figures) + len(of.facts) + len(of.blanks)
    for statement in statements:
        (place,) = values(quads, statement, MZ.place)
        assert values(quads, NamedNode(place), MZ.document) == [file.value]
        assert place.startswith(file.value + "#page=")


def test_a_statement_holds_what_is_printed() -> None:
    of = disclosure(figure("2447.50", code="2010350", item="事业运行", printed="2,447.50"))
    quads = describe(of)
    (statement,) = subjects(quads, MZ.Statement)
    assert values(quads, statement, MZ.printed) == ["2,447.50"]
    assert values(quads, statement, MZ.value) == ["2447.5"]
    assert values(quads, statement, MZ.code) == ["2010350"]
    assert values(quads, statement, MZ.itemLabel) == ["事业运行"]
    assert values(quads, statement, MZ.amount) == []  # the observation has it
    (part,) = values(quads, statement, MZ.part)
    assert values(quads, NamedNode(part), MZ.formTitle) == ["支出决算表"]
    assert values(quads, NamedNode(part), MZ.uom) == ["万元"]
    assert values(quads, NamedNode(part), MZ.scale) == ["10000"]


def test_an_amount_that_is_not_value_times_scale_is_kept_on_the_statement() -> None:
    of = disclosure(replace(figure("83.92", uom="元"), amount=Decimal("839200")))
    quads = describe(of)
    assert values(quads, subjects(quads, MZ.Statement)[0], MZ.amount) == ["839200"]


def test_the_place_says_page_table_row_column_and_box() -> None:
    source = Source("a.pdf", "1.42", page=8, table=3, row=5, column=2, box=(71.25, 100.5, 111.25, 112.5))
    fragment = place_fragment(source)
    assert fragment == "page=8&table=3&row=5&column=2&xywh=71.2,100.5,40,12"
    place = parse_place("https://mingzhang.example/id/document/abc#" + fragment)
    assert (place.page, place.table, place.row, place.column, place.line) == (8, 3, 5, 2, None)
    assert place.box == (71.2, 100.5, 40.0, 12.0)
    assert place.file == "https://mingzhang.example/id/document/abc"


def test_at_most_twenty_triples_a_figure() -> None:
    """Everything of the disclosure counted: places, observations, slices, passages, files, projects."""
    of = realistic()
    assert 150 <= len(of.figures) <= 180
    assert len({each.form_id for each in of.figures}) >= 7
    assert len(describe(of)) / len(of.figures) <= 20
    prose = realistic(facts=80)
    assert len(describe(prose)) / (len(prose.figures) + len(prose.facts)) <= 18


def test_no_blank_nodes_and_no_triple_twice() -> None:
    quads = describe(everything())
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    triples = [quad.triple for quad in quads]
    assert len(set(triples)) == len(triples)


def test_the_same_record_gives_the_same_quads_and_they_conform() -> None:
    assert describe(everything()) == describe(everything())
    assert violations(describe(everything())) == []


def test_what_is_written_is_what_is_read_back() -> None:
    """The store normalises numbers; what describe writes must be normal already, or a second write would differ."""
    quads = describe(everything())
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)
    text = serialize(quads, format=RdfFormat.N_QUADS)
    assert text is not None
    assert set(parse(text, format=RdfFormat.N_QUADS)) == set(quads)


def test_statement_names_do_not_change_when_a_reader_finds_a_better_place() -> None:
    one, other = figure("5.26", code="2080502"), figure("5.26", code="2080502", row=9, page=12, table=7)
    assert subjects(describe(disclosure(one)), MZ.Statement) == subjects(describe(disclosure(other)), MZ.Statement)


def test_two_figures_alike_in_row_and_column_are_two_statements() -> None:
    twice = disclosure(figure("1", code="208", row=4), figure("2", code="208", row=5))
    assert len(set(subjects(describe(twice), MZ.Statement))) == 2


def test_a_sample_is_marked() -> None:
    revision = subjects(describe(disclosure(figure("1"), sample=True)), MZ.Revision)[0]
    assert values(describe(disclosure(figure("1"), sample=True)), revision, MZ.sample) == ["true"]
    assert values(describe(disclosure(figure("1"))), revision, MZ.sample) == []


def test_blank_absent_and_declared_without_data_are_told_apart() -> None:
    at = Source("决算公开.pdf", "", page=9, table=4, row=7, column=3)
    of = disclosure(
        figure("0.00", code="208", printed="0.00"),
        blanks=(
            BlankRow("支出决算表", "expenditure", "决算", 2023, "210", "卫生健康支出", ("基本支出", "项目支出"), at),
        ),
        ledger=(
            LedgerEntry("blank-table", "政府性基金表没有数字", form="fund", blank=12),
            LedgerEntry("no-data", "国有资本表注明无数据", form="capital"),
            LedgerEntry("missing", "没有三公经费表", form="three-public"),
        ),
    )
    quads = describe(of)
    (zero,) = subjects(quads, MZ.Statement)
    assert values(quads, zero, MZ.value) == ["0"]
    (blank,) = subjects(quads, MZ.BlankRow)
    assert values(quads, blank, MZ.column) == ["基本支出", "项目支出"]
    assert values(quads, blank, MZ.value) == []
    (revision,) = subjects(quads, MZ.Revision)
    assert values(quads, revision, MZ.blankTable) == ["政府性基金表没有数字"]
    assert values(quads, revision, MZ.noData) == ["国有资本表注明无数据"]
    assert values(quads, revision, MZ.missingForm) == ["没有三公经费表"]
    assert values(quads, revision, MZ.cellsBlank) == ["12"]


def test_facts_of_one_subject_stay_apart_by_role_and_order() -> None:
    at = Source("决算公开.pdf", "受理65项，目标60项，又受理8项。", page=20)
    facts = tuple(
        Fact("受理项目", "", Decimal(value), "项", None, 2023, "", role, at)
        for value, role in (("65", "result"), ("60", "target"), ("8", "result"))
    )
    quads = describe(disclosure(facts=facts))
    found = {tuple(values(quads, node, MZ.value) + values(quads, node, MZ.role)) for node in subjects(quads, MZ.Fact)}
    assert found == {("65", "result"), ("60", "target"), ("8", "result")}


def test_a_source_of_no_file_is_an_error_that_names_it() -> None:
    stray = replace(disclosure(figure("1")), figures=(figure("1", document="别的.pdf"),))
    with pytest.raises(ValueError, match=r"'别的\.pdf', which is not one of the disclosure's files \(决算公开\.pdf\)"):
        describe(stray)


def test_files_are_distributions_with_checksum_and_media_type() -> None:
    quads = describe_disclosure(disclosure(figure("1")))
    (file,) = subjects(quads, MZ.File)
    assert values(quads, file, MZ.sha256) == [sha("决算公开.pdf")]
    assert values(quads, file, NamedNode("http://www.w3.org/ns/dcat#mediaType")) == [
        "https://www.iana.org/assignments/media-types/application/pdf"
    ]


def test_everything_stands_under_the_base() -> None:
    base = "https://data.example.org/budget/"
    own = [
        term.value for quad in describe(everything(), base) for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and "mingzhang.example" in term.value
    ]
    assert own == []
    with pytest.raises(ValueError, match="must be http"):
        Names("data.example.org")


@pytest.mark.parametrize(("name", "segment"), [
    ("武汉市公共资源交易中心（武汉市政府采购中心）", "武汉市公共资源交易中心（武汉市政府采购中心）"),
    (" 武汉市公共资源 交易中心(武汉市政府采购中心) ", "武汉市公共资源交易中心（武汉市政府采购中心）"),
    ("示例市A/B中心#1", "示例市A%2FB中心%231"),
    ("示例市“一办”<x>", "示例市“一办”%3Cx%3E"),
])
def test_unit_names_make_iris(name: str, segment: str) -> None:
    assert NAMES.unit(name).value == "https://mingzhang.example/id/unit/" + segment


def test_each_triple_stands_in_one_graph_only() -> None:
    graphs: dict[object, set[str]] = defaultdict(set)
    for quad in describe(everything()):
        graphs[quad.triple].add(quad.graph_name.value)
    assert all(len(found) == 1 for found in graphs.values())


def test_a_projects_sources_of_funds_and_remarks_and_an_indicators_points_are_told() -> None:
    built = everything()
    scored = replace(built.indicators[0], weight="10", score="9.5")
    quads = describe_disclosure(replace(built, indicators=(scored,)))
    told = {(q.predicate.value.rpartition("#")[2], getattr(q.object, "value", "")) for q in quads}
    assert {("fundValue", "财政拨款=80.00"), ("remark", "实施单位：示例中心")} <= told
    assert {("weight", "10"), ("score", "9.5")} <= told
