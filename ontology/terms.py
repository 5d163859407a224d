"""The vocabulary as data: namespaces, and the names that ``mingzhang.ttl`` declares.

Strings only, so that readers of documents stay free of any RDF library; ``graph.naming.vocabulary`` makes terms.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

DEFAULT_BASE = "https://mingzhang.example/"
FOLDER = Path(__file__).parent

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
QB = "http://purl.org/linked-data/cube#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES = {
    "xsd": XSD, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "qb": QB, "org": ORG, "prov": PROV, "dcat": DCAT,
    "dcterms": DCTERMS, "sh": SH,
}
"""Prefixes of the vocabularies built on; ``mz`` depends on the base."""


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """All prefixes the project writes with, ``mz`` under ``base``."""
    return {"mz": base + "ontology#", **PREFIXES}


def with_base(text: str, base: str) -> str:
    """``text`` of a Turtle or SPARQL file of the project, moved from the default base to ``base``."""
    return text if base == DEFAULT_BASE else text.replace(DEFAULT_BASE, base)


@cache
def turtle(base: str = DEFAULT_BASE) -> str:
    """The ontology under ``base``, as Turtle."""
    return with_base((FOLDER / "mingzhang.ttl").read_text("utf-8"), base)


@cache
def shapes(name: str = "structure", base: str = DEFAULT_BASE) -> str:
    """The shapes of ``shapes/{name}.ttl`` under ``base``, as Turtle. FileNotFoundError for an unknown name."""
    return with_base((FOLDER / "shapes" / f"{name}.ttl").read_text("utf-8"), base)


@cache
def declared() -> frozenset[str]:
    """Local names of the classes and properties that ``mingzhang.ttl`` declares, such as ``amount``."""
    return frozenset(re.findall(r"^mz:(\w+) a ", turtle(), flags=re.MULTILINE))
