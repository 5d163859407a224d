"""The rows below what a question names: those one level down, or of the level and classification that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answer.holdings.held import Blank, Statement
from answer.holdings.knowledge import Books
from answer.language.names import Segment, cut, mend
from answer.language.words import compiled, lexicon
from answer.request.lookup import look_up
from answer.request.match import FUNDS, meets, readings
from answer.request.question import rewritten

NATURES = {"personnel": "人员经费", "running": "公用经费"}
"""The words of a column for a nature."""
ITEM = 5
"""Digits of the code of an economic item (30201)."""


@dataclass(frozen=True, slots=True)
class Level:
    """Which rows a question asks for: a classification (functional, economic), digits of the code (0: not said), and
    whether it asks for single items rather than classes."""

    scheme: str = ""
    digits: int = 0
    single: bool = False


def level_of(text: str) -> tuple[Level, str]:
    """The level that a question asks for, and the question without the words for it."""
    words = lexicon("words")["level"]
    scheme = next((s for s, p in words["scheme"].items() if re.search(p, text)), "")
    digits = next((int(d) for d, p in words["digits"].items() if re.search(p, text)), 0)
    if scheme == "economic" and not digits:
        digits = ITEM
    if scheme == "economic" and digits > ITEM:
        digits = ITEM
    single = re.search(words["single"], text) is not None
    for pattern in (*words["scheme"].values(), *words["digits"].values()):
        text = compiled(pattern).sub(" ", text)
    return Level(scheme, digits, single), text


def _named(segments: Sequence[Segment]) -> tuple[list[Segment], set[str]]:
    """The names of rows, and staff or running costs, that a question holds."""
    rows = [s for s in segments if any(t.kind in ("item", "label", "code") for t in s.tags)]
    return rows, {t.id for s in segments for t in s.tags if t.kind == "nature"} & set(NATURES)


def parts_of(books: Books, text: str, level: Level = Level()) -> list[Statement]:
    """The rows below what a question names, in the form and column that print it in most detail."""
    text = rewritten(text)
    segments = mend(cut(text, books.names), books.names)
    if any(not s.known for s in segments):
        return []
    rows, natures = _named(segments)
    if natures and not rows:
        return _of_nature(books, natures.pop(), level)
    if found := _of_three_public(books, text, segments):
        return found
    if rows and (found := _children(books, rows, segments, level)):
        return found
    found_whole = look_up(books, text)
    if level != Level("", 0, level.single) and not any(f.any for f in found_whole):
        # Rows of a level are asked for and no total is named: those of all expenditure.
        found_whole = look_up(books, text + " 支出")
    if len(found_whole) != 1 or found_whole[0].reading is None:
        return []
    best = found_whole[0].reading.best
    return [] if rows and best.code else _classes(books, best, level)


THREE_PUBLIC = ("abroad", "vehicles", "reception")
"""What “三公” expenditure is made up of."""


def _of_three_public(books: Books, text: str, segments: Sequence[Segment]) -> list[Statement]:
    """The three parts of “三公” expenditure, from the form and of the stage where its total stands."""
    if not any(t.id in ("three-public", "three-public:total") for s in segments for t in s.tags):
        return []
    found = look_up(books, text)
    if len(found) != 1 or found[0].reading is None:
        return []
    best = found[0].reading.best
    parts = {
        f.concept: f
        for f in reversed(books.figures)
        if f.scheme == "three-public"
        and f.concept in THREE_PUBLIC
        and (f.evidence.disclosure, f.form) == (best.evidence.disclosure, best.form)
        and (f.stage, f.year) == (best.stage, best.year)
    }
    return [parts[name] for name in THREE_PUBLIC if name in parts]


def blanks_of(books: Books, text: str, level: Level) -> list[Blank]:
    """The blank cells of the rows below what a question names, in the form and column where its figure stands."""
    segments = mend(cut(rewritten(text), books.names), books.names)
    if any(not s.known for s in segments):
        return []
    rows, natures = _named(segments)
    groups: dict[tuple[str, str], list[Blank]] = {}
    parents = {f.code for f in books.figures if rows and f.code and all(meets(f, s.tags) for s in rows)}
    classes = [c for n in natures for c in lexicon("words")["nature_classes"][n]]
    for cell in books.blanks:
        if rows:
            below = any(cell.code.startswith(p) and len(cell.code) == (level.digits or len(p) + 2) for p in parents)
        else:
            below = len(cell.code) == ITEM and cell.code[:3] in classes
        if below:
            groups.setdefault((cell.evidence.disclosure, cell.form), []).append(cell)
    return max(groups.values(), key=lambda g: (len(g), g[0].form), default=[])


def _of_nature(books: Books, nature: str, level: Level) -> list[Statement]:
    """The items that staff costs or running costs are made up of, from the form that prints most of them."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for f in books.figures:
        of_it = f.nature == nature or NATURES[nature] in f.column
        if of_it and f.scheme == "economic" and len(f.code) == (level.digits or ITEM) and not f.derived:
            groups.setdefault((f.evidence.disclosure, f.form), []).append(f)
    if not groups:
        # A form whose columns do not tell staff costs from running costs: its classes do.
        classes = lexicon("words")["nature_classes"][nature]
        for f in books.figures:
            basic = f.scheme == "economic" and f.nature == "basic" and not f.derived
            if basic and f.code[:3] in classes and len(f.code) == (level.digits or ITEM):
                groups.setdefault((f.evidence.disclosure, f.form, f.column), []).append(f)
    return max(groups.values(), key=lambda g: (len(g), g[0].form), default=[])


