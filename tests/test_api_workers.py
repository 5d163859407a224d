"""The processes behind /sparql: deadlines, crashes, memory, and moving to a new generation."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from disclosure_builders import realistic
from service_store import make_store, service, settings

from api.http.problems import Problem
from api.sparql.priority import BY_THREAD
from api.sparql.worker_process import Worker
from api.sparql.workers import Workers
from graph.library.library import Library
from graph.search.indexing import index_generation

JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("workers") / "store", 2023)


def with_workers(store: Path, work: Callable[[Workers], Awaitable[None]], **more: object) -> None:
    async def run() -> None:
        workers = Workers(settings(store, **more))
        await workers.start()
        try:
            await work(workers)
        finally:
            await workers.stop()

    asyncio.run(run())


def test_a_slow_query_is_stopped_and_others_go_on(store: Path) -> None:
    async def work(workers: Workers) -> None:
        await workers.run("ASK {}", JSON)
        slow = asyncio.create_task(workers.run(ENDLESS, JSON))
        quick = [await workers.run("SELECT * { ?s ?p ?o } LIMIT 5", JSON) for _ in range(20)]
        assert len(quick) == 20
        assert not slow.done()
        with pytest.raises(Problem, match="5 seconds") as told:
            await slow
        assert told.value.status == 504
        # Both processes answer again, the killed one through its replacement.
        await asyncio.gather(*(workers.run("ASK {}", JSON) for _ in range(4)))
        assert len(workers.all) == 2

    with_workers(store, work, sparql_timeout=5)


def test_a_process_that_ends_is_replaced(store: Path) -> None:
    async def work(workers: Workers) -> None:
        await workers.run("ASK {}", JSON)
        slow = asyncio.create_task(workers.run(ENDLESS, JSON))
        await asyncio.sleep(0.5)
        (worker,) = workers.all
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(Problem) as told:
            await slow
        assert told.value.kind == "too-heavy"
        assert (await workers.run("ASK {}", JSON)).content
        # Also one that ends while nothing is asked of it.
        (worker,) = workers.all
        os.kill(worker.pid, signal.SIGKILL)
        await worker.wait()
        assert (await workers.run("ASK {}", JSON)).content

    with_workers(store, work, sparql_workers=1)


def test_memory_is_limited(store: Path) -> None:
    """A query that would fill the machine ends its own process only."""
    hungry = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def work(workers: Workers) -> None:
        with pytest.raises(Problem) as told:
            await workers.run(hungry, JSON)
        assert told.value.kind == "too-heavy"
        assert (await workers.run("ASK {}", JSON)).content

    with_workers(store, work, sparql_workers=1, sparql_memory=1200 * 2**20, sparql_timeout=60)


@pytest.mark.skipif(not BY_THREAD, reason="threads have no priority of their own here")
def test_a_long_query_gives_way_and_the_next_one_does_not(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.sparql.worker_process.LONG", 0.05)
    long = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 3000000 } }"
    here = os.getpriority(os.PRIO_PROCESS, 0)

    def priorities(worker: Worker) -> list[int]:
        threads = map(int, os.listdir(f"/proc/{worker.pid}/task"))
        return [os.getpriority(os.PRIO_PROCESS, thread) for thread in threads if thread != worker.pid]

    async def work(workers: Workers) -> None:
        await workers.run("ASK {}", JSON)
        (worker,) = workers.all
        for _ in range(2):
            asked = asyncio.create_task(workers.run(long, JSON))
            while not asked.done() and here in priorities(worker):
                await asyncio.sleep(0.01)
            assert not asked.done()
            await asked
            assert (await workers.run("ASK {}", JSON)).content
            assert here in priorities(worker)
        assert workers.all == {worker}

    with_workers(store, work, sparql_workers=1)


def test_long_chains_do_not_end_a_process(store: Path) -> None:
    chain = "ASK { FILTER(" + "||".join(["false"] * 20_000) + ") }"

    async def work(workers: Workers) -> None:
        assert b"false" in (await workers.run(chain, JSON)).content

    with_workers(store, work, sparql_workers=1)


def test_no_process_is_left_behind(store: Path) -> None:
    pids = []

    async def work(workers: Workers) -> None:
        await workers.run("ASK {}", JSON)
        pids.extend(worker.pid for worker in workers.all)

    with_workers(store, work)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_new_generation_is_served_within_two_seconds(tmp_path: Path) -> None:
    years = "SELECT DISTINCT ?year { ?r a <https://mingzhang.example/ontology#Revision> ; " \
            "<https://mingzhang.example/ontology#year> ?year } ORDER BY ?year"  # fmt: skip

    with service(tmp_path / "store") as client:
        assert client.get("/ready").status_code == 503
        for number, year in enumerate((2022, 2023), start=1):
            with Library(tmp_path / "store") as library:
                library.add(realistic(year=year, passages=3))
                library.publish([index_generation])
            published = time.monotonic()
            while client.get("/ready").json().get("generation") != number:
                assert time.monotonic() - published < 30, "the service does not follow what is published"
                time.sleep(0.05)
            found = client.get("/sparql", params={"query": years, "format": "csv"}).text.split()
            assert found == ["year", "2022", "2023"][: number + 1]
            assert len(client.get("/disclosures").json()["results"]) == number


def test_a_replaced_generation_is_let_go(tmp_path: Path) -> None:
    """Idle processes hold no old generation, so that it can be removed."""
    store = make_store(tmp_path / "store", 2022)

    async def work(workers: Workers) -> None:
        await workers.run("ASK {}", JSON)
        with Library(store) as library:
            for _ in range(5):
                library.publish([index_generation])
        await workers.refresh()
        with Library(store) as library:
            library.publish([index_generation])
        kept = sorted(int(folder.name) for folder in (store / "generations").iterdir())
        assert 1 not in kept
        assert (await workers.run("ASK {}", JSON)).generation == 7

    with_workers(store, work)
