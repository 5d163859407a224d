"""The names that words of a question can stand for: rows, classes, measures, funds, natures, stages, forms.

A question is cut into known names, the longest coverage first; what is left over is said to be unknown, so that a
question about something else is refused and not answered with what it resembles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from answer.language.words import comparable, edges, garnish, lexicon, neutral
from ontology.schemes import concepts, current_code

CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
TOTALS = frozenset({"合计", "总计", "小计", "支出合计", "支出总计"})
"""Labels of totals, which name nothing by themselves: 支出合计 over the rows of “三公” expenses is theirs alone."""
SHORTEST_MISTYPED = 5
"""A name with another character in it is only taken for one of at least so many: 退职费 and 退休费 differ by one."""
SHORTEST_CHANGED = 8
"""A name with one character replaced by another that sounds different: 本级支出合计 is not 本年支出合计."""
SHORTEST_TURNED = 5
"""A name whose parts stand in another order (购置办公设备, 办公设备购置) must be so long."""
SHORTEST_WITHOUT = 4
"""A name of more characters than these goes without 费 at its end, too."""
SHORTEST_ALIKE = 3
"""A name that sounds the same may be shorter."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One meaning of a name. ``kind``: item (scheme:code), label (row label), column (header), measure, fund, nature,
    stage, form."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the question: its text, the meanings it can have; none for filler, ``known`` False for the rest."""

    text: str
    tags: frozenset[Tag]
    known: bool = True
    taken_for: str = ""
    """The name a mistyped stretch was taken for."""


class Names(dict[str, frozenset[Tag]]):
    """Names with what they can mean."""

    @cached_property
    def longest(self) -> int:
        """Characters of the longest name."""
        return max(map(len, self), default=1)


def _add(names: dict[str, set[Tag]], name: str, tag: Tag) -> None:
    key = comparable(name)
    if len(key) > 1:
        names.setdefault(key, set()).add(tag)


@cache
def general_names() -> dict[str, frozenset[Tag]]:
    """Names that the code lists know, whoever discloses."""
    names: dict[str, set[Tag]] = {}
    for scheme in ("functional", "economic"):
        for concept in concepts(scheme):
            for name in (concept.zh, *concept.aliases):
                _add(names, name, Tag("item", f"{scheme}:{current_code(scheme, concept.id, concept.edition)}"))
    for concept in concepts("three_public"):
        for name in (concept.zh, *concept.aliases):
            _add(names, name, Tag("item", f"three-public:{concept.id}"))
    for kind in ("measures", "funds", "natures"):
        for concept in concepts(kind):
            if (kind == "natures" and concept.id == "total") or concept.id in ("all", "three-public"):
                continue
            for name in (concept.zh, *concept.aliases):
                _add(names, name, Tag(kind[:-1], concept.id))
    for word in lexicon("words")["stage"]:
        _add(names, word, Tag("stage", word))
    for word, name in lexicon("words")["colloquial"].items():
        names.setdefault(comparable(word), set()).update(names[comparable(name)])
    return Names((name, frozenset(tags)) for name, tags in names.items())


@cache
def items() -> frozenset[str]:
    """The names of classes and codes among them."""
    return frozenset(n for n, tags in general_names().items() if any(t.kind == "item" for t in tags))


