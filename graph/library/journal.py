"""The journal: which records the library accepted or let go of, in order. With the records it is the whole truth.

The graph is computed from it, so a crash at any moment loses nothing that was acknowledged: a line is on disk before
the graph is touched, and the graph is brought up to the last line when the store is next opened. A record's own text is
kept in ``records/{sha256 of the text}.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.describe.revisions import supplied
from graph.library.records_json import dumps, loads
from graph.naming.identity import files_digest, normal
from graph.naming.units import UNITS, Units
from graph.store.generation import sync, write_whole
from ingest.records import Disclosure, DisclosureKey


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is held: its name in ``records/``, its key, its files' checksums, its parts, and the name that its
    documents print for the body, which the key may have under another name."""

    record: str
    key: DisclosureKey
    files: tuple[str, ...]
    parts: frozenset[str]
    printed: str

    @property
    def digest(self) -> str:
        """Name of the set of files it was read from."""
        return files_digest(self.files)


def entry_of(disclosure: Disclosure, record: str, units: Units) -> Entry:
    """The journal's entry of a record as read."""
    files = tuple(sorted({file.sha256 for file in disclosure.files}))
    key = disclosure.key
    return Entry(record, units.key(key), files, supplied(disclosure), normal(key.unit))


class Journal:
    """The journal and the records of one store folder. Only the holder of the writer's lock may use it."""

    def __init__(self, store_dir: Path) -> None:
        self.path = store_dir / "journal.jsonl"
        self.units = Units.read(store_dir / UNITS)
        self.records = store_dir / "records"
        self.records.mkdir(parents=True, exist_ok=True)
        self.by_key: dict[DisclosureKey, list[Entry]] = {}
        """What is held, per key in the order of acceptance."""
        self.by_file: dict[str, Entry] = {}
        """The latest entry that holds a file, by the file's checksum."""
        self.by_unit: dict[str, set[DisclosureKey]] = {}
        """Keys held, by unit."""
        self.touched: list[DisclosureKey] = []
        """The key that each line of the journal speaks of."""
        self._replay()

    def put(self, disclosure: Disclosure, drop: Iterable[Entry] = (), *, op: str = "add") -> Entry:
        """Accepts a record and lets those in ``drop`` go; on disk when this returns.

        ``op`` "add" puts it last, "replace" puts it in the place of the one it drops (a new reading of its files).
        """
        text = dumps(disclosure).encode()
        record = hashlib.sha256(text).hexdigest()
        path = self.records / f"{record}.json"
        if not path.exists():
            write_whole(path, text)
        entry = entry_of(disclosure, record, self.units)
        self._append({**_line(entry), "op": op, "drop": [old.record for old in drop]})
        return entry

    def remove(self, entries: Sequence[Entry]) -> None:
        """Lets records of one key go."""
        self._append({"op": "remove", "key": _key(entries[0]), "drop": [entry.record for entry in entries]})

    def read(self, entry: Entry) -> Disclosure:
        """The record of an entry, under the name its body is kept by. ValueError where its text is not what was
        accepted."""
        path = self.records / f"{entry.record}.json"
        text = path.read_bytes()
        if hashlib.sha256(text).hexdigest() != entry.record:
            raise ValueError(f"{path}: damaged, its text is not the one that was stored; restore it from a backup")
        return self.units.applied(loads(text))

    def compact(self) -> None:
        """Writes the journal anew with what is held only, and removes records that nothing names."""
        entries = [entry for key in sorted(self.by_key, key=_sorting) for entry in self.by_key[key]]
        write_whole(self.path, "".join(_text(_line(entry)) for entry in entries).encode())
        held = {entry.record for entry in entries}
        for path in self.records.iterdir():
            if path.stem not in held:
                path.unlink()
        self.touched = [entry.key for entry in entries]

    def _append(self, line: dict[str, Any]) -> None:
        new = not self.path.exists()
        with self.path.open("ab") as file:
            length = file.tell()
            try:
                file.write(_text(line).encode())
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # A full disk must not leave half a line that the next one would be glued to.
                os.ftruncate(file.fileno(), length)
                raise
        if new:
            sync(self.path.parent)
        self._apply(line)

    def _apply(self, line: dict[str, Any]) -> None:
        key = self.units.key(DisclosureKey(**line["key"]))
        held = self.by_key.get(key, [])
        dropped = set(line.get("drop", ()))
        new = [
            Entry(line["record"], key, tuple(line["files"]), frozenset(line["parts"]), line["key"]["unit"])
        ] if "record" in line else []
        places = [place for place, entry in enumerate(held) if entry.record in dropped]
        kept = [entry for entry in held if entry.record not in dropped]
        at = places[0] if line["op"] == "replace" else len(kept)
        kept[at:at] = new
        for entry in held:
            for sha256 in entry.files:
                self.by_file.pop(sha256, None)
        if kept:
            self.by_key[key] = kept
            self.by_unit.setdefault(key.unit, set()).add(key)
        elif held:
            del self.by_key[key]
            self.by_unit[key.unit].discard(key)
        for entry in kept:
            self.by_file.update(dict.fromkeys(entry.files, entry))
        self.touched.append(key)

    def _replay(self) -> None:
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            # A crash in the middle of a line: it was never acknowledged.
            with self.path.open("r+b") as file:
                file.truncate(whole)
                os.fsync(file.fileno())
        for number, line in enumerate(content[:whole].splitlines(), 1):
            try:
                self._apply(json.loads(line))
            except (ValueError, KeyError, TypeError, IndexError) as error:
                raise ValueError(f"{self.path}:{number}: damaged ({error!r}); restore it from a backup") from error


def _key(entry: Entry) -> dict[str, Any]:
    """A key as printed: what names are one body may be said anew."""
    key = entry.key
    return {"unit": entry.printed, "year": key.year, "kind": key.kind, "scope": key.scope}


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "op": "add",
        "key": _key(entry),
        "record": entry.record,
        "files": list(entry.files),
        "parts": sorted(entry.parts),
    }


def _text(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"


def _sorting(key: DisclosureKey) -> tuple[str, int, str, str]:
    return key.unit, key.year, key.kind, key.scope
