"""Latency of search by number of passages, and how fast passages are embedded: ``python -m bench.searching``.

Passages are drawn from the prose of the generator's disclosures, with bodies, years and amounts of their own. At these
sizes their vectors are random (every comparison takes the same time whatever a vector says); what embedding costs is
measured apart, with the built model, on generated sentences: in batches of one length, and in the order they come.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np

from bench.drawn_vectors import DIMENSION, DrawnVectors
from bench.generate import generate
from bench.report import keep, machine, table, write_section
from graph.embedding.encoder import ModelInfo
from graph.embedding.models import built_model_dir
from graph.embedding.worker import load
from graph.search.passages import IndexedPassage
from graph.search.query_words import query_words
from graph.search.search import Searcher, fused
from graph.search.text_index import build_text_index
from graph.search.vector_cache import VectorCache
from graph.search.vector_index import (
    _KEYS,
    _VECTORS,
    STATE,
    VectorIndex,
    VectorState,
    build_vector_index,
    embedded_text,
)
from ingest.disclosure import read_disclosure

ASKED = 40
BATCH = 16
QUESTIONS = ("公务接待费减少的主要原因是什么", "政府采购支出总额", "一般公共预算支出增加的原因", "机构设置情况",
             "国有资产占用情况", "项目绩效自评结果", "三公经费比上年减少", "住房保障支出用于什么")  # fmt: skip


@dataclass(frozen=True)
class Searched:
    """One size. Times in milliseconds (p50, p95), indexing in seconds, sizes in bytes a passage."""

    passages: int
    words: tuple[float, float]
    meaning: tuple[float, float]
    both: tuple[float, float]
    of_one_body: tuple[float, float]
    indexing: float
    text_bytes: float
    vector_bytes: float


def sentences(folder: Path) -> list[tuple[tuple[str, ...], str]]:
    """Headings and text of all passages of a few generated disclosures."""
    found = []
    for path in generate(folder, 4, [2022, 2023], layouts=("hubei:tabs", "split:html")):
        found += [(passage.section, passage.text) for passage in read_disclosure([path]).passages]
    return found


def passages(prose: Sequence[tuple[tuple[str, ...], str]], count: int) -> Iterator[IndexedPassage]:
    """So many passages of bodies with 60 passages a year and five years; digits are drawn anew."""
    chance = Random(count)
    digits = [str.maketrans("123456789", "".join(chance.sample("123456789", 9))) for _ in range(500)]
    for number in range(count):
        body, year = divmod(number // 60, 5)
        section, text = prose[number % len(prose)]
        unit = f"https://mingzhang.example/id/unit/示例市第{body}局"
        changed = text.translate(digits[chance.randrange(500)])
        yield IndexedPassage(f"{unit}/{year}/passage/{number}", changed, section, unit, f"示例市第{body}局",
                             2019 + year, f"{body}-{year}.pdf")  # fmt: skip


def timed(searches: Sequence[Callable[[], object]]) -> tuple[float, float]:
    times = []
    for search in searches:
        began = time.perf_counter()
        search()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def searched(prose: Sequence[tuple[tuple[str, ...], str]], count: int, work: Path) -> Searched:
    """Indexes so many passages and searches them."""
    drawn = list(passages(prose, count))
    began = time.perf_counter()
    build_text_index(drawn, work / "text")
    indexing = time.perf_counter() - began
    model = ModelInfo("random", DIMENSION, "random")
    build_vector_index(drawn, work / "vectors", model, cast(VectorCache, DrawnVectors()))
    searcher = Searcher(work)
    assert searcher.vectors is not None
    vectors, depth = searcher.vectors, searcher.ranking.depth
    asked = [(QUESTIONS[n % len(QUESTIONS)], DrawnVectors()[b"%d" % n].astype(np.float32)) for n in range(ASKED)]

    def words(question: str, units: list[str] | None = None) -> list[tuple[int, float]]:
        return searcher.by_words(query_words(question, printed_weight=searcher.ranking.printed), units, None)

    def both(question: str, vector: Any) -> object:
        order = fused(words(question), vectors.search(vector, depth), searcher.ranking.meaning)
        return searcher.text.hits(order[:10])

    def of_one(number: int, question: str, vector: Any) -> object:
        units = [drawn[(number * 7919) % count].unit_iri]
        among = searcher.text.keys(units, None)
        order = fused(words(question, units), vectors.search(vector, depth, among), searcher.ranking.meaning)
        return searcher.text.hits(order[:10])

    both(*asked[0])  # the files are mapped: the first search reads them
    return Searched(
        count,
        timed([lambda q=q: words(q) for q, _ in asked]),  # type: ignore[misc]
        timed([lambda v=v: vectors.search(v, depth) for _, v in asked]),  # type: ignore[misc]
        timed([lambda q=q, v=v: both(q, v) for q, v in asked]),  # type: ignore[misc]
        timed([lambda n=n, q=q, v=v: of_one(n, q, v) for n, (q, v) in enumerate(asked)]),  # type: ignore[misc]
        indexing,
        sum(path.stat().st_size for path in (work / "text").iterdir()) / count,
        sum(path.stat().st_size for path in (work / "vectors").iterdir()) / count,
    )


def compared(count: int, work: Path) -> tuple[float, float]:
    """Milliseconds (p50, p95) of one question's comparison with so many vectors, without any text beside them."""
    work.mkdir()
    rows = np.lib.format.open_memmap(work / _VECTORS, mode="w+", dtype=np.float16, shape=(count, DIMENSION))
    chance = np.random.default_rng(1)
    for at in range(0, count, 10_000):
        drawn = chance.standard_normal((min(10_000, count - at), DIMENSION), dtype=np.float32)
        rows[at : at + 10_000] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    rows.flush()
    np.save(work / _KEYS, np.arange(count, dtype=np.uint64))
    state = VectorState("random", DIMENSION, "random", count, count)
    (work / STATE).write_text(json.dumps(asdict(state)), "utf-8")
    index, asked = VectorIndex(work), chance.standard_normal((ASKED, DIMENSION), dtype=np.float32)
    index.search(asked[0], 100)
    return timed([lambda v=v: index.search(v, 100) for v in asked])  # type: ignore[misc]


