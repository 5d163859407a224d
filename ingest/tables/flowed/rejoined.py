"""Rows whose labels are broken over lines, put together again before they are read.

A label stands around the line of its numbers (the first part above, the rest below), or its parts follow each other
before them. It is put together only where the whole is a name that the classification has for the code, or that
two-sided tables are known to print; what is no such name is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ingest.documents.document import Paragraph
from ingest.tables.flowed import rows as grammar
from ingest.tables.flowed.headers import numbers_columns
from ontology.layout import bare, is_total, ordinal_level, search, strip_ordinal
from ontology.schemes import class_codes, official_names, scheme_of_code

DECIMALS = re.compile(r"\d\.(\d+)")
BROKEN = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})*|\d+)\.\d$")
LAST_DIGIT = re.compile(r"\s*\d(?!\S)")
FEWEST_WHOLE = 5
"""Amounts with two decimals from which on one with a single decimal is taken to be broken."""
BRACKETS = str.maketrans("()", "（）")
MOST_BELOW = 4
"""Lines below a code on which its name may end."""
MOST_ABOVE = 3
"""Lines above the first row that may be its label."""
MOST_PASSED = 4
"""Line numbers that may be passed over between two rows: those rows are broken over lines themselves."""
MOST_FRAGMENTS = 8
"""Pieces of labels between two rows."""


def rejoin(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines of a table with codes, with names put together that are broken."""
    kept = _followed([line for line in lines if line.text.strip()])
    for place, line in enumerate(kept):
        for entry in _entries(line.text):
            before, after = _fragments(kept, place - 1), _fragments(kept, place + 1)
            whole = {
                (head, foot) for head in ("", *before) for foot in ("", *after)
                if (head or foot) and _plain(head + entry.label + foot) in _names(entry.code)}
            if len(whole) != 1:
                continue
            head, foot = whole.pop()
            text = kept[place].text
            at = text.index(entry.printed)
            whole_text = f"{entry.code} {head}{entry.label}{foot}"
            kept[place] = replace(line, text=f"{text[:at]}{whole_text}{text[at + len(entry.printed):]}")
            for number, part in ((place - 1, head), (place + 1, foot)):
                if part:
                    kept[number] = replace(kept[number], text=kept[number].text.replace(part, "", 1))
    return [line for line in kept if line.text.strip()]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code whose name is not whole, as printed."""

    code: str
    label: str
    printed: str


def _entries(text: str) -> list[_Entry]:
    """The codes of a line whose label is not the name of the code."""
    found = []
    tokens = [*grammar.TOKEN.finditer(text)]
    for place, token in enumerate(tokens):
        names = _names(token[0]) if token[0].isdigit() else frozenset()
        if not names:
            continue
        if place and not grammar.is_value(tokens[place - 1][0]) and len(token[0]) == 3:
            # A number below a name is an amount rather than a class.
            continue
        end, label = token.end(), ""
        for following in tokens[place + 1:]:
            if grammar.is_value(following[0]):
                break
            label, end = label + following[0], following.end()
        if _plain(label) not in names:
            found.append(_Entry(token[0], label, text[token.start():end]))
    return found


def _followed(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Names whose parts stand on the lines below their code, in order, put on one line."""
    kept: list[Paragraph] = []
    place = 0
    while place < len(lines):
        line, used = lines[place], 1
        entries = _entries(line.text)
        last = entries[-1] if entries and line.text.rstrip().endswith(entries[-1].printed) else None
        if last is not None and not (names := _names(last.code)) & {_plain(last.label)}:
            label, text = last.label, line.text.rstrip()
            for number in range(place + 1, min(place + 1 + MOST_BELOW, len(lines))):
                head, tail = _words_first(lines[number].text)
                label, text = label + head, _glued(text, head, bool(label))
                if not head or not any(name.startswith(_plain(label)) for name in names):
                    break
                if _plain(label) in names:
                    used = number + 1 - place
                    line = replace(lines[number], text=text + tail)
                    if not tail.strip() and number + 1 < len(lines) and _goes_on(lines[number + 1].text):
                        line = replace(lines[number + 1], text=f"{text} {lines[number + 1].text}")
                        used += 1
                    break
                if tail.strip():
                    break
        kept.append(line)
        place += used
    return kept


def _glued(text: str, head: str, begun: bool) -> str:
    return text + head if begun else f"{text} {head}"


def _words_first(text: str) -> tuple[str, str]:
    """(the words of a line before its first number, the rest with the blanks before it)."""
    label, end = "", 0
    for token in grammar.TOKEN.finditer(text):
        if grammar.is_value(token[0]):
            break
        label, end = label + token[0], token.end()
    return label, text[end:]


def _goes_on(text: str) -> bool:
    """Whether a line begins with an amount."""
    first = next(iter(text.split()), "")
    return grammar.VALUE_INSIDE.search(first) is not None and grammar.is_value(first)


def _fragments(lines: Sequence[Paragraph], place: int) -> list[str]:
    """The words of a line of nothing but words, which may be parts of labels."""
    if not 0 <= place < len(lines):
        return []
    text = lines[place].text
    if any(char.isdigit() for char in text) or is_total(bare(text)):
        return []
    return [*dict.fromkeys([*text.split(), bare(text)])] if len(text.split()) > 1 else text.split()


