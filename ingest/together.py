"""Files that stand in one folder or zip: what one does not say of its disclosure, those beside it do.

A body publishes its tables in a workbook and its prose in a text, each project's evaluation in a file of its own. A
file that tells its key only in part is taken for the one disclosure beside it that agrees with that part, and where it
names no body, also with an amount; texts and evaluations of one disclosure that come at once stand beside each other,
where later ones would replace earlier.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from ingest.batch import Failure
from ingest.key_beside import KnownKey, settled
from ingest.records import Disclosure, DisclosureKey, Unit

Read = Callable[[Sequence[Path], Mapping[str, Any]], Generator[tuple[Path, Disclosure | Failure], None, None]]
"""Reads files as disclosures of their own, given what is known of their key, in order."""

_CONTENTS = ("files", "figures", "facts", "passages", "indicators", "projects", "goals", "scores", "key_works", "notes",
             "blanks")


def read_together(
    files: Sequence[Path], places: Mapping[Path, PurePath], read: Read, key: Mapping[str, Any],
    held: Iterable[tuple[Path, DisclosureKey]] = (),
) -> Generator[tuple[Path, Disclosure | Failure], None, None]:
    """Each file as a disclosure, or why not; those that need others to tell whose they are come last.

    ``places``: where a file stood, if not where it lies (in a zip); ``key``: what the caller knows of all;
    ``held``: files beside these that are held already, with their disclosures.
    """
    keys: dict[PurePath, set[DisclosureKey]] = defaultdict(set)
    amounts: dict[DisclosureKey, set[Decimal]] = defaultdict(set)
    for path, of in held:
        keys[places.get(path, path).parent].add(of)
    left: list[tuple[Path, KnownKey]] = []
    company = len(files) + sum(len(found) for found in keys.values()) > 1
    for path, found in read(files, {**key, "beside": True} if company else key):
        if isinstance(found, Disclosure):
            keys[places.get(path, path).parent].add(found.key)
            amounts[found.key].update(_amounts(found))
        elif company and found.known is not None:
            left.append((path, found.known))
            continue
        yield path, found
    settling: dict[DisclosureKey | None, list[Path]] = defaultdict(list)
    for path, known in left:
        beside = next((keys[folder] for folder in places.get(path, path).parents if keys.get(folder)), set())
        settling[settled(known, beside)].append(path)
    nameless = {path for path, known in left if known.unit is None}
    for other, paths in settling.items():
        for path, found in read(paths, {**key, **asdict(other)} if other else key):
            if other and path in nameless and isinstance(found, Disclosure) and not _totals(found) & amounts[other]:
                yield from read([path], key)
            else:
                yield path, found


def _amounts(disclosure: Disclosure) -> set[Decimal]:
    """All amounts of money, in yuan."""
    told = [*(figure.amount for figure in disclosure.figures), *(fact.amount for fact in disclosure.facts)]
    return {amount for amount in told if amount}


def _totals(disclosure: Disclosure) -> set[Decimal]:
    return {figure.amount for figure in disclosure.figures if figure.level == "total" and figure.amount}


class Companions:
    """Disclosures read from one folder at once, so that files of one that hold texts do not replace each other."""

    def __init__(self, scratch: Path) -> None:
        """``scratch``: a folder that the caller removes."""
        self._scratch = scratch
        self._read: dict[tuple[PurePath, DisclosureKey], Path] = {}

    def joined(self, place: PurePath, disclosure: Disclosure) -> Disclosure:
        """A disclosure with what files beside it gave of the same; by itself where both hold the same tables, or one is
        the other once more in another format."""
        at = place.parent, disclosure.key
        before = self._read.get(at)
        whole = disclosure
        if before is not None:
            earlier: Disclosure = pickle.loads(before.read_bytes())
            if _apart(earlier, disclosure):
                whole = _put_together(earlier, disclosure)
        kept = self._scratch / f"read-{len(self._read) if before is None else before.stem.split('-')[1]}"
        kept.write_bytes(pickle.dumps(whole))
        self._read[at] = kept
        return whole


def _apart(one: Disclosure, other: Disclosure) -> bool:
    forms, others = ({figure.form_id for figure in each.figures if figure.kind == "table"} for each in (one, other))
    texts, further = ({passage.text for passage in each.passages} for each in (one, other))
    names = {file.name for file in one.files} & {file.name for file in other.files}
    again = texts & further and 2 * len(texts & further) >= min(len(texts), len(further))
    return not (forms & others or names or again)


def _put_together(one: Disclosure, other: Disclosure) -> Disclosure:
    contents: dict[str, Any] = {name: (*getattr(one, name), *getattr(other, name)) for name in _CONTENTS}
    printed = {figure.form_id for figure in contents["figures"]} | {row.form_id for row in contents["blanks"]}
    ledger = dict.fromkeys(entry for entry in (*one.ledger, *other.ledger)
                           if not (entry.event == "missing" and entry.form in printed))
    first, second = one.unit, other.unit
    unit = Unit(
        first.name, tuple(dict.fromkeys((*first.aliases, *second.aliases))), first.region or second.region,
        first.parent or second.parent, first.duties or second.duties,
        second.staff if first.staff is None else first.staff, tuple(dict.fromkeys((*first.members, *second.members))),
    )
    return replace(one, unit=unit, ledger=tuple(ledger), sample=one.sample or other.sample,
                   parts=one.parts | other.parts, **contents)
