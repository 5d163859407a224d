"""Lists in prose against the table's rows, and words copied from a neighbouring item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.findings.checks import check
from graph.findings.context import Candidate, Context, Text, money, same_name
from graph.findings.rulebook import Rule
from ingest.facts.types import FUNCTIONAL
from ingest.records import Figure


def _listed(text: Text, rule: Rule) -> Iterator[tuple[str, list[str], int, int]]:
    """Lists of names behind 主要包括: what they divide (personnel or running), the names, where they stand."""
    for match in re.finditer(rule.parameters["list"], text.text):
        if re.search(rule.parameters["amount"], match["names"]):
            continue  # amounts of items are compared one by one elsewhere
        names = re.split("[、，,]", match["names"])
        yield match["whole"], [name.removesuffix("等") for name in names if name], match.start("names"), match.end()


@check("listed-blank")
def listed_blank(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A name of the list for which the table has a blank or zero."""
    rows = context.forms.get("general-basic", [])
    if not rows:
        return
    for text in context.passages:
        if not re.search(rule.parameters["section"], "".join(text.section)):
            continue
        for _, names, start, end in _listed(text, rule):
            for name in names:
                figures = [f for f in rows if same_name(f.item, name)]
                if any(f.value for f in figures):
                    continue
                place = next((context.of_figure(f) for f in figures), None) or next(
                    (context.of_blank(b) for b in context.blanks if b.form_id == "general-basic"
                     and same_name(b.item, name)), None)
                if place is not None:
                    yield Candidate(name, (context.of_text(text, start, end), place), "", name)


@check("listed-missing")
def listed_missing(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Spent items of the table that the list leaves out, one finding a list."""
    rows = [f for f in context.forms.get("general-basic", []) if f.level == "item" and f.value]
    for text in context.passages:
        if not rows or not re.search(rule.parameters["section"], "".join(text.section)):
            continue
        for whole, names, start, end in _listed(text, rule):
            if len(names) < 3 or text.text[:end].endswith("等"):
                continue  # 等 says that there are more
            wanted = list({f.code or f.item: f for f in reversed(rows) if _belongs(f, whole, rule)}.values())[::-1]
            left = [f for f in wanted if not any(same_name(f.item, name) for name in names)]
            if left and len(left) < len(wanted) / 2:
                told = "、".join(f"{f.item} {money(f.value, f.uom)}" for f in left)
                yield Candidate(told, (context.of_text(text, start, end), *(context.of_figure(f) for f in left)), told)


def _belongs(figure: Figure, whole: str, rule: Rule) -> bool:
    codes = rule.parameters["codes"]["personnel" if "人员" in whole else "running"]
    return figure.code[:3] in codes


@check("copied-purpose")
def copied_purpose(context: Context, rule: Rule) -> Iterator[Candidate]:
    """主要用于 or a reason that names another item of the prose than its own."""
    items = {fact.subject for text in context.passages for fact in text.facts
             if fact.measure == FUNCTIONAL and fact.subject.count("/") == 2}
    names: dict[str, set[str]] = {}
    for subject in items:
        _, group, item = subject.split("/")
        for name in {item, group + item}:
            names.setdefault(name, set()).add(subject)
    for text in context.passages:
        own = {fact.subject for fact in text.facts if fact.measure == FUNCTIONAL and fact.subject.count("/") == 2}
        if len(own) != 1:
            continue
        subject = own.pop()
        for match in re.finditer(rule.parameters["pattern"], text.text):
            named = re.sub(rule.parameters["strip"], "", match["name"])
            others = names.get(named, set())
            if others and subject not in others and not _fits(named, subject):
                yield Candidate(subject.split("/")[-1], (context.of_text(text, match.start(), match.end()),),
                                subject.split("/")[-1], match["name"])


def _fits(named: str, subject: str) -> bool:
    """Whether the words also fit the item's own name."""
    _, group, item = subject.split("/")
    return same_name(named, item) or same_name(named, group + item) or named in item or item in named


@check("wrong-fund")
def wrong_fund(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A purpose that belongs to another item by its words: housing money spent on medical insurance."""
    for text in context.passages:
        subjects = {fact.subject for fact in text.facts if fact.measure == FUNCTIONAL}
        for subject in subjects:
            for each in rule.parameters["purposes"]:
                own = subject.split("/")[-1]
                if not re.search(each["item"], own):
                    continue
                for match in re.finditer(rule.parameters["pattern"], text.text):
                    if re.search(each["not"], match["name"]) and not re.search(each["item"], match["name"]) and (
                        len(subjects) == 1
                    ):
                        yield Candidate(own, (context.of_text(text, match.start(), match.end()),), own, match["name"])


@check("glossary-items")
def glossary_items(context: Context, rule: Rule) -> Iterator[Candidate]:
    """The list of functional items in use, in the glossary: one that no table has, or one of the tables left out."""
    find = re.compile(rule.parameters["item"])
    heading = re.compile(rule.parameters["section"])
    texts = [text for text in context.passages if heading.search("".join((*text.section, text.text)))]
    listed = {match["name"]: text for text in texts for match in find.finditer(text.text)}
    rows: dict[str, Figure] = {}
    for figure in context.tables:
        if figure.level == "item" and figure.dimensions.scheme == "functional" and figure.value:
            rows.setdefault(figure.item.split("/")[-1], figure)
    if len(listed) < rule.parameters["least"] or not rows:
        return
    for name, text in listed.items():
        if not any(same_name(name, row) for row in rows) and not _printed(context, name):
            yield Candidate(name, (context.of_text(text),), "", name,
                            words={"what": "各表没有", "what_en": "stands in no table"})
    whole = "".join(text.text for text in texts)
    for name, figure in rows.items():
        if name not in whole and not any(same_name(name, each) for each in listed):
            yield Candidate(name, (context.of_text(texts[0]), context.of_figure(figure)), name, "",
                            words={"what": "各表有而没有列出", "what_en": "stands in the tables and not in the list"})


def _printed(context: Context, name: str) -> bool:
    return any(same_name(row.item.split("/")[-1], name) for row in context.blanks)
