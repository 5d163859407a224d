"""Sentence after sentence → facts: keeps in mind what the prose speaks of, as a reader does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.facts.memory import Memory, Subject
from ingest.facts.reasons import Reasons
from ingest.facts.sentence import SentenceReader
from ingest.facts.types import classification_of, named
from ingest.facts.writing import Reading
from ingest.language import roles
from ingest.language.clauses import clauses
from ingest.language.quantities import may_hold_quantities, quantities
from ingest.language.sentences import Sentence, normalise
from ingest.language.subjects import strip_leading
from ingest.records import Kind, Passage

if TYPE_CHECKING:
    from spacy.language import Language


class FactReader(Reading):
    """Reads the sentences of one document in order; ``facts`` grows."""

    def __init__(self, nlp: Language, year: int, kind: Kind) -> None:
        super().__init__(year, kind, memory=Memory(year=year))
        self.nlp = nlp
        self.sentence_ended = True

    def new_section(self, section: tuple[str, ...]) -> None:
        """Forget everything: another heading. One that names an item of a classification is what follows speaks of."""
        self.memory = Memory(year=self.year)
        self.reasons = Reasons()
        if section and (found := named(roles.heading_name(strip_leading(normalise(section[-1]))))):
            self.memory.heading = Subject(found[1], found[0])
        if section and (path := roles.item_path(strip_leading(normalise(section[-1]).rstrip("。：")))):
            measure = classification_of(path, economic_place=roles.is_economic_place("/".join(section)))
            self.memory.topic = self.memory.subject = Subject("/".join(path), measure)
        elif section and (project := roles.project_of(normalise(section[-1]))):
            self.memory.project = project

    def read(self, sentence: Sentence, passage: Passage) -> None:
        """Append the facts of one sentence."""
        memory = self.memory
        memory.begin_sentence(self.year)
        if self.sentence_ended:
            memory.end_sentence(self.facts)
        self.sentence_ended = sentence.text.endswith(("。", "！", "？"))
        if roles.opens_paragraph(sentence.text):
            memory.begin_paragraph()
            self.reasons.waiting = []
        if roles.is_unfilled(sentence.text):
            return
        self.reasons.go_on(self.facts, sentence.text)
        found = quantities(self.nlp(sentence.text)) if may_hold_quantities(sentence.text) else []
        reader = SentenceReader(self, sentence, passage)
        for clause in clauses(sentence.text, found):
            reader.read(clause)
