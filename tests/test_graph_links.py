"""Where statements of one quantity meet, and what the observation then says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from disclosure_builders import UNIT, disclosure, figure, realistic
from pyoxigraph import NamedNode, Quad

from graph.describe.disclosure import describe
from graph.describe.links import describe_links
from graph.naming.identity import Names
from graph.naming.vocabulary import ALT_LABEL, LABEL, OBSERVATION, TYPE, vocabulary
from ingest.records import Disclosure, Project, Source, Unit

MZ = vocabulary()
NAMES = Names()


def observations(*disclosures: Disclosure) -> list[dict[str, str]]:
    """Each observation's own properties by local name, without its slice."""
    quads = describe_links(disclosures)
    found: dict[NamedNode, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate == TYPE and quad.object == OBSERVATION:
            found[quad.subject] = {}
    for quad in quads:
        if quad.subject in found and quad.predicate not in (TYPE, MZ.slice):
            found[quad.subject][quad.predicate.value.rpartition("#")[2]] = quad.object.value
    return list(found.values())


def about(quads: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(quad.object.value for quad in quads if quad.subject == subject and quad.predicate == predicate)


def test_statements_that_agree_meet_in_one_observation_with_the_amount() -> None:
    of = disclosure(
        figure("310.38", code="201"),
        figure("310.38", item="一般公共服务支出", form_id="revenue-expenditure-summary", form="收入支出决算总表",
               column="支出/金额", scheme="functional", dim_item="201", level="class"),
    )
    (observation,) = observations(of)
    assert observation == {
        "item": "https://mingzhang.example/id/functional/2019/201", "level": "class", "amount": "3103800",
    }


def test_statements_that_differ_dispute_and_there_is_no_single_amount() -> None:
    of = disclosure(figure("236.63", code="210"), figure("236.64", code="210", form_id="summary"))
    (observation,) = observations(of)
    assert observation["disputed"] == "true"
    assert "amount" not in observation


@pytest.mark.parametrize(("coarse", "agree"), [("123.46", True), ("123.45", False), ("123.5", True), ("124", False)])
def test_a_coarser_figure_agrees_when_it_is_the_finer_one_rounded(coarse: str, agree: bool) -> None:
    of = disclosure(figure("1234567", uom="元", code="208"), figure(coarse, code="208", form_id="summary"))
    (observation,) = observations(of)
    assert observation.get("amount") == ("1234567" if agree else None)
    assert ("disputed" in observation) is not agree


def test_a_derived_figure_never_disputes_a_published_one() -> None:
    published = disclosure(figure("373.97", year=2022), year=2022, document="2022.pdf")
    later = disclosure(figure("350.38", year=2022, kind="derived", form_id=""), figure("400"), year=2023)
    (of_2022,) = [each for each in observations(published, later) if each["amount"] == "3739700"]
    assert "disputed" not in of_2022
    assert "derivedAmount" not in of_2022


def test_a_derived_amount_stands_apart_where_nothing_is_published() -> None:
    (observation,) = observations(disclosure(figure("350.38", year=2022, kind="derived", form_id="")))
    assert observation["derivedAmount"] == "3503800"
    assert "amount" not in observation


def test_derived_figures_that_differ_leave_no_amount_and_no_dispute() -> None:
    of = disclosure(*(figure(value, year=2022, kind="derived", form_id="") for value in ("350.38", "350.40")))
    (observation,) = observations(of)
    assert observation.keys() == {"item", "level"}


def test_published_statements_of_two_disclosures_meet() -> None:
    budget = disclosure(figure("500", stage="年初预算", year=2023), kind="预算", document="预算.pdf")
    final = disclosure(figure("500", stage="年初预算", year=2023, form_id="three-public"))
    assert len(observations(budget, final)) == 1
    other = replace(final, figures=(replace(final.figures[0], value=Decimal(510), amount=Decimal(5100000)),))
    assert observations(budget, other)[0]["disputed"] == "true"


def test_a_department_and_its_own_entity_do_not_meet() -> None:
    found = observations(disclosure(figure("5"), scope="部门"), disclosure(figure("3"), document="单位.pdf"))
    assert sorted(each["amount"] for each in found) == ["30000", "50000"]


@pytest.mark.parametrize("value", ["530.00", "18.00"])
def test_rows_of_one_table_with_the_same_label_are_not_one_quantity(value: str) -> None:
    """政府采购预算表 lists 会议费 under several heads: the label does not say which, so nothing is linked."""
    rows = [figure(amount, item="会议费", scheme="label", dim_item="会议费", level="", form_id="procurement",
                   measure="procurement", row=row) for row, amount in enumerate(("18.00", value))]
    of = disclosure(*rows)
    assert observations(of) == []
    quads = describe(of)
    statements = [quad.subject for quad in quads if quad.predicate == TYPE and quad.object == MZ.Statement]
    assert {amount for node in statements for amount in about(quads, node, MZ.amount)} == {
        "180000", f"{Decimal(value) * 10000:.0f}"
    }


def test_a_total_printed_again_on_the_next_page_is_one_quantity() -> None:
    (observation,) = observations(disclosure(figure("9.50", page=8), figure("9.50", page=9)))
    assert observation["amount"] == "95000"


def test_a_figure_that_is_not_understood_has_no_observation() -> None:
    assert observations(disclosure(figure("9", measure=""))) == []
    assert observations(disclosure(figure("9", scheme="label", item="其中", level="", dim_item=""))) == []


def test_counts_are_quantities_not_amounts() -> None:
    (observation,) = observations(disclosure(figure("12", uom="辆", measure="vehicles")))
    assert observation["quantity"] == "12"
    assert "amount" not in observation


def test_years_of_a_unit_are_joined_by_series() -> None:
    years = [realistic(year=year, document=f"{year}.pdf") for year in (2022, 2023)]
    quads = describe_links(years)
    slices = [quad.subject for quad in quads if quad.predicate == TYPE and quad.object == MZ.Slice]
    by_series: dict[str, set[str]] = {}
    for node in slices:
        by_series.setdefault(about(quads, node, MZ.series)[0], set()).update(about(quads, node, MZ.year))
    assert len(by_series) * 2 == len(slices)
    assert set(map(frozenset, by_series.values())) == {frozenset({"2022", "2023"})}


def test_links_do_not_depend_on_the_order_of_disclosures() -> None:
    years = [realistic(year=year, document=f"{year}.pdf") for year in (2021, 2022, 2023)]
    assert describe_links(years) == describe_links(years[::-1])


def test_a_unit_is_one_node_with_what_its_latest_disclosure_says() -> None:
    early = disclosure(figure("1", year=2021), year=2021, document="2021.pdf",
                       unit=Unit(UNIT, ("数据中心",), "示例市", "示例市人民政府", "旧职责", 10))
    late = disclosure(figure("1"), unit=Unit(UNIT, ("市数据中心", UNIT), "", "", "新职责", 12))
    quads = describe_links([late, early])
    unit = NAMES.unit(UNIT)
    assert about(quads, unit, LABEL) == [UNIT]
    assert about(quads, unit, NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")) == ["市数据中心", "数据中心"]
    assert about(quads, unit, MZ.duties) == ["新职责"]
    assert about(quads, unit, MZ.staff) == ["12"]
    assert about(quads, unit, MZ.region) == ["示例市"]


def test_links_are_made_for_one_unit_at_a_time() -> None:
    with pytest.raises(ValueError, match="one unit at a time"):
        describe_links([disclosure(figure("1")), disclosure(figure("1"), name="另一单位")])


def test_two_spellings_of_a_project_meet_in_one_node() -> None:
    at = Source("决算公开.pdf", "x", page=1, table=1, row=1, column=1)
    said = replace(at, table=None, line=7)
    of = disclosure(
        projects=(
            Project("政府采购工作经费", Decimal("265.00"), Decimal("88.24"), "33.30%", "万元", at),
            Project("政府集中采购工作经费", Decimal("265"), Decimal("88.24"), "33.30%", "万元", said),
        )
    )
    quads, node = describe(of), NAMES.project(UNIT, "政府采购工作经费")
    assert {quad.object for quad in quads if quad.predicate == MZ.project} == {node}
    assert about(quads, node, LABEL) == ["政府采购工作经费"]
    assert about(quads, node, ALT_LABEL) == ["政府集中采购工作经费"]
    (link,) = [quad.subject for quad in quads if quad.object == MZ.Link]
    assert isinstance(link, NamedNode)
    assert [about(quads, link, term) for term in (MZ.method, MZ.linkScore)] == [["name+money"], ["0.8"]]
