"""Tables in plain text whose cells something else than a tab parts: commas or semicolons, as in a sheet saved as text
and pasted, or always as many blanks, as where a program puts blanks for tabs. Their lines are told with tabs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import groupby

_SEPARATORS = ",;；"
_FEWEST_CELLS, _FEWEST_LINES = 3, 3
"""Cells of a line, and lines that follow each other with as many, at least."""
_FEWEST_GAPS = 10
"""Amounts with blanks before them, at least, to tell how many blanks part cells."""
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_BEFORE_AMOUNT = re.compile(r"(?<=\S) +(?=\d[\d,]*\.\d|\d{1,3}(?:,\d{3})+(?!\d))")
_AMOUNT = re.compile(r"[^\d.,，]*-?\d[\d,]*(?:\.\d+)?%?")
_QUOTED = re.compile(r'"[^"]*"')
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
"""8,262.63 is one number, and 31,262.63 may be one."""


def with_tabs(lines: Sequence[str]) -> list[str]:
    """The lines, tabs between the cells of tables that other marks part; all others as they are."""
    return _blanks(_marks(lines))


def _marks(lines: Sequence[str]) -> list[str]:
    """Lines that follow each other and all have as many cells between commas or semicolons, some of them amounts."""
    found = list(lines)
    for mark in _SEPARATORS:
        cells = [_cells(line, mark) for line in lines]
        for parted, run in groupby(range(len(lines)), key=lambda at: bool(cells[at])):
            own = [*run] if parted else []
            amounts = any(_AMOUNT.fullmatch(cell.strip()) for at in own for cell in cells[at])
            unsure = sum(mark == "," and _THOUSANDS.search(_QUOTED.sub("", lines[at])) is not None for at in own)
            even = len({len(cells[at]) for at in own}) == 1
            if even and len(own) >= _FEWEST_LINES and amounts and 2 * unsure <= len(own):
                for at in own:
                    found[at] = "\t".join(cell.replace("\t", " ") for cell in cells[at])
    return found


def _cells(line: str, mark: str) -> list[str]:
    if line.count(mark) < _FEWEST_CELLS - 1 or "\t" in line:
        return []
    try:
        return next(csv.reader([line], delimiter=mark, strict=True), [])
    except csv.Error:
        return []


def _blanks(lines: Sequence[str]) -> list[str]:
    """Lines whose cells always as many blanks part, two or more; twice as many leave a blank cell. Where none is left,
    blank cells were lost, and one blank parts the words as in any poured text."""
    before = [len(gap[0]) for line in lines for gap in _BEFORE_AMOUNT.finditer(line)]
    width = min(before, default=0)
    if len(before) < _FEWEST_GAPS or width < 2 or any(gap % width for gap in before):
        return [*lines]
    kept = max(before) > width
    parted = [_whole(gaps, width) for gaps in ([len(gap[0]) for gap in _GAP.finditer(line)] for line in lines)]
    found = []
    for at, line in enumerate(lines):
        indent, tail = len(line) - len(line.lstrip(" ")), len(line) - len(line.rstrip(" "))
        text = line.strip(" ")
        # A row may print a name alone, blank cells around it.
        between = parted[max(0, at - 1)] and parted[min(at + 1, len(lines) - 1)]
        alone = text and kept and not _GAP.search(text) and ((tail and not tail % width) or (indent and between))
        if kept and (parted[at] or alone) and indent % width == 0:
            text = _GAP.sub(lambda gap: "\t" * (len(gap[0]) // width), text)
            found.append("\t" * (indent // width) + text + "\t" * (tail // width))
        else:
            found.append(_GAP.sub(" ", line) if parted[at] and not kept else line)
    return found


def _whole(gaps: Sequence[int], width: int) -> bool:
    return bool(gaps) and not any(gap % width for gap in gaps)
