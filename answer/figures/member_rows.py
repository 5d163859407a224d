"""Bodies that a disclosure prints as rows (部门代码 | 部门名称 | 合计 …): a department's own units, asked for by name
or all of them. Each is answered as what it is, a row of the department's disclosure, and never added to it.

For the rest of the answers such a body is a unit with the rows that bear its name, each read as the table's total is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from answer.holdings.directory import HeldUnit, Linked, Mention, comparable_kept
from answer.holdings.held import Statement
from answer.holdings.knowledge import Books, Knowledge
from answer.language.body_names import split_region
from answer.language.words import comparable, lexicon
from answer.request.question import Question, operator_of
from ingest.language.quantities import number
from ontology.forms import is_total

FORMS = frozenset({"revenue", "expenditure", "three-public", "general-expenditure", "fiscal-expenditure"})
"""Forms whose rows may be bodies."""
CLASS_CODES = frozenset({3, 5, 7})
"""Digits of the codes of classes, which no body has."""
LEAST_NAME = 4
"""Characters of a body's name that is looked for without its place."""
OWN = re.compile("(?:本级|机关|本部|[（(](?:本级|本部|机关)[）)])$")
"""Ends the name of the row of the department itself."""


def bodies(knowledge: Knowledge, parent: HeldUnit, year: int) -> tuple[HeldUnit, ...]:
    """The bodies that rows of a department's disclosure of a year are called by, in the order of their names."""
    return knowledge.once(("members", parent.iri, year), lambda: tuple(_bodies(knowledge.books(parent, year))))


def _bodies(books: Books) -> Iterable[HeldUnit]:
    rows = {f.item: f for f in books.figures if f.kind == "table" and f.form_id in FORMS and _is_body(f, books)}
    labels = sorted(rows, key=lambda label: (rows[label].code, label))
    if len(labels) < 2:
        return  # the department by itself: no row of its own to be asked for
    for label in labels:
        held = ((books.year, rows[label].disclosure_kind, "单位"),)
        yield HeldUnit(f"{books.unit.iri}#{quote(label)}", label, (), held, within=books.unit.iri)


def _is_body(figure: Statement, books: Books) -> bool:
    label = comparable(figure.item)
    if is_total(figure.item) or not label or figure.scheme not in ("", "label"):
        return False
    place = split_region(comparable(books.unit.name))[0]
    placed = bool(place) and label.startswith(place) and label != comparable(books.unit.name)
    return (placed or label.startswith(comparable(books.unit.name))) and len(figure.code) not in CLASS_CODES


def relinked(knowledge: Knowledge, asked: Question, linked: Linked) -> Linked:
    """What a question names, with the bodies that are rows of a department's disclosure for those it names, or asks
    about all of."""
    if linked.everyone:
        return linked
    text = comparable_kept(asked.text)
    found: list[Mention] = []
    parents = _parents(knowledge, linked)
    for parent in parents:
        for year in asked.years or parent.years:
            found.extend(_named(bodies(knowledge, parent, year), text, asked.entity and len(parents) == 1))
    named = list(dict.fromkeys(m.units[0] for m in found))
    if named:
        rest = linked.rest
        for mention in sorted(found, key=lambda m: -len(m.text)):
            for said in (mention.text, split_region(mention.text)[1]):
                rest = rest.replace(said, " " * len(said)) if said else rest
        held = {u.iri for u in parents}
        kept = tuple(m for m in linked.mentions if not held & {u.iri for u in m.units})
        first = {m.units[0]: m for m in found}
        still = tuple(name for name in linked.unknown if not any(m.text in comparable(name) for m in found))
        return Linked((*kept, *(first[u] for u in named)), rest, still)
    return _all_of(knowledge, asked, linked)


def _parents(knowledge: Knowledge, linked: Linked) -> list[HeldUnit]:
    """The departments named, and those of the place of a body that is named and not held."""
    named = [u for m in linked.mentions if len(m.units) == 1 for u in m.units]
    for body in linked.unknown:
        place = split_region(comparable(body))[0]
        named += [u for u in knowledge.directory.units if place and comparable(u.name).startswith(place)]
    return list(dict.fromkeys(named))


def _named(held: Sequence[HeldUnit], text: str, own: bool) -> list[Mention]:
    """The bodies that a question names, the longer name before one that it holds; with ``own`` the department's own."""
    found: list[Mention] = []
    left = text
    for body in sorted(held, key=lambda b: -len(b.name)):
        name = comparable_kept(body.name)
        bare = split_region(name)[1]
        said = next((n for n in (name, bare) if len(n) >= LEAST_NAME and n in left), "")
        if said:
            left = left.replace(said, " " * len(said))
            found.append(Mention((body,), text.find(said), text.find(said) + len(said), said, "member"))
        elif own and OWN.search(body.name):
            found.append(Mention((body,), 0, 0, "", "member"))
    return found


def _all_of(knowledge: Knowledge, asked: Question, linked: Linked) -> Linked:
    """A question over all the units of one department: 四家预算单位里谁的收入预算最少."""
    pattern = re.compile(lexicon("words")["everyone"]["of_department"])
    over = pattern.search(linked.rest)
    parents = [u for m in linked.mentions for u in m.units]
    if over is None or len(parents) != 1 or linked.unknown:
        return linked
    if (operator := operator_of(linked.rest.strip())) is not None and operator.id == "members":
        return linked  # which they are is asked, not what they have
    years = asked.years or parents[0].years[-1:]
    held = [b for year in years[:1] for b in bodies(knowledge, parents[0], year)]
    if not held or (over["count"] and number(over["count"]) != len(held)):
        return linked
    mentions = tuple(Mention((b,), over.start(), over.end(), b.name, "everyone") for b in held)
    return Linked(mentions, linked.rest[: over.start()] + " " + linked.rest[over.end() :], (), True)


def note(linked: Linked) -> str:
    """Says of bodies that are rows that they are; empty where none is asked about."""
    departments = {u.within for m in linked.mentions for u in m.units if u.within}
    if not departments:
        return ""
    names = "、".join(unquote(iri.rsplit("/", 1)[-1]) for iri in sorted(departments))
    return f"（取自{names}公开中该单位的一行，已含在其合计数内。）"
