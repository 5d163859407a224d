"""The library: disclosures added, replaced, removed, and published to readers.

One process writes at a time, under a lock. What is acknowledged is on disk in the journal before the graph is touched;
an interrupted change is finished when the library is next opened. Readers see published generations only.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from graph.describe.disclosure import describe
from graph.describe.revisions import Change, changes, fold
from graph.describe.structure import StructureViolation, check_structure
from graph.library.journal import Entry, Journal
from graph.library.upkeep import Upkeep
from graph.naming.identity import Names
from graph.store.embedded import EmbeddedStore
from graph.store.generation import SOURCES, current_number, new_folder, publish
from graph.store.layout import identity, prepare
from graph.store.lock import StoreBusy, take_lock
from graph.store.remote_store import RemoteStore
from graph.store.server import Server
from ingest.records import Disclosure, DisclosureKey
from ontology.terms import DEFAULT_BASE

__all__ = ["HeldElsewhere", "Library", "MixedStore", "Outcome", "StoreBusy", "StructureViolation"]

Status = Literal["new", "no-op", "joined", "revision", "replaced", "removed"]
Indexer = Callable[[Path, Path | None], dict[str, Any] | None]
"""Fills the indexes of a generation in the making: its folder, the folder of the generation before; more manifest."""


class HeldElsewhere(ValueError):
    """A file already belongs to another disclosure; which one, and what to do, is in the message."""


class MixedStore(ValueError):
    """A sample of an invented body would come to stand beside real disclosures, or a real one beside samples."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a disclosure. ``disclosure`` and ``revision`` are IRIs; no revision after the last is removed."""

    status: Status
    disclosure: str
    revision: str
    changes: tuple[Change, ...] = ()


