"""What the indexes hold: a passage with the unit and year it speaks of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """One passage of prose. ``section``: headings above it, outermost first; ``page`` and ``line`` from 1 or None."""

    iri: str
    text: str
    section: tuple[str, ...]
    unit_iri: str
    unit_name: str
    year: int
    document: str
    page: int | None = None
    line: int | None = None

    @property
    def key(self) -> int:
        """The number that stands for the IRI in both indexes: its first 63 bits of sha256."""
        return int.from_bytes(hashlib.sha256(self.iri.encode()).digest()[:8]) >> 1

    @property
    def disclosure(self) -> str:
        """IRI of the revision that the passage belongs to."""
        return self.iri.partition("/passage/")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` orders the hits of one search and means nothing beyond it. ``unit`` is an IRI."""

    text: str
    score: float
    document: str
    page: int | None
    section: tuple[str, ...]
    iri: str
    unit: str
    year: int
    line: int | None = None
    unit_name: str = ""
