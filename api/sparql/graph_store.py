"""`/graph-store`: the SPARQL 1.1 Graph Store HTTP Protocol. Every graph is read; own ones are written, with the key."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from api.holdings.disclosures import held
from api.http.keys import ANSWERS, need_key
from api.http.negotiation import accepted
from api.http.problems import Problem
from api.settings import Settings
from api.sparql.protocol import GRAPHS, media_for, parameters, respond
from api.sparql.updates import written
from api.sparql.workers import Result, Workers
from graph.store.generation import Generation
from graph.store.own import beginning

router = APIRouter(tags=["SPARQL"])

TAKEN = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "jsonld"}
"""Types of RDF that are taken. RDF/XML is not: its entities let a small body grow without end."""
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def graph_asked(request: Request) -> str | None:
    """IRI of the graph that the parameters name, None for the default graph; 400 unless exactly one is named."""
    given = parameters(request.scope["query_string"])
    graphs = [value for name, value in given if name == "graph"]
    default = any(name == "default" for name, _ in given)
    if len(graphs) + default != 1:
        raise Problem(400, "bad-request", "name one graph: ?graph=IRI, or ?default for the union of all current ones")
    if not graphs:
        return None
    try:
        return ox.NamedNode(graphs[0]).value
    except ValueError as error:
        raise Problem(400, "bad-request", f"{graphs[0]!r} is no absolute IRI: {error}") from None


@router.get(
    "/graph-store", summary="Read a graph", response_class=Response,
    responses={
        200: {"content": {media: {} for media in GRAPHS}, "description": "All its triples"},
        404: {"description": "No such graph is held"},
    },
)  # fmt: skip
async def get(
    request: Request,
    graph: Annotated[str | None, Query(description="IRI of a graph, such as that of a disclosure's revision")] = None,
    default: Annotated[str | None, Query(description="Without a value: the union of all current graphs")] = None,
    format: Annotated[str | None, Query(description="turtle, nt, jsonld, trig or xml")] = None,
) -> Response:
    """Of ``?graph=IRI`` or ``?default``. Replaced revisions are there too. The limits are those of /sparql."""
    settings: Settings = request.app.state.settings
    workers: Workers = request.app.state.workers
    generation = held(request)
    iri = graph_asked(request)
    media = media_for("CONSTRUCT", accepted(request), format)
    if iri is None:
        return respond(await workers.run(ALL, media))
    if generation.public.contains_named_graph(ox.NamedNode(iri)):
        return respond(await workers.run(ALL, media, default_graphs=[iri]))
    return respond(await run_in_threadpool(replaced, generation, iri, media, settings.sparql_rows))


def replaced(generation: Generation, iri: str, media: str, most: int) -> Result:
    """A graph of a replaced revision; ``Problem`` 404 where there is none, 422 where it has more than ``most``."""
    triples = sorted({quad.triple for quad in islice(generation.graph(iri), most + 1)}, key=str)
    if not triples:
        raise Problem(404, "no-such-graph", f"no graph {iri} is held")
    if len(triples) > most:
        raise Problem(422, "too-large", f"the graph has more than {most} triples; `mingzhang export` writes all")
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    return Result(media, ox.serialize(triples, format=form) or b"", generation.number)


Named = Annotated[str | None, Query(description="IRI of a graph of your own: graph/own/NAME under the base here")]
RDF_BODY: dict[str, Any] = {
    "requestBody": {
        "description": "RDF; nothing stands for a graph that holds nothing",
        "content": {media: {"schema": {} if "json" in media else {"type": "string"}} for media in TAKEN},
    }
}
WRITTEN: dict[int | str, dict[str, Any]] = {
    **ANSWERS,
    201: {"description": "The graph was not there before"},
    400: {"description": "No graph is named, or the body can't be read"},
    403: {"description": "No key is set, or the graph is computed from documents and never written"},
    415: {"description": "The body is of another type"},
}


def own_graph(request: Request) -> str:
    """IRI of the own graph that the parameters name; ``Problem`` 400 or 403 where they name none."""
    iri = graph_asked(request)
    start = beginning(request.app.state.settings.base)
    if iri is None or not iri.startswith(start):
        raise Problem(403, "not-allowed", f"{iri or 'the default graph'} is computed from documents alone; "
                      f"the names of graphs of your own begin with {start}")  # fmt: skip
    return iri


async def take(request: Request, *options: str) -> Response:
    """Put the body of a request into the graph it names."""
    graph = own_graph(request)
    media = request.headers.get("content-type", "text/turtle").split(";")[0].strip().lower()
    if media not in TAKEN:
        raise Problem(415, "unsupported-media", f"send the graph as {', '.join(TAKEN)}")
    there = held(request).public.contains_named_graph(ox.NamedNode(graph))
    told = await written(request, await request.body(), "--graph", graph, "--type", TAKEN[media], *options)
    return JSONResponse(told, 200 if there or told["status"] == "no-op" else 201)


@router.put("/graph-store", summary="Replace an own graph", dependencies=[Depends(need_key)], responses=WRITTEN,
            openapi_extra=RDF_BODY)  # fmt: skip
async def put(request: Request, graph: Named = None) -> Response:
    """The body takes the place of what the graph holds. Needs the key."""
    return await take(request, "--replace")


@router.post("/graph-store", summary="Add to an own graph", dependencies=[Depends(need_key)], responses=WRITTEN,
             openapi_extra=RDF_BODY)  # fmt: skip
async def post(request: Request, graph: Named = None) -> Response:
    """The body is added to what the graph holds. Needs the key."""
    return await take(request)


@router.delete("/graph-store", summary="Remove an own graph", dependencies=[Depends(need_key)],
               responses={**ANSWERS, 403: WRITTEN[403], 404: {"description": "No such graph is held"}})  # fmt: skip
async def delete(request: Request, graph: Named = None) -> Response:
    """Needs the key."""
    iri = own_graph(request)
    if not held(request).public.contains_named_graph(ox.NamedNode(iri)):
        raise Problem(404, "no-such-graph", f"no graph {iri} is held")
    return JSONResponse(await written(request, f"DROP GRAPH <{iri}>".encode()))
