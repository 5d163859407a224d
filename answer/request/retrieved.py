"""Passages of the prose that search finds for a question, and what makes one fit."""

from __future__ import annotations

from collections.abc import Sequence

from answer.holdings.held import Evidence
from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable
from graph.search.passages import Hit


def passages(
    knowledge: Knowledge, text: str, units: Sequence[str] | None, years: Sequence[int] | None, k: int = 5
) -> list[Hit]:
    """The passages that fit a question best; empty where there is no index."""
    searcher = knowledge.searcher
    if searcher is None:
        return []
    return searcher.search(text, units=units, years=years, k=k, encoder=knowledge.encoder)


def supported(hit: Hit, words: Sequence[str]) -> bool:
    """Whether a passage holds the words of a question: most of them, and every long one."""
    text = comparable(hit.text + "".join(hit.section))
    if not words:
        return False
    held = [w for w in words if w in text]
    return sum(map(len, held)) >= 0.7 * sum(map(len, words))


def evidence_of(hit: Hit, place: str) -> Evidence:
    """A passage as evidence."""
    return Evidence(hit.document, hit.iri.partition("/passage/")[0], place, "", "/".join(hit.section), "", hit.text)
