"""Records of one disclosure that came in several files, put together before they are checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.describe.revisions import merged, supplied
from graph.naming.units import written_out
from ingest.records import Disclosure, DisclosureKey


def joined(disclosures: Iterable[Disclosure]) -> list[Disclosure]:
    """Tables and text of one disclosure as one; a record that supplies a part already held stays by itself.

    In the order in which each disclosure was first met.
    """
    kept: list[list[tuple[Disclosure, frozenset[str]]]] = []
    held: dict[DisclosureKey, int] = {}
    for each in disclosures:
        key = replace(each.key, unit=written_out(each.key.unit))
        parts = supplied(each)
        at = held.get(key)
        if at is not None and not any(parts & other for _, other in kept[at]):
            kept[at].append((each, parts))
        else:
            held[key] = len(kept)
            kept.append([(each, parts)])
    return [
        group[0][0] if len(group) == 1 else merged({str(number): pair for number, pair in enumerate(group)})
        for group in kept
    ]
