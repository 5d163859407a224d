"""The form of what is to be bought: what (住宿服务) under which project, and whether goods, works or services.

The form prints kinds, under them projects with the classes they are paid from, under these what is bought and how. A
row of it is asked for by what is bought; the project, or the kind, that a question names chooses among rows of one
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from answer.holdings.held import Statement
from answer.holdings.knowledge import Books
from answer.language.names import cut
from answer.language.words import comparable, compiled, lexicon, neutral
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand, total
from answer.request.reply import Reply, cite, value_of
from answer.request.speak import SCALE, basis, said, trimmed
from graph.naming.identity import parse_place
from ingest.language.quantities import number
from ontology.forms import is_total

BUYS = re.compile("采购|购买|买")
TOGETHER = re.compile("一共|总共|合计|共计|加起来")
COUNTED = re.compile(rf"(?:多少|几)(?:{stated.COUNTERS})(?!钱)")
"""Asks how many are bought, and not for how much."""
PROJECTS = re.compile("(?P<count>[两二三四五六七八九])个(?:专项|项目)")
"""Says how many projects something is bought for."""
LISTED = re.compile(
    "^(?P<within>.+?)(?:里面|里|中|下)[，,、]?(?P<items>[^，,里中下]+(?:[、，,和与及][^，,、]+?)+?)(?:分别|各自|各)"
)
"""Several things of one project, asked for one by one."""
KIND = re.compile(r"[一二三四五、.．\s]*(?P<kind>货物|工程|服务)(?:类)?[A-Ca-c]?(?:采购)?")
CODED = re.compile(r"(?P<letter>[ABC])\d{2,}")
"""The code of a thing in the catalogue of what governments buy."""
LETTERS = {"A": "货物", "B": "工程", "C": "服务"}
"""Its parts. Source: 政府采购品目分类目录."""
WHOLE = re.compile("(?:采购)?(?:预算)?(?:金额|总额|数)")
"""Heads a column that holds what a row comes to."""
WITH_KIND = 3
"""Labels of a row that says what is bought, for which project, and whether it is goods, works or services."""
BRACKET = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Bought:
    """A row: what is bought (empty in the row of a project), what it stands under, and its figure."""

    name: str
    under: tuple[str, ...]
    figure: Statement


def lines(books: Books) -> Iterator[Bought]:
    """The rows of the forms of procurement, in the order they are printed. A class alone goes on with the project."""
    methods = lexicon("words")["procurement"]["methods"]
    held = of_forms(books)
    form, kind = "", ""
    project: tuple[str, ...] = ()
    first = _thing_first(held)
    for figure in held:
        if figure.form != form:
            form, kind, project = figure.form, "", ()
        label = [part.strip() for part in figure.item.split("/") if part.strip()]
        if not label or is_total(figure.item):
            continue
        if len(label) == 1 and (of_kind := KIND.fullmatch(label[0])):
            kind, project = of_kind["kind"], ()
        elif len(label) == 2 and (beside := _kind_beside(label)):
            yield Bought(beside[0], (beside[1],), figure)
        elif len(label) == WITH_KIND and (of_kind := KIND.fullmatch(label[2])):
            thing, under = label[:2] if first else (label[1], label[0])
            yield Bought(thing, (of_kind["kind"], under), figure)
        elif any(m in label[-1] for m in methods) and len(label) > 1:
            yield Bought(label[-2], (kind, *project, *label[:-2]), figure)
        else:
            project = (project[0], label[0]) if len(label) == 1 and project and _is_class(books, figure) else (*label,)
            yield Bought("", (kind, *project), figure)


def _thing_first(held: Sequence[Statement]) -> bool:
    """Of rows that say what is bought, for which project and the kind, whether the first is what is bought: things
    differ more than the projects that they are bought for."""
    labels = [f.item.split("/") for f in held if f.item.count("/") == WITH_KIND - 1]
    return len({label[0] for label in labels}) >= len({label[1] for label in labels})


def _kind_beside(label: Sequence[str]) -> tuple[str, str] | None:
    """What is bought and its kind, where a row says the kind itself, in words or by the letter its code begins with."""
    if of_kind := KIND.fullmatch(label[1]):
        return label[0], of_kind["kind"]
    if coded := CODED.fullmatch(label[0]):
        return label[1], LETTERS[coded["letter"]]
    return None


def of_forms(books: Books) -> list[Statement]:
    """The figures that stand for whole rows of the forms of procurement, in the order they are printed."""
    held = [f for f in books.figures if f.kind == "table" and "采购" in f.form and f.amount is not None and _whole(f)]
    return sorted(held, key=lambda f: (f.form, _order(f)))


def _whole(figure: Statement) -> bool:
    """Whether a figure is that of the row as a whole, not of one source of the money."""
    header = figure.column.rsplit("/", 1)[-1]
    return is_total(header) or WHOLE.fullmatch(header) is not None


def _order(figure: Statement) -> tuple[int, int, int]:
    place = parse_place(figure.evidence.place)
    return (place.page or 0, place.table or 0, place.row or 0)


def _is_class(books: Books, figure: Statement) -> bool:
    """Whether a row is called as an economic class is."""
    tags = books.names.get(comparable(figure.item), frozenset())
    return any(t.kind == "item" and t.id.startswith("economic:") for t in tags)


def named(held: Sequence[Bought], text: str) -> list[Bought]:
    """The rows that a question asks for; none where it says a word that they do not stand under."""
    asked = comparable(text)
    words = stated.content(_plain(text))
    fitting: list[tuple[int, Bought]] = []
    for row in held:
        names = [row.name, *row.name.split("、")] if row.name else list(row.under[1:])
        own = max((n for n in map(_called, names) if n and n in asked), key=len, default="")
        told = own + "".join(map(comparable, (*row.under, row.name)))
        if own and all(w in told or w in neutral() or w in stated.light() for w in words):
            fitting.append((len(own), row))
    things = [(size, row) for size, row in fitting if row.name]
    chosen = things or fitting
    longest = max((size for size, _ in chosen), default=0)
    return [row for size, row in chosen if size == longest]


def _plain(text: str) -> str:
    """A question without its words of buying and of asking."""
    for pattern in lexicon("words")["procurement"]["asking"]:
        text = compiled(pattern).sub(" ", text)
    return text


def _called(name: str) -> str:
    return comparable(BRACKET.sub("", name))


def bought(asking: Asking, targets: Sequence[Target], project: bool = True) -> bool:
    """What is to be spent on the thing, or with ``project`` by the project, that a question about buying names."""
    if len(targets) != 1 or COUNTED.search(asking.rest):
        return False
    if not BUYS.search(asking.rest):
        return not project and _named_whole(asking, targets[0])
    books = asking.books(*targets[0])
    held = list(lines(books))
    text = _as_printed(books, held, asking.rest)
    if told := _one_by_one(asking, held, text):
        return told
    rows = named(held, text)
    said_count = PROJECTS.search(asking.rest)
    if said_count and number(said_count["count"]) != len({r.under[1:2] for r in rows}):
        return False
    amounts = {r.figure.amount for r in rows}
    if not rows or not (project or rows[0].name):
        return False
    one_project = not rows[0].name and len({(r.figure.form, r.under[1]) for r in rows}) == 1
    if len(amounts) > 1 and (one_project or (TOGETHER.search(asking.rest) and all(r.name for r in rows))):
        # A project is printed class by class: what it buys is all of them.
        return total(asking.out, [Operand(r.figure, _words(r)) for r in rows], asking.uom)
    return _say(asking.out, rows, asking.uom)


def _named_whole(asking: Asking, target: Target) -> bool:
    """The one row of a form of procurement whose project and thing a question both says whole, without saying that it
    is bought."""
    asked = comparable(asking.rest)
    held = [
        row
        for row in lines(asking.books(*target))
        if row.name and len(row.under) > 1 and _called(row.under[1]) in asked and _called(row.name) in asked
    ]
    rows = [row for row in named(held, asking.rest) if row.under[1] != row.name]
    return len({r.figure.amount for r in rows}) == 1 and _say(asking.out, rows[:1], asking.uom)


def of_project(asking: Asking, target: Target, figure: Statement) -> bool:
    """What a project buys in all, where what was found is the row of one of its classes and the question names the
    project alone."""
    books = asking.books(*target)
    held = [row for row in lines(books) if not row.name and len(row.under) > 1]
    found = next((row for row in held if row.figure.iri == figure.iri), None)
    if found is None or comparable(found.under[-1]) in comparable(_as_printed(books, held, asking.rest)):
        return False
    own = [row for row in held if row.figure.form == figure.form and row.under[1] == found.under[1]]
    return len(own) > 1 and total(asking.out, [Operand(r.figure, "采购" + _words(r)) for r in own], asking.uom)


def _as_printed(books: Books, held: Sequence[Bought], text: str) -> str:
    """A question with the classes that it calls otherwise (维修费) as the form calls them (维修（护）费)."""
    printed = {comparable(u): books.names.get(comparable(u), frozenset()) for row in held for u in row.under[1:]}
    for segment in cut(text, books.names):
        tags = frozenset(t for t in segment.tags if t.kind == "item")
        called = [name for name, own in printed.items() if own & tags]
        if tags and called and segment.text not in printed:
            text = text.replace(segment.text, called[0])
    return text


def _one_by_one(asking: Asking, held: Sequence[Bought], text: str) -> bool:
    """Several things or classes of one project, each asked for: all of them, or none."""
    found = LISTED.search(text)
    names = [n for n in re.split("[、，,和与及]", found["items"]) if n.strip()] if found else []
    if found is None or not 1 < len(names) <= MOST:
        return False
    rows = [named(held, f"{found['within']} {name}") for name in names]
    if any(len({r.figure.amount for r in own}) != 1 for own in rows):
        return False
    return _say(asking.out, [own[0] for own in rows], asking.uom, several=True)


def _words(row: Bought) -> str:
    """The project and the thing, each once."""
    return "“" + "/".join(u for u in (*dict.fromkeys(row.under[1:]), row.name) if u) + "”"


def _say(reply: Reply, rows: Sequence[Bought], uom: str, several: bool = False) -> bool:
    """Rows of one name, of which a question may mean any, or ``several`` that it asks for one by one."""
    first = {r.figure.amount: r for r in reversed(rows)}
    shown = [r for r in rows if several or first[r.figure.amount] is r]
    unit, year = shown[0].figure.unit.name, shown[0].figure.year
    told = "；".join(f"{_words(r)}{said(r.figure, uom)}，见{basis(r.figure)}" for r in shown[:MOST])
    reply.text = f"{'采购表里有几行：' if len(shown) > 1 and not several else ''}{unit}{year}年采购{told}。"
    reply.values = [value_of(r.figure, uom) for r in shown[:MOST]]
    reply.status = "ambiguous" if len(shown) > 1 and not several else "answered"
    cite(reply, [r.figure for r in shown[:MOST]])
    return True


MOST = 6
"""Rows of one name that are shown."""


def things(books: Books, text: str, least: bool) -> list[Statement]:
    """The rows of what is bought that a question ranks: all, or those of the kind or the project it names; none where
    it says more, or where rows of one name together change which is the largest, or the ``least``."""
    if not BUYS.search(text):
        return []
    asked = _plain(text)
    words = [w for w in stated.content(asked) if w not in neutral() and w not in stated.light()]
    found = [
        row for row in lines(books) if row.name and all(w in "".join(comparable(u) for u in row.under) for w in words)
    ]
    sums: dict[str, Decimal] = {}
    for row in found:
        sums[row.name] = sums.get(row.name, Decimal(0)) + _amount(row)
    extreme = min if least else max
    if not found or sums[extreme(found, key=_amount).name] != extreme(sums.values()):
        # What is bought for several projects comes to more than any row says.
        return []
    return [row.figure for row in found]


def projects(books: Books, text: str) -> list[list[Statement]]:
    """Of each project that a question ranks by what is bought for it, of the kind it names or of all, the rows that
    come to that, class by class; none where the question says more."""
    words = [w for w in stated.content(_plain(text)) if w not in neutral() and w not in stated.light() | {PROJECT}]
    kinds = [kind for kind in LETTERS.values() if kind in text]
    if not BUYS.search(text) or any(w not in kinds for w in words):
        return []
    found: dict[str, list[Statement]] = {}
    for row in lines(books):
        if not row.name and len(row.under) > 1 and (not kinds or row.under[0] in kinds):
            found.setdefault(row.under[1], []).append(replace(row.figure, item=row.under[1]))
    return list(found.values())


PROJECT = "专项"
"""What forms of procurement call the projects that things are bought for."""


def _amount(row: Bought) -> Decimal:
    return row.figure.amount or Decimal(0)

def added(held: Sequence[Statement]) -> Statement:
    """Rows of one kind, or of one project, as one figure, where there are several."""
    if len(held) == 1:
        return held[0]
    amount = sum((f.amount or Decimal(0) for f in held), Decimal(0))
    value = trimmed(amount / SCALE[held[0].uom])
    return replace(held[0], amount=amount, value=value, derived=True)
