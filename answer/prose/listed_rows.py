"""Lists printed as tables of their own among the prose (所属机构一览, who runs each and how many it takes in): a cell
by its row and column, the largest, those that fit a condition, their sum, all of them.

A list answers only where every word of the question is a column, a cell or an operation of it, or stands in what is
printed above it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from answer.holdings.held import Evidence
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, garnish, lexicon, neutral
from answer.prose import quoted
from answer.prose.sentences import ASKED, Target, paragraphs
from answer.request import stated
from answer.request.reply import Reply, cite, value_of_number
from answer.request.speak import SCALE, grouped, rounded

PAIR = re.compile(r"(?P<name>[^：；]{1,20})：(?P<said>[^；]+)(?:；|$)")
COLUMN = re.compile(r"(?P<base>.+?)[（(](?P<uom>[^（）()]{1,4})[）)]")
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
LEAST_COLUMNS = 3
LEAST_ROWS = 2
LEAST_CALLED = 2
"""Characters of a cell that names its row."""
LEAST_SAID = 4
"""Characters of a question that must be of the list."""
ABOVE = 2
"""Paragraphs above a list that may say what it is of."""
COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, ">": operator.gt, ">=": operator.ge, "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its printed name, without the unit its numbers are counted in, and that unit."""

    name: str
    base: str
    uom: str


