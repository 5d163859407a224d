"""Reading many files at once: processes that each read one file at a time, with limits of time and memory on each.

A reader that crashes or runs over a limit is named with its file and replaced; the other files go on. Readers are
spawned, never forked (the caller may hold threads), and hold neither the graph nor a tensor library.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import time
import types
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ingest.documents.pace import on_step
from ingest.key_beside import KnownKey
from ingest.records import Disclosure

SECONDS_A_FILE = 300.0
"""Most time one file may take, or one scanned page of it; the longest real disclosures take a few seconds."""
MEMORY_A_FILE = 4 * 2**30
"""Bytes a reader may ask of the machine; a scanned page takes 1 GiB."""
OUT_OF_MEMORY = "OutOfMemory"
_GOES_ON = "goes on"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that yielded no disclosure. ``kind`` is the error's class; ``message`` names file, cause and remedy;
    ``known`` is what it tells of its key, where that was not enough."""

    name: str
    kind: str
    message: str
    known: KnownKey | None = None


def read_many(
    paths: Sequence[Path], *, readers: int, key: Mapping[str, Any], seconds: float = SECONDS_A_FILE,
    memory: int = MEMORY_A_FILE,
) -> Generator[tuple[Path, Disclosure | Failure], None, None]:
    """Read each file as a disclosure of its own; yield in the order given, whatever finished first.

    ``key`` holds what the caller knows of the disclosures (``unit``, ``year``, ``kind``, ``scope``, ``beside``), as
    ``ingest.disclosure.read_disclosure`` takes it. ``seconds`` and ``memory`` (bytes) are what a file may take. Never
    raises for a file: what went wrong is a ``Failure``.
    """
    todo = list(enumerate(paths))[::-1]
    done: dict[int, Disclosure | Failure] = {}
    pool = [Reader(memory) for _ in range(min(readers, len(paths)))]
    nearest = 0
    try:
        while nearest < len(paths):
            for reader in pool:
                # Not further ahead than two files a reader, so that a slow first file does not fill the memory.
                if reader.job is None and todo and todo[-1][0] < nearest + 2 * len(pool):
                    index, path = todo.pop()
                    reader.give(index, path, key, seconds)
            for reader in pool:
                if (result := reader.result()) is not None:
                    done[result[0]] = result[1]
            while nearest in done:
                yield paths[nearest], done.pop(nearest)
                nearest += 1
            busy = [reader.connection for reader in pool if reader.job is not None]
            if busy:
                wait(busy, timeout=0.2)
    finally:
        for reader in pool:
            reader.stop()


class Reader:
    """One process that reads; started again after a crash or a file that took too long."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.job: tuple[int, Path, float, float] | None = None
        self.process: BaseProcess
        self.connection: Connection
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, self.memory), daemon=True, name="mingzhang-reader")
        with _without_main_module():
            self.process.start()
        other.close()

    def give(self, index: int, path: Path, key: Mapping[str, Any], seconds: float) -> None:
        if not self.process.is_alive():
            self._renew()
        self.job = (index, path, time.monotonic() + seconds, seconds)
        self.connection.send((path, dict(key)))

    def result(self) -> tuple[int, Disclosure | Failure] | None:
        """What the file under way yielded, or None while it is being read."""
        if self.job is None:
            return None
        index, path, deadline, seconds = self.job
        try:
            while self.connection.poll():
                told: Disclosure | Failure | str = self.connection.recv()
                if not isinstance(told, str):
                    if isinstance(told, Failure) and told.kind == OUT_OF_MEMORY:
                        self._renew()
                    self.job = None
                    return index, told
                deadline = time.monotonic() + seconds
                self.job = index, path, deadline, seconds
            if time.monotonic() <= deadline:
                return None
            lost = _lost(path, "TookTooLong", f"reading took more than {seconds:g} seconds and was stopped")
        except (EOFError, OSError):
            self.process.join(5)
            lost = _lost(path, "ReaderDied", f"the reading process ended (exit code {self.process.exitcode})")
        self._renew()
        self.job = None
        return index, lost

    def _renew(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join(5)


def _lost(path: Path, kind: str, cause: str) -> Failure:
    return Failure(path.name, kind, f"{path.name}: {cause} (the file may be damaged; try it in another format)")


def serve(connection: Connection, memory: int) -> None:
    """What a reader process does: take a file, send what it yielded, until the pipe closes.

    ``memory``: bytes it may ask of the machine, where the system keeps such a limit (Linux does).
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))
    on_step(lambda: connection.send(_GOES_ON))
    while True:
        try:
            path, key = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(read_one(path, key))


def read_one(path: Path, key: Mapping[str, Any]) -> Disclosure | Failure:
    """Read one file in this process; whatever went wrong is a ``Failure`` that names the file."""
    from ingest.disclosure import read_disclosure

    try:
        return read_disclosure([path], **key)
    except Exception as error:
        return _failure(path, error)


def _failure(path: Path, error: Exception) -> Failure:
    """What went wrong, with the file's name. A fault of a reader must not take the other files with it."""
    from ingest.documents.document import UnreadableDocument

    chain: list[BaseException] = [error]
    while (before := chain[-1].__cause__) is not None:
        chain.append(before)
    kind = type(error).__name__
    if any(isinstance(each, MemoryError) for each in chain):
        cause = "reading it needs more memory than a file may take"
        return Failure(path.name, OUT_OF_MEMORY, f"{path.name}: {cause} (split it, or try it in another format)")
    if isinstance(error, UnreadableDocument):
        return Failure(path.name, kind, str(error), getattr(error, "known", None))
    if isinstance(error, OSError):
        return Failure(path.name, kind, f"{path.name}: {error.strerror or error}")
    named = str(error).startswith(path.name)
    return Failure(path.name, kind, str(error) if named else f"{path.name}: could not be read ({kind}: {error})")


@contextlib.contextmanager
def _without_main_module() -> Iterator[None]:
    """Spawned processes import the caller's main module again, here the whole command line; readers need none."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
