# ruff: noqa: E501 - sentences of documents are kept whole
"""The engine of findings: ids, order, rounding told once, evidence; reviews, SHACL results, SARIF and HTML."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from findings_builders import FILE, GENERAL, cell, prose
from pyoxigraph import NamedNode, Store

from graph.findings import Finding, Review, findings, findings_across
from graph.findings.describe import describe_findings, describe_rules, finding_node, findings_graph
from graph.findings.joined import joined
from graph.findings.report import page, sarif
from graph.findings.review import read_reviews, reviewed, write_review
from graph.findings.rulebook import all_rules
from ingest.records import Disclosure

SLIP = "2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长9.00%，主要原因是新增。"
TOTALS = (
    cell("revenue-expenditure-summary", "总计", "收入/决算数", "110.00", level="total"),
    cell("revenue-expenditure-summary", "总计", "支出/决算数", "110.00", level="total"),
)


def one() -> Finding:
    (found,) = findings(prose(SLIP))
    return found


def test_finding_has_the_fields_of_the_contract() -> None:
    told = one().as_json()
    assert set(told) == {"id", "rule", "severity", "kind", "document", "disclosure", "message", "message_en", "expected",
                         "found", "difference", "evidence", "review"}
    assert set(told["evidence"][0]) == {"document", "page", "form", "row", "column", "quote", "iri"}
    assert (told["rule"], told["severity"], told["kind"], told["document"]) == ("change-rate", "error", "figure", FILE)
    assert (told["expected"], told["found"], told["difference"]) == ("10.00 %", "9.00 %", "1.00")
    assert [place["quote"] for place in told["evidence"]] == [
        "增长9.00%", "收、支总计各增加10.00万元", "2023年度收、支总计110.00万元"]
    assert all(place["iri"].endswith("#line=1") for place in told["evidence"])
    json.dumps(told)


def test_same_disclosure_same_findings() -> None:
    assert findings(prose(SLIP)) == findings(prose(SLIP))


def test_id_does_not_depend_on_the_place() -> None:
    moved = prose("本年没有其他情况。", SLIP)
    assert [each.id for each in findings(moved)] == [one().id]
    assert findings(prose(SLIP.replace("2023", "2024").replace("2022", "2023"), year=2024))[0].id != one().id


def test_the_same_slip_in_two_places_is_told_once_with_both() -> None:
    (found,) = findings(prose("项目支出较上一度有变化。", "基本支出较上一度有变化。"))
    assert len(found.evidence) == 2


def test_rounding_is_one_hint_a_disclosure() -> None:
    text = "2023年度收、支总计110.01万元。"
    again = "2023年度收、支总计109.99万元。"
    (found,) = findings(prose(text, again, figures=TOTALS))
    assert (found.rule, found.severity) == ("rounding", "hint")
    assert "2 处" in found.message
    assert {"110.01", "109.99"} <= {place.quote.removesuffix("万元。")[-6:] for place in found.evidence} | {
        place.quote.removesuffix("万元")[-6:] for place in found.evidence}


def test_three_hundredths_are_no_rounding() -> None:
    assert [each.rule for each in findings(prose("2023年度收、支总计110.03万元。", figures=TOTALS))] == ["prose-table"]


def test_a_blank_is_no_zero() -> None:
    """An item that the table leaves blank is told as such, never as an amount of zero that differs."""
    (found,) = findings(prose("住房保障支出（类）住房改革支出（款）购房补贴（项）。年初预算为1.00万元，支出决算为1.00万元，完成年初预算的100%。",
                              section=GENERAL, figures=(
                                  cell("general-expenditure", "住房公积金", "本年支出/小计", "2.00", code="2210201", level="item"),
                                  cell("general-basic", "办公费", "公用经费/决算数", "2.00", code="30201", level="item"))))
    assert (found.rule, found.expected) == ("absent-item", "")


def test_errors_come_first() -> None:
    found = findings(prose("项目支出较上一度有变化。", SLIP))
    assert [each.severity for each in found] == ["error", "warning"]


# ---------------------------------------------------------------- across years


def year(number: int, text: str, total: str, opening: str = "0.00", closing: str = "0.00") -> Disclosure:
    rows = (("总计", "收入/决算数", total), ("总计", "支出/决算数", total), ("年初结转和结余", "收入/决算数", opening),
            ("年末结转和结余", "支出/决算数", closing))
    return prose(text, year=number, figures=tuple(
        cell("revenue-expenditure-summary", name, column, value, level="total", year=number, row=row)
        for row, (name, column, value) in enumerate(rows)))


def test_a_change_that_contradicts_the_year_published_is_found() -> None:
    later = year(2023, "2023年度收、支总计110.00万元。与2022年度相比，收、支总计各增加10.00万元，增长10.00%，主要原因是新增。", "110.00")
    found = findings_across([later, year(2022, "2022年度收、支总计105.00万元。", "105.00")])
    assert {(each.rule, each.expected, each.found) for each in found} == {("derived-published", "105.00 万元", "100.00 万元")}
    assert {place.form for place in found[0].evidence} == {"", "收入支出总表"}
    assert findings_across([later, year(2022, "2022年度收、支总计100.00万元。", "100.00")]) == []


def test_opening_balance_must_be_the_closing_one() -> None:
    before = year(2022, "没有变化。", "100.00", closing="5.00")
    assert [each.rule for each in findings_across([before, year(2023, "没有变化。", "90.00", opening="4.00")])] == [
        "opening-closing"]
    assert findings_across([before, year(2023, "没有变化。", "90.00", opening="5.00")]) == []


def test_opening_budget_of_the_accounts_is_the_one_published() -> None:
    rows = {"一般公共预算": "120.95"}
    text = "住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为{}万元，支出决算为110.00万元，完成年初预算的{}%。"
    budget = prose(kind="预算", figures=tuple(
        cell("general-expenditure", "住房公积金", "合计", value, code="2210201", level="item", stage="年初预算")
        for value in rows.values()))
    same, other = (prose((text.format(*told), GENERAL)) for told in (("120.95", "90.95"), ("125.00", "88.00")))
    assert findings_across([budget, same]) == []
    (found,) = findings_across([budget, other])
    assert (found.rule, found.expected, found.found, found.difference) == (
        "budget-published", "120.95 万元", "125.00 万元", "4.05")
    assert found.disclosure == findings_across([other, budget])[0].disclosure


def test_only_consecutive_years_of_one_unit_are_compared() -> None:
    before = year(2021, "没有变化。", "100.00", closing="5.00")
    assert findings_across([before, year(2023, "没有变化。", "90.00", opening="4.00")]) == []
    other = replace(year(2022, "没有变化。", "90.00", opening="4.00"))
    other = replace(other, key=replace(other.key, unit="示例市示范区财政局"))
    assert findings_across([before, other]) == []


def test_two_files_of_one_disclosure_are_checked_together() -> None:
    text = prose("2023年度收、支总计120.00万元。")
    tables = replace(prose(figures=TOTALS), parts=frozenset({"form:revenue-expenditure-summary"}), files=(
        replace(text.files[0], name="b.xlsx", sha256="1" * 64),))
    tables = replace(tables, figures=tuple(replace(f, source=replace(f.source, document="b.xlsx")) for f in tables.figures))
    assert [each for alone in (text, tables) for each in findings(alone)] == []
    (whole,) = joined([tables, text])
    (found,) = findings(whole)
    assert (found.rule, {place.document for place in found.evidence}) == ("prose-table", {FILE, "b.xlsx"})


# ---------------------------------------------------------------- reviews


def test_a_review_survives_a_new_reading(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    write_review(path, one().id, Review("dismissed", "核对无误", "审核人"))
    again = reviewed(findings(prose("本年没有其他情况。", SLIP)), read_reviews(path))
    assert [each.review for each in again] == [Review("dismissed", "核对无误", "审核人")]
    write_review(path, one().id, Review())
    assert read_reviews(path) == {}


def test_a_broken_review_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    path.write_text('{"id": "a", "verdict": "maybe"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"reviews\.jsonl, line 1: verdict 'maybe'"):
        read_reviews(path)


# ---------------------------------------------------------------- graph, SARIF, HTML


def test_findings_are_shacl_results_with_places() -> None:
    found = one()
    key = prose(SLIP).key
    store = Store()
    store.extend(describe_findings([found], findings_graph(key)))
    assert {quad.graph_name for quad in store} == {findings_graph(key)}
    assert findings_graph(key).value.startswith("https://mingzhang.example/graph/findings/示例市示范区水务局/2023/")
    rows = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX mz: <https://mingzhang.example/ontology#> "
        "SELECT ?place ?printed WHERE { GRAPH ?g { ?r a sh:ValidationResult ; sh:resultSeverity sh:Violation ; "
        "sh:sourceShape <https://mingzhang.example/id/rule/change-rate> ; sh:focusNode ?revision ; mz:evidence ?e . "
        "?e mz:place ?place ; mz:printed ?printed } } ORDER BY ?e"
    )
    told = [(row["place"].value, row["printed"].value) for row in rows]  # type: ignore[union-attr]
    assert told == [(place.iri, place.quote) for place in found.evidence]
    assert store.query(f"ASK {{ GRAPH ?g {{ <{finding_node(found.id).value}> ?p ?o }} }}")


def test_rules_are_described_once_each() -> None:
    shapes = {quad.subject for quad in describe_rules()}
    assert len(shapes) == len(all_rules())
    assert NamedNode("https://mingzhang.example/id/rule/unit-slip") in shapes


def test_sarif_names_rule_level_and_line() -> None:
    log = sarif([one()], "1.0")
    run = log["runs"][0]
    (result,) = run["results"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "change-rate", "error")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": FILE}, "region": {"startLine": 1}}
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert result["partialFingerprints"] == {"finding": one().id}


def test_page_escapes_what_documents_print() -> None:
    text = page([replace(one(), message="<script>alert(1)</script>")])
    assert "<script>" not in text
    assert "增长9.00%" in text
    assert "http" not in text  # nothing is fetched from elsewhere
