"""What pages ask of the service: requests to its HTTP interface in the same process, for the visitor of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpx2
from fastapi import FastAPI, Request

from api.http.problems import Problem
from api.settings import Settings
from graph.queries import Value, bound

PATIENCE = 600.0
"""Seconds; the service's own limits are shorter."""


class Service:
    """Requests of one visitor: under the address the visitor comes from, so that the service's limits hold."""

    def __init__(self, app: FastAPI, request: Request) -> None:
        self.settings: Settings = app.state.settings
        client = (request.client.host, request.client.port) if request.client else ("127.0.0.1", 0)
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app, client=client), base_url="http://mingzhang", timeout=PATIENCE
        )
        self.base = self.settings.base
        generation = app.state.holdings.generation
        if generation is not None:
            self.base = generation.base

    async def request(self, method: str, path: str, key: str = "", **how: Any) -> httpx2.Response:
        """The reply; ``Problem`` with the service's own words where it is an error."""
        headers = {**({"Authorization": f"Bearer {key}"} if key else {}), **how.pop("headers", {})}
        reply = await self.client.request(method, path, headers=headers, **how)
        if reply.status_code >= 400:
            try:
                told = reply.json()
            except ValueError:
                told = {}
            kind = str(told.get("type", "fault")).rpartition(":")[2]
            raise Problem(reply.status_code, kind, str(told.get("detail", reply.reason_phrase)))
        return reply

    async def get(self, path: str, **parameters: Any) -> Any:
        """JSON of an address; parameters that are None or empty are left out."""
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        return (await self.request("GET", path, params=given)).json()

    async def post(self, path: str, **how: Any) -> Any:
        return (await self.request("POST", path, **how)).json()

    async def rows(self, name: str, **values: Value | Iterable[Value] | None) -> list[dict[str, str]]:
        """The rows of one of the project's queries (``graph/queries``), its cells as strings; unbound ones missing."""
        return await self.select(bound(name, self.base, **values))

    async def select(self, query: str) -> list[dict[str, str]]:
        """The rows of a query through `/sparql`."""
        headers = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
        reply = await self.request("POST", "/sparql", content=query.encode(), headers=headers)
        return [{name: term["value"] for name, term in row.items()} for row in reply.json()["results"]["bindings"]]
