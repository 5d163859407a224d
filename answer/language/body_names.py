"""The ways people write the name of a public body: without its higher places, with short words for the body, by
initials, without the words that part it from no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product

from answer.language.words import comparable, fillers, lexicon, tokens

REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|州|盟))?(?:[\u4e00-\u9fff]{1,8}?(?:区|县|旗))?"
)
CONTINUED = "(?:" + "|".join(lexicon("bodies")["names"]["continuations"]) + ")"
"""What follows a body's name and makes it another body's."""
CHINESE = re.compile("[\u4e00-\u9fff]")
PARTS = r".+?(?:省|自治区|市|州|盟|区|县|旗)"
"""Each place of a region."""
GOVERNMENT = re.compile(r"人民政府(?=.{2,})")
MOST_WORDS = 6
"""Words of a body's name that are shortened to initials; longer ones have no usual short name."""
MOST_SHORT = 4
"""Characters of a body's short name that the one character of its province may stand before."""
LEAST_LEAN = 3
"""Characters of a body's name without the words that are left out of it."""


@lru_cache(maxsize=200_000)
def split_region(name: str) -> tuple[str, str]:
    """(place, body) of a name: 武汉市蔡甸区 and 公共资源交易中心."""
    found = REGION.match(name)
    region = found[0] if found and found[0] != name else ""
    return region, name[len(region) :]


def variants(name: str) -> set[str]:
    """The ways people write a unit's name: without the higher places, with short words for the body."""
    region, body = split_region(without_party(comparable(name)))
    places = regions(region)
    bodies = {body}
    for _ in range(2):
        bodies |= {GOVERNMENT.sub("", b) for b in bodies}
        bodies = abbreviated(bodies)
    bodies |= {short for b in bodies for short in _inside(b)}
    bodies |= {short for b in bodies for short in initials(b)}
    found = {r + b for r in places for b in bodies if len(b) >= 2}
    found |= {r + b for r in places if r for full in (body, *_inside(body)) for b in lean(full)}
    endless = [short for short in lexicon("bodies")["names"]["endless"] if any(b[:-1] == short for b in bodies)]
    found |= {r + short for r in places if r for short in endless}
    # Without any place the body's own name must be long enough to say which body it is; a town's is a place itself.
    found |= {b for b in bodies if len(b) >= 4 or is_town(b)}
    # The one character that a province is called by stands before the short name of a body of its own: 苏高院.
    short = lexicon("bodies")["provinces"].get(region, "")
    own = {short + b for b in bodies if short and b != body and len(b) <= MOST_SHORT}
    return {v for v in found if len(v) >= 4 or is_town(v)} | own


@lru_cache(maxsize=100_000)
def regions(region: str) -> frozenset[str]:
    """A place without its higher places, each in full or without the word for its kind: 上海普陀区, 上海市普陀."""
    parts = re.findall(PARTS, region)
    said = [{p, p[:-1]} if len(p) > 2 else {p} for p in parts]
    shorter = {"".join(chosen) for i in range(len(parts)) for chosen in product(*said[i:])}
    return frozenset({region, *("".join(parts[i:]) for i in range(len(parts))), *shorter})


def is_town(name: str) -> bool:
    """Whether a name is that of a town or sub-district: it stands for its government, and for no other body there."""
    end = next((end for end in lexicon("bodies")["names"]["towns"] if name.endswith(end)), "")
    return bool(end) and len(name) >= len(end) + 2


def leveled(name: str) -> frozenset[str]:
    """A body's short names with the word for the kind of its place alone: 省高院, 区规资局."""
    region, body = split_region(without_party(comparable(name)))
    if not region:
        return frozenset()
    called = abbreviated({body, *_inside(body), *initials(body), *lean(body)})
    return frozenset(region[-1] + short for short in called if len(short) > 1)


def abbreviated(bodies: Iterable[str]) -> set[str]:
    """Bodies' names, and each with the usual short words for what it ends with."""
    found = set(bodies)
    for full, shorts in lexicon("bodies")["abbreviations"].items():
        found |= {b.replace(full, s) for b in found for s in shorts if b.endswith(full)}
    return found


def _inside(body: str) -> frozenset[str]:
    """A body's name with the short words for what stands inside it: 市监执法大队."""
    shorter = lexicon("bodies")["inside"]
    return frozenset(body.replace(full, short) for full, shorts in shorter.items() if full in body for short in shorts)


@lru_cache(maxsize=100_000)
def lean(body: str) -> frozenset[str]:
    """A body's name without some of the words that people leave out of it."""
    said = [w for w in lexicon("bodies")["left_out"]["words"] if w in body]
    found: set[str] = set()
    for size in range(1, len(said) + 1):
        for some in combinations(said, size):
            short = body
            for word in some:
                short = short.replace(word, "", 1)
            if len(short) >= LEAST_LEAN and short[0] == body[0] and short not in lexicon("bodies")["names"]["ends"]:
                found.add(short)
    return frozenset(found)


@lru_cache(maxsize=100_000)
def initials(body: str) -> frozenset[str]:
    """A body's name by the initials of two or more of its words, from the first on: 林业和草原局 is called 林草局.

    Words after them may be said in full: 城管执法局.
    """
    data = lexicon("bodies")["initials"]
    end = next((end for end in data["ends"] if body.endswith(end)), "")
    words = [t for t in tokens(body.removesuffix(end)) if t not in data["without"]] if end else []
    if len(words) < 2 or len(words) > MOST_WORDS or any(len(word) < 2 for word in words):
        return frozenset()
    firsts = [word[0] for word in words]
    short = {firsts[0] + "".join(some) for size in range(1, len(firsts)) for some in combinations(firsts[1:], size)}
    # In full the last stand: 城管执法局 for 城市管理执法局.
    short |= {"".join((*firsts[:at], *words[at:])) for at in range(2, len(words))}
    return frozenset(name + data["ends"][end] for name in short)


def without_party(name: str) -> str:
    """A name without the party that stands before its place."""
    for party in lexicon("bodies")["names"]["party"]:
        name = name.removeprefix(party)
    return name


def place_before(plain: str, start: int) -> str:
    """The place that stands right before a name in the question (余杭区), empty where what stands there is no place."""
    places = "".join(lexicon("bodies")["names"]["places"])
    found = re.search(rf"[\u4e00-\u9fff]{{1,8}}[{places}]$", plain[:start])
    if not found:
        return ""
    place = found[0]
    for party in lexicon("bodies")["names"]["party"]:
        place = place.removeprefix(party)
    # A word that sets two bodies against each other belongs to no place: 水费比省委办公厅.
    place = re.split("[比较的里]", place)[-1]
    for word in fillers():
        if len(word) > 1 and place.startswith(word):
            place = place[len(word) :]
    return place if len(place) > 1 else ""
