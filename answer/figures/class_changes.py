"""Which rows of a classification rose or fell from one year of a body to the next, which moved most, which are new or
gone: of any level, all or those below a class that is named, in one form that both years print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.figures import relations
from answer.figures.accounted import leftover
from answer.holdings.held import Statement, in_print_order
from answer.language.words import comparable, compiled, lexicon
from answer.request import parts
from answer.request.asking import Asking, Target
from answer.request.match import ROUNDING
from answer.request.parts import Level
from answer.request.question import Operator
from answer.request.reply import cite, computed, value_of
from answer.request.speak import SCALE, grouped, name_of, number, rounded, said, trimmed
from ontology.forms import is_total

DOWN = re.compile("减|降|少|低")
ITEM = 7
"""Digits of the code of an item of expenditure by function."""
CLASS = 3
"""Digits of the code of a class."""
STEP = 2
"""Digits by which the codes of one level are longer than those above it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as each of two years prints it; None where a year does not."""

    before: Statement | None
    now: Statement | None

    @property
    def gap(self) -> Decimal:
        """By how much it rose, below nought where it fell."""
        return _amount(self.now) - _amount(self.before)

    @property
    def name(self) -> str:
        """Its label, with the one it had before where that was another."""
        shown = self.now or self.before
        assert shown is not None
        renamed = self.now and self.before and comparable(self.now.item) != comparable(self.before.item)
        return f"{shown.item}（原{self.before.item}）" if renamed and self.before else shown.item or name_of(shown)


@dataclass(frozen=True, slots=True)
class Compared:
    """The rows of one form in two years; ``blank`` has those that one of the years prints without a number, with the
    amount of the other; ``within`` is the class that they stand in, where not all do."""

    rows: tuple[Row, ...]
    first: Statement
    last: Statement
    complete: bool
    """Whether the rows of each year add up to a total of it, so that a row that it does not print was nought."""
    blank: dict[str, Decimal]
    within: str


def movers(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The rows that rose, fell, are new or gone, or the one that moved most; a row that only one of the years prints
    counts as nought in the other where that year's rows add up to their total."""
    years = sorted({y for _, y in targets})
    years = [years[0] - 1, *years] if len(years) == 1 else years
    if len({u.iri for u, _ in targets}) != 1 or len(years) != 2 or not set(years) <= set(targets[0][0].years):
        return False
    if relations.BUDGET.search(asking.rest):
        return False  # against the budget, not against another year
    unit, words = targets[0][0], lexicon("years")["rows"]
    text = " ".join((operator.parts.get("what", ""), operator.parts.get("more", "")))
    for pattern in words["around"]:
        text = compiled(pattern).sub(" ", text)
    named = leftover(text, words["plain"])
    text = f"{text.strip() or '支出'} " + "".join(w for w in ("预算", "决算") if w in asking.rest and w not in text)
    for level in _levels(asking.rest, bool(named)):
        found = _compared(asking, [(unit, y) for y in years], text, level)
        if found is not None and (found.complete or all(r.before and r.now for r in found.rows)):
            return _told(asking, operator, found)
    return False


def _levels(text: str, named: bool) -> list[Level]:
    """The levels that a question may mean: the one it says, else items, which of economic classes are one level down
    of the class that is named."""
    words = lexicon("years")["rows"]
    text = compiled(words["class"]).sub(" ", text)
    digits = next((int(n) for n, pattern in words["digits"].items() if re.search(pattern, text)), 0)
    if re.search("经济", text):
        return [Level("economic", min(digits or ITEM, ITEM - STEP))]
    return [Level("functional", digits or ITEM), *([Level()] if named and digits in (0, ITEM) else [])]


