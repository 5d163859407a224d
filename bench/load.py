"""What it costs to put a graph into the store: ``python -m bench.load [--triples 1000000] [--copies 10]``.

The library's store, filled at once as when it is built, restored or built anew, against a bare ``pyoxigraph``
``bulk_load`` (wanted: at most 1.5 times), and the same store given graph after graph, as disclosures come. Beside that,
``bulk_load`` called for as many quads at a time as the store then writes: what the engine takes to merge them is told
apart from what the library adds. All from the same file, each in a process of its own, in turn. Also the size of a
disclosure: triples a printed figure (wanted: at most 20), triples, bytes of the published graph and of the record.
``--copies``: also so many times the quads of the last size, under other names; ``--without``: leaves a way out, which
at that size takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from bench.copies import graphs_of, quads_of_copies
from bench.engines import dumped
from bench.plots import Series, plot
from bench.report import keep, machine, picture, table, write_section
from bench.stores import environment, folder, store_of
from graph.store.buffered import MOST_IN_MEMORY
from graph.store.embedded import EmbeddedStore
from graph.store.generation import Generation, open_current


@dataclass(frozen=True)
class Run:
    """One loading: seconds by the clock and of the processor, and the most memory in bytes."""

    seconds: float
    processor: float
    memory: int


@dataclass
class Loaded:
    """One size, with the runs of both ways in turn. Sizes in bytes a disclosure; 0 where not counted."""

    triples: int
    runs: dict[str, list[Run]] = field(default_factory=dict)
    disclosures: int = 0
    figures: int = 0
    graph_bytes: int = 0
    record_bytes: int = 0

    def least(self, way: str, of: str = "seconds") -> float:
        return min(float(getattr(run, of)) for run in self.runs[way])

    def ratio(self, way: str, of: str = "seconds", to: str = "bulk_load") -> float:
        """One way to another, at first bulk_load: the middle one of the pairs of runs."""
        pairs = zip(self.runs[way], self.runs[to], strict=True)
        return statistics.median(getattr(ours, of) / getattr(bare, of) for ours, bare in pairs)


def by_bulk_load(quads: Path, into: Path) -> None:
    store = Store(str(into))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()


def in_batches(quads: Path, into: Path) -> None:
    """pyoxigraph alone, without any quad made in Python."""
    store = Store(str(into))
    with quads.open("rb") as lines:
        while batch := b"".join(islice(lines, MOST_IN_MEMORY)):
            store.bulk_load(batch, RdfFormat.N_QUADS)
    store.flush()


def filled(quads: Path, into: Path) -> None:
    store = EmbeddedStore(into)
    store.fill(graphs_of(quads))
    store.flush()


def graph_by_graph(quads: Path, into: Path) -> None:
    store = EmbeddedStore(into)
    for graph, members in graphs_of(quads):
        store.set_graph(graph, members)
    store.flush()


COMPARED = ("to bulk_load", "of processor time", "to batches", "of processor time")
WAYS = {"bulk_load": by_bulk_load, "at once": filled, "in batches": in_batches, "graph by graph": graph_by_graph}


def load(way: str, quads: Path, into: Path) -> Run:
    """Loads in this process, whose memory is counted from its start."""
    began, began_working = time.perf_counter(), time.process_time()
    WAYS[way](quads, into)
    seconds, processor = time.perf_counter() - began, time.process_time() - began_working
    return Run(seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def apart(way: str, quads: Path, into: Path) -> Run:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "bench.load", "--way", way, str(quads), str(into)]
    done = subprocess.run(command, env=environment(), check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


def bytes_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def count(generation: Generation, pattern: str) -> int:
    rows = generation.query(f"PREFIX mz: <{generation.base}ontology#> SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)["n"].value)


def timed(quads: Path, runs: int, ways: Sequence[str]) -> dict[str, list[Run]]:
    """The ways in turn, so that what else the machine does falls on all."""
    found: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(runs):
        for way in ways:
            with tempfile.TemporaryDirectory(prefix="mingzhang-bench-", dir=folder()) as scratch:
                run = apart(way, quads, Path(scratch) / "store")
            print(f"{quads.name} {way}: {run.seconds:.1f} s, {run.processor:.1f} of the processor", file=sys.stderr)
            found[way].append(run)
    return found


def measure(wanted: int, times: int, ways: Sequence[str]) -> Loaded:
    """A store of generated disclosures."""
    store = store_of(wanted)
    runs = timed(dumped(store, folder() / f"store-{wanted}.nq"), times, ways)
    with open_current(store) as generation:
        held = count(generation, "?revision a mz:Revision")
        return Loaded(
            len(generation.store), runs, held, count(generation, "?statement mz:printed ?text"),
            bytes_of(generation.path / "graph") // held, bytes_of(store / "records") // held,
        )  # fmt: skip


def measure_copies(wanted: int, copies: int, times: int, ways: Sequence[str]) -> Loaded:
    """Copies of the quads of a store of generated disclosures."""
    quads = quads_of_copies(wanted, copies)
    with quads.open("rb") as lines:
        return Loaded(sum(1 for _ in lines), timed(quads, times, ways))


def told(found: Iterable[Loaded]) -> str:
    """Times and memory of each way as a table, then the sizes of what was loaded."""
    times, sizes = [], []
    for each in found:
        for way, runs in each.runs.items():
            ratios = [f"{each.ratio(way, of):.2f}" for of in ("seconds", "processor")]
            beside = way == "graph by graph" and "in batches" in each.runs
            ratios += [f"{each.ratio(way, of, 'in batches'):.2f}" if beside else "" for of in ("seconds", "processor")]
            times.append([
                f"{each.triples:,}", way, f"{each.least(way):.1f} s", *ratios,
                f"{each.least(way, 'memory') / 2**20:.0f} MiB", len(runs),
            ])  # fmt: skip
        if each.figures:
            sizes.append([
                f"{each.triples:,}", f"{each.triples / each.figures:.1f}", f"{each.triples // each.disclosures:,}",
                f"{each.graph_bytes:,}", f"{each.record_bytes:,}",
            ])  # fmt: skip
    return (
        table(["triples", "way", "time", *COMPARED, "memory", "runs"], times)
        + "\n\n"
        + table(["triples", "a figure", "a disclosure", "bytes of graph", "bytes of record"], sizes)
    )


def curve(found: Iterable[Loaded]) -> str:
    """How the time grows with the size, as a picture."""
    sizes = list(found)
    lines = [Series(way, [(each.triples, each.least(way)) for each in sizes if way in each.runs]) for way in WAYS]
    return plot("Seconds to load", lines, "triples", "s")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--triples", type=int, action="append", help="size of the store; may be given several times")
    parser.add_argument("--copies", type=int, default=0, help="also so many times the quads of the last size")
    parser.add_argument("--copies-only", action="store_true", help="nothing but these copies")
    parser.add_argument("--runs", type=int, default=3, help="runs of each way, in turn (default: 3)")
    parser.add_argument("--without", choices=[*WAYS][1:], action="append", default=[], help="a way to leave out")
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    parser.add_argument("--way", nargs=3, metavar=("WAY", "QUADS", "INTO"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(asdict(load(given.way[0], *map(Path, given.way[1:])))))
        return
    sizes = given.triples or [100_000]
    ways = [way for way in WAYS if way not in given.without]
    found = [] if given.copies_only else [measure(wanted, given.runs, ways) for wanted in sizes]
    if given.copies:
        found.append(measure_copies(sizes[-1], given.copies, given.runs, ways))
    print(told(found))
    if given.keep:
        keep("load", [asdict(each) for each in found])
        drawn = picture("load", curve(found)) if len(found) > 1 else ""
        about = f"`python -m bench.load`. {machine('pyoxigraph')}. {ABOUT}"
        write_section("load", f"## Load\n\n{about}\n\n{told(found)}\n\n{drawn}")


ABOUT = (
    "All from the same file of N-Quads, each in a process of its own, in turn: times are the least of several runs, "
    "ratios the middle one of the pairs. `at once` is how a store is built, restored and built anew, `graph by graph` "
    f"how disclosures come; `in batches` is pyoxigraph alone, `bulk_load` called for {MOST_IN_MEMORY:,} quads at a "
    "time, as many as the store keeps in memory. Wanted: at most 1.5 times, and 20 triples a figure."
)


if __name__ == "__main__":
    main()
