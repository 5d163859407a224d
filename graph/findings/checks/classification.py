"""Codes and names of the classification: the edition's own names, and the path that prose gives an item."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, same_name, spelled
from graph.findings.rulebook import Rule
from ingest.facts.types import FUNCTIONAL
from ontology.forms import forms
from ontology.schemes import concepts, official_name, official_names

RENAMED = Path(__file__).parent.parent / "renamed.csv"


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that an edition of the classification gave up. ``since``: the first fiscal year of the new name."""

    old: str
    new: str
    since: int


@cache
def renamings() -> tuple[Renaming, ...]:
    """The list of ``renamed.csv``."""
    with RENAMED.open(encoding="utf-8", newline="") as file:
        return tuple(Renaming(row["old"], row["new"], int(row["since"])) for row in csv.DictReader(file))


@check("code-name")
def code_name(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A code printed beside a name that is not the edition's.

    The classification is renamed a little every year, and no list has every name: an unknown name is only told where it
    is a class's, another code's, or a slip of the pen from the right one.
    """
    year = context.key.year
    seen: set[tuple[str, str]] = set()
    for figure in context.tables:
        scheme = figure.dimensions.scheme
        name = figure.item.split("/")[-1]
        if not figure.code or scheme not in ("functional", "economic") or (figure.code, name) in seen:
            continue
        seen.add((figure.code, name))
        try:
            official = official_name(scheme, figure.code, year)
        except LookupError:
            return
        aliases = {alias for c in concepts(scheme) if c.id == figure.code for alias in (c.zh, *c.aliases)}
        if official and not any(same_name(name, each) for each in aliases) and (
            len(figure.code) == 3 or _is_anothers(scheme, figure.code, name)
            or 0 < Levenshtein.distance(spelled(name), spelled(official)) <= rule.parameters["edits"]
        ):
            yield Candidate(figure.code, (context.of_figure(figure),), official, name)


def _is_anothers(scheme: str, code: str, name: str) -> bool:
    """Whether the name is that of one other code of the same length; 行政运行 and its like are many codes' name."""
    others = {c.id for c in concepts(scheme) if len(c.id) == len(code) and same_name(c.zh, name)}
    return len(others) == 1 and code not in others


@check("code-form")
def code_form(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A code that has not the digits of its classification: 3 or 5 for economic, 3, 5 or 7 for functional classes."""
    seen: set[str] = set()
    schemes = {form.id: form.codes for form in forms()}
    for figure in context.tables:
        scheme = schemes.get(figure.form_id, "")
        lengths = rule.parameters["digits"].get(scheme)
        if lengths and figure.code and len(figure.code) not in lengths and figure.code not in seen:
            if figure.level == "total":
                continue  # the code of the body itself
            if figure.dimensions.scheme == "label" and spelled(figure.item.split("/")[-1]) not in _names(scheme):
                continue  # the code of a body or project
            seen.add(figure.code)
            yield Candidate(figure.item, (context.of_figure(figure),), "", figure.code)


@cache
def _names(scheme: str) -> frozenset[str]:
    return frozenset(spelled(name) for names in official_names(scheme).values() for name in names)


@check("code-names-differ")
def code_names_differ(context: Context, rule: Rule) -> Iterator[Candidate]:
    """One code under two names in a disclosure's tables."""
    seen: dict[tuple[str, str], dict[str, int]] = {}
    figures = context.tables
    for index, figure in enumerate(figures):
        if figure.code and figure.dimensions.scheme in ("functional", "economic"):
            names = seen.setdefault((figure.dimensions.scheme, figure.code), {})
            names.setdefault(spelled(figure.item.split("/")[-1]), index)
    for (_, code), names in seen.items():
        if len(names) > 1:
            first, second = list(names.values())[:2]
            one, other = figures[first], figures[second]
            yield Candidate(code, (context.of_figure(one), context.of_figure(other)), one.item.split("/")[-1],
                            other.item.split("/")[-1])


@check("old-name")
def old_name(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A name of the classification that the year's edition no longer has, in tables and prose."""
    for renaming in renamings():
        if context.key.year < renaming.since:
            continue
        for figure in context.tables:
            name = figure.item.split("/")[-1]
            if renaming.old in name and renaming.new not in name:
                yield Candidate(renaming.old, (context.of_figure(figure),), renaming.new, renaming.old)
                break
        for text in context.texts:
            at = text.text.find(renaming.old)
            if at >= 0 and not _within(text.text, at, renaming):
                yield Candidate(renaming.old, (context.of_text(text, at, at + len(renaming.old)),), renaming.new,
                                renaming.old)


def _within(text: str, at: int, renaming: Renaming) -> bool:
    """Whether the old name stands there only as part of the new one."""
    inside = renaming.new.find(renaming.old)
    return inside >= 0 and text[at - inside:at - inside + len(renaming.new)] == renaming.new


@check("item-path")
def item_path(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An item whose 类 or 款 in prose is not the one that its code stands under in the tables."""
    names = context.functional_names
    for text in context.passages:
        for fact in text.facts:
            path = fact.subject.split("/")
            if fact.measure != FUNCTIONAL or len(path) != 3:
                continue
            codes = [code for code, name in names.items() if len(code) == 7 and same_name(name, path[2])]
            groups = {code: names.get(code[:5], "") for code in codes}
            if not codes or not all(groups.values()) or any(same_name(g, path[1]) for g in groups.values()):
                continue
            if not any(same_name(names.get(code[:3], ""), path[0]) for code in codes):
                continue
            group = next(iter(groups.values()))
            figure = next((f for f in context.tables if f.code == codes[0][:5]), None)
            place = (context.of_figure(figure),) if figure is not None else ()
            at = max(0, text.text.find(path[1]))
            yield Candidate(path[2], (context.of_text(text, at, at + len(path[1])), *place), group, path[1])
            break
