"""The ten analyst queries against other engines: ``python -m bench.queries [--triples 1000000]``.

The same graph, the same queries bound to the same bodies, in one run on one machine: pyoxigraph in this process, the
service (worker hop and limits included), ``oxigraph serve``, and up to 200,000 triples ``rdflib-endpoint``. ``wrk``
asks the first two with 1, 8 and 32 clients, in turn and several times; p50 and answers a second, as ratios, and the
processor time of an answer. Where the service falls short of what is wanted, what no service could do without is
measured beside it. rdflib-endpoint is asked by one client, and has some time for an answer.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from pyoxigraph import QuerySolutions

from bench.asking import Measured, by_wrk, one_by_one, side_by_side
from bench.engines import mingzhang, oxigraph, rdflib_endpoint
from bench.floors import WAYS, floor
from bench.plots import bars
from bench.report import keep, machine, picture, table, write_section
from bench.stores import store_of
from graph.store.generation import Generation, open_current

QUERIES = Path(__file__).parent / "queries"
CLIENTS = (1, 8, 32)
SO_MANY = [f"{n} client{'s' * (n > 1)}" for n in CLIENTS]
BOUND = 20
"""Bodies that a query is bound to in turn, so that no answer can simply be kept."""
MOST_FOR_RDFLIB = 200_000
SLOWER = 50
"""How many times ahead of rdflib-endpoint the service is wanted on the naive year-on-year join."""
LONGEST = 10.0
"""Seconds of a round at most, whatever a query takes; a client that gets no answer in it is not counted."""
TARGETS = ((100.0, 0.9), (10.0, 0.6), (0.0, 0.3))
"""From how many milliseconds of processor time of ``oxigraph serve`` which share of its throughput is wanted."""
ALONE, OURS, THEIRS = "pyoxigraph", "mingzhang", "oxigraph serve"
ENGINES = (ALONE, THEIRS, "service")
PREFIXES = """PREFIX mz: <{base}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


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
        worked: list[float] = []
        until = time.perf_counter() + seconds
        while len(times) < 3 or time.perf_counter() < until:
            began, began_working = time.perf_counter(), time.process_time()
            result = generation.query(variants[len(times) % len(variants)])
            sum(1 for _ in result) if not hasattr(result, "value") else None  # type: ignore[arg-type, union-attr]
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - began_working) * 1000)
        times.sort()
        yield Measured(ALONE, name, 1, statistics.median(times), times[int(len(times) * 0.99)],
                       1000 / statistics.mean(times), 0, statistics.median(worked))  # fmt: skip


def round_of(seconds: float, clients: int, alone: float) -> float:
    """Seconds of a round, so that every client gets an answer; ``alone`` is what the engine takes for it, in ms."""
    return max(seconds, min(2 * clients * alone / 1000, LONGEST))


def in_turn(
    store: Path, work: Path, texts: dict[str, list[str]], alone: dict[str, float], seconds: float, rounds: int
) -> Iterator[Measured]:
    """The service and the Oxigraph server side by side.

    ``alone``: milliseconds of the engine, so that every client gets some answers.
    """
    with mingzhang(store, work) as ours, oxigraph(store, work) as theirs:
        both = {OURS: ours, THEIRS: theirs}
        for name, variants in texts.items():
            for engine, served in both.items():
                by_wrk(engine, served, name, variants, 1, 1, work)  # what is done once is not counted
            for clients in CLIENTS:
                long = round_of(seconds, clients, alone[name])
                yield from side_by_side(both, name, variants, clients, long, rounds, work)


def what_falls_short(
    store: Path, work: Path, texts: dict[str, list[str]], found: Sequence[Measured], seconds: float, rounds: int
) -> Iterator[Measured]:
    """Where the service's share is below what is wanted: beside it, again in turn, what no service could do without."""
    alone = {each.query: each.p50 for each in found if each.engine == ALONE}
    wanted = {query: wanted_share(least_processor(found, THEIRS, query)) for query in texts}
    shares = [(each.query, each.clients, each.share) for each in found if each.engine == OURS]
    short = [(name, clients) for name, clients, share in shares if share is not None and share < wanted[name]]
    with contextlib.ExitStack() as servers:
        if short:
            all_of_them = {
                OURS: servers.enter_context(mingzhang(store, work)),
                **{way: servers.enter_context(floor(way, store, work)) for way in WAYS},
                THEIRS: servers.enter_context(oxigraph(store, work)),
            }
        for name, clients in short:
            for engine, served in all_of_them.items():
                by_wrk(engine, served, name, texts[name], clients, 1, work)
            long = round_of(seconds, clients, alone[name])
            yield from side_by_side(all_of_them, name, texts[name], clients, long, rounds, work)


