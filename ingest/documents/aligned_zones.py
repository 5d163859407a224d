"""Where on a page a table without ruling lines may stand: below a caption, or on from the page before.

Only lines under a title or a unit of measure are looked at, so that prose never becomes a table. A zone is cut into
the words of the header, the row that numbers the columns, and the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.documents.aligned_rows import Line
from ingest.documents.aligned_spans import Extent
from ingest.documents.aligned_words import Word
from ingest.records import Box
from ontology.layout import bare, column_kind, is_total, ordinal_level, search

_COLUMNS = re.compile(r"\s{2,}")
_AMOUNT = re.compile(r"\d\.\d{1,2}(?!\d)")
_FEWEST_DIGITS = 8
_WHOLE_NAME = 4
_LEVEL = 0.5
"""Share of the font size by which words of one printed line may differ in height."""
_WIDEST_GAP = 3.2
"""In units of the usual distance of lines: a wider gap ends a table."""
_GAP_TO_FOOTER = 1.5
_LEAST_TO_FOOTER = 2.5
"""In units of the font size: a footer stands at least so far below a table."""
_WIDEST_STEP = 3.5
"""In units of the font size: lines of a body are usually not farther apart."""
_MARGIN = 0.1
"""Share of the page's height at its top and bottom where running heads and page numbers stand."""
_SAME_SIDE = 0.15
_LONGEST_PITCH = 1.75


class Zone(NamedTuple):
    """Printed lines from top to bottom; ``captioned`` is False where they stand at the top of the page.

    ``outer`` is how far left and right the lines and their caption reach.
    """

    lines: tuple[Line, ...]
    captioned: bool
    ends_page: bool
    outer: Extent


class Parts(NamedTuple):
    """The words of a zone by what they are of: ``numbering`` is the row 栏次 1 2 3 ..., ``rest`` follows the body."""

    header: tuple[Word, ...]
    numbering: tuple[Word, ...]
    body: tuple[Word, ...]
    rest: tuple[Word, ...]
    size: float


def may_hold_table(lines: Sequence[str], goes_on: bool) -> bool:
    """Whether a page that prints these lines may hold an aligned table: it prints a caption and a few digits, or an
    amount where a table ``goes_on``."""
    if goes_on and any(_AMOUNT.search(line) for line in lines):
        return True
    if sum(character.isdigit() for line in lines for character in line) < _FEWEST_DIGITS:
        return False
    return goes_on or any(_heads_table([bare(part) for part in _COLUMNS.split(line)]) for line in lines)


def printed_lines(words: Sequence[Word]) -> list[Line]:
    """The words of a page by printed line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.y, w.x0)):
        if lines and abs(word.y - lines[-1][0].y) <= _LEVEL * min(word.height, lines[-1][0].height):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def caption_at_foot(lines: Sequence[tuple[str, Box]], height: float) -> list[Box]:
    """The boxes of a caption that is the last print on a page of that height, but for its footer; none where other
    text is."""
    rest = [(_heads_table([bare(part) for part in _COLUMNS.split(text)]), text, box) for text, box in lines]
    heads, text, box = rest[-1] if rest else (True, "", (0.0, 0.0, 0.0, 0.0))
    if not heads and box[1] > (1 - _MARGIN) * height and sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        rest.pop()
    caption = []
    while rest and rest[-1][0]:
        caption.append(rest.pop()[2])
    return caption


def zones_of(lines: Sequence[Line], height: float) -> list[Zone]:
    """The zones of a page of that height."""
    lines = _without_footer(lines, height)
    starts = [i for i, line in enumerate(lines) if _is_caption(line)]
    zones = []
    first = starts[0] if starts else len(lines)
    if first:
        zones.append(Zone(tuple(lines[:first]), False, not starts, _reach(lines[:first])))
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        first = start + 1 + _broken_caption(lines[start : start + 2])
        if end > first:
            zones.append(Zone(tuple(lines[first:end]), True, end == len(lines), _reach(lines[start:end])))
    return zones


def _broken_caption(lines: Sequence[Line]) -> bool:
    """Whether the unit of measure of a caption ends on the next line: 单位：万 | 元."""
    return len(lines) == 2 and search("caption", "unit_rest", bare(lines[1].text)) is not None


def _reach(lines: Sequence[Line]) -> Extent:
    return Extent(min(line.x0 for line in lines), max(line.x1 for line in lines))


def _without_footer(lines: Sequence[Line], height: float) -> Sequence[Line]:
    """The lines without a page number, alone or with words beside it, at the foot of the page."""
    if len(lines) < 2 or lines[-1].y < (1 - _MARGIN) * height:
        return lines
    # Dashes around the number may stand apart from it: — 2 —.
    numbers = [word.text for word in lines[-1].words if word.number and word.text.strip("-—－–― ")]
    gap = lines[-1].y - lines[-2].y
    alone = len(numbers) <= 1 and all(text.strip("-—－–― ").isdigit() for text in numbers)
    return lines[:-1] if alone and gap > _GAP_TO_FOOTER * lines[-1].words[0].height else lines


def _is_caption(line: Line) -> bool:
    return _heads_table([bare(word.text) for word in line.words])


def _heads_table(texts: Sequence[str]) -> bool:
    keys = ("unit_of_measure", "body", "form_number")
    if any(search("caption", key, text) for text in texts for key in keys):
        return True
    return len(texts) == 1 and search("title", "ends", texts[0]) is not None


def without_running_head(zone: Zone, height: float) -> list[Zone]:
    """A zone at the top of a page without its first line, where that may be a running head; else none. 收入 and 支出
    alone are a header's, over the columns of either side."""
    first = zone.lines[0]
    if len(zone.lines) < 2 or first.y > _MARGIN * height or any(w.number for w in first.words):
        return []
    if all(search("columns", "neutral", bare(word.text)) for word in first.words):
        return []
    return [zone._replace(lines=zone.lines[1:])]


