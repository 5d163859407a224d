"""Slips of wording: what a pattern finds in the text, brackets left open, words printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text
from graph.findings.records import Evidence
from graph.findings.rulebook import Rule

OPEN, CLOSE = "（(“《【", "）)”》】"
_PAIR = {"（": "bracket", "(": "bracket", "）": "bracket", ")": "bracket", "“": "quote", "”": "quote", "《": "title",
         "》": "title", "【": "square", "】": "square"}


@check("pattern")
def pattern(context: Context, rule: Rule) -> Iterator[Candidate]:
    """What any pattern of the rule finds in passages and headings; ``expected`` may name what should stand there."""
    for each in rule.parameters["patterns"]:
        find = re.compile(each["find"])
        without = re.compile(each["without"]) if "without" in each else None
        where = re.compile(each["section"]) if "section" in each else None
        for text in context.texts:
            if text.source.table is not None and not rule.parameters.get("rows", True):
                continue
            if where is not None and not where.search("".join((*text.section, text.text if text.heading else ""))):
                continue
            for match in find.finditer(text.text):
                if without is not None and without.search(text.text[max(0, match.start() - 12):match.end() + 12]):
                    continue
                expected = match.expand(each["expected"]) if "expected" in each else ""
                yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),), expected, match[0],
                                words={"note": each.get("note", ""), "note_en": each.get("note_en", "")})


@check("brackets")
def brackets(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A bracket or quotation mark opened and not closed in its paragraph, nor closed in the next."""
    section = re.compile(rule.parameters["section"])
    passages = [text for text in context.passages
                if text.source.table is None and section.search("".join(text.section))]
    for number, text in enumerate(passages):
        opened = _unclosed(text.text)
        if not opened:
            continue
        # A long paragraph is held in several passages: its bracket may close in the next.
        following = passages[number + 1] if number + 1 < len(passages) else None
        if following is not None and following.section[:len(text.section)] == text.section and _closes(following.text):
            continue
        for at in opened:
            yield Candidate(text.text[at:at + 12], (context.of_text(text, at, at + 1),), "", text.text[at])


def _unclosed(text: str) -> list[int]:
    stack: list[int] = []
    for at, char in enumerate(text):
        if char in OPEN:
            stack.append(at)
        elif char in CLOSE:
            match = next((s for s in reversed(stack) if _PAIR[text[s]] == _PAIR[char]), None)
            if match is not None:
                stack.remove(match)
    return stack


def _closes(text: str) -> bool:
    depth = 0
    for at, char in enumerate(text):
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth -= 1
            if depth < 0 and not re.match(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）)]", text[:at + 1]):
                return True
    return False


@check("repeated")
def repeated(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A word or phrase printed twice in a row."""
    find = re.compile(rule.parameters["pattern"])
    without = re.compile(rule.parameters["without"])
    for text in context.texts:
        for match in find.finditer(text.text) if text.is_told else ():
            if not without.search(match[0]):
                yield Candidate(match[0], (context.of_text(text, match.start(), match.end()),), match["word"], match[0])


@check("missing-unit")
def missing_unit(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A change without its unit, or an amount where a rate belongs."""
    for text in context.passages:
        facts = text.facts
        for at, fact in enumerate(facts):
            if fact.role != "change" or fact.value is None:
                continue
            before = facts[at - 1] if at else None
            if not fact.uom:
                yield Candidate(fact.subject.split("/")[-1], (context.of_fact(fact), context.of_text(text)), "%",
                                fact.text, words={"what": "缺少单位", "what_en": "has no unit"})
            elif fact.amount is not None and before is not None and before.role == "change" and fact.value and (
                before.amount == fact.amount and before.subject == fact.subject and before.source == fact.source
                and fact.text != before.text and re.search(rule.parameters["rate"], fact.text)
            ):
                words = {"what": "应为百分比处印了金额", "what_en": "gives an amount for a rate"}
                yield Candidate(fact.subject.split("/")[-1], (context.of_fact(fact), context.of_fact(before)), "%",
                                fact.text, words=words)


@check("missing-stop")
def missing_stop(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A paragraph of amounts that ends without a full stop."""
    for text in context.passages:
        if text.source.table is None and text.facts and text.text and re.search(rule.parameters["end"], text.text) and (
            re.search(rule.parameters["section"], "".join(text.section))
        ):
            yield Candidate(text.text[-20:], (_ending(context, text),), "。", text.text[-1])


def _ending(context: Context, text: Text) -> Evidence:
    return context.of_text(text, max(0, len(text.text) - 1), len(text.text))
