"""Row grammars of tables poured out as lines of text: which words of a line are labels, line numbers, codes, values.

A line has lost its rules, and often its blank cells. What is left to go by: line numbers that count up, codes that
stand before their names, and, in some files, blanks: a cell ends with one, a blank cell is two more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from ingest.documents.document import Paragraph
from ingest.tables.printed_numbers import parse_number
from ontology.layout import bare, is_total, search, strip_ordinal

TOKEN = re.compile(r"\S+")
GLUED = re.compile(r"(?<=\d\.\d\d)(?=[\u4e00-\u9fff])")
GLUED_VALUE = re.compile(r"(?<=[\u4e00-\u9fff）)])(?=-?\d{1,3}(?:,?\d{3})*\.\d{2}(?!\d))")
CODE_LINE = re.compile(
    r"\s*(?P<code>\d{3}(?:\s\d{2}){1,2}(?=\s*[^\d\s.,，%])|(?:\d{3}(?:\d{2}){0,2}|\d{6}(?:\d{3})?)(?=\s|[^\d.,，%\s]|$))"
    r"(?P<rest>.*)$",
    re.S)
VALUE_INSIDE = re.compile(r"\d[.,．，]\d")
FEW_LETTERS, MOST_LETTERS = 3, 6
"""Of a word that is spaced out: from so many on they stand evenly, and at most."""
FULL_WIDTH = "\u3000"
NUMBERS_ONLY = re.compile(r"[\s\d.,．，\-—–－]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of printed characters, and how many blanks stand before it."""

    text: str
    blanks: int

    @property
    def number(self) -> bool:
        """Whether it prints a number, or a mark for a blank cell."""
        return is_value(self.text)


@lru_cache(4096)
def is_value(text: str) -> bool:
    """Whether a word is what a cell of values prints: a number, or a mark for none (-, —)."""
    return parse_number(text) is not None or search("rows", "mark", text) is not None


@dataclass(slots=True)
class FlowedRow:
    """A body row: fixed cells by grid column, and the placements its values could have (several: blanks were lost).

    ``where`` is the printed line it ends on. ``told``: the one placement is what wide gaps hint at, blanks at the end
    of the line being lost; only arithmetic makes it certain.
    """

    cells: dict[int, str]
    candidates: list[dict[int, str]] = field(default_factory=list)
    where: Paragraph | None = None
    told: bool = False


Rows = list[FlowedRow | None]
"""Rows in order; None stands for a line that should be one but could not be read."""


def words(text: str) -> list[Word]:
    """The words of a line; letters spaced out (合    计) are one word, more than three of them where they stand evenly;
    a number glued to a label is two."""
    found: list[Word] = []
    end = letters = apart = 0
    for match in TOKEN.finditer(GLUED.sub(" ", text)):
        blanks, end = match.start() - end, match.end()
        single = len(match[0]) == 1 and not match[0].isdigit()
        # 金额 and 类 are two words: only single letters are spaced out.
        if single and blanks and _goes_on(found, letters, blanks == apart > 1):
            found[-1] = Word(found[-1].text + match[0], found[-1].blanks)
            letters, apart = letters + 1, blanks
        else:
            found.append(Word(match[0], blanks))
            letters = int(single)
    return found


def _goes_on(found: list[Word], letters: int, even: bool) -> bool:
    """Whether a single letter goes on with the word before it, of so many spaced letters."""
    if not 0 < letters < MOST_LETTERS or (letters >= FEW_LETTERS and not even):
        return False
    text = found[-1].text
    return not any(c.isdigit() for c in text) and strip_ordinal(text) == text


def placements(values: list[str], columns: list[int]) -> list[dict[int, str]]:
    """Every way to put values, in their order, under the columns; none where there are more values than columns."""
    return [
        dict(zip(chosen, values, strict=True)) for chosen in combinations(columns, len(values))
    ]


def by_blanks(text: str, columns: list[int]) -> dict[int, str] | None:
    """Cells told by blanks: one ends a cell, two more are a blank cell. None unless they fill the columns exactly."""
    cells = cells_by_blanks(text)
    if cells is None or len(cells) != len(columns):
        return None
    return {column: cell for column, cell in zip(columns, cells, strict=True) if cell}


