"""The OpenAPI description: what FastAPI gathers, with the one shape of errors and the key where it is needed."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.keys import need_key
from api.problems import MEDIA

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
CONTENT = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
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
                        told["content"] = CONTENT
                        told.setdefault("description", "Error")
                responses["default"] = {"description": "Any other error", "content": CONTENT}
                if (path, method) in keyed:
                    operation["security"] = [{"key": []}]
    app.openapi_schema = found
    return found


def keyed_routes(app: FastAPI) -> set[tuple[str, str]]:
    """Path and method of the routes that need the key."""
    found = set()
    for route in app.routes:
        dependant = getattr(route, "dependant", None)
        if dependant is not None and any(each.call is need_key for each in dependant.dependencies):
            found |= {(getattr(route, "path", ""), method.lower()) for method in getattr(route, "methods", ())}
    return found
