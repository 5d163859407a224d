"""Search in the prose of a generation: by words (character pairs) and by meaning (vectors), fused into one order."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.embedding.encoder import EncoderUnavailable, TextEncoder
from graph.search.passages import Hit
from graph.search.query_words import QueryWords, query_words
from graph.search.text_index import TextIndex
from graph.search.vector_database import PLACE, VectorDatabase, VectorDatabaseError
from graph.search.vector_index import ModelMismatch, VectorIndex

log = logging.getLogger("mingzhang")


@dataclass(frozen=True)
class Ranking:
    """How words and meaning are weighed. What was tried and measured is in docs/decisions/0003."""

    depth: int = 100
    """Candidates taken from each side."""
    meaning: float = 0.8
    """What the nearest passage by meaning counts against the best by words."""
    printed: float = 0.5
    """What a printed word counts that the question only means, against one that it says."""
    heading: float = 0.5
    about: float = 0.25
    """What a word counts in the headings, and in unit and year, against one in the text."""


RANKING = Ranking()


class Searcher:
    """The indexes of one generation, open for reading. Safe to use from several threads."""

    def __init__(self, folder: Path, ranking: Ranking = RANKING, *, database: str = "") -> None:
        """``folder``: the generation's, with ``text`` and, unless search goes by words only, ``vectors``.

        ``database``: where the vectors are, if not there; where it is needed and not given, search goes by words.
        """
        self.ranking = ranking
        self.text = TextIndex(folder / "text")
        self.vectors: VectorIndex | VectorDatabase | None = None
        if (folder / "vectors" / PLACE).is_file():
            if database:
                self.vectors = VectorDatabase(database, folder / "vectors")
            else:
                log.error("by words only: the vectors of %s are in a database; set MINGZHANG_VECTORS_URL", folder)
        elif (folder / "vectors").is_dir():
            self.vectors = VectorIndex(folder / "vectors")

    def search(
        self,
        question: str,
        *,
        units: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        k: int = 10,
        encoder: TextEncoder | None = None,
    ) -> list[Hit]:
        """The ``k`` passages that answer ``question`` best, best first.

        ``units`` (IRIs) and ``years`` narrow what is ranked; None means all. By words only where there is no encoder,
        none ready, or its model is not that of the vectors.
        """
        words = query_words(question, printed_weight=self.ranking.printed)
        by_words = self.by_words(words, units, years)
        by_meaning = self.by_meaning(question, units, years, encoder)
        return self.text.hits(fused(by_words, by_meaning, self.ranking.meaning)[:k])

    def by_words(
        self, words: QueryWords, units: Sequence[str] | None, years: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """Keys and BM25 scores."""
        fields = {"body": 1.0, "heading": self.ranking.heading, "about": self.ranking.about}
        return self.text.search(words.weights, fields=fields, units=units, years=years, k=self.ranking.depth)

    def by_meaning(
        self,
        question: str,
        units: Sequence[str] | None,
        years: Sequence[int] | None,
        encoder: TextEncoder | None,
    ) -> list[tuple[int, float]]:
        """Keys and cosines; empty where there are no vectors to compare."""
        if self.vectors is None or not len(self.vectors) or encoder is None or not encoder.ready:
            return []
        try:
            if encoder.info is not None:
                self.vectors.check(encoder.info)
            vector = encoder.encode_question(question)
            if isinstance(self.vectors, VectorDatabase):
                return self.vectors.search(vector, self.ranking.depth, units, years)
        except (EncoderUnavailable, ModelMismatch):
            return []
        except VectorDatabaseError as error:
            log.error("search goes by words: %s", error)
            return []
        among = None if units is None and years is None else self.text.keys(units, years)
        return self.vectors.search(vector, self.ranking.depth, among)


def fused(
    by_words: Sequence[tuple[int, float]], by_meaning: Sequence[tuple[int, float]], meaning: float
) -> list[tuple[int, float]]:
    """One order of two: the sum of both scores, each brought to 0-1 within its list, meaning times ``meaning``.

    BM25 starts at nothing, so it is divided by its best; cosines of one model all lie close together, so what counts
    is where one lies between the nearest and the last of the list. Ties go by key.
    """
    scores: dict[int, float] = {}
    if by_words:
        best = by_words[0][1] or 1.0
        for key, score in by_words:
            scores[key] = score / best
    if by_meaning:
        last = by_meaning[-1][1]
        span = by_meaning[0][1] - last
        for key, cosine in by_meaning:
            scores[key] = scores.get(key, 0.0) + meaning * ((cosine - last) / span if span else 1.0)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def search(
    searcher: Searcher,
    question: str,
    *,
    units: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    k: int = 10,
    encoder: TextEncoder | None = None,
) -> list[Hit]:
    """See ``Searcher.search``."""
    return searcher.search(question, units=units, years=years, k=k, encoder=encoder)
