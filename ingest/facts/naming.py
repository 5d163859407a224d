"""What a number is said of: the words around it, or what the prose spoke of before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.facts.memory import LOST, Memory, Subject
from ingest.facts.orders import each_named
from ingest.facts.types import (
    ECONOMIC,
    FUNCTIONAL,
    bought,
    classification_of,
    counts_and_amounts,
    fits,
    is_economic,
    is_functional,
    is_money,
    named,
    named_by_doing,
    typed_by_rule,
)
from ingest.language import roles
from ingest.language.clauses import Clause
from ingest.language.quantities import Quantity
from ingest.language.subjects import (
    behind,
    counts_noun_behind,
    is_uncertain,
    shortened,
    strip_leading,
    strip_trailing,
    take_apart,
    too_long,
)
from ontology.schemes import class_codes

_OF_MONEY = ("budget", "final", "both", "completion")
"""Roles of money: of its amount, or of how much of it was used."""


@dataclass
class Naming:
    """Finds subjects in one sentence, given what the reader has in mind."""

    memory: Memory
    section: str
    """Path of headings, joined with "/"."""
    sentence: str
    """The sentence, normalised."""

    def typed(self, words: str, quantity: Quantity | None) -> Subject | None:
        """A subject with a typed fact, None where the words have none that can be counted in this unit."""
        topic = self.memory.topic
        if topic is not None and topic.measure and roles.is_of_topic(words):
            return topic
        words = roles.unquoted(words)
        if path := roles.item_path(words):
            return Subject("/".join(path), self.classification(path))
        if {words, words.replace("与", "和")} & class_codes("functional").keys():  # 社会保障与就业支出
            return Subject(words, FUNCTIONAL)
        if is_functional(words) and not self._lists_items() and roles.is_functional_place(self.section):
            return Subject(words, FUNCTIONAL)
        if (found := named(words)) and (quantity is None or fits(found[0], quantity.kind, quantity.uom)):
            return Subject(found[1], found[0])
        money = quantity is None or quantity.kind == "money"
        if money and is_economic(words, economic_place=roles.is_economic_place(self.section)):
            return Subject(words, ECONOMIC)
        return None

    def each(self, words: str, quantity: Quantity) -> list[Subject]:
        """The things that one number is told of, each with a type; empty where there are not several."""
        if self.typed(strip_trailing(words), quantity) is not None:
            return []  # 收入、支出总计
        return each_named(words, lambda name: self.typed(strip_leading(name), quantity))

    def is_known(self, words: str, quantity: Quantity) -> bool:
        """Words that a budget can be of: a typed fact, an item of a classification, a project."""
        return self.typed(words, quantity) is not None or "项目" in words

    def classification(self, path: tuple[str, ...]) -> str:
        """Measure of an item of a classification: functional or economic, by name and place."""
        return classification_of(path, economic_place=self._lists_items() or roles.is_economic_place(self.section))

    def of_role(self, role: roles.Role) -> Subject | None:
        """The subject that the words of a role name, or the one in mind; None where neither is certain."""
        memory = self.memory
        words = strip_trailing(strip_leading(role.subject))
        if words:
            return self._of_words(words)
        if memory.changed and role.name == "change":
            return self.typed(memory.changed, None) or Subject(memory.changed)
        if memory.candidate and role.name in ("budget", "final", "completion") and memory.topic is None:
            subject = self.typed(memory.candidate, None)
            fresh = memory.subject is None or "项目" in memory.candidate
            if subject is None and fresh and not too_long(memory.candidate):
                subject = Subject(memory.candidate)
            if subject is not None:
                return subject
        if role.name == "completion" and "执行率" in self.sentence and memory.whole is not None:
            return memory.whole
        found = memory.subject or memory.topic
        if found is None and role.name in ("budget", "final"):
            found = memory.heading
        if memory.listed is not None and memory.subject is memory.carried and role.name in ("change", "completion"):
            found = memory.listed
        if found is not None and found.measure and role.name in _OF_MONEY and not is_money(found.measure):
            return Subject(memory.project) if memory.project else None  # a score has no budget
        return found if found is not None and found.name else None

    def _of_words(self, words: str) -> Subject | None:
        memory = self.memory
        if (subject := self.typed(words, None)) is not None:
            return subject
        if roles.is_this_project(words) and memory.project:
            return Subject(memory.project)
        name = take_apart(words, noun_behind=False).name or words
        if memory.subject is not None and roles.names_nothing(name):
            return memory.subject
        name = shortened(name)
        memory.subject = subject = Subject(name)  # without a name: lost, nothing may be carried over from before
        return subject if name else None

    def of_number(
        self, clause: Clause, before: str, words: str, quantity: Quantity, after: str
    ) -> tuple[Subject | None, int]:
        """The subject of a plain number, and how many characters behind the number were taken for its name."""
        bare_words = strip_trailing(words)
        listed = self._lists_items() and quantity.kind == "money"
        subject = Subject(bare_words, ECONOMIC) if listed and bare_words else self.typed(bare_words, quantity)
        used, predicate = 0, ""
        if subject is None:
            name, predicate, used = self._open_name(clause, words, quantity, after)
            if not name and predicate and quantity.kind == "money":
                name = self._done_before()
            if name and (found := self.typed(name, quantity)) is not None:
                subject = replace(found, predicate=predicate)
            elif name:
                if roles.is_money_of_last(name) and self._named_here():
                    name = self.memory.subject.name + name  # type: ignore[union-attr]
                if self.memory.scope and roles.takes_scope(name) and self.memory.scope not in name:
                    name = self.memory.scope + name
                name = shortened(name)
                if len(name) < 2 or is_uncertain(name):
                    self.memory.subject = LOST
                    return None, used
                subject = Subject(name, "", predicate)
        subject = self._bought(subject) or self.by_rule(subject, clause, quantity)
        if subject is None and predicate and self.memory.subject is None:  # 全年接待18批次: the verb alone says of what
            ruled = self.by_rule(Subject(predicate), clause, quantity)
            subject = ruled if ruled is not None and ruled.measure else None
        if subject is not None and not subject.measure and used:
            subject = replace(subject, name=roles.told_by_doing(subject.name, after[used:]))
        return subject or self._carried(clause, before, quantity, predicate), used

    def _open_name(self, clause: Clause, words: str, quantity: Quantity, after: str) -> tuple[str, str, int]:
        """Name, predicate and characters used behind the number, for a thing without a typed fact."""
        taken = take_apart(words, noun_behind=bool(behind(after)))
        if taken.name and not taken.behind and not (quantity.kind == "count" and counts_noun_behind(quantity.uom)):
            return taken.name, taken.predicate, 0
        is_last = clause.quantities[-1] is quantity
        found = behind(after if is_last else after.partition("、")[0])
        if found and not is_last and "、" not in after and (next_named := named(found)) is not None:
            found = found[: found.rfind(next_named[1])] or found  # 3个参公单位机关运行经费合计1,108.25万元
        if found:
            return found, taken.predicate, after.index(found) + len(found)
        if not taken.name and not after and not is_last:  # 8大类685家供应商: two counters for one noun
            following = next(q for q in clause.quantities if q.start > quantity.start)
            return behind(self.sentence[following.end : clause.end]), taken.predicate, 0
        return taken.name, taken.predicate, 0

    def _carried(self, clause: Clause, before: str, quantity: Quantity, predicate: str) -> Subject | None:
        """What was spoken of before, for a number without a name of its own."""
        carried = self.memory.subject
        if carried is None or not carried.name:
            return None
        if quantity.kind == "money" and carried.measure and clause.depth == 0 and before:
            return None  # a sum of its own whose name was not found, not another word on the sum before
        kept = carried.measure if counts_and_amounts(carried.measure) else ""
        subject = Subject(carried.name, kept, predicate or carried.predicate)
        return self.by_rule(subject, clause, quantity)

    def by_rule(self, subject: Subject | None, clause: Clause, quantity: Quantity) -> Subject | None:
        """``subject``, typed by the rules of ``facts.toml`` where one speaks of it or of the subject in mind."""
        memory = self.memory
        name = subject.name if subject else (memory.subject.name if memory.subject else "")
        stretch = self.sentence[memory.unit_start : clause.end]
        place = "/".join((self.section, memory.topic.name if memory.topic else "", self.sentence))
        over = bool(subject and subject.measure)
        found = typed_by_rule(name, quantity.uom, place, stretch, over=True)
        if found is None and not over:
            found = typed_by_rule(name, quantity.uom, place, stretch, over=False)
        if found is None and not over and subject is not None and named_by_doing(subject.predicate):
            found = typed_by_rule(subject.predicate + name, quantity.uom, place, stretch, over=False)
        if found is None:
            return subject
        predicate = subject.predicate if subject else ""
        if (measure := bought(found[0], predicate)) != found[0]:
            return Subject(predicate + name, measure, predicate)
        return Subject(found[1] or name, found[0], predicate)

    def _bought(self, subject: Subject | None) -> Subject | None:
        """A kind of vehicle among those to be bought: it says nothing of the vehicles kept."""
        whole = self.memory.whole
        if subject is not None and (measure := bought(subject.measure, subject.predicate)) != subject.measure:
            return Subject(subject.predicate + subject.name, measure, subject.predicate)
        if subject is None or whole is None or whole.measure != "vehicles-bought" or not subject.measure:
            return None
        return Subject("购置" + subject.name) if subject.measure.startswith("vehicles-") else None

    def _done_before(self) -> str:
        """What the clause before says was done, for money without a name of its own: 举办赛事活动，开支3万元."""
        done = take_apart(self.memory.candidate, noun_behind=False)
        return "" if not done.predicate or too_long(done.name) else done.name

    def _named_here(self) -> bool:
        """This sentence has named something."""
        return self.memory.subject not in (None, LOST, self.memory.carried)

    def _lists_items(self) -> bool:
        parent = self.memory.parent
        return parent is not None and parent.measure in ("personnel", "running", ECONOMIC)
