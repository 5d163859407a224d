"""Published generations: readers see one, whole, while a writer writes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure
from pyoxigraph import QuerySolutions

from graph.library.library import Library
from graph.store.generation import (
    KEPT,
    Generation,
    NoGeneration,
    current_number,
    new_folder,
    open_current,
    update_manifest,
)
from ingest.records import Disclosure


def of(year: int) -> Disclosure:
    return disclosure(figure("1", year=year), year=year, document=f"{year}.pdf")


def years(generation: Generation) -> list[str]:
    query = """PREFIX mz: <https://mingzhang.example/ontology#>
        SELECT ?year { ?revision a mz:Revision ; mz:year ?year } ORDER BY ?year"""
    found = generation.query(query)
    assert isinstance(found, QuerySolutions)
    return [solution["year"].value for solution in found]


def folders(store: Path) -> list[str]:
    return sorted(path.name for path in (store / "generations").iterdir())


def test_nothing_can_be_read_before_something_is_published(tmp_path: Path) -> None:
    with pytest.raises(NoGeneration, match="ingest a document first"):
        open_current(tmp_path)
    with Library(tmp_path) as library:
        library.add(of(2023))
        with pytest.raises(NoGeneration, match="ingest a document first"):
            open_current(tmp_path)


def test_a_reader_keeps_what_it_opened_and_learns_of_the_next(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        library.publish()
        reader = open_current(tmp_path)
        assert not reader.changed()
        library.add(of(2023))
        assert not reader.changed()
        library.publish()
        assert reader.changed()
        assert years(reader) == ["2022"]
        with open_current(tmp_path) as fresh:
            assert years(fresh) == ["2022", "2023"]
        reader.close()


def test_a_generation_in_use_is_not_removed(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        library.publish()
        reader = open_current(tmp_path)
        for _ in range(KEPT + 2):
            library.publish()
        assert folders(tmp_path) == ["000001", "000004", "000005", "000006"]
        assert years(reader) == ["2022"]
        reader.close()
        library.publish()
        assert folders(tmp_path) == ["000005", "000006", "000007"]


@pytest.mark.parametrize("left", ["000002.new", "000002", "000000.gone"])
def test_what_an_interrupted_publication_left_is_swept_away(tmp_path: Path, left: str) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        library.publish()
        half = tmp_path / "generations" / left / "graph"
        half.mkdir(parents=True)
        (half / "half").write_text("written")
        with open_current(tmp_path) as generation:
            assert years(generation) == ["2022"]
        library.publish()
        assert folders(tmp_path) == ["000001", "000002"]
        with open_current(tmp_path) as generation:
            assert (generation.number, years(generation)) == (2, ["2022"])


def test_the_manifest_says_what_is_in_it_and_can_be_amended(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        folder = library.publish()
    with open_current(tmp_path) as generation:
        assert generation.manifest["disclosures"] == 1
        assert generation.manifest["vectors"] == "none"
        assert generation.base == "https://mingzhang.example/"
    update_manifest(folder, vectors="complete")
    with open_current(tmp_path) as generation:
        assert generation.manifest["vectors"] == "complete"
        assert generation.manifest["disclosures"] == 1


def test_indexers_fill_the_folder_before_it_is_published(tmp_path: Path) -> None:
    seen: list[tuple[int | None, Path | None]] = []

    def indexer(made: Path, previous: Path | None) -> dict[str, object]:
        seen.append((current_number(tmp_path), previous))
        (made / "text" / "index").write_text("terms")
        return {"passages": 7}

    with Library(tmp_path) as library:
        library.add(of(2022))
        first = library.publish([indexer])
        library.publish([indexer])
    assert seen == [(None, None), (1, first)]
    with open_current(tmp_path) as generation:
        assert (generation.text / "index").read_text() == "terms"
        assert generation.manifest["passages"] == 7


def test_a_failing_indexer_publishes_nothing(tmp_path: Path) -> None:
    def indexer(made: Path, previous: Path | None) -> None:
        raise OSError("no space left on device")

    with Library(tmp_path) as library:
        library.add(of(2022))
        library.publish()
        library.add(of(2023))
        with pytest.raises(OSError, match="no space"):
            library.publish([indexer])
        with open_current(tmp_path) as generation:
            assert (generation.number, years(generation)) == (1, ["2022"])
        library.publish()
        with open_current(tmp_path) as generation:
            assert years(generation) == ["2022", "2023"]


def test_a_long_batch_publishes_when_it_is_due(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        assert library.publish_due() is not None
        library.add(of(2023))
        assert library.publish_due() is None
        assert library.publish_due(every=0.0) is not None


def test_a_store_of_another_layout_is_refused(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(of(2022))
        folder = library.publish()
    update_manifest(folder, format=99)
    with pytest.raises(NoGeneration, match="layout 99"):
        open_current(tmp_path)
    (tmp_path / "store.json").write_text(json.dumps({"base": "https://mingzhang.example/", "format": 99}))
    with pytest.raises(ValueError, match="layout 99"):
        Library(tmp_path)


def test_a_pointer_to_nowhere_is_named(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.publish()
    shutil.rmtree(tmp_path / "generations" / "000001")
    with pytest.raises(NoGeneration, match="its folder is not there"):
        open_current(tmp_path)
    (tmp_path / "current").write_text("x")
    with pytest.raises(NoGeneration, match="names no generation"):
        open_current(tmp_path)


def test_a_generation_shares_its_files_with_the_working_store(tmp_path: Path) -> None:
    """Publishing costs links, not copies."""
    with Library(tmp_path) as library:
        library.add(of(2022))
        folder = library.publish()
        # The writer may merge some of its own files meanwhile, and lets go of those; copies would share none.
        tables = [path for path in (folder / "graph").iterdir() if path.suffix == ".sst"]
        assert any(os.stat(path).st_nlink > 1 for path in tables)


def test_a_folder_in_the_making_is_numbered_after_the_current(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.publish()
        assert new_folder(tmp_path)[0] == 2
