"""Cells of performance tables → figures: every printed number that is a value by itself or is told with its subject.

Their kind is ``performance``: they never stand among those of the statutory forms, and measure no quantity of the
budget (``Figure.dimensions`` is empty).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.facts.facts import read_facts
from ingest.language.lexicon import patterns, quantity_words
from ingest.language.quantities import number
from ingest.performance.layout import spelled
from ingest.performance.values import Printed
from ingest.records import Dimensions, Fact, Figure, Kind, Passage, Source, Stage
from ontology.forms import bare, clean_title, strip_ordinal

_YEARS = range(1900, 2100)


@cache
def _data() -> dict[str, Any]:
    data = patterns("performance")["figures"]
    ordered = {
        name: [(str(value), re.compile(pattern)) for value, pattern in data[name]] for name in ("stage", "title", "uom")
    }
    single = ("measured", "listed", "no_unit", "no_money", "part")
    return {**ordered, **{name: re.compile(data[name]) for name in single}}


def figures(
    cells: Sequence[Printed], titles: Mapping[int, str], *, year: int, kind: Kind, document: str
) -> list[Figure]:
    """The figures of the cells, in order. ``titles``: name of the form by the number of the table, 0 for none."""
    found: list[Figure] = []
    for cell in cells:
        title = titles.get(cell.source.table or 0, "")
        stage = _stage(cell, title, kind)
        named = re.match(r"\s*((?:19|20)\d\d)\s*年", cell.column)
        of = int(named.group(1)) if named else year
        if (one := measured(cell)) is not None:
            value, uom = one
            factor = quantity_words().money.get(uom)
            amount = None if factor is None else value * factor
            found.append(_figure(cell, title, stage, of, cell.labels, value, uom, amount, cell.source))
        else:
            found.extend(_told(cell, title, stage, of, kind, document))
    return found


def form_titles(passages: Sequence[Passage], names: tuple[str, ...]) -> dict[int, str]:
    """Table → printed title without unit, year and form number, from the headings above its first row.

    The nearest heading that is named a table, else the nearest one.
    """
    found: dict[int, str] = {}
    for passage in passages:
        table = passage.source.table
        if table is not None and table not in found and passage.section:
            found[table] = title_of(passage.section, names)
    return found


def title_of(section: Sequence[str], names: tuple[str, ...]) -> str:
    """The name of the form that stands under these headings."""
    tables = [heading for heading in section if re.search(r"表(?:（[^）]*）)?$", bare(heading))]
    heading = bare((tables or list(section))[-1])
    return clean_title(_data()["part"].sub("", heading), names)


def measured(cell: Printed) -> tuple[Decimal, str] | None:
    """Value and unit of measure of a cell that prints one value and nothing else, None for any other cell."""
    text = spelled(cell.source.printed).rstrip("。；")
    found = _data()["measured"].fullmatch(text)
    value = number(found.group("number")) if found else None
    if found is None or value is None:
        return None
    uom = found.group("bracket") or found.group("unit") or ""
    if uom and not _is_unit(uom):
        return None
    if uom == "年" and value in _YEARS:
        return None
    return value, uom or _uom(cell)


def _is_unit(text: str) -> bool:
    words = quantity_words()
    counted = text.partition("/")[0]  # 万元/公里
    known = counted in words.counters or counted in words.money or counted in words.percent
    if known or len(text) > 4 or _data()["no_unit"].match(text):
        return known
    return not any(text.startswith(counter) for counter in words.counters)  # 小时客服: more than a unit


def _uom(cell: Printed) -> str:
    """Unit of measure of a bare number: by the head of its column, else that of the form's money."""
    head = spelled(cell.column)
    if (found := re.search(r"（(万元|元|亿元|千元|%|分)）$", head)) is not None:
        return found.group(1)
    if (named := _first("uom", head)) is not None:
        return named
    return "" if _data()["no_money"].search(head) else cell.uom


def _first(name: str, text: str) -> str | None:
    return next((value for value, pattern in _data()[name] if pattern.search(text)), None)


def _stage(cell: Printed, title: str, kind: Kind) -> Stage:
    """By the head of the column or, where there is none, the labels beside it, else by the title; what is done under a
    budget still running is 执行."""
    heads = (cell.column,) if cell.column else cell.labels[::-1]
    named = next((stage for head in heads if (stage := _first("stage", spelled(head)))), None)
    found = named or _first("title", title) or "预算"
    return "执行" if found == "决算" and kind == "预算" else found  # type: ignore[return-value]


def _told(cell: Printed, title: str, stage: Stage, year: int, kind: Kind, document: str) -> list[Figure]:
    """The figures of a cell that tells them in words: each by what it is said of."""
    text = cell.source.printed
    if not any(character.isdigit() for character in text):
        return []
    facts, _ = read_facts([Passage(text, (), Source(document, text))], year=year, document=document, kind=kind)
    facts = [fact for fact in facts if fact.value is not None]
    if not facts:
        return _listed(cell, title, stage, year)
    found = []
    for fact in facts:
        said = _said_of(fact)
        is_known = cell.labels[-1:] == (said,) or (len(facts) == 1 and len(cell.labels) > 1)  # the indicator says it
        labels = cell.labels if is_known else (*cell.labels, said)
        place = replace(cell.source, printed=fact.source.printed)
        told: Stage = fact.stage or ("预算" if fact.role in ("target", "budget") else stage)
        assert fact.value is not None
        found.append(_figure(cell, title, told, fact.year or year, labels, fact.value, fact.uom, fact.amount, place))
    return found


def _listed(cell: Printed, title: str, stage: Stage, year: int) -> list[Figure]:
    """The figures of a cell that is nothing but things with their counts: CT 7台，DR 2台."""
    parts = [part for part in re.split("[，、；。]", spelled(cell.source.printed)) if part]
    pieces = [_data()["listed"].fullmatch(part) for part in parts]
    counters = quantity_words().counters
    found = []
    for piece in pieces:
        value = number(piece["number"]) if piece else None
        if piece is None or value is None or piece["unit"] not in counters:
            return []
        labels = (*cell.labels, piece["name"])
        found.append(_figure(cell, title, stage, year, labels, value, piece["unit"], None, cell.source))
    return found


def _said_of(fact: Fact) -> str:
    subject = fact.subject.replace("/", "")
    if fact.predicate and fact.predicate + subject in fact.text:
        subject = fact.predicate + subject
    if fact.role == "share":
        return f"{subject}占{fact.base}"
    if fact.role == "completion":
        return f"{subject}执行率"
    return subject + (fact.direction if fact.role == "change" else "")


def _figure(
    cell: Printed, title: str, stage: Stage, year: int, labels: Sequence[str], value: Decimal, uom: str,
    amount: Decimal | None, place: Source,
) -> Figure:  # fmt: skip
    item = "/".join(strip_ordinal(bare(label)) for label in labels)
    return Figure(
        form=title, form_id="", stage=stage, year=year, code="", item=item, column=cell.column, level="", value=value,
        uom=uom, amount=amount, source=place, dimensions=Dimensions(),
        kind="performance", project=cell.project,
    )
