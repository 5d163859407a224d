"""The OpenAPI description: what FastAPI gathers, the one shape of errors, the key where it is needed, and examples.

The examples are requests with what the service answered to them (``openapi_examples.json``, written by
``python tests/openapi_examples.py``).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.keys import need_key
from api.http.problems import MEDIA

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "An error (RFC 9457): type for programs, detail for people",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:mingzhang:no-such-unit"]},
        "title": {"type": "string", "examples": ["Not Found"]},
        "status": {"type": "integer", "examples": [404]},
        "detail": {"type": "string", "examples": ["no unit 某某局 is held; /units lists those that are"]},
    },
}
EXAMPLES = Path(__file__).with_name("openapi_examples.json")
BUSY = {
    "too many requests": {"value": {
        "type": "urn:mingzhang:too-many", "title": "Too Many Requests", "status": 429,
        "detail": "more than 20 requests a second; come back in 1 s"}},
    "busy": {"value": {
        "type": "urn:mingzhang:busy", "title": "Service Unavailable", "status": 503,
        "detail": "too many requests are being answered; come back"}},
}  # fmt: skip
"""What any request may be answered."""
METHODS = ("get", "put", "post", "delete", "patch")


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, made once; to be put in the place of ``app.openapi``."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "The service's key"}}
    keyed = keyed_routes(app)
    for path, operations in found["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                responses = operation["responses"]
                for status, told in responses.items():
                    if status.startswith(("4", "5")):
                        told["content"] = problem()
                        told.setdefault("description", "Error")
                responses["default"] = {"description": "Any other error", "content": problem(BUSY)}
                if (path, method) in keyed:
                    operation["security"] = [{"key": []}]
    for example in json.loads(EXAMPLES.read_text("utf-8")):
        method, path = example["of"].split(" ")
        show(example, found["paths"][path][method])
    app.openapi_schema = found
    return found


def problem(examples: dict[str, Any] | None = None) -> dict[str, Any]:
    """The content of an error."""
    schema: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {MEDIA: {**schema, **({"examples": examples} if examples else {})}}


def show(example: dict[str, Any], operation: dict[str, Any]) -> None:
    """Put an example into its operation: its answer by status and type; what was sent, where that was right."""
    name, status = example["name"], example["status"]
    answers = operation["responses"].setdefault(str(status), {"description": HTTPStatus(status).phrase})
    default = problem()[MEDIA] if example["answered"] == MEDIA else {}
    content = answers.setdefault("content", {}).setdefault(example["answered"], default)
    if example["answer"] is not None:
        content.setdefault("examples", {})[name] = {"value": example["answer"]}
    if status >= 400:
        return
    sent = {**example["path"], **example["query"]}
    for parameter in operation.get("parameters", []):
        if parameter["name"] in sent:
            text = sent[parameter["name"]]
            types = [parameter["schema"], *parameter["schema"].get("anyOf", [])]
            number = any(each.get("type") == "integer" for each in types)
            parameter.setdefault("examples", {})[name] = {"value": int(text) if number else text}
    if example["body"] is not None:
        body = operation["requestBody"]["content"][example["media"]]
        body.setdefault("examples", {})[name] = {"value": example["body"]}


def keyed_routes(app: FastAPI) -> set[tuple[str, str]]:
    """Path and method of the routes that need the key."""
    found = set()
    for route in app.routes:
        dependant = getattr(route, "dependant", None)
        if dependant is not None and any(each.call is need_key for each in dependant.dependencies):
            found |= {(getattr(route, "path", ""), method.lower()) for method in getattr(route, "methods", ())}
    return found
