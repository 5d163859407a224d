"""Killed at any moment, the library loses nothing that it acknowledged and holds nothing by halves."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure
from killed_writer import STEPS, Step, killed, numbered, revised, vectors
from pyoxigraph import Quad

from graph.describe.structure import violations
from graph.library.library import Library
from graph.naming.identity import Names
from graph.search.indexing import index_generation, passages_of
from graph.search.text_index import TextIndex
from graph.search.vector_index import VectorIndex
from graph.store.embedded import sorted_nquads
from graph.store.generation import Generation, NoGeneration, open_current

KILLS = 110
NAMES = Names()


def iri(number: int) -> str:
    return NAMES.disclosure(numbered(number).key).value


def agree(generation: Generation) -> None:
    """Graph, text index and vectors of a published generation hold the same passages, whole."""
    assert violations([*generation.store]) == []
    passages = {passage.key for passage in passages_of(generation.store, generation.base)}
    assert set(TextIndex(generation.text).keys(None, None)) == passages
    index = VectorIndex(generation.vectors)
    assert {int(key) for key in index.keys} <= passages
    assert (index.state.done, index.state.total) == (len(index), len(passages))
    assert generation.manifest["passages"] == len(passages)


def held_after(held: set[str], done: list[Step]) -> set[str]:
    """The disclosures that must be there once these steps were acknowledged."""
    held = set(held)
    for name, number in done:
        if name == "remove":
            held.discard(iri(number))
        elif name in ("add", "revise", "replace"):
            held.add(iri(number))
    return held


@pytest.mark.slow
def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    store, chance, number = tmp_path / "store", random.Random(2023), 0
    held: set[str] = set()
    under_way: Counter[str] = Counter()
    for kill in range(KILLS):
        steps, seconds = int(chance.uniform(0, 5)), chance.uniform(0.0, 0.3)
        done = killed(store, tmp_path / "acknowledged", number, steps, seconds, kill)
        held = held_after(held, done)
        last = done[-1] if done else Step("add", number - 1)
        under_way[last.name] += 1
        # What readers saw at the moment of the kill is whole, whatever the writer was doing.
        seen(store)
        with Library(store) as library:
            found = {library.names.disclosure(key).value for key, _ in library.disclosures()}
            # The step that was under way may be done or not; the one before it is acknowledged.
            assert held ^ found <= {iri(last.number), iri(last.number + 1)}
            for name, of in done:
                if name == "revise" and iri(of) in found and Step("remove", of) not in done:
                    assert revised(of).files[0].sha256 in library.journal.by_file
            if kill % 10 == 9:
                library.publish([index_generation])
        if kill % 10 == 9:
            vectors(store)
            with open_current(store) as generation:
                agree(generation)
                assert generation.manifest["vectors"]["done"] == generation.manifest["passages"]
        held = found
        number = last.number + 2
        if len(held) > 30:
            held = emptied(store, held)
    assert set(under_way) == set(STEPS), f"kills that hit each step: {under_way}"
    assert worked(store) == rebuilt(store)


def seen(store: Path) -> None:
    try:
        generation = open_current(store)
    except NoGeneration:
        return
    with generation:
        agree(generation)


def emptied(store: Path, held: set[str]) -> set[str]:
    """Makes the store small again, so that a hundred rounds stay quick."""
    with Library(store) as library:
        for each in sorted(held)[:-3]:
            library.remove(each)
        return {library.names.disclosure(key).value for key, _ in library.disclosures()}


def worked(store: Path) -> list[str]:
    with Library(store) as library:
        return lines(quads_of(library))


def rebuilt(store: Path) -> list[str]:
    with Library(store) as library:
        library.rebuild()
        return lines(quads_of(library))


def quads_of(library: Library) -> list[Quad]:
    library.publish()
    with open_current(library.store_dir) as generation:
        return [*generation.store, *generation.replaced]


def lines(quads: list[Quad]) -> list[str]:
    return list(sorted_nquads(quads, without=[NAMES.runs_graph]))


def test_a_library_that_was_left_open_is_as_it_was(tmp_path: Path) -> None:
    library = Library(tmp_path)
    outcome = library.add(disclosure(figure("1")))
    library.close()
    with Library(tmp_path) as again:
        assert [revision for _, revision in again.disclosures()] == [outcome.revision]
