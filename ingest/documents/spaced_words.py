"""Words of lines whose columns blanks keep in place, as ``pdftotext -layout`` and its like print a page.

Such a program turns places into counts of characters. What holds on a page is the order from left to right, and that
words above each other share some character column; widths and middles are lost, and every page is squeezed its own
way. Some programs count a Chinese character as one column, others, which print for a terminal, as two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from ingest.documents.aligned_words import Word
from ingest.tables.flowed.header_words import PARTS_OF_CODE, is_header_word
from ontology.layout import bare, is_total, ordinal_level, search

_TOKEN = re.compile(r"\S+")
_GLUED = re.compile(r"(?<=\d\.\d\d)(?=[\u4e00-\u9fff])|(?<=\d,\d\d\d)(?=[\u4e00-\u9fff])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CELLS = re.compile(r"\S {2,}(?=\S)")
_AMOUNT = re.compile(r"\d[.,]\d")
_BEFORE_AMOUNT = re.compile(r"(?<=\S) +(?=\d[\d,]*\.\d|\d{1,3}(?:,\d{3})+(?!\d))")
_FEWEST_EVEN = 0.2
_CODE = re.compile(r"\d{2,7}")
_WIDEST_LETTERS = 12
"""Blanks, at most, between the letters of a word that is spaced out."""
_FEWEST_ROWS = 3

Measure = Callable[[str], int]
"""How many columns a character takes."""


def by_character(character: str) -> int:
    """A column a character."""
    return 1


def by_width(character: str) -> int:
    """Two columns a Chinese character, as a terminal shows it."""
    return 2 if east_asian_width(character) in "WF" else 1


def keeps_columns(lines: Sequence[str]) -> bool:
    """Whether lines are of a text whose columns blanks keep: some rows print amounts that wide gaps part from what
    stands before, by even and odd numbers of blanks. Where blanks tell cells, they are odd."""
    rows = [line for line in lines if _AMOUNT.search(line) and _CELLS.search(line)]
    gaps = [len(gap[0]) for line in rows for gap in _BEFORE_AMOUNT.finditer(line)]
    return len(rows) >= _FEWEST_ROWS and sum(gap % 2 == 0 for gap in gaps) > _FEWEST_EVEN * len(gaps)


def measure_of(lines: Sequence[str]) -> Measure:
    """The measure by which more words begin or end where a word of the line before does."""
    return max((by_character, by_width), key=lambda measure: _agreeing(lines, measure))


def _agreeing(lines: Sequence[str], measure: Measure) -> int:
    found = [
        ({word.x0 for word in words[1:]}, {word.x1 for word in words[1:]})
        for number, line in enumerate(lines) if len(words := words_of(line, number, measure)) > 1]
    return sum(len(a & c) + len(b & d) for (a, b), (c, d) in pairwise(found))


def words_of(text: str, line: int, measure: Measure) -> list[Word]:
    """The words of a line from left to right. A number stands alone; one blank parts no other words, more do, but for
    the letters of 合  计.

    The box counts columns from left to right and lines downwards, so that the height of a word is 1.
    """
    ends = [0, *accumulate(measure(character) for character in text)]
    found: list[Word] = []
    for start, end in _tokens(text):
        word = Word(text[start:end], float(ends[start]), float(line), float(ends[end]), line + 1.0)
        coded = any(before.text in PARTS_OF_CODE for before in found[:-1])
        if found and _one_word(found[-1], word, coded):
            before = found.pop()
            between = "" if _spaced_out(before.text, word.text) else " "
            word = word._replace(text=before.text + between + word.text, x0=before.x0)
        found.append(word)
    return found


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(text):
        cuts = [match.start(), *(match.start() + cut.start() for cut in _GLUED.finditer(match[0])), match.end()]
        yield from pairwise(cuts)


def _one_word(first: Word, second: Word, coded: bool) -> bool:
    """``coded``: whether the line prints parts of a code before them: 目 behind 款 and 项 is another."""
    gap = second.x0 - first.x1
    parts = sum(word.text in PARTS_OF_CODE for word in (first, second))
    if not gap or parts == 2 or (parts and (coded or not _spaced_out(first.text, second.text))):
        return False
    if _spaced_out(first.text, second.text):
        joined = first.text + second.text
        return gap <= _WIDEST_LETTERS and (is_total(joined) or is_header_word(joined))
    if gap > 1:
        return False
    if first.number or second.number:
        # 2024 年, 第 3 季度: a number that is no amount and no code is part of the words beside it.
        year = first.text.isdigit() and len(first.text) == 4 and second.text.startswith("年")
        return year and not second.number
    return True


def _spaced_out(first: str, second: str) -> bool:
    return len(second) == 1 and len(first) <= 3 and bool(_CHINESE.fullmatch(second)) and all(
        map(_CHINESE.fullmatch, first))


def leads_row(text: str) -> bool:
    """Whether a label begins as that of a row does: with an order number or 其中：, or it is a total's."""
    plain = bare(text)
    return ordinal_level(plain) >= 0 or is_total(plain) or search("flowed", "begins", plain) is not None


def is_code(text: str) -> bool:
    """Whether a word may be a code or a part of one."""
    return _CODE.fullmatch(text) is not None
