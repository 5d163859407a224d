"""From a generation's graph to its indexes: passages for the full text at publication, vectors as they come.

The text index is built when a generation is made, so that prose can be found at once. Vectors that were ever computed
stand in the store's cache: what is known goes into the new generation straight away, the rest follows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.embedding import ModelInfo, TextEncoder
from graph.generation import current_number, update_manifest
from graph.layout import identity
from graph.passages import IndexedPassage
from graph.queries import bound
from graph.remote import RemoteGraphs
from graph.server import Server
from graph.text_index import build_text_index
from graph.vector_cache import VectorCache
from graph.vector_database import write_vectors
from graph.vector_index import STATE, VectorState, build_vector_index, fill_cache

CACHE = "vectors-cache"
_REVISIONS = "revisions.json"
"""In the folder of a text index: revision → digest of its passages, to tell what changed since."""


def passages_of(store: Store, base: str) -> list[IndexedPassage]:
    """All passages of the current revisions, in order of their IRIs."""
    names = {str(row["unit"]): str(row["name"]) for row in _rows(store, bound("unit-names", base))
             if row["kind"] == "name"}  # fmt: skip
    found = []
    for row in _rows(store, bound("passages", base)):
        places = dict(part.split("=", 1) for part in str(row["place"]).partition("#")[2].split("&") if "=" in part)
        section = row.get("section")
        found.append(
            IndexedPassage(
                iri=str(row["passage"]),
                text=str(row["text"]),
                section=tuple(str(section).split("/")) if section else (),
                unit_iri=str(row["unit"]),
                unit_name=names.get(str(row["unit"]), ""),
                year=int(str(row["year"])),
                document=str(row["document"]),
                page=_number(places.get("page")),
                line=_number(places.get("line")),
            )
        )
    return sorted(found, key=lambda passage: passage.iri)


def indexers(server: Server | None = None, database: str = "") -> list[Callable[[Path, Path | None], dict[str, Any]]]:
    """What ``Library.publish`` fills a generation with: the indexes, and the own graphs for queries."""
    from graph.own import show_to_queries

    return [partial(index_generation, server=server, database=database), show_to_queries]


def index_generation(
    made: Path, previous: Path | None, server: Server | None = None, database: str = ""
) -> dict[str, Any]:
    """Fill ``text`` and ``vectors`` of a generation in the making; an indexer for ``Library.publish``.

    Passages that the previous generation has indexed already are taken over; ``server`` is where the graphs are, and
    ``database`` where the vectors, if not in the folder. Gives the manifest's ``passages`` and ``vectors``.
    """
    base = json.loads((made.parents[1] / "store.json").read_text("utf-8"))["base"]
    with graphs_of(made, base, server) as graphs:
        passages = passages_of(graphs, base)
    digests = {revision: _digest(group) for revision, group in groupby(passages, key=lambda each: each.disclosure)}
    before: dict[str, str] = {}
    if previous is not None and (previous / "text" / _REVISIONS).is_file():
        before = json.loads((previous / "text" / _REVISIONS).read_text("utf-8"))
    changed = {revision for revision in digests.keys() | before.keys() if digests.get(revision) != before.get(revision)}
    for name in ("text", "vectors"):
        shutil.rmtree(made / name, ignore_errors=True)
    build_text_index(
        [passage for passage in passages if passage.disclosure in changed],
        made / "text",
        previous=previous / "text" if previous is not None and before else None,
        removed=sorted(changed & before.keys()),
    )
    revisions = made / "text" / _REVISIONS
    revisions.unlink(missing_ok=True)  # taken over from the previous index by a hard link: never written into
    revisions.write_text(json.dumps(digests, sort_keys=True), "utf-8")
    model = _model_of(previous)
    if model is None:
        state = build_vector_index(passages, made / "vectors", None, None)
    else:
        with VectorCache(made.parents[1] / CACHE, model.hash) as cache:
            state = _put_vectors(passages, made / "vectors", model, cache, database)
    return {"passages": len(passages), "vectors": asdict(state)}


@contextlib.contextmanager
def graphs_of(made: Path, base: str, server: Server | None) -> Iterator[Store]:
    """The graphs of a generation in the making."""
    if server is None:
        yield Store.read_only(str(made / "graph"))
    else:
        with contextlib.closing(RemoteGraphs(server, base, None)) as graphs:
            yield cast(Store, graphs)


def complete_vectors(
    generation: Path,
    store: Store,
    base: str,
    encoder: TextEncoder,
    progress: Callable[[int, int], None] = lambda done, total: None,
    database: str = "",
) -> VectorState:
    """Compute the vectors that a published generation lacks and put its vector index in place; says what it holds.

    ``generation`` is its folder, ``store`` its graph. ``progress`` is told how many passages of how many have a vector.
    Raises EncoderUnavailable; what was computed until then stays in the cache.
    """
    model = encoder.info
    passages = passages_of(store, base)
    present = _state(generation)
    if model is not None and present is not None and present.hash == model.hash and present.done == len(passages):
        return present
    if model is None:
        return present or VectorState(total=len(passages))
    with VectorCache(generation.parents[1] / CACHE, model.hash) as cache:
        fill_cache(
            passages, cache, encoder,
            lambda done, missing: progress(max(0, len(passages) - missing + done), len(passages)),
        )  # fmt: skip
        made = generation / "vectors.new"
        shutil.rmtree(made, ignore_errors=True)
        state = _put_vectors(passages, made, model, cache, database)
    old = generation / "vectors.old"
    shutil.rmtree(old, ignore_errors=True)
    if (generation / "vectors").exists():
        (generation / "vectors").rename(old)
    made.rename(generation / "vectors")
    shutil.rmtree(old, ignore_errors=True)
    update_manifest(generation, vectors=asdict(state))
    return state


def _put_vectors(
    passages: list[IndexedPassage], folder: Path, model: ModelInfo, cache: VectorCache, database: str
) -> VectorState:
    """The vectors that are known, in ``folder`` below that of a generation, or in the database."""
    if not database:
        return build_vector_index(passages, folder, model, cache)
    store_dir = folder.parents[2]
    folders = [int(each.name) for each in folder.parents[1].iterdir() if each.name.isdigit()]
    number, held = int(folder.parent.name.partition(".")[0]), current_number(store_dir) or 0
    return write_vectors(
        database, identity(store_dir), held, number, min(folders, default=number), passages, model, cache, folder
    )


def _state(generation: Path) -> VectorState | None:
    try:
        return VectorState(**json.loads((generation / "vectors" / STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _model_of(previous: Path | None) -> ModelInfo | None:
    """The model that the previous generation's vectors were made with."""
    state = _state(previous) if previous is not None else None
    return ModelInfo(state.model, state.dimension, state.hash) if state is not None and state.hash else None


def _rows(store: Store, query: str) -> Iterator[dict[str, object]]:
    result = store.query(query, use_default_graph_as_union=True)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    for solution in result:
        terms = {name: solution[name] for name in names}
        yield {name: term.value for name, term in terms.items() if isinstance(term, NamedNode | Literal)}


def _digest(passages: Iterable[IndexedPassage]) -> str:
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:16]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