def _compared(asking: Asking, targets: Sequence[Target], text: str, level: Level) -> Compared | None:
    held = [parts.parts_of(asking.books(*t), text, level) for t in targets]
    if level.scheme == "economic":
        held = [_all_columns(asking, t, rows) for t, rows in zip(targets, held, strict=True)]
    if all(held) and _kind(held[0]) != _kind(held[1]):
        # Each year in its fullest form: the form of one of them in the other, too.
        for n in (0, 1):
            other = parts.parts_of(asking.books(*targets[1 - n]), f"{text} {held[n][0].form}", level)
            if other and _kind(other) == _kind(held[n]):
                held = [held[0], other] if n == 0 else [other, held[1]]
                break
    if not all(held) or _kind(held[0]) != _kind(held[1]):
        return None
    if len({f.code and len(f.code) for rows in held for f in rows}) != 1:
        return None
    known = [{f.concept: f for f in rows} for rows in held]
    codes = [f.code for rows in held for f in rows]
    above = _above(codes)
    complete = [_complete(asking, t, rows, above) for t, rows in zip(targets, held, strict=True)]
    blank: dict[str, Decimal] = {}
    for n in (0, 1):
        empty = {c.code for c in asking.books(*targets[n]).blanks if (c.form_id, c.stage) == _kind(held[n])[:2]}
        for concept in set(known[1 - n]) - set(known[n]):
            if (one := known[1 - n][concept]).code and one.code in empty:
                blank[one.item] = _amount(known[1 - n].pop(concept))
    concepts = dict.fromkeys(f.concept for some in reversed(held) for f in in_print_order(some))
    rows = [Row(known[0].get(c), known[1].get(c)) for c in concepts if c in known[0] or c in known[1]]
    last = held[1][0]
    within = next((f.item for f in asking.books(*targets[1]).figures if f.form == last.form and f.code == above), "")
    return Compared(tuple(_renumbered(rows)), held[0][0], last, all(complete), blank, within if above else "")


def _above(codes: Sequence[str]) -> str:
    """The code of the narrowest class that all rows stand in, empty where there is none."""
    for digits in range(len(codes[0]) - STEP, CLASS - 1, -STEP):
        if all(code.startswith(codes[0][:digits]) for code in codes):
            return codes[0][:digits]
    return ""


def _all_columns(asking: Asking, target: Target, rows: Sequence[Statement]) -> list[Statement]:
    """Rows of economic classes with those that their form prints beside them: staff costs, running costs."""
    have, kept = {f.concept for f in rows}, list(rows)
    for f in asking.books(*target).figures if rows else ():
        one = rows[0]
        same = (f.form, f.stage, f.scheme) == (one.form, one.stage, one.scheme)
        same = same and f.evidence.disclosure == one.evidence.disclosure
        if same and len(f.code) == len(one.code) and not f.derived and f.concept not in have:
            have.add(f.concept)
            kept.append(f)
    return kept


def _kind(rows: Sequence[Statement]) -> tuple[str, ...]:
    one = rows[0]
    return one.form_id, one.stage, one.fund, one.nature, one.scope, one.disclosure_kind


def _renumbered(rows: Sequence[Row]) -> list[Row]:
    """The rows, one of the same name that is gone under one code and new under another being one row."""
    gone = {comparable(r.before.item): r for r in rows if r.before and not r.now}
    kept: list[Row] = []
    for row in rows:
        was = gone.get(comparable(row.now.item)) if row.now and not row.before else None
        kept.append(Row(was.before, row.now) if was else row)
    paired = {id(r.before) for r in kept if r.before and r.now}
    return [r for r in kept if r.now or id(r.before) not in paired]


def _complete(asking: Asking, target: Target, rows: Sequence[Statement], above: str) -> bool:
    """Whether the rows of each column add up to a total of it, or to the class that they stand in."""
    figures = asking.books(*target).figures
    for column in {f.column for f in rows}:
        some = [f for f in rows if f.column == column]
        totals = {
            f.amount
            for f in figures
            if (f.form, f.column, f.stage) == (some[0].form, column, some[0].stage)
            and ((not f.code and is_total(f.item)) or (above and f.code == above))
        }
        amount = sum((_amount(f) for f in some), Decimal(0))
        if not any(total is not None and abs(total - amount) <= ROUNDING for total in totals):
            return False
    return True


def _amount(figure: Statement | None) -> Decimal:
    return (figure.amount if figure is not None else None) or Decimal(0)


