"""`/.well-known/void`: what the data set is, by VoID and DCAT: its size, vocabularies, addresses, disclosures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.holdings.disclosures import disclosure_list, held
from api.http.negotiation import accepted, choose
from api.http.problems import Problem
from api.linked_data.labels import here
from api.sparql.page import RDF_FORMATS
from api.sparql.protocol import OPEN, VARY
from graph.store.generation import Generation
from ontology.terms import DCAT, DCTERMS, RDF, RDFS, XSD

router = APIRouter(tags=["Linked data"])

VOID = "http://rdfs.org/ns/void#"
RDF_TYPE = ox.NamedNode(RDF + "type")
DATE = ox.NamedNode(XSD + "date")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
VOCABULARIES = (
    "http://purl.org/linked-data/cube#", "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#", DCAT, DCTERMS,
)  # fmt: skip
SHORT = {"turtle": "text/turtle", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}


Format = Annotated[str | None, Query(description="turtle, jsonld or nt; default: as accepted")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in RDF_FORMATS}, "description": "The description"}
}


@router.get("/.well-known/void", summary="What the data is (VoID, DCAT)", response_class=Response, responses=ANSWERS)
def void(request: Request, format: Format = None) -> Response:
    """Its size, the vocabularies it uses, where it is asked and loaded, the disclosures it is made of."""
    generation = held(request)
    media = SHORT.get(format.lower()) if format else choose(accepted(request), list(RDF_FORMATS))
    if media is None:
        raise Problem(406, "not-acceptable", f"there are {', '.join(RDF_FORMATS)}", VARY)
    content = ox.serialize(
        described(generation, str(request.base_url)), format=RDF_FORMATS[media],
        prefixes={"void": VOID, "dcat": DCAT, "dcterms": DCTERMS},
    )  # fmt: skip
    return Response(content, headers={**OPEN, "Content-Type": f"{media}; charset=utf-8"})


def described(generation: Generation, root: str) -> list[ox.Triple]:
    """The description. Names stand under the base of the data, addresses under ``root``, where it is served."""
    dataset = ox.NamedNode(f"{generation.base}.well-known/void#dataset")
    found: list[ox.Triple] = []

    def say(subject: ox.NamedNode, predicate: str, *values: ox.NamedNode | ox.Literal) -> None:
        found.extend(ox.Triple(subject, ox.NamedNode(predicate), value) for value in values)

    found += [ox.Triple(dataset, RDF_TYPE, ox.NamedNode(kind)) for kind in (VOID + "Dataset", DCAT + "Catalog")]
    say(dataset, DCTERMS + "title", ox.Literal("公共部门预算与决算公开", language="zh"),
        ox.Literal("Budgets and final accounts disclosed by Chinese public bodies", language="en"))  # fmt: skip
    say(dataset, VOID + "triples", ox.Literal(len(generation.store)))
    say(dataset, VOID + "sparqlEndpoint", ox.NamedNode(root + "sparql"))
    say(dataset, VOID + "uriSpace", ox.Literal(generation.base + "id/"))
    say(dataset, VOID + "vocabulary", *map(ox.NamedNode, (f"{generation.base}ontology#", *VOCABULARIES)))
    for media in ("text/turtle", "application/ld+json", "application/n-triples"):
        say(dataset, VOID + "feature", ox.NamedNode("http://www.w3.org/ns/formats/" + {
            "text/turtle": "Turtle", "application/ld+json": "JSON-LD"}.get(media, "N-Triples")))  # fmt: skip
    service = ox.NamedNode(f"{generation.base}.well-known/void#sparql")
    say(dataset, DCAT + "service", service)
    found.append(ox.Triple(service, RDF_TYPE, ox.NamedNode(DCAT + "DataService")))
    say(service, DCAT + "endpointURL", ox.NamedNode(root + "sparql"))
    say(service, DCAT + "servesDataset", dataset)
    for name, media in (("figures.csv", "text/csv"), ("figures.parquet", "application/vnd.apache.parquet")):
        file = ox.NamedNode(f"{generation.base}.well-known/void#{name}")
        say(dataset, DCAT + "distribution", file)
        found.append(ox.Triple(file, RDF_TYPE, ox.NamedNode(DCAT + "Distribution")))
        say(file, DCAT + "downloadURL", ox.NamedNode(root + name))
        say(file, DCAT + "mediaType", ox.NamedNode(MEDIA_TYPES + media))
    disclosures = disclosure_list(generation)
    for each in disclosures:
        node = ox.NamedNode(str(each["disclosure"]))
        say(dataset, DCAT + "dataset", node)
        found += of_disclosure(each, node, f"{generation.base}.well-known/void#", root, generation.base)
    units = sorted({str(each["unit"]) for each in disclosures})
    say(dataset, VOID + "exampleResource", *map(ox.NamedNode, units[:3]))
    # What two disclosures share is said once.
    return list(dict.fromkeys(found))


def of_disclosure(
    held: dict[str, Any], node: ox.NamedNode, name: str, root: str, base: str
) -> Iterator[ox.Triple]:
    """A disclosure as a data set of the catalogue: title, publisher, year, page, and its current revision as Turtle."""
    unit, year = ox.NamedNode(str(held["unit"])), held["year"]
    period = ox.NamedNode(f"{name}{year}")
    file = ox.NamedNode(f"{held['revision']}#turtle")
    title = f"{held['name']}{year}年度{held['kind']}公开（{held['scope']}）"
    for subject, predicate, value in (
        (node, RDF + "type", ox.NamedNode(DCAT + "Dataset")),
        (node, DCTERMS + "title", ox.Literal(title, language="zh")),
        (node, DCTERMS + "publisher", unit),
        (unit, RDFS + "label", ox.Literal(str(held["name"]), language="zh")),
        (node, DCTERMS + "temporal", period),
        (period, RDF + "type", ox.NamedNode(DCTERMS + "PeriodOfTime")),
        (period, DCAT + "startDate", ox.Literal(f"{year}-01-01", datatype=DATE)),
        (period, DCAT + "endDate", ox.Literal(f"{year}-12-31", datatype=DATE)),
        (node, DCAT + "landingPage", ox.NamedNode(f"{root.rstrip('/')}{here(node.value, base)}")),
        (node, DCAT + "distribution", file),
        (file, RDF + "type", ox.NamedNode(DCAT + "Distribution")),
        (file, DCAT + "downloadURL",
         ox.NamedNode(f"{root.rstrip('/')}{here(str(held['revision']), base)}?format=turtle")),
        (file, DCAT + "mediaType", ox.NamedNode(MEDIA_TYPES + "text/turtle")),
    ):  # fmt: skip
        yield ox.Triple(subject, ox.NamedNode(predicate), value)
