"""Cells of poured text that are broken over lines, put together where every cell ends with a blank.

A line that does not end with one is broken within a cell, which goes on at the head of the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.documents.document import Paragraph
from ingest.tables.flowed.rows import VALUE_INSIDE, words
from ontology.layout import is_total, ordinal_level, search
from ontology.schemes import scheme_of_code

FEWEST_AMOUNTS = 5
"""So many lines that end with an amount show how cells end."""
MOST_PIECES = 16
"""Lines that a cell may be broken over."""
AMOUNT_LAST = re.compile(r"(?:\d[.．]\d\d|\d[,，]\d{3})(?P<blank> )?\s*$")
YEAR = re.compile(r"20\d\d")
CODE_ONLY = re.compile(r"\d{3,}(?: \d\d){0,2}(?![\d.,，．])")


def closes_cells(lines: Iterable[Paragraph]) -> bool:
    """Whether every cell ends with a blank: all lines do that end with an amount."""
    found = [match["blank"] for line in lines if (match := AMOUNT_LAST.search(line.text))]
    return len(found) >= FEWEST_AMOUNTS and all(found)


def with_whole_cells(lines: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """For each line that ends with a whole cell, the pieces that it is printed in. Page numbers between them stand
    alone, before them. No piece of a cell looks like the beginning of a row: what stands before one is whole."""
    kept: list[list[Paragraph]] = []
    pieces: list[Paragraph] = []
    for place, line in enumerate(lines):
        text = line.text
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        if text.isdigit() and not (YEAR.fullmatch(text) and following.startswith("年")):
            kept.append([line])
            continue
        if pieces and _begins(words(text)[0].text):
            kept.extend([piece] for piece in pieces)
            pieces = []
        pieces.append(line)
        if text.endswith(" ") or len(pieces) == MOST_PIECES:
            kept.append(pieces)
            pieces = []
    return [*kept, *([piece] for piece in pieces)]


def joined(pieces: Sequence[Paragraph]) -> Paragraph:
    """The pieces of a line as one, at the place of the last."""
    return replace(pieces[-1], text="".join(piece.text for piece in pieces)) if len(pieces) > 1 else pieces[0]


def with_whole_rows(lines: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The lines that make a row, where its cells are whole but stand on several: a name follows its code, an amount
    its name or the amounts before it."""
    kept: list[list[Paragraph]] = []
    for line in lines:
        if kept and _goes_on("".join(one.text for one in kept[-1]), line.text):
            kept[-1].append(line)
        else:
            kept.append([line])
    return kept


def _goes_on(above: str, text: str) -> bool:
    """Whether a line goes on with the row above: it begins with an amount, or with the name of the code at its end."""
    found, following = words(above), words(text)
    if not found or not following:
        return False
    first = following[0]
    begun = _begins(found[0].text) or any(
        search("flowed", names, found[0].text) for names in ("left_names", "right_names"))
    if first.number and VALUE_INSIDE.search(first.text):
        # Words behind a total, and no amount, head columns.
        heads = is_total(found[0].text) and len(found) > 1 and not any(word.number for word in found)
        return begun and not heads
    if first.number:
        # A line number behind its label; a number alone may be that of a page.
        return begun and len(found) == 1 and not found[0].number and first.text.isdigit() and len(following) > 1
    if is_total(first.text) or ordinal_level(first.text) >= 0:
        return False
    return CODE_ONLY.fullmatch(above.strip()) is not None or (
        _begins(found[0].text) and scheme_of_code(found[-1].text) != "")


def _begins(word: str) -> bool:
    """Whether a row begins with a word: a code, a total or an order number."""
    return CODE_ONLY.match(word) is not None or is_total(word) or ordinal_level(word) >= 0
