# ruff: noqa: E501 - sentences of documents are kept whole
"""Findings in the graph: with each change of a disclosure, under the later year, with reviews that outlive everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from disclosure_builders import realistic
from findings_builders import cell, prose

from graph.describe.structure import violations
from graph.findings import Finding, Review, findings, findings_across
from graph.findings.engine import CHECKS
from graph.findings.held import held_findings
from graph.findings.review import REVIEWS, write_review
from graph.findings.rulebook import rule_of
from graph.library.library import Library
from graph.naming.identity import Names
from graph.queries import bound
from graph.store.embedded import sorted_nquads, text_of
from graph.store.generation import open_current
from ingest.records import Disclosure

SHACL = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX mz: <https://mingzhang.example/ontology#> "


def account(year: int, total: str, text: str = "", content: str = "") -> Disclosure:
    """A year whose total and text contradict each other where the text says so."""
    text = text or f"{year}年度收、支总计{total}万元。"
    figures = tuple(
        cell("revenue-expenditure-summary", "总计", f"{side}/决算数", total, level="total", year=year, row=row)
        for row, side in enumerate(("收入", "支出")))
    made = prose(text, year=year, figures=figures)
    # Each year is a file of its own, and so is each edition of it.
    file = replace(made.files[0], sha256=f"{year}{content}".ljust(64, "0"))
    return replace(made, files=(file,), parts=frozenset({"form:revenue-expenditure-summary", "prose"}))


WRONG = account(2023, "110.00", "2023年度收、支总计111.00万元。")
RIGHT = account(2023, "110.00", content="a")
LATER = account(2024, "120.00", "2024年度收、支总计120.00万元。与2023年度相比，收、支总计各增加5.00万元，增长4.35%，主要原因是新增。")


def ids(library: Library) -> list[str]:
    """Ids of the findings of the published graph, as SPARQL tells them."""
    library.publish()
    with open_current(library.store_dir) as generation:
        rows = generation.query(SHACL + "SELECT ?f WHERE { ?f a sh:ValidationResult } ORDER BY ?f")
        return [text_of(row["f"]).rsplit("/", 1)[1] for row in rows]  # type: ignore[union-attr]


def of(*disclosures: Disclosure) -> list[str]:
    found: list[Finding] = [each for one in disclosures for each in findings(one)]
    return sorted(each.id for each in [*found, *findings_across(disclosures)])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "store") as opened:
        yield opened


def test_findings_follow_what_is_held(library: Library) -> None:
    assert of(WRONG)
    library.add(WRONG)
    assert ids(library) == of(WRONG)
    library.add(RIGHT)
    assert ids(library) == of(RIGHT) == []
    library.remove(RIGHT.files[0].sha256)
    assert ids(library) == of(WRONG)
    library.remove(library.names.disclosure(WRONG.key).value)
    assert ids(library) == []


def test_findings_between_years_come_and_go_with_either_year(library: Library) -> None:
    library.add(LATER)
    alone = ids(library)
    library.add(RIGHT)
    assert ids(library) == of(RIGHT, LATER)
    assert len(ids(library)) > len(alone)
    library.publish()
    with open_current(library.store_dir) as generation:
        rows = generation.query(bound("findings", unit=Names().unit(LATER.key.unit), year=2024))
        told = {(text_of(row["found"]), text_of(row["expected"]), text_of(row["place"])[-6:]) for row in rows}  # type: ignore[union-attr]
    assert ("115.00 万元", "110.00 万元", "line=1") in told
    library.remove(library.names.disclosure(RIGHT.key).value)
    assert ids(library) == alone


def test_any_order_gives_the_graph_of_a_rebuild(tmp_path: Path) -> None:
    graphs = set()
    for number, order in enumerate(permutations((WRONG, LATER, account(2022, "90.00")))):
        with Library(tmp_path / str(number)) as library:
            write_review(library.store_dir / REVIEWS, of(WRONG)[0], Review("confirmed", "已核对", "张三"))
            for each in order:
                library.add(each)
            graphs.add(_graph(library))
            library.rebuild()
            graphs.add(_graph(library))
    assert len(graphs) == 1


def _graph(library: Library) -> str:
    library.publish()
    with open_current(library.store_dir) as generation:
        return "\n".join(sorted_nquads(generation.store, without=[Names().runs_graph]))


def test_a_review_outlives_revision_removal_and_rebuild(library: Library) -> None:
    library.add(WRONG)
    (name, *_) = of(WRONG)
    write_review(library.store_dir / REVIEWS, name, Review("dismissed", "另有说明", "李四"))
    assert _reviews(library) == [("dismissed", "另有说明", "李四")]
    library.add(RIGHT)
    assert _reviews(library) == []
    library.remove(RIGHT.files[0].sha256)
    assert _reviews(library) == [("dismissed", "另有说明", "李四")]
    library.rebuild()
    assert _reviews(library) == [("dismissed", "另有说明", "李四")]
    write_review(library.store_dir / REVIEWS, name, Review())
    assert _reviews(library) == []


def _reviews(library: Library) -> list[tuple[str, str, str]]:
    library.publish()
    with open_current(library.store_dir) as generation:
        rows = generation.query(
            SHACL + "SELECT ?v ?n ?b WHERE { ?f a sh:ValidationResult ; mz:verdict ?v ; mz:reviewNote ?n ; mz:reviewer ?b }")
        return [(text_of(row["v"]), text_of(row["n"]), text_of(row["b"])) for row in rows]  # type: ignore[union-attr]


def test_a_damaged_file_of_reviews_stops_nothing(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    (library.store_dir / REVIEWS).write_text("{", encoding="utf-8")
    library.add(WRONG)
    assert ids(library) == of(WRONG)
    assert "line 1: no review" in caplog.text


def test_a_rule_that_fails_stops_no_commit(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(CHECKS, rule_of("prose-table").check, broken)
    assert library.add(WRONG).status == "new"
    assert ids(library) == []
    assert "a rule failed" in caplog.text


def test_findings_conform_to_their_shape(library: Library) -> None:
    for each in (WRONG, LATER, account(2022, "90.00")):
        library.add(each)
    library.publish()
    with open_current(library.store_dir) as generation:
        assert violations(generation.store) == []


def test_what_stands_nowhere_in_a_document_has_the_document_as_its_place(library: Library) -> None:
    library.add(realistic())
    library.publish()
    with open_current(library.store_dir) as generation:
        assert any(not e.quote and e.iri.endswith("#document") for f in held_findings(generation) for e in f.evidence)
        assert violations(generation.store) == []


def test_every_message_stands_in_both_languages_beside_its_rule(library: Library) -> None:
    library.add(WRONG)
    library.publish()
    with open_current(library.store_dir) as generation:
        rows = generation.query(SHACL + "SELECT ?f (COUNT(DISTINCT LANG(?m)) AS ?n) WHERE { "
                                "?f sh:resultMessage ?m ; sh:sourceShape ?rule . ?rule a sh:Shape } GROUP BY ?f")
        assert {text_of(row["n"]) for row in rows} == {"2"}  # type: ignore[union-attr]


def test_what_the_graph_holds_is_what_was_found(library: Library) -> None:
    held = (WRONG, LATER, account(2022, "90.00"))
    for each in held:
        library.add(each)
    write_review(library.store_dir / REVIEWS, of(WRONG)[0], Review("dismissed", "另有说明", "李四"))
    library.publish()
    found = [each for one in held for each in findings(one)] + findings_across(held)
    with open_current(library.store_dir) as generation:
        told = held_findings(generation)
        (one,) = [each for each in told if each.review.verdict]
        assert (one.id, one.review) == (of(WRONG)[0], Review("dismissed", "另有说明", "李四"))
        without = {replace(each, review=Review()) for each in told}
        assert without == set(found)
        revision = found[0].disclosure
        assert {each.disclosure for each in held_findings(generation, revision)} == {revision}


def test_a_graph_made_by_other_rules_is_made_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(WRONG)
    assert ids(library)
    folder = library.store_dir
    library.close()
    monkeypatch.setattr("graph.findings.upkeep.findings", lambda *_: [])
    monkeypatch.setattr("graph.library.upkeep.findings_digest", lambda: "another")
    with Library(folder) as again:
        assert ids(again) == []


def test_a_place_is_said_in_one_graph(tmp_path: Path) -> None:
    """Default graphs are the union of all: a place said in two would count twice whatever stands there."""

    def nowhere(record: Any) -> Any:
        return replace(record, source=replace(record.source, page=None, line=None))

    loose = replace(WRONG, facts=tuple(map(nowhere, WRONG.facts)), passages=tuple(map(nowhere, WRONG.passages)))
    with Library(tmp_path) as library:
        library.add(loose)
        library.publish()
    with open_current(tmp_path) as generation:
        places = generation.query(
            SHACL + "SELECT ?p WHERE { GRAPH ?g { ?p mz:document ?f } } GROUP BY ?p HAVING (COUNT(?g) > 1)"
        )
        assert list(places) == []  # type: ignore[arg-type]
        told = generation.query(SHACL + "SELECT ?p WHERE { ?f a sh:ValidationResult ; mz:evidence/mz:place ?p }")
        assert any(text_of(row["p"]).endswith("#document") for row in told)  # type: ignore[union-attr]
