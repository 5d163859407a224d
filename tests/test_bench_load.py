"""The benchmarks of loading and of answers, on a store of a few disclosures: every way
loads the same, copies are about other bodies."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure_builders import UNIT, realistic
from pyoxigraph import Store

from bench import copies
from bench.answers_latency import measure
from bench.load import WAYS, load
from graph.library.library import Library
from graph.queries import bound
from graph.search.indexing import index_generation
from graph.store.generation import open_current


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of two years of one body, where the benchmarks look for theirs."""
    monkeypatch.setattr(copies, "folder", lambda: tmp_path)
    monkeypatch.setattr(copies, "store_of", lambda wanted: tmp_path / "small")
    with Library(tmp_path / "small") as library:
        for year in (2022, 2023):
            library.add(realistic(year=year, document=f"{year}.pdf"))
        library.publish([index_generation])
    return tmp_path


@pytest.mark.slow
def test_every_way_of_loading_ends_with_the_same_quads(small: Path) -> None:
    quads = copies.quads_of_copies(1, 2)
    lines = set(quads.read_text("utf-8").splitlines())
    for way in WAYS:
        run = load(way, quads, small / way)
        assert run.seconds > 0
        assert {f"{quad} ." for quad in Store.read_only(str(small / way))} == lines


@pytest.mark.slow
def test_copies_are_about_other_bodies_and_can_be_asked(small: Path) -> None:
    store = copies.store_of_copies(1, 3)
    with open_current(store) as generation:
        names = {row["name"].value for row in generation.query(bound("unit-names")) if row["kind"].value == "name"}  # type: ignore[union-attr]
        assert {UNIT, f"乙市{UNIT}", f"丙市{UNIT}"} <= names
        assert generation.manifest["passages"] == 3 * len(texts_of(small))
    assert measure(store, 4, words_only=True).count("|") == 8


def texts_of(small: Path) -> list[str]:
    with open_current(small / "small") as generation:
        return [row["text"].value for row in generation.query(bound("passages"))]  # type: ignore[union-attr]
