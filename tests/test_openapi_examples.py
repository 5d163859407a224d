"""Every operation has an example of success and of failure, and the service still answers like them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from http_transcript import serving
from openapi_examples import TARGET, examples
from service_store import settings

from api.app import create_app
from api.http.problems import MEDIA

NEVER_FAIL = ("/health", "/ready", "/metrics")
"""Their failures are those of any request, which stand with every operation."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return create_app(settings(tmp_path_factory.mktemp("described"))).openapi()


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{method} {path}", operation)
            for path, methods in described["paths"].items() for method, operation in methods.items()]  # fmt: skip


def test_every_operation_has_examples(described: dict[str, Any]) -> None:
    shown = {(each["of"], each["status"] < 400) for each in json.loads(TARGET.read_text("utf-8"))}
    for name, operation in operations(described):
        assert (name, True) in shown, f"{name}: no example of success"
        assert (name, False) in shown or name.split(" ")[1] in NEVER_FAIL, f"{name}: no example of failure"
        assert operation["responses"]["default"]["content"][MEDIA]["examples"], name
        for parameter in operation.get("parameters", []):
            assert parameter.get("examples") or not parameter.get("required"), f"{name}: {parameter['name']}"
        for body in [operation["requestBody"]["content"]] if "requestBody" in operation else []:
            assert any("examples" in content or "example" in content for content in body.values()), name


def test_errors_have_one_shape(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(answer["content"]) == [MEDIA], (name, status)
                for example in answer["content"][MEDIA].get("examples", {}).values():
                    assert example["value"]["status"] == int(status), name


def shape(value: Any) -> Any:
    """A JSON value without its texts and numbers: the names that stand where."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in sorted(value.items())}
    return [shape(each) for each in value[:1]] if isinstance(value, list) else type(value) in (str, int, float)


@pytest.mark.slow
def test_the_service_answers_so(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        now = examples(address)
    written = json.loads(TARGET.read_text("utf-8"))
    for was, is_now in zip(written, now, strict=True):
        for name in ("of", "name", "query", "body", "status", "answered"):
            assert was[name] == is_now[name], was["of"]
        assert shape(was["answer"]) == shape(is_now["answer"]), f"{was['of']}: python tests/openapi_examples.py"
