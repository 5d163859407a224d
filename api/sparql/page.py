"""`/sparql` without a query, or in a browser: the service description, and a page to write queries in."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.http.negotiation import accepted, choose
from api.http.problems import Problem
from api.sparql import protocol
from graph.queries import queries
from ontology.terms import DCTERMS, RDF

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


async def describe_or_page(request: Request, asked: protocol.Operation) -> Response:
    """For browsers the page to write queries in, which also runs the one that was sent; else the description."""
    if protocol.wants_page(accepted(request)) and asked.format in (None, ""):
        there = {"query": asked.query, "lang": request.query_params.get("lang")}
        given = urlencode({name: value for name, value in there.items() if value})
        address = request.scope.get("root_path", "") + "/pages/sparql" + (f"?{given}" if given else "")
        return RedirectResponse(address, 303, headers={"Vary": "Accept"})
    short = protocol.SHORT.get(asked.format or "", ())
    media = next((each for each in short if each in RDF_FORMATS), None) or choose(
        accepted(request), list(RDF_FORMATS)
    )
    if media is None:
        raise Problem(406, "not-acceptable", f"the service description is there as {', '.join(RDF_FORMATS)}")
    triples = service_description(str(request.url.replace(query="")))
    content = ox.serialize(triples, format=RDF_FORMATS[media], prefixes={"sd": SD, "dcterms": DCTERMS})
    return Response(content, headers={**protocol.OPEN, "Content-Type": f"{media}; charset=utf-8"})


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


def first_query() -> str:
    """The query the page opens with."""
    return bare(queries()["units"].text)


def bare(text: str) -> str:
    """A query of the project as a person would write it: without the lines that its parameters are bound through."""
    lines = re.sub(r"^[ \t]*(?:VALUES \?\w+ \{ UNDEF \}|# (?:parameter|if) .*)[ \t]*\n", "", text, flags=re.MULTILINE)
    return lines.strip() + "\n"
