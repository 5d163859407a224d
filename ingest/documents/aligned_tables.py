"""Tables without ruling lines, or with level ones only: words aligned in rows and columns, as a grid with its header.

What is not certain stays text: a table is read only if its header fits its columns in exactly one way, every number
stands under exactly one heading, and every line in exactly one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.aligned_broken import mended
from ingest.documents.aligned_columns import Sorted, columns_of, overlap, ragged, sorted_words
from ingest.documents.aligned_grid import AlignedTable, Caption, Carried, Shape, assembled
from ingest.documents.aligned_header import header_of
from ingest.documents.aligned_rows import rows_of
from ingest.documents.aligned_spans import Extent, Header, HeaderCell, Print, borders_of
from ingest.documents.aligned_words import Word, words_of
from ingest.documents.aligned_zones import Parts, Zone, parts_of, printed_lines, without_running_head, zones_of
from ingest.documents.printed_lines import Glyph
from ingest.documents.ruling import Segment, merged
from ontology.cut_names import completes_name

_SAME_PLACE = 1.5
"""Points by which the headings of a table repeated on the next page may differ."""
_FARTHEST_DOWN = 1.5
"""In units of the font size: how much farther down a heading may stand there, where it reached into the body."""
_CLOSE = 1.6
"""In units of the font size: the lines of one cell are not farther apart."""
_WHOLE_WIDTH = 0.9
_NEAR = 2.5
"""In units of the font size: a ruling line of a table is not farther from what it prints."""
_LEAST_RULES = 2
"""Lines above and below a header, or a table, at least, that tell how wide it is."""


class Aligned(NamedTuple):
    """The aligned tables of a page and what it hands on: the shape of one that may go on over the page. ``lost``: rows
    of numbers go on from the page before, and their columns are not clear."""

    tables: list[AlignedTable]
    goes_on: Carried | None
    lost: bool


def aligned_tables(
    glyphs: Sequence[Glyph], level: Iterable[Segment], height: float, carried: Carried | None
) -> Aligned:
    """The aligned tables of a page.

    ``glyphs`` are those outside ruled tables, upright; ``level`` the horizontal ruling lines; ``carried`` what the page
    before handed on.
    """
    rules = merged(level)
    tables = []
    lost = False
    for zone in zones_of(printed_lines(words_of(glyphs)), height):
        before, carried = carried, None
        if not zone.captioned and before is None:
            continue
        options = [zone] if zone.captioned else [zone, *without_running_head(zone, height)]
        shape = before if isinstance(before, Shape) and not zone.captioned else None
        if isinstance(before, Caption):
            options = [option._replace(outer=around(option.outer, before.outer)) for option in options]
        tried = (_table(option, height, rules, shape) for option in options)
        table = next((found for found in tried if found is not None), None)
        if table is not None:
            tables.append(table)
            carried = table.shape if zone.ends_page and table.ends_zone else None
        elif before is not None:
            lost = lost or any(sum(word.number for word in line.words) > 1 for line in zone.lines)
    return Aligned(tables, carried, lost)


def around(first: Extent, second: Extent) -> Extent:
    """From the farthest left to the farthest right of two extents."""
    return Extent(min(first.x0, second.x0), max(first.x1, second.x1))


def _table(zone: Zone, height: float, rules: Sequence[Segment], carried: Shape | None) -> AlignedTable | None:
    """The table of a zone, with the columns of the page before where it goes on from there; None where unsure."""
    parts = parts_of(zone, height)
    if parts is not None and carried is not None:
        parts = _with_first_rows(parts, carried)
    if parts is None:
        return None
    parts = parts._replace(body=tuple(mended(parts.body, parts.size)))
    if any(_piece(word) for word in parts.body):
        return None
    body = sorted_words(parts.body)
    if any(slot.numeric and _broken(slot.words, parts.size) for slot in body.slots):
        return None
    header = _header(parts, body, zone.outer, carried, _border(rules, parts))
    torn = _torn_off(parts, carried) if header is None and carried is not None else None
    if header is None and torn is None:
        return None
    if carried is not None:
        known = carried.headings
    elif header is not None:
        known = tuple(Extent(leaf.box[0], leaf.box[2]) for leaf in header.leaves)
    headings = _with_numbers(known, parts)
    places = columns_of(body.slots, headings, parts.size) if headings else None
    if not headings or places is None:
        return None
    numbers: dict[int, tuple[Word, ...]] = dict(carried.numbers) if carried else {}
    for slot, place in zip(body.slots, places, strict=True):
        if slot.numeric:
            numbers[place[0]] = (*slot.words, *numbers.get(place[0], ()))
    if any(ragged(words) for words in numbers.values()):
        return None
    columns = _widened(headings, places, [slot.extent for slot in body.slots])
    if any(b.x0 < a.x1 - 1 for a, b in pairwise(columns)):
        return None
    edges = carried.edges if carried else tuple(borders_of(columns, parts.size))
    columns_words = [*(slot.words for slot in body.slots), body.loose]
    rows = rows_of(columns_words, parts.size, _bands(rules, parts, edges))
    if rows is None:
        return None
    heading = carried.heading if carried else (header, parts.header) if header else None
    if heading is None:
        return None
    return assembled(parts, body, places, rows, header, torn or {}, Shape(heading, tuple(columns), edges, {}, numbers))


def _header(
    parts: Parts, body: Sorted, outer: Extent, carried: Shape | None, border: Extent | None
) -> Header | None:
    """The header of a zone; on a page that goes on with a table, that table's header where it is printed again."""
    if not parts.header:
        return None
    if carried is not None:
        return _printed_again(parts.header, carried)
    counted = [Extent(word.x0, word.x1) for word in parts.numbering if word.number]
    printed = Print([*(slot.extent for slot in body.slots), *counted], parts.size, outer)
    found = header_of(parts.header, printed._replace(border=border)) if border is not None else None
    return found or header_of(parts.header, printed)


