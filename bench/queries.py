"""The ten analyst queries against other engines: ``python -m bench.queries [--triples 1000000]``.

The same graph, the same queries bound to the same bodies, in one run on one machine: pyoxigraph in this process, the
service (worker hop and limits included), ``oxigraph serve``, and up to 200,000 triples ``rdflib-endpoint``. ``wrk``
asks the first two with 1, 8 and 32 clients, in turn; p50 and answers a second, as ratios. rdflib-endpoint is asked by
one client, and has three minutes for an answer.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import QuerySolutions

from bench.engines import mingzhang, oxigraph, rdflib_endpoint
from bench.plots import bars
from bench.report import keep, machine, picture, table, write_section
from bench.stores import store_of
from graph.generation import Generation, open_current

QUERIES = Path(__file__).parent / "queries"
SCRIPT = Path(__file__).with_name("throughput.lua")
CLIENTS = (1, 8, 32)
SO_MANY = [f"{n} client{'s' * (n > 1)}" for n in CLIENTS]
BOUND = 20
"""Bodies that a query is bound to in turn, so that no answer can simply be kept."""
MOST_FOR_RDFLIB = 200_000
PATIENCE = 180.0
"""Seconds that rdflib-endpoint has for an answer."""
TARGETS = ((100.0, 0.9), (10.0, 0.6), (0.0, 0.3))
"""From how many milliseconds of ``oxigraph serve`` which share of its throughput is wanted."""
PREFIXES = """PREFIX mz: <{base}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@dataclass(frozen=True)
class Measured:
    """One engine, query and number of clients. Times in milliseconds."""

    engine: str
    query: str
    clients: int
    p50: float
    p99: float
    per_second: float
    failed: int


