"""What must be there: forms, notes under empty ones, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.findings.checks import check
from graph.findings.context import Candidate, Context
from graph.findings.records import Evidence
from graph.findings.rulebook import Rule
from ingest.records import Source
from ontology.forms import forms
from ontology.required import in_place_of, required_forms


def _file(context: Context) -> tuple[Evidence, ...]:
    files = context.disclosure.files
    return (Evidence(files[0].name, None, "", "", "", "", context.place(Source(files[0].name, ""))),) if files else ()


def _told(context: Context) -> dict[str, str]:
    """Forms that the files hold, with how: read, blank-table, no-data."""
    told = {figure.form_id: "read" for figure in context.tables}
    for entry in context.disclosure.ledger:
        if entry.form and entry.event in ("read", "blank-table", "no-data"):
            told.setdefault(entry.form, entry.event)
    return told


@check("missing-form")
def missing_form(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A statutory form that is not there, in a disclosure that has most of them."""
    told = _told(context)
    titles = {form.id: form.zh for form in forms()}
    wanted = required_forms(context.key.kind, context.key.year)
    if len([form for form in wanted if form in told]) * 2 <= len(wanted):
        return  # tables and text are often published apart: a file without tables lacks none
    if context.unread:
        return  # a table that could not be read may be the one
    for form in wanted:
        if form not in told and not any(other in told for other in in_place_of(form)):
            yield Candidate(titles.get(form, form), _file(context), titles.get(form, form), "")


@check("empty-form")
def empty_form(context: Context, rule: Rule) -> Iterator[Candidate]:
    """An empty form without a note that says why, nor a sentence in the prose."""
    titles = {form.id: form.zh for form in forms()}
    if "prose" not in context.disclosure.parts:
        return  # the text that would say why may be published apart
    for entry in context.disclosure.ledger:
        if entry.event != "blank-table" or entry.form not in rule.parameters["forms"]:
            continue
        said = re.compile(rule.parameters["said"][entry.form])
        if any(said.search(text.text) for text in context.passages):
            continue
        place = _file(context)
        if place:
            first = place[0]
            place = (Evidence(first.document, entry.page, titles.get(entry.form, entry.form), "", "", "", first.iri),)
        yield Candidate(titles.get(entry.form, entry.form), place)


@check("ledger")
def ledger(context: Context, rule: Rule) -> Iterator[Candidate]:
    """What the reader stumbled over in a statutory table, where that is the print's doing."""
    pattern = re.compile(rule.parameters["pattern"])
    titles = {form.id: form.zh for form in forms()}
    for entry in context.disclosure.ledger:
        if entry.form and (match := pattern.search(entry.message)):
            quote = next((group for group in match.groups() if group), "")
            source = Source(_document(context), quote, entry.page, entry.table, line=entry.line)
            place = context.of_source(source, quote, form=titles.get(entry.form, entry.form))
            yield Candidate(titles.get(entry.form, entry.form), (place,), "", quote)


def _document(context: Context) -> str:
    """The file that the tables are in: the only one, or that of the first figure."""
    if context.tables:
        return context.tables[0].source.document
    return context.disclosure.files[0].name if context.disclosure.files else ""


@check("missing-section")
def missing_section(context: Context, rule: Rule) -> Iterator[Candidate]:
    """A section that the disclosure rules ask for, in a disclosure that has prose beside its tables."""
    if not context.tables or sum(text.is_told for text in context.passages) < rule.parameters["least"]:
        return
    headings = "\n".join(text.text for text in context.texts if text.heading)
    prose = "\n".join(text.text for text in context.passages)
    for each in rule.parameters["sections"]:
        if each.get("kind", context.key.kind) != context.key.kind or context.key.year < each.get("from", 0):
            continue
        if not re.search(each["find"], headings) and not re.search(each.get("prose", each["find"]), prose):
            yield Candidate(each["zh"], _file(context), each["zh"], "", words={"section_en": each["en"]})


@check("money-without-count")
def money_without_count(context: Context, rule: Rule) -> Iterator[Candidate]:
    """Guests received without money, money without guests, cars bought for nothing."""
    facts = {fact.measure: fact for text in reversed(context.passages) for fact in reversed(text.facts)
             if fact.measure and fact.role == "result" and fact.value is not None and fact.year == context.key.year}
    for each in rule.parameters["pairs"]:
        amount, count = facts.get(each["money"]), facts.get(each["count"])
        if amount is None or count is None or context.key.kind != "决算":
            continue
        free = not amount.value and bool(count.value)
        unmet = bool(amount.value) and not count.value and each["both"]
        if free or unmet:
            yield Candidate(amount.subject.split("/")[-1], (context.of_fact(amount), context.of_fact(count)),
                            amount.text, count.text)


@check("running-costs-of-an-institution")
def running_costs_of_an_institution(context: Context, rule: Rule) -> Iterator[Candidate]:
    """机关运行经费 of a body whose tables hold institutions' items only: that figure is administrative bodies'."""
    codes = {figure.code for figure in context.tables if figure.dimensions.scheme == "functional" and figure.value}
    items = {code for code in codes if len(code) == 7}
    if any(re.search(rule.parameters["administrative"], code) for code in items):
        return
    of_institutions = [code for code in sorted(items) if re.search(rule.parameters["institution"], code)]
    if not of_institutions or context.key.scope != "单位":
        return
    for text in context.passages:
        for fact in text.facts:
            if fact.measure == "running-costs" and fact.role == "result" and fact.amount and (
                re.search(rule.parameters["words"], fact.source.printed)
            ):
                figure = next(f for f in context.tables if f.code == of_institutions[0])
                yield Candidate("机关运行经费", (context.of_fact(fact), context.of_figure(figure)), "", fact.text)
                return