def _border(rules: Sequence[Segment], parts: Parts) -> Extent | None:
    """From where to where the ruling lines run between the top of a header and its body and beyond; None where they
    are fewer than two, differ, or leave words out."""
    words = (*parts.header, *parts.body)
    if not parts.header:
        return None
    top, last = min(word.y for word in parts.header), max(word.y for word in parts.body)
    across = [rule for rule in rules if top - _NEAR * parts.size <= rule.at <= last + _NEAR * parts.size]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    whole = [rule for rule in across if rule.start <= left and right <= rule.end]
    if len(whole) < _LEAST_RULES or any(
        abs(rule.start - whole[0].start) > _SAME_PLACE or abs(rule.end - whole[0].end) > _SAME_PLACE for rule in whole
    ):
        return None
    return Extent(whole[0].start, whole[0].end)


def _with_first_rows(parts: Parts, carried: Shape) -> Parts:
    """On a page that goes on with a table: rows of names alone, which stand above the first number as a header does,
    are of the body. Nothing changes where a word does not stand under the name column of the page before."""
    words = sorted(parts.header, key=lambda word: word.y)
    count = len(carried.heading[1])
    if len(words) >= count and _printed_again(words[:count], carried) is not None:
        header, rows = words[:count], words[count:]
    elif not words or _torn_off(parts, carried) is not None:
        return parts
    else:
        header, rows = [], words
    for word in rows:
        under = [i for i, heading in enumerate(carried.headings) if overlap(Extent(word.x0, word.x1), heading)]
        if len(under) != 1 or under[0] in carried.numbers:
            return parts
    return parts._replace(header=tuple(header), body=(*rows, *parts.body))


