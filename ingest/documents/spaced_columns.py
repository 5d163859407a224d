"""Which column of a table whose columns blanks keep a word stands in.

Words of one column share a character column on a page. Such a slot belongs to the heading that it shares one with;
slots and columns have the same order. Where that leaves more than one way, there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ingest.documents.aligned_columns import Slot, sorted_words
from ingest.documents.aligned_words import Word
from ingest.documents.spaced_heads import HeadCell
from ontology.layout import bare, is_total
from ontology.schemes import scheme_of_code

_LONGEST_COUNT = 3
_LEAST = 2.0
"""Columns that a heading and what stands under it have in common, at least: programs round places."""
_CODE_LENGTHS = (2, 3, 5, 7)
_APART = 3.0
"""Columns, at least, from the heading before."""
_SHARE = 0.4
"""Share of the narrower of them that they have in common, at least."""


def slots_of(words: Sequence[Word]) -> list[Slot] | None:
    """The slots of numbers; None where two of one line share one."""
    slots = [slot for slot in sorted_words(words).slots if slot.numeric]
    for slot in slots:
        lines = [word.top for word in slot.words]
        if len(set(lines)) < len(lines):
            return None
    return slots


def name_slots(words: Sequence[Word], numbers: Sequence[Slot]) -> list[Slot] | None:
    """The slots of words that are no numbers; None where one reaches over a slot of numbers, or where a total may stand
    in several."""
    in_slots = {word for slot in numbers for word in slot.words}
    texts = [word for word in words if word not in in_slots]
    totals = [word for word in texts if is_total(bare(word.text))]
    groups: list[list[Word]] = []
    for word in sorted((w for w in texts if w not in totals), key=lambda w: (w.x0, w.x1)):
        near = groups[-1] if groups else []
        shared = near and word.x0 < max(w.x1 for w in near)
        apart = near and (_before(near, numbers) != _before([word], numbers) or any(w.top == word.top for w in near))
        if near and (shared or not apart):
            near.append(word)
        else:
            groups.append([word])
    for word in totals:
        over = [own for own in groups if min(w.x0 for w in own) < word.x1 and max(w.x1 for w in own) > word.x0]
        beside = over or [own for own in groups if _before(own, numbers) == _before([word], numbers)]
        if len(beside) > 1:
            return None
        if beside:
            beside[0].append(word)
        else:
            groups.append([word])
    found = sorted((Slot(tuple(own), False) for own in groups), key=lambda slot: slot.extent)
    if any(len({w.top for w in slot.words}) < len(slot.words) for slot in found):
        return None
    return found


def _before(words: Sequence[Word], numbers: Sequence[Slot]) -> int:
    """How many slots of numbers begin before some words."""
    start = min(word.x0 for word in words)
    return sum(slot.extent.x0 <= start for slot in numbers)


def columns_of(
    slots: Sequence[Slot], names: Sequence[Slot], leaves: Sequence[HeadCell], printed: bool,
    filled: Collection[int] | None = None,
) -> list[int] | None:
    """The column of each slot of numbers, both from left to right; None where there is no way, or more than one.

    ``names``: the slots of names; ``printed``: whether the header is printed on the page of the slots; ``filled``: the
    columns of values that any row may print, all where not given. Parts of a code are of its first column.
    """
    kinds = [leaf.kind for leaf in leaves]
    sides = [i for i, kind in enumerate(kinds) if kind == "code" and (not i or kinds[i - 1] != "code")]
    labels = [i for i, kind in enumerate(kinds) if kind == "label"]
    values = [i for i, kind in enumerate(kinds) if kind == "value" and (filled is None or i in filled)]
    choices: list[list[int]] = []
    again: list[int] = []
    free: list[int] = []
    for at, slot in enumerate(slots):
        if sides and _mixed(slot):
            return None
        if sides and _classes(slot):
            again += [at] if at and choices[-1] == sides else []
            choices.append(sides)
            continue
        fitting = [*values, *(i for i, kind in enumerate(kinds) if kind == "line" and _counts(slot))]
        if len(names) == len(labels):
            before = sum(name.extent.x0 < slot.extent.x0 for name in names)
            first = labels[before - 1] if before else -1
            last = labels[before] if before < len(labels) else len(leaves)
            fitting = [i for i in fitting if first < i < last or kinds[i] == "line"]
        free.append(at)
        choices.append(sorted(fitting))
    if len(free) > len(values) and "line" not in kinds:
        return None
    way = _only_way(choices, again)
    if way is not None or not printed:
        return way
    for at in free:
        choices[at] = _under(slots[at], choices[at], leaves)
    return _only_way(choices, again)


def name_columns(
    names: Sequence[Slot], leaves: Sequence[HeadCell], printed: bool, slots: Sequence[Slot], columns: Sequence[int]
) -> list[int] | None:
    """The column of each slot of names; ``columns`` are those of the ``slots`` of numbers."""
    choices = []
    for name in names:
        last = max((c for s, c in zip(slots, columns, strict=True) if s.extent.x1 <= name.extent.x0 + 0.5), default=-1)
        first = min(
            (c for s, c in zip(slots, columns, strict=True) if s.extent.x0 >= name.extent.x1 - 0.5),
            default=len(leaves))
        fitting = [i for i, leaf in enumerate(leaves) if leaf.kind == "label" and last < i < first]
        over = [i for i in fitting if min(leaves[i].x1, name.extent.x1) > max(leaves[i].x0, name.extent.x0)]
        choices.append(over if over and printed else fitting)
    return _only_way(choices, [])


def _under(slot: Slot, fitting: Sequence[int], leaves: Sequence[HeadCell]) -> list[int]:
    """The headings that a slot may stand under: that which it clearly does, or all. In a narrow table what stands
    side by side may be pushed on, so that a number comes to stand under the next heading."""
    common = {i: min(leaves[i].x1, slot.extent.x1) - max(leaves[i].x0, slot.extent.x0) for i in fitting}
    for i in fitting:
        width = min(leaves[i].x1 - leaves[i].x0, slot.extent.x1 - slot.extent.x0)
        left = max((leaves[j].x1 for j in fitting if j < i), default=float("-inf"))
        right = min((leaves[j].x0 for j in fitting if j > i), default=float("inf"))
        # Nothing can have pushed a number on that stands under the first heading.
        clear = common[i] >= max(_LEAST, _SHARE * width) or (common[i] > 0 and left == float("-inf"))
        if clear and slot.extent.x0 - left >= _APART and right - slot.extent.x1 >= 1:
            return [i]
    return list(fitting)


def _only_way(choices: Sequence[Iterable[int]], again: Collection[int]) -> list[int] | None:
    """The one way to take a number from each, each larger than the one before (or the same, at ``again``)."""
    ways: dict[int, tuple[int, list[int]]] = {-1: (1, [])}
    for at, choice in enumerate(choices):
        following: dict[int, tuple[int, list[int]]] = {}
        for column in choice:
            for last, (count, chosen) in ways.items():
                if column > last or (column == last and at in again):
                    before = following.get(column, (0, []))[0]
                    following[column] = before + count, [*chosen, column]
        ways = following
    found = [*ways.values()]
    return found[0][1] if len(found) == 1 and found[0][0] == 1 else None


def _classes(slot: Slot) -> bool:
    """Whether every word is as long as a code, and some are codes of a classification, or parts of them."""
    texts = [word.text for word in slot.words]
    return all(text.isdigit() and len(text) in _CODE_LENGTHS for text in texts) and any(
        len(text) == 2 or scheme_of_code(text) for text in texts)


def _mixed(slot: Slot) -> bool:
    """Whether codes and amounts share a slot: the page is too narrow to tell its columns."""
    return any("." in w.text for w in slot.words) and any(scheme_of_code(w.text) for w in slot.words)


def _counts(slot: Slot) -> bool:
    """Whether all words of a slot may be numbers of lines."""
    return all(word.text.isdigit() and len(word.text) <= _LONGEST_COUNT for word in slot.words)
