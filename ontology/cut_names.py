"""Official names that a page break cut in two."""

from __future__ import annotations

from functools import cache

from ontology.layout import bare, strip_ordinal
from ontology.schemes import official_names


def completes_name(first: str, rest: str) -> bool:
    """Whether two pieces of a printed label make an official name of the functional or economic classification, which
    the first alone is not. Order numbers and white space make no difference."""
    names = _all_names()
    whole = strip_ordinal(bare(first))
    return whole + bare(rest) in names and whole not in names


@cache
def _all_names() -> frozenset[str]:
    return frozenset(n for scheme in ("functional", "economic") for own in official_names(scheme).values() for n in own)
