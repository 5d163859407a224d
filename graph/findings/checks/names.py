"""The unit's name and the fiscal year, as headings and prose print them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.rulebook import Rule
from ontology.forms import bare


@check("unit-name")
def unit_name(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A name that is almost the unit's: in headings, and in prose where it ends as the unit's name does."""
    name = bare(context.key.unit).translate(str.maketrans("()", "（）"))
    known = {name, *(bare(alias) for alias in context.disclosure.unit.aliases),
             *(bare(member) for member in context.disclosure.unit.members)}
    if len(name) < rule.parameters["least"]:
        return
    ending = re.compile(re.escape(name[-2:]))
    heading = re.compile(rule.parameters["heading"])
    for text in context.texts:
        if text.heading and (found := heading.search(text.text)):
            printed = found["name"]
            if printed not in known and _near(printed, name, rule.parameters["edits_heading"]):
                yield _differs(context, text, found.start("name"), printed)
                continue
        for match in ending.finditer(text.text):
            printed = _candidate(text.text, match.end(), name, known, rule.parameters["edits"])
            if printed:
                yield _differs(context, text, match.end() - len(printed), printed)


def _near(printed: str, name: str, edits: int) -> bool:
    return 0 < Levenshtein.distance(printed, name) <= edits and printed[:2] == name[:2] and printed[-2:] == name[-2:]


def _candidate(text: str, end: int, name: str, known: set[str], edits: int) -> str:
    """The stretch before ``end`` that is nearest to the unit's name without being it, empty where none is near."""
    best = ""
    score = edits + 1
    for length in range(len(name) - edits, len(name) + edits + 1):
        start = end - length
        if start < 0 or text[start:start + 2] != name[:2]:
            continue
        printed = text[start:end]
        distance = Levenshtein.distance(printed, name)
        if printed in known or distance == 0:
            return ""
        if distance < score:
            best, score = printed, distance
    return best


def _differs(context: Context, text: Text, start: int, printed: str) -> Candidate:
    return Candidate(printed, (context.of_text(text, start, start + len(printed)),), context.key.unit, printed)


@check("heading-year")
def heading_year(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A heading of accounts or budget that names another year than the disclosure's."""
    find = re.compile(rule.parameters["pattern"])
    for text in context.texts:
        if text.heading:
            for match in find.finditer(text.text):
                if int(match["year"]) != context.key.year:
                    yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),),
                                    str(context.key.year), match["year"])


@check("own-year")
def own_year(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A sentence that opens with the year of its figures and names another one."""
    find = re.compile(rule.parameters["pattern"])
    for text in context.passages:
        if text.source.table is not None or not re.search(rule.parameters["section"], "".join(text.section)):
            continue
        for match in find.finditer(text.text):
            if int(match["year"]) not in (context.key.year,):
                yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),),
                                str(context.key.year), match["year"])


@check("base-year")
def base_year(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A comparison with another year than the one before."""
    find, aside = re.compile(rule.parameters["pattern"]), re.compile(rule.parameters["aside"])
    for text in context.passages:
        if aside.search("".join(text.section)):
            continue
        for match in find.finditer(text.text):
            if int(match["year"]) != context.key.year - 1 and not re.search(
                rule.parameters["without"], text.text[match.start():match.end() + 8]
            ):
                yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),),
                                str(context.key.year - 1), match["year"])
