"""Prose → facts: every quantity with its subject, typed where the disclosure rules ask for it, and derived figures.

The rules are 财政部《关于印发〈地方预决算公开操作规程〉的通知》(财预〔2016〕143号) and the yearly models of the final
accounts: totals, parts and shares, budget against final, three-public, running costs, procurement, state assets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.facts.reader import FactReader
from ingest.facts.scopes import told_by_head
from ingest.facts.types import derived_dimensions, halves
from ingest.language.lexicon import patterns
from ingest.language.pipeline import pipeline
from ingest.language.sentences import sentences
from ingest.records import Fact, Figure, Kind, Passage, Stage

if TYPE_CHECKING:
    from spacy.language import Language

_ROUGH = "亿"
"""Amounts in 亿元 are rounded too far to work out another from them."""

_PARTS = ("basic", "project")
"""Measures whose amount is told in another section than its change may be."""


@cache
def _pipeline() -> Language:
    return pipeline()


def read_facts(
    passages: Sequence[Passage], *, year: int, document: str, kind: Kind | None = None
) -> tuple[list[Fact], list[Figure]]:
    """The facts of a document's prose and the figures derived from its year-on-year changes.

    ``year`` is the fiscal year disclosed; ``document`` names the file in error messages; ``kind`` is guessed from the
    headings where it is not given. A quantity whose subject is not certain yields no fact.
    """
    del document  # places come with the passages
    reader = FactReader(_pipeline(), year, kind or _kind(passages))
    figures: list[Figure] = []
    section: tuple[str, ...] | None = None
    sections: list[list[Fact]] = []
    first = 0
    for passage in passages:
        if passage.source.table is not None or _is_poured_form(passage):
            continue  # rows of tables are ingest.performance's to read
        if passage.section != section:
            figures.extend(derived_figures(reader.facts[first:], year, reader.kind))
            sections.append(reader.facts[first:])
            reader.new_section(passage.section)
            section = passage.section
            first = len(reader.facts)
        reader.memory.stocktaking = 0
        for sentence in sentences(passage.text):
            reader.read(sentence, passage)
    figures.extend(derived_figures(reader.facts[first:], year, reader.kind))
    sections.append(reader.facts[first:])
    figures.extend(_derived_across(sections, year, reader.kind, figures))
    return told_by_head(reader.facts), figures


@cache
def _form_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = patterns("performance")["prose"]
    return re.compile(data["form_heading"]), re.compile(data["poured"])


def _is_poured_form(passage: Passage) -> bool:
    """Cells of an evaluation or target form poured out as lines: what a number is of stands in the form's columns."""
    heading, poured = _form_patterns()
    return bool(passage.section and heading.search(passage.section[-1]) and poured.search(passage.text))


def _kind(passages: Sequence[Passage]) -> Kind:
    text = "".join(part for passage in passages for part in (*passage.section, passage.text[:80]))
    return "决算" if text.count("决算") >= text.count("预算") / 2 else "预算"


def derived_figures(facts: Sequence[Fact], year: int, kind: Kind) -> list[Figure]:
    """Figures of the year before, from changes and the amounts they lead to, in one passage.

    A decrease is added to this year's amount, an increase taken off; a result below zero shows a slip in the print and
    yields nothing.
    """
    stage: Stage = "决算" if kind == "决算" else "预算"
    figures: list[Figure] = []
    for index, change in enumerate(facts):
        if change.role != "change" or change.amount is None or not _against_previous(change, year, kind):
            continue
        current = _current(facts, index, kind)
        if current is None or current.value is None or change.value is None or current.uom != change.uom:
            continue
        if current.uom.startswith(_ROUGH):
            continue
        falls = change.direction in ("减少", "下降", "降低", "压减", "调减")
        value = current.value + change.value if falls else current.value - change.value
        if value < 0:
            continue
        sign = "+" if falls else "−"
        formula = f"{current.value} {sign} {change.value} = {value}"
        factor = change.amount / change.value if change.value else Decimal(0)
        for dimensions in derived_dimensions(change.measure):
            figure = Figure(
                form="", form_id="", stage=stage, year=year - 1, code="", item=change.subject, column="", level="",
                value=value, uom=change.uom, amount=value * factor if change.value else _amount(current, value),
                source=change.source, dimensions=dimensions, kind="derived", formula=formula,
            )
            if not any(f.dimensions == dimensions and f.value == value for f in figures):
                figures.append(figure)
    return figures


def _derived_across(
    sections: Sequence[Sequence[Fact]], year: int, kind: Kind, known: Sequence[Figure]
) -> list[Figure]:
    """The same for a change whose amount another section prints: 项目支出增加，较上年度增加3万元, where the section on
    expenditure says how much 项目支出 was. Only for parts of the whole, and where all sections print one amount."""
    role = "result" if kind == "决算" else "budget"
    figures: list[Figure] = []
    facts = [fact for section in sections for fact in section]
    for section in sections:
        for index, change in enumerate(section):
            if change.role != "change" or change.measure not in _PARTS or _current(section, index, kind) is not None:
                continue
            amounts = [f for f in facts if f.measure == change.measure and f.role == role and f.year == change.year]
            if len({fact.amount for fact in amounts}) == 1:
                figures.extend(derived_figures([amounts[0], change], year, kind))
    told = [(figure.dimensions, figure.year) for figure in known]
    return [figure for figure in _once(figures) if (figure.dimensions, figure.year) not in told]


def _once(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of one thing once, and none where they differ."""
    values: dict[object, set[Decimal | None]] = {}
    for figure in figures:
        values.setdefault(figure.dimensions, set()).add(figure.value)
    kept = {figure.dimensions: figure for figure in reversed(figures) if len(values[figure.dimensions]) == 1}
    return list(kept.values())[::-1]


def _amount(current: Fact, value: Decimal) -> Decimal | None:
    if current.amount is None or not current.value:
        return None if value else Decimal(0)
    return value * (current.amount / current.value)


def _against_previous(change: Fact, year: int, kind: Kind) -> bool:
    """The change is against the year before, budget against budget or final account against final account."""
    base = change.base
    if not base or str(year) in base or ("预算" in base) != (kind == "预算" and "预算" in base):
        return False
    if "执行" in base:
        return False
    return base.startswith(("上", "去年", f"{year - 1}年")) and change.year == year


@cache
def _halves(measure: str) -> frozenset[str]:
    """The measure, and those of its halves where it holds two that are always equal (总收入、总支出)."""
    return frozenset({measure, *halves(measure)})


def _current(facts: Sequence[Fact], index: int, kind: Kind) -> Fact | None:
    """This year's amount of the thing that changed: the nearest before the change in the same passage. In a final
    account that is never the budget, which is often named between the two."""
    change = facts[index]
    role = "result" if kind == "决算" else "budget"
    for fact in reversed(facts[:index]):
        same = fact.subject == change.subject or (fact.measure and fact.measure in _halves(change.measure))
        if same and fact.role == role and fact.stage != "执行" and fact.year == change.year and fact.amount is not None:
            if fact.measure in ("functional-item", "economic-item") and fact.subject != change.subject:
                continue
            return fact
    return None