def _classes(books: Books, whole: Statement, level: Level) -> list[Statement]:
    """The rows that make up a total: those of the same flow, fund, nature and stage, from the fullest form."""

    def at(f: Statement) -> bool:
        schemes = (level.scheme,) if level.scheme else ("functional", "economic")
        is_class = f.level == "class" and level.digits in (0, 3)
        right = len(f.code) == level.digits if level.digits and f.code else is_class
        return right and not f.derived and f.scheme in schemes and f.kind == "table"

    own: list[Statement] = []
    # Where no form prints the rows of all money, those of the appropriations do: the answer names the form.
    for fund in dict.fromkeys((whole.fund, *(FUNDS if level.digits else ()))):
        own = own or [
            f
            for f in books.figures
            if at(f)
            and (f.measure.removesuffix("-total"), f.fund, f.stage, f.scope)
            == (whole.measure.removesuffix("-total"), fund, whole.stage, whole.scope)
            and (f.nature == whole.nature or (whole.nature in ("", "total") and f.nature in ("", "total")))
        ]
    if not own and level.scheme == "economic" and whole.nature in ("", "total", "basic"):
        # Economic classes are printed for basic expenditure alone: the answer says in which form.
        own = [f for f in books.figures if at(f) and (f.stage, f.scope) == (whole.stage, whole.scope) and _flows(f)]
        groups: dict[tuple[str, ...], list[Statement]] = {}
        for f in own:
            groups.setdefault((f.evidence.disclosure, f.form), []).append(f)
    else:
        groups = {}
        for f in own:
            groups.setdefault((f.evidence.disclosure, f.form, f.column), []).append(f)
    best = max(groups.values(), key=lambda g: (len(g), g[0].form), default=[])
    if best and best[0].scheme == "economic" and level.single and not level.digits:
        first = best[0]
        items = [f for f in books.figures if f.form == first.form and f.column == first.column and len(f.code) == ITEM]
        best = items or best
    if len(best) == 1 and not level.digits and best[0].code:
        # One class alone is no breakdown: what it holds is.
        only = best[0]
        below = [
            f for f in books.figures
            if (f.form, f.column) == (only.form, only.column)
            and f.code.startswith(only.code)
            and len(f.code) == len(only.code) + 2
        ]
        best = below if len(below) > 1 else best
    return best


def _flows(figure: Statement) -> bool:
    return figure.nature in ("", "total", "basic", "personnel", "running") and figure.measure in (
        "", "expenditure", "expenditure-total"
    )


def _children(books: Books, rows: Sequence[Segment], segments: Sequence[Segment], level: Level) -> list[Statement]:
    nearest = [f for reading in readings(books.figures, segments, books.met) for f in reading.figures]
    parents = [f for f in nearest or books.figures if f.code and all(meets(f, s.tags) for s in rows) and not f.derived]
    others = [s for s in segments if s.tags and s not in rows]
    best: list[Statement] = []
    for parent in parents:
        children = [
            f
            for f in books.figures
            if f.form == parent.form
            and f.column == parent.column
            and f.code.startswith(parent.code)
            and f.code != parent.code
            and len(f.code) == (level.digits or len(parent.code) + 2)
            and all(meets(f, s.tags) for s in others)
        ]
        # Of columns that print as many rows the nearest one to the question, and none that holds nothing but zeros.
        if len(children) > len(best) and any(f.value for f in children):
            best = children
    return best
