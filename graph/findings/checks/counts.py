"""Counts of people and units against their parts, and money that the prose says there is none of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.rulebook import Rule

_BRACKET = re.compile(r"(?<=[人名])（[^（）]*）")


@check("staff-parts")
def staff_parts(context: Context, rule: Rule) -> Iterator[Candidate]:
    """在职 48 人，其中：行政 40 人、事业 8 人: the parts of one division against the whole.

    Ranks, degrees, sexes and ages each divide the same people anew, so what one division tells is never added to what
    another does. Short of the whole is wrong only where the division is told complete; more than the whole always is.
    """
    whole, part, aside, again = (re.compile(rule.parameters[name]) for name in ("whole", "part", "aside", "again"))
    for text in context.passages:
        bare = _BRACKET.sub("", text.text)  # 专业技术人员38人（其中研究馆员2人）
        for match in whole.finditer(bare):
            parts = itertools.takewhile(lambda found: not again.search(found["kind"]), part.finditer(match["parts"]))
            told = {found["kind"]: _number(found["count"]) for found in parts if not aside.search(found["kind"])}
            counted = _number(match["count"])
            at = max(text.text.find(match[0][:8]), 0)
            for division in rule.parameters["divisions"]:
                counts = [count for kind, count in told.items() if re.search(division["kinds"], kind)]
                total = sum(counts)
                if len(counts) > 1 and (total > counted or (
                    total < counted and _is_whole(division, told, rule.parameters["divisions"])
                )):
                    yield Candidate(match["name"], (context.of_text(text, at, at + len(match[0])),),
                                    f"{total} 人", f"{counted} 人", str(abs(total - counted)),
                                    words={"formula": " + ".join(map(str, counts))})


def _number(printed: str) -> int:
    return int(printed.replace(",", ""))


def _is_whole(division: Mapping[str, Any], kinds: Iterable[str], divisions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that a division has is told: the kinds it cannot be without, and none that may be more posts."""
    of_persons = [each["kinds"] for each in divisions if not each.get("posts")]
    known = [division["kinds"], *of_persons]
    needed = division.get("complete", ())
    return bool(needed) and all(any(re.search(need, kind) for kind in kinds) for need in needed) and (
        all(any(re.search(each, kind) for each in known) for kind in kinds))


@check("member-count")
def member_count(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The units that the accounts take in: how many are told, and how many listed."""
    find = re.compile(rule.parameters["pattern"])
    listed = len(context.disclosure.unit.members)
    numbered = re.compile(rule.parameters["numbered"])
    for index, text in enumerate(context.passages):
        for match in find.finditer(text.text):
            below = int(match["below"])
            told = int(match["all"]) if match["all"] else below + 1
            place = (context.of_text(text, match.start(), match.end()),)
            if told != below + 1:
                yield Candidate("编制范围", place, f"1 + {below}", f"{told} 个")
            elif listed > 1 and listed != told and listed == _numbered(context.passages[index + 1:], text, numbered):
                yield Candidate("编制范围", place, f"{listed} 个", f"{told} 个")


def _numbered(following: Sequence[Text], announced: Text, pattern: re.Pattern[str]) -> int:
    """How many numbered lines stand right behind the sentence that announces them."""
    lines = "\n".join(text.text for text in takewhile(lambda text: text.section == announced.section, following))
    return len(pattern.findall(lines))


@check("denied-money")
def denied_money(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The prose says that there is none of a fund, and its table holds some."""
    for each in rule.parameters["funds"]:
        find = re.compile(each["find"])
        held = [f for f in context.forms.get(each["form"], ()) if f.value and f.year == context.key.year]
        for text in context.passages if held else ():
            for match in find.finditer(text.text):
                # No income and yet expenditure is what was carried over: only like is held against like.
                figure = next((f for f in held if match["what"] in f.column and "结转" not in f.column), None)
                if figure is not None:
                    yield Candidate(each["zh"] + match["what"], (context.of_text(text, match.start(), match.end()),
                                                                 context.of_figure(figure)),
                                    figure.source.printed, match[0])
