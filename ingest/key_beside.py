"""A document that does not say by itself whose disclosure it is of, and the ones beside it that do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.records import DisclosureKey, Kind, Scope


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What of a disclosure's key a document tells; None where it does not."""

    unit: str | None
    year: int | None
    kind: Kind | None
    scope: Scope | None

    def agrees(self, key: DisclosureKey) -> bool:
        """Whether nothing told speaks against its being this disclosure; a unit may be named with its place or not."""
        return ((self.unit is None or same_body(self.unit, key.unit)) and self.year in (None, key.year)
                and self.kind in (None, key.kind) and self.scope in (None, key.scope))


def settled(known: KnownKey, keys: Iterable[DisclosureKey]) -> DisclosureKey | None:
    """The one disclosure beside a document that agrees with all that the document tells; None where none or several do,
    or where the document names no body and those beside it are of several."""
    keys = set(keys)
    if known.unit is None and len({key.unit for key in keys}) > 1:
        return None
    found = [key for key in keys if known.agrees(key)]
    return found[0] if len(found) == 1 else None


def same_body(one: str, other: str) -> bool:
    """Whether two names are one body's: with its place before it, and without."""
    return one.endswith(other) or other.endswith(one)
