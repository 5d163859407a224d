"""Stores of other versions: brought up to this one, or refused with what to do."""

from __future__ import annotations

import ast
import json
import shutil
import tarfile
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure

from graph.library.backup import BadBackup, back_up, restore
from graph.library.library import Library
from graph.store import layout
from graph.store.generation import FORMAT, NoGeneration, open_current, update_manifest

ROOT = Path(__file__).parents[1]
OF = disclosure(figure("310.38", code="201"))


def stored(folder: Path, **mark: object) -> Path:
    """A store with one disclosure; ``mark`` changes its ``store.json``."""
    with Library(folder) as library:
        library.add(OF)
        made = library.publish()
    path = folder / "store.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | mark))
    if "format" in mark:
        update_manifest(made, format=mark["format"])
    return folder


def held(folder: Path) -> int:
    with open_current(folder) as generation:
        return int(generation.manifest["disclosures"])


def test_an_older_store_is_read_as_it_is_and_brought_up_by_the_next_writer(tmp_path: Path) -> None:
    stored(tmp_path, format=1)
    assert held(tmp_path) == 1
    told: list[str] = []
    with Library(tmp_path, notice=told.append) as library:
        assert library.add(OF).status == "no-op"
        library.publish()
    assert len(told) == 1
    assert "格式 1" in told[0]
    assert json.loads((tmp_path / "store.json").read_text())["format"] == FORMAT
    assert held(tmp_path) == 1


def test_a_step_that_is_cut_short_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path, format=1)

    def full(_: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(layout, "MIGRATIONS", {1: full})
    with pytest.raises(OSError, match="no space"):
        Library(tmp_path)
    assert json.loads((tmp_path / "store.json").read_text())["format"] == 1
    monkeypatch.undo()
    Library(tmp_path).close()
    assert json.loads((tmp_path / "store.json").read_text())["format"] == FORMAT


@pytest.mark.parametrize(("mark", "message"), [
    (FORMAT + 1, "newer version of Mingzhang .*update the program; nothing was changed"),
    (0, "too old to be read .*ingest the documents again"),
    ("1", "says no layout but '1'"),
    (None, "says no layout but None"),
])  # fmt: skip
def test_others_are_refused_and_left_as_they_are(tmp_path: Path, mark: object, message: str) -> None:
    stored(tmp_path, format=mark)
    before = (tmp_path / "store.json").read_bytes(), (tmp_path / "journal.jsonl").read_bytes()
    with pytest.raises(ValueError, match=message):
        Library(tmp_path)
    with pytest.raises(NoGeneration, match="another version"):
        open_current(tmp_path)
    assert ((tmp_path / "store.json").read_bytes(), (tmp_path / "journal.jsonl").read_bytes()) == before


@pytest.mark.parametrize("content", [None, "", "{", "[]"])
def test_a_mark_that_is_lost_or_damaged_is_told(tmp_path: Path, content: str | None) -> None:
    stored(tmp_path)
    path = tmp_path / "store.json"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(ValueError, match=r"store\.json: .*restore it from a backup"):
        Library(tmp_path)


def test_a_graph_that_an_older_version_described_is_described_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.library.upkeep.description_digest", lambda: "older")
    monkeypatch.setattr("graph.library.upkeep.describe_disclosure", lambda disclosure, base: [])
    stored(tmp_path)
    monkeypatch.undo()
    ask = "ASK { ?s a <https://mingzhang.example/ontology#Revision> }"
    with open_current(tmp_path) as generation:
        assert not generation.query(ask)
    with Library(tmp_path) as library:
        library.publish()
    with open_current(tmp_path) as generation:
        assert generation.query(ask)


@pytest.mark.parametrize(("mark", "message"), [(1, ""), (FORMAT + 1, "newer version"), (0, "too old")])
def test_a_backup_of_another_version(tmp_path: Path, mark: int, message: str) -> None:
    backup, changed = tmp_path / "backup.tar.gz", tmp_path / "changed.tar.gz"
    back_up(stored(tmp_path / "store"), backup)
    unpacked = tmp_path / "unpacked"
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    # Not extractall with a filter: the first releases of Python 3.11 have none.
    shutil.unpack_archive(backup, unpacked)
    told = json.loads((unpacked / "backup.json").read_text())
    (unpacked / "backup.json").write_text(json.dumps(told | {"store": mark}))
    with tarfile.open(changed, "w:gz") as archive:
        for name in names:
            archive.add(unpacked / name, name)
    if message:
        with pytest.raises(BadBackup, match=message):
            restore(changed, tmp_path / "new")
        assert not (tmp_path / "new").exists()
    else:
        restore(changed, tmp_path / "new")
        Library(tmp_path / "new").close()


def test_all_that_describes_is_part_of_the_digest() -> None:
    counted = {path for pattern in layout.DESCRIBED_BY for path in ROOT.glob(pattern)}
    # Not what a triple is, but where and when it is kept.
    keeps = {"journal", "embedded", "buffered", "layout", "records_json", "generation"}
    seen, waiting = set(), [ROOT / "graph" / "library" / "upkeep.py"]
    while waiting:
        path = waiting.pop()
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("graph."):
                continue
            found = ROOT / ((node.module or "").replace(".", "/") + ".py")
            # Findings have a digest of their own, over all their files.
            if found.exists() and "findings" not in found.parts and found not in seen and found.stem not in keeps:
                seen.add(found)
                waiting.append(found)
    assert len(seen) > 8
    assert {path.name for path in seen - counted} == set()
