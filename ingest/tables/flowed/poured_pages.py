"""What a page adds to poured text and is no part of a table: running heads, page numbers, headers printed again.

A line is page furniture where it comes again and again and only its number counts up (示例市水务局 12), or where it
stands beside such a line every time. Numbers alone on a line may as well be cells: they are told apart by the caller.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import Block, Paragraph
from ontology.layout import bare, search

DIGITS = re.compile(r"\d+")
FEWEST_PAGES = 3
"""So often a line must come again to be taken for a running head."""
LEAST_LINES = 5
"""Printed lines from one page number to the next, at least."""
MOST_SKIPPED = 6
"""By how many pages the number of a running head may go on: pages that hold pictures print none."""
MOSTLY = 0.7
LETTERS = re.compile(r"[\u4e00-\u9fff]{2}")
FEWEST_WORDS = 2
AMOUNT = re.compile(r"\d[.．,，]\d")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Positions of blocks: ``sure`` are running heads and page numbers, ``alone`` numbers on a line of their own that
    count up like page numbers."""

    sure: frozenset[int]
    alone: frozenset[int]


def furniture(blocks: Sequence[Block]) -> Furniture:
    """The running heads, feet and page numbers among a document's lines."""
    lines = [
        (place, bare(block.text)) for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and not block.complete and bare(block.text)]
    sure: set[int] = set()
    runs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for order, (place, text) in enumerate(lines):
        if search("flowed", "page_number", text):
            sure.add(place)
        elif any(search("caption", kind, text) for kind in ("unit_of_measure", "form_number")):
            # 公开03表 单位：某局 金额单位：万元 counts up with the forms, and heads each; its parts may stand apart.
            continue
        elif not AMOUNT.search(text) and (number := DIGITS.findall(text)):
            runs[DIGITS.sub("#", text)].append((order, int(number[0])))
            if len(number) > 1:
                runs[f"{DIGITS.sub('#', text)} last"].append((order, int(number[-1])))
    alone: set[int] = set()
    for shape, run in runs.items():
        found = {lines[order][0] for order in _counting(run)}
        (alone if shape == "#" else sure).update(found)
    sure |= _beside(lines, sure)
    feet = _beside(lines, alone, MOSTLY)
    sure |= feet
    # What stands beside the same words each time is no cell.
    sure.update(place for order, (place, _) in enumerate(lines) if place in alone and any(
        0 <= near < len(lines) and lines[near][0] in feet for near in (order - 1, order + 1)))
    alone -= sure
    return Furniture(frozenset(sure), frozenset(alone))


def _counting(run: Sequence[tuple[int, int]]) -> list[int]:
    """The places of the longest run of numbers that count up page by page; empty where it is too short."""
    best: list[int] = []
    for first in range(len(run)):
        if len(run) - first <= len(best):
            break
        chain = [run[first]]
        for order, number in run[first + 1:]:
            far = order - chain[-1][0] >= LEAST_LINES
            if far and 0 < number - chain[-1][1] <= MOST_SKIPPED:
                chain.append((order, number))
        if len(chain) > len(best):
            best = [order for order, _ in chain]
    return best if len(best) >= FEWEST_PAGES else []


def _beside(lines: Sequence[tuple[int, str]], sure: set[int], share: float = 1.0) -> set[int]:
    """Lines of the same words, without numbers, that stand right before or behind a page number, such a ``share``
    of times."""
    again: dict[str, list[int]] = defaultdict(list)
    beside: dict[str, list[int]] = defaultdict(list)
    for order, (place, text) in enumerate(lines):
        if place in sure or DIGITS.search(text):
            continue
        again[text].append(place)
        if any(0 <= near < len(lines) and lines[near][0] in sure for near in (order - 1, order + 1)):
            beside[text].append(place)
    return {
        place for text, places in beside.items() if LETTERS.search(text) for place in again[text]
        if len(places) >= FEWEST_PAGES and len(places) >= share * len(again[text])}


def repeated_heads(lines: Sequence[Paragraph]) -> set[int]:
    """Places of the lines that print the table's header again, as it is at the top of each page: the lines before the
    first amount, from the first of them on and in order, at least half of them."""
    texts = [bare(line.text) for line in lines]
    head = next((place for place, text in enumerate(texts) if AMOUNT.search(text)), len(texts))
    found: set[int] = set()
    place = head
    while place < len(texts):
        length = 0
        while length < min(head, len(texts) - place) and texts[place + length] == texts[length]:
            length += 1
        if 2 * length >= head and _is_head([line.text for line in lines[:length]]):
            found.update(range(place, place + length))
        place += max(1, length)
    return found


def _is_head(texts: Sequence[str]) -> bool:
    """Whether repeated lines can be a header: more than one word, and not all of them numbers."""
    return sum(not word.isdigit() for text in texts for word in text.split()) >= FEWEST_WORDS
