"""A generation seen through rdflib: the same quads, the union as default graph, Oxigraph's engine underneath."""

from __future__ import annotations

from pathlib import Path

from disclosure_builders import realistic
from rdflib import RDF, URIRef
from rdflib.namespace import QB

from graph.as_rdflib import dataset
from graph.library.library import Library
from graph.store.generation import open_current


def test_rdflib_sees_what_is_published(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(realistic())
        library.publish()
    with open_current(tmp_path) as generation:
        seen = dataset(generation)
        statement = URIRef(generation.base + "ontology#Statement")
        printed = set(seen.subjects(RDF.type, statement))
        rows = list(seen.query("SELECT ?s WHERE { ?s a mz:Statement }"))
        assert len(printed) == len(rows) > 100
        assert any(seen.triples((None, RDF.type, QB.Observation)))
        assert len(seen) == len(generation.store)
