"""Reasons in prose: which of the facts told so far they are for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.facts.memory import Subject
from ingest.facts.types import halves
from ingest.language import roles
from ingest.records import Fact, Source

Behind = Literal["", "behind_change", "next_sentence"]


@dataclass
class Reasons:
    """Places in the list of facts.

    ``waiting``: those of the running paragraph that no reason was given for yet. ``told``: those whose reason the last
    sentence told, or began to tell.
    """

    waiting: list[int] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def behind(self, facts: list[Fact], source: Source, *, opens: bool) -> Behind:
        """Where the last fact is a change without a reason yet, which words give it one (``roles.reason_split``).

        ``source`` is the sentence read now; ``opens``: the words stand at its head.
        """
        if not facts or facts[-1].role != "change":
            return ""
        if facts[-1].source is source:
            return "behind_change"
        same_place = replace(facts[-1].source, printed=source.printed) == source
        return "next_sentence" if same_place and opens and len(facts) - 1 in self.waiting else ""

    def give(self, facts: list[Fact], subject: Subject | None, reason: str) -> None:
        """Write the reason into the facts of the subject that still lack one; of all where the subject is not known."""
        still_waiting = []
        for index in self.waiting:
            fact = facts[index]
            measures = () if subject is None else (subject.measure, *halves(subject.measure))
            if subject is None or fact.subject == subject.name or (fact.measure and fact.measure in measures):
                facts[index] = replace(fact, reason=reason)
                self.told.append(index)
            else:
                still_waiting.append(index)
        self.waiting = still_waiting

    def go_on(self, facts: list[Fact], text: str) -> None:
        """Add a sentence that goes on with the numbered reasons told last (一是...。二是...。)."""
        self.told = [index for index in self.told if roles.goes_on(facts[index].reason, text)]
        for index in self.told:
            reason = f"{facts[index].reason}；{text.strip('：，。；')}"
            facts[index] = replace(facts[index], reason=reason)
