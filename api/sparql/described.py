"""``DESCRIBE <iri>``, the short query that is asked most, answered where the request is read.

A process that can be killed is for queries nobody knows the cost of. What is said of one thing is looked up, and has a
known end; the way to that process and back takes longer than this. All else goes there: several things, a pattern,
things of which much is said, graphs on a server, a dataset of the request's own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox

from api.sparql.worker import GRAPHS, TooMuch, in_order
from graph.store.generation import Generation

MOST = 50
"""Triples; where none is at hand, each takes some reads from the disk, for which everybody waits."""
BLANK = r"(?:[ \t\r\n]|\#[^\r\n]*(?:[\r\n]|\Z))"
IRI = r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*)>"
PREFIX = rf"PREFIX{BLANK}++(?:[A-Za-z]\w*+)?:{BLANK}*+{IRI}{BLANK}*+"
ONE = re.compile(rf"{BLANK}*+(?:{PREFIX})*+DESCRIBE{BLANK}*+{IRI}{BLANK}*+", re.IGNORECASE)


@lru_cache(1_000)
def subject(query: str) -> ox.NamedNode | None:
    """The thing that a query asks to describe, if it asks nothing else."""
    found = ONE.fullmatch(query)
    try:
        return ox.NamedNode(found[2]) if found else None
    except ValueError:
        return None


def described(generation: Generation, query: str, media: str, most_rows: int, most_bytes: int) -> bytes | None:
    """The whole result as ``media``, byte for byte that of a worker; None where a worker has to answer.

    ``most_rows``, ``most_bytes``: the limits of a result.
    """
    if media not in GRAPHS or (node := subject(query)) is None:
        return None
    if not isinstance(generation.public, ox.Store) or generation.changed():
        return None
    quads = list(islice(generation.public.quads_for_pattern(node, None, None, None), MOST + 1))
    # Of a thing without a name the engine tells also what is said of that.
    if len(quads) > min(MOST, most_rows) or not all(isinstance(q.object, ox.NamedNode | ox.Literal) for q in quads):
        return None
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    if len(triples) > most_bytes:
        return None
    try:
        return in_order(triples, media, generation.base, most_bytes)
    except TooMuch:
        return None
