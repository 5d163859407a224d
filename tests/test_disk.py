"""A full or read-only disk: what was held stays, the error says what could not be written, and it goes on after."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted((ROOT / "samples" / "documents").glob("shili-tushuguan-*"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "MINGZHANG_EMBEDDING_MODEL": "none"}
pytestmark = pytest.mark.slow


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=300)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 64 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def held(store: Path, scratch: Path) -> set[str]:
    """Documents whose figures readers see."""
    asked = run("export", scratch / "figures.csv", "--store", store)
    assert asked.returncode == 0, asked.stderr
    with (scratch / "figures.csv").open(encoding="utf-8", newline="") as file:
        return {row["document"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("left", [0, 200_000, 1_500_000, 6_000_000])
def test_a_disk_that_is_full(disk: Path, tmp_path: Path, left: int) -> None:
    store, ballast = disk / "store", disk / "ballast"
    assert run("ingest", DOCUMENTS[0], "--store", store).returncode == 0
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - left))
    full = run("ingest", *DOCUMENTS[1:], "--store", store)
    assert full.returncode == 1
    assert "No space left" in full.stderr
    assert "Traceback" not in full.stderr
    assert DOCUMENTS[0].name in held(store, tmp_path)
    ballast.unlink()
    again = run("ingest", *DOCUMENTS, "--store", store)
    assert again.returncode == 0, again.stderr
    assert held(store, tmp_path) == {path.name for path in DOCUMENTS}


def test_a_disk_that_can_only_be_read(disk: Path, tmp_path: Path) -> None:
    store = disk / "store"
    assert run("ingest", DOCUMENTS[0], "--store", store).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    refused = run("ingest", DOCUMENTS[1], "--store", store)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "Read-only file system" in refused.stderr
    assert held(store, tmp_path) == {DOCUMENTS[0].name}
    asked = run("ask", "示例市图书馆2021年支出合计是多少", "--store", store)
    assert asked.returncode == 0, asked.stderr
