"""A body that has no disclosure of its own and is named in the one of its department: what a sentence there tells of it
is its answer, what is told of the department is not."""

from __future__ import annotations

from collections.abc import Sequence

from answer.figures.agreement import SENTENCE
from answer.figures.member_rows import LEAST_NAME, is_of_place
from answer.holdings.directory import HeldUnit, Linked
from answer.holdings.knowledge import Knowledge
from answer.language.body_names import regions, split_region
from answer.language.words import comparable, lexicon
from answer.prose.sentences import sentences
from answer.request.reply import Reply


def department_of(knowledge: Knowledge, linked: Linked, years: Sequence[int]) -> tuple[HeldUnit, str, str] | None:
    """(department, the body as the question names it, its name without place) of the one body that a question names:
    a row of the department's, or a name that its documents of those years print. None where it is no one's part."""
    members = [(u, m.text) for m in linked.mentions for u in m.units]
    if len(members) == 1 and members[0][0].within and members[0][1] and not linked.unknown:
        body, said = members[0]
        of = next(u for u in knowledge.directory.units if u.iri == body.within)
        return of, said, split_region(comparable(body.name))[1]
    unknown = list(dict.fromkeys(name.strip() for name in linked.unknown))
    if len(unknown) != 1 or members:
        return None
    said = unknown[0]
    found = [
        (unit, said, bare)
        for unit in knowledge.directory.units
        if is_of_place(comparable(said), unit)
        and len(bare := without_place(comparable(said), unit)) >= LEAST_NAME
        and _is_named(knowledge, unit, bare, [y for y in years or unit.years if y in unit.years])
    ]
    return found[0] if len(found) == 1 else None


def without_place(body: str, unit: HeldUnit) -> str:
    """A body's name without the place of a unit, in full or short, that it begins with."""
    places = sorted(regions(split_region(comparable(unit.name))[0]), key=len, reverse=True)
    return body.removeprefix(next((p for p in places if p and body.startswith(p)), ""))


def _is_named(knowledge: Knowledge, unit: HeldUnit, bare: str, years: Sequence[int]) -> bool:
    return any(bare in comparable(s.text) for year in years for s in sentences(knowledge, (unit, year)))


def tells_of(reply: Reply, bare: str) -> bool:
    """Whether every sentence that an answer quotes tells of a body: it names it, no other body after it, and then the
    number."""
    quoted = [comparable(s) for s in SENTENCE.findall(reply.text)]
    if reply.status != "answered" or not quoted or reply.formula or not all(bare in s for s in quoted):
        return False
    ends = [end for end in lexicon("bodies")["names"]["ends"] if len(end) > 1]
    for value in reply.values:
        plain = [s.partition(bare)[2].replace(",", "") for s in quoted]
        said = {value["value"], value["value"].replace(",", "")}
        before = [after.partition(v)[0] for after in plain for v in said if v in after]
        if not before or any(end in before[0] for end in ends):
            return False
    return True
