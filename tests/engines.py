"""SPARQL servers for tests, each in a process of its own on a port of its own, ended with the block."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from graph.store.connection import Connection
from graph.store.remote import answered, graphs_under
from graph.store.server import Server, ServerError
from ontology.terms import DEFAULT_BASE

VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
"""
"""As an installation has it, but for its folder and ports. The name and password are those it is installed with."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def program(name: str) -> str:
    """A server's program; skips where it is not there."""
    found = shutil.which(name) or shutil.which(str(Path(sys.executable).with_name(name)))
    if found is None:
        pytest.skip(f"the program {name} is not installed")
    return found


def empty(server: Server) -> None:
    """Removes every graph that a store has left there."""
    with closing(Connection(server)) as line:
        for row in list(answered(line, graphs_under(DEFAULT_BASE))):
            line.update(f"DROP SILENT GRAPH {row[0]}")


@contextmanager
def running(command: list[str], server: Server, log: Path) -> Iterator[Server]:
    """The server, once it answers; it ends with the block."""
    command = [program(command[0]), *command[1:]]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            line, deadline = Connection(server), time.monotonic() + 60
            while True:
                try:
                    assert answered(line, "ASK {}")
                    break
                except ServerError:
                    if process.poll() is not None or time.monotonic() > deadline:
                        pytest.fail(f"{command[0]} does not answer: {log.read_text()}")
                    time.sleep(0.05)
            line.close()
            yield server
        finally:
            process.kill()


def oxigraph(folder: Path) -> AbstractContextManager[Server]:
    """The server of the package ``oxigraph`` on PyPI, in memory."""
    address = f"127.0.0.1:{free_port()}"
    command = ["oxigraph", "serve", "--bind", address]
    return running(command, Server(f"http://{address}/query"), folder / "log")


def virtuoso(folder: Path) -> AbstractContextManager[Server]:
    """Virtuoso of the Debian package ``virtuoso-opensource-7-bin``; one logs in to write."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    return running(command, Server(f"http://127.0.0.1:{http}/sparql-auth", "", "dba", "dba"), folder / "log")
