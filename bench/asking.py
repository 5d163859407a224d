"""Asking servers so that they can be compared: by ``wrk``, in turn, with the processor time that their answers took.

What else the machine does falls on all that are asked in turn, but not alike on every one: each is asked several times,
and the middle one of the shares counts. Processor time hardly depends on it.
"""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from bench.engines import Served
from bench.memory import worked

SCRIPT = Path(__file__).with_name("throughput.lua")
ACCEPT = {"Accept": "application/sparql-results+json, text/turtle;q=0.9"}


@dataclass(frozen=True)
class Measured:
    """One engine, query and number of clients. Times in milliseconds.

    ``processor``: of all its processes, an answer; 0 where that was not counted, or none came. ``share``: its answers a
    second to those of the engine that was asked beside it; None where none was, or gave no answer.
    """

    engine: str
    query: str
    clients: int
    p50: float
    p99: float
    per_second: float
    failed: int
    processor: float = 0.0
    share: float | None = None


def by_wrk(
    engine: str, server: Served, name: str, variants: Sequence[str], clients: int, seconds: float, work: Path
) -> Measured:
    """A server, asked by a number of clients for a number of seconds, of which wrk takes whole ones."""
    paths = work / "paths.txt"
    paths.write_text("".join(f"{urlsplit(server.address).path}?query={quote(text)}\n" for text in variants), "ascii")
    command = ["wrk", "-t1", f"-c{clients}", f"-d{math.ceil(seconds)}s", "--timeout", "120s", "-s", str(SCRIPT),
               server.address, "--", str(paths)]  # fmt: skip
    before = worked(server.process)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    used = worked(server.process) - before
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()
    answers, took, p50, p99, failed = int(line[1]), int(line[2]), float(line[3]), float(line[4]), int(line[5])
    return Measured(
        engine, name, clients, p50 / 1000, p99 / 1000, answers / took * 1e6, failed,
        used / answers * 1000 if answers else 0.0,
    )


def side_by_side(
    servers: Mapping[str, Served], name: str, variants: Sequence[str], clients: int, seconds: float, rounds: int,
    work: Path,
) -> Iterator[Measured]:  # fmt: skip
    """Servers in turn, in as many rounds; every one's share is that of the last one named."""
    found: dict[str, list[Measured]] = {engine: [] for engine in servers}
    for number in range(rounds):
        # Every second round the other way about: who is asked first has no advantage.
        for engine in list(servers) if number % 2 == 0 else reversed(list(servers)):
            found[engine].append(by_wrk(engine, servers[engine], name, variants, clients, seconds, work))
    last = found[list(servers)[-1]]
    speeds = [f"{engine} {statistics.median(run.per_second for run in runs):.4g}" for engine, runs in found.items()]
    print(f"{name}, {clients} clients, answers a second: {', '.join(speeds)}", file=sys.stderr)
    for engine, runs in found.items():
        pairs = zip(runs, last, strict=True)
        shares = [run.per_second / beside.per_second for run, beside in pairs if beside.per_second]
        share = statistics.median(shares) if shares else None
        answered = [run for run in runs if run.per_second] or runs
        middle = {of: statistics.median(getattr(run, of) for run in answered) for of in ("p50", "p99", "processor")}
        speed = statistics.median(run.per_second for run in runs)
        failed = sum(run.failed for run in runs)
        yield Measured(engine, name, clients, per_second=speed, failed=failed, share=share, **middle)


def one_by_one(address: str, variants: Sequence[str], seconds: float, patience: float) -> tuple[list[float], int]:
    """Milliseconds of each answer, at least one; and how many did not come in time (0 ms: an error)."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        text = variants[len(times) % len(variants)]
        began = time.perf_counter()
        try:
            with urlopen(Request(f"{address}?query={quote(text)}", headers=ACCEPT), timeout=patience) as reply:
                reply.read()
        except HTTPError:
            return [0.0], 1
        except (TimeoutError, URLError):
            return [patience * 1000], 1
        times.append((time.perf_counter() - began) * 1000)
    return times, 0