def embedding(prose: Sequence[tuple[tuple[str, ...], str]], count: int) -> dict[str, float]:
    """Texts a second, the best of two runs in turn."""
    model = load(str(built_model_dir()), network=False)
    texts = sorted({embedded_text(passage) for passage in passages(prose, 4 * count)})
    Random(1).shuffle(texts)
    orders = {"as they come": texts[:count], "by length": sorted(texts[:count], key=len)}
    found = dict.fromkeys(orders, 0.0)
    for _ in range(2):
        for name, given in orders.items():
            began = time.perf_counter()
            for at in range(0, len(given), BATCH):
                model.encode(given[at : at + BATCH], batch_size=BATCH, show_progress_bar=False)
            found[name] = max(found[name], len(given) / (time.perf_counter() - began))
    return found


def told(found: Sequence[Searched], speeds: dict[str, float]) -> str:
    def pair(times: tuple[float, float]) -> str:
        return f"{times[0]:.0f} / {times[1]:.0f}"

    rows = [
        [f"{each.passages:,}", pair(each.words), pair(each.meaning), pair(each.both), pair(each.of_one_body),
         f"{each.passages / each.indexing:,.0f}", f"{each.text_bytes:.0f}", f"{each.vector_bytes:.0f}"]
        for each in found
    ]  # fmt: skip
    text = "p50 / p95 in ms of one search at a time:\n\n" + table(
        ["passages", "by words", "by meaning", "both", "both, in one body", "indexed a second",
         "bytes of text index a passage", "bytes of vectors"], rows,
    )  # fmt: skip
    if speeds:
        base = speeds["as they come"]
        text += (
            f"\n\nEmbedding, texts a second: {base:.0f} in the order they come, {speeds['by length'] / base:.2f} times "
            "that in batches of one length."
        )
    return text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.searching", description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, action="append", help="how many; may be given several times")
    parser.add_argument("--vectors", type=int, default=0, help="also compare with so many vectors, without any text")
    parser.add_argument("--texts", type=int, default=96, help="how many are embedded (default: 96)")
    parser.add_argument("--search-only", action="store_true", help="leave embedding out")
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch:
        prose = sentences(Path(scratch) / "documents")
        found = [searched(prose, count, Path(scratch) / str(count)) for count in given.passages or [100_000]]
        embeds = not given.search_only and (built_model_dir() / "modules.json").is_file()
        speeds = embedding(prose, given.texts) if embeds else {}
        alone = compared(given.vectors, Path(scratch) / "vectors") if given.vectors else None
    text = told(found, speeds)
    if alone:
        text += f"\n\nComparing with {given.vectors:,} vectors alone: {alone[0]:.0f} / {alone[1]:.0f} ms."
    print(text)
    if given.keep:
        data = {"search": [asdict(each) for each in found], "embedding": speeds, "vectors": [given.vectors, alone]}
        keep("searching", data)
        head = f"## Search and embedding\n\n`python -m bench.searching`. {machine('tantivy', 'usearch', 'torch')}."
        about = "Drawn passages; their vectors are random, for which every comparison takes the same time."
        write_section("searching", f"{head} {about}\n\n{text}")


if __name__ == "__main__":
    main()