def by_rdflib(
    store: Path, work: Path, texts: dict[str, list[str]], ours: dict[str, float], seconds: float, patience: float
) -> Iterator[Measured]:
    """rdflib-endpoint, asked one query after the other. One that is not answered in time counts as failed.

    ``ours``: milliseconds that the service takes, so that it has time enough to be ``SLOWER`` times slower.
    """
    todo = list(texts.items())
    while todo:
        with rdflib_endpoint(store, work) as served:
            while todo:
                name, variants = todo.pop(0)
                long = max(patience, 1.2 * SLOWER * ours[name] / 1000)
                times, failed = one_by_one(served.address, variants, seconds, long)
                yield Measured("rdflib-endpoint", name, 1, statistics.median(times), max(times),
                               0 if failed else 1000 / statistics.mean(times), failed)  # fmt: skip
                if failed:
                    break  # the server still works on it: the next one is asked of a fresh one


def least_processor(found: Sequence[Measured], engine: str, query: str) -> float:
    """Milliseconds of processor time that an answer takes an engine, with the number of clients that makes it least.

    With few clients what it does between answers is in it, with many what it began and nobody waited for.
    """
    counted = (each.processor for each in found if (each.engine, each.query) == (engine, query) and each.processor)
    return min(counted, default=0.0)


def wanted_share(theirs: float) -> float:
    """The share of ``oxigraph serve``'s throughput that is wanted, by the milliseconds of processor it takes for it."""
    return next(share for least, share in TARGETS if theirs >= least)


