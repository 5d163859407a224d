"""`/sparql`: the SPARQL 1.1 protocol (GET, POST with a form, POST with the text itself); updates with the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import State

from api.http.keys import ANSWERS as KEY_ANSWERS
from api.http.keys import need_key
from api.http.negotiation import accepted, choose
from api.http.problems import Problem
from api.settings import Settings
from api.sparql.described import described
from api.sparql.guard import Checked, Refused, check
from api.sparql.updates import run_update
from api.sparql.workers import Result, Workers
from graph.store.generation import Generation

router = APIRouter(tags=["SPARQL"])

TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/trig", "application/rdf+xml")
ALSO: Mapping[str, str] = {
    "application/json": TABLES[0], "application/xml": TABLES[1], "text/xml": TABLES[1], "text/plain": GRAPHS[1],
}  # fmt: skip
"""Types that clients ask for and mean another by; the answer says the right one."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "json": (TABLES[0], GRAPHS[2]), "xml": (TABLES[1], GRAPHS[4]), "csv": (TABLES[2],), "tsv": (TABLES[3],),
    "turtle": (GRAPHS[0],), "ttl": (GRAPHS[0],), "nt": (GRAPHS[1],), "jsonld": (GRAPHS[2],), "trig": (GRAPHS[3],),
}  # fmt: skip
"""Values of the parameter ``format``, for browsers and spreadsheets that can't set a header."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
SHORT_QUERY = 5_000
"""Characters (or bytes of an address) that are read in less time than it takes to hand them to a thread; also what
was read of so short ones is kept, since programs ask the same again and again."""
SHORT_HEADER = 500
VARY = {"Vary": "Accept"}
OPEN = {"Access-Control-Allow-Origin": "*", **VARY}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks: a query or an update; the protocol's dataset (None: not given); a format's short name."""

    query: str | None
    update: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values of a query string or a form, decoded once. 400 for what is not UTF-8."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeError:
        raise Problem(400, "bad-encoding", "the request holds bytes that are not UTF-8") from None
    except ValueError as error:
        raise Problem(400, "bad-request", f"the parameters can't be read: {error}") from None


def operation(given: list[tuple[str, str]], query: str | None = None, update: str | None = None) -> Operation:
    """Collect the protocol's parameters; 400 where one stands twice that may stand once, or two exclude each other."""
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    queries = values.get("query", []) + ([query] if query is not None else [])
    updates = values.get("update", []) + ([update] if update is not None else [])
    if len(queries) + len(updates) > 1:
        raise Problem(400, "bad-request", "the request holds more than one query or update")
    dataset = ("using-graph-uri", "using-named-graph-uri") if updates else ("default-graph-uri", "named-graph-uri")
    default, named = (values.get(name) for name in dataset)
    return Operation(
        query=queries[0] if queries else None,
        update=updates[0] if updates else None,
        default_graphs=None if default is None else tuple(default),
        named_graphs=None if named is None else tuple(named),
        format=(values["format"][-1] or None) if "format" in values else None,
    )


def by_address(query_string: bytes) -> Operation:
    """The operation of a request by GET. 400 where it holds none that is understood."""
    return (_by_address if len(query_string) <= SHORT_QUERY else _by_address.__wrapped__)(query_string)


@lru_cache(1_000)
def _by_address(query_string: bytes) -> Operation:
    given = parameters(query_string)
    if any(name == "update" for name, _ in given):
        raise Problem(400, "bad-request", "an update never goes by GET; send it by POST")
    return operation(given)


def is_query(asked: Operation, accept: str | None) -> bool:
    """Whether the answer is a query's result: not the service description, nor the page to write queries in."""
    if asked.query is None and (asked.default_graphs or asked.named_graphs):
        raise Problem(400, "bad-request", "a dataset is given, and no query")
    return asked.query is not None and (asked.format is not None or not wants_page(accept))


async def read(request: Request, most: int) -> Operation:
    """The operation of a request by POST. 400, 413 or 415 where it holds none that is understood."""
    given = parameters(request.scope["query_string"])
    kind, *rest = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in rest if part.startswith("charset=")), "utf-8")
    if kind not in (FORM, DIRECT, UPDATE) or charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "unsupported-media", f"send a query as {DIRECT} or {FORM}, an update as {UPDATE}, in UTF-8")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > 4 * most:
            raise Problem(413, "too-long", f"a query may have {most} characters at most")
    if kind == FORM:
        return operation(given + parameters(body))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "bad-encoding", "the body is not UTF-8") from None
    return operation(given, update=text) if kind == UPDATE else operation(given, text)


checked_before = lru_cache(1_000)(check)


async def checked(query: str, most: int) -> Checked:
    """The query, let through by the guard; 400 or 413 otherwise."""
    if len(query) > most:
        raise Problem(413, "too-long", f"a query may have {most} characters at most")
    try:
        return checked_before(query) if len(query) <= SHORT_QUERY else await run_in_threadpool(check, query)
    except Refused as error:
        raise Problem(400, "refused", str(error)) from None


