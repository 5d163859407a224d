"""What it costs to put a graph into the store: ``python -m bench.load [--triples 1000000]``.

The library's store, filled graph by graph from another store, against a bare ``pyoxigraph`` ``bulk_load`` of the same
quads from a file (wanted: at most 1.5 times). Beside it the size of a disclosure: triples a printed figure (wanted: at
most 20), triples, bytes of the published graph and of the record.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from bench.engines import dumped
from bench.report import keep, machine, table, write_section
from bench.stores import folder, store_of
from graph.generation import Generation, open_current
from graph.store import EmbeddedStore


@dataclass(frozen=True)
class Loaded:
    """One size. Times in seconds, sizes in bytes a disclosure."""

    triples: int
    bulk_load: float
    library: float
    disclosures: int
    figures: int
    graph_bytes: int
    record_bytes: int


def bare(quads: Path, into: Path) -> float:
    began = time.perf_counter()
    store = Store(str(into))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    return time.perf_counter() - began


def through_the_library(generation: Generation, into: Path) -> float:
    began = time.perf_counter()
    store = EmbeddedStore(into)
    for graph in generation.store.named_graphs():
        assert isinstance(graph, NamedNode)
        store.set_graph(graph, generation.store.quads_for_pattern(None, None, None, graph))
    store.flush()
    taken = time.perf_counter() - began
    store.close()
    return taken


def bytes_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def count(generation: Generation, pattern: str) -> int:
    rows = generation.query(f"PREFIX mz: <{generation.base}ontology#> SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)["n"].value)


def measure(wanted: int) -> Loaded:
    store = store_of(wanted)
    quads = dumped(store, folder() / f"store-{wanted}.nq")
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch, open_current(store) as generation:
        held = count(generation, "?revision a mz:Revision")
        return Loaded(
            triples=len(generation.store),
            bulk_load=bare(quads, Path(scratch) / "bare"),
            library=through_the_library(generation, Path(scratch) / "library"),
            disclosures=held,
            figures=count(generation, "?statement mz:printed ?text"),
            graph_bytes=bytes_of(generation.path / "graph") // held,
            record_bytes=bytes_of(store / "records") // held,
        )


def told(found: list[Loaded]) -> str:
    rows = [
        [f"{each.triples:,}", f"{each.bulk_load:.1f} s", f"{each.library:.1f} s",
         f"{each.library / each.bulk_load:.2f}", f"{each.triples / each.figures:.1f}",
         f"{each.triples // each.disclosures:,}", f"{each.graph_bytes:,}", f"{each.record_bytes:,}"]
        for each in found
    ]  # fmt: skip
    return table(
        ["triples", "bulk_load", "library", "ratio", "triples a figure", "triples a disclosure",
         "bytes of graph", "bytes of record"], rows,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--triples", type=int, action="append", help="size of the store; may be given several times")
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    given = parser.parse_args()
    found = [measure(wanted) for wanted in given.triples or [100_000]]
    print(told(found))
    if given.keep:
        keep("load", [asdict(each) for each in found])
        write_section("load", f"## Load\n\n`python -m bench.load`. {machine('pyoxigraph')}.\n\n{told(found)}")


if __name__ == "__main__":
    main()
