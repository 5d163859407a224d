"""Which names in one disclosure are the same project, spelt in two ways.

A form and the prose often print two spellings (招投标电子平台运转维护费, 招标投标电子平台运转维护费). Two names meet
where they are the same when written out, or where one holds the other's characters in order and both print the same
budget and the same execution. Anything less keeps them apart: a missing link is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.language.lexicon import alternatives, patterns
from ingest.language.sentences import normalise
from ingest.records import Disclosure, Project
from ontology.schemes import unit_factors


@dataclass(frozen=True, slots=True)
class SameProject:
    """``name`` is another spelling of ``of``. ``method``: spelling (written out they are equal) or name+money.

    ``score`` is 1 for a spelling, else the shorter name's share of the longer one.
    """

    name: str
    of: str
    method: str
    score: Decimal


@cache
def _data() -> dict[str, Any]:
    data = patterns("projects")
    doings = alternatives(data["doing"]["words"])
    return {
        "written_out": data["written_out"],
        "end": re.compile("(?:" + "|".join(data["left_out"]["end"]) + ")+$"),
        "beginning": re.compile("^(?:" + "|".join(data["left_out"]["beginning"]) + ")+"),
        "different": re.compile(data["different"]["pattern"]),
        "before": re.compile(f"^({doings})(?=.{{4,}})"),
        "behind": re.compile(f"({doings}){data['doing']['behind']}"),
        "least": Decimal(str(data["money"]["least"])),
    }


def same_projects(disclosure: Disclosure) -> dict[str, SameProject]:
    """Spelling → what it is another spelling of, for all names of projects in a disclosure.

    The name of a form wins over one in prose, then the one printed first.
    """
    names = list(dict.fromkeys(_names(disclosure)))
    found: dict[str, SameProject] = {}
    kept: list[str] = []
    for name in names:
        link = next((link for other in kept if (link := same(name, other, disclosure.projects)) is not None), None)
        if link is None:
            kept.append(name)
        else:
            found[name] = link
    return found


def same(name: str, other: str, projects: Sequence[Project]) -> SameProject | None:
    """Whether ``name`` is another spelling of ``other``, by the names and by the money ``projects`` print for them."""
    one, two = written_out(name), written_out(other)
    if one == two:
        return SameProject(name, other, "spelling", Decimal(1))
    shorter, longer = sorted((one, two), key=len)
    score = (Decimal(len(shorter)) / Decimal(len(longer))).quantize(Decimal("0.001")) if longer else Decimal(0)
    if score < _data()["least"] or (extra := _left_out(shorter, longer)) is None or _data()["different"].search(extra):
        return None
    if _money(name, projects) & _money(other, projects):
        return SameProject(name, other, "name+money", score)
    return None


def written_out(name: str) -> str:
    """A name without white space, quotation marks, year and 项目, its short forms written out, what is done behind."""
    text = re.sub(r"[\s“”\"]", "", normalise(name))
    text = str(_data()["end"].sub("", _data()["beginning"].sub("", text)) or text)
    for short, full in _data()["written_out"].items():
        text = text.replace(full, short).replace(short, full)
    if (found := _data()["before"].match(text)) and not _data()["behind"].search(text):
        return f"{text[found.end() :]}{found.group(1)}"  # what is done stands behind the thing
    return re.sub(r"工程$", "", text) if _data()["behind"].search(text) else text


def _names(disclosure: Disclosure) -> Iterable[str]:
    """Names in forms, then those in prose."""
    printed = [(project.name, project.source) for project in disclosure.projects]
    for records in (disclosure.indicators, disclosure.goals, disclosure.scores, disclosure.figures):
        printed.extend((record.project, record.source) for record in records)
    return (name for name, source in sorted(printed, key=lambda pair: pair[1].table is None) if name)


def _left_out(shorter: str, longer: str) -> str | None:
    """The characters of ``longer`` that ``shorter`` leaves out, None where it is not the same otherwise."""
    rest, place = [], 0
    for character in longer:
        if place < len(shorter) and shorter[place] == character:
            place += 1
        else:
            rest.append(character)
    return "".join(rest) if place == len(shorter) else None


def _money(name: str, projects: Sequence[Project]) -> set[tuple[Decimal, Decimal]]:
    """Budget and execution in yuan, as often as they are printed for a name."""
    return {
        (project.budget * factor, project.executed * factor)
        for project in projects
        if project.name == name and project.budget is not None and project.executed is not None
        and (factor := unit_factors().get(project.uom)) is not None
    }
