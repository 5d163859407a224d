"""Money for each of what is counted: of the staff in post, of those an item is paid to, of the visitors received, of
the vehicles kept. A total is divided by those alone whom it was spent on; where they are not counted, by nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from answer.figures.over_units import is_final
from answer.holdings.held import ProseFact, Statement
from answer.language.words import comparable, compiled, lexicon
from answer.projects import achieved
from answer.prose import told
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.plans import Operand
from answer.request.question import Operator
from ingest.language.quantities import number

HEADS = re.compile(
    r"(?P<count>\d+|[一二三四五六七八九十百]+)\s*(?:名|个|位|人)?(?:在职|在编|实有)*(?:人员|职工|员工|干部|人)(?!次)"
)
"""How many heads a question says that there are: 按96名在职人员算."""
LIMIT = re.compile("不(?:超过|高于|大于|低于|少于|小于)")
"""Asks for what an indicator may come to."""
STAFF = "在职人数"
MEAN = re.compile("人均|每")
RECEPTION = re.compile("^(?:国内)?公务接待$")
INCLUDED = re.compile(r"(?:包括|包含|另有|还有)(?P<whose>[^，,；;。]+?)$")
STAFF_WORDS = re.compile("(?:年末|期末|实有|在职|在编|在岗|人员|职工|员工|共有?|有|为|共计|[\\s\\d：:])*")


def per_head(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """A figure divided by the staff in post, by the group of people that the question names, or by what else it counts
    (每人次)."""
    if len(targets) != 1:
        return False
    if _printed(asking, targets):
        return achieved.indicator(asking.out, asking.knowledge, targets, LIMIT.sub("目标值", asking.rest))
    words = _words()
    what = _what(operator.parts.get("what", operator.rest))
    counter = re.search(words["counter"], asking.rest)
    if counter and counter["uom"] in words["of_counter"]:
        pattern, name = words["of_counter"][counter["uom"]]
        what = compiled(pattern).sub(name, what)
    operands = [o for o in asking.operands(targets, what) if o.figure.amount is not None]
    if not operands and RECEPTION.search(what):
        operands = _on_visitors(asking, targets, what)
    group = _group(asking)
    if len(operands) != 1 or not (counter or group or re.search(words["heads"], asking.asked.text)):
        return False
    figure = operands[0].figure
    if counter:
        count = _times(asking, targets, what, counter["uom"], figure)
        by = counter["uom"]
    else:
        count, by = _people(asking, targets, group, figure), group or STAFF
    said = [m["count"] for m in HEADS.finditer(asking.asked.text) if (number(m["count"]) or 0) > 1]
    if count is not None and not counter and said and count.value not in map(number, said):
        count, by = None, f"{'、'.join(said)}人这一人数"
    if count is None:
        asking.lacking = by if by == STAFF else f"可以用来除的数量（{by}）"
        return False
    return plans.per_head(asking.out, operands[0], count, asking.uom)


def _printed(asking: Asking, targets: Sequence[Target]) -> bool:
    """Whether an indicator is itself called what is asked for, for each head: 人均培训成本."""
    names = (comparable(i.name) for target in targets for i in achieved.indicators(asking.knowledge, target))
    return any(MEAN.search(name) and name in comparable(asking.rest) for name in names)


def _on_visitors(asking: Asking, targets: Sequence[Target], what: str) -> list[Operand]:
    """What was spent on receptions: of visitors of the country alone where the question says so."""
    home = [name for name in _words()["spent_on_visitors"] if "国内" not in what or "国内" in name]
    found = (asking.operands(targets, name) for name in home)
    return next((f for f in found if len(f) == 1 and f[0].figure.amount is not None), [])


def _words() -> dict[str, Any]:
    return dict(lexicon("words")["divisor"])


def _what(text: str) -> str:
    """What is divided, without the words that ask for a mean."""
    for pattern in _words()["asking"]:
        text = compiled(pattern).sub(" ", text)
    return text.strip()


def _group(asking: Asking) -> str:
    """The people that a question divides by, where these are not all the staff in post."""
    found = re.search(_words()["group"], asking.asked.text)
    return next((g for g in (found["before"], found["after"]) if g), "") if found else ""


def _people(asking: Asking, targets: Sequence[Target], group: str, figure: Statement) -> ProseFact | None:
    """How many people a figure was spent on: the staff in post or, of an item paid to one group alone, that group.
    A group that is not all the staff is no divisor of what was spent on all."""
    groups, item = _words()["groups"], comparable(figure.item)
    staff = _staff(asking, targets)
    if not group:
        # What is paid to people who are no staff any more is not spread over the staff.
        others = [g for g in groups if item in g.get("paid", ()) and not g.get("staff")]
        return None if others else staff
    known: dict[str, Any] = next((g for g in groups if re.fullmatch(g["called"], group)), {})
    if measure := known.get("measure"):
        count = _counted(asking, targets, measure)
    else:
        told_of = told.counts(asking.knowledge, targets, group, "人")
        count = told_of if told_of is not None and not told_of.measure else None
    of_all = known.get("staff") and count is not None and staff is not None and count.value == staff.value
    return count if of_all or item in known.get("paid", ()) else None


def _staff(asking: Asking, targets: Sequence[Target]) -> ProseFact | None:
    found = told.staff(asking.knowledge, targets)
    return found if found is not None and not _of_others(found) else None


def _of_others(fact: ProseFact) -> bool:
    """Whether a head count is that of some body that a sentence includes: 还包括联谊俱乐部8名在职人员."""
    before = fact.evidence.quote.split(fact.text)[0] if fact.text in fact.evidence.quote else ""
    at = re.search(rf"(?<!\d){fact.value}(?!\d)", fact.text)
    found = INCLUDED.search(before + (fact.text[: at.start()] if at else ""))
    return found is not None and STAFF_WORDS.fullmatch(found["whose"]) is None


def _counted(asking: Asking, targets: Sequence[Target], measure: str) -> ProseFact | None:
    """The one number above zero of a typed quantity that was counted in the year."""
    held = [
        f
        for f in asking.facts(targets)
        if f.measure == measure and f.role == "result" and f.value and f.year in (None, f.disclosure_year)
    ]
    return held[0] if len({f.value for f in held}) == 1 else None


def _times(
    asking: Asking, targets: Sequence[Target], what: str, uom: str, figure: Statement
) -> ProseFact | None:
    """How many visitors, batches, vehicles or things a figure was spent on."""
    if "接待" in figure.item + figure.column:
        kinds = _words()["reception"]
        measure = next((m for m, pattern in kinds.items() if re.fullmatch(pattern, uom)), "")
        of_home = is_final(figure) and not _foreign(asking, targets, figure)
        return _counted(asking, targets, measure) if of_home else None
    if "车" in uom or uom == "辆":
        return _kept(asking, targets)
    return told.counts(asking.knowledge, targets, what, uom)


def _foreign(asking: Asking, targets: Sequence[Target], figure: Statement) -> bool:
    """Whether a part of what was spent on receptions was spent on visitors from abroad, who are counted apart."""
    spent = [f.amount for f in asking.facts(targets) if f.measure == "reception-foreign" and f.role == "result"]
    home = [f.amount for f in asking.facts(targets) if f.measure == "reception-domestic" and f.role == "result"]
    return any(spent) and figure.amount not in home


def _kept(asking: Asking, targets: Sequence[Target]) -> ProseFact | None:
    """The vehicles kept, where a figure is divided by them: their number is told by itself."""
    held = [f for f in asking.facts(targets) if f.uom == "辆" and f.measure in VEHICLES and f.value]
    held.sort(key=lambda f: VEHICLES.index(f.measure))
    same = {f.value for f in held if f.measure == held[0].measure}
    return held[0] if len(same) == 1 else None


VEHICLES = ("vehicles-kept", "vehicles-owned")
