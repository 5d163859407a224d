"""The SPARQL 1.1 protocols, request by request: the W3C's tests that apply to queries, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from protocol_cases import KEY, fault, fault_after, filled, groups, named, report, send
from service_store import make_store, service

REPORT = Path(__file__).parents[1] / "docs" / "protocol.md"
ALL = [case for group in groups() for case in group["test"]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("protocol") / "store")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with service(store, key=KEY) as running:
        yield running


@pytest.mark.parametrize(
    "case",
    # What writes starts a process each time.
    [pytest.param(case, id=case["name"], marks=[pytest.mark.slow] if case.get("key") else []) for case in ALL],
)
def test_protocol(client: TestClient, store: Path, case: dict[str, Any]) -> None:
    case = filled(case, named(store))
    assert fault(send(client, case), case) == ""  # type: ignore[arg-type]
    assert fault_after(client, case) == ""  # type: ignore[arg-type]


def test_a_wrong_reply_is_noticed(client: TestClient) -> None:
    """What tells right from wrong can itself fail."""
    ask = {"parameters": [["query", "ASK {}"]]}
    for wrong in (
        {"boolean": False}, {"media": ["text/csv"]}, {"status": [400]}, {"reply_headers": {"Vary": "Cookie"}},
        {"empty": True},
    ):  # fmt: skip
        assert fault(send(client, ask), {**ask, **wrong})  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_report_tells_what_passes(client: TestClient, store: Path) -> None:
    assert REPORT.read_text(encoding="utf-8") == report(client, named(store)), "python tests/protocol_report.py"  # type: ignore[arg-type]
