"""Which version of the program a store was written by: brought up to this one, or refused with what to do.

``store.json`` holds the layout's number. Layouts are counted up when an older program would misread what a newer one
writes. The graph itself needs no migration: it is computed from the records, and computed anew where the description
of a record has changed since (``description_digest``).

    1  everything in the folder
    2  the graph may be on a SPARQL server (``graph`` in a manifest); what layout 1 holds is read as it is
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graph.store.generation import FORMAT, write_whole

FILE = "store.json"
ROOT = Path(__file__).parents[2]
DESCRIBED_BY = (
    "graph/describe/*.py", "graph/naming/*.py", "graph/library/upkeep.py", "ingest/performance/project_names.py",
    "ingest/records.py", "ontology/*.py", "ontology/**/*.csv", "ontology/**/*.toml",
)  # fmt: skip
"""What decides which triples a record becomes; a test holds that nothing is missing."""


def _from_1(store_dir: Path) -> None:
    """Layout 1 to 2: nothing to rewrite."""


MIGRATIONS: Mapping[int, Callable[[Path], None]] = {1: _from_1}
"""Layout → the step to the next one. A step that is cut short is done again from its beginning."""


def prepare(store_dir: Path, base: str, notice: Callable[[str], None] = lambda message: None) -> None:
    """Marks a new store, brings an older one up to this layout; the caller holds the writer's lock.

    Raises ValueError for a newer one, one too old, one of another base, and where the mark is missing or damaged.
    """
    path = store_dir / FILE
    if not path.exists():
        if (store_dir / "journal.jsonl").exists():
            raise ValueError(f"{path}: missing, though documents are stored beside it; restore it from a backup")
        write_whole(path, json.dumps({"base": base, "format": FORMAT}).encode())
        return
    found = _read(path)
    check_format(str(path), found.get("format"))
    if found.get("base") != base:
        raise ValueError(
            f"{path}: the store was made under the base {found.get('base')}, not {base}; "
            "set MINGZHANG_BASE to it, or use another store"
        )
    while found["format"] < FORMAT:
        notice(f"库由旧版写成（格式 {found['format']}），正在转换为格式 {found['format'] + 1}")
        MIGRATIONS[found["format"]](store_dir)
        found["format"] += 1
        write_whole(path, json.dumps(found).encode())


def identity(store_dir: Path) -> str:
    """The name by which servers know whose graphs and vectors they hold; made when it is first needed, and kept."""
    path = store_dir / FILE
    found = _read(path)
    if "id" not in found:
        found["id"] = uuid.uuid4().hex
        write_whole(path, json.dumps(found).encode())
    return str(found["id"])


def check_format(where: str, found: object) -> None:
    """Raises ValueError unless the layout is one that this program reads, as it is or after a migration."""
    if not isinstance(found, int) or isinstance(found, bool):
        raise ValueError(f"{where}: says no layout but {found!r}; it is damaged, restore it from a backup")
    if found > FORMAT:
        raise ValueError(
            f"{where}: written by a newer version of Mingzhang (layout {found}; this one knows {FORMAT}); "
            "update the program; nothing was changed"
        )
    if found < min(MIGRATIONS):
        raise ValueError(
            f"{where}: written by a version too old to be read (layout {found}; the oldest known is "
            f"{min(MIGRATIONS)}); ingest the documents again into a new store"
        )


@cache
def description_digest() -> str:
    """Name of all that decides which triples a record becomes."""
    files = sorted({path for pattern in DESCRIBED_BY for path in ROOT.glob(pattern)})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: damaged ({error}); restore it from a backup") from None
    if not isinstance(found, dict):
        raise ValueError(f"{path}: damaged; restore it from a backup")
    return found
