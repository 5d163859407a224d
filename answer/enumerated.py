"""Quantities of the prose asked for in one breath, what their names share said once:
政府采购货物、工程、服务支出分别是多少."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from answer import prose
from answer.achieved import Target
from answer.held import ProseFact
from answer.knowledge import Knowledge
from answer.reply import Reply
from answer.told import say_together
from answer.words import comparable

ROW = re.compile(
    "^(?P<names>[^，,？?]*?[^，,？?、和与及](?:、|和|与|及|以及)[^，,？?、和与及][^，,？?]*?)(?:的)?"
    "(?:的?(?:金额|数额|数量|人数))?(?:分别|各自|各|都)?(?:是|为|有|占)?(?:多少|几)(?:万元|亿元|元|钱|[\u4e00-\u9fff]{1,2})?$"
)
AND = re.compile("、|以及|和|与|及")
INSIDE = re.compile("^(?:.*?(?:里面|里头|里|当中|之中|中)的?)?(?:拟|计划|准备|打算)?")
"""Where the things asked for stand, and that they are planned: 收入预算里的, 拟采购的."""
LEAST_END = 4
"""Characters of a name that another may end with."""
LEAST_SHARED = 2
"""Characters that a shared beginning has at least."""


def quantities(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str, uom: str) -> bool:
    """All of them, from the one sentence that states each under its name."""
    row = ROW.match(text.strip())
    if len(targets) != 1 or row is None:
        return False
    items = [name for item in AND.split(INSIDE.sub("", row["names"])) if (name := _bare(item))]
    told: dict[tuple[str, str], dict[str, ProseFact]] = {}
    for fact in knowledge.facts(*targets[0]):
        if fact.value is not None and fact.role in ("result", "budget", "") and fact.year in (None, targets[0][1]):
            for name in _names(fact):
                told.setdefault((fact.evidence.place, fact.evidence.quote), {}).setdefault(name, fact)
    for names in _spelt_out(items):
        found = [facts for held in told.values() if (facts := [f for n in names if (f := _called(held, n))])]
        found = [facts for facts in found if len({f.iri for f in facts}) == len(names)]
        if found:
            same = len({tuple((f.value, f.uom) for f in facts) for facts in found}) == 1
            return same and say_together(reply, found[0], uom)
    return False


def _called(held: Mapping[str, ProseFact], name: str) -> ProseFact | None:
    """The quantity of a sentence that is called so, or the one whose name ends so: 采购货物 of 政府采购货物."""
    ending = {f.iri: f for n, f in held.items() if n.endswith(name)} if len(name) >= LEAST_END else {}
    return held.get(name) or (next(iter(ending.values())) if len(ending) == 1 else None)


def _names(fact: ProseFact) -> set[str]:
    return {_bare(name) for name in (fact.subject.rsplit("/", 1)[-1], *prose.other_names(fact))} - {""}


def _bare(name: str) -> str:
    return prose.MONEY_END.sub("", comparable(name).replace("的", ""))


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
