"""Hours of requests in a minute or two, while a writer publishes: memory and files stay, answers are whole.

``MINGZHANG_SOAK_SECONDS`` makes it longer (default: 90).
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from engines import free_port
from service_store import make_store
from soaked import clients, writer

from api.holdings.generation import MOST_REPLACED
from bench.memory import family, open_files, resident
from graph.library.library import Library
from graph.search.indexing import index_generation
from graph.store.generation import KEPT

SECONDS = float(os.environ.get("MINGZHANG_SOAK_SECONDS", "90"))
CLIENTS = 4
GROWTH = 1.2
"""The most that memory may grow from the second quarter of the time to the last: caches still fill in a short run, and
what leaks passes it in a long one."""
MORE_FILES = 60
"""Files of the generations that are held together at one moment more than at another."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is told by Linux's /proc only"),
]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, int, Path]]:
    """Address, process and store of a service in a process of its own."""
    store = make_store(tmp_path / "store")
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--store", str(store)]
    settings = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "MINGZHANG_EMBEDDING_MODEL": "none",
        "MINGZHANG_LOG": "off", "MINGZHANG_SPARQL_TIMEOUT": "1", "MINGZHANG_SPARQL_WORKERS": "2",
    }  # fmt: skip
    process = subprocess.Popen(command, env=settings, stderr=(tmp_path / "log").open("wb"))
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if httpx.get(f"{address}/ready").json().get("questions") == "ready":
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        yield address, process.pid, store
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        print((tmp_path / "log").read_text("utf-8", "replace")[-3000:])


def test_hours_of_requests(served: tuple[str, int, Path]) -> None:
    address, process, store = served
    told, threads = clients(address, CLIENTS, SECONDS)
    writing = writer(store, pause=1)
    memory: list[int] = []
    files: list[int] = []
    try:
        while any(thread.is_alive() for thread in threads):
            time.sleep(1)
            memory.append(sum(resident(process).values()))
            files.append(open_files(process))
        assert writing.poll() is None, "the writer ended by itself"
    finally:
        writing.kill()
        writing.wait()
        for thread in threads:
            thread.join()
    quarter = len(memory) // 4
    early, late = statistics.median(memory[quarter : 2 * quarter]), statistics.median(memory[-quarter:])
    print(f"{told.statuses.total()} requests, {len(told.whole)} states of the store; memory {early / 2**20:.0f} MiB, "
          f"then {late / 2**20:.0f}; files {max(files[:quarter])}, then {max(files[-quarter:])}; {told.statuses}")
    assert told.failures == []
    assert {status for _, status in told.statuses} <= {200, 400, 404, 503, 504}
    assert late < early * GROWTH
    assert max(files[-quarter:]) <= max(files[quarter : 2 * quarter]) + MORE_FILES
    # Readers saw many generations, and of each disclosure always all figures.
    figures = defaultdict(set)
    for state in told.whole:
        for revision, count in state:
            figures[revision].add(count)
    assert len(told.whole) > 5
    assert {revision: counts for revision, counts in figures.items() if len(counts) != 1} == {}
    # The writer was killed at any moment: what it left unfinished the next one sweeps away. Beside the generations that
    # are kept anyway, the service may hold the one it answers from and those it left last, each worker one.
    with Library(store) as library:
        library.publish([index_generation])
    held = 1 + MOST_REPLACED + len(family(process))
    assert len(list((store / "generations").iterdir())) <= KEPT + held
