"""The requests of ``data/protocol.toml``, put to a service; and their report: ``python tests/protocol_report.py``."""

from __future__ import annotations

import json
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
from service_store import BASE

from graph.store.generation import open_current
from graph.store.own import beginning

KEY = "key-of-the-protocol-tests"
CASES = Path(__file__).parent / "data" / "protocol.toml"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def groups() -> list[dict[str, Any]]:
    with CASES.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["group"]
    return found


def named(store: Path) -> dict[str, str]:
    """The graphs of a store that the requests are about, and a typed subject of each."""
    with open_current(store) as generation:
        graphs = sorted(graph.value for graph in generation.store.named_graphs()
                        if isinstance(graph, ox.NamedNode) and "/id/disclosure/" in graph.value)  # fmt: skip
        chosen = [*graphs[:2], f"{BASE}graph/ontology"]
        typed = []
        for graph in chosen:
            quads = generation.store.quads_for_pattern(None, RDF_TYPE, None, ox.NamedNode(graph))
            typed.append({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    names = {"own": beginning(BASE), **{f"g{number}": graph for number, graph in enumerate(chosen, start=1)}}
    for number, subjects in enumerate(typed):
        others = set().union(*(each for other, each in enumerate(typed) if other != number))
        names[f"s{number + 1}"] = min(subjects - others)
    return names


def filled(value: Any, names: dict[str, str]) -> Any:
    """A value of the file with the graphs of this store in it."""
    if isinstance(value, str):
        for name, iri in names.items():
            value = value.replace("{" + name + "}", iri)
        return value
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    return {name: filled(each, names) for name, each in value.items()} if isinstance(value, dict) else value


def send(client: httpx.Client, case: dict[str, Any]) -> httpx.Response:
    address = case.get("path", "/sparql")
    if query := case.get("address") or urlencode([tuple(pair) for pair in case.get("parameters", [])]):
        address += "?" + query
    headers = {**case.get("headers", {}), **({"Authorization": f"Bearer {KEY}"} if case.get("key") else {})}
    content: bytes | None = None
    if "form" in case:
        content = urlencode([tuple(pair) for pair in case["form"]]).encode()
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    elif "body" in case:
        content = case["body"].encode()
    elif "hex" in case:
        content = bytes.fromhex(case["hex"])
    return client.request(case.get("method", "GET"), address, headers=headers, content=content)


def fault(reply: httpx.Response, case: dict[str, Any]) -> str:
    """What is wrong with a reply; empty where it is as it must be."""
    allowed = case.get("status", [200])
    if reply.status_code not in allowed:
        return f"status {reply.status_code}, not one of {allowed}: {reply.text[:200]}"
    media = reply.headers.get("content-type", "").split(";")[0]
    if "media" in case and media not in case["media"]:
        return f"type {media}, not one of {case['media']}"
    for name, part in case.get("reply_headers", {}).items():
        if part not in reply.headers.get(name, ""):
            return f"header {name}: {reply.headers.get(name)!r} lacks {part!r}"
    if case.get("empty") and reply.content:
        return "a body where there must be none"
    if reply.status_code >= 400 and reply.request.method != "HEAD" and media != "application/problem+json":
        return f"the error is {media}, not problem+json"
    if "boolean" in case and boolean(reply) is not case["boolean"]:
        return f"{boolean(reply)}, not {case['boolean']}"
    if "graph_holds" in case:
        form = ox.RdfFormat.from_media_type(media)
        terms = {term.value for quad in ox.parse(reply.content, form)
                 for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}  # fmt: skip
        if missing := set(case["graph_holds"]) - terms:
            return f"the graph lacks {missing}"
    return ""


def fault_after(client: httpx.Client, case: dict[str, Any]) -> str:
    """What is wrong after a request with what is held; empty where it is as it must be."""
    if "then" not in case:
        return ""
    reply = client.post("/sparql", content=case["then"], headers={"Content-Type": "application/sparql-query"})
    return "" if reply.status_code == 200 and boolean(reply) else f"afterwards: {reply.text[:200]}"


def boolean(reply: httpx.Response) -> bool:
    if "json" in reply.headers["content-type"]:
        return bool(json.loads(reply.text)["boolean"])
    return ET.fromstring(reply.text).findtext("{*}boolean") == "true"


def report(client: httpx.Client, names: dict[str, str]) -> str:
    """The requests and what came of each, as docs/protocol.md."""
    parts = [
        "# SPARQL protocols: what passes\n",
        "Written by `python tests/protocol_report.py`, checked by `tests/test_protocol.py`. The requests stand in\n"
        "[tests/data/protocol.toml](../tests/data/protocol.toml); names are those of the W3C's tests where there are "
        "such.\nWhat was read from documents is computed from them alone, so updates write graphs of the keepers' own "
        "only.\n",
    ]
    for group in groups():
        rows = []
        for case in group["test"]:
            case = filled(case, names)
            reply = send(client, case)
            wrong = fault(reply, case) or fault_after(client, case)
            rows.append(f"| {case['name']} | {case.get('method', 'GET')} | {reply.status_code} | {wrong or 'passes'} |")
        passed = sum(row.endswith("| passes |") for row in rows)
        parts.append(f"## {group['title']}\n\n{passed} of {len(rows)} pass.\n")
        parts.append("\n".join(["| test | method | status | |", "|---|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)
