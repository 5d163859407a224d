"""From the words of a question to figures: one lookup a field, all names met, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from answer.holdings.held import Blank, Statement
from answer.holdings.knowledge import Books
from answer.language.names import Segment, Tag, cut, mend
from answer.language.words import comparable
from answer.request.match import Reading, blank_cells, choose, meets, readings, within
from ontology.forms import is_total

INSIDE = frozenset({"中", "里", "里面", "里头", "内", "的"})
AND = frozenset({"和", "与", "及", "以及", "跟"})
FINAL = ("决算", "执行", "")
"""Stages of what was spent."""
ROW_KINDS = {"item", "label", "code"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup gave: the chosen reading, or several that differ, or blank cells, or words nobody knows."""

    books: Books
    segments: tuple[Segment, ...]
    reading: Reading | None = None
    differing: tuple[Reading, ...] = ()
    """Readings as near as each other with different amounts: the question is ambiguous."""
    beside: tuple[Reading, ...] = ()
    """Readings under the same name with another meaning and amount, to be said beside the answer."""
    agreeing: tuple[Statement, ...] = ()
    """Figures of the same row in other forms that print the same amount: cited with the answer."""
    blanks: tuple[Blank, ...] = ()
    unknown: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = field(default=())
    """(as asked, as understood) of mistyped names."""

    @property
    def any(self) -> bool:
        """Whether figures or blank cells were found."""
        return bool(self.reading or self.differing or self.blanks)


def look_up(books: Books, text: str) -> list[Found]:
    """One ``Found`` for each field that a question's words name; an unknown word makes all of it unknown."""
    segments = said_twice(mend(joined(cut(text, books.names), books.names), books.names))
    unknown = tuple(s.text for s in segments if not s.known)
    mended = tuple((s.text, s.taken_for) for s in segments if s.taken_for)
    if unknown:
        return [Found(books, tuple(segments), unknown=unknown, mended=mended)]
    segments = within(segments)
    whole = _one(books, segments, mended)
    conjuncts = _conjuncts(text, books)
    each = [_one(books, part, mended) for part in conjuncts] if whole.any and EACH.search(text) else []
    if len(each) > 1 and all(part.any for part in each):
        # A figure that meets both names is not what is asked for of each: 基本支出和办公费各多少.
        return each
    if whole.any:
        return [whole]
    if (undivided := _undivided(books, segments, text, mended)) is not None:
        return [undivided]
    for kinds in ({"stage"}, ROW_KINDS, {"nature"}, {"measure"}):
        for split in () if _inside(segments, kinds) else _by(segments, kinds):
            parts = [_one(books, part, mended) for part in split]
            if all(part.any for part in parts):
                return _side_by_side(parts)
    if len(conjuncts) > 1:
        parts = [_one(books, part, mended) for part in conjuncts]
        if all(part.any for part in parts):
            return parts
    return [whole]


def _conjuncts(text: str, books: Books) -> list[list[Segment]]:
    """The fields of different kinds that a question joins (其他收入和一般公共预算拨款): each names something that is
    no stage, and one that says no stage shares the last one's. Empty where a part names nothing."""
    groups: list[list[Segment]] = []
    for piece in re.split("[、，,;；]", text):
        groups.append([])
        for segment in cut(piece, books.names):
            if segment.text in AND and not segment.tags:
                groups.append([])
            elif segment.known:
                groups[-1].append(segment)
            else:
                return []
    groups = [[s for s in g if s.tags] for g in groups]
    groups = [within(g) for g in groups if g]
    if not all(any(t.kind != "stage" for s in g for t in s.tags) for g in groups):
        return []
    said = [[s for s in g if all(t.kind == "stage" for t in s.tags)] for g in groups]
    return [g if own or not said[-1] else [*g, *said[-1]] for g, own in zip(groups, said, strict=True)]


def _undivided(
    books: Books, segments: Sequence[Segment], text: str, mended: tuple[tuple[str, str], ...]
) -> Found | None:
    """“三公” expenses asked for of the general budget (一般公共预算的三公经费) where the document prints them for all
    appropriations: the budget is no field of its own beside them."""
    plain = re.sub(r"[\s“”\"'‘’]", "", text)
    named = [s for s in segments if s.tags]
    for fund, row in pairwise(named):
        of_row = Tag("fund", "general") in fund.tags and any(t.kind in ROW_KINDS for t in row.tags)
        if of_row and re.search(f"{re.escape(fund.text)}的?{re.escape(row.text)}", plain):
            one = _one(books, [s for s in segments if s is not fund], mended)
            best = one.reading.best if one.reading is not None else None
            if best is not None and best.scheme == "three-public" and best.fund in UNDIVIDED:
                return one
    return None


