"""Reading many files in processes of their own: order, crashes, limits, and what a reader must not load."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

import ingest.batch
from ingest.batch import Failure, read_many
from ingest.records import Disclosure

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
GOOD = SAMPLES / "shili-tushuguan-2021-juesuan.txt"


def stand_in(connection: ingest.batch.Connection, memory: int) -> None:
    """A reader that does what the file's name says; run in the process of a reader."""
    while True:
        try:
            path, _ = connection.recv()
        except (EOFError, OSError):
            return
        if path.stem == "crash":
            os.abort()
        if path.stem == "slow":
            time.sleep(60)
        if path.stem == "steady":
            for _ in range(8):
                time.sleep(0.5)
                connection.send("goes on")
        if path.stem == "modules":
            heavy = {"torch", "pyoxigraph", "rdflib", "api", "graph", "fastapi", "click"} & set(sys.modules)
            connection.send(Failure(path.name, "Loaded", ",".join(sorted(heavy))))
            continue
        connection.send(Failure(path.name, "Told", path.name))


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.batch, "serve", stand_in)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.mark.usefixtures("stand_ins")
def test_a_crash_takes_one_file_and_the_order_stays() -> None:
    paths = [Path(name) for name in ("a.pdf", "crash.pdf", "b.pdf", "crash.docx", "c.pdf", "d.pdf", "e.pdf")]
    found = list(read_many(paths, readers=2, key={}))
    assert [path for path, _ in found] == paths
    kinds = [failure.kind for _, failure in found if isinstance(failure, Failure)]
    assert kinds == ["Told", "ReaderDied", "Told", "ReaderDied", "Told", "Told", "Told"]
    assert isinstance(found[1][1], Failure)
    assert found[1][1].message.startswith("crash.pdf: ")


@pytest.mark.usefixtures("stand_ins")
def test_a_file_that_takes_too_long_is_stopped() -> None:
    found = list(read_many([Path("slow.pdf"), Path("a.pdf")], readers=1, key={}, seconds=3))
    assert [result.kind for _, result in found if isinstance(result, Failure)] == ["TookTooLong", "Told"]


@pytest.mark.usefixtures("stand_ins")
def test_a_file_that_goes_on_step_by_step_has_its_time_for_each_step() -> None:
    ((_, told),) = read_many([Path("steady.pdf")], readers=1, key={}, seconds=3)
    assert isinstance(told, Failure)
    assert told.kind == "Told"


def bomb(path: Path) -> Path:
    """A workbook of 40 KB whose one sheet unpacks to 12 MB of rows."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(120_000):
        sheet.append(["合计", 12.5])
    book.save(path)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
def test_a_file_that_needs_too_much_memory_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    paths = [bomb(tmp_path / "large.xlsx"), GOOD]
    (_, large), (_, good) = read_many(paths, readers=1, key={}, memory=330 * 2**20)
    assert isinstance(large, Failure)
    assert large.kind in ("OutOfMemory", "ReaderDied")
    assert large.message.startswith("large.xlsx: ")
    assert isinstance(good, Disclosure)


@pytest.mark.usefixtures("stand_ins")
def test_readers_start_light() -> None:
    ((_, told),) = read_many([Path("modules.pdf")], readers=1, key={})
    assert isinstance(told, Failure)
    assert told.message == ""


def test_no_files() -> None:
    assert list(read_many([], readers=2, key={})) == []


def test_what_is_known_of_the_key_is_passed_on(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    found = list(read_many([GOOD, missing], readers=2, key={"scope": "部门"}))
    assert isinstance(found[0][1], Disclosure)
    assert found[0][1].key.scope == "部门"
    assert isinstance(found[1][1], Failure)
    assert found[1][1].message.startswith("missing.txt: ")


def test_readers_end_with_the_caller() -> None:
    reading = read_many([GOOD, GOOD, GOOD], readers=2, key={})
    next(reading)
    reading.close()
    import multiprocessing

    assert not [child for child in multiprocessing.active_children() if child.name == "mingzhang-reader"]
