"""Documents a minute by number of reading processes, and the memory of the service: ``python -m bench.ingestion``."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx2

from bench.engines import free_port
from bench.generate import generate
from bench.memory import resident
from bench.report import keep, machine, table, write_section
from bench.stores import environment, mingzhang

ENCODING = 120.0
"""Seconds that the service has to load its model and encode all passages."""
LAYOUTS = ("shanghai:pdf", "hubei:docx", "split:html", "yuan:xlsx", "wuhan:flow")


@dataclass(frozen=True)
class Read:
    """One run: documents read with so many processes, and the documents a minute."""

    readers: int
    documents: int
    per_minute: float


def runs(documents: Path, work: Path, most: int) -> list[Read]:
    """The same documents into a new store, with 1, 2, ... processes that read."""
    count = len(list(documents.iterdir()))
    found, readers = [], 1
    while readers <= most:
        began = time.perf_counter()
        mingzhang("ingest", documents, "--store", work / f"store-{readers}", "--readers", readers)
        found.append(Read(readers, count, count / (time.perf_counter() - began) * 60))
        readers *= 2
    return found


def idle_memory(store: Path) -> tuple[dict[int, int], bool]:
    """Memory of each process of the service when nobody asks; whether all passages had been encoded by then."""
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--store", str(store)]
    settings = {**environment(MINGZHANG_LOG="off")}
    settings.pop("MINGZHANG_EMBEDDING_MODEL", None)
    process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    try:
        until, done = time.monotonic() + ENCODING, False
        while time.monotonic() < until:
            time.sleep(1)
            try:
                state = httpx2.get(f"http://127.0.0.1:{port}/ready").json()
            except httpx2.HTTPError:
                continue
            if state.get("questions") == "ready" and state.get("vectors") in ("complete", "failed", "lexical only"):
                done = True
                break
        return resident(process.pid), done
    finally:
        process.terminate()
        process.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.ingestion", description=__doc__)
    parser.add_argument("--bodies", type=int, default=5, help="bodies drawn, three years each (default: 5)")
    parser.add_argument("--readers", type=int, default=os.cpu_count() or 1, help="most processes that read")
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="mingzhang-bench-"))
    try:
        generate(work, given.bodies, range(2021, 2024), layouts=LAYOUTS)
        found = runs(work / "documents", work, given.readers)
        memory, encoded = idle_memory(work / "store-1")
    finally:
        shutil.rmtree(work)
    rows = [[each.readers, each.documents, f"{each.per_minute:.0f}"] for each in found]
    total = sum(memory.values()) / 2**30
    working = "" if encoded else f", its passages still being encoded after {ENCODING:g} s"
    text = (
        table(["processes that read", "documents", "documents a minute"], rows)
        + f"\n\nMemory of the idle service with its model{working}: {total:.2f} GiB in {len(memory)} processes "
        + f"({', '.join(f'{size / 2**20:.0f} MiB' for size in sorted(memory.values(), reverse=True))}); wanted: 2.5."
    )
    print(text)
    if given.keep:
        keep("ingestion", {"runs": [asdict(each) for each in found], "memory": sorted(memory.values())})
        write_section("ingestion", f"## Ingestion and memory\n\n`python -m bench.ingestion`. {machine()}.\n\n{text}")


if __name__ == "__main__":
    main()