def media_for(form: str, accept: str | None, short: str | None) -> str:
    """The media type to answer with; 406 where none that fits the query's form is accepted."""
    return (_media_for if len(accept or "") + len(short or "") <= SHORT_HEADER else _media_for.__wrapped__)(
        form, accept, short
    )


@lru_cache(500)
def _media_for(form: str, accept: str | None, short: str | None) -> str:
    offered = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else TABLES
    if short is not None:
        for named in SHORT.get(short.lower(), (short,)):
            if named in offered:
                return named
        raise Problem(406, "not-acceptable", f"format={short} is none for {form}; there are {', '.join(offered)}", VARY)
    media = choose(accept, [*offered, *(also for also, meant in ALSO.items() if meant in offered)])
    if media is None:
        raise Problem(406, "not-acceptable", f"{form} is answered as {', '.join(offered)}", VARY)
    return ALSO.get(media, media)


async def run(state: State, asked: Operation, accept: str | None) -> Result:
    """Check and run an operation that holds a query, with what the application holds; raises ``Problem``."""
    assert asked.query is not None
    settings: Settings = state.settings
    workers: Workers = state.workers
    query = await checked(asked.query, settings.sparql_length)
    media = media_for(query.form, accept, asked.format)
    if query.form == "DESCRIBE" and asked.default_graphs is None and asked.named_graphs is None:
        generation: Generation | None = state.holdings.generation
        if generation is not None:
            found = described(generation, query.text, media, settings.sparql_rows, settings.sparql_bytes)
            if found is not None:
                return Result(media, found, generation.number)
    return await workers.run(
        query.text,
        media,
        from_graphs=query.graphs,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )


def headers(result: Result) -> dict[str, str]:
    """What is said of a whole result over HTTP."""
    text = result.media.startswith("text/")
    return {**OPEN, "Content-Type": result.media + ("; charset=utf-8" if text else "")}


def respond(result: Result) -> Response:
    """A whole result over HTTP."""
    return Response(result.content, headers=headers(result))


QUERY = Query(description="A SPARQL 1.1 query; its default graph is the union of all current graphs")
GRAPH = Query(description="IRI of a graph; may be given several times")
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in (*TABLES, *GRAPHS)}, "description": "The whole result"},
    400: {"description": "No query, one with an error, or one that is refused (SERVICE, LOAD)"},
    406: {"description": "None of the accepted types fits the query"},
    422: {"description": "The result passes the limit of rows or bytes"},
    504: {"description": "The query took too long and was stopped"},
}


@router.get("/sparql", summary="Run a SPARQL query", responses=ANSWERS, response_class=Response)
async def get(
    request: Request,
    query: Annotated[str | None, QUERY] = None,
    default_graph_uri: Annotated[list[str] | None, Query(alias="default-graph-uri", description="As in FROM")] = None,
    named_graph_uri: Annotated[list[str] | None, Query(alias="named-graph-uri", description="As in FROM NAMED")] = None,
    format: Annotated[str | None, Query(description="json, xml, csv, tsv, turtle, nt, jsonld, trig")] = None,
) -> Response:
    """Without a query: the service description, or for a browser a page to write one in."""
    asked, accept = by_address(request.scope["query_string"]), accepted(request)
    if not is_query(asked, accept):
        from api.sparql.page import describe_or_page

        return await describe_or_page(request, asked)
    return respond(await run(request.app.state, asked, accept))


def wants_page(accept: str | None) -> bool:
    """Whether a client would rather have a page than data: browsers name text/html first."""
    if accept is None or ("html" not in accept.lower() and "text/*" not in accept):
        return False
    return choose(accept, [*TABLES, *GRAPHS, "text/html"]) == "text/html"


BODY = {
    "requestBody": {
        "required": True,
        "content": {
            DIRECT: {"schema": {"type": "string"}},
            UPDATE: {"schema": {"type": "string"}},
            FORM: {"schema": {
                "type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
                "oneOf": [{"required": ["query"]}, {"required": ["update"]}],
            }},
        },
    }
}  # fmt: skip


@router.post(
    "/sparql", summary="Run a SPARQL query or update", responses=ANSWERS | KEY_ANSWERS, response_class=Response,
    openapi_extra=BODY,
)  # fmt: skip
async def post(request: Request) -> Response:
    """As the body (application/sparql-query, application/sparql-update) or a field of a form (query, update).

    An update needs the key. It writes graphs whose names begin with graph/own/ under the base of the IRIs here; its
    WHERE reads what GRAPH or USING name. What was read from documents is never changed.
    """
    settings: Settings = request.app.state.settings
    asked = await read(request, settings.sparql_length)
    if asked.update is not None:
        need_key(request)
        if len(asked.update) > settings.sparql_length:
            raise Problem(413, "too-long", f"an update may have {settings.sparql_length} characters at most")
        told = await run_update(request, asked.update, asked.default_graphs or (), asked.named_graphs or ())
        return JSONResponse(told, headers=OPEN)
    if asked.query is None:
        raise Problem(400, "bad-request", "the request holds no query")
    return respond(await run(request.app.state, asked, accepted(request)))
