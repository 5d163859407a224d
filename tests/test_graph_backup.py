"""A backup brings back the very store; a damaged one, or one that is none, brings back nothing."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure, realistic
from stored_graph import stored

from graph.library.backup import BadBackup, back_up, restore
from graph.library.library import Library, StoreBusy
from graph.search.vector_cache import VectorCache


def lines(store_dir: Path) -> list[str]:
    with Library(store_dir) as library:
        library.publish()
    return stored(store_dir)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with Library(folder) as library:
        library.add(realistic("示例市第一局", 2022, document="1.pdf"))
        library.add(realistic("示例市第一局", 2023, document="2.pdf"))
        library.add(disclosure(figure("9"), name="示例市第一局", year=2023, document="更正.pdf"))
        library.publish()
    with VectorCache(folder / "vectors-cache", "a" * 64):
        pass
    (folder / "findings-reviews.jsonl").write_text("", "utf-8")
    return folder


def test_a_restored_store_is_the_same(store: Path, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "b.tar.gz")
    assert restore(tmp_path / "b.tar.gz", tmp_path / "again") == made
    assert (tmp_path / "again" / "findings-reviews.jsonl").exists()
    assert list((tmp_path / "again" / "vectors-cache").iterdir())
    assert lines(tmp_path / "again") == lines(store)


def test_a_backup_cut_short_anywhere_is_refused(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.tar.gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    for share in range(20):
        (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) * share // 20])
        with pytest.raises(BadBackup, match=r"cut\.tar\.gz"):
            restore(tmp_path / "cut.tar.gz", tmp_path / "again")
        assert not (tmp_path / "again").exists()


def test_a_changed_file_is_named(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as old, tarfile.open(tmp_path / "c.tar.gz", "w:gz") as new:
        for member in old:
            source = old.extractfile(member)
            assert source is not None
            content = source.read()
            if member.name == "journal.jsonl":
                content = content.replace(b"2022", b"2021")
            new.addfile(member, io.BytesIO(content))
    with pytest.raises(BadBackup, match=r"journal\.jsonl"):
        restore(tmp_path / "c.tar.gz", tmp_path / "again")


def test_nothing_lands_outside_the_store(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../outside"), io.BytesIO())
    with pytest.raises(BadBackup, match="outside"):
        restore(tmp_path / "b.tar.gz", tmp_path / "in" / "store")
    assert not (tmp_path / "in" / "outside").exists()


def test_nothing_is_written_over(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.tar.gz")
    with pytest.raises(FileExistsError, match="name another"):
        back_up(store, tmp_path / "b.tar.gz")
    with pytest.raises(FileExistsError, match="name a new folder"):
        restore(tmp_path / "b.tar.gz", store)
    with pytest.raises(FileNotFoundError, match="no store"):
        back_up(tmp_path / "none", tmp_path / "c.tar.gz")


def test_a_backup_waits_for_the_writer(store: Path, tmp_path: Path) -> None:
    with Library(store), pytest.raises(StoreBusy):
        back_up(store, tmp_path / "b.tar.gz", patience=0)
    assert not list(tmp_path.glob("b.tar.gz*"))
