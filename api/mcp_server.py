"""The tools of the MCP server (Model Context Protocol): each is one request to the service, and holds no rule itself.

Over stdio the client is the person who started it: `check` reads a file of this machine. Over HTTP it is anybody:
`check` takes the document itself, and the key.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

import httpx2
from fastapi import FastAPI
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import Field

from api.holdings.documents import checked
from api.http.problems import Problem
from api.settings import Settings
from ontology.terms import with_base

INSTRUCTIONS = """\
Mingzhang (明账) holds budgets and final accounts disclosed by Chinese public bodies, every figure with its place.
Use `ask` for questions in Chinese or English, `unit` to see what is held, `search` for prose, `schema` before writing
SPARQL, `sparql` for what `ask` can't answer, `evidence` to see where something is printed, `check` for errors in a
document. Quote figures exactly as they come, with their unit and place; an answer that is "unanswered" holds no figure.
"""
QUERIES = Path(__file__).parent / "queries"


class Service:
    """Requests to the application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self.settings: Settings = app.state.settings
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://mingzhang", timeout=None
        )

    async def get(self, path: str, **parameters: Any) -> Any:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self.told(await self.client.get(path, params=given))

    async def post(self, path: str, **how: Any) -> Any:
        return self.told(await self.client.post(path, **how))

    @staticmethod
    def told(reply: httpx2.Response) -> Any:
        """The JSON of a reply; an error is the tool's, in the service's words."""
        if reply.status_code >= 400:
            raise ToolError(str(reply.json()["detail"]))
        return reply.json()


def create_server(app: FastAPI, *, local: bool) -> MCPServer[Any]:
    """The server over an application that runs. ``local``: the client may name files of this machine."""
    service = Service(app)
    server: MCPServer[Any] = MCPServer(
        "mingzhang", title="Mingzhang 明账", instructions=INSTRUCTIONS, version=app.version, log_level="WARNING"
    )

    @server.tool()
    async def ask(
        question: Annotated[str, Field(description="A question in Chinese or English, one at a time")],
        lang: Annotated[Literal["zh", "en"] | None, Field(description="Language of the answer")] = None,
    ) -> dict[str, Any]:
        """Answer a question from the figures and prose held: values, formula, places, the SPARQL that was run."""
        return dict(await service.post("/ask", json={"question": question, "lang": lang}))

    @server.tool()
    async def search(
        text: Annotated[str, Field(description="Words or a question")],
        unit: Annotated[str | None, Field(description="Name of a unit")] = None,
        year: Annotated[int | None, Field(description="Fiscal year")] = None,
        k: Annotated[int, Field(ge=1, le=50, description="Most passages")] = 10,
    ) -> dict[str, Any]:
        """Find passages of prose in the documents held, with document, page and section."""
        return dict(await service.get("/search", q=text, unit=unit, year=year, k=k))

    @server.tool()
    async def sparql(
        query: Annotated[str, Field(description="SPARQL 1.1; the default graph is the union of the current ones")],
    ) -> dict[str, Any]:
        """Run a SELECT or ASK query and give its result as SPARQL JSON; `schema` tells the vocabulary."""
        return dict(await service.get("/sparql", query=query, format="json"))

    @server.tool()
    async def unit(
        name: Annotated[str | None, Field(description="Name of a unit; without it all units are listed")] = None,
    ) -> dict[str, Any]:
        """A unit with its other names, disclosures and files; or the list of units held."""
        if name is None:
            return dict(await service.get("/units", limit=1000))
        return dict(await service.get("/units/" + quote(name, safe="")))

    @server.tool()
    async def evidence(
        iri: Annotated[str, Field(description="IRI of a figure, passage, observation or place, from another tool")],
    ) -> dict[str, Any]:
        """Where a thing is printed and what stands there: document, page, table, cell, printed text."""
        if any(char in iri for char in '<>"{}|\\^`') or not iri.isprintable() or " " in iri:
            raise ToolError(f"{iri!r} is no IRI")
        text = with_base((QUERIES / "evidence.rq").read_text("utf-8"), service.settings.base)
        text = text.replace("{ UNDEF }", f"{{ <{iri}> }}")
        found = await service.get("/sparql", query=text, format="json")
        return {
            "results": [
                {name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]
            ]
        }

    @server.tool()
    async def schema() -> dict[str, Any]:
        """What a query may name: prefixes, classes and properties with their meaning, and queries to start from."""
        return await described(service)

    if local:

        @server.tool()
        async def check(
            path: Annotated[str, Field(description="A document on this machine (PDF, Word, HTML, workbook, text)")],
        ) -> list[dict[str, Any]]:
            """Read a document without storing it, and tell what is wrong or doubtful in it, with both sides."""
            file = Path(path).expanduser()
            if not file.is_file():
                raise ToolError(f"{path}: there is no such file")
            try:
                return await checked(service.settings, file.absolute(), "findings")
            except Problem as problem:
                raise ToolError(problem.detail) from None
    else:

        @server.tool(name="check")
        async def check_sent(
            name: Annotated[str, Field(description="Name of the file with its ending")],
            content: Annotated[str, Field(description="The file, in base64")],
            context: Context[Any, Any],
        ) -> list[dict[str, Any]]:
            """Read a document without storing it, and tell what is wrong or doubtful in it. Needs the service's key."""
            try:
                document = base64.b64decode(content, validate=True)
            except binascii.Error:
                raise ToolError("content is not base64") from None
            sent = (context.headers or {}).get("authorization", "")
            headers = {"Authorization": sent, "Content-Type": "application/octet-stream"}
            return list(await service.post("/check", params={"name": name}, content=document, headers=headers))

    return server


async def described(service: Service) -> dict[str, Any]:
    """The vocabulary, read from the graph itself, and the project's own queries as examples."""
    from api.sparql.page import bare
    from graph.queries import queries

    base = service.settings.base
    query = with_base((QUERIES / "schema.rq").read_text("utf-8"), base)
    terms = await service.get("/sparql", query=query, format="json")
    examples = [
        {"question": each.question, "question_en": each.question_en, "sparql": with_base(bare(each.text), base)}
        for each in queries().values()
        if not any(parameter.required for parameter in each.parameters)
    ]
    return {
        "prefixes": {"mz": f"{base}ontology#", "qb": "http://purl.org/linked-data/cube#"},
        "terms": [{name: term["value"] for name, term in row.items()} for row in terms["results"]["bindings"]],
        "examples": examples[:12],
    }


class Endpoint:
    """`/mcp`: the streamable HTTP transport inside the service, without sessions, so that nothing is kept."""

    def __init__(self, app: FastAPI) -> None:
        server = create_server(app, local=False)
        # Pages of other sites may read everything here anyway, and what changes something needs the key.
        open_to_all = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self.routes = server.streamable_http_app(
            streamable_http_path="/mcp", json_response=True, stateless_http=True, transport_security=open_to_all
        ).routes
        self.manager = server.session_manager

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.manager.run():
            yield

