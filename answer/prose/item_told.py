"""Which item a sentence of the prose tells of: the one its head names before its first number (1.政协事务（款）行政运行
（项）支出…), or, where it names none (主要原因是…), the head before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from answer.holdings.held import Blank, ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from answer.prose import quoted
from answer.prose.item_check import SHORTEST, Item, items_named, spellings
from answer.prose.sentences import Sentence, Target, sentences
from answer.request.reply import Reply, cite, value_of_fact
from answer.request.speak import basis, fact_said
from ontology.forms import is_total
from ontology.schemes import concepts

NUMBERED = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]+[）)]?[.．、]?\s*)")
CHAIN = re.compile(r"[（(](?:[类款项]|\d{2,7})[）)]")
"""What stands behind a class of a chain: its level, or its code."""
YEAR = re.compile(r"(?:19|20)\d{2}\s*年度?")
GOES_ON = re.compile("(?:主要)?(?:原因|是|用于)|(?:年初|全年|调整)?预算|支出决算|其中")
"""Begins a sentence that goes on about what stands before it."""
ON = re.compile(r"\s*[与和同较比]上年")
"""Begins a sentence that tells the change of what the one before it is about."""
MOST_BACK = 6
"""Sentences that one without an item of its own may go on from."""
LINKED = re.compile("^(?:此外|另外|同时|其中)[，,：:]")
UNCHANGED = re.compile(
    r"[与和同较比](?:上年度?|(?P<year>20\d{2})年度?)(?:预算|决算)?数?(?:相比)?[，,]?(?:基本)?(?:一致|持平|相同|相等|无变化|没有变化|无增减)"
)


def reason_of(text: str, told: str, knowledge: Knowledge, target: Target, *, exactly: bool = False) -> bool:
    """Whether what is ``told`` as a reason, one or more sentences, is that of an item which the question's ``text``
    names; always where it names none. ``exactly``: of the item itself, and of no part of it."""
    asked = items_named(comparable(text))
    if not asked:
        return True
    held = sentences(knowledge, target)
    said = [s for s in quoted.SENTENCE.findall(told) if s.strip()]
    giving = [at for at, sentence in enumerate(said) if quoted.REASON.search(sentence)] or [0]
    for at in giving:
        of = next((items for s in reversed(said[: at + 1]) if (items := _of(s))), ()) or _before(held, said[0])
        if exactly:  # a sentence that goes on (其中：公务用车购置费25万元) may name an item of its own
            head = re.split(r"\d", YEAR.sub("", LINKED.sub("", said[at].strip())))[0]
            of = items_named(comparable(head)) or of
        same = any(item & name if exactly else _is_of(item, name) for item in of for name in asked)
        if same or (not of and _says(told, asked)):
            return True
    return False


def other_item(text: str, name: str) -> bool:
    """Whether a name is that of another item than any that a text names, a part of one among them."""
    asked, told = items_named(comparable(text)), items_named(comparable(name))
    return bool(asked and told) and not any(one & other for one in asked for other in told)


def _is_of(item: Item, asked: Item) -> bool:
    """Whether an item is the one asked about, one of its class, whose own reason then is the reason, or what the forms
    of “三公” expenses print it in."""
    if any(t.id.startswith(a.id) or t.id in _above(a.id) or a.id in _above(t.id) for t in item for a in asked):
        return True
    # The same under another classification, where its name holds more: 职业年金缴费, 机关事业单位职业年金缴费支出.
    apart = {_scheme(t.id) for t in item}.isdisjoint(_scheme(a.id) for a in asked)
    return apart and any(a in t for t in spellings(item) for a in spellings(asked) if len(a) >= SHORTEST)


def _scheme(concept: str) -> str:
    return concept.split(":")[0]


@cache
def _above(concept: str) -> frozenset[str]:
    """What a “三公” expense is a part of; nothing for other concepts."""
    parents = {f"three-public:{c.id}": f"three-public:{c.parent}" for c in concepts("three_public") if c.parent}
    above = parents.get(concept, "")
    return _above(above) | {above} if above else frozenset()


def _says(told: str, asked: Sequence[Item]) -> bool:
    before = comparable(quoted.REASON.split(told)[0])
    return any(spelled in before for item in asked for spelled in spellings(item))


def unchanged(text: str, knowledge: Knowledge, target: Target) -> Sentence | None:
    """The sentence that says of the one item which a text names that it is what it was the year before."""
    asked = items_named(comparable(text))
    if len(asked) != 1:
        return None
    held = sentences(knowledge, target)
    told = [
        replace(s, text=before.text + s.text) if before is not None and ON.match(s.text) else s
        for before, s in zip([None, *held], held, strict=False)
        if _says_unchanged(s.text, target[1] - 1)
    ]
    found = [s for s in told if any(item & asked[0] for item in _of(s.text))]
    return found[0] if len({s.text for s in found}) == 1 else None


def _says_unchanged(sentence: str, before: int) -> bool:
    """Whether a sentence says of its head, and not of a part of it, that it is what it was in the year before."""
    said = UNCHANGED.search(sentence)
    return said is not None and "其中" not in sentence[: said.start()] and said["year"] in (None, str(before))


def _of(sentence: str) -> tuple[Item, ...]:
    """The item of a sentence's head: the last of a chain of classes, or all that it names."""
    if GOES_ON.match(sentence.strip()):
        return ()
    head = re.split("[，,。；;]", LINKED.sub("", YEAR.sub("", NUMBERED.sub("", sentence.strip()))))[0]
    chained = CHAIN.search(head) is not None
    named = items_named(comparable(re.split(r"\d", CHAIN.sub(" ", head), maxsplit=1)[0]), chained)
    return named[-1:] if chained else named


def _before(held: Sequence[Sentence], first: str) -> tuple[Item, ...]:
    """The item of the nearest head before a sentence."""
    own = comparable(first)
    at = next((i for i, s in enumerate(held) if comparable(s.text) in own or own in comparable(s.text)), 0)
    heads = (_of(sentence.text) for sentence in reversed(held[max(0, at - MOST_BACK) : at]))
    return next(filter(None, heads), ())


SAID_AS = {"决算": "result", "预算": "budget"}
"""The kind of a disclosure → the role of what it says of its own year."""


def zero(reply: Reply, facts: Sequence[ProseFact], cell: Blank, uom: str) -> bool:
    """Whether a sentence says nought of what a cell of the same disclosure leaves blank, by the row's own name or, in
    the body's own row, by the column's."""
    own = comparable(cell.item) == comparable(cell.unit.name) or is_total(cell.item)
    name = cell.column.rsplit("/", 1)[-1] if own else cell.item
    said = [
        f
        for f in facts
        if f.amount == 0
        and (f.role, f.disclosure_kind) == (SAID_AS.get(cell.disclosure_kind), cell.disclosure_kind)
        and (f.year or f.disclosure_year) == cell.year
        and comparable(f.subject.rsplit("/", 1)[-1]) == comparable(name)
    ]
    if not said or cell.stage != cell.disclosure_kind:
        return False
    one = said[0]
    reply.values = [value_of_fact(one, uom)]
    reply.text = (
        f"{one.unit.name}{cell.year}年{name}为{fact_said(one)}，正文原句：“{one.evidence.quote}”"
        f"（{basis(cell)}印为空白。）"
    )
    reply.status = "answered"
    cite(reply, [one, cell])
    return True
