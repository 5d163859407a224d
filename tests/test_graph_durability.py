"""Killed at any moment, the library loses nothing that it acknowledged and holds nothing by halves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure, realistic
from pyoxigraph import Quad

from graph.generation import NoGeneration, open_current
from graph.identity import Names
from graph.library import Library
from graph.store import sorted_nquads
from graph.structure import violations

ROUNDS = 12
RUNS = Names().runs_graph
WRITER = """
import sys
from disclosure_builders import realistic, disclosure, figure
from graph.library import Library
first = int(sys.argv[2])
with Library(sys.argv[1]) as library:
    print("open", flush=True)
    for number in range(first, first + 50):
        unit, year = f"示例市第{number % 3}局", 2000 + number // 3
        library.add(realistic(unit, year, document=f"{number}.pdf", passages=5))
        print("add", number, flush=True)
        if number % 4 == 1:
            library.add(disclosure(figure("9"), name=unit, year=year, document=f"更正{number}.pdf"))
            print("revise", number, flush=True)
        if number % 5 == 4:
            library.remove(library.names.disclosure(realistic(unit, year).key).value)
            print("remove", number, flush=True)
        if number % 3 == 2:
            library.publish()
            print("publish", number, flush=True)
"""


def killed_after(folder: Path, first: int, seconds: float) -> list[tuple[str, int]]:
    """What a writer acknowledged before it was killed, some time after it had opened the store."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(first)], stdout=subprocess.PIPE, text=True,
                          env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().splitlines(keepends=True)
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(word, int(number)) for word, number in whole]


@pytest.mark.slow
def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance, names, number = random.Random(2023), Names(), 0
    held: set[str] = set()
    for _ in range(ROUNDS):
        done = killed_after(tmp_path, number, chance.uniform(0.0, 0.9))
        for step, which in done:
            if step == "remove":
                held.discard(iri(names, which))
            elif step != "publish":
                held.add(iri(names, which))
        with Library(tmp_path) as library:
            found = {library.names.disclosure(key).value for key, _ in library.disclosures()}
            # The step that was under way may be done or not; the one before it is acknowledged.
            last = done[-1][1] if done else number - 1
            under_way = {iri(names, which) for which in (last, last + 1)}
            assert held ^ found <= under_way
            library.publish()
        with open_current(tmp_path) as generation:
            quads = [*generation.store]
            assert violations(quads) == []
        held = found
        number = max([number, *(which for _, which in done)]) + 2
    with Library(tmp_path) as library:
        worked = lines(quads_of(library))
        library.rebuild()
        assert lines(quads_of(library)) == worked


def iri(names: Names, which: int) -> str:
    """The disclosure that the writer's step of this number is about."""
    return names.disclosure(realistic(f"示例市第{which % 3}局", 2000 + which // 3).key).value


def quads_of(library: Library) -> list[Quad]:
    library.publish()
    with open_current(library.store_dir) as generation:
        return [*generation.store, *generation.replaced]


def lines(quads: list[Quad]) -> list[str]:
    return list(sorted_nquads(quads, without=[RUNS]))


@pytest.mark.slow
def test_readers_see_whole_generations_while_a_writer_is_killed(tmp_path: Path) -> None:
    for round_ in range(4):
        killed_after(tmp_path, round_ * 60, 0.7)
        try:
            generation = open_current(tmp_path)
        except NoGeneration:
            continue
        with generation:
            assert violations(generation.store) == []


def test_a_library_that_was_left_open_is_as_it_was(tmp_path: Path) -> None:
    library = Library(tmp_path)
    outcome = library.add(disclosure(figure("1")))
    library.close()
    with Library(tmp_path) as again:
        assert [revision for _, revision in again.disclosures()] == [outcome.revision]
