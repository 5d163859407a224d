"""Numbers that a sentence tells of several things in their order: 事故47起、死亡31人，同比分别下降12.9%和16.2%."""

from __future__ import annotations

import re
from dataclasses import dataclass

from answer.request import stated

AND = re.compile("、|以及|和|与|及|跟")
EDGE = re.compile(r"[，,、。；;：:！!（）()“”]")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
UOM = rf"万元|亿元|元|万?人次|[%％]|个?百分点|万?(?:{stated.COUNTERS})"
NUMBER = re.compile(rf"(?<![\d.A-Za-z－~～—-])(?P<number>\d+(?:\.\d+)?)(?![－~～—-]\d)[余多]?(?P<uom>{UOM})")
LISTED = re.compile(
    rf"分别(?P<verb>[\u4e00-\u9fff]{{0,6}}?)(?P<numbers>\d+(?:\.\d+)?(?:{UOM})?(?:(?:、|和|与|及)\d+(?:\.\d+)?(?:{UOM})?)+)"
)
AGAINST = re.compile("(?:与|和|同|比|较)(?:上年|上一年|去年|前一年)(?:同期)?(?:相比)?|同比")


@dataclass(frozen=True, slots=True)
class Told:
    """A number of such a list with its unit, what it is told of, and where it ends in the plain sentence."""

    of: str
    number: str
    uom: str
    end: int


def plain_of(sentence: str) -> str:
    """A sentence without white space and without the commas of its numbers."""
    return THOUSANDS.sub("", re.sub(r"\s", "", sentence))


def told(sentence: str) -> list[Told]:
    """The numbers of such a list; none where what is named before them is not as many."""
    plain = plain_of(sentence)
    found: list[Told] = []
    for listed in LISTED.finditer(plain):
        parts = list(re.finditer(rf"(?P<number>\d+(?:\.\d+)?)(?P<uom>{UOM})?", listed["numbers"]))
        names = _named(plain[: listed.start()], len(parts))
        last = (parts[-1]["uom"] or "").replace("％", "%")
        if len(names) == len(parts) and last:
            found += [
                Told(name, part["number"], (part["uom"] or last).replace("％", "%"), listed.end())
                for name, part in zip(names, parts, strict=True)
            ]
    return found


def _named(before: str, size: int) -> list[str]:
    """So many things named right before 分别: in a row, or each with a number of its own in the clauses before."""
    clause = AGAINST.sub("", re.split("[，,；;：:。]", before)[-1])
    row = [name for name in AND.split(clause) if name]
    if len(row) == size and not re.search(r"\d", clause):
        return row
    if clause:
        return []
    numbers = list(NUMBER.finditer(before))
    if len(numbers) != size:
        return []
    starts = [0, *(m.end() for m in numbers)]
    return [EDGE.split(before[start : m.start()])[-1] for start, m in zip(starts, numbers, strict=False)]