def printed(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def told(found: Sequence[Measured], floors: Sequence[Measured]) -> str:
    """The comparison as tables: times alone, then shares of throughput by number of clients, then what falls short."""
    by = {(each.engine, each.query, each.clients): each for each in found}
    alone, parts = [], []
    for query in sorted({each.query for each in found}):
        bare, ours, theirs = (by[engine, query, 1] for engine in (ALONE, OURS, THEIRS))
        rdflib = by.get(("rdflib-endpoint", query, 1))
        more = "more than " if rdflib and rdflib.failed else ""
        slower = f"{more}{rdflib.p50 / ours.p50:,.0f} times" if rdflib and rdflib.p50 and ours.p50 else "–"
        if query == "count-by-graph":
            slower = "–"  # rdflib-endpoint holds one graph
        times = [f"{each.p50:.2f}" for each in (bare, theirs, ours)]
        busy = [least_processor(found, engine, query) for engine in (THEIRS, OURS)]
        alone.append([query, *times, *(f"{each:.2f}" for each in (bare.processor, *busy)), slower])
        shares = [printed(by[OURS, query, n].share) for n in CLIENTS]
        failed = [sum(by[engine, query, n].failed for n in CLIENTS) for engine in (OURS, THEIRS)]
        parts.append([
            query, *shares, f"{busy[0] / busy[1]:.2f}" if busy[1] else "–", wanted_share(busy[0]), *failed,
        ])  # fmt: skip
    return "\n\n".join([
        "Median time of one client in ms; least processor time of an answer in ms, of all processes; how many times "
        "longer `rdflib-endpoint` takes than the service:",
        table(["query", *ENGINES, f"processor: {ENGINES[0]}", *ENGINES[1:], "rdflib-endpoint"], alone),
        f"The service's answers a second as a share of those of `{THEIRS}`, and the share that the processor time of "
        "their answers comes to, whatever else runs; failed are refusals of a service that has been busy for too long:",
        table(["query", *SO_MANY, "by processor", "wanted", "failed", f"of {THEIRS}"], parts),
        *([FLOORS, short(found, floors)] if floors else ["Nothing falls short."]),
    ])  # fmt: skip


FLOORS = (
    "What fell short, asked once more beside what any such service would need, each with nothing around it "
    "(`bench/floors.py`): a process for the query that can be killed and a pipe to it; the engine in the web server's "
    f"own process; and that web server alone, its answers ready. Shares of `{THEIRS}`, in brackets by processor time:"
)


def short(found: Sequence[Measured], floors: Sequence[Measured]) -> str:
    """The table of what falls short."""
    by = {(each.engine, each.query, each.clients): each for each in floors}
    rows = []
    for query, clients in dict.fromkeys((each.query, each.clients) for each in floors):
        told = []
        for engine in (OURS, *reversed(WAYS)):
            each, server = by[engine, query, clients], by[THEIRS, query, clients]
            share = f"{server.processor / each.processor:.2f}" if each.processor else "–"
            told.append(f"{printed(each.share)} ({share})")
        rows.append([query, clients, wanted_share(least_processor(found, THEIRS, query)), *told])
    return table(["query", "clients", "wanted", "service", "killable process", "engine", "ready answers"], rows)


def drawn(found: Sequence[Measured], wanted: int) -> str:
    """The shares of throughput as a picture."""
    by = {(each.engine, each.query, each.clients): each for each in found}
    groups = [
        (query, [by[OURS, query, n].share or 0.0 for n in CLIENTS], wanted_share(least_processor(found, THEIRS, query)))
        for query in sorted({each.query for each in found})
    ]
    title = f"Answers a second beside those of {THEIRS}, {wanted:,} triples"
    return bars(title, groups, SO_MANY, "1 is as many")


def measure(
    wanted: int, seconds: float, rounds: int, patience: float, only: Sequence[str] | None = None
) -> tuple[list[Measured], list[Measured]]:
    """All engines over a store of the size; and what the service is held against where it falls short."""
    store = store_of(wanted)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="mingzhang-bench-") as scratch, open_current(store) as generation:
        work = Path(scratch)
        texts = {name: variants for name, variants in bound(generation).items() if not only or name in only}
        found += in_process(generation, texts, seconds)
        alone = {each.query: each.p50 for each in found}
        found += in_turn(store, work, texts, alone, seconds, rounds)
        floors = list(what_falls_short(store, work, texts, found, seconds, rounds))
        if wanted <= MOST_FOR_RDFLIB:
            ours = {each.query: each.p50 for each in found if (each.engine, each.clients) == (OURS, 1)}
            found += by_rdflib(store, work, texts, ours, seconds, patience)
    return found, floors


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("--triples", type=int, action="append", help="size of the store; may be given several times")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each round of a query (default: 1)")
    parser.add_argument("--only", action="append", help="a query to ask (default: all in bench/queries)")
    parser.add_argument("--rounds", type=int, default=3, help="of which the middle share counts (default: 3)")
    parser.add_argument(
        "--patience", type=float, default=30.0, help="seconds that rdflib-endpoint has for an answer (default: 30)"
    )
    parser.add_argument("--keep", action="store_true", help="write bench/results and docs/benchmarks.md")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed (Debian, Ubuntu: apt-get install wrk)")
    parts = []
    for wanted in given.triples or [100_000]:
        found, floors = measure(wanted, given.seconds, given.rounds, given.patience, given.only)
        text = told(found, floors)
        how = f"{given.rounds} rounds of {given.seconds:g} s; rdflib-endpoint had {given.patience:g} s for an answer"
        print(f"{wanted:,} triples, {how}; load {os.getloadavg()[1]:.0f} on {os.cpu_count()} cores\n\n{text}\n")
        if given.keep:
            keep(f"queries-{wanted}", [asdict(each) for each in found])
            keep(f"queries-{wanted}-floors", [asdict(each) for each in floors])
            shown = picture(f"queries-{wanted}", drawn(found, wanted), "shares of throughput")
            parts.append(f"### {wanted:,} triples\n\n{text}\n\n{shown}")
    if given.keep:
        about = (
            f"`python -m bench.queries`, {given.rounds} rounds of {given.seconds:g} s. "
            f"{machine('pyoxigraph', 'oxigraph', 'rdflib-endpoint')}, load {os.getloadavg()[2]:.0f} in the end. "
            f"{ABOUT} rdflib-endpoint had {given.patience:g} s for an answer, or {1.2 * SLOWER:g} times the service's."
        )
        write_section("queries", "\n\n".join([f"## Queries\n\n{about}", *parts]))


ABOUT = (
    "Each query is bound to several bodies in turn, so that no answer can simply be kept; worker hop and limits are "
    "included. Which share is wanted of a query goes by the processor time that the Oxigraph server takes for it."
)


if __name__ == "__main__":
    main()
