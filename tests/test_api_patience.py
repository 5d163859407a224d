"""Clients that keep others waiting: no head of a request, a body that trickles, an answer nobody reads."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_store import listening, make_store, settings

from api.app import create_app
from api.http import patience
from api.http.patience import Impatient


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    store: Path = make_store(tmp_path_factory.mktemp("patience") / "store", 2023)
    app = create_app(settings(store, requests=2))
    with pytest.MonkeyPatch.context() as quick:
        for name in ("REQUEST_SECONDS", "GRACE", "UNREAD_SECONDS"):
            quick.setattr(patience, name, 0.5)
        with listening(app, http=Impatient) as host:
            name, _, port = host.partition(":")
            yield name, int(port)


def answered(connection: socket.socket, seconds: float = 20) -> bytes:
    """All that comes until the service closes the connection."""
    connection.settimeout(seconds)
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_a_connection_without_a_request_is_closed(address: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(sent)
        assert answered(connection) == b""


def test_the_second_request_of_a_connection_is_not_waited_for_either(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        found = b""
        while b'{"status":"ok"}' not in found:
            found += connection.recv(65536)
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        assert answered(connection) == b""


def test_bodies_that_trickle_hold_no_place(address: tuple[str, int]) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nA"
    slow = [socket.create_connection(address) for _ in range(2)]
    try:
        for connection in slow:
            connection.sendall(head)
        time.sleep(0.2)
        with socket.create_connection(address) as other:
            other.sendall(b"GET /units HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert b" 503 " in answered(other)
        for connection in slow:
            assert b"408" in answered(connection).split(b"\r\n")[0]
    finally:
        for connection in slow:
            connection.close()
    with socket.create_connection(address) as other:
        other.sendall(b"GET /units HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert b" 200 " in answered(other).split(b"\r\n")[0]


def test_answers_that_nobody_reads_hold_no_place(address: tuple[str, int]) -> None:
    deaf = [socket.socket() for _ in range(2)]
    try:
        for connection in deaf:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(address)
            # Several large answers on one connection, none of them read.
            request = b"GET /graph-store?default&format=nt HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity\r\n\r\n"
            connection.sendall(request * 40)
        deadline = time.monotonic() + 60
        while True:
            with socket.create_connection(address) as other:
                other.sendall(b"GET /units HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                if b" 200 " in answered(other).split(b"\r\n")[0]:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        for connection in deaf:
            connection.close()
