"""Every IRI of the graph opens: a page for people, Turtle, N-Triples or JSON-LD for programs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Any
from urllib.parse import unquote

import pyoxigraph as ox
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.holdings.disclosures import held
from api.holdings.generation import Holdings
from api.http.negotiation import accepted, choose
from api.http.problems import Problem
from api.linked_data import ontology_page, rendering, schema_org
from api.linked_data.labels import KINDS, here, kind_of, label, page_of, place_words
from graph.naming.identity import escaped, parse_place
from graph.naming.vocabulary import IS_REPLACED_BY, LABEL, PREF_LABEL, describe_ontology, vocabulary
from graph.store.generation import Generation
from ontology.terms import prefixes

router = APIRouter(tags=["Linked data"])

PAGE = "text/html"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
SHORT = {"turtle": "text/turtle", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
MOST_PRINTED = 3_000
"""Places listed on the page of a file."""
MOST_POINTING = 100
"""Things listed of those that name a thing, by each property."""
Format = Annotated[str | None, Query(description="turtle, jsonld or nt; default: as accepted")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in (PAGE, *FORMATS)}, "description": "What is said of the thing"},
    404: {"description": "Nothing is held of that name"},
}


def iri_of(request: Request, generation: Generation) -> str:
    """The IRI that a request's path stands for, escaped as the graph escapes it, whatever the client escaped."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("ascii", "replace").removeprefix(request.scope.get("root_path", "")).lstrip("/")
    try:
        parts = [escaped(unquote(part, errors="strict")) for part in path.split("?")[0].split("/")]
    except UnicodeDecodeError:
        raise Problem(400, "bad-encoding", "the address holds bytes that are not UTF-8") from None
    try:
        return ox.NamedNode(generation.base + "/".join(parts)).value
    except ValueError:
        raise Problem(404, "no-such-thing", f"nothing is held of {request.url.path}: it is no IRI") from None


@router.get("/id/{path:path}", summary="What is said of a thing", responses=ANSWERS, response_class=Response)
@router.get("/graph/{path:path}", include_in_schema=False)
def thing(
    request: Request,
    path: Annotated[str, Path(description="What follows in the IRI, such as unit/示例市图书馆")],
    format: Format = None,
) -> Response:
    """The statements about it, of its current version or, where it was replaced, of the version asked for."""
    generation = held(request)
    iri = iri_of(request, generation)
    media = media_of(request, format)
    quads = about(generation, iri)
    if not quads:
        raise Problem(404, "no-such-thing", f"nothing is held of {iri}")
    if media != PAGE:
        return data(quads, media, generation.base)
    return thing_page(request, generation, iri, quads)


@router.get("/ontology", summary="The vocabulary", responses=ANSWERS, response_class=Response)
def vocabulary_described(request: Request, format: Format = None) -> Response:
    """Every class and property with its meaning in Chinese and English, domain, range and an example; or as data.

    There whether or not anything is held.
    """
    holdings: Holdings = request.app.state.holdings
    generation = holdings.generation
    base = generation.base if generation else request.app.state.settings.base
    media = media_of(request, format)
    if media != PAGE:
        return data(describe_ontology(base), media, base)
    return ontology_page.page(request, base, generation)


def media_of(request: Request, format: str | None) -> str:
    """The type to answer with; ``Problem`` 406 where none is accepted."""
    media = SHORT.get(format.lower()) if format else choose(accepted(request), [*FORMATS, PAGE])
    if media is None:
        raise Problem(406, "not-acceptable", f"there are {PAGE}, {', '.join(FORMATS)}", {"Vary": "Accept"})
    return media


def data(quads: Iterable[ox.Quad], media: str, base: str) -> Response:
    """Triples, each once, in one order: the same thing is always the same bytes."""
    triples = sorted({quad.triple for quad in quads}, key=str)
    content = ox.serialize(triples, format=FORMATS[media], prefixes=prefixes(base))
    return Response(content, headers={"Content-Type": f"{media}; charset=utf-8", **OPEN})


OPEN = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}


def about(generation: Generation, iri: str) -> list[ox.Quad]:
    """What is said of a thing; of a graph all that it holds; of a thing that is only named, what names it.

    A file's places are named by fragments, which never reach the service: they are found through their statements.
    """
    if iri.startswith(f"{generation.base}graph/"):
        return list(generation.graph(iri))
    node = ox.NamedNode(iri)
    naming = generation.store.quads_for_pattern(None, None, node)
    return list(generation.about(iri)) or list(islice(naming, MOST_POINTING))