def _printed_again(words: Sequence[Word], carried: Shape) -> Header | None:
    """The header of the page before, in the words of this page; None where they are not the same in the same place."""
    header, before = carried.heading
    if len(words) != len(before):
        return None
    pairs = list(zip(_in_order(words), _in_order(before), strict=True))
    down = pairs[0][0].y - pairs[0][1].y
    if any(
        a.text != b.text or abs(a.x0 - b.x0) > _SAME_PLACE or abs(a.y - b.y - down) > _FARTHEST_DOWN * a.height
        for a, b in pairs
    ):
        return None
    now = {b: a for a, b in pairs}

    def here(cell: HeaderCell) -> HeaderCell:
        return HeaderCell(tuple(now[word] for word in cell.words))

    return Header(
        tuple(spanned._replace(cell=here(spanned.cell)) for spanned in header.cells),
        tuple(here(leaf) for leaf in header.leaves),
    )


def _torn_off(parts: Parts, carried: Shape) -> dict[int, Word] | None:
    """The ends of labels whose row the page break cuts, by column; none where no row is cut. None where the words at
    the top of the page are anything else.

    A row of its own would print its code or line number. In a table without these, the two pieces must make a name of
    the classifications.
    """
    if parts.numbering:
        return None
    coded = any(all(word.text.isdigit() for word in words) for words in carried.numbers.values())
    found: dict[int, Word] = {}
    for word in parts.header:
        under = [i for i, heading in enumerate(carried.headings) if overlap(Extent(word.x0, word.x1), heading)]
        cut = carried.last.get(under[0]) if len(under) == 1 else None
        if cut is None or under[0] in found or not cut.filled or abs(word.x0 - cut.line.x0) > _SAME_PLACE:
            return None
        if not coded and not completes_name(cut.label, word.text):
            return None
        found[under[0]] = word
    return found


def _in_order(words: Sequence[Word]) -> list[Word]:
    return sorted(words, key=lambda word: (word.x0, word.y))


def _with_numbers(headings: Sequence[Extent], parts: Parts) -> list[Extent] | None:
    """The headings with the column numbers printed below them; None where a number is not below exactly one."""
    numbers = [Extent(word.x0, word.x1) for word in parts.numbering if word.number]
    found = []
    for extent in numbers:
        under = [i for i, heading in enumerate(headings) if overlap(extent, heading)]
        if len(under) != 1 or (under[0], under[0]) in found:
            return None
        found.append((under[0], under[0]))
    return _widened(headings, found, numbers)


def _widened(
    headings: Sequence[Extent], places: Sequence[tuple[int, int]], extents: Sequence[Extent]
) -> list[Extent]:
    wide = list(headings)
    for (first, last), extent in zip(places, extents, strict=True):
        if first == last:
            wide[first] = Extent(min(wide[first].x0, extent.x0), max(wide[first].x1, extent.x1))
    return wide


def _broken(words: Sequence[Word], size: float) -> bool:
    """Whether a column may print a number over two lines: one without the decimals all others have, close above."""
    with_decimals = [word for word in words if "." in word.text]
    if 2 * len(with_decimals) <= len(words):
        return False
    ordered = sorted(words, key=lambda word: word.y)
    return any(
        "." not in upper.text and upper.text.strip("-—－–―0") and lower.y - upper.y <= _CLOSE * size
        for upper, lower in pairwise(ordered)
    )


def _piece(word: Word) -> bool:
    """Whether a word is a piece of a number: digits and signs that make none."""
    return not word.number and not set(word.text) - set("0123456789.,，")


def _bands(rules: Sequence[Segment], parts: Parts, edges: Sequence[float]) -> list[float]:
    """The heights of ruling lines that part all rows of the body; none where they don't."""
    first, last = min(word.y for word in parts.body), max(word.y for word in parts.body)
    width = edges[-1] - edges[0]
    across = [
        rule.at for rule in rules if min(rule.end, edges[-1]) - max(rule.start, edges[0]) >= _WHOLE_WIDTH * width
    ]
    above = max((at for at in across if at < first), default=None)
    below = min((at for at in across if at > last), default=None)
    if above is None or below is None:
        return []
    bands = [above, *(at for at in across if first < at < last), below]
    for top, bottom in pairwise(bands):
        heights = [word.y for word in parts.body if word.number and top < word.y < bottom]
        if heights and max(heights) - min(heights) > 0.6 * parts.size:
            return []
    return bands
