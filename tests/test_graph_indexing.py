"""The indexes of a generation: built when it is made, taken over from the one before, completed with vectors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from disclosure_builders import UNIT, realistic
from stand_in import StandIn

from graph.generation import Generation, open_current
from graph.indexing import complete_vectors, index_generation, passages_of
from graph.library import Library
from graph.search import Searcher


def publish(store: Path, *years: int, passages: int = 5) -> None:
    with Library(store) as library:
        for year in years:
            library.add(realistic(year=year, passages=passages))
        library.publish([index_generation])


def complete(generation: Generation, encoder: StandIn) -> int:
    return complete_vectors(generation.path, generation.store, generation.base, encoder).done


def test_passages_come_with_their_unit_and_place(tmp_path: Path) -> None:
    publish(tmp_path, 2023)
    with open_current(tmp_path) as generation:
        found = passages_of(generation.store, generation.base)
    assert len(found) == 5
    assert {(each.unit_name, each.year) for each in found} == {(UNIT, 2023)}
    assert {(each.document, each.page) for each in found} == {("决算公开.pdf", 18)}
    assert found[0].section[0] == "第三部分"


def test_prose_is_found_at_once_by_words(tmp_path: Path) -> None:
    publish(tmp_path, 2022, 2023)
    with open_current(tmp_path) as generation:
        assert generation.manifest["passages"] == 10
        assert generation.manifest["vectors"]["done"] == 0
        hits = Searcher(generation.path).search("项目安排", years=[2022], k=20)
    assert [hit.year for hit in hits] == [2022] * 5


def test_a_later_generation_finds_the_same_as_one_built_at_once(tmp_path: Path) -> None:
    publish(tmp_path / "steps", 2021)
    publish(tmp_path / "steps", 2022)
    with Library(tmp_path / "steps") as library:
        library.add(realistic(year=2023, passages=5))
        library.remove(library.disclosures()[0][1])
        library.publish([index_generation])
    publish(tmp_path / "once", 2022, 2023)
    found = []
    for name in ("steps", "once"):
        with open_current(tmp_path / name) as generation:
            hits = Searcher(generation.path).search("人员变动", k=50)
            found.append(sorted(hit.iri for hit in hits))
            digests = json.loads((generation.text / "revisions.json").read_text("utf-8"))
            assert len(digests) == 2
    assert found[0] == found[1]
    assert len(found[0]) == 10


def test_vectors_are_completed_and_computed_once(tmp_path: Path) -> None:
    publish(tmp_path, 2022)
    encoder = StandIn()
    with open_current(tmp_path) as generation:
        assert complete(generation, encoder) == 5
        assert json.loads((generation.path / "manifest.json").read_text("utf-8"))["vectors"]["done"] == 5
        assert len(Searcher(generation.path).search("人员变动", k=3, encoder=encoder)) == 3
    # What is known goes into the next generation straight away; only the rest is computed.
    publish(tmp_path, 2023)
    encoder.encoded.clear()
    with open_current(tmp_path) as generation:
        assert (generation.manifest["vectors"]["done"], generation.manifest["vectors"]["total"]) == (5, 10)
        assert complete(generation, encoder) == 10
        assert len(encoder.encoded) == 5
        encoder.encoded.clear()
        assert complete(generation, encoder) == 10
        assert encoder.encoded == []


def test_progress_tells_how_many_have_vectors(tmp_path: Path) -> None:
    publish(tmp_path, 2022)
    told: list[tuple[int, int]] = []
    with open_current(tmp_path) as generation:
        complete_vectors(
            generation.path, generation.store, generation.base, StandIn(), lambda *counts: told.append(counts)
        )
    assert told[-1] == (5, 5)


@pytest.mark.parametrize("passages", [0, 3])
def test_a_store_without_prose(tmp_path: Path, passages: int) -> None:
    publish(tmp_path, 2022, passages=passages)
    with open_current(tmp_path) as generation:
        assert complete(generation, StandIn()) == passages
        assert len(Searcher(generation.path).search("人员变动", k=50)) == passages
