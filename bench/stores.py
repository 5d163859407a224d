"""Stores of a wanted size for the benchmarks, made once of generated disclosures and kept in a folder.

``MINGZHANG_BENCH`` names the folder (default: ``mingzhang-bench`` in the folder for temporary files).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.generate import generate
from graph.store.generation import NoGeneration, open_current

ROOT = Path(__file__).parents[1]
LAYOUTS = ("hubei:tabs", "split:html", "wuhan:flow", "hubei:docx")
"""Formats that are quick to read: how fast they are read is measured elsewhere."""
YEARS = range(2021, 2026)
BODIES_AT_ONCE = 40


def folder() -> Path:
    """Where stores and generated documents are kept between runs."""
    return Path(os.environ.get("MINGZHANG_BENCH") or Path(tempfile.gettempdir()) / "mingzhang-bench")


def environment(**more: str) -> dict[str, str]:
    """The environment of the program's own processes: this checkout, no model, no store of the user's."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "MINGZHANG_EMBEDDING_MODEL": "none", "PYTHONUTF8": "1", **more}


def mingzhang(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the program to its end; raises where it fails."""
    command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment(**more), check=True, capture_output=True, text=True)


def triples(store: Path) -> int:
    """Quads of the published current graphs, 0 where nothing is published."""
    try:
        with open_current(store) as generation:
            return len(generation.store)
    except NoGeneration:
        return 0


def store_of(wanted: int) -> Path:
    """A store of at least ``wanted`` triples; made where the folder holds none, which takes minutes a million."""
    store = folder() / f"store-{wanted}"
    bodies = 0
    while (held := triples(store)) < wanted:
        # As many as are still needed by what a body has taken so far, at first a few.
        a_body = held / bodies if bodies and held else 60_000
        bodies += max(1, min(BODIES_AT_ONCE, round((wanted - held) / a_body)))
        documents = folder() / f"documents-{wanted}"
        generate(documents, bodies, YEARS, layouts=LAYOUTS)
        mingzhang("ingest", documents / "documents", "--store", store, MINGZHANG_KEEP_FILES="false")
    return store
