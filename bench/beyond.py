"""Beyond one machine: the same work on the embedded graph and on servers, vectors in the folder and in PostgreSQL.

    python -m bench.beyond --server oxigraph=http://127.0.0.1:7878/query --vectors postgresql://...

Servers are started and emptied by whoever runs this; MINGZHANG_STORE_USER and _PASSWORD log in where one asks for it.
``--vectors postgresql://...`` names the database. One run, so that ratios hold; times are this machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from usearch.compiled import MetricKind
from usearch.index import search as nearest

from bench.report import RESULTS, keep, machine, table
from bench.stores import store_of
from graph.embedding.encoder import ModelInfo
from graph.library.journal import Journal
from graph.library.library import Library
from graph.queries import bound
from graph.search import vector_database
from graph.search.indexing import indexers
from graph.search.passages import IndexedPassage
from graph.search.vector_cache import VectorCache, text_key
from graph.search.vector_database import VectorDatabase, connected, write_vectors
from graph.search.vector_index import embedded_text
from graph.store.generation import Generation, open_current
from graph.store.server import Server
from ingest.records import Disclosure

TIMES = 15
DIMENSION = 384
"""Of the default model."""
DEPTH = 100
"""Passages asked for by a search."""


def spent(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def typical(work: Callable[[], object]) -> float:
    """The median of some runs in milliseconds, the first left out."""
    work()
    return median(spent(work) for _ in range(TIMES)) * 1000


def graph_on(server: Server | None, disclosures: list[Disclosure]) -> dict[str, float]:
    """Seconds of taking in and publishing, milliseconds of the project's own queries."""
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch:
        store = Path(scratch) / "store"
        with Library(store, server=server) as library:
            added = spent(lambda: [library.add(each) for each in disclosures])
            published = spent(lambda: library.publish(indexers(server)))
            one = spent(lambda: library.remove(disclosures[0].files[0].sha256))
            again = spent(lambda: library.publish(indexers(server)))
        with open_current(store, server) as generation:
            found = {name: typical(lambda text=text: rows(generation, text)) for name, text in queries(generation)}
            triples = len(generation.store)
    return {"triples": triples, "add": added, "publish": published, "one changed": one + again, **found}


def queries(generation: Generation) -> Iterator[tuple[str, str]]:
    """The project's queries of a question, a unit's page and a ranking, with values that are held."""
    base = generation.base
    first: Any = next(iter(generation.query(bound("disclosures", base))))  # type: ignore[arg-type]
    unit, year = first["unit"].value, int(first["year"].value)
    yield "statements of a unit and year", bound("statements", base, unit=unit, year=year)
    yield "series of a unit", bound("series", base, unit=unit)
    yield "passages of a unit", bound("passages", base, unit=unit)
    yield "units", bound("units", base)
    yield "one ASK", "ASK { ?s ?p ?o }"


def rows(generation: Generation, text: str) -> int:
    found: Any = generation.query(text)
    return bool(found) if "ASK" in text else sum(1 for _ in found)


def vectors_in(url: str, count: int) -> dict[str, float]:
    """Milliseconds of a search among ``count`` vectors: in the folder, in the database all compared, and with HNSW."""
    chance = np.random.default_rng(7)
    matrix = chance.standard_normal((count, DIMENSION)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    question = matrix[0] + 0.3 * matrix[1]
    halves = matrix.astype(np.float16)
    found = {"folder": typical(lambda: nearest(halves, question.astype(np.float16), DEPTH, MetricKind.IP, exact=True))}
    passages = [IndexedPassage(f"urn:{n}/passage/{n}", f"{n}", (), f"urn:u{n % 1000}", "", 2020 + n % 5, "")
                for n in range(count)]  # fmt: skip
    model = ModelInfo("random", DIMENSION, "7" * 64)
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch:
        folder = Path(scratch)
        with VectorCache(folder / "cache", model.hash) as cache:
            cache.put({text_key(embedded_text(each)): row for each, row in zip(passages, matrix, strict=True)})
            for name, exact in (("database", count), ("HNSW", 0)):
                vector_database.EXACT = exact
                found[f"{name}: seconds to fill"] = spent(
                    lambda name=name: write_vectors(url, "bench", 0, 1, 1, passages, model, cache, folder / name)
                )
                held = VectorDatabase(url, folder / name)
                found[name] = typical(lambda held=held: held.search(question, DEPTH, None, None))
                found[f"{name}: one unit"] = typical(lambda held=held: held.search(question, DEPTH, ["urn:u1"], None))
    with connected(url) as connection:
        size = connection.execute(b"SELECT pg_total_relation_size('mingzhang_vectors_384')").fetchone()
        connection.execute(b"DROP TABLE mingzhang_vectors_384")
    assert size is not None
    return found | {"bytes a vector, with HNSW": size[0] / count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", action="append", default=[], metavar="NAME=URL")
    parser.add_argument("--vectors", default="", metavar="URL")
    parser.add_argument("--count", type=int, default=100_000, help="vectors")
    parser.add_argument("--triples", type=int, default=100_000)
    asked = parser.parse_args()
    print(machine("pyoxigraph"))
    before = RESULTS / "beyond.json"
    kept: dict[str, Any] = json.loads(before.read_text("utf-8")) if before.exists() else {}
    if asked.server:
        journal = Journal(store_of(asked.triples))
        disclosures = [journal.read(entry) for entries in journal.by_key.values() for entry in entries]
        login = os.environ.get("MINGZHANG_STORE_USER", ""), os.environ.get("MINGZHANG_STORE_PASSWORD", "")
        kept["graph"] = {"embedded": graph_on(None, disclosures)}
        for name, _, url in (each.partition("=") for each in asked.server):
            kept["graph"][name] = graph_on(Server(url, "", *login), disclosures)
        names = list(kept["graph"])
        print(len(disclosures), "disclosures")
        print(table(["", *names], [
            [what, *(f"{kept['graph'][name][what]:.2f}" for name in names)] for what in kept["graph"]["embedded"]
        ]))  # fmt: skip
    if asked.vectors:
        kept["vectors"] = vectors_in(asked.vectors, asked.count)
        measured = [[name, f"{value:.1f}"] for name, value in kept["vectors"].items()]
        print(table(["", f"{asked.count} vectors"], measured))
    keep("beyond", kept)


if __name__ == "__main__":
    main()
