"""A question as words to look for: without what only makes it a question, with what documents print instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from graph.search.pairs import normalised, terms

_LONGEST = 500
"""Characters of a question that are looked at."""


@dataclass(frozen=True)
class QueryWords:
    """Terms with how much each counts, and the printed words that the question's own stand for."""

    weights: Mapping[str, float]
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """``synonyms.toml``, ready to use."""

    stop: re.Pattern[str]
    entries: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

    def printed_for(self, question: str) -> tuple[str, ...]:
        """Words documents print for what the question says, each once, in the order of the file."""
        text = normalised(question)
        found = [word for said, printed in self.entries if said.search(text) for word in printed]
        return tuple(word for word in dict.fromkeys(found) if normalised(word) not in text)


@cache
def synonyms() -> Synonyms:
    """The words of ``synonyms.toml``, read once."""
    data = tomllib.loads(resources.files("graph.search").joinpath("synonyms.toml").read_text(encoding="utf-8"))
    entries = [(_any_of(entry["said"]), tuple(entry["printed"])) for entry in data["synonym"]]
    return Synonyms(_any_of(data["stop"]), tuple(entries))


def _any_of(words: list[str]) -> re.Pattern[str]:
    folded = sorted({normalised(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, folded)))


def query_words(question: str, *, printed_weight: float) -> QueryWords:
    """What to look for in the text index. A term of the question counts 1, one of a printed word ``printed_weight``."""
    question = question[:_LONGEST]
    lexicon = synonyms()
    kept = lexicon.stop.sub("|", normalised(question))
    weights = dict.fromkeys(terms(kept), 1.0)
    printed = lexicon.printed_for(question)
    for word in printed:
        for term in terms(word):
            weights.setdefault(term, printed_weight)
    if not weights:
        weights = dict.fromkeys(terms(question), 1.0)
    return QueryWords(weights, printed)
