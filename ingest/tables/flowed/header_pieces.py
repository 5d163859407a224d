"""Headers whose cells are broken over lines that run through all of them: 上级补助收 | 附属单位上 / 入 | 缴收入.

Printed line by line, the pieces of one cell stand between those of others. The words of a known header are put together
again from them: each piece goes to one cell, in order, and nothing is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from ingest.tables.flowed.headers import SEPARATE, example, kinds_of, numbers_columns
from ontology.forms import forms
from ontology.layout import data

MOST_LINES_BETWEEN = 3
"""Lines from one piece of a cell to the next."""
MOST_APART, MOST_PIECES, MOST_WORDS = 4, 12, 96
"""Pieces of a cell that stand apart; all its pieces; words of a header."""
MOST_STEPS = 4_000

Node = tuple[str, int]
"""A header cell over values: its path of patterns, and its column, or SEPARATE for a cell over others."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int


@dataclass(slots=True)
class _Cover:
    """The search for cells that use up all words."""

    header: Sequence[str]
    found: Sequence[_Word]
    ways: dict[int, list[tuple[Node | None, tuple[int, ...]]]]
    """By word: the cells that it may be the first piece of, with all their words; None for the head of names."""
    nodes: frozenset[Node]
    taken: set[int] = field(default_factory=set)
    chosen: dict[Node, tuple[int, ...]] = field(default_factory=dict)
    steps: int = 0

    def search(self, place: int = 0) -> bool:
        """Whether the words from a place on can be used up."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return False
        while place in self.taken:
            place += 1
        if place == len(self.found):
            return self.chosen.keys() == self.nodes and self._ordered()
        for node, pieces in self.ways.get(place, ()):
            if (node is not None and node in self.chosen) or not self.taken.isdisjoint(pieces):
                continue
            self.taken.update(pieces)
            if node is not None:
                self.chosen[node] = pieces
            if self.search(place + 1):
                return True
            self.taken.difference_update(pieces)
            if node is not None:
                del self.chosen[node]
        return False

    def _ordered(self) -> bool:
        """Whether cells stand in the order of their columns: as cells follow each other, or along every line."""
        siblings: dict[str, list[tuple[int, int]]] = {}
        for (path, column), pieces in self.chosen.items():
            if column != SEPARATE:
                siblings.setdefault(path.rpartition("/")[0], []).append((column, pieces[0]))
        if all(a[1] < b[1] for own in siblings.values() for a, b in pairwise(sorted(own))):
            return True
        along: dict[int, list[tuple[int, int, int]]] = {}
        for (path, column), pieces in self.chosen.items():
            own = [c for c, other in enumerate(self.header) if column == SEPARATE and other.startswith(path + "/")]
            first, last = (own[0], own[-1]) if own else (column, column)
            for piece in pieces:
                along.setdefault(self.found[piece].line, []).append((piece, first, last))
        return all(a[2] < b[1] or a[1:] == b[1:] for line in along.values() for a, b in pairwise(sorted(line)))


def match_pieces(header: Sequence[str], rest: Sequence[str]) -> list[str] | None:
    """The header paths as printed, where the words of these lines, put together, are exactly the header's cells over
    values and any heads of names; None where any is over or lacking."""
    found = [
        _Word(word, number) for number, line in enumerate(rest) if not numbers_columns(line) for word in line.split()]
    if not 0 < len(found) <= MOST_WORDS:
        return None
    nodes: dict[Node, str] = {}
    for column, (path, kind) in enumerate(zip(header, kinds_of(header), strict=True)):
        parts = path.split("/")
        if kind == "value":
            for depth in range(1, len(parts)):
                nodes.setdefault(("/".join(parts[:depth]), SEPARATE), parts[depth - 1])
            nodes[path, column] = parts[-1]
    labels = {"".join(label.split()) for label in data()["flowed"]["labels"]}
    known = re.compile("|".join(f"(?:{pattern})" for pattern in dict.fromkeys(nodes.values())))
    words = tuple(found)
    # Nearly all that words may be joined to is no cell of any form: it is sifted once for all headers.
    sifted = _known_cells(words) if _names() >= set(nodes.values()) else None
    ways: dict[int, list[tuple[Node | None, tuple[int, ...]]]] = {}
    for start in range(len(found)):
        own: list[tuple[Node | None, tuple[int, ...]]] = []
        for pieces, text in _joined(found, start) if sifted is None else sifted[start]:
            if known.fullmatch(text):
                own.extend((node, pieces) for node, pattern in nodes.items() if re.fullmatch(pattern, text))
            if text in labels:
                own.append((None, pieces))
        # Cells of fewer pieces first, and cells over values before heads of names.
        ways[start] = sorted(own, key=lambda way: (len(way[1]), way[0] is None))
    cover = _Cover(header, found, ways, frozenset(nodes))
    if not cover.search():
        return None
    printed = {node: "".join(found[piece].text for piece in pieces) for node, pieces in cover.chosen.items()}
    paths = []
    for column, path in enumerate(header):
        parts = path.split("/")
        above = [printed.get(("/".join(parts[:depth]), SEPARATE), parts[depth - 1]) for depth in range(1, len(parts))]
        paths.append("/".join([*above, printed.get((path, column), example(parts[-1]))]))
    return paths


@cache
def _names() -> frozenset[str]:
    """The patterns of all cells of all headers that forms list."""
    return frozenset(part for form in forms() for header in form.headers for path in header for part in path.split("/"))


@cache
def _name() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in sorted(_names())))


@lru_cache(16)
def _known_cells(found: tuple[_Word, ...]) -> tuple[tuple[tuple[tuple[int, ...], str], ...], ...]:
    """By word, what it may be joined to that is a cell of any form, or heads names."""
    labels = {"".join(label.split()) for label in data()["flowed"]["labels"]}
    matched: dict[str, bool] = {}

    def is_cell(text: str) -> bool:
        if text not in matched:
            matched[text] = text in labels or _name().fullmatch(text) is not None
        return matched[text]

    return tuple(
        tuple((pieces, text) for pieces, text in _joined(found, start) if is_cell(text)) for start in range(len(found)))


def _joined(found: Sequence[_Word], start: int) -> Iterator[tuple[tuple[int, ...], str]]:
    """The words that may be one cell from one on: behind each other, or each on a line below."""
    text = ""
    for end in range(start, min(start + MOST_PIECES, len(found))):
        text += found[end].text
        yield tuple(range(start, end + 1)), text
    yield from _apart(found, (start,), found[start].text)


def _apart(found: Sequence[_Word], pieces: tuple[int, ...], text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    if len(pieces) == MOST_APART:
        return
    last = pieces[-1]
    for other in range(last + 1, len(found)):
        between = found[other].line - found[last].line
        if between > MOST_LINES_BETWEEN:
            break
        if between:
            longer, whole = (*pieces, other), text + found[other].text
            if any(b - a > 1 for a, b in pairwise(longer)):
                yield longer, whole
            yield from _apart(found, longer, whole)
