"""What other clients notice of a query that runs into its limit: ``python bench/contention.py [SECONDS]``.

20 clients ask small queries in turn, first alone, then beside a cross join that is killed at its deadline. Prints the
p50 and p99 of both, errors, and how long the cross join took. The service is a process of its own, over samples.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
CLIENTS = 20
LIMIT = 5.0
PAUSE = 0.1
"""Mean seconds that a client waits between two queries: people and programs do, and two cores are soon full."""
SMALL = "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 20"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


def clients(address: str, seconds: float) -> tuple[list[float], int]:
    """Times of all queries, in seconds, and how many failed."""
    times: list[float] = []
    failed = 0
    # What a client does once, before its first query, is not the service's time.
    all_of_them = [httpx2.Client(base_url=address, timeout=30, verify=False) for _ in range(CLIENTS)]
    for client in all_of_them:
        client.get("/health")
    until = time.monotonic() + seconds

    def one(number: int, client: httpx2.Client) -> None:
        nonlocal failed
        # Each at times of its own: equal pauses would soon make all come at once.
        chance = random.Random(number)
        while time.monotonic() < until:
            began = time.perf_counter()
            failed += client.get("/sparql", params={"query": SMALL}).status_code != 200
            times.append(time.perf_counter() - began)
            time.sleep(chance.uniform(0, 2 * PAUSE))

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(all_of_them)]
    for thread in threads:
        thread.start()
    for thread, client in zip(threads, all_of_them, strict=True):
        thread.join()
        client.close()
    return sorted(times), failed


def await_ready(address: str) -> None:
    """Until the language is loaded, and then some seconds while questions to offer are chosen."""
    with httpx2.Client(base_url=address) as client:
        while True:
            time.sleep(0.5)
            with contextlib.suppress(httpx2.ConnectError):
                if client.get("/ready").json()["questions"] == "ready":
                    break
    time.sleep(8)


def told(name: str, times: list[float], failed: int) -> float:
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{name}: {len(times)} queries, {failed} failed, p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
    return p99


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else LIMIT
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "MINGZHANG_STORE": f"{folder}/store", "MINGZHANG_SPARQL_TIMEOUT": str(LIMIT),
            "MINGZHANG_EMBEDDING_MODEL": "none", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        call = [sys.executable, "-m", "api.cli"]
        documents = [str(path) for path in sorted((ROOT / "samples" / "documents").glob("shili-tushuguan-*"))]
        subprocess.run([*call, "ingest", *documents], env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*call, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr is not None
            address = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+", line)))
            threading.Thread(target=server.stderr.read, daemon=True).start()
            await_ready(address)
            clients(address, 1)
            alone = told("alone", *clients(address, seconds))
            took: list[str] = []

            def cross() -> None:
                with httpx2.Client(base_url=address, timeout=60) as client:
                    began = time.perf_counter()
                    status = client.get("/sparql", params={"query": CROSS}).status_code
                took.append(f"cross join: {status} after {time.perf_counter() - began:.2f} s of {LIMIT:g} s")

            thread = threading.Thread(target=cross)
            thread.start()
            beside = told("beside a cross join", *clients(address, seconds))
            thread.join()
            print(took[0])
            print(f"p99: {beside / alone:.2f} times")
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