UNDIVIDED = ("", "all", "fiscal")
"""Funds of a figure that is not divided by fund."""
EACH = re.compile("各(?!项|类|款|级|种)|分别|都是")
"""Asks for several figures."""
GENERIC = re.compile(r"(?:人员|职工|员工|老?干部|费用|支出|经费|方面|项目|款|费)*")
"""What may follow the beginning of a row's name where a question says it twice: 退休人员的退休费."""
PROJECT = "项目"
"""Says of a row that is no class what it is."""
LEVELS = frozenset("类款项")
SPENT = frozenset({"经费", "费用", "资金"})
COMMON = 2
"""Characters that the two must begin with alike."""


def said_twice(segments: Sequence[Segment]) -> list[Segment]:
    """Segments, those that only say again what a row of the question is called taken out."""
    rows = [s.text for s in segments if any(t.kind in ROW_KINDS for t in s.tags)]
    return [
        replace(s, known=True)
        if not s.known
        and len(s.text) >= COMMON
        and (
            any(r.startswith(s.text[:COMMON]) and GENERIC.fullmatch(s.text[COMMON:]) for r in rows)
            or (i > 0 and _is_kind(s.text, segments[i - 1]))
        )
        else s
        for i, s in enumerate(segments)
    ]


def _is_kind(text: str, named: Segment) -> bool:
    """Whether a text says what kind of row the name before it is: a project that is no class, a level of classes, or
    what is spent on a class."""
    classes = {t.id.partition(":")[0] for t in named.tags if t.kind == "item"} - {"label"}
    if text == PROJECT:
        return not classes and any(t.kind == "label" for t in named.tags)
    return bool(classes) and (text in LEVELS or (text in SPENT and "functional" in classes))


def joined(segments: Sequence[Segment], names: Mapping[str, frozenset[Tag]]) -> list[Segment]:
    """Segments, the second of two names that share their beginning made whole: 公务用车购置费和运行费."""
    found: list[Segment] = []
    for i, segment in enumerate(segments):
        # A header that goes on from another (购置费, 运行费) is no name without it.
        bare = not segment.known or (segment.tags and all(t.kind == "column" for t in segment.tags))
        if bare and i >= 2 and segments[i - 1].text in AND and segments[i - 2].tags:
            first = segments[i - 2].text
            whole = [first[:k] + segment.text for k in range(len(first) - 1, 1, -1)]
            name = next((w for w in whole if w in names), "")
            if name:
                found.append(Segment(segment.text, names[name], True, name))
                continue
        found.append(segment)
    return found


def _inside(segments: Sequence[Segment], kinds: set[str]) -> bool:
    """Whether one name stands inside another of its kind (基本支出中的项目支出, 小学教育的公务接待费): one field, which
    nothing may meet."""
    return any(
        middle.text in INSIDE and not middle.tags and all(any(t.kind in kinds for t in s.tags) for s in (outer, inner))
        for outer, middle, inner in zip(segments, segments[1:], _without_of(segments[2:]), strict=False)
    )