@dataclass(frozen=True, slots=True)
class Row:
    """Printed cells by the names of their columns."""

    cells: Mapping[str, str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its columns, its rows without those that sum them up, and what is printed above it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: str
    title: str
    """The heading above it and the last sentence before it: what its rows are."""

    def label(self, row: Row) -> str:
        """What a row is called."""
        worded = [c for c in self.columns if not any(NUMBER.fullmatch(r.cells.get(c.name, "")) for r in self.rows)]
        named = [c for c in worded if compiled(_words()["label"]).search(c.base)] or [
            c for c in worded if len({r.cells.get(c.name) for r in self.rows}) == len(self.rows)
        ]
        return row.cells.get(named[0].name, "") if named else ""


def _words() -> dict[str, Any]:
    found: dict[str, Any] = lexicon("prose")["listings"]
    return found


def listings(knowledge: Knowledge, target: Target) -> tuple[Listing, ...]:
    """The lists of a unit's documents of a year, in the order they are printed."""
    unit, year = target
    return knowledge.once(("listings", unit.iri, year), lambda: tuple(_listings(paragraphs(knowledge, target))))


def _listings(printed: Sequence[Evidence]) -> Iterator[Listing]:
    at = 0
    while at < len(printed):
        first = _row(printed[at])
        if first is None:
            at += 1
            continue
        rows, end = [first], at + 1
        while end < len(printed) and (row := _row(printed[end])) and _same(first, row):
            rows.append(row)
            end += 1
        if len(rows) >= LEAST_ROWS:
            names = list(dict.fromkeys(name for row in rows for name in row.cells))
            told = [e.quote for e in printed[max(0, at - ABOVE) : at] if e.document == printed[at].document]
            last = quoted.SENTENCE.findall(told[-1])[-1] if told else ""
            kept = tuple(r for r in rows if not any(compiled(_words()["total"]).match(c) for c in r.cells.values()))
            heading = printed[at].row
            title = comparable(heading.rsplit("/", 1)[-1] + last)
            yield Listing(tuple(map(_column, names)), kept, comparable(heading + "".join(told)), title)
        at = end


def _row(printed: Evidence) -> Row | None:
    cells = {m["name"]: m["said"].strip() for m in PAIR.finditer(printed.quote)}
    whole = sum(len(m[0]) for m in PAIR.finditer(printed.quote)) == len(printed.quote)
    evaluated = any(compiled(_words()["of_evaluations"]).search(name) for name in cells)
    return Row(cells, printed) if whole and len(cells) >= LEAST_COLUMNS and not evaluated else None


def _same(one: Row, other: Row) -> bool:
    shared = set(one.cells) & set(other.cells)
    return one.evidence.document == other.evidence.document and one.evidence.row == other.evidence.row and (
        2 * len(shared) > max(len(one.cells), len(other.cells))
    )


@cache
def _column(name: str) -> Column:
    found = COLUMN.fullmatch(name)
    return Column(name, comparable(found["base"]), found["uom"]) if found else Column(name, comparable(name), "")


@dataclass(slots=True)
class _Question:
    """What a question says of one list: the columns and rows it names and the text that is left."""

    listing: Listing
    text: str
    columns: list[Column]
    rows: list[Row]
    said: int
    """Characters of the question that are of the list."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """Whether one list of one unit and year answers; False where two do."""
    if len(targets) != 1:
        return False
    found = []
    for listing in listings(knowledge, targets[0]):
        one = Reply(reply.question)
        if _tell(one, _read(listing, text), targets[0], uom):
            found.append(one)
    if len(found) != 1:
        return False
    reply.text, reply.values, reply.evidence = found[0].text, found[0].values, found[0].evidence
    reply.formula, reply.status = found[0].formula, "answered"
    return True


def _read(listing: Listing, text: str) -> _Question:
    """A question with what it says of a list taken out."""
    left, said = comparable(text), 0
    named: dict[int, int] = {}
    for content in sorted({c for r in listing.rows for c in r.cells.values()}, key=len, reverse=True):
        called = comparable(content)
        if len(called) >= LEAST_CALLED and not NUMBER.fullmatch(called) and called in left:
            left, said = left.replace(called, " "), said + len(called)
            for number, row in enumerate(listing.rows):
                if content in row.cells.values():
                    named[number] = named.get(number, 0) + len(called)
    most = max(named.values(), default=0)
    rows = [listing.rows[number] for number, size in named.items() if size == most]
    columns = []
    for column in sorted(listing.columns, key=lambda c: -len(c.base)):
        for name in _called_by(column):
            # 庇护的人数 for 庇护人数.
            found = re.search("的?".join(map(re.escape, name)), left) if len(name) >= LEAST_CALLED else None
            if found:
                left, said = left.replace(found[0], " "), said + len(name)
                columns.append(column)
                break
    return _Question(listing, left, columns or _implied(listing, text), rows, said)


def _called_by(column: Column) -> tuple[str, ...]:
    """What a column is called: by its name, without the word for an amount, or what it counts: 庇护 of 庇护人数."""
    short = compiled(_words()["ends"]).sub("", column.base)
    return column.base, short, short.removesuffix(column.uom)


def _implied(listing: Listing, text: str) -> list[Column]:
    """The column that a question names by its counter, or by asking who."""
    counters = {m["uom"] for m in ASKED.finditer(text) if m["uom"]}
    money = bool(counters & {"钱", "元"})
    found = [c for c in listing.columns if c.uom and (c.uom in counters or (c.uom in SCALE and money))]
    if not found and "谁" in text:
        found = [c for c in listing.columns if compiled(_words()["person"]).search(c.base)]
    return found if len(found) == 1 else []


def _tell(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    for way in (_extreme, _fitting, _sum, _cell, _called, _counted, _all):
        if way(out, asked, target, uom):
            return True
        out.text, out.values, out.evidence, out.formula = "", [], [], ""
    return False


def _whole(asked: _Question, *operations: str, rows: bool = False) -> bool:
    """Whether nothing is left of a question, once the words of an operation are taken out, that the list or what stands
    above it does not say; of what its ``rows`` are, its title."""
    left = asked.text
    for pattern in operations:
        left = compiled(pattern).sub(" ", left)
    listing, size = asked.listing, asked.said
    said = (listing.title if rows else listing.above) + comparable("".join(c.name for c in listing.columns)) + "".join(
        comparable(c) for r in listing.rows for c in r.cells.values()
    )
    for word in stated.content(ASKED.sub(" ", left)):
        if word in neutral() | garnish() | stated.light():
            continue
        if not stated.called(word, said):
            return False
        size += len(word)
    return size >= LEAST_SAID


def _numbers(asked: _Question) -> list[tuple[Decimal, Row]]:
    """The numbers of the one column of numbers that a question names, with their rows."""
    found = []
    for column in asked.columns:
        cells = [(r.cells.get(column.name, ""), r) for r in asked.listing.rows]
        held = [(Decimal(c.replace(",", "").replace("−", "-")), r) for c, r in cells if NUMBER.fullmatch(c)]
        found += [(column, held)] if held else []
    if len(found) != 1:
        return []
    asked.columns = [found[0][0]]
    return found[0][1]


def _extreme(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """The row with the largest or the smallest number."""
    words = _words()
    way = next((w for w in ("least", "most") if compiled(words[w]).search(asked.text)), "")
    held = _numbers(asked) if way and not asked.rows else []
    if len(held) < len(asked.listing.rows) or not held or not _whole(asked, words[way], words["which"]):
        return False
    best = (max if way == "most" else min)(number for number, _ in held)
    return _say(out, asked, target, uom, [r for n, r in held if n == best], "最多" if way == "most" else "最少")


def _fitting(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """The rows whose number fits a condition."""
    words = _words()
    for way, before, after in words["conditions"]:
        pattern = rf"(?:{before})(?P<n>\d[\d.]*)(?:\w{{0,2}}元|{stated.COUNTERS})?"
        if after:
            pattern += rf"|(?P<m>\d[\d.]*)(?:\w{{0,2}}元|{stated.COUNTERS})?(?:{after})"
        found = re.search(pattern, asked.text)
        held = _numbers(asked) if found and compiled(words["which"]).search(asked.text) else []
        if not found or not held or not _whole(asked, pattern, words["which"]):
            continue
        limit = Decimal(found["n"] or found["m"])
        rows = [r for n, r in held if COMPARED[way](n, limit)]
        return _say(out, asked, target, uom, rows, f"{found[0]}的共{len(rows)}个") if rows else False
    return False


def _sum(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """All numbers of a column together, or their mean."""
    words = _words()
    way = next((w for w in ("average", "sum") if compiled(words[w]).search(asked.text)), "")
    held = _numbers(asked) if way and not asked.rows else []
    if not held or not _whole(asked, words[way]):
        return False
    column, total = asked.columns[0], sum((n for n, _ in held), Decimal(0))
    value = total if way == "sum" else rounded(total / len(held), 2)
    plus = " + ".join(f"{n}" for n, _ in held)
    out.formula = f"{plus} = {total}" if way == "sum" else f"（{plus}） ÷ {len(held)} = {value}"
    out.values = [value_of_number(str(value), column.uom, uom, column.base, target[0].name, target[1])]
    said = "合计" if way == "sum" else "平均"
    shown = out.values[0]
    out.text = (
        f"{target[0].name}{target[1]}年列出的{len(held)}项，{column.base}{said}{grouped(Decimal(shown['value']))}"
        f"{shown['unit']}：{out.formula}。"
    )
    cite(out, [r.evidence for _, r in held])
    return True


def _cell(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """What stands in the row and the columns that a question names."""
    if len(asked.rows) != 1 or not asked.columns or not _whole(asked, _words()["which"]):
        return False
    if any(not asked.rows[0].cells.get(c.name) for c in asked.columns):
        return False  # blank
    return _say(out, asked, target, uom, asked.rows, "")


def _called(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """What the one row is called that a question names by another cell of it."""
    words = _words()
    if len(asked.rows) != 1 or not compiled(words["which"]).search(asked.text) or not _whole(asked, words["which"]):
        return False
    label = asked.listing.label(asked.rows[0])
    return comparable(label) not in comparable(out.question) and _say(out, asked, target, uom, asked.rows, "")


def _counted(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """How many rows there are."""
    words = _words()
    if asked.columns or not compiled(words["count"]).search(asked.text):
        return False
    if not _whole(asked, words["count"], words["sum"], rows=True):
        return False
    rows = asked.rows or list(asked.listing.rows)
    out.values = [value_of_number(str(len(rows)), "个", "", "列出", target[0].name, target[1])]
    return _say(out, asked, target, uom, rows, f"列出的共{len(rows)}个", numbers=False)


def _all(out: Reply, asked: _Question, target: Target, uom: str) -> bool:
    """All rows, or those that have what a question names."""
    words = _words()
    few = not asked.columns or [c for c in asked.columns if compiled(words["label"]).search(c.base)]
    if not few or not re.search("哪[些几]|名单", asked.text) or not _whole(
        asked, words["which"], rows=True
    ):
        return False
    rows = asked.rows or list(asked.listing.rows)
    return _say(out, asked, target, uom, rows, f"列出的共{len(rows)}个", numbers=False)


def _say(
    out: Reply, asked: _Question, target: Target, uom: str, rows: Sequence[Row], how: str, numbers: bool = True
) -> bool:
    """Rows with what they hold in the columns asked for, and the rows as printed."""
    unit, year = target
    told = []
    for row in rows:
        label, cells = asked.listing.label(row), []
        for column in asked.columns if numbers else ():
            content = row.cells.get(column.name, "")
            if NUMBER.fullmatch(content):
                plain = content.replace(",", "").replace("−", "-")
                value = value_of_number(plain, column.uom, uom, f"{label}{column.base}", unit.name, year)
                out.values.append(value)
                content = f"{grouped(Decimal(value['value']))}{value['unit']}"
            cells.append(f"{column.base}{'' if comparable(content) == comparable(label) else content}")
        told.append(f"{label}{'（' + '，'.join(cells) + '）' if cells else ''}")
    if not all(told):
        return False
    out.text = f"{unit.name}{year}年{how}：{'、'.join(told)}。原文：“{rows[0].evidence.quote}”"
    cite(out, [r.evidence for r in rows])
    return True