class Library:
    """The writer of one store folder, open from its making until ``close`` or the end of a ``with``."""

    def __init__(
        self,
        store_dir: Path | str,
        base: str = DEFAULT_BASE,
        *,
        server: Server | None = None,
        patience: float = 600.0,
        notice: Callable[[str], None] = lambda message: None,
    ) -> None:
        """``patience``: seconds to wait for another writer; ``notice`` is told once when it has to wait. ``server``
        is where the current graphs are kept, if not in the folder.

        A store of an older layout is brought up to this one. Raises StoreBusy when the wait is over, ServerError, and
        ValueError for a store of another base, of a newer layout or one too old, or damaged.
        """
        self.store_dir = Path(store_dir)
        self.names = Names(base)
        self.server = server
        self._published = 0.0
        self.store_dir.mkdir(parents=True, exist_ok=True)
        self._lock = take_lock(self.store_dir, patience, notice)
        try:
            prepare(self.store_dir, base, notice)
            self.journal = Journal(self.store_dir)
            self._open()
            if self._upkeep.is_of_other_rules():
                notice("描述、单位认定或审核的规则有变，正在重算整个图")
                self.rebuild()
            else:
                self._upkeep.finish_interrupted()
            self._show()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the store and its lock go. What was acknowledged stays, published or not."""
        for store in (getattr(self, "_store", None), getattr(self, "_replaced", None)):
            if store is not None:
                store.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def add(self, disclosure: Disclosure) -> Outcome:
        """Takes in a disclosure as read from its files; durable when this returns.

        Files already held: no-op. Only parts the disclosure lacks: joined. Parts already held: a revision, with what
        changed. Raises HeldElsewhere, MixedStore, and StructureViolation where the description is not as it ought to be
        (our fault); the store is then as it was.
        """
        key = self.journal.units.key(disclosure.key)
        files = {file.sha256 for file in disclosure.files}
        holders = {sha256: self.journal.by_file[sha256] for sha256 in files & self.journal.by_file.keys()}
        if len(holders) == len(files):
            return self._outcome("no-op", next(iter(holders.values())).key)
        for entry in holders.values():
            if entry.key != key:
                raise HeldElsewhere(
                    f"{', '.join(file.name for file in disclosure.files)}: one of these files already belongs to "
                    f"{self.names.disclosure(entry.key).value}; remove that disclosure first, or leave the file out"
                )
        self._keep_samples_apart(disclosure)
        held = self.journal.by_key.get(key, [])
        superseded = [entry for entry in held if files.issuperset(entry.files)]
        before = fold(held)
        check_structure(describe(self.journal.units.applied(disclosure), self.names.base), self.names.base)
        old, known = self._upkeep.current(key), self._upkeep.revision_iris(key)
        self.journal.put(disclosure, superseded)
        self._upkeep.apply(key, known)
        status: Status = "new" if not before else "joined"
        if len(fold(self.journal.by_key[key])) > len(before):
            status = "revision" if before else "new"
        found = changes(old, self._disclosure(key)) if old is not None and status == "revision" else ()
        return self._outcome(status, key, found)

    def _keep_samples_apart(self, disclosure: Disclosure) -> None:
        """Nobody must take an invented body for a real one: a store holds samples or real disclosures, never both."""
        other = next(iter(self.journal.by_key), None)
        if other is not None and self._disclosure(other).sample != disclosure.sample:
            new, old = ("样例", "真实公开文件") if disclosure.sample else ("真实公开文件", "样例")
            raise MixedStore(
                f"{', '.join(file.name for file in disclosure.files)}: 是{new}，而库 {self.store_dir} 收的是{old}；"
                "二者不混放，请用 --store（或 MINGZHANG_STORE）指定另一个库"
            )

    def replace(self, disclosure: Disclosure) -> Outcome:
        """Puts a new reading of files already held in the place of the old one, for a reader that has improved.

        Raises KeyError where the same files are not held under the same key; otherwise as ``add``.
        """
        key = self.journal.units.key(disclosure.key)
        files = tuple(sorted({file.sha256 for file in disclosure.files}))
        held = next((entry for entry in self.journal.by_key.get(key, []) if entry.files == files), None)
        if held is None:
            raise KeyError(f"{', '.join(file.name for file in disclosure.files)}: not held, so it can't be replaced")
        check_structure(describe(self.journal.units.applied(disclosure), self.names.base), self.names.base)
        old, known = self._disclosure(key), self._upkeep.revision_iris(key)
        self.journal.put(disclosure, [held], op="replace")
        self._upkeep.apply(key, known)
        return self._outcome("replaced", key, changes(old, self._disclosure(key)))

    def remove(self, what: str) -> Outcome:
        """Removes a whole disclosure (by its IRI or that of a revision), or what one file gave (by its SHA-256).

        What stays is as if the removed had never been there. Raises KeyError where nothing of that name is held.
        """
        entries = self._named(what)
        key = entries[0].key
        known = self._upkeep.revision_iris(key)
        self.journal.remove(entries)
        self._upkeep.apply(key, known)
        return self._outcome("removed", key)

    @property
    def made_by(self) -> str:
        """Name of the rules that the graph was made by; a generation's manifest names those of its own."""
        return self._upkeep.made_by()

    def disclosures(self) -> list[tuple[DisclosureKey, str]]:
        """Keys held, with the IRI of the current revision, in order."""
        found = [(key, self._outcome("no-op", key).revision) for key in self.journal.by_key]
        return sorted(found, key=lambda pair: pair[1])

    def current(self, key: DisclosureKey) -> Disclosure | None:
        """The current disclosure of a key as a record, None where none is held."""
        return self._upkeep.current(self.journal.units.key(key))

    def publish(self, indexers: Sequence[Indexer] = ()) -> Path:
        """Publishes what is held as a new generation, and gives its folder."""
        self._upkeep.sync_reviews()
        before = current_number(self.store_dir)
        number, made = new_folder(self.store_dir)
        for name, store in (("graph", self._store), ("replaced", self._replaced)):
            store.flush()
            store.backup(made / name)
        for name in ("text", "vectors"):
            (made / name).mkdir()
        (made / SOURCES).write_text(json.dumps(self._upkeep.sources(), sort_keys=True), "utf-8")
        manifest: dict[str, Any] = {
            "base": self.names.base,
            **self._now(),
            "disclosures": len(self.journal.by_key),
            "vectors": "none",
        }
        previous = None if before is None else self.store_dir / "generations" / f"{before:06d}"
        for indexer in indexers:
            manifest.update(indexer(made, previous) or {})
        self._published = time.monotonic()
        final = publish(self.store_dir, number, made, manifest)
        self._store.published(number)
        return final

    @property
    def engine(self) -> str:
        """Where the current graphs are: embedded or server."""
        return self._store.engine

    def _show(self) -> None:
        """What a writer that was ended has left undone is done: where it is what was published, readers may read it."""
        if not isinstance(self._store, RemoteStore):
            return
        number = current_number(self.store_dir)
        if number is not None and not self._store.holds(number) and self.is_published():
            self._store.flush()
            self._store.published(number)

    def _now(self) -> dict[str, Any]:
        """What a manifest says of all that is held as it is now."""
        return {"applied": len(self.journal.touched), "made_by": self.made_by, "graph": self.engine}

    def is_published(self) -> bool:
        """Whether readers see all that is held: the last generation's manifest says so. Raises NoGeneration."""
        number = current_number(self.store_dir)
        if number is None:
            return not self.journal.by_key
        path = self.store_dir / "generations" / f"{number:06d}" / "manifest.json"
        if not path.exists():
            return False
        manifest = json.loads(path.read_text("utf-8"))
        return all(manifest.get(name) == value for name, value in self._now().items())

    def publish_due(self, indexers: Sequence[Indexer] = (), every: float = 30.0) -> Path | None:
        """Publishes if the last time is at least ``every`` seconds ago; for long batches."""
        return self.publish(indexers) if time.monotonic() - self._published >= every else None

    def rebuild(self) -> None:
        """Computes the whole graph anew from the records, and writes the journal anew with what is held."""
        self.journal.compact()
        if isinstance(self._store, RemoteStore):
            self._store.clear()
        self._store.close()
        self._replaced.close()
        shutil.rmtree(self.store_dir / "working")
        self._open()
        self._upkeep.build()

    # ------------------------------------------------------------ the work

    def _open(self) -> None:
        self._store: EmbeddedStore | RemoteStore
        if self.server is None:
            self._store = EmbeddedStore(self.store_dir / "working" / "graph")
        else:
            self._store = RemoteStore(self.server, self.names.base, identity(self.store_dir))
        self._replaced = EmbeddedStore(self.store_dir / "working" / "replaced")
        self._upkeep = Upkeep(self.journal, self._store, self._replaced, self.names.base)

    def _outcome(self, status: Status, key: DisclosureKey, found: tuple[Change, ...] = ()) -> Outcome:
        iris = self._upkeep.revision_iris(key)
        return Outcome(status, self.names.disclosure(key).value, iris[-1].value if iris else "", found)

    def _disclosure(self, key: DisclosureKey) -> Disclosure:
        found = self._upkeep.current(key)
        assert found is not None, f"{key} is held and has no revision"
        return found

    def _named(self, what: str) -> list[Entry]:
        if what in self.journal.by_file:
            key = self.journal.by_file[what].key
            return [entry for entry in self.journal.by_key[key] if what in entry.files]
        for key, entries in self.journal.by_key.items():
            iri = self.names.disclosure(key).value
            if what == iri or what.startswith(iri + "/"):
                return entries
        raise KeyError(f"{what}: nothing of that name is held; give the IRI of a disclosure or the SHA-256 of a file")