def _without_of(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, 的 taken for what follows it."""
    return [segments[i + 1] if s.text == "的" and i + 1 < len(segments) else s for i, s in enumerate(segments)]


def _side_by_side(parts: list[Found]) -> list[Found]:
    """Fields asked for together, one that is open settled by the form that the others stand in: 预算数和决算数."""
    forms = {(p.reading.best.evidence.disclosure, p.reading.best.form) for p in parts if p.reading is not None}
    settled = []
    for part in parts:
        beside = [r for r in part.differing if (r.best.evidence.disclosure, r.best.form) in forms]
        settled.append(replace(part, reading=beside[0], differing=()) if len(beside) == 1 else part)
    return settled


def _by(segments: Sequence[Segment], kinds: set[str]) -> list[list[list[Segment]]]:
    """The question once for each segment of some kinds, the others of those kinds left out: segments that are of no
    other kind, then all that may be of these (培训费 is a row and a measure)."""
    only = [s for s in segments if s.tags and all(tag.kind in kinds for tag in s.tags)]
    may_be = [s for s in segments if any(tag.kind in kinds for tag in s.tags)]
    return [
        [[s for s in segments if s is one or s not in own] for one in own]
        for own in ((only, may_be) if only != may_be else (only,))
        if len(own) > 1
    ]


def _one(books: Books, segments: Sequence[Segment], mended: tuple[tuple[str, str], ...]) -> Found:
    found = readings(books.figures, segments, books.met)
    reading, others = choose(found)
    empty = blank_cells(books.blanks, segments, books.one_column, books.met)
    if (
        reading is not None
        and (reading.best.disclosure_kind == "预算" or reading.best.stage not in FINAL)
        and not _stage_named(segments)
        and (final := [cell for cell in empty if cell.disclosure_kind == "决算" and cell.stage in FINAL])
    ):
        # The final accounts print this cell blank: what was planned is no answer to what was spent.
        return Found(books, tuple(segments), blanks=tuple(final), mended=mended)
    if reading is not None and (own := _of_row(empty, found, segments)):
        return Found(books, tuple(segments), blanks=own, mended=mended)
    if reading is not None:
        beside = tuple(_beside(reading, found, segments))
        agreeing = tuple(_agreeing(reading, found, segments))
        return Found(books, tuple(segments), reading, (), (*others, *beside), agreeing, mended=mended)
    if others:
        return Found(books, tuple(segments), None, tuple(others), mended=mended)
    return Found(books, tuple(segments), blanks=tuple(empty), mended=mended)


def _of_row(empty: Sequence[Blank], found: Sequence[Reading], segments: Sequence[Segment]) -> tuple[Blank, ...]:
    """The blank cells of the row that a question names as it is printed, where the figures found are of other rows:
    年末财政拨款结转和结余 is blank, whatever 年末结转和结余 is."""
    named = {s.text for s in segments if any(t.kind == "label" for t in s.tags)}
    figures = {comparable(f.item) for r in found for f in r.figures}
    return tuple(c for c in empty if (label := comparable(c.item)) in named and label not in figures)


def _beside(reading: Reading, found: Sequence[Reading], segments: Sequence[Segment]) -> list[Reading]:
    """The best reading of every other classification that has a row of the same name, where its amount differs."""
    best = reading.best
    seen = {best.scheme}
    beside = []
    for other in found:
        figure = other.best
        if figure.scheme in seen or figure.stage != best.stage or figure.derived or not _row_named(figure, segments):
            continue
        if (figure.amount is None) != (best.amount is None):
            continue  # a rate beside an amount is no other reading of it
        seen.add(figure.scheme)
        if figure.amount != best.amount and figure.nature in ("", "total", "basic", "personnel", "running"):
            beside.append(other)
    return beside if _row_named(best, segments) else []


def _agreeing(reading: Reading, found: Sequence[Reading], segments: Sequence[Segment]) -> list[Statement]:
    """The first figure of every other form that prints the row named, of the same stage, with the same amount."""
    best = reading.best
    seen = {f.form for f in reading.figures}
    same: list[Statement] = []
    for figure in (f for other in found for f in other.figures):
        if (
            figure.form not in seen
            and figure.amount is not None
            and (figure.amount, figure.stage, figure.scope) == (best.amount, best.stage, best.scope)
            and figure.item.strip() == best.item.strip()
            and not figure.derived
            and figure.nature in (best.nature, "", "total", "basic")
        ):
            seen.add(figure.form)
            same.append(figure)
    return same if _row_named(best, segments) else []


def _stage_named(segments: Sequence[Segment]) -> bool:
    return any(tag.kind == "stage" for s in segments for tag in s.tags)


def _row_named(figure: Statement, segments: Sequence[Segment]) -> bool:
    return any(meets(figure, frozenset(t for t in s.tags if t.kind in ROW_KINDS)) for s in segments if s.tags)


def in_one_column(found: Sequence[Found]) -> list[Found]:
    """Lookups of one name over several units or years, each that is open settled by a column that all of them print,
    a total before its parts: 收入总表 has 合计 and, of the year alone, 小计."""
    if not any(f.differing for f in found):
        return list(found)
    printed = [_columns(f) for f in found]
    shared = [key for key in printed[0] if all(key in columns for columns in printed)] if all(printed) else []
    totals = [key for key in shared if is_total(key[1].rsplit("/", 1)[-1])]
    if not (key := next(iter([*sorted(totals, key=lambda k: len(k[1])), *shared]), None)):
        return list(found)
    ranks = [f.reading.rank if f.reading else f.differing[0].rank for f in found]
    readings = [Reading((columns[key],), rank) for columns, rank in zip(printed, ranks, strict=True)]
    return [replace(f, reading=reading, differing=()) for f, reading in zip(found, readings, strict=True)]


def _columns(found: Found) -> dict[tuple[str, str], Statement]:
    """The figures of a lookup by form and column."""
    readings = [found.reading] if found.reading is not None else found.differing
    return {(f.form_id, f.column): f for r in readings for f in r.figures}
