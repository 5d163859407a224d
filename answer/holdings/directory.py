"""The units that are held, by every name people give them; and what in a question names one of them.

A name is taken where it stands whole in the question, or all but whole with its place untouched. Text that looks like
the name of a body but is no name of one held is never taken for another: it is reported as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from answer.language.body_names import (
    CHINESE,
    CONTINUED,
    abbreviated,
    initials,
    is_town,
    leveled,
    place_before,
    split_region,
    variants,
    without_party,
)
from answer.language.slips import places_of, respelled, slip
from answer.language.words import comparable, compiled, edges, lexicon, neutral

PLACES = re.compile(r"[\u4e00-\u9fff]+?(?:省|自治区|市|州|盟|区|县|旗)")
PLACE_ENDS = "".join(lexicon("bodies")["names"]["places"])
SHORT = 2
"""Characters of words for a body that are mostly words of other meaning, too."""
PLACED_AFTER = re.compile(r"(?P<body>[\u4e00-\u9fff]{3,})[（(](?P<place>[\u4e00-\u9fff]{2,8})[）)]")
"""A body with its place in brackets behind it: 省政协办公厅（江苏）."""
JOINED_PLACE = re.compile("(?:[和与跟同及比较是为、]|还是|或者?)(?P<kind>[省市区县州])$")
"""A word for a kind of place right after what joins or compares two bodies."""
BEFORE_TOWNS = neutral() | set(lexicon("bodies")["names"]["before_towns"])
ALIKE = 88.0
"""Least likeness (of 100) of a mistyped name to the name it is taken for."""


@dataclass(frozen=True, slots=True)
class HeldUnit:
    """A unit in the store: its IRI, name, other names, and the disclosures held as (year, kind, scope)."""

    iri: str
    name: str
    aliases: tuple[str, ...]
    held: tuple[tuple[int, str, str], ...]
    within: str = ""
    """The IRI of the department whose disclosure prints the body as a row, empty for one that discloses itself."""

    @property
    def years(self) -> tuple[int, ...]:
        """Fiscal years of the disclosures held."""
        return tuple(sorted({year for year, _, _ in self.held}))


@dataclass(frozen=True, slots=True)
class Mention:
    """What a question names: the units it can be (several: the name fits them all), where it stands, how found."""

    units: tuple[HeldUnit, ...]
    start: int
    end: int
    text: str
    method: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The units a question names, the question without their names, and bodies it names that are not held."""

    mentions: tuple[Mention, ...]
    rest: str
    unknown: tuple[str, ...]
    everyone: bool = False


@lru_cache(maxsize=100_000)
def bodies_of(unit: HeldUnit) -> frozenset[str]:
    """The words for a unit's body, in full and as people shorten it."""
    full = {split_region(comparable(name))[1] for name in (unit.name, *unit.aliases)}
    return frozenset(b for b in abbreviated(full).union(*map(initials, full)) if b)


