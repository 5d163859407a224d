"""Typed facts: from the words of a subject, its unit and its place to an id of ``ontology/schemes/facts.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.language.lexicon import patterns
from ingest.language.quantities import QuantityKind
from ingest.records import Dimensions
from ontology.schemes import class_codes, concepts

_YEAR_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff）])(?:19|20)\d\d年度?(?=预算|决算|支出|收入|执行|$)")
_TAKES_IN = re.compile(r"（(?:含|包括)[^（）]*）$")
"""A bracket behind a name that says what it takes in. One that says what it leaves out makes another quantity."""
FUNCTIONAL = "functional-item"
ECONOMIC = "economic-item"


@dataclass(frozen=True, slots=True)
class FactType:
    """One row of ``facts.csv``. ``unit``: money, count, score, area or any."""

    id: str
    zh: str
    en: str
    unit: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """``over``: it wins over the names. ``name``: what the thing is called then."""

    measure: str
    over: bool
    name: str
    uom: re.Pattern[str]
    subject: re.Pattern[str] | None
    section: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    without: re.Pattern[str] | None


@cache
def fact_types() -> Mapping[str, FactType]:
    """id → row of ``facts.csv``."""
    text = resources.files("ontology").joinpath("schemes", "facts.csv").read_text(encoding="utf-8")
    return {
        row["id"]: FactType(
            row["id"], row["zh"], row["en"], row["unit"], tuple(alias for alias in row["aliases"].split("|") if alias)
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _names() -> Mapping[str, str]:
    """Every name and alias, spelled for comparison → id."""
    return {_spell(name): row.id for row in fact_types().values() for name in (row.zh, *row.aliases)}


@cache
def _rules() -> tuple[_Rule, ...]:
    def pattern(rule: Mapping[str, str], key: str) -> re.Pattern[str] | None:
        return re.compile(rule[key]) if key in rule else None

    return tuple(
        _Rule(
            rule["measure"], bool(rule.get("over")), rule.get("name", ""), re.compile(rule["uom"]),
            pattern(rule, "subject"), pattern(rule, "section"), pattern(rule, "clause"), pattern(rule, "without"),
        )
        for rule in patterns("facts")["rule"]
    )


@cache
def _owner() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    data = patterns("facts")["owner"]
    return re.compile(data["pattern"]), re.compile(data["general"]), frozenset(data["general_measures"])


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(patterns("facts")["owner"]["tail"])


@cache
def _spent() -> re.Pattern[str]:
    return re.compile(patterns("facts")["owner"]["spent"])


@cache
def _alike() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(old), new) for old, new in patterns("facts")["owner"]["alike"])


def _spell(name: str) -> str:
    for old, new in _alike():
        name = old.sub(new, name)
    return name


@cache
def named(words: str) -> tuple[str, str] | None:
    """Id and name of the typed fact that ``words`` end with, None where they end with none.

    What stands before the name must be an owner or a time (``facts.toml``), lest 采购预算 be taken for 预算. Tails like
    支出 are dropped where that makes a name, and so is a year between name and tail (机关运行经费2024年预算安排).
    """
    words = _YEAR_WITHIN.sub("", words)
    return _named(words) or _named(_TAKES_IN.sub("", words))


def _named(words: str) -> tuple[str, str] | None:
    for end in range(len(words), 1, -1):
        if end < len(words) and not _tail().fullmatch(words, end):
            continue
        text = words[:end]
        spends = _spent().search(words, end) is not None
        for start in range(len(text) - 1):
            measure = _names().get(_spell(text[start:]))
            if measure and spends and measure.endswith("revenue"):
                continue
            if measure and text[start] not in "）、" and _owns(text[:start], measure):
                return measure, text[start:]
    return None


def _owns(before: str, measure: str) -> bool:
    owner, general, measures = _owner()
    if owner.fullmatch(before):
        return True
    if before.endswith("等") and measure in patterns("facts")["owner"]["listed_measures"]:
        return True
    return measure in measures and owner.fullmatch(general.sub("", before)) is not None


def fits(measure: str, kind: QuantityKind, uom: str) -> bool:
    """Whether a typed fact can be counted in this unit."""
    unit = fact_types()[measure].unit
    if unit == "any":
        return True
    if unit == "area":
        return "平方米" in uom or uom == "亩"
    if unit == "score":
        return uom == "分"
    return kind == unit


def counts_and_amounts(measure: str) -> bool:
    """A typed fact that is given in any unit: 在建工程1项12277.73万元."""
    return bool(measure) and fact_types()[measure].unit == "any"


def is_money(measure: str) -> bool:
    """Whether a typed fact is an amount of money."""
    return fact_types()[measure].unit in ("money", "any")


def typed_by_rule(subject: str, uom: str, section: str, clause: str, *, over: bool) -> tuple[str, str] | None:
    """Id and name of the typed fact by the rules of ``facts.toml``, None where none holds; the name may be empty.

    ``over``: only the rules that win over names, else only the others.
    """
    for rule in _rules():
        if rule.over != over or not rule.uom.search(uom):
            continue
        if rule.subject is not None and not rule.subject.search(subject):
            continue
        if rule.section is not None and not rule.section.search(section):
            continue
        if rule.clause is not None and not rule.clause.search(clause):
            continue
        if rule.without is not None and rule.without.search(subject):
            continue
        return rule.measure, rule.name
    return None


@cache
def _economic_names() -> frozenset[str]:
    return frozenset(concept.zh for concept in concepts("economic"))


@cache
def _functional_names() -> frozenset[str]:
    return frozenset(concept.zh for concept in concepts("functional"))


def classification_of(path: tuple[str, ...], *, economic_place: bool) -> str:
    """Which classification an item belongs to: by its name where only one has it, else by where it stands."""
    economic, functional = path[-1] in _economic_names(), path[-1] in _functional_names()
    if economic != functional:
        return ECONOMIC if economic else FUNCTIONAL
    return ECONOMIC if economic_place else FUNCTIONAL


def bought(measure: str, predicate: str) -> str:
    """The measure of things that ``predicate`` says were bought; ``measure`` is that of the things owned."""
    data = patterns("facts")["bought"]
    if predicate not in data["predicates"] or not re.match(data["owned"], measure):
        return measure
    return str(data["measures"].get(measure, ""))


def things_bought(predicate: str) -> bool:
    """A word for buying things, of which a budget can only speak as planned."""
    return predicate in patterns("facts")["bought"]["predicates"]


def named_by_doing(predicate: str) -> bool:
    """A verb that makes what it counts a typed thing, whatever that is called: 接待上级检查16批次."""
    return predicate in patterns("facts")["bought"]["naming"]


@cache
def _economic_spelt() -> frozenset[str]:
    return frozenset(name.replace("的", "").removesuffix("支出") for name in _economic_names() - _functional_names())


def is_economic(name: str, *, economic_place: bool) -> bool:
    """The name of an item of the economic classification and of no other; outside places that list them, of a class."""
    spelt = name.replace("的", "").removesuffix("支出")
    if economic_place:
        return spelt in _economic_spelt() and name not in _functional_names()
    return name in class_codes("economic") and name not in _functional_names()


def is_functional(name: str) -> bool:
    """The name of an item of the functional classification, of any level, and of no other one."""
    return name in _functional_names() and name not in _economic_names()


def is_stock(measure: str) -> bool:
    """A balance at a date, which no budget stage applies to."""
    return measure in patterns("facts")["stock"]["measures"]


def sides() -> Mapping[str, Sequence[str]]:
    """Words for one side of the accounts → ids of the typed facts that they may stand for."""
    found: Mapping[str, Sequence[str]] = patterns("facts")["sides"]
    return found


def is_by_fund(part: str, whole: str) -> bool:
    """Whether a measure told in brackets behind ``whole`` says from which fund that was paid."""
    data = patterns("facts")["by_fund"]
    return whole in data["wholes"] and re.match(data["parts"], part) is not None


def halves(measure: str) -> tuple[str, ...]:
    """The measures that a measure which holds two is made of, always equal (总收入、总支出); empty for others."""
    return tuple(patterns("facts")["halves"].get(measure, ()))


def derived_dimensions(measure: str) -> tuple[Dimensions, ...]:
    """What a figure derived from a change of ``measure`` measures; empty where ``facts.toml`` has nothing."""
    data = patterns("facts")
    if item := data["derived_items"].get(measure):
        return (Dimensions("three-public", "fiscal", "total", "three-public", item),)
    return tuple(Dimensions(*entry) for entry in data["derived"].get(measure, ()))
