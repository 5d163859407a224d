"""SPARQL servers over the same graph: the service itself, ``oxigraph serve`` and ``rdflib-endpoint``."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from pyoxigraph import RdfFormat, serialize

from bench.memory import worked
from bench.stores import environment
from graph.store.generation import open_current

START = 600.0
"""Seconds that a server may take to load its data."""
AT_REST = 0.05
"""Seconds of processor time in a second that a server takes at most when it has nothing to do."""
ASK = "ASK { ?s ?p ?o }"


class Served(NamedTuple):
    """A server that answers: where, and its process."""

    address: str
    process: int


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def program(name: str) -> str:
    """A program that came with a package of the extra ``bench``. Raises FileNotFoundError."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: pip install 'mingzhang[bench]'")
    return found


@contextlib.contextmanager
def running(command: list[str], address: str, log: Path) -> Iterator[Served]:
    """A server process, from when it answers a query at ``address`` until the end of the ``with``."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment(MINGZHANG_LOG="off"))
        try:
            until = time.monotonic() + START
            while True:
                with contextlib.suppress(URLError, OSError), urlopen(f"{address}?{urlencode({'query': ASK})}") as reply:
                    if reply.status == 200:
                        break
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} does not answer: {log.read_text('utf-8', 'replace')[-2000:]}")
                time.sleep(0.2)
            yield Served(address, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def dumped(store: Path, path: Path) -> Path:
    """All current quads of a store as N-Quads; as N-Triples, each once, where ``path`` ends in .nt."""
    if not path.exists():
        part = path.with_suffix(".part")
        with open_current(store) as generation:
            if path.suffix == ".nt":
                serialize({quad.triple for quad in generation.store}, str(part), RdfFormat.N_TRIPLES)
            else:
                generation.store.dump(str(part), RdfFormat.N_QUADS)
        part.rename(path)
    return path


@contextlib.contextmanager
def mingzhang(store: Path, work: Path) -> Iterator[Served]:
    """The service, worker processes and limits included, when it has done what it does after its start."""
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--store", str(store)]
    with running(command, f"http://127.0.0.1:{port}/sparql", work / "mingzhang.log") as served:
        until = time.monotonic() + START
        while time.monotonic() < until:
            with urlopen(f"http://127.0.0.1:{port}/ready") as reply:
                if json.load(reply)["questions"] != "loading":
                    break
            time.sleep(0.2)
        # It then chooses questions to offer; what is asked first would be answered beside that.
        used = worked(served.process)
        while time.monotonic() < until:
            time.sleep(1)
            before, used = used, worked(served.process)
            if used - before < AT_REST:
                break
        yield served


def oxigraph(store: Path, work: Path) -> AbstractContextManager[Served]:
    """The Oxigraph server over a copy of the published store, all graphs as one."""
    copy = work / "oxigraph"
    if not copy.exists():
        with open_current(store) as generation:
            generation.store.backup(str(copy))
    port = free_port()
    command = [
        program("oxigraph"), "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{port}",
        "--union-default-graph",
    ]  # fmt: skip
    return running(command, f"http://127.0.0.1:{port}/query", work / "oxigraph.log")


def rdflib_endpoint(store: Path, work: Path) -> AbstractContextManager[Served]:
    """rdflib behind a server, in memory: the same triples in one graph."""
    port = free_port()
    data = dumped(store, work / "triples.nt")
    command = [program("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
    return running(command, f"http://127.0.0.1:{port}/", work / "rdflib.log")
