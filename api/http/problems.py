"""One shape for every error of the service: problem+json (RFC 9457), or a page for people who ask for one."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from graph.store.generation import GenerationGone
from graph.store.server import ServerError

MEDIA = "application/problem+json"
log = logging.getLogger("mingzhang")


class Problem(Exception):
    """An error that the client is told: ``kind`` for programs, ``detail`` for people: what, why, what to do."""

    def __init__(self, status: int, kind: str, detail: str, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        super().__init__(detail)


def response(problem: Problem) -> Response:
    """The problem as problem+json; ``type`` is a name without an address, as the RFC allows."""
    body = {
        "type": f"urn:mingzhang:{problem.kind}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    return JSONResponse(body, problem.status, problem.headers, MEDIA)


def install(app: FastAPI) -> None:
    """Give every error of the application this shape."""

    async def of_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return response(error)

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = str(error.detail)
        if error.status_code == 404 and detail == HTTPStatus.NOT_FOUND.phrase:
            detail = f"nothing is served at {request.url.path}; /docs lists what is"
        kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return response(Problem(error.status_code, kind, detail, dict(error.headers or {})))

    async def of_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()
        )
        return response(Problem(422, "wrong-parameters", wrong))

    async def of_fault(request: Request, error: Exception) -> Response:
        if isinstance(error, GenerationGone):
            return await of_server(request, error)
        log.exception("fault while answering %s", request.url.path, exc_info=error)
        return response(Problem(500, "fault", "the service made a mistake; its log tells which"))

    async def of_server(request: Request, error: Exception) -> Response:
        log.error("%s: %s", request.url.path, error)
        return response(Problem(503, "graph-not-there", str(error), {"Retry-After": "5"}))

    app.add_exception_handler(Problem, of_problem)
    app.add_exception_handler(ServerError, of_server)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(RequestValidationError, of_validation)
    app.add_exception_handler(Exception, of_fault)
