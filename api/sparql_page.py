"""`/sparql` without a query, or in a browser: the service description, and a page to write queries in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api import rendering, sparql
from api.holdings import Holdings
from api.labels import here, label
from api.negotiation import accepted, choose
from api.problems import Problem
from api.workers import Workers
from graph.generation import Generation
from graph.queries import queries
from ontology.terms import DCTERMS, RDF, with_base

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
MOST_SHOWN = 1_000
"""Rows shown on the page; a download holds all."""
NUMBERS = ("integer", "decimal", "double")


async def describe_or_page(request: Request, asked: sparql.Operation) -> Response:
    """The page for browsers, else the service description; a query that a browser sent is run and shown."""
    if sparql.wants_page(accepted(request)) and asked.format in (None, ""):
        return await query_page(request, asked)
    short = sparql.SHORT.get(asked.format or "", ())
    media = next((each for each in short if each in RDF_FORMATS), None) or choose(
        accepted(request), list(RDF_FORMATS)
    )
    if media is None:
        raise Problem(406, "not-acceptable", f"the service description is there as {', '.join(RDF_FORMATS)}")
    triples = service_description(str(request.url.replace(query="")))
    content = ox.serialize(triples, format=RDF_FORMATS[media], prefixes={"sd": SD, "dcterms": DCTERMS})
    return Response(content, headers={**sparql.OPEN, "Content-Type": f"{media}; charset=utf-8"})


def service_description(address: str) -> list[ox.Triple]:
    """What this endpoint is and can, by the W3C's vocabulary for it (SPARQL 1.1 Service Description)."""
    service = ox.NamedNode(address + "#service")
    dataset = ox.NamedNode(address + "#dataset")
    default = ox.NamedNode(address + "#default-graph")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    kind = ox.NamedNode(RDF + "type")
    formats = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
               "Turtle", "N-Triples", "JSON-LD", "TriG", "RDF_XML")  # fmt: skip
    return [
        ox.Triple(service, kind, sd("Service")),
        ox.Triple(service, sd("endpoint"), ox.NamedNode(address)),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, kind, sd("Graph")),
        *(ox.Triple(service, sd("resultFormat"), ox.NamedNode(FORMATS + name)) for name in formats),
    ]


async def query_page(request: Request, asked: sparql.Operation) -> Response:
    """The page to write a query in; with a query, its result as a table whose things carry their labels."""
    settings, workers = request.app.state.settings, request.app.state.workers
    holdings: Holdings = request.app.state.holdings
    generation = holdings.generation
    base = generation.base if generation else settings.base
    lang = rendering.language(request)
    shown: dict[str, Any] = {"variables": [], "table": [], "count": 0, "text": ""}
    problem, status = "", 200
    if asked.query is not None:
        try:
            shown |= await result(workers, request, asked, generation, lang)
        except Problem as error:
            problem, status = error.detail, error.status
    query = asked.query if asked.query is not None else with_base(first_query(), base)
    examples = [
        {"question": each.question, "question_en": each.question_en, "text": with_base(bare(each.text), base)}
        for each in queries().values()
        if not any(parameter.required for parameter in each.parameters)
    ]
    return rendering.render(
        request, "sparql.html", status=status, base=base, query=query, problem=problem, examples=examples,
        rows_shown=min(24, max(8, query.count("\n") + 2)), **shown,
    )  # fmt: skip


def first_query() -> str:
    """The query the page opens with."""
    return bare(queries()["units"].text)


def bare(text: str) -> str:
    """A query of the project as a person would write it: without the lines that its parameters are bound through."""
    lines = re.sub(r"^[ \t]*(?:VALUES \?\w+ \{ UNDEF \}|# (?:parameter|if) .*)[ \t]*\n", "", text, flags=re.MULTILINE)
    return lines.strip() + "\n"


async def result(
    workers: Workers, request: Request, asked: sparql.Operation, generation: Generation | None, lang: str
) -> dict[str, Any]:
    """What the page shows of a query's result; raises ``Problem``."""
    settings = request.app.state.settings
    found = await sparql.run(workers, settings, asked, "application/sparql-results+json, text/turtle;q=0.9")
    if found.media not in sparql.TABLES:
        return {"text": found.content.decode()}
    table = json.loads(found.content)
    if "boolean" in table:
        return {"text": str(table["boolean"]).lower()}
    names, bindings = table["head"]["vars"], table["results"]["bindings"]

    def cells() -> list[list[dict[str, Any]]]:
        labels: dict[str, str] = {}

        def words(iri: str) -> str:
            if iri not in labels:
                labels[iri] = label(generation, iri, lang) if generation else iri
            return labels[iri]

        base = generation.base if generation else settings.base
        return [[cell(row.get(name), base, words) for name in names] for row in bindings[:MOST_SHOWN]]

    return {"variables": names, "table": await run_in_threadpool(cells), "count": len(bindings)}


def cell(term: dict[str, str] | None, base: str, words: Callable[[str], str]) -> dict[str, Any]:
    """A cell of the table: the label of a thing with a link, a literal as it is."""
    if term is None:
        return {"text": "", "href": None, "number": False}
    if term["type"] == "uri":
        inside = here(term["value"], base)
        outside = term["value"] if term["value"].startswith(("http://", "https://")) else None
        return {"text": words(term["value"]) if inside else term["value"], "href": inside or outside, "number": False}
    number = term.get("datatype", "").rpartition("#")[2] in NUMBERS
    return {"text": term["value"], "href": None, "number": number}