def _told(asking: Asking, operator: Operator, found: Compared) -> bool:
    asked = operator.parts
    if "most" in asked:
        return _most(asking, operator, found)
    down = DOWN.search(asked.get("relation", "")) is not None
    if "new" in asked:
        fitting = [r for r in found.rows if r.before is None]
        word = f"{found.last.year}年有、{found.first.year}年没有的"
    elif "gone" in asked:
        fitting = [r for r in found.rows if r.now is None]
        word = f"{found.first.year}年有、{found.last.year}年没有的"
    else:
        fitting = [r for r in found.rows if r.gap and (r.gap < 0) == down]
        word = f"{found.last.year}年比{found.first.year}年{'减少' if down else '增加'}的"
    listed = "；".join(f"{r.name}（{_from_to(asking, r)}）" for r in fitting)
    asking.out.text = (
        f"{found.last.unit.name}{word}共{len(fitting)}项{_where(found)}" + (f"：{listed}。" if fitting else "。")
    ) + _blanks(found)
    return _values(asking, fitting, found)


def _most(asking: Asking, operator: Operator, found: Compared) -> bool:
    """The row that rose, or fell, by most, in money or as a rate where that is asked."""
    down = DOWN.search(operator.parts["relation"]) is not None
    moved = [r for r in found.rows if r.gap and (r.gap < 0) == down]
    if rate := "rate" in operator.parts or "快" in operator.parts["most"]:
        moved = [r for r in moved if _amount(r.before)]

    def size(row: Row) -> Decimal:
        return abs(row.gap) / _amount(row.before) if rate else abs(row.gap)

    if not moved:
        return False
    most = max(map(size, moved))
    if any(rate or amount >= most for amount in found.blank.values()):
        return False  # what is printed blank may have moved more
    first = [r for r in moved if size(r) == most]
    one = first[0].now or first[0].before or found.last
    uom = asking.uom or one.uom
    way, rate_way = ("减少", "下降") if down else ("增加", "增长")
    gap = trimmed(abs(first[0].gap) / SCALE[uom])
    tail = f"，{rate_way}{number(rounded(abs(first[0].gap) / _amount(first[0].before) * 100, 2))}%" if _amount(
        first[0].before
    ) else ""
    names = "、".join(r.name for r in first)
    asking.out.text = (
        f"{found.last.unit.name}{found.last.year}年比{found.first.year}年{way}{'幅度' if rate else ''}最"
        f"{'大' if rate else '多'}的是{names}{_where(found)}：{_from_to(asking, first[0])}，"
        f"{way}{grouped(gap)}{uom}{tail}。{_blanks(found)}"
    )
    ends = [number(trimmed(_amount(f) / SCALE[uom])) for f in (first[0].now, first[0].before)]
    asking.out.formula = f"{' − '.join(ends)} = {number(trimmed(first[0].gap / SCALE[uom]))}"
    done = _values(asking, first, found)
    asking.out.values.insert(0, computed(gap, uom, abs(first[0].gap), way))
    return done


def _from_to(asking: Asking, row: Row) -> str:
    printed = row.now or row.before
    uom = asking.uom or (printed.uom if printed is not None else "")
    return "→".join(said(f, uom) if f is not None else "没有这一行" for f in (row.before, row.now))


def _where(found: Compared) -> str:
    columns = {f.column for r in found.rows for f in (r.now,) if f is not None}
    column = f"“{found.last.column}”栏" if len(columns) == 1 else ""
    return f"（《{found.last.form}》{column}{f'“{found.within}”下' if found.within else ''}）"


def _blanks(found: Compared) -> str:
    return f"一年印为空白、没有列入的：{'、'.join(found.blank)}。" if found.blank else ""


def _values(asking: Asking, fitting: Sequence[Row], found: Compared) -> bool:
    shown = [f for r in fitting for f in (r.now, r.before) if f is not None]
    asking.out.values = [value_of(f, asking.uom) for f in shown]
    asking.out.status = "answered"
    cite(asking.out, [*shown, found.first, found.last])
    return True
