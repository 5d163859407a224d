"""Which glyph stands in which field of which ruled table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.documents.printed_lines import Glyph
from ingest.documents.ruling import RuledTable
from ingest.records import Box

_CUT = 0.25
"""A border cuts a glyph if this share of its width or more stands on either side."""
_NO_GAP = 0.03
_OF_NUMBERS = frozenset("0123456789,.-")
_RUN_GAP = 0.3
_RUN_SHIFT = 0.3
_LEAST_PITCH, _LARGEST_PITCH = 0.85, 1.5
"""Distance of the lines of one text, in units of the font size."""
_OFF_MIDDLE = 0.2
"""Share of a field's height by which a text set in its middle may be off it."""


class Place(NamedTuple):
    """A field by the index of its table and its index there."""

    table: int
    field: int


def shared_out(glyphs: Sequence[Glyph], tables: Sequence[RuledTable]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """The glyphs of every field of every table, and those outside all of them.

    ``glyphs`` come in the order they were printed. A glyph belongs where its centre is, but text that runs over a
    border into the next field (as spreadsheets print long labels) stays whole.
    """
    inside: list[list[list[Glyph]]] = [[[] for _ in table.fields] for table in tables]
    outside = []
    # A table drawn inside a field of another is the nearer place, so the smallest tables come first.
    order = sorted(range(len(tables)), key=lambda i: (_area(tables[i]), i))
    if not glyphs or not tables:
        return inside, list(glyphs)
    runs = [piece for run in _runs(glyphs) for piece in _parted(run, tables, order)]
    overflowing = _overflowing(runs, tables, order)
    for index, run in enumerate(runs):
        places = [_place(*glyph.centre, tables, order) for glyph in run]
        whole = overflowing.get(index) or _place_of_all(run, places, tables)
        for glyph, place in zip(run, places, strict=True):
            place = whole or place
            if place is None:
                outside.append(glyph)
            else:
                inside[place.table][place.field].append(glyph)
    return inside, outside


def _overflowing(
    runs: Sequence[Sequence[Glyph]], tables: Sequence[RuledTable], order: Sequence[int]
) -> dict[int, Place]:
    """The field of each run (by index) of a text that runs over the lines above or below: that of the text's middle.

    Spreadsheets print so what needs more lines than its row is high.
    """
    found: dict[int, Place] = {}
    held: dict[Place | None, list[int]] = {}
    for block in _blocks(runs):
        places = [_place(*runs[i][0].centre, tables, order) for i in block]
        middle = _middle(block, runs, tables, order)
        if middle is None or len(set(places)) < 2:
            continue
        if not held:
            for index, run in enumerate(runs):
                if not run[0].text.isspace():
                    held.setdefault(_place(*run[0].centre, tables, order), []).append(index)
        if _is_astray(places, middle, _height(block, runs), held, tables):
            found.update(dict.fromkeys(block, middle))
        elif any(
            _is_cut_level(runs[i][0], place, tables) or _is_overprinted(i, held[place], block, runs)
            for i, place in zip(block, places, strict=True)
        ):
            for text in _texts(block, runs, tables, order) or [block]:
                if (own := _middle(text, runs, tables, order)) is not None:
                    found.update(dict.fromkeys(text, own))
    return found


def _is_overprinted(
    index: int, beside: Sequence[int], block: Sequence[int], runs: Sequence[Sequence[Glyph]]
) -> bool:
    """Whether another text of the field is printed over a line."""
    run = runs[index]
    height = run[0].bottom - run[0].top
    return any(
        i not in block and runs[i][0].x0 < run[-1].x1 and runs[i][-1].x1 > run[0].x0
        and abs(runs[i][0].top - run[0].top) < height / 2
        and "".join(g.text for g in runs[i]) != "".join(g.text for g in run)
        for i in beside
    )


def _height(text: Sequence[int], runs: Sequence[Sequence[Glyph]]) -> float:
    """How far down the page the middle of some lines is."""
    return (runs[text[0]][0].top + runs[text[-1]][0].bottom) / 2


def _middle(
    text: Sequence[int], runs: Sequence[Sequence[Glyph]], tables: Sequence[RuledTable], order: Sequence[int]
) -> Place | None:
    """The field in which the middle of some lines is."""
    return _place(runs[text[0]][0].centre[0], _height(text, runs), tables, order)


def _texts(
    block: Sequence[int], runs: Sequence[Sequence[Glyph]], tables: Sequence[RuledTable], order: Sequence[int]
) -> list[list[int]]:
    """The lines of a block as the texts of several cells, each set around the middle of its field; as few as can be,
    none where that leaves a line over."""
    ways: list[list[list[int]] | None] = [[]]
    for end in range(1, len(block) + 1):
        options = [
            [*before, list(block[start:end])] for start in range(end)
            if (before := ways[start]) is not None and _is_text(block[start:end], runs, tables, order)
        ]
        ways.append(min(options, key=len, default=None))
    return ways[-1] or []


def _is_text(
    lines: Sequence[int], runs: Sequence[Sequence[Glyph]], tables: Sequence[RuledTable], order: Sequence[int]
) -> bool:
    """Whether lines, equally far apart, stand around the middle of a field; a single one also within its borders."""
    steps = [runs[b][0].top - runs[a][0].top for a, b in pairwise(lines)]
    if steps and max(steps) - min(steps) > _RUN_SHIFT / 2 * max(runs[lines[0]][0].bottom - runs[lines[0]][0].top, 1.0):
        return False
    place = _middle(lines, runs, tables, order)
    if place is None or (len(lines) == 1 and _is_cut_level(runs[lines[0]][0], place, tables)):
        return False
    return not _is_off_middle(_height(lines, runs), tables[place.table].fields[place.field].box)


def _is_off_middle(height: float, box: Box) -> bool:
    return abs(height - (box[1] + box[3]) / 2) > _OFF_MIDDLE * (box[3] - box[1])


def _blocks(runs: Sequence[Sequence[Glyph]]) -> Iterator[list[int]]:
    """Indexes of runs printed one after the other as lines of one text: each below the one before, flush or centred."""
    block: list[int] = []
    blanks: list[Glyph] = []
    start = 0.0
    for index, run in enumerate(runs):
        if run[0].text.isspace():
            blanks.append(run[0])
            continue
        if block and not _below(runs[block[-1]], run, start):
            if len(block) > 1:
                yield block
            block = []
        if not block:
            start = _indented_from(blanks, run)
        block.append(index)
        blanks = []
    if len(block) > 1:
        yield block


def _indented_from(blanks: Sequence[Glyph], run: Sequence[Glyph]) -> float:
    """Where a line begins with the blanks printed before it: the next line of its text begins there."""
    x0 = run[0].x0
    height = run[0].bottom - run[0].top
    for blank in reversed(blanks):
        if abs(blank.x1 - x0) > _RUN_SHIFT * height or abs(blank.top - run[0].top) > height / 2:
            break
        x0 = blank.x0
    return x0


def _below(upper: Sequence[Glyph], lower: Sequence[Glyph], start: float) -> bool:
    """Whether a line goes on with the text of the line above, which begins at ``start`` with its first line."""
    height = max(upper[0].bottom - upper[0].top, 1.0)
    if not _LEAST_PITCH * height <= lower[0].top - upper[0].top <= _LARGEST_PITCH * height:
        return False
    flush = min(abs(upper[0].x0 - lower[0].x0), abs(start - lower[0].x0))
    centred = abs(upper[0].x0 + upper[-1].x1 - lower[0].x0 - lower[-1].x1) / 2
    return min(flush, centred) <= _RUN_SHIFT * height


def _is_astray(
    places: Sequence[Place | None], middle: Place, height: float, held: Mapping[Place | None, Sequence[int]],
    tables: Sequence[RuledTable],
) -> bool:
    """Whether a text set around the middle of one field has a line in a wider one that holds a text of its own."""
    fields = tables[middle.table].fields
    left, _, right, _ = fields[middle.field].box
    if _is_off_middle(height, fields[middle.field].box):
        return False
    own = Counter(places)
    for place in own:
        if place is None or place == middle or place.table != middle.table:
            continue
        wide = fields[place.field].box
        if wide[0] <= left and right <= wide[2] and right - left < wide[2] - wide[0] and len(held[place]) > own[place]:
            return True
    return False


def _is_cut_level(glyph: Glyph, place: Place | None, tables: Sequence[RuledTable]) -> bool:
    """Whether the line above or below a field goes through a glyph."""
    if place is None:
        return False
    _, upper, _, lower = tables[place.table].fields[place.field].box
    margin = _CUT * (glyph.bottom - glyph.top)
    return glyph.top + margin < upper or glyph.bottom - margin > lower


def _area(table: RuledTable) -> float:
    x0, top, x1, bottom = table.box
    return (x1 - x0) * (bottom - top)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs printed one after the other, side by side, without a blank."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.text.isspace() or not _adjoin(run[-1], glyph)):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _adjoin(left: Glyph, right: Glyph) -> bool:
    height = max(left.bottom - left.top, right.bottom - right.top)
    return (
        not left.text.isspace()
        and abs(left.top - right.top) <= _RUN_SHIFT * height
        and -_RUN_GAP * height <= right.x0 - left.x1 <= _RUN_GAP * height
    )


def _parted(run: list[Glyph], tables: Sequence[RuledTable], order: Sequence[int]) -> list[list[Glyph]]:
    """A run in the pieces that the borders between two fields make of it: there its glyphs stand further apart than
    elsewhere in it, or a label ends and a number begins, as those of two fields do that are filled to the border."""
    height = run[0].bottom - run[0].top
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    digits = [glyph.text in _OF_NUMBERS for glyph in run]
    if max(gaps, default=0.0) <= _NO_GAP * height and len(set(digits)) < 2:
        return [run]
    places = [_place(*glyph.centre, tables, order) for glyph in run]
    between = [here != there for here, there in pairwise(places)]
    inside = max((gap for gap, apart in zip(gaps, between, strict=True) if not apart), default=0.0)
    ends = [
        i for i, (gap, apart) in enumerate(zip(gaps, between, strict=True), 1)
        if apart and (gap - max(inside, 0.0) > _NO_GAP * height or (all(digits[i:]) and not digits[i - 1]))
    ]
    return [run[a:b] for a, b in pairwise([0, *ends, len(run)])]


def _place(x: float, y: float, tables: Sequence[RuledTable], order: Sequence[int]) -> Place | None:
    for i in order:
        x0, top, x1, bottom = tables[i].box
        if not (x0 <= x < x1 and top <= y < bottom):
            continue
        for k, field in enumerate(tables[i].fields):
            left, upper, right, lower = field.box
            if left <= x < right and upper <= y < lower:
                return Place(i, k)
    return None


def _place_of_all(run: Sequence[Glyph], places: Sequence[Place | None], tables: Sequence[RuledTable]) -> Place | None:
    """The one field a run belongs to where it is printed across a border without regard to it, else None."""
    counts = Counter(place for place in places if place is not None)
    if len(counts) < 2 or not (_is_cut(run, places, tables) or _is_unbroken(run, places)):
        return None
    first, last = places[0], places[-1]
    if first is not None and _indent(run[0].x0, tables[first.table].fields[first.field].box[0], run):
        return first
    if last is not None and _indent(tables[last.table].fields[last.field].box[2], run[-1].x1, run):
        return last
    return max(counts, key=lambda place: (counts[place], -place.table, -place.field))


def _is_cut(run: Sequence[Glyph], places: Sequence[Place | None], tables: Sequence[RuledTable]) -> bool:
    """Whether a border goes through a glyph."""
    for glyph, place in zip(run, places, strict=True):
        if place is not None:
            left, _, right, _ = tables[place.table].fields[place.field].box
            margin = _CUT * (glyph.x1 - glyph.x0)
            if glyph.x0 + margin < left or glyph.x1 - margin > right:
                return True
    return False


def _is_unbroken(run: Sequence[Glyph], places: Sequence[Place | None]) -> bool:
    """Whether a border falls between two glyphs set without any gap; texts of two cells keep a little apart."""
    pairs = zip(pairwise(run), pairwise(places), strict=True)
    return any(
        here != there and abs(right.x0 - left.x1) <= _NO_GAP * (left.bottom - left.top)
        for (left, right), (here, there) in pairs
    )


def _indent(inner: float, outer: float, run: Sequence[Glyph]) -> bool:
    """Whether a run begins (or ends) beside the border, as text set flush does."""
    return abs(inner - outer) <= run[0].bottom - run[0].top
