"""What a reader of prose keeps in mind: what is spoken of, against what, since where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.language.roles import Comparison
from ingest.records import Fact

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_STOCKTAKING = re.compile("截[至止]")
_THIS_YEAR = re.compile("[当本今]年|计划|安排|拟")

@dataclass(frozen=True, slots=True)
class Subject:
    """What a number is said of: the words and, where it has one, the id of its typed fact."""

    name: str
    measure: str = ""
    predicate: str = ""


LOST = Subject("")
"""The prose speaks of something whose name is not certain: nothing may be said of what came before."""


@dataclass
class Memory:
    """What the prose has spoken of so far. ``topic`` holds for a numbered paragraph, the rest for less."""

    topic: Subject | None = None
    subject: Subject | None = None
    heading: Subject | None = None
    """What the heading names: a budget or an account without a name of its own is of it (年初预算数6,318.45万元)."""
    candidate: str = ""
    changed: str = ""
    """What the last clause said has changed, if it did."""
    parent: Subject | None = None
    whole: Subject | None = None
    """What 其中 divides: 执行率 after the parts speaks of it again."""
    listed: Subject | None = None
    """What the sentence before divided into parts: a change without a name in the next one is of it, not of the last
    part. LOST where only one part was named, which leaves it open."""
    carried: Subject | None = None
    """What was spoken of when the sentence began."""
    project: str = ""
    comparison: Comparison | None = None
    year: int = 0
    stocktaking: int = 0
    """The year at whose end the passage tells what there is (截至2022年12月31日): its next sentences list it, too."""
    period: str = ""
    targets: bool = False
    target_subject: Subject | None = None
    shared: tuple[Subject | None, str] | None = None
    """What the next percentage is a share of, told with its own number, and whose share it is."""
    scope: str = ""
    unit_start: int = 0
    """Where the stretch between semicolons begins."""
    stack: list[tuple[Subject | None, int, Subject | None]] = field(default_factory=list)

    def begin_sentence(self, year: int) -> None:
        """Forget what holds within a sentence only."""
        self.candidate = self.changed = self.scope = self.period = ""
        self.comparison = self.shared = None
        self.carried = self.subject
        self.year, self.targets, self.unit_start = self.stocktaking or year, False, 0
        self.stack = []

    def note_years(self, text: str, year: int) -> None:
        """What a clause says of its time; ``year`` is the one disclosed."""
        if years := _YEAR.findall(text):
            self.year = int(years[-1])
            self.stocktaking = self.year if _STOCKTAKING.match(text) else 0
        elif self.stocktaking and _THIS_YEAR.search(text):
            self.year, self.stocktaking = year, 0

    def against_last_year(self, year: int) -> None:
        """同比: a change of the year disclosed, ``year``, and against the year before, not against a budget."""
        self.year = year
        if self.comparison is not None and "预算" in self.comparison.base:
            self.comparison = None

    def end_sentence(self, facts: Sequence[Fact]) -> None:
        """Keep what the sentence just ended divided into parts by 其中. ``facts`` are those read so far."""
        self.listed = self._divided(facts)
        self.parent = self.whole = None

    def _divided(self, facts: Sequence[Fact]) -> Subject | None:
        if self.whole is None or not facts:
            return None
        told = [fact.subject for fact in facts if fact.source is facts[-1].source]
        if self.subject is not None and self.subject.name not in told:
            return None  # named last, without a number: what follows is of it
        return self.whole if len({*told} - {self.whole.name}) > 1 else LOST

    def begin_paragraph(self) -> None:
        """Forget what the paragraph before spoke of."""
        self.topic = self.subject = self.parent = self.target_subject = self.listed = None
