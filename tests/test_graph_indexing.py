"""The indexes of a generation: built when it is made, taken over from the one before, completed with vectors."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from disclosure_builders import UNIT, realistic
from stand_in import StandIn

from graph.library.library import Library
from graph.search.indexing import complete_vectors, index_generation, passages_of
from graph.search.passages import IndexedPassage
from graph.search.search import Searcher
from graph.search.text_index import TextIndex
from graph.search.vector_index import VectorIndex, embedded_text
from graph.store.generation import Generation, open_current


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
            held = json.loads((generation.text / "revisions.json").read_text("utf-8"))["revisions"]
            assert len(held) == 2
    assert found[0] == found[1]
    assert len(found[0]) == 10


def test_only_what_has_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def reading(*given: Any) -> list[IndexedPassage]:
        asked.append(given[2:])
        return passages_of(*given)

    monkeypatch.setattr("graph.search.indexing.passages_of", reading)
    publish(tmp_path, 2021, 2022)
    publish(tmp_path, 2023)
    with Library(tmp_path) as library:
        (revision,) = (iri for key, iri in library.disclosures() if key.year == 2023)
        library.publish([index_generation])
        # The same files read otherwise: the revision keeps its IRI.
        library.replace(realistic(year=2023, passages=4))
        library.publish([index_generation])
    assert asked == [(), ([revision],), ([],), ([revision],)]
    with open_current(tmp_path) as generation:
        assert generation.manifest["passages"] == len(TextIndex(generation.text)) == 14


def test_an_index_read_from_the_graph_otherwise_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, 2021)
    monkeypatch.setattr("graph.search.indexing._READ_AS", "a later program's way")
    publish(tmp_path, 2022)
    with open_current(tmp_path) as generation:
        assert len(TextIndex(generation.text)) == generation.manifest["passages"] == 10


@pytest.mark.parametrize("seed", range(4))
def test_indexes_taken_over_hold_the_same_as_indexes_built_at_once(tmp_path: Path, seed: int) -> None:
    chance, encoder = Random(seed), StandIn()
    with Library(tmp_path / "steps") as library:
        for _ in range(12):
            of = realistic(year=2020 + chance.randrange(4), passages=1 + chance.randrange(4))
            step = chance.choice(["add", "add", "replace", "remove"])
            with suppress(KeyError):
                if step == "add":
                    library.add(of)
                elif step == "replace":
                    library.replace(of)
                else:
                    library.remove(library.names.disclosure(of.key).value)
            library.publish([index_generation])
            if chance.random() < 0.5:
                with open_current(tmp_path / "steps") as generation:
                    complete(generation, encoder)
    with open_current(tmp_path / "steps") as generation:
        complete(generation, encoder)
        wanted = {passage.key: passage for passage in passages_of(generation.store, generation.base)}
        text, vectors = TextIndex(generation.text), VectorIndex(generation.vectors)
        assert sorted(text.keys(None, None)) == vectors.keys.tolist() == sorted(wanted)
        assert list(text.passages(wanted)) == list(wanted.values())
        assert (vectors.state.done, vectors.state.total) == (len(wanted), len(wanted))
        for key, row in zip(vectors.keys, vectors.rows, strict=True):
            (vector,) = next(iter(encoder.encode_passages([embedded_text(wanted[int(key)])])))
            assert np.array_equal(row, vector.astype(np.float16))


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
