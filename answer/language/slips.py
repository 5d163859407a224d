"""Names of bodies and of their places written with a slip; a place known to be real is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import jieba
from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import OSA

from answer.language.body_names import PARTS, is_town
from answer.language.names import drawn_alike
from answer.language.words import lexicon

LEAST_PLACE = 3
"""Characters of a place, its kind with it: 石塘镇."""


@cache
def _real() -> frozenset[str]:
    """The names of places in the dictionary that texts are cut by (its tag ``ns``): nearly all counties, districts and
    cities, and many towns."""
    with jieba.get_dict_file() as lines:
        words = (line.decode("utf-8").split() for line in lines)
        return frozenset(word[0] for word in words if word[-1] == "ns")


def is_real(place: str) -> bool:
    """Whether a place of this name, or of this name but for its kind (清河 of 清河县), is known."""
    kind = next((end for end in lexicon("bodies")["names"]["towns"] if place.endswith(end)), place[-1:])
    return place in _real() or place.removesuffix(kind) in _real()


def respelled(text: str, held: Iterable[str]) -> tuple[str, str, str] | None:
    """(text set right, place as written, place meant) where a text writes one held place with another character of the
    same sound or shape; None where it is the name of a real place, or two held ones are as near."""
    found: set[tuple[int, str]] = set()
    for place in sorted(set(held)):
        size = len(place)
        for at in range(len(text) - size + 1):
            written = text[at : at + size]
            if written != place and written[-1] == place[-1] and _sounds_alike(written, place):
                found.add((at, place))
    if len(found) != 1:
        return None
    at, place = next(iter(found))
    written = text[at : at + len(place)]
    if is_real(written):
        return None
    return text[:at] + place + text[at + len(place) :], written, place


def _sounds_alike(written: str, place: str) -> bool:
    if sum(a != b for a, b in zip(written, place, strict=True)) != 1:
        return False
    if lazy_pinyin(written, style=Style.TONE) == lazy_pinyin(place, style=Style.TONE):
        return True
    a, b = next((a, b) for a, b in zip(written, place, strict=True) if a != b)
    alike = any(a in group and b in group for group in lexicon("bodies")["places"]["alike"])
    return alike and lazy_pinyin(written) == lazy_pinyin(place)


def places_of(region: str, name: str) -> set[str]:
    """The places that a body's name holds, each by itself: its county, its city, its town."""
    found = {p for p in re.findall(PARTS, region) if len(p) >= LEAST_PLACE}
    return found | ({name} if is_town(name) and not region else set())


def slip(name: str, piece: str) -> bool:
    """Whether a piece of text is a name written with a slip: it sounds the same, or one character is missing, doubled,
    out of place or another that looks like it, and its last is right. 水务所 is no slip of 水务局."""
    if lazy_pinyin(name) == lazy_pinyin(piece):
        return True
    if len(name) == len(piece) and name[-1] == piece[-1] and drawn_alike(piece, name):
        return True
    return (
        name[-1] == piece[-1]
        and OSA.distance(name, piece) == 1
        and (len(name) != len(piece) or sorted(name) == sorted(piece))
    )