def _plain(label: str) -> str:
    return bare(label).translate(BRACKETS)


def _names(code: str) -> frozenset[str]:
    scheme = scheme_of_code(code)
    return official_names(scheme).get(code, frozenset()) if scheme in ("functional", "economic") else frozenset()


def with_whole_amounts(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines with amounts put together whose last digit stands on the next line: 11,122.2 / 7.

    Where all other amounts of a table have two decimals, one with a single decimal is no amount.
    """
    printed = [match[1] for line in lines for match in DECIMALS.finditer(line.text)]
    if sum(len(decimals) == 2 for decimals in printed) < FEWEST_WHOLE or any(len(one) > 2 for one in printed):
        return [*lines]
    kept: list[Paragraph] = []
    for line in lines:
        digit = LAST_DIGIT.match(line.text)
        if kept and digit and BROKEN.search(kept[-1].text.rstrip()):
            kept[-1] = replace(line, text=f"{kept[-1].text.rstrip()}{line.text.lstrip()}")
        else:
            kept.append(line)
    return kept


def rejoin_numbered(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines of a two-sided table with line numbers, with labels put together that stand around their numbers."""
    rows = _numbered_rows(lines)
    pieces: dict[int, list[str]] = {
        place: line.text.split() for place, line in enumerate(lines)
        if rows and rows[0].place - MOST_ABOVE <= place and not any(char.isdigit() for char in line.text)}
    kept = list(lines)
    for number, row in enumerate(rows):
        first = rows[number - 1].place + 1 if number else max(0, row.place - MOST_ABOVE)
        last = rows[number + 1].place if number + 1 < len(rows) else min(len(lines), row.place + 2)
        above = [(at, part) for at in range(first, row.place) for part in pieces.get(at, [])]
        below = [(at, part) for at in range(row.place + 1, last) for part in pieces.get(at, [])
                 if ordinal_level(part) < 0]
        if not (above or below) or len(above) > MOST_FRAGMENTS or len(below) > MOST_FRAGMENTS:
            continue
        labels = [row.left, row.right]
        for side in (0, 1):
            if _known(labels[side], side):
                continue
            ways = [(heads, feet) for heads in _some(above) for feet in _some(below) if (heads or feet) and _known(
                "".join([*(part for _, part in heads), labels[side], *(part for _, part in feet)]), side)]
            whole = max(ways, key=lambda way: len(way[0]) + len(way[1]), default=((), ()))
            if ways and all({*heads, *feet} <= {*whole[0], *whole[1]} for heads, feet in ways):
                heads, feet = whole
                labels[side] = "".join([*(part for _, part in heads), labels[side], *(part for _, part in feet)])
                for at, part in (*heads, *feet):
                    pieces[at].remove(part)
                above = [one for one in above if one not in heads]
                below = [one for one in below if one not in feet]
        if labels != [row.left, row.right]:
            text = " ".join(filter(None, (labels[0], *row.between, labels[1], *row.after)))
            kept[row.place] = replace(lines[row.place], text=text)
    for place, left in pieces.items():
        if len(left) < len(lines[place].text.split()):
            kept[place] = replace(lines[place], text=" ".join(left))
    return [line for line in kept if line.text.strip()]


Piece = tuple[int, str]
"""The line that a part of a label stands on, and the part."""


def _some(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """None, one or two of the pieces, in order."""
    return [(), *((piece,) for piece in pieces), *combinations(pieces, 2)]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line with both its line numbers: its labels, and the words between and behind them."""

    place: int
    left: str
    between: list[str]
    right: str
    after: list[str]


def _numbered_rows(lines: Sequence[Paragraph]) -> list[_Numbered]:
    rows: list[_Numbered] = []
    left, right = 1, None
    for place, line in enumerate(lines):
        if numbers_columns(line.text):
            continue
        found = [word.text for word in grammar.words(line.text)]
        start = next((at for at, word in enumerate(found) if grammar.is_value(word)), len(found))
        passed = int(found[start]) - left if start < len(found) and found[start].isdigit() else MOST_PASSED
        if not 0 <= passed < MOST_PASSED:
            continue
        expected = None if right is None else str(right + passed)
        others = [at for at in range(start + 1, len(found)) if found[at].isdigit()]
        stop = next((at for at in others if expected in (None, found[at])), None)
        if stop is None or not all(map(grammar.is_value, found[stop + 1:])):
            continue
        label = next((at for at in range(start + 1, stop) if not grammar.is_value(found[at])), stop)
        if any(map(grammar.is_value, found[label:stop])):
            continue
        rows.append(_Numbered(
            place, "".join(found[:start]), found[start:label], "".join(found[label:stop]), found[stop:]))
        left, right = left + passed + 1, int(found[stop]) + 1
    return rows


def _known(label: str, side: int) -> bool:
    """Whether a whole label is one that tables print on the left (0) or right (1) side; a blank one is none."""
    plain = strip_ordinal(bare(label))
    if is_total(plain):
        return True
    if side and plain in class_codes("functional"):
        return True
    found = search("flowed", ("right_names" if side else "left_names"), plain)
    return found is not None and re.search(r".[一二三四五六七八九十]、", label) is None
