"""How often the passage that answers a question is among the first found: R@1, R@5, R@10.

    python -m bench.retrieval QUESTIONS.jsonl... --documents DIR [--all] [--misses]

A line of QUESTIONS holds ``question``, ``answer_passage_substring`` and ``doc`` (a file in DIR). White space is left
out of the comparison. Each question is searched in its own document, as a question is whose unit and year are known;
with ``--all`` in all documents together. Rows: words only, meaning only, both fused. Beside them, the share of
passages above 400 characters (none may be) and the seconds that indexing took.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.embedding.encoder import Encoder
from graph.search.passages import Hit, IndexedPassage
from graph.search.query_words import query_words
from graph.search.search import Searcher
from graph.search.text_index import build_text_index
from graph.search.vector_cache import VectorCache
from graph.search.vector_index import build_vector_index, fill_cache
from ingest.disclosure import read_disclosure
from ingest.prose.flow import compact

RANKS = (1, 5, 10)


@dataclass(frozen=True)
class Question:
    text: str
    answer: str
    document: str


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON lines file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Question(row["question"], compact(row["answer_passage_substring"]), row["doc"]) for row in rows]


def read_passages(documents: Path, names: Iterable[str]) -> list[IndexedPassage]:
    """The prose of the documents, as ingestion reads it."""
    found = []
    for name in sorted(set(names)):
        read = read_disclosure([documents / name])
        for number, passage in enumerate(read.passages):
            place = (passage.source.page, passage.source.line)
            iri = f"{_unit(name)}/passage/{number}"
            about = (_unit(name), read.key.unit, read.key.year)
            found.append(IndexedPassage(iri, passage.text, passage.section, *about, name, *place))
    return found


def _unit(document: str) -> str:
    """Each document stands for a unit of its own: that is the filter by document."""
    return f"urn:bench:{document}"


def recall(questions: Sequence[Question], find: Callable[[Question], list[Hit]]) -> tuple[list[float], list[Question]]:
    """Share of questions answered within each of RANKS, and those missed at 5."""
    ranks = []
    for question in questions:
        hits = find(question)
        ranks.append(next((n for n, hit in enumerate(hits, 1) if question.answer in compact(hit.text)), 10**6))
    shares = [sum(rank <= limit for rank in ranks) / max(len(questions), 1) for limit in RANKS]
    return shares, [question for question, rank in zip(questions, ranks, strict=True) if rank > 5]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.retrieval", description=__doc__.partition("\n")[0])
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--documents", type=Path, required=True, help="folder of the documents")
    parser.add_argument("--all", action="store_true", help="search all documents together, not the question's own")
    parser.add_argument("--misses", action="store_true", help="name the questions missed at 5")
    parser.add_argument("--model", default="", help="setting of the embedding model (default: the one built)")
    parser.add_argument("--cache", type=Path, help="folder to keep vectors in, for the next run")
    options = parser.parse_args(arguments)
    sets = {path.name: read_questions(path) for path in options.questions}
    started = time.perf_counter()
    prose = read_passages(options.documents, (question.document for some in sets.values() for question in some))
    print(f"{len(prose)} passages, longest {max(len(p.text) for p in prose)}; read in {_since(started)}")
    with tempfile.TemporaryDirectory() as folder, Encoder(options.model) as encoder:
        searcher = _indexed(prose, Path(folder), options.cache or Path(folder) / "cache", encoder)
        for name, questions in sets.items():
            print(f"\n{name}: {len(questions)} questions")
            _report(searcher, questions, encoder, everywhere=options.all, misses=options.misses)
    return 0


def _indexed(prose: Sequence[IndexedPassage], folder: Path, kept: Path, encoder: Encoder) -> Searcher:
    started = time.perf_counter()
    build_text_index(prose, folder / "text")
    print(f"full text indexed in {_since(started)}")
    if encoder.wait() and encoder.info is not None:
        started = time.perf_counter()
        with VectorCache(kept, encoder.info.hash) as cache:
            count = fill_cache(prose, cache, encoder)
            build_vector_index(prose, folder / "vectors", encoder.info, cache)
        print(f"{count} texts embedded by {encoder.info.name} in {_since(started)}")
    else:
        print(f"lexical only: {encoder.reason}")
    return Searcher(folder)


def _since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


def _report(
    searcher: Searcher, questions: Sequence[Question], encoder: Encoder, *, everywhere: bool, misses: bool
) -> None:
    def units(question: Question) -> list[str] | None:
        return None if everywhere else [_unit(question.document)]

    def by_words(question: Question) -> list[Hit]:
        words = query_words(question.text, printed_weight=searcher.ranking.printed)
        return searcher.text.hits(searcher.by_words(words, units(question), None)[: RANKS[-1]])

    def by_meaning(question: Question) -> list[Hit]:
        return searcher.text.hits(searcher.by_meaning(question.text, units(question), None, encoder)[: RANKS[-1]])

    def both(question: Question) -> list[Hit]:
        return searcher.search(question.text, units=units(question), k=RANKS[-1], encoder=encoder)

    missed: list[Question] = []
    for label, find in (("words", by_words), ("meaning", by_meaning), ("both", both)):
        if label == "meaning" and not encoder.ready:
            continue
        shares, missed = recall(questions, find)
        print(f"  {label:8}" + "  ".join(f"R@{n} {share:.3f}" for n, share in zip(RANKS, shares, strict=True)))
    if misses:
        for question in missed:
            print(f"  missed: {question.text} ({question.answer})")


if __name__ == "__main__":
    sys.exit(main())
