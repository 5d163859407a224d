"""The facts of one sentence: how what was read of a number is written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.facts.changes import compared_with, is_planned, owner_by_rate, with_money
from ingest.facts.memory import Memory, Subject
from ingest.facts.naming import Naming
from ingest.facts.orders import in_order
from ingest.facts.reasons import Reasons
from ingest.facts.types import is_stock
from ingest.language import roles
from ingest.language.clauses import Clause
from ingest.language.quantities import Quantity
from ingest.language.sentences import Sentence
from ingest.language.subjects import strip_leading, strip_trailing
from ingest.records import Fact, Kind, Passage, Source, Stage


@dataclass
class Reading:
    """What is known while a document is read; ``facts`` grows."""

    year: int
    kind: Kind
    facts: list[Fact] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    reasons: Reasons = field(default_factory=Reasons)


class SentenceFacts:
    """Writes the facts of one sentence to those of its owner."""

    def __init__(self, owner: Reading, sentence: Sentence, passage: Passage) -> None:
        self.owner = owner
        self.memory = owner.memory
        self.sentence = sentence
        self.passage = passage
        self.source: Source = replace(passage.source, printed=sentence.printed)
        self.naming = Naming(owner.memory, "/".join(passage.section), sentence.text)

    def _append(
        self, clause: Clause, subject: Subject, quantity: Quantity | None, role: str, *,
        stage: Stage | str = "", base: str = "", direction: str = "",
    ) -> None:  # fmt: skip
        memory = self.memory
        if role in ("change", "completion") or stage == "决算":
            self.owner.reasons.waiting.append(len(self.owner.facts))
        self.owner.facts.append(
            Fact(
                subject=subject.name, measure=subject.measure,
                value=quantity.value if quantity else None, uom=quantity.uom if quantity else "",
                amount=quantity.amount if quantity else None, year=memory.year,
                qualifier=quantity.qualifier if quantity else "", role=role, source=self.source, text=clause.text,
                direction=direction, base=base, stage=stage,  # type: ignore[arg-type]
                period=memory.period, predicate=subject.predicate,
            )
        )

    def _append_plain(self, clause: Clause, subject: Subject, quantity: Quantity, *, planned: bool) -> None:
        role, stage = "target" if planned else "result", ""
        if quantity.kind == "money" and role == "result" and is_planned(subject):
            role, stage = "budget", "预算"
        elif quantity.kind == "money" and subject.measure and not is_stock(subject.measure):
            stage = self.owner.kind
            role = "budget" if stage == "预算" else role
        self._append(clause, subject, quantity, role, stage=stage)

    def _append_change(self, clause: Clause, subject: Subject, role: roles.Role, quantity: Quantity) -> None:
        base = role.base or (self.memory.comparison.base if self.memory.comparison else "")
        direction = roles.opposite(role.direction) if quantity.negative else role.direction
        if direction:
            self._append(clause, subject, quantity, "change", base=base, direction=direction)
            if (owner := owner_by_rate(self.owner.facts)) is not None:
                subject = Subject(owner.subject, owner.measure)
                for index in (-2, -1):
                    changed = replace(self.owner.facts[index], subject=owner.subject, measure=owner.measure)
                    self.owner.facts[index] = changed
        self.memory.subject = subject

    def _append_in_order(self, clause: Clause, before: str, first: Quantity) -> None:
        """分别占采购总额的91.37%和64.97%, 分别比上年增长9.1%、9.4%: each is of the amount that stands in its place."""
        words = before.replace("分别", "")
        if (compared := roles.comparison(words, self.owner.year)) is not None:
            self.memory.comparison, words = compared[0], compared[1] + compared[2]
        role = roles.role_of(strip_leading(words), "percent")
        if role is None or role.name not in ("share", "change") or role.subject:
            return
        base = self.memory.comparison.base if self.memory.comparison and role.name == "change" else role.base
        for fact, value in in_order(self.sentence.text[first.start :], self.owner.facts, self.source):
            subject, quantity = Subject(fact.subject, fact.measure), replace(first, value=value)
            base = strip_trailing(base)
            self._append(clause, subject, quantity, role.name, base=base, direction=role.direction)

    def _is_base_amount(self, before: str, words: str, quantity: Quantity) -> bool:
        """An amount behind a comparison is that of the base: ``words`` between the two name nothing else."""
        if not roles.is_base_amount(self.sentence.text[quantity.end :]):
            return False
        unnamed = words in ("", "的") or roles.names_nothing(words.removeprefix("的"))
        if unnamed or roles.closes_comparison(before.removesuffix(words)):
            return unnamed
        named, subject = self.naming.typed(strip_trailing(words.removeprefix("的")), quantity), self.memory.subject
        return named is not None and subject is not None and named.measure == subject.measure

    def _append_base(
        self, clause: Clause, base: roles.Comparison, words: str, quantity: Quantity, after: str
    ) -> None:  # fmt: skip
        """The amount that a change is measured against, where the print gives it: 比年初预算数1.28万元减少0.97万元."""
        memory, named = self.memory, strip_trailing(strip_leading(words))
        subject = (self.naming.typed(named, None) if named else None) or self.naming.of_role(roles.Role("change", ""))
        subject = with_money(subject, self.owner.facts, self.source) if subject is not None else None
        if subject is None or not subject.name or not subject.measure:
            return
        memory.subject, year = subject, memory.year
        memory.year = base.year or year
        last = self.owner.facts[-1] if self.owner.facts else None
        told = compared_with(base, self.owner.kind, last, subject, earlier=memory.year < year)
        if told is not None:
            self._append(clause, subject, quantity, told[0], stage=told[1])
        memory.year = year
        if roles.is_flat(after):
            self._append(clause, subject, None, "change", base=base.base, direction="持平")
