"""From a generation's graph to its indexes: passages for the full text at publication, vectors as they come.

The text index is built when a generation is made, so that prose can be found at once. Vectors that were ever computed
stand in the store's cache: what is known goes into the new generation straight away, the rest follows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.embedding.encoder import ModelInfo, TextEncoder
from graph.naming.identity import digest
from graph.queries import bound, queries
from graph.search.passages import IndexedPassage
from graph.search.text_index import TextIndex, build_text_index
from graph.search.vector_cache import VectorCache
from graph.search.vector_database import PLACE, write_vectors
from graph.search.vector_index import STATE, VectorIndex, VectorState, carry_over, fill_cache, lacks, without_vectors
from graph.store.generation import SOURCES, current_number, update_manifest
from graph.store.layout import identity
from graph.store.remote import RemoteGraphs
from graph.store.server import Server

CACHE = "vectors-cache"
_REVISIONS = "revisions.json"
"""In the folder of a text index: each revision with a name of what it was read from, to tell what changed since."""
_READ_AS = digest(queries()["passages"].text, queries()["unit-names"].text, 1)
"""Name of the way passages are read from the graph; the number goes up when ``passages_of`` reads them otherwise."""
_REVISIONS_AT_ONCE = 200


def passages_of(store: Store, base: str, revisions: Sequence[str] | None = None) -> list[IndexedPassage]:
    """The passages of the current revisions, or of those of them that are named, in order of their IRIs."""
    if revisions is None:
        rows = list(_rows(store, bound("passages", base)))
        units = None
    else:
        rows = [
            row for at in range(0, len(revisions), _REVISIONS_AT_ONCE)
            for row in _rows(store, bound("passages", base, revision=revisions[at : at + _REVISIONS_AT_ONCE]))
        ]  # fmt: skip
        units = sorted({str(row["unit"]) for row in rows})
    names = {str(row["unit"]): str(row["name"]) for row in _rows(store, bound("unit-names", base, unit=units))
             if row["kind"] == "name"}  # fmt: skip
    found = []
    for row in rows:
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
    from graph.store.own import show_to_queries

    return [partial(index_generation, server=server, database=database), show_to_queries]


def index_generation(
    made: Path, previous: Path | None, server: Server | None = None, database: str = ""
) -> dict[str, Any]:
    """Fill ``text`` and ``vectors`` of a generation in the making; an indexer for ``Library.publish``.

    Passages that the previous generation has indexed already are taken over; ``server`` is where the graphs are, and
    ``database`` where the vectors, if not in the folder. Gives the manifest's ``passages`` and ``vectors``.
    """
    base = json.loads((made.parents[1] / "store.json").read_text("utf-8"))["base"]
    sources, before = _sources(made), _before(previous)
    with graphs_of(made, base, server) as graphs:
        if sources and before and not database:
            # What has not changed is not even read: a large store would be minutes on it.
            read = passages_of(graphs, base, sorted(_changed(sources, before) & sources.keys()))
        else:
            read = passages_of(graphs, base)
    if not sources:
        sources = {revision: _digest(group) for revision, group in groupby(read, key=lambda each: each.disclosure)}
    changed = _changed(sources, before)
    for name in ("text", "vectors"):
        shutil.rmtree(made / name, ignore_errors=True)
    fresh = [passage for passage in read if passage.disclosure in changed]
    total = build_text_index(
        fresh, made / "text", previous=previous / "text" if previous is not None and before else None,
        removed=sorted(changed & before.keys()),
    )  # fmt: skip
    revisions = made / "text" / _REVISIONS
    revisions.unlink(missing_ok=True)  # taken over from the previous index by a hard link: never written into
    revisions.write_text(json.dumps({"read_as": _READ_AS, "revisions": sources}, sort_keys=True), "utf-8")
    model = _model_of(previous)
    if model is None:
        state = without_vectors(made / "vectors", total)
    else:
        with VectorCache(made.parents[1] / CACHE, model.hash) as cache:
            if database:
                state = _put_vectors(read, made / "vectors", model, cache, database)
            else:
                lacking, keys, held = _lacking(made / "text", previous, model, fresh)
                state = carry_over(held, lacking, keys, made / "vectors", model, cache)
    return {"passages": total, "vectors": asdict(state)}


def _sources(made: Path) -> dict[str, str]:
    """What each revision's graph is made of, where the publisher tells."""
    path = made / SOURCES
    return cast(dict[str, str], json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def _before(previous: Path | None) -> dict[str, str]:
    """The same of the revisions that the previous index holds; nothing where it was read from the graph otherwise."""
    path = previous / "text" / _REVISIONS if previous is not None else None
    if path is None or not path.is_file():
        return {}
    told = json.loads(path.read_text("utf-8"))
    return cast(dict[str, str], told["revisions"]) if told.get("read_as") == _READ_AS else {}


def _changed(now: Mapping[str, str], before: Mapping[str, str]) -> set[str]:
    return {revision for revision in now.keys() | before.keys() if now.get(revision) != before.get(revision)}


def _lacking(
    text: Path, previous: Path | None, model: ModelInfo, fresh: Sequence[IndexedPassage] = ()
) -> tuple[list[IndexedPassage], npt.NDArray[np.uint64], VectorIndex | None]:
    """Passages of a text index that an earlier generation has no vector of, or that are ``fresh``; the keys of all
    passages; the vectors of that generation, where they are of the model."""
    index = TextIndex(text)
    keys = np.sort(np.array(index.keys(None, None), dtype=np.uint64))
    held = _vectors_of(previous, model) if previous is not None else None
    known = {passage.key: passage for passage in fresh}
    found = lacks(held, keys, known)
    others = index.passages(key for key in found if key not in known)
    return [*known.values(), *others], keys, held


def _vectors_of(generation: Path, model: ModelInfo) -> VectorIndex | None:
    """The vectors in the folder of a generation, where they are there and of the model."""
    folder = generation / "vectors"
    for _ in range(3):
        # Whoever completes them puts another folder in the place of this one: keys and rows must be of the same.
        with contextlib.suppress(OSError, ValueError):
            before = folder.stat().st_ino
            if (folder / PLACE).is_file():
                return None
            index = VectorIndex(folder)
            if folder.stat().st_ino == before:
                return index if index.state.hash == model.hash else None
    return None


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
    model, present = encoder.info, _state(generation)
    if model is not None and present is not None and present.hash == model.hash and present.done == present.total:
        return present
    if model is None:
        return present or VectorState(total=len(TextIndex(generation / "text")))
    with VectorCache(generation.parents[1] / CACHE, model.hash) as cache:
        held: VectorIndex | None = None
        if database:
            lacking = passages_of(store, base)
            total = len(lacking)
        else:
            lacking, keys, held = _lacking(generation / "text", generation, model)
            total = len(keys)
        fill_cache(lacking, cache, encoder, lambda done, missing: progress(max(0, total - missing + done), total))
        made = generation / "vectors.new"
        shutil.rmtree(made, ignore_errors=True)
        if database:
            state = _put_vectors(lacking, made, model, cache, database)
        else:
            state = carry_over(held, lacking, keys, made, model, cache)
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
    """The vectors that are known, in the database; ``folder``, below that of a generation, says so."""
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
