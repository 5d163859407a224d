"""Whose a number is, and whether it is planned, where its clause does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.facts.memory import LOST, Subject
from ingest.facts.types import is_by_fund
from ingest.language.quantities import Quantity
from ingest.language.roles import Comparison, names_planned_money
from ingest.records import Fact, Kind, Source, Stage

STAGES: dict[str, Stage] = {
    "": "预算",
    "当年": "预算",
    "年初": "年初预算",
    "全年": "全年预算",
    "年度": "全年预算",
    "调整": "调整预算",
    "调整后": "调整预算",
}
"""Words before 预算 → which budget they name."""

_FALLS = frozenset(("减少", "下降", "降低", "压减", "调减"))


def with_money(subject: Subject, facts: Sequence[Fact], source: Source) -> Subject | None:
    """What a change in money is of, where a count stands between: 出国费18万元，团组2个，比上年增加18万元.

    ``facts`` are those read so far, ``source`` is of the sentence. None where only a count is there.
    """
    place = replace(source, printed="")
    counted = _is_count(subject, facts)
    for fact in reversed(facts):
        if fact.source is not source and not (counted and replace(fact.source, printed="") == place):
            break
        if fact.subject == subject.name and (fact.amount is not None or not fact.uom):
            return subject
        if fact.amount is not None and fact.role in ("result", "budget"):
            return Subject(fact.subject, fact.measure)
    return None if counted else subject


def with_counter(subject: Subject, uom: str, facts: Sequence[Fact], source: Source) -> Subject | None:
    """What a change of a count is of: what the paragraph counted by this counter (30批次、200人次，减少6批次、81人次).

    ``facts`` are those read so far, ``source`` is of the sentence. None where what is in mind is counted by another one
    and nothing else by this one.
    """
    told = [f for f in facts if f.role == "result" and replace(f.source, printed=source.printed) == source]
    own = next((f for f in reversed(told) if (f.subject, f.measure) == (subject.name, subject.measure) and f.uom), None)
    if own is None or _counter(own.uom) == _counter(uom):
        return subject
    same = {(fact.subject, fact.measure) for fact in told if _counter(fact.uom) == _counter(uom)}
    return Subject(*same.pop()) if len(same) == 1 else None


def _counter(uom: str) -> str:
    return uom if uom == "次" else uom.removesuffix("次")


def compared_with(
    base: Comparison, kind: Kind, last: Fact | None, subject: Subject, *, earlier: bool
) -> tuple[str, Stage] | None:
    """Role and stage of the amount that a change is measured against, None where they are not certain.

    ``last`` is the fact told before it, ``earlier``: the base is of an earlier year.
    """
    if "预算" in base.base:
        return "budget", next((STAGES[word] for word in ("年初", "全年", "调整") if word in base.base), "预算")
    if earlier and ("执行" in base.base or kind == "决算"):
        return "result", "执行" if "执行" in base.base else "决算"
    if earlier and last is not None and last.role == "budget" and last.measure == subject.measure and last.stage:
        return "budget", last.stage
    return None


def is_of_money(quantity: Quantity, comparison: Comparison | None) -> bool:
    """A change in money, or a rate against a budget or an account, which only money has."""
    against = comparison is not None and any(word in comparison.base for word in ("预算", "决算"))
    return quantity.kind == "money" or (quantity.kind == "percent" and against)


def is_planned(subject: Subject) -> bool:
    """Open or reserved money that is planned by its own name (采购预算)."""
    return (not subject.measure or subject.measure.startswith("reserved")) and names_planned_money(subject.name)


def whole_by_fund(subject: Subject, facts: Sequence[Fact], source: Source) -> Fact | None:
    """The fact of this sentence that an amount in brackets behind it parts by fund, None where it is no such amount."""
    told = (fact for fact in reversed(facts) if fact.source is source and fact.measure)
    whole = next(told, None)
    return whole if whole is not None and is_by_fund(subject.measure, whole.measure) else None


def _is_count(subject: Subject, facts: Sequence[Fact]) -> bool:
    last = next((fact for fact in reversed(facts) if fact.subject == subject.name), None)
    return last is not None and last.amount is None and last.role == "result" and last.uom not in ("", "%")


def budget_told(facts: Sequence[Fact], source: Source, subject: Subject | None) -> Fact | None:
    """The budget of the thing in mind, if this sentence has told it: 年初预算200万元，支出188万元，完成94%."""
    told = (fact for fact in reversed(facts) if fact.source is source and fact.role == "budget")
    return next((fact for fact in told if subject is not None and fact.subject == subject.name), None)


def first_told(facts: Sequence[Fact], measures: Sequence[str], source: Source) -> Subject:
    """The first of the paragraph's facts that is one of ``measures``; LOST where there is none.

    ``facts`` are those read so far, ``source`` is of the sentence.
    """
    for fact in facts:
        if fact.measure in measures and replace(fact.source, printed=source.printed) == source:
            return Subject(fact.subject, fact.measure)
    return LOST


def owner_by_rate(facts: Sequence[Fact]) -> Fact | None:
    """The amount that the change which ``facts`` end with, told as money and as a rate, is of by arithmetic.

    收入总计3,456.78万元，其中年初结转123.45万元，较上年增加234.56万元，增长7.28%: 123.45 cannot have grown by 234.56,
    and 234.56 on 3,222.22 is 7.28 %. So the change is the whole's, not that of the part named last.

    None where the words are borne out, where they name whose change it is, or where not exactly one other amount of
    the sentence is.
    """
    if len(facts) < 3:
        return None
    money, rate = facts[-2:]
    if money.role != "change" or rate.role != "change" or money.amount is None or rate.uom != "%" or rate.value is None:
        return None
    if money.source is not rate.source or money.subject != rate.subject or money.base != rate.base:
        return None
    if money.subject in money.text or (money.direction in _FALLS) != (rate.direction in _FALLS):
        return None
    told = [fact for fact in facts[:-2] if fact.source is money.source and fact.role in ("result", "budget")]
    told = [fact for fact in told if fact.amount is not None and fact.uom == money.uom]
    own = next((fact for fact in reversed(told) if fact.subject == money.subject), None)
    if own is None or _bears_out(own, money, rate):
        return None
    others = [f for f in told if f.subject != own.subject and f.stage == own.stage and _bears_out(f, money, rate)]
    return others[0] if len(others) == 1 else None


def _bears_out(fact: Fact, money: Fact, rate: Fact) -> bool:
    """The amount, less or plus the change, gives the printed rate, to the last printed digit."""
    if fact.value is None or money.value is None or rate.value is None:
        return False
    before = fact.value + money.value if money.direction in _FALLS else fact.value - money.value
    if before <= 0:
        return False
    least = Decimal(1).scaleb(int(rate.value.as_tuple().exponent))
    return abs(money.value / before * 100 - rate.value) <= least
