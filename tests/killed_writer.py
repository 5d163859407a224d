"""A writer that is made to be killed: it does everything a library does, and writes down what was acknowledged.

Started by ``forkserver``, which has imported this module, so that a hundred of them cost little more than their work.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from disclosure_builders import disclosure, figure, realistic
from stand_in import StandIn

from graph.library.library import Library
from graph.search.indexing import complete_vectors, index_generation
from graph.store.generation import open_current
from ingest.records import Disclosure

STEPS = ("add", "revise", "replace", "remove", "publish", "vectors")
CONTEXT = multiprocessing.get_context("forkserver")


class Step(NamedTuple):
    """A step that was acknowledged, and the number of the disclosure it was about."""

    name: str
    number: int


def numbered(number: int) -> Disclosure:
    """The disclosure of a number: three bodies take turns, year by year."""
    unit, year = f"示例市第{number % 3}局", 2000 + number // 3
    return realistic(unit, year, document=f"{number}.pdf", passages=5)


def revised(number: int) -> Disclosure:
    """Another file with another figure for the disclosure of a number."""
    key = numbered(number).key
    return disclosure(figure("9"), name=key.unit, year=key.year, document=f"更正{number}.pdf")


def read_again(number: int) -> Disclosure:
    """The same file of a number as an improved reader would read it: a passage less."""
    before = numbered(number)
    return replace(before, passages=before.passages[:-1])


def write(folder: str, acknowledged: str, first: int, seed: int) -> None:
    """Adds, revises, replaces, removes, publishes and indexes until killed."""
    log = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    chance = random.Random(seed)
    with Library(folder) as library:
        os.write(log, b"open 0\n")
        for number in range(first, first + 1000):
            library.add(numbered(number))
            os.write(log, f"add {number}\n".encode())
            for step in STEPS[1:]:
                if chance.random() < 0.4:
                    if step == "revise":
                        library.add(revised(number))
                    elif step == "replace":
                        library.replace(read_again(number))
                    elif step == "remove":
                        library.remove(library.names.disclosure(numbered(number).key).value)
                    elif step == "publish":
                        library.publish([index_generation])
                    else:
                        vectors(folder)
                    os.write(log, f"{step} {number}\n".encode())


def vectors(folder: str | Path) -> None:
    """Computes the vectors that the published generation lacks, if there is one."""
    if (Path(folder) / "current").exists():
        with open_current(folder) as generation:
            complete_vectors(generation.path, generation.store, generation.base, StandIn())


def killed(folder: Path, acknowledged: Path, first: int, steps: int, seconds: float, seed: int) -> list[Step]:
    """What a writer acknowledged before it was killed, some time after it had opened the store and done some steps."""
    CONTEXT.set_forkserver_preload(["killed_writer"])
    acknowledged.unlink(missing_ok=True)
    process = CONTEXT.Process(target=write, args=(str(folder), str(acknowledged), first, seed))
    process.start()
    while not (acknowledged.exists() and acknowledged.read_bytes().count(b"\n") > steps) and process.is_alive():
        time.sleep(0.002)
    time.sleep(seconds)
    process.kill()
    process.join()
    assert process.exitcode == -9, f"the writer ended by itself, with exit code {process.exitcode}"
    lines = [line.split() for line in acknowledged.read_text("ascii").splitlines()]
    return [Step(name, int(number)) for name, number in lines if name != "open"]
