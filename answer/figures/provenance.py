"""Where an amount that a question says is printed: in the tables, or in the prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.names import cut, mend
from answer.language.words import comparable
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.reply import Reply, cite, value_of_fact
from answer.request.speak import SCALE, fact_said
from graph.naming.identity import parse_place

ROUNDED = Decimal(50)
"""Yuan by which an amount in 万元, with two decimals, may lie from the one in yuan."""
MOST_SAID_AGAIN = 3
"""Values of an answer whose sentences are looked for."""
AMOUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<uom>万元|亿元|元)")


def of_quantity(asking: Asking, text: str, targets: Sequence[Target]) -> bool:
    """The sentence, and its page, that states what is named; where the question says an amount, that amount."""
    said = {
        Decimal(m["number"].replace(",", "")) * SCALE[m["uom"]] for m in AMOUNT.finditer(asking.asked.text)
    }
    facts = [f for f in asking.facts(targets) if f.amount in said or not said]
    words = [w for w in stated.content(text) if len(w) > 1]
    if said and _in_a_table(asking, text, targets, said):
        return True
    matches = stated.fitting(facts, text)
    fact, _ = stated.settled(matches)
    if fact is None and said:
        held = [f for f in facts if words and all(w in f.subject + f.evidence.quote for w in words)]
        fact = held[0] if held else None
    return fact is not None and _say(asking, fact)


def cite_prose(reply: Reply, knowledge: Knowledge) -> None:
    """Cites with a figure that tables print in yuan the sentence that says the same amount in 万元: a reader may hold
    either."""
    units = {u.name: u for u in knowledge.directory.units}
    for value in reply.values[:MOST_SAID_AGAIN]:
        unit = units.get(value["entity"])
        if value["unit"] != "元" or not value["amount"] or value["year"] is None or unit is None or value["derived"]:
            continue
        amount, name = Decimal(value["amount"]), comparable(value["measure"])
        for fact in knowledge.facts(unit, value["year"]):
            own = comparable(fact.subject.rsplit("/", 1)[-1])
            near = fact.amount is not None and amount and abs(fact.amount - amount) <= ROUNDED
            if near and fact.uom != "元" and (own in name or name in own):
                cite(reply, [fact])
                break


def cite_shares(reply: Reply, knowledge: Knowledge) -> None:
    """Cites with a share that was worked out the sentence that tells the same share of the same part."""
    units = {u.name: u for u in knowledge.directory.units}
    for share, part in pairwise(reply.values):
        unit = units.get(part["entity"])
        if share["measure"] != "占比" or not share["derived"] or unit is None or part["year"] is None:
            continue
        told = Decimal(str(share["value"]))
        for fact in knowledge.facts(unit, part["year"]):
            named = comparable(fact.subject.rsplit("/", 1)[-1]) in comparable(str(part["measure"]))
            if fact.role == "share" and fact.value is not None and named and round(told, _decimals(fact)) == fact.value:
                cite(reply, [fact])
                break


def _decimals(fact: ProseFact) -> int:
    """The decimals that a share is told with."""
    exponent = fact.value.as_tuple().exponent if fact.value is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _in_a_table(asking: Asking, text: str, targets: Sequence[Target], said: set[Decimal]) -> bool:
    """The cells that print an amount and stand in a row, column or form that the question names a piece of."""
    found = []
    for target in targets:
        books = asking.books(*target)
        segments = [s for s in mend(cut(text, books.names), books.names) if not s.known]
        unknown = "".join(s.text for s in segments)
        for figure in books.figures:
            told = f"{figure.item}{figure.column}{figure.form}"
            if figure.amount in said and figure.kind == "table" and (not unknown or unknown in told):
                words = [w for w in stated.content(text) if len(w) > 1]
                if words and all(w in told for w in words):
                    found.append(figure)
    if not found:
        return False
    pages = [(f"《{f.form}》“{f.item or f.column}”", parse_place(f.evidence.place).page) for f in found]
    listed = "；".join(dict.fromkeys(f"{words}（第{page}页）" if page else words for words, page in pages))
    first = found[0]
    asking.out.text = f"{first.unit.name}{first.year}年：印在{listed}；文件 {first.evidence.document}。"
    asking.out.status = "answered"
    cite(asking.out, found[:4])
    return True


def _say(asking: Asking, fact: ProseFact) -> bool:
    place = parse_place(fact.evidence.place)
    where = f"第{place.page}页" if place.page else "文件正文"
    name = fact.subject.rsplit("/", 1)[-1]
    asking.out.text = (
        f"{fact.unit.name}{fact.disclosure_year}年{name}（{fact_said(fact)}）印在{where}的文字里；"
        f"文件 {fact.evidence.document}。正文原句：“{fact.evidence.quote}”"
    )
    asking.out.values = [value_of_fact(fact, asking.uom)]
    asking.out.status = "answered"
    cite(asking.out, [fact])
    return True
