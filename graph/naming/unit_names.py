"""The other names of a body in its own documents: those it is printed under, those it explains, and short ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.naming.identity import normal
from graph.naming.units import Units, kinds
from ingest.records import Disclosure
from ontology.regions import place_of

_SELF = ("我", "本")
"""What a body puts before the last word of its name when it speaks of itself: 我中心, 本局."""
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name a body also has. ``method`` and ``score`` as in the vocabulary (``mz:method``, ``mz:linkScore``)."""

    name: str
    method: str
    score: Decimal


def unit_names(name: str, disclosures: Sequence[Disclosure], told: Units) -> list[OtherName]:
    """Other names of the body kept under ``name``, by name."""
    found: dict[str, OtherName] = {}
    for alias in sorted({normal(alias) for of in disclosures for alias in of.unit.aliases} - {name, ""}):
        resolved = told.resolve(alias)
        method = resolved.method if resolved.name == name and resolved.method != "same" else "printed"
        found[alias] = OtherName(alias, method, Decimal(1))
    text = "\n".join(normal(passage.text) for of in disclosures for passage in of.passages)
    for short in _short(name):
        if short not in found and _stands(short, name, text):
            found[short] = OtherName(short, "short", (Decimal(len(short)) / len(name)).quantize(_PLACES))
    return [found[each] for each in sorted(found)]


def _short(name: str) -> Iterator[str]:
    """Short forms of a name: without the regions above its own (蔡甸区 ..., 区 ...), and what it calls itself."""
    region, rest = place_of(name)
    if region is not None:
        if region.name != region.full_name:
            yield region.name + rest
        yield region.name[-1] + rest
    kind = next((kind for kind in kinds() if name.endswith(kind)), "")
    if kind:
        yield from (word + kind for word in _SELF)


def _stands(short: str, name: str, text: str) -> bool:
    """Whether a short form stands in the text by itself, not as the end of a longer name."""
    at = name.find(short)
    before = name[at - 1] if at > 0 else ""
    return any(not before or text[found.start() - 1: found.start()] != before
               for found in re.finditer(re.escape(short), text))
