"""`/graph-store`: the SPARQL 1.1 Graph Store HTTP Protocol for reading; what is written is refused with the reason."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.disclosures import held
from api.negotiation import accepted
from api.problems import Problem
from api.settings import Settings
from api.sparql import GRAPHS, NO_UPDATES, media_for, parameters, respond
from api.workers import Result, Workers
from graph.generation import Generation

router = APIRouter(tags=["SPARQL"])

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
    if generation.store.contains_named_graph(ox.NamedNode(iri)):
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


@router.put("/graph-store", include_in_schema=False)
@router.post("/graph-store", include_in_schema=False)
@router.patch("/graph-store", include_in_schema=False)
@router.delete("/graph-store", include_in_schema=False)
async def write() -> Response:
    """Refused, whoever asks: what is in the graph has a printed place."""
    raise NO_UPDATES
