"""Quantities of the prose asked for in one breath, what their names share said once:
政府采购货物、工程、服务支出分别是多少.

They stand in one sentence, each under its name. What the document says once (发放棉被 430 床、棉大衣 275 件) the
question may say once, too, before the first thing or after the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, holds, tokens
from answer.projects.achieved import Target
from answer.prose.item_check import around
from answer.prose.told import say_together
from answer.request import fact_names, stated
from answer.request.reply import Reply

ROW = re.compile(
    "^(?P<names>[^，,？?]*?[^，,？?、和与及跟](?:、|和|与|及|以及|跟)[^，,？?、和与及跟][^，,？?]*?)(?:的)?"
    "(?:的?(?:金额|数额|数量|人数))?[，,]?(?:(?:分别|各自|各|都)(?P<deed>(?!是|为|有|占)[\u4e00-\u9fff]{1,4}?)?(?:了|过)?)?"
    "(?:是|为|有|占)?(?:多少|几)"
    "(?P<uom>万元|亿元|元|钱|[\u4e00-\u9fff]{1,2})?$"
)
AND = re.compile("、|以及|和|与|及|跟")
INSIDE = re.compile("^(?:.*?(?:里面|里头|里|当中|之中|中)的?)?(?:拟|计划|准备|打算)?")
"""Where the things asked for stand, and that they are planned: 收入预算里的, 拟采购的."""
LEAST_END = 4
"""Characters of a name that another may end with."""
LEAST_SHARED = 2
"""Characters that a shared beginning has at least."""
Told = Mapping[tuple[str, str], Mapping[str, ProseFact]]


def quantities(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """All of them, from the one sentence that states each under its name."""
    row = ROW.match(text.strip())
    if len(targets) != 1 or row is None:
        return False
    within = INSIDE.match(row["names"])
    items = [name for item in AND.split(INSIDE.sub("", row["names"])) if (name := bare(item))]
    if len(items) < 2:
        return False
    told = named(knowledge, targets[0])
    found = together(told, items, row["deed"] or "")
    if not found or (within and not _stands_in(within[0], found, knowledge, targets[0])):
        return False
    return say_together(reply, found, uom)


def _stands_in(within: str, found: Sequence[ProseFact], knowledge: Knowledge, target: Target) -> bool:
    """Whether what the things are said to stand in is told up to their numbers, or over and before the sentence."""
    quote = comparable(found[0].evidence.quote)
    up_to = max((quote[: quote.find(own) + len(own)] for f in found if (own := comparable(f.text))), key=len)
    heading, before = around(knowledge, target, found[0].evidence.place, quote)
    said = "\n".join((up_to, heading, before, *(name for f in found for name in fact_names.other_names(f))))
    return all(w in said or stated.alike_in(w, said) for w in stated.content(within) if w not in stated.light())


def named(knowledge: Knowledge, target: Target) -> Told:
    """Each sentence's quantities of a unit and year by their names."""
    told: dict[tuple[str, str], dict[str, ProseFact]] = {}
    for fact in knowledge.facts(*target):
        if fact.value is not None and fact.role in ("result", "budget", "") and fact.year in (None, target[1]):
            for name in _names(fact):
                told.setdefault((fact.evidence.place, fact.evidence.quote), {}).setdefault(name, fact)
    return told


def together(told: Told, items: Sequence[str], deed: str = "") -> list[ProseFact]:
    """The quantities of some things from the one sentence that states each; none where two sentences differ. ``deed``:
    what was done with them, which the sentence must say."""
    done = [w for w in stated.content(deed) if w not in stated.light()]
    whole = [[f"{item}{bare(deed)}" for item in items]] if done else []
    for lead, names in (*(([], names) for names in whole), *_readings(items)):
        found = [
            facts
            for held in told.values()
            if (facts := [f for n in names if (f := _called(held, n))])
            and len({f.iri for f in facts}) == len(names)
            and all(any(stated.same_deed(w, comparable(f.text)) for f in facts) for w in (*lead, *done))
        ]
        if found:
            same = len({tuple((f.value, f.uom) for f in facts) for facts in found}) == 1
            return found[0] if same else []
    return []


def _readings(items: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """(words that stand before them all, names) of things in a row."""
    for names in _spelt_out(items):
        yield [], names
    # What is done with them all is said before the first: 发放棉被和棉大衣.
    words = tokens(items[0])
    for size in range(1, len(words)):
        lead, first = words[:size], "".join(words[size:])
        if len(first) >= LEAST_SHARED:
            yield [w for w in lead if w not in stated.light() and stated.content(w)], [first, *items[1:]]


def _called(held: Mapping[str, ProseFact], name: str) -> ProseFact | None:
    """The quantity of a sentence that is called so, or the one whose name ends so: 采购货物 of 政府采购货物."""
    if name in held:
        return held[name]
    ending = {f.iri: f for n, f in held.items() if n.endswith(name)} if len(name) >= LEAST_END else {}
    if not ending:
        # The document says what was done right before the thing: 出动工作人员.
        ending = {f.iri: f for n, f in held.items() if n.endswith(name) and holds(n, name)}
    return next(iter(ending.values())) if len(ending) == 1 else None


def _names(fact: ProseFact) -> set[str]:
    return {bare(name) for name in (fact.subject.rsplit("/", 1)[-1], *fact_names.other_names(fact))} - {""}


def bare(name: str) -> str:
    """A name without what the name of an amount ends with."""
    return fact_names.MONEY_END.sub("", comparable(name).replace("的", ""))


def _spelt_out(items: Sequence[str]) -> Iterator[list[str]]:
    """The names with what they share said of each: as they stand, then with ever longer ends and beginnings."""
    first, last = items[0], items[-1]
    starts = ["", *(first[:n] for n in range(LEAST_SHARED, len(first)))]
    ends = ["", *(last[-n:] for n in range(1, len(last)))]
    for start in starts:
        for end in ends:
            yield [
                (start if i and not item.startswith(start) else "")
                + item
                + (end if i < len(items) - 1 and not item.endswith(end) else "")
                for i, item in enumerate(items)
            ]
