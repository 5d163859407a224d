"""The MCP server, through the SDK's own client: over HTTP in the service, over stdio as a command."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from disclosure_builders import UNIT
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from service_store import UNIT_IRI, listening, make_store, settings

from api.app import create_app

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "documents" / "shili-tushuguan-2021-juesuan.txt"
TOOLS = {"ask", "search", "sparql", "unit", "evidence", "check", "schema"}
KEY = "a-key-of-the-test"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("mcp") / "store", 2023)


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with listening(create_app(settings(store, key=KEY))) as host:
        yield f"http://{host}/mcp"


Call = Callable[..., Awaitable[Any]]


async def every_tool(client: Client, check: dict[str, str]) -> None:
    """List the tools and call each of them, as an agent would."""
    assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS

    async def call(tool: str, **arguments: Any) -> Any:
        result = await client.call_tool(tool, arguments)
        assert not result.is_error, result.content
        return result.structured_content

    answer = await call("ask", question=f"{UNIT}2023年支出合计决算数是多少？")
    assert (answer["status"], answer["values"][0]["value"]) == ("answered", "373.97")
    printed = await call("evidence", iri=answer["evidence"][0]["iri"])
    assert any(row.get("printed") == "373.97" and row.get("item") == "合计" for row in printed["results"])
    found = await call("search", text="人员变动", k=2)
    assert len(found["results"]) == 2
    assert (await call("unit"))["total"] == 1
    assert (await call("unit", name=UNIT))["iri"] == UNIT_IRI
    schema = await call("schema")
    assert any(term["term"].endswith("#amount") for term in schema["terms"])
    # Some ask for what this small store lacks.
    rows = [(await call("sparql", query=each["sparql"]))["results"]["bindings"] for each in schema["examples"]]
    assert sum(map(bool, rows)) > len(rows) / 2
    findings = await call("check", **check)
    assert isinstance(findings["result"], list)
    refused = await client.call_tool("sparql", {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"})
    assert refused.is_error
    assert "SERVICE" in refused.content[0].text


@pytest.mark.slow
def test_over_http(address: str) -> None:
    sample = {"name": SAMPLE.name, "content": base64.b64encode(SAMPLE.read_bytes()).decode()}

    async def run() -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            await every_tool(client, sample)
        async with Client(address) as client:
            refused = await client.call_tool("check", sample)
            assert refused.is_error
            assert "key" in refused.content[0].text
            # Files of the machine that serves are nobody's business over HTTP.
            assert (await client.call_tool("check", {"path": "/etc/passwd"})).is_error

    anyio.run(run)


@pytest.mark.slow
def test_over_stdio(store: Path) -> None:
    async def run() -> None:
        environment = {**os.environ, "MINGZHANG_EMBEDDING_MODEL": "none", "PYTHONPATH": str(ROOT)}
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "api.cli", "mcp", "--store", str(store)], env=environment
        )
        async with Client(command) as client:
            await every_tool(client, {"path": str(SAMPLE)})
            missing = await client.call_tool("check", {"path": str(SAMPLE.with_name("none.pdf"))})
            assert missing.is_error

    anyio.run(run)


def test_tools_describe_themselves(address: str) -> None:
    async def run() -> None:
        async with Client(address) as client:
            for tool in (await client.list_tools()).tools:
                assert len(tool.description or "") > 40, tool.name
                assert json.dumps(tool.input_schema)
                assert all(each.get("description") for each in tool.input_schema.get("properties", {}).values()), tool

    anyio.run(run)
