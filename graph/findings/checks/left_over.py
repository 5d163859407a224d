"""What was left from another year's or another body's text: its name, its day, its targets for results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.findings.checks import check
from graph.findings.context import Candidate, Context
from graph.findings.rulebook import Rule
from graph.naming.units import written_out
from ontology.forms import bare


@check("other-unit")
def other_unit(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A heading or sentence of accounts that says they are another body's."""
    unit = context.disclosure.unit
    names = {context.key.unit, *unit.aliases, *unit.members, unit.parent}
    known = {written_out(bare(name)) for name in names if name}
    ends = re.compile(rule.parameters["ends"])
    for each in rule.parameters["patterns"]:
        find = re.compile(each["find"])
        for text in context.texts:
            if text.heading is not each["heading"]:
                continue
            for match in find.finditer(text.text):
                name = match["name"]
                if ends.search(name) and not any(_same(name, other) for other in known):
                    yield Candidate(name, (context.of_text(text, match.start("name"), match.end("name")),),
                                    context.key.unit, name)


def _same(name: str, other: str) -> bool:
    """Whether a name is the other one, short for it, or it with more behind; near ones are another rule's matter."""
    full = written_out(name)
    return full == other or _short_for(name, other) or other in full or (
        full[:2] == other[:2] and full[-2:] == other[-2:])


def _short_for(name: str, other: str) -> bool:
    """Whether all characters of a name stand in the other one, in order: 区规划资源局, 普陀区规划和自然资源局."""
    rest = iter(other)
    return all(char in rest for char in name)


@check("as-of-date")
def as_of_date(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The end of another year than the accounts'."""
    if context.key.kind != "决算":
        return
    find = re.compile(rule.parameters["pattern"])
    for text in context.passages:
        for match in find.finditer(text.text):
            if int(match["year"]) != context.key.year:
                yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),),
                                f"{context.key.year}年12月31日", match["date"])


@check("open-result")
def open_result(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A result printed with ≥ or ≤, which only a target can have."""
    find = re.compile(rule.parameters["pattern"])
    for indicator in context.disclosure.indicators:
        if indicator.actual and find.match(indicator.actual):
            source = indicator.actual_source or indicator.source
            yield Candidate(
                indicator.name, (context.of_source(source, indicator.actual, indicator.name),
                                 context.of_source(indicator.source, indicator.target, indicator.name)),
                indicator.target, indicator.actual)
