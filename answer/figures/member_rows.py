"""Bodies that a disclosure prints as rows (部门代码 | 部门名称 | 合计 …): a department's own units, asked for by name
or all of them. Each is answered as what it is, a row of the department's disclosure, and never added to it.

For the rest of the answers such a body is a unit with the rows that bear its name, each read as the table's total is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from answer.holdings.body_rows import BODY, CLASS_CODES, FORMS, OWN, body_of
from answer.holdings.directory import HeldUnit, Linked, Mention, comparable_kept
from answer.holdings.held import Statement, in_print_order
from answer.holdings.knowledge import Books, Knowledge
from answer.language.body_names import CHINESE, CONTINUED, place_before, regions, split_region, variants
from answer.language.words import comparable, edges, fillers, lexicon
from answer.request.asking import Asking, Target
from answer.request.question import Question, operator_of
from answer.request.reply import cite
from ingest.language.quantities import number
from ontology.forms import is_total

LEAST_NAME = 4
"""Characters of a body's name that is looked for without its place."""
OF_IT = re.compile("(?:的|里|中)?(?:下属|所属|下辖|直属)(?:的|单位|事业单位|预算单位)*(?= )")
"""Says of a body named right after it that it is the department's."""


def bodies(knowledge: Knowledge, parent: HeldUnit, year: int) -> tuple[HeldUnit, ...]:
    """The bodies that rows of a department's disclosure of a year are called by, in the order of their names."""
    return knowledge.once(("members", parent.iri, year), lambda: tuple(_bodies(knowledge.books(parent, year))))


def _bodies(books: Books) -> Iterable[HeldUnit]:
    printed = [f for f in books.figures if f.kind == "table" and f.form_id in FORMS]
    rows = {f.item: f for f in printed if f.level == BODY or _is_body(f, books)}
    # One body is printed with its place in one table and without in another: it goes by the longer name.
    longest = {body_of(label, books.unit.name): label for label in sorted(rows, key=lambda label: (len(label), label))}
    labels = sorted(longest.values(), key=lambda label: (rows[label].code, label))
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
            found.extend(_named(parent, bodies(knowledge, parent, year), text, asked.entity and len(parents) == 1))
    named = list(dict.fromkeys(m.units[0] for m in found))
    if named:
        rest = linked.rest
        for mention in sorted(found, key=lambda m: -len(m.text)):
            for said in (mention.text, split_region(mention.text)[1]):
                rest = rest.replace(said, " " * len(said)) if said else rest
            for tail in _tails(mention.text, parents):
                rest = re.sub(rf"(?<!\S){re.escape(tail)}", " ", rest, count=1)
        rest = OF_IT.sub(" ", rest)
        held = {u.iri for u in parents}
        kept = tuple(m for m in linked.mentions if not held & {u.iri for u in m.units})
        first = {m.units[0]: m for m in found}
        still = tuple(
            name for name in map(comparable, linked.unknown)
            if not any(m.text and (m.text in name or name in m.text) for m in found)
        )
        return Linked((*kept, *(first[u] for u in named)), rest, still)
    return _all_of(knowledge, asked, linked)


def _tails(body: str, parents: Sequence[HeldUnit]) -> list[str]:
    """What a body's name says after its department's, which has been taken out of the question: 机关."""
    names = {name for p in parents for name in (comparable(p.name), *variants(p.name)) if body.startswith(name)}
    return sorted({body.removeprefix(name) for name in names} - {""}, key=len)[:1]


def _parents(knowledge: Knowledge, linked: Linked) -> list[HeldUnit]:
    """The departments named, and those of the place of a body that is named and not held."""
    named = [u for m in linked.mentions if len(m.units) == 1 for u in m.units]
    for body in linked.unknown:
        named += [u for u in knowledge.directory.units if is_of_place(comparable(body), u)]
    return list(dict.fromkeys(named))


def is_of_place(body: str, unit: HeldUnit) -> bool:
    """Whether the name of a body begins with a unit's place, in full or short."""
    place, bare = split_region(body)
    own = regions(split_region(comparable(unit.name))[0])
    return place in own if place else bool(bare) and any(len(r) > 1 and bare.startswith(r) for r in own)


def _named(parent: HeldUnit, held: Sequence[HeldUnit], text: str, own: bool) -> list[Mention]:
    """The bodies that a question names, the longer name before one that it holds; with ``own`` the department's own."""
    called = [(name, body) for body in held for name in _names(parent, body)]
    fits = Counter(name for name, _ in called)
    found: dict[str, Mention] = {}
    left = text
    for name, body in sorted(called, key=lambda c: (-len(c[0]), c[0])):
        start = left.find(name)
        if start >= 0 and fits[name] == 1 and _stands(parent, text, start, start + len(name)):
            left = left.replace(name, " " * len(name))
            found.setdefault(body.iri, Mention((body,), start, start + len(name), name, "member"))
    if own:
        found |= {b.iri: Mention((b,), 0, 0, "", "member") for b in held if OWN.search(b.name) and b.iri not in found}
    return list(found.values())


def _names(parent: HeldUnit, body: HeldUnit) -> set[str]:
    """What people call a body of a department: with the place of both, and without."""
    place, bare = split_region(comparable_kept(body.name))
    place = place or split_region(comparable(parent.name))[0]
    return {n for n in {*variants(place + bare), comparable_kept(body.name), bare} if len(n) >= LEAST_NAME}


def _stands(parent: HeldUnit, text: str, start: int, end: int) -> bool:
    """Whether a name stands by itself: right after a word that joins, the department or its place, and not as a part of
    a longer name (临江县种子站, 第二种子站, 种子站分站)."""
    if end not in edges(text) or re.match(CONTINUED, text[end:]):
        return False
    place = split_region(comparable(parent.name))[0]
    before = place_before(text, start)
    if before or any(text.startswith(p, start) for p in regions(place)):
        return before in ("", *regions(place)) or place.endswith(before)
    before = text[:start]
    joins = {*fillers(), *lexicon("bodies")["names"]["joins"], *variants(parent.name), parent.name}
    return not before or not CHINESE.match(before[-1]) or before.endswith(tuple(joins))


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


def listed(asking: Asking, targets: Sequence[Target]) -> bool:
    """The bodies that have rows of their own in a department's tables, from the table that has most of them."""
    asking.clear()
    for unit, year in targets:
        tables: dict[str, dict[str, Statement]] = {}
        for figure in in_print_order([f for f in asking.books(unit, year).figures if f.level == BODY]):
            tables.setdefault(figure.form, {}).setdefault(figure.item, figure)
        form, rows = max(tables.items(), key=lambda each: len(each[1]), default=("", {}))
        if rows:
            asking.out.text = f"{unit.name}{year}年《{form}》分{len(rows)}个单位列出：{'；'.join(rows)}。"
            asking.out.status = "answered"
            cite(asking.out, list(rows.values()))
            return True
    return False