def names_of(
    items: Iterable[tuple[str, str, str, str]], forms: Iterable[tuple[str, str]], columns: Iterable[str] = ()
) -> dict[str, frozenset[Tag]]:
    """General names and those that documents print. ``items``: (label, code, scheme, class); ``forms``: (title, id);
    ``columns``: header paths.

    A row label also stands without the bracket it ends with, and without 支出 where it ends so. A header that other
    names cannot say names its columns.
    """
    names = {name: set(tags) for name, tags in general_names().items()}
    # Many cells stand in one row: its names are made once.
    items = list(dict.fromkeys(items))
    called = _called(items)
    for label, code, scheme, concept in items:
        found = {Tag("label", comparable(label))}
        classed = (code or scheme in ("functional", "economic", "three-public")) and comparable(label) not in TOTALS
        if classed and _names_class(label, called[scheme, concept or code]):
            found.add(Tag("item", f"{scheme}:{concept}" if scheme else f"code:{code}"))
        bare = re.sub(r"[（(][^（）()]*[）)]$", "", label)
        for name in {label, *label.split("/"), bare, re.sub("^(?:使用|动用)", "", label)}:
            for tag in found:
                _add(names, name, tag)
        if len(code) > len("20811") and (longer := comparable(label) + "支出") in general_names():
            # Another class of the code lists is called so: what this row's spending is called, too.
            names[longer] |= found
        shorter = re.sub(r"(?:支出|费用|经费)$", "", label)
        if shorter != label and len(comparable(shorter)) > 2:
            for tag in found:
                _add(names, shorter, tag)
        if scheme == "economic" and label.endswith("费") and len(comparable(label)) > SHORTEST_WITHOUT:
            # 委托业务 for 委托业务费; a shorter name without 费 is a word of its own (培训, 会议).
            for tag in (*found, *names.get(comparable(label), ())):
                _add(names, label[:-1], tag)
    for word, name in lexicon("words")["colloquial"].items():
        # What people call an item is also what they call the rows that print its name.
        names.setdefault(comparable(word), set()).update(names.get(comparable(name), ()))
    titles = {comparable(title) for title, _ in forms}
    for title, _ in forms:
        bare_title = re.sub(r"[（(][^（()）]*[）)]$", "", title)
        for name in {
            title,
            bare_title,
            re.sub(r"(?:决算|预算)?(?:明细|总)?表$", "", bare_title) + "表",
            re.sub(r"支出(?:决算|预算)?(?:明细|总)?表$", "", bare_title) + "表",
            re.sub(r"^(?:部门|单位)?(?:一般公共预算)?(?:财政拨款)?", "", bare_title),
        }:
            # A short name that is another form's own title stays that form's.
            if comparable(name) == comparable(title) or comparable(name) not in titles:
                _add(names, name, Tag("form", comparable(title)))
    held = Names((name, frozenset(tags)) for name, tags in names.items())
    for header in sorted({part for column in columns for part in map(comparable, column.split("/"))}):
        said = header not in HEADERS and all(s.known for s in cut(header, held))
        if len(header) > 1 and not said:
            held[header] = frozenset({Tag("column", header)})
    return held


HEADERS = frozenset({"小计"})
"""Headers that are words without meaning of their own elsewhere."""


ALIKE = 75.0
"""Least likeness (of 100) of a row's label to a class's name for it to be that name in other words."""


def _called(items: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], set[str]]:
    """The labels of the rows of each class."""
    called: dict[tuple[str, str], set[str]] = {}
    for label, code, scheme, concept in items:
        called.setdefault((scheme, concept or code), set()).add(comparable(label))
    return called


def _names_class(label: str, called: set[str]) -> bool:
    """Whether a row's label is the name of its class, and not that of a project of the class: forms of projects print
    several rows of a class, each with a name of its own."""
    if len(called) == 1:
        return True
    own = comparable(label)
    alike = [other for other in called if fuzz.ratio(own, other) >= ALIKE or own in other or other in own]
    official = [other for other in called if other in general_names()]
    return own in general_names() or (len(alike) > 1 and not official) or any(o in alike for o in official)


COUNTS = "数量率"
"""Ends of names that count: 公务用车购置数 is no slip for 公务用车购置费."""
LATIN = re.compile("(?<![a-z])[a-z]{2,6}(?![a-z])")


def cut(text: str, names: Mapping[str, frozenset[Tag]]) -> list[Segment]:
    """The question in segments that cover it best: fewest characters unknown, then fewest segments."""
    segments: list[Segment] = []
    for piece in re.split(r"[\s,，。;；?？!！]+", text):
        if piece:
            segments.extend(_cut_piece(comparable(piece), names))
    return segments


def _cut_piece(piece: str, names: Mapping[str, frozenset[Tag]]) -> list[Segment]:
    length = len(piece)
    words, apart = neutral(), garnish()
    longest = names.longest if isinstance(names, Names) else max(map(len, names), default=1)
    # best[i]: (unknown characters, filler characters, segments) of piece[i:]
    best: list[tuple[int, int, int, tuple[Segment, ...]]] = [(0, 0, 0, ())] * (length + 1)
    for start in range(length - 1, -1, -1):
        unknown, filled, count, rest = best[start + 1]
        options = [(unknown + 1, filled, count + 1, (Segment(piece[start], frozenset(), False), *rest))]
        for end in range(start + 1, min(length, start + longest) + 1):
            word = piece[start:end]
            unknown, filled, count, rest = best[end]
            if tags := names.get(word):
                options.append((unknown, filled, count + 1, (Segment(word, tags), *rest)))
            elif CODE.fullmatch(word) and not piece[end : end + 1].isdigit() and not piece[start - 1 : start].isdigit():
                options.append((unknown, filled, count + 1, (Segment(word, frozenset({Tag("code", word)})), *rest)))
            if (word in words and len(word) > 1) or ((word in words or word in apart) and {start, end} <= edges(piece)):
                options.append((unknown, filled + len(word), count + 1, (Segment(word, frozenset()), *rest)))
        best[start] = min(options, key=lambda o: o[:3])
    return _joined(best[0][3])


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """Neighbouring unknown characters as one segment."""
    found: list[Segment] = []
    for segment in segments:
        if found and not segment.known and not found[-1].known:
            found[-1] = Segment(found[-1].text + segment.text, frozenset(), False)
        else:
            found.append(segment)
    return found


