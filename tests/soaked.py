"""What a soak asks and what it does meanwhile: requests of all kinds, and a writer that publishes again and again."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from disclosure_builders import UNIT, realistic
from service_store import BASE

from graph.library.library import Library
from graph.search.indexing import index_generation
from ingest.records import Disclosure

MZ = f"{BASE}ontology#"
WHOLE = f"""SELECT ?revision (COUNT(?statement) AS ?n) {{
    ?revision a <{MZ}Revision> . ?statement <{MZ}part>/<{MZ}disclosure> ?revision ; <{MZ}printed> ?text }}
    GROUP BY ?revision ORDER BY ?revision"""
"""How many figures each disclosure has: of one that is half there, fewer."""
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
Asked = tuple[str, str, dict[str, Any]]
"""Method, path, and what goes with it."""


def requests(chance: random.Random) -> Iterator[Asked]:
    """Requests without end: mostly what people and programs ask, now and then what they should not."""
    year = str(chance.choice([2021, 2022, 2023]))
    while True:
        number = chance.randrange(100_000)
        for weight, asked in (
            (30, ("GET", "/sparql", {"params": {"query": WHOLE + f" # {number}"}})),
            (10, ("POST", "/sparql", {"data": {"query": f"DESCRIBE <{BASE}id/unit/{UNIT}> # {number}"}})),
            (10, ("POST", "/ask", {"json": {"question": f"{UNIT}{year}年支出合计是多少？"}})),
            (5, ("POST", "/ask", {"json": {"question": f"第{number}局{year}年公务接待费为什么减少？"}})),
            (10, ("GET", "/search", {"params": {"q": f"公务接待 {number % 50}", "k": "5"}})),
            (8, ("GET", "/units", {})),
            (8, ("GET", "/disclosures", {})),
            (5, ("GET", "/findings", {})),
            (5, ("GET", "/figures.csv", {"params": {"year": year}})),
            (5, ("GET", f"/id/unit/{UNIT}", {"headers": {"accept": chance.choice(["text/turtle", "text/html"])}})),
            (3, ("GET", "/metrics", {})),
            (3, ("GET", f"/nothing/{number}", {})),
            (3, ("GET", "/sparql", {"params": {"query": f"SELECT * {{ broken {number}"}})),
            (1, ("GET", "/sparql", {"params": {"query": HEAVY}})),
        ):
            if chance.randrange(30) < weight:
                yield asked


@dataclass
class Told:
    """What the clients were answered. ``whole``: what each answer to ``WHOLE`` said of each disclosure."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    whole: set[frozenset[tuple[str, int]]] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


def client(address: str, seed: int, until: float, told: Told) -> None:
    """Asks one request after the other."""
    with httpx.Client(base_url=address, timeout=60) as asking:
        for method, path, more in requests(random.Random(seed)):
            if time.monotonic() > until:
                return
            try:
                reply = asking.request(method, path, **more)
            except httpx.HTTPError as error:
                told.failures.append(f"{method} {path}: {error!r}")
                continue
            told.statuses["/" + path.split("/")[1], reply.status_code] += 1
            if reply.status_code == 500:
                told.failures.append(f"{method} {path} {more}: {reply.text[:500]}")
            if reply.status_code == 200 and more.get("params", {}).get("query", "").startswith(WHOLE):
                rows = reply.json()["results"]["bindings"]
                told.whole.add(frozenset((row["revision"]["value"], int(row["n"]["value"])) for row in rows))


def clients(address: str, number: int, seconds: float) -> tuple[Told, list[threading.Thread]]:
    """So many clients at once; join the threads and read what they were told."""
    told, until = Told(), time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(address, seed, until, told)) for seed in range(number)]
    for thread in threads:
        thread.start()
    return told, threads


def changing(number: int) -> Disclosure:
    """The disclosure that comes and goes, each time of another year, so that whole ones differ in their figures."""
    read = realistic(f"示例市第{number % 7}局", 2010 + number % 5, document=f"{number % 35}.pdf", passages=5)
    return replace(read, sample=True)


def write(store: str, pause: float) -> None:
    """Adds a disclosure, publishes, removes the one before, publishes, until killed."""
    number = 0
    while True:
        with Library(store) as library:
            outcome = library.add(changing(number))
            library.publish([index_generation])
            library.remove(outcome.disclosure)
            library.publish([index_generation])
        number += 1
        time.sleep(pause)


def writer(store: Path, pause: float) -> subprocess.Popen[bytes]:
    """The writer as a process of its own; kill it at the end."""
    command = [sys.executable, "-c", f"from soaked import write; write({str(store)!r}, {pause})"]
    return subprocess.Popen(command, cwd=Path(__file__).parent)
