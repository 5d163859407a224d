"""A published generation as an rdflib ``Dataset``, for those who work with rdflib: notebooks, SHACL tools, scripts.

The dataset reads the generation in place (through oxrdflib) and copies nothing. SPARQL runs on Oxigraph's engine as
long as no ``initBindings``, ``base`` or prepared query is given; with one of these oxrdflib falls back, without a word,
to rdflib's own engine, which is a hundred times slower on a million quads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store.generation import Generation
from ontology.terms import prefixes

if TYPE_CHECKING:
    from rdflib import Dataset


def dataset(generation: Generation) -> Dataset:
    """The current graphs; the default graph is their union. Valid for as long as ``generation`` is open; read only."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    found = Dataset(store=OxigraphStore(store=generation.store), default_union=True)
    for prefix, namespace in prefixes(generation.base).items():
        # Kept in the wrapper alone: the store is read only.
        found.bind(prefix, namespace, override=True)
    return found