def thing_page(request: Request, generation: Generation, iri: str, quads: list[ox.Quad]) -> Response:
    """The page of a thing: its properties by their labels, then what names it."""
    lang = rendering.language(request)
    base = generation.base
    labels: dict[str, str] = {}

    def words(of: str) -> str:
        if of not in labels:
            labels[of] = label(generation, of, lang)
        return labels[of]

    whole_graph = iri.startswith(f"{base}graph/")
    of_itself = [] if whole_graph else [quad for quad in quads if quad.subject == ox.NamedNode(iri)]
    properties: dict[str, list[dict[str, str | None]]] = {}
    subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    for quad in sorted(of_itself, key=lambda quad: (str(quad.predicate), str(quad.object))):
        if quad.predicate not in (LABEL, PREF_LABEL):
            properties.setdefault(words(quad.predicate.value), []).append(shown(quad.object, base, words))
    pointing, cut = (
        ([("", [{"href": here(each, base), "text": words(each)} for each in subjects[:500]])], len(subjects) > 500)
        if whole_graph
        else named_by(generation, iri, words, lang)
    )
    places = printed_on(generation, iri, words) if kind_of(iri, base) == "document" else []
    if places:
        pointing = [(heading, things) for heading, things in pointing if heading != KINDS["document"][lang == "en"]]
    replaced = next((q.object.value for q in generation.store.quads_for_pattern(ox.NamedNode(iri), IS_REPLACED_BY, None)
                     if isinstance(q.object, ox.NamedNode)), None)  # fmt: skip
    kind = kind_of(iri, base)
    page = page_of(iri, base)
    if page is not None and kind == "unit" and not any(
        True for _ in generation.store.quads_for_pattern(None, vocabulary(base).unit, ox.NamedNode(iri))
    ):
        page = None  # only named in the disclosures of others
    return rendering.render(
        request, "thing.html",
        title=words(iri), kind=KINDS[kind][lang == "en"] if kind else "", iri=iri, properties=list(properties.items()),
        pointing=pointing, places=places, cut=cut, page=page, replaced=replaced, base=base,
        schema_org=schema_org.script(schema_org.of_thing(generation, iri, str(request.base_url).rstrip("/"))),
    )  # fmt: skip


def shown(term: Any, base: str, words: Any) -> dict[str, str | None]:
    """A value on a page: literals as they are, things by their label with a link."""
    if isinstance(term, ox.NamedNode):
        inside = here(term.value, base)
        return {"text": words(term.value), "href": inside or term.value}
    return {"text": getattr(term, "value", str(term)), "href": None}


def printed_on(generation: Generation, file: str, words: Any) -> list[dict[str, str | None]]:
    """What is printed in a file, in the order of its places; ``anchor`` is the fragment of the place's IRI."""
    mz = vocabulary(generation.base)
    found = []
    for quad in generation.store.quads_for_pattern(None, mz.document, ox.NamedNode(file)):
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        place = parse_place(quad.subject.value)
        order = (place.page or 0, place.line or 0, place.table or 0, place.row or 0, place.column or 0)
        anchor = quad.subject.value.partition("#")[2]
        for named in generation.store.quads_for_pattern(None, None, quad.subject):
            if isinstance(named.subject, ox.NamedNode):
                found.append((order, anchor, named.subject.value))
        if len(found) > MOST_PRINTED:
            break
    return [
        {"anchor": anchor, "where": place_words(anchor), "href": here(thing, generation.base), "text": words(thing)}
        for _, anchor, thing in sorted(found)
    ]


def named_by(generation: Generation, iri: str, words: Any, lang: str) -> tuple[list[Any], bool]:
    """What names a thing, by kind; cut at ``MOST_POINTING`` each, told by the second value."""
    found: dict[str, list[str]] = {}
    cut = False
    for count, quad in enumerate(generation.store.quads_for_pattern(None, None, ox.NamedNode(iri))):
        # A unit is named by tens of thousands of things: enough are looked at to fill a page.
        if count > 50 * MOST_POINTING:
            cut = True
            break
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        things = found.setdefault(kind_of(quad.subject.value, generation.base), [])
        if quad.subject.value in things:
            continue
        if len(things) >= MOST_POINTING:
            cut = True
        else:
            things.append(quad.subject.value)
    sections = []
    order = list(KINDS)
    for kind, things in sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] else len(order)):
        links = [{"href": here(each, generation.base) or each, "text": words(each)} for each in things]
        links.sort(key=lambda link: str(link["text"]))
        sections.append((KINDS[kind][lang == "en"] if kind else "", links))
    return sections, cut
