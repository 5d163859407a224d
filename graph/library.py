"""The library: disclosures added, replaced, removed, and published to readers.

One process writes at a time, under a lock. What is acknowledged is on disk in the journal before the graph is touched;
an interrupted change is finished when the library is next opened. Readers see published generations only.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from graph.describe import describe_disclosure
from graph.generation import FORMAT, current_number, new_folder, publish, write_whole
from graph.identity import Names, normal
from graph.items import Items
from graph.journal import Entry, Journal
from graph.links import Replacement, describe_links
from graph.literals import integer_literal
from graph.revisions import Change, changes, fold, merged
from graph.store import EmbeddedStore
from graph.structure import check_structure
from graph.vocabulary import ACTIVITY, DATE_TIME, ENDED_AT, GENERATED, TYPE, describe_ontology, vocabulary
from ingest.records import Disclosure, DisclosureKey
from ontology.terms import DEFAULT_BASE

Status = Literal["new", "no-op", "joined", "revision", "replaced", "removed"]
Indexer = Callable[[Path, Path | None], dict[str, Any] | None]
"""Fills the indexes of a generation in the making: its folder, the folder of the generation before; more manifest."""


class StoreBusy(Exception):
    """Another process writes to the store, and the time to wait for it is over."""


class HeldElsewhere(ValueError):
    """A file already belongs to another disclosure; which one, and what to do, is in the message."""


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
        patience: float = 600.0,
        notice: Callable[[str], None] = lambda message: None,
    ) -> None:
        """``patience``: seconds to wait for another writer; ``notice`` is told once when it has to wait.

        Raises StoreBusy when the wait is over, and ValueError for a store of another base or layout, or damaged.
        """
        self.store_dir = Path(store_dir)
        self.names = Names(base)
        self.mz = vocabulary(base)
        self.items = Items(self.names)
        self._patience = patience
        self._notice = notice
        self._lock = -1
        self._published = 0.0
        self._read: dict[str, Disclosure] = {}
        self.store_dir.mkdir(parents=True, exist_ok=True)
        self._lock = self._take_lock()
        try:
            self._check_layout()
            self.journal = Journal(self.store_dir)
            self.store = EmbeddedStore(self.store_dir / "working" / "graph")
            self.replaced = EmbeddedStore(self.store_dir / "working" / "replaced")
            self.store.set_graph(self.names.ontology_graph, describe_ontology(self.names.base))
            self._finish_interrupted()
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
        for store in (getattr(self, "store", None), getattr(self, "replaced", None)):
            if store is not None:
                store.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def add(self, disclosure: Disclosure) -> Outcome:
        """Takes in a disclosure as read from its files; durable when this returns.

        Files already held: no-op. Only parts the disclosure lacks: joined. Parts already held: a revision, with what
        changed. Raises HeldElsewhere, and StructureViolation where the description is not as it ought to be (our
        fault); the store is then as it was.
        """
        key = _normal_key(disclosure.key)
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
        held = self.journal.by_key.get(key, [])
        superseded = [entry for entry in held if files.issuperset(entry.files)]
        before = fold(held)
        self._check(disclosure)
        old = self._current(key)
        self.journal.put(disclosure, superseded)
        self._apply(key)
        status: Status = "new" if not before else "joined"
        if len(fold(self.journal.by_key[key])) > len(before):
            status = "revision" if before else "new"
        found = changes(old, self._disclosure(key)) if old is not None and status == "revision" else ()
        return self._outcome(status, key, found)

    def replace(self, disclosure: Disclosure) -> Outcome:
        """Puts a new reading of files already held in the place of the old one, for a reader that has improved.

        Raises KeyError where the same files are not held under the same key; otherwise as ``add``.
        """
        key = _normal_key(disclosure.key)
        files = tuple(sorted({file.sha256 for file in disclosure.files}))
        held = next((entry for entry in self.journal.by_key.get(key, []) if entry.files == files), None)
        if held is None:
            raise KeyError(f"{', '.join(file.name for file in disclosure.files)}: not held, so it can't be replaced")
        self._check(disclosure)
        old = self._disclosure(key)
        self.journal.put(disclosure, [held], op="replace")
        self._apply(key)
        return self._outcome("replaced", key, changes(old, self._disclosure(key)))

    def remove(self, what: str) -> Outcome:
        """Removes a whole disclosure (by its IRI or that of a revision), or what one file gave (by its SHA-256).

        What stays is as if the removed had never been there. Raises KeyError where nothing of that name is held.
        """
        entries = self._named(what)
        key = entries[0].key
        self.journal.remove(entries)
        self._apply(key)
        return self._outcome("removed", key)

    def disclosures(self) -> list[tuple[DisclosureKey, str]]:
        """Keys held, with the IRI of the current revision, in order."""
        found = [(key, self._outcome("no-op", key).revision) for key in self.journal.by_key]
        return sorted(found, key=lambda pair: pair[1])

    def current(self, key: DisclosureKey) -> Disclosure | None:
        """The current disclosure of a key as a record, None where none is held."""
        return self._current(_normal_key(key))

    def publish(self, indexers: Sequence[Indexer] = ()) -> Path:
        """Publishes what is held as a new generation, and gives its folder."""
        before = current_number(self.store_dir)
        number, made = new_folder(self.store_dir)
        for name, store in (("graph", self.store), ("replaced", self.replaced)):
            store.flush()
            store.backup(made / name)
        for name in ("text", "vectors"):
            (made / name).mkdir()
        manifest: dict[str, Any] = {
            "base": self.names.base,
            "applied": len(self.journal.touched),
            "disclosures": len(self.journal.by_key),
            "quads": len(self.store.store),
            "vectors": "none",
        }
        previous = None if before is None else self.store_dir / "generations" / f"{before:06d}"
        for indexer in indexers:
            manifest.update(indexer(made, previous) or {})
        self._published = time.monotonic()
        return publish(self.store_dir, number, made, manifest)

    def publish_due(self, indexers: Sequence[Indexer] = (), every: float = 30.0) -> Path | None:
        """Publishes if the last time is at least ``every`` seconds ago; for long batches."""
        return self.publish(indexers) if time.monotonic() - self._published >= every else None

    def rebuild(self) -> None:
        """Computes the whole graph anew from the records, and writes the journal anew with what is held."""
        self.journal.compact()
        for name in ("store", "replaced"):
            getattr(self, name).close()
        shutil.rmtree(self.store_dir / "working")
        self.store = EmbeddedStore(self.store_dir / "working" / "graph")
        self.replaced = EmbeddedStore(self.store_dir / "working" / "replaced")
        self.store.set_graph(self.names.ontology_graph, describe_ontology(self.names.base))
        for unit in sorted(self.journal.by_unit):
            self._sync_unit(unit, self.journal.by_unit[unit])
        self._mark(None)

    # ------------------------------------------------------------ the work

    def _take_lock(self) -> int:
        path = self.store_dir / "lock"
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        deadline, told = time.monotonic() + self._patience, False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
                return handle
            except BlockingIOError:
                other = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
                if time.monotonic() >= deadline:
                    os.close(handle)
                    raise StoreBusy(
                        f"{self.store_dir}: process {other} still writes after {self._patience:g} s; try again later"
                    ) from None
                if not told:
                    self._notice(f"{self.store_dir}: process {other} is writing; waiting for it to finish")
                    told = True
                time.sleep(0.1)

    def _check_layout(self) -> None:
        path = self.store_dir / "store.json"
        if not path.exists():
            write_whole(path, json.dumps({"base": self.names.base, "format": FORMAT}).encode())
            return
        found = json.loads(path.read_text("utf-8"))
        if found.get("format") != FORMAT:
            raise ValueError(
                f"{path}: written in layout {found.get('format')}, this program writes {FORMAT}; "
                "ingest the documents again into a new store"
            )
        if found.get("base") != self.names.base:
            raise ValueError(
                f"{path}: the store was made under the base {found.get('base')}, not {self.names.base}; "
                "set MINGZHANG_BASE to it, or use another store"
            )

    def _check(self, disclosure: Disclosure) -> None:
        check_structure(
            [*describe_disclosure(disclosure, self.names.base), *describe_links([disclosure], self.names.base)],
            self.names.base,
        )

    def _revisions(self, key: DisclosureKey) -> list[Disclosure]:
        """All revisions of a key as records, the current one last."""
        found = []
        for revision in fold(self.journal.by_key.get(key, [])):
            found.append(merged({entry.digest: (self._record(entry), parts) for entry, parts in revision.items()}))
        return found

    def _record(self, entry: Entry) -> Disclosure:
        """A record, kept in memory for a while: a batch comes unit by unit."""
        found = self._read.pop(entry.record, None)
        if found is None:
            found = self.journal.read(entry)
        self._read[entry.record] = found
        while len(self._read) > 64:
            del self._read[next(iter(self._read))]
        return found

    def _current(self, key: DisclosureKey) -> Disclosure | None:
        revisions = self._revisions(key)
        return revisions[-1] if revisions else None

    def _disclosure(self, key: DisclosureKey) -> Disclosure:
        found = self._current(key)
        assert found is not None
        return found

    def _outcome(self, status: Status, key: DisclosureKey, found: tuple[Change, ...] = ()) -> Outcome:
        current = self._current(key)
        revision = "" if current is None else self.names.revision(key, current.files).value
        return Outcome(status, self.names.disclosure(key).value, revision, found)

    def _named(self, what: str) -> list[Entry]:
        if what in self.journal.by_file:
            key = self.journal.by_file[what].key
            return [entry for entry in self.journal.by_key[key] if what in entry.files]
        for key, entries in self.journal.by_key.items():
            iri = self.names.disclosure(key).value
            if what == iri or what.startswith(iri + "/"):
                return entries
        raise KeyError(f"{what}: nothing of that name is held; give the IRI of a disclosure or the SHA-256 of a file")

    def _apply(self, key: DisclosureKey) -> None:
        self._sync_unit(key.unit, [key])
        self._mark(key)

    def _mark(self, key: DisclosureKey | None) -> None:
        """Writes down up to which line of the journal the graph is, and when; in the one graph that knows a clock."""
        graph, count = self.names.runs_graph, len(self.journal.touched)
        quads = [q for q in self.store.quads(graph) if q.predicate != self.mz.applied] if key is not None else []
        quads.append(Quad(graph, self.mz.applied, integer_literal(count), graph))
        if key is not None:
            run = self.names.run(count)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            quads.append(Quad(run, TYPE, ACTIVITY, graph))
            quads.append(Quad(run, ENDED_AT, ox.Literal(now, datatype=DATE_TIME), graph))
            quads.append(Quad(run, GENERATED, NamedNode(self._outcome("no-op", key).revision), graph))
        self.store.set_graph(graph, quads)

    def _finish_interrupted(self) -> None:
        graph = self.names.runs_graph
        marks = [q.object for q in self.store.quads(graph) if q.predicate == self.mz.applied]
        applied = int(marks[0].value) if marks and isinstance(marks[0], ox.Literal) else 0
        pending = self.journal.touched[applied:]
        for unit in sorted({key.unit for key in pending}):
            self._sync_unit(unit, {key for key in pending if key.unit == unit})
        if pending:
            self._mark(None)

    def _sync_unit(self, unit: str, touched: Iterable[DisclosureKey]) -> None:
        """Brings the graphs of the keys ``touched``, the unit's links and the items they name up to the journal."""
        current: list[Disclosure] = []
        history: list[Replacement] = []
        touched = set(touched)
        for key in self.journal.by_unit.get(unit, set()) | touched:
            revisions = self._revisions(key)
            iris = [self.names.revision(key, revision.files) for revision in revisions]
            current += revisions[-1:]
            for old, new, old_iri, new_iri in zip(revisions, revisions[1:], iris, iris[1:], strict=False):
                listed = tuple(map(str, changes(old, new)))
                history.append(Replacement(key, old_iri.value, new_iri.value, listed))
            if key in touched:
                self._sync_key(key, revisions, iris)
        graph = self.names.links_graph(unit)
        before = self.items.named(self.store.quads(graph))
        links = describe_links(current, self.names.base, history)
        self.store.set_graph(graph, links)
        self._sync_items(before | self.items.named(links) | {self.names.unit(unit)})

    def _sync_key(self, key: DisclosureKey, revisions: list[Disclosure], iris: list[NamedNode]) -> None:
        prefix = self.names.disclosure(key).value + "/"
        for store, kept in ((self.store, iris[-1:]), (self.replaced, iris[:-1])):
            named: set[NamedNode] = set()
            for graph in [g for g in store.graphs() if g.value.startswith(prefix) and g not in kept]:
                named |= self.items.named(store.quads(graph))
                store.set_graph(graph, [])
            for revision, iri in zip(revisions, iris, strict=True):
                if iri in kept:
                    quads = describe_disclosure(revision, self.names.base)
                    named |= self.items.named(quads)
                    store.set_graph(iri, quads)
            if store is self.store:
                self._sync_items(named)

    def _sync_items(self, nodes: Iterable[NamedNode]) -> None:
        """Each node that some current graph names and none describes gets its label in the items graph, once."""
        graph = self.names.items_graph
        for node in nodes:
            held = set(self.store.store.quads_for_pattern(node, None, None, graph))
            elsewhere = any(
                quad.graph_name != graph for quad in self.store.store.quads_for_pattern(node, None, None, None)
            )
            wanted = set() if elsewhere or not self.store.mentions(node) else set(self.items.describe(node))
            for quad in held - wanted:
                self.store.store.remove(quad)
            self.store.store.extend(wanted - held)


def _normal_key(key: DisclosureKey) -> DisclosureKey:
    return replace(key, unit=normal(key.unit))
