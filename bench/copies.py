"""Stores larger than one has time to make of documents: the quads of a store, and copies of them about other bodies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from bench.engines import dumped
from bench.stores import folder, store_of
from graph.search.indexing import index_generation
from graph.store.embedded import EmbeddedStore
from graph.store.generation import current_number, new_folder, open_current, publish

OWN = re.compile(r"(/id/(?:unit|disclosure|document|observation|slice|fact|series|project|finding)/|/graph/\w+/)")
"""Where names of bodies and of what is said of them begin; concepts are everybody's."""
NAMED = re.compile(r'(<[^>]*/id/unit/[^>]*> <[^>]*#(?:label|altLabel)> ")')
"""How a line begins that says what a body is called."""
PLACES = "甲乙丙丁戊己庚辛壬癸"


def quads_of_copies(wanted: int, copies: int) -> Path:
    """A file of the quads of a store (``bench.stores``) and copies of them, ``copies`` times as many in all.

    The bodies of a copy have names of their own; all other literals are the same in all copies.
    """
    quads = dumped(store_of(wanted), folder() / f"store-{wanted}.nq")
    made = quads.with_name(f"{quads.stem}-{copies}-times.nq")
    if made.exists():
        return made
    part = made.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        for copy in range(copies):
            place = "".join(PLACES[int(digit)] for digit in str(copy)) + "市"
            with quads.open(encoding="utf-8") as lines:
                for line in lines:
                    graph = line.rpartition(" <")[2]
                    if not copy:
                        out.write(line)
                    elif OWN.search(graph):
                        out.write(OWN.sub(rf"\g<1>{copy}-", NAMED.sub(rf"\g<1>{place}", line)))
    part.rename(made)
    return made


def graphs_of(quads: Path) -> Iterator[tuple[NamedNode, Iterable[Quad]]]:
    """The graphs of a file, which holds each in one piece."""
    return groupby(parse(path=str(quads), format=RdfFormat.N_QUADS), key=attrgetter("graph_name"))


def store_of_copies(wanted: int, copies: int) -> Path:
    """A store that holds these quads as a published generation, for readers: there are no records behind the copies."""
    store = folder() / f"store-{wanted}-{copies}-times"
    if current_number(store) is not None:
        return store
    quads = quads_of_copies(wanted, copies)
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir()
    source = store_of(wanted)
    shutil.copy(source / "store.json", store)
    number, made = new_folder(store)
    for name, content in (("graph", graphs_of(quads)), ("replaced", ())):
        filled = EmbeddedStore(made / name)
        filled.fill(content)
        filled.flush()
        filled.close()
    with open_current(source) as generation:
        manifest: dict[str, Any] = {**generation.manifest, "disclosures": generation.manifest["disclosures"] * copies}
    publish(store, number, made, {**manifest, "generation": number, **index_generation(made, None)})
    return store
