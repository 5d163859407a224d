"""Parts that 其中 or a bracket opens, against the whole they stand behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from graph.findings.checks import check
from graph.findings.checks.parts import compared
from graph.findings.context import Candidate, Context, Text
from graph.findings.numbers import ZERO
from graph.findings.rulebook import Rule
from ingest.records import Fact

_AMONG = re.compile("其中")
_EACH = re.compile("均|每|单价|标准")
_SEVERAL = re.compile("以[上下]")


@check("open-parts")
def open_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Parts in brackets behind their whole, or told after 其中 under the same name or by one division.

    Parts that fall short of their whole by more than a slip may be a selection of it; they are held against it only
    where they leave nothing out: a bracket that does nothing but list them, or all that a division has.
    """
    for text in context.passages:
        places = positions(text)
        told: set[Fact] = set()
        for at, whole in enumerate(text.facts):
            if not _may_be_whole(whole):
                continue
            parts, is_list = _in_brackets(text, places, at, rule)
            if not parts:
                parts, is_list = _named_alike(text, places, at, rule.parameters["suffix"]), False
            slip = (whole.value or ZERO) * (1 - Decimal(rule.parameters["slip"]))
            if len(parts) > 1 and (is_list or _sum(parts) >= slip or _are_all(parts, rule.parameters["divisions"])):
                found = compared(context, whole, parts)
                if found is not None:
                    told.add(whole)
                    yield found
        opened = (*_divided(text, places, rule.parameters["divisions"]), *_larger(text, places),
                  *_listed(text, places, rule.parameters["list"]), *_mainly(text, places, rule.parameters["mainly"]))
        for whole, parts in opened:
            if whole not in told and (found := compared(context, whole, parts)) is not None:
                told.add(whole)
                yield found


def _may_be_whole(fact: Fact) -> bool:
    return fact.role in ("result", "budget") and fact.uom != "%" and bool(fact.value)


def _sum(parts: Sequence[Fact]) -> Decimal:
    return sum((part.value for part in parts if part.value is not None), ZERO)


def _kinds(parts: Sequence[Fact], division: Mapping[str, Any]) -> dict[str, Fact]:
    """The parts that a division tells apart, by its words: each the first that holds its word and no longer one. What
    is 三级以上 may be of several kinds."""
    found: dict[str, Fact] = {}
    for part in parts:
        words = [word for word in division["words"] if word in part.subject]
        if words and not _SEVERAL.search(part.subject) and part.uom.endswith(division.get("uom", "")):
            found.setdefault(max(words, key=len), part)
    return found


