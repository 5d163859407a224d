"""The form of what is to be bought: what (住宿服务) under which project, and whether goods, works or services.

The form prints kinds, under them projects with the classes they are paid from, under these what is bought and how. A
row of it is asked for by what is bought; the project, or the kind, that a question names chooses among rows of one
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.holdings.held import Statement
from answer.holdings.knowledge import Books
from answer.language.words import comparable, compiled, lexicon, neutral
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.plans import Operand, total
from answer.request.reply import Reply, cite, value_of
from answer.request.speak import basis, said
from graph.identity import parse_place
from ontology.forms import is_total

BUYS = re.compile("采购|购买|买")
TOGETHER = re.compile("一共|总共|合计|共计|加起来")
COUNTED = re.compile(rf"(?:多少|几)(?:{stated.COUNTERS})(?!钱)")
"""Asks how many are bought, and not for how much."""
KIND = re.compile(r"[一二三四五、.．\s]*(?P<kind>货物|工程|服务)(?:类)?[A-Ca-c]?(?:采购)?")
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
    held = [f for f in books.figures if f.kind == "table" and "采购" in f.form and f.amount is not None and _whole(f)]
    held.sort(key=lambda f: (f.form, _order(f)))
    form, kind = "", ""
    project: tuple[str, ...] = ()
    for figure in held:
        if figure.form != form:
            form, kind, project = figure.form, "", ()
        label = [part.strip() for part in figure.item.split("/") if part.strip()]
        if not label or is_total(figure.item):
            continue
        if len(label) == 1 and (of_kind := KIND.fullmatch(label[0])):
            kind, project = of_kind["kind"], ()
        elif any(m in label[-1] for m in methods) and len(label) > 1:
            yield Bought(label[-2], (kind, *project, *label[:-2]), figure)
        else:
            project = (project[0], label[0]) if len(label) == 1 and project and _is_class(books, figure) else (*label,)
            yield Bought("", (kind, *project), figure)


def _whole(figure: Statement) -> bool:
    """Whether a figure is that of the row as a whole, not of one source of the money."""
    header = figure.column.rsplit("/", 1)[-1]
    return is_total(header) or header in ("金额", "预算数", "采购金额")


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
    if not BUYS.search(asking.rest) or len(targets) != 1 or COUNTED.search(asking.rest):
        return False
    rows = named(list(lines(asking.books(*targets[0]))), asking.rest)
    amounts = {r.figure.amount for r in rows}
    if not rows or not (project or rows[0].name):
        return False
    one_project = not rows[0].name and len({(r.figure.form, r.under[1]) for r in rows}) == 1
    if len(amounts) > 1 and (one_project or (TOGETHER.search(asking.rest) and all(r.name for r in rows))):
        # A project is printed class by class: what it buys is all of them.
        return total(asking.out, [Operand(r.figure, _words(r)) for r in rows], asking.uom)
    return _say(asking.out, rows, asking.uom)


def _words(row: Bought) -> str:
    """The project and the thing, each once."""
    return "“" + "/".join(u for u in (*dict.fromkeys(row.under[1:]), row.name) if u) + "”"


def _say(reply: Reply, rows: Sequence[Bought], uom: str) -> bool:
    first = {r.figure.amount: r for r in reversed(rows)}
    shown = [r for r in rows if first[r.figure.amount] is r]
    unit, year = shown[0].figure.unit.name, shown[0].figure.year
    told = "；".join(f"{_words(r)}{said(r.figure, uom)}，见{basis(r.figure)}" for r in shown[:MOST])
    reply.text = f"{'采购表里有几行：' if len(shown) > 1 else ''}{unit}{year}年采购{told}。"
    reply.values = [value_of(r.figure, uom) for r in shown[:MOST]]
    reply.status = "ambiguous" if len(shown) > 1 else "answered"
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


def _amount(row: Bought) -> Decimal:
    return row.figure.amount or Decimal(0)