class Directory:
    """All units held, ready to be found in questions."""

    def __init__(self, units: Iterable[HeldUnit]) -> None:
        self.units = tuple(sorted(units, key=lambda u: u.iri))

    @cached_property
    def _names(self) -> dict[str, tuple[HeldUnit, ...]]:
        names: dict[str, list[HeldUnit]] = {}
        exact: dict[str, HeldUnit] = {}
        for unit in self.units:
            exact[comparable(unit.name)] = unit
            for name in (unit.name, *unit.aliases):
                for variant in variants(name):
                    held = names.setdefault(variant, [])
                    if unit not in held:
                        held.append(unit)
        # A unit's full name is its own, whatever other name it could shorten.
        names.update({name: [unit] for name, unit in exact.items()})
        return {name: tuple(held) for name, held in names.items()}

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self._names, key=lambda n: (-len(n), n)))

    @cached_property
    def _leveled(self) -> dict[str, tuple[HeldUnit, ...]]:
        names: dict[str, list[HeldUnit]] = {}
        for unit in self.units:
            for name in leveled(unit.name):
                names.setdefault(name, []).append(unit)
        return {name: tuple(names[name]) for name in sorted(names, key=lambda n: (-len(n), n))}

    def link(self, text: str) -> Linked:
        """The units named in a question (simplified characters, years taken out)."""
        plain = comparable_kept(PLACED_AFTER.sub(self._placed, text))
        linked = self._link(plain)
        if not linked.unknown and any(m.method != "place" for m in linked.mentions):
            return linked
        mended = respelled(plain, self._places)
        again = self._link(mended[0]) if mended else linked
        if mended is None or again.unknown or not again.mentions or again.mentions[0].method == "place":
            return linked
        at = mended[0].find(mended[2])
        slips = {m for m in again.mentions if m.start <= at < m.end and len(m.units) == 1}
        if not slips:
            return linked
        said = (replace(m, text=plain[m.start : m.end], method="alike") if m in slips else m for m in again.mentions)
        return replace(again, mentions=tuple(said))

    @cached_property
    def _places(self) -> frozenset[str]:
        names = ((split_region(name)[0], name) for name in self._names)
        return frozenset(place for region, name in names for place in places_of(region, name))

    def _link(self, plain: str) -> Linked:
        mentions: list[Mention] = []
        taken = [False] * len(plain)
        for name in self._longest_first:
            start = plain.find(name)
            while start >= 0:
                end = start + len(name)
                if not any(taken[start:end]) and self._stands(plain, start, end):
                    self._take(plain, start, end, name, mentions, taken)
                start = plain.find(name, end)
        everyone = self._everyone(plain, mentions, taken)
        if not mentions and not everyone and (near := self._by_level(plain)):
            mentions.append(near)
            taken[near.start : near.end] = [True] * (near.end - near.start)
        if not mentions and not everyone and (short := self._by_kind(plain)):
            mentions.append(short)
            taken[short.start : short.end] = [True] * (short.end - short.start)
        if not mentions and not everyone and (alike := self._alike(plain)):
            mentions.append(alike)
            taken[alike.start : alike.end] = [True] * (alike.end - alike.start)
        if not mentions and not everyone and (apart := self._apart(plain)):
            mentions.extend(apart)
            for one in apart:
                taken[one.start : one.end] = [True] * (one.end - one.start)
        if not mentions and not everyone and not self._bodies(plain) and (placed := self._by_place(plain)):
            mentions.append(placed)
            taken[placed.start : placed.end] = [True] * (placed.end - placed.start)
        rest = "".join(" " if used else char for char, used in zip(plain, taken, strict=True))
        known = tuple(sorted((m for m in mentions if m.units), key=lambda m: m.start))
        unknown = tuple(m.text for m in mentions if not m.units) or (self._bodies(rest) if not known else ())
        return Linked(known, rest, unknown, everyone)

    def _placed(self, found: re.Match[str]) -> str:
        """A body's name with the place that stands in brackets behind it in front, where one of that name is held."""
        body = found["body"]
        for at in range(len(body) - 2):
            if (whole := found["place"] + body[at:]) in self._names:
                return body[:at] + whole
        return found[0]

    def _stands(self, plain: str, start: int, end: int) -> bool:
        """Whether a name stands in a text as one: it is not lengthened by the beginning of a word (万里街道办公费 names
        万里街道) and, if it is a town's alone, not by one character before it (大石塘镇 is not 石塘镇)."""
        name, words = plain[start:end], edges(plain)
        if end not in words and any(name[:-size] in self._names and end - size in words for size in (1, 2)):
            return False
        alone = is_town(name) and not split_region(name)[0]
        if not alone or not CHINESE.match(plain[start - 1 : start]) or place_before(plain, start):
            return True
        before = max(edge for edge in words if edge < start)
        return start in words and (start - before > 1 or plain[before:start] in BEFORE_TOWNS)

    def _take(self, plain: str, start: int, end: int, name: str, mentions: list[Mention], taken: list[bool]) -> None:
        units = self._names[name]
        if re.match(CONTINUED, plain[end:]):
            # A part of the body, or a body of its own: 图书馆分馆 is not 图书馆.
            units = ()
        before = place_before(plain, start)
        if joined := JOINED_PLACE.search(plain[:start]):
            # 江苏省委办公厅和省政协办公厅: a bare word for a place, of that of the body before it.
            units = tuple(u for u in units if _places(u.name) and _places(u.name)[-1].endswith(joined["kind"]))
            before, start = "", start - 1
        if re.search("哪|几|什么|多少|城市$", before):
            # Bodies of any place are asked about (哪几个城市交易中心), none is named.
            return
        if before:
            # A place before the name belongs to it: 余杭区 before 公共资源交易中心 makes it another body.
            said = before + split_region(name)[0]
            units = tuple(u for u in units if _is_of(u, said))
            start -= len(before)
        elif level := re.search(r"(?:^|[\s,，的比较和与跟同、])([省市区县])$", plain[:start]):
            # The kind of its place alone (市交易中心): no district's body is the city's.
            units = tuple(u for u in units if _places(u.name)[-1:] and _places(u.name)[-1].endswith(level[1]))
            start -= 1
        for party in lexicon("bodies")["names"]["party"]:
            start -= len(party) if plain[:start].endswith(party) else 0
        mentions.append(Mention(units, start, end, plain[start:end], "name"))
        taken[start:end] = [True] * (end - start)

    def _everyone(self, plain: str, mentions: list[Mention], taken: list[bool]) -> bool:
        for pattern in lexicon("words")["everyone"]["patterns"]:
            found = compiled(pattern).search(plain)
            if not found:
                continue
            core = found["core"]
            generic = core in lexicon("words")["everyone"]["any_unit"]
            units = tuple(
                u
                for u in self.units
                if generic or core in comparable(u.name) or any(core in comparable(a) for a in u.aliases)
            )
            if generic and mentions and not re.match("所有|全部|各|每", found[0]):
                continue
            if units and (generic or len(units) > 1 or not mentions):
                mentions[:] = [Mention((u,), found.start(), found.end(), u.name, "everyone") for u in units]
                taken[found.start() : found.end()] = [True] * (found.end() - found.start())
                return True
        return False

    def _alike(self, plain: str) -> Mention | None:
        """The one name the question holds all but whole: no character of the place may differ."""
        best: list[tuple[float, Mention]] = []
        for name in self._longest_first:
            if len(name) < 6 or len(name) > len(plain) + 1:
                continue
            region, _ = split_region(name)
            if region not in plain:
                continue
            found = fuzz.partial_ratio_alignment(name, plain, score_cutoff=ALIKE)
            if found is None:
                continue
            piece = plain[found.dest_start : found.dest_end]
            if not piece.startswith(region) or place_before(plain, found.dest_start) or not slip(name, piece):
                continue
            best.append((found.score, Mention(self._names[name], found.dest_start, found.dest_end, piece, "alike")))
        if not best:
            return None
        score, mention = max(best, key=lambda b: (b[0], b[1].end - b[1].start))
        rivals = {u.iri for s, m in best if s >= score - 3 for u in m.units}
        return mention if len(rivals) == 1 else None

    def _by_level(self, plain: str) -> Mention | None:
        """The body that a question names by the kind of its place alone, as its neighbours do: 省高院, 区规资局."""
        for name in self._leveled:
            found = re.search(rf"(?:^|(?<=[\s,，的]))(?:我们|咱们|我)?{re.escape(name)}(?!{CONTINUED})", plain)
            if found:
                return Mention(self._leveled[name], found.start(), found.end(), found[0], "name")
        return None

    def _apart(self, plain: str) -> list[Mention]:
        """The one unit whose body stands by itself in the question, its place elsewhere or not said at all.

        Nothing may stand before the body that could belong to its name, and no other place may be named.
        """
        fitting: dict[str, list[tuple[HeldUnit, int, int, str]]] = {}
        for unit in self.units:
            region, _ = split_region(comparable(unit.name))
            for name in sorted(bodies_of(unit), key=len, reverse=True):
                # Most names do not stand in the question at all: no need to compile a pattern for each.
                if name not in plain or not (len(name) > SHORT or name in lexicon("bodies")["names"]["alone"]):
                    continue
                ended = f"(?!{CONTINUED})" if len(name) > SHORT else r"(?=[\s,，的]|$)"
                found = re.search(rf"(?:^|[\s,，的]){re.escape(name)}{ended}", plain)
                if not found:
                    continue
                places = PLACES.findall(region)
                rest = plain[: found.start()] + " " + plain[found.end() :]
                said = [p for p in (region, "".join(places[-1:])) if p and p in rest]
                other = re.search(
                    rf"[\u4e00-\u9fff]{{1,8}}[{PLACE_ENDS}](?=$|[\s,，的])",
                    rest.replace(said[0], " ") if said else rest,
                )
                if other is None:
                    fitting.setdefault(name, []).append(
                        (unit, found.end() - len(name), found.end(), said[0] if said else "")
                    )
                break
        if not fitting:
            return []
        held = fitting[max(fitting, key=len)]
        placed = [h for h in held if h[3]]
        if len(placed) == 1:
            held = placed
        if len(held) != 1:
            return [Mention(tuple(h[0] for h in held), held[0][1], held[0][2], plain[held[0][1] : held[0][2]], "body")]
        unit, start, end, place = held[0]
        mentions = [Mention((unit,), start, end, plain[start:end], "body")]
        if place:
            at = plain.find(place)
            mentions.append(Mention((unit,), at, at + len(place), place, "place"))
        return mentions

    def _by_kind(self, plain: str) -> Mention | None:
        """The one body of a place that a question names by the place and the last word of its name: 蔡甸中心."""
        found: dict[tuple[int, int], list[HeldUnit]] = {}
        for unit in self.units:
            places = _places(unit.name)
            core = places[-1][:-1] if places and len(places[-1]) > 2 else ""
            if not core or core not in plain:
                continue
            kind = next((k for k in lexicon("bodies")["names"]["kinds"] if comparable(unit.name).endswith(k)), "")
            named = re.search(rf"(?<![\u4e00-\u9fff]){core}{places[-1][-1]}?{kind}(?=[\s,，的]|$)", plain)
            if kind and named:
                found.setdefault(named.span(), []).append(unit)
        if len(found) != 1:
            return None
        (start, end), units = next(iter(found.items()))
        return Mention(tuple(units), start, end, plain[start:end], "name") if len(units) == 1 else None

    def _by_place(self, plain: str) -> Mention | None:
        """The one unit held of a place (a district or county) that the question names without naming a body, or begins
        with but for the word for its kind (蔡甸招投标系统)."""
        found: dict[str, list[HeldUnit]] = {}
        for unit in self.units:
            places = _places(unit.name)
            if not places or len(places[-1]) < SHORT + 1:
                continue
            for said in (places[-1], places[-1][:-1]):
                whole = places[-1] + plain[len(said) :]
                if said in plain if said == places[-1] else (plain.startswith(said) and not self._bodies(whole)):
                    found.setdefault(said, []).append(unit)
                    break
        if len(found) != 1:
            return None
        place, units = next(iter(found.items()))
        start = plain.find(place)
        return Mention(tuple(units), start, start + len(place), place, "place") if len(units) == 1 else None

    def _bodies(self, rest: str) -> tuple[str, ...]:
        """What looks like the name of a body and is none that is held."""
        ends = sorted(lexicon("bodies")["names"]["ends"], key=len, reverse=True)
        places = "".join(lexicon("bodies")["names"]["places"])
        found = re.findall(rf"^[\u4e00-\u9fff]{{2,14}}?(?:{'|'.join(ends)})(?=\s)", rest)
        for run in re.finditer(rf"[\u4e00-\u9fff]{{1,12}}[{places}](?=[\u4e00-\u9fff]|第?\d{{1,3}}(?!\d))", rest):
            # The first end that is the end of a word: 人大 is none in 人大常委会办公厅.
            tail = re.split(r"[^\u4e00-\u9fff\d]", rest[run.end() : run.end() + 20])[0]
            ended = sorted(run.end() + m.end() for end in ends for m in re.finditer(re.escape(end), tail))
            whole = next((end for end in ended if end in edges(rest)), None)
            if whole is not None:
                found.append(rest[run.start() : whole])
        others = "(?:" + "|".join(lexicon("bodies")["names"]["others"]) + ").{0,3}$"
        # A word of the question (哪几个) belongs to no name, and a name ends where a word ends.
        return tuple(
            name
            for name in found
            if not re.search("哪|几个|什么|多少", name)
            and rest.find(name) + len(name) in edges(rest)
            and not re.search(others, rest[: rest.find(name) + len(name) + 4])
        )


def _is_of(unit: HeldUnit, place: str) -> bool:
    """Whether a body is one of a place, and not of a district of it: 上海市规划和自然资源局 is not that of 普陀区."""
    own = _places(unit.name)
    if not own:
        return place in comparable(unit.name)
    return place.endswith(own[-1]) or (len(own[-1]) > 2 and place.endswith(own[-1][:-1]))


@lru_cache(maxsize=100_000)
def _places(name: str) -> tuple[str, ...]:
    """The places that a unit's name begins with, outermost first."""
    return tuple(PLACES.findall(split_region(without_party(comparable(name)))[0]))


def comparable_kept(text: str) -> str:
    """The question as names are compared, clause marks and blanks kept so that words do not run together."""
    return re.sub(r"[（）()“”\"'‘’「」『』《》〈〉【】\[\]·]+", "", re.sub(r"[ \t]+", " ", text)).lower()


def nearest(units: Sequence[HeldUnit], text: str) -> list[str]:
    """Names of held units, those most like ``text`` first."""
    return [u.name for u in sorted(units, key=lambda u: (-fuzz.partial_ratio(u.name, text), u.name))][:3]