def _are_all(parts: Sequence[Fact], divisions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the parts are all there is of a division: 地上 and 地下."""
    return any(_is_complete(_kinds(parts, division), division) and len(division["words"]) == len(parts)
               for division in divisions)


def _is_complete(kinds: Mapping[str, Fact], division: Mapping[str, Any]) -> bool:
    """Whether every kind of a division is told, and of one thing: 城市低保 and 农村低保, not 城市管理 and 农村土地."""
    things = {part.subject.replace(word, "") for word, part in kinds.items()}
    return bool(division.get("whole")) and len(kinds) == len(division["words"]) and len(things) == 1


def _divided(
    text: Text, places: list[int], divisions: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Fact, list[Fact]]]:
    """Wholes before 其中 with parts that exclude each other (大型, 中型, 小型): more than the whole, or less though all
    kinds are told. The whole is the only number of its unit that its sentence tells before 其中."""
    for match in _AMONG.finditer(text.text):
        among = match.start()
        start = max(text.text.rfind(mark, 0, max(among - 1, 0)) for mark in "。；") + 1
        until = _reach(text.text, among)
        before = [fact for fact, place in zip(text.facts, places, strict=True) if start < place <= among]
        behind = [fact for fact, place in zip(text.facts, places, strict=True) if among < place <= until]
        for uom in dict.fromkeys(fact.uom for fact in behind):
            wholes = [fact for fact in before if fact.uom == uom]
            if len(wholes) != 1 or not _may_be_whole(wholes[0]):
                continue
            whole = wholes[0]
            like = [fact for fact in behind if (fact.uom, fact.role, fact.year) == (uom, whole.role, whole.year)]
            for division in divisions:
                kinds = _kinds(like, division)
                parts, counted = list(kinds.values()), whole.value or ZERO
                short = _sum(parts) < counted and _is_complete(kinds, division)
                if len(parts) > 1 and (_sum(parts) > counted or short):
                    yield whole, parts
                    break


def _larger(text: Text, places: list[int]) -> Iterator[tuple[Fact, list[Fact]]]:
    """A whole with nothing between it and 其中, and the part right behind, where that is the larger."""
    for match in _AMONG.finditer(text.text):
        ends = [(place, fact) for fact, place in zip(text.facts, places, strict=True) if 0 <= place <= match.start()]
        starts = [(place, fact) for fact, place in zip(text.facts, places, strict=True) if place > match.end()]
        if not ends or not starts:
            continue
        place, whole = max(ends, key=lambda pair: pair[0])
        after, part = min(starts, key=lambda pair: pair[0])
        between, clause = text.text[place : match.start()], text.text[match.end() : after]
        beside = re.fullmatch("[，：:（]?", between) and not re.search("[，。；：:、].", clause.lstrip("：:，"))
        if beside and not _EACH.search(whole.subject + whole.text) and (
            _may_be_whole(whole) and not whole.qualifier and not part.qualifier
            and (part.uom, part.role, part.year) == (whole.uom, whole.role, whole.year)
            and part.value is not None and whole.value is not None and part.value > whole.value
        ):
            yield whole, [part]


def _listed(text: Text, places: list[int], opening: str) -> Iterator[tuple[Fact, list[Fact]]]:
    """Money that its sentence says consists of a list which ends in 其他: nothing is left out."""
    for match in re.finditer(opening, text.text):
        until = _reach(text.text, match.end() - 2)
        behind = [fact for fact, place in zip(text.facts, places, strict=True) if match.end() < place <= until]
        start = text.text.rfind("。", 0, match.start()) + 1
        before = [fact for fact, place in zip(text.facts, places, strict=True) if start < place <= match.start()]
        wholes = [fact for fact in before if fact.amount is not None and _may_be_whole(fact)]
        if not wholes or len(behind) < 2 or not behind[-1].subject.startswith("其他"):
            continue
        whole = wholes[-1]
        if all((part.uom, part.role, part.year) == (whole.uom, whole.role, whole.year) and not part.measure
               for part in behind):
            yield whole, behind


def _mainly(text: Text, places: list[int], opening: str) -> Iterator[tuple[Fact, list[Fact]]]:
    """Money and what its clause says it mainly is, where that is more than all of it; a change among them tells of
    something else."""
    for match in re.finditer(opening, text.text):
        whole = next((fact for fact, place in zip(text.facts, places, strict=True)
                      if place == match.start() and fact.amount is not None and _may_be_whole(fact)), None)
        until = min((at for at in (text.text.find(mark, match.end()) for mark in "。；") if at >= 0),
                    default=len(text.text))
        parts = [fact for fact, place in zip(text.facts, places, strict=True) if match.end() < place <= until]
        if whole is not None and parts and not whole.qualifier and all(
            (part.uom, part.role, part.year, part.measure) == (whole.uom, whole.role, whole.year, "") for part in parts
        ) and _sum(parts) > (whole.value or ZERO):
            yield whole, parts


def positions(text: Text) -> list[int]:
    """Where each fact's clause ends in the passage, -1 where it is not found."""
    places = []
    cursor = 0
    for fact in text.facts:
        start = text.text.find(fact.text, cursor) if fact.text else -1
        if start < 0:
            start = text.text.find(fact.text) if fact.text else -1
        places.append(start + len(fact.text) if start >= 0 else -1)
        cursor = max(cursor, start)
    return places


def _in_brackets(text: Text, places: list[int], at: int, rule: Rule) -> tuple[list[Fact], bool]:
    """The facts of a bracket behind a fact, and whether it is nothing but their list."""
    end = places[at]
    opened = re.match(rule.parameters["bracket"], text.text[end:]) if end >= 0 else None
    if opened is None:
        return [], False
    close = text.text.find("）", end)
    depth = 0
    for index in range(end, len(text.text)):
        depth += {"（": 1, "）": -1}.get(text.text[index], 0)
        if depth == 0:
            close = index
            break
    own = text.facts[at]
    parts = [fact for index, fact in enumerate(text.facts)
             if index > at and end < places[index] <= close
             and (fact.uom, fact.role, fact.year) == (own.uom, own.role, own.year)]
    return parts, not opened["some"]


def _named_alike(text: Text, places: list[int], at: int, least: int) -> list[Fact]:
    own = text.facts[at]
    end = places[at]
    among = text.text.find("其中", end) if end >= 0 else -1
    if among < 0 or own.subject.count("/") or re.search("[。；].", text.text[end:among]):
        return []
    until = _reach(text.text, among)
    parts = [fact for index, fact in enumerate(text.facts)
             if index > at and among < places[index] <= until and fact.uom == own.uom and fact.role == own.role
             and not fact.measure and _common_suffix(fact.subject, own.subject) >= least]
    nearer = [fact for index, fact in enumerate(text.facts)
              if index > at and end < places[index] < among and (fact.uom, fact.role) == (own.uom, own.role)
              and any(_common_suffix(fact.subject, part.subject) >= least for part in parts)]
    return [] if nearer or any(part.subject == own.subject for part in parts) else parts


def _reach(text: str, among: int) -> int:
    """How far 其中 reaches: in a sentence to its semicolon, with a colon or at a sentence's head to the stop; within a
    bracket to its end, and never over the next 其中 that stands in no bracket of its own."""
    whole_sentence = text[among + 2 : among + 3] in ("：", ":") or text[among - 1 : among] in ("。", "；", "")
    marks = ["。" if whole_sentence else "[。；]", "(?<!（)其中"]
    if text[among - 1 : among] == "（":
        marks.append("）")
    found = re.search("|".join(marks), text[among + 2 :])
    return among + 2 + found.start() if found else len(text)


def _common_suffix(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length