def bound(generation: Generation) -> dict[str, list[str]]:
    """Each query's text, bound to several bodies of the store."""
    rows = generation.query(
        f"SELECT ?unit ?revision {{ ?revision a <{generation.base}ontology#Revision> ; "
        f"<{generation.base}ontology#unit> ?unit ; <{generation.base}ontology#year> 2023 }} ORDER BY ?unit"
    )
    assert isinstance(rows, QuerySolutions)
    found = [(str(row["unit"].value), str(row["revision"].value)) for row in rows]
    chosen = found[:: max(1, len(found) // BOUND)][:BOUND]
    texts = {}
    for path in sorted(QUERIES.glob("*.rq")):
        text = PREFIXES + path.read_text("utf-8")
        for name, value in (("base", generation.base), ("year_before", "2022"), ("year", "2023")):
            text = text.replace("{" + name + "}", value)
        texts[path.stem] = [text.replace("{unit}", unit).replace("{revision}", rev) for unit, rev in chosen]
    return texts


def in_process(generation: Generation, texts: dict[str, list[str]], seconds: float) -> Iterator[Measured]:
    """The engine itself: what a query costs before anything is sent."""
    for name, variants in texts.items():
        times: list[float] = []
        until = time.perf_counter() + seconds
        while len(times) < 3 or time.perf_counter() < until:
            began = time.perf_counter()
            result = generation.query(variants[len(times) % len(variants)])
            sum(1 for _ in result) if not hasattr(result, "value") else None  # type: ignore[arg-type, union-attr]
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        yield Measured("pyoxigraph", name, 1, statistics.median(times), times[int(len(times) * 0.99)],
                       1000 / statistics.mean(times), 0)  # fmt: skip


def by_wrk(
    engine: str, address: str, name: str, variants: list[str], clients: int, seconds: float, work: Path
) -> Measured:
    """A server, asked by a number of clients."""
    paths = work / "paths.txt"
    paths.write_text("".join(f"{urlsplit(address).path}?query={quote(text)}\n" for text in variants), "ascii")
    command = ["wrk", "-t1", f"-c{clients}", f"-d{math.ceil(seconds)}s", "--timeout", "120s", "-s", str(SCRIPT),
               address, "--", str(paths)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()
    requests, took, p50, p99, failed = int(line[1]), int(line[2]), float(line[3]), float(line[4]), line[5]
    return Measured(engine, name, clients, p50 / 1000, p99 / 1000, requests / took * 1e6, int(failed))


def in_turn(
    store: Path, work: Path, texts: dict[str, list[str]], alone: dict[str, float], seconds: float
) -> Iterator[Measured]:
    """The service and the Oxigraph server side by side, each query of the one after the same of the other.

    ``alone``: milliseconds of the engine, so that every client gets some answers.
    """
    with mingzhang(store, work) as ours, oxigraph(store, work) as theirs:
        both = {"mingzhang": ours, "oxigraph serve": theirs}
        for name, variants in texts.items():
            for engine, address in both.items():
                by_wrk(engine, address, name, variants, 1, 1, work)  # what is done once is not counted
            for clients in CLIENTS:
                long = max(seconds, 4 * clients * alone[name] / 1000)
                for engine, address in both.items():
                    yield by_wrk(engine, address, name, variants, clients, long, work)


def by_rdflib(store: Path, work: Path, texts: dict[str, list[str]], seconds: float) -> Iterator[Measured]:
    """rdflib-endpoint, asked one query after the other. One that is not answered in time counts as failed."""
    todo = list(texts.items())
    while todo:
        with rdflib_endpoint(store, work) as address:
            while todo:
                name, variants = todo.pop(0)
                times, failed = asked(address, variants, seconds)
                yield Measured("rdflib-endpoint", name, 1, statistics.median(times), max(times),
                               0 if failed else 1000 / statistics.mean(times), failed)  # fmt: skip
                if failed:
                    break  # the server still works on it: the next one is asked of a fresh one


def asked(address: str, variants: list[str], seconds: float) -> tuple[list[float], int]:
    """Milliseconds of each answer, at least one; and how many did not come in time (0 ms: an error)."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        text = variants[len(times) % len(variants)]
        accept = {"Accept": "application/sparql-results+json, text/turtle;q=0.9"}
        began = time.perf_counter()
        try:
            with urlopen(Request(f"{address}?query={quote(text)}", headers=accept), timeout=PATIENCE) as reply:
                reply.read()
        except HTTPError:
            return [0.0], 1
        except (TimeoutError, URLError):
            return [PATIENCE * 1000], 1
        times.append((time.perf_counter() - began) * 1000)
    return times, 0


def wanted_share(milliseconds: float) -> float:
    """The share of ``oxigraph serve``'s throughput that is wanted for a query that takes it so long."""
    return next(share for least, share in TARGETS if milliseconds >= least)


def ratios(by: Mapping[tuple[str, str, int], Measured], query: str) -> list[float | None]:
    """The service's answers a second as a share of ``oxigraph serve``'s, by number of clients; None where that gave
    no answer."""
    pairs = [(by["mingzhang", query, n], by["oxigraph serve", query, n]) for n in CLIENTS]
    return [our.per_second / their.per_second if their.per_second else None for our, their in pairs]


def told(found: Sequence[Measured]) -> str:
    """The comparison as tables: times alone, then shares of throughput by number of clients."""
    by = {(each.engine, each.query, each.clients): each for each in found}
    queries = sorted({each.query for each in found})
    alone, parts = [], []
    for query in queries:
        bare, ours, theirs = (by[engine, query, 1] for engine in ("pyoxigraph", "mingzhang", "oxigraph serve"))
        rdflib = by.get(("rdflib-endpoint", query, 1))
        more = "more than " if rdflib and rdflib.failed else ""
        slower = f"{more}{rdflib.p50 / ours.p50:,.0f} times" if rdflib and rdflib.p50 and ours.p50 else "–"
        if query == "count-by-graph":
            slower = "–"  # rdflib-endpoint holds one graph
        alone.append([query, f"{bare.p50:.2f}", f"{theirs.p50:.2f}", f"{ours.p50:.2f}", slower])
        printed = ["–" if ratio is None else f"{ratio:.2f}" for ratio in ratios(by, query)]
        failed = sum(by["mingzhang", query, n].failed for n in CLIENTS)
        parts.append([query, *printed, wanted_share(theirs.p50), failed])
    return (
        "Median time of one client in ms; how many times longer `rdflib-endpoint` takes than the service:\n\n"
        + table(["query", "pyoxigraph", "oxigraph serve", "service", "rdflib-endpoint"], alone)
        + "\n\nThe service's answers a second as a share of those of `oxigraph serve`:\n\n"
        + table(["query", *SO_MANY, "wanted", "failed"], parts)
    )


def shares(found: Sequence[Measured], wanted: int) -> str:
    """The shares of throughput as a picture."""
    by = {(each.engine, each.query, each.clients): each for each in found}
    groups = []
    for query in sorted({each.query for each in found}):
        values = [ratio or 0.0 for ratio in ratios(by, query)]
        groups.append((query, values, wanted_share(by["oxigraph serve", query, 1].p50)))
    title = f"Answers a second beside those of oxigraph serve, {wanted:,} triples"
    return bars(title, groups, SO_MANY, "1 is as many")


def measure(wanted: int, seconds: float) -> list[Measured]:
    """All engines over a store of the size."""
    store = store_of(wanted)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch, open_current(store) as generation:
        texts = bound(generation)
        found += in_process(generation, texts, seconds)
        alone = {each.query: each.p50 for each in found}
        found += in_turn(store, Path(scratch), texts, alone, seconds)
        if wanted <= MOST_FOR_RDFLIB:
            found += by_rdflib(store, Path(scratch), texts, seconds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("--triples", type=int, action="append", help="size of the store; may be given several times")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each query is asked (default: 5)")
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed (Debian, Ubuntu: apt-get install wrk)")
    parts = []
    for wanted in given.triples or [100_000]:
        found = measure(wanted, given.seconds)
        text = told(found)
        print(f"{wanted} triples\n\n{text}\n")
        if given.keep:
            keep(f"queries-{wanted}", [asdict(each) for each in found])
            shown = picture(f"queries-{wanted}", shares(found, wanted), "shares of throughput")
            parts.append(f"### {wanted:,} triples\n\n{text}\n\n{shown}")
    if given.keep:
        head = f"## Queries\n\n`python -m bench.queries`. {machine('pyoxigraph', 'oxigraph', 'rdflib-endpoint')}."
        write_section("queries", "\n\n".join([head, *parts]))


if __name__ == "__main__":
    main()
