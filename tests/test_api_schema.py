"""schemathesis on every endpoint: what the description says is what the service does, whatever it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance
from service_store import listening, make_store
from service_store import settings as service_settings

from api.app import create_app

KEY = "schemathesis-key"
schemathesis.serializer.alias(["application/sparql-query", "application/sparql-update"], "text/plain")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    store = make_store(tmp_path_factory.mktemp("schema") / "store", 2023)
    with listening(create_app(service_settings(store, key=KEY))) as host:
        yield schemathesis.openapi.from_url(f"http://{host}/openapi.json")


def faults(described: Any, check: Callable[[Any], None], examples: int) -> list[str]:
    """Put drawn requests to every endpoint; what went wrong, an entry an endpoint."""
    found = []
    for result in described.get_all_operations():
        operation = result.ok()

        @settings(max_examples=examples, deadline=None, derandomize=True, database=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.as_strategy())
        def drawn(case: Any) -> None:
            check(case)

        try:
            drawn()
        except BaseExceptionGroup as error:
            found.append(f"{operation.label}: {error} {[str(each) for each in error.exceptions]}")
        except Exception as error:
            found.append(f"{operation.label}: {error}")
    return found


def test_every_endpoint(described: Any) -> None:
    def check(case: Any) -> None:
        # Not every text is a query and not every file a disclosure; a schema can't say which are.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {KEY}"}, timeout=40, excluded_checks=[positive_data_acceptance]
        )

    assert "\n\n".join(faults(described, check, 20)) == ""


def test_every_endpoint_without_a_key(described: Any) -> None:
    def check(case: Any) -> None:
        reply = case.call(timeout=40)
        case.validate_response(reply, checks=[not_a_server_error])
        if any(part in case.operation.path for part in ("/documents", "/check", "/jobs", "/review")):
            assert reply.status_code in (401, 405, 413, 422), reply.status_code

    assert "\n\n".join(faults(described, check, 5)) == ""


def test_faults_are_noticed(described: Any) -> None:
    """Every endpoint is drawn for, and what goes wrong with one is told."""

    def check(case: Any) -> None:
        raise AssertionError("wrong")

    told = faults(described, check, 1)
    assert len(told) > 25
    assert any(each.startswith("POST /ask:") for each in told)
