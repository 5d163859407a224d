"""Numbers that count: 一是、二是 in a sentence, headings, indicators announced and listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.rulebook import Rule

DIGITS = "一二三四五六七八九"
JOINS = ("；", ";", "，", ",", "、")


def ordinal(text: str) -> int:
    """The number of a Chinese numeral up to ninety-nine, 0 for anything else."""
    match = re.fullmatch(rf"(?:([{DIGITS}])?(十))?([{DIGITS}])?", text)
    if match is None or not text:
        return 0
    tens, ten, ones = match.groups()
    return (10 * (DIGITS.index(tens) + 1 if tens else 1) if ten else 0) + (DIGITS.index(ones) + 1 if ones else 0)


@check("enumeration")
def enumeration(context: Context, rule: Rule) -> Iterator[Candidate]:
    """二是 without 一是 before it: a point left out, or its number."""
    find = re.compile(rule.parameters["pattern"])
    before: Text | None = None
    for text in context.passages:
        matches = list(find.finditer(text.text))
        # A long paragraph is held in several passages, and points may stand in paragraphs of their own.
        far = before is not None and before.section == text.section and before.text[-1:] in "；;，,：:"
        before = text
        if text.source.table is not None or not matches or far:
            continue
        seen: set[int] = set()
        for match in matches:
            number = ordinal(match["number"])
            # At the beginning of a sentence its first point may stand paragraphs before.
            joined = text.text[:match.start("number")][-1:] in JOINS
            if joined and number > 1 and number - 1 not in seen:
                missing = DIGITS[number - 2]
                yield Candidate(match["number"], (context.of_text(text, match.start(), match.end()),),
                                f"{missing}是", f"{match['number']}是")
                break
            seen.add(number)


@check("heading-number")
def heading_number(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Headings of one level whose number stands twice, or where one is left out."""
    headings = (text for text in context.texts if text.heading)
    for before, text, wanted, found in _out_of_order(headings, rule, ordinal, lambda _, n: _begins(context, n)):
        if found != DIGITS[0]:  # a count that begins anew
            yield Candidate(text.text[:30], (context.of_text(before), context.of_text(text)), _numeral(wanted), found)


def _out_of_order(
    texts: Iterable[Text], rule: Rule, value: Callable[[str], int], stands: Callable[[Text, int], bool]
) -> Iterator[tuple[Text, Text, int, str]]:
    """Numbered texts of one section where a number stands twice or is left out: the one before, the text, the number
    wanted and the one printed. ``stands`` says whether a number left out stands elsewhere after all."""
    find, within = re.compile(rule.parameters["pattern"]), re.compile(rule.parameters["section"])
    last: dict[tuple[str, ...], tuple[int, Text]] = {}
    for text in texts:
        match = find.match(text.text)
        if match is None or not within.search("".join(text.section)):
            continue
        number, before = value(match["number"]), last.get(text.section)
        last[text.section] = (number, text)
        if before is None:
            continue
        wanted = before[0] + 1
        if number == before[0] or (number == wanted + 1 and not stands(text, wanted)):
            yield before[1], text, wanted, match["number"]


def _begins(context: Context, number: int) -> bool:
    """Whether any text begins with a number, or a line in it: then it may be a heading that was read as text."""
    begins = f"{_numeral(number)}、"
    return any(text.text.startswith(begins) or f"。{begins}" in text.text for text in context.texts)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens - 1] + "十") + (DIGITS[ones - 1] if ones else "")


@check("indicator-count")
def indicator_count(context: Context, rule: Rule) -> Iterator[Candidate]:
    """设置了 4 个三级指标, followed by a list of another length."""
    find, aside = re.compile(rule.parameters["pattern"]), re.compile(rule.parameters["aside"])
    for text in context.passages:
        for match in find.finditer(text.text):
            listed = [part for part in re.split("[；;]", match["list"]) if part.strip() and not aside.match(part)]
            if len(listed) > 1 and len(listed) != int(match["count"]):
                yield Candidate(match["name"] or "指标", (context.of_text(text, match.start(), match.end()),),
                                f"{len(listed)} 个", f"{match['count']} 个")


@check("paragraph-number")
def paragraph_number(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Paragraphs of a section numbered 1., 2., 3., where a number stands twice or is left out."""

    def stands(text: Text, number: int) -> bool:
        find = re.compile(rf"(?:^|[。；\n]){number}[.、．]")
        below = (other for other in context.passages if other.section[:len(text.section)] == text.section)
        return any(find.search(other.text) for other in below)

    paragraphs = (text for text in context.passages if text.source.table is None)
    for before, text, wanted, found in _out_of_order(paragraphs, rule, int, stands):
        yield Candidate(text.text[:30], (context.of_text(before, 0, 20), context.of_text(text, 0, 20)),
                        str(wanted), found)