def mend(segments: Sequence[Segment], names: Mapping[str, frozenset[Tag]]) -> list[Segment]:
    """Unknown stretches, with what stands beside them, taken for the one name that is all but the same."""
    for index, segment in enumerate(segments):
        if segment.known:
            continue
        # A mistyped name falls apart into unknown and short known pieces: try it with its neighbours, longest first.
        windows = [
            (first, last)
            for first in range(max(0, index - 3), index + 1)
            for last in range(index, min(len(segments), index + 4))
        ]
        for first, last in sorted(windows, key=lambda w: -sum(len(s.text) for s in segments[w[0] : w[1] + 1])):
            stretch = "".join(s.text for s in segments[first : last + 1])
            if near := _nearest(stretch, names):
                taken = Segment(stretch, names[near], True, near)
                return mend([*segments[:first], taken, *segments[last + 1 :]], names)
    return list(segments)


def _nearest(stretch: str, names: Mapping[str, frozenset[Tag]]) -> str:
    """The one name a stretch sounds like, or differs from by one character; empty where none does or several do."""
    if len(stretch) < SHORTEST_ALIKE:
        return ""
    if LATIN.search(stretch):
        # A syllable in Latin letters stands for a character that sounds so: 培训fei.
        sound = _sound(stretch)
        alike = [name for name in names if len(name) == len(sound) and _sound(name) == sound]
        return alike[0] if alike and all(names[name] == names[alike[0]] for name in alike) else ""
    if confused := _usual(stretch):
        alike = [name for name in names if name == confused]
        if alike:
            return alike[0]
    if len(stretch) >= SHORTEST_TURNED:
        chars = sorted(stretch)
        turned = [name for name in names if len(name) == len(stretch) and sorted(name) == chars]
        if len(turned) == 1:
            return turned[0]
    if drawn := [name for name in names if len(name) == len(stretch) and drawn_alike(stretch, name)]:
        return drawn[0] if all(names[name] == names[drawn[0]] for name in drawn) else ""
    sound = _sound(stretch)
    alike = [
        name
        for name in names
        if len(name) == len(stretch) and OSA.distance(stretch, name) <= 2 and _sound(name) == sound
    ]
    if not alike and len(stretch) >= SHORTEST_MISTYPED:
        alike = [
            name
            for name in names
            if len(name) >= SHORTEST_MISTYPED
            and abs(len(name) - len(stretch)) <= 1
            and OSA.distance(stretch, name, score_cutoff=1) <= 1
            and (name[-1] == stretch[-1] or stretch[-1] not in COUNTS)
            and (len(name) != len(stretch) or len(name) >= SHORTEST_CHANGED or sorted(name) == sorted(stretch))
        ]
    return alike[0] if alike and all(names[name] == names[alike[0]] for name in alike) else ""


def _usual(stretch: str) -> str:
    """A stretch with characters that are often taken for others (凭 for 赁) set right, empty where it holds none."""
    usual = stretch
    for wrong, right in lexicon("words")["confused"].items():
        usual = usual.replace(wrong, right)
    return usual if usual != stretch else ""


def drawn_alike(stretch: str, name: str) -> bool:
    """Whether two names of one length differ in one character by another that looks like it, or by one so rare that it
    stands in no name of a figure."""
    apart = [(a, b) for a, b in zip(stretch, name, strict=True) if a != b]
    return len(apart) == 1 and (apart[0][1] in _alike().get(apart[0][0], "") or _rare(apart[0][0]))


@cache
def _rare(character: str) -> bool:
    """Whether a Chinese character is none of the 3755 common ones (GB 2312, level one)."""
    try:
        coded = character.encode("gb2312")
    except UnicodeEncodeError:
        return "\u4e00" <= character <= "\u9fff"
    return len(coded) == 2 and coded[0] >= 0xD8


@cache
def _alike() -> dict[str, str]:
    """For a character, those that look like it."""
    found: dict[str, str] = {}
    for group in lexicon("words")["alike"]["groups"]:
        for character in group:
            found[character] = found.get(character, "") + group
    return found


@cache
def _sound(name: str) -> tuple[str, ...]:
    """How a name sounds, without tones: most slips of the pen are made by typing the sound."""
    return tuple(lazy_pinyin(name))