def parts_of(zone: Zone, height: float) -> Parts | None:
    """A zone cut into header, numbering and body; None where no body is there."""
    size = median(word.height for line in zone.lines for word in line.words)
    numbering: tuple[Word, ...] = ()
    beside: tuple[Word, ...] = ()
    start = None
    for index, line in enumerate(zone.lines):
        numbers = [word for word in line.words if word.number]
        if not numbers:
            if numbering and any(is_total(bare(word.text)) for word in line.words):
                start = index
                break
            continue
        if not numbering and _numbers_columns(line):
            numbering = tuple(word for word in line.words if word.number or _names_numbering(word))
            beside = tuple(word for word in line.words if word not in numbering)
            continue
        start = index
        break
    if start is None:
        start = _only_total(zone.lines)
    if start is None:
        return None
    end = _end(zone.lines, start, size, height)
    level = _row_height(zone.lines[start])
    body = [word for line in zone.lines[start:end] for word in line.words]
    header = list(beside)
    own = header
    for line in zone.lines[:start]:
        # Labels with their order numbers are the first row's, not headings, and so is what follows them.
        if all(ordinal_level(bare(word.text)) >= 0 for word in line.words):
            own = body
        for word in line.words:
            if word in numbering or word in beside:
                continue
            (body if _reaches_in(word, level, body, size) else own).append(word)
    rest = tuple(word for line in zone.lines[end:] for word in line.words)
    return Parts(tuple(header), numbering, tuple(body), rest, size)


def _row_height(line: Line) -> float:
    numbers = [word.y for word in line.words if word.number] or [word.y for word in line.words]
    return sum(numbers) / len(numbers)


def _numbers_columns(line: Line) -> bool:
    """Whether a line prints 1, 2, 3 ... and nothing else but names of label columns."""
    numbers = [word.text for word in line.words if word.number]
    named = any(_names_numbering(word) for word in line.words)
    if not all(number.isdigit() for number in numbers) or (len(numbers) < 2 and not named):
        return False
    return [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


def _names_numbering(word: Word) -> bool:
    return search("columns", "column_number", bare(word.text)) is not None


def _only_total(lines: Sequence[Line]) -> int | None:
    """The line of the total, where a table prints nothing else below its header."""
    totals = [i for i, line in enumerate(lines) if i and all(is_total(bare(word.text)) for word in line.words)]
    return totals[-1] if totals else None


def _reaches_in(word: Word, level: float, body: Sequence[Word], size: float) -> bool:
    """Whether a word above the first row of numbers is the beginning of a label, or a number, broken around them."""
    if word.number or _names_columns(bare(word.text)) or _names_side(bare(word.text)):
        return False
    piece = all(character.isdigit() or character in ",.，．" for character in word.text)
    lines = sorted(
        (
            other
            for other in body
            if (piece or not other.number)
            and other.y > word.y
            and min(abs(word.x0 - other.x0), abs(word.x - other.x), abs(word.x1 - other.x1) if piece else size)
            <= _SAME_SIDE * size
        ),
        key=lambda other: other.y,
    )
    above = word.y
    for line in lines:
        if line.y - above > _LONGEST_PITCH * size:
            return False
        if abs(word.y + line.y - 2 * level) <= _LEVEL * size:
            return True
        above = line.y
    return False


def _names_columns(text: str) -> bool:
    """Whether a text says in full what a column of names or codes holds (科目名称); 单位 may be the end of a label."""
    return len(text) >= _WHOLE_NAME and column_kind(text) in ("code", "label", "line")


def _names_side(text: str) -> bool:
    """收入, 支出: over the columns of either side of a summary, whose labels stand below."""
    return search("columns", "side", text) is not None


def _end(lines: Sequence[Line], start: int, size: float, height: float) -> int:
    """The index of the line after the last of a body that begins at ``start``."""
    steps = [b.y - a.y for a, b in pairwise(lines[start:])]
    usual = max(1.1 * size, min(median(steps), _WIDEST_STEP * size)) if steps else 2 * size
    for index in range(start, len(lines)):
        line = lines[index]
        text = "".join(bare(word.text) for word in line.words)
        if any(search("note", key, text) for key in ("start", "identity", "sentence")):
            return index
        if index == start:
            continue
        gap = line.y - lines[index - 1].y
        footer = line.y > (1 - _MARGIN) * height and gap > max(_GAP_TO_FOOTER * usual, _LEAST_TO_FOOTER * size)
        if footer or gap > _WIDEST_GAP * usual:
            return index
    return len(lines)