def cells_by_blanks(text: str) -> list[str] | None:
    """Cells told by blanks, None where a gap is no number of cells; a blank too few at the end is overlooked. Blanks of
    full width tell none: a blank cell may be one of them, or two."""
    if FULL_WIDTH in text:
        return None
    cells: list[str] = []
    position = 0
    for match in TOKEN.finditer(text):
        gap = match.start() - position
        if gap % 2:
            return None
        cells.extend([""] * (gap // 2))
        cells.append(match[0])
        position = match.end() + 1
    cells.extend([""] * (max(0, len(text) - position) // 2))
    return cells


def values_under(text: str, columns: list[int]) -> tuple[list[dict[int, str]], bool]:
    """(placements that the values of a line could have, whether the one given is only hinted at by wide gaps)."""
    told = by_blanks(text, columns)
    if told is not None:
        return [told], False
    values = [word.text for word in words(text)]
    cells = cells_by_blanks(text)
    if cells is not None and "" in cells[:len(cells) - 1] and len(cells) <= len(columns):
        return [{column: cell for column, cell in zip(columns, cells, strict=False) if cell}], True
    return (placements(values, columns) if len(values) <= len(columns) else []), False


def numbered_row(
    text: str, left: int, right: int | None, columns: list[list[int]]
) -> tuple[FlowedRow, int] | None:
    """A row of a two-sided form with line numbers: label? left value? label? right values, the right line number.

    ``columns``: grid columns of each side as [label, line, value ...]. None where the line numbers are not there.
    """
    found = words(text)
    start = next((i for i, w in enumerate(found) if w.text == str(left) and not any(x.number for x in found[:i])), None)
    if start is None:
        return None
    stop = _right_number(found, start, right)
    if stop is None:
        return None
    number = int(found[stop].text)
    left_values = [w.text for w in found[start + 1:stop] if w.number]
    after_label = False
    for word in found[start + 1:stop]:
        if after_label and word.number:
            return None
        after_label = after_label or not word.number
    right_label = "".join(w.text for w in found[start + 1:stop] if not w.number)
    right_values = [w.text for w in found[stop + 1:]]
    if not all(map(is_value, right_values)):
        return None
    cells = {
        columns[0][0]: "".join(w.text for w in found[:start]), columns[0][1]: str(left),
        columns[1][0]: right_label, columns[1][1]: str(number),
    }
    candidates = [
        {**a, **b}
        for a in placements(left_values, columns[0][2:])
        for b in placements(right_values, columns[1][2:])
    ]
    if not candidates:
        return None
    return FlowedRow({k: v for k, v in cells.items() if v}, candidates), number


def _right_number(found: list[Word], start: int, expected: int | None) -> int | None:
    for index in range(start + 1, len(found)):
        text = found[index].text
        if not text.isdigit():
            continue
        if expected is None and index and not found[index - 1].number:
            return index
        if expected is not None and text == str(expected):
            return index
    return None


def label_and_tail(text: str) -> tuple[str, str] | None:
    """(label without white space, the text from the blank before the first value on); None where words follow the
    values, or where label and values run into one another."""
    text = GLUED_VALUE.sub(" ", text)
    label, end = "", 0
    for match in TOKEN.finditer(text):
        if is_value(match[0]) and (label or parse_number(match[0]) is not None):
            break
        if is_value(match[0]):
            # Marks before the label are blank parts of the code.
            end = match.end()
            continue
        label, end = label + match[0], match.end()
    tail = text[end:]
    if VALUE_INSIDE.search(label) or any(not word.number for word in words(tail)):
        return None
    return label, tail


def code_line(text: str) -> tuple[str, str, str] | None:
    """(code, label without white space, the text behind the label) of a line that starts with a code; the label is
    empty where values follow at once. None for other lines, and where words follow the values."""
    match = CODE_LINE.match(text)
    split = label_and_tail(match["rest"]) if match else None
    return (bare(match["code"]), *split) if match and split else None


def coded_row(text: str, code_column: int, label_column: int, columns: list[int]) -> FlowedRow | None:
    """A row that starts with a code, or with 合计: code, name, values told by blanks or by every placement."""
    parts = code_line(text)
    cells: dict[int, str] = {}
    if parts is not None:
        code, label, tail = parts
        cells[code_column] = code
    else:
        split = label_and_tail(text)
        if split is None or not is_total(split[0]):
            return None
        label, tail = split
    if not label:
        return None
    cells[label_column] = label
    values = [word.text for word in words(tail)]
    if not values:
        return FlowedRow(cells, [{}])
    candidates, told = values_under(tail[1:], columns)
    return FlowedRow(cells, candidates, told=told) if candidates else None


def coded_sides_row(text: str) -> list[tuple[str, str, str]] | None:
    """Entries (code, name, value) of a line printed side by side; value is empty where none follows the name."""
    entries: list[list[str]] = []
    found = words(text)
    for index, word in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        code = re.fullmatch(r"\d{3}(?:\d{2})?", word.text)
        if code and following is not None and not following.number:
            entries.append([word.text, "", ""])
        elif word.number:
            if not entries or not entries[-1][1] or entries[-1][2]:
                return None
            entries[-1][2] = word.text
        elif entries and not entries[-1][2]:
            entries[-1][1] += word.text
        else:
            return None
    return [(e[0], e[1], e[2]) for e in entries] or None


def labelled_values(text: str) -> list[tuple[str, list[str]]] | None:
    """(label, the values behind it) for each label of a line; None where the line begins with a value."""
    entries: list[tuple[str, list[str]]] = []
    for word in words(text):
        if not word.number:
            entries.append((word.text, []))
        elif entries:
            entries[-1][1].append(word.text)
        else:
            return None
    return entries or None


def totals_row(text: str) -> list[tuple[str, str]] | None:
    """(label, value) pairs of a line of totals, also where all values stand before all labels; None otherwise."""
    found = words(text)
    labels = [w.text for w in found if not w.number]
    values = [w.text for w in found if w.number]
    if not labels or not all(is_total(label) for label in labels):
        return None
    if len(labels) == len(values):
        return list(zip(labels, values, strict=True))
    pairs: list[tuple[str, str]] = []
    for word in found:
        if not word.number:
            pairs.append((word.text, ""))
        elif pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], word.text)
        else:
            return None
    return pairs


def values_row(text: str, columns: list[int]) -> FlowedRow | None:
    """A row of nothing but values (the three-public table)."""
    if not NUMBERS_ONLY.fullmatch(text) or not VALUE_INSIDE.search(text):
        return None
    candidates, told = values_under(text, columns)
    return FlowedRow({}, candidates, told=told) if candidates else None
